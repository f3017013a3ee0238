//! Zones of time.

mod database;
mod rule;

use super::{run::Failure, text::Text};
use alloc::{
    format,
    string::{String, ToString},
};

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
    /// A zone of the time zone database, by its name there; universal time if there is none of that name.
    Named(Text),
}

/// What holds in a zone at an instant.
pub(super) struct There {
    pub(super) abbreviation: String,
    /// Seconds east of Greenwich.
    pub(super) offset: i32,
    pub(super) daylight_saving: bool,
    /// From this second on.
    pub(super) since: i64,
    /// Before this second.
    pub(super) until: i64,
}

impl Zone {
    /// The zone of this name, as Go's `time.LoadLocation` finds it.
    pub(super) fn load(name: &str) -> Result<Self, Failure> {
        // The library reads no environment: the local zone is universal time (D-013).
        if matches!(name, "" | "UTC" | "Local") {
            return Ok(Self::Utc);
        }
        if name.contains("..") || name.starts_with(['/', '\\']) {
            return Err("time: invalid location name".into());
        }
        if database::find(name).is_none() {
            return Err(format!("unknown time zone {name}").into());
        }
        Ok(Self::Named(name.into()))
    }

    /// What holds at this second.
    pub(super) fn at(&self, seconds: i64) -> There {
        let always = |abbreviation: String, offset| There {
            abbreviation,
            offset,
            daylight_saving: false,
            since: i64::MIN,
            until: i64::MAX,
        };
        match self {
            Self::Utc => always("UTC".to_string(), 0),
            Self::Fixed { name, offset } => always(name.to_string(), *offset),
            Self::Named(name) => {
                let found = name.as_str().and_then(database::find).and_then(|zone| zone.at(seconds));
                found.unwrap_or_else(|| always("UTC".to_string(), 0))
            }
        }
    }

    /// The second at which clocks show this many seconds since 1970.
    pub(super) fn seconds_of_clock(&self, shown: i64) -> i64 {
        let guess = self.at(shown);
        if guess.offset == 0 {
            return shown;
        }
        let seconds = shown.saturating_sub(i64::from(guess.offset));
        if (guess.since..guess.until).contains(&seconds) {
            return seconds;
        }
        shown.saturating_sub(i64::from(self.at(seconds).offset))
    }

    /// The offset that goes by this abbreviation, if possible one that holds at about this second.
    pub(super) fn offset_of(&self, abbreviation: &str, seconds: i64) -> Option<i32> {
        let Self::Named(name) = self else {
            return None;
        };
        let zone = name.as_str().and_then(database::find)?;
        let offsets = zone.offsets_of(abbreviation);
        let holds = |offset: &&i32| {
            zone.at(seconds.saturating_sub(i64::from(**offset)))
                .is_some_and(|there| there.abbreviation == abbreviation)
        };
        offsets.iter().find(holds).or(offsets.first()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Zone;

    #[test]
    fn the_local_zone_is_universal_time() {
        // D-013
        assert_eq!(Zone::load("Local").ok(), Some(Zone::Utc));
        assert_eq!(Zone::load("").ok(), Some(Zone::Utc));
    }

    #[test]
    fn zones_of_the_database() {
        let offset = |name: &str, seconds| {
            let there = Zone::load(name).ok()?.at(seconds);
            Some((there.offset, there.abbreviation, there.daylight_saving))
        };
        let of = |offset, name: &str, saving| Some((offset, name.into(), saving));
        // The first of July and of January of 2026, and of 2100, where only the rule is left.
        assert_eq!(offset("Europe/Berlin", 1_782_864_000), of(7200, "CEST", true));
        assert_eq!(offset("Europe/Berlin", 1_767_225_600), of(3600, "CET", false));
        assert_eq!(offset("America/New_York", 4_118_083_200), of(-14_400, "EDT", true));
        assert_eq!(offset("Asia/Tokyo", 0), of(32_400, "JST", false));
        assert_eq!(offset("europe/berlin", 0), None);
        assert_eq!(offset("../UTC", 0), None);
    }
}
