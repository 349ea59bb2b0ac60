//! Settings that the services of a directory have in common. They may name what only one of them has, but not what none
//! has.

use std::collections::BTreeMap;

use crate::config::{Origins, ServiceSettings};
use smithgen_model::{Diagnostic, Errors, Severity};

/// What is common to the services of each directory.
#[derive(Default)]
pub(super) struct Common<'s> {
    directories: BTreeMap<usize, Directory<'s>>,
}

#[derive(Default)]
struct Directory<'s> {
    services: usize,
    origins: Option<&'s Origins>,
    /// By name and value, how many services do not have what a setting names, and what is said of it.
    missing: BTreeMap<(String, String), (usize, Diagnostic)>,
}

impl<'s> Common<'s> {
    /// Takes the notes of a service on settings out of what is said of it.
    pub(super) fn sift(&mut self, settings: &'s ServiceSettings, told: Errors) -> Errors {
        let Some(number) = settings.directory else {
            return told;
        };
        let directory = self.directories.entry(number).or_default();
        directory.services += 1;
        directory.origins = Some(&settings.origins);
        let mut others = Errors::new();
        for problem in told {
            match problem.setting.clone() {
                Some(setting) if problem.severity == Severity::Note => {
                    let missing = directory.missing.entry(setting);
                    missing.or_insert((0, problem)).0 += 1;
                }
                _ => others.push(problem),
            }
        }
        others
    }

    /// An error for each setting that names what no service of its directory has.
    pub(super) fn problems(self) -> Errors {
        let mut all = Errors::new();
        for directory in self.directories.into_values() {
            let mut problems = Errors::new();
            for (services, mut problem) in directory.missing.into_values() {
                if services == directory.services {
                    problem.severity = Severity::Error;
                    problems.push(problem);
                }
            }
            if let Some(origins) = directory.origins {
                all.extend(origins.locate(problems));
            }
        }
        all
    }
}
