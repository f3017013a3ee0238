//! Real manifests, read in place: they are upstream's own texts and not part of this project.
//!
//! Looks in `GRADUAL_CORPUS`, or beside the project; passes, and says so, where there are none.
#![cfg(all(feature = "yaml", feature = "sim"))]

use flate2::read::GzDecoder;
use gradual::{
    argo::{self, Rollout},
    diagnostic::Severity,
    manifest,
    rollout::Wait,
    sim::{Cue, End, Happening, Limits, Moment, Policy, Simulation, World},
    time::{Span, Timestamp},
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs::File,
    io::{Read, Write},
    path::PathBuf,
};

/// What was found in the corpus.
#[derive(Default)]
struct Counts {
    documents: usize,
    unreadable: usize,
    rollouts: usize,
    planned: usize,
    /// Of those, how many simulations ended where all is as wanted, and how many where a person must act.
    settled: usize,
    awaiting: usize,
    /// The most passes that one took.
    passes: usize,
    /// Rollouts with this error.
    refused: BTreeMap<&'static str, usize>,
}

#[test]
fn every_rollout_is_written_back_as_it_was_read() -> Result<(), Box<dyn Error>> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/manifests.jsonl.gz");
    let path = std::env::var_os("GRADUAL_CORPUS").map_or(beside, PathBuf::from);
    let Ok(file) = File::open(&path) else {
        return say("corpus: not there, nothing compared");
    };
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text)?;
    let mut counts = Counts::default();
    // Only line feeds end a line: other separators occur inside strings.
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        let line: Value = serde_json::from_str(line)?;
        counts.file(&line["file"], line["text"].as_str().unwrap_or_default());
    }
    say(&counts.told())?;
    assert!(0 < counts.rollouts, "a corpus without a Rollout");
    Ok(())
}

/// Prints a line past the test runner's capture.
fn say(line: &str) -> Result<(), Box<dyn Error>> {
    Ok(writeln!(std::io::stdout().lock(), "{line}")?)
}

impl Counts {
    fn file(&mut self, name: &Value, text: &str) {
        let stream = manifest::read(text.as_bytes());
        self.unreadable += usize::from(stream.error.is_some());
        for document in stream.objects() {
            self.documents += 1;
            let value = &document.value;
            if value["kind"] == "Rollout" && value["apiVersion"] == "argoproj.io/v1alpha1" {
                self.rollout(name, value);
            }
        }
    }

    fn rollout(&mut self, name: &Value, value: &Value) {
        self.rollouts += 1;
        let checked = argo::check(value);
        assert_eq!(checked.rollout.write(), *value, "{name}: written back");
        // The same by the types alone, without what was read beside them.
        let (again, _) =
            Rollout::read(&json!({"spec": checked.rollout.spec, "metadata": checked.rollout.metadata}));
        assert_eq!(again.spec, checked.rollout.spec, "{name}: the types hold everything");
        assert_eq!(again.metadata, checked.rollout.metadata, "{name}: the types hold everything");
        if checked.plan.is_some() {
            self.planned += 1;
            self.simulate(name, checked.rollout.clone());
        }
        let errors = checked.diagnostics.iter().filter(|one| one.severity == Severity::Error);
        let codes: BTreeSet<_> = errors.map(|one| one.code).collect();
        for code in codes {
            *self.refused.entry(code).or_default() += 1;
        }
    }

    /// An update of what is deployed ends, or waits for a person, within a bounded number of passes.
    fn simulate(&mut self, name: &Value, rollout: Rollout) {
        let start = Timestamp::from_seconds(0);
        let mut world = World::deployed(rollout, start);
        world.policy = Policy::ReadyAfter(Span::seconds(5));
        let happening = Happening::SetImage { container: "*".into(), image: "another".into() };
        let script = Vec::from([Cue { at: start, happening }]);
        let limits = Limits { time: Span::seconds(30 * 86_400), passes: 1_000 };
        let mut simulation = Simulation::new(world, script, limits);
        let passes = simulation.by_ref().filter(|moment| matches!(moment, Moment::Passed { .. })).count();
        self.passes = self.passes.max(passes);
        match simulation.end() {
            Some(End::Settled) => self.settled += 1,
            Some(End::Awaits(Wait::Resume { .. } | Wait::Unpause | Wait::Retry)) => self.awaiting += 1,
            other => {
                assert!(other.is_none(), "{name}: the simulation ended in {other:?} after {passes} passes")
            }
        }
    }

    fn told(&self) -> String {
        let Self { documents, unreadable, rollouts, planned, settled, awaiting, passes, refused } = self;
        let refused: Vec<_> = refused.iter().map(|(code, n)| format!("{code} {n}")).collect();
        format!(
            "corpus: {documents} documents, {unreadable} files not YAML throughout; {rollouts} Rollouts written back as \
             read, {planned} planned; simulated: {settled} settled, {awaiting} wait for a person, at most {passes} passes; \
             refused for: {}",
            refused.join(", ")
        )
    }
}
