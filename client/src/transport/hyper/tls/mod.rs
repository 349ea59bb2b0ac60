//! TLS settings, initialized on the first connection that needs them.

mod anchors;
mod certificate;
mod der;
mod names;
#[cfg(test)]
mod tests;
mod verifier;
mod words;

use std::sync::{Arc, OnceLock};

use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

use crate::transport::Certificates;
use anchors::Anchors;
use verifier::Verifier;
pub(super) use words::{handshake as failure, of as words};

/// TLS settings, initialized once.
#[derive(Default)]
pub(super) struct Lazy(OnceLock<Result<TlsConnector, String>>);

impl Lazy {
    /// The TLS connector, or why there is none.
    pub(super) fn connector(&self, certificates: &Certificates) -> Result<TlsConnector, String> {
        self.0.get_or_init(|| connector(certificates)).clone()
    }
}

fn connector(certificates: &Certificates) -> Result<TlsConnector, String> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let trusting = |anchors| Verifier {
        anchors,
        algorithms: provider.signature_verification_algorithms,
    };
    let verifier: Arc<dyn ServerCertVerifier> = match certificates {
        Certificates::BuiltIn => Arc::new(trusting(Anchors::built_in())),
        #[cfg(feature = "native-certs")]
        Certificates::System => Arc::new(trusting(Anchors::of_system()?)),
        Certificates::Bundle(path) => Arc::new(trusting(Anchors::of_bundle(path)?)),
        Certificates::Unverified => Arc::new(Unverified(provider)),
    };
    let config = builder
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
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
