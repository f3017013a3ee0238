//! Lengths, types, conversions, rounding.

use super::{Builtin, call::Arguments};
use crate::condition::{
    convert, format,
    integer::{Integer, IntegerType},
    number::{Base, parse_float, parse_int},
    run::Failure,
    types::{Type, TypeKind},
    val::{Str, Val},
};
use alloc::format;

/// Elements of a list or map; letters of a text.
pub(super) fn len<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    Ok(match arguments.get(0)? {
        Val::List(list) => Val::count(list.len()),
        Val::Map(map) => Val::count(map.len()),
        Val::Text(text) | Val::StatusCode(text) => Val::count(letters(text)),
        other => return Err(format!("invalid argument for len (type {})", other.type_name()).into()),
    })
}

/// Letters; each byte that is no UTF-8 counts as one.
pub(super) fn letters(text: &[u8]) -> usize {
    text.utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum()
}

pub(super) fn type_of<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let name: &'static str = match arguments.get(0)?.of_type() {
        None => "nil",
        Some(Type::Moment) => "time.Time",
        Some(Type::Span) => "time.Duration",
        Some(Type::Location) => "time.Location",
        Some(Type::Integer(IntegerType::Month)) => "time.Month",
        Some(Type::Integer(IntegerType::Weekday)) => "time.Weekday",
        Some(Type::StatusCode) => "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types.StatusCode",
        Some(Type::Series) => "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types.MetricDataResult",
        Some(Type::Message) => "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types.MessageData",
        Some(Type::Row) => "github.com/newrelic/newrelic-client-go/v2/pkg/nrdb.NRDBResult",
        Some(of) => match of.kind() {
            TypeKind::Bool => "bool",
            TypeKind::Int | TypeKind::Int64 => "int",
            TypeKind::Uint8 | TypeKind::Uint64 => "uint",
            TypeKind::Float64 => "float",
            TypeKind::Text => "string",
            TypeKind::Slice | TypeKind::Array => "array",
            TypeKind::Map => "map",
            TypeKind::Function => "func",
            TypeKind::Struct => "struct",
            TypeKind::Pointer | TypeKind::Interface => "unknown",
        },
    };
    Ok(Val::Text(Str::Given(name.as_bytes())))
}

fn is_plain(integer: Integer) -> bool {
    Type::Integer(integer.kind()).is_integer()
}

pub(super) fn abs<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    Ok(match arguments.get(0)? {
        // A negative zero stays one.
        Val::Float(float) if *float < 0.0 => Val::Float(convert::negated(*float)),
        Val::Float(float) => Val::Float(*float),
        Val::Integer(integer) if is_plain(*integer) => match integer.kind() {
            IntegerType::Uint64 | IntegerType::Uint8 => Val::Integer(*integer),
            kind => Val::Integer(Integer::new(kind, integer.bits().wrapping_abs())),
        },
        other => return Err(format!("invalid argument for abs (type {})", other.type_name()).into()),
    })
}

/// `ceil`, `floor` and `round`: always a float.
pub(super) fn round<'v>(builtin: Builtin, arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let value = arguments.get(0)?;
    let Some(number) = number(value) else {
        let (name, found) = (builtin.name(), value.type_name());
        return Err(format!("invalid argument for {name} (type {found})").into());
    };
    Ok(Val::Float(match builtin {
        Builtin::Ceil => convert::ceil(number),
        Builtin::Floor => convert::floor(number),
        _ => convert::round(number),
    }))
}

fn number(value: &Val<'_>) -> Option<f64> {
    match value {
        Val::Float(float) => Some(*float),
        Val::Integer(integer) if integer.kind() == IntegerType::Uint64 => {
            Some(convert::float_unsigned(integer.bits().cast_unsigned()))
        }
        Val::Integer(integer) if is_plain(*integer) => Some(convert::float(integer.bits())),
        _ => None,
    }
}

pub(super) fn int<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    Ok(Val::int(match arguments.get(0)? {
        Val::Float(float) => convert::integer(*float),
        Val::Integer(integer) => integer.bits(),
        Val::Span(span) => span.as_nanoseconds(),
        Val::Text(text) => {
            let shown = text.shown();
            parse_int(&shown, Base::Ten)
                .map_err(|_| Failure::from(format!("invalid operation: int({shown})")))?
        }
        Val::Nil => return Err("reflect: call of reflect.Value.Type on zero Value".into()),
        other => return Err(format!("invalid operation: int({})", other.type_name()).into()),
    }))
}

pub(super) fn float<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let value = arguments.get(0)?;
    if let Val::Text(text) = value {
        let shown = text.shown();
        let parsed = parse_float(&shown);
        return parsed.map(Val::Float).map_err(|_| format!("invalid operation: float({shown})").into());
    }
    match number(value) {
        Some(number) => Ok(Val::Float(number)),
        None => Err(format!("invalid operation: float({})", value.type_name()).into()),
    }
}

pub(super) fn string<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let value = arguments.get(0)?;
    if let Val::Text(_) = value {
        return Ok(value.clone());
    }
    let bytes = format::bytes(value).ok_or_else(Failure::too_deep)?;
    arguments.meter.produce(bytes.len())?;
    Ok(Val::made_text(bytes))
}
