//! TLS with certificates that are trusted because they were given.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use smithgen_client::transport::{Certificates, TransportErrorKind as Kind};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::sign::{CertifiedKey, SingleCertAndKey};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{ServerConfig, SupportedProtocolVersion, crypto::ring};

use super::tls::{Authority, serve, trusting};
use super::{post, run, send, transport, version1};

/// Settings of a server that shows this certificate, and signs with this key whether or not it is the
/// certificate's.
fn server(
    certificate: CertificateDer<'static>,
    key: &KeyPair,
    version: &'static SupportedProtocolVersion,
) -> Arc<ServerConfig> {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let key = ring::sign::any_supported_type(&key).unwrap();
    let shown = SingleCertAndKey::from(CertifiedKey::new(vec![certificate], key));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(shown));
    Arc::new(config)
}

/// What a client says that trusts the bundle.
fn ask(config: Arc<ServerConfig>, bundle: std::path::PathBuf) -> Result<(), String> {
    let url = format!("https://localhost:{}/", serve(config));
    let transport = transport(trusting(Certificates::Bundle(bundle)));
    match run(send(&transport, post(&url, ""))) {
        Ok(response) => {
            assert_eq!(response.body(), "secret");
            Ok(())
        }
        Err(error) => {
            assert_eq!(error.kind, Kind::Tls);
            Err(error.cause().unwrap())
        }
    }
}

#[test]
fn a_certificate_of_the_first_version_is_trusted_when_its_key_signs_the_handshake() {
    let authority = Authority::new("first-version");
    let root = "rcgen self signed cert";
    for version in [&TLS12, &TLS13] {
        let key = KeyPair::generate().unwrap();
        let years = (2020, 2040);
        let certificate = version1::certificate("localhost", &key, root, authority.key(), years);
        let config = server(certificate.clone(), &key, version);
        assert_eq!(ask(config, authority.bundle()), Ok(()), "{version:?}");
        // Anyone may show a certificate.
        let thief = KeyPair::generate().unwrap();
        let words = ask(server(certificate, &thief, version), authority.bundle()).unwrap_err();
        assert_eq!(
            words, "certificate verify failed: bad signature",
            "{version:?}"
        );
    }
}

#[test]
fn a_self_signed_certificate_is_trusted_when_it_is_given() {
    for is_ca in [
        IsCa::ExplicitNoCa,
        IsCa::Ca(BasicConstraints::Unconstrained),
    ] {
        let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.is_ca = is_ca;
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let other = Authority::new("self-signed");
        let mut bundle = std::fs::read(other.bundle()).unwrap();
        bundle.extend(certificate.pem().as_bytes());
        let path = other.bundle().with_file_name("both.pem");
        std::fs::write(&path, bundle).unwrap();
        for version in [&TLS12, &TLS13] {
            let config = server(certificate.der().clone(), &key, version);
            assert_eq!(ask(config.clone(), path.clone()), Ok(()), "{version:?}");
            let words = ask(config, other.bundle()).unwrap_err();
            assert_eq!(
                words,
                "certificate verify failed: self-signed certificate (if you trust it, give its \
                 certificate in a CA bundle: `ca_bundle`)"
            );
            let thief = KeyPair::generate().unwrap();
            let config = server(certificate.der().clone(), &thief, version);
            let words = ask(config, path.clone()).unwrap_err();
            assert_eq!(
                words, "certificate verify failed: bad signature",
                "{version:?}"
            );
        }
    }
}

#[test]
fn a_bundle_says_why_it_is_of_no_use() {
    let authority = Authority::new("bundles");
    let folder = authority.bundle().parent().unwrap().to_path_buf();
    let pem = std::fs::read_to_string(authority.bundle()).unwrap();
    let cut: String = pem.lines().take(3).collect::<Vec<_>>().join("\n");
    let beyond = vec![b'\n'; (16 << 20) + 1 - pem.len()];
    let long = [pem.as_bytes(), &beyond].concat();
    let cases: [(&str, &[u8], &str); 6] = [
        ("empty.pem", b"", "it is empty"),
        (
            "junk.pem",
            b"not a certificate\n",
            "no certificate found in it, in PEM",
        ),
        (
            "binary.pem",
            authority.der(),
            "it holds a certificate in DER, and PEM is needed",
        ),
        (
            "cut.pem",
            cut.as_bytes(),
            "certificate 1 of it is not PEM, or cut off",
        ),
        ("long.pem", &long, "it is longer than 16777216 bytes"),
        (
            "none.pem",
            b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
            "none of its certificates can be used",
        ),
    ];
    let config = || authority.server("localhost", |_| {});
    for (name, content, because) in cases {
        let path = folder.join(name);
        std::fs::write(&path, content).unwrap();
        let words = ask(config(), path.clone()).unwrap_err();
        let start = format!("cannot read the CA bundle {}: {because}", path.display());
        assert!(words.starts_with(&start), "{words}");
    }
    let fits = &long[..16 << 20];
    std::fs::write(folder.join("fits.pem"), fits).unwrap();
    assert_eq!(ask(config(), folder.join("fits.pem")), Ok(()));
    let words = ask(config(), folder.join("absent.pem")).unwrap_err();
    assert!(words.ends_with("absent.pem: no such file"), "{words}");
    let words = ask(config(), folder).unwrap_err();
    assert!(words.ends_with("it is a directory"), "{words}");
}

/// Opening a pipe without a writer blocks for ever.
#[cfg(unix)]
#[test]
fn a_bundle_is_never_waited_for() {
    let authority = Authority::new("pipe");
    let path = authority.bundle().with_file_name("pipe.pem");
    let _ = std::fs::remove_file(&path);
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    assert!(made.unwrap().success());
    let words = ask(authority.server("localhost", |_| {}), path).unwrap_err();
    assert!(words.ends_with("pipe.pem: it is not a file"), "{words}");
}
