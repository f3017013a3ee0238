//! From a text to a template.

use super::{
    error::{ParseError, Problem},
    part::{Block, Filter, Operator, Part, Slice, Test},
    quote::unquote,
};
use alloc::{borrow::ToOwned, boxed::Box, format, string::String, vec::Vec};

/// How deep texts within texts are parsed: a key in brackets, an element of a union and a side of a filter are templates
/// of their own upstream.
const DEPTH: usize = 32;

/// All of a template.
#[doc(alias = "parseText")]
pub(super) fn parse(text: &str) -> Result<Vec<Block>, ParseError> {
    Parser { text, at: 0, base: 0, depth: 0 }.blocks()
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    /// Where the text begins in the template.
    base: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn blocks(&mut self) -> Result<Vec<Block>, ParseError> {
        let mut blocks = Vec::new();
        loop {
            let text = self.while_none_of(&['{']);
            if !text.is_empty() {
                blocks.push(Block::Text(text.to_owned()));
            }
            if !self.accept("{") {
                return Ok(blocks);
            }
            blocks.push(Block::Action(self.action()?));
        }
    }

    #[doc(alias = "parseInsideAction")]
    fn action(&mut self) -> Result<Vec<Part>, ParseError> {
        let mut parts = Vec::new();
        while !self.accept("}") {
            self.part(&mut parts)?;
        }
        Ok(parts)
    }

    fn part(&mut self, parts: &mut Vec<Part>) -> Result<(), ParseError> {
        let start = self.at;
        if self.accept("[?(") {
            parts.push(self.filter()?);
            return Ok(());
        }
        if self.accept("..") {
            return self.descent(start, parts);
        }
        match self.next() {
            None | Some('\r' | '\n') => return Err(self.error(start, Problem::Unclosed)),
            // The current value: it is current anyway, so these mean nothing.
            Some(' ' | '@' | '$') => {}
            Some('[') => self.brackets(start, parts)?,
            Some(quote @ ('"' | '\'')) => parts.push(self.quoted(start, quote)?),
            Some('.') => parts.push(self.field()),
            Some(c) if c == '+' || c == '-' || is_digit(c) => parts.push(self.number(start)?),
            Some(c) if is_alphanumeric(c) => parts.push(self.word(start)),
            Some(c) => return Err(self.error(start, Problem::Character(unicode(c)))),
        }
        Ok(())
    }

    #[doc(alias = "parseRecursive")]
    fn descent(&mut self, start: usize, parts: &mut Vec<Part>) -> Result<(), ParseError> {
        if matches!(parts.last(), Some(Part::Descent)) {
            return Err(self.error(start, Problem::Descents));
        }
        parts.push(Part::Descent);
        if self.peek().is_some_and(is_alphanumeric) {
            parts.push(self.field());
        }
        Ok(())
    }

    /// A name up to where it ends; a backslash takes the meaning from what follows it, and goes.
    #[doc(alias = "parseField")]
    fn field(&mut self) -> Part {
        let start = self.at;
        while let Some(c) = self.peek().filter(|c| !is_terminator(*c)) {
            self.next();
            if c == '\\' {
                self.next();
            }
        }
        match self.since(start) {
            "*" => Part::Wildcard,
            name => Part::Field(name.replace('\\', "")),
        }
    }

    #[doc(alias = "parseIdentifier")]
    fn word(&mut self, start: usize) -> Part {
        while self.peek().is_some_and(|c| !is_terminator(c)) {
            self.next();
        }
        match self.since(start) {
            "true" => Part::Bool(true),
            "false" => Part::Bool(false),
            "range" => Part::Range,
            "end" => Part::End,
            word => Part::Unknown(word.to_owned()),
        }
    }

    #[doc(alias = "parseNumber")]
    fn number(&mut self, start: usize) -> Result<Part, ParseError> {
        while self.peek().is_some_and(|c| c == '.' || is_digit(c)) {
            self.next();
        }
        let text = self.since(start);
        if let Ok(int) = text.parse() {
            return Ok(Part::Int(int));
        }
        match text.parse::<f64>() {
            Ok(float) if float.is_finite() => Ok(Part::Float(float)),
            _ => Err(self.error(start, Problem::Number(text.to_owned()))),
        }
    }

    #[doc(alias = "parseQuote")]
    fn quoted(&mut self, start: usize, quote: char) -> Result<Part, ParseError> {
        let inner = self.at;
        loop {
            match self.next() {
                None | Some('\n') => return Err(self.error(start, Problem::UnterminatedText)),
                Some(c) if c == quote && !self.is_escaped() => break,
                Some(_) => {}
            }
        }
        let inner = self.text.get(inner..self.at.saturating_sub(1)).unwrap_or_default();
        let text = unquote(inner, quote);
        text.map(Part::Text).ok_or_else(|| self.error(start, Problem::Unquote(self.since(start).to_owned())))
    }

    /// Whether a backslash stands before the character just read, one byte long.
    fn is_escaped(&self) -> bool {
        let before = self.at.checked_sub(2).and_then(|at| self.text.as_bytes().get(at));
        before == Some(&b'\\')
    }

    /// What ends at the first `]`, whatever stands before it.
    #[doc(alias = "parseArray")]
    fn brackets(&mut self, start: usize, parts: &mut Vec<Part>) -> Result<(), ParseError> {
        let first = self.at;
        let inner = self.while_none_of(&[']', '\n']);
        if !self.accept("]") {
            return Err(self.error(start, Problem::UnterminatedArray));
        }
        if inner.contains(',') {
            let mut union = Vec::new();
            let mut at = first;
            for element in inner.split(',') {
                let leading = element.len().saturating_sub(element.trim_start_matches(' ').len());
                // The bracket put in front stands one byte before the element.
                let element_at = at.saturating_add(leading).saturating_sub(1);
                union.push(self.nested(&format!("[{}]", element.trim_matches(' ')), element_at)?);
                at = at.saturating_add(element.len()).saturating_add(1);
            }
            parts.push(Part::Union(union));
            return Ok(());
        }
        let key = inner.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
        if let Some(key) = key.filter(|key| !key.contains('\'')) {
            // The dots, blanks and brackets of a key mean what they mean elsewhere.
            parts.extend(self.nested(&format!(".{key}"), first)?);
            return Ok(());
        }
        parts.push(self.numbers(first, inner)?);
        Ok(())
    }

    /// `i`, `i:j`, `i:j:s` or `*`.
    fn numbers(&self, at: usize, inner: &str) -> Result<Part, ParseError> {
        let inner = if inner == "*" { ":" } else { inner };
        let mut written = inner.split(':');
        let numbers = [written.next(), written.next(), written.next()];
        let is_number =
            |text: &str| text.strip_prefix('-').unwrap_or(text).bytes().all(|byte| byte.is_ascii_digit());
        if written.next().is_some() || !numbers.into_iter().flatten().all(is_number) {
            return Err(self.error(at, Problem::Index(inner.to_owned())));
        }
        let read = |text: Option<&str>| match text {
            None | Some("") => Ok(None),
            Some(text) => {
                text.parse().map(Some).map_err(|_| self.error(at, Problem::NoNumber(text.to_owned())))
            }
        };
        let [start, end, step] = numbers;
        match (read(start)?, end) {
            // No number at all is the first element.
            (start, None) => Ok(Part::Index(start.unwrap_or(0))),
            (start, end) => Ok(Part::Slice(Slice { start, end: read(end)?, step: read(step)? })),
        }
    }

    #[doc(alias = "parseFilter")]
    fn filter(&mut self) -> Result<Part, ParseError> {
        let start = self.at;
        let mut quote = None;
        let mut is_closed = false;
        // Only the first quote and its like are looked at, and a `)` between them is text.
        loop {
            match self.next() {
                None | Some('\n') => return Err(self.error(start, Problem::UnterminatedFilter)),
                Some(c @ ('"' | '\'')) => match quote {
                    None => quote = Some(c),
                    Some(first) => is_closed |= c == first && !self.is_escaped(),
                },
                Some(')') if quote.is_some() == is_closed => break,
                Some(_) => {}
            }
        }
        let inner = self.text.get(start..self.at.saturating_sub(1)).unwrap_or_default();
        if !self.accept("]") {
            return Err(self.error(self.at, Problem::NoBracket));
        }
        let filter = match comparison(inner) {
            None => Filter { left: self.nested(inner, start)?, test: Test::Exists },
            Some((left, sign, right)) => {
                let right_at = start.saturating_add(left.len()).saturating_add(sign.len());
                let left = self.nested(left, start)?;
                Filter { left, test: Test::Compare(operator(sign), self.nested(right, right_at)?) }
            }
        };
        Ok(Part::Filter(Box::new(filter)))
    }

    /// The parts of a text that stands where an action does. A `}` in it ends the action, and what follows counts only in
    /// that it must be well-formed.
    #[doc(alias = "parseAction")]
    fn nested(&self, text: &str, at: usize) -> Result<Vec<Part>, ParseError> {
        if self.depth == DEPTH {
            return Err(self.error(at, Problem::TooDeep(DEPTH)));
        }
        let text = format!("{text}}}");
        let base = self.base.saturating_add(at);
        let mut inner = Parser { text: &text, at: 0, base, depth: self.depth.saturating_add(1) };
        let parts = inner.action()?;
        inner.blocks()?;
        Ok(parts)
    }

    fn while_none_of(&mut self, ends: &[char]) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let taken = rest.split(ends).next().unwrap_or_default();
        self.at = self.at.saturating_add(taken.len());
        taken
    }

    fn accept(&mut self, token: &str) -> bool {
        let is_next = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(token));
        if is_next {
            self.at = self.at.saturating_add(token.len());
        }
        is_next
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at = self.at.saturating_add(c.len_utf8());
        Some(c)
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn error(&self, at: usize, problem: Problem) -> ParseError {
        ParseError { at: self.base.saturating_add(at), problem }
    }
}

