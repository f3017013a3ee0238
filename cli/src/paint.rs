//! Colours, and text that is safe to show.

use std::{env, io::IsTerminal};

/// Whether a stream gets colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colour {
    /// Plain text.
    Never,
    /// With escape sequences.
    Always,
}

/// What a text is, so how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paint {
    /// As it is.
    Plain,
    /// Less important.
    Dim,
    /// A title.
    Bold,
    /// It went well, or it is new.
    Good,
    /// It went wrong.
    Bad,
    /// What somebody does.
    Deed,
}

impl Colour {
    /// Colours on terminals, if neither the option nor the environment is against it (<https://no-color.org>).
    pub(crate) fn for_stream(refused: NoColor, stream: &impl IsTerminal) -> Self {
        let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        if refused == NoColor::Yes || set("NO_COLOR") || dumb || !stream.is_terminal() {
            Self::Never
        } else {
            Self::Always
        }
    }

    /// The text in its colour.
    pub(crate) fn paint(self, paint: Paint, text: &str) -> String {
        let code = match (self, paint) {
            (Self::Never, _) | (_, Paint::Plain) => return text.to_owned(),
            (Self::Always, Paint::Dim) => "2",
            (Self::Always, Paint::Bold) => "1",
            (Self::Always, Paint::Good) => "32",
            (Self::Always, Paint::Bad) => "31",
            (Self::Always, Paint::Deed) => "36",
        };
        if text.trim().is_empty() {
            return text.to_owned();
        }
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// Whether `--no-color` was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoColor {
    /// It was.
    Yes,
    /// It was not.
    No,
}

impl From<bool> for NoColor {
    fn from(given: bool) -> Self {
        if given { Self::Yes } else { Self::No }
    }
}

/// A text of the user's in one line, without anything that a terminal would obey.
pub(crate) fn visible(text: &str) -> String {
    let shown = |c: char| if is_hidden(c) { '\u{fffd}' } else { c };
    text.chars().map(shown).collect()
}

/// Controls, and the marks that change the direction of writing.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
