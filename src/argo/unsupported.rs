//! What upstream does and this version does not decide yet.

use super::{BlueGreenStrategy, CanaryStep, CanaryStrategy, Rollout};
use crate::diagnostic::{Diagnostic, Path};
use alloc::{format, vec::Vec};

/// The parts of a Rollout that cannot be decided yet; a plan without them would do something else than asked.
pub(super) fn parts(rollout: &Rollout) -> Vec<Diagnostic> {
    let spec = Path::root().field("spec");
    let strategy = spec.field("strategy");
    let mut found = Vec::new();
    if rollout.spec.workload_ref.is_some() {
        found.push(part("unsupported/workload-ref", spec.field("workloadRef")));
    }
    if let Some(blue_green) = &rollout.spec.strategy.blue_green {
        found.extend(of_blue_green(blue_green, &strategy.field("blueGreen")));
    }
    if let Some(canary) = &rollout.spec.strategy.canary {
        found.extend(of_canary(canary, &strategy.field("canary")));
    }
    found
}

const ANALYSIS: &str = "unsupported/analysis";
const ANTI_AFFINITY: &str = "unsupported/anti-affinity";
const METADATA: &str = "unsupported/metadata";

fn of_blue_green(blue_green: &BlueGreenStrategy, at: &Path) -> Vec<Diagnostic> {
    set([
        (ANALYSIS, "prePromotionAnalysis", blue_green.pre_promotion_analysis.is_some()),
        (ANALYSIS, "postPromotionAnalysis", blue_green.post_promotion_analysis.is_some()),
        (ANTI_AFFINITY, "antiAffinity", blue_green.anti_affinity.is_some()),
        (METADATA, "previewMetadata", blue_green.preview_metadata.is_some()),
        (METADATA, "activeMetadata", blue_green.active_metadata.is_some()),
    ])
    .map(|(code, field)| part(code, at.field(field)))
    .collect()
}

fn of_canary(canary: &CanaryStrategy, at: &Path) -> Vec<Diagnostic> {
    let parts = set([
        (ANALYSIS, "analysis", canary.analysis.is_some()),
        (ANTI_AFFINITY, "antiAffinity", canary.anti_affinity.is_some()),
        (METADATA, "canaryMetadata", canary.canary_metadata.is_some()),
        (METADATA, "stableMetadata", canary.stable_metadata.is_some()),
        ("unsupported/ping-pong", "pingPong", canary.ping_pong.is_some()),
    ]);
    let mut found: Vec<_> = parts.map(|(code, field)| part(code, at.field(field))).collect();
    for (index, step) in canary.steps.iter().flatten().enumerate() {
        found.extend(of_step(step, &at.field("steps").index(index)));
    }
    found
}

fn of_step(step: &CanaryStep, at: &Path) -> Vec<Diagnostic> {
    const STEP: &str = "unsupported/step";
    set([
        (STEP, "experiment", step.experiment.is_some()),
        (STEP, "analysis", step.analysis.is_some()),
        (STEP, "setHeaderRoute", step.set_header_route.is_some()),
        (STEP, "setMirrorRoute", step.set_mirror_route.is_some()),
        (STEP, "plugin", step.plugin.is_some()),
    ])
    .map(|(code, field)| part(code, at.field(field)))
    .collect()
}

/// Of these, what is there.
fn set<const N: usize>(
    parts: [(&'static str, &'static str, bool); N],
) -> impl Iterator<Item = (&'static str, &'static str)> {
    parts.into_iter().filter(|(_, _, set)| *set).map(|(code, field, _)| (code, field))
}

fn part(code: &'static str, at: Path) -> Diagnostic {
    let message = format!("`{at}` is not decided by this version");
    Diagnostic::error(code, at, message).help("upstream knows it; a plan without it would do something else")
}
