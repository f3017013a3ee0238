//! Calls of functions of the environment and of methods.

use super::{failure::Failure, machine::Machine};
use crate::condition::{
    convert,
    environment::Name,
    format::shown,
    integer::{Integer, IntegerType},
    method::Method,
    method_call,
    number::{Base, parse_float, parse_int},
    types::{Signature, Type},
    val::{Function, Val},
};
use alloc::{format, string::String, vec::Vec};

/// Calls what is on the stack, by reflection.
pub(super) fn call(machine: &mut Machine<'_>, count: usize) -> Result<(), Failure> {
    let callee = machine.pop()?;
    let function = match callee {
        Val::Nil => return Err("invalid operation: cannot call nil".into()),
        Val::Function(function) => function,
        other => {
            return Err(
                format!("invalid operation: cannot call non-function of type {}", other.type_name()).into()
            );
        }
    };
    let takes = takes(&function);
    if count != takes.len() {
        let expected = takes.len();
        return Err(format!("invalid number of arguments: expected {expected}, got {count}").into());
    }
    let start = machine.stack.len().checked_sub(count).ok_or("stack underflow")?;
    let arguments = machine.stack.split_off(start);
    for (argument, wanted) in arguments.iter().zip(takes) {
        let Some(of) = argument.of_type() else {
            // A nil is the zero of the type.
            continue;
        };
        if !of.assignable_to(*wanted) {
            let (given, wanted) = (argument.type_name(), wanted.name());
            return Err(format!("reflect: Call using {given} as type {wanted}").into());
        }
    }
    let arguments =
        arguments.into_iter().zip(takes).map(|(argument, of)| zero_for_nil(argument, *of)).collect();
    let value = apply(&function, arguments, machine)?;
    machine.push(value)
}

/// The types of the arguments that a function takes.
fn takes(function: &Function<'_>) -> &'static [Type] {
    match function {
        Function::Environment(name) => name.signature().map_or(&[], |signature| signature.takes),
        Function::Method(method) => method.1.signature.takes.get(1..).unwrap_or_default(),
        Function::Given(_) => &[],
    }
}

fn zero_for_nil(argument: Val<'_>, of: Type) -> Val<'_> {
    if !matches!(argument, Val::Nil) {
        return argument;
    }
    match of {
        Type::INT => Val::int(0),
        Type::Float => Val::Float(0.0),
        Type::Text => Val::made_text(*b""),
        Type::Span => Val::Span(crate::time::Span::ZERO),
        _ => Val::Nil,
    }
}

/// Calls what is on the stack, whose type is known.
pub(super) fn call_typed(machine: &mut Machine<'_>, signature: &'static Signature) -> Result<(), Failure> {
    let callee = machine.pop()?;
    let receivers = usize::from(signature.bound != signature.text);
    let takes = signature.takes.get(receivers..).unwrap_or_default();
    let mut arguments = Vec::new();
    for wanted in takes.iter().rev() {
        let argument = machine.pop()?;
        if *wanted != Type::Any && argument.of_type() != Some(*wanted) {
            return Err(Failure::conversion(&argument, wanted.name()));
        }
        arguments.push(argument);
    }
    arguments.reverse();
    let fits = |function: &Function<'_>| match function {
        Function::Environment(name) => name.signature() == Some(signature),
        Function::Method(method) => method.1.signature.bound == signature.bound,
        Function::Given(_) => false,
    };
    match callee {
        Val::Function(function) if fits(&function) => {
            let value = apply(&function, arguments, machine)?;
            machine.push(value)
        }
        other => Err(Failure::conversion(&other, signature.bound)),
    }
}

fn apply<'v>(
    function: &Function<'v>,
    arguments: Vec<Val<'v>>,
    machine: &mut Machine<'v>,
) -> Result<Val<'v>, Failure> {
    match function {
        Function::Environment(name) => environment(*name, arguments, machine),
        Function::Method(method) => {
            machine.meter.step(CALENDAR)?;
            let (receiver, method): &(Val<'v>, &'static Method) = method;
            method_call::call(receiver, method, &arguments)
        }
        Function::Given(_) => Err("invalid operation: cannot call nil".into()),
    }
}

/// How many steps a method counts: most of them look into a calendar.
const CALENDAR: usize = 500;

fn environment<'v>(name: Name, arguments: Vec<Val<'v>>, machine: &Machine<'v>) -> Result<Val<'v>, Failure> {
    let mut arguments = arguments.into_iter();
    let (first, second) = (arguments.next().unwrap_or(Val::Nil), arguments.next().unwrap_or(Val::Nil));
    let result = Val::of(machine.context.result);
    Ok(match name {
        Name::AsInt => Val::Integer(Integer::new(IntegerType::Int64, as_int(&first)?)),
        Name::AsFloat => Val::Float(as_float(&first)?),
        Name::IsNaN => Val::Bool(matches!(first, Val::Float(float) if float.is_nan())),
        Name::IsInf => Val::Bool(matches!(first, Val::Float(float) if float.is_infinite())),
        // They look at the whole result, whatever they are asked about (`argo-analysis §3.2`).
        Name::IsNil => Val::Bool(is_nil_result(&result)),
        Name::Default if is_nil_result(&result) => second,
        Name::Default | Name::Result => result,
    })
}

fn is_nil_result(result: &Val<'_>) -> bool {
    result.is_nil()
}

fn as_int(value: &Val<'_>) -> Result<i64, Failure> {
    match value {
        Val::Float(float) => Ok(convert::integer(*float)),
        Val::Integer(integer) if Type::Integer(integer.kind()).is_integer() => Ok(integer.bits()),
        Val::Text(text) => {
            let text = text.shown();
            parse_int(&text, Base::Ten).map_err(|error| error.shown("ParseInt", &text).into())
        }
        other => Err(not_supported("asInt", other)),
    }
}

fn as_float(value: &Val<'_>) -> Result<f64, Failure> {
    match value {
        Val::Float(float) => Ok(*float),
        Val::Integer(integer) if Type::Integer(integer.kind()).is_integer() => {
            super::arithmetic::to_float(&Val::Integer(*integer))
        }
        Val::Text(text) => {
            let text = text.shown();
            parse_float(&text).map_err(|error| error.shown("ParseFloat", &text).into())
        }
        other => Err(not_supported("asFloat", other)),
    }
}

fn not_supported(name: &str, value: &Val<'_>) -> Failure {
    let text: String = format!("{name}() not supported on {} {}", value.type_name(), shown(value));
    text.into()
}
