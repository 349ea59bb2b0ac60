//! Shape ids, `namespace#Name`, parsed once and cheap to clone.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// An absolute shape id without a member, such as `com.example#Widget`.
///
/// Compares, hashes and sorts like its text, so that maps keyed by it can be queried with a `&str`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShapeId(Arc<str>);

/// Why a text is not an absolute shape id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidId;

impl ShapeId {
    /// Parses an absolute id without a member.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let at = text.bytes().position(|byte| byte == b'#');
        let (namespace, name) = text.split_at(at.ok_or(InvalidId)?);
        let mut parts = namespace.as_bytes().split(|byte| *byte == b'.');
        let name = name.as_bytes().get(1..).unwrap_or_default();
        let valid = parts.all(is_identifier_of_bytes) && is_identifier_of_bytes(name);
        if valid {
            Ok(Self(text.into()))
        } else {
            Err(InvalidId)
        }
    }

    /// Parses an id that may include a member: `ns#Shape$member`.
    pub fn parse_target(text: &str) -> Result<(Self, Option<&str>), InvalidId> {
        match text.split_once('$') {
            None => Ok((Self::parse(text)?, None)),
            Some((shape, member)) if is_identifier(member) => {
                Ok((Self::parse(shape)?, Some(member)))
            }
            Some(_) => Err(InvalidId),
        }
    }

    /// Parses an id that stands where one of a shape belongs. One of a member is kept as it is: it is of no shape, and
    /// whoever looks for the shape says so.
    pub(crate) fn parse_reference(text: &str) -> Result<Self, InvalidId> {
        Self::parse_target(text).map(|_| Self(text.into()))
    }

    /// An id that is a well-formed constant in this crate.
    pub(crate) fn known(text: &'static str) -> Self {
        debug_assert!(Self::parse(text).is_ok());
        Self(text.into())
    }

    /// `smithy.api#Unit`.
    pub fn unit() -> Self {
        Self::known(super::UNIT)
    }

    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before `#`.
    pub fn namespace(&self) -> &str {
        self.0
            .split_once('#')
            .map_or("", |(namespace, _)| namespace)
    }

    /// The part after `#`.
    pub fn name(&self) -> &str {
        self.0.split_once('#').map_or(&self.0, |(_, name)| name)
    }

    /// The id of a member of this shape.
    pub fn member(&self, member: &str) -> String {
        format!("{}${member}", self.0)
    }

    /// Whether the shape is in Smithy's prelude.
    pub fn is_prelude(&self) -> bool {
        self.0.starts_with("smithy.api#")
    }
}

/// Whether `text` is a Smithy identifier: optional underscores, followed by a letter, then letters, digits and
/// underscores.
///
/// After leading underscores, a digit may take the place of the letter.
pub fn is_identifier(text: &str) -> bool {
    is_identifier_of_bytes(text.as_bytes())
}

fn is_identifier_of_bytes(text: &[u8]) -> bool {
    let is_led = text.first() == Some(&b'_');
    let first = text.iter().find(|byte| **byte != b'_');
    let starts_well =
        first.is_some_and(|it| it.is_ascii_alphabetic() || (is_led && it.is_ascii_digit()));
    starts_well
        && text
            .iter()
            .all(|it| it.is_ascii_alphanumeric() || *it == b'_')
}

impl Borrow<str> for ShapeId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for ShapeId {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for ShapeId {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl fmt::Display for ShapeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ShapeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_absolute_ids_only() {
        let id = ShapeId::parse("com.example#Widget").unwrap();
        assert_eq!((id.namespace(), id.name()), ("com.example", "Widget"));
        assert_eq!(id.member("size"), "com.example#Widget$size");
        for bad in [
            "",
            "#",
            "Widget",
            "com.example#",
            "#Widget",
            "a..b#C",
            "a#B#C",
            "a#B$c",
            "a#1",
            "a#_",
            "a-b#C",
            "ä#B",
        ] {
            assert!(ShapeId::parse(bad).is_err(), "{bad}");
        }
        for good in ["a#_1", "a#__x", "a_b.c1#D_"] {
            assert!(ShapeId::parse(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn parses_members_in_targets() {
        let (id, member) = ShapeId::parse_target("a#B$c").unwrap();
        assert_eq!((id.as_str(), member), ("a#B", Some("c")));
        assert!(ShapeId::parse_target("a#B$").is_err());
        assert!(ShapeId::parse_target("a#B$c$d").is_err());
    }
}
