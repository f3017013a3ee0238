//! The short way for the usual conditions: numbers, members and elements compared with each other, joined by `and` and `or`,
//! asked of every element of a list. It allocates nothing.
//!
//! It answers only where the machine would give the same answer without a failure; wherever something is unusual (a
//! member that is not there, a kind that does not fit) it gives up, and the machine runs, with its errors.

mod make;

pub(super) use make::make;

use super::{map::Map, tree::Name, value::Value};
use alloc::boxed::Box;

/// Something that is true or false.
#[derive(Clone, Debug)]
pub(super) enum Truth {
    Constant(bool),
    /// An operand that is a truth itself.
    Operand(Operand),
    Compare(Comparison, Operand, Operand),
    /// An operand compared with a number: most conditions are this.
    Against(Comparison, Operand, f64),
    Equal(Operand, Operand),
    Not(Box<Truth>),
    And(Box<(Truth, Truth)>),
    Or(Box<(Truth, Truth)>),
    IsNaN(Operand),
    IsInfinite(Operand),
    /// What every element of a list, or some element, or none must be.
    Each(Quantity, Operand, Box<Truth>),
}

/// An order that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Less,
    More,
    LessOrEqual,
    MoreOrEqual,
}

/// How many elements must pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantity {
    All,
    Any,
    None,
}

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Operand {
    Nil,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(Name),
    /// The result or the element at hand, and the way from there.
    Path(Start, Box<[Step]>),
    /// How many elements or members that has.
    Length(Start, Box<[Step]>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    Result,
    Element,
}

/// One step of a way.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Name(Name),
    Index(i64),
}

/// Something on the way.
#[derive(Clone, Copy)]
enum Item<'v> {
    Float(f64),
    Value(&'v Value),
    Map(&'v Map),
}

/// What operators look at.
#[derive(Clone, Copy)]
enum Scalar<'v> {
    Nil,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(&'v [u8]),
}

/// Lists longer than this are for the machine, which counts its steps.
const MAX_LENGTH: usize = 1_000_000;

impl Truth {
    /// Whether it holds of a result; nothing if the machine has to say.
    #[inline]
    pub(super) fn of(&self, result: &Value) -> Option<bool> {
        match self {
            Self::Against(comparison, operand, bound) => {
                operand.float(result, Item::Value(result)).map(|float| comparison.of_floats(float, *bound))
            }
            other => other.holds(result, Item::Value(result)),
        }
    }

    fn holds(&self, result: &Value, element: Item<'_>) -> Option<bool> {
        match self {
            Self::Against(comparison, operand, bound) => {
                operand.float(result, element).map(|float| comparison.of_floats(float, *bound))
            }
            Self::Compare(comparison, left, right) => {
                comparison.holds(left.scalar(result, element)?, right.scalar(result, element)?)
            }
            Self::Equal(left, right) => {
                Some(equal(left.scalar(result, element)?, right.scalar(result, element)?))
            }
            Self::And(both) => Some(both.0.holds(result, element)? && both.1.holds(result, element)?),
            Self::Or(both) => Some(both.0.holds(result, element)? || both.1.holds(result, element)?),
            Self::Not(inner) => inner.holds(result, element).map(|holds| !holds),
            Self::Constant(yes) => Some(*yes),
            Self::Operand(operand) => match operand.scalar(result, element)? {
                Scalar::Bool(yes) => Some(yes),
                _ => None,
            },
            Self::IsNaN(operand) => float(operand.scalar(result, element)?).map(f64::is_nan),
            Self::IsInfinite(operand) => float(operand.scalar(result, element)?).map(f64::is_infinite),
            Self::Each(quantity, list, test) => {
                let found = test.search(*quantity, list.item(result, element)?, result)?;
                Some(found == (*quantity == Quantity::Any))
            }
        }
    }

    /// Whether there is an element that decides: one that fails where all must pass, one that passes otherwise.
    fn search(&self, quantity: Quantity, list: Item<'_>, result: &Value) -> Option<bool> {
        let decisive = quantity != Quantity::All;
        let Item::Value(list) = list else {
            return None;
        };
        match list {
            Value::Floats(floats) if floats.len() <= MAX_LENGTH => {
                if let Self::Against(comparison, Operand::Path(Start::Element, way), bound) = self
                    && way.is_empty()
                {
                    return Some(floats.iter().any(|float| comparison.of_floats(*float, *bound) == decisive));
                }
                for float in floats {
                    if self.holds(result, Item::Float(*float))? == decisive {
                        return Some(true);
                    }
                }
                Some(false)
            }
            Value::List(values) if values.len() <= MAX_LENGTH => {
                for value in values {
                    if self.holds(result, Item::Value(value))? == decisive {
                        return Some(true);
                    }
                }
                Some(false)
            }
            Value::Rows(rows) if rows.len() <= MAX_LENGTH => {
                for row in rows {
                    if self.holds(result, Item::Map(row))? == decisive {
                        return Some(true);
                    }
                }
                Some(false)
            }
            _ => None,
        }
    }
}

impl Operand {
    /// The float that it is. Where it is an integer or something else, the machine has to say.
    #[inline]
    fn float(&self, result: &Value, element: Item<'_>) -> Option<f64> {
        if let Self::Path(Start::Result, way) = self {
            match (&**way, result) {
                ([], Value::Float(float)) => return Some(*float),
                ([Step::Index(index)], Value::Floats(floats)) => {
                    return floats.get(position(*index, floats.len())?).copied();
                }
                _ => {}
            }
        }
        match self.item(result, element)? {
            Item::Float(float) | Item::Value(&Value::Float(float)) => Some(float),
            Item::Value(_) | Item::Map(_) => None,
        }
    }

    /// The number that it always is.
    pub(super) fn constant(&self) -> Option<f64> {
        match self {
            Self::Float(float) => Some(*float),
            Self::Integer(integer) => Some(super::convert::float(*integer)),
            _ => None,
        }
    }

    fn scalar<'v>(&'v self, result: &'v Value, element: Item<'v>) -> Option<Scalar<'v>> {
        Some(match self {
            Self::Path(..) => return scalar(self.item(result, element)?),
            Self::Float(float) => Scalar::Float(*float),
            Self::Integer(integer) => Scalar::Integer(*integer),
            Self::Bool(yes) => Scalar::Bool(*yes),
            Self::Text(text) => Scalar::Text(text),
            Self::Nil => Scalar::Nil,
            Self::Length(..) => Scalar::Integer(i64::try_from(length(self.item(result, element)?)?).ok()?),
        })
    }

    fn item<'v>(&self, result: &'v Value, element: Item<'v>) -> Option<Item<'v>> {
        let (Self::Path(start, way) | Self::Length(start, way)) = self else {
            return None;
        };
        let mut item = match start {
            Start::Result => Item::Value(result),
            Start::Element => element,
        };
        for step in way {
            item = go(item, step)?;
        }
        Some(item)
    }
}

