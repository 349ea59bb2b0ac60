//! Model files as a revision in Git has them.
//!
//! Git is asked for objects by their names on its standard input, where nothing is taken for an option, and without a
//! shell. It neither changes anything nor reads what is outside the repository.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{ChildStdout, Command, Stdio};

use smithgen_model::Diagnostic;
use smithgen_model::load::Text;
use smithgen_model::reading::read_bounded;

use crate::command::limits::{LISTING_LENGTH, MODEL_LENGTH, REVISION_FILES};

type Result<T> = std::result::Result<T, Box<Diagnostic>>;

/// The file at a path in a revision, or all model files below it, sorted by name.
pub(super) fn texts(revision: &str, path: &str) -> Result<Vec<Text>> {
    let name = format!("{revision}:{path}");
    if revision.is_empty() || revision.starts_with('-') || name.contains(['\n', '\0']) {
        let reason = "this is no file, and no revision in Git before a colon";
        let help =
            "name a file, a directory, or `REVISION:PATH` such as `HEAD~3:model/service.json`";
        return Err(refused(&name, reason, help));
    }
    let found = look_up(&[format!("{revision}^{{}}"), name.clone()], &name)?;
    match found.as_slice() {
        [None, _] => {
            let reason =
                format!("there is no file of this name, and no revision `{revision}` in Git");
            let help = "name a file that is there, or a revision that `git log` shows; a shallow clone lacks old ones";
            Err(refused(&name, &reason, help))
        }
        [_, Some(object)] if object.kind == "blob" => {
            let files = vec![(name, object.id.clone())];
            read(files)
        }
        [_, Some(object)] if object.kind == "tree" => {
            let files = list(&object.id, &name)?;
            read(files)
        }
        _ => {
            let reason = format!("revision `{revision}` has no file or directory `{path}`");
            let help =
                "paths start at the root of the repository, or here where they start with `./`";
            Err(refused(&name, &reason, help))
        }
    }
}

fn refused(name: &str, reason: &str, help: &str) -> Box<Diagnostic> {
    let problem = Diagnostic::error(format!("cannot read `{name}`: {reason}"));
    Box::new(problem.help(help))
}

/// What Git knows of an object.
struct Object {
    id: String,
    kind: String,
}

/// Looks up objects by name; `None` for those that are missing.
fn look_up(names: &[String], about: &str) -> Result<Vec<Option<Object>>> {
    let input = names.iter().map(|name| format!("{name}\n")).collect();
    let output = run(&["cat-file", "--batch-check"], input, about, |output| {
        read_bounded(output, "git", LISTING_LENGTH)
    })?;
    let text = String::from_utf8_lossy(&output);
    let lines = text.lines().map(|line| {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            [id, kind, size] if is_id(id) && size.parse::<u64>().is_ok() => Some(Object {
                id: (*id).to_owned(),
                kind: (*kind).to_owned(),
            }),
            _ => None,
        }
    });
    let mut found: Vec<Option<Object>> = lines.take(names.len()).collect();
    found.resize_with(names.len(), || None);
    Ok(found)
}

