//! `argo-provider-responses.jsonl`: what metric providers answered, and what upstream made of it.
//!
//! Compared is what is made of an answer. What is asked of a server, and what fails before anything is asked, follows with
//! the machine that asks; so do the providers that take two calls.

use crate::tally::{Outcome, Tally, lines};
use gradual::{
    analysis::{
        Conditions, Verdict,
        response::{
            Answer, Failure, Note, Reading, cloud_watch, datadog, graphite, influxdb, new_relic, prometheus,
            skywalking, wavefront, web,
        },
    },
    condition::{Message, Series},
    jsonpath::Template,
    time::Timestamp,
};
use serde_json::Value;

/// Upstream crashes on a body that is `null` as a whole.
const NULL: &str = "D-020";

/// Upstream crashes on a point without a value.
const SHORT_POINT: &str = "D-022";

/// Upstream's Prometheus client complains of a body that no Prometheus sends in the words of its JSON library.
const LIBRARY: &str = "D-024";

/// Compares phase, value, metadata and message of every answer; whether all agree.
pub fn run() -> bool {
    let Some(lines) = lines("argo-provider-responses.jsonl") else {
        return true;
    };
    let mut tally = Tally::new("argo-provider-responses");
    for line in lines {
        let line: Value = serde_json::from_str(&line).expect("an object a line");
        let id = line["id"].as_str().expect("an id");
        tally.count(id, outcome(&line));
    }
    tally.report()
}

fn outcome(line: &Value) -> Outcome {
    let provider = line["provider"].as_str().expect("a provider");
    if matches!(provider, "job" | "kayenta") {
        return Outcome::Skipped(provider.into());
    }
    let out = &line["out"];
    let template = match path(line) {
        Ok(template) => template,
        Err(error) if out["constructError"] == error => return Outcome::Agrees,
        Err(error) => return Outcome::Fails(format!("ours {error}, recorded {out}")),
    };
    let is_asked = ["request", "requests"].iter().any(|name| out.get(name).is_some());
    let shows_requests = matches!(provider, "web" | "prometheus" | "datadog" | "graphite" | "cloudWatch");
    if out.get("constructError").is_some() || (shows_requests && !is_asked && out.get("panic").is_none()) {
        return Outcome::Skipped("request".into());
    }
    let ours = read(provider, line, &template);
    if out.get("panic").is_some() {
        let number = if provider == "web" { NULL } else { SHORT_POINT };
        return match ours {
            Err(_) => Outcome::Differs(number),
            Ok(reading) => Outcome::Fails(format!("ours {reading:?}, recorded {out}")),
        };
    }
    let agrees = match &ours {
        Ok(reading) => is_as_judged(reading, line),
        Err(failure) => {
            let note = Note { metadata: failure.metadata.clone(), ..Note::default() };
            out["phase"] == "Error" && out["message"] == failure.message && shows(&note, out)
        }
    };
    if !agrees && is_misread(&ours, out) {
        return Outcome::Differs(LIBRARY);
    }
    if agrees { Outcome::Agrees } else { Outcome::Fails(format!("ours {ours:?}, recorded {out}")) }
}

/// Whether an answer cannot be read, which upstream tells by what stood around the place where its library was.
fn is_misread(ours: &Result<Reading, Failure>, out: &Value) -> bool {
    let told = out["message"].as_str().unwrap_or_default();
    ours.is_err() && out["phase"] == "Error" && told.contains(", error found in #")
}

/// The template of a web metric; any for another.
fn path(line: &Value) -> Result<Template, String> {
    let written = line["in"]["config"]["web"]["jsonPath"].as_str().filter(|path| !path.is_empty());
    Template::parse(written.unwrap_or(web::WHOLE)).map_err(|error| error.to_string())
}

