//! How long an update takes, and how much of that a person held it (`argo-rollout §12.8`).

use super::{
    blue_green,
    facts::Facts,
    plan::{Pause, Position, Promotion, Strategy},
    status::{Duration, Status},
    steps::PAUSE_STEP,
};
use crate::time::Timestamp;

/// The timing to store with the next status. `aborted` is whether the update counts as aborted after this pass.
#[doc(alias = "calculateStatusDuration")]
pub(super) fn duration(f: &Facts<'_>, next: &Status, aborted: bool) -> Option<Duration> {
    if next.condition("InvalidSpec").is_some() {
        return next.duration.clone();
    }
    let changed = f.status.current_pod_hash.is_empty() || f.replanned;
    let done = next.fully_promoted() && f.full <= f.new_size().map_or(0, |size| size.available);
    let retry = f.status.progressing_reason() == "RolloutAborted" && !aborted;
    let mut duration = next.duration.clone();
    if let Some(open) = duration.as_mut().filter(|d| d.rollout_started_at.is_some() && !d.finished()) {
        if changed && f.rolling_back {
            open.completion_status = if f.fast { "FastRolledBack" } else { "RolledBack" }.into();
        } else if changed {
            open.finish("Superseded", f.now);
        }
        if done {
            open.finish_by_default("Promoted", f.now);
            return duration;
        }
        if aborted && !open.finished() {
            open.finish_by_default("Aborted", f.now);
        }
    }
    let over = duration.as_ref().is_none_or(|d| d.finished() && !done);
    if over && (retry || changed && !done) {
        duration = Some(Duration { rollout_started_at: Some(f.now.whole()), ..Duration::default() });
    }
    let mut open = duration?;
    if !open.finished() {
        open.hold(held_by_a_person(f, next), f.now);
    }
    Some(open)
}

/// Whether only a person ends what holds the update.
fn held_by_a_person(f: &Facts<'_>, next: &Status) -> bool {
    let endless = matches!(f.position, Position::At(at) if at.step.pause == Some(Pause::UntilResumed));
    let by_hand = matches!(&f.plan.strategy, Strategy::BlueGreen(b) if b.promotion == Promotion::ByHand);
    f.plan.paused
        || next.pause_conditions.iter().any(|pause| {
            pause.reason.starts_with("Inconclusive")
                || pause.reason == PAUSE_STEP && endless
                || pause.reason == blue_green::PAUSE && by_hand
        })
}

impl Duration {
    /// Whether the update has both begun and ended.
    pub fn finished(&self) -> bool {
        self.rollout_started_at.is_some() && self.finished_at.is_some()
    }

    fn hold(&mut self, held: bool, now: Timestamp) {
        match self.manual_pause_started_at {
            None if held => self.manual_pause_started_at = Some(now.whole()),
            Some(_) if !held => self.let_go(now),
            _ => {}
        }
    }

    fn let_go(&mut self, now: Timestamp) {
        if let Some(since) = self.manual_pause_started_at.take() {
            let held = now.since(since).as_seconds();
            self.total_manual_pause_duration_seconds =
                self.total_manual_pause_duration_seconds.saturating_add(held);
        }
    }

    fn finish(&mut self, how: &str, now: Timestamp) {
        self.completion_status = how.into();
        self.finished_at = Some(now.whole());
        self.let_go(now);
    }

    /// Ends it as what it was going to end as, if that is known.
    fn finish_by_default(&mut self, how: &str, now: Timestamp) {
        let how = if self.completion_status.is_empty() { how.into() } else { self.completion_status.clone() };
        self.finish(&how, now);
    }
}
