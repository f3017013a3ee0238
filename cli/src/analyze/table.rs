//! A run from its beginning to its end, as rows.

use super::Ready;
use gradual::{
    analysis::{Measurement, MetricResult, Reason, Status, Undecided},
    metric::Phase,
    sim::analysis::{End, Run},
    time::{Span, Timestamp},
};

/// What happened in a run, and how it stands in the end.
#[derive(Debug)]
pub(super) struct Watched {
    pub(super) rows: Vec<Row>,
    pub(super) status: Status,
    pub(super) end: Option<End>,
    /// When it ended, or was cut off.
    pub(super) after: Span,
}

/// Something that happened.
#[derive(Debug)]
pub(super) enum Row {
    /// A measurement was taken.
    Taken(Box<Taken>),
    /// A metric has come to its end.
    Ended { after: Span, metric: String, phase: Phase, how: How },
    /// Somebody ends the run.
    Terminated { after: Span },
}

/// How a metric has come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// By its measurements.
    Decided,
    /// With the run, before its measurements decided anything; upstream counts that as a success.
    CutShort,
}

/// A measurement.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) after: Span,
    pub(super) at: Timestamp,
    pub(super) metric: String,
    pub(super) measurement: Measurement,
    /// The condition that has no answer, with a caret.
    pub(super) caret: Option<String>,
    /// The metric's result with this measurement in it.
    pub(super) result: MetricResult,
}

impl Row {
    /// How long after the beginning of the run.
    pub(super) fn after(&self) -> Span {
        match self {
            Self::Taken(taken) => taken.after,
            Self::Ended { after, .. } | Self::Terminated { after } => *after,
        }
    }
}

/// Carries out a run.
pub(super) fn watch(ready: Ready) -> (Ready, Watched) {
    let Ready { subject, mut run, start, watch, until, ended } = ready;
    let (mut rows, mut after, mut is_terminated) = (Vec::new(), Span::ZERO, false);
    while let Some(pass) = run.next() {
        after = pass.at.since(start);
        if !is_terminated && ended.is_some_and(|ended| ended <= after) {
            is_terminated = true;
            rows.push(Row::Terminated { after });
        }
        let mut taken = Vec::new();
        for measured in pass.measured {
            let metric = name(&run, measured.metric);
            taken.push(metric.clone());
            let result = run.status().result(&metric).cloned().unwrap_or_default();
            let caret = measured.undecided.filter(is_told);
            rows.push(Row::Taken(Box::new(Taken {
                after,
                at: pass.at,
                metric,
                measurement: measured.measurement,
                caret: caret.map(|undecided| undecided.error().to_string()),
                result,
            })));
        }
        for told in pass.reasons {
            if let Reason::MetricCompleted { metric, phase } = told.reason {
                let how = if taken.contains(&metric) { How::Decided } else { How::CutShort };
                rows.push(Row::Ended { after, metric, phase, how });
            }
        }
    }
    if run.end() == Some(&End::OutOfTime) {
        after = watch;
    }
    let watched = Watched { rows, status: run.status().clone(), end: run.end().cloned(), after };
    (Ready { subject, run, start, watch, until, ended }, watched)
}

/// Whether the message of the measurement is that of the condition; where nothing was found it is not.
fn is_told(undecided: &Undecided) -> bool {
    let error = undecided.error();
    error.position().is_some() && undecided.to_string().ends_with(error.message())
}

fn name(run: &Run, metric: usize) -> String {
    let metric = run.plan().metrics.as_ref().ok().and_then(|metrics| metrics.get(metric));
    metric.map(|metric| metric.name.clone()).unwrap_or_default()
}
