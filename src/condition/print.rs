//! From a tree back to a text that means the same.

use super::{
    fitted::Condition,
    limits::MAX_TEXT,
    operator::{Binary, Unary},
    tree::{Access, Form, Id, Kind, Tree},
};
use crate::go::{letters::Letters, quote_bytes as quote};
use alloc::{borrow::Cow, format, string::String, vec::Vec};
use core::fmt;

/// The expression in a form of its own, which is read as the same expression; what would be too long to be read is left out.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(print(self.tree(), self.root(), MAX_TEXT).as_deref().unwrap_or("…"))
    }
}

/// A text that reads as this part does; nothing if it is longer than so many bytes. Brackets stand where they must.
///
/// What is still to be printed is kept on a stack of its own, so that no depth uses up that of the thread.
pub(super) fn print(tree: &Tree, root: Id, most: usize) -> Option<String> {
    let mut text = String::new();
    let mut waiting = Vec::from([Piece::Part(root, Level::Sequence)]);
    while let Some(piece) = waiting.pop() {
        match piece {
            Piece::Text(piece) => text.push_str(&piece),
            Piece::Part(id, least) => {
                let (level, pieces) = pieces(tree, id);
                let is_open = least <= level;
                if !is_open {
                    waiting.push(said(")"));
                }
                waiting.extend(pieces.into_iter().rev());
                if !is_open {
                    waiting.push(said("("));
                }
            }
        }
        if most < text.len() {
            return None;
        }
    }
    Some(text)
}

/// Text, or a part that binds at least so strongly.
enum Piece {
    Text(Cow<'static, str>),
    Part(Id, Level),
}

/// How strongly a part binds, from what may stand alone only to what may stand anywhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    /// `a; b`
    Sequence,
    /// `let`, `?:`, `if`
    Expression,
    /// `??` is not mixed with other operators.
    Coalesce,
    Operator(u16),
    /// What `.` and `[` may follow.
    Primary,
}

/// What no operator reaches into.
const CLOSED: Level = Level::Operator(u16::MAX);

fn said(text: &'static str) -> Piece {
    Piece::Text(Cow::Borrowed(text))
}

fn told(text: String) -> Piece {
    Piece::Text(Cow::Owned(text))
}

fn whole(id: Id) -> Piece {
    Piece::Part(id, Level::Expression)
}

/// How strongly a part binds, and what it is printed with.
fn pieces(tree: &Tree, id: Id) -> (Level, Vec<Piece>) {
    let primary = |pieces: Vec<Piece>| (Level::Primary, pieces);
    match tree.kind(id) {
        // Nothing follows these words.
        Kind::Nil => (CLOSED, [said("nil")].into()),
        Kind::Bool(true) => (CLOSED, [said("true")].into()),
        Kind::Bool(false) => (CLOSED, [said("false")].into()),
        // A dot behind digits would be part of the number.
        Kind::Integer(integer) => (CLOSED, [told(format!("{integer}"))].into()),
        Kind::Float(float) => (CLOSED, [told(format!("{float:?}"))].into()),
        Kind::Text(text) => primary([told(quote(text))].into()),
        Kind::Bytes(bytes) => primary([told(byte_text(bytes))].into()),
        Kind::Identifier(name) => primary([told(lossy(name))].into()),
        Kind::Pointer(name) => primary([told(format!("#{}", lossy(name)))].into()),
        Kind::Constant(_) => primary([said("…")].into()),
        Kind::Unary { operator, operand } => unary(*operator, *operand),
        Kind::Binary { operator, left, right } => binary(*operator, *left, *right),
        // Where a chain ends follows from what stands behind it.
        Kind::Chain(inner) => primary([Piece::Part(*inner, Level::Primary)].into()),
        Kind::Member { base, property, access, .. } => primary(member(tree, *base, *property, *access)),
        Kind::Slice { base, from, to } => primary(slice(*base, *from, *to)),
        Kind::Call { callee, arguments } => {
            let mut pieces = Vec::from([Piece::Part(*callee, Level::Primary)]);
            pieces.extend(listed("(", arguments, ")"));
            primary(pieces)
        }
        Kind::Builtin(call) => {
            let mut pieces = Vec::from([said(call.builtin.name())]);
            pieces.extend(listed("(", &call.arguments, ")"));
            primary(pieces)
        }
        Kind::Predicate(body) => {
            (Level::Expression, [said("{"), Piece::Part(*body, Level::Sequence), said("}")].into())
        }
        Kind::Let { name, value, body } => {
            // It reaches as far as it can, over what follows in a sequence too.
            let start = told(format!("let {} = ", lossy(name)));
            (Level::Sequence, [start, whole(*value), said("; "), Piece::Part(*body, Level::Sequence)].into())
        }
        Kind::Sequence(parts) => {
            let mut pieces = Vec::new();
            for (at, part) in parts.iter().enumerate() {
                pieces.extend((at != 0).then(|| said("; ")));
                pieces.push(whole(*part));
            }
            (Level::Sequence, pieces)
        }
        Kind::Conditional { form: Form::If, condition, then, otherwise } => {
            let [condition, then, otherwise] = [*condition, *then, *otherwise].map(whole);
            let (open, close) = (said("if ("), said(" }"));
            (
                Level::Expression,
                [open, condition, said(") { "), then, said(" } else { "), otherwise, close].into(),
            )
        }
        Kind::Conditional { form: Form::Ternary, condition, then, otherwise } => {
            let condition = Piece::Part(*condition, Level::Coalesce);
            (Level::Expression, [condition, said(" ? "), whole(*then), said(" : "), whole(*otherwise)].into())
        }
        Kind::Array(items) => primary(listed("[", items, "]")),
        Kind::Map(pairs) => primary(listed("{", pairs, "}")),
        Kind::Pair { key, value } => {
            let key = match tree.text(*key) {
                Some(text) => [told(quote(text))].into(),
                None => Vec::from([said("("), whole(*key), said(")")]),
            };
            (Level::Expression, key.into_iter().chain([said(": "), whole(*value)]).collect())
        }
    }
}

