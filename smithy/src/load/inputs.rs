//! What inputs stand for: files, all model files of a directory, and what belongs to a file.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::botocore::{Part, part_of};
use super::build_file;
use crate::diagnostic::{Diagnostic, Errors};
use crate::limits::MODEL_LENGTH;
use crate::maps::HashSet;
use crate::reading::{inflated, read_bounded, read_regular};

/// The path that stands for standard input, and its name in diagnostics.
pub const STDIN: (&str, &str) = ("-", "<stdin>");

/// A file's name, as diagnostics have it, and its bytes.
pub type Text = (String, Vec<u8>);

/// The files of a description of botocore's beside that of the service, without what their names end in.
const BESIDE: &[&str] = &[
    "endpoint-bdd-1",
    "endpoint-rule-set-1",
    "paginators-1",
    "paginators-1.sdk-extras",
    "service-2.sdk-extras",
    "waiters-2",
    "waiters-2.sdk-extras",
];

/// The name of the file with the service.
const SERVICE: &str = "service-2";

/// What names of models end in; the interface language and JSON, compressed or not.
const ENDINGS: &[&str] = &[".json", ".json.gz", ".smithy", ".smithy.gz"];

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

/// Reads a model file whole, and inflates it if it is compressed.
///
/// # Errors
/// The path is not a regular file, the file is too large, or it cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let bytes = read_regular(path, MODEL_LENGTH)?;
    inflated(bytes, &path.display().to_string(), MODEL_LENGTH)
}

/// Reads a model from standard input whole.
///
/// # Errors
/// There is no end in sight, or it cannot be read.
pub fn read_stdin(stdin: &mut dyn Read) -> Result<Vec<u8>, Box<Diagnostic>> {
    let bytes = read_bounded(stdin, STDIN.1, MODEL_LENGTH)?;
    inflated(bytes, STDIN.1, MODEL_LENGTH)
}

/// The files that inputs stand for, each once, however often it is named.
pub fn files(inputs: &[PathBuf], errors: &mut Errors) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut seen = HashSet::default();
    for input in inputs {
        match build_file_of(input) {
            Some(path) => {
                for model in build_file::read(&path, errors).models {
                    collect(&model, &mut seen, &mut files, errors);
                }
            }
            None => named(input, &mut seen, &mut files, errors),
        }
    }
    files.retain(|path| seen.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
    files
}

/// The services that a directory has the models of: the files of each, of which every other is one of its own.
pub fn services(directory: &Path, errors: &mut Errors) -> Vec<PathBuf> {
    let mut files = files(std::slice::from_ref(&directory.to_owned()), errors);
    files.retain(|path| !is_beside(path));
    files
}

/// The files and directories on which the model of an input depends: the input itself; the directory of a description,
/// where files may be added; or the file of a build, and what it names.
pub fn watched(input: &Path) -> Vec<PathBuf> {
    if let Some(path) = build_file_of(input) {
        let build = build_file::read(&path, &mut Errors::new());
        return std::iter::once(path).chain(build.models).collect();
    }
    let mut watched = vec![input.to_owned()];
    if !input.is_dir() && !beside(input).is_empty() {
        watched.extend(input.parent().map(Path::to_owned));
    }
    watched
}

/// The environment variables on which the model of an input depends.
pub fn variables(input: &Path) -> Vec<String> {
    let path = build_file_of(input);
    let build = path.map(|path| build_file::read(&path, &mut Errors::new()));
    build.unwrap_or_default().variables
}

/// The file that says which models an input stands for: itself, or that of the directory.
fn build_file_of(input: &Path) -> Option<PathBuf> {
    if name_of(input) == build_file::NAME && !input.is_dir() {
        return Some(input.to_owned());
    }
    let path = input.join(build_file::NAME);
    path.is_file().then_some(path)
}

/// Like [`collect`], for an input that somebody named: a directory without models is more likely another than meant.
fn named(input: &Path, seen: &mut HashSet<PathBuf>, files: &mut Vec<PathBuf>, errors: &mut Errors) {
    let (before, problems) = (files.len(), errors.iter().len());
    let is_again = std::fs::canonicalize(input).is_ok_and(|path| seen.contains(&path));
    collect(input, seen, files, errors);
    if files.len() == before && errors.iter().len() == problems && !is_again {
        let message = format!("there is no model in `{}`", input.display());
        let problem = Diagnostic::error(message).setting("model", input.display());
        errors.push(problem.help("name a directory with files that end in `.smithy` or `.json`"));
    }
}

