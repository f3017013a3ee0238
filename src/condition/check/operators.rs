//! What operators accept, and what comes out.

use super::{Checker, Next, Step, nature::Nature};
use crate::{
    condition::{
        operator::{Binary, Unary},
        tree::Id,
        types::{Type, TypeKind},
    },
    go::Regex,
};
use alloc::{format, string::String};

impl Checker<'_> {
    pub(super) fn unary(&self, id: Id, operator: Unary, operand: Id, done: usize) -> Step {
        if done == 0 {
            return Ok(Next::Visit(operand));
        }
        let found = self.natures.get(operand).dereferenced();
        let nature = match operator {
            Unary::Bang | Unary::Not => {
                (found.is_bool() || found.is_unknown()).then(|| Nature::of(Type::Bool))
            }
            Unary::Plus | Unary::Minus if found.is_number() => Some(found),
            Unary::Plus | Unary::Minus => found.is_unknown().then(Nature::default),
        };
        match nature {
            Some(nature) => Ok(Next::Done(nature)),
            None => {
                let (operator, found) = (operator.text(), found.name());
                self.error(id, format!("invalid operation: {operator} (mismatched type {found})"))
            }
        }
    }

    pub(super) fn binary(&mut self, id: Id, operator: Binary, left: Id, right: Id, done: usize) -> Step {
        match done {
            0 => return Ok(Next::Visit(left)),
            1 => return Ok(Next::Visit(right)),
            _ => {}
        }
        let (l, r) = (self.natures.get(left).dereferenced(), self.natures.get(right).dereferenced());
        if operator == Binary::In
            && let Some(message) = self.mismatch_in(l, r)
        {
            return self.error(id, message);
        }
        if operator == Binary::Matches
            && let Some(pattern) = self.tree.text(right)
            && let Err(error) = Regex::check(pattern)
        {
            return self.error(id, formatted(&error));
        }
        if operator == Binary::Range && accepts_range(l, r) {
            return Ok(Next::Done(self.elements.list_of(Nature::of(Type::INT))));
        }
        match outcome(operator, l, r) {
            Some(nature) => Ok(Next::Done(nature)),
            None => {
                let (operator, left, right) = (operator.text(), l.name(), r.name());
                self.error(id, format!("invalid operation: {operator} (mismatched types {left} and {right})"))
            }
        }
    }

    /// Why a value like the left one cannot be in the right one, where upstream has a text of its own for it.
    fn mismatch_in(&self, l: Nature, r: Nature) -> Option<String> {
        let is_field = (l.is_text() || l.is_unknown()) && r.is_kind(TypeKind::Struct);
        if is_field {
            return None;
        }
        if r.is_map() {
            let key = Nature::of_known(r.of.and_then(Type::key));
            let fits = l.is_unknown() || l.assignable_to(key);
            return (!fits).then(|| format!("cannot use {} as type {} in map key", l.name(), key.name()));
        }
        if r.is_list() {
            let element = self.elements.element(r);
            let fits = l.comparable_to(element);
            return (!fits).then(|| format!("cannot use {} as type {} in array", l.name(), element.name()));
        }
        None
    }
}

/// Upstream takes the text for a format without arguments, so percent signs in it are verbs.
fn formatted(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        shown.push_str(before);
        let verb = after.trim_start_matches(|c: char| "+-# 0123456789.".contains(c));
        rest = match verb.chars().next() {
            None => {
                shown.push_str("%!(NOVERB)");
                ""
            }
            Some('%') => {
                shown.push('%');
                verb.get(1..).unwrap_or_default()
            }
            Some(c) => {
                shown.push_str(&format!("%!{c}(MISSING)"));
                verb.get(c.len_utf8()..).unwrap_or_default()
            }
        };
    }
    shown.push_str(rest);
    shown
}

fn accepts_range(l: Nature, r: Nature) -> bool {
    l.is_integer() && r.is_integer() || l.maybe(r, Nature::is_integer)
}

/// What an operation gives, if it accepts its operands.
fn outcome(operator: Binary, l: Nature, r: Nature) -> Option<Nature> {
    let numbers = l.is_number() && r.is_number();
    let texts = l.is_text() && r.is_text();
    let (span, moment) = (|nature: Nature| nature.is(Type::Span), |nature: Nature| nature.is(Type::Moment));
    let bool = |accepted: bool| accepted.then(|| Nature::of(Type::Bool));
    let unknown = |accepted: bool| accepted.then(Nature::default);
    match operator {
        Binary::Equal | Binary::NotEqual => bool(l.comparable_to(r)),
        Binary::Or | Binary::BarBar | Binary::And | Binary::AmpAmp => {
            bool(l.is_bool() && r.is_bool() || l.maybe(r, Nature::is_bool))
        }
        Binary::Less | Binary::More | Binary::LessOrEqual | Binary::MoreOrEqual => {
            bool(numbers || texts || moment(l) && moment(r) || span(l) && span(r) || l.maybe(r, is_ordered))
        }
        Binary::Add => match () {
            () if numbers => Some(l.promoted(r)),
            () if texts => Some(Nature::of(Type::Text)),
            () if moment(l) && span(r) || span(l) && moment(r) => Some(Nature::of(Type::Moment)),
            () if span(l) && span(r) => Some(Nature::of(Type::Span)),
            () => unknown(l.maybe(r, is_ordered)),
        },
        Binary::Subtract => match () {
            () if numbers => Some(l.promoted(r)),
            () if moment(l) && moment(r) || span(l) && span(r) => Some(Nature::of(Type::Span)),
            () if moment(l) && span(r) => Some(Nature::of(Type::Moment)),
            () => unknown(l.maybe(r, |one| is_ordered(one) && !one.is_text())),
        },
        Binary::Multiply => match () {
            () if numbers => Some(l.promoted(r)),
            () if span(l) && (r.is_number() || span(r)) || l.is_number() && span(r) => {
                Some(Nature::of(Type::Span))
            }
            () => unknown(l.maybe(r, |one| one.is_number() || one.is(Type::Span))),
        },
        Binary::Divide | Binary::StarStar | Binary::Caret => {
            (numbers || l.maybe(r, Nature::is_number)).then(|| Nature::of(Type::Float))
        }
        Binary::Modulo => (l.is_integer() && r.is_integer() || l.maybe(r, Nature::is_integer))
            .then(|| Nature::of(Type::INT)),
        Binary::In => bool(accepts_in(l, r)),
        Binary::Matches => {
            bool((l.is_text() || l.is(Type::Bytes)) && r.is_text() || l.maybe(r, Nature::is_text))
        }
        Binary::Contains | Binary::StartsWith | Binary::EndsWith => {
            bool(texts || l.maybe(r, Nature::is_text))
        }
        // Ranges are lists with a known element.
        Binary::Range => None,
        Binary::Coalesce => Some(match (l.nil, r.nil) {
            (true, false) => r,
            (false, true) => l,
            (true, true) => Nature::NIL,
            (false, false) if r.assignable_to(l) => l,
            (false, false) => Nature::default(),
        }),
    }
}

fn accepts_in(l: Nature, r: Nature) -> bool {
    let is_field = (l.is_text() || l.is_unknown()) && r.is_kind(TypeKind::Struct);
    is_field || r.is_map() || r.is_list() || l.is_unknown() && r.is_text() || r.is_unknown()
}

/// Numbers, texts, instants and spans have an order.
fn is_ordered(nature: Nature) -> bool {
    nature.is_number() || nature.is_text() || nature.is(Type::Moment) || nature.is(Type::Span)
}
