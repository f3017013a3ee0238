//! Whatever is read: no panic, and what is read is the same wherever it is told.
#![cfg(feature = "yaml")]

use gradual::diagnostic::{Location, Path};
use gradual::{json, manifest};
use proptest::prelude::*;
use serde_json::{Map, Number, Value};

/// Pieces that YAML gives a meaning to.
const PIECES: [&str; 72] = [
    "\n",
    "\n",
    "\n",
    " ",
    "  ",
    "\t",
    ": ",
    ":",
    "- ",
    "-",
    "? ",
    "?",
    "[",
    "]",
    "{",
    "}",
    ",",
    "#",
    " # ",
    "\"",
    "'",
    "\\",
    "|\n",
    ">\n",
    "|+\n",
    "|2-\n",
    "&a ",
    "*a",
    "!!str ",
    "!!int ",
    "!!binary ",
    "!x ",
    "! ",
    "!<a> ",
    "%YAML 1.1\n",
    "%TAG ! x\n",
    "---\n",
    "---",
    "...\n",
    "<<: ",
    "<<: *a\n",
    "\r\n",
    "\r",
    "0x1",
    "1_0",
    ".5",
    "1e3",
    "~",
    "yes",
    "null",
    "a",
    "b",
    "a: 1\n",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "é",
    "😀",
    "\\u0041",
    "\\x4",
    "@",
    "`",
    "%",
    "=",
    "{\"a\": 1}",
    "{}",
    "[]",
    "2026-01-02",
    "+.inf",
    "\u{1}",
    "\0",
    "-0",
];

fn yamlish() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40).prop_map(|pieces| pieces.concat())
}

fn value() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        any::<i64>().prop_map(Number::from),
        any::<u64>().prop_map(Number::from),
        any::<f64>().prop_filter_map("finite", Number::from_f64),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        number.prop_map(Value::Number),
        any::<String>().prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let fields = prop::collection::btree_map(any::<String>(), inner.clone(), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Value::Array),
            fields.prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Whether two values are the same; a float that is a whole number reads back as an integer.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) if one.is_f64() => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| one.0 == other.0 && is_same(one.1, other.1))
        }
        _ => one == other,
    }
}

/// Whether a place is within a text of so many bytes.
fn is_within(at: Location, len: usize) -> bool {
    1 <= at.line && 1 <= at.column && at.start <= at.end && at.end <= len
}

/// Reads in every way and looks at all that was read.
fn read_all(bytes: &[u8]) -> Result<(), TestCaseError> {
    let stream = manifest::read(bytes);
    for document in &stream.documents {
        let mut paths = Vec::from([(Path::root(), &document.value)]);
        while let Some((path, value)) = paths.pop() {
            prop_assert!(is_within(document.locate(&path), bytes.len()), "{path} in {value}");
            match value {
                Value::Array(items) => {
                    paths.extend(items.iter().enumerate().map(|(at, item)| (path.index(at), item)))
                }
                Value::Object(fields) => {
                    for (name, field) in fields {
                        let path = path.field(name.clone());
                        prop_assert!(document.locate_key(&path).is_some_and(|at| is_within(at, bytes.len())));
                        paths.push((path, field));
                    }
                }
                _ => {}
            }
        }
    }
    let span = stream.error.as_ref().map(|error| error.span);
    prop_assert!(span.is_none_or(|span| span.is_some_and(|at| is_within(at, bytes.len()))), "{span:?}");
    match (manifest::read_one(bytes), manifest::read_one_strict(bytes)) {
        (Ok(lax), Ok(strict)) => prop_assert_eq!(lax.value, strict.value),
        (Ok(lax), Err(errors)) => prop_assert_eq!(lax.duplicates.len(), errors.len()),
        (Err(_), strict) => prop_assert!(strict.is_err()),
    }
    check_texts(bytes, &stream)
}

/// The JSON texts say what the values say.
fn check_texts(bytes: &[u8], stream: &manifest::Stream) -> Result<(), TestCaseError> {
    let code = stream.error.as_ref().map(|error| error.code);
    if code == Some("decode/not-finite") {
        // JSON that is handed on as it is written may have numbers that no value can hold.
        return Ok(());
    }
    let texts = manifest::to_json_stream(bytes);
    prop_assert_eq!(&texts.error, &stream.error);
    prop_assert_eq!(texts.documents.len(), stream.documents.len());
    match (manifest::read_one(bytes), manifest::to_json(bytes)) {
        // What is not UTF-8 is an escape in the text.
        (Ok(document), Ok(text)) => {
            prop_assert_eq!(json::to_text(&document.value), text.replace("\\ufffd", "\u{fffd}"))
        }
        (document, text) => prop_assert_eq!(document.err(), text.err()),
    }
    let strict = manifest::read_one_strict(bytes).err();
    prop_assert_eq!(strict, manifest::to_json_strict(bytes).err());
    Ok(())
}

proptest! {
    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        // Places in UTF-16 are those of the text in UTF-8, which may be longer.
        prop_assume!(!matches!(bytes[..], [0xff, 0xfe, ..] | [0xfe, 0xff, ..]));
        read_all(&bytes)?;
    }

    #[test]
    fn sixteen_bits_never_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..200), is_little in any::<bool>()) {
        bytes.splice(..0, if is_little { [0xff, 0xfe] } else { [0xfe, 0xff] });
        drop((manifest::read(&bytes), manifest::read_one(&bytes)));
    }

    #[test]
    fn texts_never_panic(text in yamlish()) {
        read_all(text.as_bytes())?;
    }

    #[test]
    fn json_text_reads_back(value in value()) {
        // With our own reader: by default `serde_json` reads some floats as their neighbours.
        let text = json::to_text(&Value::Object(Map::from_iter([("a".to_owned(), value.clone())])));
        let stream = manifest::read(text.as_bytes());
        prop_assert!(stream.error.is_none(), "{text}");
        let back = &stream.documents[0];
        prop_assert!(is_same(&value, &back.value["a"]), "{text}");
        prop_assert_eq!(json::to_text(&back.value), &*text);
        prop_assert_eq!(manifest::to_json_stream(text.as_bytes()).documents, [text]);
    }

    #[test]
    fn escaping_is_what_the_writer_does(text in any::<String>()) {
        let plain = serde_json::to_string(&text).expect("JSON");
        prop_assert_eq!(json::escape(&plain), json::to_text(&Value::String(text)));
    }
}
