//! Nothing is left for later: no test is ignored, no code is missing.

use crate::{
    markdown::Document,
    source::{Source, words},
};

pub fn complaints(sources: &[Source], documents: &[Document]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        let ignored = source.code.match_indices("#[ignore").map(|(at, _)| at);
        for at in ignored {
            complaints.push(format!(
                "{}:{}: an ignored test; mend it, or remove it and say why",
                source.path,
                source.line(at)
            ));
        }
        for name in ["todo!", "unimplemented!"] {
            for at in words(&source.code, name) {
                complaints.push(format!(
                    "{}:{}: `{name}`; write what is missing",
                    source.path,
                    source.line(at)
                ));
            }
        }
    }
    let texts = sources.iter().map(|source| (&source.path, &source.text));
    for (path, text) in texts.chain(documents.iter().map(|page| (&page.path, &page.text))) {
        for (at, line) in text.lines().enumerate().filter(|(_, line)| ignored_example(line)) {
            complaints.push(format!(
                "{path}:{}: `{}`: an example that nobody compiles; make it run, or fence it as `text`",
                at + 1,
                line.trim()
            ));
        }
    }
    complaints
}

/// Whether the line opens an example fenced as `ignore`.
fn ignored_example(line: &str) -> bool {
    let line = line.trim_start();
    let line = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")).unwrap_or(line);
    let fence = line.trim_start().strip_prefix("```");
    fence.is_some_and(|marks| marks.split(',').any(|mark| mark.trim().starts_with("ignore")))
}

#[test]
fn what_is_left_is_found() {
    let found = |text: &str| complaints(&[Source::new("src/a.rs", text)], &[]).len();
    assert_eq!(found("// todo! #[ignore]\n\"todo!()\"\n/// ```text\n/// ignore"), 0);
    assert_eq!(found("#[ignore = \"slow\"]\nfn a() { todo!() }\n/// ```rust,ignore\n/// ```"), 3);
}
