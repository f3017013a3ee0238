//! From a template and a document to what is found.

use super::{
    compare::holds,
    error::FindError,
    found::{Found, Shown},
    part::{Block, Filter, Part, Slice, Test},
};
use alloc::{
    borrow::ToOwned,
    string::{String, ToString},
    vec,
    vec::Vec,
};
use serde_json::Value;

/// How deep ranges may nest.
pub(super) const RANGES: usize = 32;

/// How many values an evaluation may look at.
pub(super) const VALUES: usize = 1 << 20;

/// How much of a value an error shows.
const SHOWN: usize = 4_096;

/// The values that each block finds in a document, ranges run.
#[doc(alias = "FindResults")]
pub(super) fn find<'a>(blocks: &'a [Block], document: &'a Value) -> Result<Vec<Vec<Found<'a>>>, FindError> {
    let mut walk = Walk { blocks, begun: 0, inside: 0, ended: 0, last_end: None, left: VALUES };
    walk.from(0, whole(Found::Json(document)), 0).map_err(|stop| stop.fault.into())
}

/// A document that is `null` as a whole is not even a `null`.
fn whole(found: Found<'_>) -> Found<'_> {
    if found.is_nil() { Found::Nothing } else { found }
}

/// A walk through a document. Ranges are counted as upstream counts them, wherever their words stand.
struct Walk<'a> {
    blocks: &'a [Block],
    /// Ranges whose word was read and whose loop has not begun.
    begun: usize,
    /// Loops that run.
    inside: usize,
    /// Ends whose word was read and which have not ended a loop.
    ended: usize,
    /// The block that ended a loop last.
    last_end: Option<usize>,
    /// How many more values may be looked at.
    left: usize,
}

/// Why a walk stopped, and whether values were left when it did: a filter that asks whether something exists takes them
/// for an answer.
struct Stop<'a> {
    fault: Fault<'a>,
    remains: bool,
}

