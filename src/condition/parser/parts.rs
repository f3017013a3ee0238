//! Primaries: literals, names, parentheses, lists, maps.

use super::{Parser, Part, Step, frame::Frame};
use crate::condition::{
    number::{Base, parse_float, parse_int},
    operator::Unary,
    token::{Kind as TokenKind, Token},
    tree::Kind,
};
use alloc::{format, string::String, vec::Vec};

impl Parser<'_> {
    pub(super) fn primary(&mut self) -> Step {
        if self.current.kind == TokenKind::Operator
            && let Some(operator) = Unary::of(&self.current.text)
        {
            let at = self.take().at;
            self.open(Frame::Unary { operator, at });
            return Step::Expression(operator.precedence());
        }
        if self.current.is_bracket("(") {
            self.next();
            self.open(Frame::Parentheses);
            return Step::Sequence;
        }
        let element = self.current.is_operator("#") || self.current.is_operator(".");
        if 0 < self.predicates && element {
            return self.pointer();
        }
        if self.current.is_operator("::") {
            self.next();
            let name = self.expect_identifier();
            self.open(Frame::Postfix);
            return self.call_builtin(&name, Vec::new());
        }
        self.literal()
    }

    /// `#`, `#name`, or the `#` left out before `.name`.
    fn pointer(&mut self) -> Step {
        let token = self.current.clone();
        let mut name = Vec::new();
        if token.is_operator("#") {
            self.next();
            if self.current.kind == TokenKind::Identifier {
                name = self.take().text.into_owned();
            }
        }
        match self.make(Kind::Pointer(name.into()), token.at) {
            Some(pointer) => Step::Postfix(Some(pointer)),
            None => Step::Return(None),
        }
    }

    fn literal(&mut self) -> Step {
        match self.current.kind {
            TokenKind::Identifier => {
                let token = self.take();
                let constant = match &*token.text {
                    b"true" => Kind::Bool(true),
                    b"false" => Kind::Bool(false),
                    b"nil" => Kind::Nil,
                    _ if self.current.is_bracket("(") => {
                        self.open(Frame::Postfix);
                        return self.call(&token, Vec::new());
                    }
                    name => {
                        return match self.make(Kind::Identifier(name.into()), token.at) {
                            Some(name) => Step::Postfix(Some(name)),
                            None => Step::Return(None),
                        };
                    }
                };
                Step::Return(self.make(constant, token.at))
            }
            TokenKind::Number => {
                let token = self.take();
                Step::Return(self.number(&token))
            }
            TokenKind::String => {
                let token = self.take();
                self.text(Kind::Text((*token.text).into()), token.at)
            }
            TokenKind::Bytes => {
                let token = self.take();
                self.text(Kind::Bytes((*token.text).into()), token.at)
            }
            TokenKind::Bracket if self.current.is_bracket("[") => {
                let at = self.take().at;
                self.open(Frame::Postfix);
                self.array(at, Vec::new())
            }
            TokenKind::Bracket if self.current.is_bracket("{") => {
                let at = self.take().at;
                self.open(Frame::Postfix);
                self.map_key(at, Vec::new())
            }
            TokenKind::Operator | TokenKind::Bracket | TokenKind::End => {
                self.unexpected();
                Step::Postfix(None)
            }
        }
    }

    fn text(&mut self, kind: Kind, at: usize) -> Step {
        match self.make(kind, at) {
            Some(text) => Step::Postfix(Some(text)),
            None => Step::Return(None),
        }
    }

    fn number(&mut self, token: &Token<'_>) -> Part {
        // A token of digits and ASCII letters.
        let text: String =
            token.text.iter().filter(|byte| **byte != b'_').map(|byte| char::from(*byte)).collect();
        let lower = text.to_ascii_lowercase();
        let (kind, number) = if lower.starts_with("0x") {
            ("hex", parse_int(&text, Base::ByPrefix).map(Kind::Integer))
        } else if lower.contains(['.', 'e']) {
            ("float", parse_float(&text).map(Kind::Float))
        } else if lower.starts_with("0b") {
            ("binary", parse_int(&text, Base::ByPrefix).map(Kind::Integer))
        } else if lower.starts_with("0o") {
            ("octal", parse_int(&text, Base::ByPrefix).map(Kind::Integer))
        } else {
            ("integer", parse_int(&text, Base::Ten).map(Kind::Integer))
        };
        match number {
            Ok(number) => self.make(number, token.at),
            Err(error) => {
                let function = if kind == "float" { "ParseFloat" } else { "ParseInt" };
                self.fail(format!("invalid {kind} literal: {}", error.shown(function, &text)));
                None
            }
        }
    }

    /// The next item of a list, or its end.
    pub(super) fn array(&mut self, at: usize, items: Vec<Part>) -> Step {
        if !self.current.is_bracket("]") && !self.failed() {
            if !items.is_empty() {
                self.expect_operator(",");
            }
            if items.is_empty() || !self.current.is_bracket("]") {
                self.open(Frame::Array { at, items });
                return Step::Expression(0);
            }
        }
        self.expect_bracket("]");
        let items: Option<Vec<_>> = items.into_iter().collect();
        Step::Return(items.and_then(|items| self.make(Kind::Array(items.into()), at)))
    }

    /// The next key of a map, or its end.
    pub(super) fn map_key(&mut self, at: usize, pairs: Vec<Part>) -> Step {
        if self.current.is_bracket("}") || self.failed() {
            return self.map_end(at, pairs);
        }
        if !pairs.is_empty() {
            self.expect_operator(",");
            if self.current.is_bracket("}") {
                return self.map_end(at, pairs);
            }
            if self.current.is_operator(",") {
                self.unexpected();
            }
        }
        match self.current.kind {
            TokenKind::Number | TokenKind::String | TokenKind::Identifier => {
                let token = self.current.clone();
                let Some(key) = self.make(Kind::Text((*token.text).into()), token.at) else {
                    return Step::Return(None);
                };
                self.next();
                self.map_value(at, pairs, Some(key))
            }
            TokenKind::Bracket if self.current.is_bracket("(") => {
                self.open(Frame::Key { at, pairs });
                Step::Expression(0)
            }
            TokenKind::Bracket | TokenKind::Bytes | TokenKind::Operator | TokenKind::End => {
                self.fail(format!(
                    "a map key must be a quoted string, a number, a identifier, or an expression enclosed in \
                     parentheses (unexpected token {})",
                    self.current.shown()
                ));
                self.map_value(at, pairs, None)
            }
        }
    }

    pub(super) fn map_value(&mut self, at: usize, pairs: Vec<Part>, key: Part) -> Step {
        self.expect_operator(":");
        self.open(Frame::Value { at, pairs, key });
        Step::Expression(0)
    }

    pub(super) fn map_pair(&mut self, at: usize, mut pairs: Vec<Part>, key: Part, value: Part) -> Step {
        let pair = key.zip(value).and_then(|(key, value)| self.make(Kind::Pair { key, value }, at));
        if pair.is_none() {
            return Step::Return(None);
        }
        pairs.push(pair);
        self.map_key(at, pairs)
    }

    fn map_end(&mut self, at: usize, pairs: Vec<Part>) -> Step {
        self.expect_bracket("}");
        let pairs: Option<Vec<_>> = pairs.into_iter().collect();
        Step::Return(pairs.and_then(|pairs| self.make(Kind::Map(pairs.into()), at)))
    }
}
