//! `+ - * / % **` and the conversions under them.

use super::failure::Failure;
use crate::condition::{
    convert,
    integer::{Integer, IntegerType},
    val::Val,
};
use crate::time::Span;
use alloc::{format, rc::Rc};

/// A number: integers compute in 64 bits, floats as floats.
#[derive(Clone, Copy)]
pub(super) enum Number {
    Integer(Integer),
    Float(f64),
}

impl Number {
    /// Months and days of the week are no numbers.
    pub(super) fn of(value: &Val<'_>) -> Option<Self> {
        match value {
            Val::Float(float) => Some(Self::Float(*float)),
            Val::Integer(integer) if is_plain(*integer) => Some(Self::Integer(*integer)),
            _ => None,
        }
    }

    pub(super) fn float(self) -> f64 {
        match self {
            Self::Float(float) => float,
            Self::Integer(integer) => float(integer),
        }
    }
}

fn is_plain(integer: Integer) -> bool {
    !matches!(integer.kind(), IntegerType::Month | IntegerType::Weekday)
}

fn float(integer: Integer) -> f64 {
    match integer.kind() {
        IntegerType::Uint64 => convert::float_unsigned(integer.bits().cast_unsigned()),
        _ => convert::float(integer.bits()),
    }
}

fn mismatch<T>(a: &Val<'_>, operator: &str, b: &Val<'_>) -> Result<T, Failure> {
    Err(format!("invalid operation: {} {operator} {}", a.type_name(), b.type_name()).into())
}

pub(super) fn add<'v>(a: &Val<'v>, b: &Val<'v>) -> Result<Val<'v>, Failure> {
    if let Some(sum) = numbers(a, b, i64::wrapping_add, convert::sum) {
        return Ok(sum);
    }
    Ok(match (a, b) {
        (Val::Text(a), Val::Text(b)) => Val::made_text([&**a, &**b].concat()),
        (Val::Moment(moment), Val::Span(span)) | (Val::Span(span), Val::Moment(moment)) => {
            Val::Moment(Rc::new(moment.plus(*span)))
        }
        (Val::Span(a), Val::Span(b)) => wrapped(a.as_nanoseconds().wrapping_add(b.as_nanoseconds())),
        _ => return mismatch(a, "+", b),
    })
}

pub(super) fn subtract<'v>(a: &Val<'v>, b: &Val<'v>) -> Result<Val<'v>, Failure> {
    if let Some(difference) = numbers(a, b, i64::wrapping_sub, convert::difference) {
        return Ok(difference);
    }
    Ok(match (a, b) {
        (Val::Moment(a), Val::Moment(b)) => Val::Span(a.since(b)),
        (Val::Moment(moment), Val::Span(span)) => {
            Val::Moment(Rc::new(moment.plus(Span::nanoseconds(span.as_nanoseconds().wrapping_neg()))))
        }
        (Val::Span(a), Val::Span(b)) => wrapped(a.as_nanoseconds().wrapping_sub(b.as_nanoseconds())),
        _ => return mismatch(a, "-", b),
    })
}

pub(super) fn multiply<'v>(a: &Val<'v>, b: &Val<'v>) -> Result<Val<'v>, Failure> {
    if let Some(product) = numbers(a, b, i64::wrapping_mul, convert::product) {
        return Ok(product);
    }
    Ok(match (scale(a), scale(b)) {
        // With a float a span becomes its number of nanoseconds.
        (Some(Number::Float(_)), Some(_)) | (Some(_), Some(Number::Float(_))) => {
            let (a, b) = (scale(a).map_or(0.0, Number::float), scale(b).map_or(0.0, Number::float));
            Val::Float(convert::product(a, b))
        }
        (Some(Number::Integer(a)), Some(Number::Integer(b))) => wrapped(a.bits().wrapping_mul(b.bits())),
        _ => return mismatch(a, "*", b),
    })
}

/// A number, or a span as one.
fn scale(value: &Val<'_>) -> Option<Number> {
    match value {
        Val::Span(span) => Some(Number::Integer(span.as_nanoseconds().into())),
        value => Number::of(value),
    }
}

fn wrapped<'v>(nanos: i64) -> Val<'v> {
    Val::Span(Span::nanoseconds(nanos))
}

fn numbers<'v>(
    a: &Val<'v>,
    b: &Val<'v>,
    integers: fn(i64, i64) -> i64,
    floats: fn(f64, f64) -> f64,
) -> Option<Val<'v>> {
    Some(match (Number::of(a)?, Number::of(b)?) {
        (Number::Integer(a), Number::Integer(b)) => Val::int(integers(a.bits(), b.bits())),
        (a, b) => Val::Float(floats(a.float(), b.float())),
    })
}

/// Always a float.
pub(super) fn divide<'v>(a: &Val<'v>, b: &Val<'v>) -> Result<Val<'v>, Failure> {
    match (Number::of(a), Number::of(b)) {
        (Some(a), Some(b)) => Ok(Val::Float(convert::quotient(a.float(), b.float()))),
        _ => mismatch(a, "/", b),
    }
}

pub(super) fn modulo<'v>(a: &Val<'v>, b: &Val<'v>) -> Result<Val<'v>, Failure> {
    match (Number::of(a), Number::of(b)) {
        (Some(Number::Integer(_)), Some(Number::Integer(b))) if b.bits() == 0 => {
            Err("runtime error: integer divide by zero".into())
        }
        (Some(Number::Integer(a)), Some(Number::Integer(b))) => Ok(Val::int(a.bits().wrapping_rem(b.bits()))),
        _ => mismatch(a, "%", b),
    }
}

/// Always a float. The first operand is looked at first.
pub(super) fn power<'v>(a: &Val<'v>, b: &Val<'v>) -> Result<Val<'v>, Failure> {
    Ok(Val::Float(convert::power(to_float(a)?, to_float(b)?)))
}

pub(super) fn negate<'v>(value: &Val<'v>) -> Result<Val<'v>, Failure> {
    match Number::of(value) {
        Some(Number::Float(float)) => Ok(Val::Float(convert::negated(float))),
        Some(Number::Integer(integer)) => {
            let bits = integer.bits().wrapping_neg();
            let bits = if integer.kind() == IntegerType::Uint8 { bits & 0xff } else { bits };
            Ok(Val::Integer(Integer::new(integer.kind(), bits)))
        }
        None => Err(format!("invalid operation: - {}", value.type_name()).into()),
    }
}

/// Go's `int(x)` of a number.
pub(in crate::condition) fn to_int(value: &Val<'_>) -> Result<i64, Failure> {
    match Number::of(value) {
        Some(Number::Float(float)) => Ok(convert::integer(float)),
        Some(Number::Integer(integer)) => Ok(integer.bits()),
        None => Err(format!("invalid operation: int({})", value.type_name()).into()),
    }
}

/// Go's `float64(x)` of a number.
pub(in crate::condition) fn to_float(value: &Val<'_>) -> Result<f64, Failure> {
    match Number::of(value) {
        Some(number) => Ok(number.float()),
        None => Err(format!("invalid operation: float({})", value.type_name()).into()),
    }
}
