//! Checks which host a request is for.

use std::net::{Ipv4Addr, Ipv6Addr};

use http::header::HOST;
use http::uri::Authority;

/// Whether a request is for a loopback address, or `localhost`, and this port.
///
/// This prevents DNS rebinding: a web page may be served under a name that later resolves to this machine. Its
/// scripts could then read the server's responses, but they cannot change the host name in their requests.
pub(super) fn is_local<B>(request: &http::Request<B>, port: u16) -> bool {
    let mut named = request.headers().get_all(HOST).iter();
    let (Some(host), None) = (named.next(), named.next()) else {
        return false;
    };
    let Ok(host) = Authority::try_from(host.as_bytes()) else {
        return false;
    };
    // A request in absolute form contains the host twice.
    is_loopback(&host, port)
        && request
            .uri()
            .authority()
            .is_none_or(|authority| is_loopback(authority, port))
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
            host.eq_ignore_ascii_case("localhost")
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
    }
}
