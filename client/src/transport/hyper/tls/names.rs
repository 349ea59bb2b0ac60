//! Checks whether a certificate is for a host.

use std::net::IpAddr;

use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{CertificateError, Error};

use super::certificate::{Certificate, Name};

/// Whether the common name matches the host. Alternative names take precedence: if there are any, only they count,
/// and a common name is never an address.
pub(super) fn is_commonly_named(certificate: &Certificate<'_>, host: &ServerName<'_>) -> bool {
    match (host, certificate.common_name()) {
        (ServerName::DnsName(host), Some(name)) if certificate.extensions.names.is_empty() => {
            matches(name, host.as_ref())
        }
        _ => false,
    }
}

/// Whether a name with at most one `*`, in its first label, matches the host.
fn matches(name: &str, host: &str) -> bool {
    let host = host.trim_end_matches('.');
    if name.eq_ignore_ascii_case(host) {
        return !name.is_empty() && !name.contains('*');
    }
    let (Some((pattern, domain)), Some((label, rest))) =
        (name.split_once('.'), host.split_once('.'))
    else {
        return false;
    };
    let Some((before, after)) = pattern.split_once('*') else {
        return false;
    };
    let is_international = |label: &str| {
        label.len() >= 4 && label.is_char_boundary(4) && label[..4].eq_ignore_ascii_case("xn--")
    };
    let fits = || {
        let label = label.to_ascii_lowercase();
        label.len() >= before.len() + after.len()
            && label.starts_with(&before.to_ascii_lowercase())
            && label.ends_with(&after.to_ascii_lowercase())
    };
    let is_whole = before.is_empty() && after.is_empty();
    domain.eq_ignore_ascii_case(rest)
        && !domain.contains('*')
        && !after.contains('*')
        && !label.is_empty()
        // A partial wildcard is meaningless in an internationalized label.
        && (is_whole || !(is_international(pattern) || is_international(label)))
        && fits()
}

/// The error that lists the names a certificate is for.
pub(super) fn mismatch(certificate: &Certificate<'_>, host: &ServerName<'_>) -> Error {
    let names = certificate.extensions.names.iter();
    let mut presented: Vec<String> = names
        .map(|name| match name {
            Name::Dns(name) => (*name).to_owned(),
            Name::Address(bytes) => address(bytes),
        })
        .collect();
    if presented.is_empty() && matches!(host, ServerName::DnsName(_)) {
        presented.extend(certificate.common_name().map(str::to_owned));
    }
    let error = CertificateError::NotValidForNameContext {
        expected: host.to_owned(),
        presented,
    };
    Error::InvalidCertificate(error)
}

fn address(bytes: &[u8]) -> String {
    if let Ok(bytes) = <[u8; 4]>::try_from(bytes) {
        IpAddr::from(bytes).to_string()
    } else if let Ok(bytes) = <[u8; 16]>::try_from(bytes) {
        IpAddr::from(bytes).to_string()
    } else {
        "an address of no known kind".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_wildcard_stands_for_one_label() {
        for (name, host) in [
            ("one.example", "One.Example"),
            ("*.example", "one.example"),
            ("o*.example", "one.example"),
            ("o*e.example", "one.example"),
            ("localhost", "localhost"),
        ] {
            assert!(matches(name, host), "{name} {host}");
        }
        for (name, host) in [
            ("*", "localhost"),
            ("*.example", "example"),
            ("*.example", "two.one.example"),
            ("*.*", "one.example"),
            ("**.example", "one.example"),
            ("one.*", "one.example"),
            ("one.example", "one.example.org"),
            ("x*.example", "xn--80ak6aa92e.example"),
            ("oo*oo.example", "ooo.example"),
            ("", ""),
        ] {
            assert!(!matches(name, host), "{name} {host}");
        }
    }
}