fn slice(base: Id, from: Option<Id>, to: Option<Id>) -> Vec<Piece> {
    let mut pieces = Vec::from([Piece::Part(base, Level::Primary), said("[")]);
    pieces.extend(from.map(whole));
    pieces.push(said(":"));
    pieces.extend(to.map(whole));
    pieces.push(said("]"));
    pieces
}

fn unary(operator: Unary, operand: Id) -> (Level, Vec<Piece>) {
    let text = match operator {
        Unary::Not => "not ",
        Unary::Bang | Unary::Minus | Unary::Plus => operator.text(),
    };
    let own = operator.precedence();
    // Two signs in a row are kept apart.
    let operand = Piece::Part(operand, Level::Operator(own.saturating_add(1)));
    (Level::Operator(own), [said(text), operand].into())
}

fn binary(operator: Binary, left: Id, right: Id) -> (Level, Vec<Piece>) {
    let sign = told(format!(" {} ", operator.text()));
    if operator == Binary::Coalesce {
        let side = |id| Piece::Part(id, CLOSED);
        return (Level::Coalesce, [side(left), sign, side(right)].into());
    }
    let (own, behind) = (operator.precedence(), operator.right_precedence());
    // Powers join from the right. Comparisons in a row would be a chain, which is something else.
    let is_joined = own < behind && !operator.is_comparison();
    let before = if is_joined { own } else { own.saturating_add(1) };
    let side = |id, least| Piece::Part(id, Level::Operator(least));
    (Level::Operator(own), [side(left, before), sign, side(right, behind)].into())
}

fn member(tree: &Tree, base: Id, property: Id, access: Access) -> Vec<Piece> {
    let name = tree.text(property).and_then(|name| core::str::from_utf8(name).ok());
    // A dot would go on with a chain; brackets end it.
    let ends = matches!(tree.kind(base), Kind::Chain(_));
    let base = Piece::Part(base, Level::Primary);
    match (name.filter(|name| is_name(name) && !ends), access) {
        (Some(name), Access::Plain) => [base, told(format!(".{name}"))].into(),
        (Some(name), Access::Optional) => [base, told(format!("?.{name}"))].into(),
        (None, Access::Plain) => [base, said("["), whole(property), said("]")].into(),
        (None, Access::Optional) => [base, said("?.["), whole(property), said("]")].into(),
    }
}

/// Whether a member is called by this name without quotes: only digits of ASCII begin a number.
fn is_name(text: &str) -> bool {
    let mut letters = Letters::default();
    let begins = text.chars().next().is_some_and(|c| !c.is_ascii_digit());
    begins && text.chars().all(|c| letters.is_alphanumeric(c))
}

fn listed(open: &'static str, parts: &[Id], close: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::from([said(open)]);
    for (at, part) in parts.iter().enumerate() {
        pieces.extend((at != 0).then(|| said(", ")));
        pieces.push(whole(*part));
    }
    pieces.push(said(close));
    pieces
}

/// Bytes as they are written: no letter beyond ASCII may stand for itself or be named by its number.
fn byte_text(bytes: &[u8]) -> String {
    let mut text = String::from("b\"");
    for byte in bytes {
        match byte {
            b'"' | b'\\' => text.extend(['\\', char::from(*byte)]),
            b' '..=b'~' => text.push(char::from(*byte)),
            _ => text.push_str(&format!("\\x{byte:02x}")),
        }
    }
    text.push('"');
    text
}

fn lossy(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}
