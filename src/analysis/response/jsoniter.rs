//! The complaints of the JSON library that upstream's Prometheus client uses.

use super::lossy;
use alloc::{
    format,
    string::{String, ToString},
};

/// A complaint with what stands around the place at which the library was: its last byte read is before `at`.
#[doc(alias = "ReportError")]
pub(super) fn report(operation: &str, complaint: impl ToString, text: &[u8], at: usize) -> String {
    let around = |reach: usize| {
        let end = at.saturating_add(reach).min(text.len());
        lossy(text.get(at.saturating_sub(reach)..end).unwrap_or_default())
    };
    format!(
        "{operation}: {}, error found in #{} byte of ...|{}|..., bigger context ...|{}|...",
        complaint.to_string(),
        at.min(10),
        around(10),
        around(50)
    )
}

/// A complaint of a type that decodes itself, the text being what it was given and the place being where that ends.
pub(super) fn unmarshaler(complaint: impl ToString, text: &[u8], at: usize) -> String {
    report("unmarshalerDecoder", complaint, text, at)
}

/// The complaint about a value that is not there.
pub(super) fn missing() -> String {
    report("Skip", "do not know how to skip: 0", b"", 0)
}
