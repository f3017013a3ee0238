//! How things stand after a pass.

use super::awaits::{Awaits, awaits};
use gradual::{
    rollout::{BlueGreen, Plan, Position, Status, Strategy},
    sim::{Pass, ReplicaSet, World},
    time::Timestamp,
};

/// How things stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) step: Step,
    /// The share of traffic that the new revision is meant to have; nothing without weights.
    pub(crate) weight: Option<Share>,
    /// The share of traffic that the new revision really has; nothing if nobody says.
    pub(crate) real: Option<Share>,
    /// The stable revision, or the one that the active service selects.
    pub(crate) old: Place,
    /// The canary, or what stands behind the preview service; nothing once the new revision has taken over.
    pub(crate) new: Option<Place>,
    /// Pods of still other revisions.
    pub(crate) others: i64,
    pub(crate) awaits: Awaits,
}

/// Who divides the traffic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Division {
    /// Pods: each gets as much as any other.
    Pods,
    /// A router, by weight.
    Router,
    /// A service, which selects one revision or another.
    Service,
}

/// Where the update stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    At {
        number: usize,
        of: usize,
        label: String,
    },
    /// The last one is over, and the new revision is not yet stable.
    Over,
    /// There are none.
    None,
    /// Blue-green: the active service still selects another revision.
    BeforeSwitch,
    /// Blue-green: it selects the new one, which is not yet stable.
    Switched,
    Aborted,
    /// The wanted revision is stable.
    Complete,
}

/// A part of a whole that is more than zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) part: i64,
    pub(crate) whole: i64,
}

/// A revision and its pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its number.
    pub(crate) revision: i64,
    /// Nothing where they are told beside it.
    pub(crate) pods: Option<Pods>,
}

/// Pods of a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pods {
    pub(crate) available: i64,
    pub(crate) wanted: i64,
}

impl Division {
    pub(super) fn of(plan: &Plan) -> Self {
        match &plan.strategy {
            Strategy::BlueGreen(_) => Self::Service,
            Strategy::Canary(canary) if canary.traffic.is_some() => Self::Router,
            Strategy::Canary(_) => Self::Pods,
        }
    }
}

impl Step {
    /// In a few words; a step under way is better told with its number.
    pub(super) fn word(&self) -> &str {
        match self {
            Self::At { label, .. } => label,
            Self::Over => "all steps over",
            Self::None => "no steps",
            Self::BeforeSwitch => "before the switch",
            Self::Switched => "switched",
            Self::Aborted => "aborted",
            Self::Complete => "complete",
        }
    }
}

impl Share {
    /// Whole percents; neither 0 nor 100 unless it is so.
    pub(crate) fn percent(self) -> i64 {
        self.of(100)
    }

    /// So many of `full`, rounded to the nearest; neither none nor all unless it is so.
    pub(crate) fn of(self, full: i64) -> i64 {
        if self.part <= 0 {
            0
        } else if self.whole <= self.part {
            full
        } else {
            let (part, whole, full) = (i128::from(self.part), i128::from(self.whole), i128::from(full));
            let near =
                (part.saturating_mul(full).saturating_mul(2).saturating_add(whole)) / whole.saturating_mul(2);
            i64::try_from(near.clamp(1.min(full), full.saturating_sub(1).max(1))).unwrap_or(i64::MAX)
        }
    }
}

impl State {
    pub(super) fn of(pass: &Pass, world: &World, start: Timestamp) -> Self {
        let (plan, status) = (world.plan(), &pass.status);
        let (old, new) = places(&plan, status, world);
        let is_other = |set: &&ReplicaSet| [old, new].iter().flatten().all(|one| one.name != set.name);
        let others = world.sets.iter().filter(is_other).map(|set| set.size.have);
        let is_beside = |set: &ReplicaSet| old.is_some_and(|old| old.name == set.name);
        Self {
            step: step(&plan, status, world),
            weight: plan.canary().map(|_| Share { part: plan.weight(status), whole: plan.total() }),
            real: real(&plan, pass, world),
            old: Place { revision: old.map_or(0, ReplicaSet::number), pods: Some(pods(old)) },
            new: new.map(|set| Place {
                revision: set.number(),
                pods: (!is_beside(set)).then(|| pods(Some(set))),
            }),
            others: others.fold(0_i64, i64::saturating_add),
            awaits: awaits(pass, world, start),
        }
    }

    /// Whether only pods moved, and those too few to see.
    pub(super) fn hardly_differs(&self, other: &Self) -> bool {
        const TENTHS: i64 = 10;
        let tenths = |state: &Self| state.real.map(|share| share.of(TENTHS));
        let revisions = |state: &Self| (state.old.revision, state.new.map(|new| new.revision));
        self.awaits.is_of_same_pods(&other.awaits)
            && self.step == other.step
            && self.weight == other.weight
            && revisions(self) == revisions(other)
            && tenths(self) == tenths(other)
    }
}

