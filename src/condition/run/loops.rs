//! Going through lists.

use super::{
    failure::Failure,
    machine::Machine,
    scope::{Collected, Groups, Scope},
};
use crate::condition::{list::List, program::Op, sort, val::Val};
use alloc::vec::Vec;

pub(super) fn execute<'v>(machine: &mut Machine<'v>, op: &Op) -> Result<(), Failure> {
    if let Op::Begin = op {
        let value = machine.pop()?;
        let scope = Scope::begin(value)?;
        machine.scopes.push(scope);
        return Ok(());
    }
    let popped = match op {
        Op::StoreAccumulator | Op::Group | Op::BeginSort | Op::SortBy => machine.pop()?,
        _ => Val::Nil,
    };
    let Some(scope) = machine.scopes.last_mut() else {
        return Err("stack underflow".into());
    };
    let value = match op {
        Op::LoadIndex => Val::int(scope.index),
        Op::LoadCount => Val::int(scope.count),
        Op::LoadLength => Val::int(scope.length),
        Op::LoadAccumulator => scope.outcome(),
        Op::LoadElement => scope.element()?,
        Op::Sort => {
            let length = usize::try_from(scope.length).unwrap_or(0);
            let collected = core::mem::replace(&mut scope.collected, Collected::Nothing);
            let items = sorted(collected, machine)?;
            machine.meter.grow(length)?;
            items
        }
        other => return change(machine, other, popped),
    };
    machine.push(value)
}

/// What leaves nothing on the stack.
fn change<'v>(machine: &mut Machine<'v>, op: &Op, popped: Val<'v>) -> Result<(), Failure> {
    let Some(scope) = machine.scopes.last_mut() else {
        return Ok(());
    };
    match op {
        Op::End => _ = machine.scopes.pop(),
        Op::NextIndex => scope.index += 1,
        Op::PreviousIndex => scope.index -= 1,
        Op::LastIndex => scope.index = scope.length - 1,
        Op::CountOne => scope.count += 1,
        Op::StoreAccumulator => scope.accumulator = popped,
        Op::BeginGroups => scope.collected = Collected::Groups(Groups::default()),
        Op::Group => {
            let element = scope.element()?;
            machine.meter.produce(1)?;
            if let Collected::Groups(groups) = &mut scope.collected {
                groups.add(popped, element)?;
            }
        }
        Op::BeginSort => {
            let descending = match &popped {
                Val::Text(order) => match &**order {
                    b"asc" => false,
                    b"desc" => true,
                    _ => return Err("unknown order, use asc or desc".into()),
                },
                _ => return Err("sortBy order argument must be a string".into()),
            };
            scope.collected = Collected::Sorting { descending, items: Vec::new(), values: Vec::new() };
        }
        Op::SortBy => {
            let element = scope.element()?;
            if let Collected::Sorting { items, values, .. } = &mut scope.collected {
                items.push(element);
                values.push(popped);
            }
        }
        _ => {}
    }
    Ok(())
}

fn sorted<'v>(collected: Collected<'v>, machine: &mut Machine<'v>) -> Result<Val<'v>, Failure> {
    let Collected::Sorting { descending, items, values } = collected else {
        return Ok(Val::List(List::made(Vec::new())));
    };
    let order = sort::order(&values, descending, &mut machine.meter)?;
    let sorted = order.into_iter().filter_map(|at| items.get(at).cloned()).collect();
    Ok(Val::List(List::made(sorted)))
}
