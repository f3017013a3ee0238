//! Directives, tags, anchors and aliases.

use super::super::fault::Fault;
use super::{
    cursor::{is_blank, is_blank_or_end, is_break_or_end, is_name},
    token::{Kind, Scan, Scanner, Token},
};
use alloc::{string::String, vec::Vec};

impl Scanner<'_> {
    pub(super) fn scan_directive(&mut self) -> Scan<Token> {
        let start = self.cursor.mark;
        self.cursor.skip();
        let name = self.scan_name();
        if name.is_empty() || !is_blank_or_end(self.cursor.peek()) {
            return Err(self
                .misplaced("`%` begins a directive, and no name follows")
                .help("write `%YAML 1.1`"));
        }
        self.cursor.skip_while(is_blank);
        let kind = match &*name {
            "YAML" => self.scan_version()?,
            "TAG" => self.scan_tag_directive()?,
            _ => {
                return Err(self
                    .misplaced(alloc::format!("the directive `%{name}` is not known"))
                    .help("only `%YAML` and `%TAG` are"));
            }
        };
        let end = self.cursor.mark;
        self.cursor.skip_while(is_blank);
        if self.cursor.peek() == Some('#') {
            self.cursor.skip_while(|c| !is_break_or_end(c));
        }
        if !is_break_or_end(self.cursor.peek()) {
            return Err(self
                .misplaced("the directive should end here")
                .help("put what follows on its own line"));
        }
        self.cursor.skip_break();
        Ok(Token { kind, start, end })
    }

    fn scan_version(&mut self) -> Scan<Kind> {
        let major = self.scan_number()?;
        if self.cursor.peek() != Some('.') {
            return Err(self.bad_version());
        }
        self.cursor.skip();
        let minor = self.scan_number()?;
        Ok(Kind::Version(major, minor))
    }

    /// One or two digits.
    fn scan_number(&mut self) -> Scan<u32> {
        let mut digits = String::new();
        while self.cursor.peek().is_some_and(|c| c.is_ascii_digit()) && digits.len() < 3 {
            self.cursor.read(&mut digits);
        }
        match digits.parse() {
            Ok(number) if digits.len() < 3 => Ok(number),
            _ => Err(self.bad_version()),
        }
    }

    fn bad_version(&self) -> Fault {
        self.misplaced("this is not a version of YAML").help("write `%YAML 1.1`, or take the line away")
    }

    fn scan_tag_directive(&mut self) -> Scan<Kind> {
        let handle = self.scan_handle()?;
        let is_handle = handle == "!" || (1 < handle.len() && handle.ends_with('!'));
        if !is_handle || !is_blank(self.cursor.peek()) {
            return Err(self.misplaced("`%TAG` takes a handle such as `!e!` and what it stands for"));
        }
        self.cursor.skip_while(is_blank);
        let prefix = self.scan_uri("")?;
        if !is_blank_or_end(self.cursor.peek()) {
            return Err(self.bad_tag());
        }
        Ok(Kind::TagDirective(handle, prefix))
    }

    pub(super) fn scan_tag(&mut self) -> Scan<Token> {
        let start = self.cursor.mark;
        let kind = if self.cursor.second() == Some('<') {
            self.cursor.skip();
            self.cursor.skip();
            let tag = self.scan_uri("")?;
            if self.cursor.peek() != Some('>') {
                return Err(self.bad_tag());
            }
            self.cursor.skip();
            Kind::Tag(String::new(), tag)
        } else {
            let handle = self.scan_handle()?;
            if 1 < handle.len() && handle.ends_with('!') {
                let suffix = self.scan_uri("")?;
                Kind::Tag(handle, suffix)
            } else {
                match self.scan_uri(&handle)? {
                    suffix if suffix.is_empty() => Kind::Tag(suffix, handle),
                    suffix => Kind::Tag("!".into(), suffix),
                }
            }
        };
        if !is_blank_or_end(self.cursor.peek()) {
            return Err(self.bad_tag());
        }
        Ok(Token { kind, start, end: self.cursor.mark })
    }

    /// `!`, or `!name!`, or `!` and what looks like a name and is the tag.
    fn scan_handle(&mut self) -> Scan<String> {
        if self.cursor.peek() != Some('!') {
            return Err(self.bad_tag());
        }
        let mut handle = String::new();
        self.cursor.read(&mut handle);
        handle.push_str(&self.scan_name());
        if self.cursor.peek() == Some('!') {
            self.cursor.read(&mut handle);
        }
        Ok(handle)
    }

    /// What a tag consists of. Of what was read as a handle, all but the `!` belongs to it.
    fn scan_uri(&mut self, head: &str) -> Scan<String> {
        let mut bytes: Vec<u8> = head.bytes().skip(1).collect();
        let mut is_empty = head.is_empty();
        while let Some(c) = self.cursor.peek().filter(|c| is_uri(*c)) {
            is_empty = false;
            if c == '%' {
                bytes.push(self.scan_octet()?);
            } else {
                bytes.extend(u8::try_from(c));
                self.cursor.skip();
            }
        }
        match String::from_utf8(bytes) {
            Ok(uri) if !is_empty => Ok(uri),
            _ => Err(self.bad_tag()),
        }
    }

    fn scan_octet(&mut self) -> Scan<u8> {
        self.cursor.skip();
        let mut octet = 0;
        for _ in 0..2 {
            let digit =
                self.cursor.peek().and_then(|c| c.to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
            let Some(digit) = digit else {
                return Err(self.bad_tag());
            };
            octet = octet << 4 | digit;
            self.cursor.skip();
        }
        Ok(octet)
    }

    fn bad_tag(&self) -> Fault {
        self.misplaced("this is not a tag")
            .help("write a tag such as `!!str`; put a text that begins with `!` in quotes")
    }

    /// An anchor or an alias.
    pub(super) fn scan_anchor(&mut self) -> Scan<Token> {
        let start = self.cursor.mark;
        let is_alias = self.cursor.peek() == Some('*');
        self.cursor.skip();
        let name = self.scan_name();
        let next = self.cursor.peek();
        let ends =
            is_blank_or_end(next) || matches!(next, Some('?' | ':' | ',' | ']' | '}' | '%' | '@' | '`'));
        if name.is_empty() || !ends {
            return Err(self
                .misplaced("a name of letters, digits, `-` and `_` is expected here")
                .help("put a text that begins with `*` or `&` in quotes"));
        }
        let kind = if is_alias { Kind::Alias(name) } else { Kind::Anchor(name) };
        Ok(Token { kind, start, end: self.cursor.mark })
    }

    fn scan_name(&mut self) -> String {
        let mut name = String::new();
        while is_name(self.cursor.peek()) {
            self.cursor.read(&mut name);
        }
        name
    }
}

fn is_uri(c: char) -> bool {
    is_name(Some(c)) || ";/?:@&=+$.,!~*'()[]%".contains(c)
}
