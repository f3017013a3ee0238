//! What Argo gives to every condition: seven names (`argo-analysis §3.2`).

use super::types::{Gives, Signature, Type, Variadic};
use crate::condition::integer::IntegerType;

/// A name of the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    AsFloat,
    AsInt,
    Default,
    IsInf,
    IsNaN,
    IsNil,
    Result,
}

/// All of them, sorted by their text.
pub(super) const NAMES: [Name; 7] =
    [Name::AsFloat, Name::AsInt, Name::Default, Name::IsInf, Name::IsNaN, Name::IsNil, Name::Result];

impl Name {
    pub(super) fn of(text: &[u8]) -> Option<Self> {
        Some(match text {
            b"result" => Self::Result,
            b"asFloat" => Self::AsFloat,
            b"asInt" => Self::AsInt,
            b"default" => Self::Default,
            b"isInf" => Self::IsInf,
            b"isNaN" => Self::IsNaN,
            b"isNil" => Self::IsNil,
            _ => return None,
        })
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::AsFloat => "asFloat",
            Self::AsInt => "asInt",
            Self::Default => "default",
            Self::IsInf => "isInf",
            Self::IsNaN => "isNaN",
            Self::IsNil => "isNil",
            Self::Result => "result",
        }
    }

    /// The type of a function; the result is none.
    pub(super) fn signature(self) -> Option<&'static Signature> {
        Some(match self {
            Self::AsFloat => &AS_FLOAT,
            Self::AsInt => &AS_INT,
            Self::Default => &DEFAULT,
            Self::IsInf | Self::IsNaN => &FLOAT_TEST,
            Self::IsNil => &IS_NIL,
            Self::Result => return None,
        })
    }
}

static AS_FLOAT: Signature = Signature {
    text: "func(interface {}) float64",
    takes: &[Type::Any],
    gives: Gives::One(Type::Float),
    variadic: Variadic::No,
    bound: "func(interface {}) float64",
};

static AS_INT: Signature = Signature {
    text: "func(interface {}) int64",
    takes: &[Type::Any],
    gives: Gives::One(Type::Integer(IntegerType::Int64)),
    variadic: Variadic::No,
    bound: "func(interface {}) int64",
};

static DEFAULT: Signature = Signature {
    text: "func(interface {}, interface {}) interface {}",
    takes: &[Type::Any, Type::Any],
    gives: Gives::One(Type::Any),
    variadic: Variadic::No,
    bound: "func(interface {}, interface {}) interface {}",
};

static FLOAT_TEST: Signature = Signature {
    text: "func(float64) bool",
    takes: &[Type::Float],
    gives: Gives::One(Type::Bool),
    variadic: Variadic::No,
    bound: "func(float64) bool",
};

static IS_NIL: Signature = Signature {
    text: "func(interface {}) bool",
    takes: &[Type::Any],
    gives: Gives::One(Type::Bool),
    variadic: Variadic::No,
    bound: "func(interface {}) bool",
};
