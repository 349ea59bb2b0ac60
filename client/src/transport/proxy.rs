//! Selects the proxy for a request by the rules of Python's `urllib`, which the AWS CLI uses.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine;

use crate::environment::Environment;
use smithgen_runtime::url::without_userinfo;

/// Which requests go through which proxy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies {
    /// For `http://` requests; they are sent in absolute form.
    pub http: Option<Proxy>,
    /// For `https://` requests; they go through a tunnel (`CONNECT`).
    pub https: Option<Proxy>,
    /// Hosts that are accessed directly: `*` alone for all, otherwise names that match a host, with or without its
    /// port, as a whole or as a suffix at a dot.
    pub direct: Vec<String>,
}

/// A proxy.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    /// Whether the connection to the proxy uses TLS.
    pub tls: bool,
    /// Host name or address, with brackets for IPv6.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Value of `Proxy-Authorization`, if the URL has userinfo.
    authorization: Option<String>,
    /// The URL as given, with userinfo masked.
    shown: String,
    /// Why the proxy cannot be used.
    fault: Option<String>,
}

impl Proxies {
    /// The proxies in `http_proxy`, `https_proxy` and `no_proxy`. Lower case takes precedence over upper case;
    /// `HTTP_PROXY` is ignored in CGI programs, where a request's `Proxy` header would set it.
    pub fn from_env(environment: &Environment) -> Self {
        let variables = variables(environment);
        let proxy = |key: &str| variables.get(key).and_then(|url| Proxy::parse(url));
        let (http, https) = (proxy("http"), proxy("https"));
        let direct = match (&http, &https, variables.get("no").map(String::as_str)) {
            (None, None, _) | (_, _, None) => Vec::new(),
            (_, _, Some("*")) => vec!["*".to_owned()],
            (_, _, Some(list)) => split_names(list),
        };
        Proxies {
            http,
            https,
            direct,
        }
    }

    /// The proxy for a request, by its scheme, host (without brackets or port) and port as written.
    pub fn select(&self, https: bool, host: &str, port: Option<u16>) -> Option<&Proxy> {
        let proxy = if https { &self.https } else { &self.http };
        let proxy = proxy.as_ref()?;
        (!self.is_direct(host, port)).then_some(proxy)
    }

    fn is_direct(&self, host: &str, port: Option<u16>) -> bool {
        if let [only] = self.direct.as_slice()
            && only == "*"
        {
            return true;
        }
        let host = match host.contains(':') {
            true => format!("[{}]", host.to_ascii_lowercase()),
            false => host.to_ascii_lowercase(),
        };
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

/// The values of variables that end in `_proxy`, by the lowercased rest of their names.
fn variables(environment: &Environment) -> BTreeMap<String, String> {
    let all = environment.starting_with("");
    let key = |name: &str| {
        name.to_lowercase()
            .strip_suffix("_proxy")
            .map(str::to_owned)
    };
    let mut variables: BTreeMap<String, String> = all
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .filter_map(|(name, value)| Some((key(name)?, value.clone())))
        .collect();
    if environment.get("REQUEST_METHOD").is_some() {
        variables.remove("http");
    }
    // Lower case takes precedence, even if the value is empty.
    for (name, value) in all.iter().filter(|(name, _)| name.ends_with("_proxy")) {
        match key(name) {
            Some(key) if value.is_empty() => drop(variables.remove(&key)),
            Some(key) => drop(variables.insert(key, value.clone())),
            None => {}
        }
    }
    variables
}

/// Splits a list of names. A `*` in it matches no host.
fn split_names(list: &str) -> Vec<String> {
    list.split(',')
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty() && name != "*")
        .collect()
}

fn is_suffix_at_dot(host: &str, name: &str) -> bool {
    match host.strip_suffix(name) {
        Some(rest) => rest.is_empty() || rest.ends_with('.'),
        None => false,
    }
}

impl Proxy {
    /// Parses a proxy's URL. The scheme is optional and `http` by default; only `http:` and `https:` count as
    /// schemes. `None` for empty text. If there is no valid host and port, the result is a proxy that cannot be
    /// used: ignoring it would send requests past the intended proxy.
    pub fn parse(url: &str) -> Option<Self> {
        if url.is_empty() {
            return None;
        }
        let whole = match url {
            url if url.starts_with("http:") || url.starts_with("https:") => url.to_owned(),
            url if url.starts_with("//") => format!("http:{url}"),
            url => format!("http://{url}"),
        };
        let (scheme, rest) = whole.split_once(':')?;
        let tls = scheme == "https";
        // Without the two slashes everything is path, and there is no host.
        let rest = rest.strip_prefix("//");
        let (slashes, rest) = (rest.map_or("", |_| "//"), rest.unwrap_or_default());
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at_checked(end)?;
        let (userinfo, address) = match authority.rsplit_once('@') {
            Some((userinfo, address)) => (Some(userinfo), address),
            None => (None, authority),
        };
        let shown = match slashes {
            "" => without_userinfo(&whole).into_owned(),
            // The AWS CLI's library ends the authority at the first `/`, `?` or `#`, even inside a user or
            // password.
            _ if tail.contains('@') => without_userinfo(&whole).into_owned(),
            _ => format!(
                "{scheme}://{}{address}{tail}",
                userinfo.map(masked).unwrap_or_default()
            ),
        };
        let (authorization, denied) = match userinfo.and_then(basic).transpose() {
            Ok(authorization) => (authorization, None),
            Err(fault) => (None, Some(fault)),
        };
        let (found, fault) = match split_port(address) {
            Ok(found) => (found, None),
            Err(fault) => (("", None), Some(fault.text(&shown))),
        };
        let (host, port) = found;
        Some(Proxy {
            tls,
            host: host.to_owned(),
            port: port.unwrap_or(if tls { 443 } else { 80 }),
            authorization,
            shown,
            fault: denied.or(fault),
        })
    }

