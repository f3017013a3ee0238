//! `argo-validation`, and `argo-validation-corpus` where it is there: analysis templates, analysis runs,
//! experiments, and the templates that rollouts use.

use super::tally::{Outcome, Tally, lines, unpacked};
use gradual::{
    analysis::{Compat, Count, Plan, faults, idle_rules},
    argo::{
        self, AnalysisPlace, AnalysisRun, AnalysisRunArgument, AnalysisTemplate, AnalysisUse, Rollout,
        check_analyses, check_analysis,
    },
    diagnostic::{Diagnostic, Severity},
    metric::{AnalysisTemplateSpec, Metric},
    quantity::IntOrPercent,
    template::{Caller, Gathered, Scope, check_arguments, new_run},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{io::Write, path::PathBuf};

/// Compares every line of both files; whether nothing failed.
pub fn run() -> bool {
    let own = lines("argo-validation.jsonl.gz").is_none_or(|lines| compare("argo-validation", lines));
    // These are upstream's own texts: they are read in place.
    let corpus = "argo-validation-corpus.jsonl.gz";
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors");
    let folder = std::env::var_os("GRADUAL_VECTORS").map_or(beside, PathBuf::from);
    match std::fs::read(folder.join(corpus)) {
        Ok(bytes) => compare("argo-validation-corpus", unpacked(&bytes, corpus)) && own,
        Err(_) => {
            let told = b"argo-validation-corpus: not there, nothing compared\n";
            std::io::stdout().lock().write_all(told).is_ok() && own
        }
    }
}

fn compare(name: &'static str, lines: Vec<String>) -> bool {
    let mut tally = Tally::new(name);
    for line in lines {
        let line: Value = serde_json::from_str(&line).expect("a line of JSON");
        tally.count(line["id"].as_str().unwrap_or("?"), outcome(&line));
    }
    tally.report()
}

/// The spec of a Kubernetes Job is not looked into, so that what only its types refuse is not refused.
fn concerns_jobs(line: &Value) -> bool {
    let refused = line["decodeError"].as_str().unwrap_or_default();
    refused.contains("provider.job.spec.") || refused.contains("quantities must match")
}

/// Nor is the spec of a pod.
fn concerns_pods(line: &Value) -> bool {
    let refused = line["decodeError"].as_str().unwrap_or_default();
    let templates = line["input"]["spec"]["templates"].as_array().into_iter().flatten();
    let mut pods = templates.map(|template| &template["template"]["spec"]);
    let strict = line["strictError"].as_str().unwrap_or_default();
    let unknown = strict.split_once("unknown field ").map(|(_, field)| field.trim_matches('"'));
    refused.contains(".template.spec.")
        || refused.contains("quantities must match")
        || unknown.is_some_and(|field| pods.any(|spec| has_field(spec, field)))
}

fn has_field(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(fields) => {
            fields.contains_key(name) || fields.values().any(|field| has_field(field, name))
        }
        Value::Array(items) => items.iter().any(|item| has_field(item, name)),
        _ => false,
    }
}

fn outcome(line: &Value) -> Outcome {
    let agreed = match line["kind"].as_str().unwrap_or("?") {
        "analysisTemplate" | "clusterAnalysisTemplate" | "analysisRun" if concerns_jobs(line) => {
            return Outcome::Skipped("Kubernetes Jobs".into());
        }
        "analysisTemplate" | "clusterAnalysisTemplate" => template(line),
        "analysisRun" => analysis_run(line),
        "experiment" if concerns_pods(line) => return Outcome::Skipped("Kubernetes pods".into()),
        "experiment" => experiment(line),
        "references" if line["panic"].is_string() => return Outcome::Skipped("crashes".into()),
        "references" if line["input"]["analysisTemplates"].is_array() => references(line),
        "clusterValidation" if uses_analyses(line) => return cluster(line),
        other => return Outcome::Skipped(other.into()),
    };
    agreed.map_or_else(Outcome::Fails, |()| Outcome::Agrees)
}

fn same(what: &str, ours: &Value, theirs: &Value) -> Result<(), String> {
    if ours == theirs { Ok(()) } else { Err(format!("{what}: recorded {theirs}, ours {ours}")) }
}

