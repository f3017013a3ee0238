//! Instants in a zone.

use super::zone::Zone;
use crate::time::Timestamp;

/// An instant with the zone it is shown in: Go's `time.Time`. Any year that fits 64 bits of seconds.
///
/// ```
/// use gradual::{condition::Moment, time::Timestamp};
///
/// let moment = Moment::from(Timestamp::from_seconds(90));
/// assert_eq!((moment.seconds(), moment.nanos()), (90, 0));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    seconds: i64,
    nanos: u32,
    zone: Zone,
}

impl Moment {
    /// Seconds since 1970-01-01T00:00:00Z, rounded down.
    pub fn seconds(&self) -> i64 {
        self.seconds
    }

    /// Nanoseconds within the second.
    pub fn nanos(&self) -> u32 {
        self.nanos
    }

    /// The zone it is shown in.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }
}

impl From<Timestamp> for Moment {
    fn from(time: Timestamp) -> Self {
        Self { seconds: time.as_seconds(), nanos: time.subsec_nanos(), zone: Zone::Utc }
    }
}
