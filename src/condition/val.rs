//! Values while an expression is evaluated: borrowed from the result and the program where they can be.

use super::{
    environment::Name,
    integer::{Integer, IntegerType},
    list::List,
    mapping::Mapping,
    method::Method,
    moment::Moment,
    series::{Message, Series},
    shape::type_of,
    text::Text,
    types::{Type, TypeKind},
    value::{NilType, Value},
    zone::Zone,
};
use crate::time::Span;
use alloc::{rc::Rc, string::String};
use core::ops::Deref;

/// A value on the way.
#[derive(Clone, Debug)]
pub(super) enum Val<'v> {
    Nil,
    /// A nil pointer.
    NilPointer(Type),
    Bool(bool),
    Integer(Integer),
    Float(f64),
    Text(Str<'v>),
    StatusCode(Str<'v>),
    TextPointer(&'v Text),
    List(List<'v>),
    Map(Mapping<'v>),
    Moment(Rc<Moment>),
    Span(Span),
    Zone(Rc<Zone>),
    /// What a zone points to, which is what is left of it where it was taken for anything.
    Location(Rc<Zone>),
    Series(&'v Series),
    Message(&'v Message),
    Function(Function<'v>),
}

/// Bytes of a text.
#[derive(Clone, Debug)]
pub(super) enum Str<'v> {
    Given(&'v [u8]),
    Made(Rc<[u8]>),
}

/// What can be called.
#[derive(Clone, Debug)]
pub(super) enum Function<'v> {
    Environment(Name),
    Method(Rc<(Val<'v>, &'static Method)>),
    /// A function that came with the result. It cannot be called.
    Given(&'static str),
}

impl Deref for Str<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Given(bytes) => bytes,
            Self::Made(bytes) => bytes,
        }
    }
}

impl PartialEq for Str<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Str<'_> {}

impl PartialOrd for Str<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Str<'_> {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        (**self).cmp(&**other)
    }
}

impl core::borrow::Borrow<[u8]> for Str<'_> {
    fn borrow(&self) -> &[u8] {
        self
    }
}

impl Str<'_> {
    /// What is not UTF-8 shows as replacement characters.
    pub(super) fn shown(&self) -> String {
        String::from_utf8_lossy(self).into_owned()
    }
}

impl<'v> Val<'v> {
    /// What is made of a value that was given.
    pub(super) fn of(value: &'v Value) -> Self {
        match value {
            Value::Nil => Self::Nil,
            Value::NilOf(of) => Self::nil_of(*of),
            Value::Bool(yes) => Self::Bool(*yes),
            Value::Integer(integer) => Self::Integer(*integer),
            Value::Float(float) => Self::Float(*float),
            Value::Text(text) => Self::Text(Str::Given(text.as_bytes())),
            Value::StatusCode(text) => Self::StatusCode(Str::Given(text.as_bytes())),
            Value::Bytes(bytes) => Self::List(List::Bytes(Str::Given(bytes))),
            Value::List(values) => Self::List(List::Values(values)),
            Value::Floats(floats) => Self::List(List::Floats(floats)),
            Value::Ints(ints) => Self::List(List::Ints(ints)),
            Value::Texts(texts) => Self::List(List::Texts(texts)),
            Value::Moments(moments) => Self::List(List::Moments(moments)),
            Value::Rows(rows) => Self::List(List::Rows(rows)),
            Value::Pairs(pairs) => Self::List(List::PairsGiven(pairs)),
            Value::Pair(pair) => Self::List(List::PairGiven(pair)),
            Value::SeriesList(series) => Self::List(List::AllSeries(series)),
            Value::Map(map) => Self::Map(Mapping::Given(map)),
            Value::Row(row) => Self::Map(Mapping::Row(row)),
            Value::Entries(entries) => Self::Map(Mapping::EntriesGiven(entries)),
            Value::Groups(groups) => Self::Map(Mapping::GroupsGiven(groups)),
            Value::Series(series) => Self::Series(series),
            Value::Message(message) => Self::Message(message),
            Value::Messages(messages) => Self::List(List::Messages(messages)),
            Value::Moment(moment) => Self::Moment(Rc::new(moment.clone())),
            Value::Span(span) => Self::Span(*span),
            Value::Zone(zone) => Self::Zone(Rc::new(zone.clone())),
            Value::Pointer(inner) => match &**inner {
                Value::Text(text) => Self::TextPointer(text),
                inner if type_of(inner) == Some(Type::TextPointer) => Self::NilPointer(Type::TextPointer),
                // No other pointer comes from a provider: it counts as what it points to, one level deep.
                Value::Pointer(_) => Self::Nil,
                inner => Self::of(inner),
            },
            Value::Function(text) => Self::Function(Function::Given(text)),
        }
    }

