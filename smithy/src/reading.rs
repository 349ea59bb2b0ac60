//! Reads the files of a run, with bounded size and without blocking.

use std::io::{self, Read};
use std::path::Path;

use super::source::{Location, Sources};
use crate::diagnostic::Diagnostic;

/// Reads a file of at most `limit` bytes.
///
/// Anything but a regular file is not even opened: reading a pipe could block forever, and a device may be endless.
pub fn read_regular(path: &Path, limit: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
    let cannot = |reason: String, help: &str| {
        let message = format!("cannot read `{}`: {reason}", path.display());
        Box::new(Diagnostic::error(message).help(help))
    };
    let refused = |error: io::Error| {
        let help = match error.kind() {
            io::ErrorKind::NotFound => "name a file that is there",
            io::ErrorKind::PermissionDenied => "let this user read it, or name another file",
            _ => "name a file that can be read",
        };
        cannot(error.to_string(), help)
    };
    let found = std::fs::metadata(path).map_err(refused)?;
    if !found.is_file() {
        let reason = match found.is_dir() {
            true => "it is a directory",
            false => "it is a pipe, a socket or a device",
        };
        return Err(cannot(reason.to_owned(), "name a file"));
    }
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    if found.len() > most {
        return Err(too_long(&path.display().to_string(), limit));
    }
    let mut file = std::fs::File::open(path).map_err(refused)?;
    start_of(&mut file, &path.display().to_string(), limit, refused)
}

/// The bytes of something that is open already, such as standard input, of which there are at most `limit`.
///
/// # Errors
/// There are more, or they cannot be read; `name` says of what.
pub fn read_bounded(
    from: &mut dyn Read,
    name: &str,
    limit: usize,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let refused = |error: io::Error| {
        let message = format!("cannot read `{name}`: {error}");
        Box::new(Diagnostic::error(message))
    };
    start_of(from, name, limit, refused)
}

/// What gzip compressed, of at most `limit` bytes; anything else as it is.
///
/// # Errors
/// There is more, or what is compressed is damaged; `name` says of what.
pub fn inflated(bytes: Vec<u8>, name: &str, limit: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let refused = |error: io::Error| {
        let message = format!("cannot inflate `{name}`: {error}");
        let help = "compress it again with gzip, or name the file itself";
        Box::new(Diagnostic::error(message).help(help))
    };
    let mut inflating = flate2::read::MultiGzDecoder::new(bytes.as_slice());
    start_of(&mut inflating, name, limit, refused)
}

fn start_of(
    from: &mut dyn Read,
    name: &str,
    limit: usize,
    refused: impl Fn(io::Error) -> Box<Diagnostic>,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    // One byte more than is allowed tells that there is more, also of a file that grows or states no length.
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let mut start = from.take(most.saturating_add(1));
    start.read_to_end(&mut bytes).map_err(refused)?;
    match bytes.len() > limit {
        true => Err(too_long(name, limit)),
        false => Ok(bytes),
    }
}

fn too_long(name: &str, limit: usize) -> Box<Diagnostic> {
    let message = format!("cannot read `{name}`: it has more than {limit} bytes");
    let help = "this is hardly the file that is meant: name another";
    Box::new(Diagnostic::error(message).help(help))
}

/// Reads a text file of at most `limit` bytes.
pub fn read_text(path: &Path, limit: usize) -> Result<String, Box<Diagnostic>> {
    let bytes = read_regular(path, limit)?;
    let help = "save it as UTF-8";
    String::from_utf8(bytes)
        .map_err(|error| Box::new(not_utf8(path.display().to_string(), &error, help)))
}

/// Reports a file that is not UTF-8, at the first invalid byte.
pub fn not_utf8(name: String, error: &std::string::FromUtf8Error, help: &str) -> Diagnostic {
    let good = error.utf8_error().valid_up_to();
    let mut alone = Sources::default();
    let start = error.as_bytes().get(..good).unwrap_or_default();
    let file = alone.add(name, String::from_utf8_lossy(start).into_owned());
    Diagnostic::error("the file is not UTF-8")
        .at(alone.place(Location::new(file, good)))
        .help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_this_many_bytes_and_no_more() {
        let path = std::env::temp_dir().join(format!("smithgen-reading-{}", std::process::id()));
        std::fs::write(&path, "12345").unwrap();
        let good = read_regular(&path, 5);
        let long = read_regular(&path, 4);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(good.unwrap(), b"12345");
        let told = long.unwrap_err().one_line();
        assert!(told.contains("it has more than 4 bytes"), "{told}");
        let gone = read_regular(&path, 5).unwrap_err().one_line();
        assert!(gone.contains("name a file that is there"), "{gone}");
    }

    #[test]
    fn what_is_compressed_has_its_limit_inflated() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packed, &[b' '; 100_000]).unwrap();
        let packed = packed.finish().unwrap();
        assert!(packed.len() < 1_000);
        assert_eq!(
            inflated(packed.clone(), "m", 100_000).unwrap().len(),
            100_000
        );
        let told = inflated(packed.clone(), "m", 99_999)
            .unwrap_err()
            .one_line();
        assert!(told.contains("it has more than 99999 bytes"), "{told}");
        let half = packed[..packed.len() / 2].to_vec();
        let told = inflated(half, "m", 100_000).unwrap_err().one_line();
        assert!(told.contains("cannot inflate `m`"), "{told}");
        assert_eq!(inflated(b"{}".to_vec(), "m", 1).unwrap(), b"{}");
    }

    #[test]
    fn what_is_no_file_is_not_opened() {
        let told = read_regular(&std::env::temp_dir(), 5)
            .unwrap_err()
            .one_line();
        assert!(told.contains("it is a directory"), "{told}");
    }
}
