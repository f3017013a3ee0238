//! The methods that values have, and their types (`argo-analysis §3.8`).

use super::{
    integer::IntegerType,
    types::{Gives, Signature, Type, Variadic},
};

/// A method of a type.
#[derive(Debug)]
pub(super) struct Method {
    pub(super) name: &'static str,
    /// Its type with the receiver as first parameter.
    pub(super) signature: Signature,
}

impl Method {
    /// The method of this name that values of the type have.
    pub(super) fn of(receiver: Type, name: &[u8]) -> Option<&'static Self> {
        let methods: &[Self] = match receiver {
            Type::Moment => &MOMENT,
            Type::Span => &SPAN,
            Type::Integer(IntegerType::Month) => &MONTH,
            Type::Integer(IntegerType::Weekday) => &WEEKDAY,
            Type::Zone => &ZONE,
            Type::StatusCode => &STATUS_CODE,
            _ => return None,
        };
        methods.iter().find(|method| method.name.as_bytes() == name)
    }
}

const fn method(
    name: &'static str,
    bound: &'static str,
    text: &'static str,
    takes: &'static [Type],
    gives: Gives,
) -> Method {
    Method { name, signature: Signature { text, takes, gives, variadic: Variadic::No, bound } }
}

static MOMENT: [Method; 43] = [
    method(
        "Add",
        "func(time.Duration) time.Time",
        "func(time.Time, time.Duration) time.Time",
        &[Type::Moment, Type::Span],
        Gives::One(Type::Moment),
    ),
    method(
        "AddDate",
        "func(int, int, int) time.Time",
        "func(time.Time, int, int, int) time.Time",
        &[Type::Moment, Type::INT, Type::INT, Type::INT],
        Gives::One(Type::Moment),
    ),
    method(
        "After",
        "func(time.Time) bool",
        "func(time.Time, time.Time) bool",
        &[Type::Moment, Type::Moment],
        Gives::One(Type::Bool),
    ),
    method(
        "AppendBinary",
        "func([]uint8) ([]uint8, error)",
        "func(time.Time, []uint8) ([]uint8, error)",
        &[Type::Moment, Type::Bytes],
        Gives::Two(Type::Bytes),
    ),
    method(
        "AppendFormat",
        "func([]uint8, string) []uint8",
        "func(time.Time, []uint8, string) []uint8",
        &[Type::Moment, Type::Bytes, Type::Text],
        Gives::One(Type::Bytes),
    ),
    method(
        "AppendText",
        "func([]uint8) ([]uint8, error)",
        "func(time.Time, []uint8) ([]uint8, error)",
        &[Type::Moment, Type::Bytes],
        Gives::Two(Type::Bytes),
    ),
    method(
        "Before",
        "func(time.Time) bool",
        "func(time.Time, time.Time) bool",
        &[Type::Moment, Type::Moment],
        Gives::One(Type::Bool),
    ),
    method(
        "Clock",
        "func() (int, int, int)",
        "func(time.Time) (int, int, int)",
        &[Type::Moment],
        Gives::Three,
    ),
    method(
        "Compare",
        "func(time.Time) int",
        "func(time.Time, time.Time) int",
        &[Type::Moment, Type::Moment],
        Gives::One(Type::INT),
    ),
    method(
        "Date",
        "func() (int, time.Month, int)",
        "func(time.Time) (int, time.Month, int)",
        &[Type::Moment],
        Gives::Three,
    ),
    method("Day", "func() int", "func(time.Time) int", &[Type::Moment], Gives::One(Type::INT)),
    method(
        "Equal",
        "func(time.Time) bool",
        "func(time.Time, time.Time) bool",
        &[Type::Moment, Type::Moment],
        Gives::One(Type::Bool),
    ),
    method(
        "Format",
        "func(string) string",
        "func(time.Time, string) string",
        &[Type::Moment, Type::Text],
        Gives::One(Type::Text),
    ),
    method("GoString", "func() string", "func(time.Time) string", &[Type::Moment], Gives::One(Type::Text)),
    method(
        "GobEncode",
        "func() ([]uint8, error)",
        "func(time.Time) ([]uint8, error)",
        &[Type::Moment],
        Gives::Two(Type::Bytes),
    ),
    method("Hour", "func() int", "func(time.Time) int", &[Type::Moment], Gives::One(Type::INT)),
    method(
        "ISOWeek",
        "func() (int, int)",
        "func(time.Time) (int, int)",
        &[Type::Moment],
        Gives::Two(Type::INT),
    ),
    method(
        "In",
        "func(*time.Location) time.Time",
        "func(time.Time, *time.Location) time.Time",
        &[Type::Moment, Type::Zone],
        Gives::One(Type::Moment),
    ),
    method("IsDST", "func() bool", "func(time.Time) bool", &[Type::Moment], Gives::One(Type::Bool)),
    method("IsZero", "func() bool", "func(time.Time) bool", &[Type::Moment], Gives::One(Type::Bool)),
    method(
        "Local",
        "func() time.Time",
        "func(time.Time) time.Time",
        &[Type::Moment],
        Gives::One(Type::Moment),
    ),
    method(
        "Location",
        "func() *time.Location",
        "func(time.Time) *time.Location",
        &[Type::Moment],
        Gives::One(Type::Zone),
    ),
    method(
        "MarshalBinary",
        "func() ([]uint8, error)",
        "func(time.Time) ([]uint8, error)",
        &[Type::Moment],
        Gives::Two(Type::Bytes),
    ),
    method(
        "MarshalJSON",
        "func() ([]uint8, error)",
        "func(time.Time) ([]uint8, error)",
        &[Type::Moment],
        Gives::Two(Type::Bytes),
    ),
    method(
        "MarshalText",
        "func() ([]uint8, error)",
        "func(time.Time) ([]uint8, error)",
        &[Type::Moment],
        Gives::Two(Type::Bytes),
    ),
    method("Minute", "func() int", "func(time.Time) int", &[Type::Moment], Gives::One(Type::INT)),
    method(
        "Month",
        "func() time.Month",
        "func(time.Time) time.Month",
        &[Type::Moment],
        Gives::One(Type::Integer(IntegerType::Month)),
    ),
    method("Nanosecond", "func() int", "func(time.Time) int", &[Type::Moment], Gives::One(Type::INT)),
    method(
        "Round",
        "func(time.Duration) time.Time",
        "func(time.Time, time.Duration) time.Time",
        &[Type::Moment, Type::Span],
        Gives::One(Type::Moment),
    ),
    method("Second", "func() int", "func(time.Time) int", &[Type::Moment], Gives::One(Type::INT)),
    method("String", "func() string", "func(time.Time) string", &[Type::Moment], Gives::One(Type::Text)),
    method(
        "Sub",
        "func(time.Time) time.Duration",
        "func(time.Time, time.Time) time.Duration",
        &[Type::Moment, Type::Moment],
        Gives::One(Type::Span),
    ),
    method(
        "Truncate",
        "func(time.Duration) time.Time",
        "func(time.Time, time.Duration) time.Time",
        &[Type::Moment, Type::Span],
        Gives::One(Type::Moment),
    ),
    method("UTC", "func() time.Time", "func(time.Time) time.Time", &[Type::Moment], Gives::One(Type::Moment)),
    method(
        "Unix",
        "func() int64",
        "func(time.Time) int64",
        &[Type::Moment],
        Gives::One(Type::Integer(IntegerType::Int64)),
    ),
    method(
        "UnixMicro",
        "func() int64",
        "func(time.Time) int64",
        &[Type::Moment],
        Gives::One(Type::Integer(IntegerType::Int64)),
    ),
    method(
        "UnixMilli",
        "func() int64",
        "func(time.Time) int64",
        &[Type::Moment],
        Gives::One(Type::Integer(IntegerType::Int64)),
    ),
    method(
        "UnixNano",
        "func() int64",
        "func(time.Time) int64",
        &[Type::Moment],
        Gives::One(Type::Integer(IntegerType::Int64)),
    ),
    method(
        "Weekday",
        "func() time.Weekday",
        "func(time.Time) time.Weekday",
        &[Type::Moment],
        Gives::One(Type::Integer(IntegerType::Weekday)),
    ),
    method("Year", "func() int", "func(time.Time) int", &[Type::Moment], Gives::One(Type::INT)),
    method("YearDay", "func() int", "func(time.Time) int", &[Type::Moment], Gives::One(Type::INT)),
    method(
        "Zone",
        "func() (string, int)",
        "func(time.Time) (string, int)",
        &[Type::Moment],
        Gives::Two(Type::Text),
    ),
    method(
        "ZoneBounds",
        "func() (time.Time, time.Time)",
        "func(time.Time) (time.Time, time.Time)",
        &[Type::Moment],
        Gives::Two(Type::Moment),
    ),
];

