//! Blue-green: a preview, or everything.

use super::Size;

/// What the size of a blue-green rollout's new revision is decided from (`argo-rollout §9.4`). Its facts are stored
/// independently of each other, and so they are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Pods at full strength.
    pub full: i64,
    /// The size of a preview (`previewReplicaCount`); without one the new revision is started at full strength.
    pub replicas: Option<i64>,
    /// Whether a revision other than the new one exists and is active.
    pub replaces_active: bool,
    /// Whether a person asked for full promotion (`status.promoteFull`).
    pub promoted_fully: bool,
    /// Whether the stored status already speaks of the new revision (`status.currentPodHash`).
    pub recorded: bool,
    /// Whether the rollout is paused, by a person or by itself.
    pub paused: bool,
    /// Whether the preview was approved (`status.blueGreen.scaleUpPreviewCheckPoint`).
    pub approved: bool,
}

/// The size for the new revision of a blue-green rollout (`argo-rollout §9.4`).
///
/// A preview's as long as it has to wait: until it is promoted fully, or approved and no longer paused. Full strength if
/// there is no preview, and if nothing else is active. An approval counts only once the status speaks of this revision.
///
/// ```
/// use gradual::capacity::{Preview, blue_green};
///
/// let waiting = Preview {
///     full: 10,
///     replicas: Some(1),
///     replaces_active: true,
///     promoted_fully: false,
///     recorded: true,
///     paused: true,
///     approved: true,
/// };
/// assert_eq!(blue_green(&waiting), 1);
/// assert_eq!(blue_green(&Preview { paused: false, ..waiting }), 10);
/// ```
#[doc(alias = "NewRSNewReplicas")]
pub fn blue_green(preview: &Preview) -> i64 {
    let approved = preview.recorded && preview.approved && !preview.paused;
    match preview.replicas {
        Some(replicas) if preview.replaces_active && !preview.promoted_fully && !approved => replicas,
        _ => preview.full,
    }
}

/// Whether the new revision is complete, so that a blue-green rollout may pause before it switches: it wants `target`
/// pods and has them available (`argo-rollout §9.4`). `target` is what [`blue_green`] says.
///
/// ```
/// use gradual::capacity::{Size, ready_for_pause};
///
/// let size = Size { want: 5, have: 5, ready: 5, available: 4 };
/// assert!(!ready_for_pause(&size, 5));
/// assert!(ready_for_pause(&Size { available: 5, ..size }, 5));
/// ```
#[doc(alias = "ReadyForPause")]
pub fn ready_for_pause(new: &Size, target: i64) -> bool {
    new.want == target && new.available == target
}

#[cfg(test)]
mod tests {
    use super::{Preview, blue_green};

    #[test]
    fn the_facts_of_the_rules() {
        let plain = Preview {
            full: 10,
            replicas: Some(1),
            replaces_active: true,
            promoted_fully: false,
            recorded: true,
            paused: false,
            approved: false,
        };
        let check = |preview, expected| assert_eq!(blue_green(&preview), expected, "{preview:?}");
        check(Preview { replaces_active: false, ..plain }, 10);
        check(Preview { recorded: false, approved: true, ..plain }, 1);
        check(Preview { approved: true, ..plain }, 10);
        check(Preview { approved: true, paused: true, ..plain }, 1);
        check(plain, 1);
        check(Preview { promoted_fully: true, ..plain }, 10);
        check(Preview { replicas: None, ..plain }, 10);
    }
}
