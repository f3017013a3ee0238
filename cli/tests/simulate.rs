//! `gradual simulate` as people run it: the built binary, its two streams and its exit code.
#![expect(clippy::unwrap_used, unreachable_pub, reason = "a test that cannot run the command fails")]

mod command;

use command::{gradual, run, shown};
use std::{
    fs,
    io::Read,
    path::Path,
    process::{Output, Stdio},
};

fn simulate(args: &[&str], input: &[u8]) -> Output {
    run("simulate", args, input)
}

/// A name, and what the command is asked.
const TIMELINES: [(&str, &str); 51] = [
    ("checkout", "examples/checkout-canary.yaml"),
    ("checkout_abort", "examples/checkout-canary.yaml --at 4m abort"),
    ("checkout_abort_retry", "examples/checkout-canary.yaml --at 1m abort --at 3m retry"),
    ("checkout_failing", "examples/checkout-canary.yaml --failing-pods"),
    ("checkout_fixed", "examples/checkout-canary.yaml --failing-pods --at 2m image=shop:v3"),
    ("checkout_promote", "examples/checkout-canary.yaml --at 1m promote --pods-ready-after 1m"),
    ("checkout_full", "examples/checkout-canary.yaml --at 1m promote-full"),
    ("checkout_skip", "examples/checkout-canary.yaml --at 1m skip"),
    ("checkout_skip_all", "examples/checkout-canary.yaml --at 1m skip-all"),
    ("checkout_pause", "examples/checkout-canary.yaml --at 1m pause --at 20m resume"),
    ("checkout_held", "examples/checkout-canary.yaml --at 1m pause"),
    ("checkout_replicas", "examples/checkout-canary.yaml --at 4m replicas=12"),
    ("checkout_restart", "examples/checkout-canary.yaml --at 20m restart"),
    ("checkout_undo", "examples/checkout-canary.yaml --at 4m undo --at 20m undo=2"),
    ("checkout_refused", "examples/checkout-canary.yaml --at 30m undo=9"),
    ("checkout_for", "examples/checkout-canary.yaml --for 2m"),
    ("checkout_at_once", "examples/checkout-canary.yaml --pods-ready-after 0s"),
    ("payments", "examples/payments-manual.yaml"),
    ("payments_promote", "examples/payments-manual.yaml --at 10m promote"),
    (
        "payments_image",
        "examples/payments-manual.yaml --at 10m promote --at 15m image=payments=payments:1.9.1",
    ),
    ("both", "examples/checkout-canary.yaml examples/payments-manual.yaml --for 1m --no-color"),
    ("from_a_cluster", "cli/tests/data/from-a-cluster.yaml"),
    ("duplicate", "cli/tests/data/duplicate.yaml"),
    ("rolling", "cli/tests/data/rolling.yaml --at 30s skip"),
    ("paused", "cli/tests/data/paused.yaml"),
    ("json", "cli/tests/data/web.json"),
    ("storefront", "examples/storefront-istio.yaml"),
    ("storefront_abort", "examples/storefront-istio.yaml --at 5m abort"),
    ("storefront_slow_router", "examples/storefront-istio.yaml --router-delay 20s --at 10m abort"),
    ("storefront_never_confirmed", "examples/storefront-istio.yaml --router-delay 200h"),
    ("storefront_broken_router", "examples/storefront-istio.yaml --fail-router-at 4m"),
    ("storefront_abort_in_vain", "examples/storefront-istio.yaml --fail-router-at 4m --at 5m abort"),
    ("storefront_healed_router", "examples/storefront-istio.yaml --fail-router-at 4m --heal-router-at 10m"),
    ("search", "examples/search-nginx.yaml --at 15m promote"),
    ("search_abort", "examples/search-nginx.yaml --at 20m abort"),
    ("search_failing", "examples/search-nginx.yaml --failing-pods"),
    ("accounts", "examples/accounts-blue-green.yaml --at 30m promote"),
    ("accounts_abort", "examples/accounts-blue-green.yaml --at 30m abort"),
    ("accounts_failing", "examples/accounts-blue-green.yaml --failing-pods --at 5m skip"),
    ("catalog_undo", "examples/catalog-blue-green.yaml --at 8m undo --at 40m image=catalog:8"),
    ("one_routed", "examples/storefront-istio.yaml examples/checkout-canary.yaml --router-delay 5s --for 1m"),
    ("kept_for_ever", "cli/tests/data/kept-for-ever.yaml"),
    ("container", "cli/tests/data/two-containers.yaml --at 1m image=proxy=proxy:v2"),
    ("experiment", "examples/checkout-experiment.yaml"),
    ("experiment_failing", "examples/checkout-experiment.yaml --at 20m fail=success-rate"),
    (
        "experiment_healed",
        "examples/checkout-experiment.yaml --at 20m fail=success-rate --at 22m succeed=success-rate",
    ),
    ("experiment_terminated", "examples/checkout-experiment.yaml --at 10m terminate"),
    ("experiment_failing_pods", "examples/checkout-experiment.yaml --at 0s failing-pods=canary"),
    ("experiment_stuck", "cli/tests/data/required.yaml --at 10m terminate"),
    ("experiment_endless", "cli/tests/data/endless.yaml"),
    ("experiment_and_rollout", "cli/tests/data/endless.yaml examples/checkout-canary.yaml --for 1m"),
];

