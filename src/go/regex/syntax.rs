//! The grammar of patterns.

use super::{
    MAX_PATTERN,
    class::{self, Classes},
    escape, flags,
};
use alloc::{boxed::Box, format, string::String, vec::Vec};
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Dot, Hir, Look, Repetition};

/// What a pattern's letters mean at a place.
#[derive(Clone, Copy, Default)]
pub(super) struct Flags {
    /// `(?i)`.
    pub(super) fold: bool,
    /// `(?m)`: `^` and `$` match at lines.
    pub(super) lines: bool,
    /// `(?s)`: `.` matches line feeds.
    pub(super) dot_all: bool,
}

/// Why a pattern is wrong, in Go's words.
pub(super) struct Wrong<'p> {
    pub(super) code: &'static str,
    pub(super) at: &'p str,
}

/// Groups and repetitions within each other. Go has a bound too, of a thousand.
const MAX_HEIGHT: usize = 200;

/// Copies of the innermost thing that repetitions within each other may ask for, as in Go.
const MAX_REPEAT: u32 = 1000;

/// An item on the stack.
enum Item {
    /// Something to match, how deep it nests, and how often repetitions in it repeat.
    Part(Part),
    /// A group that is open, and the flags outside of it.
    Open(Flags),
    Bar,
}

struct Part {
    hir: Hir,
    height: usize,
    copies: u32,
}

impl Part {
    fn flat(hir: Hir) -> Self {
        Self { hir, height: 1, copies: 1 }
    }
}

pub(super) fn parse(pattern: &[u8]) -> Result<Hir, String> {
    let Ok(pattern) = core::str::from_utf8(pattern) else {
        let shown = String::from_utf8_lossy(pattern);
        return Err(format!("error parsing regexp: invalid UTF-8: `{shown}`"));
    };
    if MAX_PATTERN < pattern.len() {
        return Err(super::too_large(pattern.as_bytes()));
    }
    let mut parser =
        Parser { whole: pattern, flags: Flags::default(), stack: Vec::new(), classes: Classes::default() };
    match parser.run() {
        Ok(hir) => Ok(hir),
        Err(Wrong { code, at }) => Err(format!("error parsing regexp: {code}: `{at}`")),
    }
}

struct Parser<'p> {
    whole: &'p str,
    flags: Flags,
    stack: Vec<Item>,
    classes: Classes,
}

type Rest<'p> = Result<&'p str, Wrong<'p>>;

