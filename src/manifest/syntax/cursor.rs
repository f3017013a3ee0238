//! A place in a text that moves forward, and what kinds of characters there are.

use crate::diagnostic::Location;
use alloc::string::String;

/// A place in a text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mark {
    pub(super) byte: usize,
    /// In characters.
    pub(super) index: usize,
    /// Line and column as the grammar counts them, from 0: more characters end a line there than in an editor.
    pub(super) line: usize,
    pub(super) column: usize,
    /// Line and column as people count them, from 0.
    shown: (usize, usize),
}

impl Mark {
    /// From here to another place.
    pub(super) fn to(self, end: Self) -> Location {
        let (line, column) = self.shown;
        Location {
            line: line.saturating_add(1),
            column: column.saturating_add(1),
            start: self.byte,
            end: end.byte.max(self.byte),
        }
    }
}

/// A text, and how far it was read.
pub(super) struct Cursor<'a> {
    text: &'a str,
    pub(super) mark: Mark,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        // A byte-order mark is not part of the text, but of its bytes.
        let byte = text.strip_prefix('\u{feff}').map_or(0, |rest| text.len().saturating_sub(rest.len()));
        Self { text, mark: Mark { byte, ..Mark::default() } }
    }

    /// Whether the text begins with two byte-order marks. Then libyaml's Go translation takes the first character of
    /// every line for one, until shortly before the end of the 512 bytes that it reads first.
    pub(super) fn is_confused(&self) -> bool {
        let is_early = self.mark.byte.saturating_add(4) <= self.text.len().min(512);
        self.text.starts_with("\u{feff}\u{feff}") && (self.mark.index == 0 || is_early)
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.mark.byte..).unwrap_or_default()
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character after the next one.
    pub(super) fn second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    /// Whether a document indicator, `---` or `...`, stands here alone.
    pub(super) fn is_at_indicator(&self, indicator: &str) -> bool {
        self.mark.column == 0
            && self.rest().strip_prefix(indicator).is_some_and(|rest| is_blank_or_end(rest.chars().next()))
    }

    /// Goes past the next character, which ends no line.
    pub(super) fn skip(&mut self) {
        if let Some(c) = self.peek() {
            self.pass(c);
            self.mark.column = self.mark.column.saturating_add(1);
        }
    }

    /// Goes past characters as long as they are of a kind.
    pub(super) fn skip_while(&mut self, is_skipped: impl Fn(Option<char>) -> bool) {
        while self.peek().is_some() && is_skipped(self.peek()) {
            self.skip();
        }
    }

    /// Takes the next character, which ends no line.
    pub(super) fn read(&mut self, into: &mut String) {
        into.extend(self.peek());
        self.skip();
    }

    /// Takes a line's end; all that YAML 1.0 knew are one line feed, the Unicode separators remain.
    pub(super) fn read_break(&mut self, into: &mut String) {
        let Some(c) = self.peek().filter(|c| is_break(Some(*c))) else {
            return;
        };
        into.push(if matches!(c, '\u{2028}' | '\u{2029}') { c } else { '\n' });
        if c == '\r' && self.second() == Some('\n') {
            self.pass(c);
            self.pass('\n');
        } else {
            self.pass(c);
        }
        self.mark.column = 0;
        self.mark.line = self.mark.line.saturating_add(1);
    }

    /// Goes past a line's end.
    pub(super) fn skip_break(&mut self) {
        self.read_break(&mut String::new());
    }

    fn pass(&mut self, c: char) {
        self.mark.byte = self.mark.byte.saturating_add(c.len_utf8());
        self.mark.index = self.mark.index.saturating_add(1);
        let (line, column) = self.mark.shown;
        let is_line_end = c == '\n' || (c == '\r' && self.peek() != Some('\n'));
        self.mark.shown =
            if is_line_end { (line.saturating_add(1), 0) } else { (line, column.saturating_add(1)) };
    }
}

/// Whether this ends a line.
pub(super) fn is_break(c: Option<char>) -> bool {
    matches!(c, Some('\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'))
}

/// Whether this is a space or a tab.
pub(super) fn is_blank(c: Option<char>) -> bool {
    matches!(c, Some(' ' | '\t'))
}

/// Whether this ends a line or the text.
pub(super) fn is_break_or_end(c: Option<char>) -> bool {
    c.is_none() || is_break(c)
}

/// Whether this is a space or a tab, or ends a line or the text.
pub(super) fn is_blank_or_end(c: Option<char>) -> bool {
    is_blank(c) || is_break_or_end(c)
}

/// Whether this may be part of a name.
pub(super) fn is_name(c: Option<char>) -> bool {
    matches!(c, Some('0'..='9' | 'A'..='Z' | 'a'..='z' | '_' | '-'))
}
