//! Decryption with the private key in a file: RSA with padding by PKCS #1 v1.5.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use rsa::pkcs1::DecodeRsaPrivateKey as _;
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::{Pkcs1v15Encrypt, PrivateKey};

use crate::limits::PRIVATE_KEY_BYTES;

/// What the key in a file reads.
pub(super) fn text(file: &Path, bytes: &[u8]) -> Option<String> {
    let mut pem = String::new();
    let file = File::open(file).ok()?;
    let most = u64::try_from(PRIVATE_KEY_BYTES + 1).ok()?;
    file.take(most).read_to_string(&mut pem).ok()?;
    clear(&pem, bytes)
}

/// What a key reads, in either of the forms that OpenSSL writes.
fn clear(pem: &str, bytes: &[u8]) -> Option<String> {
    if pem.len() > PRIVATE_KEY_BYTES {
        return None;
    }
    let pem = pem.trim_start();
    let key = PrivateKey::from_pkcs1_pem(pem).or_else(|_| PrivateKey::from_pkcs8_pem(pem));
    let clear = key.ok()?.decrypt(Pkcs1v15Encrypt, bytes).ok()?;
    String::from_utf8(clear).ok()
}

#[cfg(test)]
#[path = "rsa_tests.rs"]
mod tests;
