//! JSON: documents ⇄ views, driven by schemas, without a tree in between.

mod bytes;
mod number;
mod read;
mod scan;
mod untyped;
mod write;

pub(crate) use read::Reader;

use super::{Codec, Envelope, Part};
use crate::codec::JsonStyle;
use crate::error::{DecodeError, InputError};
use crate::schema::{Kind, Member, TimestampFormat};
use crate::value::{Document, Strictness, Untyped};
use crate::view::{Ref, Slot, Structure};

/// What protocols do differently with JSON.
#[derive(Debug)]
pub struct Json {
    /// Media type of a document.
    pub media_type: &'static str,
    /// Whether `@jsonName` counts.
    pub json_name: bool,
    /// Whether `@timestampFormat` counts; without it timestamps are epoch seconds.
    pub timestamp_format: bool,
    /// Whether big integers and decimals are written as strings.
    pub big_numbers_as_strings: bool,
}

/// JSON of the REST protocols, and of text that no protocol is about.
pub static REST: Json = Json {
    media_type: "application/json",
    json_name: true,
    timestamp_format: true,
    big_numbers_as_strings: false,
};

impl Json {
    fn name(&self, member: &Member) -> &'static str {
        if self.json_name {
            member.json_name()
        } else {
            member.name
        }
    }

    fn timestamp(&self, member: &Member) -> TimestampFormat {
        match member.timestamp_format() {
            Some(format) if self.timestamp_format => format,
            _ => TimestampFormat::EpochSeconds,
        }
    }

    /// Writes these members as an object.
    ///
    /// # Errors
    /// When a value is nested too deeply.
    pub fn write_members(
        &self,
        value: &dyn Structure,
        part: Part,
        style: JsonStyle,
    ) -> Result<Vec<u8>, InputError> {
        let mut writer = write::Writer::new(self, style);
        writer.structure(value, part)?;
        Ok(writer.finish())
    }

    /// Writes one value.
    ///
    /// # Errors
    /// As [`Json::write_members`].
    pub fn write_value(
        &self,
        member: &'static Member,
        value: Ref<'_>,
        style: JsonStyle,
    ) -> Result<Vec<u8>, InputError> {
        let mut writer = write::Writer::new(self, style);
        writer.value(member, &value)?;
        Ok(writer.finish())
    }

    /// Reads an object into these members.
    ///
    /// # Errors
    /// When the bytes are not one JSON object, or a member has a value of another type.
    pub fn read_members(
        &self,
        bytes: &[u8],
        value: &mut dyn Structure,
        part: Part,
        strictness: Strictness,
    ) -> Result<(), DecodeError> {
        let mut reader = Reader::new(self, bytes, strictness)?;
        if let Some(text) = reader.unreadable() {
            value.set_unreadable(text);
            return Ok(());
        }
        reader.whole_structure(value, part)?;
        reader.end()?;
        reader.complete()
    }

    /// Reads one value; null leaves the slot at its zero value.
    ///
    /// # Errors
    /// As [`Json::read_members`].
    pub fn read_value(
        &self,
        bytes: &[u8],
        member: &'static Member,
        slot: Slot<'_>,
        strictness: Strictness,
    ) -> Result<(), DecodeError> {
        let mut reader = Reader::new(self, bytes, strictness)?;
        if let Some(text) = reader.unreadable() {
            untyped::keep_unreadable(slot, text);
            return Ok(());
        }
        if member.target.kind == Kind::Document || !reader.null()? {
            reader.value(member, slot)?;
        } else if strictness == Strictness::Loose {
            untyped::keep(slot, Untyped::Null);
        }
        reader.end()?;
        reader.complete()
    }
}

impl Codec for Json {
    fn media_type(&self) -> &'static str {
        self.media_type
    }

    fn write(
        &self,
        _: Envelope,
        value: &dyn Structure,
        part: Part,
        style: JsonStyle,
    ) -> Result<Vec<u8>, InputError> {
        self.write_members(value, part, style)
    }

    fn write_payload(
        &self,
        _: Envelope,
        member: &'static Member,
        value: Ref<'_>,
        style: JsonStyle,
    ) -> Result<Vec<u8>, InputError> {
        self.write_value(member, value, style)
    }

    fn read(
        &self,
        _: Envelope,
        bytes: &[u8],
        value: &mut dyn Structure,
        part: Part,
        strictness: Strictness,
    ) -> Result<(), DecodeError> {
        self.read_members(bytes, value, part, strictness)
    }

    fn read_payload(
        &self,
        _: Envelope,
        bytes: &[u8],
        member: &'static Member,
        slot: Slot<'_>,
        strictness: Strictness,
    ) -> Result<(), DecodeError> {
        self.read_value(bytes, member, slot, strictness)
    }
}

/// A structure or union as JSON text: names as in REST bodies, all members, bindings ignored.
///
/// # Errors
/// When a value is nested too deeply.
pub fn to_string(value: &dyn Structure) -> Result<String, InputError> {
    let bytes = REST.write_members(value, Part::All, JsonStyle::Compact)?;
    // The writer puts out whole strings only; lossy conversion never finds anything to replace.
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()))
}

/// The other way round of [`to_string`]; unknown members are skipped.
///
/// # Errors
/// When the text is not one JSON object, or a member has a value of another type.
pub fn from_slice<T: Structure + Default>(bytes: &[u8]) -> Result<T, DecodeError> {
    let mut value = T::default();
    REST.read_members(bytes, &mut value, Part::All, Strictness::Lenient)?;
    Ok(value)
}

/// [`from_slice`] of text.
///
/// # Errors
/// As [`from_slice`].
pub fn from_str<T: Structure + Default>(text: &str) -> Result<T, DecodeError> {
    from_slice(text.as_bytes())
}

/// Any JSON text, nothing lost: order and duplicates of members, every digit of numbers.
///
/// # Errors
/// When the text is not one JSON value.
pub fn document(bytes: &[u8]) -> Result<Document, DecodeError> {
    let mut reader = Reader::new(&REST, bytes, Strictness::Lenient)?;
    let document = reader.document()?;
    reader.end()?;
    Ok(document)
}

/// A document as JSON text.
///
/// # Errors
/// When it is nested too deeply.
pub fn write_document(value: &Document, style: JsonStyle) -> Result<Vec<u8>, InputError> {
    let mut writer = write::Writer::new(&REST, style);
    writer.document(value)?;
    Ok(writer.finish())
}
