//! The state of the world.

use super::{
    apply::{Done, Refusals},
    hash::template_hash,
    pods::{self, NamedPod, Policy, Which},
    router::{Carried, Router},
    run::{Limits, Simulation},
    set::{NUMBER, ReplicaSet},
};
use crate::{
    argo::{self, Rollout, RolloutSpec},
    rollout::{Compat, Current, Observed, Plan, Pod, Service, Strategy},
    time::{Span, Timestamp},
};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::{String, ToString},
    sync::Arc,
    vec::Vec,
};
use serde_json::Value;

/// One rollout and what surrounds it.
///
/// Fields may be changed between passes. A change of the spec counts the generation, as it does in a cluster:
/// [`happen`](World::happen) and [`update`](World::update) see to that.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    /// The time.
    pub now: Timestamp,
    /// The rollout as the API server holds it, its status included.
    pub rollout: Rollout,
    /// Its ReplicaSets, oldest first, ties by name.
    pub sets: Vec<ReplicaSet>,
    /// The services that exist, by name.
    pub services: Vec<Service>,
    /// The router, for a plan that has one.
    pub router: Router,
    /// How pods follow what is wanted.
    pub policy: Policy,
    /// How many pods of some ReplicaSets can become ready at most; the smallest of several counts.
    pub caps: BTreeMap<Which, i64>,
    /// How the rollout is decided where upstream breaks a law.
    pub compat: Compat,
    /// Writes to refuse.
    pub refusals: Refusals,
    /// The pods one by one, oldest first, if asked for with [`name_pods`](World::name_pods). Without them a restart
    /// finds nothing to evict.
    pub pods: Option<Vec<NamedPod>>,
    /// How many named pods were ever made; their names are numbered by it.
    pub pods_made: u64,
    planned: Planned,
    known: BTreeMap<String, String>,
}

/// The plan of a generation: a spec is translated once.
#[derive(Clone, Debug, PartialEq)]
struct Planned {
    generation: i64,
    plan: Arc<Plan>,
}

impl Planned {
    fn of(rollout: &Rollout, compat: Compat) -> Self {
        let plan = Plan { compat, ..argo::translate(rollout) };
        Self { generation: rollout.metadata.generation, plan: Arc::new(plan) }
    }
}

impl World {
    /// A world in which this rollout was just created: no ReplicaSets, and the services that it names exist.
    pub fn new(rollout: Rollout, now: Timestamp) -> Self {
        let mut rollout = rollout;
        rollout.metadata.generation = rollout.metadata.generation.max(1);
        let planned = Planned::of(&rollout, Compat::ARGO);
        let services = named_services(&planned.plan).into_iter();
        let services = services.map(|name| Service { name, selects: None, managed: false }).collect();
        Self {
            now,
            rollout,
            sets: Vec::new(),
            services,
            router: Router::default(),
            policy: Policy::Instant,
            caps: BTreeMap::new(),
            compat: Compat::ARGO,
            refusals: BTreeMap::new(),
            pods: None,
            pods_made: 0,
            planned,
            known: BTreeMap::new(),
        }
    }

    /// A world in which this rollout was deployed some time ago: its first revision has all its pods, and its services
    /// and its router send all traffic there.
    pub fn deployed(rollout: Rollout, now: Timestamp) -> Self {
        let mut first =
            Simulation::new(Self::new(rollout, now.plus(A_DAY_BEFORE)), Vec::new(), Limits::default());
        first.by_ref().for_each(drop);
        Self { now, ..first.into_world() }
    }

    /// Gives each pod a name from now on, so that a restart can evict it. Beyond a thousand pods a ReplicaSet the
    /// others are only counted.
    #[must_use]
    pub fn name_pods(mut self) -> Self {
        self.pods = Some(self.pods.unwrap_or_default());
        self.name_new_pods();
        self
    }

    /// From now on `hash` is the hash of this pod template.
    pub fn know(&mut self, template: &Value, hash: String) {
        self.known.insert(template.to_string(), hash);
    }

    /// The wanted pod template; null if the spec has none.
    pub fn template(&self) -> Value {
        self.rollout.spec.template.clone().unwrap_or_default()
    }

    /// The hash of the wanted template.
    pub fn hash(&self) -> String {
        let template = self.template();
        self.known.get(&template.to_string()).cloned().unwrap_or_else(|| template_hash(&template))
    }

