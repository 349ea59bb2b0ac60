//! Verifies a server's certificate against given trust anchors.
//!
//! Chains are built by webpki, except for two kinds of leaves that it rejects and OpenSSL accepts: a self-issued
//! certificate that is itself an anchor, whether or not it is an authority; and an X.509 version 1 certificate.
//! Host names and validity periods are always checked, also those of anchors.

use std::cell::Cell;
use std::sync::Arc;

use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use tokio_rustls::rustls::crypto::{
    WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
    verify_tls13_signature_with_raw_key,
};
use tokio_rustls::rustls::pki_types::{
    CertificateDer, ServerName, SubjectPublicKeyInfoDer, UnixTime,
};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::{
    CertificateError, DigitallySignedStruct, Error, OtherError, PeerMisbehaved, SignatureScheme,
};

use super::anchors::{Anchors, is_within};
use super::certificate::{Certificate, Key};
use super::names;
use super::words::Words;
use crate::limits::{CHAIN_CERTIFICATES, CHAIN_SIGNATURES};

/// Trusts what the given certificates have issued.
#[derive(Debug)]
pub(super) struct Verifier {
    pub(super) anchors: Anchors,
    pub(super) algorithms: WebPkiSupportedAlgorithms,
}

/// The error for a certificate that is not trusted.
fn refused(error: CertificateError) -> Error {
    Error::InvalidCertificate(error)
}

fn because(words: String) -> Error {
    refused(CertificateError::Other(OtherError(Arc::new(Words(words)))))
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        _: &[u8],
        time: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let now = seconds(time);
        let certificate = Certificate::read(leaf);
        match &certificate {
            Some(read) if read.is_self_issued() && self.anchors.contains(leaf) => {
                suits_server(read, now)?;
            }
            Some(read) if read.is_v1 => self.leads_from_v1(read, others, now)?,
            read => self.leads(leaf, read.as_ref(), others, time)?,
        }
        self.is_named(leaf, certificate.as_ref(), others, host)?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        match Certificate::read(leaf).filter(|certificate| certificate.is_v1) {
            Some(certificate) => self.is_signed_with(&certificate.key, message, signature),
            None => verify_tls12_signature(message, leaf, signature, &self.algorithms),
        }
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        match Certificate::read(leaf).filter(|certificate| certificate.is_v1) {
            Some(certificate) => verify_tls13_signature_with_raw_key(
                message,
                &SubjectPublicKeyInfoDer::from(certificate.key.info),
                signature,
                &self.algorithms,
            ),
            None => verify_tls13_signature(message, leaf, signature, &self.algorithms),
        }
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

impl Verifier {
    /// Whether there is a chain from a leaf to a given certificate, by webpki's rules.
    fn leads(
        &self,
        leaf: &CertificateDer<'_>,
        read: Option<&Certificate<'_>>,
        others: &[CertificateDer<'_>],
        time: UnixTime,
    ) -> Result<(), Error> {
        let now = seconds(time);
        verify_server_cert_signed_by_trust_anchor(
            &ParsedCertificate::try_from(leaf)?,
            &self.anchors.roots(now),
            others,
            time,
            self.algorithms.all,
        )
        .map_err(|error| match (&error, read) {
            (Error::InvalidCertificate(CertificateError::UnknownIssuer), Some(read)) => {
                self.unknown_issuer(read, now)
            }
            // webpki stopped because the leaf is an authority or because the anchor has the same name, so find the
            // actual reason.
            (
                Error::InvalidCertificate(
                    CertificateError::Other(_) | CertificateError::BadSignature,
                ),
                Some(read),
            ) if read.is_self_issued() => self.unknown_issuer(read, now),
            _ => error,
        })
    }

    /// Whether there is a chain from a version 1 leaf to a given certificate.
    fn leads_from_v1(
        &self,
        leaf: &Certificate<'_>,
        others: &[CertificateDer<'_>],
        now: i64,
    ) -> Result<(), Error> {
        in_force(leaf.valid, now)?;
        let others = others.iter().take(CHAIN_CERTIFICATES);
        let others: Vec<_> = others.filter_map(|der| Certificate::read(der)).collect();
        let chain = Chain {
            verifier: self,
            others: &others,
            budget: Cell::new(CHAIN_SIGNATURES),
        };
        match chain.leads(leaf, now) {
            true => Ok(()),
            false => Err(self.unknown_issuer(leaf, now)),
        }
    }

    /// Whether the certificate is for the host. The common name is used only if the user provided the anchors and
    /// none has name constraints, which apply only to alternative names.
    fn is_named(
        &self,
        leaf: &CertificateDer<'_>,
        read: Option<&Certificate<'_>>,
        others: &[CertificateDer<'_>],
        host: &ServerName<'_>,
    ) -> Result<(), Error> {
        let named = match read {
            Some(read) if read.is_v1 => Err(refused(CertificateError::NotValidForName)),
            _ => verify_server_name(&ParsedCertificate::try_from(leaf)?, host),
        };
        let (Err(error), Some(read)) = (&named, read) else {
            return named;
        };
        if !matches!(
            error,
            Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }
            )
        ) {
            return named;
        }
        let is_free = |der: &CertificateDer<'_>| {
            Certificate::read(der).is_some_and(|other| !other.extensions.has_name_constraints)
        };
        let is_commonly_named = names::is_commonly_named(read, host)
            && self.anchors.are_given_and_free()
            && others.iter().all(is_free);
        match is_commonly_named {
            true => Ok(()),
            false => Err(names::mismatch(read, host)),
        }
    }

    /// Explains, as far as possible, why a certificate's issuer is not trusted.
    fn unknown_issuer(&self, certificate: &Certificate<'_>, now: i64) -> Error {
        if certificate.is_self_issued() {
            return because(super::words::self_signed());
        }
        let mut named = self.anchors.named(certificate.issuer);
        match named.find(|anchor| !is_within(anchor.valid, now)) {
            Some(anchor) => because(super::words::out_of_date(anchor.valid, now)),
            None => refused(CertificateError::UnknownIssuer),
        }
    }

    fn is_signed_with(
        &self,
        key: &Key<'_>,
        message: &[u8],
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let mut mapping = self.algorithms.mapping.iter();
        let Some((_, algorithms)) = mapping.find(|(scheme, _)| *scheme == signature.scheme) else {
            return Err(PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme.into());
        };
        let is_valid = algorithms
            .iter()
            .filter(|algorithm| algorithm.public_key_alg_id().as_ref() == key.algorithm)
            .any(|algorithm| {
                let signature = signature.signature();
                algorithm
                    .verify_signature(key.bits, message, signature)
                    .is_ok()
            });
        match is_valid {
            true => Ok(HandshakeSignatureValid::assertion()),
            false => Err(refused(CertificateError::BadSignature)),
        }
    }
}

/// Seconds since 1970.
fn seconds(time: UnixTime) -> i64 {
    i64::try_from(time.as_secs()).unwrap_or(i64::MAX)
}

/// Checks the validity period and the key usage of a server certificate.
fn suits_server(certificate: &Certificate<'_>, now: i64) -> Result<(), Error> {
    in_force(certificate.valid, now)?;
    let extensions = &certificate.extensions;
    if extensions.has_unknown {
        return Err(refused(CertificateError::UnhandledCriticalExtension));
    }
    // Digital signature, key encipherment, key agreement.
    let may_serve = extensions.key_usage.is_none_or(|usage| usage & 0xa8 != 0);
    match may_serve && extensions.for_servers != Some(false) {
        true => Ok(()),
        false => Err(refused(CertificateError::InvalidPurpose)),
    }
}

fn in_force((first, last): (i64, i64), now: i64) -> Result<(), Error> {
    let time = |seconds: i64| {
        let seconds = u64::try_from(seconds).unwrap_or_default();
        UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds))
    };
    if now < first {
        return Err(refused(CertificateError::NotValidYetContext {
            time: time(now),
            not_before: time(first),
        }));
    }
    if now > last {
        return Err(refused(CertificateError::ExpiredContext {
            time: time(now),
            not_after: time(last),
        }));
    }
    Ok(())
}

