//! What follows a primary: members, methods, indexes, slices.

use super::{
    Parser, Part, Step,
    frame::{Callee, Frame},
};
use crate::{
    condition::{
        token::{Kind as TokenKind, Token},
        tree::{Access, Called, Id, Kind},
    },
    go::letters::Letters,
};
use alloc::vec::Vec;

impl Parser<'_> {
    /// One thing that follows, then the next.
    pub(super) fn postfix(&mut self, part: Part) -> Step {
        let mut part = part;
        while !self.failed() {
            let optional = self.current.is_operator("?.");
            if optional || self.current.is_operator(".") {
                self.next();
                if optional && self.current.is_bracket("[") {
                    return self.bracket(part, optional);
                }
                let property = self.take();
                match self.member(part, &property, optional) {
                    Ok(member) => part = member,
                    Err(step) => return step,
                }
            } else if self.current.is_bracket("[") {
                return self.bracket(part, optional);
            } else {
                break;
            }
        }
        Step::Return(part)
    }

    /// A member by its name; a method is called. `Err` leaves the loop.
    fn member(&mut self, part: Part, property: &Token<'_>, optional: bool) -> Result<Part, Step> {
        let named = match property.kind {
            TokenKind::Identifier => true,
            // Words that are operators elsewhere are names here.
            TokenKind::Operator => is_name(&property.text),
            _ => false,
        };
        if !named {
            self.fail("expected name");
        }
        let nothing = || Step::Return(None);
        let at = property.at;
        let name = self.make(Kind::Text((*property.text).into()), at).ok_or_else(nothing)?;
        let base = part.ok_or_else(nothing)?;
        let (base, chain) = match self.tree.kind(base) {
            Kind::Chain(inner) => (*inner, true),
            _ => (base, optional),
        };
        let access = if optional { Access::Optional } else { Access::Plain };
        let kind = Kind::Member { base, property: name, access, called: Called::No };
        let member = self.make(kind, at).ok_or_else(nothing)?;
        if self.current.is_bracket("(") {
            if let Kind::Member { called, .. } = &mut self.tree.node_mut(member).kind {
                *called = Called::Yes;
            }
            let callee = Callee::Method { member: Some(member), at, chain };
            return Err(self.call_arguments(callee, Vec::new()));
        }
        self.chained(member, at, chain).map(Some).ok_or_else(nothing)
    }

    pub(super) fn chained(&mut self, part: Id, at: usize, chain: bool) -> Part {
        if chain { self.make(Kind::Chain(part), at) } else { Some(part) }
    }

    /// `[…]` behind a value.
    fn bracket(&mut self, base: Part, optional: bool) -> Step {
        let at = self.take().at;
        if self.current.is_operator(":") {
            self.next();
            return self.slice_end(base, None, at);
        }
        self.open(Frame::Index { base, at, optional });
        Step::Expression(0)
    }

    /// What stands between the brackets is read, up to their end or to a colon.
    pub(super) fn index(&mut self, base: Part, at: usize, optional: bool, property: Part) -> Step {
        if self.current.is_operator(":") {
            self.next();
            return self.slice_end(base, property, at);
        }
        let access = if optional { Access::Optional } else { Access::Plain };
        let made = base
            .zip(property)
            .and_then(|(base, property)| {
                self.make(Kind::Member { base, property, access, called: Called::No }, at)
            })
            .and_then(|member| self.chained(member, at, optional));
        if made.is_none() {
            return Step::Return(None);
        }
        self.expect_bracket("]");
        Step::Postfix(made)
    }

    fn slice_end(&mut self, base: Part, from: Part, at: usize) -> Step {
        if !self.current.is_bracket("]") {
            self.open(Frame::SliceEnd { base, from, at });
            return Step::Expression(0);
        }
        let made = base.and_then(|base| self.make(Kind::Slice { base, from, to: None }, at));
        if made.is_none() {
            return Step::Return(None);
        }
        self.expect_bracket("]");
        Step::Postfix(made)
    }
}

fn is_name(text: &[u8]) -> bool {
    let Ok(text) = core::str::from_utf8(text) else {
        return false;
    };
    let mut letters = Letters::default();
    let mut rest = text.chars();
    rest.next().is_some_and(|c| letters.is_alphabetic(c)) && rest.all(|c| letters.is_alphanumeric(c))
}
