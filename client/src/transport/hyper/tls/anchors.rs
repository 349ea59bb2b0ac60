//! Trust anchors: provided by the user, from the system, or compiled in.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, TrustAnchor};

use super::super::causes;
use super::certificate::Certificate;
use crate::limits::CA_BUNDLE_BYTES;

#[derive(Debug)]
pub(super) struct Anchors {
    /// Certificates that the user provided.
    given: Vec<Anchor>,
    /// Authorities that the system trusts. The user did not provide them for this purpose, so only webpki's rules
    /// apply to them.
    system: Vec<Anchor>,
    /// Compiled-in authorities.
    built_in: &'static [TrustAnchor<'static>],
}

/// A certificate that is trusted.
#[derive(Debug)]
pub(super) struct Anchor {
    pub(super) der: CertificateDer<'static>,
    root: TrustAnchor<'static>,
    /// First and last second of validity, since 1970.
    pub(super) valid: (i64, i64),
    /// Whether it may issue certificates.
    is_authority: bool,
}

impl Anchors {
    /// Parses certificates. Unusable ones are skipped, since system bundles contain certificates of all ages.
    pub(super) fn of(certificates: impl IntoIterator<Item = CertificateDer<'static>>) -> Self {
        Anchors {
            given: certificates.into_iter().filter_map(Anchor::read).collect(),
            system: Vec::new(),
            built_in: &[],
        }
    }

    /// The compiled-in authorities.
    pub(super) fn built_in() -> Self {
        Anchors {
            given: Vec::new(),
            system: Vec::new(),
            built_in: webpki_roots::TLS_SERVER_ROOTS,
        }
    }

    /// The system's authorities.
    #[cfg(feature = "native-certs")]
    pub(super) fn of_system() -> Result<Self, String> {
        let found = rustls_native_certs::load_native_certs();
        let anchors = Anchors::trusted(found.certs);
        match (anchors.system.is_empty(), found.errors.first()) {
            (true, Some(error)) => Err(error.to_string()),
            (true, None) => Err("the system has no root certificates".to_owned()),
            (false, _) => Ok(anchors),
        }
    }

    /// Like [`Anchors::of`], for certificates of the system.
    #[cfg(any(test, feature = "native-certs"))]
    pub(super) fn trusted(certificates: impl IntoIterator<Item = CertificateDer<'static>>) -> Self {
        let mut anchors = Anchors::of(certificates);
        anchors.system = std::mem::take(&mut anchors.given);
        anchors
    }

    /// The certificates in a PEM file.
    pub(super) fn of_bundle(path: &Path) -> Result<Self, String> {
        let failed =
            |reason: &str| format!("cannot read the CA bundle {}: {reason}", path.display());
        let bytes = read(path).map_err(|reason| failed(&reason))?;
        let mut certificates = Vec::new();
        for certificate in CertificateDer::pem_slice_iter(&bytes) {
            let number = certificates.len() + 1;
            let certificate = certificate.map_err(|_| {
                failed(&format!(
                    "certificate {number} of it is not PEM, or cut off"
                ))
            })?;
            certificates.push(certificate);
        }
        let count = certificates.len();
        let anchors = Anchors::of(certificates);
        match (count, anchors.given.is_empty()) {
            (_, false) => Ok(anchors),
            (0, true) if bytes.is_empty() => Err(failed("it is empty")),
            (0, true) if Certificate::read(&bytes).is_some() => Err(failed(
                "it holds a certificate in DER, and PEM is needed (openssl x509 -inform der)",
            )),
            (0, true) => Err(failed("no certificate found in it, in PEM")),
            (_, true) => Err(failed("none of its certificates can be used")),
        }
    }

    /// Whether it was given, byte for byte.
    pub(super) fn contains(&self, der: &CertificateDer<'_>) -> bool {
        self.given.iter().any(|anchor| anchor.der == *der)
    }

    /// The anchors that may issue certificates and are valid now.
    pub(super) fn roots(&self, now: i64) -> RootCertStore {
        let valid = |anchor: &&Anchor| anchor.is_authority && is_within(anchor.valid, now);
        RootCertStore {
            roots: self
                .given
                .iter()
                .chain(&self.system)
                .filter(valid)
                .map(|anchor| &anchor.root)
                .chain(self.built_in)
                .cloned()
                .collect(),
        }
    }

    /// Those of this name that were given and may issue certificates.
    pub(super) fn named(&self, subject: &[u8]) -> impl Iterator<Item = &Anchor> {
        let named = move |anchor: &&Anchor| anchor.root.subject.as_ref() == subject;
        self.given
            .iter()
            .filter(|anchor| anchor.is_authority)
            .filter(named)
    }

    /// Whether the user provided them, and none constrains the names that it may issue certificates for.
    pub(super) fn are_given_and_free(&self) -> bool {
        let is_free = |anchor: &Anchor| anchor.root.name_constraints.is_none();
        !self.given.is_empty() && self.given.iter().all(is_free)
    }
}

impl Anchor {
    fn read(der: CertificateDer<'static>) -> Option<Self> {
        let certificate = Certificate::read(&der)?;
        let (valid, is_authority) = (certificate.valid, certificate.is_authority());
        let mut store = RootCertStore::empty();
        store.add(der.clone()).ok()?;
        Some(Anchor {
            root: store.roots.pop()?,
            der,
            valid,
            is_authority,
        })
    }
}

/// Whether a time is within a period.
pub(super) fn is_within((first, last): (i64, i64), now: i64) -> bool {
    (first..=last).contains(&now)
}

/// Reads a bundle, up to the size limit. A pipe is read only if it is already open, such as a shell's `<(…)`:
/// opening one by name might block forever.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, String> {
    let said = |error| causes::io(error).to_string();
    let kind = std::fs::metadata(path).map_err(said)?;
    if kind.is_dir() {
        return Err("it is a directory".to_owned());
    }
    if !kind.is_file() && !path.starts_with("/dev/fd") && !path.starts_with("/proc/self/fd") {
        return Err("it is not a file".to_owned());
    }
    let file = File::open(path).map_err(said)?;
    let mut bytes = Vec::new();
    file.take(CA_BUNDLE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(said)?;
    match u64::try_from(bytes.len()) {
        Ok(length) if length <= CA_BUNDLE_BYTES => Ok(bytes),
        _ => Err(format!("it is longer than {CA_BUNDLE_BYTES} bytes")),
    }
}