/// Both sides of the first run of signs; nothing if a side is empty. A run at the end gives its last sign to the right
/// side, if another is left.
fn comparison(inner: &str) -> Option<(&str, &str, &str)> {
    let is_sign = |c: char| matches!(c, '!' | '<' | '>' | '=');
    let (left, rest) = inner.split_at_checked(inner.find(is_sign).filter(|at| *at != 0)?)?;
    let end = rest.find(|c| !is_sign(c)).unwrap_or(rest.len().saturating_sub(1));
    let (sign, right) = rest.split_at_checked(end)?;
    (!sign.is_empty()).then_some((left, sign, right))
}

fn operator(sign: &str) -> Operator {
    match sign {
        "==" => Operator::Equal,
        "!=" => Operator::NotEqual,
        "<" => Operator::Less,
        "<=" => Operator::LessOrEqual,
        ">" => Operator::Greater,
        ">=" => Operator::GreaterOrEqual,
        _ => Operator::Unknown(sign.to_owned()),
    }
}

fn is_terminator(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '.' | ',' | '[' | ']' | '$' | '@' | '{' | '}')
}

/// Marks and circled letters count as letters, which Go's do not.
fn is_alphanumeric(c: char) -> bool {
    c == '_' || (c.is_alphabetic() && !c.is_numeric()) || is_digit(c)
}

