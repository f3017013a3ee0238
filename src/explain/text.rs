//! An explanation as people read it.

use super::{Awaited, End, Explanation, Moves, Outlook, Rest};
use crate::{
    rollout::{Action, Command, Wait},
    time::{Span, Timestamp},
};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

/// So much of what happens is told in full. There is more only where it never comes to rest.
const SHOWN: usize = 20;

/// What happens at once, then what is awaited: since when, what ends it, what happens then.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let happening = happening(&self.moves);
        for line in &happening {
            writeln!(f, "now    {line}")?;
        }
        let first = if happening.is_empty() { "" } else { "then   " };
        match &self.rest {
            Rest::Awaits(all) => {
                all.iter().try_for_each(|one| write_awaited(f, one, &self.moves.status.phase, self.at))
            }
            rest => writeln!(f, "{first}{}", resting(rest)),
        }
    }
}

fn write_awaited(f: &mut fmt::Formatter<'_>, awaited: &Awaited, phase: &str, now: Timestamp) -> fmt::Result {
    writeln!(f, "waits for {}", awaited.wait)?;
    if let Some(since) = awaited.since {
        let what = if counts_progress(&awaited.wait) { "the last progress, " } else { "" };
        writeln!(f, "  since  {what}{since}{}", ago(since, now))?;
    }
    if let Some(trouble) = &awaited.trouble {
        writeln!(f, "  but    {}: {}", trouble.reason, trouble.message)?;
    }
    let ends: Vec<String> = awaited.ends.iter().map(|end| ending(end, &awaited.wait, now)).collect();
    writeln!(f, "  ends   {}", ends.join(", or "))?;
    let lines = match &awaited.then {
        None if matches!(awaited.wait, Wait::Restart { .. }) => {
            Vec::from(["that cannot be said without the pods".to_string()])
        }
        None => Vec::from(["that depends on what is written".to_string()]),
        Some(then) => outlook(then, phase),
    };
    for (at, line) in lines.iter().enumerate() {
        writeln!(f, "  {}{line}", if at == 0 { "then   " } else { "       " })?;
    }
    Ok(())
}

fn counts_progress(wait: &Wait) -> bool {
    matches!(wait, Wait::Pods { .. } | Wait::PodsGone { .. } | Wait::Capacity { .. } | Wait::Progress { .. })
}

/// Of phases only the last ones are told: that it goes on is told by what happens.
fn outlook(then: &Outlook, phase: &str) -> Vec<String> {
    let mut lines = happening(&then.moves);
    let status = &then.moves.status;
    if status.phase != phase && status.phase == "Degraded" {
        lines.push(format!("{}: {}", status.phase, status.message));
    }
    let nothing = lines.is_empty();
    let is_known = |wait: &&Wait| !matches!(wait, Wait::Progress { .. });
    match &then.rest {
        Rest::Awaits(waits) => {
            if nothing {
                lines.push("nothing yet".to_string());
            }
            // That it may be late is true of all that goes on.
            let others: Vec<&Wait> = waits.iter().filter(is_known).collect();
            let all = if others.is_empty() { waits.iter().collect() } else { others };
            lines.extend(all.into_iter().map(|wait| format!("waits for {wait}")));
        }
        rest => lines.push(resting(rest)),
    }
    lines
}

impl Moves {
    /// What happens, a line each: upstream's events, and actions that have none.
    pub fn lines(&self) -> Vec<String> {
        happening(self)
    }
}

fn happening(moves: &Moves) -> Vec<String> {
    let events = moves
        .reasons
        .iter()
        .filter_map(|reason| reason.event())
        .map(|(_, _, text)| text.trim_end().to_string());
    let others = moves.actions.iter().filter_map(|action| match action {
        Action::Evict { pod } => Some(format!("Evicted pod {pod}")),
        Action::Delete { revision } => Some(format!("Deleted ReplicaSet {revision}")),
        _ => None,
    });
    let mut all: Vec<String> = events.chain(others).collect();
    let more = all.len().saturating_sub(SHOWN);
    if 1 < more {
        all.truncate(SHOWN);
        all.push(format!("and {more} more"));
    }
    all
}

fn resting<W>(rest: &Rest<W>) -> String {
    match rest {
        Rest::Awaits(_) => String::new(),
        Rest::Done => "nothing is under way: all is as it should be".to_string(),
        Rest::Held(hold) => format!("nothing is decided: {hold}"),
        Rest::Never => "it never comes to rest: each pass undoes what another did".to_string(),
    }
}

fn ending(end: &End, wait: &Wait, now: Timestamp) -> String {
    match (end, wait) {
        (End::At(at), Wait::Progress { .. }) => format!("without any at {at}{}", ahead(*at, now)),
        (End::At(at), _) => format!("at {at}{}", ahead(*at, now)),
        (End::Command(command), _) => format!("by a person: {}", name(*command)),
        (End::Pods, Wait::PodsGone { .. }) => "when they are gone".to_string(),
        (End::Pods, Wait::Evictions { .. }) => {
            "when enough others are available and no disruption budget forbids it; tried again every 30s"
                .to_string()
        }
        (End::Pods, Wait::Progress { .. }) => "with any".to_string(),
        (End::Pods, _) => "when so many are available".to_string(),
        (End::Service, _) => "when somebody creates it".to_string(),
        (End::Router, _) => "when the router says so; asked again every 10s".to_string(),
        (End::Template, _) => "by another pod template".to_string(),
        (End::Field(field), _) => format!("by another `{field}`"),
    }
}

/// Commands by the names that `kubectl argo rollouts` has for them, if it has any.
fn name(command: Command) -> &'static str {
    match command {
        Command::Promote => "promote",
        // `promote` would also skip the step under way.
        Command::Resume => "`paused: false`",
        Command::PromoteFully => "promote --full",
        Command::SkipStep => "promote --skip-current-step",
        Command::SkipAllSteps => "promote --skip-all-steps",
        Command::Pause => "pause",
        Command::Abort => "abort",
        Command::Retry => "retry",
        Command::Restart { .. } => "restart",
    }
}

fn ago(since: Timestamp, now: Timestamp) -> String {
    let passed = now.whole().since(since);
    if Span::ZERO < passed { format!(", {} ago", brief(passed)) } else { String::new() }
}

fn ahead(at: Timestamp, now: Timestamp) -> String {
    let left = at.since(now.whole());
    if Span::ZERO < left { format!(", in {}", brief(left)) } else { ", which has passed".to_string() }
}

/// A length of time as people write it: `2m20s`, `5m`, `1h`.
fn brief(span: Span) -> String {
    let seconds = span.as_seconds();
    let part = |of: i64, unit: &str| if of == 0 { String::new() } else { format!("{of}{unit}") };
    let text = part(seconds / 3600, "h") + &part(seconds / 60 % 60, "m") + &part(seconds % 60, "s");
    if text.is_empty() { span.to_string() } else { text }
}
