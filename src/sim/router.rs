//! A router that splits traffic by weight.

use super::apply::Done;
use crate::{
    rollout::Answer,
    time::{Span, Timestamp},
};
use alloc::{collections::VecDeque, string::String};

/// The router of a world. It does what it is told, as far as it does not refuse; it is asked nothing if the plan has
/// none. Fields may be changed between passes.
#[derive(Clone, Debug, PartialEq)]
pub struct Router {
    /// What it was told; `None` until it is.
    pub told: Option<Carried>,
    /// When it was told the weight.
    pub since: Timestamp,
    /// Whether it can say that a weight has arrived, so that it is asked.
    pub confirms: bool,
    /// How long a weight takes to arrive; until then it carries the one before.
    pub delay: Span,
    /// The weight that it carries until then.
    pub before: i64,
    /// When it refuses every weight, also the one that it carries: as if it could not be reached.
    pub outage: Option<Outage>,
    /// What it answers first, whatever is true: for a replay.
    pub answers: VecDeque<Answer>,
}

/// A time in which a router does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    /// From this instant on.
    pub from: Timestamp,
    /// Before this instant; `None` is for ever.
    pub until: Option<Timestamp>,
}

/// What a router carries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// The weight of the canary, of the plan's total; the rest is stable's.
    pub weight: i64,
    /// Hash of the canary; empty if there is none, or it was not said.
    pub canary: String,
    /// Hash of stable; empty if it was not said.
    pub stable: String,
}

impl Default for Router {
    /// One that cannot say whether a weight has arrived.
    fn default() -> Self {
        Self {
            told: None,
            since: Timestamp::from_seconds(0),
            confirms: false,
            delay: Span::ZERO,
            before: 0,
            outage: None,
            answers: VecDeque::new(),
        }
    }
}

impl Outage {
    /// Whether the router does not work at this instant.
    pub fn covers(&self, now: Timestamp) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

impl Router {
    /// What it carries at this instant; `None` until it is told something.
    ///
    /// ```
    /// use gradual::{sim::{Carried, Router}, time::{Span, Timestamp}};
    ///
    /// let told = Some(Carried { weight: 50, ..Carried::default() });
    /// let router = Router { told, before: 20, delay: Span::seconds(30), ..Router::default() };
    /// let weight = |second| router.carries(Timestamp::from_seconds(second)).map(|carried| carried.weight);
    /// assert_eq!((weight(29), weight(30)), (Some(20), Some(50)));
    /// ```
    pub fn carries(&self, now: Timestamp) -> Option<Carried> {
        let told = self.told.clone()?;
        Some(if now < self.arrival() { Carried { weight: self.before, ..told } } else { told })
    }

    /// When the weight it was told arrives.
    pub fn arrival(&self) -> Timestamp {
        self.since.plus(self.delay)
    }

    pub(super) fn set_hashes(&mut self, canary: &str, stable: &str) -> Done {
        let told = self.told.clone().unwrap_or_default();
        self.tell(Carried { weight: told.weight, canary: canary.into(), stable: stable.into() })
    }

    pub(super) fn set_weight(&mut self, weight: i64, now: Timestamp) -> Result<Done, String> {
        if self.outage.is_some_and(|outage| outage.covers(now)) {
            return Err("the router refuses weights".into());
        }
        let told = self.told.clone();
        if told.as_ref().is_none_or(|told| told.weight != weight) {
            self.before = self.carries(now).map_or(0, |carried| carried.weight);
            self.since = now;
        }
        Ok(self.tell(Carried { weight, ..told.unwrap_or_default() }))
    }

    fn tell(&mut self, said: Carried) -> Done {
        let same = self.told.as_ref() == Some(&said);
        self.told = Some(said);
        if same { Done::Same } else { Done::Changed }
    }

    /// Whether this weight has arrived.
    pub(super) fn answer(&mut self, weight: i64, now: Timestamp) -> Answer {
        if let Some(answer) = self.answers.pop_front() {
            return answer;
        }
        match &self.told {
            _ if !self.confirms => Answer::Unknown,
            Some(told) if told.weight == weight && self.arrival() <= now => Answer::Arrived,
            Some(_) | None => Answer::Pending,
        }
    }
}
