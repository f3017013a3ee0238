//! The objects of a cluster as the rollout machine sees them.
//!
//! [`observe`] takes a Rollout with its status and whatever stands beside it, as `kubectl get rollout,rs,svc,pods -o yaml` gives
//! it, and makes the [`Observed`] of it that the controller would have made. What it would need and is not there is a [`Gap`].
//!
//! ```
//! use gradual::{argo::{Rollout, live::{Gap, observe}}, time::Timestamp};
//! use serde_json::json;
//!
//! let (rollout, _) = Rollout::read(&json!({
//!     "metadata": {"name": "shop", "uid": "u", "generation": 3},
//!     "spec": {"selector": {"matchLabels": {"app": "shop"}}, "strategy": {"canary": {"stableService": "shop"}}},
//!     "status": {"observedGeneration": "3", "currentPodHash": "aaa", "stableRS": "aaa"},
//! }));
//! let set = json!({
//!     "kind": "ReplicaSet",
//!     "metadata": {
//!         "name": "shop-aaa",
//!         "labels": {"app": "shop", "rollouts-pod-template-hash": "aaa"},
//!         "ownerReferences": [{"kind": "Rollout", "name": "shop", "uid": "u", "controller": true}],
//!     },
//!     "spec": {"replicas": 2},
//!     "status": {"replicas": 2, "readyReplicas": 2, "availableReplicas": 1},
//! });
//! let live = observe(&rollout, &[set], Timestamp::from_seconds(0));
//! assert_eq!(live.seen.current.revision.as_deref(), Some("shop-aaa"));
//! assert_eq!(live.seen.revisions[0].size.available, 1);
//! assert_eq!(live.gaps, [Gap::Service { name: "shop".into() }]);
//! ```

mod objects;
mod template;

use super::{Rollout, notes, translate};
use crate::{
    capacity::Size,
    rollout::{
        Current, Failure, Observed, Plan, Pod, Revision, Service, Standing, Strategy, generation_observed,
    },
    time::{Span, Timestamp},
};
use alloc::{borrow::ToOwned, collections::BTreeSet, format, string::String, vec::Vec};
use core::fmt;
use objects::{Kubernetes, Metadata, Object, PodObject, ReplicaSet, ServiceObject};
use serde_json::Value;

/// What is seen of a rollout, and what is not.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Live {
    /// What is seen.
    pub seen: Observed,
    /// What should be there and is not.
    pub gaps: Vec<Gap>,
}

/// Something that a controller would know and that cannot be seen. It prints as people say it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Gap {
    /// The status speaks of pods, and no ReplicaSet of the rollout is there: nothing can be said about it.
    ReplicaSets,
    /// The ReplicaSet that the status calls current is not there.
    Current {
        /// Its hash.
        hash: String,
    },
    /// The ReplicaSet that the status calls stable is not there.
    Stable {
        /// Its hash.
        hash: String,
    },
    /// The controller has not seen the last change of the spec, and no ReplicaSet has its template; what is its hash only the
    /// controller can compute. [`UNKNOWN_HASH`] stands for it.
    Template,
    /// A service that the plan names is not there.
    Service {
        /// Its name.
        name: String,
    },
    /// A restart is due, and no pods are there.
    Pods,
    /// An object of the rollout cannot be read.
    Unreadable {
        /// Its kind and name.
        object: String,
        /// Why.
        why: String,
    },
}

/// Stands for the hash of a template that only the controller can compute.
pub const UNKNOWN_HASH: &str = "unknown";

/// How often upstream looks at a rollout anyway (`argo-rollout §0.1`).
const RESYNC: Span = Span::seconds(900);

/// Reads what a controller would see of `rollout` among `objects`; those of other kinds, namespaces and owners may be there too.
///
/// ReplicaSets belong to the rollout that is their controller, by uid, or by name where one of them has no uid; without
/// any controller, to one whose selector matches, as upstream would adopt them (`argo-rollout §1.1`). Which of them has the
/// wanted template is found by comparing templates, with the defaults of the API server (`§14.1`), and where none seems to have
/// it, taken from the status if the controller has seen the last change of the spec. Whether the router confirms weights is taken from the weights that
/// are stored. `now` is for pods, which become available `minReadySeconds` after they are ready.
#[doc(alias = "getReplicaSetsForRollouts")]
pub fn observe(rollout: &Rollout, objects: &[Value], now: Timestamp) -> Live {
    let plan = translate(rollout);
    let mut gaps = Vec::new();
    let found = Kubernetes::read(rollout, objects, &mut gaps);
    let sets: Vec<&ReplicaSet> = found.sets.iter().filter(|set| is_owned(rollout, set)).collect();
    let (services, missing) = services(&plan, &found.services);
    let current = current(rollout, &sets);
    let seen = Observed {
        generation: rollout.metadata.generation,
        number: notes::number(&rollout.metadata.annotations, notes::NUMBER),
        current,
        revisions: sets.iter().map(|set| revision(rollout, set)).collect(),
        resync: RESYNC,
        confirms_weights: confirms(rollout),
        services,
        pods: found.pods.iter().filter_map(|pod| seen_pod(rollout, pod, &sets, now)).collect(),
    };
    gaps.extend(missing_revisions(rollout, &seen));
    gaps.extend(missing);
    let due = plan.restart_at.is_some_and(|at| at < now && rollout.status.restarted_at != Some(at.whole()));
    gaps.extend((due && seen.pods.is_empty()).then_some(Gap::Pods));
    Live { seen, gaps }
}

