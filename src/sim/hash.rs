//! A hash of pod templates.

use alloc::{format, string::String};
use serde_json::Value;

/// Digits are written with upstream's letters, which spell nothing (`argo-rollout §0.3`).
const LETTERS: [char; 10] = ['4', '5', '6', '7', '8', '9', 'b', 'c', 'd', 'f'];

/// Names a template by its content.
///
/// It has the look of upstream's hash and not its value, which depends on the layout of Go's types. The machine
/// takes hashes as they are; [`World::know`](super::World::know) tells the world others.
///
/// ```
/// use gradual::sim::template_hash;
/// use serde_json::json;
///
/// let (one, two) = (template_hash(&json!({"image": "v1"})), template_hash(&json!({"image": "v2"})));
/// assert_ne!(one, two);
/// assert!(one.chars().all(|c| "456789bcdf".contains(c)));
/// ```
pub fn template_hash(template: &Value) -> String {
    let mut hash: u32 = 0x811c_9dc5;
    for byte in format!("{template}").bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    let letter = |digit: char| digit.to_digit(10).and_then(|at| LETTERS.get(at as usize)).copied();
    format!("{hash}").chars().filter_map(letter).collect()
}
