//! New Relic, as its client decodes the rows of a NRQL query.

use super::{Failure, Reading};
use crate::{
    condition::{Map, Value},
    json,
};
use serde_json::{Map as Json, Value as JsonValue};

/// One row, or a list of rows.
///
/// # Errors
///
/// If there are no rows, or there is one without columns.
///
/// ```
/// use gradual::analysis::response::new_relic;
/// use serde_json::json;
///
/// let rows = json!([{"count": 10}]);
/// let rows: Vec<_> = rows.as_array().into_iter().flatten().filter_map(|row| row.as_object()).cloned().collect();
/// assert_eq!(new_relic::read(&rows)?.judged.text, r#"{"count":10}"#);
/// assert_eq!(new_relic::read(&[]).unwrap_err().message, "no results returned from NRQL query");
/// # Ok::<(), gradual::analysis::response::Failure>(())
/// ```
#[doc(alias = "processResponse")]
pub fn read(rows: &[Json<alloc::string::String, JsonValue>]) -> Result<Reading, Failure> {
    let judged = |row: &Json<_, _>| Map::from(row.clone());
    let shown = |row: &Json<_, _>| json::as_decoded(&JsonValue::Object(row.clone()));
    match rows {
        [] => Err(Failure::new("no results returned from NRQL query")),
        [row] if row.is_empty() => Err(Failure::new("no results returned from NRQL query")),
        [row] => Ok(Reading::new(Value::Row(judged(row)), json::to_text(&shown(row)))),
        rows => {
            let text = json::to_text(&rows.iter().map(shown).collect());
            Ok(Reading::new(Value::Rows(rows.iter().map(judged).collect()), text))
        }
    }
}
