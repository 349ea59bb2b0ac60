//! The tokens of CBOR: heads, strings, and values to skip. Source: RFC 8949, section 3.

use std::borrow::Cow;

use crate::codec::failure::{Failure, Result};
use crate::codec::names::same;
use crate::limits::CBOR_DEPTH as DEPTH;

/// The first bytes of a data item: what it is, and its argument.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Head {
    /// Major type 0.
    Uint(u64),
    /// Major type 1: minus one minus this.
    Nint(u64),
    /// Major type 2; `None` for chunks up to a break.
    Bytes(Option<u64>),
    /// Major type 3; `None` for chunks up to a break.
    Text(Option<u64>),
    /// Major type 4; `None` for items up to a break.
    Array(Option<u64>),
    /// Major type 5; `None` for entries up to a break.
    Map(Option<u64>),
    /// Major type 6: a tag before another item.
    Tag(u64),
    Bool(bool),
    /// Null and undefined.
    Null,
    /// Half, single and double precision.
    Float(f64),
    /// The end of an indefinite length.
    Break,
}

/// A place in CBOR.
pub(super) struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    /// How many more levels may be opened.
    depth: u32,
}

/// How many items of an array or map are still to come; `None` when a break tells.
pub(super) struct Remaining(Option<u64>);

impl<'a> Scanner<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Scanner {
            bytes,
            at: 0,
            depth: DEPTH,
        }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn fail(&self, reason: &'static str) -> Box<Failure> {
        Failure::at(self.at, reason)
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    pub(super) fn enter(&mut self) -> Result<()> {
        self.depth = self
            .depth
            .checked_sub(1)
            .ok_or_else(|| self.fail("nested too deeply"))?;
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.depth += 1;
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N]> {
        let Some((taken, _)) = self.rest().split_first_chunk::<N>() else {
            return Err(self.fail("the document ends too early"));
        };
        self.at += N;
        Ok(*taken)
    }

    fn slice(&mut self, length: u64) -> Result<&'a [u8]> {
        let taken = usize::try_from(length)
            .ok()
            .and_then(|length| self.rest().get(..length));
        let Some(taken) = taken else {
            return Err(self.fail("the document ends too early"));
        };
        self.at += taken.len();
        Ok(taken)
    }

    /// The next head, tags too.
    #[inline]
    pub(super) fn head(&mut self) -> Result<Head> {
        let [initial] = self.take()?;
        let info = initial & 0x1f;
        let argument = match info {
            0..=23 => u64::from(info),
            24 => u64::from(u8::from_be_bytes(self.take()?)),
            25 => u64::from(u16::from_be_bytes(self.take()?)),
            26 => u64::from(u32::from_be_bytes(self.take()?)),
            27 => u64::from_be_bytes(self.take()?),
            31 => return self.indefinite(initial >> 5),
            _ => return Err(self.fail("a reserved length")),
        };
        Ok(match initial >> 5 {
            0 => Head::Uint(argument),
            1 => Head::Nint(argument),
            2 => Head::Bytes(Some(argument)),
            3 => Head::Text(Some(argument)),
            4 => Head::Array(Some(argument)),
            5 => Head::Map(Some(argument)),
            6 => Head::Tag(argument),
            _ => return self.simple(info, argument),
        })
    }

    fn indefinite(&self, major: u8) -> Result<Head> {
        match major {
            2 => Ok(Head::Bytes(None)),
            3 => Ok(Head::Text(None)),
            4 => Ok(Head::Array(None)),
            5 => Ok(Head::Map(None)),
            7 => Ok(Head::Break),
            _ => Err(self.fail("a reserved length")),
        }
    }

    /// Major type 7. The argument of a float is its bits.
    fn simple(&self, info: u8, argument: u64) -> Result<Head> {
        match info {
            20 => Ok(Head::Bool(false)),
            21 => Ok(Head::Bool(true)),
            22 | 23 => Ok(Head::Null),
            25 => Ok(Head::Float(half(argument as u16))),
            26 => Ok(Head::Float(f32::from_bits(argument as u32).into())),
            27 => Ok(Head::Float(f64::from_bits(argument))),
            _ => Err(self.fail("an unknown simple value")),
        }
    }

    /// The next head, past any tags before it. The innermost tag.
    #[inline]
    pub(super) fn untagged(&mut self) -> Result<(Option<u64>, Head)> {
        let mut tag = None;
        loop {
            match self.head()? {
                Head::Tag(number) => tag = Some(number),
                head => return Ok((tag, head)),
            }
        }
    }

    /// Past null if it is next.
    pub(super) fn null(&mut self) -> bool {
        let null = matches!(self.rest().first(), Some(0xf6 | 0xf7));
        self.at += usize::from(null);
        null
    }

    /// Past a break if it is next.
    fn eat_break(&mut self) -> bool {
        let found = self.rest().first() == Some(&0xff);
        self.at += usize::from(found);
        found
    }

    /// Whether another item follows; past the break if none does.
    #[inline]
    pub(super) fn more(&mut self, remaining: &mut Remaining) -> bool {
        match &mut remaining.0 {
            Some(0) => false,
            Some(count) => {
                *count -= 1;
                true
            }
            None => !self.eat_break(),
        }
    }

    /// The bytes of a string, past its head.
    pub(super) fn bytes(&mut self, length: Option<u64>) -> Result<Cow<'a, [u8]>> {
        let Some(length) = length else {
            let mut all = Vec::new();
            while !self.eat_break() {
                match self.head()? {
                    Head::Bytes(Some(length)) => all.extend_from_slice(self.slice(length)?),
                    _ => return Err(self.fail("expected a chunk of a byte string")),
                }
            }
            return Ok(Cow::Owned(all));
        };
        self.slice(length).map(Cow::Borrowed)
    }

    /// The text of a string, past its head.
    #[inline]
    pub(super) fn text(&mut self, length: Option<u64>) -> Result<Cow<'a, str>> {
        match length {
            Some(length) => self.chunk(length).map(Cow::Borrowed),
            None => {
                let mut all = String::new();
                while !self.eat_break() {
                    match self.head()? {
                        Head::Text(Some(length)) => all.push_str(self.chunk(length)?),
                        _ => return Err(self.fail("expected a chunk of a text string")),
                    }
                }
                Ok(Cow::Owned(all))
            }
        }
    }

    fn chunk(&mut self, length: u64) -> Result<&'a str> {
        let bytes = self.slice(length)?;
        std::str::from_utf8(bytes).map_err(|_| self.fail("text that is not UTF-8"))
    }

    /// The key of an entry.
    pub(super) fn key(&mut self) -> Result<Cow<'a, str>> {
        match self.untagged()?.1 {
            Head::Text(length) => self.text(length),
            _ => Err(self.fail("a key that is no text")),
        }
    }

    /// The next text and where it ends, if it is next and its length fits into a byte.
    #[inline]
    fn short(&self) -> Option<(&'a [u8], usize)> {
        let rest = self.rest();
        let (start, length) = match rest {
            [initial @ 0x60..=0x77, ..] => (1, usize::from(initial & 0x1f)),
            [0x78, count, ..] => (2, usize::from(*count)),
            _ => return None,
        };
        let text = rest.get(start..start + length)?;
        Some((text, self.at + start + length))
    }

    /// Past this key if it is next, with a definite length.
    #[inline]
    pub(super) fn eat_key(&mut self, name: &str) -> bool {
        match self.short() {
            Some((key, end)) if same(key, name.as_bytes()) => {
                self.at = end;
                true
            }
            _ => false,
        }
    }

    /// The next text if it is next and short, as most are.
    #[inline]
    pub(super) fn short_text(&mut self) -> Option<&'a str> {
        let (text, end) = self.short()?;
        let text = std::str::from_utf8(text).ok()?;
        self.at = end;
        Some(text)
    }

    /// How many items can still come at most.
    pub(super) fn most_items(&self) -> usize {
        self.rest().len()
    }

    /// Past one data item.
    pub(super) fn skip(&mut self) -> Result<()> {
        let (_, head) = self.untagged()?;
        self.skip_after(head)
    }

    /// Past the rest of the data item with this head.
    pub(super) fn skip_after(&mut self, head: Head) -> Result<()> {
        let (count, entries) = match head {
            Head::Array(count) => (count, 1),
            Head::Map(count) => (count, 2),
            Head::Bytes(Some(length)) | Head::Text(Some(length)) => {
                return self.slice(length).map(drop);
            }
            Head::Bytes(None) => return self.bytes(None).map(drop),
            Head::Text(None) => return self.text(None).map(drop),
            Head::Break => return Err(self.fail("a break without a beginning")),
            _ => return Ok(()),
        };
        self.enter()?;
        let mut remaining = Remaining(count);
        while self.more(&mut remaining) {
            for _ in 0..entries {
                self.skip()?;
            }
        }
        self.leave();
        Ok(())
    }
}

