//! `fromJSON`: JSON text as Go's `json.Unmarshal` reads it, into values without types.

use super::call::Arguments;
use crate::{
    condition::{
        limits::MAX_DEPTH,
        list::List,
        mapping::{Mapping, Members},
        number::parse_float,
        run::Failure,
        val::{Str, Val},
    },
    go::quote,
};
use alloc::{collections::BTreeMap, format, rc::Rc, string::String, vec::Vec};

pub(super) fn from_json<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let text = arguments.text(0)?.clone();
    arguments.meter.produce(text.len())?;
    let mut reader = Reader { text: &text, at: 0, open: Vec::new(), too_large: None };
    let value = reader.read()?;
    match reader.too_large {
        Some(number) => {
            Err(format!("json: cannot unmarshal number {number} into Go value of type float64").into())
        }
        None => Ok(value),
    }
}

struct Reader<'t, 'v> {
    text: &'t [u8],
    at: usize,
    open: Vec<Open<'v>>,
    /// The first number that no float can hold. Errors of syntax come before it.
    too_large: Option<String>,
}

/// A list or an object that is being read.
enum Open<'v> {
    List(Vec<Val<'v>>),
    Object(BTreeMap<Str<'v>, Val<'v>>, Str<'v>),
}

impl<'v> Reader<'_, 'v> {
    /// The whole text.
    fn read(&mut self) -> Result<Val<'v>, Failure> {
        let mut value = self.value()?;
        loop {
            // A value is complete: what it is part of goes on, or is complete itself.
            if let Some(done) = value {
                value = match self.open.pop() {
                    None => {
                        self.blanks();
                        if self.at < self.text.len() {
                            return self.wrong("after top-level value");
                        }
                        return Ok(done);
                    }
                    Some(Open::List(mut items)) => {
                        items.push(done);
                        self.after_item(items)?
                    }
                    Some(Open::Object(mut members, name)) => {
                        members.insert(name, done);
                        self.after_member(members)?
                    }
                };
            } else {
                value = self.value()?;
            }
        }
    }

    fn after_item(&mut self, items: Vec<Val<'v>>) -> Result<Option<Val<'v>>, Failure> {
        self.blanks();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                self.open.push(Open::List(items));
                Ok(None)
            }
            Some(b']') => {
                self.at += 1;
                Ok(Some(Val::List(List::made(items))))
            }
            _ => self.wrong("after array element"),
        }
    }

    fn after_member(&mut self, members: BTreeMap<Str<'v>, Val<'v>>) -> Result<Option<Val<'v>>, Failure> {
        self.blanks();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                self.blanks();
                self.name(members)?;
                Ok(None)
            }
            Some(b'}') => {
                self.at += 1;
                Ok(Some(Val::Map(Mapping::Made(Rc::new(Members { members })))))
            }
            _ => self.wrong("after object key:value pair"),
        }
    }

    /// The name of a member and its colon.
    fn name(&mut self, members: BTreeMap<Str<'v>, Val<'v>>) -> Result<(), Failure> {
        if self.peek() != Some(b'"') {
            return self.wrong("looking for beginning of object key string");
        }
        let name = Str::Made(self.string()?.into());
        self.blanks();
        if self.peek() != Some(b':') {
            return self.wrong("after object key");
        }
        self.at += 1;
        self.open.push(Open::Object(members, name));
        Ok(())
    }

    /// The beginning of a value: the value itself, or nothing if something was opened that goes on with a value.
    fn value(&mut self) -> Result<Option<Val<'v>>, Failure> {
        self.blanks();
        if MAX_DEPTH < self.open.len() {
            return Err(Failure::too_deep());
        }
        match self.peek() {
            Some(b'{') => {
                self.at += 1;
                self.blanks();
                if self.peek() == Some(b'}') {
                    self.at += 1;
                    return Ok(Some(Val::Map(Mapping::Made(Rc::default()))));
                }
                self.name(BTreeMap::new())?;
                Ok(None)
            }
            Some(b'[') => {
                self.at += 1;
                self.blanks();
                if self.peek() == Some(b']') {
                    self.at += 1;
                    return Ok(Some(Val::List(List::made(Vec::new()))));
                }
                self.open.push(Open::List(Vec::new()));
                Ok(None)
            }
            Some(b'"') => Ok(Some(Val::made_text(self.string()?))),
            Some(b't') => self.literal("true", Val::Bool(true)),
            Some(b'f') => self.literal("false", Val::Bool(false)),
            Some(b'n') => self.literal("null", Val::Nil),
            Some(b'-' | b'0'..=b'9') => self.number().map(Some),
            _ => self.wrong("looking for beginning of value"),
        }
    }

    fn literal(&mut self, literal: &str, value: Val<'v>) -> Result<Option<Val<'v>>, Failure> {
        for letter in literal.chars() {
            if self.peek().map(char::from) != Some(letter) {
                return self.wrong_at_end(&format!("in literal {literal} (expecting '{letter}')"));
            }
            self.at += 1;
        }
        Ok(Some(value))
    }

    fn number(&mut self) -> Result<Val<'v>, Failure> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits(),
            _ => return self.wrong_at_end("in numeric literal"),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            if !self.at_digit() {
                return self.wrong_at_end("after decimal point in numeric literal");
            }
            self.digits();
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if !self.at_digit() {
                return self.wrong_at_end("in exponent of numeric literal");
            }
            self.digits();
        }
        let text = String::from_utf8_lossy(self.text.get(start..self.at).unwrap_or_default());
        match parse_float(&text) {
            Ok(float) => Ok(Val::Float(float)),
            Err(_) => {
                self.too_large.get_or_insert_with(|| text.into_owned());
                Ok(Val::Nil)
            }
        }
    }

    fn at_digit(&self) -> bool {
        self.peek().is_some_and(|byte| byte.is_ascii_digit())
    }

    fn digits(&mut self) {
        while self.at_digit() {
            self.at += 1;
        }
    }

    /// What stands between quotes, the first of which is here.
    fn string(&mut self) -> Result<Vec<u8>, Failure> {
        self.at += 1;
        let mut bytes = Vec::new();
        loop {
            match self.peek() {
                None => return Err("unexpected end of JSON input".into()),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(plain(bytes));
                }
                Some(b'\\') => {
                    self.at += 1;
                    self.escape(&mut bytes)?;
                }
                Some(byte) if byte < b' ' => return self.wrong("in string literal"),
                Some(byte) => {
                    self.at += 1;
                    bytes.push(byte);
                }
            }
        }
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) -> Result<(), Failure> {
        let plain = match self.peek() {
            Some(byte @ (b'"' | b'\\' | b'/')) => byte,
            Some(b'b') => 8,
            Some(b'f') => 12,
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'u') => {
                self.at += 1;
                return self.code(bytes);
            }
            _ => return self.wrong_at_end("in string escape code"),
        };
        self.at += 1;
        bytes.push(plain);
        Ok(())
    }

    /// Four hexadecimal digits; two such escapes may be halves of a pair.
    fn code(&mut self, bytes: &mut Vec<u8>) -> Result<(), Failure> {
        let first = self.four_digits()?;
        let mut letter = char::from_u32(first);
        if (0xd800..0xdc00).contains(&first)
            && self.text.get(self.at..).unwrap_or_default().starts_with(b"\\u")
        {
            let before = self.at;
            self.at += 2;
            let second = self.four_digits()?;
            if (0xdc00..0xe000).contains(&second) {
                letter = char::from_u32(0x1_0000 + ((first - 0xd800) << 10 | (second - 0xdc00)));
            } else {
                self.at = before;
            }
        }
        let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
        bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        Ok(())
    }

    fn four_digits(&mut self) -> Result<u32, Failure> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else {
                return self.wrong_at_end("in \\u hexadecimal character escape");
            };
            self.at += 1;
            code = code * 16 + digit;
        }
        Ok(code)
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// The byte that is here is wrong; at the end something is missing.
    fn wrong<T>(&self, place: &str) -> Result<T, Failure> {
        match self.peek() {
            Some(byte) => Err(format!("invalid character {} {place}", shown(byte)).into()),
            None => Err("unexpected end of JSON input".into()),
        }
    }

    /// The same where the end counts as a blank, which would be wrong too.
    fn wrong_at_end<T>(&self, place: &str) -> Result<T, Failure> {
        let byte = self.peek().unwrap_or(b' ');
        Err(format!("invalid character {} {place}", shown(byte)).into())
    }
}

/// Each byte that is no UTF-8 becomes a replacement character.
fn plain(bytes: Vec<u8>) -> Vec<u8> {
    if core::str::from_utf8(&bytes).is_ok() {
        return bytes;
    }
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text.into_bytes()
}

/// A byte in quotes, as the letter with its number.
fn shown(byte: u8) -> String {
    match byte {
        b'\'' => "'\\''".into(),
        b'"' => "'\"'".into(),
        byte => {
            let quoted = quote(char::from(byte).encode_utf8(&mut [0; 2]));
            format!("'{}'", quoted.trim_matches('"'))
        }
    }
}
