//! Calls and predicates.

use super::{
    Parser, Part, Step,
    frame::{Braces, Callee, Frame},
    is_overridden,
};
use crate::condition::{
    builtin::{Argument, Builtin},
    token::Token,
    tree::{Call, Kind, Miss},
};
use alloc::{boxed::Box, format, vec::Vec};

impl Parser<'_> {
    /// A call by name; what the environment has goes before builtins. Behind a pipe, `arguments` has what stands before.
    pub(super) fn call(&mut self, name: &Token<'_>, arguments: Vec<Part>) -> Step {
        if is_overridden(&name.text) {
            return self.call_function(name, arguments);
        }
        self.call_builtin(name, arguments)
    }

    pub(super) fn call_builtin(&mut self, name: &Token<'_>, arguments: Vec<Part>) -> Step {
        let Some(builtin) = Builtin::of(&name.text) else {
            return self.call_function(name, arguments);
        };
        let Some(expected) = builtin.predicate_arguments() else {
            return self.call_arguments(Callee::Builtin { builtin, at: name.at }, arguments);
        };
        self.expect_bracket("(");
        let expected = expected.get(arguments.len()..).unwrap_or_default();
        self.predicate_call(builtin, name.at, arguments, expected, 0)
    }

    fn call_function(&mut self, name: &Token<'_>, arguments: Vec<Part>) -> Step {
        let callee = self.make(Kind::Identifier((*name.text).into()), name.at);
        if callee.is_none() {
            return Step::Return(None);
        }
        self.call_arguments(Callee::Function { callee, at: name.at }, arguments)
    }

    pub(super) fn call_arguments(&mut self, callee: Callee, arguments: Vec<Part>) -> Step {
        self.expect_bracket("(");
        let given = arguments.len();
        self.arguments(callee, arguments, given)
    }

    /// The next argument, or the end of the call.
    pub(super) fn arguments(&mut self, callee: Callee, arguments: Vec<Part>, given: usize) -> Step {
        if !self.current.is_bracket(")") && !self.failed() {
            let first = arguments.len() == given;
            if !first {
                self.expect_operator(",");
            }
            if first || !self.current.is_bracket(")") {
                self.open(Frame::Arguments { callee, arguments, given });
                return Step::Expression(0);
            }
        }
        self.expect_bracket(")");
        let arguments: Option<Vec<_>> = arguments.into_iter().collect();
        let made = arguments.and_then(|arguments| match callee {
            Callee::Builtin { builtin, at } => self.make(builtin_kind(builtin, arguments), at),
            Callee::Function { callee, at } => {
                self.make(Kind::Call { callee: callee?, arguments: arguments.into() }, at)
            }
            Callee::Method { member, at, chain } => {
                let call = self.make(Kind::Call { callee: member?, arguments: arguments.into() }, at)?;
                self.chained(call, at, chain)
            }
        });
        match (made, callee_is_method(&callee)) {
            (None, true) => Step::Return(None),
            (made, true) => Step::Postfix(made),
            (made, false) => Step::Return(made),
        }
    }

    /// The next argument of a builtin with a predicate, or the end of the call.
    pub(super) fn predicate_call(
        &mut self,
        builtin: Builtin,
        at: usize,
        arguments: Vec<Part>,
        expected: &'static [Argument],
        index: usize,
    ) -> Step {
        if let Some(argument) = expected.get(index) {
            let closed = self.current.is_bracket(")");
            let optional = matches!(argument, Argument::OptionalPredicate | Argument::OptionalValue);
            if !(closed && optional) {
                if closed {
                    self.fail(format!("expected at least {} arguments", expected.len()));
                }
                if 0 < index {
                    self.expect_operator(",");
                }
                self.open(Frame::PredicateCall { builtin, at, arguments, expected, index });
                return match argument {
                    Argument::Value | Argument::OptionalValue => Step::Expression(0),
                    Argument::Predicate | Argument::OptionalPredicate => self.predicate(),
                };
            }
        }
        if self.current.is_operator(",") {
            self.next();
        }
        self.expect_bracket(")");
        let arguments: Option<Vec<_>> = arguments.into_iter().collect();
        Step::Return(arguments.and_then(|arguments| self.make(builtin_kind(builtin, arguments), at)))
    }

    fn predicate(&mut self) -> Step {
        let at = self.current.at;
        let braces = if self.current.is_bracket("{") { Braces::Yes } else { Braces::No };
        self.predicates += 1;
        self.open(Frame::Predicate { at, braces });
        match braces {
            Braces::Yes => {
                self.next();
                Step::Sequence
            }
            Braces::No => Step::Expression(0),
        }
    }

    pub(super) fn predicate_end(&mut self, at: usize, braces: Braces, part: Part) -> Step {
        if braces == Braces::No && self.current.is_operator(";") {
            self.fail("wrap predicate with brackets { and }");
        }
        self.predicates -= 1;
        if braces == Braces::Yes {
            self.expect_bracket("}");
        }
        Step::Return(part.and_then(|part| self.make(Kind::Predicate(part), at)))
    }
}

fn callee_is_method(callee: &Callee) -> bool {
    matches!(callee, Callee::Method { .. })
}

fn builtin_kind(builtin: Builtin, arguments: Vec<crate::condition::tree::Id>) -> Kind {
    Kind::Builtin(Box::new(Call { builtin, arguments, miss: Miss::Nil, map: None, threshold: None }))
}
