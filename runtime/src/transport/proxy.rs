//! Which proxy a request goes through. Rules of Python's `urllib`, which the AWS CLI uses.

use std::fmt;

use base64::Engine;

use crate::debug::without_userinfo;
use crate::profile::Environment;

/// Which requests go through which proxy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies {
    /// For `http://` requests; they are sent in absolute form.
    pub http: Option<Proxy>,
    /// For `https://` requests; they go through a tunnel (`CONNECT`).
    pub https: Option<Proxy>,
    /// Hosts that are reached directly: `*` alone for all, else names that match a host, with or
    /// without its port, as a whole or as a suffix at a dot.
    pub direct: Vec<String>,
}

/// A proxy.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    /// Whether the proxy itself is spoken to over TLS.
    pub tls: bool,
    /// Host name or address, brackets kept for IPv6.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Value of `Proxy-Authorization`, where the URL has userinfo.
    authorization: Option<String>,
    /// The URL as given, userinfo masked.
    shown: String,
}

impl Proxies {
    /// The proxies of `http_proxy`, `https_proxy` and `no_proxy`. Lower case wins over upper case;
    /// `HTTP_PROXY` is ignored in CGI programs, where a request's `Proxy` header would set it.
    pub fn from_env(environment: &Environment) -> Self {
        let variable = |lower: &str, upper: &str| match environment.get(lower) {
            Some(value) => Some(value),
            None if upper == "HTTP_PROXY" && environment.get("REQUEST_METHOD").is_some() => None,
            None => environment.get(upper),
        };
        let proxy = |value: Option<String>| value.and_then(|url| Proxy::parse(&url));
        let http = proxy(variable("http_proxy", "HTTP_PROXY"));
        let https = proxy(variable("https_proxy", "HTTPS_PROXY"));
        let direct = match (&http, &https) {
            (None, None) => Vec::new(),
            _ => variable("no_proxy", "NO_PROXY")
                .map(|list| split_names(&list))
                .unwrap_or_default(),
        };
        Proxies {
            http,
            https,
            direct,
        }
    }

    /// The proxy of a request, by its scheme, host (without brackets or port) and port as written.
    pub fn select(&self, https: bool, host: &str, port: Option<u16>) -> Option<&Proxy> {
        let proxy = if https { &self.https } else { &self.http };
        proxy.as_ref().filter(|_| !self.is_direct(host, port))
    }

    fn is_direct(&self, host: &str, port: Option<u16>) -> bool {
        if let [only] = self.direct.as_slice()
            && only == "*"
        {
            return true;
        }
        let host = host.to_ascii_lowercase();
        let with_port = port.map(|port| format!("{host}:{port}"));
        self.direct.iter().any(|name| {
            let name = name.trim_start_matches('.').to_ascii_lowercase();
            !name.is_empty()
                && (is_suffix_at_dot(&host, &name)
                    || with_port
                        .as_deref()
                        .is_some_and(|host| is_suffix_at_dot(host, &name)))
        })
    }
}