fn is_id(word: &str) -> bool {
    word.len() >= 40 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The model files below a directory, each with the id of its object. Links and other repositories are left out.
fn list(tree: &str, name: &str) -> Result<Vec<(String, String)>> {
    let arguments = ["ls-tree", "-r", "-z", "--full-tree", tree];
    let output = run(&arguments, String::new(), name, |output| {
        read_bounded(output, "git", LISTING_LENGTH)
    })?;
    let text = String::from_utf8_lossy(&output);
    let base = name.trim_end_matches('/');
    let join = |path: &str| match base.ends_with(':') {
        true => format!("{base}{path}"),
        false => format!("{base}/{path}"),
    };
    let entries = text.split('\0').filter_map(|entry| {
        let (about, path) = entry.split_once('\t')?;
        let mut words = about.split(' ');
        let (mode, _, id) = (words.next()?, words.next()?, words.next()?);
        let is_model = path.ends_with(".json") || path.ends_with(".smithy");
        (mode.starts_with("100") && is_model).then(|| (join(path), id.to_owned()))
    });
    let files: Vec<_> = entries.take(REVISION_FILES + 1).collect();
    match files.len() {
        0 => {
            let help = "name a directory with files that end in `.json` or `.smithy`";
            Err(refused(name, "there are no models in it", help))
        }
        count if count > REVISION_FILES => {
            let reason = format!("it has more than {REVISION_FILES} model files");
            Err(refused(name, &reason, "name the directory of one service"))
        }
        _ => Ok(files),
    }
}

/// Reads files by the ids of their objects, in one run of Git.
fn read(files: Vec<(String, String)>) -> Result<Vec<Text>> {
    let about = files.first().map(|(name, _)| name.clone());
    let about = about.unwrap_or_default();
    let input = files.iter().map(|(_, id)| format!("{id}\n")).collect();
    let mut open: VecDeque<String> = files.into_iter().map(|(name, _)| name).collect();
    run(&["cat-file", "--batch"], input, &about, |output| {
        let mut output = BufReader::new(output);
        let mut texts = Vec::new();
        while let Some(name) = open.pop_front() {
            let bytes = next(&mut output, &name)?;
            texts.push((name, bytes));
        }
        Ok(texts)
    })
}

/// The next object that Git writes: a line with its id, kind and size, its bytes, and the end of a line.
fn next(output: &mut BufReader<&mut ChildStdout>, name: &str) -> Result<Vec<u8>> {
    let broken = |reason: &str| refused(name, reason, "look at the repository with `git fsck`");
    let mut line = String::new();
    let header = output.by_ref().take(1_000).read_line(&mut line);
    header.map_err(|error| broken(&error.to_string()))?;
    let size = line.trim_end().rsplit(' ').next();
    let size = size.and_then(|size| size.parse::<usize>().ok());
    let size = size.ok_or_else(|| broken("Git has no such object"))?;
    if size > MODEL_LENGTH {
        let reason = format!("it has more than {MODEL_LENGTH} bytes");
        return Err(refused(
            name,
            &reason,
            "this is hardly a model: name another file",
        ));
    }
    let mut bytes = vec![0; size];
    let mut end = [0];
    let read = output.read_exact(&mut bytes);
    let read = read.and_then(|()| output.read_exact(&mut end));
    read.map_err(|error| broken(&error.to_string()))?;
    Ok(bytes)
}

/// Runs Git with some input, and reads its output.
fn run<T>(
    arguments: &[&str],
    input: String,
    about: &str,
    read: impl FnOnce(&mut ChildStdout) -> Result<T>,
) -> Result<T> {
    let spawned = Command::new("git")
        .args(arguments)
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = spawned.map_err(|error| {
        let reason = format!("there is no file of this name, and `git` cannot be run: {error}");
        refused(about, &reason, "name a file that is there, or install Git")
    })?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let result = std::thread::scope(|scope| {
        // Git answers before it has read everything, and waits while nobody reads that.
        scope.spawn(move || {
            // If Git ends early, its own words say why.
            let _ = stdin.map(|mut stdin| stdin.write_all(input.as_bytes()));
        });
        let result = stdout.map(|mut stdout| read(&mut stdout));
        result.unwrap_or_else(|| Err(refused(about, "`git` writes nothing", "run it by hand")))
    });
    let ended = child.wait_with_output();
    let ended = ended.map_err(|error| refused(about, &error.to_string(), "run it again"))?;
    let said = String::from_utf8_lossy(&ended.stderr);
    let said = said.trim().trim_start_matches("fatal: ");
    match ended.status.success() || (said.is_empty() && result.is_err()) {
        true => result,
        false => {
            let reason = format!("there is no file of this name, and `git` says: {said}");
            let help = "name a file that is there, or run this in the repository";
            Err(refused(about, &reason, help))
        }
    }
}
