//! Codecs: bytes ⇄ views. A codec knows a format; it knows nothing of HTTP.

#[cfg(feature = "cbor")]
pub mod cbor;
pub(crate) mod failure;
#[cfg(feature = "query")]
pub(crate) mod form;
pub mod json;
pub(crate) mod names;
#[cfg(any(feature = "constraints", feature = "event-streams"))]
pub(crate) mod noted;
pub(crate) mod plain;
pub(crate) mod presence;
#[cfg(feature = "xml")]
pub(crate) mod text;
pub(crate) mod union;
#[cfg(feature = "xml")]
pub mod xml;

use std::ops::ControlFlow;

use crate::error::{DecodeError, InputError};
use crate::schema::{Member, XmlNamespace};
use crate::value::Strictness;
use crate::view::{Map, Ref, Slot, Structure};

/// Spacing and escaping of JSON, and how other formats are written where they leave a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum JsonStyle {
    /// No white space, UTF-8.
    #[default]
    Compact,
    /// What the AWS CLI sends, which is written in Python: `", "` and `": "`, everything outside ASCII
    /// escaped, doubles as Python shows them, epoch seconds without fractions, also in CBOR. XML has elements without
    /// content as one tag, and text in it is escaped as far as it must be.
    Python,
}

/// Which members of a structure a document holds.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// All: everything below the top, and the top where nothing travels elsewhere.
    All,
    /// Those for which this holds.
    Of(fn(&Member) -> bool),
}

impl Part {
    /// Whether the member belongs to it.
    #[inline]
    pub fn holds(self, member: &Member) -> bool {
        match self {
            Part::All => true,
            Part::Of(holds) => holds(member),
        }
    }
}

/// What is around the members of a document, in formats in which something is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Envelope {
    /// The namespace of a root that has none of its own.
    pub namespace: Option<&'static XmlNamespace>,
    /// Whether the only member is the root, without an element for the structure.
    pub unwrapped: bool,
}

/// Writes a map's entries in turn, until one cannot be written; its key is part of the reason, unless
/// the keys must not be shown.
///
/// Values are passed on where they are: a copy of what has just been written there in smaller pieces waits for them.
pub(crate) fn each_entry(
    map: &dyn Map,
    keys: &Member,
    mut write: impl FnMut(&str, &Ref<'_>) -> failure::Result<()>,
) -> failure::Result<()> {
    let mut written = Ok(());
    map.visit(&mut |key, value| match write(key, &value) {
        Ok(()) => ControlFlow::Continue(()),
        Err(failure) => {
            written = Err(failure.in_entry(keys.shown(key)));
            ControlFlow::Break(())
        }
    });
    written
}

/// A body format of a REST protocol.
pub trait Codec: Sync {
    /// Media type of a document.
    fn media_type(&self) -> &'static str;

    /// Writes these members of an input, output or error as one document.
    ///
    /// # Errors
    /// When a value has no form in this format or is nested too deeply.
    fn write(
        &self,
        envelope: Envelope,
        value: &dyn Structure,
        part: Part,
        style: JsonStyle,
    ) -> Result<Vec<u8>, InputError>;

    /// Writes the one member that is the whole body: structure, union, list, map or document.
    ///
    /// # Errors
    /// As [`Codec::write`].
    fn write_payload(
        &self,
        envelope: Envelope,
        member: &'static Member,
        value: Ref<'_>,
        style: JsonStyle,
    ) -> Result<Vec<u8>, InputError>;

    /// Reads a document into these members.
    ///
    /// # Errors
    /// When the bytes are not a document of this format, or not what the schema says.
    fn read(
        &self,
        envelope: Envelope,
        bytes: &[u8],
        value: &mut dyn Structure,
        part: Part,
        strictness: Strictness,
    ) -> Result<(), DecodeError>;

    /// Reads the one member that is the whole body.
    ///
    /// # Errors
    /// As [`Codec::read`].
    fn read_payload(
        &self,
        envelope: Envelope,
        bytes: &[u8],
        member: &'static Member,
        slot: Slot<'_>,
        strictness: Strictness,
    ) -> Result<(), DecodeError>;
}
