//! Go's `Sprintf` of a text and nothing else: upstream prints some texts that way (`argo-analysis §7.4`).

use alloc::string::String;

/// The text as Go prints it when it is taken for a format without operands: `100% wrong` becomes
/// `100%!w(MISSING)rong`.
pub(super) fn without_operands(format: &str) -> String {
    let mut printed = String::with_capacity(format.len());
    let mut rest = format;
    while let Some((before, after)) = rest.split_once('%') {
        printed.push_str(before);
        rest = directive(after, &mut printed);
    }
    printed.push_str(rest);
    printed
}

/// Prints what becomes of the directive at the beginning of this text; what follows it.
fn directive<'f>(text: &'f str, printed: &mut String) -> &'f str {
    let flags = text.trim_start_matches(['#', '0', '+', '-', ' ']);
    let (mut rest, mut index) = operand(flags);
    // Without operands, any index is bad.
    let mut bad = index != Index::None;
    match rest.strip_prefix('*') {
        Some(after) => {
            printed.push_str("%!(BADWIDTH)");
            (rest, index) = (after, Index::None);
        }
        None => rest = number(rest),
    }
    if let Some(precision) = rest.strip_prefix('.') {
        (rest, index) = operand(precision);
        bad |= index != Index::None;
        match rest.strip_prefix('*') {
            Some(after) => {
                printed.push_str("%!(BADPREC)");
                (rest, index) = (after, Index::None);
            }
            None => rest = number(rest),
        }
    }
    if index != Index::Read {
        (rest, index) = operand(rest);
        bad |= index != Index::None;
    }
    let mut letters = rest.chars();
    match letters.next() {
        None => printed.push_str("%!(NOVERB)"),
        Some('%') => printed.push('%'),
        Some(verb) => {
            printed.push_str("%!");
            printed.push(verb);
            printed.push_str(if bad { "(BADINDEX)" } else { "(MISSING)" });
        }
    }
    letters.as_str()
}

/// The index of an operand, in brackets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Index {
    None,
    Unreadable,
    Read,
}

/// What follows the index at the beginning of this text.
fn operand(text: &str) -> (&str, Index) {
    let Some(inner) = text.strip_prefix('[') else {
        return (text, Index::None);
    };
    match inner.split_once(']').filter(|_| 2 < text.len()) {
        Some((digits, rest)) if !digits.is_empty() && number(digits).is_empty() && fits(digits) => {
            (rest, Index::Read)
        }
        Some((_, rest)) => (rest, Index::Unreadable),
        None => (inner, Index::Unreadable),
    }
}

/// What follows a number; of one above a million Go takes the whole rest of the format.
fn number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.strip_suffix(rest).unwrap_or("");
    if digits.is_empty() || fits(digits) { rest } else { "" }
}

fn fits(digits: &str) -> bool {
    digits.parse::<u32>().is_ok_and(|number| number <= 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::without_operands;

    #[test]
    fn percent_signs_are_taken_for_directives() {
        let check = |text: &str, printed: &str| assert_eq!(without_operands(text), printed, "{text}");
        check("plain", "plain");
        check("because 100% wrong", "because 100%!w(MISSING)rong");
        check("50%", "50%!(NOVERB)");
        check("50%% of all", "50% of all");
        check("50% %x", "50%x");
        check("5%, 6%: é%é", "5%!,(MISSING) 6%!:(MISSING) é%!é(MISSING)");
        check("%-08.3f|", "%!f(MISSING)|");
        check("%*d", "%!(BADWIDTH)%!d(MISSING)");
        check("%.*d", "%!(BADPREC)%!d(MISSING)");
        check("%[1]d %[x]d", "%!d(BADINDEX) %!d(BADINDEX)");
        check("%[1][2]d", "%![(BADINDEX)2]d");
        check("%[x][2]d", "%!d(BADINDEX)");
        check("%[", "%!(NOVERB)");
        check("%99999999d and more", "%!(NOVERB)");
    }
}