impl<'p> Parser<'p> {
    fn run(&mut self) -> Result<Hir, Wrong<'p>> {
        let mut rest = self.whole;
        let mut last_repeat = "";
        while let Some(c) = rest.chars().next() {
            let mut repeated = "";
            rest = match c {
                '(' => self.group(rest)?,
                '|' => {
                    self.concatenate();
                    self.stack.push(Item::Bar);
                    behind(rest, 1)
                }
                ')' => {
                    self.close()?;
                    behind(rest, 1)
                }
                '^' => self.look(rest, if self.flags.lines { Look::StartLF } else { Look::Start }),
                '$' => self.look(rest, if self.flags.lines { Look::EndLF } else { Look::End }),
                '.' => {
                    let dot = if self.flags.dot_all { Dot::AnyChar } else { Dot::AnyCharExceptLF };
                    self.push(Hir::dot(dot));
                    behind(rest, 1)
                }
                '[' => {
                    let (class, rest) = class::parse(rest, self.flags, &mut self.classes)?;
                    self.push_class(class);
                    rest
                }
                '*' | '+' | '?' => {
                    let (min, max) = match c {
                        '*' => (0, None),
                        '+' => (1, None),
                        _ => (0, Some(1)),
                    };
                    repeated = rest;
                    self.repeat(min, max, rest, behind(rest, 1), last_repeat)?
                }
                '{' => match counts(rest) {
                    None => self.literal(rest),
                    Some((min, max, after)) => {
                        let wrong = MAX_REPEAT < min || max.is_some_and(|max| MAX_REPEAT < max || max < min);
                        if wrong {
                            return Err(Wrong { code: "invalid repeat count", at: before(rest, after) });
                        }
                        repeated = rest;
                        let after = self.repeat(min, max, rest, after, last_repeat)?;
                        self.repeat_is_bounded(min, max, before(rest, after))?;
                        after
                    }
                },
                '\\' => self.escape(rest)?,
                _ => self.literal(rest),
            };
            last_repeat = repeated;
        }
        self.concatenate();
        self.alternate();
        let last = self.stack.pop();
        if !self.stack.is_empty() {
            return Err(Wrong { code: "missing closing )", at: self.whole });
        }
        match last {
            Some(Item::Part(part)) => Ok(part.hir),
            _ => Err(Wrong { code: "missing closing )", at: self.whole }),
        }
    }

    fn group(&mut self, rest: &'p str) -> Rest<'p> {
        if !rest.starts_with("(?") {
            self.stack.push(Item::Open(self.flags));
            return Ok(behind(rest, 1));
        }
        let (opens, flags, rest) = flags::parse(rest, self.flags)?;
        if opens {
            self.stack.push(Item::Open(self.flags));
        }
        self.flags = flags;
        Ok(rest)
    }

    fn close(&mut self) -> Result<(), Wrong<'p>> {
        self.concatenate();
        self.alternate();
        let (inner, open) = (self.stack.pop(), self.stack.pop());
        let (Some(Item::Part(mut part)), Some(Item::Open(flags))) = (inner, open) else {
            return Err(Wrong { code: "unexpected )", at: self.whole });
        };
        self.flags = flags;
        part.height += 1;
        self.push_part(part)
    }

    fn look(&mut self, rest: &'p str, look: Look) -> &'p str {
        self.push(Hir::look(look));
        behind(rest, 1)
    }

    /// A letter that means itself.
    fn literal(&mut self, rest: &'p str) -> &'p str {
        let Some(c) = rest.chars().next() else {
            return rest;
        };
        self.push_letter(c);
        behind(rest, c.len_utf8())
    }

    fn push_letter(&mut self, c: char) {
        if self.flags.fold {
            let mut class = ClassUnicode::new([ClassUnicodeRange::new(c, c)]);
            class.case_fold_simple();
            self.push_class(class);
        } else {
            self.push(Hir::literal(c.encode_utf8(&mut [0; 4]).as_bytes()));
        }
    }

    fn push_class(&mut self, class: ClassUnicode) {
        self.push(Hir::class(Class::Unicode(class)));
    }

    fn push(&mut self, hir: Hir) {
        self.stack.push(Item::Part(Part::flat(hir)));
    }

    fn push_part(&mut self, part: Part) -> Result<(), Wrong<'p>> {
        if MAX_HEIGHT < part.height {
            return Err(Wrong { code: "expression nests too deeply", at: self.whole });
        }
        self.stack.push(Item::Part(part));
        Ok(())
    }

    fn repeat(
        &mut self,
        min: u32,
        max: Option<u32>,
        rest: &'p str,
        after: &'p str,
        last_repeat: &'p str,
    ) -> Rest<'p> {
        // Laziness does not change whether something matches.
        let after = after.strip_prefix('?').unwrap_or(after);
        if !last_repeat.is_empty() {
            return Err(Wrong { code: "invalid nested repetition operator", at: before(last_repeat, after) });
        }
        match self.stack.pop() {
            Some(Item::Part(part)) => {
                let copies = match max.unwrap_or(min) {
                    0 | 1 => part.copies,
                    copies => part.copies.saturating_mul(copies),
                };
                let sub = Box::new(part.hir);
                let hir = Hir::repetition(Repetition { min, max, greedy: true, sub });
                self.push_part(Part { hir, height: part.height + 1, copies })?;
                Ok(after)
            }
            other => {
                self.stack.extend(other);
                Err(Wrong { code: "missing argument to repetition operator", at: before(rest, after) })
            }
        }
    }

    fn repeat_is_bounded(&self, min: u32, max: Option<u32>, at: &'p str) -> Result<(), Wrong<'p>> {
        let repeats = 2 <= min || max.is_some_and(|max| 2 <= max);
        match self.stack.last() {
            Some(Item::Part(part)) if repeats && MAX_REPEAT < part.copies => {
                Err(Wrong { code: "invalid repeat count", at })
            }
            _ => Ok(()),
        }
    }

    fn escape(&mut self, rest: &'p str) -> Rest<'p> {
        let look = match rest.as_bytes().get(1) {
            Some(b'A') => Some(Look::Start),
            Some(b'z') => Some(Look::End),
            Some(b'b') => Some(Look::WordAscii),
            Some(b'B') => Some(Look::WordAsciiNegate),
            Some(b'C') => {
                return Err(Wrong { code: "invalid escape sequence", at: before(rest, behind(rest, 2)) });
            }
            _ => None,
        };
        if let Some(look) = look {
            self.push(Hir::look(look));
            return Ok(behind(rest, 2));
        }
        if let Some(quoted) = rest.strip_prefix("\\Q") {
            let (literal, after) = quoted.split_once("\\E").unwrap_or((quoted, ""));
            for c in literal.chars() {
                self.push_letter(c);
            }
            return Ok(after);
        }
        if let Some((class, rest)) = class::unicode(rest, self.flags, &mut self.classes)? {
            self.push_class(class);
            return Ok(rest);
        }
        if let Some((class, rest)) = class::perl(rest) {
            self.push_class(class);
            return Ok(rest);
        }
        let (c, rest) = escape::parse(rest)?;
        self.push_letter(c);
        Ok(rest)
    }

    /// Joins what stands side by side, down to the last bar or open group.
    fn concatenate(&mut self) {
        let mut parts = Vec::new();
        while let Some(Item::Part(_)) = self.stack.last() {
            if let Some(Item::Part(part)) = self.stack.pop() {
                parts.push(part);
            }
        }
        parts.reverse();
        self.stack.push(Item::Part(joined(parts, Hir::concat)));
    }

    /// Joins what stands between bars, down to the last open group.
    fn alternate(&mut self) {
        let mut parts = Vec::new();
        loop {
            match self.stack.pop() {
                Some(Item::Part(part)) => parts.push(part),
                Some(Item::Bar) => {}
                other => {
                    self.stack.extend(other);
                    break;
                }
            }
        }
        parts.reverse();
        self.stack.push(Item::Part(joined(parts, Hir::alternation)));
    }
}

fn joined(mut parts: Vec<Part>, join: fn(Vec<Hir>) -> Hir) -> Part {
    if parts.len() == 1
        && let Some(part) = parts.pop()
    {
        return part;
    }
    let height = parts.iter().map(|part| part.height + 1).max().unwrap_or(1);
    let copies = parts.iter().map(|part| part.copies).max().unwrap_or(1);
    Part { hir: join(parts.into_iter().map(|part| part.hir).collect()), height, copies }
}

/// What comes `bytes` later. They must be within, at the end of a letter.
pub(super) fn behind(text: &str, bytes: usize) -> &str {
    text.get(bytes..).unwrap_or_default()
}

/// The part of a text before a rest of it.
pub(super) fn before<'p>(text: &'p str, rest: &str) -> &'p str {
    text.get(..text.len().saturating_sub(rest.len())).unwrap_or(text)
}

/// `{n}`, `{n,}` or `{n,m}`, and what follows; nothing if it is something else. Numbers that are too large are larger than
/// any bound.
fn counts(text: &str) -> Option<(u32, Option<u32>, &str)> {
    let (min, rest) = number(text.strip_prefix('{')?)?;
    if let Some(rest) = rest.strip_prefix('}') {
        return Some((min, Some(min), rest));
    }
    let rest = rest.strip_prefix(',')?;
    if let Some(rest) = rest.strip_prefix('}') {
        return Some((min, None, rest));
    }
    let (max, rest) = number(rest)?;
    Some((min, Some(max), rest.strip_prefix('}')?))
}

fn number(text: &str) -> Option<(u32, &str)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at(digits);
    // No leading zeros.
    if number.is_empty() || 1 < number.len() && number.starts_with('0') {
        return None;
    }
    Some((number.parse().unwrap_or(u32::MAX), rest))
}
