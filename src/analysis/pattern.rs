//! Patterns on the names of metrics: Go's regular expressions, looked for anywhere in a name.
//!
//! Go's dialect is RE2's. Where Rust's differs, the pattern is written anew: `\d`, `\s`, `\w` and `\b` know ASCII only,
//! `\Q…\E` is literal, a brace that is no repetition is one too, classes have no operators, and no repetition is repeated.

use alloc::{
    format,
    string::{String, ToString},
};
use core::{iter::Peekable, str::Chars};
use regex_automata::{meta::Regex, util::syntax::Config};

/// A pattern, read.
pub(super) enum Pattern {
    /// Without anything special in it.
    Literal(String),
    /// A regular expression.
    Regex(Regex),
}

impl Pattern {
    /// Reads a pattern; `None` if Go cannot.
    pub(super) fn read(pattern: &str) -> Option<Self> {
        if !pattern.contains(['\\', '.', '+', '*', '?', '(', ')', '|', '[', ']', '{', '}', '^', '$']) {
            return Some(Self::Literal(pattern.to_string()));
        }
        let written = Writer::default().write(pattern)?;
        // A name is UTF-8; what matches single bytes must not fail for that.
        Regex::builder().syntax(Config::new().utf8(false)).build(&written).ok().map(Self::Regex)
    }

    pub(super) fn matches(&self, name: &str) -> bool {
        match self {
            Self::Literal(part) => name.contains(part.as_str()),
            Self::Regex(regex) => regex.is_match(name),
        }
    }
}

/// What a repetition would repeat.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    #[default]
    Nothing,
    Atom,
    Repetition,
}

/// Writes Go's pattern in Rust's dialect.
#[derive(Default)]
struct Writer {
    written: String,
    last: Last,
    groups: usize,
}

/// The highest number of repetitions.
const REPETITIONS: u32 = 1000;

type Rest<'a> = Peekable<Chars<'a>>;

impl Writer {
    fn write(mut self, pattern: &str) -> Option<String> {
        let mut rest = pattern.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '\\' => self.escape(&mut rest)?,
                '[' => {
                    let class = class(&mut rest)?;
                    self.atom(&class);
                }
                '(' => self.group(&mut rest)?,
                ')' => {
                    self.groups = self.groups.checked_sub(1)?;
                    self.atom(")");
                }
                '|' => {
                    self.written.push('|');
                    self.last = Last::Nothing;
                }
                '^' | '$' | '.' => self.atom(c.encode_utf8(&mut [0; 4])),
                '*' | '+' | '?' => self.repeat(c.encode_utf8(&mut [0; 4]), &mut rest)?,
                '{' => match repetition(&rest) {
                    None => self.atom("\\{"),
                    Some((times, length)) => {
                        rest.by_ref().take(length).for_each(drop);
                        self.repeat(&times?, &mut rest)?;
                    }
                },
                c => self.atom(&literal(c)),
            }
        }
        (self.groups == 0).then_some(self.written)
    }

    fn atom(&mut self, text: &str) {
        self.written.push_str(text);
        self.last = Last::Atom;
    }

    fn repeat(&mut self, operator: &str, rest: &mut Rest<'_>) -> Option<()> {
        if self.last != Last::Atom {
            return None;
        }
        self.written.push_str(operator);
        self.written.extend(rest.next_if_eq(&'?'));
        self.last = Last::Repetition;
        Some(())
    }

    fn escape(&mut self, rest: &mut Rest<'_>) -> Option<()> {
        match *rest.peek()? {
            'Q' => {
                rest.next();
                self.quoted(rest);
            }
            'A' | 'z' => {
                let anchor = format!("\\{}", rest.next()?);
                self.atom(&anchor);
            }
            'b' | 'B' => {
                let boundary = format!("(?-u:\\{})", rest.next()?);
                self.atom(&boundary);
            }
            'C' => {
                rest.next();
                self.atom("(?s-u:.)");
            }
            _ => {
                let one = match perl_class(rest) {
                    Some(class) => class?,
                    None => literal(character(rest)?),
                };
                self.atom(&one);
            }
        }
        Some(())
    }

    /// Literal text up to `\E`, or the end.
    fn quoted(&mut self, rest: &mut Rest<'_>) {
        while let Some(c) = rest.next() {
            if c == '\\' && rest.next_if_eq(&'E').is_some() {
                return;
            }
            self.atom(&literal(c));
        }
    }

    fn group(&mut self, rest: &mut Rest<'_>) -> Option<()> {
        if rest.next_if_eq(&'?').is_none() {
            return self.open("(");
        }
        if rest.next_if_eq(&'P').is_some() && rest.peek() != Some(&'<') {
            return None;
        }
        if rest.next_if_eq(&'<').is_some() {
            let mut letters = 0;
            while rest.next_if(|c| c.is_ascii_alphanumeric() || *c == '_').is_some() {
                letters += 1;
            }
            // The names of groups do not matter here.
            return (0 < letters && rest.next() == Some('>')).then(|| self.open("("))?;
        }
        let mut flags = String::from("(?");
        while let Some(flag) = rest.next_if(|c| matches!(c, 'i' | 'm' | 's' | 'U' | '-')) {
            flags.push(flag);
        }
        match rest.next()? {
            ':' => {
                flags.push(':');
                self.open(&flags)
            }
            ')' => {
                self.written.push_str(&flags);
                self.written.push(')');
                Some(())
            }
            _ => None,
        }
    }

    fn open(&mut self, text: &str) -> Option<()> {
        self.written.push_str(text);
        self.groups += 1;
        self.last = Last::Nothing;
        Some(())
    }
}

