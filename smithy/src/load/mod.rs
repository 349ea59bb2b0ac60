//! Loads files and Smithy's prelude into one model.

mod ast;
mod json;
mod merge;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use self::ast::File;
use self::merge::Merge;
pub(crate) use self::merge::{add, add_all};
use crate::diagnostic::{Diagnostic, Errors};
use crate::limits::MODEL_LENGTH;
use crate::model::Model;
use crate::reading::{not_utf8, read_regular};
use crate::source::Sources;

/// The prelude's shapes, which every model may use. Its traits need no definitions here.
const PRELUDE: &str = include_str!("prelude.json");

/// Loads and merges model files and the prelude.
///
/// A directory stands for all `.json` files below it. Unreadable files are reported and skipped, so that later
/// stages can report their problems too.
pub fn load(inputs: &[PathBuf], errors: &mut Errors) -> Model {
    let mut texts = Vec::new();
    for path in files(inputs, errors) {
        let name = path.display().to_string();
        match read(&path) {
            Ok(bytes) => texts.push((name, bytes)),
            Err(problem) => errors.push(problem.setting("model", name)),
        }
    }
    load_texts(texts, errors)
}

/// Merges models in memory, given as pairs of a name for diagnostics and the content.
pub fn load_texts(texts: Vec<(String, Vec<u8>)>, errors: &mut Errors) -> Model {
    let mut sources = Sources::default();
    sources.add("<prelude>".into(), PRELUDE.into());
    for (name, bytes) in texts {
        match String::from_utf8(bytes) {
            Ok(text) => {
                sources.add(name, text);
            }
            Err(error) => {
                let help = "a Smithy model in JSON is text encoded as UTF-8";
                errors.push(not_utf8(name, &error, help));
            }
        }
    }
    let mut merge = Merge::default();
    for (number, source) in sources.iter().enumerate() {
        File::new(number, &sources, &mut merge, errors).read(source.text());
    }
    let mut model = merge.model;
    model.shapes.sort_unstable_keys();
    model.sources = sources;
    model
}

/// Reads a model file.
///
/// # Errors
/// The path is not a regular file, the file is too large, or it cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    read_regular(path, MODEL_LENGTH)
}

/// The files that inputs stand for, without duplicates.
pub fn files(inputs: &[PathBuf], errors: &mut Errors) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut seen = HashSet::new();
    for input in inputs {
        collect(input, &mut seen, &mut files, errors);
    }
    files.retain(|path| seen.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
    files
}

/// Adds a file, or the model files of a directory sorted by name.
fn collect(
    input: &Path,
    seen: &mut HashSet<PathBuf>,
    files: &mut Vec<PathBuf>,
    errors: &mut Errors,
) {
    if !input.is_dir() {
        files.push(input.to_owned());
        return;
    }
    // A link may point back to an enclosing directory.
    if !seen.insert(std::fs::canonicalize(input).unwrap_or_else(|_| input.to_owned())) {
        return;
    }
    let listed = std::fs::read_dir(input).and_then(|entries| {
        let paths = entries.map(|entry| entry.map(|entry| entry.path()));
        paths.collect::<Result<Vec<_>, _>>()
    });
    match listed {
        Ok(mut paths) => {
            paths.sort();
            for path in paths {
                if path.is_dir()
                    || path
                        .extension()
                        .is_some_and(|extension| extension == "json")
                {
                    collect(&path, seen, files, errors);
                }
            }
        }
        Err(error) => {
            let message = format!("cannot list `{}`: {error}", input.display());
            let problem = Diagnostic::error(message).setting("model", input.display());
            errors.push(problem.help("name a directory that can be read, or its files"));
        }
    }
}
