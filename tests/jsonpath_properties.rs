//! Whatever a template says of whatever document: no panic, and where RFC 9535 says the same, the same is found.

use gradual::jsonpath::{FindError, Found, Template};
use jsonpath_rust::JsonPath;
use proptest::prelude::*;
use serde_json::{Map, Value};

/// Pieces that a template gives a meaning to.
const PIECES: [&str; 40] = [
    "{", "}", "{", "}", "[", "]", "[?(", ")]", "(", ")", ".", "..", "*", "[*]", "[0]", "[-1]", "[1:]",
    "[::2]", "'a'", "\"b\"", "'", "\"", "\\", "@", "$", " ", "\n", ",", ":", "==", "<=", "!", "1", "-2.5",
    "true", "range ", "end", "a", "b", "é",
];

/// A step that both languages have.
#[derive(Clone, Debug)]
enum Step {
    Name(&'static str),
    Index(i64),
    All,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => prop::sample::select(&["a", "b", "c"][..]).prop_map(Step::Name),
        1 => (-3_i64..4).prop_map(Step::Index),
        2 => Just(Step::All),
    ]
}

/// A document whose lists are not empty: behind an empty list, kubectl's slices forget the others.
fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_i64..9).prop_map(Value::from),
        "[ab]{0,2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Value::from),
            prop::collection::btree_map("[abc]", inner, 0..4)
                .prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_both_languages_say_is_found_by_both(steps in prop::collection::vec(step(), 0..5), document in document()) {
        let mut path = String::from("$");
        for step in &steps {
            path += &match step {
                Step::Name(name) => format!("['{name}']"),
                Step::Index(index) => format!("[{index}]"),
                Step::All => "[*]".into(),
            };
        }
        let template = Template::parse(&format!("{{{path}}}")).unwrap();
        let theirs = document.query(&path).unwrap();
        match template.find(&document) {
            Ok(groups) => {
                let ours: Vec<Found<'_>> = groups.into_iter().flatten().collect();
                let is_null = document.is_null() && steps.is_empty();
                let theirs: Vec<Found<'_>> = theirs.into_iter().map(Found::Json).collect();
                prop_assert_eq!(ours, if is_null { vec![Found::Nothing] } else { theirs });
            }
            Err(FindError::NotFound(_)) => prop_assert!(theirs.is_empty()),
            // Theirs passes over what ours refuses.
            Err(FindError::OutOfBounds { .. } | FindError::NotAList(_)) => {}
            Err(FindError::Null) => prop_assert!(document.is_null()),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn any_text_finds_the_same_twice(
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..12),
        document in document(),
    ) {
        let text = pieces.concat();
        match Template::parse(&text) {
            Ok(template) => {
                prop_assert_eq!(template.find(&document), template.find(&document));
                prop_assert_eq!(template.print(&document).is_ok(), template.find(&document).is_ok());
            }
            Err(error) => prop_assert!(error.at <= text.len(), "{} of {text:?}", error.at),
        }
    }

    #[test]
    fn text_without_braces_is_found_as_it_is(text in "[^{]{1,9}") {
        let template = Template::parse(&text).unwrap();
        prop_assert_eq!(template.first(&Value::Null), Ok(Some(Found::Text(&text))));
    }
}
