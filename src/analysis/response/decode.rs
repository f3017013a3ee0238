//! Whether JSON fits a type of Go's, with the decoder's complaint where it does not.

use super::scan::{Kind, Node, float};
use alloc::{format, string::String, vec::Vec};

/// A type that upstream decodes into.
pub(super) enum Type {
    /// `interface {}`
    Any,
    /// Left as it is written.
    Raw,
    /// `float64`
    Float,
    /// A string, and how Go prints the type.
    Text(&'static str),
    /// A map from strings to these, and how Go prints the type.
    Map(&'static Type, &'static str),
    /// A slice of these, and how Go prints the type.
    List(&'static Type, &'static str),
    /// A struct.
    Struct {
        /// How Go prints the type.
        shown: &'static str,
        /// What it is called; nothing if it has no name.
        name: &'static str,
        /// The fields by their JSON names.
        fields: &'static [(&'static str, &'static Type)],
    },
}

/// Nothing, or Go's complaint about the first value of another type. `null` fits everywhere, and a field that the type does
/// not have is not looked at.
#[doc(alias = "UnmarshalTypeError")]
pub(super) fn check(node: &Node<'_>, of: &Type) -> Result<(), String> {
    Context { name: "", path: Vec::new() }.check(node, of)
}

/// In which field of which struct.
struct Context {
    name: &'static str,
    path: Vec<&'static str>,
}

impl Context {
    fn check(&mut self, node: &Node<'_>, of: &Type) -> Result<(), String> {
        match (of, &node.kind) {
            (_, Kind::Null)
            | (Type::Raw, _)
            | (Type::Text(_), Kind::Text(_))
            | (Type::Any, Kind::Bool(_) | Kind::Text(_)) => Ok(()),
            (Type::Float | Type::Any, Kind::Number(number)) if float(number).is_some() => Ok(()),
            (Type::Float | Type::Any, Kind::Number(number)) => {
                Err(self.complaint(&format!("number {number}"), "float64"))
            }
            (Type::Any, Kind::List(items)) => items.iter().try_for_each(|item| self.check(item, &Type::Any)),
            (Type::Any, Kind::Map(members)) => {
                members.iter().try_for_each(|(_, member)| self.check(member, &Type::Any))
            }
            (Type::Map(of_member, _), Kind::Map(members)) => {
                members.iter().try_for_each(|(_, member)| self.check(member, of_member))
            }
            (Type::List(item_type, _), Kind::List(items)) => {
                items.iter().try_for_each(|item| self.check(item, item_type))
            }
            (Type::Struct { name, fields, .. }, Kind::Map(members)) => {
                let outer = self.name;
                for (key, member) in members {
                    let named = fields.iter().find(|(field, _)| field.eq_ignore_ascii_case(key));
                    let Some((field, field_type)) = named else {
                        continue;
                    };
                    self.name = name;
                    self.path.push(field);
                    self.check(member, field_type)?;
                    self.path.pop();
                    self.name = outer;
                }
                Ok(())
            }
            (_, kind) => Err(self.complaint(kind_name(kind), shown(of))),
        }
    }

    fn complaint(&self, value: &str, wanted: &str) -> String {
        let place = if self.path.is_empty() {
            String::from("Go value")
        } else {
            format!("Go struct field {}.{}", self.name, self.path.join("."))
        };
        format!("json: cannot unmarshal {value} into {place} of type {wanted}")
    }
}

/// What Go's decoder calls a value that does not fit.
pub(super) fn kind_name(kind: &Kind<'_>) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Bool(_) => "bool",
        Kind::Number(_) => "number",
        Kind::Text(_) => "string",
        Kind::List(_) => "array",
        Kind::Map(_) => "object",
    }
}

fn shown(of: &Type) -> &'static str {
    match of {
        Type::Any | Type::Raw => "interface {}",
        Type::Float => "float64",
        Type::Text(shown) | Type::Map(_, shown) | Type::List(_, shown) | Type::Struct { shown, .. } => shown,
    }
}
