//! The events of a YAML text's first document: libyaml's grammar over its tokens.

use super::super::{
    fault::{Fault, fault},
    scalar::CORE,
};
use super::{
    cursor::Mark,
    token::{Kind, Scan, Scanner, Token},
};
use crate::diagnostic::Location;
use alloc::{collections::BTreeMap, format, string::String, vec::Vec};

/// One event.
#[derive(Debug)]
pub(in super::super) enum Event {
    Alias(String),
    Scalar {
        text: String,
        is_plain: bool,
        tag: String,
        anchor: Option<String>,
    },
    List {
        anchor: Option<String>,
    },
    Map {
        anchor: Option<String>,
    },
    /// The end of a list or map.
    End,
    /// The end of the document, or of a text without one.
    Stop,
}

/// What may come next.
#[derive(Clone, Copy)]
enum State {
    Start,
    Content,
    DocumentEnd,
    Node,
    /// In the block context, items after `-`.
    BlockEntry,
    /// The same for a list that is indented no further than its key.
    SameIndentEntry,
    BlockKey,
    BlockValue,
    /// In the flow context: the first item or key, or a later one after its comma.
    FlowEntry(Turn),
    FlowKey(Turn),
    FlowValue,
    /// A key in a map that has no value.
    FlowNoValue,
    /// A map of one pair, written as an item of a list.
    PairKey,
    PairValue,
    PairEnd,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    First,
    Later,
}

/// Where a node stands, which decides what it may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    Block,
    /// In a block map, where a list needs no further indentation.
    BlockMap,
    Flow,
}

/// The events of a text.
pub(in super::super) struct Events<'a> {
    scanner: Scanner<'a>,
    state: State,
    /// What follows when a node ends.
    after: Vec<State>,
    handles: BTreeMap<String, String>,
    /// Where the last token ended.
    end: Mark,
}

type Next = Scan<(Event, Location)>;

impl<'a> Events<'a> {
    pub(in super::super) fn new(text: &'a str) -> Self {
        Self {
            scanner: Scanner::new(text),
            state: State::Start,
            after: Vec::new(),
            handles: BTreeMap::from([("!".into(), "!".into()), ("!!".into(), CORE.into())]),
            end: Mark::default(),
        }
    }

    /// The next event and where it stands; after the last one it is that one for ever.
    pub(in super::super) fn next(&mut self) -> Next {
        match self.state {
            State::Start => self.start(),
            State::Content => match self.peek()? {
                Kind::Version(..)
                | Kind::TagDirective(..)
                | Kind::DocumentStart
                | Kind::DocumentEnd
                | Kind::End => self.nothing(),
                _ => self.node(Context::Block),
            },
            State::Node => self.node(Context::Block),
            State::DocumentEnd => {
                self.peek()?;
                Ok((Event::Stop, self.end.to(self.end)))
            }
            State::BlockEntry => self.block_entry(),
            State::SameIndentEntry => self.same_indent_entry(),
            State::BlockKey => self.block_key(),
            State::BlockValue => self.block_value(),
            State::FlowEntry(turn) => self.flow_entry(turn),
            State::FlowKey(turn) => self.flow_key(turn),
            State::FlowValue => self.flow_value(),
            State::FlowNoValue => {
                self.state = State::FlowKey(Turn::Later);
                self.peek()?;
                Ok(self.empty())
            }
            State::PairKey => self.pair_key(),
            State::PairValue => self.pair_value(),
            State::PairEnd => {
                self.state = State::FlowEntry(Turn::Later);
                Ok((Event::End, self.end.to(self.end)))
            }
        }
    }

    fn start(&mut self) -> Next {
        self.after.push(State::DocumentEnd);
        match self.peek()? {
            Kind::End => {
                self.state = State::DocumentEnd;
                Ok((Event::Stop, self.end.to(self.end)))
            }
            Kind::Version(..) | Kind::TagDirective(..) | Kind::DocumentStart => {
                self.directives()?;
                self.state = State::Content;
                self.next()
            }
            _ => {
                self.state = State::Node;
                self.next()
            }
        }
    }

    fn directives(&mut self) -> Scan<()> {
        let (mut has_version, mut handles) = (false, Vec::new());
        loop {
            let token = self.take()?;
            let at = token.start.to(token.end);
            match token.kind {
                Kind::DocumentStart => return Ok(()),
                Kind::Version(1, 1) if !has_version => has_version = true,
                Kind::Version(..) if has_version => return Err(twice(at)),
                Kind::Version(..) => {
                    return Err(fault("decode/yaml", at, "only version 1.1 of YAML is read")
                        .help("take the line away: most of YAML 1.2 is read as well"));
                }
                Kind::TagDirective(handle, _) if handles.contains(&handle) => return Err(twice(at)),
                Kind::TagDirective(handle, prefix) => {
                    handles.push(handle.clone());
                    self.handles.insert(handle, prefix);
                }
                _ => {
                    return Err(fault("decode/yaml", at, "`---` is expected after a directive")
                        .help("put `---` on a line of its own before this"));
                }
            }
        }
    }