/// The two revisions that have columns of their own: stable and canary, or what the two services select.
fn places<'a>(
    plan: &Plan,
    status: &Status,
    world: &'a World,
) -> (Option<&'a ReplicaSet>, Option<&'a ReplicaSet>) {
    let of_hash = |hash: &str| world.sets.iter().find(|set| set.hash == hash);
    let apart =
        |one: Option<&ReplicaSet>| world.current().filter(|set| one.is_none_or(|one| one.name != set.name));
    match &plan.strategy {
        Strategy::Canary(_) => {
            let stable = of_hash(&status.stable_rs);
            (stable, apart(stable))
        }
        Strategy::BlueGreen(plan) => {
            let active = selected(world, &plan.active_service).and_then(of_hash);
            let preview = match &plan.preview_service {
                Some(preview) => selected(world, preview).and_then(of_hash),
                None => apart(active),
            };
            (active, preview)
        }
    }
}

/// The hash that a service selects.
pub(super) fn selected<'a>(world: &'a World, service: &str) -> Option<&'a str> {
    world.services.iter().find(|one| one.name == service)?.selects.as_deref()
}

fn step(plan: &Plan, status: &Status, world: &World) -> Step {
    if status.fully_promoted() {
        return Step::Complete;
    }
    if status.abort {
        return Step::Aborted;
    }
    let canary = match &plan.strategy {
        Strategy::BlueGreen(plan) if is_active(plan, world) => return Step::Switched,
        Strategy::BlueGreen(_) => return Step::BeforeSwitch,
        Strategy::Canary(canary) => canary,
    };
    let of = canary.steps.list.len();
    match plan.position(status) {
        Position::At(at) => Step::At { number: at.index.saturating_add(1), of, label: at.step.label.clone() },
        Position::Done(_) => Step::Over,
        Position::Stepless => Step::None,
    }
}

/// The share of traffic that reaches the new revision.
fn real(plan: &Plan, pass: &Pass, world: &World) -> Option<Share> {
    let current = world.current();
    match &plan.strategy {
        Strategy::BlueGreen(plan) => Some(Share { part: i64::from(is_active(plan, world)), whole: 1 }),
        Strategy::Canary(canary) if canary.traffic.is_some() => {
            let carried = pass.carried.as_ref()?;
            let hash = current.map(|set| set.hash.as_str());
            let total = plan.total();
            let parts = [
                (destination(canary.canary_service.as_deref(), &carried.canary, world), carried.weight),
                (
                    destination(canary.stable_service.as_deref(), &carried.stable, world),
                    total.saturating_sub(carried.weight),
                ),
            ];
            let ours = parts.into_iter().filter(|(to, _)| hash == Some(*to)).map(|(_, weight)| weight);
            Some(Share { part: ours.fold(0, i64::saturating_add), whole: total })
        }
        Strategy::Canary(_) => {
            let available = world.sets.iter().map(|set| set.size.available).fold(0, i64::saturating_add);
            let part = current.map_or(0, |set| set.size.available);
            (0 < available).then_some(Share { part, whole: available })
        }
    }
}

/// Where a router's share goes: through a service if one is named, which may select otherwise than the router was told.
fn destination<'a>(service: Option<&str>, told: &'a str, world: &'a World) -> &'a str {
    service.and_then(|service| selected(world, service)).unwrap_or(told)
}

fn is_active(plan: &BlueGreen, world: &World) -> bool {
    let current = world.current().map(|set| set.hash.as_str());
    current.is_some() && selected(world, &plan.active_service) == current
}

fn pods(set: Option<&ReplicaSet>) -> Pods {
    Pods { available: set.map_or(0, |set| set.size.available), wanted: set.map_or(0, |set| set.size.want) }
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn a_share_is_rounded_but_never_to_none_or_all() {
        let rows = [
            ((0, 8), (0, 0)),
            ((1, 8), (13, 1)),
            ((1, 1000), (1, 1)),
            ((999, 1000), (99, 9)),
            ((8, 8), (100, 10)),
            ((9, 8), (100, 10)),
            ((-1, 8), (0, 0)),
            ((i64::MAX - 1, i64::MAX), (99, 9)),
        ];
        for ((part, whole), (percent, tenths)) in rows {
            let share = Share { part, whole };
            assert_eq!((share.percent(), share.of(10)), (percent, tenths), "{part}/{whole}");
        }
    }
}
