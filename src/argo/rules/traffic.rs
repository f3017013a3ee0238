//! A canary with a router.

use super::{in_canary, invalid};
use crate::{
    argo::{CanaryStrategy, RolloutTrafficRouting},
    diagnostic::Diagnostic,
};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

/// C08, C09, C12 and C13.
pub(super) fn rules(canary: &CanaryStrategy, traffic: &RolloutTrafficRouting, found: &mut Vec<Diagnostic>) {
    if let Some(router) = needs_services(canary, traffic) {
        let services = [
            ("spec/C08", "stableService", &canary.stable_service),
            ("spec/C09", "canaryService", &canary.canary_service),
        ];
        let missing = services.into_iter().filter(|(_, _, name)| name.is_empty());
        found.extend(missing.map(|(code, field, _)| no_service(code, field, router)));
    }
    found.extend(two_ways_to_shrink(canary));
    found.extend(odd_total(traffic));
}

/// A router that splits between two services, which must be named.
fn needs_services(canary: &CanaryStrategy, traffic: &RolloutTrafficRouting) -> Option<&'static str> {
    let named_here = canary.ping_pong.is_none();
    let by_subset = traffic.istio.as_ref().is_some_and(|istio| istio.destination_rule.is_some());
    let routers = [
        ("alb", traffic.alb.is_some() && named_here),
        ("istio", traffic.istio.is_some() && !by_subset && named_here),
        ("smi", traffic.smi.is_some()),
        ("apisix", traffic.apisix.is_some()),
        ("ambassador", traffic.ambassador.is_some()),
        ("nginx", traffic.nginx.is_some()),
        ("appMesh", traffic.app_mesh.is_some()),
        ("traefik", traffic.traefik.is_some()),
    ];
    routers.into_iter().find(|(_, needs)| *needs).map(|(name, _)| name)
}

fn no_service(code: &'static str, field: &str, router: &str) -> Diagnostic {
    let theirs = format!("spec.strategy.{field}");
    let detail = "Canary service and Stable service must to be set to use Traffic Routing";
    let message = format!("`{field}` is missing, and `{router}` splits traffic between two services");
    let help =
        "name two services with the same selector; one follows the stable revision, the other the canary";
    invalid(code, in_canary(field), message, [&theirs, "\"\"", detail]).help(help)
}

/// C12.
fn two_ways_to_shrink(canary: &CanaryStrategy) -> Option<Diagnostic> {
    canary.scale_down_delay_seconds.filter(|_| canary.dynamic_stable_scale)?;
    let detail = "Canary dynamicStableScale cannot be used with scaleDownDelaySeconds";
    let theirs = ["spec.strategy.dynamicStableScale", "true", detail];
    let message: String = "`dynamicStableScale` and `scaleDownDelaySeconds` exclude each other".into();
    let help = "with `dynamicStableScale` stable has lost its pods by the end: leave out one of the two";
    Some(invalid("spec/C12", in_canary("dynamicStableScale"), message, theirs).help(help))
}

/// C13.
fn odd_total(traffic: &RolloutTrafficRouting) -> Option<Diagnostic> {
    let any = traffic.nginx.is_some() || !traffic.plugins.is_empty();
    let total = traffic.max_traffic_weight.filter(|_| !any)?;
    let detail = "Canary maxTrafficWeight in traffic routing only supported in Nginx and Plugins";
    let theirs = ["spec.strategy.trafficRouting.maxTrafficWeight", &total.to_string(), detail];
    let at = in_canary("trafficRouting").field("maxTrafficWeight");
    let message = format!("a total weight of `{total}` needs a router that can do it");
    Some(
        invalid("spec/C13", at, message, theirs).help("routers that can: `nginx`, plugins; others split 100"),
    )
}