/// Owned, or to be adopted; and with the labels that the rollout selects, without which upstream lets it go.
fn is_owned(rollout: &Rollout, set: &ReplicaSet) -> bool {
    let selects = rollout.spec.selector.as_ref();
    let matches = selects.is_none_or(|selector| selector.matches(&set.metadata.labels));
    let uid = uid(rollout);
    let owned = match set.metadata.owner_references.iter().find(|owner| owner.controller == Some(true)) {
        Some(owner) if uid.is_empty() || owner.uid.is_empty() => {
            owner.kind == "Rollout" && owner.name == rollout.metadata.name
        }
        Some(owner) => owner.uid == uid,
        None => selects.is_some_and(|selector| !selector.is_empty()),
    };
    owned && matches
}

fn uid(rollout: &Rollout) -> &str {
    rollout.metadata.rest.get("uid").and_then(Value::as_str).unwrap_or_default()
}

fn revision(rollout: &Rollout, set: &ReplicaSet) -> Revision {
    let (spec, status, notes) = (&set.spec, &set.status, &set.metadata.annotations);
    let failure = status.conditions.iter().find(|c| c.kind == "ReplicaFailure");
    Revision {
        name: set.metadata.name.clone(),
        hash: set.hash().to_owned(),
        number: notes::number(notes, notes::NUMBER).unwrap_or(0),
        created: set.metadata.creation_timestamp.unwrap_or_default(),
        size: Size {
            want: spec.replicas.unwrap_or(1),
            have: status.replicas,
            ready: status.ready_replicas,
            available: status.available_replicas,
        },
        sized_for: notes::number(notes, notes::SIZED_FOR),
        retirement: notes::retirement(notes),
        outdated: notes::outdated(rollout, notes, spec.min_ready_seconds),
        standing: standing(&set.metadata, status.observed_generation),
        experiment: notes.contains_key(notes::EXPERIMENT),
        failure: failure.map(|c| Failure {
            status: c.status.clone(),
            reason: c.reason.clone(),
            message: c.message.clone(),
            since: c.last_transition_time,
        }),
    }
}

fn standing(metadata: &Metadata, observed: i64) -> Standing {
    if metadata.deletion_timestamp.is_some() {
        Standing::Deleting
    } else if observed < metadata.generation {
        Standing::Unobserved
    } else {
        Standing::Observed
    }
}

/// The wanted template and its ReplicaSet: the one that the status calls current if it has the template, else any that has it.
/// Where none seems to, the status is believed once the controller has seen the spec: templates may be written in two ways.
fn current(rollout: &Rollout, sets: &[&ReplicaSet]) -> Current {
    let status = &rollout.status;
    let known = sets.iter().find(|set| set.hash() == status.current_pod_hash);
    let wanted = rollout.spec.template.as_ref();
    let has = |set: &&&ReplicaSet| wanted.is_some_and(|wanted| template::same(wanted, &set.spec.template));
    let mut by_age: Vec<&&ReplicaSet> = sets.iter().collect();
    by_age.sort_by_key(|set| (set.metadata.creation_timestamp, &set.metadata.name));
    if let Some(set) = known.filter(has).or_else(|| by_age.into_iter().find(has)) {
        return Current { hash: set.hash().to_owned(), revision: Some(set.metadata.name.clone()) };
    }
    // An invalid spec is noted as seen, and its template is not looked at.
    let decided_on = generation_observed(status, rollout.metadata.generation)
        && status.condition("InvalidSpec").is_none()
        && !status.current_pod_hash.is_empty();
    if decided_on {
        let revision = known.map(|set| set.metadata.name.clone());
        return Current { hash: status.current_pod_hash.clone(), revision };
    }
    Current { hash: UNKNOWN_HASH.to_owned(), revision: None }
}

