//! Graphite's `render` in the form of JSON.

use super::{
    Answer, Failure, Reading,
    decode::{Type, check, kind_name},
    lossy,
    number::{fixed, list, parse_float, parse_int},
    scan::{Kind, Node, scan},
};
use crate::json::Shown;
use alloc::{format, string::String, vec::Vec};

const TARGETS: Type = Type::List(&TARGET, "graphite.graphiteResponse");

const TARGET: Type = Type::Struct {
    shown: "graphite.graphiteTargetResp",
    name: "graphiteTargetResp",
    fields: &[
        ("target", &Type::Text("string")),
        ("datapoints", &Type::List(&Type::Raw, "[]graphite.dataPoint")),
    ],
};

/// The values of the first target; a point whose value is `null` is passed over.
///
/// Numbers may be texts. The text stays even if the value cannot be judged.
///
/// # Errors
///
/// If the status is 400 or above, the body is not what Graphite answers, or the first target has no points.
///
/// ```
/// use gradual::analysis::response::{Answer, graphite};
/// use gradual::condition::Value;
///
/// let answer = Answer::ok(br#"[{"target": "t", "datapoints": [[1.5, 1700000000], [null, 1700000060]]}]"#);
/// let reading = graphite::read(&answer)?;
/// assert_eq!(reading.value, Value::Floats(vec![1.5]));
/// assert_eq!(reading.judged.text, "[1.500000]");
/// # Ok::<(), gradual::analysis::response::Failure>(())
/// ```
pub fn read(answer: &Answer<'_>) -> Result<Reading, Failure> {
    if 400 <= answer.status {
        return Err(Failure::new(format_args!("error response: {}", lossy(answer.body))));
    }
    let root = scan(answer.body).map_err(Failure::new)?;
    let mut first = None;
    for target in root.items() {
        let points = target.field("datapoints").map_or(&[][..], Node::items);
        let values = points.iter().map(point).collect::<Result<Vec<_>, _>>().map_err(Failure::new)?;
        first.get_or_insert(values);
    }
    // A point that cannot be read is complained of before anything else.
    check(&root, &TARGETS).map_err(Failure::new)?;
    let values = first.filter(|values| !values.is_empty()).ok_or_else(|| Failure::new("no values found"))?;
    let values: Vec<f64> = values.into_iter().flatten().collect();
    let text = list(values.iter().map(|value| fixed(*value, 6)));
    Ok(Reading::new(values, text).kept())
}

/// The value of a point, if it has one.
#[doc(alias = "UnmarshalJSON")]
fn point(node: &Node<'_>) -> Result<Option<f64>, String> {
    let items = match &node.kind {
        Kind::List(_) | Kind::Null => node.items(),
        kind => {
            let complaint =
                format!("json: cannot unmarshal {} into Go value of type []interface {{}}", kind_name(kind));
            return Err(in_point(complaint));
        }
    };
    check(node, &Type::Any).map_err(in_point)?;
    let [value, time] = items else {
        let items = items.iter().map(Node::to_json).collect();
        return Err(format!("error unmarshaling data point: {}", Shown(&items)));
    };
    let float = match &value.kind {
        Kind::Null => None,
        Kind::Number(_) => Some(value.float()),
        Kind::Text(text) => Some(parse_float(text)?),
        Kind::Bool(_) | Kind::List(_) | Kind::Map(_) => {
            return Err(format!("error unmarshaling value: {}", Shown(&value.to_json())));
        }
    };
    match &time.kind {
        Kind::Null | Kind::Number(_) => Ok(float),
        Kind::Text(text) => parse_int(text).map(|_| float),
        // Upstream shows the value and not the time.
        Kind::Bool(_) | Kind::List(_) | Kind::Map(_) => {
            Err(format!("error unmarshaling timestamp: {}", Shown(&value.to_json())))
        }
    }
}

/// Go's decoder adds where a complaint of its own came from.
fn in_point(complaint: String) -> String {
    complaint.replacen("Go value", "Go struct field graphiteTargetResp.datapoints", 1)
}
