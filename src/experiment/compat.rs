//! Upstream's behaviour where it breaks a law.

/// One switch for each behaviour of upstream's that breaks a law of safety or liveness; everything else of upstream's is
/// simply done. [`ARGO`](Self::ARGO) has them all on, [`STRICT`](Self::STRICT) all off.
///
/// More switches may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Compat {
    /// Verdicts that come in while the experiment ends are not read (laws L5, L6): an experiment whose required analyses
    /// are done while another one still runs, or that is ended while a required one runs, stays `Running` for ever. Off:
    /// they are read to the end.
    pub deaf_at_the_end: bool,
    /// What has measured nothing counts as a success (law S12): a run that was ended before its first measurement, an
    /// analysis that never began, an experiment without templates, whose analyses never begin. Off: it is `Inconclusive`,
    /// and an experiment without templates begins its analyses at once.
    pub success_without_measurement: bool,
    /// When the templates are done, the experiment is successful although an analysis still runs, and a later failure of
    /// it is lost (law S13). Off: it is ended and its verdict awaited.
    pub late_verdicts_lost: bool,
    /// A ReplicaSet's name that is taken adds a line to the status in every pass, without end (law S27), and no deadline
    /// runs (law L6). Off: it adds none, and the progress deadline runs.
    pub collisions_pile_up: bool,
    /// While a ReplicaSet keeps its pods for the scale-down delay, every second writes a new status, which wakes the caller
    /// again (law S27). Off: it waits quietly.
    pub restless_delay: bool,
}

impl Compat {
    /// As Argo Rollouts does it.
    pub const ARGO: Self = Self {
        deaf_at_the_end: true,
        success_without_measurement: true,
        late_verdicts_lost: true,
        collisions_pile_up: true,
        restless_delay: true,
    };

    /// As the laws ask for it.
    pub const STRICT: Self = Self {
        deaf_at_the_end: false,
        success_without_measurement: false,
        late_verdicts_lost: false,
        collisions_pile_up: false,
        restless_delay: false,
    };
}

impl Default for Compat {
    fn default() -> Self {
        Self::ARGO
    }
}
