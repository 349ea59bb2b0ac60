//! TLS: whom the transport trusts.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use smithgen_client::transport::{
    Certificates, ClientCertificate, HyperTransport, Proxies, Proxy, Settings,
    TransportErrorKind as Kind,
};
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::danger::ClientCertVerifier;
use tokio_rustls::rustls::server::{NoClientAuth, WebPkiClientVerifier};
use tokio_rustls::rustls::{
    ClientConfig, RootCertStore, ServerConfig, ServerConnection, StreamOwned, crypto::ring,
};

use super::server::{Server, Step, ok};
use super::{kind, post, run, send, transport};

/// An authority that signs certificates for servers.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: PathBuf,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("ca.pem"), issuer.pem()).unwrap();
        Authority { issuer, folder }
    }

    pub(crate) fn bundle(&self) -> PathBuf {
        self.folder.join("ca.pem")
    }

    pub(crate) fn der(&self) -> &[u8] {
        self.issuer.as_ref().der()
    }

    pub(crate) fn key(&self) -> &KeyPair {
        self.issuer.key()
    }

    /// Settings of a server with a certificate for this name.
    pub(crate) fn server(
        &self,
        name: &str,
        change: impl FnOnce(&mut CertificateParams),
    ) -> Arc<ServerConfig> {
        self.config(name, change, Arc::new(NoClientAuth))
    }

    /// Settings of a server that wants a certificate of its clients.
    fn server_asking(&self, name: &str, clients: Arc<dyn ClientCertVerifier>) -> Arc<ServerConfig> {
        self.config(name, |_| {}, clients)
    }

    fn config(
        &self,
        name: &str,
        change: impl FnOnce(&mut CertificateParams),
        clients: Arc<dyn ClientCertVerifier>,
    ) -> Arc<ServerConfig> {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(clients)
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        Arc::new(config)
    }
}

/// The head of a request, where one comes.
fn head(stream: &mut impl Read) -> Option<String> {
    let mut request = Vec::new();
    let mut buffer = [0; 1024];
    while !request.ends_with(b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            Ok(count @ 1..) => request.extend_from_slice(&buffer[..count]),
            _ => return None,
        }
    }
    String::from_utf8(request).ok()
}

fn secure<S: Read + Write>(
    config: Arc<ServerConfig>,
    stream: S,
) -> StreamOwned<ServerConnection, S> {
    StreamOwned::new(ServerConnection::new(config).unwrap(), stream)
}

/// Answers one request over TLS. A client that refuses the certificate is not a failure here.
fn answer(config: Arc<ServerConfig>, stream: impl Read + Write) {
    let mut stream = secure(config, stream);
    if head(&mut stream).is_some() {
        stream.write_all(&ok("secret")).unwrap();
        stream.flush().unwrap();
    }
}

/// Port of a server that answers every connection's first request.
pub(crate) fn serve(config: Arc<ServerConfig>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            answer(config.clone(), stream.unwrap());
        }
    });
    port
}

pub(crate) fn trusting(certificates: Certificates) -> impl FnOnce(&mut Settings) {
    move |settings| settings.certificates = certificates
}

#[test]
fn a_server_whose_authority_is_in_the_bundle_is_trusted() {
    let authority = Authority::new("trusted");
    for (name, host) in [("localhost", "localhost"), ("127.0.0.1", "127.0.0.1")] {
        let port = serve(authority.server(name, |_| {}));
        let url = format!("https://{host}:{port}/");
        let bundle = trusting(Certificates::Bundle(authority.bundle()));
        let response = run(send(&transport(bundle), post(&url, ""))).unwrap();
        assert_eq!(response.body(), "secret");
        // A bundle is a file.
        let folder = trusting(Certificates::Bundle(authority.folder.clone()));
        assert!(run(send(&transport(folder), post(&url, ""))).is_err());
    }
}

