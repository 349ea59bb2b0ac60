//! Which member of a union a message sets: exactly one, in every format.

use crate::value::Strictness;
use crate::view::Structure;

/// What has been met of a union so far.
pub(crate) struct Tags<T> {
    /// How many members of the model are set.
    known: usize,
    /// How many names the model does not have.
    unknown: usize,
    /// The first of them.
    tag: Option<T>,
    /// A member that may be null and is.
    null: Option<usize>,
}

impl<T: AsRef<str>> Tags<T> {
    pub(crate) fn new() -> Self {
        Tags {
            known: 0,
            unknown: 0,
            tag: None,
            null: None,
        }
    }

    /// A member that the model has, with a value that is not null.
    #[inline]
    pub(crate) fn known(&mut self) {
        self.known += 1;
    }

    /// A document that is null: the value of the union where nothing else is set, else the way in which
    /// some services say that a member is not.
    pub(crate) fn null_document(&mut self, index: usize) {
        self.null.get_or_insert(index);
    }

    /// A name that the model does not have, with a value that is not null.
    pub(crate) fn unknown(&mut self, tag: T) {
        // What JSON services write beside the member, and not one of them.
        if tag.as_ref() != "__type" {
            self.unknown += 1;
            self.tag.get_or_insert(tag);
        }
    }

    /// Checks that one member is set. A client keeps the tag of one that is newer than the model, and
    /// goes by the member it knows where something stands beside it; a server insists.
    ///
    /// # Errors
    /// When no member is set, or more than one.
    pub(crate) fn finish(
        self,
        value: &mut dyn Structure,
        strictness: Strictness,
    ) -> Result<(), &'static str> {
        let lenient = strictness != Strictness::Strict;
        match (self.known, self.unknown, self.tag, self.null) {
            (1, 0, ..) => Ok(()),
            (1, ..) if lenient => Ok(()),
            (0, 1, Some(tag), _) if lenient => {
                value.set_unknown(tag.as_ref());
                Ok(())
            }
            (0, 0, _, Some(index)) => {
                // The zero value of a document is null.
                value.slot(index);
                Ok(())
            }
            (0, 0, ..) => Err("expected exactly one member of the union, found none"),
            (0, 1, ..) => Err("expected exactly one member of the union, found an unknown one"),
            _ => Err("expected exactly one member of the union, found several"),
        }
    }
}
