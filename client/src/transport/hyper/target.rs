//! The target of a request: origin and optional proxy.

use http::Uri;
use http::uri::Authority;

use super::super::{Proxies, Proxy, TransportError, TransportErrorKind, unbracketed};
use smithgen_runtime::url::shown;

/// The target of a request.
#[derive(Clone)]
pub(super) struct Target<'a> {
    /// Whether TLS is used.
    pub(super) https: bool,
    /// Host and port as in the URL.
    pub(super) authority: Authority,
    /// The proxy to use.
    pub(super) proxy: Option<&'a Proxy>,
    uri: Uri,
}

impl<'a> Target<'a> {
    pub(super) fn of(uri: &Uri, proxies: &'a Proxies) -> Result<Self, TransportError> {
        let unusable =
            || TransportError::new(TransportErrorKind::Unusable, shown(&uri.to_string()));
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(unusable().because("the URL is neither http nor https")),
        };
        let authority = uri.authority().ok_or_else(unusable)?.clone();
        let host = unbracketed(authority.host());
        let proxy = proxies.select(https, host, authority.port_u16());
        if let Some(proxy) = proxy
            && let Some(fault) = proxy.fault(https)
        {
            let mut error = unusable().because(fault.to_owned());
            error.proxy = Some(proxy.shown().to_owned());
            return Err(error);
        }
        Ok(Target {
            https,
            proxy,
            authority,
            uri: uri.clone(),
        })
    }

    pub(super) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The host, without brackets around an IPv6 address.
    pub(super) fn host(&self) -> &str {
        unbracketed(self.authority.host())
    }

    /// Port, from the URL or by scheme.
    pub(super) fn port(&self) -> u16 {
        let by_scheme = if self.https { 443 } else { 80 };
        self.authority.port_u16().unwrap_or(by_scheme)
    }

    /// An error for this request.
    pub(super) fn error(&self, kind: TransportErrorKind) -> TransportError {
        let mut error = TransportError::new(kind, shown_url(&self.uri));
        if kind == TransportErrorKind::Proxy {
            error.proxy = self.proxy.map(|proxy| proxy.shown().to_owned());
        }
        error
    }
}

/// The URL for errors, without userinfo and query, which may contain secrets.
pub(super) fn shown_url(uri: &Uri) -> String {
    let scheme = uri.scheme_str().unwrap_or_default();
    let authority = uri.authority().map_or("", Authority::as_str);
    let address = authority
        .rsplit_once('@')
        .map_or(authority, |(_, address)| address);
    format!("{scheme}://{address}{}", uri.path())
}
