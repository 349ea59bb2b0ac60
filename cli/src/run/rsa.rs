//! Decryption with RSA and padding by PKCS #1 v1.5.
//!
//! Sources: RFC 8017, sections 7.2.2 and A.1.2; RFC 5208, section 5; RFC 7468, sections 2 and 10.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};

use crate::limits::PRIVATE_KEY_BYTES;
use crate::params::base64;

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
/// Bytes of padding at the least.
const PADDING: usize = 8;

/// What the key in a file reads.
pub(super) fn text(file: &Path, bytes: &[u8]) -> Option<String> {
    let mut pem = String::new();
    let file = File::open(file).ok()?;
    let most = u64::try_from(PRIVATE_KEY_BYTES + 1).ok()?;
    file.take(most).read_to_string(&mut pem).ok()?;
    let (modulus, exponent) = key(&pem)?;
    String::from_utf8(decrypt(&modulus, &exponent, bytes)?).ok()
}

/// The modulus and the private exponent of the first key.
fn key(pem: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    if pem.len() > PRIVATE_KEY_BYTES {
        return None;
    }
    let (_, rest) = pem.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (body, _) = rest.split_once("-----END ")?;
    let der = base64::decode(body)?;
    let mut fields = Der(&der).inside(SEQUENCE)?;
    fields.inside(INTEGER)?;
    match label {
        "RSA PRIVATE KEY" => of_rsa(fields),
        "PRIVATE KEY" => {
            // What kind of key it is: another kind is no such sequence.
            fields.inside(SEQUENCE)?;
            let mut key = fields.inside(OCTETS)?.inside(SEQUENCE)?;
            key.inside(INTEGER)?;
            of_rsa(key)
        }
        _ => None,
    }
}

/// What follows the version of a key.
fn of_rsa(mut key: Der<'_>) -> Option<(Vec<u8>, Vec<u8>)> {
    let modulus = key.inside(INTEGER)?;
    key.inside(INTEGER)?;
    let exponent = key.inside(INTEGER)?;
    Some((modulus.number(), exponent.number()))
}

/// Values in DER, one after the other.
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    /// What is inside the next value, which has this tag.
    fn inside(&mut self, tag: u8) -> Option<Der<'a>> {
        let (found, rest) = self.0.split_first()?;
        let (first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7F => (usize::from(*first), rest),
            // The length has this many bytes.
            0x81..=0x84 => {
                let (length, rest) = rest.split_at_checked(usize::from(first & 0x7F))?;
                let length = length.iter().fold(0, |sum, it| sum << 8 | usize::from(*it));
                (length, rest)
            }
            _ => return None,
        };
        let (inside, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        (*found == tag).then_some(Der(inside))
    }

    /// The bytes of a number without leading zeros.
    fn number(&self) -> Vec<u8> {
        let zeros = self.0.iter().take_while(|it| **it == 0).count();
        self.0.get(zeros..).unwrap_or_default().to_vec()
    }
}

fn decrypt(modulus: &[u8], exponent: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.len() != modulus.len() {
        return None;
    }
    let bits = u32::try_from(modulus.len()).ok()?.checked_mul(8)?;
    let number = |bytes: &[u8]| BoxedUint::from_be_slice(bytes, bits).ok();
    let modulus = number(modulus)?;
    let cipher = number(bytes).filter(|it| *it < modulus)?;
    let modulus: Odd<BoxedUint> = Odd::new(modulus).into_option()?;
    let parameters = BoxedMontyParams::new(modulus);
    let power = BoxedMontyForm::new(cipher, &parameters).pow(&number(exponent)?);
    let block = power.retrieve().to_be_bytes();
    // The number may have more bytes than the modulus.
    let block = block.get(block.len().checked_sub(bytes.len())?..)?;
    let padded = block.strip_prefix(&[0, 2])?;
    let padding = padded.iter().position(|it| *it == 0)?;
    let clear = padded.get(padding + 1..)?;
    (padding >= PADDING).then(|| clear.to_vec())
}

#[cfg(test)]
#[path = "rsa_tests.rs"]
mod tests;