    fn nil_of(of: NilType) -> Self {
        match of {
            NilType::Float => Self::NilPointer(Type::FloatPointer),
            NilType::Text => Self::NilPointer(Type::TextPointer),
            NilType::List => Self::List(List::Nil(Type::List)),
            NilType::Floats => Self::List(List::Nil(Type::Floats)),
            NilType::Texts => Self::List(List::Nil(Type::Texts)),
            NilType::Moments => Self::List(List::Nil(Type::Moments)),
            NilType::Messages => Self::List(List::Nil(Type::Messages)),
            NilType::Map => Self::Map(Mapping::Nil(Type::Map)),
        }
    }

    pub(super) fn int(integer: i64) -> Self {
        Self::Integer(integer.into())
    }

    pub(super) fn count(count: usize) -> Self {
        Self::int(i64::try_from(count).unwrap_or(i64::MAX))
    }

    pub(super) fn byte(byte: u8) -> Self {
        Self::Integer(Integer::new(IntegerType::Uint8, byte.into()))
    }

    pub(super) fn made_text(text: impl Into<Rc<[u8]>>) -> Self {
        Self::Text(Str::Made(text.into()))
    }

    /// Its type; nil has none.
    pub(super) fn of_type(&self) -> Option<Type> {
        Some(match self {
            Self::Nil => return None,
            Self::NilPointer(of) => *of,
            Self::Bool(_) => Type::Bool,
            Self::Integer(integer) => Type::Integer(integer.kind()),
            Self::Float(_) => Type::Float,
            Self::Text(_) => Type::Text,
            Self::StatusCode(_) => Type::StatusCode,
            Self::TextPointer(_) => Type::TextPointer,
            Self::List(list) => list.of_type(),
            Self::Map(map) => map.of_type(),
            Self::Moment(_) => Type::Moment,
            Self::Span(_) => Type::Span,
            Self::Zone(_) => Type::Zone,
            Self::Location(_) => Type::Location,
            Self::Series(_) => Type::Series,
            Self::Message(_) => Type::Message,
            Self::Function(Function::Environment(name)) => {
                Type::Function(name.signature().unwrap_or(&super::builtin::ANYTHING))
            }
            Self::Function(Function::Method(method)) => Type::Function(&method.1.signature),
            Self::Function(Function::Given(_)) => Type::Function(&super::builtin::ANYTHING),
        })
    }

    /// The name of its type, as Go's `%T` prints it.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Self::Nil => "<nil>",
            Self::Function(Function::Method(method)) => method.1.signature.bound,
            Self::Function(Function::Given(text)) => text,
            other => other.of_type().map_or("<nil>", Type::name),
        }
    }

    /// The name of its type as failed conversions print it.
    pub(super) fn dynamic_name(&self) -> &'static str {
        if matches!(self, Self::Nil) { "nil" } else { self.type_name() }
    }

    pub(super) fn kind(&self) -> Option<TypeKind> {
        self.of_type().map(Type::kind)
    }

    /// The name of its kind.
    pub(super) fn kind_name(&self) -> &'static str {
        self.kind().map_or("invalid", TypeKind::name)
    }

    /// Nil, or a nil of a type.
    pub(super) fn is_nil(&self) -> bool {
        match self {
            Self::Nil | Self::NilPointer(_) => true,
            Self::List(list) => list.is_nil(),
            Self::Map(map) => map.is_nil(),
            _ => false,
        }
    }

    /// What a pointer points to.
    pub(super) fn dereferenced(self) -> Self {
        match self {
            Self::NilPointer(_) => Self::Nil,
            Self::TextPointer(text) => Self::Text(Str::Given(text.as_bytes())),
            Self::Zone(zone) => Self::Location(zone),
            other => other,
        }
    }

    /// The function or the result that the environment has under this name.
    pub(super) fn of_environment(name: Name, result: &'v Value) -> Self {
        match name {
            Name::Result => Self::of(result),
            name => Self::Function(Function::Environment(name)),
        }
    }

    /// Whether it is a list or a map, which can hold others.
    pub(super) fn is_container(&self) -> bool {
        matches!(self, Self::List(_) | Self::Map(_) | Self::Function(Function::Method(_)))
    }
}
