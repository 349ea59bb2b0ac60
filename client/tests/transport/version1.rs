//! Certificates of X.509's first version, which no library makes any more.

use rcgen::{PublicKeyData, SigningKey};
use tokio_rustls::rustls::pki_types::CertificateDer;

/// An element of DER.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut element = vec![tag];
    match u8::try_from(content.len()) {
        Ok(length @ ..0x80) => element.push(length),
        Ok(length) => element.extend([0x81, length]),
        _ => {
            let length = u16::try_from(content.len()).unwrap();
            element.push(0x82);
            element.extend(length.to_be_bytes());
        }
    }
    element.extend(content);
    element
}

fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(0x30, &parts.concat())
}

/// A name that is a common name alone.
fn name(common: &str) -> Vec<u8> {
    let pair = sequence(&[&[6, 3, 0x55, 4, 3], &element(0x0c, common.as_bytes())]);
    sequence(&[&element(0x31, &pair)])
}

/// A certificate for a common name, valid between two years, signed by a key of the curve P-256.
pub(crate) fn certificate(
    subject: &str,
    key: &impl PublicKeyData,
    issuer: &str,
    signer: &impl SigningKey,
    years: (u16, u16),
) -> CertificateDer<'static> {
    // ecdsa-with-SHA256
    let algorithm = sequence(&[&[6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]]);
    let time = |year: u16| element(0x18, format!("{year}0101000000Z").as_bytes());
    let signed = sequence(&[
        &[2, 1, 7],
        &algorithm,
        &name(issuer),
        &sequence(&[&time(years.0), &time(years.1)]),
        &name(subject),
        &key.subject_public_key_info(),
    ]);
    let mut signature = vec![0];
    signature.extend(signer.sign(&signed).unwrap());
    sequence(&[&signed, &algorithm, &element(3, &signature)]).into()
}
