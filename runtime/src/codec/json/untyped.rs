//! Values that are not held to their schemas: read as they stand, written as they are.

use std::borrow::Cow;

use super::read::Reader;
use super::write::Writer;
use crate::codec::failure::{Failure, Result};
use crate::value::{Number, Strictness, Untyped};
use crate::view::Slot;

impl Reader<'_> {
    /// Whether something else than this array or object is next, and is to be kept.
    #[inline]
    pub(super) fn is_other(&mut self, open: u8) -> bool {
        self.strictness == Strictness::Loose && self.scan.peek() != Some(open)
    }

    /// Whether the text is not a document, and was taken as such by a view that takes anything.
    pub(super) fn unreadable(&self) -> Option<&str> {
        match self.strictness {
            Strictness::Loose => self.scan.unreadable(),
            _ => None,
        }
    }

    /// Keeps the next value as it stands. Out of the way, so that what nests takes less room.
    #[inline(never)]
    pub(super) fn keep(&mut self, slot: Slot<'_>) -> Result<()> {
        let found = self.untyped()?;
        keep(slot, found);
        Ok(())
    }

    /// Any value, as it stands.
    pub(super) fn untyped(&mut self) -> Result<Untyped> {
        Ok(match self.scan.peek() {
            Some(b'"') => {
                let start = self.scan.at();
                let text = self.scan.string("")?;
                self.text(start, text)
            }
            Some(b'{') => {
                let mut entries = Vec::new();
                if self.scan.open(b'{', b'}', "")? {
                    loop {
                        self.scan.peek();
                        let start = self.scan.at();
                        let key = self.scan.string("expected a key")?;
                        let key = self.text(start, key);
                        self.scan.expect(b':', "expected a colon")?;
                        entries.push((key, self.untyped()?));
                        if !self.scan.more(b'}')? {
                            break;
                        }
                    }
                }
                Untyped::Map(entries)
            }
            Some(b'[') => {
                let mut items = Vec::new();
                if self.scan.open(b'[', b']', "")? {
                    loop {
                        items.push(self.untyped()?);
                        if !self.scan.more(b']')? {
                            break;
                        }
                    }
                }
                Untyped::List(items)
            }
            Some(b't' | b'f') => Untyped::Bool(self.scan.bool()?),
            Some(b'n') => {
                self.scan.null()?;
                Untyped::Null
            }
            _ => match self.scan.special_number() {
                Some(value) => value.into(),
                None => Untyped::Number(self.scan.number("expected a value")?.as_number()),
            },
        })
    }

    /// The text of the string token that begins here.
    fn text(&self, start: usize, text: Cow<'_, str>) -> Untyped {
        // Only an escape can name a surrogate.
        let points = match &text {
            Cow::Owned(_) => surrogates(self.scan.since(start)),
            Cow::Borrowed(_) => None,
        };
        match points {
            Some(points) => Untyped::Surrogates(points),
            None => Untyped::Text(text.into_owned()),
        }
    }
}

/// Keeps a value where a view takes anything.
pub(super) fn keep(slot: Slot<'_>, found: Untyped) {
    match slot {
        Slot::Untyped(slot) => *slot = found,
        Slot::Structure(slot) => slot.set_found(found),
        Slot::List(slot) => slot.set_found(found),
        Slot::Map(slot) => slot.set_found(found),
        _ => {}
    }
}

/// A text that is not a document where a view takes anything.
pub(super) fn keep_unreadable(slot: Slot<'_>, text: &str) {
    match slot {
        Slot::Untyped(slot) => *slot = text.into(),
        Slot::Structure(slot) => slot.set_unreadable(text),
        _ => {}
    }
}

