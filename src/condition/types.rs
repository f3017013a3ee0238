//! Go's types, as far as values and expressions can have them.

use super::integer::IntegerType;

/// A type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// `interface {}`: what is taken out of a container of anything.
    Any,
    Bool,
    Integer(IntegerType),
    Float,
    Text,
    StatusCode,
    Span,
    Bytes,
    List,
    Floats,
    Ints,
    Texts,
    Moments,
    StatusCodes,
    Messages,
    SeriesList,
    Rows,
    Pairs,
    Pair,
    Map,
    Row,
    Entries,
    Groups,
    /// A constant set to look up integers in.
    IntegerSet,
    /// A constant set to look up texts in.
    TextSet,
    Moment,
    Message,
    Series,
    /// What a zone points to.
    Location,
    Zone,
    FloatPointer,
    TextPointer,
    Function(&'static Signature),
}

/// Go's kinds of types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypeKind {
    Interface,
    Bool,
    Int,
    Int64,
    Uint8,
    Uint64,
    Float64,
    Text,
    Slice,
    Array,
    Map,
    Struct,
    Pointer,
    Function,
}

/// The type of a function.
#[derive(Debug)]
pub(super) struct Signature {
    /// As Go prints it; of a method, with its receiver.
    pub(super) text: &'static str,
    /// Of a method, with its receiver.
    pub(super) takes: &'static [Type],
    /// Without an error.
    pub(super) gives: Gives,
    pub(super) variadic: Variadic,
    /// As Go prints it once it has its receiver.
    pub(super) bound: &'static str,
}

/// How many results a function has, and of what type the first one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gives {
    One(Type),
    /// A value and something else, such as an error.
    Two(Type),
    /// More than an expression can take.
    Three,
}

/// Whether the last parameter stands for any number of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variadic {
    No,
    Yes,
}

/// Types of functions that upstream calls directly; it asks reflection to call others. Errors about arguments of a wrong
/// type differ.
const TYPED: [&str; 42] = [
    "func() time.Duration",
    "func() time.Month",
    "func() time.Time",
    "func() time.Weekday",
    "func() bool",
    "func() float64",
    "func() int",
    "func() int64",
    "func() string",
    "func(time.Duration) time.Duration",
    "func(time.Duration) time.Time",
    "func(time.Time) time.Duration",
    "func(time.Time) bool",
    "func([]interface {}) []interface {}",
    "func([]interface {}) interface {}",
    "func([]interface {}) map[string]interface {}",
    "func([]interface {}, string) string",
    "func([]string, string) string",
    "func(interface {}) []interface {}",
    "func(interface {}) interface {}",
    "func(interface {}) bool",
    "func(interface {}) float64",
    "func(interface {}) int",
    "func(interface {}) map[string]interface {}",
    "func(interface {}) string",
    "func(interface {}, interface {}) []interface {}",
    "func(interface {}, interface {}) interface {}",
    "func(interface {}, interface {}) bool",
    "func(interface {}, interface {}) string",
    "func(float64) bool",
    "func(float64) float64",
    "func(float64) int",
    "func(float64) string",
    "func(int) int",
    "func(int, int) int",
    "func(string) []string",
    "func(string) bool",
    "func(string) float64",
    "func(string) int",
    "func(string) string",
    "func(string, string) bool",
    "func(string, string) string",
];

impl Signature {
    /// Whether upstream calls such functions directly.
    pub(super) fn is_typed(&self) -> bool {
        TYPED.contains(&self.bound)
    }
}

impl PartialEq for Signature {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Signature {}

impl Type {
    pub(super) const INT: Self = Self::Integer(IntegerType::Int);

