//! Keys: which are the same, and how they read in JSON.

use super::scalar::Scalar;
use alloc::{
    borrow::Cow,
    format,
    string::{String, ToString},
    vec::Vec,
};

/// A key as Go compares the keys of a map: by type, then by value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Null,
    Bool(bool),
    Int(i64),
    Large(u64),
    /// The bits of a float; both zeros are one.
    Float(u64),
    Text(Vec<u8>),
}

impl Key {
    /// The key that a scalar is.
    pub(super) fn of(scalar: &Scalar) -> Self {
        match scalar {
            Scalar::Null => Self::Null,
            Scalar::Bool(bool) => Self::Bool(*bool),
            Scalar::Int(int) => Self::Int(*int),
            Scalar::Large(large) => Self::Large(*large),
            Scalar::Float(float) if *float == 0.0 => Self::Float(0),
            Scalar::Float(float) => Self::Float(float.to_bits()),
            Scalar::Text(text) => Self::Text(text.clone()),
        }
    }

    /// How long its text is, if it is one.
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Text(text) => u64::try_from(text.len()).unwrap_or(u64::MAX),
            _ => 0,
        }
    }
}

/// How a key reads in JSON; nothing where upstream refuses it.
pub(super) fn name(scalar: &Scalar) -> Option<Cow<'_, [u8]>> {
    let name = match scalar {
        Scalar::Null | Scalar::Large(_) => return None,
        Scalar::Bool(bool) => bool.to_string(),
        Scalar::Int(int) => int.to_string(),
        Scalar::Float(float) => float_name(*float),
        Scalar::Text(text) => return Some(Cow::Borrowed(text)),
    };
    Some(Cow::Owned(name.into_bytes()))
}

/// Go's `%g` of the number in 32 bits, which is all that upstream keeps of it.
fn float_name(float: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "upstream writes the key in 32 bits")]
    let float = float as f32;
    if float.is_nan() {
        return ".nan".into();
    }
    if float.is_infinite() {
        return if float < 0.0 { "-.inf" } else { ".inf" }.into();
    }
    let text = format!("{float:e}");
    let Some((digits, exponent)) = text.split_once('e') else {
        return text;
    };
    let Ok(exponent) = exponent.parse::<i32>() else {
        return text;
    };
    if (-4..6).contains(&exponent) {
        return float.to_string();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::float_name;

    #[test]
    fn float_names() {
        for (float, name) in [
            (0.1, "0.1"),
            (-0.0, "-0"),
            (100_000.0, "100000"),
            (1_234_567.0, "1.234567e+06"),
            (100_000_000.5, "1e+08"),
            (123_456_789_012.0, "1.2345679e+11"),
            (0.0001, "0.0001"),
            (0.000_01, "1e-05"),
            (1.5e300, ".inf"),
            (-1e300, "-.inf"),
            (f64::NAN, ".nan"),
        ] {
            assert_eq!(float_name(float), name);
        }
    }
}
