//! Prometheus' HTTP API.

use super::{
    Answer, Failure, Reading,
    decode::{Type, check, kind_name},
    jsoniter::{missing, report, unmarshaler},
    lossy,
    number::{list, parse_float, parse_int, plain},
    scan::{Kind, Node, scan},
};
use crate::{condition::Value, quantity::Quoted};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

const TEXT: Type = Type::Text("string");

const RESPONSE: Type = Type::Struct {
    shown: "v1.apiResponse",
    name: "apiResponse",
    fields: &[
        ("status", &TEXT),
        ("data", &Type::Raw),
        ("errorType", &TEXT),
        ("error", &TEXT),
        ("warnings", &Type::List(&TEXT, "v1.Warnings")),
    ],
};

const SAMPLE: Type = Type::Struct {
    shown: concat!(
        r#"struct { Metric model.Metric "json:\"metric\""; Value model.SamplePair "json:\"value\""; "#,
        r#"Histogram model.SampleHistogramPair "json:\"histogram\"" }"#
    ),
    name: "",
    fields: &[("metric", &LABELS), ("value", &Type::Raw), ("histogram", &Type::Raw)],
};

const LABELS: Type = Type::Map(&Type::Text("model.LabelValue"), "model.Metric");

/// A scalar as a float; a vector or matrix as a list of floats, which can be empty. A matrix is flattened, series by series.
///
/// A sample that is a histogram, or has no value, counts as 0. Metadata `warnings` lists Prometheus' warnings, each in
/// quotes; they are lost if the value cannot be judged.
///
/// # Errors
///
/// If the status is neither a success nor one of Prometheus' own (400, 422), or the body says or is an error. The texts of
/// bodies that no Prometheus sends are ours (`D-024`).
///
/// ```
/// use gradual::analysis::response::{Answer, prometheus};
/// use gradual::condition::Value;
///
/// let answer = Answer::ok(br#"{"status": "success", "data": {"resultType": "vector", "result": [
///     {"metric": {}, "value": [1700000000.5, "0.97"]}
/// ]}}"#);
/// let reading = prometheus::read(&answer)?;
/// assert_eq!(reading.value, Value::Floats(vec![0.97]));
/// assert_eq!(reading.judged.text, "[0.97]");
/// # Ok::<(), gradual::analysis::response::Failure>(())
/// ```
pub fn read(answer: &Answer<'_>) -> Result<Reading, Failure> {
    let is_own = matches!(answer.status, 400 | 422);
    match answer.status {
        _ if is_own => {}
        200..=299 => {}
        400..=499 => {
            return Err(Failure::new(format_args!("client_error: client error: {}", answer.status)));
        }
        500..=599 => {
            return Err(Failure::new(format_args!("server_error: server error: {}", answer.status)));
        }
        status => return Err(Failure::new(format_args!("bad_response: bad response code {status}"))),
    }
    if answer.status == 204 {
        return Err(Failure::new(missing()));
    }
    let root = scan(answer.body);
    let root =
        root.map_err(|error| Failure::new(format_args!("bad_response: {}", unread(answer.body, &error))))?;
    check(&root, &RESPONSE).map_err(|complaint| Failure::new(format_args!("bad_response: {complaint}")))?;
    let told = |name: &str| root.field(name).and_then(Node::text).unwrap_or_default();
    match told("status") {
        "error" => return Err(Failure::new(format_args!("{}: {}", told("errorType"), told("error")))),
        "success" if is_own => {
            return Err(Failure::new("bad_response: inconsistent body for response code"));
        }
        _ => {}
    }
    let data = root.field("data").ok_or_else(|| Failure::new(missing()))?;
    let reading =
        result(data).map_err(|complaint| Failure::new(unmarshaler(complaint, data.raw, data.raw.len())))?;
    let warnings = root.field("warnings").map_or(&[][..], Node::items);
    let warnings: Vec<String> =
        warnings.iter().map(|warning| format!("\"{}\"", warning.text().unwrap_or_default())).collect();
    Ok(if warnings.is_empty() { reading } else { reading.with("warnings", warnings.join(", ")) })
}

/// What a body that is no JSON is complained of. Upstream's library knows a body that begins with a letter of `null` and
/// goes on otherwise; of the others it tells where it was, and this tells what is wrong.
fn unread(body: &[u8], error: &super::scan::ScanError) -> String {
    let null = b"null";
    let same = body.iter().zip(null).take_while(|(a, b)| a == b).count();
    if 1 <= same && same < null.len() && same < body.len() {
        return report("skipThreeBytes", "expect ull", body, same.saturating_add(1));
    }
    error.to_string()
}

