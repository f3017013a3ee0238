//! Zones of time.

use super::text::Text;

/// A zone of time: Go's `*time.Location`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Universal time.
    Utc,
    /// A constant number of seconds east of Greenwich, with the name that a text gave it, which can be empty.
    Fixed {
        /// The name.
        name: Text,
        /// Seconds east of Greenwich.
        offset: i32,
    },
    /// A zone of the time zone database, by its name there.
    Named(Text),
}
