//! The tokens of a YAML text, as libyaml cuts it: YAML 1.1 with that parser's liberties and limits.

use super::super::{
    encoding,
    fault::{Fault, UPSTREAM_DEPTH, exceeded, fault},
};
use super::cursor::{Cursor, Mark, is_blank, is_blank_or_end, is_break, is_break_or_end};
use super::scalars::starts_plain;
use alloc::{
    collections::{BTreeMap, VecDeque},
    string::String,
    vec::Vec,
};

/// One token, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: Mark,
    pub(super) end: Mark,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    End,
    /// `%YAML` with its two numbers.
    Version(u32, u32),
    /// `%TAG` with a handle and what it stands for.
    TagDirective(String, String),
    /// `---`
    DocumentStart,
    /// `...`
    DocumentEnd,
    BlockList,
    BlockMap,
    /// The indentation of a block list or map ends.
    BlockEnd,
    FlowList,
    FlowListEnd,
    FlowMap,
    FlowMapEnd,
    /// `-`
    Entry,
    /// `,`
    Comma,
    /// `?`, or where a key without it begins.
    Key,
    /// `:`
    Value,
    Alias(String),
    Anchor(String),
    /// A handle and what follows it.
    Tag(String, String),
    Scalar {
        text: String,
        is_plain: bool,
    },
}

/// What may yet turn out to be a key when a `:` follows.
#[derive(Clone, Copy)]
struct Candidate {
    /// Whether a `:` must follow.
    is_required: bool,
    token: usize,
    mark: Mark,
}

/// The block context, or a flow collection.
#[derive(Clone, Copy, Default)]
struct Level {
    /// What may be a key in it.
    candidate: Option<Candidate>,
    /// The token of its last candidate, or else the one that began it.
    token: usize,
}

/// Cuts a text into tokens.
pub(super) struct Scanner<'a> {
    pub(super) cursor: Cursor<'a>,
    tokens: VecDeque<Token>,
    /// How many tokens were taken.
    taken: usize,
    is_over: bool,
    /// From where on the text cannot be read, and why.
    unreadable: Option<(usize, Fault)>,
    /// The column of the innermost block; -1 outside of all.
    pub(super) indent: isize,
    indents: Vec<isize>,
    /// The block context and the flow collections in it.
    levels: Vec<Level>,
    /// The candidates' places in that list, by token.
    by_token: BTreeMap<usize, usize>,
    /// Whether a key may begin here.
    pub(super) may_be_key: bool,
}

