//! Checks which host a request is for.

use std::net::{Ipv4Addr, Ipv6Addr};

use http::Version;
use http::header::HOST;
use http::uri::Authority;

/// Whether a request is for a loopback address, `localhost` or a name below it, and this port.
///
/// This prevents DNS rebinding: a web page may be served under a name that later resolves to this machine. Its
/// scripts could then read the server's responses, but they cannot change the host name in their requests.
pub(super) fn is_local<B>(request: &http::Request<B>, port: u16) -> bool {
    // A request in absolute form contains the host twice, one of HTTP/2 usually has no header.
    let target = request.uri().authority();
    let mut named = request.headers().get_all(HOST).iter();
    let is_named = match (named.next(), named.next()) {
        (Some(host), None) => is_usual(host.as_bytes(), port) || is_other(host.as_bytes(), port),
        (None, _) => request.version() == Version::HTTP_2 && target.is_some(),
        (Some(_), Some(_)) => false,
    };
    is_named && target.is_none_or(|target| is_loopback(target, port))
}

/// The names that almost all clients use, found without an allocation.
fn is_usual(host: &[u8], port: u16) -> bool {
    let text = str::from_utf8(host).unwrap_or_default();
    let mut names = ["127.0.0.1:", "localhost:"].into_iter();
    let digits = names.find_map(|name| text.strip_prefix(name));
    digits.is_some_and(|digits| digits.parse() == Ok(port))
}

fn is_other(host: &[u8], port: u16) -> bool {
    Authority::try_from(host).is_ok_and(|host| is_loopback(&host, port))
}

fn is_loopback(authority: &Authority, port: u16) -> bool {
    let host = authority.host();
    let is_loopback = match host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
    {
        Some(address) => address
            .parse()
            .is_ok_and(|address: Ipv6Addr| address.is_loopback()),
        None => {
            is_localhost(host)
                || host
                    .parse()
                    .is_ok_and(|address: Ipv4Addr| address.is_loopback())
        }
    };
    let is_port = match authority.as_str().rsplit_once(':') {
        // A number such as `99999` is not a valid port.
        Some((_, text)) if !text.contains(']') => text.parse() == Ok(port),
        _ => port == 80,
    };
    is_loopback && is_port && !authority.as_str().contains('@')
}

/// Whether it is `localhost` or a name below it, which nobody else can own. Source: RFC 6761, section 6.3.
fn is_localhost(host: &str) -> bool {
    const NAME: &str = "localhost";
    let before = host.len().checked_sub(NAME.len());
    let parts = before.and_then(|before| host.split_at_checked(before));
    parts.is_some_and(|(before, name)| {
        name.eq_ignore_ascii_case(NAME) && (before.is_empty() || before.ends_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(uri: &str, hosts: &[&str], port: u16) -> bool {
        let mut request = http::Request::get(uri);
        for host in hosts {
            request = request.header(HOST, *host);
        }
        is_local(&request.body(()).unwrap(), port)
    }

    #[test]
    fn loopback_names_with_the_port_are_local() {
        for host in [
            "localhost:8080",
            "LOCALHOST:8080",
            "bucket.localhost:8080",
            "127.0.0.1:8080",
            "[::1]:8080",
        ] {
            assert!(local("/", &[host], 8080), "{host}");
        }
        assert!(local("/", &["localhost"], 80));
        assert!(local("http://localhost:8080/", &["localhost:8080"], 8080));
    }

    #[test]
    fn all_others_are_not() {
        for host in [
            "localhost",
            "localhost:",
            "localhost:8081",
            "localhost:08080x",
            "evil.example:8080",
            "localhost.evil.example:8080",
            "evillocalhost:8080",
            "127.0.0.1.evil.example:8080",
            "10.0.0.1:8080",
            "[::2]:8080",
            "::1:8080",
            "user@localhost:8080",
            "",
            "a b",
        ] {
            assert!(!local("/", &[host], 8080), "{host}");
        }
        assert!(!local("/", &[], 8080));
        assert!(!local("/", &["localhost:8080", "localhost:8080"], 8080));
        assert!(!local(
            "http://evil.example:8080/",
            &["localhost:8080"],
            8080
        ));
        // HTTP/1 has a header.
        assert!(!local("http://localhost:8080/", &[], 8080));
    }

    #[test]
    fn http_2_names_the_host_in_its_target() {
        let local = |uri: &str| {
            let request = http::Request::get(uri).version(Version::HTTP_2);
            is_local(&request.body(()).unwrap(), 8080)
        };
        assert!(local("http://localhost:8080/"));
        assert!(!local("http://evil.example:8080/"));
        assert!(!local("/"));
    }
}
