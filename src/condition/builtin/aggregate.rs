//! `max`, `min`, `mean`, `median`.

use super::{Builtin, call::Arguments};
use crate::condition::{
    convert,
    integer::IntegerType,
    limits::MAX_DEPTH,
    list::List,
    run::{Failure, Meter, less, more},
    types::{Type, TypeKind},
    val::Val,
};
use alloc::{format, vec::Vec};

type Test = fn(&Val<'_>, &Val<'_>) -> Result<bool, Failure>;

/// The largest or smallest number of all arguments, lists within lists included.
pub(super) fn extreme<'v>(builtin: Builtin, arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    // The number that is found gives way if it passes the test.
    let test: Test = if builtin == Builtin::Max { less } else { more };
    let values = core::mem::take(&mut arguments.values);
    Extreme { name: builtin.name(), test, meter: arguments.meter }.of(&values, 0)
}

struct Extreme<'m> {
    name: &'static str,
    test: Test,
    meter: &'m mut Meter,
}

impl Extreme<'_> {
    fn of<'v>(&mut self, values: &[Val<'v>], depth: usize) -> Result<Val<'v>, Failure> {
        if MAX_DEPTH < depth {
            return Err(Failure::too_deep());
        }
        let mut found = Val::Nil;
        for value in values {
            self.meter.step(1)?;
            match value {
                Val::List(list) => match list.of_type() {
                    Type::Ints | Type::Floats => self.flat(list, &mut found)?,
                    Type::List => self.nested(list, depth, &mut found)?,
                    _ => self.foreign(list, depth, &mut found)?,
                },
                value if is_number_kind(value) => self.offer(&mut found, value.clone())?,
                value if values.len() == 1 => return Ok(value.clone()),
                other => return Err(self.wrong(other)),
            }
        }
        Ok(found)
    }

    fn wrong(&self, value: &Val<'_>) -> Failure {
        format!("invalid argument for {} (type {})", self.name, value.type_name()).into()
    }

    /// Keeps the value if there is none, or if the one there is gives way.
    fn offer<'v>(&mut self, found: &mut Val<'v>, value: Val<'v>) -> Result<(), Failure> {
        if matches!(found, Val::Nil) || (self.test)(found, &value)? {
            *found = value;
        }
        Ok(())
    }

    /// A list of plain numbers: its own extreme first.
    fn flat<'v>(&mut self, list: &List<'v>, found: &mut Val<'v>) -> Result<(), Failure> {
        let mut own = Val::Nil;
        for value in list.iter() {
            self.meter.step(1)?;
            self.offer(&mut own, value)?;
        }
        match own {
            Val::Nil => Ok(()),
            own => self.offer(found, own),
        }
    }

    fn nested<'v>(&mut self, list: &List<'v>, depth: usize, found: &mut Val<'v>) -> Result<(), Failure> {
        for value in list.iter() {
            self.meter.step(1)?;
            match value {
                Val::List(_) => match self.of(&[value], depth + 1)? {
                    Val::Nil => {}
                    own => self.offer(found, own)?,
                },
                value if is_plain_number(&value) => self.offer(found, value)?,
                other => return Err(self.wrong(&other)),
            }
        }
        Ok(())
    }

    /// A list of another type: each of its elements must have an extreme.
    fn foreign<'v>(&mut self, list: &List<'v>, depth: usize, found: &mut Val<'v>) -> Result<(), Failure> {
        for value in list.iter() {
            self.meter.step(1)?;
            let own = self.of(&[value], depth + 1)?;
            if !is_plain_number(&own) {
                return Err(self.wrong(&own));
            }
            self.offer(found, own)?;
        }
        Ok(())
    }
}

/// A number by its type: spans and months are none.
fn is_plain_number(value: &Val<'_>) -> bool {
    value.of_type().is_some_and(Type::is_number)
}

/// A number by its kind: spans and months are some.
fn is_number_kind(value: &Val<'_>) -> bool {
    use TypeKind::{Float64, Int, Int64, Uint8, Uint64};
    matches!(value.kind(), Some(Int | Int64 | Uint8 | Uint64 | Float64))
}

pub(super) fn mean<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let (count, sum) = Sum { meter: arguments.meter }.of(&arguments.values, 0)?;
    if count == 0 {
        return Ok(Val::Float(0.0));
    }
    Ok(Val::Float(convert::quotient(sum, convert::float(count))))
}

struct Sum<'m> {
    meter: &'m mut Meter,
}

impl Sum<'_> {
    /// How many numbers there are, and their sum. Lists within lists are summed on their own first.
    fn of(&mut self, values: &[Val<'_>], depth: usize) -> Result<(i64, f64), Failure> {
        let (mut count, mut sum) = (0, 0.0);
        for value in values {
            self.add(value, depth, &mut count, &mut sum)?;
        }
        Ok((count, sum))
    }

    fn add(&mut self, value: &Val<'_>, depth: usize, count: &mut i64, sum: &mut f64) -> Result<(), Failure> {
        if MAX_DEPTH < depth {
            return Err(Failure::too_deep());
        }
        self.meter.step(1)?;
        let Val::List(list) = value else {
            *sum = convert::sum(*sum, number(value).ok_or_else(|| wrong("mean", value))?);
            *count += 1;
            return Ok(());
        };
        for item in list.iter() {
            self.meter.step(1)?;
            match &item {
                Val::List(_) => {
                    let (inner_count, inner_sum) = self.of(core::slice::from_ref(&item), depth + 1)?;
                    *count += inner_count;
                    *sum = convert::sum(*sum, inner_sum);
                }
                item => {
                    *sum = convert::sum(*sum, number(item).ok_or_else(|| wrong("mean", item))?);
                    *count += 1;
                }
            }
        }
        Ok(())
    }
}

fn wrong(name: &str, value: &Val<'_>) -> Failure {
    format!("invalid argument for {name} (type {})", value.type_name()).into()
}

/// A number by its kind, as a float.
fn number(value: &Val<'_>) -> Option<f64> {
    match value {
        Val::Float(float) => Some(*float),
        Val::Integer(integer) if integer.kind() == IntegerType::Uint64 => {
            Some(convert::float_unsigned(integer.bits().cast_unsigned()))
        }
        Val::Integer(integer) => Some(convert::float(integer.bits())),
        Val::Span(span) => Some(convert::float(span.as_nanoseconds())),
        _ => None,
    }
}

pub(super) fn median<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let mut numbers = Vec::new();
    for value in &arguments.values {
        collect(value, 0, &mut numbers, arguments.meter)?;
    }
    // As Go sorts floats: NaN first.
    numbers.sort_by(|a: &f64, b: &f64| a.partial_cmp(b).unwrap_or_else(|| b.is_nan().cmp(&a.is_nan())));
    let middle = numbers.len() / 2;
    let (Some(upper), lower) = (numbers.get(middle), numbers.get(middle.wrapping_sub(1))) else {
        return Ok(Val::Float(0.0));
    };
    Ok(Val::Float(match lower {
        Some(lower) if numbers.len() % 2 == 0 => convert::quotient(convert::sum(*lower, *upper), 2.0),
        _ => *upper,
    }))
}

fn collect(value: &Val<'_>, depth: usize, numbers: &mut Vec<f64>, meter: &mut Meter) -> Result<(), Failure> {
    if MAX_DEPTH < depth {
        return Err(Failure::too_deep());
    }
    meter.step(1)?;
    match value {
        Val::List(list) => {
            for item in list.iter() {
                collect(&item, depth + 1, numbers, meter)?;
            }
        }
        value => numbers.push(number(value).ok_or_else(|| wrong("median", value))?),
    }
    Ok(())
}
