//! Words the causes of connection failures.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};

/// A message, whose source is the original error.
#[derive(Debug)]
pub(super) struct Cause<E> {
    words: String,
    error: E,
}

impl<E: fmt::Display> fmt::Display for Cause<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl<E: Error + 'static> Error for Cause<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.error)
    }
}

/// The cause of an I/O error.
pub(super) fn io(error: io::Error) -> Cause<io::Error> {
    let words = io_words(&error);
    Cause { words, error }
}

/// The cause of a failed name resolution.
pub(super) fn lookup(host: &str, error: io::Error) -> Cause<io::Error> {
    if host.is_empty() {
        let words = "no host is named, or none that can be".to_owned();
        return Cause { words, error };
    }
    let text = error.to_string();
    let reason = text
        .strip_prefix("failed to lookup address information: ")
        .unwrap_or(&text);
    let words = format!("host not found: {host} ({reason})");
    Cause { words, error }
}

/// The cause of a failed HTTP exchange.
pub(super) fn http(error: hyper::Error) -> Cause<hyper::Error> {
    let within = error.source().and_then(|source| source.downcast_ref());
    let words = if let Some(error) = within {
        io_words(error)
    } else if error.is_incomplete_message() {
        "the connection was closed before the response was whole".to_owned()
    } else if error.is_parse() {
        format!("what came cannot be read as HTTP: {error}")
    } else {
        match error.source() {
            Some(within) => format!("{error}: {within}"),
            None => error.to_string(),
        }
    };
    Cause { words, error }
}

/// The usual message for an operating system error, or its own if there is none.
pub(super) fn io_words(error: &io::Error) -> String {
    // TLS errors can also occur after the handshake.
    #[cfg(feature = "rustls")]
    if let Some(words) = super::tls::words(error) {
        return words;
    }
    match error.kind() {
        ErrorKind::ConnectionRefused => "connection refused".to_owned(),
        ErrorKind::ConnectionReset => "connection reset by the other side".to_owned(),
        ErrorKind::ConnectionAborted => "connection aborted".to_owned(),
        ErrorKind::BrokenPipe => "connection closed by the other side".to_owned(),
        ErrorKind::UnexpectedEof => "connection closed too early by the other side".to_owned(),
        ErrorKind::HostUnreachable => "host unreachable".to_owned(),
        ErrorKind::NetworkUnreachable => "network unreachable".to_owned(),
        ErrorKind::NetworkDown => "network down".to_owned(),
        ErrorKind::AddrNotAvailable => "address not available on this machine".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::TimedOut => "no answer in time".to_owned(),
        _ => {
            let text = error.to_string();
            match text.split_once(" (os error ") {
                Some((words, _)) => words.to_owned(),
                None => text,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_loses_its_number() {
        let error = io::Error::from_raw_os_error(24);
        assert!(error.to_string().contains("os error"));
        assert!(!io(error).to_string().contains("os error"));
        assert_eq!(
            io(ErrorKind::ConnectionRefused.into()).to_string(),
            "connection refused"
        );
        assert_eq!(io(io::Error::other("no more")).to_string(), "no more");
    }

    #[test]
    fn a_host_without_an_address_is_named_once() {
        let text = "failed to lookup address information: Name or service not known";
        let cause = lookup("one.invalid", io::Error::other(text));
        assert_eq!(
            cause.to_string(),
            "host not found: one.invalid (Name or service not known)"
        );
    }
}