#[test]
fn strangers_wrong_names_and_expired_certificates_are_refused() {
    let authority = Authority::new("refused");
    let stranger = Authority::new("stranger");
    let expired = |params: &mut CertificateParams| {
        params.not_before = date_time_ymd(2000, 1, 1);
        params.not_after = date_time_ymd(2001, 1, 1);
    };
    for (case, config) in [
        ("stranger", stranger.server("localhost", |_| {})),
        ("wrong name", authority.server("other.invalid", |_| {})),
        ("expired", authority.server("localhost", expired)),
    ] {
        let url = format!("https://localhost:{}/", serve(config));
        let strict = transport(trusting(Certificates::Bundle(authority.bundle())));
        assert_eq!(
            kind(run(send(&strict, post(&url, "")))),
            Kind::Tls,
            "{case}"
        );
        let built_in = transport(|_| {});
        assert_eq!(
            kind(run(send(&built_in, post(&url, "")))),
            Kind::Tls,
            "{case}"
        );
        let lax = transport(trusting(Certificates::Unverified));
        assert_eq!(
            run(send(&lax, post(&url, ""))).unwrap().body(),
            "secret",
            "{case}"
        );
    }
}

#[test]
fn a_bundle_that_is_missing_or_empty_fails_only_over_tls() {
    let folder = Authority::new("broken").folder;
    std::fs::write(folder.join("junk.pem"), "junk").unwrap();
    for name in ["absent.pem", "junk.pem"] {
        let server = Server::start(vec![Step::Answer(ok("plain"))]);
        let transport = transport(trusting(Certificates::Bundle(folder.join(name))));
        let error = run(send(
            &transport,
            post(&format!("https://{}/", server.address), ""),
        ));
        let error = error.unwrap_err();
        assert_eq!(error.kind, Kind::Tls);
        assert!(error.to_string().contains(name), "{error}");
        let response = run(send(&transport, post(&server.url("/"), ""))).unwrap();
        assert_eq!(response.body(), "plain");
    }
}

#[test]
fn a_server_that_speaks_no_tls_is_a_tls_failure() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut hello = [0; 64];
        stream.read_exact(&mut hello).unwrap();
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .unwrap();
    });
    let result = run(send(
        &transport(|_| {}),
        post(&format!("https://localhost:{port}/"), ""),
    ));
    assert_eq!(kind(result), Kind::Tls);
}

#[test]
fn tunnels_carry_tls_to_the_server() {
    let authority = Authority::new("tunnel");
    let config = authority.server("one.invalid", |_| {});
    let established = b"HTTP/1.1 200 Connection established\r\n\r\n".to_vec();
    let proxy = Server::start(vec![Step::Tunnel(
        established,
        Box::new(move |stream| answer(config, stream)),
    )]);
    let transport = transport(|settings| {
        let proxy = Proxy::parse(&proxy.address.to_string());
        settings.proxies = Proxies {
            http: None,
            https: proxy,
            direct: Vec::new(),
        };
        settings.certificates = Certificates::Bundle(authority.bundle());
    });
    let response = run(send(&transport, post("https://one.invalid/", ""))).unwrap();
    assert_eq!(response.body(), "secret");
    assert_eq!(proxy.seen()[0].line, "CONNECT one.invalid:443 HTTP/1.1");
}

/// A proxy that is spoken to over TLS, and opens tunnels to nowhere: it answers itself.
fn proxy_over_tls(proxy: Arc<ServerConfig>, server: Arc<ServerConfig>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = secure(proxy.clone(), stream.unwrap());
            match head(&mut stream) {
                Some(request) if request.starts_with("CONNECT one.invalid:443 ") => {
                    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
                    answer(server.clone(), stream);
                }
                Some(request) => {
                    assert!(
                        request.starts_with("POST http://one.invalid/ "),
                        "{request}"
                    );
                    stream.write_all(&ok("plain")).unwrap();
                    stream.flush().unwrap();
                }
                None => {}
            }
        }
    });
    port
}

