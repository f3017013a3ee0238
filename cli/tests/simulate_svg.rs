//! `gradual simulate --svg`: pictures that are well-formed, in which nothing overlaps, and that can be read in the dark.
#![expect(
    clippy::float_arithmetic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that cannot run the command fails"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn run(asked: &str, file: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gradual"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .env_clear()
        .arg("simulate")
        .args(asked.split(' '))
        .arg("--svg")
        .arg(file)
        .output()
        .unwrap()
}

/// A file of this test alone.
fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn picture(asked: &str, name: &str) -> String {
    let file = file(name);
    let output = run(asked, &file);
    assert!(!output.stdout.is_empty(), "{asked}: {}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(file).unwrap()
}

const RUNS: [&str; 18] = [
    "examples/checkout-canary.yaml",
    "examples/checkout-canary.yaml --failing-pods --at 2m image=shop:v3 --at 3m undo=9",
    "examples/checkout-canary.yaml --at 1m abort --at 100h retry",
    "examples/checkout-canary.yaml --for 0s",
    "examples/payments-manual.yaml --at 10m promote --at 15m abort --at 20m retry",
    "examples/payments-manual.yaml --at 3h promote --at 100h abort --at 101h retry --at 150h replicas=1000",
    "examples/storefront-istio.yaml",
    "examples/storefront-istio.yaml --router-delay 15s --at 5m abort",
    "examples/storefront-istio.yaml --fail-router-at 1m --heal-router-at 5m",
    "examples/storefront-istio.yaml --fail-router-at 4m",
    "examples/search-nginx.yaml --at 15m promote",
    "examples/search-nginx.yaml --failing-pods",
    "examples/accounts-blue-green.yaml --at 30m promote-full",
    "examples/accounts-blue-green.yaml --at 30m abort",
    "examples/catalog-blue-green.yaml --at 30m undo",
    "examples/catalog-blue-green.yaml examples/search-nginx.yaml examples/checkout-canary.yaml",
    "cli/tests/data/rolling.yaml --at 5m replicas=0",
    "cli/tests/data/paused.yaml --at 10m resume",
];

#[test]
fn pictures_are_as_they_were() {
    let svg = picture("examples/accounts-blue-green.yaml --at 30m promote", "as-it-was.svg");
    insta::assert_snapshot!("svg_blue_green", svg);
    let svg = picture("examples/storefront-istio.yaml --router-delay 40s --at 6m abort", "router.svg");
    insta::assert_snapshot!("svg_router", svg);
}

/// The picture of the document is the one that its command draws.
#[test]
fn the_document_shows_what_is_drawn() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join("docs/cli.md")).unwrap();
    let (asked, rest) = text.split_once(" --svg docs/").unwrap();
    let (name, _) = rest.split_once('`').unwrap();
    let (_, asked) = asked.rsplit_once("`gradual simulate ").unwrap();
    let shown = fs::read_to_string(root.join("docs").join(name)).unwrap();
    assert_eq!(picture(asked, "document.svg"), shown, "docs/{name}: draw it anew");
}

#[test]
fn tags_are_closed_and_times_are_numbers() {
    for asked in RUNS {
        let svg = picture(asked, "tags.svg");
        let mut open: Vec<&str> = Vec::new();
        for tag in svg.split('<').skip(1) {
            let (tag, text) = tag.split_once('>').unwrap();
            assert!(!text.contains('>') && !tag.contains("NaN"), "{asked}: {tag}>{text}");
            let name = tag.trim_start_matches('/').split(' ').next().unwrap();
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name), "{asked}");
            } else if !tag.ends_with('/') {
                open.push(name);
            }
        }
        assert_eq!(open, Vec::<&str>::new(), "{asked}");
    }
}

#[test]
fn colours_have_a_counterpart_in_the_dark() {
    for asked in RUNS {
        let svg = picture(asked, "colours.svg");
        let (_, rest) = svg.split_once("@media (prefers-color-scheme: dark) {").unwrap();
        let (styles, body) = rest.split_once("</style>").unwrap();
        let used: BTreeSet<&str> = values(body, "class").collect();
        assert!(5 < used.len(), "{asked}: {used:?}");
        for class in used {
            assert!(styles.contains(&format!(".{class} {{")), "{asked}: {class}");
        }
        assert!(!svg.contains("currentColor"), "{asked}");
    }
}

