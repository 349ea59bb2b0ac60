//! Endpoint URLs. Scheme and host are lowercased; in path and query, characters that are not allowed are
//! percent-encoded.

use std::fmt::{self, Write as _};

use super::Value;

/// An absolute `http` or `https` URL, without userinfo and fragment.
#[derive(Clone, PartialEq, Eq)]
pub struct Url {
    /// Whether the scheme is `https`.
    pub https: bool,
    /// Host and port as written, in lower case, without userinfo.
    pub authority: String,
    /// Path, empty or starting with `/`.
    pub path: String,
    /// Query without `?`.
    pub query: Option<String>,
}

impl fmt::Debug for Url {
    /// Omits the query, which may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.https { "https" } else { "http" };
        let query = if self.query.is_some() { "?…" } else { "" };
        write!(f, "Url({scheme}://{}{}{query})", self.authority, self.path)
    }
}

impl Url {
    /// Parses a URL. `None` if it is not absolute, is neither `http` nor `https`, or has an invalid host or port.
    pub fn parse(text: &str) -> Option<Url> {
        let text = text.trim_start_matches(' ');
        if text.contains(['\t', '\r', '\n']) {
            return None;
        }
        let (scheme, rest) = text.split_once("://")?;
        let https = match scheme {
            s if s.eq_ignore_ascii_case("https") => true,
            s if s.eq_ignore_ascii_case("http") => false,
            _ => return None,
        };
        let rest = rest.split_once('#').map_or(rest, |(before, _)| before);
        let (rest, query) = match rest.split_once('?') {
            Some((rest, query)) => (rest, Some(encode(query, true))),
            None => (rest, None),
        };
        let (authority, path) = rest.split_at_checked(rest.find('/').unwrap_or(rest.len()))?;
        let authority = authority
            .rsplit_once('@')
            .map_or(authority, |(_, address)| address);
        if authority.bytes().any(|b| b <= b' ' || b == 0x7f) {
            return None;
        }
        let url = Url {
            https,
            authority: authority.to_ascii_lowercase(),
            path: encode(path, false),
            query,
        };
        url.port_text()
            .is_none_or(|port| port.is_empty() || port.parse::<u16>().is_ok())
            .then_some(())?;
        (!url.host().is_empty()).then_some(url)
    }

    /// Whether the host is an address or consists of valid DNS labels.
    pub fn has_valid_host(&self) -> bool {
        let host = self.host();
        if let Some(address) = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
            let address = address
                .split_once('%')
                .map_or(address, |(address, _)| address);
            return address.parse::<std::net::Ipv6Addr>().is_ok();
        }
        let host = host.strip_suffix('.').unwrap_or(host);
        host.len() <= 255 && super::is_valid_host_label(host, true)
    }

    /// The host; an IPv6 address keeps its brackets.
    pub fn host(&self) -> &str {
        match self.port_text() {
            Some(port) => self
                .authority
                .get(..self.authority.len().saturating_sub(port.len() + 1))
                .unwrap_or_default(),
            None => &self.authority,
        }
    }

    /// The port as written.
    pub fn port(&self) -> Option<u16> {
        self.port_text().and_then(|port| port.parse().ok())
    }

    fn port_text(&self) -> Option<&str> {
        self.authority
            .rsplit_once(':')
            .map(|(_, port)| port)
            .filter(|port| !port.contains(']'))
    }

    /// The fields that `parseURL` returns. Source: Smithy 2.0, "Rules engine standard library".
    pub(super) fn field(&self, name: &str) -> Option<Value> {
        Some(match name {
            "scheme" => if self.https { "https" } else { "http" }.into(),
            "authority" => self.authority.clone().into(),
            "path" => self.path.clone().into(),
            "normalizedPath" => match self.path.ends_with('/') {
                true => self.path.clone().into(),
                false => format!("{}/", self.path).into(),
            },
            "isIp" => Value::Bool(self.is_address()),
            _ => return None,
        })
    }

    /// Whether the host is an IP address.
    pub fn is_address(&self) -> bool {
        let host = self.host();
        host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok()
    }
}

/// Percent-encodes characters not allowed in path or query (RFC 3986, sections 3.3 and 3.4). If every `%` starts an
/// escape, escapes are kept in upper case; otherwise each `%` is encoded.
fn encode(text: &str, query: bool) -> String {
    let bytes = text.as_bytes();
    let is_escape = |at: usize| {
        let digits = bytes.get(at + 1..at + 3);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let escaped = (0..bytes.len())
        .filter(|&at| bytes.get(at) == Some(&b'%'))
        .all(is_escape);
    let mut encoded = String::with_capacity(text.len());
    let mut digits = 0;
    for &byte in bytes {
        let plain = byte.is_ascii_alphanumeric()
            || b"-._~!$&'()*+,;=:@/".contains(&byte)
            || (query && byte == b'?');
        if digits > 0 {
            digits -= 1;
            encoded.push(char::from(byte.to_ascii_uppercase()));
        } else if plain {
            encoded.push(char::from(byte));
        } else if escaped && byte == b'%' {
            digits = 2;
            encoded.push('%');
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_url_cannot_hold_is_encoded() {
        let url = Url::parse(" http://H:1/a b/\u{e9}/%2f?x=a b?#f").unwrap();
        assert_eq!(url.authority, "h:1");
        assert_eq!(url.path, "/a%20b/%C3%A9/%2F");
        assert_eq!(url.query.as_deref(), Some("x=a%20b?"));
        assert_eq!(
            Url::parse("http://h/100%/%2f").unwrap().path,
            "/100%25/%252f"
        );
    }

    #[test]
    fn a_query_is_not_shown() {
        let url = Url::parse("http://user:PW@h/x?token=PW").unwrap();
        assert_eq!(format!("{url:?}"), "Url(http://h/x?…)");
    }

    #[test]
    fn what_is_no_url_is_refused() {
        for bad in [
            "http://h\t",
            "http://h h/",
            "http://h:99999",
            "http://h:x",
            "ftp://h",
            "h",
            "http://",
        ] {
            assert_eq!(Url::parse(bad), None, "{bad:?}");
        }
    }
}
