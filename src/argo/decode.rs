//! Reads JSON by the table of fields, as upstream's decoder does, and finds everything that is wrong with it.

use super::{
    schema::{self, Field, Kind},
    spelling,
};
use crate::{
    diagnostic::{Diagnostic, Path, PathStep},
    time::Timestamp,
};
use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde_json::{Map, Number, Value};

const WRONG_TYPE: &str = "decode/wrong-type";
const UNKNOWN_FIELD: &str = "decode/unknown-field";
const FIELD_CASE: &str = "decode/field-case";
const NOT_TEXT: &str = "decode/not-text";

/// The value as upstream's types hold it, and what is wrong with it.
///
/// Keys have their own case, null is absent, a number that upstream reads as text is text, and a part of a wrong
/// type is missing. Fields not known are still there.
pub(super) fn decode(kind: &Kind, value: &Value) -> (Value, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let plain = read(kind, value, Trail::Root(kind), &mut found).unwrap_or_else(|| zero(kind));
    (plain, found)
}

/// What to say if the table of fields and the types disagree, which a test keeps from happening.
pub(super) fn disagreement(error: &serde_json::Error) -> Diagnostic {
    Diagnostic::error(WRONG_TYPE, Path::root(), format!("cannot be read: {error}"))
}

/// The way to a place, for the diagnostics that need it.
#[derive(Clone, Copy)]
enum Trail<'a> {
    Root(&'a Kind),
    Field(&'a Trail<'a>, &'a str),
    Index(&'a Trail<'a>, usize),
}

impl Trail<'_> {
    fn path(&self) -> Path {
        match self {
            Self::Root(_) => Path::root(),
            Self::Field(parent, name) => parent.path().field(*name),
            Self::Index(parent, index) => parent.path().index(*index),
        }
    }

    /// The whole object.
    fn object(&self) -> &Kind {
        match self {
            Self::Root(kind) => kind,
            Self::Field(parent, _) | Self::Index(parent, _) => parent.object(),
        }
    }
}

fn read(kind: &Kind, value: &Value, at: Trail<'_>, found: &mut Vec<Diagnostic>) -> Option<Value> {
    match (kind, value) {
        (Kind::Any, value) => Some(value.clone()),
        (_, Value::Null) => None,
        (Kind::Text | Kind::IntOrText, Value::String(_))
        | (Kind::Bool, Value::Bool(_))
        | (Kind::Opaque | Kind::Status, Value::Object(_)) => Some(value.clone()),
        (Kind::Text, Value::Number(number)) => Some(text_for(go_text(number), at, found)),
        (Kind::Text, Value::Bool(is)) => Some(text_for(is.to_string(), at, found)),
        (Kind::Int32 | Kind::IntOrText, Value::Number(number)) => {
            let fitting = whole(number).and_then(|number| i32::try_from(number).ok());
            fitting.map(Value::from).or_else(|| wrong_type(kind, value, at, found))
        }
        (Kind::Int64, Value::Number(number)) => {
            whole(number).map(Value::from).or_else(|| wrong_type(kind, value, at, found))
        }
        (Kind::Time, Value::String(text)) if Timestamp::parse(text).is_ok() => Some(value.clone()),
        (Kind::Object(fields), Value::Object(members)) => Some(read_object(fields, members, at, found)),
        (Kind::List(element), Value::Array(items)) => Some(read_list(element, items, at, found)),
        // Kept, so that what steers by it holds.
        (Kind::Status, _) => {
            wrong_type(kind, value, at, found);
            Some(value.clone())
        }
        (Kind::Map(element), Value::Object(members)) => Some(read_map(element, members, at, found)),
        _ => wrong_type(kind, value, at, found),
    }
}

fn read_object(
    fields: &[Field],
    members: &Map<String, Value>,
    at: Trail<'_>,
    found: &mut Vec<Diagnostic>,
) -> Value {
    let mut plain = Map::new();
    for (key, value) in members {
        let here = Trail::Field(&at, key);
        let Some(field) = schema::find(fields, key) else {
            found.push(unknown_field(fields, key, here));
            plain.insert(key.clone(), value.clone());
            continue;
        };
        if field.name != key {
            found.push(field_case(field, key, here));
        }
        // Of two spellings the last one counts, as in upstream's sorted objects.
        if let Some(value) = read(&field.kind, value, here, found) {
            plain.insert(field.name.to_owned(), value);
        }
    }
    Value::Object(plain)
}

fn read_list(element: &Kind, items: &[Value], at: Trail<'_>, found: &mut Vec<Diagnostic>) -> Value {
    let read_one =
        |(index, item)| read(element, item, Trail::Index(&at, index), found).unwrap_or_else(|| zero(element));
    items.iter().enumerate().map(read_one).collect()
}

fn read_map(
    element: &Kind,
    members: &Map<String, Value>,
    at: Trail<'_>,
    found: &mut Vec<Diagnostic>,
) -> Value {
    let read_one = |(key, item): (&String, _)| {
        let value = read(element, item, Trail::Field(&at, key), found).unwrap_or_else(|| zero(element));
        (key.clone(), value)
    };
    members.iter().map(read_one).collect()
}

