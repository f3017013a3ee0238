//! Upstream's behaviour where it breaks a law.

/// One switch for each behaviour of upstream's that breaks a law of safety or liveness; everything else of upstream's is
/// simply done. [`ARGO`](Self::ARGO) has them all on, [`STRICT`](Self::STRICT) all off.
///
/// More switches may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Compat {
    /// Verdicts that come in while the experiment ends are not read (laws L5, L6, S13): an experiment whose required
    /// analyses are done while another one still runs, or that is ended while a required one runs, stays `Running` for
    /// ever; one whose time is over is successful although an analysis still runs, and a later failure of it is lost. Off:
    /// they are read to the end. An analysis that is not required and was only cut short does no harm.
    pub deaf_at_the_end: bool,
    /// What has measured nothing counts as a success (law S12): a run that was ended before its first measurement, an
    /// analysis that never began, an experiment without templates, whose analyses never begin. Off: an experiment with
    /// analyses of which none has measured anything, or a required one has not, is `Inconclusive`; one without templates
    /// begins its analyses at once.
    pub success_without_measurement: bool,
    /// A ReplicaSet's name that is taken adds a line to the status in every pass, without end (law S27), and no deadline
    /// runs (law L6). Off: it adds none, and the progress deadline runs.
    pub collisions_pile_up: bool,
    /// While a ReplicaSet keeps its pods for the scale-down delay, every second writes a new status, which wakes the caller
    /// again (law S27), and a change of its number of pods is followed, even upward (law S5). Off: it waits quietly.
    pub restless_delay: bool,
}

impl Compat {
    /// As Argo Rollouts does it.
    pub const ARGO: Self = Self {
        deaf_at_the_end: true,
        success_without_measurement: true,
        collisions_pile_up: true,
        restless_delay: true,
    };

    /// As the laws ask for it.
    pub const STRICT: Self = Self {
        deaf_at_the_end: false,
        success_without_measurement: false,
        collisions_pile_up: false,
        restless_delay: false,
    };
}

impl Default for Compat {
    fn default() -> Self {
        Self::ARGO
    }
}
