//! A JSON value with its location: a slice of the file's text, parsed level by level with `serde_json`.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::maps::HashSet;
use crate::model::Node;
use crate::source::Location;

/// A value in the text.
#[derive(Clone, Copy)]
pub(super) struct Json<'a> {
    raw: &'a str,
    /// Location of its first byte.
    pub(super) at: Location,
}

/// A member of an object. Keys may be repeated.
pub(super) struct Entry<'a> {
    pub(super) key: Cow<'a, str>,
    /// Location of the key, or of the value if the key contains escapes.
    pub(super) key_at: Location,
    pub(super) value: Json<'a>,
}

/// An error from `serde_json` with its location.
pub(super) struct Malformed {
    pub(super) message: String,
    /// Whether the only problem is too much nesting.
    pub(super) is_too_deep: bool,
    /// Whether the only problem is a duplicate key.
    pub(super) is_repeated: bool,
    pub(super) at: Location,
}

impl<'a> Json<'a> {
    /// The value of a whole file; checks the syntax of all of it.
    pub(super) fn file(text: &'a str, file: usize) -> Result<Self, Malformed> {
        let whole = Self {
            raw: text,
            at: Location::new(file, 0),
        };
        let value: &RawValue = whole.parse()?;
        Ok(whole.part(value.get()))
    }

    /// The kind of value, as shown in messages.
    pub(super) fn kind(&self) -> &'static str {
        match self.raw.as_bytes().first() {
            Some(b'{') => "an object",
            Some(b'[') => "an array",
            Some(b'"') => "a string",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            _ => "a number",
        }
    }

    pub(super) fn is_object(&self) -> bool {
        self.raw.starts_with('{')
    }

    pub(super) fn is_array(&self) -> bool {
        self.raw.starts_with('[')
    }

    pub(super) fn is_string(&self) -> bool {
        self.raw.starts_with('"')
    }

    /// The members of an object, in order.
    pub(super) fn entries(&self) -> Result<Vec<Entry<'a>>, Malformed> {
        let Pairs(pairs) = self.parse()?;
        let entry = |(key, value): (Cow<'a, str>, &'a RawValue)| {
            let value = self.part(value.get());
            let key_at = match &key {
                // One byte back, to the key's opening quote.
                Cow::Borrowed(text) => self.location(self.offset(text).saturating_sub(1)),
                Cow::Owned(_) => value.at,
            };
            Entry { key, key_at, value }
        };
        Ok(pairs.into_iter().map(entry).collect())
    }

    /// The elements of an array.
    pub(super) fn elements(&self) -> Result<Vec<Json<'a>>, Malformed> {
        let Elements(elements) = self.parse()?;
        Ok(elements
            .into_iter()
            .map(|element| self.part(element.get()))
            .collect())
    }

    /// The text of a string.
    pub(super) fn string(&self) -> Result<Cow<'a, str>, Malformed> {
        let Text(text) = self.parse()?;
        Ok(text)
    }

    /// The value with exact numbers and members in order; duplicate keys are errors.
    pub(super) fn node(&self) -> Result<Node, Malformed> {
        if self.is_object() || self.is_array() {
            let Unique = self.parse()?;
        }
        self.parse()
    }

    fn parse<T: Deserialize<'a>>(&self) -> Result<T, Malformed> {
        serde_json::from_str(self.raw).map_err(|error| self.malformed(&error))
    }

    fn malformed(&self, error: &serde_json::Error) -> Malformed {
        let before = self
            .raw
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1))
            .map(str::len)
            .sum::<usize>();
        // Column 0 is the line break before the line.
        let mut offset = (before + error.column()).saturating_sub(1);
        // All other errors are syntax errors.
        let is_repeated = error.is_data();
        if is_repeated {
            // The error is reported at the end of the key.
            let key = self.raw.get(..offset).and_then(|it| it.rfind('"'));
            offset = key.unwrap_or(offset);
        }
        let message = error.to_string();
        // The diagnostic shows its own position, which is relative to the file rather than this value.
        let message = message
            .split(" at line ")
            .next()
            .unwrap_or_default()
            .to_owned();
        Malformed {
            is_repeated,
            is_too_deep: message == "recursion limit exceeded",
            message,
            at: self.location(offset.min(self.raw.len())),
        }
    }

    fn part(&self, raw: &'a str) -> Self {
        Self {
            raw,
            at: self.location(self.offset(raw)),
        }
    }

    /// The offset of a slice within this value.
    fn offset(&self, part: &str) -> usize {
        (part.as_ptr() as usize)
            .saturating_sub(self.raw.as_ptr() as usize)
            .min(self.raw.len())
    }

    fn location(&self, offset: usize) -> Location {
        Location::new(self.at.file as usize, self.at.offset as usize + offset)
    }
}