    /// As Go prints it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Any => "interface {}",
            Self::Bool => "bool",
            Self::Integer(kind) => kind.name(),
            Self::Float => "float64",
            Self::Text => "string",
            Self::StatusCode => "types.StatusCode",
            Self::Span => "time.Duration",
            Self::Bytes => "[]uint8",
            Self::List => "[]interface {}",
            Self::Floats => "[]float64",
            Self::Ints => "[]int",
            Self::Texts => "[]string",
            Self::Moments => "[]time.Time",
            Self::StatusCodes => "[]types.StatusCode",
            Self::Messages => "[]types.MessageData",
            Self::SeriesList => "[]types.MetricDataResult",
            Self::Rows => "[]nrdb.NRDBResult",
            Self::Pairs => "[][2]interface {}",
            Self::Pair => "[2]interface {}",
            Self::Map => "map[string]interface {}",
            Self::Row => "nrdb.NRDBResult",
            Self::Entries => "map[interface {}]interface {}",
            Self::Groups => "map[interface {}][]interface {}",
            Self::IntegerSet => "map[int]struct {}",
            Self::TextSet => "map[string]struct {}",
            Self::Moment => "time.Time",
            Self::Message => "types.MessageData",
            Self::Series => "types.MetricDataResult",
            Self::Location => "time.Location",
            Self::Zone => "*time.Location",
            Self::FloatPointer => "*float64",
            Self::TextPointer => "*string",
            Self::Function(signature) => signature.text,
        }
    }

    pub(super) fn kind(self) -> TypeKind {
        match self {
            Self::Any => TypeKind::Interface,
            Self::Bool => TypeKind::Bool,
            Self::Integer(IntegerType::Int | IntegerType::Month | IntegerType::Weekday) => TypeKind::Int,
            Self::Integer(IntegerType::Int64) | Self::Span => TypeKind::Int64,
            Self::Integer(IntegerType::Uint64) => TypeKind::Uint64,
            Self::Integer(IntegerType::Uint8) => TypeKind::Uint8,
            Self::Float => TypeKind::Float64,
            Self::Text | Self::StatusCode => TypeKind::Text,
            Self::Pair => TypeKind::Array,
            Self::Map | Self::Row | Self::Entries | Self::Groups | Self::IntegerSet | Self::TextSet => {
                TypeKind::Map
            }
            Self::Moment | Self::Message | Self::Series | Self::Location => TypeKind::Struct,
            Self::Zone | Self::FloatPointer | Self::TextPointer => TypeKind::Pointer,
            Self::Function(_) => TypeKind::Function,
            Self::Bytes
            | Self::List
            | Self::Floats
            | Self::Ints
            | Self::Texts
            | Self::Moments
            | Self::StatusCodes
            | Self::Messages
            | Self::SeriesList
            | Self::Rows
            | Self::Pairs => TypeKind::Slice,
        }
    }

    pub(super) fn is_list(self) -> bool {
        matches!(self.kind(), TypeKind::Slice | TypeKind::Array)
    }

    /// The type of the elements of a list, of the values of a map, or of what a pointer points to.
    pub(super) fn element(self) -> Option<Self> {
        Some(match self {
            Self::Bytes => Self::Integer(IntegerType::Uint8),
            Self::List | Self::Pair | Self::Map | Self::Row | Self::Entries => Self::Any,
            Self::Floats | Self::FloatPointer => Self::Float,
            Self::Ints => Self::INT,
            Self::Texts | Self::TextPointer => Self::Text,
            Self::Moments => Self::Moment,
            Self::StatusCodes => Self::StatusCode,
            Self::Messages => Self::Message,
            Self::SeriesList => Self::Series,
            Self::Rows => Self::Row,
            Self::Pairs => Self::Pair,
            Self::Groups => Self::List,
            Self::Zone => Self::Location,
            Self::Any
            | Self::Bool
            | Self::Integer(_)
            | Self::Float
            | Self::Text
            | Self::StatusCode
            | Self::Span
            | Self::IntegerSet
            | Self::TextSet
            | Self::Moment
            | Self::Message
            | Self::Series
            | Self::Location
            | Self::Function(_) => return None,
        })
    }

    /// The type of a map's keys.
    pub(super) fn key(self) -> Option<Self> {
        match self {
            Self::Map | Self::Row | Self::TextSet => Some(Self::Text),
            Self::Entries | Self::Groups => Some(Self::Any),
            Self::IntegerSet => Some(Self::INT),
            _ => None,
        }
    }

    /// What a pointer points to; all else is itself.
    pub(super) fn dereferenced(self) -> Self {
        if self.kind() == TypeKind::Pointer { self.element().unwrap_or(self) } else { self }
    }

    /// Whether a variable of the other type can hold a value of this one.
    pub(super) fn assignable_to(self, other: Self) -> bool {
        self == other
            || other == Self::Any
            // The same type but for its name.
            || matches!((self, other), (Self::Map, Self::Row) | (Self::Row, Self::Map))
    }

    /// Whether it is one of the integer types themselves: months and weekdays are not.
    pub(super) fn is_integer(self) -> bool {
        use IntegerType::{Int, Int64, Uint8, Uint64};
        matches!(self, Self::Integer(Int | Int64 | Uint8 | Uint64))
    }

    pub(super) fn is_number(self) -> bool {
        self.is_integer() || self == Self::Float
    }

    /// Whether a package declares it, so that equality does not take the short way.
    pub(super) fn is_named(self) -> bool {
        matches!(
            self,
            Self::Integer(IntegerType::Month | IntegerType::Weekday)
                | Self::StatusCode
                | Self::Span
                | Self::Row
                | Self::Moment
                | Self::Message
                | Self::Series
                | Self::Location
        )
    }
}

impl IntegerType {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::Int64 => "int64",
            Self::Uint64 => "uint64",
            Self::Uint8 => "uint8",
            Self::Month => "time.Month",
            Self::Weekday => "time.Weekday",
        }
    }
}

impl TypeKind {
    /// As Go prints it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Interface => "interface",
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Int64 => "int64",
            Self::Uint8 => "uint8",
            Self::Uint64 => "uint64",
            Self::Float64 => "float64",
            Self::Text => "string",
            Self::Slice => "slice",
            Self::Array => "array",
            Self::Map => "map",
            Self::Struct => "struct",
            Self::Pointer => "ptr",
            Self::Function => "func",
        }
    }
}
