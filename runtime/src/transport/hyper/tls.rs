//! TLS settings, made when the first connection needs them.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{
    ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};

use crate::transport::Certificates;

/// TLS settings, made once.
#[derive(Default)]
pub(super) struct Lazy(OnceLock<Result<TlsConnector, String>>);

impl Lazy {
    /// What makes TLS connections, or why that cannot be done.
    pub(super) fn connector(&self, certificates: &Certificates) -> Result<TlsConnector, String> {
        self.0.get_or_init(|| connector(certificates)).clone()
    }
}

fn connector(certificates: &Certificates) -> Result<TlsConnector, String> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let config = match certificates {
        Certificates::BuiltIn => builder
            .with_root_certificates(built_in()?)
            .with_no_client_auth(),
        Certificates::Bundle(path) => builder
            .with_root_certificates(bundle(path)?)
            .with_no_client_auth(),
        Certificates::Unverified => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Unverified(provider)))
            .with_no_client_auth(),
    };
    Ok(TlsConnector::from(Arc::new(config)))
}

#[cfg(not(feature = "native-certs"))]
fn built_in() -> Result<RootCertStore, String> {
    Ok(RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    })
}

#[cfg(feature = "native-certs")]
fn built_in() -> Result<RootCertStore, String> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    let (added, _) = roots.add_parsable_certificates(found.certs);
    match (added, found.errors.first()) {
        (0, Some(error)) => Err(error.to_string()),
        (0, None) => Err("the system has no root certificates".to_owned()),
        _ => Ok(roots),
    }
}

/// The certificates of a PEM file.
fn bundle(path: &Path) -> Result<RootCertStore, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut roots = RootCertStore::empty();
    add(&mut roots, &std::fs::read(path).map_err(failed)?);
    match roots.is_empty() {
        true => Err(format!("{}: no certificate found", path.display())),
        false => Ok(roots),
    }
}

fn add(roots: &mut RootCertStore, pem: &[u8]) {
    roots.add_parsable_certificates(CertificateDer::pem_slice_iter(pem).filter_map(Result::ok));
}

/// Accepts every certificate.
#[derive(Debug)]
struct Unverified(Arc<CryptoProvider>);

impl ServerCertVerifier for Unverified {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
