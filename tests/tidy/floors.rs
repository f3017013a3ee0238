//! A module imports only from lower floors and its own folder.

use crate::source::{Source, words};

/// The floors, from the ground up. ARCHITECTURE.md says what each is for.
const FLOORS: [&[&str]; 7] = [
    &["time", "quantity", "split", "diagnostic", "decision", "json", "stored", "base64", "go"],
    &["capacity", "condition", "template", "jsonpath", "metric"],
    &["analysis", "experiment", "migration", "flag"],
    &["rollout"],
    &["manifest", "argo", "flagger"],
    &["port", "drive"],
    &["sim", "law", "lint", "explain", "explore", "risk"],
];

/// Who may import from a neighbour on the same floor, and why.
const NEIGHBOURS: [(&str, &str, &str); 9] = [
    ("decision", "time", "a decision says when to come back"),
    ("stored", "time", "a stored condition says since when"),
    ("manifest", "json", "a document has a JSON text"),
    ("template", "metric", "templates are made of metrics and arguments"),
    ("argo", "manifest", "a bundle is read from documents"),
    ("flagger", "manifest", "a bundle is read from documents"),
    ("drive", "port", "a pass is run over the ports"),
    ("law", "sim", "a run of a world is judged"),
    ("explore", "law", "a state is judged by the laws"),
];

pub fn complaints(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        let Some(home) = module(&source.path) else {
            continue;
        };
        let Some(floor) = floor(home) else {
            complaints.push(format!(
                "{}: the module `{home}` has no floor; give it one in tests/tidy/floors.rs and in ARCHITECTURE.md",
                source.path
            ));
            continue;
        };
        for (at, imported) in imports(source, home) {
            if imported != home && !may(home, floor, imported) {
                complaints.push(format!(
                    "{}:{}: `{home}` (floor {floor}) imports `{imported}`, which is not below it; move what is needed \
                     down, or let the caller hand it in",
                    source.path,
                    source.line(at)
                ));
            }
        }
    }
    complaints
}

fn may(home: &str, own: usize, imported: &str) -> bool {
    match floor(imported) {
        Some(other) if other < own => true,
        Some(other) if other == own => NEIGHBOURS.iter().any(|(a, b, _)| (*a, *b) == (home, imported)),
        Some(_) => false,
        // Not a module: an item of the crate's root.
        None => true,
    }
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

/// `src/time/span.rs` and `src/time.rs` are of `time`; `src/lib.rs` is of none.
fn module(path: &str) -> Option<&str> {
    let name = path.strip_prefix("src/")?.split('/').next()?;
    let name = name.strip_suffix(".rs").unwrap_or(name);
    (name != "lib").then_some(name)
}

/// The modules named after `crate::`, or by climbing out of the own folder with `super::`.
fn imports<'a>(source: &'a Source, home: &str) -> Vec<(usize, &'a str)> {
    let code = source.code.as_str();
    let named = words(code, "crate::").flat_map(|at| {
        let heads = heads(&code[at + "crate::".len()..]);
        heads.into_iter().map(move |head| (at, head))
    });
    let climbed = words(code, "super::").flat_map(|at| {
        let heads = heads(&code[at + "super::".len()..]);
        heads.into_iter().map(move |head| (at, head))
    });
    // `rollout::status` may well be called like a module of the root: below the own folder it is not meant.
    let own = |head: &str| source_has(source, home, head);
    named.chain(climbed.filter(|(_, head)| floor(head).is_some() && !own(head))).collect()
}

/// Whether the folder of this file has, or declares, a module of that name.
fn source_has(source: &Source, home: &str, name: &str) -> bool {
    let folder = crate::tree::root().join("src").join(home);
    folder.join(format!("{name}.rs")).is_file()
        || folder.join(name).is_dir()
        || source.code.contains(&format!("mod {name}"))
}

/// The first names of a path or of a group of paths: `a` of `a::b`, `a` and `c` of `{a::b, c}`.
fn heads(path: &str) -> Vec<&str> {
    let Some(group) = path.strip_prefix('{') else {
        return Vec::from([name(path)]);
    };
    let mut heads = Vec::new();
    let mut depth = 0_usize;
    let mut first = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                heads.push(name(group[first..at].trim_start()));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                heads.push(name(group[first..at].trim_start()));
                first = at + 1;
            }
            _ => {}
        }
    }
    heads
}

fn name(path: &str) -> &str {
    let end = path.find(|c: char| !c.is_alphanumeric() && c != '_');
    &path[..end.unwrap_or(path.len())]
}

#[test]
fn an_import_from_above_is_found() {
    let check = |path: &str, text: &str, lines: &[usize]| {
        let found = complaints(&[Source::new(path, text)]);
        let expected: Vec<String> = lines.iter().map(|line| format!("{path}:{line}: ")).collect();
        assert!(
            found.len() == expected.len() && found.iter().zip(&expected).all(|(a, b)| a.starts_with(b)),
            "{text}: {found:?}"
        );
    };
    check("src/rollout/plan.rs", "use crate::{time::{Span, Clock}, capacity::Size};", &[]);
    check("src/rollout/plan.rs", "// crate::sim\nuse super::{facts, status};", &[]);
    check("src/capacity/ask.rs", "use crate::{\n    time::Span,\n    rollout::{Plan},\n};", &[1]);
    check("src/capacity/ask.rs", "use crate::quantity;\nfn a(b: crate::sim::World) {}", &[2]);
    check("src/quantity.rs", "mod tests {\n    use super::super::time;\n}", &[2]);
    check("src/quantity.rs", "use super::split::Split;", &[1]);
    check("src/decision.rs", "use crate::time::Timestamp;", &[]);
    check("src/time/clock.rs", "use crate::decision::Next;", &[1]);
    let stray = complaints(&[Source::new("src/utils.rs", "")]);
    assert!(stray.len() == 1 && stray.iter().all(|one| one.contains("has no floor")));
}
