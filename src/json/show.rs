//! Values as Go's `%v` shows them, in errors and in the texts of measurements.

use super::as_float;
use alloc::{format, string::String};
use core::fmt::{self, Write as _};
use serde_json::Value;

/// A decoded JSON value as Go's `%v` shows it.
pub(crate) struct Shown<'a>(pub(crate) &'a Value);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(self.0, f)
    }
}

fn show(value: &Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Value::Null => f.write_str("<nil>"),
        Value::Bool(yes) => write!(f, "{yes}"),
        Value::Number(number) => f.write_str(&general_text(as_float(number))),
        Value::String(text) => f.write_str(text),
        Value::Array(items) => {
            f.write_char('[')?;
            for (at, item) in items.iter().enumerate() {
                f.write_str(if at == 0 { "" } else { " " })?;
                show(item, f)?;
            }
            f.write_char(']')
        }
        Value::Object(members) => {
            f.write_str("map[")?;
            for (at, (name, member)) in members.iter().enumerate() {
                write!(f, "{}{name}:", if at == 0 { "" } else { " " })?;
                show(member, f)?;
            }
            f.write_char(']')
        }
    }
}

/// A float as Go's `%v` prints it: with an exponent of two digits at least, below `1e-4` and from `1e6` on.
///
/// Not the form of JSON, but made of the same digits.
pub(crate) fn general_text(float: f64) -> String {
    if float.is_nan() {
        return String::from("NaN");
    }
    if float.is_infinite() {
        return String::from(if float < 0.0 { "-Inf" } else { "+Inf" });
    }
    let size = float.abs();
    if size == 0.0 || (1e-4..1e6).contains(&size) {
        return format!("{float}");
    }
    let text = format!("{float:e}");
    let Some((digits, exponent)) = text.split_once('e') else {
        return text;
    };
    let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |exponent| ('-', exponent));
    format!("{digits}e{sign}{exponent:0>2}")
}

#[cfg(test)]
mod tests {
    use super::{Shown, general_text};
    use alloc::string::ToString;
    use serde_json::json;

    #[test]
    fn lists_and_maps() {
        let value = json!({"b": [1, null, "x y"], "a": {"c": true}});
        assert_eq!(Shown(&value).to_string(), "map[a:map[c:true] b:[1 <nil> x y]]");
    }

    #[test]
    fn general_floats() {
        for (float, text) in [
            (0.0, "0"),
            (-0.0, "-0"),
            (123_456.0, "123456"),
            (999_999.5, "999999.5"),
            (1e6, "1e+06"),
            (1_234_567.5, "1.2345675e+06"),
            (1e-4, "0.0001"),
            (9e-5, "9e-05"),
            (5e-324, "5e-324"),
            (-1e22, "-1e+22"),
            (f64::NEG_INFINITY, "-Inf"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(general_text(float), text);
        }
    }
}
