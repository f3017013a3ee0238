//! kubectl's JSONPath templates, with which a web metric finds its value in an answer (`argo-analysis §6`).
//!
//! This is client-go's language, not RFC 9535's: text with actions in braces, `{range …}{end}`, keys in single quotes that
//! are paths themselves, comparisons between values of the same kind only. It is followed to the letter, its oddities
//! included, because templates in the world were written by trying.

mod compare;
mod error;
mod found;
mod parse;
mod part;
mod quote;
#[cfg(test)]
mod tests;
mod walk;

pub use error::{FindError, ParseError};
pub use found::Found;

use alloc::{string::String, vec::Vec};
use part::Block;
use serde_json::Value;

/// A template, parsed: use it many times.
///
/// * Outside of braces everything is text, which is *found* like a value: `$.a` without braces finds the text `$.a`.
/// * Between braces each part works on what the part before it found, at first on the whole document. `$`, `@` and blanks
///   mean nothing, so `{$.a}`, `{@.a}` and `{.a}` are the same.
/// * `.name`, with `\` before a letter that would end it; `.*`; `..`; `[0]`, `[-1]`, `[1:4:2]`, `[*]` (lists only);
///   `['a','b']`; `[?(@.a == 'b')]`, `[?(@.a)]`; `'text'`, `12`, `1.5`, `true`; `{range …}` to `{end}`.
/// * Numbers of a document are floats, and `12` is not: `@.a == 12` is an error where `@.a == 12.0` is not.
/// * A key that none of the values has is an error; a value that lacks a key some other has is dropped.
/// * Where upstream follows the arbitrary order of a Go map, this follows the order of the names.
///
/// A template may nest 32 ranges, and look at 1,048,576 values (`D-021`). A document may be as deep as whoever made it
/// could bear.
///
/// ```
/// use gradual::jsonpath::{Found, Template};
/// use serde_json::json;
///
/// let template = Template::parse("{$.items[?(@.name == 'b')].value}")?;
/// let document = json!({"items": [{"name": "a", "value": 1}, {"name": "b", "value": 2}]});
/// assert_eq!(template.find(&document)?, [[Found::Json(&json!(2))]]);
/// assert_eq!(template.first(&document)?, Some(Found::Json(&json!(2))));
///
/// let error = Template::parse("{.nope}")?.find(&document).unwrap_err();
/// assert_eq!(error.to_string(), "nope is not found");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    blocks: Vec<Block>,
}

impl Template {
    /// Parses a template.
    ///
    /// # Errors
    ///
    /// If it is none, in client-go's words. A word without meaning is found out by [`find`](Self::find) only.
    ///
    /// ```
    /// use gradual::jsonpath::Template;
    ///
    /// assert_eq!(Template::parse("{.a").unwrap_err().to_string(), "unclosed action");
    /// ```
    #[doc(alias = "Parse")]
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        parse::parse(text).map(|blocks| Self { blocks })
    }

    /// All that is found: a group for each text and each action, and for those within a range as often as it runs.
    ///
    /// # Errors
    ///
    /// If nothing has a key, something is asked of a value that it has not, or a bound is crossed.
    ///
    /// ```
    /// use gradual::jsonpath::{Found, Template};
    /// use serde_json::json;
    ///
    /// let template = Template::parse("{range .*}<{@}>{end}")?;
    /// let document = json!([1, 2]);
    /// let [open, close] = [vec![Found::Text("<")], vec![Found::Text(">")]];
    /// let [one, two] = [vec![Found::Json(&document[0])], vec![Found::Json(&document[1])]];
    /// assert_eq!(template.find(&document)?, [open.clone(), one, close.clone(), open, two, close]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "FindResults")]
    pub fn find<'a>(&'a self, document: &'a Value) -> Result<Vec<Vec<Found<'a>>>, FindError> {
        walk::find(&self.blocks, document)
    }

    /// The first value that is found, which is what a web metric judges; nothing if none is.
    ///
    /// # Errors
    ///
    /// As for [`find`](Self::find), and if the first value is a document, or an element of a range, that is `null`
    /// (`D-020`).
    ///
    /// ```
    /// use gradual::jsonpath::{FindError, Template};
    /// use serde_json::json;
    ///
    /// let template = Template::parse("{$}")?;
    /// assert_eq!(template.first(&json!(null)), Err(FindError::Null));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "getValue")]
    pub fn first<'a>(&'a self, document: &'a Value) -> Result<Option<Found<'a>>, FindError> {
        match self.find(document)?.into_iter().flatten().next() {
            Some(Found::Nothing) => Err(FindError::Null),
            first => Ok(first),
        }
    }

    /// What kubectl would print: the values of a group with a blank between them, lists and maps as JSON, groups one behind
    /// the other.
    ///
    /// # Errors
    ///
    /// As for [`find`](Self::find).
    ///
    /// ```
    /// use gradual::jsonpath::Template;
    /// use serde_json::json;
    ///
    /// let template = Template::parse("{.a[*]}: {.b}")?;
    /// assert_eq!(template.print(&json!({"a": [1, 2e6], "b": {"c": null}}))?, "1 2e+06: {\"c\":null}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "Execute")]
    pub fn print(&self, document: &Value) -> Result<String, FindError> {
        let mut text = String::new();
        for group in self.find(document)? {
            for (at, value) in group.into_iter().enumerate() {
                if at != 0 {
                    text.push(' ');
                }
                value.print(&mut text);
            }
        }
        Ok(text)
    }
}
