//! Any URL: a value in a JSON body, or the body itself.

use super::{
    Answer, Failure, Reading,
    decode::{Type, check},
    lossy,
    scan::{ScanError, scan},
};
use crate::{
    condition::{Integer, IntegerType, Text, Value},
    json,
    jsonpath::{Found, Template},
};

/// The template of a metric that has none: the whole body.
pub const WHOLE: &str = "{$}";

/// The first value that the template finds in the body.
///
/// A body that is no JSON is a text as it is, and the template is not looked at: that is so for an empty body, for two
/// values, and for a number too large to be a float. A status outside of 200 to 299 is a failure.
///
/// # Errors
///
/// If the status is no success, the template finds nothing or fails, or `null` is the whole body and the template asks
/// something of it (`D-020`).
///
/// ```
/// use gradual::analysis::response::{Answer, web};
/// use gradual::condition::Value;
/// use gradual::jsonpath::Template;
///
/// let answer = Answer::ok(br#"{"data": {"successRate": 0.97}}"#);
/// let reading = web::read(&answer, &Template::parse("{$.data.successRate}")?)?;
/// assert_eq!(reading.value, Value::Float(0.97));
/// assert_eq!(reading.judged.text, "0.97");
///
/// let failure = web::read(&answer, &Template::parse("{$.nope}")?).unwrap_err();
/// assert_eq!(failure.message, "Could not find JSONPath in body: nope is not found");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "parseResponse")]
pub fn read(answer: &Answer<'_>, template: &Template) -> Result<Reading, Failure> {
    if !(200..300).contains(&answer.status) {
        return Err(Failure::new(format_args!("received non 2xx response code: {}", answer.status)));
    }
    let node = match scan(answer.body) {
        Ok(node) if check(&node, &Type::Any).is_ok() => node,
        Err(error @ ScanError::TooDeep) => return Err(Failure::new(error)),
        Ok(_) | Err(ScanError::Character(..) | ScanError::End | ScanError::EndWithin(_)) => {
            return Ok(Reading::new(Value::Text(Text::from(answer.body)), lossy(answer.body)));
        }
    };
    let document = node.to_json();
    let found = template.first(&document);
    let found = found
        .map_err(|error| Failure::new(format_args!("Could not find JSONPath in body: {error}")))?
        .ok_or_else(|| Failure::new("result of web metric produced no value"))?;
    Ok(Reading::new(judged(found), json::to_text(&found.to_json())))
}

fn judged(found: Found<'_>) -> Value {
    match found {
        Found::Json(value) => value.clone().into(),
        Found::Text(text) => text.into(),
        Found::Int(int) => Value::Integer(int.into()),
        Found::Float(float) => float.into(),
        Found::Bool(yes) => yes.into(),
        Found::Byte(byte) => Value::Integer(Integer::new(IntegerType::Uint8, byte.into())),
        Found::Nothing => Value::Nil,
    }
}
