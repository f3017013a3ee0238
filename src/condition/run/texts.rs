//! Operators on texts.

use super::{failure::Failure, machine::Machine};
use crate::{
    condition::{list::List, program::Op, val::Val},
    go::Regex,
};

/// A value that must be a `string`.
pub(super) fn text<'a>(value: &'a Val<'_>) -> Result<&'a [u8], Failure> {
    match value {
        Val::Text(text) => Ok(text),
        other => Err(Failure::conversion(other, "string")),
    }
}

pub(super) fn execute<'v>(machine: &mut Machine<'v>, op: &'v Op) -> Result<(), Failure> {
    if let Op::MatchesConstant(regex) = op {
        let value = machine.pop()?;
        if value.is_nil() {
            return machine.push(Val::Bool(false));
        }
        let within = searched(&value)?;
        machine.meter.step(regex.steps(within))?;
        return machine.push(Val::Bool(regex.is_match(within)));
    }
    let (a, b) = machine.pop2()?;
    if a.is_nil() || b.is_nil() {
        return machine.push(Val::Bool(false));
    }
    let found = if let Op::Matches = op {
        let pattern = text(&b)?;
        let within = searched(&a)?;
        let regex = Regex::new(pattern)?;
        machine.meter.step(regex.size().saturating_add(regex.steps(within)))?;
        regex.is_match(within)
    } else {
        let (a, b) = (text(&a)?, text(&b)?);
        machine.meter.step(a.len())?;
        match op {
            Op::Contains => super::super::builtin::index_of(a, b).is_some(),
            Op::StartsWith => a.starts_with(b),
            _ => a.ends_with(b),
        }
    };
    machine.push(Val::Bool(found))
}

/// What a pattern is looked for in: a text, or bytes.
fn searched<'a>(value: &'a Val<'_>) -> Result<&'a [u8], Failure> {
    match value {
        Val::Text(text) => Ok(text),
        Val::List(List::Bytes(bytes)) => Ok(bytes),
        other => Err(Failure::conversion(other, "[]uint8")),
    }
}
