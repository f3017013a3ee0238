//! From tokens to a tree, without recursion: what is open is kept on a stack of its own, so that no text, however
//! deeply it nests, uses up the stack of the thread (`argo-analysis §3.5`).
//!
//! Upstream goes on for a while after an error, and a later error of the lexer takes the place of the first one. So do
//! we: an open part is always carried on, with nothing in place of the part that failed.

mod calls;
mod frame;
mod operators;
mod parts;
mod postfix;

use self::frame::Frame;
use super::{
    environment,
    error::Fault,
    lexer::{Lexer, Next},
    limits::{MAX_NESTING, MAX_NODES},
    token::{Kind as TokenKind, Token},
    tree::{Id, Kind, Tree},
};
use alloc::{borrow::Cow, format, string::String, vec::Vec};

/// Reads an expression.
pub(super) fn parse(text: &str) -> Result<(Tree, Id), Fault> {
    let mut parser = Parser::new(text);
    let root = parser.run();
    if parser.current.kind != TokenKind::End {
        parser.unexpected();
    }
    match (parser.error, root) {
        (Some(error), _) => Err(error),
        (None, Some(root)) => Ok((parser.tree, root)),
        (None, None) => Err(Fault::new("unexpected token EOF", 0)),
    }
}

struct Parser<'t> {
    lexer: Lexer<'t>,
    current: Token<'t>,
    stashed: Option<Token<'t>>,
    error: Option<Fault>,
    tree: Tree,
    /// How many parts were made, as upstream counts.
    made: usize,
    /// How many predicates are open.
    predicates: usize,
    open: Vec<Frame<'t>>,
}

/// A part that was read; nothing after an error.
type Part = Option<Id>;

/// What to do next.
enum Step {
    /// Read an expression whose operators bind at least so strongly.
    Expression(u16),
    /// Read expressions with `;` between them.
    Sequence,
    /// Read `if`.
    If,
    /// Read what follows a primary: members, indexes.
    Postfix(Part),
    /// Go on with what is open.
    Return(Part),
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Self {
        let nothing = Token { kind: TokenKind::End, text: Cow::Borrowed(b""), at: 0 };
        let mut parser = Self {
            lexer: Lexer::new(text),
            current: nothing,
            stashed: None,
            error: None,
            tree: Tree::with_capacity((text.len() / 3 + 2).min(MAX_NODES)),
            made: 0,
            predicates: 0,
            open: Vec::with_capacity(16),
        };
        parser.next();
        parser
    }

    fn run(&mut self) -> Part {
        let mut step = Step::Sequence;
        loop {
            step = match step {
                Step::Expression(precedence) => self.expression(precedence),
                Step::Sequence => {
                    self.open(Frame::Sequence { parts: Vec::new() });
                    Step::Expression(0)
                }
                Step::If => self.conditional_if(),
                Step::Postfix(part) => self.postfix(part),
                Step::Return(part) => match self.open.pop() {
                    Some(frame) => self.resume(frame, part),
                    None => return part,
                },
            };
        }
    }

    /// Remembers what to go on with. Too much at once is an error, after which nothing more is opened for long.
    fn open(&mut self, frame: Frame<'t>) {
        if MAX_NESTING <= self.open.len() {
            self.fail(format!("expression nests too deeply: at most {MAX_NESTING} open parts are allowed"));
        }
        self.open.push(frame);
    }

    fn next(&mut self) {
        if let Some(token) = self.stashed.take() {
            self.current = token;
            return;
        }
        match self.lexer.next() {
            Next::Token(token) => self.current = token,
            Next::Nothing => self.fail("unexpected end of expression"),
            Next::Error(error) => self.error = Some(error),
        }
    }

    /// The current token, and on to the next one.
    fn take(&mut self) -> Token<'t> {
        let token = self.current.clone();
        self.next();
        token
    }

    fn expect_operator(&mut self, text: &str) {
        if self.current.is_operator(text) { self.next() } else { self.unexpected() }
    }

    fn expect_bracket(&mut self, text: &str) {
        if self.current.is_bracket(text) { self.next() } else { self.unexpected() }
    }

    /// The name that must be here.
    fn expect_identifier(&mut self) -> Token<'t> {
        let token = self.current.clone();
        if token.kind == TokenKind::Identifier {
            self.next()
        } else {
            self.unexpected()
        }
        token
    }

    fn unexpected(&mut self) {
        self.fail(format!("unexpected token {}", self.current.shown()));
    }

    /// The first error counts, but for those of the lexer.
    fn fail(&mut self, message: impl Into<String>) {
        self.fail_at(self.current.at, message);
    }

    fn fail_at(&mut self, at: usize, message: impl Into<String>) {
        if self.error.is_none() {
            self.error = Some(Fault::new(message, at));
        }
    }

    fn failed(&self) -> bool {
        self.error.is_some()
    }

    /// Makes a part, unless there are too many or something failed before.
    fn make(&mut self, kind: Kind, at: usize) -> Part {
        self.made += 1;
        if MAX_NODES < self.made {
            self.fail("compilation failed: expression exceeds maximum allowed nodes");
        }
        (!self.failed()).then(|| self.tree.push(kind, at))
    }
}

/// Whether the name is one of the environment's, which go before builtins.
fn is_overridden(name: &[u8]) -> bool {
    environment::Name::of(name).is_some()
}
