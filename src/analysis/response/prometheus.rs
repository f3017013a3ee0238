//! Prometheus' HTTP API.

use super::{
    Answer, Failure, Reading,
    decode::{Type, check},
    jsoniter::{missing, report, unmarshaler},
    number::{list, parse_float, plain},
    scan::{Kind, Node, scan},
};
use crate::{condition::Value, quantity::Quoted};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

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

/// Whether a result type is one.
#[doc(alias = "ValueType")]
fn kind(node: &Node<'_>) -> Result<(), String> {
    check(node, &Type::Text)?;
    match node.text() {
        Some("<ValNone>" | "scalar" | "vector" | "matrix" | "string") => Ok(()),
        other => Err(format!("unknown value type {}", Quoted(other.unwrap_or_default()))),
    }
}

fn scalar(node: &Node<'_>) -> Result<f64, String> {
    let Kind::List(items) = &node.kind else {
        return Err(format!("expected a list of a time and a value, and found {}", name(node)));
    };
    let text = match items.get(1) {
        None => "",
        Some(value) => {
            check(value, &Type::Text)?;
            value.text().unwrap_or_default()
        }
    };
    parse_float(text).map_err(|error| format!("error parsing sample value: {error}"))
}

/// The floats of a list of series.
fn floats(
    found: Option<&Node<'_>>,
    called: &str,
    of_series: fn(&Node<'_>, &mut Vec<f64>) -> Result<(), (&'static str, String, usize)>,
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
fn vector(sample: &Node<'_>, values: &mut Vec<f64>) -> Result<(), (&'static str, String, usize)> {
    let value = sample_value(sample).map_err(|complaint| ("unmarshalerDecoder", complaint, sample.end))?;
    values.push(value);
    Ok(())
}

fn sample_value(sample: &Node<'_>) -> Result<f64, String> {
    let Kind::Map(members) = &sample.kind else {
        return Err(format!("expected a sample, and found {}", name(sample)));
    };
    let (mut value, mut is_histogram) = (0.0, false);
    for (key, node) in members {
        if key.eq_ignore_ascii_case("value") {
            let [_, number, ..] = node.items() else {
                continue;
            };
            let quoted = number.raw.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
            let quoted = quoted.ok_or("sample value must be a quoted string")?;
            value = parse_float(&super::lossy(quoted)).map_err(|error| error.to_string())?;
        } else if key.eq_ignore_ascii_case("histogram") {
            match node.items() {
                [_, histogram] if histogram.kind == Kind::Null => return Err("histogram is null".into()),
                [_, _] => is_histogram = true,
                items => return Err(format!("wrong number of fields: {} != 2", items.len())),
            }
        }
    }
    Ok(if is_histogram { 0.0 } else { value })
}

/// The values of a series of a matrix; its histograms have none.
#[doc(alias = "SampleStream")]
fn matrix(stream: &Node<'_>, values: &mut Vec<f64>) -> Result<(), (&'static str, String, usize)> {
    const PAIR: &str = "unmarshal model.SamplePair";
    let pairs = stream.field("values").map_or(&[][..], Node::items);
    for pair in pairs {
        let [_, value] = pair.items() else {
            return Err((PAIR, "SamplePair must be [timestamp, value]".into(), pair.end));
        };
        let text = match &value.kind {
            Kind::Text(text) => text,
            Kind::Null => "",
            kind => {
                let complaint = format!("expects \" or n, but found {}", super::decode::kind_name(kind));
                return Err(("ReadString", complaint, value.end));
            }
        };
        values.push(parse_float(text).map_err(|error| (PAIR, error.to_string(), value.end))?);
    }
    Ok(())
}

/// What a value is, for an error of ours.
fn name(node: &Node<'_>) -> &'static str {
    super::decode::kind_name(&node.kind)
}
