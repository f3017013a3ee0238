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
        NAMES.iter().find(|(known, _)| known.as_bytes() == name).map(|(_, builtin)| *builtin)
    }

    pub(super) fn name(self) -> &'static str {
        NAMES.iter().find(|(_, builtin)| *builtin == self).map_or("", |(name, _)| name)
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

/// All of them, by name.
const NAMES: [(&str, Builtin); 71] = [
    ("all", Builtin::All),
    ("none", Builtin::None),
    ("any", Builtin::Any),
    ("one", Builtin::One),
    ("filter", Builtin::Filter),
    ("map", Builtin::Map),
    ("find", Builtin::Find),
    ("findIndex", Builtin::FindIndex),
    ("findLast", Builtin::FindLast),
    ("findLastIndex", Builtin::FindLastIndex),
    ("count", Builtin::Count),
    ("sum", Builtin::Sum),
    ("groupBy", Builtin::GroupBy),
    ("sortBy", Builtin::SortBy),
    ("reduce", Builtin::Reduce),
    ("len", Builtin::Len),
    ("type", Builtin::Type),
    ("abs", Builtin::Abs),
    ("ceil", Builtin::Ceil),
    ("floor", Builtin::Floor),
    ("round", Builtin::Round),
    ("int", Builtin::Int),
    ("float", Builtin::Float),
    ("string", Builtin::String),
    ("trim", Builtin::Trim),
    ("trimPrefix", Builtin::TrimPrefix),
    ("trimSuffix", Builtin::TrimSuffix),
    ("upper", Builtin::Upper),
    ("lower", Builtin::Lower),
    ("split", Builtin::Split),
    ("splitAfter", Builtin::SplitAfter),
    ("replace", Builtin::Replace),
    ("repeat", Builtin::Repeat),
    ("join", Builtin::Join),
    ("indexOf", Builtin::IndexOf),
    ("lastIndexOf", Builtin::LastIndexOf),
    ("hasPrefix", Builtin::HasPrefix),
    ("hasSuffix", Builtin::HasSuffix),
    ("max", Builtin::Max),
    ("min", Builtin::Min),
    ("mean", Builtin::Mean),
    ("median", Builtin::Median),
    ("toJSON", Builtin::ToJson),
    ("fromJSON", Builtin::FromJson),
    ("toBase64", Builtin::ToBase64),
    ("fromBase64", Builtin::FromBase64),
    ("now", Builtin::Now),
    ("duration", Builtin::Duration),
    ("date", Builtin::Date),
    ("timezone", Builtin::Timezone),
    ("first", Builtin::First),
    ("last", Builtin::Last),
    ("get", Builtin::Get),
    ("take", Builtin::Take),
    ("keys", Builtin::Keys),
    ("values", Builtin::Values),
    ("toPairs", Builtin::ToPairs),
    ("fromPairs", Builtin::FromPairs),
    ("reverse", Builtin::Reverse),
    ("uniq", Builtin::Uniq),
    ("concat", Builtin::Concat),
    ("flatten", Builtin::Flatten),
    ("sort", Builtin::Sort),
    ("bitand", Builtin::BitAnd),
    ("bitor", Builtin::BitOr),
    ("bitxor", Builtin::BitXor),
    ("bitnand", Builtin::BitNand),
    ("bitshl", Builtin::BitShl),
    ("bitshr", Builtin::BitShr),
    ("bitushr", Builtin::BitUshr),
    ("bitnot", Builtin::BitNot),
];
