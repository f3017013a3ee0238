//! The functions of the language (`argo-analysis §3.8`).

mod aggregate;
mod base64;
mod bits;
mod call;
mod dates;
mod json_in;
mod json_out;
mod lists;
mod maps;
mod numbers;
mod search;
mod signature;
mod split;
mod strings;

pub(super) use call::call;
pub(super) use search::index_of;
pub(super) use signature::ANYTHING;

/// A builtin function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Builtin {
    All,
    None,
    Any,
    One,
    Filter,
    Map,
    Find,
    FindIndex,
    FindLast,
    FindLastIndex,
    Count,
    Sum,
    GroupBy,
    SortBy,
    Reduce,
    Len,
    Type,
    Abs,
    Ceil,
    Floor,
    Round,
    Int,
    Float,
    String,
    Trim,
    TrimPrefix,
    TrimSuffix,
    Upper,
    Lower,
    Split,
    SplitAfter,
    Replace,
    Repeat,
    Join,
    IndexOf,
    LastIndexOf,
    HasPrefix,
    HasSuffix,
    Max,
    Min,
    Mean,
    Median,
    ToJson,
    FromJson,
    ToBase64,
    FromBase64,
    Now,
    Duration,
    Date,
    Timezone,
    First,
    Last,
    Get,
    Take,
    Keys,
    Values,
    ToPairs,
    FromPairs,
    Reverse,
    Uniq,
    Concat,
    Flatten,
    Sort,
    BitAnd,
    BitOr,
    BitXor,
    BitNand,
    BitShl,
    BitShr,
    BitUshr,
    BitNot,
}