#[test]
fn nothing_overlaps_and_nothing_is_cut_off() {
    for asked in RUNS {
        let svg = picture(asked, "places.svg");
        let width: f64 = values(&svg, "width").next().unwrap().parse().unwrap();
        let height: f64 = values(&svg, "height").next().unwrap().parse().unwrap();
        let labels = labels(&svg);
        assert!(8 < labels.len(), "{asked}");
        for (at, label) in labels.iter().enumerate() {
            let inside =
                0.0 <= label.left && label.right <= width && 0.0 <= label.top && label.bottom <= height;
            assert!(inside, "{asked}: {label:?} of {width} x {height}");
            for other in &labels[at + 1..] {
                let apart = label.right <= other.left
                    || other.right <= label.left
                    || label.bottom <= other.top
                    || other.bottom <= label.top;
                assert!(apart, "{asked}: {label:?} and {other:?}");
            }
        }
    }
}

#[test]
fn several_rollouts_are_one_picture() {
    let svg = picture("examples/catalog-blue-green.yaml examples/search-nginx.yaml --for 1m", "several.svg");
    assert!(svg.contains(
        "<title id=\"gradual-catalog-title\">Update of catalog, search: traffic and pods over time</title>"
    ));
    assert_eq!(svg.matches("<g transform=").count(), 2);
}

#[test]
fn equal_simulations_give_equal_bytes() {
    let one = picture("examples/search-nginx.yaml --at 15m promote", "one.svg");
    assert_eq!(one, picture("examples/search-nginx.yaml --at 15m promote", "other.svg"));
    let beside = run("examples/search-nginx.yaml --at 15m promote --format json", &file("beside.svg"));
    assert!(beside.stdout.starts_with(b"{\"type\":\"start\""));
    assert_eq!(one, fs::read_to_string(file("beside.svg")).unwrap());
}

#[test]
fn only_pictures_are_written() {
    let manifest = file("manifest.yaml");
    fs::write(&manifest, "kind: Rollout\n").unwrap();
    let nowhere = file("no-such-folder").join("a.svg");
    for (file, why) in [
        (manifest.as_path(), "does not name a picture"),
        (Path::new("-"), "does not name a picture"),
        (nowhere.as_path(), "cannot be written"),
    ] {
        let output = run("examples/checkout-canary.yaml", file);
        assert_eq!(output.status.code(), Some(2), "{why}");
        assert!(output.stdout.is_empty(), "{why}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(why), "{why}");
    }
    assert_eq!(fs::read_to_string(manifest).unwrap(), "kind: Rollout\n");
    // Of bad input there is no picture either.
    let none = file("none.svg");
    assert_eq!(run("cli/tests/data/bad/syntax.yaml", &none).status.code(), Some(2));
    assert!(!none.exists());
}

/// A text and the place that it takes.
#[derive(Debug)]
struct Label {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    #[expect(dead_code, reason = "shown where a test fails")]
    text: String,
}

fn labels(svg: &str) -> Vec<Label> {
    let mut below = 0.0;
    let mut labels = Vec::new();
    for line in svg.lines() {
        if let Some(rest) = line.strip_prefix("<g transform=\"translate(0 ") {
            below = rest.split(')').next().unwrap().parse().unwrap();
        }
        let Some(tag) = line.strip_prefix("<text ") else { continue };
        let number = |name: &str| -> f64 { values(tag, name).next().unwrap().parse().unwrap() };
        let text = tag.split('>').nth(1).unwrap().split('<').next().unwrap().replace("&quot;", "\"");
        // Wide letters: those of a common font take a little less.
        let (size, x, y) = (number("font-size"), number("x"), number("y") + below);
        let wide = f64::from(u32::try_from(text.chars().count()).unwrap()) * size * 0.57;
        let left = match values(tag, "text-anchor").next() {
            None => x,
            Some("middle") => x - wide / 2.0,
            Some("end") => x - wide,
            Some(other) => unreachable!("{other}"),
        };
        labels.push(Label { left, right: left + wide, top: y - size * 0.8, bottom: y + size * 0.2, text });
    }
    labels
}

/// The values of an attribute.
fn values<'a>(svg: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let key = format!(" {name}=\"");
    let first = svg.strip_prefix(&key[1..]).and_then(|rest| rest.split('"').next());
    let more: Vec<&str> =
        svg.match_indices(&key).filter_map(|(at, _)| svg[at + key.len()..].split('"').next()).collect();
    first.into_iter().chain(more)
}
