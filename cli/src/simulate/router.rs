//! `--router-delay`, `--fail-router-at` and `--heal-router-at`: a router that is slow or does not work.

use super::{header::is_routed, print::short};
use crate::{args::Simulate, input::Found, paint::visible, problem::Problem};
use gradual::{
    argo,
    diagnostic::Severity,
    sim::{Outage, Router},
    time::{Span, Timestamp},
};

/// What is wrong with the options; a warning where they mean nothing to some of several Rollouts.
pub(super) fn check(asked: &Simulate, rollouts: &[Found]) -> Vec<Problem> {
    let options = given(asked);
    let [(first, _), ..] = options.as_slice() else {
        return Vec::new();
    };
    let mut problems: Vec<Problem> = options.iter().filter_map(|(name, at)| late(name, *at, asked)).collect();
    if let (Some(from), Some(until)) = (asked.fail_router_at, asked.heal_router_at)
        && until <= from
    {
        let message =
            format!("the router would work again at {}, and fails only at {}", short(until), short(from));
        problems.push(Problem::error(message).help("give `--heal-router-at` a later time"));
    }
    let unrouted: Vec<&Found> =
        rollouts.iter().filter(|found| !is_routed(&argo::translate(&found.rollout))).collect();
    let is_for_none = unrouted.len() == rollouts.len();
    for found in unrouted {
        let name = visible(&found.rollout.metadata.name);
        let message = format!("`{first}` means nothing to `{name}`: no router splits its traffic");
        let help = "only a canary whose `trafficRouting` names a router has one";
        let severity = if is_for_none { Severity::Error } else { Severity::Warning };
        problems.push(Problem { severity, ..Problem::error(message).help(help) });
    }
    problems
}

/// The router of a world in which the update arrives at `start`.
pub(super) fn router(asked: &Simulate, start: Timestamp, router: Router) -> Router {
    let outage = asked.fail_router_at.map(|from| Outage {
        from: start.plus(from),
        until: asked.heal_router_at.map(|until| start.plus(until)),
    });
    let confirms = asked.router_delay.is_some();
    Router { confirms, delay: asked.router_delay.unwrap_or(Span::ZERO), outage, ..router }
}

fn given(asked: &Simulate) -> Vec<(&'static str, Option<Span>)> {
    let options = [
        ("--router-delay", asked.router_delay, None),
        ("--fail-router-at", asked.fail_router_at, asked.fail_router_at),
        ("--heal-router-at", asked.heal_router_at, asked.heal_router_at),
    ];
    options.into_iter().filter_map(|(name, given, at)| given.map(|_| (name, at))).collect()
}

fn late(name: &str, at: Option<Span>, asked: &Simulate) -> Option<Problem> {
    let at = at.filter(|at| asked.watch < *at)?;
    let end = short(asked.watch);
    let message =
        format!("`{name} {}` would come after the end: the simulation is cut off after {end}", short(at));
    Some(Problem::error(message).help("watch longer with `--for`"))
}
