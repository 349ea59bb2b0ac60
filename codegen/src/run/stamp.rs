//! Records the result of a run, so that the next one can tell that nothing changed.
//!
//! A stamp is a file in a hidden subdirectory of the output. It contains a digest of everything the output depends
//! on, including the generator, and a digest of every file. If anything differs, or the stamp cannot be read or is not
//! whole, everything is generated.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use sha2::{Digest, Sha256};

use super::services::Run;
use crate::config::Config;
use crate::limits::GENERATED_LENGTH;
use crate::output::{self, File, HIDDEN};
use smithgen_model::reading::read_regular;
use smithgen_model::{Diagnostic, Errors, load};

/// The run before: that with the same models in the same directory.
pub(super) struct Before {
    directory: PathBuf,
    /// The name of the stamp's file. Runs with other inputs in the same directory have other files.
    name: String,
    /// What it wrote, if it was.
    written: Option<Written>,
}

/// A run's inputs and outputs.
pub(super) struct Stamp<'b> {
    before: &'b Before,
    /// Digest of everything that the output depends on.
    input: String,
    /// The digest and path of each file so far.
    files: Mutex<Vec<(String, String)>>,
}

/// What a stamp's file says.
struct Written {
    input: String,
    roots: Vec<String>,
    is_of_aws: bool,
    /// What the next run has to say again.
    warnings: Vec<Diagnostic>,
    /// Path and digest of each file.
    files: Vec<(String, String)>,
}

impl Before {
    /// Reads the stamp of the run before.
    pub(super) fn of(config: &Config, directory: &Path) -> Self {
        let mut purpose = Sha256::new();
        for input_path in config.inputs() {
            purpose.update(input_path.as_os_str().as_encoded_bytes());
            purpose.update([0]);
        }
        for text in config.services.iter().flat_map(|service| &service.texts) {
            purpose.update(text.name.as_bytes());
            purpose.update([0]);
        }
        let name = hexadecimal(purpose);
        Before {
            written: read(directory, &name),
            name,
            directory: directory.to_owned(),
        }
    }

    /// Its roots that no run has any more: a model has left its directory.
    pub(super) fn gone(&self, roots: &[String]) -> Vec<String> {
        let mut gone: Vec<&String> = self.written.iter().flat_map(|it| &it.roots).collect();
        gone.retain(|root| !roots.contains(root) && output::is_directory(&self.directory, root));
        if gone.is_empty() {
            return Vec::new();
        }
        let others = fs::read_dir(self.directory.join(HIDDEN));
        let others = others.into_iter().flatten().flatten();
        let others = others.filter_map(|other| other.file_name().into_string().ok());
        let taken: HashSet<String> = others
            .filter(|name| *name != self.name)
            .filter_map(|name| read(&self.directory, &name))
            .flat_map(|other| other.roots)
            .collect();
        gone.retain(|root| !taken.contains(*root));
        gone.into_iter().cloned().collect()
    }
}

impl<'b> Stamp<'b> {
    /// The stamp of a run before it starts; `None` if something cannot be read, which the run will report.
    pub(super) fn of(before: &'b Before, config: &Config) -> Option<Self> {
        let mut input = Sha256::new();
        input.update(generator()?.to_be_bytes());
        input.update(format!("{config:?}"));
        // A package's manifest has paths that depend on these places.
        for place in [before.directory.as_path(), Path::new(".")] {
            let place = std::path::absolute(place).ok()?;
            input.update(Sha256::digest(place.as_os_str().as_encoded_bytes()));
        }
        let mut errors = Errors::new();
        for input_path in config.inputs() {
            for file in load::files(&[input_path], &mut errors) {
                let bytes = load::read(&file).ok()?;
                input.update(Sha256::digest(file.as_os_str().as_encoded_bytes()));
                input.update(Sha256::digest(bytes));
            }
        }
        for text in config.services.iter().flat_map(|service| &service.texts) {
            input.update(Sha256::digest(&text.bytes));
        }
        (!errors.has_errors()).then(|| Stamp {
            before,
            input: hexadecimal(input),
            files: Mutex::default(),
        })
    }

