//! From what the user gave to a value.

use super::args::{Eval, Provider};
use crate::{paint::visible, problem::Problem};
use gradual::{
    analysis::response::{
        Answer, Note, Reading, cloud_watch, datadog, graphite, influxdb, new_relic, prometheus, skywalking,
        wavefront, web,
    },
    condition::{Message, Series},
    json,
    jsonpath::Template,
    time::Timestamp,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A value as it is written.
pub(crate) fn literal(written: &str) -> Result<Reading, Problem> {
    let value: Value = serde_json::from_str(written).map_err(|error| {
        let column = error.column().saturating_sub(1);
        let start: usize =
            written.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let problem = Problem::error("the value is not JSON");
        let problem = problem.help("a text needs quotes within quotes: --value '\"text\"'");
        problem.within("--value", written, start.saturating_add(column))
    })?;
    let judged = Note { text: json::to_text(&value), ..Note::default() };
    Ok(Reading { value: value.into(), judged, unjudged: Note::default() })
}

/// What an answer is worth.
pub(crate) fn read(
    asked: &Eval,
    provider: Provider,
    body: &[u8],
    now: Timestamp,
) -> Result<Reading, Problem> {
    if asked.json_path.is_some() && provider != Provider::Web {
        return Err(Problem::error("`--json-path` goes with `--provider web` only"));
    }
    let answer = Answer { status: asked.status, content_type: None, body };
    let read = match provider {
        Provider::Web => web::read(&answer, &template(asked)?),
        Provider::Prometheus => prometheus::read(&answer),
        Provider::Datadog => datadog::v2(&answer),
        Provider::DatadogV1 => datadog::v1(&answer),
        Provider::Graphite => graphite::read(&answer),
        Provider::Influxdb => influxdb::read(&answer),
        Provider::Skywalking => skywalking::read(&answer),
        Provider::NewRelic => {
            let rows: Vec<Map<String, Value>> = decoded(body, "a JSON list of rows")?;
            new_relic::read(&rows)
        }
        Provider::Wavefront => {
            let answer: wavefront::Answer = decoded(body, "an answer of Wavefront")?;
            wavefront::read(&answer, now)
        }
        Provider::Cloudwatch => {
            let answer: Value = decoded(body, "what `aws cloudwatch get-metric-data` prints")?;
            let series = answer.get("MetricDataResults").and_then(Value::as_array);
            let series = series.map(|series| series.iter().map(series_of).collect());
            Ok(cloud_watch::read(series, &messages(&answer).unwrap_or_default()))
        }
    };
    read.map_err(|failure| Problem::error(visible(&failure.message)))
}

fn template(asked: &Eval) -> Result<Template, Problem> {
    let path = asked.json_path.as_deref().filter(|path| !path.is_empty()).unwrap_or(web::WHOLE);
    Template::parse(path)
        .map_err(|error| Problem::error(visible(&error.to_string())).within("--json-path", path, error.at))
}

fn decoded<T: DeserializeOwned>(body: &[u8], what: &str) -> Result<T, Problem> {
    serde_json::from_slice(body)
        .map_err(|error| Problem::error(format!("the answer is not {what}: {}", visible(&error.to_string()))))
}

fn series_of(one: &Value) -> Series {
    let text = |name: &str| one.get(name).and_then(Value::as_str);
    let list = |name: &str| one.get(name).and_then(Value::as_array);
    Series {
        id: text("Id").map(Into::into),
        label: text("Label").map(Into::into),
        messages: messages(one),
        status: text("StatusCode").unwrap_or_default().into(),
        timestamps: list("Timestamps").map(|times| {
            times.iter().filter_map(Value::as_str).filter_map(|time| Timestamp::parse(time).ok()).collect()
        }),
        values: list("Values").map(|values| values.iter().filter_map(Value::as_f64).collect()),
    }
}

fn messages(of: &Value) -> Option<Vec<Message>> {
    let messages = of.get("Messages")?.as_array()?;
    let text = |message: &Value, name: &str| message.get(name).and_then(Value::as_str).map(Into::into);
    Some(
        messages
            .iter()
            .map(|message| Message { code: text(message, "Code"), value: text(message, "Value") })
            .collect(),
    )
}
