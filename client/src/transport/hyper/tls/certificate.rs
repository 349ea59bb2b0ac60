//! Parses as much of X.509 (RFC 5280) as the verifier's own chains need.

use super::der::{self, Element, Reader, context};
use smithgen_runtime::schema::TimestampFormat;
use smithgen_runtime::value::DateTime;

/// A parsed certificate. Names, keys and algorithms are the DER content of their elements.
pub(super) struct Certificate<'a> {
    /// Whether it is version 1, which has no extensions and so neither key usage nor alternative names.
    pub(super) is_v1: bool,
    /// The signed part.
    pub(super) signed: &'a [u8],
    pub(super) issuer: &'a [u8],
    pub(super) subject: &'a [u8],
    /// First and last second of validity, since 1970.
    pub(super) valid: (i64, i64),
    pub(super) key: Key<'a>,
    pub(super) signature_algorithm: &'a [u8],
    pub(super) signature: &'a [u8],
    pub(super) extensions: Extensions<'a>,
}

/// A public key.
pub(super) struct Key<'a> {
    /// The whole element.
    pub(super) info: &'a [u8],
    pub(super) algorithm: &'a [u8],
    pub(super) bits: &'a [u8],
}

/// A certificate's extensions.
#[derive(Default)]
pub(super) struct Extensions<'a> {
    /// Basic constraints: whether it may issue certificates, and the path length.
    pub(super) authority: Option<(bool, Option<u8>)>,
    /// The first byte of the key usage bits, from the left: digital signature, non-repudiation, key encipherment,
    /// data encipherment, key agreement, certificate signing.
    pub(super) key_usage: Option<u8>,
    /// Whether the extended key usage includes server authentication.
    pub(super) for_servers: Option<bool>,
    /// Subject alternative names.
    pub(super) names: Vec<Name<'a>>,
    /// Whether there are name constraints.
    pub(super) has_name_constraints: bool,
    /// Whether there is an unknown critical extension.
    pub(super) has_unknown: bool,
}

/// A name of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name<'a> {
    /// A host name, possibly with a wildcard.
    Dns(&'a str),
    /// The bytes of an IP address.
    Address(&'a [u8]),
}

impl<'a> Certificate<'a> {
    /// Parses a certificate; `None` if it is malformed.
    pub(super) fn read(der: &'a [u8]) -> Option<Self> {
        let mut outer = der::only(der, der::SEQUENCE)?;
        let signed = outer.expect(der::SEQUENCE)?;
        let signature_algorithm = outer.expect(der::SEQUENCE)?.content;
        let signature = der::whole_bits(outer.expect(der::BIT_STRING)?.content)?;
        let mut reader = Reader::new(signed.content);
        let version = version(&mut reader)?;
        reader.expect(der::INTEGER)?;
        // The algorithm is repeated in the signed part, so that it cannot be changed.
        reader
            .expect(der::SEQUENCE)
            .filter(|inner| inner.content == signature_algorithm)?;
        let issuer = reader.expect(der::SEQUENCE)?.content;
        let valid = validity(reader.expect(der::SEQUENCE)?.content)?;
        let subject = reader.expect(der::SEQUENCE)?.content;
        let key = Key::read(reader.expect(der::SEQUENCE)?)?;
        let mut extensions = Extensions::default();
        if version == 2 {
            // Two optional, unused fields may precede the extensions.
            reader.optional(0x81)?;
            reader.optional(0x82)?;
            if let Some(field) = reader.optional(context(3))? {
                extensions = Extensions::read(field.content)?;
            }
        }
        let is_whole = reader.is_empty() && outer.is_empty();
        is_whole.then_some(Certificate {
            is_v1: version == 0,
            signed: signed.whole,
            issuer,
            subject,
            valid,
            key,
            signature_algorithm,
            signature,
            extensions,
        })
    }

    /// Whether it names itself as its issuer.
    pub(super) fn is_self_issued(&self) -> bool {
        self.issuer == self.subject
    }

    /// Whether it may issue certificates: by its extensions, or because it is a version 1 root.
    pub(super) fn is_authority(&self) -> bool {
        let may_sign = |usage: u8| usage & 0x04 != 0;
        match (self.extensions.authority, self.extensions.key_usage) {
            (Some((is_authority, _)), usage) => is_authority && usage.is_none_or(may_sign),
            (None, Some(usage)) => may_sign(usage),
            (None, None) => self.is_v1 && self.is_self_issued(),
        }
    }

    /// The last common name of the subject, if it is ASCII.
    pub(super) fn common_name(&self) -> Option<&'a str> {
        let mut found = None;
        let mut sets = Reader::new(self.subject);
        while let Some(set) = sets.next().filter(|set| set.tag == der::SET) {
            let mut pairs = Reader::new(set.content);
            while let Some(pair) = pairs.next() {
                let mut pair = Reader::new(pair.content);
                let kind = pair.expect(der::OBJECT_IDENTIFIER)?;
                let value = pair.next()?;
                // UTF-8, printable, teletex and IA5 strings agree on ASCII.
                let is_text = matches!(value.tag, 0x0c | 0x13 | 0x14 | 0x16);
                if kind.content == [0x55, 4, 3] && is_text {
                    found = ascii(value.content);
                }
            }
        }
        found
    }
}

