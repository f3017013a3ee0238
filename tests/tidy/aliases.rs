//! Whoever knows upstream finds each of its functions by name, in one place.

use crate::source::Source;

/// The functions that the headings of the semantics of rollouts name, with their sections.
const NAMED: [(&str, &str); 42] = [
    ("§1.1", "newRolloutContext"),
    ("§1.2", "reconcile"),
    ("§1.3", "rolloutCanary"),
    ("§1.4", "haltProgress"),
    ("§1.5", "syncReplicasOnly"),
    ("§4.1", "resolveFenceposts"),
    ("§4.1", "MaxSurge"),
    ("§4.1", "MaxUnavailable"),
    ("§4.3", "approximateWeightedCanaryStableReplicaCounts"),
    ("§4.4", "CalculateReplicaCountsForBasicCanary"),
    ("§4.5", "CalculateReplicaCountsForTrafficRoutedCanary"),
    ("§4.7", "reconcileCanaryReplicaSets"),
    ("§4.9", "reconcileNewReplicaSet"),
    ("§5.1", "syncRolloutStatusCanary"),
    ("§5.2", "resetRolloutStatus"),
    ("§5.3", "completedCurrentCanaryStep"),
    ("§5.4", "reconcileCanaryPause"),
    ("§5.5", "shouldFullPromote"),
    ("§7", "reconcileTrafficRouting"),
    ("§7.4", "calculateDesiredWeightOnAbortOrStableRollback"),
    ("§8.1", "switchServiceSelector"),
    ("§8.2", "reconcileStableAndCanaryService"),
    ("§8.2", "ensureSVCTargets"),
    ("§9.1", "rolloutBlueGreen"),
    ("§9.2", "isBlueGreenFastTracked"),
    ("§9.3", "reconcileBlueGreenReplicaSets"),
    ("§9.4", "NewRSNewReplicas"),
    ("§9.5", "reconcileBlueGreenPause"),
    ("§9.6", "syncRolloutStatusBlueGreen"),
    ("§9.7", "reconcileActiveService"),
    ("§9.8", "calculateScaleUpPreviewCheckPoint"),
    ("§12.1", "persistRolloutStatus"),
    ("§12.2", "calculateBaseStatus"),
    ("§12.3", "calculateRolloutConditions"),
    ("§12.4", "evaluateProgressDeadlineAbort"),
    ("§12.5", "checkPausedConditions"),
    ("§12.7", "CalculateRolloutPhase"),
    ("§12.8", "calculateStatusDuration"),
    ("§13", "Reconcile"),
    ("§14.1", "FindNewReplicaSet"),
    ("§14.2", "syncReplicaSetRevision"),
    ("§14.4", "reconcileRevisionHistoryLimit"),
];

/// Upstream's other controllers have functions of the same names.
const OTHERS: [&str; 2] = ["src/analysis/", "src/experiment/"];

pub fn complaints(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    let of_rollouts = |source: &&Source| !OTHERS.iter().any(|folder| source.path.starts_with(folder));
    for (section, name) in NAMED {
        let alias = format!("#[doc(alias = \"{name}\")]");
        let places: Vec<String> = sources
            .iter()
            .filter(of_rollouts)
            .flat_map(|source| {
                let found = source.text.match_indices(&alias);
                found.map(|(at, _)| format!("{}:{}", source.path, source.line(at)))
            })
            .collect();
        match places.as_slice() {
            [_] => {}
            [] => complaints.push(format!(
                "`{name}` (argo-rollout {section}) is nowhere; put {alias} on the item that carries its rule"
            )),
            many => complaints.push(format!("`{name}` is in {}; leave one", many.join(", "))),
        }
    }
    complaints
}
