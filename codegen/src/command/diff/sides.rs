//! Reads the two models: files, directories, standard input, or what a revision in Git has of these.

use std::path::Path;

use crate::{Errors, Severity};
use smithgen_model::load::{self, STDIN, Text};
use smithgen_model::{Diagnostic, Model, resolve};

use super::{Diff, git};
use crate::threads::both;

/// One side of a comparison.
#[derive(Default)]
pub(super) struct Sided {
    /// The model, as validators see it.
    pub(super) model: Model,
    /// The same without mixins, as it is generated.
    pub(super) flat: Model,
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
    let side = |path| {
        let (mut read, mut found) = (Errors::new(), Errors::new());
        let texts = texts(path, &mut read);
        let loaded = load::load_with(texts, dependencies.clone(), &mut read);
        let merged = resolve::merge(loaded, arguments.allow_unknown_traits, &mut found);
        let flat = merged.flat().clone();
        let model = resolve::judged(merged.model, &mut found);
        (Sided { model, flat }, read, found)
    };
    let models = both(|| side(old), || side(new));
    let [(old, read_old, of_old), (new, read_new, of_new)] = models;
    problems.extend(errors(read_old).chain(errors(read_new)));
    problems.extend(errors(of_new));
    notices.extend(errors(of_old).map(|problem| Diagnostic {
        severity: Severity::Warning,
        message: format!("{}, in the old model", problem.message),
        ..problem
    }));
    [old, new]
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