impl Remaining {
    pub(super) fn new(count: Option<u64>) -> Self {
        Remaining(count)
    }
}

/// A half precision float. Source: RFC 8949, appendix D; IEEE 754.
fn half(bits: u16) -> f64 {
    let exponent = i32::from(bits >> 10 & 0x1f);
    let fraction = f64::from(bits & 0x3ff);
    let value = match exponent {
        0 => fraction * 2_f64.powi(-24),
        0x1f if fraction == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        _ => (fraction + 1024.0) * 2_f64.powi(exponent - 25),
    };
    if bits & 0x8000 == 0 { value } else { -value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision() {
        let cases = [
            (0x0000, 0.0),
            (0x0001, 5.960_464_477_539_063e-8),
            (0x0400, 0.000_061_035_156_25),
            (0x3c00, 1.0),
            (0x3e00, 1.5),
            (0x7bff, 65504.0),
            (0x7c00, f64::INFINITY),
            (0xc400, -4.0),
            (0xfc00, f64::NEG_INFINITY),
        ];
        for (bits, value) in cases {
            assert_eq!(half(bits), value, "{bits:#x}");
        }
        assert!(half(0x7e00).is_nan());
    }

    #[test]
    fn skips_what_nobody_wants() {
        let items: [&[u8]; 7] = [
            &[0x18, 0xff],
            &[0x9f, 0x01, 0x82, 0x02, 0x03, 0xff],
            &[0xbf, 0x61, 0x61, 0xa1, 0x01, 0xf6, 0xff],
            &[0x7f, 0x61, 0x61, 0x61, 0x62, 0xff],
            &[0x5f, 0x41, 0x00, 0xff],
            &[0xc1, 0xfb, 0, 0, 0, 0, 0, 0, 0, 0],
            &[0xc2, 0x42, 1, 2],
        ];
        for item in items {
            let mut scanner = Scanner::new(item);
            assert!(scanner.skip().is_ok(), "{item:x?}");
            assert!(scanner.is_at_end(), "{item:x?}");
        }
    }

    #[test]
    fn a_declared_length_reserves_nothing() {
        for head in [0x5b, 0x7b, 0x9b, 0xbb] {
            let mut bytes = vec![head];
            bytes.extend_from_slice(&u64::MAX.to_be_bytes());
            assert!(Scanner::new(&bytes).skip().is_err());
        }
        let deep = vec![0x9f; 1_000_000];
        assert!(Scanner::new(&deep).skip().is_err());
        let tags = vec![0xc1; 1_000_000];
        assert!(Scanner::new(&tags).skip().is_err());
    }
}