    fn node(&mut self, context: Context) -> Next {
        let token = self.take_if(|kind| matches!(kind, Kind::Alias(_)))?;
        if let Some(Token { kind: Kind::Alias(name), start, end }) = token {
            self.leave();
            return Ok((Event::Alias(name), start.to(end)));
        }
        let (anchor, tag, properties) = self.properties()?;
        if context == Context::BlockMap && *self.peek()? == Kind::Entry {
            self.state = State::SameIndentEntry;
            let at = self.scanner.peek()?.start;
            return Ok((Event::List { anchor }, at.to(at)));
        }
        let opened = match self.peek()? {
            Kind::Scalar { .. } => return self.scalar(anchor, tag),
            Kind::FlowList => State::FlowEntry(Turn::First),
            Kind::FlowMap => State::FlowKey(Turn::First),
            Kind::BlockList if context != Context::Flow => State::BlockEntry,
            Kind::BlockMap if context != Context::Flow => State::BlockKey,
            _ => return self.no_content(anchor, tag, properties),
        };
        let Token { kind, start, end } = self.take()?;
        self.state = opened;
        let event = match kind {
            Kind::FlowList | Kind::BlockList => Event::List { anchor },
            _ => Event::Map { anchor },
        };
        Ok((event, start.to(end)))
    }

    /// An anchor and a tag, in either order, and where they begin.
    fn properties(&mut self) -> Scan<(Option<String>, String, Option<Mark>)> {
        let (mut anchor, mut tag, mut begin) = (None, None, None);
        loop {
            let is_next = match self.peek()? {
                Kind::Anchor(_) => anchor.is_none(),
                Kind::Tag(..) => tag.is_none(),
                _ => false,
            };
            if !is_next {
                return Ok((anchor, tag.unwrap_or_default(), begin));
            }
            let Token { kind, start, end } = self.take()?;
            begin = begin.or(Some(start));
            match kind {
                Kind::Anchor(name) => anchor = Some(name),
                Kind::Tag(handle, suffix) => tag = Some(self.tag(&handle, suffix, start.to(end))?),
                _ => {}
            }
        }
    }

    fn tag(&self, handle: &str, suffix: String, at: Location) -> Scan<String> {
        if handle.is_empty() {
            return Ok(suffix);
        }
        match self.handles.get(handle) {
            Some(prefix) => Ok(format!("{prefix}{suffix}")),
            None => Err(fault("decode/yaml", at, format!("the tag handle `{handle}` is not known"))
                .help("write a tag such as `!!str`; put a text that begins with `!` in quotes")),
        }
    }

    fn scalar(&mut self, anchor: Option<String>, tag: String) -> Next {
        let Token { kind, start, end } = self.take()?;
        self.leave();
        let (text, is_plain) = match kind {
            Kind::Scalar { text, is_plain } => (text, is_plain),
            _ => (String::new(), true),
        };
        Ok((Event::Scalar { text, is_plain, tag, anchor }, start.to(end)))
    }

    /// A node that consists of its anchor or tag, or is an error.
    fn no_content(&mut self, anchor: Option<String>, tag: String, properties: Option<Mark>) -> Next {
        if let Some(start) = properties {
            self.leave();
            return Ok((
                Event::Scalar { text: String::new(), is_plain: true, tag, anchor },
                start.to(self.end),
            ));
        }
        Err(self.unexpected("a value is expected here").help("put texts with special characters in quotes"))
    }

    fn block_entry(&mut self) -> Next {
        if self.take_if(|kind| *kind == Kind::Entry)?.is_some() {
            return match self.peek()? {
                Kind::Entry | Kind::BlockEnd => self.nothing_in(State::BlockEntry),
                _ => self.node_in(State::BlockEntry, Context::Block),
            };
        }
        if self.take_if(|kind| *kind == Kind::BlockEnd)?.is_some() {
            return Ok(self.close());
        }
        Err(self
            .unexpected("`- ` or the end of the list is expected here")
            .help("indent it like the items above, or further if it belongs to the last one"))
    }

    fn same_indent_entry(&mut self) -> Next {
        if self.take_if(|kind| *kind == Kind::Entry)?.is_none() {
            return Ok(self.close());
        }
        match self.peek()? {
            Kind::Entry | Kind::Key | Kind::Value | Kind::BlockEnd => self.nothing_in(State::SameIndentEntry),
            _ => self.node_in(State::SameIndentEntry, Context::Block),
        }
    }

    fn block_key(&mut self) -> Next {
        if self.take_if(|kind| *kind == Kind::Key)?.is_some() {
            return match self.peek()? {
                Kind::Key | Kind::Value | Kind::BlockEnd => self.nothing_in(State::BlockValue),
                _ => self.node_in(State::BlockValue, Context::BlockMap),
            };
        }
        if self.take_if(|kind| *kind == Kind::BlockEnd)?.is_some() {
            return Ok(self.close());
        }
        Err(self
            .unexpected("a key is expected here")
            .help("indent it like the keys above, or further if it belongs to the last one"))
    }

