//! The types of builtin functions.

use super::Builtin;
use crate::condition::types::{Gives, Signature, Type, Variadic};

impl Builtin {
    /// The types between which a call may choose; none for functions that look at their arguments themselves.
    pub(in crate::condition) fn signatures(self) -> &'static [Signature] {
        match self {
            Self::All | Self::None | Self::Any | Self::One => &TESTING,
            Self::Filter => &FILTERING,
            Self::Map => &MAPPING,
            Self::Find | Self::FindLast => &FINDING,
            Self::FindIndex | Self::FindLastIndex | Self::Count | Self::Sum => &COUNTING,
            Self::GroupBy => &GROUPING,
            Self::SortBy => &SORTING_BY,
            Self::Reduce => &REDUCTION,
            Self::Type | Self::String | Self::ToJson => &SHOWING,
            Self::Trim => &TRIMMING,
            Self::TrimPrefix | Self::TrimSuffix => &TRIMMING_END,
            Self::Upper | Self::Lower | Self::ToBase64 | Self::FromBase64 => &CHANGING,
            Self::Split | Self::SplitAfter => &SPLITTING,
            Self::Replace => &REPLACING,
            Self::Repeat => &REPEATING,
            Self::Join => &JOINING,
            Self::IndexOf | Self::LastIndexOf => &SEARCHING,
            Self::HasPrefix | Self::HasSuffix => &COMPARING,
            Self::FromJson => &READING,
            Self::Duration => &DURATION,
            Self::Timezone => &TIMEZONE,
            Self::Sort => &SORTING,
            Self::BitAnd
            | Self::BitOr
            | Self::BitXor
            | Self::BitNand
            | Self::BitShl
            | Self::BitShr
            | Self::BitUshr => &JOINING_BITS,
            Self::BitNot => &CHANGING_BITS,
            Self::Len
            | Self::Abs
            | Self::Ceil
            | Self::Floor
            | Self::Round
            | Self::Int
            | Self::Float
            | Self::Max
            | Self::Min
            | Self::Mean
            | Self::Median
            | Self::Now
            | Self::Date
            | Self::First
            | Self::Last
            | Self::Get
            | Self::Take
            | Self::Keys
            | Self::Values
            | Self::ToPairs
            | Self::FromPairs
            | Self::Reverse
            | Self::Uniq
            | Self::Concat
            | Self::Flatten => &[],
        }
    }

    /// The type of the function where its name stands alone.
    pub(in crate::condition) fn own_type(self) -> Type {
        Type::Function(self.signatures().first().unwrap_or(&ANYTHING))
    }
}

/// What functions have that look at their arguments themselves.
pub(in crate::condition) static ANYTHING: Signature = Signature {
    text: "func(...interface {}) (interface {}, error)",
    takes: &[Type::List],
    gives: Gives::Two(Type::Any),
    variadic: Variadic::Yes,
    bound: "func(...interface {}) (interface {}, error)",
};

/// A predicate that tests.
pub(in crate::condition) static TEST: Signature = one("func(interface {}) bool", &[Type::Any], Type::Bool);
static MAKING: Signature = one("func(interface {}) interface {}", &[Type::Any], Type::Any);
static REDUCING: Signature =
    one("func(interface {}, interface {}) interface {}", &[Type::Any, Type::Any], Type::Any);

const fn one(text: &'static str, takes: &'static [Type], gives: Type) -> Signature {
    Signature { text, takes, gives: Gives::One(gives), variadic: Variadic::No, bound: text }
}

/// With an error beside its value.
const fn two(text: &'static str, takes: &'static [Type], gives: Type) -> Signature {
    Signature { text, takes, gives: Gives::Two(gives), variadic: Variadic::No, bound: text }
}

static TESTING: [Signature; 1] = [one(
    "func([]interface {}, func(interface {}) bool) bool",
    &[Type::List, Type::Function(&TEST)],
    Type::Bool,
)];

static FILTERING: [Signature; 1] = [one(
    "func([]interface {}, func(interface {}) bool) []interface {}",
    &[Type::List, Type::Function(&TEST)],
    Type::List,
)];

static MAPPING: [Signature; 1] = [one(
    "func([]interface {}, func(interface {}) interface {}) []interface {}",
    &[Type::List, Type::Function(&MAKING)],
    Type::List,
)];

