//! Reads the two models: files, directories, standard input, or what a revision in Git has of these.

use std::path::Path;

use crate::{Errors, Severity};
use smithgen_model::load::{self, STDIN, Text};
use smithgen_model::{Diagnostic, Model, resolve};

use super::{Diff, git};

/// One side of a comparison.
#[derive(Default)]
pub(super) struct Sided {
    /// The model, as validators see it.
    pub(super) model: Model,
    /// What it was read from.
    pub(super) texts: Vec<Text>,
}

/// Reads both models, as validators see them. What is wrong with the old one besides its form is told in `notices`:
/// it is past, and nobody can mend it.
pub(super) fn read(arguments: &Diff, problems: &mut Errors, notices: &mut Errors) -> [Sided; 2] {
    let (old, new) = (&arguments.old, &arguments.new);
    if [old, new].iter().all(|path| path.as_os_str() == STDIN.0) {
        let problem = Diagnostic::error("both models cannot be read from standard input");
        problems.push(problem.help("name a file for one of them"));
        return [Sided::default(), Sided::default()];
    }
    let dependencies = load::texts(&arguments.dependencies, None, problems);
    let mut side = |path, found: &mut Errors| {
        let mut read = Errors::new();
        let texts = texts(path, &mut read);
        let loaded = load::load_with(texts.clone(), dependencies.clone(), &mut read);
        let merged = resolve::merge(loaded, arguments.allow_unknown_traits, found);
        let model = resolve::judged(merged.model, found);
        problems.extend(errors(read));
        Sided { model, texts }
    };
    let (mut of_old, mut of_new) = (Errors::new(), Errors::new());
    let models = [side(old, &mut of_old), side(new, &mut of_new)];
    problems.extend(errors(of_new));
    notices.extend(errors(of_old).map(|problem| Diagnostic {
        severity: Severity::Warning,
        message: format!("{}, in the old model", problem.message),
        ..problem
    }));
    models
}

/// The errors among problems: what is no error says nothing of changes, and `validate` tells of it.
fn errors(problems: Errors) -> impl Iterator<Item = Diagnostic> {
    let problems = problems.into_iter();
    problems.filter(|problem| problem.severity == Severity::Error)
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
