//! The shapes of values.

use core::mem::{Discriminant, discriminant};

use super::{
    types::Type,
    value::{NilType, Value},
};

/// What a condition is fitted to: the type of a value, which says what may be asked of it (`argo-analysis §3.3`).
///
/// ```
/// use gradual::condition::{Shape, Value};
///
/// assert_eq!(Shape::of(&Value::from(0.97)), Shape::of(&Value::Float(f64::NAN)));
/// assert_ne!(Shape::of(&Value::from(vec![0.97])), Shape::of(&Value::from(serde_json::json!([0.97]))));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Nothing if the value is nil.
    of: Option<Type>,
    /// The kind of value that it was taken of, if all of the kind have this shape.
    plain: Option<Discriminant<Value>>,
}

impl PartialEq for Shape {
    fn eq(&self, other: &Self) -> bool {
        self.of == other.of
    }
}

impl Eq for Shape {}

impl Shape {
    /// The shape of a value. A pointer has that of what it points to.
    pub fn of(value: &Value) -> Self {
        let telling = !matches!(value, Value::NilOf(_) | Value::Integer(_) | Value::Pointer(_));
        Self { of: type_of(looked_through(value)), plain: telling.then(|| discriminant(value)) }
    }

    /// Whether a look at the kind of the value tells that it has this shape.
    #[inline]
    pub(super) fn is_plainly_of(&self, value: &Value) -> bool {
        self.plain == Some(discriminant(value))
    }

    pub(super) fn nature_type(self) -> Option<Type> {
        self.of
    }
}

/// What a condition sees of a result: pointers are looked through, and a nil of any type is nil.
pub(super) fn looked_through(value: &Value) -> &Value {
    let mut seen = value;
    while let Value::Pointer(inner) = seen {
        seen = inner;
    }
    match seen {
        Value::NilOf(_) => &Value::Nil,
        seen => seen,
    }
}

/// The type of a value; nil has none.
pub(super) fn type_of(value: &Value) -> Option<Type> {
    Some(match value {
        Value::Nil => return None,
        Value::NilOf(of) => match of {
            NilType::Float => Type::FloatPointer,
            NilType::Text => Type::TextPointer,
            NilType::List => Type::List,
            NilType::Floats => Type::Floats,
            NilType::Texts => Type::Texts,
            NilType::Moments => Type::Moments,
            NilType::Messages => Type::Messages,
            NilType::Map => Type::Map,
        },
        Value::Bool(_) => Type::Bool,
        Value::Integer(integer) => Type::Integer(integer.kind()),
        Value::Float(_) => Type::Float,
        Value::Text(_) => Type::Text,
        Value::StatusCode(_) => Type::StatusCode,
        Value::Bytes(_) => Type::Bytes,
        Value::List(_) => Type::List,
        Value::Floats(_) => Type::Floats,
        Value::Ints(_) => Type::Ints,
        Value::Texts(_) => Type::Texts,
        Value::Moments(_) => Type::Moments,
        Value::Map(_) => Type::Map,
        Value::Row(_) => Type::Row,
        Value::Rows(_) => Type::Rows,
        Value::Entries(_) => Type::Entries,
        Value::Groups(_) => Type::Groups,
        Value::Pairs(_) => Type::Pairs,
        Value::Pair(_) => Type::Pair,
        Value::Series(_) => Type::Series,
        Value::SeriesList(_) => Type::SeriesList,
        Value::Message(_) => Type::Message,
        Value::Messages(_) => Type::Messages,
        Value::Moment(_) => Type::Moment,
        Value::Span(_) => Type::Span,
        Value::Zone(_) => Type::Zone,
        Value::Pointer(_) => Type::TextPointer,
        Value::Function(_) => Type::Function(&super::builtin::ANYTHING),
    })
}
