//! `< > <= >=`.

use super::{arithmetic::Number, failure::Failure};
use crate::condition::val::Val;
use alloc::format;
use core::cmp::Ordering;

pub(in crate::condition) fn less(a: &Val<'_>, b: &Val<'_>) -> Result<bool, Failure> {
    compared(a, "<", b).map(|order| order == Some(Ordering::Less))
}

pub(in crate::condition) fn more(a: &Val<'_>, b: &Val<'_>) -> Result<bool, Failure> {
    compared(a, ">", b).map(|order| order == Some(Ordering::Greater))
}

pub(super) fn less_or_equal(a: &Val<'_>, b: &Val<'_>) -> Result<bool, Failure> {
    compared(a, "<=", b).map(|order| matches!(order, Some(Ordering::Less | Ordering::Equal)))
}

pub(super) fn more_or_equal(a: &Val<'_>, b: &Val<'_>) -> Result<bool, Failure> {
    compared(a, ">=", b).map(|order| matches!(order, Some(Ordering::Greater | Ordering::Equal)))
}

/// The order of two values; none where NaN is one of them.
fn compared(a: &Val<'_>, operator: &str, b: &Val<'_>) -> Result<Option<Ordering>, Failure> {
    match (Number::of(a), Number::of(b)) {
        (Some(Number::Integer(a)), Some(Number::Integer(b))) => return Ok(Some(a.bits().cmp(&b.bits()))),
        (Some(a), Some(b)) => return Ok(a.float().partial_cmp(&b.float())),
        _ => {}
    }
    match (a, b) {
        (Val::Text(a), Val::Text(b)) => Ok(Some(a.cmp(b))),
        (Val::Moment(a), Val::Moment(b)) => Ok(Some(a.instant().cmp(&b.instant()))),
        (Val::Span(a), Val::Span(b)) => Ok(Some(a.cmp(b))),
        _ => Err(format!("invalid operation: {} {operator} {}", a.type_name(), b.type_name()).into()),
    }
}
