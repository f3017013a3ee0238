//! Integers with their type.

/// An integer and its type in Go. Arithmetic happens in 64 bits and wraps around, as in Go.
///
/// ```
/// use gradual::condition::{Integer, IntegerType};
///
/// let code = Integer::new(IntegerType::Uint64, -1);
/// assert_eq!((code.kind(), code.bits()), (IntegerType::Uint64, -1));
/// assert_eq!(Integer::from(7_i64), Integer::new(IntegerType::Int, 7));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Integer {
    kind: IntegerType,
    bits: i64,
}

/// Go's types of integers that a value or an expression can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IntegerType {
    /// `int`: literals and what most functions count.
    Int,
    /// `int64`: `asInt`, InfluxDB.
    Int64,
    /// `uint64`: InfluxDB.
    Uint64,
    /// `uint8`: a byte of a string.
    Uint8,
    /// `time.Month`, from 1.
    Month,
    /// `time.Weekday`, from 0, which is Sunday.
    Weekday,
}

impl Integer {
    /// An integer of a type: its 64 bits, those of a `uint64` reinterpreted.
    pub const fn new(kind: IntegerType, bits: i64) -> Self {
        Self { kind, bits }
    }

    /// The type.
    pub const fn kind(self) -> IntegerType {
        self.kind
    }

    /// The 64 bits as a signed integer: Go's `int(x)`. A `uint64` above the largest `int64` is negative here.
    pub const fn bits(self) -> i64 {
        self.bits
    }
}

impl From<i64> for Integer {
    fn from(bits: i64) -> Self {
        Self { kind: IntegerType::Int, bits }
    }
}