pub(super) type Scan<T> = Result<T, Fault>;

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            cursor: Cursor::new(text),
            tokens: VecDeque::new(),
            taken: 0,
            is_over: false,
            unreadable: encoding::readable(text),
            indent: -1,
            indents: Vec::new(),
            levels: Vec::from([Level::default()]),
            by_token: BTreeMap::new(),
            may_be_key: true,
        }
    }

    /// The next token. After the last one it is that one for ever.
    pub(super) fn peek(&mut self) -> Scan<&Token> {
        while self.needs_more()? {
            self.fetch()?;
        }
        let mark = self.cursor.mark;
        if self.tokens.is_empty() {
            self.push(Kind::End, mark);
        }
        self.tokens.front().ok_or_else(|| fault("decode/yaml", mark.to(mark), "the text ends here"))
    }

    /// Takes the next token.
    pub(super) fn next(&mut self) -> Scan<Token> {
        self.peek()?;
        let mark = self.cursor.mark;
        self.taken = self.taken.saturating_add(1);
        Ok(self.tokens.pop_front().unwrap_or(Token { kind: Kind::End, start: mark, end: mark }))
    }

    /// Whether the next token may yet turn out to be a key, so that another token comes before it.
    fn needs_more(&mut self) -> Scan<bool> {
        if self.is_over {
            return Ok(false);
        }
        if self.tokens.is_empty() {
            return Ok(true);
        }
        match self.by_token.get(&self.taken).copied() {
            Some(place) => Ok(self.candidate(place)?.is_some()),
            None => Ok(false),
        }
    }

    fn fetch(&mut self) -> Scan<()> {
        self.skip_to_token();
        self.check_readable()?;
        self.unroll(isize::try_from(self.cursor.mark.column).unwrap_or(isize::MAX));
        let (next, second) = (self.cursor.peek(), self.cursor.second());
        let is_flow = self.is_flow();
        let ends = is_blank_or_end(second);
        match next {
            None => self.fetch_end(),
            Some('%') if self.cursor.mark.column == 0 => {
                self.leave_blocks()?;
                let directive = self.scan_directive()?;
                self.tokens.push_back(directive);
                Ok(())
            }
            _ if self.cursor.is_at_indicator("---") => self.fetch_indicator(Kind::DocumentStart),
            _ if self.cursor.is_at_indicator("...") => self.fetch_indicator(Kind::DocumentEnd),
            Some('[') => self.fetch_open(Kind::FlowList),
            Some('{') => self.fetch_open(Kind::FlowMap),
            Some(']') => self.fetch_close(Kind::FlowListEnd),
            Some('}') => self.fetch_close(Kind::FlowMapEnd),
            Some(',') => {
                self.drop_candidate()?;
                self.may_be_key = true;
                self.single(Kind::Comma);
                Ok(())
            }
            Some('-') if ends => self.fetch_entry(),
            Some('?') if is_flow || ends => self.fetch_key(),
            Some(':') if is_flow || ends => self.fetch_value(),
            Some('*' | '&' | '!') => {
                self.offer_candidate()?;
                self.may_be_key = false;
                let token = if next == Some('!') { self.scan_tag()? } else { self.scan_anchor()? };
                self.tokens.push_back(token);
                Ok(())
            }
            Some('|' | '>') if !is_flow => {
                self.drop_candidate()?;
                self.may_be_key = true;
                let token = self.scan_block()?;
                self.tokens.push_back(token);
                Ok(())
            }
            Some('\'' | '"') => self.fetch_scalar(Self::scan_quoted),
            Some(c) if starts_plain(c, second, is_flow) => self.fetch_scalar(Self::scan_plain),
            Some(c) => Err(self.no_token(c)),
        }
    }

    /// Goes past blanks, comments and line ends. Tabs count as blanks where no key may begin.
    fn skip_to_token(&mut self) {
        loop {
            if self.cursor.mark.column == 0 && self.cursor.is_confused() {
                self.cursor.skip();
            }
            let are_tabs_blank = self.is_flow() || !self.may_be_key;
            self.cursor.skip_while(|c| c == Some(' ') || (are_tabs_blank && c == Some('\t')));
            if self.cursor.peek() == Some('#') {
                self.cursor.skip_while(|c| !is_break_or_end(c));
            }
            if !is_break(self.cursor.peek()) {
                return;
            }
            self.cursor.skip_break();
            if !self.is_flow() {
                self.may_be_key = true;
            }
        }
    }

    /// Whether the four characters that decide what comes next can be read.
    fn check_readable(&mut self) -> Scan<()> {
        let looked_at: usize = self.cursor.rest().chars().take(4).map(char::len_utf8).sum();
        let end = self.cursor.mark.byte.saturating_add(looked_at);
        match self.unreadable.take_if(|(start, _)| *start < end) {
            Some((_, fault)) => Err(fault),
            None => Ok(()),
        }
    }

    fn fetch_end(&mut self) -> Scan<()> {
        self.leave_blocks()?;
        self.push(Kind::End, self.cursor.mark);
        self.is_over = true;
        Ok(())
    }

    fn fetch_indicator(&mut self, kind: Kind) -> Scan<()> {
        self.leave_blocks()?;
        let start = self.cursor.mark;
        for _ in 0..3 {
            self.cursor.skip();
        }
        self.push(kind, start);
        Ok(())
    }

    fn fetch_open(&mut self, kind: Kind) -> Scan<()> {
        // The first level is the block context.
        if UPSTREAM_DEPTH < self.levels.len() {
            return Err(exceeded(self.cursor.mark.to(self.cursor.mark)));
        }
        let token = self.next_number();
        self.offer_candidate()?;
        self.levels.push(Level { candidate: None, token });
        self.may_be_key = true;
        self.single(kind);
        Ok(())
    }

    fn fetch_close(&mut self, kind: Kind) -> Scan<()> {
        self.drop_candidate()?;
        if self.is_flow() {
            // A collection in which nothing could be a key is no longer waited for as a key, though it still can
            // become one: libyaml's Go translation takes `[]` for a document by itself where `: x` follows.
            let token = self.levels.pop().map(|level| level.token);
            token.and_then(|token| self.by_token.remove(&token));
        }
        self.may_be_key = false;
        self.single(kind);
        Ok(())
    }

    fn fetch_entry(&mut self) -> Scan<()> {
        if !self.is_flow() {
            if !self.may_be_key {
                return Err(self
                    .misplaced("a list item cannot begin here")
                    .help("begin the list on a line of its own"));
            }
            self.roll(self.cursor.mark, None, Kind::BlockList)?;
        }
        self.drop_candidate()?;
        self.may_be_key = true;
        self.single(Kind::Entry);
        Ok(())
    }

    fn fetch_key(&mut self) -> Scan<()> {
        if !self.is_flow() {
            if !self.may_be_key {
                return Err(self
                    .misplaced("a key cannot begin here")
                    .help("put a text that begins with `?` in quotes"));
            }
            self.roll(self.cursor.mark, None, Kind::BlockMap)?;
        }
        self.drop_candidate()?;
        self.may_be_key = !self.is_flow();
        self.single(Kind::Key);
        Ok(())
    }

    fn fetch_value(&mut self) -> Scan<()> {
        let innermost = self.levels.len().saturating_sub(1);
        if let Some(key) = self.candidate(innermost)? {
            self.insert(Some(key.token), Kind::Key, key.mark);
            self.roll(key.mark, Some(key.token), Kind::BlockMap)?;
            self.forget(innermost);
            self.may_be_key = false;
        } else {
            if !self.is_flow() {
                if !self.may_be_key {
                    return Err(self
                        .misplaced("a `:` cannot stand here")
                        .help("put a text that contains `: ` in quotes, or correct the indentation"));
                }
                self.roll(self.cursor.mark, None, Kind::BlockMap)?;
            }
            self.may_be_key = !self.is_flow();
        }
        self.single(Kind::Value);
        Ok(())
    }

    fn fetch_scalar(&mut self, scan: fn(&mut Self) -> Scan<Token>) -> Scan<()> {
        self.offer_candidate()?;
        self.may_be_key = false;
        let token = scan(self)?;
        self.tokens.push_back(token);
        Ok(())
    }

    pub(super) fn is_flow(&self) -> bool {
        1 < self.levels.len()
    }

    /// The candidate at a place, unless it was too long ago: a key stands on one line, within 1024 characters.
    fn candidate(&mut self, place: usize) -> Scan<Option<Candidate>> {
        let Some(candidate) = self.levels.get(place).and_then(|level| level.candidate) else {
            return Ok(None);
        };
        let now = self.cursor.mark;
        if candidate.mark.line == now.line && now.index <= candidate.mark.index.saturating_add(1024) {
            return Ok(Some(candidate));
        }
        if candidate.is_required {
            return Err(no_colon(candidate));
        }
        self.forget(place);
        Ok(None)
    }

    /// Notes that what begins here may be a key.
    fn offer_candidate(&mut self) -> Scan<()> {
        if !self.may_be_key {
            return Ok(());
        }
        self.drop_candidate()?;
        let mark = self.cursor.mark;
        let is_required = !self.is_flow() && usize::try_from(self.indent) == Ok(mark.column);
        let token = self.next_number();
        self.by_token.insert(token, self.levels.len().saturating_sub(1));
        if let Some(level) = self.levels.last_mut() {
            *level = Level { candidate: Some(Candidate { is_required, token, mark }), token };
        }
        Ok(())
    }

    fn drop_candidate(&mut self) -> Scan<()> {
        let innermost = self.levels.len().saturating_sub(1);
        match self.levels.last().and_then(|level| level.candidate) {
            Some(candidate) if candidate.is_required => Err(no_colon(candidate)),
            _ => {
                self.forget(innermost);
                Ok(())
            }
        }
    }

    fn forget(&mut self, place: usize) {
        let candidate = self.levels.get_mut(place).and_then(|level| level.candidate.take());
        candidate.and_then(|candidate| self.by_token.remove(&candidate.token));
    }

    /// The number of the token that comes next, counted from the first one of the text.
    fn next_number(&self) -> usize {
        self.taken.saturating_add(self.tokens.len())
    }

    /// Puts a token before the one of this number, or at the end if that is taken already.
    fn insert(&mut self, before: Option<usize>, kind: Kind, mark: Mark) {
        let place = before.and_then(|number| number.checked_sub(self.taken));
        let place = place.unwrap_or(self.tokens.len()).min(self.tokens.len());
        let (start, end) = (mark, mark);
        self.tokens.insert(place, Token { kind, start, end });
    }

    /// Begins a block if this is further right than the one around it.
    fn roll(&mut self, mark: Mark, before: Option<usize>, kind: Kind) -> Scan<()> {
        let column = isize::try_from(mark.column).unwrap_or(isize::MAX);
        if self.is_flow() || column <= self.indent {
            return Ok(());
        }
        self.indents.push(self.indent);
        if UPSTREAM_DEPTH < self.indents.len() {
            return Err(exceeded(mark.to(mark)));
        }
        self.indent = column;
        self.insert(before, kind, mark);
        Ok(())
    }

    /// Ends the blocks that are further right than this.
    fn unroll(&mut self, column: isize) {
        if self.is_flow() {
            return;
        }
        while column < self.indent {
            self.push(Kind::BlockEnd, self.cursor.mark);
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    fn leave_blocks(&mut self) -> Scan<()> {
        self.unroll(-1);
        self.drop_candidate()?;
        self.may_be_key = false;
        Ok(())
    }

    fn single(&mut self, kind: Kind) {
        let start = self.cursor.mark;
        self.cursor.skip();
        self.push(kind, start);
    }

    fn push(&mut self, kind: Kind, start: Mark) {
        self.tokens.push_back(Token { kind, start, end: self.cursor.mark });
    }

    /// A fault at the next character.
    pub(super) fn misplaced(&self, message: impl Into<String>) -> Fault {
        let start = self.cursor.mark;
        let mut end = start;
        end.byte = end.byte.saturating_add(self.cursor.peek().map_or(0, char::len_utf8));
        fault("decode/yaml", start.to(end), message)
    }

    fn no_token(&self, c: char) -> Fault {
        if is_blank(Some(c)) {
            return self.misplaced("a tab cannot indent").help("indent with spaces");
        }
        self.misplaced(alloc::format!("`{c}` cannot begin a value")).help("put the text in quotes")
    }
}

fn no_colon(candidate: Candidate) -> Fault {
    fault("decode/yaml", candidate.mark.to(candidate.mark), "a key is expected here, and no `:` follows it")
        .help("write `key: value`, or indent the text if it belongs to what stands above")
}
