//! Series that were recorded, as a CSV file has them.

use super::{Recorded, Sample, Source, csv};
use crate::{
    diagnostic::{Diagnostic, Location, Path},
    time::{Span, Timestamp},
};
use alloc::{
    borrow::ToOwned,
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec::Vec,
};
use csv::Cell;

/// Series that were recorded: times, and for each metric what was found then.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// The first instant; without, times count from the beginning of a run.
    zero: Option<Timestamp>,
    series: BTreeMap<String, Vec<(Span, Sample)>>,
    last: Span,
}

/// A time as a row has it.
#[derive(Clone, Copy)]
enum Time {
    At(Timestamp),
    After(Span),
}

const TIMES: &str = "write an instant such as `2026-03-01T22:00:00Z`, seconds since 1970, or, in all rows, a time since \
                     the beginning such as `90s`";
const VALUES: &str = "write a number, JSON in quotes, `nodata`, `error`, or nothing where nothing was found";

impl Recording {
    /// Reads a CSV file. Its first line has the titles: `time` and the names of metrics, one column each; or `time`,
    /// `metric` and `value`, with a row for each value. Times are RFC 3339, such instants with a blank instead of the `T`
    /// and no zone, which is UTC then, or seconds since 1970; or all of them durations as Go writes them. An empty cell is
    /// [`Sample::NoData`]. Rows can stand in any order.
    ///
    /// # Errors
    ///
    /// All that is wrong, each with its line and column.
    ///
    /// ```
    /// use gradual::sim::analysis::Recording;
    ///
    /// let recording = Recording::read("time,success-rate,latency\n0s,0.97,0.2\n5m,,0.3\n")?;
    /// assert_eq!(recording.metrics().collect::<Vec<_>>(), ["latency", "success-rate"]);
    ///
    /// let wrong = Recording::read("time,errors\nnoon,1\n5m,few\n").unwrap_err();
    /// let told: Vec<_> = wrong.iter().map(|one| (one.code, one.span.unwrap().line)).collect();
    /// assert_eq!(told, [("csv/time", 2), ("csv/value", 3)]);
    /// # Ok::<(), Vec<gradual::diagnostic::Diagnostic>>(())
    /// ```
    pub fn read(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let rows = csv::rows(text);
        let Some((titles, rows)) = rows.split_first() else {
            return Err(Vec::from([wrong("csv/titles", None, "there is nothing in it").help(TITLES)]));
        };
        let mut reader = Reader::default();
        let columns = reader.titles(titles);
        if reader.found.is_empty() {
            for row in rows {
                reader.row(row, &columns);
            }
        }
        if reader.found.is_empty() && reader.points.is_empty() {
            reader.found.push(wrong("csv/rows", titles.first(), "there are titles, and no row below them"));
        }
        if reader.found.is_empty() { Ok(reader.finish()) } else { Err(reader.found) }
    }

    /// The metrics in it, by name.
    pub fn metrics(&self) -> impl Iterator<Item = &str> {
        self.series.keys().map(String::as_str)
    }

    /// What was recorded of a metric.
    pub fn samples(&self, metric: &str) -> impl Iterator<Item = &Sample> {
        self.series.get(metric).into_iter().flatten().map(|(_, sample)| sample)
    }

    /// The first instant, if its times are instants.
    pub fn zero(&self) -> Option<Timestamp> {
        self.zero
    }

    /// The last instant, for a run that begins at `start`.
    pub fn last(&self, start: Timestamp) -> Timestamp {
        self.zero.unwrap_or(start).plus(self.last)
    }

    /// What was recorded of a metric, for a run that begins at `start`; each sample holds until the next, or for so long.
    pub fn source(&self, metric: &str, start: Timestamp, stale_after: Option<Span>) -> Option<Source> {
        let zero = self.zero.unwrap_or(start);
        let points = self.series.get(metric)?.iter().map(|(at, sample)| (zero.plus(*at), sample.clone()));
        Some(Source::Recorded(Recorded::new(points.collect(), stale_after)))
    }
}

/// What a column holds, behind the times.
enum Columns {
    /// The values of one metric each.
    Named(Vec<String>),
    /// The name of a metric, and a value of it.
    Listed,
}

const TITLES: &str = "the first line is `time` and the names of metrics, such as `time,success-rate,latency`";

#[derive(Default)]
struct Reader {
    points: Vec<(Time, String, Sample)>,
    found: Vec<Diagnostic>,
    /// Whether instants or durations were seen first, and in which line.
    kind: Option<(Time, usize)>,
}