fn errors(found: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    found.iter().filter(|one| one.severity == Severity::Error)
}

/// Both refuse, or both do not; of what is refused only the name of an unknown field is compared. Whether there are results
/// to compare.
fn decoding(line: &Value, found: &[Diagnostic]) -> Result<bool, String> {
    let wrong = errors(found).any(|one| one.code == "decode/wrong-type");
    same("cannot be decoded", &json!(wrong), &json!(line["decodeError"].is_string()))?;
    let unknown = errors(found).filter(|one| one.code == "decode/unknown-field");
    let unknown: Vec<_> = unknown.filter_map(|one| one.upstream.as_deref()).collect();
    match line["strictError"].as_str() {
        None => same("unknown fields", &json!(unknown), &json!([]))?,
        Some(text) if !wrong && !unknown.iter().any(|field| text.contains(field)) => {
            return Err(format!("strict: recorded {text}, ours {unknown:?}"));
        }
        Some(_) => {}
    }
    Ok(!wrong)
}

fn counts(metrics: &[Metric]) -> Vec<Option<i64>> {
    let count = |metric| match Count::read(metric) {
        Count::Endless => None,
        Count::Until(count) => Some(count),
    };
    metrics.iter().map(count).collect()
}

/// A count can be written as text; a negative one ends as 0 does here: with the first measurement.
fn recorded_counts(recorded: &Value) -> Value {
    let counts = recorded.as_array().into_iter().flatten();
    let read = |count: &Value| IntOrPercent::deserialize(count).map(|count| count.int_value().max(0));
    counts.map(|count| read(count).map_or(Value::Null, |count| json!(count))).collect()
}

fn template(line: &Value) -> Result<(), String> {
    let (template, found) = AnalysisTemplate::read(&line["input"]);
    same("written back", &template.write(), &line["input"])?;
    if !decoding(line, &found)? {
        return Ok(());
    }
    let (spec, result) = (&template.spec, &line["result"]);
    let text = |error: Option<String>| error.map_or(Value::Null, Value::from);
    let first = faults(&spec.metrics).first().map(ToString::to_string);
    same("validateMetrics", &text(first), &result["validateMetrics"])?;
    let unresolved = check_arguments(&spec.args).err().map(|error| error.to_string());
    same("resolveArgs", &text(unresolved), &result["resolveArgs"])?;
    let run = new_run([spec].into_iter(), &Caller::default()).err().map(|error| error.to_string());
    same("newRunNoArgs", &text(run), &result["newRunNoArgs"])?;
    let idle = idle_rules(&spec.metrics, &spec.dry_run, &[]).first().map(ToString::to_string);
    same("dryRun", &text(idle), &result["dryRun"])?;
    let idle = idle_rules(&spec.metrics, &[], &spec.measurement_retention).first().map(ToString::to_string);
    same("measurementRetention", &text(idle), &result["measurementRetention"])?;
    same("effectiveCounts", &json!(counts(&spec.metrics)), &recorded_counts(&result["effectiveCounts"]))
}

fn analysis_run(line: &Value) -> Result<(), String> {
    let (run, found) = AnalysisRun::read(&line["input"]);
    same("written back", &run.write(), &line["input"])?;
    if !decoding(line, &found)? {
        return Ok(());
    }
    let result = &line["result"];
    let checked = argo::check_run(&line["input"]);
    let broken = errors(&checked.diagnostics).find(|one| one.code.starts_with("run/"));
    let told = broken.and_then(|one| one.upstream.clone());
    match Plan::of(&run.spec, Compat::ARGO).metrics {
        Err(refusal) => {
            same("phase", &json!("Error"), &result["phase"])?;
            same("message", &json!(refusal.to_string()), &result["message"])?;
            same("told", &json!(told), &result["message"])
        }
        Ok(metrics) => {
            same("told", &json!(told), &Value::Null)?;
            let counts: Vec<_> = metrics
                .iter()
                .map(|metric| match metric.limits.count {
                    Count::Endless => None,
                    Count::Until(count) => Some(count),
                })
                .collect();
            same("effectiveCounts", &json!(counts), &recorded_counts(&result["effectiveCounts"]))
        }
    }
}

