//! Settings of the default transport: timeouts, proxies, trusted certificates.

use std::path::PathBuf;
use std::time::Duration;

use super::Proxies;
use crate::limits::CONTINUE;

/// Settings of the default transport.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// Timeout for each step of making a connection: TCP, the proxy's tunnel, and TLS; `None` for no timeout.
    pub connect_timeout: Option<Duration>,
    /// How long the service may be silent, restarted after each piece; `None` for no timeout.
    pub read_timeout: Option<Duration>,
    /// How long a request that asks for leave to send its body (`Expect: 100-continue`) waits before it sends it anyway;
    /// `None` for not asking. Over HTTP/1.1 only, and not without a timer.
    pub continue_timeout: Option<Duration>,
    /// Which requests go through which proxy.
    pub proxies: Proxies,
    /// Which servers are trusted.
    pub certificates: Certificates,
    /// What this client shows to servers that ask who it is.
    pub client_certificate: Option<ClientCertificate>,
    /// Number of idle connections kept per origin. [`IDLE_CONNECTIONS`](crate::limits::IDLE_CONNECTIONS) limits their
    /// total, and [`IDLE_AGE`](crate::limits::IDLE_AGE) their age.
    pub idle_connections: usize,
}

/// Which servers are trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Certificates {
    /// Servers with a certificate issued by a compiled-in root.
    #[default]
    BuiltIn,
    /// Servers with a certificate issued by one of the system's roots, which are read for the first TLS connection.
    #[cfg(feature = "native-certs")]
    System,
    /// Servers with a certificate issued by one in this PEM file, or a self-signed certificate in it. Expired
    /// certificates in the file are ignored. Read when the first TLS connection is made.
    Bundle(PathBuf),
    /// All servers, whatever their certificate. For tests only: anyone may read and modify what is sent.
    Unverified,
}

/// A client's certificate, in PEM files that are read when the first TLS connection is made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClientCertificate {
    /// The certificate, followed by those that issued it.
    pub chain: PathBuf,
    /// Its private key, without a password; may be the same file.
    pub key: PathBuf,
}

impl ClientCertificate {
    /// A certificate and its private key.
    pub fn new(chain: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        ClientCertificate {
            chain: chain.into(),
            key: key.into(),
        }
    }
}

impl Default for Settings {
    /// Timeouts of 60 seconds, no proxy, built-in roots.
    fn default() -> Self {
        Settings {
            connect_timeout: Some(Duration::from_secs(60)),
            read_timeout: Some(Duration::from_secs(60)),
            continue_timeout: Some(CONTINUE),
            proxies: Proxies::default(),
            certificates: Certificates::default(),
            client_certificate: None,
            idle_connections: 8,
        }
    }
}
