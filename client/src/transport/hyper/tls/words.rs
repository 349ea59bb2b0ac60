//! Words TLS errors.

use std::fmt;
use std::io;

use tokio_rustls::rustls::pki_types::UnixTime;
use tokio_rustls::rustls::{
    AlertDescription, CertificateError, Error, InvalidMessage, PeerIncompatible,
};

use super::super::causes;
use crate::limits::{NAME_SHOWN, NAMES_SHOWN};
use smithgen_runtime::value::DateTime;

/// An error that is just a message.
#[derive(Debug)]
pub(super) struct Words(pub(super) String);

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Words {}

/// The message of a failed handshake, with the original error as source.
#[derive(Debug)]
pub(in super::super) struct Failure {
    words: String,
    error: io::Error,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// Words a failed handshake.
pub(in super::super) fn handshake(error: io::Error) -> Failure {
    let words = match error.kind() {
        // Which of these it is depends on what the other side had read when it closed.
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => {
            "the connection was closed during the TLS handshake".to_owned()
        }
        _ => causes::io_words(&error),
    };
    Failure { words, error }
}

/// Words an I/O error that comes from TLS.
pub(in super::super) fn of(error: &io::Error) -> Option<String> {
    let error = error.get_ref()?.downcast_ref()?;
    Some(said(error))
}

/// The certificate is self-signed.
pub(super) fn self_signed() -> String {
    format!("self-signed certificate{HINT}")
}

/// A given certificate is the issuer, but is not valid now.
pub(super) fn out_of_date((first, last): (i64, i64), now: i64) -> String {
    let what = "the certificate of the authority in the CA bundle";
    match now < first {
        true => format!("{what} is not valid before {}", DateTime::from_secs(first)),
        false => format!("{what} has expired on {}", DateTime::from_secs(last)),
    }
}

const HINT: &str = " (if you trust it, give its certificate in a CA bundle: `ca_bundle`)";

fn said(error: &Error) -> String {
    match error {
        Error::InvalidCertificate(error) => {
            let words = certificate(error);
            match error {
                CertificateError::NotValidForName
                | CertificateError::NotValidForNameContext { .. } => words,
                _ => format!("certificate verify failed: {words}"),
            }
        }
        Error::AlertReceived(AlertDescription::ProtocolVersion)
        | Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13
            | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
        ) => "the server speaks neither TLS 1.2 nor TLS 1.3".to_owned(),
        Error::AlertReceived(AlertDescription::HandshakeFailure) => {
            "the server refused the handshake: it has no cipher or key exchange in common"
                .to_owned()
        }
        Error::AlertReceived(AlertDescription::UnrecognisedName) => {
            "the server does not know the host name that it was asked for".to_owned()
        }
        Error::AlertReceived(
            AlertDescription::CertificateRequired | AlertDescription::BadCertificate,
        ) => "the server asks for a certificate of the client, and there is none".to_owned(),
        Error::AlertReceived(AlertDescription::Unknown(number)) => {
            format!("the server refused the handshake: alert {number}")
        }
        Error::AlertReceived(alert) => {
            format!("the server refused the handshake: {}", spoken(alert))
        }
        Error::PeerIncompatible(why) => {
            format!(
                "the server and this client have too little of TLS in common: {}",
                spoken(why)
            )
        }
        Error::InvalidMessage(
            InvalidMessage::InvalidContentType
            | InvalidMessage::UnknownProtocolVersion
            | InvalidMessage::MessageTooLarge,
        ) => "what the server answered is not TLS: is it a server for http?".to_owned(),
        Error::InvalidMessage(why) => {
            format!("the server sent a broken message of TLS: {}", spoken(why))
        }
        Error::PeerMisbehaved(why) => format!("the server broke the rules of TLS: {}", spoken(why)),
        Error::InappropriateMessage { .. } | Error::InappropriateHandshakeMessage { .. } => {
            "the server sent a message of TLS that has no place there".to_owned()
        }
        Error::NoCertificatesPresented => "the server showed no certificate".to_owned(),
        Error::DecryptError => "what the server sent cannot be decrypted".to_owned(),
        Error::PeerSentOversizedRecord => "the server sent too long a record of TLS".to_owned(),
        Error::General(text) => text.clone(),
        Error::Other(error) => error.to_string(),
        other => spoken(other),
    }
}

fn certificate(error: &CertificateError) -> String {
    use CertificateError as E;
    match error {
        E::UnknownIssuer => format!("unable to get local issuer certificate{HINT}"),
        E::Expired => "certificate has expired".to_owned(),
        E::ExpiredContext { not_after, .. } => {
            format!("certificate has expired on {}", date(*not_after))
        }
        E::NotValidYet => "certificate is not yet valid".to_owned(),
        E::NotValidYetContext { not_before, .. } => {
            format!(
                "certificate is not yet valid: not before {}",
                date(*not_before)
            )
        }
        E::NotValidForName => "the certificate is not for this host".to_owned(),
        E::NotValidForNameContext {
            expected,
            presented,
        } => mismatch(&expected.to_str(), presented),
        E::BadEncoding => "the certificate cannot be read".to_owned(),
        E::BadSignature => "bad signature".to_owned(),
        E::Revoked => "certificate revoked".to_owned(),
        E::InvalidPurpose | E::InvalidPurposeContext { .. } => {
            "unsuitable certificate purpose: it is not for servers".to_owned()
        }
        E::UnhandledCriticalExtension => "unhandled critical extension".to_owned(),
        E::UnsupportedSignatureAlgorithmContext { .. }
        | E::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            "it is signed in a way that is too old, or too new".to_owned()
        }
        E::Other(error) => match error.0.downcast_ref::<Words>() {
            Some(words) => words.to_string(),
            None => spoken(&error.0),
        },
        other => spoken(other),
    }
}

