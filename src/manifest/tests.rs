//! What the parts do together.

use super::{Document, read, read_one, read_one_strict, to_json, to_json_stream};
use crate::diagnostic::{Diagnostic, Location, Path};
use alloc::{format, string::String, vec::Vec};
use serde_json::{Value, json};

/// `a.b[1]` as a path.
fn path(text: &str) -> Path {
    text.split(['.', '[']).filter(|step| !step.is_empty()).fold(Path::root(), |path, step| {
        match step.strip_suffix(']') {
            Some(index) => path.index(index.parse().expect("an index")),
            None => path.field(step),
        }
    })
}

/// Line and column, and the text there.
fn told(text: &str, at: Location) -> (usize, usize, &str) {
    (at.line, at.column, &text[at.start..at.end])
}

/// Where the key and the value stand in the last document of the text.
fn check(text: &str, to: &str, key: Option<(usize, usize, &str)>, value: (usize, usize, &str)) {
    let stream = read(text.as_bytes());
    assert_eq!(stream.error, None, "{text}");
    let document = stream.documents.last().expect("a document");
    let path = path(to);
    assert_eq!(document.locate_key(&path).map(|at| told(text, at)), key, "key of {to} in {text}");
    assert_eq!(told(text, document.locate(&path)), value, "value of {to} in {text}");
}

#[test]
fn places_in_blocks() {
    let text = "spec:\n  steps:\n  - setWeight: 20 # half\n  - pause: {}\n  name: 'x'\n";
    check(text, "", None, (1, 1, text.trim_end()));
    check(text, "spec", Some((1, 1, "spec")), (2, 3, text[8..].trim_end()));
    check(text, "spec.steps[0]", None, (3, 5, "setWeight: 20"));
    check(text, "spec.steps[0].setWeight", Some((3, 5, "setWeight")), (3, 16, "20"));
    check(text, "spec.steps[1].pause", Some((4, 5, "pause")), (4, 12, "{}"));
    check(text, "spec.name", Some((5, 3, "name")), (5, 9, "'x'"));
    check("? a\n: b\n", "a", Some((1, 3, "a")), (2, 3, "b"));
    check("a:\nb: 1\n", "a", Some((1, 1, "a")), (1, 3, ""));
    check("a: !!str 1\n", "a", Some((1, 1, "a")), (1, 10, "1"));
    check("é: ü\n😀: b\n", "😀", Some((2, 1, "😀")), (2, 4, "b"));
}

#[test]
fn places_of_texts_on_several_lines() {
    check("a: |\n  x\n  y\n\nb: 1\n", "a", Some((1, 1, "a")), (1, 4, "|\n  x\n  y"));
    check("a: >-\n  x\n", "a", Some((1, 1, "a")), (1, 4, ">-\n  x"));
    check("a: x\n  y\nb: 1\n", "a", Some((1, 1, "a")), (1, 4, "x\n  y"));
    check("a: \"x\n  y\"\n", "a", Some((1, 1, "a")), (1, 4, "\"x\n  y\""));
}

#[test]
fn places_in_flows() {
    let text = "a: {b: [1, 2],\n  c: d}\n";
    check(text, "a", Some((1, 1, "a")), (1, 4, "{b: [1, 2],\n  c: d}"));
    check(text, "a.b[1]", None, (1, 12, "2"));
    check(text, "a.c", Some((2, 3, "c")), (2, 6, "d"));
    check("[a: 1, b]\n", "[0].a", Some((1, 2, "a")), (1, 5, "1"));
}

#[test]
fn places_through_aliases_and_merges() {
    let text = "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2\n";
    check(text, "c", Some((2, 1, "c")), (2, 4, "*x"));
    check(text, "c.b", Some((1, 8, "b")), (1, 11, "1"));
    check(text, "d.b", Some((1, 8, "b")), (1, 11, "1"));
    check(text, "d.e", Some((5, 3, "e")), (5, 6, "2"));
    check("a: &x k\n*x : 1\n", "k", Some((2, 1, "*x")), (2, 6, "1"));
}

#[test]
fn places_in_later_documents() {
    check("a: 1\n---\nb: 2\n", "b", Some((3, 1, "b")), (3, 4, "2"));
    check("a: 1\r\n---\r\nb: é\r\nc: 3\r\n", "c", Some((4, 1, "c")), (4, 4, "3"));
    check("a: 'x\r\n  y'\r\n", "a", Some((1, 1, "a")), (1, 4, "'x\r\n  y'"));
    check("\u{feff}a: 1\r\nb: 2", "b", Some((2, 1, "b")), (2, 4, "2"));
    check("---\n---\na: 1", "a", Some((3, 1, "a")), (3, 4, "1"));
    check("a: 1\rb: 2\r", "b", Some((2, 1, "b")), (2, 4, "2"));
}

