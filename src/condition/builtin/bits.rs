//! `bitand` and its kin: 64-bit integers.

use super::{Builtin, call::Arguments};
use crate::condition::{run::Failure, types::Type, val::Val};
use alloc::format;

pub(super) fn combine<'v>(builtin: Builtin, arguments: &Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let name = builtin.name();
    if arguments.len() != 2 {
        let count = arguments.len();
        return Err(format!("invalid number of arguments for {name} (expected 2, got {count})").into());
    }
    let (x, y) = (integer(arguments.get(0)?, name)?, integer(arguments.get(1)?, name)?);
    let shift = || {
        if y < 0 {
            return Err(Failure::from(format!("invalid operation: negative shift count {y} (type int)")));
        }
        Ok(u32::try_from(y).unwrap_or(u32::MAX))
    };
    Ok(Val::int(match builtin {
        Builtin::BitAnd => x & y,
        Builtin::BitOr => x | y,
        Builtin::BitXor => x ^ y,
        Builtin::BitNand => x & !y,
        Builtin::BitShl => x.checked_shl(shift()?).unwrap_or(0),
        Builtin::BitShr => x >> shift()?.min(63),
        _ => x.cast_unsigned().checked_shr(shift()?).unwrap_or(0).cast_signed(),
    }))
}

pub(super) fn not<'v>(arguments: &Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    if arguments.len() != 1 {
        let count = arguments.len();
        return Err(format!("invalid number of arguments for bitnot (expected 1, got {count})").into());
    }
    Ok(Val::int(!integer(arguments.get(0)?, "bitnot")?))
}

fn integer(value: &Val<'_>, name: &str) -> Result<i64, Failure> {
    match value {
        Val::Integer(integer) if Type::Integer(integer.kind()).is_integer() => Ok(integer.bits()),
        other => {
            Err(format!("cannot use {} as argument (type int) to call {name}", other.type_name()).into())
        }
    }
}