fn go<'v>(item: Item<'v>, step: &Step) -> Option<Item<'v>> {
    match (item, step) {
        (Item::Value(Value::Map(map) | Value::Row(map)) | Item::Map(map), Step::Name(name)) => {
            map.get_bytes(name).map(Item::Value)
        }
        (Item::Value(Value::Floats(floats)), Step::Index(index)) => {
            floats.get(position(*index, floats.len())?).copied().map(Item::Float)
        }
        (Item::Value(Value::List(values)), Step::Index(index)) => {
            values.get(position(*index, values.len())?).map(Item::Value)
        }
        (Item::Value(Value::Rows(rows)), Step::Index(index)) => {
            rows.get(position(*index, rows.len())?).map(Item::Map)
        }
        _ => None,
    }
}

#[inline]
fn position(index: i64, length: usize) -> Option<usize> {
    match usize::try_from(index) {
        Ok(index) => Some(index),
        Err(_) => usize::try_from(index.checked_add(i64::try_from(length).ok()?)?).ok(),
    }
}

fn scalar(item: Item<'_>) -> Option<Scalar<'_>> {
    let value = match item {
        Item::Float(float) => return Some(Scalar::Float(float)),
        Item::Value(value) => value,
        Item::Map(_) => return None,
    };
    match value {
        Value::Float(float) => Some(Scalar::Float(*float)),
        Value::Bool(yes) => Some(Scalar::Bool(*yes)),
        Value::Text(text) => Some(Scalar::Text(text.as_bytes())),
        Value::Nil => Some(Scalar::Nil),
        _ => None,
    }
}

fn length(item: Item<'_>) -> Option<usize> {
    match item {
        Item::Value(Value::List(values)) => Some(values.len()),
        Item::Value(Value::Floats(floats)) => Some(floats.len()),
        Item::Value(Value::Rows(rows)) => Some(rows.len()),
        Item::Value(Value::Map(map) | Value::Row(map)) | Item::Map(map) => Some(map.entries().len()),
        _ => None,
    }
}

fn float(scalar: Scalar<'_>) -> Option<f64> {
    match scalar {
        Scalar::Float(float) => Some(float),
        _ => None,
    }
}

fn number(scalar: Scalar<'_>) -> Option<f64> {
    match scalar {
        Scalar::Float(float) => Some(float),
        Scalar::Integer(integer) => Some(super::convert::float(integer)),
        _ => None,
    }
}

/// Numbers by value, all else by kind and value.
fn equal(left: Scalar<'_>, right: Scalar<'_>) -> bool {
    match (left, right) {
        (Scalar::Integer(a), Scalar::Integer(b)) => a == b,
        (Scalar::Bool(a), Scalar::Bool(b)) => a == b,
        (Scalar::Text(a), Scalar::Text(b)) => a == b,
        (Scalar::Nil, Scalar::Nil) => true,
        (a, b) => number(a).zip(number(b)).is_some_and(|(a, b)| a == b),
    }
}

impl Comparison {
    fn holds(self, left: Scalar<'_>, right: Scalar<'_>) -> Option<bool> {
        match (left, right) {
            (Scalar::Float(a), Scalar::Float(b)) => Some(self.of_floats(a, b)),
            (Scalar::Integer(a), Scalar::Integer(b)) => Some(self.of(&a, &b)),
            (Scalar::Text(a), Scalar::Text(b)) => Some(self.of(&a, &b)),
            (a, b) => Some(self.of_floats(number(a)?, number(b)?)),
        }
    }

    #[inline]
    fn of_floats(self, a: f64, b: f64) -> bool {
        self.of(&a, &b)
    }

    #[inline]
    fn of<T: PartialOrd>(self, a: &T, b: &T) -> bool {
        match self {
            Self::Less => a < b,
            Self::More => a > b,
            Self::LessOrEqual => a <= b,
            Self::MoreOrEqual => a >= b,
        }
    }
}