impl<'a> Key<'a> {
    fn read(info: Element<'a>) -> Option<Self> {
        let mut reader = Reader::new(info.content);
        let algorithm = reader.expect(der::SEQUENCE)?.content;
        let bits = der::whole_bits(reader.expect(der::BIT_STRING)?.content)?;
        reader.is_empty().then_some(Key {
            info: info.whole,
            algorithm,
            bits,
        })
    }
}

/// The version number; 0, for version 1, may be omitted.
fn version(reader: &mut Reader<'_>) -> Option<u8> {
    let Some(field) = reader.optional(context(0))? else {
        return Some(0);
    };
    match field.content {
        [der::INTEGER, 1, version @ (0 | 2)] => Some(*version),
        _ => None,
    }
}

fn validity(content: &[u8]) -> Option<(i64, i64)> {
    let mut reader = Reader::new(content);
    let valid = (time(reader.next()?)?, time(reader.next()?)?);
    reader.is_empty().then_some(valid)
}

/// Seconds since 1970. Two-digit years are from 1950 to 2049.
fn time(element: Element<'_>) -> Option<i64> {
    let text = ascii(element.content)?;
    let text = match (element.tag, text.len()) {
        (der::UTC_TIME, 13) if text < "50" => format!("20{text}"),
        (der::UTC_TIME, 13) => format!("19{text}"),
        (der::GENERALIZED_TIME, 15) => text.to_owned(),
        _ => return None,
    };
    let digits = text.strip_suffix('Z')?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| digits.get(from..to);
    let text = format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4)?,
        part(4, 6)?,
        part(6, 8)?,
        part(8, 10)?,
        part(10, 12)?,
        part(12, 14)?
    );
    let time = DateTime::parse(&text, TimestampFormat::DateTime).ok()?;
    Some(time.secs())
}

fn ascii(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes)
        .ok()
        .filter(|text| text.is_ascii())
}

impl<'a> Extensions<'a> {
    fn read(field: &'a [u8]) -> Option<Self> {
        let mut all = Extensions::default();
        let mut list = der::only(field, der::SEQUENCE)?;
        while !list.is_empty() {
            let mut extension = Reader::new(list.expect(der::SEQUENCE)?.content);
            let kind = extension.expect(der::OBJECT_IDENTIFIER)?.content;
            let critical = extension
                .optional(der::BOOLEAN)?
                .is_some_and(|critical| critical.content != [0]);
            let value = extension.expect(der::OCTET_STRING)?.content;
            if !extension.is_empty() {
                return None;
            }
            // 2.5.29.x
            match kind {
                [0x55, 0x1d, 15] => all.key_usage = Some(key_usage(value)?),
                [0x55, 0x1d, 17] => all.names = names(value)?,
                [0x55, 0x1d, 19] => all.authority = Some(authority(value)?),
                [0x55, 0x1d, 30] => all.has_name_constraints = true,
                [0x55, 0x1d, 37] => all.for_servers = Some(is_for_servers(value)?),
                _ => all.has_unknown |= critical,
            }
        }
        Some(all)
    }
}

fn key_usage(value: &[u8]) -> Option<u8> {
    let mut reader = Reader::new(value);
    let bits = reader.expect(der::BIT_STRING)?.content;
    // The first byte is the number of unused bits.
    reader.is_empty().then_some(())?;
    Some(bits.get(1).copied().unwrap_or_default())
}

fn authority(value: &[u8]) -> Option<(bool, Option<u8>)> {
    let mut reader = der::only(value, der::SEQUENCE)?;
    let is_authority = reader
        .optional(der::BOOLEAN)?
        .is_some_and(|flag| flag.content != [0]);
    let length = match reader.optional(der::INTEGER)?.map(|length| length.content) {
        None => None,
        Some([length @ 0..=127]) => Some(*length),
        Some(_) => return None,
    };
    reader.is_empty().then_some((is_authority, length))
}

fn is_for_servers(value: &[u8]) -> Option<bool> {
    let mut purposes = der::only(value, der::SEQUENCE)?;
    let mut found = false;
    while !purposes.is_empty() {
        let purpose = purposes.expect(der::OBJECT_IDENTIFIER)?.content;
        // 1.3.6.1.5.5.7.3.1, server authentication.
        found |= purpose == [0x2b, 6, 1, 5, 5, 7, 3, 1];
    }
    Some(found)
}

fn names(value: &[u8]) -> Option<Vec<Name<'_>>> {
    let mut list = der::only(value, der::SEQUENCE)?;
    let mut names = Vec::new();
    while !list.is_empty() {
        let name = list.next()?;
        match name.tag {
            0x82 => names.push(Name::Dns(ascii(name.content)?)),
            0x87 => names.push(Name::Address(name.content)),
            // Other names, such as mail addresses and directory names, are not host names.
            _ => {}
        }
    }
    Some(names)
}