fn missing_revisions(rollout: &Rollout, seen: &Observed) -> Vec<Gap> {
    let status = &rollout.status;
    let there = |hash: &str| hash.is_empty() || seen.revisions.iter().any(|r| r.hash == hash);
    if seen.revisions.is_empty() && !(status.current_pod_hash.is_empty() && status.replicas == 0) {
        return Vec::from([Gap::ReplicaSets]);
    }
    let mut gaps = Vec::new();
    if seen.current.hash == UNKNOWN_HASH && !seen.revisions.is_empty() {
        gaps.push(Gap::Template);
    } else if !there(&status.current_pod_hash) {
        gaps.push(Gap::Current { hash: status.current_pod_hash.clone() });
    }
    if !there(&status.stable_rs) && status.stable_rs != status.current_pod_hash {
        gaps.push(Gap::Stable { hash: status.stable_rs.clone() });
    }
    gaps
}

/// The services that the plan names, and those of them that are not there.
fn services(plan: &Plan, found: &[ServiceObject]) -> (Vec<Service>, Vec<Gap>) {
    let named = match &plan.strategy {
        Strategy::Canary(canary) => [canary.stable_service.as_deref(), canary.canary_service.as_deref()],
        Strategy::BlueGreen(blue_green) => {
            [Some(blue_green.active_service.as_str()), blue_green.preview_service.as_deref()]
        }
    };
    let named: BTreeSet<&str> = named.into_iter().flatten().collect();
    let (mut services, mut gaps) = (Vec::new(), Vec::new());
    for name in named {
        match found.iter().find(|service| service.metadata.name == name) {
            Some(service) => services.push(Service {
                name: name.to_owned(),
                selects: service.spec.selector.get(notes::HASH).cloned(),
                managed: service.metadata.annotations.contains_key(notes::MANAGED),
            }),
            None => gaps.push(Gap::Service { name: name.to_owned() }),
        }
    }
    (services, gaps)
}

/// Only a router that can tell has an answer stored (`argo-rollout §7.3`).
fn confirms(rollout: &Rollout) -> bool {
    rollout.status.canary.weights.as_ref().is_some_and(|weights| weights.verified.is_some())
}

fn seen_pod(rollout: &Rollout, pod: &PodObject, sets: &[&ReplicaSet], now: Timestamp) -> Option<Pod> {
    let owner = pod.metadata.owner_references.iter().find(|owner| owner.controller == Some(true))?;
    let set = sets.iter().find(|set| owner.kind == "ReplicaSet" && owner.name == set.metadata.name)?;
    let ready = pod.status.conditions.iter().find(|c| c.kind == "Ready" && c.status == "True");
    let settled = Span::seconds(i64::from(rollout.spec.min_ready_seconds));
    let since = ready.map(|ready| ready.last_transition_time);
    Some(Pod {
        name: pod.metadata.name.clone(),
        revision: set.metadata.name.clone(),
        created: pod.metadata.creation_timestamp.unwrap_or_default(),
        available: match since {
            None => false,
            Some(since) => settled == Span::ZERO || since.is_some_and(|since| since.plus(settled) <= now),
        },
        terminating: pod.metadata.deletion_timestamp.is_some(),
    })
}

impl Gap {
    /// Whether nothing can be said about the rollout while this is not seen.
    pub fn hides_everything(&self) -> bool {
        matches!(self, Self::ReplicaSets | Self::Unreadable { .. })
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReplicaSets => {
                f.write_str("no ReplicaSet of the rollout is given: add `rs` to what is got")
            }
            Self::Current { hash } => {
                write!(f, "the current ReplicaSet, with hash `{hash}`, is not given; it is taken as deleted")
            }
            Self::Stable { hash } => {
                write!(f, "the stable ReplicaSet, with hash `{hash}`, is not given; it is taken as deleted")
            }
            Self::Template => write!(
                f,
                "no ReplicaSet has the template, which the controller has not seen yet; its hash, written `{UNKNOWN_HASH}` \
                 here, is not known"
            ),
            Self::Service { name } => write!(
                f,
                "the service `{name}` is not given and taken as absent: if there is one, add `svc` to what is got"
            ),
            Self::Pods => f.write_str(
                "a restart is due and no pods are given: add `pods` to what is got, or they are taken as new",
            ),
            Self::Unreadable { object, why } => write!(f, "{object} cannot be read: {why}"),
        }
    }
}

/// What an object is called.
fn called(object: &Object) -> String {
    match object.metadata.name.as_str() {
        "" => format!("a {} without a name", object.kind),
        name => format!("the {} `{name}`", object.kind),
    }
}