/// A character that stands for itself.
fn literal(c: char) -> String {
    format!("\\x{{{:x}}}", u32::from(c))
}

/// The rest of `{n}`, `{n,}` or `{n,m}`: how Rust writes it and its length; `None` if it is none, and no text if its
/// numbers are too high.
fn repetition(rest: &Rest<'_>) -> Option<(Option<String>, usize)> {
    let mut ahead = rest.clone();
    let (least, first) = digits(&mut ahead);
    if first == 0 {
        return None;
    }
    match ahead.next()? {
        '}' => Some((least.map(|n| format!("{{{n}}}")), first + 1)),
        ',' => {
            let (most, second) = digits(&mut ahead);
            let length = first + second + 2;
            let times = match (second, least, most) {
                (0, Some(least), _) => Some(format!("{{{least},}}")),
                (_, Some(least), Some(most)) if least <= most => Some(format!("{{{least},{most}}}")),
                _ => None,
            };
            (ahead.next()? == '}').then_some((times, length))
        }
        _ => None,
    }
}

/// A number, if it is not too high, and how many digits it has.
fn digits(rest: &mut Rest<'_>) -> (Option<u32>, usize) {
    let (mut number, mut length) = (Some(0_u32), 0);
    while let Some(digit) = rest.peek().and_then(|c| c.to_digit(10)) {
        rest.next();
        length += 1;
        number = number.and_then(|n| n.checked_mul(10)?.checked_add(digit)).filter(|n| *n <= REPETITIONS);
    }
    (number, length)
}

/// Behind a backslash: a class of one letter, in brackets; `None` if it is something else, and no text if it is none of
/// Go's.
fn perl_class(rest: &mut Rest<'_>) -> Option<Option<String>> {
    let class = match *rest.peek()? {
        'd' => "[0-9]",
        'D' => "[^0-9]",
        's' => "[\\t\\n\\f\\r ]",
        'S' => "[^\\t\\n\\f\\r ]",
        'w' => "[0-9A-Za-z_]",
        'W' => "[^0-9A-Za-z_]",
        'p' | 'P' => return Some(unicode_class(rest)),
        _ => return None,
    };
    rest.next();
    Some(Some(class.into()))
}

fn unicode_class(rest: &mut Rest<'_>) -> Option<String> {
    let mut class = format!("\\{}", rest.next()?);
    let first = rest.next()?;
    class.push(first);
    while first == '{' && !class.ends_with('}') {
        class.push(rest.next()?);
    }
    Some(class)
}