static FINDING: [Signature; 1] = [one(
    "func([]interface {}, func(interface {}) bool) interface {}",
    &[Type::List, Type::Function(&TEST)],
    Type::Any,
)];

static COUNTING: [Signature; 1] = [one(
    "func([]interface {}, func(interface {}) bool) int",
    &[Type::List, Type::Function(&TEST)],
    Type::INT,
)];

static GROUPING: [Signature; 1] = [one(
    "func([]interface {}, func(interface {}) interface {}) map[interface {}][]interface {}",
    &[Type::List, Type::Function(&MAKING)],
    Type::Groups,
)];

static SORTING_BY: [Signature; 1] = [one(
    "func([]interface {}, func(interface {}) bool, string) []interface {}",
    &[Type::List, Type::Function(&TEST), Type::Text],
    Type::List,
)];

static REDUCTION: [Signature; 1] = [one(
    "func([]interface {}, func(interface {}, interface {}) interface {}, interface {}) interface {}",
    &[Type::List, Type::Function(&REDUCING), Type::Any],
    Type::Any,
)];

static SHOWING: [Signature; 1] = [one("func(interface {}) string", &[Type::Any], Type::Text)];

static TRIMMING: [Signature; 2] = [
    one("func(string) string", &[Type::Text], Type::Text),
    one("func(string, string) string", &[Type::Text, Type::Text], Type::Text),
];

static TRIMMING_END: [Signature; 2] = [
    one("func(string, string) string", &[Type::Text, Type::Text], Type::Text),
    one("func(string) string", &[Type::Text], Type::Text),
];

static CHANGING: [Signature; 1] = [one("func(string) string", &[Type::Text], Type::Text)];

static SPLITTING: [Signature; 2] = [
    one("func(string, string) []string", &[Type::Text, Type::Text], Type::Texts),
    one("func(string, string, int) []string", &[Type::Text, Type::Text, Type::INT], Type::Texts),
];

static REPLACING: [Signature; 2] = [
    one(
        "func(string, string, string, int) string",
        &[Type::Text, Type::Text, Type::Text, Type::INT],
        Type::Text,
    ),
    one("func(string, string, string) string", &[Type::Text, Type::Text, Type::Text], Type::Text),
];

static REPEATING: [Signature; 1] = [one("func(string, int) string", &[Type::Text, Type::INT], Type::Text)];

static JOINING: [Signature; 5] = [
    one("func([]string, string) string", &[Type::Texts, Type::Text], Type::Text),
    one("func([]interface {}, string) string", &[Type::List, Type::Text], Type::Text),
    one("func([]interface {}) string", &[Type::List], Type::Text),
    one("func([]string, string) string", &[Type::Texts, Type::Text], Type::Text),
    one("func([]string) string", &[Type::Texts], Type::Text),
];

static SEARCHING: [Signature; 1] = [one("func(string, string) int", &[Type::Text, Type::Text], Type::INT)];

static COMPARING: [Signature; 1] = [one("func(string, string) bool", &[Type::Text, Type::Text], Type::Bool)];

static READING: [Signature; 1] = [one("func(string) interface {}", &[Type::Text], Type::Any)];

static DURATION: [Signature; 1] = [two("func(string) (time.Duration, error)", &[Type::Text], Type::Span)];

static TIMEZONE: [Signature; 1] = [two("func(string) (*time.Location, error)", &[Type::Text], Type::Zone)];

static SORTING: [Signature; 8] = [
    one("func([]interface {}, string) []interface {}", &[Type::List, Type::Text], Type::List),
    one("func([]int, string) []interface {}", &[Type::Ints, Type::Text], Type::List),
    one("func([]float64, string) []interface {}", &[Type::Floats, Type::Text], Type::List),
    one("func([]string, string) []interface {}", &[Type::Texts, Type::Text], Type::List),
    one("func([]interface {}) []interface {}", &[Type::List], Type::List),
    one("func([]float64) []interface {}", &[Type::Floats], Type::List),
    one("func([]string) []interface {}", &[Type::Texts], Type::List),
    one("func([]int) []interface {}", &[Type::Ints], Type::List),
];

static JOINING_BITS: [Signature; 1] = [one("func(int, int) int", &[Type::INT, Type::INT], Type::INT)];

static CHANGING_BITS: [Signature; 1] = [one("func(int) int", &[Type::INT], Type::INT)];
