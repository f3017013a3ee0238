//! The library needs `alloc` only, and nobody can see the order of a hash map.

use crate::source::{Source, words};

pub fn complaints(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        let code =
            source.code_without(|attribute| attribute.contains("\"std\"") || attribute.contains("test"));
        for at in words(&code, "std::") {
            complaints.push(format!(
                "{}:{}: `std` outside of `#[cfg(feature = \"std\")]` and tests; take it from `core` or `alloc`, or have \
                 the caller do it",
                source.path,
                source.line(at)
            ));
        }
        for name in ["HashMap", "HashSet"] {
            for at in words(&source.code, name) {
                complaints.push(format!(
                    "{}:{}: `{name}` has no order; use `BTree{}`, or a list",
                    source.path,
                    source.line(at),
                    name.trim_start_matches("Hash")
                ));
            }
        }
    }
    complaints
}

#[test]
fn the_standard_library_is_found() {
    let found = |text: &str| complaints(&[Source::new("src/a.rs", text)]).len();
    assert_eq!(found("use core::fmt;\nuse alloc::vec::Vec; // std::fmt"), 0);
    assert_eq!(found("#[cfg(feature = \"std\")]\nimpl From<std::time::SystemTime> for A {}\n"), 0);
    assert_eq!(found("#[cfg(test)]\nmod tests { use std::fmt; }\n"), 0);
    assert_eq!(found("#[cfg(feature = \"yaml\")]\nuse std::fmt;"), 1);
    assert_eq!(found("#[cfg(test)]\nmod tests;\nuse std::collections::HashMap;"), 2);
}