    /// The ReplicaSet with the wanted template: the one with its hash, else the oldest with an equal template
    /// (`argo-rollout §14.1`).
    pub fn current(&self) -> Option<&ReplicaSet> {
        let (template, hash) = (self.template(), self.hash());
        let by_hash = self.sets.iter().find(|set| set.hash == hash);
        by_hash.or_else(|| self.sets.iter().find(|set| set.template == template))
    }

    /// The plan that the spec is.
    pub fn plan(&self) -> Arc<Plan> {
        if self.is_planned() {
            self.planned.plan.clone()
        } else {
            Planned::of(&self.rollout, self.compat).plan
        }
    }

    /// Writes the spec, as a person does who applies a manifest: it is not checked again. A change of it counts the
    /// generation.
    pub fn update(&mut self, spec: RolloutSpec) {
        self.write_spec(spec);
    }

    /// What a controller sees.
    pub fn observe(&self) -> Observed {
        let number = self.rollout.metadata.annotations.get(NUMBER);
        Observed {
            generation: self.rollout.metadata.generation,
            number: number.and_then(|number| number.parse().ok()),
            current: Current { hash: self.hash(), revision: self.current().map(|set| set.name.clone()) },
            revisions: self.sets.iter().map(|set| set.revision(&self.rollout)).collect(),
            resync: RESYNC,
            confirms_weights: self.router.confirms,
            services: self.services.clone(),
            pods: self.seen_pods(),
        }
    }

    /// What the router carries now; `None` if the plan has none, or it was told nothing yet.
    pub fn carried(&self) -> Option<Carried> {
        self.plan().traffic().and_then(|_| self.router.carries(self.now))
    }

    /// The ReplicaSet controller looks at every ReplicaSet once.
    pub fn look(&mut self) {
        let (policy, now) = (self.policy, self.now);
        self.sets = self.sets.iter().map(|set| pods::look(set, policy, self.cap(set), now)).collect();
        self.name_new_pods();
    }

    /// When pods next move if nothing is changed; `now` if the next look of the ReplicaSet controller moves some, and
    /// `None` if they are still.
    pub fn pods_move(&self) -> Option<Timestamp> {
        self.sets.iter().filter_map(|set| pods::moves(set, self.policy, self.cap(set), self.now)).min()
    }

    /// Writes the spec; a change of it counts the generation.
    pub(super) fn write_spec(&mut self, spec: RolloutSpec) -> Done {
        if spec == self.rollout.spec {
            return Done::Same;
        }
        self.rollout.spec = spec;
        self.rollout.metadata.generation = self.rollout.metadata.generation.saturating_add(1);
        self.planned = Planned::of(&self.rollout, self.compat);
        Done::Changed
    }

    /// Keeps the plan of this generation.
    pub(super) fn replan(&mut self) {
        if !self.is_planned() {
            self.planned = Planned::of(&self.rollout, self.compat);
        }
    }

    fn is_planned(&self) -> bool {
        let planned = &self.planned;
        planned.generation == self.rollout.metadata.generation && planned.plan.compat == self.compat
    }

    fn cap(&self, set: &ReplicaSet) -> Option<i64> {
        self.caps.iter().filter(|(which, _)| which.is(set)).map(|(_, cap)| *cap).min()
    }

    fn name_new_pods(&mut self) {
        if let Some(pods) = &self.pods {
            self.pods = Some(pods::named(pods, &self.sets, &mut self.pods_made, self.now));
        }
    }

    /// The oldest pods of a ReplicaSet are its available ones.
    fn seen_pods(&self) -> Vec<Pod> {
        let mut available: BTreeMap<&str, i64> =
            self.sets.iter().map(|set| (set.name.as_str(), set.size.available)).collect();
        let mut see = |pod: &NamedPod| {
            let left = available.get_mut(pod.set.as_str()).filter(|left| 0 < **left);
            Pod {
                name: pod.name.clone(),
                revision: pod.set.clone(),
                created: pod.created,
                available: left.map(|left| *left -= 1).is_some(),
                terminating: false,
            }
        };
        self.pods.iter().flatten().map(&mut see).collect()
    }
}

const A_DAY_BEFORE: Span = Span::seconds(-86_400);

/// How often upstream looks at a rollout anyway (`argo-rollout §0.1`).
const RESYNC: Span = Span::seconds(900);

fn named_services(plan: &Plan) -> BTreeSet<String> {
    let names = match &plan.strategy {
        Strategy::Canary(canary) => [canary.stable_service.as_deref(), canary.canary_service.as_deref()],
        Strategy::BlueGreen(blue_green) => {
            [Some(blue_green.active_service.as_str()), blue_green.preview_service.as_deref()]
        }
    };
    names.into_iter().flatten().map(String::from).collect()
}
