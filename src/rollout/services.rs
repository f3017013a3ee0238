//! Which revision each service selects (`argo-rollout §8`).

use super::{Action, Reason, Wait, facts::Facts, observed::Revision, script::Script, situation::Course};
use crate::decision::Trouble;
use alloc::{borrow::ToOwned, vec::Vec};

/// The services as they are after what was decided so far in this pass.
#[derive(Debug)]
pub(super) struct Selectors<'a>(Vec<Selector<'a>>);

#[derive(Debug)]
struct Selector<'a> {
    name: &'a str,
    selects: Option<&'a str>,
    managed: bool,
}

/// Whether a revision must be able to take what a service sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readiness {
    Required,
    Ignored,
}

impl<'a> Selectors<'a> {
    pub(super) fn read(f: &Facts<'a>) -> Self {
        let services = f.seen.services.iter();
        Self(
            services
                .map(|s| Selector { name: &s.name, selects: s.selects.as_deref(), managed: s.managed })
                .collect(),
        )
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|s| s.name == name)
    }

    /// The hash that a service selects; empty if none.
    pub(super) fn selected(&self, name: &str) -> &'a str {
        self.0.iter().find(|s| s.name == name).and_then(|s| s.selects).unwrap_or("")
    }

    /// Whether any of these services selects the hash.
    pub(super) fn any_selects(&self, names: &[Option<&str>], hash: &str) -> bool {
        self.0.iter().any(|s| s.selects == Some(hash) && names.contains(&Some(s.name)))
    }

    /// Points a service at a hash, and takes it over if it is not yet ours.
    pub(super) fn switch(&mut self, name: &str, hash: &'a str, script: &mut Script) {
        let Some(service) = self.0.iter_mut().find(|s| s.name == name) else {
            return;
        };
        if service.selects != Some(hash) || !service.managed {
            service.point(hash, script);
        }
    }

    /// Points a service at a revision, if both are there and the revision can take it.
    #[doc(alias = "ensureSVCTargets")]
    pub(super) fn ensure(
        &mut self,
        name: Option<&str>,
        revision: Option<&'a Revision>,
        readiness: Readiness,
        script: &mut Script,
    ) -> Result<(), Trouble> {
        let (Some(name), Some(r)) = (name, revision) else {
            return Ok(());
        };
        let Some(service) = self.0.iter_mut().find(|s| s.name == name) else {
            return Err(missing(name, script));
        };
        let ready = readiness == Readiness::Ignored || service.may_follow(r);
        if ready && service.selects != Some(r.hash.as_str()) {
            service.point(&r.hash, script);
        }
        Ok(())
    }
}

impl<'a> Selector<'a> {
    /// A service not yet ours is taken over only when every pod is there; one of ours follows the first pod (S53).
    fn may_follow(&self, r: &Revision) -> bool {
        let some = 0 < r.size.available;
        let all = r.size.want != 0 && r.size.want <= r.size.available;
        some && (all || self.managed)
    }

    fn point(&mut self, hash: &'a str, script: &mut Script) {
        script.act(Action::Point {
            service: self.name.to_owned(),
            hash: hash.to_owned(),
            adopt: !self.managed,
        });
        script.tell(Reason::Switched {
            service: self.name.to_owned(),
            from: self.selects.unwrap_or("").to_owned(),
            to: hash.to_owned(),
        });
        self.selects = Some(hash);
    }
}

/// A service that the plan names does not exist: nothing can be decided until it does.
pub(super) fn missing(name: &str, script: &mut Script) -> Trouble {
    script.tell(Reason::Waiting(Wait::Service { service: name.to_owned() }));
    Trouble::NoService
}

/// Points the stable service at stable and the canary service at the canary, each as soon as the revision can take it.
/// Without a router an abort sends the canary service back to stable; with one that follows the weight.
#[doc(alias = "reconcileStableAndCanaryService")]
pub(super) fn point<'a>(
    f: &Facts<'a>,
    course: Course<'_>,
    selectors: &mut Selectors<'a>,
    script: &mut Script,
) -> Result<(), Trouble> {
    let Some(canary) = f.plan.canary() else {
        return Ok(());
    };
    selectors.ensure(canary.stable_service.as_deref(), f.stable, Readiness::Required, script)?;
    let trial = match course {
        Course::Returning { .. } => return Ok(()),
        Course::Aborted if canary.traffic.is_none() => f.stable,
        Course::Aborted if !f.plan.compat.aborted_service_flaps => {
            // Where there is a router, what it is told decides.
            let routed = canary.traffic.as_ref().is_some_and(|traffic| traffic.routed);
            if routed { return Ok(()) } else { f.stable }
        }
        _ => f.new,
    };
    selectors.ensure(canary.canary_service.as_deref(), trial, Readiness::Required, script)
}
