//! TLS settings, initialized on the first connection that needs them.

mod anchors;
mod certificate;
mod der;
mod names;
#[cfg(test)]
mod tests;
mod verifier;
mod words;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

use crate::transport::{Certificates, ClientCertificate, Settings};
use anchors::Anchors;
use verifier::Verifier;
pub(super) use words::{handshake as failure, of as words};

/// TLS settings, initialized once.
#[derive(Default)]
pub(super) struct Lazy(OnceLock<Result<TlsConnector, String>>);

impl Lazy {
    /// Settings of the program's own.
    pub(super) fn of(config: Arc<ClientConfig>) -> Self {
        Lazy(OnceLock::from(Ok(TlsConnector::from(config))))
    }

    /// The TLS connector, or why there is none.
    pub(super) fn connector(&self, settings: &Settings) -> Result<TlsConnector, String> {
        self.0.get_or_init(|| connector(settings)).clone()
    }
}

fn connector(settings: &Settings) -> Result<TlsConnector, String> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let trusting = |anchors| Verifier {
        anchors,
        algorithms: provider.signature_verification_algorithms,
    };
    let verifier: Arc<dyn ServerCertVerifier> = match &settings.certificates {
        Certificates::BuiltIn => Arc::new(trusting(Anchors::built_in())),
        #[cfg(feature = "native-certs")]
        Certificates::System => Arc::new(trusting(Anchors::of_system()?)),
        Certificates::Bundle(path) => Arc::new(trusting(Anchors::of_bundle(path)?)),
        Certificates::Unverified => Arc::new(Unverified(provider)),
    };
    let builder = builder
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    let config = match &settings.client_certificate {
        None => builder.with_no_client_auth(),
        Some(own) => {
            let (chain, key) = own_certificate(own)?;
            let config = builder.with_client_auth_cert(chain, key);
            config.map_err(|error| format!("the client's certificate cannot be used: {error}"))?
        }
    };
    Ok(TlsConnector::from(Arc::new(config)))
}

type Own = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

/// Reads the client's certificate, with those that issued it, and its key.
fn own_certificate(own: &ClientCertificate) -> Result<Own, String> {
    let read = |what: &str, path: &Path| {
        anchors::read(path).map_err(|reason| {
            format!(
                "cannot read the client's {what} {}: {reason}",
                path.display()
            )
        })
    };
    let none = |what: &str, path: &Path| format!("no {what} found in {}, in PEM", path.display());
    let bytes = read("certificate", &own.chain)?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    let chain = chain.ok().filter(|it| !it.is_empty());
    let chain = chain.ok_or_else(|| none("certificate", &own.chain))?;
    let bytes = read("private key", &own.key)?;
    let key = PrivateKeyDer::from_pem_slice(&bytes)
        .map_err(|_| format!("{} without a password", none("private key", &own.key)))?;
    Ok((chain, key))
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
