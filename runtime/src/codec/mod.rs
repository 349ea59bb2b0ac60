//! Codecs: bytes ⇄ views. A codec knows a format; it knows nothing of HTTP.

#[cfg(feature = "cbor")]
pub mod cbor;
pub(crate) mod failure;
#[cfg(feature = "query")]
pub(crate) mod form;
pub mod json;
pub(crate) mod names;
#[cfg(feature = "xml")]
pub(crate) mod text;
pub(crate) mod union;
#[cfg(feature = "xml")]
pub mod xml;

use std::ops::ControlFlow;

use crate::binding::Location;
use crate::error::{DecodeError, InputError};
use crate::operation::OperationSpec;
use crate::schema::Member;
use crate::value::Rigor;
use crate::view::{Map, Ref, Slot, Structure};

/// Spacing and escaping of JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum JsonStyle {
    /// No white space, UTF-8.
    #[default]
    Compact,
    /// What the AWS CLI sends, which is written in Python: `", "` and `": "`, everything outside ASCII
    /// escaped, doubles as Python shows them, epoch seconds without fractions.
    Python,
}

/// Which members of an operation's input, output or error a document holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All: protocols without HTTP bindings, and everything below the top.
    All,
    /// Of an input those that no binding of requests puts elsewhere.
    Input,
    /// Of an output or error those that no binding of responses puts elsewhere.
    Output,
}

impl Part {
    /// Whether the member belongs to it.
    pub fn holds(self, member: &Member) -> bool {
        self == Part::All || Location::of(member, self) == Location::Document
    }
}

/// Writes a map's entries in turn, until one cannot be written; its key is part of the reason, unless
/// the keys must not be shown.
pub(crate) fn each_entry(
    map: &dyn Map,
    keys: &Member,
    mut write: impl FnMut(&str, Ref<'_>) -> failure::Result<()>,
) -> failure::Result<()> {
    let mut written = Ok(());
    map.visit(&mut |key, value| match write(key, value) {
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
        operation: &OperationSpec,
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
        operation: &OperationSpec,
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
        operation: &OperationSpec,
        bytes: &[u8],
        value: &mut dyn Structure,
        part: Part,
        rigor: Rigor,
    ) -> Result<(), DecodeError>;

    /// Reads the one member that is the whole body.
    ///
    /// # Errors
    /// As [`Codec::read`].
    fn read_payload(
        &self,
        operation: &OperationSpec,
        bytes: &[u8],
        member: &'static Member,
        slot: Slot<'_>,
        rigor: Rigor,
    ) -> Result<(), DecodeError>;
}
