//! What stands over a timeline.

use super::print::short;
use crate::{args::Simulate, input::Found, paint::visible};
use gradual::{
    argo::{self, RolloutTrafficRouting},
    capacity::Budget,
    quantity::IntOrPercent,
    rollout::{BlueGreen, Canary, Plan, Promotion, Strategy},
    time::Span,
};

/// What stands over a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) file: String,
    /// Lines, each with its title.
    pub(crate) lines: Vec<(&'static str, String)>,
}

/// The update arrives as this revision.
pub(super) const ARRIVING: i64 = 2;

impl Header {
    pub(super) fn new(found: &Found, asked: &Simulate) -> Self {
        let plan = argo::translate(&found.rollout);
        let canary = found.rollout.spec.strategy.canary.as_ref();
        let routing = canary.and_then(|canary| canary.traffic_routing.as_ref());
        let mut lines = vec![("strategy", strategy(&plan, routing)), ("assumed", assumed(&plan, asked))];
        if found.status.is_some() {
            let note = "`status` in the file is not looked at: the simulation starts from a healthy rollout";
            lines.push(("note", note.to_owned()));
        }
        if found.rollout.spec.restart_at.is_some() {
            let note =
                "`spec.restartAt` is not looked at: the simulation has its own clock (try --at TIME restart)";
            lines.push(("note", note.to_owned()));
        }
        Self { name: visible(&plan.name), file: visible(&found.file), lines }
    }
}

/// So many pods.
pub(crate) fn pods(count: i64) -> String {
    if count == 1 { "1 pod".to_owned() } else { format!("{count} pods") }
}

fn strategy(plan: &Plan, routing: Option<&RolloutTrafficRouting>) -> String {
    let full = plan.full();
    let canary = match &plan.strategy {
        Strategy::BlueGreen(blue_green) => return in_one_switch(blue_green, full),
        Strategy::Canary(canary) => canary,
    };
    let steps = match canary.steps.list.len() {
        0 => "stepless canary".to_owned(),
        1 => "canary in 1 step".to_owned(),
        many => format!("canary in {many} steps"),
    };
    // Behind a router both revisions have all the pods that their weights need; the limits hold for what is left over.
    let split = match routing {
        None => budget(canary, full),
        Some(routing) => match plan.total() {
            100 => router(routing),
            total => format!("{}, weights out of {total}", router(routing)),
        },
    };
    format!("{steps}, {}, {split}", pods(full))
}

fn in_one_switch(plan: &BlueGreen, full: i64) -> String {
    let preview = match plan.preview_replicas.filter(|preview| *preview != full) {
        None => String::new(),
        Some(preview) => format!(", {} in preview", pods(preview)),
    };
    let promoted = match plan.promotion {
        Promotion::AtOnce => "promoted as soon as its pods are there".to_owned(),
        Promotion::After(span) => format!("promoted {} after its pods are there", short(span)),
        Promotion::ByHand => "promoted by a person".to_owned(),
    };
    format!("blue-green, {}{preview}, {promoted}", pods(full))
}

/// Who splits the traffic.
fn router(routing: &RolloutTrafficRouting) -> String {
    let known = [
        ("Istio", routing.istio.is_some()),
        ("NGINX", routing.nginx.is_some()),
        ("ALB", routing.alb.is_some()),
        ("SMI", routing.smi.is_some()),
        ("Ambassador", routing.ambassador.is_some()),
        ("App Mesh", routing.app_mesh.is_some()),
        ("Traefik", routing.traefik.is_some()),
        ("APISIX", routing.apisix.is_some()),
    ];
    let named = known.into_iter().filter(|(_, there)| *there).map(|(name, _)| name.to_owned());
    let plugins = routing.plugins.keys().map(|name| visible(name));
    let names: Vec<String> = named.chain(plugins).collect();
    match names.as_slice() {
        [] => "split by no router (`trafficRouting` names none)".to_owned(),
        names => format!("split by {}", names.join(" and ")),
    }
}

/// Both limits as numbers of pods, and as they are written where that differs.
fn budget(canary: &Canary, full: i64) -> String {
    let budget = Budget::for_canary(&canary.max_surge, &canary.max_unavailable, full);
    let limit = |name: &str, limit: &IntOrPercent, pods: i64| match limit {
        IntOrPercent::Int(number) if *number == pods => format!("{name} {pods}"),
        IntOrPercent::Int(number) => format!("{name} {number} = {pods}"),
        // Upstream takes a text without the sign, as its own default is, for a percentage too.
        IntOrPercent::Text(text) => format!("{name} {}% = {pods}", visible(text.trim_end_matches('%'))),
    };
    let surge = limit("maxSurge", &canary.max_surge, budget.surge);
    let unavailable = limit("maxUnavailable", &canary.max_unavailable, budget.unavailable);
    format!("{surge}, {unavailable}")
}

fn assumed(plan: &Plan, asked: &Simulate) -> String {
    let after = short(asked.pods_ready_after);
    let mut parts = vec!["revision 1 is stable and healthy".to_owned()];
    parts.push(if asked.failing_pods {
        format!("pods of revision {ARRIVING} never become ready, others after {after}")
    } else {
        format!("new pods are ready after {after}")
    });
    if is_routed(plan) {
        parts.extend(router_assumed(asked));
    }
    parts.join("; ")
}

fn router_assumed(asked: &Simulate) -> impl Iterator<Item = String> {
    let delay = asked.router_delay.filter(|delay| *delay != Span::ZERO);
    let delay = delay.map(|delay| format!("a weight takes {} to arrive", short(delay)));
    let outage = asked.fail_router_at.map(|from| match asked.heal_router_at {
        None => format!("the router refuses weights from {} on", short(from)),
        Some(until) => format!("the router refuses weights from {} to {}", short(from), short(until)),
    });
    delay.into_iter().chain(outage)
}

/// Whether there is a router to tell.
pub(super) fn is_routed(plan: &Plan) -> bool {
    plan.traffic().is_some_and(|traffic| traffic.routed)
}