/// Ten digits follow each zero.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
        || ZEROS.iter().any(|zero| (0..10).contains(&u32::from(c).wrapping_sub(u32::from(*zero))))
}

/// A character as Go's `%#U` shows it.
fn unicode(c: char) -> String {
    let code = format!("U+{:04X}", u32::from(c));
    // Behind a letter Rust shows as it is what Go shows: letters, marks, numbers, punctuation, symbols and the blank.
    let is_shown = matches!(c, '"' | '\'' | '\\') || format!("a{c}").escape_debug().count() == 2;
    if is_shown { format!("{code} '{c}'") } else { code }
}

/// The zeros of all scripts, ASCII's apart: Rust knows what is numeric, and not what is a digit.
const ZEROS: [char; 65] = [
    '\u{660}',
    '\u{6f0}',
    '\u{7c0}',
    '\u{966}',
    '\u{9e6}',
    '\u{a66}',
    '\u{ae6}',
    '\u{b66}',
    '\u{be6}',
    '\u{c66}',
    '\u{ce6}',
    '\u{d66}',
    '\u{de6}',
    '\u{e50}',
    '\u{ed0}',
    '\u{f20}',
    '\u{1040}',
    '\u{1090}',
    '\u{17e0}',
    '\u{1810}',
    '\u{1946}',
    '\u{19d0}',
    '\u{1a80}',
    '\u{1a90}',
    '\u{1b50}',
    '\u{1bb0}',
    '\u{1c40}',
    '\u{1c50}',
    '\u{a620}',
    '\u{a8d0}',
    '\u{a900}',
    '\u{a9d0}',
    '\u{a9f0}',
    '\u{aa50}',
    '\u{abf0}',
    '\u{ff10}',
    '\u{104a0}',
    '\u{10d30}',
    '\u{11066}',
    '\u{110f0}',
    '\u{11136}',
    '\u{111d0}',
    '\u{112f0}',
    '\u{11450}',
    '\u{114d0}',
    '\u{11650}',
    '\u{116c0}',
    '\u{11730}',
    '\u{118e0}',
    '\u{11950}',
    '\u{11c50}',
    '\u{11d50}',
    '\u{11da0}',
    '\u{16a60}',
    '\u{16ac0}',
    '\u{16b50}',
    '\u{1d7ce}',
    '\u{1d7d8}',
    '\u{1d7e2}',
    '\u{1d7ec}',
    '\u{1d7f6}',
    '\u{1e140}',
    '\u{1e2f0}',
    '\u{1e950}',
    '\u{1fbf0}',
];