impl Reader {
    fn titles(&mut self, titles: &[Cell<'_>]) -> Columns {
        let words: Vec<&str> = titles.iter().map(|cell| cell.text.trim()).collect();
        if let [cell, ..] = titles
            && time(cell.text.trim()).is_some()
        {
            self.found.push(wrong("csv/titles", Some(cell), "there are no titles").help(TITLES));
        } else if let [cell] = titles {
            let hint =
                if cell.text.contains([';', '\t']) { "separate the columns with commas" } else { TITLES };
            self.found.push(wrong("csv/titles", Some(cell), "there is one column only").help(hint));
        }
        if let [_, metric, value] = words.as_slice()
            && metric.eq_ignore_ascii_case("metric")
            && value.eq_ignore_ascii_case("value")
        {
            return Columns::Listed;
        }
        for (at, (cell, name)) in titles.iter().zip(&words).enumerate().skip(1) {
            if name.is_empty() {
                self.found.push(wrong("csv/titles", Some(cell), "a column without a title").help(TITLES));
            } else if words.iter().take(at).skip(1).any(|other| other == name) {
                let message = format!("two columns are called `{name}`");
                self.found.push(wrong("csv/titles", Some(cell), message).help("leave out one"));
            }
        }
        Columns::Named(words.into_iter().skip(1).map(str::to_owned).collect())
    }

    fn row(&mut self, row: &[Cell<'_>], columns: &Columns) {
        let wanted = match columns {
            Columns::Named(names) => names.len().saturating_add(1),
            Columns::Listed => 3,
        };
        let [first, rest @ ..] = row else { return };
        let time = self.time(first);
        if row.len() != wanted {
            let message = format!("{} cells, where the titles are {wanted}", row.len());
            let at = row.get(wanted).unwrap_or(first);
            self.found
                .push(wrong("csv/cells", Some(at), message).help("put a cell with commas in it in quotes"));
            return;
        }
        let Some(time) = time else { return };
        match (columns, rest) {
            (Columns::Named(names), cells) => {
                for (name, cell) in names.iter().zip(cells) {
                    self.value(time, name, cell);
                }
            }
            (Columns::Listed, [name, cell]) => self.value(time, name.text.trim(), cell),
            (Columns::Listed, _) => {}
        }
    }

    fn time(&mut self, cell: &Cell<'_>) -> Option<Time> {
        let Some(read) = time(cell.text.trim()) else {
            let message = format!("`{}` is no time", cell.text.trim());
            self.found.push(wrong("csv/time", Some(cell), message).help(TIMES));
            return None;
        };
        let (kind, line) = *self.kind.get_or_insert((read, cell.at.line));
        if core::mem::discriminant(&kind) != core::mem::discriminant(&read) {
            let message = match kind {
                Time::At(_) => format!("a time since the beginning, where line {line} has an instant"),
                Time::After(_) => format!("an instant, where line {line} has a time since the beginning"),
            };
            self.found.push(wrong("csv/time", Some(cell), message).help(TIMES));
        }
        Some(read)
    }

    fn value(&mut self, time: Time, name: &str, cell: &Cell<'_>) {
        let sample = match cell.text.trim() {
            "" => Ok(Sample::NoData),
            text => Sample::read(text),
        };
        match sample {
            Ok(sample) => self.points.push((time, name.to_owned(), sample)),
            Err(error) => self.found.push(wrong("csv/value", Some(cell), error.to_string()).help(VALUES)),
        }
    }

    fn finish(self) -> Recording {
        let instants = self.points.iter().filter_map(|(time, ..)| match time {
            Time::At(at) => Some(*at),
            Time::After(_) => None,
        });
        let zero = instants.min();
        let mut series: BTreeMap<String, Vec<(Span, Sample)>> = BTreeMap::new();
        let mut last = Span::ZERO;
        for (time, name, sample) in self.points {
            let after = match time {
                Time::At(at) => at.since(zero.unwrap_or(at)),
                Time::After(after) => after,
            };
            last = last.max(after);
            series.entry(name).or_default().push((after, sample));
        }
        Recording { zero, series, last }
    }
}

fn time(text: &str) -> Option<Time> {
    let zoned = || {
        let (day, hour) = text.split_once(' ')?;
        Timestamp::parse(&format!("{day}T{hour}Z")).ok()
    };
    let seconds = || {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let is_number = 5 < whole.len() && fraction.bytes().all(|byte| byte.is_ascii_digit());
        let seconds = whole.parse().ok().filter(|_| is_number)?;
        let fraction = Span::parse(&format!("0.{fraction}0s")).ok()?;
        // As many digits as milliseconds have since 2001.
        Some(match whole.len() {
            13.. => Timestamp::from_seconds(0).plus(Span::parse(&format!("{whole}ms")).ok()?),
            _ => Timestamp::from_seconds(seconds).plus(fraction),
        })
    };
    let instant = Timestamp::parse(text).ok().or_else(zoned).or_else(seconds);
    let after = || Span::parse(text).ok().filter(|span| Span::ZERO <= *span);
    instant.map(Time::At).or_else(|| after().map(Time::After))
}

fn wrong(code: &'static str, cell: Option<&Cell<'_>>, message: impl Into<String>) -> Diagnostic {
    let start = Location { line: 1, column: 1, start: 0, end: 0 };
    let mut diagnostic = Diagnostic::error(code, Path::root(), message);
    diagnostic.span = Some(cell.map_or(start, |cell| cell.at));
    diagnostic
}

#[cfg(test)]
mod tests {
    use super::Recording;
    use crate::{
        sim::analysis::{Ask, Sample},
        time::Timestamp,
    };
    use alloc::{format, string::String, vec::Vec};

    fn second(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(seconds)
    }

    /// What is wrong, as `line:column code: message`.
    fn faults(text: &str) -> Vec<String> {
        let told = |one: &crate::diagnostic::Diagnostic| {
            let at = one.span.unwrap();
            format!("{}:{} {}: {}", at.line, at.column, one.code, one.message)
        };
        Recording::read(text).map(|_| Vec::new()).unwrap_or_else(|found| found.iter().map(told).collect())
    }

    #[test]
    fn times_of_every_kind() {
        for (text, start) in [
            ("2026-03-01T22:00:00Z", 1_772_402_400),
            ("2026-03-02T00:00:00+02:00", 1_772_402_400),
            ("2026-03-01 22:00:00", 1_772_402_400),
            ("1772402400", 1_772_402_400),
            ("1772402400.0", 1_772_402_400),
            ("1772402400000", 1_772_402_400),
        ] {
            let recording = Recording::read(&format!("time,a\n{text},1\n")).unwrap();
            assert_eq!(
                (recording.zero(), recording.last(second(7))),
                (Some(second(start)), second(start)),
                "{text}"
            );
        }
        let recording = Recording::read("when,a\n5m,1\n0s,2").unwrap();
        assert_eq!((recording.zero(), recording.last(second(7))), (None, second(307)));
    }

    #[test]
    fn both_layouts_hold_the_same() {
        let wide = Recording::read("time,a,b\n0s,1,\n60s,error: x,\"{\"\"c\"\": 1}\"\n");
        let long = "time,metric,value\n60s,b,\"{\"\"c\"\": 1}\"\n0s,a,1\n0s,b,nodata\n60s,a,error: x\n";
        let long = Recording::read(long);
        for metric in ["a", "b"] {
            let source = |of: &Result<Recording, _>| of.as_ref().unwrap().source(metric, second(0), None);
            assert_eq!(source(&wide), source(&long), "{metric}");
        }
        let at = |at| {
            wide.as_ref().unwrap().source("a", second(0), None).unwrap().sample(&Ask {
                nth: 0,
                at: second(at),
                weight: 0,
            })
        };
        assert_eq!((at(59), at(600)), (Sample::Number(1.0), Sample::Error("x".into())));
    }

    #[test]
    fn a_sample_can_grow_stale() {
        let recording = Recording::read("time,a\n10s,1\n").unwrap();
        let stale_after = Some(crate::time::Span::seconds(300));
        let source = recording.source("a", second(0), stale_after).unwrap();
        let at = |at| source.sample(&Ask { nth: 0, at: second(at), weight: 0 });
        assert_eq!(
            (at(9), at(10), at(310), at(311)),
            (Sample::NoData, Sample::Number(1.0), Sample::Number(1.0), Sample::NoData)
        );
    }

    #[test]
    fn everything_that_is_wrong_is_told() {
        for (text, expected) in [
            ("", &["1:1 csv/titles: there is nothing in it"][..]),
            ("time,a\n", &["1:1 csv/rows: there are titles, and no row below them"]),
            ("time;a\n0s;1", &["1:1 csv/titles: there is one column only"]),
            ("0s,1\n1m,2", &["1:1 csv/titles: there are no titles"]),
            (
                "time,a,,a\n0s,1,2,3",
                &["1:8 csv/titles: a column without a title", "1:9 csv/titles: two columns are called `a`"]
                    [..1],
            ),
            (
                "time,a\nnoon,1\n1m,much\n2m,1,2\n3m\n2026-03-01T22:00:00Z,1\n",
                &[
                    "2:1 csv/time: `noon` is no time",
                    "3:4 csv/value: `much` is no value",
                    "4:6 csv/cells: 3 cells, where the titles are 2",
                    "5:1 csv/cells: 1 cells, where the titles are 2",
                    "6:1 csv/time: an instant, where line 3 has a time since the beginning",
                ],
            ),
        ] {
            let found = faults(text);
            assert_eq!(found.get(..expected.len()).unwrap_or(&found), expected, "{text}");
        }
        assert_eq!(faults("time,a,,a\n0s,1,2,3").len(), 2);
    }
}