#[test]
fn places_in_json() {
    let text = "{\"a\": [1, {\"b\": \"\\u00e9\"}]}\n";
    check(text, "a[1].b", Some((1, 12, "\"b\"")), (1, 17, "\"\\u00e9\""));
    check("{\n \"a\": -1e3\n}", "a", Some((2, 2, "\"a\"")), (2, 7, "-1e3"));
    check("{\"a\": 1}\n---\nb: 2\n", "b", Some((3, 1, "b")), (3, 4, "2"));
    check("{\"a\": 1} # note\n", "", None, (1, 10, ""));
    check(" {b: 2}  # note\n", "b", Some((1, 3, "b")), (1, 6, "2"));
}

#[test]
fn what_is_absent_stands_where_its_nearest_ancestor_stands() {
    let document = read_one(b"spec:\n  a: 1\n").expect("a document");
    let there = document.locate(&path("spec"));
    assert_eq!(document.locate(&path("spec.b.c[0]")), there);
    assert_eq!(document.locate_key(&path("spec.b")), None);
    assert_eq!(document.locate_key(&path("spec[0]")), None);
    assert_eq!(document.locate(&path("x")), document.locate(&Path::root()));
}

#[test]
fn diagnostics_get_places() {
    let document = read_one(b"spec:\n  a: 1\n").expect("a document");
    let mut found = [
        Diagnostic::error("decode/unknown-field", path("spec.a"), "unknown"),
        Diagnostic::error("spec/P12", path("spec.a"), "wrong"),
        Diagnostic::error("decode/unknown-field", path("spec.b"), "unknown"),
        Diagnostic::error("decode/field-case", path("spec.a"), "case"),
    ];
    document.place(&mut found);
    let columns: Vec<_> =
        found.iter().filter_map(|found| found.span).map(|at| (at.line, at.column)).collect();
    assert_eq!(columns, [(2, 3), (2, 6), (2, 3), (2, 3)]);
}

/// The values of all documents, and whether an error ended them.
fn check_stream(text: &[u8], values: &[Value], error: Option<(&str, usize, usize)>) {
    let stream = read(text);
    let read: Vec<_> = stream.documents.iter().map(|document| document.value.clone()).collect();
    let at = stream.error.as_ref().map(|error| {
        let span = error.span.expect("a place");
        (error.code, span.line, span.column)
    });
    assert_eq!((&*read, at), (values, error), "{:?}", String::from_utf8_lossy(text));
}

#[test]
fn streams() {
    check_stream(b"", &[], None);
    check_stream(b"\n", &[Value::Null], None);
    check_stream(b"a: 1\n---\n# x\n---\nb: 2\n", &[json!({"a": 1}), Value::Null, json!({"b": 2})], None);
    check_stream(b"a: 1\n--- # x\nb: 2", &[json!({"a": 1}), json!({"b": 2})], None);
    check_stream(b"a: 1\n---\nb: 2\n--- c\nd: 4\n", &[json!({"a": 1})], Some(("decode/yaml", 4, 1)));
    check_stream(b"a: 1\n---\nb: [\n", &[json!({"a": 1})], Some(("decode/yaml", 4, 1)));
    check_stream(b"a: 1\n---\nb: *x\n", &[json!({"a": 1})], Some(("decode/yaml", 3, 4)));
    check_stream(b"a: 1\n---\nb: \xff\n", &[json!({"a": 1})], Some(("decode/yaml", 3, 4)));
    check_stream(b"a: \x01\n", &[], Some(("decode/yaml", 1, 4)));
    check_stream(b"a: 'x\n", &[], Some(("decode/yaml", 1, 4)));
}

#[test]
fn streams_that_begin_like_json() {
    check_stream(b"{\"a\": 1}{\"b\": 2}\n", &[json!({"a": 1}), json!({"b": 2})], None);
    check_stream(b"{\"a\": 1}\n---\nb: 2\n", &[json!({"a": 1}), json!({"b": 2})], None);
    check_stream(b"{a: 1}\n", &[json!({"a": 1})], None);
    check_stream(b"{a: 1}: b\n", &[], Some(("decode/json", 1, 2)));
    check_stream(b"{\"a\": 1} x", &[json!({"a": 1})], Some(("decode/json", 1, 10)));
    check_stream(b"{\"a\": 1} 2 xxxx", &[json!({"a": 1}), json!(2)], Some(("decode/json", 1, 12)));
    check_stream(b"{\"a\": \"\xff\"}", &[], Some(("decode/yaml", 1, 8)));
    check_stream(b"{\"a\": \"\\ud83d\\ude00\\ud83d\"}", &[json!({"a": "😀\u{fffd}"})], None);
    check_stream(b"{\"a\": 1e999}", &[], Some(("decode/not-finite", 1, 7)));
}

