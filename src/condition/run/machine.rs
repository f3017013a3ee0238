//! The machine.

use super::{
    Context, access, arithmetic, call,
    equality::equal,
    failure::Failure,
    loops,
    order::{less, less_or_equal, more, more_or_equal},
    scope::Scope,
    texts,
};
use crate::condition::{
    builtin,
    error::{Fault, too_much},
    limits::{MAX_ELEMENTS, MAX_PRODUCED, MAX_STEPS},
    list::List,
    mapping::Mapping,
    program::{Op, Program},
    tree::Constant,
    val::{Str, Val},
};
use alloc::vec::Vec;

/// Runs a program; a fault is at the instruction that failed.
pub(in crate::condition) fn run<'v>(program: &'v Program, context: Context<'v>) -> Result<Val<'v>, Fault> {
    let mut machine = Machine {
        context,
        stack: Vec::new(),
        variables: Vec::new(),
        scopes: Vec::new(),
        meter: Meter::default(),
        at: 0,
    };
    machine.variables.resize(program.variables, Val::Nil);
    match machine.run(program) {
        Ok(value) => Ok(value),
        Err(failure) => {
            let at = program.places.get(machine.at.saturating_sub(1)).copied().unwrap_or(0);
            Err(Fault::new(failure.into_message(), at as usize))
        }
    }
}

/// What an evaluation has used up.
#[derive(Default)]
pub(in crate::condition) struct Meter {
    steps: u64,
    produced: u64,
    elements: u64,
}

impl Meter {
    /// Steps taken.
    pub(in crate::condition) fn step(&mut self, steps: usize) -> Result<(), Failure> {
        self.steps = self.steps.saturating_add(steps as u64);
        if MAX_STEPS < self.steps {
            return Err(too_much("evaluation takes too many steps", MAX_STEPS).into());
        }
        Ok(())
    }

    /// Bytes or elements produced that upstream does not count.
    pub(in crate::condition) fn produce(&mut self, size: usize) -> Result<(), Failure> {
        // Bytes are copied many at a time.
        self.step(size / 8)?;
        self.produced = self.produced.saturating_add(size as u64);
        if MAX_PRODUCED < self.produced {
            return Err(too_much("evaluation produces too much", MAX_PRODUCED).into());
        }
        Ok(())
    }

    /// Elements that upstream counts.
    pub(in crate::condition) fn grow(&mut self, size: usize) -> Result<(), Failure> {
        self.elements = self.elements.saturating_add(size as u64);
        if MAX_ELEMENTS <= self.elements {
            return Err("memory budget exceeded".into());
        }
        Ok(())
    }
}

pub(super) struct Machine<'v> {
    pub(super) context: Context<'v>,
    pub(super) stack: Vec<Val<'v>>,
    variables: Vec<Val<'v>>,
    pub(super) scopes: Vec<Scope<'v>>,
    pub(super) meter: Meter,
    /// The instruction after the one that runs.
    at: usize,
}

type Done = Result<(), Failure>;

impl<'v> Machine<'v> {
    fn run(&mut self, program: &'v Program) -> Result<Val<'v>, Failure> {
        while let Some(op) = program.code.get(self.at) {
            self.at += 1;
            self.meter.step(1)?;
            self.execute(op)?;
        }
        Ok(self.stack.pop().unwrap_or(Val::Nil))
    }

    pub(super) fn push(&mut self, value: Val<'v>) -> Done {
        self.stack.push(value);
        Ok(())
    }

    pub(super) fn pop(&mut self) -> Result<Val<'v>, Failure> {
        self.stack.pop().ok_or_else(|| "stack underflow".into())
    }

