//! Wavefront, as its client decodes an answer.

use super::{
    Failure, Reading,
    number::{fixed, list},
};
use crate::time::Timestamp;
use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use serde::Deserialize;

/// What Wavefront answers.
///
/// ```
/// use gradual::analysis::response::wavefront::Answer;
///
/// let answer: Answer = serde_json::from_str(r#"{"timeseries": [{"data": [[60, 0.5]]}]}"#)?;
/// assert_eq!(answer.series[0].points, [[60.0, 0.5]]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// The series.
    #[serde(rename = "timeseries")]
    pub series: Vec<Series>,
    /// What Wavefront warns of, empty if of nothing.
    pub warnings: String,
}

/// A series of an answer.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Series {
    /// Points: seconds since the epoch, and the value.
    #[serde(rename = "data")]
    pub points: Vec<Vec<f64>>,
}

/// The value nearest to `now` of the one series, or of each of several. Of two equally near the first counts, and a series
/// without points has the value 0.
///
/// Metadata tells the points' times in seconds (`timestamps`), how far they are from `now` (`drift`), and `warnings`, which
/// stay if the value cannot be judged.
///
/// # Errors
///
/// If there is no series, or a point has fewer than two numbers, of which upstream crashes (`D-022`).
///
/// ```
/// use gradual::{analysis::response::wavefront::{self, Answer, Series}, time::Timestamp};
///
/// let series = Series { points: vec![vec![50.0, 1.0], vec![65.0, 2.0]] };
/// let answer = Answer { series: vec![series], warnings: String::new() };
/// let reading = wavefront::read(&answer, Timestamp::from_seconds(60))?;
/// assert_eq!(reading.value, 2.0.into());
/// assert_eq!(reading.judged.metadata["drift"], "5");
/// # Ok::<(), gradual::analysis::response::Failure>(())
/// ```
#[doc(alias = "processResponse")]
pub fn read(answer: &Answer, now: Timestamp) -> Result<Reading, Failure> {
    let points = answer.series.iter().map(|series| nearest(&series.points, now));
    let points = points.collect::<Result<Vec<Point>, _>>().map_err(|failure| warned(failure, answer))?;
    let reading = match &points[..] {
        [] => return Err(warned(Failure::new("No TimeSeries found in response from Wavefront"), answer)),
        [point] => Reading::new(point.value, fixed(point.value, 2))
            .with("timestamps", point.time.to_string())
            .with("drift", point.drift.to_string()),
        points => {
            let values: Vec<f64> = points.iter().map(|point| point.value).collect();
            let text = list(values.iter().map(|value| fixed(*value, 2)));
            Reading::new(values, text)
                .with("timestamps", list(points.iter().map(|point| point.time.to_string())))
                .with("drift", list(points.iter().map(|point| point.drift.to_string())))
        }
    };
    Ok(if answer.warnings.is_empty() {
        reading
    } else {
        let mut reading = reading.with("warnings", answer.warnings.clone());
        reading.unjudged.metadata.insert("warnings".into(), answer.warnings.clone());
        reading
    })
}

/// A failure of Wavefront or of its client, which keeps the warnings of an answer that came with it.
///
/// ```
/// use gradual::analysis::response::{Failure, wavefront::{Answer, warned}};
///
/// let answer = Answer { warnings: "w".into(), ..Answer::default() };
/// let failure = warned(Failure { message: "server returned 400".into(), ..Failure::default() }, &answer);
/// assert_eq!(failure.metadata["warnings"], "w");
/// ```
pub fn warned(mut failure: Failure, answer: &Answer) -> Failure {
    if !answer.warnings.is_empty() {
        failure.metadata.insert("warnings".into(), answer.warnings.clone());
    }
    failure
}

struct Point {
    value: f64,
    time: i64,
    drift: i64,
}

#[doc(alias = "findDataPointValue")]
#[expect(clippy::float_arithmetic, reason = "upstream measures time in floats here")]
fn nearest(points: &[Vec<f64>], now: Timestamp) -> Result<Point, Failure> {
    let (mut value, mut time, mut drift) = (0.0, 0.0, f64::INFINITY);
    for point in points {
        let [at, there, ..] = point[..] else {
            return Err(Failure::new("a point of Wavefront's answer has no time and value"));
        };
        let away = at - as_float(now.as_seconds());
        if away.abs() < drift.abs() {
            (value, time, drift) = (there, at, away);
        }
    }
    Ok(Point { value, time: as_integer(time), drift: as_integer(drift) })
}

#[expect(clippy::cast_precision_loss, reason = "a year of four digits in seconds is exact in a float")]
fn as_float(seconds: i64) -> f64 {
    seconds as f64
}

/// What upstream's processor makes of a float: truncated, and the least integer if it does not fit.
#[expect(clippy::cast_possible_truncation, reason = "what does not fit is left out before")]
fn as_integer(float: f64) -> i64 {
    if (-9.3e18..9.223_372_036_854_775e18).contains(&float) { float as i64 } else { i64::MIN }
}
