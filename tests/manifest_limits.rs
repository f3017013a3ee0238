//! Texts that were made to be expensive: each is read or refused in bounded time, memory and stack.
#![cfg(feature = "yaml")]
#![expect(clippy::expect_used, reason = "a thread that panics ends the test")]

use gradual::diagnostic::Diagnostic;
use gradual::manifest::{read, read_one, read_one_strict, to_json, to_json_stream, to_json_strict};
use std::thread;

/// What refuses a text in each way of reading it, on a small stack.
fn refusals(text: String) -> [Option<&'static str>; 6] {
    let read = move || {
        let bytes = text.as_bytes();
        let first = |errors: Vec<Diagnostic>| errors.first().map_or("none", |error| error.code);
        [
            read(bytes).error.map(|error| error.code),
            read_one(bytes).err().map(first),
            read_one_strict(bytes).err().map(first),
            to_json_stream(bytes).error.map(|error| error.code),
            to_json(bytes).err().map(first),
            to_json_strict(bytes).err().map(first),
        ]
    };
    let thread = thread::Builder::new().stack_size(2 << 20).spawn(read);
    thread.expect("a thread").join().expect("an end without a panic")
}

fn check(text: String, refused: Option<&'static str>) {
    let start: String = text.chars().take(40).collect();
    assert_eq!(refusals(text), [refused; 6], "{start}");
}

#[test]
fn deep_texts_are_refused() {
    for opening in
        ["[", "- ", "? ", "{a: ", "{? ", "[? ", "- ? ", "&a [", "!a [", "[a: ", "[a, [b], ", "{<<: ", "? - "]
    {
        // Without the comment some of these would be JSON at first.
        check(format!("#\n{}", opening.repeat(100_000)), Some("decode/too-deep"));
    }
    // What is JSON is read as such first, and its error is told if YAML does not understand it either.
    let [stream, one, .., json] = refusals("{\"a\":".repeat(100_000));
    assert_eq!([stream, one, json], [Some("decode/too-deep"); 3]);
    check("[".repeat(9_999), Some("decode/yaml"));
}

#[test]
fn values_are_no_deeper_than_is_safe_and_texts_are_whole() {
    const DEEP: Option<&str> = Some("decode/too-deep");
    let chain = |count: usize, own: usize| {
        let (open, close) = ("[".repeat(own), "]".repeat(own));
        (1..count).fold(format!("a0: &a0 {open}x{close}\n"), |text, n| {
            format!("{text}a{n}: &a{n} {open}*a{}{close}\n", n - 1)
        })
    };
    for text in [
        "[".repeat(10_000) + &"]".repeat(10_000),
        format!("{}x\n", "- ".repeat(10_000)),
        format!("{}x{}", "{a: ".repeat(10_000), "}".repeat(10_000)),
        (0..1000).map(|n| format!("{}a:\n", " ".repeat(n))).collect(),
        chain(250, 1),
    ] {
        let [stream, one, strict, texts @ ..] = refusals(text);
        assert_eq!([stream, one, strict], [DEEP; 3]);
        assert_eq!(texts, [None; 3]);
    }
    // Aliases nest deeper than the text itself: only the decoder, which reads the JSON again, minds.
    assert_eq!(refusals(chain(5, 9_000)), [DEEP, DEEP, DEEP, DEEP, None, None]);
}

#[test]
fn aliases_repeat_only_so_much() {
    let bomb = |first: &str| {
        (1..10).fold(format!("a0: &a0 {first}\n"), |text, n| {
            let alias = format!("*a{},", n - 1).repeat(10);
            format!("{text}a{n}: &a{n} [{alias}]\n")
        })
    };
    check(bomb("[x, x]"), Some("decode/too-large"));
    check(bomb("{x: y}"), Some("decode/too-large"));
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), "*a,".repeat(20_000));
    check(long, Some("decode/too-large"));
    // Each of these maps gets the keys of all maps inside it.
    let merges: String = (0..9_000).map(|n| format!("&a{n} {{k{n}: 1, <<: ")).collect();
    check(merges + "{x: 1}" + &"}".repeat(9_000), Some("decode/too-large"));
    let long = format!("#\n{}{{? {} : 1", "{<<: ".repeat(100), "k".repeat(1 << 20));
    check(long + &"}".repeat(101), Some("decode/too-large"));
    check("&a [*a]\n".into(), Some("decode/yaml"));
    check("a: &a {<<: *a}\n".into(), Some("decode/yaml"));
}

#[test]
fn long_texts_are_read() {
    check(format!("{}: 1\n", "k".repeat(1 << 20)), Some("decode/yaml"));
    check(format!("? {}\n: 1\n", "k".repeat(1 << 20)), None);
    check((0..20_000).map(|n| format!("- &a{n} x\n- *a{n}\n")).collect(), None);
    check((0..20_000).map(|n| format!("k{n}: {n}\n")).collect(), None);
    check(format!("[{}]", "[],".repeat(20_000)), None);
}

#[test]
fn of_many_duplicates_only_some_are_told() {
    let told = |text: &str| read_one(text.as_bytes()).map_or(0, |document| document.duplicates.len());
    let root = told(&"a: 1\n".repeat(50_000));
    assert!((1000..5000).contains(&root), "{root}");
    let merged = told(&format!("a: &a {{b: 1}}\nc: {{{}}}\n", "<<: *a, ".repeat(50_000)));
    assert!((500..5000).contains(&merged), "{merged}");
    // At least one, so that there is an error where none is allowed.
    let long = format!("? {}\n: {{{}}}\n", "k".repeat(1 << 20), "a: 1, ".repeat(1000));
    assert_eq!(told(&long), 1);
    let deep = format!("{}{}", "{a: 1, a: ".repeat(10_000), "}".repeat(10_000));
    assert_eq!(to_json_strict(deep.as_bytes()).map_err(|errors| errors.len() < 1000), Err(true));
}