/// An error, not yet put into words: a filter may ask a million times for a name that is not there.
enum Fault<'a> {
    NotFound(&'a str),
    Unknown(&'a str),
    NotFilterable(Found<'a>),
    Told(FindError),
    /// One that no filter takes for an answer.
    Final(FindError),
}

type Values<'a> = Result<Vec<Found<'a>>, Stop<'a>>;

impl<'a> Walk<'a> {
    /// All blocks from one on, with this as what they start from.
    fn from(&mut self, first: usize, root: Found<'a>, depth: usize) -> Result<Vec<Vec<Found<'a>>>, Stop<'a>> {
        if depth == RANGES {
            return Err(Stop::fatal(FindError::TooDeep(RANGES)));
        }
        let depth = depth.saturating_add(1);
        let mut groups = Vec::new();
        let mut at = first;
        while let Some(block) = self.blocks.get(at) {
            self.look_at(1)?;
            let found = match block {
                Block::Text(text) => vec![Found::Text(text)],
                Block::Action(parts) => self.parts(vec![root], parts)?,
            };
            let next = at.saturating_add(1);
            if 0 < self.ended && self.ended <= self.inside {
                self.ended = self.ended.saturating_sub(1);
                self.last_end = Some(at);
                break;
            }
            if self.begun == 0 {
                groups.push(found);
                at = next;
                continue;
            }
            self.begun = self.begun.saturating_sub(1);
            self.inside = self.inside.saturating_add(1);
            if found.is_empty() {
                // What is in the loop is walked all the same, to get to its end, and can fail.
                self.from(next, Found::Nothing, depth)?;
            }
            for value in found {
                if value == Found::Nothing {
                    return Err(Stop::fatal(FindError::Null));
                }
                groups.extend(self.from(next, whole(value), depth)?);
            }
            self.inside = self.inside.saturating_sub(1);
            at = self.last_end.filter(|end| at < *end).unwrap_or(at).saturating_add(1);
        }
        Ok(groups)
    }

    #[doc(alias = "evalList")]
    fn parts(&mut self, mut found: Vec<Found<'a>>, parts: &'a [Part]) -> Values<'a> {
        for part in parts {
            self.look_at(found.len().saturating_add(1))?;
            found = self.part(found, part)?;
        }
        Ok(found)
    }

    #[doc(alias = "walk")]
    fn part(&mut self, found: Vec<Found<'a>>, part: &'a Part) -> Values<'a> {
        match part {
            Part::Field(name) => field(found, name),
            Part::Wildcard => self.wildcard(&found),
            Part::Descent => self.descent(&found),
            Part::Index(index) => index_of(found, *index),
            Part::Slice(slice) => self.slice(&found, *slice),
            Part::Union(elements) => self.union(&found, elements),
            Part::Filter(filter) => self.filter(&found, filter),
            Part::Text(text) => Ok(vec![Found::Text(text)]),
            Part::Int(int) => Ok(vec![Found::Int(*int); found.len()]),
            Part::Float(float) => Ok(vec![Found::Float(*float); found.len()]),
            Part::Bool(yes) => Ok(vec![Found::Bool(*yes); found.len()]),
            Part::Range => {
                self.begun = self.begun.saturating_add(1);
                Ok(found)
            }
            Part::End if self.inside == 0 => {
                Err(Stop { fault: Fault::Told(FindError::NoRange), remains: false })
            }
            Part::End => {
                self.ended = self.ended.saturating_add(1);
                Ok(Vec::new())
            }
            Part::Unknown(word) => Err(Stop { fault: Fault::Unknown(word), remains: !found.is_empty() }),
        }
    }

    #[doc(alias = "evalWildcard")]
    fn wildcard(&mut self, found: &[Found<'a>]) -> Values<'a> {
        let mut within = Vec::new();
        for value in found {
            value.each_within(|one| within.push(one));
            self.allow(within.len())?;
        }
        Ok(within)
    }

    /// Each value and what is below it, as far as there is something in it.
    #[doc(alias = "evalRecursive")]
    fn descent(&mut self, found: &[Found<'a>]) -> Values<'a> {
        let mut below = Vec::new();
        let mut waiting: Vec<Found<'a>> = found.iter().rev().copied().collect();
        while let Some(value) = waiting.pop() {
            self.look_at(1)?;
            if value.is_empty() {
                continue;
            }
            below.push(value);
            match value {
                Found::Json(Value::Array(items)) => waiting.extend(items.iter().rev().map(Found::Json)),
                Found::Json(Value::Object(members)) => {
                    waiting.extend(members.values().rev().map(Found::Json));
                }
                // There is nothing in the bytes of a text.
                _ => {}
            }
        }
        Ok(below)
    }

    #[doc(alias = "evalArray")]
    fn slice(&mut self, found: &[Found<'a>], slice: Slice) -> Values<'a> {
        let mut taken = Vec::new();
        for value in found.iter().filter(|value| !value.is_nil()) {
            let items = list(*value)?;
            let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
            let from_front = |at: i64| if at < 0 { at.saturating_add(length) } else { at };
            let start = from_front(slice.start.unwrap_or(0));
            let end = slice.end.map_or(length, from_front);
            if start == end {
                // Upstream forgets the values that come after one of which nothing is taken.
                return Ok(taken);
            }
            if start < 0 || length <= start {
                return Err(out_of_bounds(start, items));
            }
            if end < 0 || length < end {
                return Err(out_of_bounds(end.saturating_sub(1), items));
            }
            if end < start {
                return Err(Stop::told(FindError::Reversed { start, end }));
            }
            let step = slice.step.unwrap_or(1);
            if step <= 0 {
                return Err(Stop::told(FindError::Step));
            }
            let step = usize::try_from(step).unwrap_or(usize::MAX);
            let start = usize::try_from(start).unwrap_or(usize::MAX);
            let end = usize::try_from(end).unwrap_or(usize::MAX);
            let between = items.get(start..end).unwrap_or_default();
            taken.extend(between.iter().step_by(step).map(Found::Json));
            self.allow(taken.len())?;
        }
        Ok(taken)
    }

    #[doc(alias = "evalUnion")]
    fn union(&mut self, found: &[Found<'a>], elements: &'a [Vec<Part>]) -> Values<'a> {
        let mut all = Vec::new();
        for element in elements {
            let of_element = self.parts(found.to_vec(), element);
            all.extend(of_element.map_err(|stop| Stop { remains: !found.is_empty(), ..stop })?);
            self.allow(all.len())?;
        }
        Ok(all)
    }

    #[doc(alias = "evalFilter")]
    fn filter(&mut self, found: &[Found<'a>], filter: &'a Filter) -> Values<'a> {
        let mut kept = Vec::new();
        for value in found {
            let Found::Json(Value::Array(items)) = value else {
                return Err(Stop { fault: Fault::NotFilterable(*value), remains: true });
            };
            for item in items.iter().map(Found::Json) {
                let left = self.parts(vec![item], &filter.left);
                let holds = match &filter.test {
                    Test::Exists => exists(left)?,
                    Test::Compare(operator, right) => {
                        let left = left.map_err(Stop::with_remains)?;
                        // Where one side finds nothing, the other is not looked at, or for nothing.
                        match self.sides(&left, item, right).map_err(Stop::with_remains)? {
                            Some((left, right)) => holds(operator, left, right).map_err(|error| Stop {
                                fault: Fault::Told(error),
                                remains: !kept.is_empty(),
                            })?,
                            None => false,
                        }
                    }
                };
                if holds {
                    kept.push(item);
                }
            }
        }
        Ok(kept)
    }

    /// The one value of each side, if both have one.
    fn sides(
        &mut self,
        left: &[Found<'a>],
        item: Found<'a>,
        right: &'a [Part],
    ) -> Result<Option<(Found<'a>, Found<'a>)>, Stop<'a>> {
        let Some(left) = only(left)? else {
            return Ok(None);
        };
        let right = self.parts(vec![item], right)?;
        Ok(only(&right)?.map(|right| (left, right)))
    }

    /// Spends looks.
    fn look_at(&mut self, values: usize) -> Result<(), Stop<'a>> {
        self.allow(values)?;
        self.left = self.left.saturating_sub(values);
        Ok(())
    }

    /// Whether so many values may be held: whoever looks at them next pays for them.
    fn allow(&self, values: usize) -> Result<(), Stop<'a>> {
        if values <= self.left { Ok(()) } else { Err(Stop::fatal(FindError::TooMuch(VALUES))) }
    }
}

#[doc(alias = "evalField")]
fn field<'a>(mut found: Vec<Found<'a>>, name: &'a str) -> Values<'a> {
    if found.is_empty() {
        return Ok(found);
    }
    found.retain_mut(|value| match value {
        Found::Json(Value::Object(members)) => {
            let member = members.get(name);
            *value = member.map_or(Found::Nothing, Found::Json);
            member.is_some()
        }
        _ => false,
    });
    if found.is_empty() {
        return Err(Stop { fault: Fault::NotFound(name), remains: false });
    }
    Ok(found)
}

fn index_of(mut found: Vec<Found<'_>>, index: i64) -> Values<'_> {
    found.retain(|value| !value.is_nil());
    for value in &mut found {
        let items = list(*value)?;
        let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
        let from_front = if index < 0 { index.saturating_add(length) } else { index };
        let item = usize::try_from(from_front).ok().and_then(|at| items.get(at));
        *value = Found::Json(item.ok_or_else(|| out_of_bounds(from_front, items))?);
    }
    Ok(found)
}

fn list<'a>(value: Found<'a>) -> Result<&'a [Value], Stop<'a>> {
    match value {
        Found::Json(Value::Array(items)) => Ok(items),
        Found::Nothing => Err(Stop::fatal(FindError::Null)),
        other => Err(Stop::told(FindError::NotAList(other.go_type()))),
    }
}

fn out_of_bounds<'a>(index: i64, items: &[Value]) -> Stop<'a> {
    Stop::told(FindError::OutOfBounds { index, length: items.len() })
}

/// Whether a side found something, or failed with something in its hands.
fn exists<'a>(found: Values<'a>) -> Result<bool, Stop<'a>> {
    match found {
        Ok(found) => Ok(!found.is_empty()),
        Err(stop @ Stop { fault: Fault::Final(_), .. }) => Err(stop),
        Err(stop) => Ok(stop.remains),
    }
}

fn only<'a>(side: &[Found<'a>]) -> Result<Option<Found<'a>>, Stop<'a>> {
    match side {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        _ => Err(Stop::told(FindError::Several)),
    }
}

impl Stop<'_> {
    /// An error of a part that had values to work on.
    fn told(error: FindError) -> Self {
        Self { fault: Fault::Told(error), remains: true }
    }

    fn fatal(error: FindError) -> Self {
        Self { fault: Fault::Final(error), remains: true }
    }

    fn with_remains(self) -> Self {
        Self { remains: true, ..self }
    }
}

impl From<Fault<'_>> for FindError {
    fn from(fault: Fault<'_>) -> Self {
        match fault {
            Fault::NotFound(name) => Self::NotFound(name.to_owned()),
            Fault::Unknown(word) => Self::Identifier(word.to_owned()),
            Fault::NotFilterable(value) => Self::NotFilterable(cut(Shown(value).to_string())),
            Fault::Told(error) | Fault::Final(error) => error,
        }
    }
}

fn cut(text: String) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => text.get(..at).unwrap_or_default().to_owned() + "…",
        None => text,
    }
}
