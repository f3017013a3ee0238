//! Upstream's behaviour where it breaks a law.

/// One switch for each behaviour of upstream's that breaks a law of safety; everything else of upstream's is simply
/// done. [`ARGO`](Self::ARGO) has them all on, [`STRICT`](Self::STRICT) all off.
///
/// More switches may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Compat {
    /// What was ended early counts as a success (law S12): a metric that is not decided, one never measured, one whose
    /// provider could not even be built. Off: it is `Inconclusive`, and so is the run.
    pub terminated_run_succeeds: bool,
    /// A metric that does not count keeps the run from ending until it has ended itself (law S32). Off: the run ends when
    /// the metrics that count have ended; a run that has no others waits for all.
    pub dry_run_delays_end: bool,
    /// Whether the bad end of a metric ends the run is decided by the dry-run rules of the time of its first measurement
    /// (law S32). Off: by the rules of today, as everything else.
    pub dry_run_as_first_seen: bool,
    /// A secret in the name of a metric is filled in when the result is stored (law S36): the name is told to whoever reads
    /// the status, decisions never find the result, and the metric is measured in every pass, without end. Off: the result
    /// is stored by the name that decisions know.
    pub secrets_in_names: bool,
    /// A wake-up is armed for measurements that will not be taken any more, because the run has just ended or is about
    /// to be ended (law S27). Off: it is not.
    pub wakes_without_work: bool,
    /// A value in which there is nothing can be a success (law S12): an empty list passes `all(result, …)`, and NaN passes a
    /// failure condition. Off: an empty list, nil, NaN and the infinities come to no more than `Inconclusive`
    /// ([`Conditions::under`](super::Conditions::under)).
    pub nothing_succeeds: bool,
}

impl Compat {
    /// As Argo Rollouts does it.
    pub const ARGO: Self = Self {
        terminated_run_succeeds: true,
        dry_run_delays_end: true,
        dry_run_as_first_seen: true,
        secrets_in_names: true,
        wakes_without_work: true,
        nothing_succeeds: true,
    };

    /// As the laws ask for it.
    pub const STRICT: Self = Self {
        terminated_run_succeeds: false,
        dry_run_delays_end: false,
        dry_run_as_first_seen: false,
        secrets_in_names: false,
        wakes_without_work: false,
        nothing_succeeds: false,
    };
}

impl Default for Compat {
    fn default() -> Self {
        Self::ARGO
    }
}
