//! `file://` and `fileb://`: values read from files.

use std::fs::File;
use std::io::{self, Read};
use std::sync::OnceLock;

use smithgen_client::Environment;

use crate::encoding::{self, Encoding, Fault};
use crate::limits::PARAMETER_FILE_BYTES;
use crate::value::{Value, repr_str};

/// Loads the file, if the text starts with one of the prefixes.
///
/// # Errors
/// The file cannot be read, or `file://` names one that is not text.
pub(crate) fn load(text: &str) -> Option<Result<Value, Unloadable>> {
    if let Some(path) = text.strip_prefix("file://") {
        return Some(read(text, path).and_then(|(bytes, path)| decode(bytes, &path)));
    }
    let path = text.strip_prefix("fileb://")?;
    Some(read(text, path).map(|(bytes, _)| Value::Bytes(bytes)))
}

/// Why a file could not be loaded, in the reference's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unloadable {
    /// The file cannot be read, or is not text.
    Parameter(String),
    /// Something else failed, such as looking up the encoding.
    Failure(String),
}

fn read(given: &str, path: &str) -> Result<(Vec<u8>, String), Unloadable> {
    let path = expand(path);
    match read_bytes(&path) {
        Ok(bytes) => Ok((bytes, path)),
        Err(error) => Err(Unloadable::Parameter(format!(
            "Unable to load paramfile {given}: {}",
            os_error(&error, &path)
        ))),
    }
}

/// Reads a file, or a pipe until it ends.
pub(super) fn read_bytes(path: &str) -> io::Result<Vec<u8>> {
    // Opening a directory succeeds, and reading it fails with the error that the reference shows.
    up_to(File::open(path)?, PARAMETER_FILE_BYTES)
}

fn up_to(file: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    match u64::try_from(bytes.len()).is_ok_and(|length| length <= limit) {
        true => Ok(bytes),
        false => Err(io::Error::other(format!("it has more than {limit} bytes"))),
    }
}

/// Formats an error as Python does: `[Errno 2] No such file or directory: 'path'`.
pub(crate) fn os_error(error: &io::Error, path: &str) -> String {
    let text = error.to_string();
    match error.raw_os_error() {
        Some(code) => {
            let text = text.split(" (os error").next().unwrap_or_default();
            format!("[Errno {code}] {text}: {}", repr_str(path))
        }
        None => text,
    }
}

/// The program's name for the variable that sets the encoding of files.
static ENCODING_VARIABLE: OnceLock<String> = OnceLock::new();

/// Sets the name of that variable, before any file is read.
pub(crate) fn name_encoding_variable(name: String) {
    // It is the same for the whole run.
    let _ = ENCODING_VARIABLE.set(name);
}

/// Decodes a file in the encoding that the environment names.
fn decode(bytes: Vec<u8>, path: &str) -> Result<Value, Unloadable> {
    let variable = ENCODING_VARIABLE.get().map(String::as_str);
    let encoding = match std::env::var_os(variable.unwrap_or("AWS_CLI_FILE_ENCODING")) {
        Some(name) => encoding::name_from_os(&name)
            .and_then(|name| Encoding::named(&name))
            .map_err(|message| {
                // The reference's message does not mention the variable.
                let own = variable.filter(|variable| !variable.starts_with("AWS_"));
                Unloadable::Failure(own.map_or(message.clone(), |it| format!("{it}: {message}")))
            })?,
        None => Encoding::Utf8,
    };
    match encoding.decode(bytes) {
        Ok(text) => Ok(universal_newlines(text)),
        Err(Fault::Undecodable) => Err(Unloadable::Parameter(format!(
            "Unable to load paramfile ({path}), text contents could not be decoded.  If this is a binary file, \
             please use the fileb:// prefix instead of the file:// prefix."
        ))),
        Err(Fault::Refused(message)) => Err(Unloadable::Failure(message)),
    }
}

/// Normalizes line breaks to line feeds.
fn universal_newlines(text: Value) -> Value {
    match text {
        Value::Str(text) if text.contains('\r') => {
            Value::Str(text.replace("\r\n", "\n").replace('\r', "\n"))
        }
        Value::Wide(points) => {
            let (mut out, mut before) = (Vec::with_capacity(points.len()), 0);
            for &point in &points {
                match (before, point) {
                    (0x0D, 0x0A) => {}
                    (_, 0x0D) => out.push(0x0A),
                    _ => out.push(point),
                }
                before = point;
            }
            Value::from_code_points(&out)
        }
        other => other,
    }
}

/// Expands a leading `~` or `~user`, then `$NAME` and `${NAME}` anywhere. Unset variables are left alone.
pub(crate) fn expand(path: &str) -> String {
    Environment::Process.expand_variables(&Environment::Process.expand_user(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_that_are_not_set_stay() {
        assert_eq!(
            expand("a/$SMITHGEN_NOT_SET/${SMITHGEN_NOT_SET}$"),
            "a/$SMITHGEN_NOT_SET/${SMITHGEN_NOT_SET}$"
        );
        assert_eq!(expand("${unclosed"), "${unclosed");
    }

    #[test]
    fn a_file_is_read_up_to_a_length_and_not_beyond() {
        assert_eq!(up_to(&b"1234"[..], 4).unwrap(), b"1234");
        let error = up_to(&b"12345"[..], 4).unwrap_err();
        assert_eq!(os_error(&error, "f"), "it has more than 4 bytes");
        // An endless input must not fill memory.
        assert!(up_to(io::repeat(0), 1000).is_err());
    }

    #[test]
    fn other_schemes_are_literal() {
        assert!(load("http://x").is_none());
        assert!(load("FILE://x").is_none());
    }

    #[test]
    fn missing_files_are_named_twice() {
        let error = load("file://no/such").unwrap().unwrap_err();
        assert_eq!(
            error,
            Unloadable::Parameter(
                "Unable to load paramfile file://no/such: [Errno 2] No such file or directory: 'no/such'"
                    .to_owned()
            )
        );
    }
}
