//! Redirect URIs: which can be registered, which are registered, and where a browser may be sent.

use std::net::{Ipv4Addr, Ipv6Addr};

use http::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but what RFC 3986 calls unreserved.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Whether a client may register it: an absolute URI without a fragment (RFC 6749, section 3.1.2), or `host:port/path`
/// as the service's own documentation writes loopback redirects.
pub(crate) fn can_be_registered(uri: &str) -> bool {
    let Some((before, after)) = uri.split_once(':') else {
        return false;
    };
    let is_name = |text: &str| {
        let mut bytes = text.bytes();
        bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    };
    let is_shaped = match after.strip_prefix("//") {
        Some(rest) => !rest.is_empty(),
        None => after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/'),
    };
    !before.is_empty() && is_name(before) && is_shaped && is_text(uri) && !is_dangerous(before)
}

/// Whether it can stand in a header: printable ASCII without what ends a URI.
fn is_text(uri: &str) -> bool {
    uri.bytes()
        .all(|byte| byte.is_ascii_graphic() && !b"#\"<>\\^`{|}".contains(&byte))
}

/// Schemes that run or show what stands in the URI itself.
fn is_dangerous(scheme: &str) -> bool {
    let schemes = [
        "about",
        "blob",
        "data",
        "file",
        "javascript",
        "vbscript",
        "view-source",
    ];
    schemes.iter().any(|it| scheme.eq_ignore_ascii_case(it))
}

/// Whether a redirect URI is one of those registered. The port of a loopback address may be any: a program
/// takes one that is free (RFC 8252, section 7.3).
pub(crate) fn is_registered(registered: &[String], uri: &str) -> bool {
    can_be_sent_to(uri)
        && registered.iter().any(|it| {
            let it = with_scheme(it);
            it == uri || loopback(&it).is_some_and(|it| loopback(uri) == Some(it))
        })
}

/// Whether a browser may be sent there: with HTTP, or to a program by the scheme that it alone uses (RFC 8252,
/// section 7.1), which has a dot.
fn can_be_sent_to(uri: &str) -> bool {
    let scheme = uri.split_once(':').map(|(scheme, _)| scheme);
    can_be_registered(uri)
        && scheme.is_some_and(|scheme| match is_http(scheme) {
            true => uri
                .parse::<Uri>()
                .is_ok_and(|uri| uri.authority().is_some_and(|it| !it.as_str().contains('@'))),
            false => scheme.contains('.') && scheme.parse::<Ipv4Addr>().is_err(),
        })
}

fn is_http(scheme: &str) -> bool {
    scheme == "http" || scheme == "https"
}

/// `host:port/path` as the URI that it means.
fn with_scheme(registered: &str) -> String {
    let host = registered.split(':').next().unwrap_or_default();
    match host == "localhost" || host.parse::<Ipv4Addr>().is_ok() {
        true => format!("http://{registered}"),
        false => registered.to_owned(),
    }
}

/// Host, path and query of an HTTP URI of a loopback address, without the port.
fn loopback(uri: &str) -> Option<(String, String)> {
    let rest = uri.strip_prefix("http://")?;
    let uri: Uri = uri.parse().ok()?;
    let host = uri.host()?;
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let is_loopback = host == "localhost"
        || address.parse().is_ok_and(|it: Ipv4Addr| it.is_loopback())
        || address.parse().is_ok_and(|it: Ipv6Addr| it.is_loopback());
    let from = rest.find(['/', '?']).unwrap_or(rest.len());
    is_loopback.then(|| {
        (
            host.to_owned(),
            rest.get(from..).unwrap_or_default().to_owned(),
        )
    })
}

/// The URI with more in its query.
pub(crate) fn with_query(uri: &str, pairs: &[(&str, &str)]) -> String {
    let mut whole = uri.to_owned();
    for (name, value) in pairs {
        let separator = match whole.contains('?') {
            true => '&',
            false => '?',
        };
        whole.push(separator);
        whole.push_str(name);
        whole.push('=');
        whole.extend(utf8_percent_encode(value, QUERY));
    }
    whole
}

/// A URI that may be sent to, as a source in a content security policy: its origin, or its scheme.
pub(crate) fn source(uri: &str) -> Option<String> {
    let parsed: Option<Uri> = uri.parse().ok();
    let origin =
        parsed.and_then(|uri| Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?)));
    let source = match uri.split_once(':') {
        Some((scheme, _)) if !is_http(scheme) => Some(format!("{scheme}:")),
        _ => origin,
    };
    // What separates sources and directives.
    source.filter(|source| !source.contains([';', ',', ' ', '\'', '*']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_uris_without_fragments_can_be_registered() {
        for uri in [
            "http://127.0.0.1/oauth/callback",
            "https://example.com/callback?a=b",
            "127.0.0.1:8080/callback",
            "com.example.tool:/callback",
        ] {
            assert!(can_be_registered(uri), "{uri}");
        }
        for uri in [
            "",
            "callback",
            "/callback",
            "http://",
            "http://example.com/#a",
            "http://example.com/a b",
            "http://example.com/\r\nx",
            "http://example.com/é",
            "javascript:alert(1)",
            "JavaScript://example.com/%0aalert(1)",
            "data:text/html,x",
            "ht tp://example.com",
        ] {
            assert!(!can_be_registered(uri), "{uri}");
        }
    }

    #[test]
    fn what_is_registered_matches_but_for_the_port_of_a_loopback_address() {
        let registered = [
            "http://127.0.0.1/oauth/callback",
            "127.0.0.1:8080/short",
            "https://example.com/cb",
            "com.example.tool:/cb",
            "tool:/cb",
        ]
        .map(str::to_owned);
        for uri in [
            "http://127.0.0.1/oauth/callback",
            "http://127.0.0.1:4711/oauth/callback",
            "http://127.0.0.1:8081/short",
            "https://example.com/cb",
            "com.example.tool:/cb",
        ] {
            assert!(is_registered(&registered, uri), "{uri}");
        }
        for uri in [
            "http://127.0.0.2:4711/oauth/callback",
            "http://127.0.0.1:4711/oauth/callback/more",
            "http://127.0.0.1:4711/oauth/callback?a=b",
            "http://localhost:4711/oauth/callback",
            "https://127.0.0.1:4711/oauth/callback",
            "http://user@127.0.0.1:4711/oauth/callback",
            "http://127.0.0.1:4711@evil.example/oauth/callback",
            "http://127.0.0.1.evil.example/oauth/callback",
            "https://example.com:8443/cb",
            "https://example.com/cb/",
            "127.0.0.1:8080/short",
            "tool:/cb",
            "",
        ] {
            assert!(!is_registered(&registered, uri), "{uri}");
        }
    }

    #[test]
    fn queries_are_added_to() {
        assert_eq!(
            with_query("a:/b", &[("code", "x&y"), ("state", "ü")]),
            "a:/b?code=x%26y&state=%C3%BC"
        );
        assert_eq!(with_query("a:/b?c=d", &[("code", "x")]), "a:/b?c=d&code=x");
    }

    #[test]
    fn sources_are_origins_or_schemes() {
        assert_eq!(
            source("http://127.0.0.1:80/cb?x").as_deref(),
            Some("http://127.0.0.1:80")
        );
        assert_eq!(
            source("com.example.tool:/cb").as_deref(),
            Some("com.example.tool:")
        );
        assert_eq!(source("http://a;b/cb"), None);
    }
}
