//! CloudWatch, as AWS' client decodes an answer.

use super::Reading;
use crate::condition::{Message, NilType, Series, Value};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

/// All series. Nothing at all is no list, where none is an empty one.
///
/// The text stays even if the value cannot be judged. Metadata `messages` tells what CloudWatch says of the whole answer; in
/// upstream's these are addresses in memory (`D-023`).
///
/// ```
/// use gradual::analysis::response::cloud_watch;
/// use gradual::condition::Series;
///
/// let series = Series { values: Some(vec![1.0, 2.5]), ..Series::default() };
/// let reading = cloud_watch::read(Some(vec![series, Series::default()]), &[]);
/// assert_eq!(reading.judged.text, "[[1 2.5] []]");
/// ```
pub fn read(series: Option<Vec<Series>>, messages: &[Message]) -> Reading {
    let values = |series: &Series| Value::Floats(series.values.clone().unwrap_or_default());
    let text = Value::List(series.iter().flatten().map(values).collect()).to_string();
    let value = series.map_or(Value::NilOf(NilType::List), Value::SeriesList);
    let mut reading = Reading::new(value, text).kept();
    if !messages.is_empty() {
        let told: Vec<String> = messages.iter().map(told).collect();
        reading = reading.with("messages", told.join(", "));
        reading.unjudged.metadata.clone_from(&reading.judged.metadata);
    }
    reading
}

fn told(message: &Message) -> String {
    let [code, value] = [&message.code, &message.value].map(|part| part.clone().unwrap_or_default());
    format!("{code}: {value}")
}
