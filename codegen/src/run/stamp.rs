//! What a run left behind, by which the next one sees that there is nothing to do.
//!
//! A stamp is a file in a hidden directory beside the output. It holds a digest of everything that the output depends
//! on, the generator itself included, and a digest of every file. Where anything differs, or the stamp cannot be read,
//! the whole run is done.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::limits::GENERATED_LENGTH;
use crate::output::{File, stale};
use smithgen_model::reading::read_regular;
use smithgen_model::{Errors, load};

/// The directory of stamps. It tells git to leave it alone.
const DIRECTORY: &str = ".smithgen";

/// What a run depends on and what it makes.
pub(super) struct Stamp {
    directory: PathBuf,
    /// Where it is kept: runs that make other things in the same directory have others.
    path: PathBuf,
    /// The digest of what the output depends on.
    input: String,
    /// The digest and path of each file so far.
    files: Mutex<Vec<(String, String)>>,
}

impl Stamp {
    /// The stamp of a run that has not begun; none where something cannot be read, which the run will tell.
    pub(super) fn of(config: &Config, directory: &Path) -> Option<Self> {
        let mut purpose = Sha256::new();
        let mut input = Sha256::new();
        input.update(generator()?);
        input.update(format!("{config:?}"));
        let mut errors = Errors::new();
        for input_path in config.inputs() {
            purpose.update(input_path.as_os_str().as_encoded_bytes());
            purpose.update([0]);
            for file in load::files(&[input_path], &mut errors) {
                let bytes = load::read(&file).ok()?;
                input.update(file.as_os_str().as_encoded_bytes());
                input.update(Sha256::digest(bytes));
            }
        }
        let purpose = hexadecimal(purpose);
        errors.is_empty().then(|| Stamp {
            path: directory.join(DIRECTORY).join(purpose),
            directory: directory.to_owned(),
            input: hexadecimal(input),
            files: Mutex::default(),
        })
    }

    /// How many files there are, where all is as the run before left it.
    pub(super) fn unchanged(&self) -> Option<usize> {
        let text = String::from_utf8(read_regular(&self.path, GENERATED_LENGTH).ok()?).ok()?;
        let mut lines = text.lines();
        if lines.next()? != self.input {
            return None;
        }
        let roots: Vec<String> = serde_json::from_str(lines.next()?).ok()?;
        let files: Vec<(&str, &str)> = lines
            .map(|line| line.split_once(' '))
            .collect::<Option<_>>()?;
        let is_same = |(digest, path): &(&str, &str)| {
            // Anything may stand there by now, such as a pipe.
            let bytes = read_regular(&self.directory.join(path), GENERATED_LENGTH);
            bytes.is_ok_and(|bytes| hexadecimal(Sha256::new_with_prefix(bytes)) == *digest)
        };
        let paths: std::collections::HashSet<&str> = files.iter().map(|(_, path)| *path).collect();
        let others = stale(&self.directory, &roots, |path| paths.contains(path)).ok()?;
        (others.is_empty() && files.iter().all(is_same)).then_some(files.len())
    }

    /// Adds a file that the run makes.
    pub(super) fn add(&self, file: &File) {
        let digest = hexadecimal(Sha256::new_with_prefix(&file.text));
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.push((digest, file.path.clone()));
    }

    /// Keeps the stamp of a run that is done. Where that fails the next run does all its work.
    pub(super) fn write(self, roots: &[String]) {
        let mut files = self
            .files
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        files.sort_by(|(_, a), (_, b)| a.cmp(b));
        let mut text = format!("{}\n{}\n", self.input, serde_json::Value::from(roots));
        for (digest, path) in files {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{digest} {path}");
        }
        if let Some(directory) = self.path.parent() {
            let made = fs::create_dir_all(directory)
                .and_then(|()| fs::write(directory.join(".gitignore"), "*\n"));
            let _ = made.and_then(|()| fs::write(&self.path, text));
        }
    }
}

/// What tells this generator from another: the version, and the program that it is part of.
fn generator() -> Option<String> {
    let program = std::env::current_exe().ok()?.metadata().ok()?;
    let age = program
        .modified()
        .ok()?
        .duration_since(SystemTime::UNIX_EPOCH)
        .ok()?;
    let version = env!("CARGO_PKG_VERSION");
    Some(format!("{version} {} {}", program.len(), age.as_nanos()))
}

fn hexadecimal(digest: Sha256) -> String {
    let bytes = digest.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
