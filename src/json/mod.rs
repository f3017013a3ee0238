//! JSON text exactly as Go writes it: what upstream stores, compares and hashes.
//!
//! Go's `encoding/json` differs from `serde_json` in three things: it escapes `<`, `>`, `&` and the two Unicode
//! line separators inside strings; it writes a float that is a whole number without a fraction; and it writes
//! an exponent only below `1e-6` and from `1e21` on, with its sign.

mod show;

pub(crate) use show::{Shown, general_text};

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt::Write;
use serde_json::{Number, Value};

/// The text that Go's `json.Marshal` writes for a value.
///
/// Keys are sorted by their bytes, as Go sorts the keys of a map.
///
/// ```
/// let value = serde_json::json!({"b": 1e21, "a": ["<&>", 2.0]});
/// assert_eq!(gradual::json::to_text(&value), r#"{"a":["\u003c\u0026\u003e",2],"b":1e+21}"#);
/// ```
#[doc(alias = "Marshal")]
pub fn to_text(value: &Value) -> String {
    let mut text = String::new();
    write_value(value, &mut text);
    text
}

/// Compact JSON text as `serde_json` writes it, with the characters escaped that Go escapes.
///
/// For typed structs, whose fields keep the order of their declaration. Numbers stay as they are written: use it
/// where there are no floats.
///
/// ```
/// assert_eq!(gradual::json::escape(r#"{"image":"a<b"}"#), r#"{"image":"a\u003cb"}"#);
/// ```
pub fn escape(json_text: &str) -> String {
    let mut text = String::with_capacity(json_text.len());
    for c in json_text.chars() {
        // Outside strings none of these can occur.
        if is_escaped_by_go_only(c) {
            push_code(c, &mut text);
        } else {
            text.push(c);
        }
    }
    text
}

/// The value as Go decodes it: every number is a float.
pub(crate) fn as_decoded(value: &Value) -> Value {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => value.clone(),
        Value::Number(number) => as_float(number).into(),
        Value::Array(items) => items.iter().map(as_decoded).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, member)| (name.clone(), as_decoded(member))).collect()
        }
    }
}

/// Without `arbitrary_precision` every JSON number has a float.
pub(crate) fn as_float(number: &Number) -> f64 {
    number.as_f64().unwrap_or(f64::NAN)
}

fn write_value(value: &Value, text: &mut String) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(number) => text.push_str(&number_text(number)),
        Value::String(string) => write_string(string, text),
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                text.push(if at == 0 { '[' } else { ',' });
                write_value(item, text);
            }
            text.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        Value::Object(fields) => {
            // A map keeps the order of insertion where some crate of the build has asked for that.
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| *name);
            for (at, (name, field)) in fields.iter().enumerate() {
                text.push(if at == 0 { '{' } else { ',' });
                write_string(name, text);
                text.push(':');
                write_value(field, text);
            }
            text.push_str(if fields.is_empty() { "{}" } else { "}" });
        }
    }
}

fn write_string(string: &str, text: &mut String) {
    text.push('"');
    write_escaped(string, text);
    text.push('"');
}

/// What stands between the quotes.
pub(crate) fn write_escaped(string: &str, text: &mut String) {
    for c in string.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c if c < ' ' || is_escaped_by_go_only(c) => push_code(c, text),
            c => text.push(c),
        }
    }
}

fn is_escaped_by_go_only(c: char) -> bool {
    matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}')
}

fn push_code(c: char, text: &mut String) {
    // Writing to a string cannot fail.
    let _ = write!(text, "\\u{:04x}", u32::from(c));
}

fn number_text(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => float_text(float),
        _ => number.to_string(),
    }
}

/// Both languages print the shortest digits that read back as the same float; only the form differs.
pub(crate) fn float_text(float: f64) -> String {
    let size = float.abs();
    if size == 0.0 || (1e-6..1e21).contains(&size) {
        return format!("{float}");
    }
    let text = format!("{float:e}");
    match text.split_once('e') {
        Some((digits, exponent)) if !exponent.starts_with('-') => format!("{digits}e+{exponent}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{escape, to_text};
    use serde_json::{Value, json};

    fn check(value: &Value, text: &str) {
        assert_eq!(to_text(value), text);
    }

    #[test]
    fn numbers() {
        check(&json!(0), "0");
        check(&json!(u64::MAX), "18446744073709551615");
        check(&json!(i64::MIN), "-9223372036854775808");
        check(&json!(0.0), "0");
        check(&json!(-0.0), "-0");
        check(&json!(2.0), "2");
        check(&json!(0.1), "0.1");
        check(&json!(1e-6), "0.000001");
        check(&json!(9.9e-7), "9.9e-7");
        check(&json!(1e-10), "1e-10");
        check(&json!(1e20), "100000000000000000000");
        check(&json!(-1e21), "-1e+21");
        check(&json!(1.5e300), "1.5e+300");
    }

    #[test]
    fn strings() {
        check(&json!("\"\\\u{8}\u{c}\n\r\t"), r#""\"\\\b\f\n\r\t""#);
        check(&json!("\0\u{1b}\u{1f}\u{7f}"), "\"\\u0000\\u001b\\u001f\u{7f}\"");
        check(&json!("<>&\u{2028}\u{2029}é😀"), "\"\\u003c\\u003e\\u0026\\u2028\\u2029é😀\"");
    }

    #[test]
    fn shapes() {
        check(&json!([]), "[]");
        check(&json!({}), "{}");
        check(&json!([null, true, false, [1]]), "[null,true,false,[1]]");
        check(&json!({"b": 1, "a": {"<": []}}), r#"{"a":{"\u003c":[]},"b":1}"#);
    }

    #[test]
    fn escaping_keeps_the_order() {
        assert_eq!(escape("{\"b\":\"&\u{2029}\",\"a\":1}"), "{\"b\":\"\\u0026\\u2029\",\"a\":1}");
    }
}
