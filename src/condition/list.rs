//! Lists while an expression is evaluated.

use super::{
    map::Map,
    moment::Moment,
    series::{Message, Series},
    text::Text,
    types::Type,
    val::{Str, Val},
    value::Value,
};
use crate::time::Timestamp;
use alloc::{rc::Rc, vec::Vec};
use core::ops::Range;

/// A list of one of Go's types.
#[derive(Clone, Debug)]
pub(super) enum List<'v> {
    /// A nil of such a type.
    Nil(Type),
    /// `[]any`, given.
    Values(&'v [Value]),
    /// `[]any`, made; some of its elements.
    Made(Rc<Made<'v>>, Range<usize>),
    Floats(&'v [f64]),
    Ints(&'v [i64]),
    /// `[]int` from a number on.
    Count {
        from: i64,
        length: usize,
    },
    Texts(&'v [Text]),
    TextsMade(Rc<[Str<'v>]>, Range<usize>),
    Moments(&'v [Moment]),
    /// `[]time.Time` of a series.
    Timestamps(&'v [Timestamp]),
    Rows(&'v [Map]),
    AllSeries(&'v [Series]),
    Messages(&'v [Message]),
    StatusCodes(&'static [&'static str]),
    Bytes(Str<'v>),
    Pairs(Rc<[(Val<'v>, Val<'v>)]>, Range<usize>),
    PairsGiven(&'v [(Value, Value)]),
    /// `[2]any`.
    Pair(Rc<(Val<'v>, Val<'v>)>),
    PairGiven(&'v (Value, Value)),
}

/// Elements of a list that was made. It is dropped without recursion, however deep lists nest.
#[derive(Debug)]
pub(super) struct Made<'v> {
    pub(super) items: Vec<Val<'v>>,
}

impl Drop for Made<'_> {
    fn drop(&mut self) {
        if self.items.iter().any(Val::is_container) {
            drop_deep(core::mem::take(&mut self.items));
        }
    }
}

/// Drops values one by one; what only they hold comes next.
pub(super) fn drop_deep(mut left: Vec<Val<'_>>) {
    while let Some(value) = left.pop() {
        match value {
            Val::List(List::Made(made, _)) => {
                if let Some(mut made) = Rc::into_inner(made) {
                    left.append(&mut made.items);
                }
            }
            Val::List(List::Pair(pair)) => {
                if let Some((key, value)) = Rc::into_inner(pair) {
                    left.extend([key, value]);
                }
            }
            Val::Map(map) => map.take_apart(&mut left),
            _ => {}
        }
    }
}

impl<'v> List<'v> {
    /// A `[]any` of these.
    pub(super) fn made(items: Vec<Val<'v>>) -> Self {
        let range = 0..items.len();
        Self::Made(Rc::new(Made { items }), range)
    }

    /// A `[]string` of these.
    pub(super) fn texts(texts: Vec<Str<'v>>) -> Self {
        let range = 0..texts.len();
        Self::TextsMade(texts.into(), range)
    }

    /// A `[][2]any` of these.
    pub(super) fn pairs(pairs: Vec<(Val<'v>, Val<'v>)>) -> Self {
        let range = 0..pairs.len();
        Self::Pairs(pairs.into(), range)
    }

    pub(super) fn of_type(&self) -> Type {
        match self {
            Self::Nil(of) => *of,
            Self::Values(_) | Self::Made(..) => Type::List,
            Self::Floats(_) => Type::Floats,
            Self::Ints(_) | Self::Count { .. } => Type::Ints,
            Self::Texts(_) | Self::TextsMade(..) => Type::Texts,
            Self::Moments(_) | Self::Timestamps(_) => Type::Moments,
            Self::Rows(_) => Type::Rows,
            Self::AllSeries(_) => Type::SeriesList,
            Self::Messages(_) => Type::Messages,
            Self::StatusCodes(_) => Type::StatusCodes,
            Self::Bytes(_) => Type::Bytes,
            Self::Pairs(..) | Self::PairsGiven(_) => Type::Pairs,
            Self::Pair(_) | Self::PairGiven(_) => Type::Pair,
        }
    }

    pub(super) fn is_nil(&self) -> bool {
        matches!(self, Self::Nil(_))
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Nil(_) => 0,
            Self::Values(values) => values.len(),
            Self::Made(_, range) | Self::TextsMade(_, range) | Self::Pairs(_, range) => range.len(),
            Self::Floats(floats) => floats.len(),
            Self::Ints(ints) => ints.len(),
            Self::Count { length, .. } => *length,
            Self::Texts(texts) => texts.len(),
            Self::Moments(moments) => moments.len(),
            Self::Timestamps(times) => times.len(),
            Self::Rows(rows) => rows.len(),
            Self::AllSeries(series) => series.len(),
            Self::Messages(messages) => messages.len(),
            Self::StatusCodes(codes) => codes.len(),
            Self::Bytes(bytes) => bytes.len(),
            Self::PairsGiven(pairs) => pairs.len(),
            Self::Pair(_) | Self::PairGiven(_) => 2,
        }
    }

    pub(super) fn get(&self, index: usize) -> Option<Val<'v>> {
        Some(match self {
            Self::Nil(_) => return None,
            Self::Values(values) => Val::of(values.get(index)?),
            Self::Made(made, range) => made.items.get(range.clone())?.get(index)?.clone(),
            Self::Floats(floats) => Val::Float(*floats.get(index)?),
            Self::Ints(ints) => Val::int(*ints.get(index)?),
            Self::Count { from, length } => {
                if *length <= index {
                    return None;
                }
                Val::int(from.wrapping_add(i64::try_from(index).ok()?))
            }
            Self::Texts(texts) => Val::Text(Str::Given(texts.get(index)?.as_bytes())),
            Self::TextsMade(texts, range) => Val::Text(texts.get(range.clone())?.get(index)?.clone()),
            Self::Moments(moments) => Val::Moment(Rc::new(moments.get(index)?.clone())),
            Self::Timestamps(times) => Val::Moment(Rc::new((*times.get(index)?).into())),
            Self::Rows(rows) => Val::Map(super::mapping::Mapping::Row(rows.get(index)?)),
            Self::AllSeries(series) => Val::Series(series.get(index)?),
            Self::Messages(messages) => Val::Message(messages.get(index)?),
            Self::StatusCodes(codes) => Val::StatusCode(Str::Given(codes.get(index)?.as_bytes())),
            Self::Bytes(bytes) => Val::byte(*bytes.get(index)?),
            Self::Pairs(pairs, range) => {
                let (key, value) = pairs.get(range.clone())?.get(index)?;
                Val::List(Self::Pair(Rc::new((key.clone(), value.clone()))))
            }
            Self::PairsGiven(pairs) => Val::List(Self::PairGiven(pairs.get(index)?)),
            Self::Pair(pair) => match index {
                0 => pair.0.clone(),
                1 => pair.1.clone(),
                _ => return None,
            },
            Self::PairGiven(pair) => match index {
                0 => Val::of(&pair.0),
                1 => Val::of(&pair.1),
                _ => return None,
            },
        })
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Val<'v>> + '_ {
        (0..self.len()).map_while(|index| self.get(index))
    }

    /// Some of its elements, as a list of the same type. The range must be within.
    pub(super) fn slice(&self, within: Range<usize>) -> Self {
        let part = |range: &Range<usize>| range.start + within.start..range.start + within.end;
        let whole = within.len() == self.len();
        match self {
            Self::Nil(of) => Self::Nil(*of),
            Self::Values(values) => Self::Values(values.get(within).unwrap_or_default()),
            Self::Made(made, range) => Self::Made(made.clone(), part(range)),
            Self::Floats(floats) => Self::Floats(floats.get(within).unwrap_or_default()),
            Self::Ints(ints) => Self::Ints(ints.get(within).unwrap_or_default()),
            Self::Count { from, .. } => {
                let start = i64::try_from(within.start).unwrap_or(i64::MAX);
                Self::Count { from: from.wrapping_add(start), length: within.len() }
            }
            Self::Texts(texts) => Self::Texts(texts.get(within).unwrap_or_default()),
            Self::TextsMade(texts, range) => Self::TextsMade(texts.clone(), part(range)),
            Self::Moments(moments) => Self::Moments(moments.get(within).unwrap_or_default()),
            Self::Timestamps(times) => Self::Timestamps(times.get(within).unwrap_or_default()),
            Self::Rows(rows) => Self::Rows(rows.get(within).unwrap_or_default()),
            Self::AllSeries(series) => Self::AllSeries(series.get(within).unwrap_or_default()),
            Self::Messages(messages) => Self::Messages(messages.get(within).unwrap_or_default()),
            Self::StatusCodes(codes) => Self::StatusCodes(codes.get(within).unwrap_or_default()),
            Self::Bytes(bytes) => Self::Bytes(bytes.slice(within)),
            Self::Pairs(pairs, range) => Self::Pairs(pairs.clone(), part(range)),
            Self::PairsGiven(pairs) => Self::PairsGiven(pairs.get(within).unwrap_or_default()),
            Self::Pair(_) | Self::PairGiven(_) if whole => self.clone(),
            // A part of an array is a slice.
            Self::Pair(_) | Self::PairGiven(_) => {
                Self::made(within.filter_map(|index| self.get(index)).collect())
            }
        }
    }
}

impl Str<'_> {
    /// Some of its bytes. The range must be within.
    pub(super) fn slice(&self, within: Range<usize>) -> Self {
        match self {
            Self::Given(bytes) => Self::Given(bytes.get(within).unwrap_or_default()),
            Self::Made(bytes) => Self::Made(bytes.get(within).unwrap_or_default().into()),
        }
    }
}
