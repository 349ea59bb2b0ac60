//! `protocol-tests DIR`: generates a client for every service in a folder, writes a test per case, builds and runs
//! them, and says what passed.
//!
//! No case is left out: what could not be generated, compiled or run failed, with the reason.

mod cut;
mod discover;
mod emit;
mod execute;
mod files;
mod generate;
mod report;
mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use self::discover::{Found, Kind, Placed, Unit};
use self::emit::Tests;
use self::report::Results;
use self::workspace::{Built, Package, Workspace};

/// Which cases run.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    /// Id or name of a protocol.
    pub(crate) protocol: Option<String>,
    /// Part of the case's id, or a pattern of the whole with `*` and `?`.
    pub(crate) id: Option<String>,
}

/// Runs the cases of a folder and prints what became of them; the number that failed.
///
/// # Errors
/// What keeps all of them from being run.
pub(crate) fn run(folder: &Path, filter: &Filter) -> Result<usize, String> {
    let found = discover::discover(folder)?;
    for note in &found.notes {
        println!("skipped: {note}");
    }
    let mut results = Results::new(found.cases.len());
    for (case, reason) in &found.lost {
        results.failed(*case, reason);
    }
    let wanted = found.cases.iter().map(|case| {
        // What cannot be read may hold any case.
        case.kind == Kind::Unreadable || filter.admits(&case.protocol, &case.id)
    });
    let wanted: Vec<bool> = wanted.collect();
    match (wanted.contains(&true), found.cases.len()) {
        (true, _) => {}
        (false, 0) => println!("no case is there"),
        (false, others) => {
            println!("no case is of that protocol and id; {others} others are there")
        }
    }
    let workspace = Workspace::of_this_program()?;
    let (packages, tests) = packages(&found, &wanted, &mut results);
    workspace.write(&packages)?;
    run_packages(&workspace, &tests, &wanted, &mut results)?;
    Ok(results.report(&found.cases, &wanted))
}

/// A package for every unit with a case that is wanted, and the tests in it by its name. All cases of such a unit
/// are written, so that choosing others compiles nothing anew.
fn packages(
    found: &Found,
    wanted: &[bool],
    results: &mut Results,
) -> (Vec<Package>, BTreeMap<String, Tests>) {
    let mut packages = Vec::new();
    let mut all_tests = BTreeMap::new();
    for unit in &found.units {
        let is_wanted = |placed: &Placed| wanted.get(placed.case) == Some(&true);
        if !unit.cases.iter().any(is_wanted) {
            continue;
        }
        match generate::client(unit) {
            Ok(client) => {
                let tests = emit::tests(&client, &found.cases, &unit.cases);
                for (case, reason) in &tests.refused {
                    results.failed(*case, reason);
                }
                let name = name(unit, &all_tests);
                let mut sources = client.files();
                for source in &mut sources {
                    source.path = format!("{}/{}", emit::CLIENT, source.path);
                }
                sources.extend(tests.files.iter().cloned());
                packages.push(Package {
                    name: name.clone(),
                    features: client.features(),
                    sources,
                });
                all_tests.insert(name, tests);
            }
            Err(reason) => {
                for placed in &unit.cases {
                    results.failed(placed.case, &reason);
                }
            }
        }
    }
    (packages, all_tests)
}

/// A package's name: file, service and protocol, as far as cargo lets them be one.
fn name(unit: &Unit, taken: &BTreeMap<String, Tests>) -> String {
    let last = |id: &str| id.rsplit('#').next().unwrap_or_default().to_owned();
    let whole = format!(
        "{}-{}-{}",
        unit.file,
        last(&unit.service),
        last(&unit.protocol)
    );
    let legal = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let base: String = "case-".chars().chain(whole.chars().map(legal)).collect();
    let mut name = base.clone();
    let mut count = 2;
    while taken.contains_key(&name) {
        name = format!("{base}-{count}");
        count += 1;
    }
    name
}

fn run_packages(
    workspace: &Workspace,
    all_tests: &BTreeMap<String, Tests>,
    wanted: &[bool],
    results: &mut Results,
) -> Result<(), String> {
    let names: BTreeSet<&str> = all_tests.keys().map(String::as_str).collect();
    if names.is_empty() {
        return Ok(());
    }
    let mut built = workspace.build(&names)?;
    for (package, tests) in all_tests {
        let built = built.remove(package).unwrap_or_default();
        let chosen = tests.names.iter();
        let chosen = chosen.filter(|(_, case)| wanted.get(**case) == Some(&true));
        let chosen: Vec<(&str, usize)> =
            chosen.map(|(name, case)| (name.as_str(), *case)).collect();
        run_package(&built, &chosen, results);
    }
    Ok(())
}

fn run_package(built: &Built, tests: &[(&str, usize)], results: &mut Results) {
    let Some(program) = &built.executable else {
        let reason = match built.errors.first() {
            Some(error) => format!("not compiled: {error}"),
            None => "not compiled".to_owned(),
        };
        for (_, case) in tests {
            results.failed(*case, &reason);
        }
        return;
    };
    let names: Vec<&str> = tests.iter().map(|(name, _)| *name).collect();
    let mut outcomes = execute::run(program, &names).unwrap_or_default();
    for (name, case) in tests {
        let outcome = outcomes.remove(*name);
        // A test that takes the whole process with it leaves the others without an outcome.
        let alone = || execute::run(program, &[*name]).ok()?.remove(*name);
        match outcome.or_else(alone) {
            Some(Ok(())) => results.passed(*case),
            Some(Err(reason)) => results.failed(*case, &reason),
            None => results.failed(*case, "the test did not finish"),
        }
    }
}

impl Filter {
    fn admits(&self, protocol: &str, id: &str) -> bool {
        let short = protocol.rsplit('#').next().unwrap_or_default();
        let is_protocol = |wanted: &String| {
            wanted.eq_ignore_ascii_case(protocol) || wanted.eq_ignore_ascii_case(short)
        };
        self.protocol.as_ref().is_none_or(is_protocol)
            && self.id.as_ref().is_none_or(|pattern| matches(pattern, id))
    }
}

/// Whether an id contains the text, or is what a pattern with `*` and `?` says.
fn matches(pattern: &str, id: &str) -> bool {
    if !pattern.contains(['*', '?']) {
        return id.contains(pattern);
    }
    fn glob(pattern: &[char], text: &[char]) -> bool {
        match (pattern, text) {
            ([], []) => true,
            (['*', pattern @ ..], _) => (0..=text.len())
                .any(|skipped| glob(pattern, text.get(skipped..).unwrap_or_default())),
            (['?', pattern @ ..], [_, text @ ..]) => glob(pattern, text),
            ([first, pattern @ ..], [other, text @ ..]) => first == other && glob(pattern, text),
            _ => false,
        }
    }
    let chars = |text: &str| text.chars().collect::<Vec<_>>();
    glob(&chars(pattern), &chars(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_chosen_by_part_or_pattern() {
        assert!(matches("Query", "RestJsonQueryString"));
        assert!(matches("Rest*String", "RestJsonQueryString"));
        assert!(matches("?est*", "RestJsonQueryString"));
        assert!(!matches("*Query", "RestJsonQueryString"));
        assert!(!matches("query", "RestJsonQueryString"));
    }

    #[test]
    fn protocols_are_chosen_by_id_or_name() {
        let filter = Filter {
            protocol: Some("restjson1".to_owned()),
            id: None,
        };
        assert!(filter.admits("aws.protocols#restJson1", "X"));
        assert!(!filter.admits("aws.protocols#restXml", "X"));
    }
}