    fn block_value(&mut self) -> Next {
        if self.take_if(|kind| *kind == Kind::Value)?.is_none() {
            return self.nothing_in(State::BlockKey);
        }
        match self.peek()? {
            Kind::Key | Kind::Value | Kind::BlockEnd => self.nothing_in(State::BlockKey),
            _ => self.node_in(State::BlockKey, Context::BlockMap),
        }
    }

    fn flow_entry(&mut self, turn: Turn) -> Next {
        if *self.peek()? != Kind::FlowListEnd {
            self.comma(turn, "`,` or `]` is expected here")?;
            if let Some(key) = self.take_if(|kind| *kind == Kind::Key)? {
                self.state = State::PairKey;
                return Ok((Event::Map { anchor: None }, key.start.to(key.end)));
            }
            if *self.peek()? != Kind::FlowListEnd {
                return self.node_in(State::FlowEntry(Turn::Later), Context::Flow);
            }
        }
        self.take()?;
        Ok(self.close())
    }

    fn flow_key(&mut self, turn: Turn) -> Next {
        if *self.peek()? != Kind::FlowMapEnd {
            self.comma(turn, "`,` or `}` is expected here")?;
            if self.take_if(|kind| *kind == Kind::Key)?.is_some() {
                return match self.peek()? {
                    Kind::Value | Kind::Comma | Kind::FlowMapEnd => self.nothing_in(State::FlowValue),
                    _ => self.node_in(State::FlowValue, Context::Flow),
                };
            }
            if *self.peek()? != Kind::FlowMapEnd {
                return self.node_in(State::FlowNoValue, Context::Flow);
            }
        }
        self.take()?;
        Ok(self.close())
    }

    fn comma(&mut self, turn: Turn, message: &str) -> Scan<()> {
        if turn == Turn::Later && self.take_if(|kind| *kind == Kind::Comma)?.is_none() {
            return Err(self
                .unexpected(message)
                .help("separate with `,`; put texts with `,`, `?` or brackets in quotes"));
        }
        Ok(())
    }

    fn flow_value(&mut self) -> Next {
        if self.take_if(|kind| *kind == Kind::Value)?.is_some()
            && !matches!(self.peek()?, Kind::Comma | Kind::FlowMapEnd)
        {
            return self.node_in(State::FlowKey(Turn::Later), Context::Flow);
        }
        self.nothing_in(State::FlowKey(Turn::Later))
    }

    fn pair_key(&mut self) -> Next {
        if !matches!(self.peek()?, Kind::Value | Kind::Comma | Kind::FlowListEnd) {
            return self.node_in(State::PairValue, Context::Flow);
        }
        // libyaml goes past what follows a missing key, whatever it is.
        self.take()?;
        self.nothing_in(State::PairValue)
    }

    fn pair_value(&mut self) -> Next {
        if self.take_if(|kind| *kind == Kind::Value)?.is_some()
            && !matches!(self.peek()?, Kind::Comma | Kind::FlowListEnd)
        {
            return self.node_in(State::PairEnd, Context::Flow);
        }
        self.nothing_in(State::PairEnd)
    }

    fn node_in(&mut self, after: State, context: Context) -> Next {
        self.after.push(after);
        self.node(context)
    }

    fn nothing_in(&mut self, after: State) -> Next {
        self.state = after;
        Ok(self.empty())
    }

    /// A value that is not there.
    fn nothing(&mut self) -> Next {
        self.leave();
        Ok(self.empty())
    }

    fn empty(&self) -> (Event, Location) {
        let event = Event::Scalar { text: String::new(), is_plain: true, tag: String::new(), anchor: None };
        (event, self.end.to(self.end))
    }

    fn close(&mut self) -> (Event, Location) {
        self.leave();
        (Event::End, self.end.to(self.end))
    }

    fn leave(&mut self) {
        self.state = self.after.pop().unwrap_or(State::DocumentEnd);
    }

    fn peek(&mut self) -> Scan<&Kind> {
        Ok(&self.scanner.peek()?.kind)
    }

    fn take(&mut self) -> Scan<Token> {
        let token = self.scanner.next()?;
        if token.kind != Kind::BlockEnd {
            self.end = token.end;
        }
        Ok(token)
    }

    fn take_if(&mut self, is_taken: impl Fn(&Kind) -> bool) -> Scan<Option<Token>> {
        if is_taken(self.peek()?) { self.take().map(Some) } else { Ok(None) }
    }

    fn unexpected(&mut self, message: &str) -> Fault {
        match self.scanner.peek() {
            Ok(token) => fault("decode/yaml", token.start.to(token.end), message),
            Err(error) => error,
        }
    }
}

fn twice(at: Location) -> Fault {
    fault("decode/yaml", at, "this directive stands here twice").help("remove all but one")
}
