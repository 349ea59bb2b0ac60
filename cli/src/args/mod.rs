//! Splits the words of the command line into options, positionals and leftovers.
//!
//! Three parsers run in sequence: `--profile` and `--debug` only, all global options, and the operation's own. Each
//! passes on what it does not know.

pub(crate) mod globals;
pub(crate) mod operation;
pub(crate) mod parse;
pub(crate) mod spelling;
pub(crate) mod suggest;
pub(crate) mod usage;

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::PathBuf;

use crate::value::Value;

/// One word of the command line, as the bytes the system gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word(Vec<u8>);

impl Word {
    pub(crate) fn new(bytes: impl Into<Vec<u8>>) -> Word {
        Word(bytes.into())
    }

    pub(crate) fn from_os(word: OsString) -> Word {
        Word(word.into_encoded_bytes())
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text as messages show it, with a question mark for each byte that is not UTF-8.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        if let Ok(text) = std::str::from_utf8(&self.0) {
            return Cow::Borrowed(text);
        }
        let mut text = String::new();
        for chunk in self.0.utf8_chunks() {
            text.push_str(chunk.valid());
            text.extend(chunk.invalid().iter().map(|_| '?'));
        }
        Cow::Owned(text)
    }

    /// The text as a value; bytes that are not UTF-8 become lone surrogates.
    pub(crate) fn value(&self) -> Value {
        match std::str::from_utf8(&self.0) {
            Ok(text) => Value::from(text),
            Err(_) => Value::from_os_bytes(&self.0),
        }
    }

    /// The word as the name of a file.
    pub(crate) fn path(&self) -> PathBuf {
        #[cfg(unix)]
        return PathBuf::from(<OsString as std::os::unix::ffi::OsStringExt>::from_vec(
            self.0.clone(),
        ));
        #[cfg(not(unix))]
        return PathBuf::from(self.text().into_owned());
    }

    /// Whether the word is exactly this text.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.0 == text.as_bytes()
    }
}

impl From<&str> for Word {
    fn from(text: &str) -> Word {
        Word(text.as_bytes().to_vec())
    }
}