#[test]
fn timelines_are_as_they_were() {
    for (name, asked) in TIMELINES {
        let args: Vec<&str> = asked.split(' ').collect();
        let output = simulate(&args, b"");
        let text = format!("$ gradual simulate {asked}\n{}", shown(&output));
        insta::assert_snapshot!(name, text);
    }
}

#[test]
fn exit_codes_are_as_documented() {
    let rows = [
        (0, "examples/checkout-canary.yaml"),
        (0, "examples/payments-manual.yaml"),
        (0, "examples/checkout-canary.yaml --at 1m pause"),
        (0, "examples/checkout-canary.yaml --at 1m abort --at 5m undo"),
        (1, "examples/checkout-canary.yaml --at 1m abort"),
        (1, "examples/checkout-canary.yaml --failing-pods"),
        (1, "examples/checkout-canary.yaml --for 1m"),
        (1, "examples/checkout-canary.yaml --at 1m undo=9"),
        (0, "examples/storefront-istio.yaml"),
        (0, "examples/search-nginx.yaml"),
        (0, "examples/accounts-blue-green.yaml"),
        (0, "examples/catalog-blue-green.yaml --at 8m undo"),
        (1, "examples/storefront-istio.yaml --fail-router-at 4m"),
        (1, "examples/storefront-istio.yaml --failing-pods"),
        (1, "examples/search-nginx.yaml --failing-pods"),
        (1, "examples/accounts-blue-green.yaml --failing-pods"),
        (1, "examples/catalog-blue-green.yaml --failing-pods"),
        (1, "examples/payments-manual.yaml examples/checkout-canary.yaml --for 1m"),
        (0, "examples/checkout-experiment.yaml"),
        (1, "examples/checkout-experiment.yaml --at 20m fail=success-rate"),
        (0, "cli/tests/data/endless.yaml"),
        (1, "cli/tests/data/required.yaml --at 1m terminate"),
        (1, "examples/checkout-experiment.yaml examples/checkout-canary.yaml --for 1m"),
        (2, "examples/checkout-experiment.yaml --at 1m promote"),
        (2, "examples"),
        (2, "examples/checkout-canary.yaml examples/nothing.yaml"),
        (2, "examples/checkout-canary.yaml cli/tests/data/bad/syntax.yaml"),
        (2, "examples/checkout-canary.yaml --at 1m dance"),
        (2, "examples/checkout-canary.yaml --colour"),
    ];
    for (code, asked) in rows {
        let args: Vec<&str> = asked.split(' ').collect();
        let output = simulate(&args, b"");
        assert_eq!(output.status.code(), Some(code), "{asked}");
        assert_eq!(output.stdout.is_empty(), code == 2, "{asked}: never half a timeline");
    }
}

#[test]
fn bad_files_are_told_all_that_is_wrong_and_nothing_is_simulated() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bad");
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(!names.is_empty());
    for name in names {
        let output = simulate(&[&format!("cli/tests/data/bad/{name}")], b"");
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(output.stdout.is_empty(), "{name}");
        insta::assert_snapshot!(format!("bad_{}", name.replace('.', "_")), shown(&output));
    }
}

