//! What a picture of a simulation shows: shares, pods and steps over time.

use super::{
    awaits::Awaits,
    state::{Pods, Share, State, Step},
};
use gradual::{
    sim::World,
    time::{Span, Timestamp},
};

/// Frames, each as things stand until the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Film {
    pub(crate) frames: Vec<Frame>,
    /// The revisions that are ever shown, oldest first.
    pub(crate) revisions: Vec<Shown>,
}

/// How things stand from a time on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) at: Span,
    /// The share of traffic that the new revision is meant to have.
    pub(crate) wanted: Option<Share>,
    /// The share that it has.
    pub(crate) real: Option<Share>,
    /// The pods of each revision, in the order of [`Film::revisions`]; those that come later have none.
    pub(crate) pods: Vec<Pods>,
    pub(crate) step: Step,
    pub(crate) rest: Rest,
}

/// A revision in the picture: a ReplicaSet, which can get other numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) set: String,
    pub(crate) numbers: Vec<i64>,
}

/// Whether anything is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    /// It waits for a person, or for a pause to end.
    Pausing,
    /// It goes on, or is over.
    None,
}

impl Film {
    /// After a pass that leaves this state.
    pub(super) fn see(&mut self, world: &World, state: &State, start: Timestamp) {
        self.meet(world);
        let frame = Frame {
            at: world.now.since(start),
            wanted: state.weight,
            real: state.real,
            pods: self.revisions.iter().map(|shown| pods(world, &shown.set)).collect(),
            step: state.step.clone(),
            rest: rest(&state.awaits),
        };
        if let Some(last) = self.frames.last().filter(|last| last.real != frame.real) {
            // No pass happens when a weight arrives; one finds it afterwards.
            let arrival = world.router.arrival().since(start);
            if last.at < arrival && arrival < frame.at {
                self.frames.push(Frame { at: arrival, real: frame.real, ..last.clone() });
            }
        }
        match self.frames.last_mut() {
            Some(last) if last.same_as(&frame) => {}
            Some(last) if last.at == frame.at => *last = frame,
            _ => self.frames.push(frame),
        }
    }

    fn meet(&mut self, world: &World) {
        for set in &world.sets {
            let number = set.number();
            match self.revisions.iter_mut().find(|shown| shown.set == set.name) {
                None => self.revisions.push(Shown { set: set.name.clone(), numbers: vec![number] }),
                Some(shown) if shown.numbers.last() != Some(&number) => shown.numbers.push(number),
                Some(_) => {}
            }
        }
    }
}

impl Frame {
    /// The pods of a revision.
    pub(crate) fn pods(&self, revision: usize) -> Pods {
        self.pods.get(revision).copied().unwrap_or(Pods { available: 0, wanted: 0 })
    }

    fn same_as(&self, other: &Self) -> bool {
        Self { at: other.at, ..self.clone() } == *other
    }
}

fn pods(world: &World, name: &str) -> Pods {
    let size = world.sets.iter().find(|set| set.name == name).map(|set| set.size).unwrap_or_default();
    Pods { available: size.available, wanted: size.want.max(0) }
}

fn rest(awaits: &Awaits) -> Rest {
    match awaits {
        Awaits::PauseOver(_) | Awaits::Promotion(_) | Awaits::Resume | Awaits::Unpause => Rest::Pausing,
        Awaits::Nothing
        | Awaits::Healthy
        | Awaits::Pods(..)
        | Awaits::PodsGone(..)
        | Awaits::PodsKept(_)
        | Awaits::Retry
        | Awaits::Restart(_)
        | Awaits::Promote
        | Awaits::Retirement(..)
        | Awaits::Weight(_)
        | Awaits::Router(_)
        | Awaits::Room
        | Awaits::Capacity(..)
        | Awaits::Evictions(_)
        | Awaits::Progress(_)
        | Awaits::Service(_)
        | Awaits::Other(_) => Rest::None,
    }
}