/// The result within the data.
#[doc(alias = "queryResult")]
fn result(data: &Node<'_>) -> Result<Reading, String> {
    let Kind::Map(members) = &data.kind else {
        return Err(format!("expected an object with `resultType` and `result`, and found {}", name(data)));
    };
    // Not the last but the first counts that complains, and each field behind it adds its name.
    if let Some(at) = members.iter().position(|(key, node)| key == "resultType" && kind(node).is_err())
        && let Some((_, node)) = members.get(at)
        && let Err(complaint) = kind(node)
    {
        let offset = data.end.saturating_sub(data.raw.len());
        let complaint = unmarshaler(complaint, data.raw, node.end.saturating_sub(offset));
        let behind = members.iter().skip(at.saturating_add(1)).filter(|(key, _)| key == "result").count();
        return Err(format!("{}Type: {complaint}", "Result: ".repeat(behind)));
    }
    let shown = data.field("resultType").and_then(Node::text).unwrap_or("<ValNone>");
    let found = data.field("result");
    match shown {
        "scalar" => {
            let node = found.ok_or_else(missing)?;
            let value = scalar(node).map_err(|complaint| unmarshaler(complaint, node.raw, node.raw.len()))?;
            Ok(Reading::new(value, plain(value)))
        }
        "vector" => floats(found, "Vector", vector),
        "matrix" => floats(found, "Matrix", matrix),
        other => Err(format!("unexpected value type {}", Quoted(other))),
    }
}

