//! The files of a description: which of them a text is, and which belong together.

use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use super::super::json::{Entry, Json};
use crate::diagnostic::{Diagnostic, Errors};
use crate::source::{Location, Sources};

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::load) enum Part {
    Service,
    Pagination,
    Waiters,
    RuleSet,
    Bdd,
    Examples,
    /// What is merged into the service, the pagination or the waiters.
    ServiceExtra,
    PaginationExtra,
    WaitersExtra,
}

impl Part {
    fn what(self) -> &'static str {
        match self {
            Self::Service => "the description of a service",
            Self::Pagination => "how a service paginates",
            Self::Waiters => "what to wait for of a service",
            Self::RuleSet | Self::Bdd => "the endpoint rules of a service",
            Self::Examples => "examples of a service",
            Self::ServiceExtra | Self::PaginationExtra | Self::WaitersExtra => {
                "additions to the description of a service"
            }
        }
    }
}

/// The files of one service, by number.
#[derive(Debug)]
pub(in crate::load) struct Description {
    pub(in crate::load) service: usize,
    others: Vec<(Part, usize)>,
}

impl Description {
    pub(super) fn part(&self, part: Part) -> Option<usize> {
        match part {
            Part::Service => Some(self.service),
            _ => self.others.iter().find(|it| it.0 == part).map(|it| it.1),
        }
    }

    /// The file that adds to a part.
    pub(super) fn extra(&self, part: Part) -> Option<usize> {
        match part {
            Part::Service => self.part(Part::ServiceExtra),
            Part::Pagination => self.part(Part::PaginationExtra),
            Part::Waiters => self.part(Part::WaitersExtra),
            _ => None,
        }
    }

    /// Puts the files together that are in one directory. Of a file that belongs to none, or to several, it is
    /// reported; examples are for documentation, and left out.
    pub(in crate::load) fn all(
        parts: &[(usize, Part)],
        sources: &Sources,
        errors: &mut Errors,
    ) -> Vec<Self> {
        let directory = |number: usize| -> PathBuf {
            let path = sources.iter().nth(number).map(|source| source.path());
            let parent = path.and_then(|path| Path::new(path).parent());
            parent.unwrap_or(Path::new("")).to_owned()
        };
        let place = |number| sources.place(Location::new(number, 0));
        let mut groups: IndexMap<PathBuf, Vec<Self>> = IndexMap::new();
        for (number, _) in parts.iter().filter(|it| it.1 == Part::Service) {
            let group = groups.entry(directory(*number)).or_default();
            group.push(Self {
                service: *number,
                others: Vec::new(),
            });
        }
        let others = parts.iter().filter(|it| it.1 != Part::Service);
        for (number, part) in others.filter(|it| it.1 != Part::Examples) {
            let group = groups.get_mut(&directory(*number)).map(Vec::as_mut_slice);
            match group.unwrap_or_default() {
                [] => {
                    let message = format!(
                        "this says {}, but there is no description of a service beside it",
                        part.what()
                    );
                    let problem = Diagnostic::error(message).at(place(*number));
                    let help = "name the file with the service too, or their directory";
                    errors.push(problem.help(help));
                }
                [only] => match only.part(*part) {
                    None => only.others.push((*part, *number)),
                    Some(first) => {
                        let message = format!("{} is told twice", part.what());
                        let problem = Diagnostic::error(message).at(place(*number));
                        let problem = problem.related("told first here", place(first));
                        errors.push(problem.help("keep one of them"));
                    }
                },
                [first, second, ..] => {
                    let message = format!(
                        "this says {}, but several services are in its directory",
                        part.what()
                    );
                    let problem = Diagnostic::error(message)
                        .at(place(*number))
                        .related("one is here", place(first.service))
                        .related("another is here", place(second.service));
                    errors.push(problem.help("give each service a directory of its own"));
                }
            }
        }
        groups.into_values().flatten().collect()
    }
}

/// What a text is for, if it is a file of a description.
///
/// A JSON AST says so in its first member as a rule, and is not parsed for this.
pub(in crate::load) fn part_of(text: &str) -> Option<Part> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let inside = text.strip_prefix('{')?.trim_start();
    if inside.starts_with("\"smithy\"") {
        return None;
    }
    let root = Json::file(text, 0).ok()?.entries().ok()?;
    let value = |key: &str| root.iter().find(|entry| entry.key == key);
    let has = |key: &str| value(key).is_some();
    if has("smithy") {
        return None;
    }
    let protocol = |entry: &Entry<'_>| {
        let members = entry.value.entries().ok().unwrap_or_default();
        members
            .iter()
            .any(|it| it.key == "protocol" || it.key == "protocols")
    };
    if has("operations") || value("metadata").is_some_and(protocol) {
        return Some(Part::Service);
    }
    if let Some(merge) = value("merge") {
        let members = merge.value.entries().ok().unwrap_or_default();
        let has = |key: &str| members.iter().any(|entry| entry.key == key);
        return Some(match (has("pagination"), has("waiters")) {
            (true, _) => Part::PaginationExtra,
            (_, true) => Part::WaitersExtra,
            _ => Part::ServiceExtra,
        });
    }
    let known = [
        ("pagination", Part::Pagination),
        ("waiters", Part::Waiters),
        ("examples", Part::Examples),
    ];
    if let Some((_, part)) = known.into_iter().find(|(key, _)| has(key)) {
        return Some(part);
    }
    match (has("parameters"), has("rules"), has("nodes")) {
        (true, true, _) => Some(Part::RuleSet),
        (true, _, true) => Some(Part::Bdd),
        _ => None,
    }
}
