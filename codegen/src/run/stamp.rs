//! Records the result of a run, so that the next one can tell that nothing changed.
//!
//! A stamp is a file in a hidden subdirectory of the output. It contains a digest of everything the output depends
//! on, including the generator, and a digest of every file. If anything differs, or the stamp cannot be read,
//! everything is generated.

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

/// The directory of stamps, which git ignores.
const DIRECTORY: &str = ".smithgen";

/// A run's inputs and outputs.
pub(super) struct Stamp {
    directory: PathBuf,
    /// The stamp's file. Runs with other inputs in the same directory have other files.
    path: PathBuf,
    /// Digest of everything that the output depends on.
    input: String,
    /// The digest and path of each file so far.
    files: Mutex<Vec<(String, String)>>,
}

impl Stamp {
    /// The stamp of a run before it starts; `None` if something cannot be read, which the run will report.
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

    /// The number of files, if everything is as the previous run left it.
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
            // The path may have become something else, such as a pipe.
            let bytes = read_regular(&self.directory.join(path), GENERATED_LENGTH);
            bytes.is_ok_and(|bytes| hexadecimal(Sha256::new_with_prefix(bytes)) == *digest)
        };
        let paths: std::collections::HashSet<&str> = files.iter().map(|(_, path)| *path).collect();
        let others = stale(&self.directory, &roots, |path| paths.contains(path)).ok()?;
        (others.is_empty() && files.iter().all(is_same)).then_some(files.len())
    }

    /// Adds a generated file.
    pub(super) fn add(&self, file: &File) {
        let digest = hexadecimal(Sha256::new_with_prefix(&file.text));
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.push((digest, file.path.clone()));
    }

    /// Writes the stamp of a completed run. If that fails, the next run does all of its work.
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

/// Identifies the generator by version, size and modification time of its program.
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
