//! `gradual analyze` as people run it: the built binary, its two streams and its exit code.
#![expect(clippy::unwrap_used, unreachable_pub, reason = "a test that cannot run the command fails")]

mod command;

use command::{run, shown};
use std::{fs, path::Path, process::Output};

const NIGHT: &str = "examples/checkout-analysis.yaml --arg service-name=checkout";

fn analyze(asked: &str) -> Output {
    let asked = asked.replace("NIGHT", NIGHT).replace("DATA", "cli/tests/data/analysis");
    let args: Vec<&str> = asked.split(' ').filter(|word| !word.is_empty()).collect();
    run("analyze", &args, b"")
}

/// A name, the exit code, and what the command is asked.
const RUNS: [(&str, i32, &str); 37] = [
    ("good", 0, "NIGHT --metric success-rate=0.99,0.97 --metric p95=0.21"),
    ("failed", 1, "NIGHT --metric success-rate=0.99,0.97,0.93 --metric p95=0.21"),
    ("bad_night", 1, "NIGHT --metrics-csv examples/checkout-bad-night.csv"),
    (
        "what_if",
        1,
        "NIGHT --arg limit=0.5 --metrics-csv examples/checkout-bad-night.csv --metric p95=0.4 --stale-after 4m",
    ),
    ("begins_later", 4, "NIGHT --metrics-csv examples/checkout-bad-night.csv --from 2026-03-01T22:46:00Z"),
    ("template", 1, "NIGHT --template latency --metric p95=0.9"),
    ("inconclusive", 3, "DATA/paused.yaml --metric latency=0.5"),
    ("error", 1, "DATA/paused.yaml --metric latency=error:timed-out,error,error:timed-out"),
    ("error_type", 1, "DATA/run.yaml --metric health=0.97"),
    (
        "run",
        3,
        r#"DATA/run.yaml --metric health={"ok":true,"rate":0.97},{"ok":false},{"ok":true,"rate":0.99}"#,
    ),
    ("run_argument", 0, r#"DATA/run.yaml --arg limit=0.5 --metric health={"ok":true,"rate":0.6}"#),
    ("background", 0, "DATA/background.yaml --metric success-rate=0.99"),
    ("background_over", 0, "DATA/background.yaml --metric success-rate=0.99 --terminate-at 25m"),
    ("background_bad", 1, "DATA/background.yaml --metric success-rate=0.99,0.9 --for 2h"),
    ("nested", 4, "DATA/nested.yaml --metrics-csv DATA/long.csv"),
    ("nested_long", 1, "DATA/nested.yaml --metrics-csv DATA/long.csv --for 5m"),
    ("nested_one", 1, "DATA/nested.yaml --template errors --arg service=x --metric x-errors=11"),
    ("several", 3, "DATA/paused.yaml DATA/run.yaml --metric latency=0.5 --metric health=true --for 0s"),
    ("spare_column", 0, "DATA/paused.yaml --metrics-csv DATA/spare.csv"),
    ("only_value", 0, "DATA/paused.yaml --metrics-csv DATA/value.csv"),
    ("json", 1, "DATA/paused.yaml --metric latency=0.9 --format json"),
    ("bad_conditions", 2, "DATA/bad/conditions.yaml --metric plain=1 --metric filled=1 --metric folded=1"),
    ("bad_everything", 2, "DATA/bad/everything.yaml --arg servce=x"),
    ("bad_joined", 2, "DATA/bad/joined.yaml"),
    ("bad_circle", 2, "DATA/bad/circle.yaml"),
    ("bad_recording", 2, "DATA/paused.yaml --metrics-csv DATA/bad/recording.csv"),
    ("bad_kind", 2, "examples/checkout-canary.yaml --metric a=1"),
    ("bad_syntax", 2, "cli/tests/data/bad/syntax.yaml DATA/paused.yaml"),
    ("usage_both", 2, "DATA/bad/joined.yaml --template joined --template jioned"),
    ("usage_values", 2, "DATA/paused.yaml --metric latency=0.2,97%"),
    ("usage_metric", 2, "DATA/paused.yaml --metric latncy=0.2 --metric latency --metric x"),
    ("usage_twice", 2, "NIGHT --arg service-name=a --metric p95=1 --metric p95=2 --metric success-rate=1"),
    (
        "usage_provider",
        2,
        "DATA/nested.yaml --metric smoke-test=1 --metric saturation=failed --metric shop-errors=1",
    ),
    ("usage_argument", 2, "NIGHT --arg limit --metric p95=1 --metric success-rate=1"),
    ("usage_from", 2, "NIGHT --metrics-csv examples/checkout-bad-night.csv --from 2026-03-02T22:46:00Z"),
    ("usage_stale", 2, "DATA/paused.yaml --metric latency=1 --stale-after 5m"),
    ("usage_help", 0, "--help"),
];

#[test]
fn runs_are_as_they_were() {
    for (name, code, asked) in RUNS {
        let output = analyze(asked);
        assert_eq!(output.status.code(), Some(code), "{asked}: {}", shown(&output));
        insta::assert_snapshot!(name, format!("$ gradual analyze {asked}\n{}", shown(&output)));
    }
}

#[test]
fn nothing_is_printed_of_bad_input() {
    for (_, code, asked) in RUNS {
        let output = analyze(asked);
        assert_eq!(output.stdout.is_empty(), code == 2, "{asked}");
    }
}

#[test]
fn any_bytes_are_told_what_is_wrong_with_them() {
    let rows: [&[u8]; 7] = [
        b"",
        b"\xff\xfe\0",
        b"kind: AnalysisTemplate",
        b"{\"kind\": \"AnalysisRun\", \"spec\": []}",
        b"kind: List\nitems: [3, {kind: AnalysisTemplate, metadata: {name: a}, spec: {metrics: [null]}}]",
        b"kind: AnalysisRun\nspec: {args: [1, {name: [2]}], metrics: {}}",
        b"kind: ClusterAnalysisTemplate\nmetadata: {name: a}\nspec: {templates: [{}, {templateName: a, clusterScope: true}]}",
    ];
    for bytes in rows {
        let output = run("analyze", &["-", "--metric", "m=1"], bytes);
        assert_eq!(output.status.code(), Some(2), "{bytes:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{bytes:?}");
    }
}

/// Every block of a document that begins with this command is what it prints.
#[test]
fn documents_show_what_is_printed() {
    let document = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/cli.md")).unwrap();
    let blocks = document.split("```").filter_map(|block| block.strip_prefix("console\n$ gradual analyze "));
    let mut count = 0;
    for block in blocks {
        let (asked, printed) = block.split_once('\n').unwrap();
        let output = analyze(asked);
        assert_eq!(printed, String::from_utf8([output.stdout, output.stderr].concat()).unwrap(), "{asked}");
        count += 1;
    }
    assert!(4 <= count);
}

/// A template of ten thousand metrics and a recording of a year are done with in time.
#[test]
fn large_input_is_bounded() {
    let metrics: String = (0..10_000)
        .map(|at| format!("  - {{name: m{at}, interval: 1s, provider: {{prometheus: {{query: q}}}}}}\n"))
        .collect();
    let template = format!(
        "apiVersion: argoproj.io/v1alpha1\nkind: AnalysisTemplate\nmetadata: {{name: a}}\nspec:\n  metrics:\n{metrics}"
    );
    let output = run("analyze", &["-", "--metric", "m1=1"], template.as_bytes());
    assert_eq!(output.status.code(), Some(2));
    assert!(shown(&output).ends_with("nothing was analyzed because of these 11 errors\n"));
}
