//! The bounds of an expression. Crossing one is an error; most of them upstream does not have (D-010).

/// Bytes of an expression's text. Upstream has no such bound, but one of ten thousand parts is rarely longer.
pub const MAX_TEXT: usize = 256 * 1024;

/// Parts of an expression: upstream's own bound, counted as it counts (`argo-analysis §3.7`).
pub const MAX_NODES: usize = 10_000;

/// Brackets, lists, calls and other things open at once while an expression is read. Upstream has no such bound.
pub const MAX_NESTING: usize = 64 * 1024;

/// Elements that lists, maps and ranges of one evaluation may have together, less one: upstream's own budget,
/// counted as it counts (`argo-analysis §3.7`).
pub const MAX_ELEMENTS: u64 = 1_000_000;

/// Steps of one evaluation: instructions, and elements or bytes that a function looks at. Upstream has no such bound.
pub const MAX_STEPS: u64 = 50_000_000;

/// Bytes and elements that one evaluation may produce, what upstream does not count included.
pub const MAX_PRODUCED: u64 = 64 * 1024 * 1024;

/// Levels of lists and maps that can be compared, printed or handed out.
pub const MAX_DEPTH: usize = 200;

/// Steps of checking an expression: a chain of comparisons looks at its inner parts twice, and chains nest.
pub const MAX_CHECKS: usize = 400_000;

pub use crate::go::{MAX_AUTOMATON, MAX_PATTERN};

/// Bytes that the automata of all patterns in one expression may take.
pub const MAX_AUTOMATA: usize = 32 * 1024 * 1024;

/// Instructions that an expression may become.
pub const MAX_CODE: usize = 400_000;
