//! What there is to measure at a moment.

use crate::metric::Phase;
use alloc::{borrow::ToOwned, string::String, vec::Vec};
use serde_json::Value;
use thiserror::Error;

/// What a metric's provider finds when it is asked. More kinds may follow.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Sample {
    /// A number, in the form in which the provider gives numbers.
    Number(f64),
    /// A value as JSON: what the web provider reads, rows of New Relic, several series.
    Json(Value),
    /// Nothing.
    NoData,
    /// It cannot be asked, or answers with an error.
    Error(String),
    /// A verdict of its own, which is what Jobs, Kayenta and plugins give.
    Verdict(Phase),
}

/// Why a text is no [`Sample`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{text}` is no value")]
pub struct SampleError {
    /// The text.
    pub text: String,
    /// Where it begins in what was read, in bytes.
    pub at: usize,
}

impl Sample {
    /// Reads a number (`0.97`, `1e3`, `NaN`, `-Inf`), JSON (`[1, 2]`, `{"rate": 1}`, `"text"`, `true`), `nodata`, `error` or
    /// `error: why`, or `Successful`, `Failed` or `Inconclusive`. Blanks around it do not count, and words have any case.
    ///
    /// # Errors
    ///
    /// If it is none of them.
    ///
    /// ```
    /// use gradual::sim::analysis::Sample;
    ///
    /// assert_eq!(Sample::read(" 0.97 "), Ok(Sample::Number(0.97)));
    /// assert_eq!(Sample::read("error: timed out"), Ok(Sample::Error("timed out".into())));
    /// assert_eq!(Sample::read("97%").unwrap_err().to_string(), "`97%` is no value");
    /// ```
    pub fn read(text: &str) -> Result<Self, SampleError> {
        let plain = text.trim();
        if let Ok(number) = plain.parse() {
            return Ok(Self::Number(number));
        }
        let (word, why) = plain.split_once(':').unwrap_or((plain, ""));
        let known = match word.trim_end().to_ascii_lowercase().as_str() {
            "error" => Some(Self::Error(why.trim().to_owned())),
            "nodata" if why.is_empty() => Some(Self::NoData),
            "successful" if why.is_empty() => Some(Self::Verdict(Phase::Successful)),
            "failed" if why.is_empty() => Some(Self::Verdict(Phase::Failed)),
            "inconclusive" if why.is_empty() => Some(Self::Verdict(Phase::Inconclusive)),
            _ => None,
        };
        let json = || serde_json::from_str(plain).ok().map(Self::Json);
        known.or_else(json).ok_or_else(|| SampleError {
            text: plain.to_owned(),
            at: text.len().saturating_sub(text.trim_start().len()),
        })
    }

    /// Reads samples with commas between them; those within brackets and quotes are JSON's.
    ///
    /// # Errors
    ///
    /// The first that is none, and where.
    ///
    /// ```
    /// use gradual::sim::analysis::Sample;
    ///
    /// assert_eq!(Sample::list("0.97,[1, 2],nodata")?.len(), 3);
    /// assert_eq!(Sample::list("1, x").unwrap_err().at, 3);
    /// # Ok::<(), gradual::sim::analysis::SampleError>(())
    /// ```
    pub fn list(text: &str) -> Result<Vec<Self>, SampleError> {
        let mut begin = 0;
        let mut samples = Vec::new();
        for part in parts(text) {
            let read = Self::read(part);
            samples.push(read.map_err(|error| SampleError { at: begin + error.at, ..error })?);
            begin += part.len() + 1;
        }
        Ok(samples)
    }
}

/// What stands between the commas that are not within brackets or quotes.
fn parts(text: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let split = |c: char| {
        let is_escape = c == '\\' && quoted && !escaped;
        match c {
            '"' if !escaped => quoted = !quoted,
            '[' | '{' if !quoted => depth += 1,
            ']' | '}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        escaped = is_escape;
        c == ',' && depth == 0 && !quoted
    };
    text.split(split).collect()
}

#[cfg(test)]
mod tests {
    use super::Sample;
    use crate::metric::Phase;
    use alloc::string::ToString;
    use serde_json::json;

    #[test]
    fn everything_that_can_be_written() {
        for (text, expected) in [
            ("1", Sample::Number(1.0)),
            ("-Inf", Sample::Number(f64::NEG_INFINITY)),
            ("1e3", Sample::Number(1000.0)),
            ("NoData", Sample::NoData),
            ("error", Sample::Error("".into())),
            ("Error : no: route", Sample::Error("no: route".into())),
            ("failed", Sample::Verdict(Phase::Failed)),
            ("null", Sample::Json(json!(null))),
            ("\"error\"", Sample::Json(json!("error"))),
            ("{\"a\": [1]}", Sample::Json(json!({"a": [1]}))),
        ] {
            assert_eq!(Sample::read(text), Ok(expected), "{text}");
        }
        assert!(matches!(Sample::read("nan"), Ok(Sample::Number(number)) if number.is_nan()));
    }

    #[test]
    fn lists() {
        let list = Sample::list(r#"{"a": "x,\"]y", "b": [1, 2]}, 7"#);
        assert_eq!(list, Ok([Sample::Json(json!({"a": "x,\"]y", "b": [1, 2]})), Sample::Number(7.0)].into()));
        for (text, wrong, at) in
            [("", "", 0), ("1,", "", 2), ("1, 2 ,a b,3", "a b", 6), ("[1,2", "[1,2", 0), ("é,é", "é", 0)]
        {
            let error = Sample::list(text).unwrap_err();
            assert_eq!((error.text.as_str(), error.at), (wrong, at), "{text}");
        }
        assert_eq!(Sample::read("failed: x").unwrap_err().to_string(), "`failed: x` is no value");
    }
}
