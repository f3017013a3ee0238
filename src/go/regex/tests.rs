//! What Go matches, and what it cannot read.

use super::Regex;

fn check(pattern: &str, name: &str, expected: Option<bool>) {
    let read = Regex::new(pattern.as_bytes());
    assert_eq!(
        read.as_ref().map(|read| read.is_match(name.as_bytes())).ok(),
        expected,
        "{pattern} on {name}: {read:?}"
    );
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
        r"\C",
        "(a{500}){3}",
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
