//! `protocol-tests DIR [--server]`: generates a client, or a server, for every service in a folder, writes a test per
//! case, builds and runs them, and says what passed.
//!
//! No case is left out: what could not be generated, compiled or run failed, with the reason.

mod cut;
mod discover;
pub(crate) mod emit;
pub(crate) mod emit_server;
mod execute;
mod expand;
mod files;
mod filter;
mod generate;
mod report;
pub(crate) mod workspace;

use std::collections::BTreeSet;
use std::path::Path;

pub(crate) use self::discover::Side;
use self::discover::{Found, Kind, Placed, Unit};
use self::emit::Tests;
pub(crate) use self::filter::Filter;
use self::report::Results;
use self::workspace::{Built, dependencies};
pub(crate) use self::workspace::{Package, Workspace};

/// Runs the cases of a folder and prints what became of them; the number that failed.
///
/// # Errors
/// What keeps all cases from running.
pub(crate) fn run(folder: &Path, side: Side, filter: &Filter) -> Result<usize, String> {
    let found = discover::discover(folder, side)?;
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
    let mut rounds = Rounds {
        found: &found,
        wanted: &wanted,
        workspace: Workspace::named(match side {
            Side::Client => "protocols",
            Side::Server => "protocols-of-servers",
        })?,
        packages: Vec::new(),
        names: BTreeSet::new(),
        results: &mut results,
    };
    let is_wanted = |placed: &Placed| wanted.get(placed.case) == Some(&true);
    let units = found.units.iter();
    let units: Vec<&Unit> = units
        .filter(|unit| unit.cases.iter().any(is_wanted))
        .collect();
    let broken = rounds.run(&units)?;
    // An operation that does not compile takes no other with it.
    let parts: Vec<Unit> = broken.iter().flat_map(|(unit, _)| unit.parts()).collect();
    let broken_parts = rounds.run(&parts.iter().collect::<Vec<_>>())?;
    let whole = broken.iter().filter(|(unit, _)| unit.parts().is_empty());
    for (unit, reason) in whole.chain(&broken_parts) {
        unit.cases
            .iter()
            .for_each(|placed| rounds.results.failed(placed.case, reason));
    }
    Ok(results.report(&found.cases, &wanted))
}

/// What is built and run, in one go or, where that fails, in another of smaller pieces.
struct Rounds<'a> {
    found: &'a Found,
    wanted: &'a [bool],
    workspace: Workspace,
    /// Those of all rounds: what is left out of a workspace is deleted.
    packages: Vec<Package>,
    names: BTreeSet<String>,
    results: &'a mut Results,
}

impl Rounds<'_> {
    /// Generates, builds and runs units; those that were not compiled, with the reason.
    fn run<'u>(&mut self, units: &[&'u Unit]) -> Result<Vec<(&'u Unit, String)>, String> {
        let written: Vec<(&Unit, String, Tests)> = units
            .iter()
            .filter_map(|unit| {
                let (name, tests) = self.package(unit)?;
                Some((*unit, name, tests))
            })
            .collect();
        if written.is_empty() {
            return Ok(Vec::new());
        }
        self.workspace.write(&self.packages)?;
        let names: BTreeSet<&str> = written.iter().map(|(_, name, _)| name.as_str()).collect();
        let mut built = self.workspace.build_tests(&names)?;
        let mut broken = Vec::new();
        for (unit, name, tests) in &written {
            let built = built.remove(name).unwrap_or_default();
            match &built.executable {
                Some(program) => run_tests(program, tests, self.wanted, self.results),
                None => broken.push((*unit, why(&built))),
            }
        }
        Ok(broken)
    }

    /// Writes the package of a unit, unless it cannot be generated. All its cases are written, so that choosing
    /// others compiles nothing anew.
    fn package(&mut self, unit: &Unit) -> Option<(String, Tests)> {
        let side = self.found.side;
        let code = match generate::code(unit, side) {
            Ok(code) => code,
            Err(reason) => {
                for placed in &unit.cases {
                    self.results.failed(placed.case, &reason);
                }
                return None;
            }
        };
        let tests = emit::tests(&code, &self.found.cases, &unit.cases);
        for (case, reason) in &tests.refused {
            self.results.failed(*case, reason);
        }
        let name = name(unit, &self.names);
        let is_server = side == Side::Server;
        let dependencies = dependencies(&code.features, !is_server, is_server);
        let mut sources = code.files;
        for source in &mut sources {
            source.path = format!("{}/{}", emit::GENERATED, source.path);
        }
        sources.extend(tests.files.iter().cloned());
        self.packages.push(Package {
            name: name.clone(),
            dependencies,
            sources,
        });
        self.names.insert(name.clone());
        Some((name, tests))
    }
}

/// Why there is no program.
fn why(built: &Built) -> String {
    match built.errors.first() {
        Some(error) => format!("not compiled: {error}"),
        None => "not compiled".to_owned(),
    }
}

/// A package's name: file, service and protocol, as far as cargo lets them be one.
fn name(unit: &Unit, taken: &BTreeSet<String>) -> String {
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
    while taken.contains(&name) {
        name = format!("{base}-{count}");
        count += 1;
    }
    name
}

/// Runs the tests of a program that are wanted.
fn run_tests(program: &Path, tests: &Tests, wanted: &[bool], results: &mut Results) {
    let chosen = tests.names.iter();
    let chosen = chosen.filter(|(_, case)| wanted.get(**case) == Some(&true));
    let chosen: Vec<(&str, usize)> = chosen.map(|(name, case)| (name.as_str(), *case)).collect();
    let names: Vec<&str> = chosen.iter().map(|(name, _)| *name).collect();
    let mut outcomes = execute::run(program, &names).unwrap_or_default();
    for (name, case) in chosen {
        let outcome = outcomes.remove(name);
        // A test that takes the whole process with it leaves the others without an outcome.
        let alone = || execute::run(program, &[name]).ok()?.remove(name);
        match outcome.or_else(alone) {
            Some(Ok(())) => results.passed(case),
            Some(Err(reason)) => results.failed(case, &reason),
            None => results.failed(case, "the test did not finish"),
        }
    }
}
