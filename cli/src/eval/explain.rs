//! What conditions are made of, part by part.

use crate::paint::{Colour, Paint, visible};
use gradual::{
    condition::{Condition, Shape, Value},
    time::Timestamp,
};

/// How much of a value is shown.
const WIDE: usize = 60;

/// A line for each part: what it is, and what it comes to.
pub(crate) fn explained<'a>(
    conditions: impl IntoIterator<Item = &'a Condition>,
    value: &Value,
    now: Timestamp,
    out: Colour,
) -> String {
    let parts = conditions.into_iter().flat_map(Condition::parts);
    let rows: Vec<(String, String)> =
        parts.map(|part| (visible(part.source()), outcome(&part, value, now))).collect();
    let width = rows.iter().map(|(part, _)| part.chars().count()).max().unwrap_or_default();
    rows.iter()
        .map(|(part, came)| {
            let gap = " ".repeat(width.saturating_sub(part.chars().count()));
            format!("  {}{gap}  {came}\n", out.paint(Paint::Dim, part))
        })
        .collect()
}

fn outcome(part: &Condition, value: &Value, now: Timestamp) -> String {
    let fitted = part.for_shape(&Shape::of(value));
    match fitted.and_then(|fitted| fitted.evaluate(value, now)) {
        // In quotes: a text may look like a number.
        Ok(Value::Text(text)) => cut(&format!("{text:?}")),
        Ok(value) => cut(&value.to_string()),
        Err(error) => format!("! {}", visible(error.message())),
    }
}

fn cut(text: &str) -> String {
    let text = visible(text);
    match text.char_indices().nth(WIDE) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}
