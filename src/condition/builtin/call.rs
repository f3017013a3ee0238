//! Which function does what.

use super::{
    Builtin, aggregate, base64, bits, dates, json_in, json_out, lists, maps, numbers, split, strings,
};
use crate::condition::run::{Context, Failure, Meter};
use crate::condition::val::{Str, Val};
use alloc::{format, vec::Vec};

/// The arguments of a call, and what it may use.
pub(super) struct Arguments<'v, 'm> {
    pub(super) values: Vec<Val<'v>>,
    pub(super) meter: &'m mut Meter,
    pub(super) context: Context<'v>,
}

impl<'v> Arguments<'v, '_> {
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// The `n`-th argument.
    pub(super) fn get(&self, n: usize) -> Result<&Val<'v>, Failure> {
        let length = self.values.len();
        self.values
            .get(n)
            .ok_or_else(|| format!("runtime error: index out of range [{n}] with length {length}").into())
    }

    /// The `n`-th argument, which must be a text.
    pub(super) fn text(&self, n: usize) -> Result<&Str<'v>, Failure> {
        match self.get(n)? {
            Val::Text(text) => Ok(text),
            other => Err(Failure::conversion(other, "string")),
        }
    }

    /// The one argument there may be.
    pub(super) fn only(&self) -> Result<&Val<'v>, Failure> {
        match &*self.values {
            [one] => Ok(one),
            values => Err(format!("invalid number of arguments (expected 1, got {})", values.len()).into()),
        }
    }
}

/// Calls a builtin function.
pub(in crate::condition) fn call<'v>(
    builtin: Builtin,
    values: Vec<Val<'v>>,
    meter: &mut Meter,
    context: Context<'v>,
) -> Result<Val<'v>, Failure> {
    if builtin.takes_one() && values.is_empty() {
        return Err("stack underflow".into());
    }
    let arguments = &mut Arguments { values, meter, context };
    of_texts(builtin, arguments).unwrap_or_else(|| of_others(builtin, arguments))
}

/// Functions of texts.
fn of_texts<'v>(builtin: Builtin, arguments: &mut Arguments<'v, '_>) -> Option<Result<Val<'v>, Failure>> {
    Some(match builtin {
        Builtin::Trim => strings::trim(arguments),
        Builtin::TrimPrefix => strings::trim_prefix(arguments),
        Builtin::TrimSuffix => strings::trim_suffix(arguments),
        Builtin::Upper => strings::upper(arguments),
        Builtin::Lower => strings::lower(arguments),
        Builtin::Split | Builtin::SplitAfter => split::split(builtin, arguments),
        Builtin::Replace => split::replace(arguments),
        Builtin::Repeat => strings::repeat(arguments),
        Builtin::Join => strings::join(arguments),
        Builtin::IndexOf | Builtin::LastIndexOf => strings::index_of(builtin, arguments),
        Builtin::HasPrefix => strings::has_prefix(arguments),
        Builtin::HasSuffix => strings::has_suffix(arguments),
        Builtin::ToJson => json_out::to_json(arguments),
        Builtin::FromJson => json_in::from_json(arguments),
        Builtin::ToBase64 => base64::encode(arguments),
        Builtin::FromBase64 => base64::decode(arguments),
        _ => return None,
    })
}

/// Functions of numbers, lists, maps and times.
fn of_others<'v>(builtin: Builtin, arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    match builtin {
        Builtin::Len => numbers::len(arguments),
        Builtin::Type => numbers::type_of(arguments),
        Builtin::Abs => numbers::abs(arguments),
        Builtin::Ceil | Builtin::Floor | Builtin::Round => numbers::round(builtin, arguments),
        Builtin::Int => numbers::int(arguments),
        Builtin::Float => numbers::float(arguments),
        Builtin::String => numbers::string(arguments),
        Builtin::Max | Builtin::Min => aggregate::extreme(builtin, arguments),
        Builtin::Mean => aggregate::mean(arguments),
        Builtin::Median => aggregate::median(arguments),
        Builtin::Now => dates::now(arguments),
        Builtin::Duration => dates::duration(arguments),
        Builtin::Date => dates::date(arguments),
        Builtin::Timezone => dates::timezone(arguments),
        Builtin::First => Ok(lists::fetched(arguments.get(0)?, 0)),
        Builtin::Last => Ok(lists::fetched(arguments.get(0)?, -1)),
        Builtin::Get => lists::get(arguments),
        Builtin::Take => lists::take(arguments),
        Builtin::Keys => maps::keys(arguments),
        Builtin::Values => maps::values(arguments),
        Builtin::ToPairs => maps::to_pairs(arguments),
        Builtin::FromPairs => maps::from_pairs(arguments),
        Builtin::Reverse => lists::reverse(arguments),
        Builtin::Uniq => lists::uniq(arguments),
        Builtin::Concat => lists::concat(arguments),
        Builtin::Flatten => lists::flatten(arguments),
        Builtin::Sort => lists::sort(arguments),
        Builtin::BitAnd
        | Builtin::BitOr
        | Builtin::BitXor
        | Builtin::BitNand
        | Builtin::BitShl
        | Builtin::BitShr
        | Builtin::BitUshr => bits::combine(builtin, arguments),
        Builtin::BitNot => bits::not(arguments),
        // Those with predicates are loops of instructions.
        _ => Err("invalid operation: cannot call nil".into()),
    }
}
