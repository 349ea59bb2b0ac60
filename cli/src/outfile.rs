//! Writes the body of a response to a file, piece by piece.
//!
//! The bytes go to a file beside the one that is named, which takes its place when they are complete: what is under
//! the name is never half of something. Only what is no regular file, such as a pipe, is written to directly.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use smithgen_client::runtime::body::Body;
use smithgen_client::transport::TransportError;

/// What becomes of bytes that are not all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Partial {
    /// They are deleted.
    Deleted,
    /// They take the place of the named file all the same, as in the reference.
    Kept,
}

/// Why a body could not be written.
#[derive(Debug)]
pub(crate) enum Error {
    /// It ended early, or is not what was announced.
    Body(TransportError),
    /// The file cannot be written.
    File(io::Error),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        Error::File(error)
    }
}

/// A file that is being written.
struct Target {
    /// The file that is named, behind all links.
    path: PathBuf,
    /// The file that takes its place.
    beside: Option<PathBuf>,
    file: File,
    partial: Partial,
}

/// Writes all of a body.
///
/// # Errors
/// The body ends early, or the file cannot be written.
pub(crate) async fn write(mut body: Body, path: &Path, partial: Partial) -> Result<(), Error> {
    let mut target = Target::open(path, partial)?;
    while let Some(piece) = body.next().await {
        target.file.write_all(&piece.map_err(Error::Body)?)?;
    }
    target.finish()?;
    Ok(())
}

impl Target {
    fn open(path: &Path, partial: Partial) -> io::Result<Target> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let found = fs::metadata(&path).ok();
        if found.as_ref().is_some_and(|found| !found.is_file()) {
            return Ok(Target {
                file: File::create(&path)?,
                path,
                beside: None,
                partial,
            });
        }
        // One that may not be written must not be replaced either.
        if found.is_some() {
            drop(File::options().append(true).open(&path)?);
        }
        let mut name = OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(format!(".{}.part", std::process::id()));
        let beside = path.with_file_name(name);
        let file = File::options().write(true).create_new(true).open(&beside)?;
        if let Some(found) = found {
            file.set_permissions(found.permissions())?;
        }
        Ok(Target {
            path,
            beside: Some(beside),
            file,
            partial,
        })
    }

    fn finish(&mut self) -> io::Result<()> {
        self.file.flush()?;
        match self.beside.take() {
            Some(beside) => fs::rename(&beside, &self.path).inspect_err(|_| {
                let _ = fs::remove_file(&beside);
            }),
            None => Ok(()),
        }
    }
}

impl Drop for Target {
    /// Also when the user interrupts the call.
    fn drop(&mut self) {
        let Some(beside) = self.beside.take() else {
            return;
        };
        let _ = match self.partial {
            Partial::Deleted => fs::remove_file(beside),
            Partial::Kept => fs::rename(beside, &self.path),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smithgen_client::transport::TransportErrorKind;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    /// Two bytes, then an error.
    struct Broken(bool);

    impl smithgen_client::runtime::body::BodyStream for Broken {
        fn poll_piece(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<bytes::Bytes, TransportError>>> {
            Poll::Ready(Some(match std::mem::replace(&mut self.0, true) {
                false => Ok(bytes::Bytes::from_static(b"ab")),
                true => Err(TransportError::new(TransportErrorKind::Closed, "")),
            }))
        }
    }

    fn scratch(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("smithgen-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn put(body: Body, path: &Path, partial: Partial) -> Result<(), Error> {
        let runtime = crate::interrupt::runtime().unwrap();
        runtime.block_on(write(body, path, partial))
    }

    #[test]
    fn half_a_body_leaves_what_was_there() {
        let folder = scratch("half");
        let path = folder.join("out");
        fs::write(&path, "old").unwrap();
        let broken = || Body::stream(Broken(false));
        assert!(put(broken(), &path, Partial::Deleted).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        assert!(put(broken(), &path, Partial::Kept).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"ab");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_whole_body_takes_the_place_of_the_file() {
        let folder = scratch("whole");
        let path = folder.join("out");
        let body = || Body::from(bytes::Bytes::from_static(b"new"));
        put(body(), &path, Partial::Deleted).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        let missing = folder.join("no/such/folder");
        assert!(matches!(
            put(body(), &missing, Partial::Deleted),
            Err(Error::File(_))
        ));
        fs::remove_dir_all(folder).unwrap();
    }
}
