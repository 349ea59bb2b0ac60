//! XML ⇄ views, straight from the events: no tree is built.
//!
//! Source: Smithy 2.0, "XML bindings". Document type declarations are refused, so there are no
//! entities but the five of XML and character references. Namespaces are written and not read.

mod error;
mod names;
mod read;
mod source;
mod write;

pub(crate) use error::{error_body, is_bare_error};
pub(crate) use read::{read_error, read_within};
pub(crate) use write::{Wrapper, write_document};

use names::Root;
use write::write_member;

use super::{Codec, Envelope, Part};
use crate::codec::JsonStyle;
use crate::error::{DecodeError, InputError};
use crate::schema::{Member, Schema, Trait};
use crate::value::Strictness;
use crate::view::{Ref, Slot, Structure};

/// The XML of `aws.protocols#restXml`.
#[derive(Debug)]
pub struct Xml {
    /// Whether errors are written as `<ErrorResponse><Error>` rather than `<Error>`. Either is read.
    pub wrapped_errors: bool,
}

impl Codec for Xml {
    fn media_type(&self) -> &'static str {
        "application/xml"
    }

    fn write(
        &self,
        envelope: Envelope,
        value: &dyn Structure,
        part: Part,
        style: JsonStyle,
    ) -> Result<Vec<u8>, InputError> {
        if let Some((member, value)) = unwrapped(envelope, value, part) {
            return write_member(member, value, envelope.namespace, style);
        }
        let schema = value.schema();
        if is_error(schema) {
            return self.write_error(value, part);
        }
        let root = Root::of(schema, envelope.namespace);
        write_document(root.name, root.namespace, &[], &[], value, part, style)
    }

    fn write_payload(
        &self,
        envelope: Envelope,
        member: &'static Member,
        value: Ref<'_>,
        style: JsonStyle,
    ) -> Result<Vec<u8>, InputError> {
        let root = Root::of_payload(member, envelope.namespace);
        match value {
            Ref::Structure(value) => {
                let (name, namespace) = (root.name, root.namespace);
                write_document(name, namespace, &[], &[], value, Part::All, style)
            }
            value => write_member(member, value, envelope.namespace, style),
        }
    }

    fn read(
        &self,
        envelope: Envelope,
        bytes: &[u8],
        value: &mut dyn Structure,
        part: Part,
        strictness: Strictness,
    ) -> Result<(), DecodeError> {
        if let Some(index) = unwrapped_index(envelope, value, part) {
            return match value.schema().members.get(index) {
                Some(member) => read::read_slot(bytes, member, value.slot(index), strictness),
                None => Ok(()),
            };
        }
        if is_error(value.schema()) {
            return read_error(bytes, value, part, strictness);
        }
        read_within(bytes, &[], value, part, strictness)
    }

    fn read_payload(
        &self,
        _: Envelope,
        bytes: &[u8],
        member: &'static Member,
        slot: Slot<'_>,
        strictness: Strictness,
    ) -> Result<(), DecodeError> {
        read::read_slot(bytes, member, slot, strictness)
    }
}

impl Xml {
    fn write_error(&self, error: &dyn Structure, part: Part) -> Result<Vec<u8>, InputError> {
        let schema = error.schema();
        let client = schema
            .traits
            .iter()
            .any(|t| matches!(t, Trait::Error { client: true }));
        let fault = if client { "Sender" } else { "Receiver" };
        let before = [("Type", fault), ("Code", schema.service_name())];
        if self.wrapped_errors {
            let wrapper = Wrapper {
                name: "Error",
                before: &before,
            };
            return write_document(
                "ErrorResponse",
                None,
                &[],
                &[wrapper],
                error,
                part,
                JsonStyle::Compact,
            );
        }
        write_document("Error", None, &before, &[], error, part, JsonStyle::Compact)
    }
}

fn is_error(schema: &Schema) -> bool {
    schema
        .traits
        .iter()
        .any(|t| matches!(t, Trait::Error { .. }))
}

/// The only member of an output that stands as root, without an element for the output itself.
/// Source: `aws.customizations#s3UnwrappedXmlOutput`.
fn unwrapped_index(envelope: Envelope, value: &dyn Structure, part: Part) -> Option<usize> {
    let mut members = value.schema().members.iter();
    let index = members.position(|member| part.holds(member));
    index.filter(|_| envelope.unwrapped)
}

fn unwrapped<'a>(
    envelope: Envelope,
    value: &'a dyn Structure,
    part: Part,
) -> Option<(&'static Member, Ref<'a>)> {
    let index = unwrapped_index(envelope, value, part)?;
    let member = value.schema().members.get(index)?;
    match value.get(index) {
        Ref::Unset => None,
        value => Some((member, value)),
    }
}
