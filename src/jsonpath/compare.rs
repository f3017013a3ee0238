//! How the two sides of a filter compare, by the rules of Go's templates.

use super::{error::FindError, found::Found, part::Operator};
use crate::json::as_float;
use core::cmp::Ordering;
use serde_json::Value;

/// Whether a comparison holds. Only values of one kind compare; bytes and integers are one.
#[doc(alias = "basicKind")]
pub(super) fn holds(operator: &Operator, left: Found<'_>, right: Found<'_>) -> Result<bool, FindError> {
    match operator {
        Operator::Equal => is_equal(left, right),
        Operator::NotEqual => is_equal(left, right).map(|equal| !equal),
        Operator::Less => is_less(left, right),
        Operator::GreaterOrEqual => is_less(left, right).map(|less| !less),
        Operator::LessOrEqual => Ok(is_less(left, right)? || is_equal(left, right)?),
        Operator::Greater => Ok(!(is_less(left, right)? || is_equal(left, right)?)),
        Operator::Unknown(sign) => Err(FindError::Operator(sign.clone())),
    }
}

fn is_equal(left: Found<'_>, right: Found<'_>) -> Result<bool, FindError> {
    Ok(match (Basic::of(left)?, Basic::of(right)?) {
        (Basic::Bool(left), Basic::Bool(right)) => left == right,
        (left, right) => left.order(right)? == Some(Ordering::Equal),
    })
}

fn is_less(left: Found<'_>, right: Found<'_>) -> Result<bool, FindError> {
    match (Basic::of(left)?, Basic::of(right)?) {
        (Basic::Bool(_), Basic::Bool(_)) => Err(FindError::Incomparable),
        (left, right) => Ok(left.order(right)? == Some(Ordering::Less)),
    }
}

/// A value that compares.
enum Basic<'a> {
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(&'a str),
}

impl<'a> Basic<'a> {
    fn of(found: Found<'a>) -> Result<Self, FindError> {
        Ok(match found {
            Found::Json(Value::Bool(yes)) => Self::Bool(*yes),
            Found::Json(Value::Number(number)) => Self::Float(as_float(number)),
            Found::Json(Value::String(text)) => Self::Text(text),
            Found::Json(Value::Null | Value::Array(_) | Value::Object(_)) | Found::Nothing => {
                return Err(FindError::Incomparable);
            }
            Found::Text(text) => Self::Text(text),
            Found::Int(int) => Self::Int(int),
            Found::Float(float) => Self::Float(float),
            Found::Bool(yes) => Self::Bool(yes),
            Found::Byte(byte) => Self::Int(byte.into()),
        })
    }

    /// How two of a kind compare, booleans apart.
    fn order(&self, other: Self) -> Result<Option<Ordering>, FindError> {
        match (self, other) {
            (Self::Int(left), Self::Int(right)) => Ok(Some(left.cmp(&right))),
            (Self::Float(left), Self::Float(right)) => Ok(left.partial_cmp(&right)),
            (Self::Text(left), Self::Text(right)) => Ok(Some((*left).cmp(right))),
            (Self::Bool(_) | Self::Int(_) | Self::Float(_) | Self::Text(_), _) => {
                Err(FindError::Incompatible)
            }
        }
    }
}