/// Whether the conditions of a metric make of a reading what upstream made of it.
fn is_as_judged(reading: &Reading, line: &Value) -> bool {
    let [success, failure] =
        ["successCondition", "failureCondition"].map(|name| line["in"][name].as_str().unwrap_or_default());
    // The clock of all recordings.
    let now = Timestamp::parse("2026-01-01T00:00:00Z").expect("an instant");
    let judged = reading.judge(&Conditions::new(success, failure), now);
    let (phase, message) = match &judged.verdict {
        Ok(Verdict::Successful) => ("Successful", None),
        Ok(Verdict::Failed) => ("Failed", None),
        Ok(Verdict::Inconclusive) => ("Inconclusive", None),
        Err(undecided) => ("Error", Some(undecided.to_string())),
    };
    let out = &line["out"];
    out["phase"] == phase && out["message"].as_str() == message.as_deref() && shows(judged.note, out)
}

fn shows(note: &Note, out: &Value) -> bool {
    let recorded = out["metadata"].as_object().into_iter().flatten();
    let metadata = recorded.map(|(name, text)| (name.clone(), text.as_str().unwrap_or_default().to_owned()));
    out["value"] == note.text && metadata.collect::<std::collections::BTreeMap<_, _>>() == note.metadata
}

fn read(provider: &str, line: &Value, template: &Template) -> Result<Reading, Failure> {
    let response = &line["in"]["response"];
    let status = response["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(200);
    let body = match status {
        // HTTP has no bodies there.
        204 | 304 => "",
        _ => response["body"].as_str().unwrap_or_default(),
    };
    let answer = Answer { status, content_type: None, body: body.as_bytes() };
    let failed = |error: &Value| {
        let message = error.as_str().expect("a text").to_owned();
        Failure { message, ..Failure::default() }
    };
    match provider {
        "web" => web::read(&answer, template),
        "prometheus" => prometheus::read(&answer),
        "datadog" if line["in"]["config"]["datadog"]["apiVersion"] == "v1" => datadog::v1(&answer),
        "datadog" => datadog::v2(&answer),
        "graphite" => graphite::read(&answer),
        "influxdb" => influxdb::read(&answer),
        "skywalking" => skywalking::read(&answer),
        "newRelic" => match response.get("error") {
            Some(error) => Err(failed(error)),
            None => {
                let rows = response["results"].as_array().into_iter().flatten();
                let rows: Vec<_> = rows.map(|row| row.as_object().expect("a row").clone()).collect();
                new_relic::read(&rows)
            }
        },
        "wavefront" => {
            let decoded = serde_json::from_value::<Option<wavefront::Answer>>(response.clone());
            let decoded = decoded.expect("an answer of Wavefront's client").unwrap_or_default();
            match line["in"].get("error") {
                Some(error) => Err(wavefront::warned(failed(error), &decoded)),
                None => {
                    let now = line["in"]["now"].as_i64().expect("seconds");
                    wavefront::read(&decoded, Timestamp::from_seconds(now))
                }
            }
        }
        "cloudWatch" => match response.get("error") {
            Some(error) => Err(failed(error)),
            None => {
                let series = response["metricDataResults"].as_array();
                let messages = response["messages"].as_array().into_iter().flatten();
                let messages: Vec<Message> = messages.map(message).collect();
                Ok(cloud_watch::read(series.map(|series| series.iter().map(series_of).collect()), &messages))
            }
        },
        other => panic!("an unknown provider: {other}"),
    }
}

fn series_of(recorded: &Value) -> Series {
    Series {
        id: recorded["Id"].as_str().map(Into::into),
        label: recorded["Label"].as_str().map(Into::into),
        messages: recorded["Messages"].as_array().map(|messages| messages.iter().map(message).collect()),
        status: recorded["StatusCode"].as_str().unwrap_or_default().into(),
        timestamps: recorded["Timestamps"].as_array().map(|times| {
            let times = times.iter().filter_map(Value::as_str).map(Timestamp::parse);
            times.collect::<Result<_, _>>().expect("instants")
        }),
        values: recorded["Values"].as_array().map(|values| values.iter().filter_map(Value::as_f64).collect()),
    }
}

fn message(recorded: &Value) -> Message {
    Message {
        code: recorded["Code"].as_str().map(Into::into),
        value: recorded["Value"].as_str().map(Into::into),
    }
}