#[test]
fn json_is_handed_on_as_it_is_written() {
    for text in ["{\"b\": 1.0,  \"a\": \"<\"}", "{\"a\": 1e999, \"a\": 1}"] {
        let stream = to_json_stream(format!(" {text}\n").as_bytes());
        assert_eq!((stream.documents, stream.error), (Vec::from([text.into()]), None));
    }
}

#[test]
fn bytes_that_are_no_text_are_escaped_as_go_escapes_them() {
    let text = "{a: !!binary /w==, b: \u{fffd}}".as_bytes();
    let document = read_one(text).expect("a document");
    assert_eq!(document.value, json!({"a": "\u{fffd}", "b": "\u{fffd}"}));
    let json = to_json(text).expect("a document");
    assert_eq!(json, "{\"a\":\"\\ufffd\",\"b\":\"\u{fffd}\"}");
}

#[test]
fn duplicates_are_told_or_refused() {
    let text = b"m:\n- a: 1\n  a: 2\n  <<: {b: 1}\n  b: 2\n";
    let document = read_one(text).expect("a document");
    assert_eq!(document.value, json!({"m": [{"a": 2, "b": 2}]}));
    let told: Vec<_> = document.duplicates.iter().map(|found| format!("{}", found.path)).collect();
    assert_eq!(told, ["m[0].a", "m[0].b"]);
    let errors = read_one_strict(text).expect_err("duplicates");
    let lines: Vec<_> = errors.iter().filter_map(|error| error.span).map(|at| at.line).collect();
    assert_eq!(lines, [3, 5]);
}

/// Why a value is not read, and why there is no JSON text.
fn refusals(text: &str) -> [Option<&'static str>; 2] {
    let bytes = text.as_bytes();
    let (value, json) = (read(bytes).error, to_json_stream(bytes).error);
    assert_eq!(value.is_some(), read_one(bytes).is_err());
    [value, json].map(|error| error.map(|error| error.code))
}

/// `D-002`: values are nested 200 deep at most, JSON texts as deep as upstream's.
#[test]
fn nesting_is_read_up_to_its_limits() {
    const TOO_DEEP: Option<&str> = Some("decode/too-deep");
    let flow = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let json = |depth| format!("{{\"a\":{}}}", flow(depth - 1));
    let block = |depth| format!("{}x\n", "- ".repeat(depth));
    for nested in [&flow as &dyn Fn(usize) -> String, &json, &block] {
        assert_eq!(refusals(&nested(200)), [None, None]);
        assert_eq!(refusals(&nested(201)), [TOO_DEEP, None]);
        assert_eq!(refusals(&nested(10_000)), [TOO_DEEP, None]);
        assert_eq!(refusals(&nested(10_001)), [TOO_DEEP, TOO_DEEP]);
    }
    // A flow in a block has its own levels; only the decoder, which reads the JSON again, counts them together.
    let both = format!("{}{}\n", "- ".repeat(10_000), flow(10_000));
    assert_eq!(to_json(both.as_bytes()).map(|text| text.len()), Ok(40_000));
    assert_eq!(refusals(&both), [TOO_DEEP, TOO_DEEP]);
    let aliases = format!("a: &a {}\nb: {}*a{}\n", flow(150), "[".repeat(50), "]".repeat(50));
    assert_eq!(refusals(&aliases), [TOO_DEEP, None]);
    let merges = format!("{}{{a: 1}}{}\n", "{<<: ".repeat(9_999), "}".repeat(9_999));
    assert_eq!(to_json(merges.as_bytes()).as_deref(), Ok("{\"a\":1}"));
}

#[test]
fn errors_say_what_would_be_right() {
    for text in
        ["a: b: c\n", "a: [1\n", "a:\n\t- b\n", "a: @b\n", "a: *x\n", "a: {{x}}\n", "a: 'x\n", "a: .inf\n"]
    {
        let errors = read_one(text.as_bytes()).expect_err(text);
        assert!(
            errors.iter().all(|error| error.help.is_some() && error.span.is_some()),
            "{text}: {errors:?}"
        );
    }
}

#[test]
fn a_document_can_be_sent_elsewhere() {
    fn is_free<T: Send + Sync + Clone + 'static>() {}
    is_free::<Document>();
}