/// Python's message: `hostname 'a' doesn't match either of 'b', 'c'`.
fn mismatch(host: &str, presented: &[String]) -> String {
    let shown = |name: &String| {
        let name: String = name.chars().take(NAME_SHOWN).collect();
        format!("'{}'", name.escape_debug())
    };
    let names: Vec<String> = presented.iter().take(NAMES_SHOWN).map(shown).collect();
    let more = match presented.len() - names.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    match names.as_slice() {
        [] => format!("hostname '{host}' doesn't match: the certificate names no host"),
        [name] => format!("hostname '{host}' doesn't match {name}"),
        names => format!(
            "hostname '{host}' doesn't match either of {}{more}",
            names.join(", ")
        ),
    }
}

fn date(time: UnixTime) -> DateTime {
    DateTime::from_secs(i64::try_from(time.as_secs()).unwrap_or(i64::MAX))
}

/// Converts a variant's name to words: `NoCipherSuitesInCommon` becomes `no cipher suites in common`.
fn spoken(value: &dyn fmt::Debug) -> String {
    let name = format!("{value:?}");
    let end = name
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(name.len());
    let mut words = String::new();
    let mut was_lower = false;
    for letter in name.chars().take(end) {
        if letter.is_ascii_uppercase() && was_lower {
            words.push(' ');
        }
        was_lower = !letter.is_ascii_uppercase();
        words.push(letter.to_ascii_lowercase());
    }
    words
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio_rustls::rustls::pki_types::ServerName;
    use tokio_rustls::rustls::{OtherError, PeerMisbehaved};

    use super::*;

    fn words(error: Error) -> String {
        handshake(io::Error::other(error)).to_string()
    }

    #[test]
    fn no_error_speaks_rust() {
        for (error, expected) in [
            (
                Error::InvalidCertificate(CertificateError::BadSignature),
                "certificate verify failed: bad signature",
            ),
            (
                Error::PeerIncompatible(PeerIncompatible::NoCipherSuitesInCommon),
                "the server and this client have too little of TLS in common: no cipher suites in common",
            ),
            (
                Error::AlertReceived(AlertDescription::InternalError),
                "the server refused the handshake: internal error",
            ),
            (
                Error::AlertReceived(AlertDescription::Unknown(200)),
                "the server refused the handshake: alert 200",
            ),
            (
                Error::PeerMisbehaved(PeerMisbehaved::IllegalMiddleboxChangeCipherSpec),
                "the server broke the rules of TLS: illegal middlebox change cipher spec",
            ),
            (
                Error::AlertReceived(AlertDescription::ProtocolVersion),
                "the server speaks neither TLS 1.2 nor TLS 1.3",
            ),
            (
                Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(Words(
                    "own words".to_owned(),
                ))))),
                "certificate verify failed: own words",
            ),
            (Error::FailedToGetRandomBytes, "failed to get random bytes"),
        ] {
            assert_eq!(words(error), expected);
        }
    }

    #[test]
    fn a_certificate_for_others_names_a_few_of_them() {
        let presented = |count: usize| CertificateError::NotValidForNameContext {
            expected: ServerName::try_from("localhost").unwrap(),
            presented: (0..count)
                .map(|number| format!("{number}.\u{1b}[2J"))
                .collect(),
        };
        let words = |count| words(Error::InvalidCertificate(presented(count)));
        assert!(words(0).ends_with("the certificate names no host"));
        assert_eq!(
            words(1),
            r"hostname 'localhost' doesn't match '0.\u{1b}[2J'"
        );
        assert!(!words(NAMES_SHOWN).contains("more"));
        assert!(words(NAMES_SHOWN + 2).ends_with(" and 2 more"));
    }

    #[test]
    fn a_connection_that_is_closed_says_so_however_it_is_closed() {
        use io::ErrorKind::{BrokenPipe, ConnectionReset, UnexpectedEof};
        for kind in [UnexpectedEof, ConnectionReset, BrokenPipe] {
            let words = super::handshake(kind.into()).to_string();
            assert_eq!(words, "the connection was closed during the TLS handshake");
        }
    }

    #[test]
    fn names_are_shown_as_long_as_is_allowed() {
        let name = |length: usize| super::mismatch("a", &["b".repeat(length)]);
        let whole = "b".repeat(NAME_SHOWN);
        assert!(name(NAME_SHOWN).ends_with(&format!("'{whole}'")));
        assert_eq!(name(NAME_SHOWN + 1), name(NAME_SHOWN));
    }
}