#[test]
fn a_proxy_may_be_spoken_to_over_tls() {
    let (authority, stranger) = (Authority::new("proxies"), Authority::new("odd-proxies"));
    let server = authority.server("one.invalid", |_| {});
    let through = |proxy: Arc<ServerConfig>, url: &str| {
        let port = proxy_over_tls(proxy, server.clone());
        let transport = transport(|settings| {
            let proxy = Proxy::parse(&format!("https://user:pw@localhost:{port}"));
            settings.proxies = Proxies {
                http: proxy.clone(),
                https: proxy,
                direct: Vec::new(),
            };
            settings.certificates = Certificates::Bundle(authority.bundle());
        });
        run(send(&transport, post(url, "")))
    };
    let good = || authority.server("localhost", |_| {});
    let response = through(good(), "https://one.invalid/").unwrap();
    assert_eq!(response.body(), "secret");
    let response = through(good(), "http://one.invalid/").unwrap();
    assert_eq!(response.body(), "plain");
    for (proxy, because) in [
        (
            stranger.server("localhost", |_| {}),
            "certificate verify failed: ",
        ),
        (
            authority.server("two.invalid", |_| {}),
            "hostname 'localhost' doesn't match 'two.invalid'",
        ),
    ] {
        let error = through(proxy, "https://one.invalid/").unwrap_err();
        assert_eq!(error.kind, Kind::Proxy);
        assert!(
            error
                .proxy
                .as_ref()
                .unwrap()
                .starts_with("https://***:***@localhost:")
        );
        let cause = error.cause().unwrap();
        assert!(cause.starts_with(because), "{cause}");
    }
}

#[test]
fn a_handshake_that_never_ends_is_not_waited_for() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let transport = transport(|settings| {
        settings.connect_timeout = Some(std::time::Duration::from_millis(50));
    });
    let error = run(send(
        &transport,
        post(&format!("https://localhost:{port}/"), ""),
    ))
    .unwrap_err();
    assert_eq!(error.kind, Kind::ReadTimeout);
    let words = "localhost did not finish the TLS handshake in time";
    assert_eq!(error.cause().unwrap(), words);
    drop(listener);
}

/// With TLS 1.3 a server says so only after the client has finished its side.
#[test]
fn a_server_that_wants_to_know_its_clients_is_said_to() {
    let authority = Authority::new("clients");
    let mut roots = RootCertStore::empty();
    roots.add(authority.der().to_vec().into()).unwrap();
    let provider = Arc::new(ring::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
    let config = authority.server_asking("localhost", verifier.build().unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut stream = secure(config, stream);
        assert!(head(&mut stream).is_none());
        // What is left is read, or closing would overtake the alert.
        let mut stream = stream.sock;
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let transport = transport(trusting(Certificates::Bundle(authority.bundle())));
    let error = run(send(
        &transport,
        post(&format!("https://localhost:{port}/"), ""),
    ))
    .unwrap_err();
    let words = "the server asks for a certificate of the client, and there is none";
    assert_eq!(error.cause().unwrap(), words);
}

/// Settings of a server that wants a certificate of its clients, issued by the same authority.
fn demanding(authority: &Authority) -> Arc<ServerConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(authority.der().to_vec().into()).unwrap();
    let provider = Arc::new(ring::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
    authority.server_asking("localhost", verifier.build().unwrap())
}

#[test]
fn a_client_shows_its_certificate_to_a_server_that_asks() {
    let authority = Authority::new("client-certificate");
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["a.client".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &authority.issuer).unwrap();
    let chain = authority.folder.join("client.pem");
    let secret = authority.folder.join("client.key");
    std::fs::write(&chain, certificate.pem()).unwrap();
    std::fs::write(&secret, key.serialize_pem()).unwrap();
    let url = format!("https://localhost:{}/", serve(demanding(&authority)));
    let send = |chain: &PathBuf, key: &PathBuf| {
        let settings = |settings: &mut Settings| {
            settings.certificates = Certificates::Bundle(authority.bundle());
            settings.client_certificate = Some(ClientCertificate::new(chain, key));
        };
        run(send(&transport(settings), post(&url, "")))
    };
    assert_eq!(send(&chain, &secret).unwrap().body(), "secret");
    for (chain, key, told) in [
        (&secret, &secret, "no certificate found in "),
        (&chain, &chain, "no private key found in "),
    ] {
        let error = send(chain, key).unwrap_err();
        let cause = error.cause().unwrap().to_string();
        assert!(cause.starts_with(told), "{cause}");
        assert!(!cause.contains("BEGIN"));
    }
}

#[test]
fn a_program_may_bring_tls_of_its_own() {
    let authority = Authority::new("own-tls");
    let mut roots = RootCertStore::empty();
    roots.add(authority.der().to_vec().into()).unwrap();
    let own = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let transport = HyperTransport::with_tls(Settings::default(), Arc::new(own));
    let port = serve(authority.server("localhost", |_| {}));
    let url = format!("https://localhost:{port}/");
    assert_eq!(
        run(send(&transport, post(&url, ""))).unwrap().body(),
        "secret"
    );
}
