//! Strings as Go has them: bytes that are text nearly always.

use alloc::{
    borrow::ToOwned,
    string::{String, ToString},
    vec::Vec,
};
use core::{borrow::Borrow, fmt};

/// A Go string: any bytes. Those of JSON and of literals are UTF-8; slicing, which counts bytes, can cut a letter.
///
/// Ordered by bytes, as Go orders strings.
///
/// ```
/// use gradual::condition::Text;
///
/// let text = Text::from("é");
/// assert_eq!(text.as_str(), Some("é"));
/// assert_eq!(text.as_bytes().len(), 2);
/// assert_eq!(Text::from(vec![0xc3]).as_str(), None);
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text {
    bytes: Vec<u8>,
}

impl Text {
    /// The bytes.
    ///
    /// ```
    /// assert_eq!(gradual::condition::Text::from("ab").as_bytes(), b"ab");
    /// ```
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text, if the bytes are UTF-8.
    ///
    /// ```
    /// assert_eq!(gradual::condition::Text::from("ab").as_str(), Some("ab"));
    /// ```
    pub fn as_str(&self) -> Option<&str> {
        core::str::from_utf8(&self.bytes).ok()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self { bytes: text.as_bytes().to_owned() }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { bytes: text.into_bytes() }
    }
}

impl From<Vec<u8>> for Text {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }
}

impl From<&[u8]> for Text {
    fn from(bytes: &[u8]) -> Self {
        Self { bytes: bytes.to_owned() }
    }
}

impl Borrow<[u8]> for Text {
    fn borrow(&self) -> &[u8] {
        &self.bytes
    }
}

/// What is not UTF-8 shows as replacement characters.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.bytes))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string(), f)
    }
}
