//! From text to tokens (`argo-analysis §3.4`).

use super::{
    error::Fault,
    escape::{unescape, unescape_bytes},
    token::{Kind, Token},
};
use crate::go::{letters::Letters, quote};
use alloc::{borrow::Cow, format, string::String, vec::Vec};

/// Reads tokens one by one. After an error there is nothing but that error.
pub(super) struct Lexer<'t> {
    text: &'t str,
    /// Where the next character is.
    at: Place,
    /// Where the token began.
    start: Place,
    /// Whether reading went past the end, and nothing was put back since.
    past_end: bool,
    /// Tokens found together with one already given.
    waiting: Option<Token<'t>>,
    error: Option<Fault>,
    ended: bool,
    letters: Letters,
}

#[derive(Clone, Copy)]
struct Place {
    byte: usize,
    character: usize,
}

/// What the lexer gives.
pub(super) enum Next<'t> {
    Token(Token<'t>),
    /// The end was already given.
    Nothing,
    Error(Fault),
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let start = Place { byte: 0, character: 0 };
        Self {
            text,
            at: start,
            start,
            past_end: false,
            waiting: None,
            error: None,
            ended: false,
            letters: Letters::default(),
        }
    }

    pub(super) fn next(&mut self) -> Next<'t> {
        if let Some(token) = self.waiting.take() {
            return Next::Token(token);
        }
        while self.error.is_none() && !self.ended {
            let found = self.root();
            if let Some(error) = &self.error {
                return Next::Error(error.clone());
            }
            if let Some(token) = found {
                return Next::Token(token);
            }
        }
        self.error.clone().map_or(Next::Nothing, Next::Error)
    }

    /// One token, or one thing to be skipped.
    fn root(&mut self) -> Option<Token<'t>> {
        let Some(c) = self.read() else {
            self.ended = true;
            let at = self.at.character.saturating_sub(1);
            return Some(Token { kind: Kind::End, text: Cow::Borrowed(b""), at });
        };
        match c {
            c if c.is_whitespace() => {
                self.skip();
                None
            }
            '\'' | '"' => self.string(c),
            '`' => self.raw_string(),
            'b' | 'B' if matches!(self.peek(), Some('\'' | '"')) => self.byte_string(),
            '0'..='9' => {
                self.put_back();
                self.number()
            }
            '?' => self.operator(".?"),
            '/' => self.slash(),
            '#' => self.pointer(),
            '|' => self.operator("|"),
            ':' => self.operator(":"),
            '(' | '[' | '{' | ')' | ']' | '}' => Some(self.emit(Kind::Bracket)),
            ',' | ';' | '%' | '+' | '-' | '^' => Some(self.emit(Kind::Operator)),
            '&' | '!' | '=' | '*' | '<' | '>' => self.operator("&=*"),
            '.' => self.dot(),
            c if self.letters.is_alphanumeric(c) => self.word_token(),
            c => {
                let shown = if self.letters.is_printed(c) { format!(" '{c}'") } else { String::new() };
                self.fail(format!("unrecognized character: U+{:04X}{shown}", u32::from(c)));
                None
            }
        }
    }

    /// An operator of one character, or of two if the second is one of these.
    fn operator(&mut self, second: &str) -> Option<Token<'t>> {
        self.accept(second);
        Some(self.emit(Kind::Operator))
    }

    fn number(&mut self) -> Option<Token<'t>> {
        if !self.scan_number() {
            let word = quote(self.word());
            self.fail(format!("bad number syntax: {word}"));
            return None;
        }
        Some(self.emit(Kind::Number))
    }

    fn scan_number(&mut self) -> bool {
        let mut digits = "0123456789_";
        if self.accept("0") {
            if self.accept("xX") {
                digits = "0123456789abcdefABCDEF_";
            } else if self.accept("oO") {
                digits = "01234567_";
            } else if self.accept("bB") {
                digits = "01_";
            }
        }
        self.accept_run(digits);
        let end = self.at;
        if self.accept(".") {
            // `1..2` is a range.
            if self.peek() == Some('.') {
                self.at = end;
                return true;
            }
            self.accept_run(digits);
        }
        if self.accept("eE") {
            self.accept("+-");
            self.accept_run(digits);
        }
        if self.peek().is_some_and(|c| self.letters.is_alphanumeric(c)) {
            self.read();
            return false;
        }
        true
    }

    fn dot(&mut self) -> Option<Token<'t>> {
        // The point is a part of the number, before which a number may have another one.
        if self.peek().is_some_and(|c| c.is_ascii_digit()) { self.number() } else { self.operator(".") }
    }

    fn word_token(&mut self) -> Option<Token<'t>> {
        self.read_letters();
        match self.word() {
            "not" => {
                let not = self.emit(Kind::Operator);
                self.after_not();
                Some(not)
            }
            "in" | "or" | "and" | "matches" | "contains" | "startsWith" | "endsWith" | "let" | "if"
            | "else" => Some(self.emit(Kind::Operator)),
            _ => Some(self.emit(Kind::Identifier)),
        }
    }

    /// The operator that `not` negates, if one follows, is a token of its own at once.
    fn after_not(&mut self) {
        self.accept_run(" ");
        self.skip();
        let end = self.at;
        self.read_letters();
        match self.word() {
            "in" | "matches" | "contains" | "startsWith" | "endsWith" => {
                self.waiting = Some(self.emit(Kind::Operator));
            }
            _ => self.at = end,
        }
    }

    fn read_letters(&mut self) {
        while let Some(c) = self.read() {
            if !self.letters.is_alphanumeric(c) {
                self.put_back();
                return;
            }
        }
        self.past_end = false;
    }

    fn slash(&mut self) -> Option<Token<'t>> {
        if self.accept("/") {
            while self.read().is_some_and(|c| c != '\n') {}
            self.skip();
            return None;
        }
        if self.accept("*") {
            loop {
                match self.read() {
                    None => {
                        self.fail("unclosed comment");
                        return None;
                    }
                    Some('*') if self.accept("/") => break,
                    Some(_) => {}
                }
            }
            self.skip();
            return None;
        }
        Some(self.emit(Kind::Operator))
    }

    /// `#`, and the name that follows it.
    fn pointer(&mut self) -> Option<Token<'t>> {
        self.accept("#");
        let pointer = self.emit(Kind::Operator);
        self.read_letters();
        if !self.word().is_empty() {
            self.waiting = Some(self.emit(Kind::Identifier));
        }
        Some(pointer)
    }

    fn string(&mut self, quote: char) -> Option<Token<'t>> {
        self.scan_string(quote);
        if self.error.is_some() {
            return None;
        }
        match unescape(self.word()) {
            Ok(text) => Some(self.emit_text(Kind::String, text)),
            Err(message) => {
                self.fail(message);
                None
            }
        }
    }

    fn byte_string(&mut self) -> Option<Token<'t>> {
        let quote = self.read()?;
        self.scan_string(quote);
        if self.error.is_some() {
            return None;
        }
        match unescape_bytes(self.word().get(1..).unwrap_or_default()) {
            Ok(text) => Some(self.emit_text(Kind::Bytes, text)),
            Err(message) => {
                self.fail(message);
                None
            }
        }
    }

    fn scan_string(&mut self, quote: char) {
        let mut next = self.read();
        while next != Some(quote) {
            next = match next {
                None | Some('\n') => {
                    self.fail("literal not terminated");
                    return;
                }
                Some('\\') => self.scan_escape(quote),
                Some(_) => self.read(),
            };
            if self.error.is_some() {
                return;
            }
        }
    }

    /// What follows the escape.
    fn scan_escape(&mut self, quote: char) -> Option<char> {
        match self.read() {
            Some('a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | '\\') => self.read(),
            Some(c) if c == quote => self.read(),
            digit @ Some('0'..='7') => self.scan_digits(digit, 8, 3),
            Some('x') => {
                let first = self.read();
                self.scan_digits(first, 16, 2)
            }
            Some('u') if self.peek() == Some('{') => self.scan_braces(),
            Some('u') => {
                let first = self.read();
                self.scan_digits(first, 16, 4)
            }
            Some('U') => {
                let first = self.read();
                self.scan_digits(first, 16, 8)
            }
            other => {
                self.fail("invalid char escape");
                other
            }
        }
    }

    fn scan_digits(&mut self, first: Option<char>, base: u32, count: usize) -> Option<char> {
        let mut next = first;
        for _ in 0..count {
            if !next.is_some_and(|c| c.is_digit(base)) {
                self.fail("invalid char escape");
                return next;
            }
            next = self.read();
        }
        next
    }

    /// `{` to `}` with one to six digits.
    fn scan_braces(&mut self) -> Option<char> {
        self.read();
        let mut digits = 0;
        loop {
            match self.peek() {
                Some('}') if digits > 0 => break,
                Some(c) if c.is_ascii_hexdigit() && digits < 6 => {
                    self.read();
                    digits += 1;
                }
                _ => {
                    self.fail("invalid char escape");
                    return None;
                }
            }
        }
        self.read();
        self.read()
    }

    fn raw_string(&mut self) -> Option<Token<'t>> {
        let mut doubled = false;
        loop {
            let mut next = self.read();
            while next == Some('`') && self.peek() == Some('`') {
                self.read();
                next = self.read();
                doubled = true;
            }
            match next {
                Some('`') => break,
                None => {
                    self.fail("literal not terminated");
                    return None;
                }
                Some(_) => {}
            }
        }
        let word = self.word();
        let inside = word.get(1..word.len() - 1).unwrap_or_default();
        if !doubled {
            return Some(self.emit_cow(Kind::String, Cow::Borrowed(inside.as_bytes())));
        }
        let text = inside.replace("``", "`");
        Some(self.emit_text(Kind::String, text.into_bytes()))
    }

    fn read(&mut self) -> Option<char> {
        let c = self.peek();
        match c {
            Some(c) => {
                self.at.byte += c.len_utf8();
                self.at.character += 1;
            }
            None => self.past_end = true,
        }
        c
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at.byte..)?.chars().next()
    }

    fn put_back(&mut self) {
        if self.past_end {
            self.past_end = false;
        } else if let Some(c) = self.text.get(..self.at.byte).and_then(|text| text.chars().next_back()) {
            self.at.byte -= c.len_utf8();
            self.at.character -= 1;
        }
    }

    fn accept(&mut self, valid: &str) -> bool {
        let accepted = self.peek().is_some_and(|c| valid.contains(c));
        if accepted {
            self.read();
        }
        accepted
    }

    fn accept_run(&mut self, valid: &str) {
        while self.accept(valid) {}
    }

    fn word(&self) -> &'t str {
        self.text.get(self.start.byte..self.at.byte).unwrap_or_default()
    }

    fn skip(&mut self) {
        self.start = self.at;
    }

    fn emit(&mut self, kind: Kind) -> Token<'t> {
        let word = self.word();
        self.emit_cow(kind, Cow::Borrowed(word.as_bytes()))
    }

    fn emit_text(&mut self, kind: Kind, text: Vec<u8>) -> Token<'t> {
        self.emit_cow(kind, Cow::Owned(text))
    }

    fn emit_cow(&mut self, kind: Kind, text: Cow<'t, [u8]>) -> Token<'t> {
        let at = self.start.character;
        self.skip();
        Token { kind, text, at }
    }

    /// The first error counts; it is at the character just read, or at the end.
    fn fail(&mut self, message: impl Into<String>) {
        if self.error.is_none() {
            let end = self.at.character + usize::from(self.past_end);
            self.error = Some(Fault::new(message, end.saturating_sub(1)));
        }
    }
}
