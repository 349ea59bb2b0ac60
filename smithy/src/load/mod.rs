//! Loads files and Smithy's prelude into one model.

mod ast;
mod builtin;
mod directives;
mod elide;
mod idl;
mod json;
mod merge;
mod names;

use std::collections::HashSet;
use std::io::Read;
use std::path::{Path, PathBuf};

use self::ast::File;
use self::merge::Merge;
pub(crate) use self::merge::{add, add_all};
use self::names::Names;
use crate::diagnostic::{Diagnostic, Errors};
use crate::idl::{parse, tree};
use crate::limits::MODEL_LENGTH;
use crate::model::Model;
use crate::reading::{not_utf8, read_bounded, read_regular};
use crate::source::Sources;

/// The prelude's shapes, which every model may use. Its traits need no definitions here.
const PRELUDE: &str = include_str!("prelude.json");

/// The path that stands for standard input, and its name in diagnostics.
pub const STDIN: (&str, &str) = ("-", "<stdin>");

/// A file's name, as diagnostics have it, and its bytes.
pub type Text = (String, Vec<u8>);

/// Reads and merges model files, and the prelude with them.
///
/// Files are of the interface language where their names end in `.smithy`, of the JSON AST where they end in `.json`,
/// and else what they look like. A directory stands for every file of both kinds in it and below. What cannot be read is
/// reported and left out, so that one run finds the problems of the later stages too.
pub fn load(inputs: &[PathBuf], errors: &mut Errors) -> Model {
    let texts = texts(inputs, None, errors);
    load_texts(texts, errors)
}

/// Reads files and the files of directories; `-` is `stdin`, where there is one.
pub fn texts(
    inputs: &[PathBuf],
    mut stdin: Option<&mut dyn Read>,
    errors: &mut Errors,
) -> Vec<Text> {
    let mut texts = Vec::new();
    for path in files(inputs, errors) {
        let (name, bytes) = match stdin.take_if(|_| path.as_os_str() == STDIN.0) {
            Some(stdin) => {
                let bytes = read_stdin(stdin);
                (STDIN.1.to_owned(), bytes)
            }
            None => (path.display().to_string(), read(&path)),
        };
        match bytes {
            Ok(bytes) => texts.push((name, bytes)),
            Err(problem) => errors.push(problem.setting("model", name)),
        }
    }
    texts
}

/// Merges models that are in memory already: the name to report for each, and its bytes.
pub fn load_texts(texts: Vec<Text>, errors: &mut Errors) -> Model {
    load_with(texts, Vec::new(), false, errors)
}

/// The same with models that are not meant themselves, but have shapes that the others name.
///
/// Metadata of these is left out: it speaks of them alone. The definitions of the traits of Smithy and AWS are there when
/// they are asked for, or any file is of the interface language. Those that a file brings with it come before.
pub fn load_with(
    texts: Vec<Text>,
    dependencies: Vec<Text>,
    with_traits: bool,
    errors: &mut Errors,
) -> Model {
    let mut sources = Sources::default();
    sources.add("<prelude>".into(), PRELUDE.into());
    let dependencies = dependencies.into_iter().map(|text| (text, true));
    let texts = texts.into_iter().map(|text| (text, false));
    for ((name, bytes), is_dependency) in texts.chain(dependencies) {
        match String::from_utf8(bytes) {
            Ok(text) => {
                let number = sources.add(name, text);
                if is_dependency {
                    sources.mark_dependency(number);
                }
            }
            Err(error) => {
                let help = "a Smithy model is text encoded as UTF-8";
                errors.push(not_utf8(name, &error, help));
            }
        }
    }
    let is_language = sources
        .iter()
        .any(|source| is_idl(source.path(), source.text()));
    let files = sources.iter().count();
    if with_traits || is_language {
        for (name, text) in builtin::FILES {
            let number = sources.add((*name).into(), (*text).into());
            sources.mark_dependency(number);
        }
    }
    let mut merge = Merge::default();
    read_all(&sources, files, &mut merge, errors);
    let Merge {
        mut model, elided, ..
    } = merge;
    model.shapes.sort_unstable_keys();
    model.sources = sources.into();
    elide::resolve(&mut model, &elided, errors);
    model
}

/// Reads all files: those of the interface language after all names are known.
///
/// The first `given` are models; of the built-in ones that follow only what no model defines is taken.
fn read_all(sources: &Sources, given: usize, merge: &mut Merge, errors: &mut Errors) {
    let trees: Vec<Option<tree::File<'_>>> = sources
        .iter()
        .map(|source| is_idl(source.path(), source.text()).then(|| parse(source.text())))
        .collect();
    let mut names = Names::default();
    if trees.iter().any(Option::is_some) {
        // What is built in names nothing but what is built in, and the prelude is the first of all.
        let is_named = trees.iter().take(given).any(Option::is_some);
        for (number, (source, tree)) in sources.iter().zip(&trees).enumerate() {
            match tree {
                Some(tree) => names.add_idl(tree),
                None if is_named || number == 0 => names.add_json(source.text()),
                None => {}
            }
        }
    }
    for (number, (source, tree)) in sources.iter().zip(&trees).enumerate() {
        match tree {
            Some(tree) => {
                let file = idl::File::new(number, tree, &names, sources, merge, errors);
                file.read(number >= given);
            }
            None => File::new(number, sources, merge, errors).read(source.text()),
        }
    }
}

/// Whether a file is of the interface language, by its name or else by how it starts.
fn is_idl(name: &str, text: &str) -> bool {
    match Path::new(name).extension().and_then(|it| it.to_str()) {
        Some("smithy") => true,
        Some("json") => false,
        // The prelude, standard input and files of other names.
        _ => !text
            .trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with('{'),
    }
}

/// Reads a model file whole.
///
/// # Errors
/// The path is not a regular file, the file is too large, or it cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    read_regular(path, MODEL_LENGTH)
}

/// Reads a model from standard input whole.
///
/// # Errors
/// There is no end in sight, or it cannot be read.
pub fn read_stdin(stdin: &mut dyn Read) -> Result<Vec<u8>, Box<Diagnostic>> {
    read_bounded(stdin, STDIN.1, MODEL_LENGTH)
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
                        .is_some_and(|it| it == "json" || it == "smithy")
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