/// Behind a backslash: one character.
fn character(rest: &mut Rest<'_>) -> Option<char> {
    match rest.next()? {
        'a' => Some('\u{7}'),
        'f' => Some('\u{c}'),
        't' => Some('\t'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        'v' => Some('\u{b}'),
        'x' if rest.next_if_eq(&'{').is_some() => {
            let mut code = 0_u32;
            while let Some(digit) = rest.next_if(|c| *c != '}') {
                code = code.checked_mul(16)?.checked_add(digit.to_digit(16)?)?;
            }
            rest.next().and(char::from_u32(code))
        }
        'x' => char::from_u32(16 * rest.next()?.to_digit(16)? + rest.next()?.to_digit(16)?),
        // A lone digit would refer to a group.
        '1'..='7' if !matches!(rest.peek(), Some('0'..='7')) => None,
        c @ '0'..='7' => {
            let mut code = c.to_digit(8)?;
            for _ in 0..2 {
                match rest.next_if(|c| c.is_digit(8)) {
                    Some(digit) => code = 8 * code + digit.to_digit(8)?,
                    None => break,
                }
            }
            char::from_u32(code)
        }
        c => (c.is_ascii() && !c.is_ascii_alphanumeric()).then_some(c),
    }
}

/// The rest of a class, in Rust's dialect.
fn class(rest: &mut Rest<'_>) -> Option<String> {
    let mut class = String::from("[");
    class.extend(rest.next_if_eq(&'^'));
    let mut first = true;
    loop {
        let c = rest.next()?;
        match c {
            ']' if !first => break,
            '[' if rest.peek() == Some(&':') => match posix_class(rest) {
                Some(named) => class.push_str(&named?),
                None => class.push_str(&range(c, rest)?),
            },
            '\\' => match perl_class(rest) {
                Some(named) => class.push_str(&named?),
                None => {
                    let from = character(rest)?;
                    class.push_str(&range(from, rest)?);
                }
            },
            c => class.push_str(&range(c, rest)?),
        }
        first = false;
    }
    class.push(']');
    Some(class)
}

const POSIX: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space",
    "upper", "word", "xdigit",
];

/// `[:alpha:]` and the like, from the colon on; `None` if it is none, and no text if Go does not know it.
fn posix_class(rest: &mut Rest<'_>) -> Option<Option<String>> {
    let mut ahead = rest.clone();
    let mut named = String::from("[");
    while !named.ends_with(":]") || named.len() == 2 {
        named.push(ahead.next()?);
    }
    *rest = ahead;
    let name = named.trim_start_matches("[:").trim_end_matches(":]");
    Some(POSIX.contains(&name.strip_prefix('^').unwrap_or(name)).then_some(named))
}

/// One character of a class, or the range that begins with it.
fn range(from: char, rest: &mut Rest<'_>) -> Option<String> {
    let mut ahead = rest.clone();
    let ranges = ahead.next() == Some('-') && ahead.peek().is_some_and(|c| *c != ']');
    if !ranges {
        return Some(literal(from));
    }
    let to = match ahead.next()? {
        '\\' => character(&mut ahead)?,
        c => c,
    };
    *rest = ahead;
    (from <= to).then(|| format!("{}-{}", literal(from), literal(to)))
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn check(pattern: &str, name: &str, expected: Option<bool>) {
        assert_eq!(Pattern::read(pattern).map(|read| read.matches(name)), expected, "{pattern} on {name}");
    }

    #[test]
    fn as_go_has_them() {
        for (pattern, name, expected) in [
            ("cart-err", "cart-err2", Some(true)),
            ("", "m", Some(true)),
            (".*", "m", Some(true)),
            ("^err$", "err2", Some(false)),
            ("a|c", "c", Some(true)),
            ("(?i)M", "m", Some(true)),
            (r"\d", "m٣", Some(false)),
            (r"^\w+$", "é", Some(false)),
            (r"\bcpu\b", "my-cpu", Some(true)),
            (r"m\B", "m", Some(false)),
            ("m{2}", "mm", Some(true)),
            ("m{2", "m{2", Some(true)),
            ("m{,2}", "m{,2}", Some(true)),
            ("}]", "a}]", Some(true)),
            (r"\Qa.b\E+", "a.bbb", Some(true)),
            (r"\Qa.b", "axb", Some(false)),
            ("[a&&b]", "&", Some(true)),
            ("[a-c[]", "[", Some(true)),
            ("[]a]", "]", Some(true)),
            ("[^[:alpha:]_]", "7", Some(true)),
            ("[a-]", "-", Some(true)),
            (r"[\d-]x", "-x", Some(true)),
            (r"\x41\x{42}\103", "ABC", Some(true)),
            (r"\<m\>", "<m>", Some(true)),
            ("(?P<n>m)(?<o>n)", "mn", Some(true)),
            (r"\pL\PN", "éa", Some(true)),
            ("a*?b", "b", Some(true)),
            ("(?:)", "m", Some(true)),
        ] {
            check(pattern, name, expected);
        }
    }

    #[test]
    fn what_go_cannot_read() {
        for pattern in [
            "*",
            "a(",
            ")",
            "a**",
            "a+*",
            "(*)",
            "|*",
            "(?i)*",
            "[b-a]",
            "[a",
            r"\1",
            r"\z\y",
            "a{1001}",
            "a{3,2}",
            "(?x)a",
            "(?P=n)",
            "(?<>a)",
            "\\",
            r"\Z",
            "[[:no:]]",
            r"[\b]",
            r"\x{110000}",
            r"\xg1",
            r"\p{No",
        ] {
            check(pattern, "a", None);
        }
    }
}
