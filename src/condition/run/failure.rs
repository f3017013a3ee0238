//! Why an evaluation ended without a value.

use crate::condition::val::Val;
use alloc::{boxed::Box, format, string::String};

/// A message; the machine knows the place.
#[derive(Debug)]
pub(in crate::condition) struct Failure(Box<str>);

impl Failure {
    pub(in crate::condition) fn into_message(self) -> String {
        self.0.into()
    }

    /// A value is not of the type that it must have.
    pub(in crate::condition) fn conversion(value: &Val<'_>, wanted: &str) -> Self {
        Self(format!("interface conversion: interface {{}} is {}, not {wanted}", value.dynamic_name()).into())
    }

    /// What nests more deeply than we go.
    pub(in crate::condition) fn too_deep() -> Self {
        let limit = crate::condition::limits::MAX_DEPTH;
        Self(format!("value nests too deeply: at most {limit} levels are looked at").into())
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self(message.into())
    }
}

impl From<&str> for Failure {
    fn from(message: &str) -> Self {
        Self(message.into())
    }
}
