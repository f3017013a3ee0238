//! Why a template is none, and why it finds nothing; in client-go's words.

use alloc::string::String;
use thiserror::Error;

/// Why a text is no template: where, and client-go's text for it.
///
/// ```
/// use gradual::jsonpath::Template;
///
/// let error = Template::parse("{$['a'][\"b\"]}").unwrap_err();
/// assert_eq!(error.to_string(), "invalid array index \"b\"");
/// assert_eq!(error.at, 8);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{problem}")]
#[non_exhaustive]
pub struct ParseError {
    /// The byte of the template at which that was found out, counted from 0.
    pub at: usize,
    pub(super) problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(super) enum Problem {
    #[error("unclosed action")]
    Unclosed,
    #[error("unterminated array")]
    UnterminatedArray,
    #[error("unterminated filter")]
    UnterminatedFilter,
    #[error("unterminated quoted string")]
    UnterminatedText,
    #[error("unclosed array expect ]")]
    NoBracket,
    #[error("invalid array index {0}")]
    Index(String),
    #[error("array index {0} is not a number")]
    NoNumber(String),
    #[error("cannot parse number {0}")]
    Number(String),
    #[error("unquote string {0} error invalid syntax")]
    Unquote(String),
    #[error("invalid multiple recursive descent")]
    Descents,
    #[error("unrecognized character in action: {0}")]
    Character(String),
    #[error("a template must not nest deeper than {0} levels")]
    TooDeep(usize),
}

/// Why a template finds nothing in a document, in client-go's words where it has some.
///
/// Exhaustive: each is a rule of the language or a bound stated at [`Template`](super::Template).
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FindError {
    /// No value has the key.
    #[error("{0} is not found")]
    NotFound(String),
    /// A value of this Go type has no elements to choose by number.
    #[error("{0} is not array or slice")]
    NotAList(&'static str),
    /// This value, as Go prints it, has no elements to filter. Cut after 4,096 characters.
    #[error("{0} is not array or slice and cannot be filtered")]
    NotFilterable(String),
    /// An element is not there.
    #[error("array index out of bounds: index {index}, length {length}")]
    OutOfBounds {
        /// Which; what counts from the end is counted from the beginning.
        index: i64,
        /// How many there are.
        length: usize,
    },
    /// A slice ends before it begins.
    #[error("starting index {start} is greater than ending index {end}")]
    Reversed {
        /// The first element.
        start: i64,
        /// One behind the last.
        end: i64,
    },
    /// A slice goes by nothing, or backwards.
    #[error("step must be > 0")]
    Step,
    /// A side of a comparison has several values.
    #[error("can only compare one element at a time")]
    Several,
    /// Two sides of different kinds. An integer literal and a number of the document are different kinds.
    #[error("incompatible types for comparison")]
    Incompatible,
    /// A side is no text, number or boolean, or booleans should be ordered.
    #[error("invalid type for comparison")]
    Incomparable,
    /// A run of `!`, `<`, `>` and `=` that is no operator.
    #[error("unrecognized filter operator {0}")]
    Operator(String),
    /// A word that means nothing.
    #[error("unrecognized identifier {0}")]
    Identifier(String),
    /// `end` without `range`.
    #[error("not in range, nothing to end")]
    NoRange,
    /// `null` is the whole document, or the whole element of a range, and something is asked of it. Upstream crashes
    /// (`D-020`).
    #[error("the whole value is `null`, of which nothing can be asked")]
    Null,
    /// Ranges within ranges (`D-021`).
    #[error("ranges must not nest deeper than {0} levels")]
    TooDeep(usize),
    /// More was looked at than any honest template needs (`D-021`).
    #[error("the template looks at more than {0} values")]
    TooMuch(usize),
}