    /// Why no request can be sent through this proxy, with or without TLS, in the words of the AWS CLI's HTTP
    /// library. With TLS, that library notices a missing host only on connecting.
    pub fn fault(&self, https: bool) -> Option<&str> {
        let hostless = self.host.is_empty() && !https;
        self.fault
            .as_deref()
            .or_else(|| hostless.then_some("No host specified."))
    }

    /// The URL as given, with userinfo masked.
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

/// Masks user and password, as far as they are present.
fn masked(userinfo: &str) -> String {
    let mask = |text: &str| if text.is_empty() { "" } else { "***" };
    match userinfo.split_once(':') {
        Some((user, password)) => format!("{}:{}@", mask(user), mask(password)),
        None => format!("{}@", mask(userinfo)),
    }
}

/// An error in an address.
enum Fault {
    /// An unmatched bracket.
    Bracket,
    /// Something other than an address in brackets.
    Address(String),
    /// An invalid host or port.
    Unparsable,
}

impl Fault {
    fn text(&self, url: &str) -> String {
        match self {
            Fault::Bracket => "Invalid IPv6 URL".to_owned(),
            Fault::Address(text) => {
                format!("'{text}' does not appear to be an IPv4 or IPv6 address")
            }
            Fault::Unparsable => format!("Failed to parse: {url}"),
        }
    }
}

/// The host (with brackets) and port of `host:port`.
fn split_port(address: &str) -> Result<(&str, Option<u16>), Fault> {
    if address.contains('[') != address.contains(']') {
        return Err(Fault::Bracket);
    }
    let (host, rest) = match address.strip_prefix('[').and_then(|a| a.split_once(']')) {
        Some((inner, rest)) => {
            let bare = inner.split('%').next().unwrap_or_default();
            if bare.parse::<std::net::Ipv6Addr>().is_err() {
                return Err(Fault::Address(inner.to_owned()));
            }
            (address.strip_suffix(rest).unwrap_or_default(), rest)
        }
        None => address.split_at(address.find(':').unwrap_or(address.len())),
    };
    if !host.is_ascii() || (!host.starts_with('[') && host.contains(['[', ']'])) {
        return Err(Fault::Unparsable);
    }
    let port = match rest.strip_prefix(':') {
        None if rest.is_empty() => return Ok((host, None)),
        None => return Err(Fault::Unparsable),
        Some(port) => port,
    };
    if port.is_empty() {
        return Ok((host, None));
    }
    // A port has at most five digits, including leading zeros.
    let is_number = port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit());
    match port.parse().ok().filter(|_| is_number) {
        Some(port) => Ok((host, Some(port))),
        None => Err(Fault::Unparsable),
    }
}

/// The header's value if there are both a user and a password, or what is wrong with them.
fn basic(userinfo: &str) -> Option<Result<String, String>> {
    let (user, password) = userinfo.split_once(':')?;
    if user.is_empty() || password.is_empty() {
        return None;
    }
    let mut plain: Vec<u8> = percent_encoding::percent_decode_str(user).collect();
    plain.push(b':');
    plain.extend(percent_encoding::percent_decode_str(password));
    if !plain.is_ascii() {
        return Some(Err(
            "'ascii' codec can't encode user and password of the proxy: ordinal not in range(128)"
                .to_owned(),
        ));
    }
    Some(Ok(format!(
        "Basic {}",
        base64::engine::general_purpose::STANDARD.encode(plain)
    )))
}

/// The host without the brackets around an IPv6 address.
pub(crate) fn unbracketed(host: &str) -> &str {
    host.strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host)
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
    fn a_header_needs_both_a_user_and_a_password() {
        for (url, shown) in [
            ("http://user@h:1", "http://***@h:1"),
            ("http://user:@h:1", "http://***:@h:1"),
            ("http://:pw@h:1", "http://:***@h:1"),
            ("@h:1", "http://@h:1"),
        ] {
            let proxy = Proxy::parse(url).unwrap();
            assert_eq!((proxy.authorization(), proxy.shown()), (None, shown));
            assert_eq!((proxy.host.as_str(), proxy.fault(false)), ("h", None));
        }
        let proxy = Proxy::parse("user:p:w@h").unwrap();
        assert_eq!(proxy.authorization(), Some("Basic dXNlcjpwOnc="));
        let proxy = Proxy::parse("a@b:c@h/").unwrap();
        assert_eq!(
            (proxy.shown(), proxy.host.as_str()),
            ("http://***:***@h/", "h")
        );
    }