/// The code points of a string token, if surrogates stand alone in it. The token is known to be one.
fn surrogates(token: &str) -> Option<Box<[u32]>> {
    let mut points: Vec<u32> = Vec::new();
    // Whether the last point was an escape: only two escapes make a pair.
    let mut high: Option<u32> = None;
    let inside = token.strip_prefix('"')?.strip_suffix('"')?;
    let mut characters = inside.chars();
    while let Some(character) = characters.next() {
        let before = high.take();
        if character != '\\' {
            points.push(character.into());
            continue;
        }
        let point = match characters.next()? {
            'u' => {
                let digits = characters.by_ref().take(4);
                digits.fold(0_u32, |sum, digit| {
                    sum * 16 + digit.to_digit(16).unwrap_or_default()
                })
            }
            'b' => 0x08,
            'f' => 0x0C,
            'n' => 0x0A,
            'r' => 0x0D,
            't' => 0x09,
            plain => plain.into(),
        };
        match (before, point) {
            (Some(first), 0xDC00..0xE000) => {
                points.pop();
                points.push(0x1_0000 + ((first - 0xD800) << 10) + (point - 0xDC00));
            }
            _ => points.push(point),
        }
        high = Some(point).filter(|point| (0xD800..0xDC00).contains(point));
    }
    let alone = |point: &u32| (0xD800..0xE000).contains(point);
    points.iter().any(alone).then(|| points.into())
}

impl Writer<'_> {
    /// A value as it is.
    pub(super) fn untyped(&mut self, value: &Untyped) -> Result<()> {
        match value {
            Untyped::Null => self.raw("null"),
            Untyped::Bool(value) => self.raw(if *value { "true" } else { "false" }),
            Untyped::Number(Number::Float(value)) if !value.is_finite() => self.raw(match *value {
                f64::INFINITY => "Infinity",
                f64::NEG_INFINITY => "-Infinity",
                _ => "NaN",
            }),
            Untyped::Number(value) => self.number(value),
            Untyped::Text(text) => self.string(text),
            Untyped::Surrogates(points) => self.points(points),
            Untyped::Bytes(bytes) => self.blob(bytes),
            Untyped::List(items) => {
                let mut first = true;
                self.open(b'[')?;
                for item in items {
                    self.comma(&mut first);
                    self.untyped(item)?;
                }
                self.close(b']');
            }
            Untyped::Map(entries) => {
                let mut first = true;
                self.open(b'{')?;
                for (key, value) in entries {
                    match key {
                        Untyped::Text(key) => self.key(key, &mut first),
                        Untyped::Surrogates(points) => {
                            self.comma(&mut first);
                            self.points(points);
                            self.colon();
                        }
                        _ => return Err(Failure::new("a key that is no text")),
                    }
                    self.untyped(value)?;
                }
                self.close(b'}');
            }
        }
        Ok(())
    }

    /// Text of which the surrogates that stand alone are escaped.
    fn points(&mut self, points: &[u32]) {
        let mut text = String::new();
        self.raw("\"");
        for point in points {
            match char::from_u32(*point) {
                Some(character) => text.push(character),
                None => {
                    self.characters(&std::mem::take(&mut text));
                    self.escape(*point);
                }
            }
        }
        self.characters(&text);
        self.raw("\"");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::JsonStyle;
    use crate::codec::json::REST;

    #[test]
    fn values_come_back_as_they_were() {
        for text in [
            r#"{"b": [1, -0.5, 12345678901234567890123, null], "a": {}, "b": ""}"#,
            r#"["x\ud800\"y", "\udc00\ud800", {"\ud800": true}]"#,
        ] {
            let mut reader = Reader::new(&REST, text.as_bytes(), Strictness::Loose).unwrap();
            let value = reader.untyped().unwrap();
            let mut writer = Writer::new(&REST, JsonStyle::Python);
            writer.untyped(&value).unwrap();
            assert_eq!(String::from_utf8(writer.finish()).unwrap(), text);
        }
    }

    #[test]
    fn escapes_make_pairs_and_nothing_else_does() {
        let points = |token: &str| surrogates(token).map(|points| points.to_vec());
        assert_eq!(points(r#""\ud83d\ude00""#), None);
        assert_eq!(
            points(r#""\ud83d\n\ude00""#),
            Some(vec![0xD83D, 0x0A, 0xDE00])
        );
        assert_eq!(
            points(r#""\ud83d\ud83d\ude00""#),
            Some(vec![0xD83D, 0x1_F600])
        );
    }
}
