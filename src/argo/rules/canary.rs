//! The strategy, and the canary apart from its steps.

use super::{blue_green, in_canary, invalid, path, steps, traffic};
use crate::{
    argo::{CanaryStrategy, RolloutSpec, upstream},
    diagnostic::Diagnostic,
    quantity::{IntOrPercent, Round},
};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

/// T01 and T02, and the rules of the one strategy.
pub(super) fn strategy(spec: &RolloutSpec, found: &mut Vec<Diagnostic>) {
    let at = path(&["spec", "strategy"]);
    match (&spec.strategy.canary, &spec.strategy.blue_green) {
        (None, None) => {
            let detail = "Rollout has missing field '.spec.strategy.canary or .spec.strategy.blueGreen'";
            let finding = Diagnostic::error("spec/T01", at, "a strategy is missing: `canary` or `blueGreen`");
            let help = "`strategy: {canary: {}}` replaces pods a few at a time";
            found.push(finding.help(help).upstream(upstream::required("spec.strategy.strategy", detail)));
        }
        (Some(_), Some(_)) => {
            let value = "\"blueGreen: true canary: true\"";
            let theirs = ["spec.strategy.strategy", value, "Multiple Strategies can not be listed"];
            let message = "`canary` and `blueGreen` exclude each other".to_string();
            found.push(invalid("spec/T02", at, message, theirs));
        }
        (Some(canary), None) => rules(canary, found),
        (None, Some(blue_green)) => blue_green::rules(blue_green, spec, found),
    }
}

fn rules(canary: &CanaryStrategy, found: &mut Vec<Diagnostic>) {
    quantities(canary, found);
    found.extend(same_service(canary));
    match &canary.traffic_routing {
        None => found.extend(needs_router(canary)),
        Some(traffic) => traffic::rules(canary, traffic, found),
    }
    steps::steps(canary, found);
}

/// C01, and quantities that do not mean what they look like.
fn quantities(canary: &CanaryStrategy, found: &mut Vec<Diagnostic>) {
    let (surge, unavailable) = (&canary.max_surge, &canary.max_unavailable);
    let zero =
        |quantity: &Option<IntOrPercent>| quantity.as_ref().filter(|quantity| is_zero(quantity)).cloned();
    if let (Some(written), Some(_)) = (zero(surge), zero(unavailable)) {
        let value = upstream::json(&serde_json::to_value(&written).unwrap_or_default());
        let theirs = ["spec.strategy.maxSurge", &value, "MaxSurge and MaxUnavailable both can not be zero"];
        let message = "`maxSurge` and `maxUnavailable` are both 0, so no pod could be replaced".to_string();
        found.push(invalid("spec/C01", in_canary("maxSurge"), message, theirs));
    }
    for (field, quantity) in [("maxSurge", surge), ("maxUnavailable", unavailable)] {
        let Some(IntOrPercent::Text(text)) = quantity else {
            continue;
        };
        found.extend(misread(field, text));
    }
}

/// Whether upstream's rule takes it for 0: `N%` is N, other text is its number or 0, cut to 32 bits (`argo-spec J5`).
fn is_zero(quantity: &IntOrPercent) -> bool {
    let number = match quantity {
        IntOrPercent::Int(number) => *number,
        IntOrPercent::Text(text) => match text.strip_suffix('%').filter(|digits| is_digits(digits)) {
            Some(digits) => IntOrPercent::Text(digits.to_string()).int_value(),
            None => quantity.int_value(),
        },
    };
    number & 0xFFFF_FFFF == 0
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Text that upstream accepts and takes for something else.
fn misread(field: &str, text: &str) -> Option<Diagnostic> {
    let (message, help): (String, String) = match IntOrPercent::Text(text.to_string()).of(100, Round::Down) {
        Err(_) => (
            format!("`{text}` is neither a number nor a percentage"),
            "upstream then takes both `maxSurge` and `maxUnavailable` for 0".to_string(),
        ),
        Ok(percent) if !text.ends_with('%') => (
            format!("the text `{text}` is {percent} %, not {percent} pods"),
            format!("write `{text}%`, or `{text}` without quotes for pods"),
        ),
        Ok(_) => return None,
    };
    Some(Diagnostic::warning("spec/quantity", in_canary(field), message).help(help))
}

/// C02.
fn same_service(canary: &CanaryStrategy) -> Option<Diagnostic> {
    let service = &canary.stable_service;
    if service.is_empty() || *service != canary.canary_service {
        return None;
    }
    let detail = "This rollout uses the same service for the stable and canary services, \
                  but two different services are required.";
    let theirs = ["spec.strategy.stableService", &upstream::quoted(service), detail];
    let message = format!("`{service}` cannot follow both the stable revision and the canary");
    Some(invalid("spec/C02", in_canary("stableService"), message, theirs).help("name two services"))
}

/// C10 and C11.
fn needs_router(canary: &CanaryStrategy) -> Vec<Diagnostic> {
    const HELP: &str =
        "without a router, old pods go as new ones come: leave it out, or add `trafficRouting`";
    let delay = canary.scale_down_delay_seconds.map(|delay| {
        let detail = "Canary scaleDownDelaySeconds can only be used with traffic routing";
        let theirs = ["spec.strategy.scaleDownDelaySeconds", &delay.to_string(), detail];
        let message = "`scaleDownDelaySeconds` needs `trafficRouting`".to_string();
        invalid("spec/C10", in_canary("scaleDownDelaySeconds"), message, theirs).help(HELP)
    });
    let dynamic = canary.dynamic_stable_scale.then(|| {
        let detail = "Canary dynamicStableScale can only be used with traffic routing";
        let theirs = ["spec.strategy.dynamicStableScale", "true", detail];
        let message = "`dynamicStableScale` needs `trafficRouting`".to_string();
        invalid("spec/C11", in_canary("dynamicStableScale"), message, theirs).help(HELP)
    });
    delay.into_iter().chain(dynamic).collect()
}