    #[test]
    fn what_is_no_address_says_what_is_wrong_and_no_password() {
        for (url, fault) in [
            ("http://", "No host specified."),
            ("://", "No host specified."),
            ("http:h:1", "No host specified."),
            ("http:///h:1", "No host specified."),
            ("user:hush@", "No host specified."),
            ("http://h:abc", "Failed to parse: http://h:abc"),
            ("h:99999", "Failed to parse: http://h:99999"),
            ("h:-1", "Failed to parse: http://h:-1"),
            ("h:000001", "Failed to parse: http://h:000001"),
            ("h:1 ", "Failed to parse: http://h:1 "),
            ("http://::1:1", "Failed to parse: http://::1:1"),
            ("http://\u{e9}:1", "Failed to parse: http://\u{e9}:1"),
            ("user:hush@h:x", "Failed to parse: http://***:***@h:x"),
            (
                "http://user:p#hush@h:1",
                "Failed to parse: http://***:***@h:1",
            ),
            ("http://[::1", "Invalid IPv6 URL"),
            (
                "http://[zz]:1",
                "'zz' does not appear to be an IPv4 or IPv6 address",
            ),
            (
                "http://us%C3%A9r:hush@h:1",
                "'ascii' codec can't encode user and password of the proxy: ordinal not in range(128)",
            ),
        ] {
            let proxy = Proxy::parse(url).unwrap();
            assert_eq!(proxy.fault(false), Some(fault), "{url}");
            assert!(!format!("{proxy:?}").contains("hush"));
        }
        // With TLS, a missing host is noticed on connecting.
        assert_eq!(Proxy::parse("http://").unwrap().fault(true), None);
        for good in ["h:", "h:00001", "[fe80::1%25lo]:1", "h?q", "h#f", " "] {
            assert_eq!(Proxy::parse(good).unwrap().fault(false), None, "{good}");
        }
    }

    #[test]
    fn an_empty_variable_in_lower_case_hides_one_in_upper_case() {
        assert_eq!(
            proxies(&[("HTTP_PROXY", "http://a:1"), ("http_proxy", "")]).http,
            None
        );
        let mixed = proxies(&[("Http_Proxy", "http://a:1")]);
        assert_eq!(mixed.http.unwrap().shown(), "http://a:1");
        let listed = proxies(&[("http_proxy", "a"), ("NO_PROXY", "x"), ("no_proxy", "")]);
        assert!(listed.direct.is_empty());
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
        assert!(!direct(" * ", "anything", None));
        assert!(direct("[::1]", "::1", Some(80)));
        assert!(!direct("::1", "::1", Some(80)));
    }
}
