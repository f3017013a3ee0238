//! JSON as Go's `encoding/json` reads it, with its complaints.

use crate::{condition::Value as Judged, quantity::Quoted};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde_json::Value;
use thiserror::Error;

/// How deep lists and maps nest at most. Upstream reads 10,000 levels (`D-002`).
const DEPTH: usize = 200;

const ESCAPE: &str = "in string escape code";
const CODE: &str = "in \\u hexadecimal character escape";

/// A value and where it stands.
#[derive(Debug, PartialEq)]
pub(super) struct Node<'a> {
    pub(super) kind: Kind<'a>,
    /// The bytes it is written with.
    pub(super) raw: &'a [u8],
    /// Behind its last byte, counted in the whole text.
    pub(super) end: usize,
}

/// A JSON value, numbers as they are written.
#[derive(Debug, PartialEq)]
pub(super) enum Kind<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    Text(String),
    List(Vec<Node<'a>>),
    /// In the order of the text, duplicates and all.
    Map(Vec<(String, Node<'a>)>),
}

/// Why a text is no JSON, in Go's words.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(super) enum ScanError {
    #[error("invalid character {0} {1}")]
    Character(String, &'static str),
    /// The text ends where more must come.
    #[error("unexpected end of JSON input")]
    End,
    /// The text ends within a word, a number or an escape: upstream puts a blank there, and complains of it.
    #[error("invalid character ' ' {0}")]
    EndWithin(&'static str),
    #[error("the answer nests lists and objects deeper than {DEPTH} levels")]
    TooDeep,
}

/// The one value of a text.
#[doc(alias = "Unmarshal")]
pub(super) fn scan(text: &[u8]) -> Result<Node<'_>, ScanError> {
    let mut scanner = Scanner { text, at: 0 };
    let node = scanner.value(0)?;
    scanner.skip_blanks();
    match scanner.peek() {
        None => Ok(node),
        Some(byte) => Err(unexpected(byte, "after top-level value")),
    }
}

/// The first value of a text, whatever follows; nothing if there is none.
#[doc(alias = "Decode")]
pub(super) fn scan_first(text: &[u8]) -> Result<Option<Node<'_>>, ScanError> {
    let mut scanner = Scanner { text, at: 0 };
    scanner.skip_blanks();
    if scanner.peek().is_none() { Ok(None) } else { scanner.value(0).map(Some) }
}

impl<'a> Node<'a> {
    /// The member of this name, whatever the case of its ASCII letters, as Go finds the field of a struct. Of several the
    /// last counts that is not `null`.
    pub(super) fn field(&self, name: &str) -> Option<&Node<'a>> {
        let Kind::Map(members) = &self.kind else {
            return None;
        };
        let named = members.iter().rev().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        named.map(|(_, node)| node).find(|node| node.kind != Kind::Null)
    }

    /// The items of a list; none of anything else.
    pub(super) fn items(&self) -> &[Node<'a>] {
        match &self.kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    /// The text of a text.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A number as a float; zero for anything else, as what Go does not decode stays.
    pub(super) fn float(&self) -> f64 {
        match self.kind {
            Kind::Number(number) => float(number).unwrap_or(0.0),
            _ => 0.0,
        }
    }

    /// As Go decodes JSON of an unknown shape: numbers are floats, and of equal keys the last counts.
    pub(super) fn to_json(&self) -> Value {
        match &self.kind {
            Kind::Null => Value::Null,
            Kind::Bool(yes) => (*yes).into(),
            Kind::Number(_) => self.float().into(),
            Kind::Text(text) => text.clone().into(),
            Kind::List(items) => items.iter().map(Node::to_json).collect(),
            Kind::Map(members) => {
                members.iter().map(|(name, member)| (name.clone(), member.to_json())).collect()
            }
        }
    }

    /// The same as a value that conditions judge.
    pub(super) fn to_judged(&self) -> Judged {
        self.to_json().into()
    }
}

/// The float that a JSON number means, if there is one.
pub(super) fn float(number: &str) -> Option<f64> {
    number.parse().ok().filter(|float: &f64| float.is_finite())
}

fn unexpected(byte: u8, place: &'static str) -> ScanError {
    ScanError::Character(shown(byte), place)
}

/// A byte in single quotes. Upstream takes it for a letter of Latin-1.
#[doc(alias = "quoteChar")]
fn shown(byte: u8) -> String {
    match byte {
        b'\'' => r"'\''".into(),
        b'"' => "'\"'".into(),
        byte => {
            let quoted = Quoted(char::from(byte).encode_utf8(&mut [0; 2])).to_string();
            format!("'{}'", quoted.trim_matches('"'))
        }
    }
}

struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    fn value(&mut self, depth: usize) -> Result<Node<'a>, ScanError> {
        self.skip_blanks();
        let start = self.at;
        let kind = match self.peek().ok_or(ScanError::End)? {
            b'{' => self.map(depth)?,
            b'[' => self.list(depth)?,
            b'"' => Kind::Text(self.string()?),
            b'-' | b'0'..=b'9' => Kind::Number(self.number()?),
            b't' => self.word(
                Kind::Bool(true),
                [
                    ("t", ""),
                    ("r", "in literal true (expecting 'r')"),
                    ("u", "in literal true (expecting 'u')"),
                    ("e", "in literal true (expecting 'e')"),
                ],
            )?,
            b'f' => self.word(
                Kind::Bool(false),
                [
                    ("f", ""),
                    ("a", "in literal false (expecting 'a')"),
                    ("l", "in literal false (expecting 'l')"),
                    ("s", "in literal false (expecting 's')"),
                    ("e", "in literal false (expecting 'e')"),
                ],
            )?,
            b'n' => self.word(
                Kind::Null,
                [
                    ("n", ""),
                    ("u", "in literal null (expecting 'u')"),
                    ("l", "in literal null (expecting 'l')"),
                    ("l", "in literal null (expecting 'l')"),
                ],
            )?,
            byte => return Err(unexpected(byte, "looking for beginning of value")),
        };
        Ok(Node { kind, raw: self.since(start), end: self.at })
    }

    fn list(&mut self, depth: usize) -> Result<Kind<'a>, ScanError> {
        let depth = deeper(depth)?;
        let mut items = Vec::new();
        self.bump();
        self.skip_blanks();
        if self.accept(b']') {
            return Ok(Kind::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            if self.ends(b']', "after array element")? {
                return Ok(Kind::List(items));
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Kind<'a>, ScanError> {
        let depth = deeper(depth)?;
        let mut members = Vec::new();
        self.bump();
        self.skip_blanks();
        if self.accept(b'}') {
            return Ok(Kind::Map(members));
        }
        loop {
            self.skip_blanks();
            match self.peek().ok_or(ScanError::End)? {
                b'"' => {}
                byte => return Err(unexpected(byte, "looking for beginning of object key string")),
            }
            let key = self.string()?;
            self.skip_blanks();
            match self.next().ok_or(ScanError::End)? {
                b':' => {}
                byte => return Err(unexpected(byte, "after object key")),
            }
            members.push((key, self.value(depth)?));
            if self.ends(b'}', "after object key:value pair")? {
                return Ok(Kind::Map(members));
            }
        }
    }

    /// Whether the list or map ends here, and does not go on behind a comma.
    fn ends(&mut self, end: u8, place: &'static str) -> Result<bool, ScanError> {
        self.skip_blanks();
        match self.next().ok_or(ScanError::End)? {
            b',' => Ok(false),
            byte if byte == end => Ok(true),
            byte => Err(unexpected(byte, place)),
        }
    }

    fn word<const N: usize>(
        &mut self,
        kind: Kind<'a>,
        letters: [(&str, &'static str); N],
    ) -> Result<Kind<'a>, ScanError> {
        for (letter, place) in letters {
            let byte = self.next().ok_or(ScanError::EndWithin(place))?;
            if letter.as_bytes() != [byte] {
                return Err(unexpected(byte, place));
            }
        }
        Ok(kind)
    }

    fn number(&mut self) -> Result<&'a str, ScanError> {
        let start = self.at;
        self.accept(b'-');
        if !self.accept(b'0') {
            self.digits("in numeric literal")?;
        }
        if self.accept(b'.') {
            self.digits("after decimal point in numeric literal")?;
        }
        if self.accept(b'e') || self.accept(b'E') {
            if !self.accept(b'+') {
                self.accept(b'-');
            }
            self.digits("in exponent of numeric literal")?;
        }
        Ok(core::str::from_utf8(self.since(start)).unwrap_or_default())
    }

    fn digits(&mut self, place: &'static str) -> Result<(), ScanError> {
        match self.peek().ok_or(ScanError::EndWithin(place))? {
            b'0'..=b'9' => {}
            byte => return Err(unexpected(byte, place)),
        }
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.bump();
        }
        Ok(())
    }

    fn string(&mut self) -> Result<String, ScanError> {
        let mut bytes = Vec::new();
        self.bump();
        loop {
            match self.next().ok_or(ScanError::End)? {
                b'"' => return Ok(text(&bytes)),
                b'\\' => {
                    let c = self.escape()?;
                    bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
                byte @ ..b' ' => return Err(unexpected(byte, "in string literal")),
                byte => bytes.push(byte),
            }
        }
    }

    fn escape(&mut self) -> Result<char, ScanError> {
        Ok(match self.next().ok_or(ScanError::EndWithin(ESCAPE))? {
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.code(),
            byte => return Err(unexpected(byte, ESCAPE)),
        })
    }

    /// Four digits, or a pair of these. Half a pair is U+FFFD.
    fn code(&mut self) -> Result<char, ScanError> {
        let unit = self.unit()?;
        let behind = self.at;
        if (0xd800..0xdc00).contains(&unit) && self.accept(b'\\') && self.accept(b'u') {
            let pair = [unit, self.unit()?];
            if let Some(Ok(c)) = char::decode_utf16(pair).next() {
                return Ok(c);
            }
        }
        self.at = behind;
        Ok(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn unit(&mut self) -> Result<u16, ScanError> {
        let mut unit = 0;
        for _ in 0..4 {
            let byte = self.next().ok_or(ScanError::EndWithin(CODE))?;
            let digit = char::from(byte).to_digit(16).and_then(|digit| u16::try_from(digit).ok());
            let digit = digit.ok_or_else(|| unexpected(byte, CODE))?;
            unit = unit << 4 | digit;
        }
        Ok(unit)
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.bump();
        }
    }

    fn accept(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        if is_next {
            self.bump();
        }
        is_next
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.bump();
        Some(byte)
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn bump(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn since(&self, start: usize) -> &'a [u8] {
        self.text.get(start..self.at).unwrap_or_default()
    }
}

fn deeper(depth: usize) -> Result<usize, ScanError> {
    if depth == DEPTH { Err(ScanError::TooDeep) } else { Ok(depth.saturating_add(1)) }
}

/// Each byte that is not UTF-8 becomes U+FFFD.
fn text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}
