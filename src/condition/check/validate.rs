//! Functions that look at the types of their arguments themselves.

use crate::condition::{
    builtin::Builtin,
    types::{Type, TypeKind},
};
use alloc::{format, string::String};

impl Builtin {
    /// Whether the function has no signatures but a test of its own.
    pub(super) fn validates(self) -> bool {
        self.signatures().is_empty() && self != Self::Get
    }
}

/// The type of a call with arguments of these types; a nil has none.
pub(super) fn validate(builtin: Builtin, types: &[Option<Type>]) -> Result<Type, String> {
    match builtin {
        Builtin::Now => return now(types),
        Builtin::Date => return date(types),
        Builtin::Max | Builtin::Min | Builtin::Mean | Builtin::Median => return aggregate(builtin, types),
        Builtin::Concat => return concat(types),
        Builtin::Take => return take(types),
        _ => {}
    }
    let &[of] = types else {
        return Err(format!("invalid number of arguments (expected 1, got {})", types.len()));
    };
    let pointed = of.map(Type::dereferenced);
    let kind = pointed.map(Type::kind);
    let number = pointed.is_some_and(is_number);
    let any = kind == Some(TypeKind::Interface);
    let list = matches!(kind, Some(TypeKind::Slice | TypeKind::Array));
    let map = kind == Some(TypeKind::Map);
    let text = kind == Some(TypeKind::Text);
    let (accepted, gives, otherwise) = match builtin {
        Builtin::Len => (list || map || text || any, Type::INT, "invalid argument for len (type"),
        Builtin::Abs => (number || any, of.unwrap_or(Type::Any), "invalid argument for abs (type"),
        Builtin::Ceil => (number || any, Type::Float, "invalid argument for ceil (type"),
        Builtin::Floor => (number || any, Type::Float, "invalid argument for floor (type"),
        Builtin::Round => (number || any, Type::Float, "invalid argument for round (type"),
        Builtin::Int => (number || any || text, Type::INT, "invalid argument for int (type"),
        Builtin::Float => (number || any || text, Type::Float, "invalid argument for float (type"),
        Builtin::First => (list || any, first_of(of), "cannot get first element from"),
        Builtin::Last => (list || any, first_of(of), "cannot get last element from"),
        Builtin::Keys => (map || any, Type::List, "cannot get keys from"),
        Builtin::Values => (map || any, Type::List, "cannot get values from"),
        Builtin::ToPairs => (map || any, Type::List, "cannot transform"),
        Builtin::FromPairs => (list || any, Type::Entries, "cannot transform"),
        Builtin::Reverse => (list || any, Type::List, "cannot reverse"),
        Builtin::Uniq => (list || any, Type::List, "cannot uniq"),
        _ => (list || any, Type::List, "cannot flatten"),
    };
    if accepted {
        return Ok(gives);
    }
    let name = shown(of);
    Err(match builtin {
        Builtin::ToPairs => format!("{otherwise} {name} to pairs"),
        Builtin::FromPairs => format!("{otherwise} {name} from pairs"),
        _ if otherwise.ends_with("(type") => format!("{otherwise} {name})"),
        _ => format!("{otherwise} {name}"),
    })
}

/// A nil has no type, which Go's `%s` prints so.
fn shown(of: Option<Type>) -> &'static str {
    of.map_or("%!s(<nil>)", Type::name)
}

/// By kind: months and spans are numbers here.
fn is_number(of: Type) -> bool {
    matches!(
        of.kind(),
        TypeKind::Int | TypeKind::Int64 | TypeKind::Uint8 | TypeKind::Uint64 | TypeKind::Float64
    )
}

fn first_of(of: Option<Type>) -> Type {
    of.filter(|of| of.is_list()).and_then(Type::element).unwrap_or(Type::Any)
}

fn now(types: &[Option<Type>]) -> Result<Type, String> {
    match types {
        [] | [Some(Type::Zone)] => Ok(Type::Moment),
        _ => Err(format!("invalid number of arguments (expected 0, got {})", types.len())),
    }
}

fn date(types: &[Option<Type>]) -> Result<Type, String> {
    let rest = match types {
        [] => return Err("invalid number of arguments (expected at least 1, got 0)".into()),
        [Some(Type::Zone), rest @ ..] => rest,
        rest => rest,
    };
    if 3 < rest.len() {
        return Err(format!("invalid number of arguments (expected at most 3, got {})", rest.len()));
    }
    Ok(Type::Moment)
}

/// The first argument that is a list, or unknown, decides; of numbers alone the first one does.
fn aggregate(builtin: Builtin, types: &[Option<Type>]) -> Result<Type, String> {
    let name = builtin.name();
    let Some(first) = types.first() else {
        return Err(format!("not enough arguments to call {name}"));
    };
    for of in types {
        let pointed = of.map(Type::dereferenced);
        match pointed.map(Type::kind) {
            Some(TypeKind::Interface | TypeKind::Array | TypeKind::Slice) => return Ok(Type::Any),
            _ if pointed.is_some_and(is_number) => {}
            _ => return Err(format!("invalid argument for {name} (type {})", shown(*of))),
        }
    }
    Ok(first.unwrap_or(Type::Any))
}

fn concat(types: &[Option<Type>]) -> Result<Type, String> {
    if types.is_empty() {
        return Err("invalid number of arguments (expected at least 1, got 0)".into());
    }
    match types.iter().find(|of| !is_list_or_any(**of)) {
        Some(of) => Err(format!("cannot concat {}", shown(*of))),
        None => Ok(Type::List),
    }
}

fn take(types: &[Option<Type>]) -> Result<Type, String> {
    let &[list, count] = types else {
        return Err(format!("invalid number of arguments (expected 2, got {})", types.len()));
    };
    if !is_list_or_any(list) {
        return Err(format!("cannot take from {}", shown(list)));
    }
    let kind = count.map(|of| of.dereferenced().kind());
    if !matches!(kind, Some(TypeKind::Interface | TypeKind::Int | TypeKind::Int64)) {
        return Err(format!("cannot take {} elements", shown(count)));
    }
    Ok(list.unwrap_or(Type::Any))
}

fn is_list_or_any(of: Option<Type>) -> bool {
    let kind = of.map(|of| of.dereferenced().kind());
    matches!(kind, Some(TypeKind::Interface | TypeKind::Slice | TypeKind::Array))
}
