//! `(?…`: flags, names, groups that capture nothing.

use super::syntax::{Flags, Wrong, before, behind};

/// Whether a group opens, the flags from here on, and what follows.
pub(super) fn parse(text: &str, flags: Flags) -> Result<(bool, Flags, &str), Wrong<'_>> {
    let named = if text.starts_with("(?P<") && 4 < text.len() {
        Some(4)
    } else if text.starts_with("(?<") && 3 < text.len() {
        Some(3)
    } else {
        None
    };
    if let Some(start) = named {
        let code = "invalid named capture";
        let Some(end) = text.find('>') else {
            return Err(Wrong { code, at: text });
        };
        let name = text.get(start..end).unwrap_or_default();
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return Err(Wrong { code, at: before(text, behind(text, end + 1)) });
        }
        return Ok((true, flags, behind(text, end + 1)));
    }
    let mut rest = behind(text, 2).chars();
    let (mut new, mut on, mut seen) = (flags, true, false);
    for c in rest.by_ref() {
        match c {
            'i' => new.fold = on,
            'm' => new.lines = on,
            's' => new.dot_all = on,
            // Greed does not change whether something matches.
            'U' => {}
            '-' if on => {
                (on, seen) = (false, false);
                continue;
            }
            ':' | ')' if on || seen => return Ok((c == ':', new, rest.as_str())),
            _ => break,
        }
        seen = true;
    }
    Err(Wrong { code: "invalid or unsupported Perl syntax", at: before(text, rest.as_str()) })
}