/// What upstream's library was doing, what it complains of, and where it was.
type Complaint = (&'static str, String, usize);

/// Whether a result type is one.
#[doc(alias = "ValueType")]
fn kind(node: &Node<'_>) -> Result<(), String> {
    check(node, &TEXT)?;
    match node.text() {
        Some("<ValNone>" | "scalar" | "vector" | "matrix" | "string") => Ok(()),
        other => Err(format!("unknown value type {}", Quoted(other.unwrap_or_default()))),
    }
}

fn scalar(node: &Node<'_>) -> Result<f64, String> {
    let items = match &node.kind {
        Kind::List(items) => &items[..],
        kind => {
            let found = kind_name(kind);
            return Err(format!("json: cannot unmarshal {found} into Go value of type [2]interface {{}}"));
        }
    };
    if let Some(at) = items.first() {
        time(at)?;
    }
    let text = match items.get(1) {
        None => "",
        Some(value) => {
            check(value, &TEXT)?;
            value.text().unwrap_or_default()
        }
    };
    parse_float(text).map_err(|error| format!("error parsing sample value: {error}"))
}

/// Whether a value is a time; upstream reads its digits as they are written.
#[doc(alias = "Time")]
fn time(node: &Node<'_>) -> Result<(), String> {
    if node.kind == Kind::Null {
        return Ok(());
    }
    let raw = lossy(node.raw);
    let parts: Vec<&str> = raw.split('.').collect();
    let fraction = match &parts[..] {
        [_] => "0",
        [_, fraction] => fraction.get(..3).unwrap_or(fraction),
        _ => return Err(format!("invalid time {}", Quoted(&raw))),
    };
    let whole = parts.first().copied().unwrap_or_default();
    let padded = format!("{fraction:0<3}");
    parse_int(whole).and_then(|_| parse_int(&padded)).map(|_| ())
}

/// The floats of a list of series.
fn floats(
    found: Option<&Node<'_>>,
    called: &str,
    of_series: fn(&Node<'_>, &mut Vec<f64>) -> Result<(), Complaint>,
) -> Result<Reading, String> {
    let complain = |complaint: String| format!("model.{called}: {complaint}");
    let Some(found) = found else {
        return Err(complain(report("decode slice", "expect [ or n, but found \0", b"", 0)));
    };
    let Kind::List(series) = &found.kind else {
        return Err(complain(format!("expected a list, and found {}", name(found))));
    };
    let offset = found.end.saturating_sub(found.raw.len());
    let mut values = Vec::new();
    for one in series.iter().filter(|one| one.kind != Kind::Null) {
        of_series(one, &mut values).map_err(|(operation, complaint, end)| {
            complain(report(operation, complaint, found.raw, end.saturating_sub(offset)))
        })?;
    }
    let text = list(values.iter().copied().map(plain));
    Ok(Reading::new(Value::Floats(values), text))
}

/// A sample of a vector: its value, or 0 if it has none.
#[doc(alias = "Sample")]
fn vector(sample: &Node<'_>, values: &mut Vec<f64>) -> Result<(), Complaint> {
    let value = sample_value(sample).map_err(|complaint| ("unmarshalerDecoder", complaint, sample.end))?;
    values.push(value);
    Ok(())
}

fn sample_value(sample: &Node<'_>) -> Result<f64, String> {
    let members = match &sample.kind {
        Kind::Map(members) => &members[..],
        _ => &[],
    };
    let (mut value, mut is_histogram) = (0.0, false);
    for (key, node) in members {
        if key.eq_ignore_ascii_case("value") {
            value = pair_value(node)?.unwrap_or(value);
        } else if key.eq_ignore_ascii_case("histogram") {
            histogram(node)?;
            is_histogram = true;
        }
    }
    // What decodes itself complains before what Go decodes.
    check(sample, &SAMPLE)?;
    Ok(if is_histogram { 0.0 } else { value })
}

/// The value of a time and a value, if it is there.
#[doc(alias = "SamplePair")]
fn pair_value(node: &Node<'_>) -> Result<Option<f64>, String> {
    let items = list_in(node, ".value", "[2]json.Unmarshaler")?;
    if let Some(at) = items.first() {
        time(at)?;
    }
    let Some(value) = items.get(1).filter(|value| value.kind != Kind::Null) else {
        return Ok(None);
    };
    let quoted = value.raw.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    let quoted = quoted.ok_or("sample value must be a quoted string")?;
    parse_float(&lossy(quoted)).map(Some)
}

/// Whether a value is a time and a histogram.
#[doc(alias = "SampleHistogramPair")]
fn histogram(node: &Node<'_>) -> Result<(), String> {
    match list_in(node, ".histogram", "[]interface {}")? {
        [at, histogram] => {
            time(at)?;
            match &histogram.kind {
                Kind::Map(_) => Ok(()),
                Kind::Null => Err("histogram is null".into()),
                kind => Err(misfit(kind, ".histogram", "model.SampleHistogram")),
            }
        }
        items => Err(format!("wrong number of fields: {} != 2", items.len())),
    }
}

fn list_in<'a, 'b>(node: &'b Node<'a>, field: &str, wanted: &str) -> Result<&'b [Node<'a>], String> {
    match &node.kind {
        Kind::List(items) => Ok(items),
        Kind::Null => Ok(&[]),
        kind => Err(misfit(kind, field, wanted)),
    }
}

fn misfit(kind: &Kind<'_>, field: &str, wanted: &str) -> String {
    format!("json: cannot unmarshal {} into Go struct field {field} of type {wanted}", kind_name(kind))
}

/// The values of a series of a matrix; its histograms have none.
#[doc(alias = "SampleStream")]
fn matrix(stream: &Node<'_>, values: &mut Vec<f64>) -> Result<(), Complaint> {
    const STREAM: &str = "unmarshal model.SampleStream";
    let Kind::Map(members) = &stream.kind else {
        return Err((STREAM, format!("expected a series, and found {}", name(stream)), stream.end));
    };
    for (key, node) in members {
        match key.as_str() {
            "metric" => check(node, &LABELS).map_err(|complaint| (STREAM, complaint, node.end))?,
            "values" => {
                let pairs = list_in(node, ".values", "[]model.SamplePair");
                for pair in pairs.map_err(|complaint| (STREAM, complaint, node.end))? {
                    values.push(stream_value(pair)?);
                }
            }
            "histograms" => {}
            other => return Err((STREAM, format!("unexpected key:{other}"), node.end)),
        }
    }
    Ok(())
}

fn stream_value(pair: &Node<'_>) -> Result<f64, Complaint> {
    const PAIR: &str = "unmarshal model.SamplePair";
    let [at, value] = pair.items() else {
        return Err((PAIR, "SamplePair must be [timestamp, value]".into(), pair.end));
    };
    match &at.kind {
        Kind::Number(_) => time(at).map_err(|complaint| (PAIR, complaint, at.end))?,
        kind => {
            let complaint = format!("expected a time, and found {}", kind_name(kind));
            return Err((PAIR, complaint, at.end));
        }
    }
    let text = match &value.kind {
        Kind::Text(text) => text,
        Kind::Null => "",
        kind => {
            let complaint = format!("expected a value in quotes, and found {}", kind_name(kind));
            return Err((PAIR, complaint, value.end));
        }
    };
    parse_float(text).map_err(|error| (PAIR, error, value.end))
}

/// What a value is, for an error of ours.
fn name(node: &Node<'_>) -> &'static str {
    kind_name(&node.kind)
}
