//! A page of Markdown.

/// A page.
pub struct Document {
    /// Below the root, with `/`.
    pub path: String,
    pub text: String,
}

impl Document {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// The lines outside of fenced code, with their numbers.
    pub fn prose(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut fenced = false;
        self.text.lines().enumerate().filter_map(move |(at, line)| {
            let fence = line.trim_start().starts_with("```");
            fenced ^= fence;
            (!fenced && !fence).then_some((at + 1, line))
        })
    }
}

/// The first cells of a page's table rows, heads and rules left out.
pub fn first_cells(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let cell = line.trim().strip_prefix('|')?.split('|').next()?.trim();
        (!cell.is_empty() && !cell.starts_with(['-', ':'])).then_some(cell)
    })
}