/// The certificates a server sent in addition to its own.
struct Chain<'a> {
    verifier: &'a Verifier,
    others: &'a [Certificate<'a>],
    /// The number of signatures that may still be verified.
    budget: Cell<u32>,
}

impl Chain<'_> {
    /// Whether the certificate was issued by a given one, or by one of the others that leads to a given one.
    fn leads(&self, certificate: &Certificate<'_>, now: i64) -> bool {
        self.leads_over(certificate, now, &mut Vec::new())
    }

    fn leads_over(&self, certificate: &Certificate<'_>, now: i64, over: &mut Vec<usize>) -> bool {
        let anchors = self.verifier.anchors.named(certificate.issuer);
        let is_issued = anchors
            .filter(|anchor| is_within(anchor.valid, now))
            .filter_map(|anchor| Certificate::read(&anchor.der))
            .filter(|anchor| has_room(anchor, over.len()))
            .any(|anchor| self.is_signed_by(certificate, &anchor));
        if is_issued {
            return true;
        }
        for (index, other) in self.others.iter().enumerate() {
            let is_next = !over.contains(&index)
                && other.subject == certificate.issuer
                && is_intermediate(other, now)
                && has_room(other, over.len())
                && self.is_signed_by(certificate, other);
            if is_next {
                over.push(index);
                if self.leads_over(other, now, over) {
                    return true;
                }
                over.pop();
            }
        }
        false
    }

    fn is_signed_by(&self, certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> bool {
        let Some(left) = self.budget.get().checked_sub(1) else {
            return false;
        };
        self.budget.set(left);
        let algorithms = self.verifier.algorithms.all.iter();
        algorithms
            .filter(|algorithm| {
                algorithm.signature_alg_id().as_ref() == certificate.signature_algorithm
                    && algorithm.public_key_alg_id().as_ref() == issuer.key.algorithm
            })
            .any(|algorithm| {
                let (key, message) = (issuer.key.bits, certificate.signed);
                algorithm
                    .verify_signature(key, message, certificate.signature)
                    .is_ok()
            })
    }
}

/// Whether the path length allows this many authorities below, and there are no name constraints: a version 1
/// certificate has no names that they apply to.
fn has_room(authority: &Certificate<'_>, below: usize) -> bool {
    let extensions = &authority.extensions;
    let limit = extensions.authority.and_then(|(_, limit)| limit);
    !extensions.has_name_constraints && limit.is_none_or(|limit| below <= limit.into())
}

/// Whether a certificate that was sent may issue others. Version 1 certificates never may.
fn is_intermediate(certificate: &Certificate<'_>, now: i64) -> bool {
    let extensions = &certificate.extensions;
    !certificate.is_v1
        && is_within(certificate.valid, now)
        && matches!(extensions.authority, Some((true, _)))
        && certificate.is_authority()
        && extensions.for_servers != Some(false)
        && !extensions.has_unknown
}