impl Builtin {
    pub(super) fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"all" => Self::All,
            b"none" => Self::None,
            b"any" => Self::Any,
            b"one" => Self::One,
            b"filter" => Self::Filter,
            b"map" => Self::Map,
            b"find" => Self::Find,
            b"findIndex" => Self::FindIndex,
            b"findLast" => Self::FindLast,
            b"findLastIndex" => Self::FindLastIndex,
            b"count" => Self::Count,
            b"sum" => Self::Sum,
            b"groupBy" => Self::GroupBy,
            b"sortBy" => Self::SortBy,
            b"reduce" => Self::Reduce,
            b"len" => Self::Len,
            b"type" => Self::Type,
            b"abs" => Self::Abs,
            b"ceil" => Self::Ceil,
            b"floor" => Self::Floor,
            b"round" => Self::Round,
            b"int" => Self::Int,
            b"float" => Self::Float,
            b"string" => Self::String,
            b"trim" => Self::Trim,
            b"trimPrefix" => Self::TrimPrefix,
            b"trimSuffix" => Self::TrimSuffix,
            b"upper" => Self::Upper,
            b"lower" => Self::Lower,
            b"split" => Self::Split,
            b"splitAfter" => Self::SplitAfter,
            b"replace" => Self::Replace,
            b"repeat" => Self::Repeat,
            b"join" => Self::Join,
            b"indexOf" => Self::IndexOf,
            b"lastIndexOf" => Self::LastIndexOf,
            b"hasPrefix" => Self::HasPrefix,
            b"hasSuffix" => Self::HasSuffix,
            b"max" => Self::Max,
            b"min" => Self::Min,
            b"mean" => Self::Mean,
            b"median" => Self::Median,
            b"toJSON" => Self::ToJson,
            b"fromJSON" => Self::FromJson,
            b"toBase64" => Self::ToBase64,
            b"fromBase64" => Self::FromBase64,
            b"now" => Self::Now,
            b"duration" => Self::Duration,
            b"date" => Self::Date,
            b"timezone" => Self::Timezone,
            b"first" => Self::First,
            b"last" => Self::Last,
            b"get" => Self::Get,
            b"take" => Self::Take,
            b"keys" => Self::Keys,
            b"values" => Self::Values,
            b"toPairs" => Self::ToPairs,
            b"fromPairs" => Self::FromPairs,
            b"reverse" => Self::Reverse,
            b"uniq" => Self::Uniq,
            b"concat" => Self::Concat,
            b"flatten" => Self::Flatten,
            b"sort" => Self::Sort,
            b"bitand" => Self::BitAnd,
            b"bitor" => Self::BitOr,
            b"bitxor" => Self::BitXor,
            b"bitnand" => Self::BitNand,
            b"bitshl" => Self::BitShl,
            b"bitshr" => Self::BitShr,
            b"bitushr" => Self::BitUshr,
            b"bitnot" => Self::BitNot,
            _ => return None,
        })
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::None => "none",
            Self::Any => "any",
            Self::One => "one",
            Self::Filter => "filter",
            Self::Map => "map",
            Self::Find => "find",
            Self::FindIndex => "findIndex",
            Self::FindLast => "findLast",
            Self::FindLastIndex => "findLastIndex",
            Self::Count => "count",
            Self::Sum => "sum",
            Self::GroupBy => "groupBy",
            Self::SortBy => "sortBy",
            Self::Reduce => "reduce",
            Self::Len => "len",
            Self::Type => "type",
            Self::Abs => "abs",
            Self::Ceil => "ceil",
            Self::Floor => "floor",
            Self::Round => "round",
            Self::Int => "int",
            Self::Float => "float",
            Self::String => "string",
            Self::Trim => "trim",
            Self::TrimPrefix => "trimPrefix",
            Self::TrimSuffix => "trimSuffix",
            Self::Upper => "upper",
            Self::Lower => "lower",
            Self::Split => "split",
            Self::SplitAfter => "splitAfter",
            Self::Replace => "replace",
            Self::Repeat => "repeat",
            Self::Join => "join",
            Self::IndexOf => "indexOf",
            Self::LastIndexOf => "lastIndexOf",
            Self::HasPrefix => "hasPrefix",
            Self::HasSuffix => "hasSuffix",
            Self::Max => "max",
            Self::Min => "min",
            Self::Mean => "mean",
            Self::Median => "median",
            Self::ToJson => "toJSON",
            Self::FromJson => "fromJSON",
            Self::ToBase64 => "toBase64",
            Self::FromBase64 => "fromBase64",
            Self::Now => "now",
            Self::Duration => "duration",
            Self::Date => "date",
            Self::Timezone => "timezone",
            Self::First => "first",
            Self::Last => "last",
            Self::Get => "get",
            Self::Take => "take",
            Self::Keys => "keys",
            Self::Values => "values",
            Self::ToPairs => "toPairs",
            Self::FromPairs => "fromPairs",
            Self::Reverse => "reverse",
            Self::Uniq => "uniq",
            Self::Concat => "concat",
            Self::Flatten => "flatten",
            Self::Sort => "sort",
            Self::BitAnd => "bitand",
            Self::BitOr => "bitor",
            Self::BitXor => "bitxor",
            Self::BitNand => "bitnand",
            Self::BitShl => "bitshl",
            Self::BitShr => "bitshr",
            Self::BitUshr => "bitushr",
            Self::BitNot => "bitnot",
        }
    }

    /// Functions that take what is on top of the stack, however many arguments were written.
    pub(super) fn takes_one(self) -> bool {
        matches!(
            self,
            Self::Len
                | Self::Type
                | Self::Abs
                | Self::Ceil
                | Self::Floor
                | Self::Round
                | Self::Int
                | Self::Float
                | Self::String
                | Self::Upper
                | Self::Lower
        )
    }

    /// The arguments of those that look at the elements of a list, with a predicate among them.
    pub(super) fn predicate_arguments(self) -> Option<&'static [Argument]> {
        use Argument::{OptionalPredicate, OptionalValue, Predicate, Value};
        Some(match self {
            Self::All
            | Self::None
            | Self::Any
            | Self::One
            | Self::Filter
            | Self::Map
            | Self::Find
            | Self::FindIndex
            | Self::FindLast
            | Self::FindLastIndex
            | Self::GroupBy => &[Value, Predicate],
            Self::Count | Self::Sum => &[Value, OptionalPredicate],
            Self::SortBy | Self::Reduce => &[Value, Predicate, OptionalValue],
            _ => return None,
        })
    }
}

/// What an argument of a builtin with a predicate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Argument {
    Value,
    Predicate,
    OptionalPredicate,
    OptionalValue,
}
