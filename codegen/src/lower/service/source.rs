//! What the first lines of every generated file say of the model: its name and a digest, no path and no clock.

use sha2::{Digest, Sha256};

use crate::ir::Source;
use smithgen_model::source::Sources;

/// Names and digests a model's files, those that are built in excepted; a bare source has the digest of nothing.
pub(in crate::lower) fn source(sources: &Sources, is_bare: bool) -> Source {
    let mut digest = Sha256::new();
    let mut names = Vec::new();
    for file in sources.own() {
        let name = file.path().rsplit(['/', '\\']).next().unwrap_or_default();
        names.push(name.to_owned());
        if !is_bare {
            digest.update(file.text());
        }
    }
    let first = names.first().cloned().unwrap_or_default();
    Source {
        file: match names.len() {
            0 | 1 => first,
            several => format!("{first} and {} more", several - 1),
        },
        sha256: hexadecimal(digest),
    }
}

/// A digest of digests.
#[cfg(feature = "package")]
pub(in crate::lower) fn digest<'a>(digests: impl Iterator<Item = &'a str>) -> String {
    let mut all = Sha256::new();
    digests.for_each(|digest| all.update(digest));
    hexadecimal(all)
}

fn hexadecimal(digest: Sha256) -> String {
    let mut text = String::with_capacity(64);
    for byte in digest.finalize() {
        let digits = [byte >> 4, byte & 15].map(|it| char::from_digit(it.into(), 16));
        text.extend(digits.into_iter().flatten());
    }
    text
}