    fn top(&self) -> Result<&Val<'v>, Failure> {
        self.stack.last().ok_or_else(|| "stack underflow".into())
    }

    /// The two operands, the left one first.
    pub(super) fn pop2(&mut self) -> Result<(Val<'v>, Val<'v>), Failure> {
        let right = self.pop()?;
        Ok((self.pop()?, right))
    }

    fn execute(&mut self, op: &'v Op) -> Done {
        match op {
            Op::Nil => self.push(Val::Nil),
            Op::True => self.push(Val::Bool(true)),
            Op::False => self.push(Val::Bool(false)),
            Op::Integer(integer) => self.push(Val::int(*integer)),
            Op::Float(float) => self.push(Val::Float(*float)),
            Op::Text(text) => self.push(Val::Text(Str::Given(text))),
            Op::Bytes(bytes) => self.push(Val::List(List::Bytes(Str::Given(bytes)))),
            Op::Constant(constant) => self.push(match constant {
                Constant::List(values) => Val::List(List::Values(values)),
                Constant::Integers(integers) => Val::Map(Mapping::Integers(integers)),
                Constant::Texts(texts) => Val::Map(Mapping::Texts(texts)),
            }),
            Op::Pop => self.pop().map(drop),
            Op::Store(number) => {
                let value = self.pop()?;
                if let Some(variable) = self.variables.get_mut(*number) {
                    *variable = value;
                }
                Ok(())
            }
            Op::Load(number) => {
                let value = self.variables.get(*number).cloned().unwrap_or(Val::Nil);
                self.push(value)
            }
            Op::LoadName(name) => self.push(Val::of_environment(*name, self.context.result)),
            Op::LoadEnvironment => self.push(Val::Map(Mapping::Environment(self.context.result))),
            Op::Fetch | Op::Field(_) | Op::Method(_) | Op::In | Op::Slice | Op::Length => self.access(op),
            Op::Jump(_)
            | Op::JumpIfTrue(_)
            | Op::JumpIfFalse(_)
            | Op::JumpIfNil(_)
            | Op::JumpIfNotNil(_)
            | Op::JumpIfEnd(_) => self.jump(op),
            Op::Call(count) => call::call(self, *count),
            Op::CallTyped(signature) => call::call_typed(self, signature),
            Op::Builtin(name, count) => {
                let arguments = self.arguments(*name, *count);
                let value = builtin::call(*name, arguments, &mut self.meter, self.context)?;
                self.push(value)
            }
            Op::List => self.list(),
            Op::Map(count) => self.map(*count),
            Op::Dereference => {
                let value = self.pop()?;
                self.push(value.dereferenced())
            }
            Op::Fail(message) => Err((*message).into()),
            Op::Matches | Op::MatchesConstant(_) | Op::Contains | Op::StartsWith | Op::EndsWith => {
                texts::execute(self, op)
            }
            Op::Begin
            | Op::End
            | Op::NextIndex
            | Op::PreviousIndex
            | Op::LastIndex
            | Op::CountOne
            | Op::LoadIndex
            | Op::LoadCount
            | Op::LoadLength
            | Op::LoadAccumulator
            | Op::StoreAccumulator
            | Op::LoadElement
            | Op::BeginGroups
            | Op::Group
            | Op::BeginSort
            | Op::SortBy
            | Op::Sort => loops::execute(self, op),
            _ => self.operate(op),
        }
    }

    fn access(&mut self, op: &'v Op) -> Done {
        let value = match op {
            Op::Fetch => {
                let (from, by) = self.pop2()?;
                access::fetch(&from, &by)?
            }
            Op::Field(name) => access::field(&self.pop()?, name)?,
            Op::Method(method) => access::method(self.pop()?, method)?,
            Op::In => {
                let (needle, within) = self.pop2()?;
                Val::Bool(access::is_in(&needle, &within, &mut self.meter)?)
            }
            Op::Slice => {
                let (to, from) = self.pop2()?;
                access::slice(&self.pop()?, &from, &to)?
            }
            _ => Val::count(access::length(self.top()?)?),
        };
        self.push(value)
    }

    fn jump(&mut self, op: &Op) -> Done {
        let truth = |value: &Val<'_>| match value {
            Val::Bool(yes) => Ok(*yes),
            other => Err(Failure::conversion(other, "bool")),
        };
        let (taken, to) = match op {
            Op::JumpIfTrue(to) => (truth(self.top()?)?, to),
            Op::JumpIfFalse(to) => (!truth(self.top()?)?, to),
            Op::JumpIfNil(to) => (self.top()?.is_nil(), to),
            Op::JumpIfNotNil(to) => (!self.top()?.is_nil(), to),
            Op::JumpIfEnd(to) => (self.scopes.last().is_none_or(|scope| scope.length <= scope.index), to),
            Op::Jump(to) => (true, to),
            _ => return Ok(()),
        };
        if taken {
            self.at = *to;
        }
        Ok(())
    }

    /// Operators that compute.
    fn operate(&mut self, op: &Op) -> Done {
        if let Op::Negate | Op::Not = op {
            let value = self.pop()?;
            return match (op, &value) {
                (Op::Not, Val::Bool(yes)) => self.push(Val::Bool(!yes)),
                (Op::Not, other) => Err(Failure::conversion(other, "bool")),
                _ => self.push(arithmetic::negate(&value)?),
            };
        }
        let (a, b) = self.pop2()?;
        let value = match op {
            Op::Equal => Val::Bool(equal(&a, &b, &mut self.meter)?),
            Op::EqualIntegers => Val::Bool(access::int(&a)? == access::int(&b)?),
            Op::EqualTexts => Val::Bool(texts::text(&a)? == texts::text(&b)?),
            Op::Less => Val::Bool(less(&a, &b)?),
            Op::More => Val::Bool(more(&a, &b)?),
            Op::LessOrEqual => Val::Bool(less_or_equal(&a, &b)?),
            Op::MoreOrEqual => Val::Bool(more_or_equal(&a, &b)?),
            Op::Add => {
                if let (Val::Text(a), Val::Text(b)) = (&a, &b) {
                    self.meter.produce(a.len() + b.len())?;
                }
                arithmetic::add(&a, &b)?
            }
            Op::Subtract => arithmetic::subtract(&a, &b)?,
            Op::Multiply => arithmetic::multiply(&a, &b)?,
            Op::Divide => arithmetic::divide(&a, &b)?,
            Op::Modulo => arithmetic::modulo(&a, &b)?,
            Op::Power => arithmetic::power(&a, &b)?,
            _ => self.range(&a, &b)?,
        };
        self.push(value)
    }

    /// `a..b`, both included.
    fn range(&mut self, a: &Val<'v>, b: &Val<'v>) -> Result<Val<'v>, Failure> {
        let (from, to) = (arithmetic::to_int(a)?, arithmetic::to_int(b)?);
        let length = to.wrapping_sub(from).wrapping_add(1);
        let length = usize::try_from(length).unwrap_or(0);
        self.meter.grow(length)?;
        Ok(Val::List(List::Count { from, length }))
    }

    /// A list of as many values as the number on the stack says.
    fn list(&mut self) -> Done {
        let length = match self.pop()? {
            Val::Integer(length) => usize::try_from(length.bits()).unwrap_or(0),
            other => return Err(Failure::conversion(&other, "int")),
        };
        self.meter.grow(length)?;
        let start = self.stack.len().checked_sub(length).ok_or("stack underflow")?;
        let items = self.stack.split_off(start);
        self.push(Val::List(List::made(items)))
    }

    /// Of equal names the first counts; names are looked at from the last.
    fn map(&mut self, count: usize) -> Done {
        self.meter.grow(count)?;
        let start = self.stack.len().checked_sub(2 * count).ok_or("stack underflow")?;
        let mut left = self.stack.split_off(start);
        let mut members = crate::condition::mapping::Members::default();
        while let (Some(value), Some(key)) = (left.pop(), left.pop()) {
            match key {
                Val::Text(name) => members.members.insert(name, value),
                other => return Err(Failure::conversion(&other, "string")),
            };
        }
        self.push(Val::Map(Mapping::Made(alloc::rc::Rc::new(members))))
    }

    /// The arguments of a builtin function.
    fn arguments(&mut self, name: builtin::Builtin, count: usize) -> Vec<Val<'v>> {
        // Functions of one argument take one, whatever was written where nobody looked.
        let count = if name.takes_one() { 1 } else { count };
        let start = self.stack.len().saturating_sub(count);
        self.stack.split_off(start)
    }
}