/// Upstream keeps the first rule that is broken.
fn experiment(line: &Value) -> Result<(), String> {
    let checked = argo::check_experiment(&line["input"]);
    same("written back", &checked.experiment.write(), &line["input"])?;
    if !decoding(line, &checked.diagnostics)? {
        return Ok(());
    }
    let broken = errors(&checked.diagnostics).find(|one| one.code.starts_with("experiment/"));
    let told = broken.and_then(|one| one.upstream.clone());
    same("condition", &json!(told), &line["result"]["condition"]["message"])?;
    let sound = errors(&checked.diagnostics).next().is_none();
    same("a plan", &json!(checked.plan.is_some()), &json!(sound))
}

/// The templates of one list, by name.
fn named(list: &Value) -> Vec<(String, AnalysisTemplateSpec)> {
    let templates = list.as_array().into_iter().flatten().map(|value| AnalysisTemplate::read(value).0);
    templates.map(|template| (template.metadata.name, template.spec)).collect()
}

fn references(line: &Value) -> Result<(), String> {
    let input = &line["input"];
    let rollout = Rollout::read(&input["rollout"]).0;
    let mut ours = Vec::new();
    for set in input["analysisTemplates"].as_array().into_iter().flatten() {
        let place = match set["type"].as_str() {
            Some("PrePromotionAnalysis") => AnalysisPlace::PrePromotion,
            Some("PostPromotionAnalysis") => AnalysisPlace::PostPromotion,
            Some("InlineAnalysis") => {
                let index = set["stepIndex"].as_u64().unwrap_or_default();
                AnalysisPlace::Step(usize::try_from(index).expect("a place in a list"))
            }
            Some("BackgroundAnalysis") => AnalysisPlace::Background,
            // What upstream does not know it does not check.
            _ => continue,
        };
        let (namespaced, cluster) = (named(&set["templates"]), named(&set["clusterTemplates"]));
        let args: Vec<AnalysisRunArgument> = match &set["args"] {
            Value::Null => Vec::new(),
            args => serde_json::from_value(args.clone()).expect("arguments"),
        };
        let all = |list| -> Vec<_> { by_reference(list) };
        let templates = Gathered { namespaced: all(&namespaced), cluster: all(&cluster) };
        let used = AnalysisUse { place, templates, args: &args };
        ours.extend(check_analysis(&rollout, &used).into_iter().filter_map(|one| one.upstream));
    }
    let recorded = line["errors"].as_array().or(line["result"]["errors"].as_array());
    let analyses = recorded
        .into_iter()
        .flatten()
        .filter(|error| error["field"].as_str().is_some_and(|field| field.ends_with("nalysis.templates")));
    let theirs: Vec<_> = analyses.map(|error| error["text"].clone()).collect();
    same("errors", &json!(ours), &json!(theirs))
}

fn by_reference(list: &[(String, AnalysisTemplateSpec)]) -> Vec<(&str, &AnalysisTemplateSpec)> {
    list.iter().map(|(name, spec)| (name.as_str(), spec)).collect()
}

fn uses_analyses(line: &Value) -> bool {
    line["input"]["rollout"].to_string().contains("nalysis\"")
}

/// The whole check of the controller tells its first error, which need not be about analyses.
fn cluster(line: &Value) -> Outcome {
    let error = line["result"]["error"].as_str();
    let about_analyses =
        |text: &str| text.contains("nalysis.templates: ") || text.starts_with("spec.templates: ");
    if error.is_some_and(|text| !about_analyses(text)) || line["result"]["panic"].is_string() {
        return Outcome::Skipped("other references".into());
    }
    let cluster = &line["input"]["cluster"];
    let (namespaced, wide) =
        (named(&cluster["analysisTemplates"]), named(&cluster["clusterAnalysisTemplates"]));
    let rollout = Rollout::read(&line["input"]["rollout"]).0;
    let find = |scope, name: &str| {
        let list = match scope {
            Scope::Namespace => &namespaced,
            Scope::Cluster => &wide,
        };
        list.iter().find(|(known, _)| known == name).map(|(_, spec)| spec)
    };
    let first = check_analyses(&rollout, find).into_iter().find_map(|one| one.upstream);
    match same("error", &json!(first), &json!(error)) {
        Ok(()) => Outcome::Agrees,
        Err(what) => Outcome::Fails(what),
    }
}
