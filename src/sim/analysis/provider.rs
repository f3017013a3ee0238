//! The forms in which providers give values, and what becomes of them (`argo-analysis §3.3`, `§5`).

use super::Sample;
use crate::{
    analysis::{
        Compat, Conditions, FittedConditions, Undecided, Verdict,
        response::{fixed, list, plain},
    },
    condition::{Condition, Map, NilType, Series, Shape, Value},
    json,
    metric::{Metric, Phase},
    time::Timestamp,
};
use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde_json::Value as Json;

/// Who is asked for a metric. Exhaustive: these are upstream's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// A vector, or one number if the conditions want it.
    Prometheus,
    /// One number, or a list of them if the conditions want it.
    Datadog,
    /// As Datadog.
    Wavefront,
    /// A list of numbers.
    Graphite,
    /// A list of series.
    CloudWatch,
    /// A row, or a list of rows.
    NewRelic,
    /// A list of anything.
    Influxdb,
    /// JSON.
    SkyWalking,
    /// JSON.
    Web,
    /// A Job, Kayenta, a plugin: they come to a verdict themselves, and no condition is looked at.
    Own,
}

/// Upstream's order, which decides where there is more than one.
const PROVIDERS: [(&str, Provider); 12] = [
    ("prometheus", Provider::Prometheus),
    ("job", Provider::Own),
    ("kayenta", Provider::Own),
    ("web", Provider::Web),
    ("datadog", Provider::Datadog),
    ("wavefront", Provider::Wavefront),
    ("newRelic", Provider::NewRelic),
    ("cloudWatch", Provider::CloudWatch),
    ("graphite", Provider::Graphite),
    ("influxdb", Provider::Influxdb),
    ("skywalking", Provider::SkyWalking),
    ("plugin", Provider::Own),
];

impl Provider {
    /// The provider of a metric, if it has one.
    pub fn of(metric: &Metric) -> Option<Self> {
        let has = |name: &str| metric.provider.get(name).is_some_and(|value| !value.is_null());
        PROVIDERS.iter().find(|(name, _)| has(name)).map(|(_, provider)| *provider)
    }

    /// What this provider can find, if it can never find this.
    ///
    /// ```
    /// use gradual::sim::analysis::{Provider, Sample};
    ///
    /// assert_eq!(Provider::Prometheus.rejects(&Sample::Number(0.97)), None);
    /// assert_eq!(
    ///     Provider::Own.rejects(&Sample::Number(1.0)),
    ///     Some("it comes to a verdict itself: `Successful`, `Failed`, `Inconclusive` or `error`")
    /// );
    /// ```
    pub fn rejects(self, sample: &Sample) -> Option<&'static str> {
        let finds = match self {
            Self::Own => "it comes to a verdict itself: `Successful`, `Failed`, `Inconclusive` or `error`",
            Self::NewRelic => "it finds rows: an object such as `{\"rate\": 0.97}`, or a list of them",
            Self::Influxdb => "it finds numbers and lists of anything",
            Self::Web | Self::SkyWalking => "it finds numbers and JSON",
            Self::Prometheus | Self::Datadog | Self::Wavefront | Self::Graphite | Self::CloudWatch => {
                "it finds numbers and lists of numbers"
            }
        };
        let is_possible = match sample {
            Sample::NoData => self != Self::Own,
            Sample::Error(_) => true,
            Sample::Verdict(_) => self == Self::Own,
            Sample::Number(number) => match self {
                Self::Own | Self::NewRelic => false,
                // JSON knows no others.
                Self::Web | Self::SkyWalking => number.is_finite(),
                _ => true,
            },
            Sample::Json(json) => self.is_possible(json),
        };
        (!is_possible).then_some(finds)
    }

    fn is_possible(self, json: &Json) -> bool {
        match self {
            Self::Own => false,
            Self::Web | Self::SkyWalking => true,
            Self::NewRelic => rows(json).is_some(),
            Self::Influxdb => json.is_array() || json.is_number(),
            Self::Prometheus | Self::Datadog | Self::Wavefront | Self::Graphite | Self::CloudWatch => {
                numbers(json).is_some()
            }
        }
    }
}

