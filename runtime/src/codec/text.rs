//! Simple values as text in XML and forms, where white space around numbers means nothing.

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::codec::failure::{Failure, Result};
use crate::codec::plain;
use crate::schema::{Member, TimestampFormat};
use crate::value::Strictness;
use crate::view::{Ref, Slot};

/// The format of timestamps where the model names none.
const TIMESTAMP: TimestampFormat = TimestampFormat::DateTime;

/// Base64 that forgives missing padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Appends the text of a simple value.
///
/// # Errors
/// For structures, lists, maps and documents, which have no text.
pub(crate) fn write(value: Ref<'_>, member: &Member, out: &mut String) -> Result<()> {
    match value {
        Ref::Int(value) => out.push_str(itoa::Buffer::new().format(value)),
        Ref::Blob(value) => BASE64.encode_string(value, out),
        value => out.push_str(&plain::write(member, value, TIMESTAMP)?),
    }
    Ok(())
}

/// Reads the text of a simple value.
///
/// # Errors
/// When the text is not of the slot's type. The reason does not repeat it.
pub(crate) fn read(
    text: &str,
    member: &Member,
    slot: Slot<'_>,
    strictness: Strictness,
) -> Result<()> {
    match slot {
        Slot::Str(_) | Slot::Enum(_) | Slot::Document(_) | Slot::Untyped(_) => {
            plain::read(text, member, slot, TIMESTAMP, strictness)
        }
        Slot::Blob(slot) => {
            *slot = blob(text)?.into();
            Ok(())
        }
        slot => plain::read(text.trim_ascii(), member, slot, TIMESTAMP, strictness),
    }
}

/// Base64, lines broken or not.
fn blob(text: &str) -> Result<Vec<u8>> {
    let decoded = if text.bytes().any(|b| b.is_ascii_whitespace()) {
        let dense: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
        BASE64.decode(dense)
    } else {
        BASE64.decode(text)
    };
    decoded.map_err(|_| Failure::new("not base64"))
}
