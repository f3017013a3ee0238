//! Reads as much of a WebAssembly module as tells what it asks of its host.

use crate::gate::Outcome;

const HEADER: [u8; 8] = *b"\0asm\x01\0\0\0";
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
/// What `wasm/` exports; a module without it has lost the code that was to be judged.
const EXPORTED: &str = "decide";

/// A module must import nothing, and export what makes that worth saying.
pub(crate) fn judge(module: &[u8]) -> Outcome {
    let Some(sections) = sections(module) else {
        return Outcome::Fails("the module cannot be read".to_owned());
    };
    let found = |id| sections.iter().filter(move |section| section.id == id);
    for section in found(IMPORTS) {
        match first_import(section.content) {
            Some(None) => {}
            Some(Some(import)) => return Outcome::Fails(format!("the module imports `{import}`")),
            None => return Outcome::Fails("the module's imports cannot be read".to_owned()),
        }
    }
    let exports = found(EXPORTS).find_map(|section| exports(section.content));
    if exports.is_some_and(|names| names.contains(&EXPORTED)) {
        println!("gate: {} bytes of WebAssembly import nothing", module.len());
        Outcome::Holds
    } else {
        Outcome::Fails(format!("the module does not export `{EXPORTED}`, so nothing was judged"))
    }
}

struct Section<'a> {
    id: u8,
    content: &'a [u8],
}

fn sections(module: &[u8]) -> Option<Vec<Section<'_>>> {
    let mut left = Reader(module.strip_prefix(&HEADER)?);
    let mut sections = Vec::new();
    while !left.0.is_empty() {
        let id = left.byte()?;
        let content = left.counted()?;
        sections.push(Section { id, content });
    }
    Some(sections)
}

/// Inside: the first import as `module.name`, if there is one.
fn first_import(section: &[u8]) -> Option<Option<String>> {
    let mut left = Reader(section);
    if left.number()? == 0 {
        return Some(None);
    }
    Some(Some(format!("{}.{}", left.name()?, left.name()?)))
}

fn exports(section: &[u8]) -> Option<Vec<&str>> {
    let mut left = Reader(section);
    let count = left.number()?;
    let mut names = Vec::new();
    for _ in 0..count {
        names.push(left.name()?);
        left.byte()?; // its kind
        left.number()?; // its index
    }
    Some(names)
}

/// What has not been read yet. `None` of any method: the bytes end too soon, or say what they must not.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// An unsigned number of at most 32 bits, seven to a byte, the lowest first (LEB128).
    fn number(&mut self) -> Option<u32> {
        let mut number = 0_u32;
        for shift in (0..32).step_by(7) {
            let byte = self.byte()?;
            let bits = u32::from(byte & 0x7f);
            if bits.leading_zeros() < shift {
                return None;
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn counted(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn name(&mut self) -> Option<&'a str> {
        str::from_utf8(self.counted()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sections: &[&[u8]], expected: &str) {
        let module = [&HEADER[..], &sections.concat()].concat();
        let found = match judge(&module) {
            Outcome::Holds => "holds".to_owned(),
            Outcome::Fails(why) | Outcome::Skipped(why) => why,
        };
        assert_eq!(found, expected);
    }

    const DECIDE: &[u8] = b"\x07\x0a\x01\x06decide\x00\x00";

    #[test]
    fn modules() {
        check(&[DECIDE], "holds");
        check(&[b"\x02\x01\x00", DECIDE], "holds");
        check(&[b"\x02\x0b\x01\x03env\x03now\x00\x00", DECIDE], "the module imports `env.now`");
        check(&[b"\x02\x02\x01\x03", DECIDE], "the module's imports cannot be read");
        check(&[b"\x00\x01x"], "the module does not export `decide`, so nothing was judged");
        check(&[b"\x01\x7f"], "the module cannot be read");
    }

    #[test]
    fn numbers() {
        let read = |bytes: &[u8]| Reader(bytes).number();
        assert_eq!(read(b"\x00"), Some(0));
        assert_eq!(read(b"\xe5\x8e\x26"), Some(624_485));
        assert_eq!(read(b"\xff\xff\xff\xff\x0f"), Some(u32::MAX));
        assert_eq!(read(b"\xff\xff\xff\xff\x1f"), None);
        assert_eq!(read(b"\x80\x80\x80\x80\x80\x00"), None);
        assert_eq!(read(b"\x80"), None);
    }
}