fn split_names(list: &str) -> Vec<String> {
    list.split(',')
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

fn is_suffix_at_dot(host: &str, name: &str) -> bool {
    match host.strip_suffix(name) {
        Some(rest) => rest.is_empty() || rest.ends_with('.'),
        None => false,
    }
}

impl Proxy {
    /// Reads a proxy's URL; the scheme is optional and `http` by default, and what does not start with
    /// `http:` or `https:` has none. `None` for an empty text. A text that names no host and port is a
    /// proxy that cannot be reached: to leave it out would send requests where they shall not go.
    pub fn parse(url: &str) -> Option<Self> {
        let url = url.trim();
        if url.is_empty() {
            return None;
        }
        let (scheme, rest) = match url.split_once("://") {
            Some((scheme @ ("http" | "https"), rest)) => (scheme, rest),
            _ => ("http", url.strip_prefix("//").unwrap_or(url)),
        };
        let tls = scheme == "https";
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at_checked(end)?;
        let (userinfo, address) = match authority.rsplit_once('@') {
            Some((userinfo, address)) => (Some(userinfo), address),
            None => (None, authority),
        };
        let (host, port) = split_port(address).unwrap_or_default();
        let shown = format!("{scheme}://{authority}{tail}");
        Some(Proxy {
            tls,
            host: host.to_owned(),
            port: port.unwrap_or(if tls { 443 } else { 80 }),
            authorization: userinfo.map(basic),
            shown: without_userinfo(&shown).into_owned(),
        })
    }

    /// The URL as given, userinfo masked.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Value of the header `Proxy-Authorization`.
    pub fn authorization(&self) -> Option<&str> {
        self.authorization.as_deref()
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({})", self.shown)
    }
}

/// Host (brackets kept) and port of `host:port`.
fn split_port(address: &str) -> Option<(&str, Option<u16>)> {
    match address.rsplit_once(':') {
        Some((host, "")) if !host.ends_with(':') => Some((host, None)),
        Some((host, port)) if !port.contains(']') => Some((host, Some(port.parse().ok()?))),
        _ => Some((address, None)),
    }
}

fn basic(userinfo: &str) -> String {
    let (user, password) = userinfo.split_once(':').unwrap_or((userinfo, ""));
    let mut plain: Vec<u8> = percent_encoding::percent_decode_str(user).collect();
    plain.push(b':');
    plain.extend(percent_encoding::percent_decode_str(password));
    format!(
        "Basic {}",
        base64::engine::general_purpose::STANDARD.encode(plain)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(pairs: &[(&str, &str)]) -> Proxies {
        Proxies::from_env(&Environment::of(pairs.iter().copied()))
    }

    #[test]
    fn lower_case_wins() {
        let proxies = proxies(&[("HTTP_PROXY", "http://a:1"), ("http_proxy", "b:2")]);
        assert_eq!(proxies.http.unwrap().shown(), "http://b:2");
    }

    #[test]
    fn upper_case_is_ignored_in_cgi_programs() {
        let cgi = [("HTTP_PROXY", "http://a:1"), ("REQUEST_METHOD", "GET")];
        assert_eq!(proxies(&cgi).http, None);
        let https = proxies(&[("HTTPS_PROXY", "http://a:1"), ("REQUEST_METHOD", "GET")]);
        assert!(https.https.is_some());
    }

    #[test]
    fn userinfo_is_decoded_for_the_header_and_masked_for_the_reader() {
        let proxy = Proxy::parse("http://us%40er:p%3Aw@127.0.0.1:8080").unwrap();
        assert_eq!(proxy.authorization(), Some("Basic dXNAZXI6cDp3"));
        assert_eq!(proxy.shown(), "http://***:***@127.0.0.1:8080");
        assert_eq!(format!("{proxy:?}"), "Proxy(http://***:***@127.0.0.1:8080)");
    }

    #[test]
    fn addresses_of_version_6_keep_their_brackets() {
        let proxy = Proxy::parse("http://[::1]:3128/").unwrap();
        assert_eq!((proxy.host.as_str(), proxy.port), ("[::1]", 3128));
        assert_eq!(Proxy::parse("[::1]").unwrap().port, 80);
        assert_eq!(Proxy::parse(""), None);
    }

    #[test]
    fn what_is_no_address_cannot_be_reached() {
        for text in ["http://", "http://127.0.0.1:abc", "http://127.0.0.1:99999"] {
            let proxy = Proxy::parse(text).unwrap();
            assert_eq!((proxy.host.as_str(), proxy.shown()), ("", text));
        }
    }

    #[test]
    fn other_schemes_are_host_names() {
        let proxy = Proxy::parse("socks5://127.0.0.1:1080").unwrap();
        assert_eq!((proxy.host.as_str(), proxy.port), ("socks5", 80));
        assert_eq!(proxy.shown(), "http://socks5://127.0.0.1:1080");
        let proxy = Proxy::parse("socks5://user:pw@127.0.0.1:1080").unwrap();
        assert_eq!(proxy.shown(), "http://***:***@127.0.0.1:1080");
    }

    #[test]
    fn names_match_whole_hosts_and_suffixes_at_dots() {
        let direct = |list: &str, host: &str, port| {
            proxies(&[("http_proxy", "p"), ("no_proxy", list)])
                .select(false, host, port)
                .is_none()
        };
        assert!(direct("*", "anything", None));
        assert!(direct("example.com, 127.0.0.1", "127.0.0.1", Some(80)));
        assert!(direct(".0.0.1", "127.0.0.1", Some(80)));
        assert!(direct("Example.com", "oidc.example.COM", None));
        assert!(direct("localhost:8080", "localhost", Some(8080)));
        assert!(!direct("localhost:8080", "localhost", Some(8081)));
        assert!(!direct("example.com", "badexample.com", None));
        assert!(!direct("127.0.0.0/8", "127.0.0.1", None));
        assert!(!direct("*, x", "anything", None));
    }
}
