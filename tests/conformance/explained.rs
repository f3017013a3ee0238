//! `argo-rollout-traces`: where upstream did nothing, what it waited for has a name, or there was nothing to wait for.

use crate::{
    features,
    rollout_traces::{answer, recorded_idle, scenarios},
    tally::lines,
    world::{self, Case},
};
use gradual::{
    decision::{Heard, Next, Trouble},
    explain::{Explanation, Rest, explain},
    rollout::{Reason, Wait, decide},
    time::{Span, Timestamp},
};
use serde_json::Value;
use std::{collections::BTreeMap, io::Write};

/// Explains every line on which nothing was done; whether each names a wait or is an end.
pub fn run() -> bool {
    let Some(lines) = lines("argo-rollout-traces.jsonl.gz") else { return true };
    let (mut idle, mut lines_named, mut ends) = (0, 0, 0);
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    let mut nameless: Vec<String> = Vec::new();
    for scenario in scenarios(&lines) {
        if !features::needed(&scenario).is_empty() {
            continue;
        }
        for line in scenario.iter().filter(|line| recorded_idle(line) && !was_refused(line)) {
            idle += 1;
            match judge(line) {
                Ok(waits) if waits.is_empty() => ends += 1,
                Ok(waits) => {
                    lines_named += 1;
                    waits.iter().for_each(|wait| *named.entry(kind(wait)).or_default() += 1);
                }
                Err(why) => nameless.push(format!("{} {}: {why}", line["scenario"], line["seq"])),
            }
        }
    }
    let kinds: Vec<_> = named.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
    let mut text = format!(
        "explain: {idle} idle lines, {lines_named} named, {ends} ends, {} nameless ({})\n",
        nameless.len(),
        kinds.join(", "),
    );
    for one in nameless.iter().take(10) {
        text += &format!("    {one}\n");
    }
    std::io::stdout().lock().write_all(text.as_bytes()).is_ok() && nameless.is_empty()
}

/// The waits; none at an end.
fn judge(line: &Value) -> Result<Vec<Wait>, String> {
    let Case { plan, status, seen } = world::read(&line["in"]);
    let now: Timestamp = serde_json::from_value(line["now"].clone()).expect("an instant");
    let heard = Heard { answers: Vec::from([answer(&line["in"]["verifyWeight"])]), failed: None };
    let explained = explain(&plan, &status, &seen, &heard, now);
    if !explained.moves.actions.is_empty() {
        return Err(format!("upstream did nothing, and we would: {:?}", explained.moves.actions));
    }
    same_as_decided(&explained, line)?;
    if let Rest::Awaits(awaited) = &explained.rest {
        let endless = awaited.iter().find(|one| one.ends.is_empty());
        return match endless {
            Some(one) => Err(format!("nothing ends {:?}", one.wait)),
            None => Ok(awaited.iter().map(|one| one.wait.clone()).collect()),
        };
    }
    if explained.rest == Rest::Done && is_end(line) {
        return Ok(Vec::new());
    }
    Err(format!("no wait is named, and it is no end: {explained:#?}"))
}

/// What is explained is what the decision itself says; and a decision that comes back at a certain time says for what.
fn same_as_decided(explained: &Explanation, line: &Value) -> Result<(), String> {
    let Case { plan, status, seen } = world::read(&line["in"]);
    let mut heard = Heard::default();
    let mut pass = decide(&plan, &status, &seen, &heard, explained.at);
    if pass.next == Next::Ask {
        heard.answers.push(answer(&line["in"]["verifyWeight"]));
        pass = decide(&plan, &status, &seen, &heard, explained.at);
    }
    let said = pass.reasons.iter().filter_map(|told| match &told.reason {
        Reason::Waiting(wait) => Some(wait),
        _ => None,
    });
    let ours = explained.rest.waits().iter().map(|one| &one.wait);
    if !said.clone().eq(ours) {
        return Err(format!("{explained:#?} but {:#?}", said.collect::<Vec<_>>()));
    }
    let ahead = |wait: &&Wait| at(wait).is_some_and(|at| explained.at < at);
    let late = said.filter(ahead).find(|wait| !comes_back(&pass.next, wait));
    late.map_or(Ok(()), |wait| Err(format!("{wait} is awaited, and it comes back {:?}", pass.next)))
}

/// When a wait is over of itself.
fn at(wait: &Wait) -> Option<Timestamp> {
    match wait {
        Wait::PauseOver { at } | Wait::Retirement { at, .. } | Wait::Restart { at } => Some(*at),
        Wait::Progress { due } => Some(*due),
        _ => None,
    }
}

/// Whether a decision comes back as soon as that instant has passed. Shortly before progress is due it is tried again and
/// again.
fn comes_back(next: &Next, wait: &Wait) -> bool {
    let soon = |alarm: Timestamp| at(wait).is_some_and(|at| alarm <= at.plus(Span::seconds(1)));
    match next {
        Next::At(alarm, _) => soon(*alarm),
        Next::Retry { trouble: Trouble::Overdue, .. } if matches!(wait, Wait::Progress { .. }) => true,
        Next::Retry { by, .. } => by.is_some_and(|(alarm, _)| soon(alarm)),
        Next::OnChange | Next::Ask => false,
    }
}

/// Nothing is under way: healthy, every pod is new and available, and nobody has asked for anything else.
fn is_end(line: &Value) -> bool {
    let Case { plan, status, seen } = world::read(&line["in"]);
    let is_new = |name: &str| seen.current.revision.as_deref() == Some(name);
    let full = plan.full();
    let at_rest = seen.revisions.iter().all(|r| {
        let size = [r.size.want, r.size.have, r.size.available];
        let kept = plan.canary().is_none()
            && r.size.want == full
            && r.retirement == gradual::rollout::Retirement::None;
        if is_new(&r.name) { size == [full; 3] } else { size == [0; 3] || kept }
    });
    let asked = plan.paused
        || plan.restart_at.map(Timestamp::whole).is_some_and(|at| status.restarted_at != Some(at));
    status.phase == "Healthy"
        && status.fully_promoted()
        && at_rest
        && !asked
        && status.pause_conditions.is_empty()
}

/// Whether something failed that is scripted to: then upstream did less than it wanted.
fn was_refused(line: &Value) -> bool {
    let writes = line["out"]["writes"].as_array().into_iter().flatten();
    let calls = line["out"]["routerCalls"].as_array().into_iter().flatten();
    writes
        .chain(calls)
        .any(|one| one["failed"].is_string() || one["error"].is_string() && one["call"] != "VerifyWeight")
}

/// `Pods` of `Pods { … }`.
fn kind(wait: &Wait) -> String {
    let text = format!("{wait:?}");
    text.split(' ').next().unwrap_or_default().to_owned()
}
