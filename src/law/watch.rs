//! Standing beside a run.

use super::{
    Breach, Judge, LAWS,
    memory::Memory,
    scene::{Deed, Scene, hash},
};
use crate::sim::{End, Happening, Moment, Pass, Simulation, World};
use alloc::vec::Vec;

/// Stands beside a run and judges it. Clone it to try several ways on from one point.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    memory: Memory,
    passes: usize,
    breaches: Vec<Breach>,
    last: Option<(Pass, World)>,
}

/// What a watch found.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// How many passes were judged.
    pub passes: usize,
    /// Why the run ended.
    pub end: Option<End>,
    /// What was broken, in order.
    pub breaches: Vec<Breach>,
}

impl Watch {
    /// Judges a run to its end, from its beginning.
    pub fn over(run: Simulation) -> Verdict {
        Self::default().to_the_end(run)
    }

    /// Judges a run to its end.
    pub fn to_the_end(mut self, mut run: Simulation) -> Verdict {
        loop {
            let before = run.world().clone();
            match run.next() {
                Some(Moment::Happened { happening, refused: None, .. }) => {
                    self.happened(&happening, &before, run.world())
                }
                Some(Moment::Happened { .. }) => {}
                Some(Moment::Passed { pass, .. }) => self.passed(before, &pass, run.world()),
                None => break,
            }
        }
        if let Some(end) = run.end() {
            self.ended(end, run.world());
        }
        Verdict { passes: self.passes, end: run.end().cloned(), breaches: self.breaches }
    }

    /// Something happened; `before` is the world without it, `after` the one with it.
    pub fn happened(&mut self, happening: &Happening, before: &World, after: &World) {
        self.memory.happened(happening, before, after);
    }

    /// A pass was made; `before` is the world without it, `after` the one with it.
    pub fn passed(&mut self, before: World, pass: &Pass, after: &World) {
        self.passes += 1;
        let mut before = before;
        before.now = pass.at;
        before.look();
        let plan = before.plan();
        let mut world = before.clone();
        self.memory.acted(&plan, &world);
        for action in &pass.actions {
            let mut next = world.clone();
            if next.act(action).is_err() {
                break;
            }
            let deed = Deed {
                plan: &plan,
                status: &before.rollout.status,
                hash: hash(pass),
                action,
                before: &world,
                after: &next,
                memory: &self.memory,
            };
            let found = LAWS.iter().filter_map(|law| match law.judge {
                Judge::Deed(judge) => judge(&deed).map(|seen| Breach { law: law.id, seen }),
                Judge::Pass(_) | Judge::End(_) => None,
            });
            self.breaches.extend(found);
            self.memory.acted(&plan, &next);
            world = next;
        }
        let scene = Scene { plan: &plan, pass, before: &before, after, memory: &self.memory };
        let found = LAWS.iter().filter_map(|law| match law.judge {
            Judge::Pass(judge) => judge(&scene).map(|seen| Breach { law: law.id, seen }),
            Judge::Deed(_) | Judge::End(_) => None,
        });
        self.breaches.extend(found);
        self.memory.passed(pass, &before);
        self.last = Some((pass.clone(), before));
    }

    /// Nothing more happens.
    pub fn ended(&mut self, end: &End, world: &World) {
        let Some((pass, before)) = &self.last else { return };
        let plan = world.plan();
        let scene = Scene { plan: &plan, pass, before, after: world, memory: &self.memory };
        let found = LAWS.iter().filter_map(|law| match law.judge {
            Judge::End(judge) => judge(&scene, end).map(|seen| Breach { law: law.id, seen }),
            Judge::Deed(_) | Judge::Pass(_) => None,
        });
        self.breaches.extend(found);
    }

    /// What was broken so far.
    pub fn breaches(&self) -> &[Breach] {
        &self.breaches
    }
}