static SPAN: [Method; 10] = [
    method(
        "Abs",
        "func() time.Duration",
        "func(time.Duration) time.Duration",
        &[Type::Span],
        Gives::One(Type::Span),
    ),
    method("Hours", "func() float64", "func(time.Duration) float64", &[Type::Span], Gives::One(Type::Float)),
    method(
        "Minutes",
        "func() float64",
        "func(time.Duration) float64",
        &[Type::Span],
        Gives::One(Type::Float),
    ),
    method(
        "Seconds",
        "func() float64",
        "func(time.Duration) float64",
        &[Type::Span],
        Gives::One(Type::Float),
    ),
    method(
        "Microseconds",
        "func() int64",
        "func(time.Duration) int64",
        &[Type::Span],
        Gives::One(Type::Integer(IntegerType::Int64)),
    ),
    method(
        "Milliseconds",
        "func() int64",
        "func(time.Duration) int64",
        &[Type::Span],
        Gives::One(Type::Integer(IntegerType::Int64)),
    ),
    method(
        "Nanoseconds",
        "func() int64",
        "func(time.Duration) int64",
        &[Type::Span],
        Gives::One(Type::Integer(IntegerType::Int64)),
    ),
    method(
        "Round",
        "func(time.Duration) time.Duration",
        "func(time.Duration, time.Duration) time.Duration",
        &[Type::Span, Type::Span],
        Gives::One(Type::Span),
    ),
    method("String", "func() string", "func(time.Duration) string", &[Type::Span], Gives::One(Type::Text)),
    method(
        "Truncate",
        "func(time.Duration) time.Duration",
        "func(time.Duration, time.Duration) time.Duration",
        &[Type::Span, Type::Span],
        Gives::One(Type::Span),
    ),
];

static MONTH: [Method; 1] = [method(
    "String",
    "func() string",
    "func(time.Month) string",
    &[Type::Integer(IntegerType::Month)],
    Gives::One(Type::Text),
)];

static WEEKDAY: [Method; 1] = [method(
    "String",
    "func() string",
    "func(time.Weekday) string",
    &[Type::Integer(IntegerType::Weekday)],
    Gives::One(Type::Text),
)];

static ZONE: [Method; 1] =
    [method("String", "func() string", "func(*time.Location) string", &[Type::Zone], Gives::One(Type::Text))];

static STATUS_CODE: [Method; 1] = [method(
    "Values",
    "func() []types.StatusCode",
    "func(types.StatusCode) []types.StatusCode",
    &[Type::StatusCode],
    Gives::One(Type::StatusCodes),
)];
