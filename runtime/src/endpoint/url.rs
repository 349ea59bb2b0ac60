//! The parts of an endpoint's URL. Nothing is normalised except scheme and host, which become lower case.

use super::Value;

/// An absolute `http` or `https` URL, without userinfo and fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    /// Whether the scheme is `https`.
    pub https: bool,
    /// Host and port as written, lower case, without userinfo.
    pub authority: String,
    /// Path as written, empty or starting with `/`.
    pub path: String,
    /// Query without `?`.
    pub query: Option<String>,
}

impl Url {
    /// Splits a URL. `None` when it is not absolute, neither `http` nor `https`, or its host or
    /// port cannot be one.
    pub fn parse(text: &str) -> Option<Url> {
        let (scheme, rest) = text.split_once("://")?;
        let https = match scheme {
            s if s.eq_ignore_ascii_case("https") => true,
            s if s.eq_ignore_ascii_case("http") => false,
            _ => return None,
        };
        if rest.bytes().any(|b| b <= b' ' || b == 0x7f) {
            return None;
        }
        let rest = rest.split_once('#').map_or(rest, |(before, _)| before);
        let (rest, query) = match rest.split_once('?') {
            Some((rest, query)) => (rest, Some(query.to_owned())),
            None => (rest, None),
        };
        let (authority, path) = rest.split_at_checked(rest.find('/').unwrap_or(rest.len()))?;
        let authority = authority
            .rsplit_once('@')
            .map_or(authority, |(_, address)| address);
        let url = Url {
            https,
            authority: authority.to_ascii_lowercase(),
            path: path.to_owned(),
            query,
        };
        url.port_text()
            .is_none_or(|port| port.is_empty() || port.parse::<u16>().is_ok())
            .then_some(())?;
        (!url.host().is_empty()).then_some(url)
    }

    /// Whether the host is a name of labels that DNS allows, or an address.
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

    /// The parts that `parseURL` gives. Source: Smithy 2.0, "Rules engine standard library".
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

    pub(super) fn is_address(&self) -> bool {
        let host = self.host();
        host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok()
    }
}
