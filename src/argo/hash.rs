//! The hash that upstream stores for the steps, by which it notices that they changed (`argo-rollout §0.3`).

use super::{
    CanaryStep, RolloutStrategy,
    schema::{self, Kind},
};
use crate::json;
use alloc::{
    format,
    string::{String, ToString},
};
use serde_json::Value;

/// The hash of a strategy's steps; empty if it is not a canary.
///
/// Of the steps as they stand: a controller first writes the object down and reads it again, which turns an empty list
/// into none (see [`translate`](super::translate)).
///
/// ```
/// use gradual::argo::{CanaryStep, CanaryStrategy, RolloutStrategy, strategy_hash};
///
/// let canary = CanaryStrategy { steps: Some(vec![CanaryStep::default()]), ..CanaryStrategy::default() };
/// let strategy = RolloutStrategy { canary: Some(canary), ..RolloutStrategy::default() };
/// assert_eq!(strategy_hash(&strategy), "8bb748cdf");
/// assert_eq!(strategy_hash(&RolloutStrategy::default()), "");
/// ```
#[doc(alias = "ComputeStepHash")]
pub fn strategy_hash(strategy: &RolloutStrategy) -> String {
    match (&strategy.blue_green, &strategy.canary) {
        (None, Some(canary)) => steps_hash(canary.steps.as_deref()),
        _ => String::new(),
    }
}

/// The hash of a list of steps; an empty list and none differ.
///
/// ```
/// assert_eq!(gradual::argo::steps_hash(None), "5ffbfbbd64");
/// ```
pub fn steps_hash(steps: Option<&[CanaryStep]>) -> String {
    safe_digits(fnv(steps_text(steps).as_bytes()))
}

/// The text that is hashed: the steps as Go writes them.
///
/// ```
/// use gradual::argo::{CanaryStep, steps_text};
///
/// let step = CanaryStep { set_weight: Some(20), ..CanaryStep::default() };
/// assert_eq!(steps_text(Some(&[step])), r#"[{"setWeight":20}]"#);
/// ```
pub fn steps_text(steps: Option<&[CanaryStep]>) -> String {
    // Maps have text for keys, so this cannot fail.
    let plain = serde_json::to_value(steps).unwrap_or_default();
    let mut text = String::new();
    write_in_order(&schema::STEPS, &plain, &mut text);
    text
}

/// Writes the fields that upstream knows, in upstream's order.
pub(super) fn write_in_order(kind: &Kind, value: &Value, text: &mut String) {
    match (kind, value) {
        (Kind::Object(fields), Value::Object(members)) => {
            let known =
                fields.iter().filter_map(|field| Some((field.name, &field.kind, members.get(field.name)?)));
            write_members(known, text);
        }
        (Kind::Map(element), Value::Object(members)) => {
            write_members(members.iter().map(|(key, value)| (key.as_str(), *element, value)), text);
        }
        (Kind::List(element), Value::Array(items)) => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                text.push_str(if at == 0 { "" } else { "," });
                write_in_order(element, item, text);
            }
            text.push(']');
        }
        _ => text.push_str(&json::to_text(value)),
    }
}

fn write_members<'a>(members: impl Iterator<Item = (&'a str, &'a Kind, &'a Value)>, text: &mut String) {
    text.push('{');
    for (at, (name, kind, value)) in members.enumerate() {
        text.push_str(if at == 0 { "" } else { "," });
        text.push_str(&format!("{}:", json::to_text(&Value::from(name))));
        write_in_order(kind, value, text);
    }
    text.push('}');
}

/// FNV-1a of 32 bits.
fn fnv(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// The number in decimal, with digits that spell nothing rude: Kubernetes' `SafeEncodeString`.
fn safe_digits(number: u32) -> String {
    const ALPHABET: &str = "bcdfghjklmnpqrstvwxz2456789";
    let safe =
        |digit: char| ALPHABET.chars().nth(usize::try_from(u32::from(digit)).unwrap_or(0) % ALPHABET.len());
    number.to_string().chars().filter_map(safe).collect()
}
