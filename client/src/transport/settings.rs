//! What the default transport needs to know: timeouts, proxies, trusted certificates.

use std::path::PathBuf;
use std::time::Duration;

use super::Proxies;

/// Settings of the default transport.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// How long making a connection may take; `None` waits for ever.
    pub connect_timeout: Option<Duration>,
    /// How long the service may be silent, counted anew after each piece; `None` waits for ever.
    pub read_timeout: Option<Duration>,
    /// Which requests go through which proxy.
    pub proxies: Proxies,
    /// Which servers are trusted.
    pub certificates: Certificates,
    /// How many idle connections are kept per origin.
    pub idle_connections: usize,
}

/// Which servers are trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Certificates {
    /// Those whose certificate leads to a root that is compiled in (or, with the feature
    /// `native-certs`, one of the system's).
    #[default]
    BuiltIn,
    /// Those whose certificate leads to one in this file, or is in it and self-signed: PEM, one or more
    /// certificates, of which those count that are in force. Read when the first TLS connection is made.
    Bundle(PathBuf),
    /// All, whatever their certificate says. For tests only: anyone may read and change what is sent.
    Unverified,
}

impl Default for Settings {
    /// 60 seconds each, no proxy, built-in roots.
    fn default() -> Self {
        Settings {
            connect_timeout: Some(Duration::from_secs(60)),
            read_timeout: Some(Duration::from_secs(60)),
            proxies: Proxies::default(),
            certificates: Certificates::default(),
            idle_connections: 8,
        }
    }
}
