//! Scalars: plain, quoted, and in blocks.

use super::super::fault::Fault;
use super::{
    cursor::{is_blank, is_blank_or_end, is_break, is_break_or_end},
    token::{Kind, Scan, Scanner, Token},
};
use alloc::{format, string::String};

/// The blanks and line ends between two words of a scalar.
#[derive(Default)]
struct Gap {
    blanks: String,
    /// The first line's end, and the others.
    first: String,
    others: String,
    has_break: bool,
}

impl Gap {
    /// Writes what is left of the gap: its blanks if it is within a line, a space for one line's end, the others else.
    fn fold(self, text: &mut String) {
        if !self.has_break {
            text.push_str(&self.blanks);
        } else if !self.first.starts_with('\n') {
            text.push_str(&self.first);
            text.push_str(&self.others);
        } else if self.others.is_empty() {
            text.push(' ');
        } else {
            text.push_str(&self.others);
        }
    }
}

/// What becomes of the line ends at the end of a block scalar.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomp {
    Strip,
    Clip,
    Keep,
}

impl Scanner<'_> {
    pub(super) fn scan_plain(&mut self) -> Scan<Token> {
        let (start, is_flow) = (self.cursor.mark, self.is_flow());
        let (mut end, mut text, mut gap) = (start, String::new(), Gap::default());
        loop {
            if self.is_at_document_indicator() || self.cursor.peek() == Some('#') {
                break;
            }
            while !is_blank_or_end(self.cursor.peek()) && !self.ends_plain(is_flow) {
                core::mem::take(&mut gap).fold(&mut text);
                self.cursor.read(&mut text);
                end = self.cursor.mark;
            }
            if !is_blank(self.cursor.peek()) && !is_break(self.cursor.peek()) {
                break;
            }
            self.scan_gap(&mut gap, true)?;
            if !is_flow && self.is_left_of_content() {
                break;
            }
        }
        if gap.has_break {
            self.may_be_key = true;
        }
        Ok(Token { kind: Kind::Scalar { text, is_plain: true }, start, end })
    }

    fn ends_plain(&self, is_flow: bool) -> bool {
        match self.cursor.peek() {
            Some(':') => is_blank_or_end(self.cursor.second()),
            Some(',' | '?' | '[' | ']' | '{' | '}') => is_flow,
            _ => false,
        }
    }

    /// Whether this column is outside of the innermost block's content.
    fn is_left_of_content(&self) -> bool {
        isize::try_from(self.cursor.mark.column).is_ok_and(|column| column <= self.indent)
    }

    fn scan_gap(&mut self, gap: &mut Gap, is_indented: bool) -> Scan<()> {
        loop {
            let next = self.cursor.peek();
            if is_blank(next) {
                if is_indented && gap.has_break && next == Some('\t') && self.is_left_of_content() {
                    return Err(self.misplaced("a tab cannot indent").help("indent with spaces"));
                }
                if gap.has_break {
                    self.cursor.skip();
                } else {
                    self.cursor.read(&mut gap.blanks);
                }
            } else if is_break(next) {
                let is_first = !gap.has_break;
                gap.has_break = true;
                self.cursor.read_break(if is_first { &mut gap.first } else { &mut gap.others });
            } else {
                return Ok(());
            }
        }
    }

    pub(super) fn scan_quoted(&mut self) -> Scan<Token> {
        let start = self.cursor.mark;
        let quote = self.cursor.peek();
        self.cursor.skip();
        let mut text = String::new();
        loop {
            if self.is_at_document_indicator() {
                return Err(self
                    .misplaced("a line that begins like a document cannot be part of a quoted text")
                    .help("close the quotes, or indent the line"));
            }
            if self.cursor.peek().is_none() {
                let quote = quote.unwrap_or('"');
                return Err(self
                    .misplaced(format!("no `{quote}` ends the text that begins here"))
                    .help(format!("close the text with `{quote}`"))
                    .at(start.to(self.cursor.mark)));
            }
            let mut gap = Gap::default();
            self.scan_quoted_word(quote, &mut text, &mut gap)?;
            if self.cursor.peek() == quote {
                break;
            }
            self.scan_gap(&mut gap, false)?;
            gap.fold(&mut text);
        }
        self.cursor.skip();
        Ok(Token { kind: Kind::Scalar { text, is_plain: false }, start, end: self.cursor.mark })
    }

    fn scan_quoted_word(&mut self, quote: Option<char>, text: &mut String, gap: &mut Gap) -> Scan<()> {
        while !is_blank_or_end(self.cursor.peek()) {
            let (next, second) = (self.cursor.peek(), self.cursor.second());
            if next == quote && quote == Some('\'') && second == quote {
                self.cursor.skip();
                self.cursor.read(text);
            } else if next == quote {
                return Ok(());
            } else if next != Some('\\') || quote != Some('"') {
                self.cursor.read(text);
            } else if is_break(second) {
                // An escaped line end leaves nothing, and nothing of the indentation after it.
                self.cursor.skip();
                self.cursor.skip_break();
                gap.has_break = true;
                return Ok(());
            } else {
                text.push(self.scan_escape()?);
            }
        }
        Ok(())
    }

    fn scan_escape(&mut self) -> Scan<char> {
        let start = self.cursor.mark;
        self.cursor.skip();
        let digits = match self.cursor.peek() {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            other => {
                let Some(c) = other.and_then(escaped) else {
                    return Err(self
                        .misplaced("`\\` and this character are no escape")
                        .help("write `\\\\` for a backslash, or use single quotes"));
                };
                self.cursor.skip();
                return Ok(c);
            }
        };
        self.cursor.skip();
        let mut code: u32 = 0;
        for _ in 0..digits {
            let Some(digit) = self.cursor.peek().and_then(|c| c.to_digit(16)) else {
                return Err(self.misplaced("a hexadecimal digit is expected here"));
            };
            code = code << 4 | digit;
            self.cursor.skip();
        }
        char::from_u32(code).ok_or_else(|| {
            self.misplaced("there is no character with this code")
                .help("write the character itself")
                .at(start.to(self.cursor.mark))
        })
    }

    pub(super) fn scan_block(&mut self) -> Scan<Token> {
        let start = self.cursor.mark;
        let is_literal = self.cursor.peek() == Some('|');
        self.cursor.skip();
        let (chomp, increment) = self.scan_block_header()?;
        let mut end = self.cursor.mark;
        self.cursor.skip_break();
        let parent = usize::try_from(self.indent).unwrap_or(0);
        let mut indent = increment.map(|increment| parent.saturating_add(increment));
        let (mut text, mut first, mut others) = (String::new(), String::new(), String::new());
        self.scan_block_breaks(&mut indent, &mut others)?;
        let mut was_blank = false;
        while Some(self.cursor.mark.column) == indent && self.cursor.peek().is_some() {
            let is_blank = is_blank(self.cursor.peek());
            if is_literal || was_blank || is_blank || !first.starts_with('\n') {
                text.push_str(&first);
            } else if others.is_empty() {
                text.push(' ');
            }
            text.push_str(&others);
            first.clear();
            others.clear();
            was_blank = is_blank;
            while !is_break_or_end(self.cursor.peek()) {
                self.cursor.read(&mut text);
            }
            end = self.cursor.mark;
            self.cursor.read_break(&mut first);
            self.scan_block_breaks(&mut indent, &mut others)?;
        }
        if chomp != Chomp::Strip {
            text.push_str(&first);
        }
        if chomp == Chomp::Keep {
            text.push_str(&others);
        }
        Ok(Token { kind: Kind::Scalar { text, is_plain: false }, start, end })
    }

    /// How the block ends and how far it is indented, in either order, up to the line's end.
    fn scan_block_header(&mut self) -> Scan<(Chomp, Option<usize>)> {
        let mut chomp = self.scan_chomp();
        let increment = self.scan_increment()?;
        chomp = chomp.or_else(|| self.scan_chomp());
        self.cursor.skip_while(is_blank);
        if self.cursor.peek() == Some('#') {
            self.cursor.skip_while(|c| !is_break_or_end(c));
        }
        if !is_break_or_end(self.cursor.peek()) {
            return Err(self.bad_header());
        }
        Ok((chomp.unwrap_or(Chomp::Clip), increment))
    }

    fn scan_chomp(&mut self) -> Option<Chomp> {
        let chomp = match self.cursor.peek() {
            Some('+') => Chomp::Keep,
            Some('-') => Chomp::Strip,
            _ => return None,
        };
        self.cursor.skip();
        Some(chomp)
    }

    fn scan_increment(&mut self) -> Scan<Option<usize>> {
        let Some(digit) = self.cursor.peek().and_then(|c| c.to_digit(10)) else {
            return Ok(None);
        };
        if digit == 0 {
            return Err(self.bad_header());
        }
        self.cursor.skip();
        Ok(usize::try_from(digit).ok())
    }

    fn bad_header(&self) -> Fault {
        self.misplaced("this cannot follow `|` or `>`")
            .help("begin the text on the next line; `+` or `-` and a number from 1 to 9 may stand here")
    }

    /// Goes past the indentation and empty lines. The first line with text tells how far a block is indented.
    fn scan_block_breaks(&mut self, indent: &mut Option<usize>, breaks: &mut String) -> Scan<()> {
        let mut widest = 0;
        loop {
            while indent.is_none_or(|indent| self.cursor.mark.column < indent)
                && self.cursor.peek() == Some(' ')
            {
                self.cursor.skip();
            }
            widest = widest.max(self.cursor.mark.column);
            let is_indentation = indent.is_none_or(|indent| self.cursor.mark.column < indent);
            if is_indentation && self.cursor.peek() == Some('\t') {
                return Err(self.misplaced("a tab cannot indent").help("indent with spaces"));
            }
            if !is_break(self.cursor.peek()) {
                break;
            }
            self.cursor.read_break(breaks);
        }
        if indent.is_none() {
            let parent = usize::try_from(self.indent.saturating_add(1)).unwrap_or(0);
            *indent = Some(widest.max(parent).max(1));
        }
        Ok(())
    }

    fn is_at_document_indicator(&self) -> bool {
        self.cursor.is_at_indicator("---") || self.cursor.is_at_indicator("...")
    }
}

/// The character that an escape of one character stands for.
fn escaped(c: char) -> Option<char> {
    Some(match c {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        ' ' | '"' | '\'' | '\\' => c,
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        _ => return None,
    })
}

/// Whether a plain scalar may begin with this: not with an indicator, apart from `-`, and in block context `?` and
/// `:`, where no blank follows.
pub(super) fn starts_plain(c: char, second: Option<char>, is_flow: bool) -> bool {
    match c {
        '-' => !is_blank(second),
        '?' | ':' => !is_flow && !is_blank_or_end(second),
        ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`' => {
            false
        }
        c => !is_blank_or_end(Some(c)),
    }
}
