//! CBOR ⇄ views. Source: RFC 8949; Smithy 2.0, "Smithy RPC v2 CBOR protocol".

mod big;
mod read;
mod token;
mod window;
mod write;

use super::{Codec, Envelope, Part};
use crate::codec::JsonStyle;
use crate::error::{DecodeError, InputError};
use crate::schema::Member;
use crate::value::Strictness;
use crate::view::{Ref, Slot, Structure};

pub(crate) use read::Reader;

/// The CBOR of `smithy.protocols#rpcv2Cbor`.
pub struct Cbor;

impl Codec for Cbor {
    fn media_type(&self) -> &'static str {
        "application/cbor"
    }

    fn write(
        &self,
        _: Envelope,
        value: &dyn Structure,
        part: Part,
        style: JsonStyle,
    ) -> Result<Vec<u8>, InputError> {
        let mut writer = write::Writer::new();
        writer.whole_seconds = style == JsonStyle::Python;
        writer.structure(value, part)?;
        Ok(writer.finish())
    }

    fn write_payload(
        &self,
        _: Envelope,
        member: &'static Member,
        value: Ref<'_>,
        style: JsonStyle,
    ) -> Result<Vec<u8>, InputError> {
        let mut writer = write::Writer::new();
        writer.whole_seconds = style == JsonStyle::Python;
        writer.value(member, &value)?;
        Ok(writer.finish())
    }

    fn read(
        &self,
        _: Envelope,
        bytes: &[u8],
        value: &mut dyn Structure,
        part: Part,
        strictness: Strictness,
    ) -> Result<(), DecodeError> {
        let mut reader = Reader::new(bytes, strictness);
        reader.structure(value, part)?;
        reader.end()
    }

    fn read_payload(
        &self,
        _: Envelope,
        bytes: &[u8],
        member: &'static Member,
        slot: Slot<'_>,
        strictness: Strictness,
    ) -> Result<(), DecodeError> {
        let mut reader = Reader::new(bytes, strictness);
        reader.value(member, slot)?;
        reader.end()
    }
}

/// The texts of these names at the top of a document. What was found before it broke off counts.
pub(crate) fn texts<const N: usize>(bytes: &[u8], names: [&str; N]) -> [Option<String>; N] {
    let mut texts = [const { None }; N];
    let _ = Reader::new(bytes, Strictness::Lenient).texts(names, &mut texts);
    texts
}

/// An error's map, written with indefinite length, with its name in front.
pub(crate) fn with_type(map: &[u8], id: &str) -> Vec<u8> {
    let mut writer = write::Writer::new();
    writer.typed(id, map.get(1..).unwrap_or_default());
    writer.finish()
}
