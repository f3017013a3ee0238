//! Conditions as text: what was read, with parentheses wherever they could be needed.

use super::{
    fitted::Condition,
    letters::Letters,
    limits::MAX_TEXT,
    quote::quote,
    tree::{Access, Form, Id, Kind, Tree},
};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

/// The expression in a form of its own, which is read as the same expression. What would be too long to be read is cut.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&print(self.tree(), self.root()))
    }
}

/// What is still to be printed, the next one last.
enum Piece {
    Part(Id),
    Text(String),
}

fn print(tree: &Tree, root: Id) -> String {
    let mut text = String::new();
    let mut left = Vec::from([Piece::Part(root)]);
    while let Some(piece) = left.pop() {
        match piece {
            Piece::Text(piece) => text.push_str(&piece),
            Piece::Part(id) => {
                let mut pieces = Pieces { tree, all: Vec::new() };
                pieces.part(id);
                left.extend(pieces.all.into_iter().rev());
            }
        }
        // A part with several parents is printed for each of them.
        if MAX_TEXT < text.len() {
            return format!("{}…", text.get(..MAX_TEXT / 2).unwrap_or_default());
        }
    }
    text
}

/// The pieces of one part, in order.
struct Pieces<'t> {
    tree: &'t Tree,
    all: Vec<Piece>,
}

impl Pieces<'_> {
    fn say(&mut self, text: &str) {
        self.all.push(Piece::Text(text.to_string()));
    }

    fn raw(&mut self, id: Id) {
        self.all.push(Piece::Part(id));
    }

    /// An operand: in parentheses unless it is a single thing.
    fn operand(&mut self, id: Id) {
        let single = matches!(
            self.tree.kind(id),
            Kind::Nil
                | Kind::Identifier(_)
                | Kind::Integer(_)
                | Kind::Float(_)
                | Kind::Bool(_)
                | Kind::Text(_)
        );
        if single { self.raw(id) } else { self.wrapped(id) }
    }

    /// What something follows: in parentheses unless that is clear.
    fn base(&mut self, id: Id) {
        let clear = matches!(
            self.tree.kind(id),
            Kind::Identifier(_) | Kind::Text(_) | Kind::Member { .. } | Kind::Chain(_) | Kind::Call { .. }
        );
        if clear { self.raw(id) } else { self.wrapped(id) }
    }

    fn wrapped(&mut self, id: Id) {
        self.say("(");
        self.raw(id);
        self.say(")");
    }

    fn list(&mut self, parts: &[Id]) {
        for (at, part) in parts.iter().enumerate() {
            if 0 < at {
                self.say(", ");
            }
            match self.tree.kind(*part) {
                Kind::Predicate(_) | Kind::Pair { .. } => self.raw(*part),
                _ => self.operand(*part),
            }
        }
    }

    fn part(&mut self, id: Id) {
        match self.tree.kind(id) {
            Kind::Nil => self.say("nil"),
            Kind::Identifier(name) => self.say(&String::from_utf8_lossy(name)),
            Kind::Integer(integer) => self.say(&integer.to_string()),
            Kind::Float(float) => self.say(&format!("{float:?}")),
            Kind::Bool(yes) => self.say(if *yes { "true" } else { "false" }),
            Kind::Text(text) => self.say(&quote(text)),
            Kind::Bytes(bytes) => {
                let escaped: String = bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect();
                self.say(&format!("b\"{escaped}\""));
            }
            // Only the optimizer makes constants.
            Kind::Constant(_) => self.say("[]"),
            Kind::Unary { operator, operand } => {
                self.say(operator.text());
                self.wrapped(*operand);
            }
            Kind::Binary { operator, left, right } => {
                self.operand(*left);
                self.say(&format!(" {} ", operator.text()));
                self.operand(*right);
            }
            Kind::Chain(inner) => self.raw(*inner),
            Kind::Member { base, property, access, .. } => self.member(*base, *property, *access),
            Kind::Slice { base, from, to } => {
                self.base(*base);
                self.say("[");
                from.iter().for_each(|from| self.operand(*from));
                self.say(":");
                to.iter().for_each(|to| self.operand(*to));
                self.say("]");
            }
            Kind::Call { callee, arguments } => {
                self.raw(*callee);
                self.say("(");
                self.list(arguments);
                self.say(")");
            }
            Kind::Builtin(call) => {
                self.say(&format!("{}(", call.builtin.name()));
                self.list(&call.arguments);
                self.say(")");
            }
            Kind::Predicate(inner) => {
                self.say("{ ");
                self.raw(*inner);
                self.say(" }");
            }
            Kind::Pointer(name) => self.say(&format!("#{}", String::from_utf8_lossy(name))),
            Kind::Array(items) => {
                self.say("[");
                self.list(items);
                self.say("]");
            }
            Kind::Map(pairs) => {
                self.say("{");
                self.list(pairs);
                self.say("}");
            }
            other => self.statement(other),
        }
    }

    fn statement(&mut self, kind: &Kind) {
        match kind {
            Kind::Pair { key, value } => {
                self.operand_key(*key);
                self.say(": ");
                self.operand(*value);
            }
            Kind::Let { name, value, body } => {
                self.say(&format!("let {} = ", String::from_utf8_lossy(name)));
                self.operand(*value);
                self.say("; ");
                self.raw(*body);
            }
            Kind::Sequence(parts) => {
                for (at, part) in parts.iter().enumerate() {
                    if 0 < at {
                        self.say("; ");
                    }
                    self.operand(*part);
                }
            }
            Kind::Conditional { form: Form::Ternary, condition, then, otherwise } => {
                self.operand(*condition);
                self.say(" ? ");
                self.operand(*then);
                self.say(" : ");
                self.operand(*otherwise);
            }
            Kind::Conditional { form: Form::If, condition, then, otherwise } => {
                self.say("if ");
                self.operand(*condition);
                self.say(" { ");
                self.raw(*then);
                self.say(" } else { ");
                self.raw(*otherwise);
                self.say(" }");
            }
            _ => {}
        }
    }

    /// Keys that are texts stand alone, all others in parentheses.
    fn operand_key(&mut self, key: Id) {
        if self.tree.text(key).is_some() { self.raw(key) } else { self.wrapped(key) }
    }

    fn member(&mut self, base: Id, property: Id, access: Access) {
        self.base(base);
        // After the end of a chain a point would carry the chain on.
        let ends_chain = matches!(self.tree.kind(base), Kind::Chain(_)) && access == Access::Plain;
        let name = self.tree.text(property).filter(|name| is_name(name) && !ends_chain);
        let mark = if access == Access::Optional { "?." } else { "" };
        match name {
            Some(name) => {
                let point = if access == Access::Optional { "" } else { "." };
                self.say(&format!("{mark}{point}{}", String::from_utf8_lossy(name)));
            }
            None => {
                self.say(&format!("{mark}["));
                self.operand(property);
                self.say("]");
            }
        }
    }
}

fn is_name(name: &[u8]) -> bool {
    let Ok(name) = core::str::from_utf8(name) else {
        return false;
    };
    let mut letters = Letters::default();
    let mut rest = name.chars();
    rest.next().is_some_and(|c| letters.is_alphabetic(c)) && rest.all(|c| letters.is_alphanumeric(c))
}