    /// The number of files, whether a service is of AWS, and the warnings, if everything is as the previous run left it.
    pub(super) fn unchanged(&self) -> Option<(usize, bool, Errors)> {
        let written = self.before.written.as_ref();
        let Written {
            roots,
            is_of_aws,
            warnings,
            files,
            ..
        } = written.filter(|it| it.input == self.input)?;
        let files: BTreeMap<&str, &str> = files
            .iter()
            .map(|(path, digest)| (path.as_str(), digest.as_str()))
            .collect();
        let is_same =
            |digest: &&str, bytes: &[u8]| hexadecimal(Sha256::new_with_prefix(bytes)) == **digest;
        let again = || {
            let mut again = Errors::new();
            again.extend(warnings.iter().cloned());
            (files.len(), *is_of_aws, again)
        };
        output::holds(&self.before.directory, roots, &files, is_same).then(again)
    }

    /// Adds a generated file.
    pub(super) fn add(&self, file: &File) {
        let digest = hexadecimal(Sha256::new_with_prefix(&file.text));
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.push((digest, file.path.clone()));
    }

    /// Writes the stamp of a completed run. If that fails, the next run does all of its work.
    pub(super) fn write(self, run: &Run) {
        let mut files = self
            .files
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        files.sort_by(|(_, a), (_, b)| a.cmp(b));
        let told: Vec<&Diagnostic> = run.warnings.iter().collect();
        let facts = serde_json::json!([run.roots, run.is_of_aws, told]);
        let mut text = format!("{}\n{facts}\n", self.input);
        for (digest, path) in files {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{digest} {path}");
        }
        let digest = hexadecimal(Sha256::new_with_prefix(&text));
        let whole = format!("{digest}\n{text}");
        let _ = output::write_hidden(&self.before.directory, HIDDEN, &self.before.name, &whole);
    }
}

/// Reads a stamp, if it is there and whole. No link is followed.
fn read(directory: &Path, name: &str) -> Option<Written> {
    let hidden = directory.join(HIDDEN);
    let path = hidden.join(name);
    let is_there =
        fs::symlink_metadata(hidden).ok()?.is_dir() && fs::symlink_metadata(&path).ok()?.is_file();
    let bytes = is_there.then(|| read_regular(&path, GENERATED_LENGTH))?;
    let text = String::from_utf8(bytes.ok()?).ok()?;
    let (digest, text) = text.split_once('\n')?;
    if hexadecimal(Sha256::new_with_prefix(text)) != digest {
        return None;
    }
    let mut lines = text.lines();
    let input = lines.next()?.to_owned();
    let (roots, is_of_aws, warnings) = serde_json::from_str(lines.next()?).ok()?;
    let files = lines.map(|line| {
        let (digest, path) = line.split_once(' ')?;
        Some((path.to_owned(), digest.to_owned()))
    });
    Some(Written {
        input,
        roots,
        is_of_aws,
        warnings,
        files: files.collect::<Option<_>>()?,
    })
}

/// Identifies the generator by the program that it is part of: size and age may be those of another one.
///
/// A build script is mostly compiled without optimizations, where the standard library's hash takes an eighth of the time
/// of SHA-256: 0.1 seconds for 23 megabytes. Who can choose the program has no need of two that look alike.
fn generator() -> Option<u64> {
    static PROGRAM: OnceLock<Option<u64>> = OnceLock::new();
    *PROGRAM.get_or_init(|| {
        let mut hasher = DefaultHasher::new();
        hasher.write(&fs::read(std::env::current_exe().ok()?).ok()?);
        Some(hasher.finish())
    })
}

fn hexadecimal(digest: Sha256) -> String {
    let mut text = String::with_capacity(64);
    for byte in digest.finalize() {
        let digits = [byte >> 4, byte & 15].map(|it| char::from_digit(it.into(), 16));
        text.extend(digits.into_iter().flatten());
    }
    text
}
