//! Reads files into one model, with Smithy's own shapes, the prelude.

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

/// Smithy's own shapes, which every model may use. Its traits need no definitions here.
const PRELUDE: &str = include_str!("prelude.json");

/// Reads and merges model files, and the prelude with them.
///
/// A directory stands for every `.json` file in it and below. What cannot be read is reported and left out, so
/// that one run finds the problems of the later stages too.
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

/// Merges models that are in memory already: the name to report for each, and its bytes.
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

/// Reads a model file whole.
///
/// # Errors
/// What is not a file, has no end in sight or cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    read_regular(path, MODEL_LENGTH)
}

/// The files that inputs stand for, each once, however often it is named.
pub fn files(inputs: &[PathBuf], errors: &mut Errors) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut seen = HashSet::new();
    for input in inputs {
        collect(input, &mut seen, &mut files, errors);
    }
    files.retain(|path| seen.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
    files
}

/// Adds a file, or the model files of a directory in the order of their names.
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
    // A link may lead back to a directory that is open already.
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
