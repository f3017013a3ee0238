//! `gradual eval` as people run it: the built binary, its two streams and its exit code.
#![expect(clippy::unwrap_used, unreachable_pub, reason = "a test that cannot run the command fails")]

mod command;

use command::{run, shown};
use std::{fs, path::Path, process::Output};

fn eval(args: &[String], input: &[u8]) -> Output {
    run("eval", args, input)
}

/// The words of a command line, as a shell with single quotes cuts them.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, piece) in line.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(piece.to_owned());
        } else {
            words.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn answers_are_as_they_were() {
    for (name, asked) in [
        ("eval_true", "--value '[0.97]' 'result[0] >= 0.95'"),
        (
            "eval_false",
            "--value '{\"ok\": true, \"rate\": 0.93}' 'result.ok && result.rate >= 0.95' --explain",
        ),
        ("eval_types", "--value '[\"5\", 5]' 'result[0] == \"5\" && len(result) == 2' --explain"),
        ("eval_no_type", "--value '[0.97]' 'result >= 0.95'"),
        ("eval_no_condition", "--value '[0.97]' 'result[0] >='"),
        ("eval_no_data", "--value '[]' --success 'result[0] > 1' --explain"),
        ("eval_not_a_truth", "--value 1 'result + 1'"),
        ("eval_lines", "--value 1 'result == 1 &&\n  reslut == 2'"),
        ("eval_value", "--value '{\"b\": 1, \"a\": \"<\"}'"),
        ("eval_no_json", "--value 'text' 'result == \"text\"'"),
        ("eval_inconclusive", "--value 0.7 --success 'result >= 0.95' --failure 'result < 0.5' --explain"),
        (
            "eval_prometheus",
            "--provider prometheus --response examples/prometheus-answer.json --success 'all(result, # >= 0.95)'",
        ),
        (
            "eval_prometheus_type",
            "--provider prometheus --response examples/prometheus-answer.json --success 'result >= 0.95'",
        ),
        (
            "eval_web",
            "--provider web --response examples/web-answer.json --json-path '{$.data.successRate}' --failure 'result < 0.9'",
        ),
        ("eval_web_path", "--provider web --response examples/web-answer.json --json-path '{$.data.rate}'"),
        (
            "eval_web_template",
            "--provider web --response examples/web-answer.json --json-path '{$.data[\"ok\"]}'",
        ),
        ("eval_web_refused", "--provider web --response examples/web-answer.json --status 503"),
        ("eval_path_elsewhere", "--provider graphite --response examples/web-answer.json --json-path '{$}'"),
        ("eval_no_file", "--provider web --response nothing.json"),
        ("eval_no_provider", "--response examples/web-answer.json"),
        ("eval_nothing", ""),
        ("eval_help", "--help"),
    ] {
        let output = eval(&words(asked), b"");
        insta::assert_snapshot!(name, format!("$ gradual eval {asked}\n{}", shown(&output)));
    }
}

#[test]
fn exit_codes_are_as_documented() {
    for (code, asked) in [
        (0, "--value 1"),
        (0, "--value 1 'result == 1.0'"),
        (1, "--value 1 'result == 2.0'"),
        (2, "--value 1 'result == \"1\"'"),
        (0, "--value 1 --success 'result == 1.0'"),
        (1, "--value 1 --success 'result == 2.0'"),
        (1, "--value 1 --success 'result == 2.0' --failure 'result == 3.0'"),
        (2, "--value 1 --success 'nope'"),
        (2, "--value 1 --success 'result == 1.0' 'result == 1.0'"),
        (2, "--value 1 --provider web --response x"),
        (2, "--value 1 --provider web"),
        (2, "--value 1 --status 200"),
        (2, "'result == 1'"),
        (2, "--value 1 --now yesterday"),
        (0, "--value 1 --now 2026-01-01T00:00:00Z 'now().Year() == 2026'"),
    ] {
        assert_eq!(eval(&words(asked), b"").status.code(), Some(code), "{asked}");
    }
}

#[test]
fn every_provider_is_read_from_standard_input() {
    let csv = b"#datatype,string,double\n#group,false,false\n#default,_result,\n,result,_value\n,,1.5\n";
    let rows: [(&str, &[u8], &str); 10] = [
        ("web", b"[1.5]", "value  [1.5]\n"),
        (
            "prometheus",
            br#"{"status":"success","data":{"resultType":"scalar","result":[1,"1.5"]}}"#,
            "value  1.5\n",
        ),
        ("datadog", br#"{"data":{"attributes":{"columns":[{"values":[1.5]}]}}}"#, "value  1.5\n"),
        ("datadog-v1", br#"{"series":[{"pointlist":[[1,1.5]]}]}"#, "value  1.5\n"),
        ("graphite", br#"[{"datapoints":[[1.5,1]]}]"#, "value  [1.500000]\n"),
        ("influxdb", csv, "value  [1.5]\n"),
        ("skywalking", br#"{"data":1.5}"#, "value  1.5\n"),
        ("new-relic", br#"[{"a":1.5}]"#, "value  {\"a\":1.5}\n"),
        (
            "wavefront",
            br#"{"timeseries":[{"data":[[5,1.5]]}]}"#,
            "value       1.50\ndrift       4\ntimestamps  5\n",
        ),
        ("cloudwatch", br#"{"MetricDataResults":[{"Id":"e","Values":[1.5]}]}"#, "value  [[1.5]]\n"),
    ];
    for (provider, body, printed) in rows {
        let asked = format!("--provider {provider} --response - --now 1970-01-01T00:00:01Z");
        let output = eval(&words(&asked), body);
        assert_eq!(shown(&output), format!("exit code 0\n--- stdout\n{printed}"), "{provider}");
        let broken = eval(&words(&asked), b"\xff{");
        let is_text = provider == "web";
        assert_eq!(broken.status.code(), Some(if is_text { 0 } else { 2 }), "{provider}");
        assert_ne!(broken.stderr.is_empty(), !is_text, "{provider}");
    }
}

#[test]
fn nothing_is_printed_that_a_terminal_obeys() {
    let output = eval(&words("--provider web --response - 'result == 1'"), b"\x1b[31m");
    assert!(!shown(&output).contains('\x1b'));
    let output = eval(&words("--value '\"\\u001b\"' --explain 'result + \"\u{202e}\" == \"\"'"), b"");
    assert!(!shown(&output).contains(['\x1b', '\u{202e}']), "{}", shown(&output));
}

/// Every block of a document that begins with the command is what the command prints.
#[test]
fn documents_show_what_is_printed() {
    let document = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/cli.md")).unwrap();
    let mut blocks = 0;
    for block in document.split("```").skip(1).step_by(2) {
        let Some(block) = block.strip_prefix("console\n$ gradual eval ") else {
            continue;
        };
        let (asked, printed) = block.split_once('\n').unwrap();
        let output = eval(&words(asked), b"");
        let out = [output.stdout, output.stderr].concat();
        assert_eq!(printed, String::from_utf8(out).unwrap(), "{asked}");
        blocks += 1;
    }
    assert!(4 <= blocks);
}