/// Adds a file with what belongs to it, or the model files of a directory sorted by name.
fn collect(
    input: &Path,
    seen: &mut HashSet<PathBuf>,
    files: &mut Vec<PathBuf>,
    errors: &mut Errors,
) {
    if !input.is_dir() {
        files.push(input.to_owned());
        files.extend(beside(input));
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
            paths.retain(|path| !is_example(path));
            // As where the file with the service is named, it comes first.
            paths.sort_by_cached_key(|path| is_beside(path));
            for path in newest_only(paths) {
                if path.is_dir() {
                    collect(&path, seen, files, errors);
                } else if is_model(&path) {
                    files.push(path);
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

fn name_of(path: &Path) -> &str {
    path.file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default()
}

/// Whether a file of a directory is a model. One that is there without compression as well is that one; the file of a
/// build is none.
fn is_model(path: &Path) -> bool {
    let name = name_of(path);
    if name == build_file::NAME {
        return false;
    }
    let is_there_plain = name.ends_with(".gz") && path.with_extension("").is_file();
    ENDINGS.iter().any(|ending| name.ends_with(ending)) && !is_there_plain
}

/// Without all versions of a service but the newest, as botocore takes it: each is a directory named by its date.
fn newest_only(paths: Vec<PathBuf>) -> Vec<PathBuf> {
    let is_version = |path: &PathBuf| {
        let name = name_of(path).as_bytes();
        name.len() == 10
            && name.iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            })
    };
    let has_service = |path: &PathBuf| with_endings(path, SERVICE).next().is_some();
    // They are sorted, and dates by time.
    let mut newest = paths
        .iter()
        .filter(|path| is_version(path) && has_service(path));
    let Some(newest) = newest.next_back().cloned() else {
        return paths;
    };
    let is_kept = |path: &PathBuf| !is_version(path) || newest == *path;
    paths.into_iter().filter(is_kept).collect()
}

/// The file of a directory that has a name with one of the endings of JSON.
fn with_endings<'p>(directory: &'p Path, name: &'p str) -> impl Iterator<Item = PathBuf> + 'p {
    let endings = [".json", ".json.gz"].into_iter();
    let paths = endings.map(move |ending| directory.join(format!("{name}{ending}")));
    paths.filter(|path| path.is_file())
}

/// The name of a file without what JSON's names end in.
fn stem_of(path: &Path) -> &str {
    let name = name_of(path);
    name.strip_suffix(".gz")
        .unwrap_or(name)
        .trim_end_matches(".json")
}

/// Whether a description of a service is in the directory of a file.
fn has_service_beside(path: &Path) -> bool {
    let directory = path.parent().unwrap_or(Path::new(""));
    with_endings(directory, SERVICE).next().is_some()
}

/// Whether a file belongs to the description of a service that is beside it.
fn is_beside(path: &Path) -> bool {
    BESIDE.contains(&stem_of(path)) && has_service_beside(path)
}

/// Whether a file has examples of a service that is described beside it, which are no part of its model.
fn is_example(path: &Path) -> bool {
    stem_of(path) == "examples-1" && has_service_beside(path)
}

/// What belongs to a file that describes a service: the files beside it, by their names.
fn beside(path: &Path) -> Vec<PathBuf> {
    if path.as_os_str() == STDIN.0 {
        return Vec::new();
    }
    let directory = path.parent().unwrap_or(Path::new(""));
    if BESIDE.contains(&stem_of(path)) {
        return Vec::new();
    }
    let found = BESIDE
        .iter()
        .filter_map(|name| with_endings(directory, name).next());
    let found: Vec<PathBuf> = found.collect();
    // The file is read only where there is something that might belong to it.
    if found.is_empty() {
        return found;
    }
    let text = read(path)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok());
    match text.as_deref().and_then(part_of) {
        Some(Part::Service) => found,
        _ => Vec::new(),
    }
}
