//! Reads the two models: files, directories, standard input, or what a revision in Git has of these.

use std::path::Path;

use smithgen::Errors;
use smithgen_model::load::{self, STDIN, Text};
use smithgen_model::{Diagnostic, Model, resolve};

use super::{Diff, git};

/// Reads both models, as validators see them.
pub(super) fn read(arguments: &Diff, problems: &mut Errors) -> [Model; 2] {
    let sides = [&arguments.old, &arguments.new];
    if sides.iter().all(|path| path.as_os_str() == STDIN.0) {
        let problem = Diagnostic::error("both models cannot be read from standard input");
        problems.push(problem.help("name a file for one of them"));
        return [Model::default(), Model::default()];
    }
    let dependencies = load::texts(&arguments.dependencies, None, problems);
    sides.map(|path| {
        let texts = texts(path, problems);
        let mut found = Errors::new();
        let loaded = load::load_with(texts, dependencies.clone(), true, &mut found);
        let merged = resolve::merge(loaded, arguments.allow_unknown_traits, &mut found);
        let model = resolve::judged(merged.model, &mut found);
        // What is no error says nothing of changes; `validate` tells of it.
        let errors = found.into_iter();
        problems.extend(errors.filter(|it| it.severity == smithgen::Severity::Error));
        model
    })
}

/// The files that an argument stands for. One that is there goes before one in Git.
fn texts(path: &Path, problems: &mut Errors) -> Vec<Text> {
    let is_there = path.as_os_str() == STDIN.0 || std::fs::symlink_metadata(path).is_ok();
    match path.to_str().and_then(|text| text.split_once(':')) {
        Some((revision, inside)) if !is_there => match git::texts(revision, inside) {
            Ok(texts) => texts,
            Err(problem) => {
                problems.push(*problem);
                Vec::new()
            }
        },
        _ => {
            let mut stdin = std::io::stdin().lock();
            load::texts(&[path.to_owned()], Some(&mut stdin), problems)
        }
    }
}
