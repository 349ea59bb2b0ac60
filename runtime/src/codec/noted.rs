//! Which members of the top of a message are there, wherever they are bound.

use super::Part;
use super::presence::{Seen, incomplete};
use crate::error::DecodeError;
use crate::schema::Schema;
use crate::value::Untyped;
use crate::view::{Ref, Slot, Structure};

/// Reads, and fails if the structure lacks a required member, wherever its members are. Codecs look for those below.
pub(crate) fn complete(
    value: &mut dyn Structure,
    read: impl FnOnce(&mut dyn Structure) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    let schema = value.schema();
    if !schema.requires {
        return read(value);
    }
    let mut noted = Noted {
        value,
        seen: Seen::default(),
    };
    read(&mut noted)?;
    match noted.seen.lacks(schema, Part::All) {
        true => Err(incomplete()),
        false => Ok(()),
    }
}

/// A structure that notes which of its members are set, wherever they are bound.
struct Noted<'a> {
    value: &'a mut dyn Structure,
    seen: Seen,
}

impl Structure for Noted<'_> {
    fn schema(&self) -> &'static Schema {
        self.value.schema()
    }
    fn get(&self, member: usize) -> Ref<'_> {
        self.value.get(member)
    }
    fn slot(&mut self, member: usize) -> Slot<'_> {
        self.seen.note(member);
        self.value.slot(member)
    }
    fn set_unknown(&mut self, tag: &str) {
        self.value.set_unknown(tag);
    }
    fn unknown(&self) -> Option<&str> {
        self.value.unknown()
    }
    fn order(&self) -> Option<&[usize]> {
        self.value.order()
    }
    fn is_loose(&self) -> bool {
        self.value.is_loose()
    }
    fn set_found(&mut self, found: Untyped) {
        self.value.set_found(found);
    }
    fn set_unreadable(&mut self, text: &str) {
        self.value.set_unreadable(text);
    }
}
