//! Classes of letters.

use super::{
    escape,
    syntax::{Flags, Wrong, before, behind},
};
use crate::go::letters;
use alloc::{collections::BTreeMap, format, string::String};
use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// Classes by their names in Unicode, once looked up.
#[derive(Default)]
pub(super) struct Classes {
    known: BTreeMap<String, ClassUnicode>,
}

impl Classes {
    fn get(&mut self, name: &str) -> ClassUnicode {
        if let Some(class) = self.known.get(name) {
            return class.clone();
        }
        let class = letters::class(&format!("\\p{{{name}}}"));
        self.known.insert(name.into(), class.clone());
        class
    }
}

/// A class in brackets at the beginning of `text`, and what follows.
pub(super) fn parse<'p>(
    text: &'p str,
    flags: Flags,
    classes: &mut Classes,
) -> Result<(ClassUnicode, &'p str), Wrong<'p>> {
    let inside = behind(text, 1);
    let (negated, mut rest) = match inside.strip_prefix('^') {
        Some(rest) => (true, rest),
        None => (false, inside),
    };
    let mut class = ClassUnicode::empty();
    let mut first = true;
    while first || !rest.starts_with(']') {
        first = false;
        if rest.starts_with("[:")
            && 2 < rest.len()
            && let Some((named, after)) = posix(rest)?
        {
            class.union(&folded(named, flags));
            rest = after;
            continue;
        }
        if let Some((named, after)) = unicode(rest, flags, classes)? {
            class.union(&named);
            rest = after;
            continue;
        }
        if let Some((named, after)) = perl(rest) {
            class.union(&named);
            rest = after;
            continue;
        }
        let start = rest;
        let (low, after) = letter(rest, text)?;
        let (mut high, mut after) = (low, after);
        if let Some(end) = after.strip_prefix('-')
            && !end.is_empty()
            && !end.starts_with(']')
        {
            (high, after) = letter(end, text)?;
            if high < low {
                return Err(Wrong { code: "invalid character class range", at: before(start, after) });
            }
        }
        let range = ClassUnicode::new([ClassUnicodeRange::new(low, high)]);
        class.union(&folded(range, flags));
        rest = after;
    }
    if negated {
        class.negate();
    }
    Ok((class, behind(rest, 1)))
}

fn folded(mut class: ClassUnicode, flags: Flags) -> ClassUnicode {
    if flags.fold {
        class.case_fold_simple();
    }
    class
}

fn letter<'p>(text: &'p str, whole: &'p str) -> Result<(char, &'p str), Wrong<'p>> {
    match text.chars().next() {
        None => Err(Wrong { code: "missing closing ]", at: whole }),
        Some('\\') => escape::parse(text),
        Some(c) => Ok((c, behind(text, c.len_utf8()))),
    }
}

/// `[:name:]`.
fn posix(text: &str) -> Result<Option<(ClassUnicode, &str)>, Wrong<'_>> {
    let Some(end) = behind(text, 2).find(":]") else {
        return Ok(None);
    };
    let name = before(text, behind(text, end + 4));
    let plain = name.replace("[:^", "[:");
    let known = [
        "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space",
        "upper", "word", "xdigit",
    ];
    if !known.iter().any(|known| plain == format!("[:{known}:]")) {
        return Err(Wrong { code: "invalid character class range", at: name });
    }
    Ok(Some((letters::class(&format!("[{name}]")), behind(text, name.len()))))
}

/// `\d`, `\s`, `\w` and their opposites: ASCII only.
pub(super) fn perl(text: &str) -> Option<(ClassUnicode, &str)> {
    let mut class = match text.get(..2)? {
        "\\d" | "\\D" => letters::class("[0-9]"),
        "\\s" | "\\S" => letters::class(r"[\t\n\f\r ]"),
        "\\w" | "\\W" => letters::class("[0-9A-Za-z_]"),
        _ => return None,
    };
    if text.as_bytes().get(1).is_some_and(u8::is_ascii_uppercase) {
        class.negate();
    }
    Some((class, behind(text, 2)))
}

/// `\pN`, `\p{Name}`, `\p{^Name}` and the opposites with `\P`.
pub(super) fn unicode<'p>(
    text: &'p str,
    flags: Flags,
    classes: &mut Classes,
) -> Result<Option<(ClassUnicode, &'p str)>, Wrong<'p>> {
    if !text.starts_with("\\p") && !text.starts_with("\\P") || text.len() < 3 {
        return Ok(None);
    }
    let code = "invalid character class range";
    let inside = behind(text, 2);
    let (name, rest) = match inside.strip_prefix('{') {
        Some(braced) => match braced.split_once('}') {
            Some((name, rest)) => (name, rest),
            None => return Err(Wrong { code, at: text }),
        },
        None => {
            let length = inside.chars().next().map_or(0, char::len_utf8);
            inside.split_at(length)
        }
    };
    let mut negated = text.starts_with("\\P");
    let plain = name.strip_prefix('^').unwrap_or(name);
    negated ^= plain.len() < name.len();
    let known = !plain.is_empty() && plain.chars().all(|c| c.is_ascii_alphanumeric() || "_- ".contains(c));
    let class = if known { classes.get(plain) } else { ClassUnicode::empty() };
    if class.ranges().is_empty() {
        return Err(Wrong { code, at: before(text, rest) });
    }
    let mut class = folded(class, flags);
    if negated {
        class.negate();
    }
    Ok(Some((class, rest)))
}
