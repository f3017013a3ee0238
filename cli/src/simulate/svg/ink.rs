//! Colours, each for light and for dark surroundings.

use std::fmt::Write;

/// What a thing is, so how it is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Paper,
    Text,
    Dim,
    Grid,
    Pause,
    /// What went wrong.
    Bad,
    /// What went well.
    Good,
    /// The share of traffic.
    Traffic,
    /// A revision, by its place.
    Revision(usize),
}

/// Colours of revisions; later ones share the last.
const REVISIONS: [(&str, &str); 6] = [
    ("#8c959f", "#6e7681"),
    ("#2f6fde", "#4c8ff0"),
    ("#d9730d", "#e5883a"),
    ("#8250df", "#a67bf0"),
    ("#12858a", "#2ba8ae"),
    ("#b35f87", "#c9779d"),
];

impl Ink {
    /// The colour that stands in the picture, and that of dark surroundings.
    fn colours(self) -> (&'static str, &'static str) {
        match self {
            Self::Paper => ("#ffffff", "#0d1117"),
            Self::Text => ("#1f2328", "#e6edf3"),
            Self::Dim => ("#59636e", "#9198a1"),
            Self::Grid => ("#d8dee4", "#2d333b"),
            Self::Pause => ("#f6efd6", "#2b2613"),
            Self::Bad => ("#cf222e", "#f0645c"),
            Self::Good => ("#1a7f37", "#46b45a"),
            Self::Traffic => ("#1a7f37", "#46b45a"),
            Self::Revision(place) => {
                REVISIONS.get(place).or(REVISIONS.last()).copied().unwrap_or(("#8c959f", "#6e7681"))
            }
        }
    }

    fn name(self) -> String {
        match self {
            Self::Paper => "paper".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Dim => "dim".to_owned(),
            Self::Grid => "grid".to_owned(),
            Self::Pause => "pause".to_owned(),
            Self::Bad => "bad".to_owned(),
            Self::Good => "good".to_owned(),
            Self::Traffic => "traffic".to_owned(),
            Self::Revision(place) => format!("r{}", place.min(REVISIONS.len().saturating_sub(1))),
        }
    }

    /// Attributes of something filled. The light colour is always there; a class takes it over in the dark.
    pub(super) fn fill(self) -> String {
        format!("class=\"f-{}\" fill=\"{}\"", self.name(), self.colours().0)
    }

    /// Attributes of a line.
    pub(super) fn stroke(self) -> String {
        format!("class=\"s-{}\" stroke=\"{}\" fill=\"none\"", self.name(), self.colours().0)
    }
}

/// The sheet of styles: what is different in the dark.
pub(super) fn styles() -> String {
    let named = [Ink::Paper, Ink::Text, Ink::Dim, Ink::Grid, Ink::Pause, Ink::Bad, Ink::Good, Ink::Traffic];
    let mut text = "<style>@media (prefers-color-scheme: dark) {\n".to_owned();
    for ink in named.into_iter().chain((0..REVISIONS.len()).map(Ink::Revision)) {
        let (name, (_, dark)) = (ink.name(), ink.colours());
        // Writing to a string cannot fail.
        _ = writeln!(text, ".f-{name} {{ fill: {dark} }} .s-{name} {{ stroke: {dark} }}");
    }
    text + "}</style>\n"
}