/// Whether one number is given by itself or in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Alone,
    Listed,
}

/// A metric's provider with the metric's conditions: turns samples into measurements.
#[derive(Clone, Debug)]
pub(super) struct Judge {
    provider: Provider,
    form: Form,
    conditions: Conditions,
    /// The conditions as they were last needed: a metric's values have one shape nearly always.
    fitted: Option<FittedConditions>,
}

/// What a sample comes to.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    pub(super) phase: Phase,
    pub(super) value: String,
    pub(super) message: String,
    pub(super) undecided: Option<Undecided>,
}

impl Judge {
    /// For a metric whose tags are replaced.
    pub(super) fn of(metric: &Metric, compat: Compat) -> Self {
        let provider = Provider::of(metric).unwrap_or(Provider::Own);
        let conditions = Conditions::new(&metric.success_condition, &metric.failure_condition).under(compat);
        Self { provider, form: form(provider, metric), conditions, fitted: None }
    }

    /// What a measurement of this sample comes to.
    pub(super) fn judge(&mut self, sample: Sample, now: Timestamp) -> Judged {
        let given = match sample {
            Sample::Verdict(phase) => return told(phase, ""),
            Sample::Error(message) => return told(Phase::Error, &message),
            Sample::NoData => self.nothing(),
            Sample::Number(number) => self.number(number),
            Sample::Json(json) => self.json(json),
        };
        match given {
            Ok(given) => self.evaluate(given, now),
            Err(message) => told(Phase::Error, message),
        }
    }

    /// A value that cannot be judged is not stored, except by the two providers that store it first.
    fn evaluate(&mut self, given: Given, now: Timestamp) -> Judged {
        let shape = Shape::of(&given.value);
        let fitted = self.fitted.take().filter(|fitted| *fitted.shape() == shape);
        let fitted = self.fitted.insert(fitted.unwrap_or_else(|| self.conditions.for_shape(&shape)));
        let (phase, undecided) = match fitted.judge(&given.value, now) {
            Ok(Verdict::Successful) => (Phase::Successful, None),
            Ok(Verdict::Failed) => (Phase::Failed, None),
            Ok(Verdict::Inconclusive) => (Phase::Inconclusive, None),
            Err(undecided) => (Phase::Error, Some(undecided)),
        };
        let stored_first = matches!(self.provider, Provider::CloudWatch | Provider::Graphite);
        let value = if undecided.is_none() || stored_first { given.text } else { String::new() };
        let message = undecided.as_ref().map(Undecided::to_string).unwrap_or_default();
        Judged { phase, value, message, undecided }
    }

