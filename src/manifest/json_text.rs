//! JSON with places, for input that is JSON: upstream hands it on as it is written.

use super::{
    build::Builder,
    fault::{Fault, UPSTREAM_DEPTH, fault, too_deep},
    nodes::Nodes,
    scalar::Scalar,
};
use crate::diagnostic::Location;
use alloc::{format, string::String};

/// A reader of JSON values that follow one another.
pub(super) struct Json<'a> {
    text: &'a str,
    mark: Mark,
}

/// The place of the reader.
#[derive(Clone, Copy)]
struct Mark {
    at: usize,
    line: usize,
    column: usize,
}

impl<'a> Json<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let (at, line, column) = (0, 1, 1);
        Self { text, mark: Mark { at, line, column } }
    }

    /// The next value; nothing at the end.
    pub(super) fn next(&mut self) -> Option<Result<Nodes, Fault>> {
        self.skip_blanks();
        (self.mark.at < self.text.len()).then(|| self.document())
    }

    /// How many bytes are read.
    pub(super) fn consumed(&self) -> usize {
        self.mark.at
    }

    fn document(&mut self) -> Result<Nodes, Fault> {
        let mut builder = Builder::default();
        loop {
            if let Some(end) = self.begin(&mut builder)? {
                self.skip_blanks();
                if !self.accept(end) {
                    self.key(&mut builder)?;
                    continue;
                }
                builder.close(self.mark.at)?;
            }
            // What has ended may be the last of what is around it.
            while builder.depth() != 0 {
                let end = if builder.is_at_key() { '}' } else { ']' };
                if self.goes_on(end)? {
                    self.key(&mut builder)?;
                    break;
                }
                builder.close(self.mark.at)?;
            }
            if builder.depth() == 0 {
                return Ok(builder.finish());
            }
        }
    }

    /// A scalar, or the beginning of a list or map and what ends it.
    fn begin(&mut self, builder: &mut Builder) -> Result<Option<char>, Fault> {
        self.skip_blanks();
        let mark = self.mark;
        let scalar = match self.peek() {
            Some(begin @ ('[' | '{')) => {
                self.bump();
                let at = self.since(mark);
                if builder.depth() == UPSTREAM_DEPTH {
                    return Err(too_deep(UPSTREAM_DEPTH, at));
                }
                return if begin == '[' {
                    builder.open_list(at).map(|_| Some(']'))
                } else {
                    builder.open_map(at).map(|_| Some('}'))
                };
            }
            Some('"') => Scalar::Text(self.string()?.into_bytes()),
            Some('-' | '0'..='9') => self.number()?,
            Some('t') => self.word("true", Scalar::Bool(true))?,
            Some('f') => self.word("false", Scalar::Bool(false))?,
            Some('n') => self.word("null", Scalar::Null)?,
            _ => return Err(self.unexpected("a value")),
        };
        builder.scalar(scalar, self.since(mark))?;
        Ok(None)
    }

    /// The key and its colon, where a field comes next.
    fn key(&mut self, builder: &mut Builder) -> Result<(), Fault> {
        if !builder.is_at_key() {
            return Ok(());
        }
        self.skip_blanks();
        let mark = self.mark;
        if self.peek() != Some('"') {
            return Err(self.unexpected("a key in double quotes"));
        }
        let key = self.string()?;
        builder.scalar(Scalar::Text(key.into_bytes()), self.since(mark))?;
        self.expect(':')
    }

    /// Whether a comma follows, and not the end.
    fn goes_on(&mut self, end: char) -> Result<bool, Fault> {
        self.skip_blanks();
        match self.peek() {
            Some(',') => {
                self.bump();
                Ok(true)
            }
            Some(c) if c == end => {
                self.bump();
                Ok(false)
            }
            _ => Err(self.unexpected(&format!("`,` or `{end}`"))),
        }
    }

    fn word(&mut self, word: &str, scalar: Scalar) -> Result<Scalar, Fault> {
        for c in word.chars() {
            if !self.accept(c) {
                return Err(self.unexpected(&format!("`{word}`")));
            }
        }
        Ok(scalar)
    }

    fn number(&mut self) -> Result<Scalar, Fault> {
        let start = self.mark.at;
        self.accept('-');
        if !self.accept('0') {
            self.digits()?;
        }
        if self.accept('.') {
            self.digits()?;
        }
        if self.accept('e') || self.accept('E') {
            if !self.accept('+') {
                self.accept('-');
            }
            self.digits()?;
        }
        let text = self.text.get(start..self.mark.at).unwrap_or_default();
        let integer = text.parse().map(Scalar::Int);
        let integer = integer.or_else(|_| text.parse().map(Scalar::Large));
        // Only a float can be minus zero; one that is too large is infinite.
        Ok(match integer {
            Ok(integer) if text != "-0" => integer,
            _ => Scalar::Float(text.parse().unwrap_or(f64::INFINITY)),
        })
    }

    fn digits(&mut self) -> Result<(), Fault> {
        if !matches!(self.peek(), Some('0'..='9')) {
            return Err(self.unexpected("a digit"));
        }
        while matches!(self.peek(), Some('0'..='9')) {
            self.bump();
        }
        Ok(())
    }

    fn string(&mut self) -> Result<String, Fault> {
        self.bump();
        let mut text = String::new();
        loop {
            match self.peek() {
                Some('"') => {
                    self.bump();
                    return Ok(text);
                }
                Some('\\') => {
                    self.bump();
                    text.push(self.escape()?);
                }
                Some(c) if ' ' <= c => {
                    self.bump();
                    text.push(c);
                }
                _ => return Err(self.unexpected("`\"`")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let c = match self.peek() {
            Some(c @ ('"' | '\\' | '/')) => c,
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => return self.code(),
            _ => return Err(self.unexpected("an escape")),
        };
        self.bump();
        Ok(c)
    }

    /// `u` and four digits, or a pair of these. Half a pair is U+FFFD, as in Go.
    fn code(&mut self) -> Result<char, Fault> {
        let unit = self.unit()?;
        let before_second = self.mark;
        if (0xd800..0xdc00).contains(&unit) && self.accept('\\') {
            if self.peek() == Some('u') {
                let pair = [unit, self.unit()?];
                if let Some(Ok(c)) = char::decode_utf16(pair).next() {
                    return Ok(c);
                }
            }
            self.mark = before_second;
        }
        Ok(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn unit(&mut self) -> Result<u16, Fault> {
        self.bump();
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|c| c.to_digit(16)).and_then(|digit| u16::try_from(digit).ok());
            let Some(digit) = digit else {
                return Err(self.unexpected("a hexadecimal digit"));
            };
            unit = unit << 4 | digit;
            self.bump();
        }
        Ok(unit)
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\r' | '\n')) {
            self.bump();
        }
    }

    fn expect(&mut self, c: char) -> Result<(), Fault> {
        self.skip_blanks();
        if self.accept(c) { Ok(()) } else { Err(self.unexpected(&format!("`{c}`"))) }
    }

    fn accept(&mut self, c: char) -> bool {
        let is_next = self.peek() == Some(c);
        if is_next {
            self.bump();
        }
        is_next
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.mark.at..).and_then(|rest| rest.chars().next())
    }

    fn bump(&mut self) {
        let Some(c) = self.peek() else { return };
        self.mark.at = self.mark.at.saturating_add(c.len_utf8());
        let is_line_end = c == '\n' || (c == '\r' && self.peek() != Some('\n'));
        self.mark.column = if is_line_end { 1 } else { self.mark.column.saturating_add(1) };
        self.mark.line = self.mark.line.saturating_add(usize::from(is_line_end));
    }

    fn since(&self, mark: Mark) -> Location {
        Location { line: mark.line, column: mark.column, start: mark.at, end: self.mark.at }
    }

    fn unexpected(&self, wanted: &str) -> Fault {
        let mut at = self.since(self.mark);
        at.end = at.end.saturating_add(self.peek().map_or(0, char::len_utf8));
        let found =
            self.peek().map_or_else(|| String::from("the end"), |c| format!("`{}`", c.escape_debug()));
        fault("decode/json", at, format!("expected {wanted} and found {found}"))
    }
}
