//! Datadog, by either version of its API.

use super::{
    Answer, Failure, Reading,
    decode::{Type, check},
    lossy,
    number::{list, plain},
    scan::{Kind, Node, scan},
};
use crate::{
    condition::{NilType, Value},
    json,
    quantity::Quoted,
};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde_json::json;

/// How many groups the metadata shows.
const GROUPS: usize = 100;

const V1: Type = Type::Struct {
    shown: "datadog.datadogResponseV1",
    name: "datadogResponseV1",
    fields: &[("Series", &Type::List(&SERIES, r#"[]struct { Pointlist [][]float64 "json:\"pointlist\"" }"#))],
};

const SERIES: Type = Type::Struct {
    shown: r#"struct { Pointlist [][]float64 "json:\"pointlist\"" }"#,
    name: "",
    fields: &[("pointlist", &Type::List(&Type::List(&Type::Float, "[]float64"), "[][]float64"))],
};

const V2: Type = Type::Struct {
    shown: "datadog.datadogResponseV2",
    name: "datadogResponseV2",
    fields: &[("Data", &DATA)],
};

const DATA: Type = Type::Struct {
    shown: "struct { Attributes struct { Columns []datadog.datadogV2Column }; Errors string }",
    name: "",
    fields: &[("Attributes", &ATTRIBUTES), ("Errors", &Type::Text("string"))],
};

const ATTRIBUTES: Type = Type::Struct {
    shown: "struct { Columns []datadog.datadogV2Column }",
    name: "",
    fields: &[("Columns", &Type::List(&COLUMN, "[]datadog.datadogV2Column"))],
};

const COLUMN: Type = Type::Struct {
    shown: "datadog.datadogV2Column",
    name: "datadogV2Column",
    fields: &[
        ("name", &Type::Text("string")),
        ("type", &Type::Text("string")),
        ("values", &Type::List(&Type::Raw, "[]json.RawMessage")),
    ],
};

/// Version 1, of the metric whose `apiVersion` is exactly `v1`: the last point of the first series, or nil if there is none.
///
/// A `null` in a point counts as 0, as upstream decodes it.
///
/// # Errors
///
/// If the status is not 200, the body is not what Datadog answers, or the point has not exactly two values.
///
/// ```
/// use gradual::analysis::response::{Answer, datadog};
///
/// let answer = Answer::ok(br#"{"series": [{"pointlist": [[1, 0.5], [2, 0.7]]}]}"#);
/// assert_eq!(datadog::v1(&answer)?.value, 0.7.into());
/// # Ok::<(), gradual::analysis::response::Failure>(())
/// ```
#[doc(alias = "parseResponseV1")]
pub fn v1(answer: &Answer<'_>) -> Result<Reading, Failure> {
    let root = body(answer, &V1)?;
    let series = root.field("Series");
    let points = series.and_then(|series| series.items().first()?.field("pointlist"));
    let Some(last) = points.and_then(|points| points.items().last()) else {
        return Ok(Reading::new(Value::NilOf(NilType::Float), empty_series(series)));
    };
    let [_, value] = last.items() else {
        return Err(Failure::new("Datapoint does not have 2 values"));
    };
    let value = value.float();
    Ok(Reading::new(value, plain(value)))
}

/// The series as upstream writes them again when the first has no points.
fn empty_series(series: Option<&Node<'_>>) -> String {
    let Some(series) = series else {
        return "null".into();
    };
    let point = |point: &Node<'_>| match &point.kind {
        Kind::List(values) => values.iter().map(Node::float).collect(),
        _ => json!(null),
    };
    let one = |one: &Node<'_>| match one.field("pointlist") {
        Some(points) => json!({"pointlist": points.items().iter().map(point).collect::<Vec<_>>()}),
        None => json!({"pointlist": null}),
    };
    json::to_text(&series.items().iter().map(one).collect())
}

/// Version 2, of every other metric: the first column of numbers. Its first value, or all if there is a column of groups
/// too, even if it is only one; nil if there is none.
///
/// A `null` is no value, and its group is passed over with it. Metadata `groups` has the values by the names of their
/// groups; of more than 100 the 50 lowest and the 50 highest, which `groups_truncated` tells. Errors beside `data` are not
/// looked at.
///
/// # Errors
///
/// If the status is not 200, the body is not what Datadog answers, it has `data.errors`, or a value or group is none.
///
/// ```
/// use gradual::analysis::response::{Answer, datadog};
/// use gradual::condition::Value;
///
/// let answer = Answer::ok(br#"{"data": {"attributes": {"columns": [
///     {"type": "group", "values": [["a"], ["b"]]},
///     {"type": "number", "values": [0.1, 0.2]}
/// ]}}}"#);
/// let reading = datadog::v2(&answer)?;
/// assert_eq!(reading.value, Value::Floats(vec![0.1, 0.2]));
/// assert_eq!(reading.judged.metadata["groups"], r#"[{"name":"a","value":0.1},{"name":"b","value":0.2}]"#);
/// # Ok::<(), gradual::analysis::response::Failure>(())
/// ```
#[doc(alias = "parseResponseV2")]
pub fn v2(answer: &Answer<'_>) -> Result<Reading, Failure> {
    let root = body(answer, &V2)?;
    let data = root.field("Data");
    let errors = data.and_then(|data| data.field("Errors")?.text()).unwrap_or_default();
    if !errors.is_empty() {
        return Err(Failure::new(format_args!("There were errors in your query: {errors}")));
    }
    let columns = data.and_then(|data| data.field("Attributes")?.field("Columns"));
    let columns = columns.map_or(&[][..], Node::items);
    let groups: Vec<&Node<'_>> = columns.iter().filter(|column| kind(column) == "group").collect();
    let rows = rows(columns, &groups)?;
    let Some((_, first)) = rows.first() else {
        return Ok(Reading::new(Value::NilOf(NilType::Float), "[]".into()));
    };
    if groups.is_empty() {
        return Ok(Reading::new(*first, plain(*first)));
    }
    let values: Vec<f64> = rows.iter().map(|(_, value)| *value).collect();
    let text = list(values.iter().copied().map(plain));
    let many = GROUPS < rows.len();
    let reading = Reading::new(values, text).with("groups", shown_groups(rows));
    Ok(if many { reading.with("groups_truncated", "true".into()) } else { reading })
}

/// The numbers of the first column of numbers, with the names of their groups.
#[doc(alias = "extractValues")]
fn rows(columns: &[Node<'_>], groups: &[&Node<'_>]) -> Result<Vec<(String, f64)>, Failure> {
    let mut rows = Vec::new();
    let Some(numbers) = columns.iter().find(|column| matches!(kind(column), "" | "number")) else {
        return Ok(rows);
    };
    let values = numbers.field("values").map_or(&[][..], Node::items);
    for (at, value) in values.iter().enumerate().filter(|(_, value)| value.kind != Kind::Null) {
        check(value, &Type::Float).map_err(|complaint| {
            let (raw, name) = (lossy(value.raw), numbers.field("name").and_then(Node::text));
            Failure::new(format_args!(
                "could not parse numeric value {} in column {}: {complaint}",
                Quoted(&raw),
                Quoted(name.unwrap_or_default())
            ))
        })?;
        let name = group_name(groups, at)
            .ok_or_else(|| Failure::new(format_args!("could not parse group label at index {at}")))?;
        rows.push((name, value.float()));
    }
    Ok(rows)
}

/// The tags of a row in all columns of groups; nothing if one has none there.
#[doc(alias = "groupNameAt")]
fn group_name(groups: &[&Node<'_>], at: usize) -> Option<String> {
    let mut tags = Vec::new();
    for column in groups {
        let row = column.field("values")?.items().get(at)?;
        if row.items().is_empty() {
            return None;
        }
        for tag in row.items() {
            match &tag.kind {
                Kind::Text(tag) => tags.push(tag.as_str()),
                Kind::Null => tags.push(""),
                _ => return None,
            }
        }
    }
    Some(tags.join(","))
}

fn shown_groups(mut rows: Vec<(String, f64)>) -> String {
    if GROUPS < rows.len() {
        rows.sort_by(|(_, a), (_, b)| a.total_cmp(b));
        let lowest = GROUPS / 2;
        rows.drain(lowest..rows.len().saturating_sub(GROUPS.saturating_sub(lowest)));
    }
    // Go writes the fields in the order of the struct, which is that of their names.
    let shown = rows.into_iter().map(|(name, value)| json!({"name": name, "value": value}));
    json::to_text(&shown.collect())
}

fn kind<'a>(column: &'a Node<'_>) -> &'a str {
    column.field("type").and_then(Node::text).unwrap_or_default()
}

fn body<'a>(answer: &Answer<'a>, of: &Type) -> Result<Node<'a>, Failure> {
    let told = match answer.status {
        200 => {
            let unread = |complaint: String| Failure::new(format!("Could not parse JSON body: {complaint}"));
            let node = scan(answer.body).map_err(|error| unread(error.to_string()))?;
            check(&node, of).map_err(unread)?;
            return Ok(node);
        }
        401 | 403 => "authentication error",
        _ => "non 2xx",
    };
    Err(Failure::new(format_args!("received {told} response code: {} {}", answer.status, lossy(answer.body))))
}
