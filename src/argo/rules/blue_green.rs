//! Blue-green.

use super::{invalid, path};
use crate::{
    argo::{BlueGreenStrategy, RolloutSpec, upstream},
    diagnostic::{Diagnostic, Path},
};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

/// B01 and B02.
pub(super) fn rules(blue_green: &BlueGreenStrategy, spec: &RolloutSpec, found: &mut Vec<Diagnostic>) {
    found.extend(same_service(blue_green));
    found.extend(forgotten_too_early(blue_green, spec));
}

fn at(field: &str) -> Path {
    path(&["spec", "strategy", "blueGreen", field])
}

/// B01, for two empty names too.
fn same_service(blue_green: &BlueGreenStrategy) -> Option<Diagnostic> {
    let service = &blue_green.active_service;
    if *service != blue_green.preview_service {
        return None;
    }
    let detail = "This rollout uses the same service for the active and preview services, \
                  but two different services are required.";
    let theirs = ["spec.strategy.activeService", &upstream::quoted(service), detail];
    let (message, help): (String, _) = if service.is_empty() {
        ("`activeService` is missing".into(), "name the service that moves to the new revision")
    } else {
        let message = format!("`{service}` cannot follow both the active revision and the preview");
        (message, "name two services, or leave out `previewService`")
    };
    Some(invalid("spec/B01", at("activeService"), message, theirs).help(help))
}

/// B02.
fn forgotten_too_early(blue_green: &BlueGreenStrategy, spec: &RolloutSpec) -> Option<Diagnostic> {
    let kept = spec.revision_history_limit.unwrap_or(10);
    let limit = blue_green.scale_down_delay_revision_limit.filter(|limit| kept < *limit)?;
    let detail =
        "This rollout's revision history limit can not be smaller than the rollout's scale down limit";
    let theirs = ["spec.strategy.scaleDownDelayRevisionLimit", &limit.to_string(), detail];
    let message =
        format!("`{limit}` revisions may keep their pods, but only {kept} old ones are kept at all");
    let help = "make `revisionHistoryLimit` at least as large; it is 10 if unsaid";
    Some(invalid("spec/B02", at("scaleDownDelayRevisionLimit"), message, theirs).help(help))
}
