//! Files of JSON that AWS tools share: cached tokens and roles.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use smithgen_runtime::codec::{JsonStyle, json};
use smithgen_runtime::value::Document;

use crate::limits::CACHED_BYTES;

/// The file for a text in a directory, by its SHA-1.
#[cfg(any(feature = "sts", feature = "sso"))]
pub(super) fn place(directory: &str, text: &str) -> PathBuf {
    use sha1::Digest as _;
    named(directory, &sha1::Sha1::digest(text.as_bytes()))
}

/// The file of a directory that has the name of a digest.
pub(super) fn named(directory: &str, digest: &[u8]) -> PathBuf {
    let name: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Path::new(directory).join(format!("{name}.json"))
}

/// The object in a file; `None` if there is none, or something else.
pub(super) fn read(path: &Path) -> Option<Document> {
    // Opening a pipe blocks until something is written to it.
    if !path.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?;
    file.take(CACHED_BYTES + 1).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 > CACHED_BYTES {
        return None;
    }
    let document = json::document(&bytes).ok()?;
    matches!(document, Document::Object(_)).then_some(document)
}

/// Writes a file that only its owner can read. Readers see the old one or the new one, never a part.
///
/// # Errors
/// It cannot be written.
pub(super) fn write(path: &Path, document: &Document) -> io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let bytes = json::write_document(document, JsonStyle::Python).map_err(io::Error::other)?;
    if let Some(directory) = path.parent() {
        make(directory)?;
    }
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let beside = path.with_extension(format!("{}-{number}.tmp", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&beside).and_then(|mut file| {
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    if written.is_err() {
        // It may not be there.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Makes a directory that only its owner can read, if it is not there.
fn make(directory: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

/// An object of texts.
#[cfg(any(test, feature = "login", feature = "sso"))]
pub(super) fn object(members: &[(&str, &str)]) -> Document {
    let text = |(name, text): &(&str, &str)| {
        let value = Document::String((*text).to_owned());
        ((*name).to_owned(), value)
    };
    Document::Object(members.iter().map(text).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(any(feature = "sts", feature = "sso"))]
    #[test]
    fn a_file_is_private_whole_and_replaced() {
        let directory = std::env::temp_dir().join(format!("smithgen-cache-{}", std::process::id()));
        let _ = fs::remove_dir_all(&directory);
        let inner = directory.join("a/b");
        let path = place(inner.to_str().unwrap(), "demo");
        assert!(path.ends_with("89e495e7941cf9e40e6980d14a16bf023ccd4c91.json"));
        for text in ["one", "two"] {
            write(&path, &object(&[("key", text)])).unwrap();
            let read = read(&path).unwrap();
            assert_eq!(read.get("key").unwrap().as_str(), Some(text));
        }
        assert_eq!(fs::read_dir(&inner).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&path), mode(&inner)), (0o600, 0o700));
        }
        fs::remove_dir_all(&directory).unwrap();
    }

    #[test]
    fn what_is_no_object_or_too_long_is_not_there() {
        let path = std::env::temp_dir().join(format!("smithgen-cached-{}", std::process::id()));
        for bytes in ["", "[]", "{\"a\": ", "no", "\u{0}"] {
            fs::write(&path, bytes).unwrap();
            assert_eq!(read(&path), None, "{bytes}");
        }
        let padded = |length: usize| format!("{{}}{}", " ".repeat(length - 2));
        let most = usize::try_from(CACHED_BYTES).unwrap();
        fs::write(&path, padded(most)).unwrap();
        assert!(read(&path).is_some());
        fs::write(&path, padded(most + 1)).unwrap();
        assert_eq!(read(&path), None);
        fs::remove_file(&path).unwrap();
        assert_eq!(read(&path), None);
        assert_eq!(read(&std::env::temp_dir()), None);
    }
}