#[test]
fn bad_usage_is_told_with_what_would_be_right() {
    let rows = [
        ("usage_nothing", ""),
        ("usage_no_file", "nothing.yaml"),
        ("usage_folder", "examples"),
        ("usage_twice", "- -"),
        ("usage_script", "nothing.yaml --at 3x abrt --at 1m image --at 2m replicas=many --at 200h pause"),
        ("usage_container", "examples/checkout-canary.yaml --at 1m image=cart=cart:v2"),
        ("usage_containers", "cli/tests/data/two-containers.yaml --at 1m image=web:v2"),
        ("usage_half", "examples/checkout-canary.yaml --at 1m"),
        ("usage_time", "examples/checkout-canary.yaml --pods-ready-after 3"),
        ("usage_negative", "examples/checkout-canary.yaml --for=-2h"),
        ("usage_router", "examples/checkout-canary.yaml --router-delay 20s"),
        (
            "usage_outage",
            "examples/storefront-istio.yaml --fail-router-at 300h --heal-router-at 200h --format yaml",
        ),
        ("usage_heal", "examples/storefront-istio.yaml --heal-router-at 1m"),
        ("usage_outage_times", "examples/storefront-istio.yaml --fail-router-at 300h --heal-router-at 200h"),
        (
            "usage_experiment",
            "examples/checkout-experiment.yaml --failing-pods --svg a.svg --at 1m fail=succes-rate --at 2m fial",
        ),
        ("usage_option", "examples/checkout-canary.yaml --failing"),
    ];
    for (name, asked) in rows {
        let args: Vec<&str> = asked.split(' ').filter(|arg| !arg.is_empty()).collect();
        let output = simulate(&args, b"");
        assert_eq!(output.status.code(), Some(2), "{asked}");
        assert!(output.stdout.is_empty(), "{asked}");
        let text = format!("$ gradual simulate {asked}\n{}", shown(&output));
        insta::assert_snapshot!(name, text);
    }
}

#[test]
fn help_is_as_it_was() {
    for (name, args) in [
        ("help", &["--help"][..]),
        ("help_simulate", &["simulate", "--help"]),
        ("help_explain", &["explain", "--help"]),
        ("version", &["--version"]),
    ] {
        let output = gradual(args).output().unwrap();
        insta::assert_snapshot!(name, shown(&output));
    }
}

#[test]
fn standard_input_is_a_file() {
    let example =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/checkout-canary.yaml")).unwrap();
    let piped = simulate(&["-"], &example);
    let named = simulate(&["examples/checkout-canary.yaml"], b"");
    let expected = shown(&named).replace("examples/checkout-canary.yaml", "standard input");
    assert_eq!(shown(&piped), expected);
    insta::assert_snapshot!("empty_standard_input", shown(&simulate(&["-"], b"")));
}

#[test]
fn any_bytes_are_told_what_is_wrong_with_them() {
    let rows: [&[u8]; 8] = [
        b"\0",
        b"\xff\xfe",
        b"\xff\xfe\0",
        b"\xef\xbb\xbf",
        b"\xe2\x82",
        b"kind: Rollout",
        b"{\"kind\": \"Rollout\"}",
        b"kind: List\nitems: [[[]], 3, {kind: List, items: [{kind: Rollout}]}]",
    ];
    for bytes in rows {
        let output = simulate(&["-"], bytes);
        assert_eq!(output.status.code(), Some(2), "{bytes:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{bytes:?}");
    }
}

/// Every block of a document that begins with a command is what the command prints.
#[test]
fn documents_show_what_is_printed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut shown = 0;
    for name in ["README.md", "docs/cli.md"] {
        let Ok(document) = fs::read_to_string(root.join(name)) else {
            continue;
        };
        for block in document.split("```").skip(1).step_by(2) {
            let Some(block) = block.strip_prefix("console\n$ gradual ") else {
                continue;
            };
            let (asked, printed) = block.split_once('\n').unwrap();
            // What is quoted for a shell is tried elsewhere.
            if asked.starts_with("eval ") {
                continue;
            }
            let args: Vec<&str> = asked.split(' ').collect();
            let output = gradual(&args).output().unwrap();
            let out = [output.stdout, output.stderr].concat();
            assert_eq!(printed, String::from_utf8(out).unwrap(), "{name}: {asked}");
            shown += 1;
        }
    }
    assert!(2 <= shown);
}

#[test]
fn a_reader_who_goes_away_is_no_error() {
    let many = vec!["examples/checkout-canary.yaml"; 200];
    let mut child =
        gradual(&["simulate"]).args(&many).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // More than a pipe holds is written, and the first byte of it is read.
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut [0]).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!(shown(&output), "exit code 0\n");
}

#[test]
fn nothing_depends_on_the_terminal() {
    let plain = simulate(&["examples/checkout-canary.yaml"], b"");
    for (name, value) in [("COLUMNS", "20"), ("TERM", "dumb"), ("NO_COLOR", "1"), ("CLICOLOR_FORCE", "0")] {
        let output =
            gradual(&["simulate", "examples/checkout-canary.yaml"]).env(name, value).output().unwrap();
        assert_eq!(output.stdout, plain.stdout, "{name}={value}");
    }
}
