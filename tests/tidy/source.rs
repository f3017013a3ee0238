//! A file of Rust, and its code without comments and texts.

/// A file of Rust.
pub struct Source {
    /// Below the root, with `/`.
    pub path: String,
    pub text: String,
    /// The text with comments and the insides of literals blanked; every byte and line stands where it stood.
    pub code: String,
}

impl Source {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { path: path.into(), code: blank(&text), text }
    }

    /// The number of the line with this byte.
    pub fn line(&self, at: usize) -> usize {
        1 + self.text[..at].matches('\n').count()
    }

    /// The code that is always compiled: without items under an attribute of which `conditional` says so.
    pub fn code_without(&self, conditional: fn(&str) -> bool) -> String {
        let mut code = self.code.clone();
        for (start, _) in self.code.match_indices("#[cfg(") {
            let Some(length) = self.code[start..].find(")]") else {
                continue;
            };
            let end = start + length + 2;
            if conditional(&self.text[start..end]) {
                let item = end + item_length(&self.code[end..]);
                code.replace_range(start..item, &spaces(&self.code[start..item]));
            }
        }
        code
    }
}

/// Every place in `code` where `word` stands as a word of its own.
pub fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).filter_map(move |(at, _)| {
        let before = !code[..at].ends_with(joins);
        let after = !word.ends_with(joins) || !code[at + word.len()..].starts_with(joins);
        (before && after).then_some(at)
    })
}

/// Up to the `;` or the closing brace that ends the item, whichever is first outside of brackets.
fn item_length(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && c == '}' {
                    return at + 1;
                }
            }
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

/// The same text with comments and the insides of literals blanked.
fn blank(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut left = text;
    while let Some(next) = left.chars().next() {
        let (kept, blanked) = token(left, text.len() - left.len(), text);
        let length = if kept + blanked == 0 { next.len_utf8() } else { kept };
        code.push_str(&left[..length]);
        let end = length + blanked;
        code.push_str(&spaces(&left[length..end]));
        left = &left[end..];
    }
    code
}

/// How much of what begins here is kept, and how much is blanked after that; nothing if it is not of our concern.
fn token(left: &str, at: usize, text: &str) -> (usize, usize) {
    if left.starts_with("//") {
        return (0, left.find('\n').unwrap_or(left.len()));
    }
    if left.starts_with("/*") {
        return (0, comment_length(left));
    }
    let in_word = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    if let Some(quote) = raw_quote(left).filter(|_| !in_word) {
        let closing = format!("\"{}", "#".repeat(quote.hashes));
        let inside = left[quote.length..].find(&closing);
        return (quote.length, inside.map_or(left.len() - quote.length, |n| n + closing.len()));
    }
    if let Some(inside) = left.strip_prefix('"') {
        return (1, quoted_length(inside, '"'));
    }
    match left.strip_prefix('\'') {
        // A lifetime has no second quote where a character's would be.
        Some(inside) if inside.starts_with('\\') || inside.chars().nth(1) == Some('\'') => {
            (1, quoted_length(inside, '\''))
        }
        _ => (0, 0),
    }
}

struct RawQuote {
    length: usize,
    hashes: usize,
}

/// `r"`, `br#"` and such.
fn raw_quote(left: &str) -> Option<RawQuote> {
    let after = left.strip_prefix("br").or_else(|| left.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..]
        .starts_with('"')
        .then(|| RawQuote { length: left.len() - after.len() + hashes + 1, hashes })
}

/// Up to and with the closing quote.
fn quoted_length(inside: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        if c == quote && !escaped {
            return at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    inside.len()
}

/// Comments nest.
fn comment_length(left: &str) -> usize {
    let mut depth = 0_usize;
    for (at, _) in left.char_indices() {
        if left[at..].starts_with("/*") {
            depth += 1;
        } else if left[at..].starts_with("*/") {
            depth -= 1;
            if depth == 0 {
                return at + 2;
            }
        }
    }
    left.len()
}

fn spaces(text: &str) -> String {
    let blank = |byte| if byte == b'\n' { '\n' } else { ' ' };
    text.bytes().map(blank).collect()
}

#[test]
fn comments_and_texts_are_blanked() {
    let check = |text: &str, expected: &str| assert_eq!(Source::new("a.rs", text).code, expected);
    check("a // b\nc", "a     \nc");
    check("a /* b /* c */ d */ e", "a                   e");
    check(r#"a("b\"c", d)"#, r#"a("     , d)"#);
    check("r#\"a\"b\"# + c", "r#\"      + c");
    check("'a' + '\\'' + b'\"'", "'   + '    + b'  ");
    check("<'a> 'a: loop", "<'a> 'a: loop");
    check("\"é\" + a", "\"    + a");
    let code = Source::new("a.rs", "#[cfg(test)]\nmod tests { fn a() {} }\nuse b;").code_without(|_| true);
    assert_eq!(code.trim(), "use b;");
}