struct Pairs<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some((Text(key), value)) = map.next_entry()? {
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Visit)
    }
}

/// Checks only that no object has duplicate keys.
struct Unique;

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Unique;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_bool<E>(self, _: bool) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_str<E>(self, _: &str) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_unit<E>(self) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Unique, A::Error> {
                while let Some(Unique) = seq.next_element()? {}
                Ok(Unique)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Unique, A::Error> {
                let mut seen = Seen::default();
                while let Some(Text(key)) = map.next_key()? {
                    if seen.has(&key) {
                        let message = format!("`{key}` is given twice");
                        return Err(serde::de::Error::custom(message));
                    }
                    let Unique = map.next_value()?;
                    seen.add(key);
                }
                Ok(Unique)
            }
        }
        deserializer.deserialize_any(Visit)
    }
}

/// Keys of an object. Most have so few that comparing them takes less than hashing.
#[derive(Default)]
pub(super) struct Seen<'a> {
    few: Vec<Cow<'a, str>>,
    more: HashSet<Cow<'a, str>>,
}

impl<'a> Seen<'a> {
    const FEW: usize = 8;

    pub(super) fn has(&self, key: &str) -> bool {
        self.few.iter().any(|seen| *seen == key)
            || (!self.more.is_empty() && self.more.contains(key))
    }

    pub(super) fn add(&mut self, key: Cow<'a, str>) {
        match self.few.len() < Self::FEW {
            true => self.few.push(key),
            false => drop(self.more.insert(key)),
        }
    }
}

struct Elements<'a>(Vec<&'a RawValue>);

impl<'de> Deserialize<'de> for Elements<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Elements<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut elements = Vec::new();
                while let Some(element) = seq.next_element()? {
                    elements.push(element);
                }
                Ok(Elements(elements))
            }
        }
        deserializer.deserialize_seq(Visit)
    }
}

/// A string, borrowed from the file unless it contains escapes.
struct Text<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Visit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Json<'_> {
        Json::file(text, 3).map_err(|e| e.message).unwrap()
    }

    #[test]
    fn every_part_knows_where_it_stands() {
        let entries = file(" {\"a\": [1, \"x\"], \"\\u0062\": 2.50}")
            .entries()
            .map_err(|e| e.message)
            .unwrap();
        let places: Vec<_> = entries
            .iter()
            .map(|e| (&*e.key, e.key_at.offset, e.value.at.offset))
            .collect();
        assert_eq!(places, [("a", 2, 7), ("b", 27, 27)]);
        assert_eq!(
            entries[1]
                .value
                .node()
                .map_err(|e| e.message)
                .unwrap()
                .to_string(),
            "2.50"
        );
        let elements = entries[0].value.elements().map_err(|e| e.message).unwrap();
        assert_eq!((elements[1].at.offset, elements[1].at.file), (11, 3));
    }

    #[test]
    fn malformed_text_is_located_in_the_file() {
        let Err(error) = Json::file("{\n  \"a\": tru\n}", 0) else {
            panic!("accepted")
        };
        assert_eq!(
            (error.at.offset, error.message.as_str()),
            (12, "expected ident")
        );
        let text = "{\"a\": {\"b\": \"\\ud800\"}}";
        let inner = file(text).entries().map_err(|e| e.message).unwrap()[0].value;
        let Err(error) = inner.node() else {
            panic!("accepted")
        };
        assert!((12..=20).contains(&error.at.offset), "{}", error.at.offset);
    }
}