/// What upstream has in a list or a map where there is null.
fn zero(kind: &Kind) -> Value {
    match kind {
        Kind::Text => Value::from(""),
        Kind::Bool => Value::from(false),
        Kind::Int32 | Kind::Int64 | Kind::IntOrText => Value::from(0),
        Kind::Object(_) | Kind::Map(_) | Kind::Opaque | Kind::Status => Value::Object(Map::new()),
        Kind::List(_) => Value::Array(Vec::new()),
        Kind::Time | Kind::Any => Value::Null,
    }
}

/// The number if it is whole, `2.0` included: upstream's reader of YAML passes that on as `2`.
fn whole(number: &Number) -> Option<i64> {
    number.as_i64().or_else(|| number.to_string().strip_suffix(".0")?.parse().ok())
}

/// A number as upstream turns it into text: Go's `FormatFloat(x, 'g', -1, 64)`.
fn go_text(number: &Number) -> String {
    let Some(float) = number.as_f64().filter(|_| number.is_f64()) else {
        return number.to_string();
    };
    let text = format!("{float:e}");
    let Some((digits, exponent)) = text.split_once('e') else {
        return text;
    };
    let power: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&power) {
        return format!("{float}");
    }
    format!("{digits}e{}{:02}", if power < 0 { '-' } else { '+' }, power.unsigned_abs())
}

fn text_for(text: String, at: Trail<'_>, found: &mut Vec<Diagnostic>) -> Value {
    let message = format!("`{text}` is read as text, but is not written as text");
    let help = format!("write `\"{text}\"`: a cluster refuses it without the quotes");
    found.push(Diagnostic::warning(NOT_TEXT, at.path(), message).help(help));
    Value::String(text)
}

fn field_case(field: &Field, key: &str, at: Trail<'_>) -> Diagnostic {
    let message = format!("`{key}` is read as `{}`", field.name);
    let help = format!("write `{}`: a cluster refuses the other spelling, or drops the field", field.name);
    Diagnostic::warning(FIELD_CASE, at.path(), message).help(help)
}

fn unknown_field(fields: &[Field], key: &str, at: Trail<'_>) -> Diagnostic {
    const FATE: &str = "a cluster refuses a field that it does not know, or drops it without a word";
    let names = || fields.iter().map(|field| field.name);
    let help = match spelling::nearest(key, names()) {
        Some(name) => format!("did you mean `{name}`? {FATE}"),
        None => match belongs(key, &at) {
            Some(place) => format!("`{key}` belongs in `{place}`; {FATE}"),
            None if fields.is_empty() => format!("nothing belongs here; {FATE}"),
            None => format!("what belongs here: {}; {FATE}", spelling::list(names())),
        },
    };
    let upstream = format!("json: unknown field {}", Value::from(key));
    Diagnostic::error(UNKNOWN_FIELD, at.path(), format!("unknown field `{key}`"))
        .help(help)
        .upstream(upstream)
}

/// The object that has a field of this name, if it is not this one.
fn belongs(key: &str, at: &Trail<'_>) -> Option<String> {
    let path = at.path();
    let here = path.steps().iter().filter_map(|step| match step {
        PathStep::Field(name) => Some(name.as_str()),
        PathStep::Index(_) => None,
    });
    let here: Vec<&str> = here.collect();
    let place = schema::elsewhere(at.object(), key, &here)?;
    let (_, object) = place.split_last()?;
    (!object.is_empty()).then(|| object.join("."))
}

/// Notes a value of a wrong type, which is left out.
fn wrong_type(kind: &Kind, value: &Value, at: Trail<'_>, found: &mut Vec<Diagnostic>) -> Option<Value> {
    let message = format!("{}, where {} belongs", described(value), expected(kind));
    let finding = Diagnostic::error(WRONG_TYPE, at.path(), message);
    found.push(match remedy(kind, value) {
        Some(remedy) => finding.help(remedy),
        None => finding,
    });
    None
}

fn expected(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Bool => "`true` or `false`",
        Kind::Int32 => "a whole number of 32 bits",
        Kind::Int64 => "a whole number of 64 bits",
        Kind::IntOrText => "a whole number of 32 bits, or text,",
        Kind::Time => "an instant such as `2026-03-01T10:00:00Z`",
        Kind::Any => "anything",
        Kind::Opaque | Kind::Status | Kind::Object(_) => "an object",
        Kind::Map(_) => "an object from names to values",
        Kind::List(_) => "a list",
    }
}

fn described(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(is) => format!("`{is}`"),
        Value::Number(number) => format!("`{number}`"),
        Value::String(text) => format!("the text `{}`", spelling::shortened(text)),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

fn remedy(kind: &Kind, value: &Value) -> Option<String> {
    let text = value.as_str();
    match kind {
        Kind::Int32 | Kind::Int64 if text.is_some_and(|text| text.parse::<i64>().is_ok()) => {
            Some("leave out the quotes".to_owned())
        }
        Kind::Bool if matches!(text, Some("true" | "false")) => Some("leave out the quotes".to_owned()),
        Kind::List(_) if value.is_object() => Some("begin each element with `-`".to_owned()),
        Kind::Object(fields) if value.is_array() => {
            let names = spelling::list(fields.iter().map(|field| field.name));
            Some(format!("write its fields without `-` before them: {names}"))
        }
        _ => None,
    }
}
