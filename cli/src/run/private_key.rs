//! Texts of answers that only a private key reads: the passwords of instances.

use std::path::PathBuf;

use super::further;
#[cfg(feature = "launch-key")]
use super::rsa;
use crate::args::operation::Operation;
use crate::errors::Failure;
use crate::params::base64;
use crate::params::paramfile::expand;
use crate::table::{Command, Fills};
use crate::value::{Map, Value};

/// A text of the answer, and the file with the key that decrypts it.
pub(super) struct Encrypted {
    member: &'static str,
    file: PathBuf,
}

/// What the line asks to decrypt.
///
/// # Errors
/// 252 if this program cannot; 255 if there is no such file.
pub(super) fn encrypted(
    command: &Command,
    asked: &Operation,
) -> Result<Option<Encrypted>, Failure> {
    let added = command.added().iter().zip(&asked.added);
    let mut given = added.filter_map(|(option, given)| match option.fills {
        Fills::PrivateKey(member) => Some((option, member, further::text(given.as_ref()?)?)),
        _ => None,
    });
    let Some((option, member, path)) = given.next().filter(|(_, _, path)| !path.is_empty()) else {
        return Ok(None);
    };
    let name = option.name();
    if !cfg!(feature = "launch-key") {
        return Err(Failure::param(format!(
            "--{name} decrypts with RSA, which this program was built without: build it with the feature \
             `launch-key` of smithgen-cli."
        )));
    }
    let file = PathBuf::from(expand(&path));
    match file.is_file() {
        true => Ok(Some(Encrypted { member, file })),
        false => Err(Failure::general(format!(
            "{name} should be a path to the local SSH private key file used to launch the instance."
        ))),
    }
}

impl Encrypted {
    /// Replaces the text by what the key reads; there may be none yet.
    ///
    /// # Errors
    /// 255 if the file has no such key, or it reads nothing.
    pub(super) fn decrypt(&self, result: &mut Map) -> Result<(), Failure> {
        let text = result.get(self.member).and_then(Value::as_str);
        let Some(text) = text.filter(|it| !it.is_empty()) else {
            return Ok(());
        };
        let bytes = base64::decode(text);
        let clear = bytes.and_then(|bytes| rsa::text(&self.file, &bytes));
        let clear = clear.ok_or_else(|| {
            Failure::general("Unable to decrypt password data using provided private key file.")
        })?;
        result.insert(self.member, Value::from(clear));
        Ok(())
    }
}

#[cfg(not(feature = "launch-key"))]
mod rsa {
    use std::path::Path;

    pub(super) fn text(_: &Path, _: &[u8]) -> Option<String> {
        None
    }
}
