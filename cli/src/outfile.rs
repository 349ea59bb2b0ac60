//! Writes the body of a response to a file, piece by piece.
//!
//! The bytes go to a file beside the one that is named, which takes its place when they are complete: what is under
//! the name is never half of something. Only what is no regular file, such as a pipe, is written to directly.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use smithgen_client::runtime::body::Body;
use smithgen_client::runtime::event::{Decoder, Message};
use smithgen_client::transport::TransportError;

use crate::progress::Progress;

/// What becomes of bytes that are not all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Partial {
    /// They are deleted.
    Deleted,
    /// They take the place of the named file all the same, as in the reference.
    Kept,
}

/// Where the bytes go.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'p> {
    /// To this file.
    File(&'p Path, Partial),
    /// To standard output; whether that is a terminal, to which only text is written.
    Output { is_terminal: bool },
}

/// What the bytes of a body are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// What is to be written.
    Bytes,
    /// Events, of which those of this name have what is to be written.
    Events(&'static str),
}

/// Why a body could not be written.
#[derive(Debug)]
pub(crate) enum Error {
    /// It ended early, or is not what was announced.
    Body(TransportError),
    /// The file cannot be written.
    File(io::Error),
    /// It is not to be shown on a terminal.
    Binary,
    /// The service ended a stream of events with an error: its code and message.
    Event(String, String),
    /// It is no stream of events, and why.
    NoEvents(String),
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

/// Where pieces are written.
enum Sink {
    File(Target),
    Output { is_terminal: bool },
}

/// Writes all of a body.
///
/// # Errors
/// The body ends early, is not what it should be, or cannot be written.
pub(crate) async fn write(
    mut body: Body,
    content: Content,
    place: Place<'_>,
    mut progress: Progress,
) -> Result<(), Error> {
    let mut sink = match place {
        Place::File(path, partial) => Sink::File(Target::open(path, partial)?),
        Place::Output { is_terminal } => Sink::Output { is_terminal },
    };
    progress.expect(body.remaining());
    let mut events = Decoder::default();
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(Error::Body)?;
        progress.add(piece.len());
        let Content::Events(name) = content else {
            sink.put(&piece)?;
            continue;
        };
        events.push(&piece);
        while let Some(event) = events
            .next_message()
            .map_err(|error| Error::NoEvents(error.to_string()))?
        {
            if is_named(&event, name)? {
                sink.put(&event.payload)?;
            }
        }
    }
    drop(progress);
    if events.is_inside() {
        return Err(Error::NoEvents("it ends within an event".to_owned()));
    }
    sink.finish()?;
    Ok(())
}

/// Whether an event has this name.
///
/// # Errors
/// It is an error.
fn is_named(event: &Message, name: &str) -> Result<bool, Error> {
    let text = |name: &str| event.text(name).unwrap_or_default().to_owned();
    match event.text(":message-type") {
        Some("error") => Err(Error::Event(text(":error-code"), text(":error-message"))),
        Some("exception") => {
            let message = String::from_utf8_lossy(&event.payload).into_owned();
            Err(Error::Event(text(":exception-type"), message))
        }
        _ => Ok(event.text(":event-type") == Some(name)),
    }
}

impl Sink {
    fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        match self {
            Sink::File(target) => target.file.write_all(bytes)?,
            Sink::Output { is_terminal } => {
                // A character may be cut at the end of a piece, but nothing else is amiss in text.
                let is_text = match std::str::from_utf8(bytes) {
                    Ok(_) => true,
                    Err(error) => error.error_len().is_none() || error.valid_up_to() == 0,
                };
                if *is_terminal && (!is_text || bytes.contains(&0)) {
                    return Err(Error::Binary);
                }
                let mut stdout = io::stdout().lock();
                stdout.write_all(bytes)?;
                stdout.flush()?;
            }
        }
        Ok(())
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Sink::File(mut target) => target.finish(),
            Sink::Output { .. } => Ok(()),
        }
    }
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
    use smithgen_client::runtime::event::HeaderValue;
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
        put_content(body, Content::Bytes, path, partial)
    }

    fn put_content(
        body: Body,
        content: Content,
        path: &Path,
        partial: Partial,
    ) -> Result<(), Error> {
        let runtime = crate::interrupt::runtime().unwrap();
        let progress = Progress::new(false);
        runtime.block_on(write(body, content, Place::File(path, partial), progress))
    }

    fn event(kind: &str, name: &str, payload: &'static str) -> Vec<u8> {
        let text = |name: &str, value: &str| (name.to_owned(), HeaderValue::Text(value.to_owned()));
        let named = match kind {
            "event" => text(":event-type", name),
            _ => text(":error-code", name),
        };
        let message = Message {
            headers: vec![text(":message-type", kind), named],
            payload: bytes::Bytes::from_static(payload.as_bytes()),
        };
        message.encode().unwrap().to_vec()
    }

    #[test]
    fn events_of_one_name_are_written() {
        let folder = scratch("events");
        let path = folder.join("out");
        let all = [
            event("event", "Records", "a,1\n"),
            event("event", "Stats", "<Stats/>"),
            event("event", "Records", "b,2\n"),
        ]
        .concat();
        let put_events = |bytes: &[u8]| {
            let body = Body::from(bytes::Bytes::copy_from_slice(bytes));
            put_content(body, Content::Events("Records"), &path, Partial::Deleted)
        };
        put_events(&all).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"a,1\nb,2\n");
        let broken = [all.clone(), event("error", "Busy", "")].concat();
        let error = put_events(&broken).unwrap_err();
        assert!(matches!(error, Error::Event(code, _) if code == "Busy"));
        let cut = put_events(&all[..all.len() - 1]).unwrap_err();
        assert!(matches!(cut, Error::NoEvents(_)));
        assert_eq!(fs::read(&path).unwrap(), b"a,1\nb,2\n");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_full_device_is_an_error() {
        let body = Body::from(bytes::Bytes::from_static(b"new"));
        let error = put(body, Path::new("/dev/full"), Partial::Deleted).unwrap_err();
        assert!(matches!(error, Error::File(error) if error.kind() == io::ErrorKind::StorageFull));
    }

    #[test]
    fn a_terminal_gets_text_only() {
        let put = |bytes: &'static [u8], is_terminal| {
            let runtime = crate::interrupt::runtime().unwrap();
            let body = Body::from(bytes::Bytes::from_static(bytes));
            let place = Place::Output { is_terminal };
            let progress = Progress::new(false);
            runtime.block_on(write(body, Content::Bytes, place, progress))
        };
        assert!(put("é\n".as_bytes(), true).is_ok());
        assert!(matches!(put(b"a\0b", true), Err(Error::Binary)));
        assert!(matches!(put(b"a\xffb", true), Err(Error::Binary)));
        assert!(put(b"", false).is_ok());
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
