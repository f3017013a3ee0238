//! Go's layouts: texts that show how the instant 2006-01-02 15:04:05 would be written.

mod chunk;
mod fields;
mod format;
mod parse;

pub(super) use format::format;
pub(super) use parse::parse;

use alloc::string::String;
use core::fmt::Write;

/// A text in quotes as Go's `time` package prints it: everything outside of ASCII as bytes.
pub(super) fn quoted(bytes: &[u8]) -> String {
    let mut text = String::from("\"");
    for byte in bytes {
        let _ = match byte {
            b'"' | b'\\' => write!(text, "\\{}", char::from(*byte)),
            b' '..=0x7f => write!(text, "{}", char::from(*byte)),
            byte => write!(text, "\\x{byte:02x}"),
        };
    }
    text.push('"');
    text
}
