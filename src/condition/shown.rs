//! Values as Go prints them.

use super::{format, layout, moment::Moment, val::Val, value::Value};
use core::fmt;

/// As Go's `fmt.Sprint` prints it: `[1 2.5]`, `map[a:1]`, `<nil>`. What nests too deeply is left out.
///
/// ```
/// use gradual::condition::Value;
///
/// assert_eq!(Value::from(serde_json::json!([1e6, null, {"a": "x"}])).to_string(), "[1e+06 <nil> map[a:x]]");
/// ```
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format::shown(&Val::of(self)))
    }
}

impl Moment {
    /// Reads RFC 3339 as Go does, and keeps the offset; nothing if the text is none.
    ///
    /// ```
    /// use gradual::condition::{Moment, Value};
    ///
    /// let moment = Moment::parse("2026-01-01T02:00:00+02:00").map(Value::Moment);
    /// assert_eq!(moment.map(|moment| moment.to_string()), Some("2026-01-01 02:00:00 +0200 +0200".into()));
    /// assert_eq!(Moment::parse("yesterday"), None);
    /// ```
    #[doc(alias = "Parse")]
    pub fn parse(text: &str) -> Option<Self> {
        layout::parse("2006-01-02T15:04:05Z07:00", text, None).ok()
    }
}