    fn number(&self, number: f64) -> Result<Given, &'static str> {
        match (self.provider, self.form) {
            (Provider::Web | Provider::SkyWalking, _) => self.json(Json::from(number)),
            (Provider::Influxdb, _) => Ok(anything(Vec::from([Json::from(number)]))),
            (Provider::CloudWatch, _) | (_, Form::Listed) => Ok(self.numbers(Vec::from([number]))),
            (_, Form::Alone) => Ok(Given { value: Value::Float(number), text: self.digits(number) }),
        }
    }

    fn numbers(&self, numbers: Vec<f64>) -> Given {
        if self.provider == Provider::CloudWatch {
            let text = format!("[{}]", Value::Floats(numbers.clone()));
            let series = Series { values: Some(numbers), status: "Complete".into(), ..Series::default() };
            return Given { value: Value::SeriesList(Vec::from([series])), text };
        }
        let text = list(numbers.iter().map(|number| self.digits(*number)));
        Given { text, value: Value::Floats(numbers) }
    }

    fn json(&self, json: Json) -> Result<Given, &'static str> {
        let sample = Sample::Json(json);
        if let Some(finds) = self.provider.rejects(&sample) {
            return Err(finds);
        }
        let Sample::Json(json) = sample else { return self.nothing() };
        match (self.provider, json) {
            (Provider::Web | Provider::SkyWalking, json) => {
                Ok(Given { text: json::to_text(&json), value: Value::from(json) })
            }
            (Provider::NewRelic, json) => {
                let text = json::to_text(&json);
                let mut rows = rows(&json).unwrap_or_default();
                let alone = if json.is_object() { rows.pop() } else { None };
                Ok(Given { value: alone.map_or(Value::Rows(rows), Value::Row), text })
            }
            (Provider::Influxdb, Json::Array(items)) => Ok(anything(items)),
            (_, Json::Number(number)) => self.number(number.as_f64().unwrap_or(f64::NAN)),
            (_, json) => Ok(self.numbers(numbers(&json).unwrap_or_default())),
        }
    }

    /// Where nothing is found, some providers give something empty and the others an error.
    fn nothing(&self) -> Result<Given, &'static str> {
        let empty = |value| Ok(Given { value, text: "[]".to_owned() });
        match self.provider {
            // PromQL's `scalar()` of nothing.
            Provider::Prometheus if self.form == Form::Alone => self.number(f64::NAN),
            Provider::Prometheus => empty(Value::Floats(Vec::new())),
            Provider::Datadog => empty(Value::NilOf(NilType::Float)),
            Provider::CloudWatch => empty(Value::SeriesList(Vec::new())),
            Provider::Graphite => Err("no values found"),
            Provider::Wavefront => Err("No TimeSeries found in response from Wavefront"),
            Provider::NewRelic => Err("no results returned from NRQL query"),
            Provider::Influxdb => Err("no results returned from flux query"),
            Provider::SkyWalking => Err("no results returned from SkyWalking query"),
            Provider::Web => Err("result of web metric produced no value"),
            Provider::Own => Err("no verdict"),
        }
    }

    /// A number as it is stored with its measurement.
    fn digits(&self, number: f64) -> String {
        match self.provider {
            Provider::Graphite => fixed(number, 6),
            Provider::Wavefront => fixed(number, 2),
            _ => plain(number),
        }
    }
}

/// A value, and the text that is stored with its measurement.
struct Given {
    value: Value,
    text: String,
}

fn told(phase: Phase, message: &str) -> Judged {
    Judged { phase, value: String::new(), message: message.to_owned(), undecided: None }
}

/// A list of anything, written as Go's `%v` does.
fn anything(items: Vec<Json>) -> Given {
    let value = Value::from(Json::from(items));
    Given { text: value.to_string(), value }
}

/// The numbers of a list, or one number.
fn numbers(json: &Json) -> Option<Vec<f64>> {
    match json {
        Json::Array(items) => items.iter().map(Json::as_f64).collect(),
        json => json.as_f64().map(|number| Vec::from([number])),
    }
}

/// The rows of a list, or one row; upstream takes neither no row nor one without anything in it for an answer.
fn rows(json: &Json) -> Option<Vec<Map>> {
    let row = |json: &Json| json.as_object().cloned().map(Map::from);
    let rows: Vec<Map> = match json {
        Json::Array(items) => items.iter().map(row).collect::<Option<_>>()?,
        json => Vec::from([row(json)?]),
    };
    rows.first().is_some_and(|first| !first.entries().is_empty()).then_some(rows)
}

/// The form that the provider usually has, unless the conditions understand the other one only.
fn form(provider: Provider, metric: &Metric) -> Form {
    let (alone, listed) = (Value::Float(0.0), Value::Floats(Vec::new()));
    let fits = |value: &Value| {
        [&metric.success_condition, &metric.failure_condition]
            .into_iter()
            .filter(|text| !text.is_empty())
            .all(|text| {
                let shape = Shape::of(value);
                Condition::parse(text).and_then(|condition| condition.for_shape(&shape)).is_ok()
            })
    };
    match provider {
        Provider::Prometheus if !fits(&listed) && fits(&alone) => Form::Alone,
        Provider::Datadog | Provider::Wavefront if !fits(&alone) && fits(&listed) => Form::Listed,
        Provider::Datadog | Provider::Wavefront => Form::Alone,
        _ => Form::Listed,
    }
}

#[cfg(test)]
mod tests {
    use super::{Judge, Provider};
    use crate::{analysis::Compat, metric::Metric, sim::analysis::Sample, time::Timestamp};
    use alloc::format;
    use serde_json::{Value, json};

    /// What a sample comes to: its text, its phase, and its message.
    fn check(provider: &str, condition: &str, sample: &str, expected: &str) {
        let metric = json!({"name": "m", "provider": {provider: {}}, "successCondition": condition});
        let metric: Metric = serde_json::from_value(metric).unwrap();
        let judged =
            Judge::of(&metric, Compat::ARGO).judge(Sample::read(sample).unwrap(), Timestamp::from_seconds(0));
        let seen = format!("{} {} {}", judged.value, judged.phase, judged.message);
        assert_eq!(seen.trim(), expected, "{provider} {condition} {sample}");
    }

    #[test]
    fn each_provider_in_its_own_form() {
        for (provider, condition, sample, expected) in [
            ("prometheus", "result[0] > 1", "2.5", "[2.5] Successful"),
            ("prometheus", "result > 1", "1000000", "1000000 Successful"),
            ("prometheus", "result > 1", "nodata", "NaN Failed"),
            ("prometheus", "len(result) == 0", "nodata", "[] Successful"),
            ("prometheus", "all(result, # < 3)", "[1, 2]", "[1,2] Successful"),
            ("prometheus", "result[0] > 1", "-Inf", "[-Inf] Failed"),
            ("datadog", "result > 1", "2", "2 Successful"),
            ("datadog", "result[0] > 1", "2", "[2] Successful"),
            ("datadog", "isNil(result)", "nodata", "[] Successful"),
            ("wavefront", "result > 1", "2.345", "2.35 Successful"),
            ("graphite", "result[0] > 1", "2.5", "[2.500000] Successful"),
            ("graphite", "", "nodata", "Error no values found"),
            ("cloudWatch", "result[0].Values[0] > 1", "2.5", "[[2.5]] Successful"),
            ("newRelic", "result.rate > 1", r#"{"rate": 2}"#, r#"{"rate":2} Successful"#),
            (
                "newRelic",
                "result[1].rate > 1",
                r#"[{"rate": 2}, {"rate": 1}]"#,
                r#"[{"rate":2},{"rate":1}] Failed"#,
            ),
            ("influxdb", "result[0] > 1", "2500000", "[2.5e+06] Successful"),
            ("web", "result.ok", r#"{"ok": true}"#, r#"{"ok":true} Successful"#),
            ("web", "result > 1", "2.0", "2 Successful"),
            ("job", "no condition", "failed", "Failed"),
            ("plugin", "", "error: no route", "Error no route"),
        ] {
            check(provider, condition, sample, expected);
        }
    }

    #[test]
    fn what_cannot_be_judged_is_an_error() {
        let unknown = r#"could not evaluate successCondition "reslt > 1": unknown name reslt"#;
        check("prometheus", "reslt > 1", "2", &format!("Error {unknown}"));
        check("graphite", "reslt > 1", "2", &format!("[2.000000] Error {unknown}"));
        check(
            "web",
            "result.a.b > 1",
            r#"{"a": 1}"#,
            r#"Error could not evaluate successCondition "result.a.b > 1": cannot fetch b from float64"#,
        );
    }

    #[test]
    fn the_first_of_upstreams_order() {
        for (provider, expected) in [
            (json!({"plugin": {"a": 1}, "web": {}}), Some(Provider::Web)),
            (json!({"job": {}, "kayenta": {}, "prometheus": null}), Some(Provider::Own)),
            (json!({"mystery": {}}), None),
        ] {
            let Value::Object(provider) = provider else { unreachable!() };
            assert_eq!(Provider::of(&Metric { provider, ..Metric::default() }), expected);
        }
    }
}
