//! `round-trip MODELS`: generates client and server of real models, lets the one call the other in one process with
//! values made from the schemas, and says what arrived and came back as it was sent.

mod emit;
mod models;
pub(crate) mod peer;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::protocol_tests::{Package, Workspace};

/// Which trips are made.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// The models, by the names of their files without version; all that are chosen without any.
    pub(crate) models: Vec<String>,
    /// What values follow from.
    pub(crate) seed: Option<String>,
    /// The only operation.
    pub(crate) operation: Option<String>,
}

impl Wanted {
    /// Of the options of a command; nothing when there are others.
    pub(crate) fn of(mut options: &[String]) -> Option<Self> {
        let mut wanted = Wanted::default();
        while let [name, value, rest @ ..] = options {
            match name.as_str() {
                "--model" => wanted.models.push(value.clone()),
                "--seed" => wanted.seed = Some(value.parse::<u64>().ok()?.to_string()),
                "--operation" => wanted.operation = Some(value.clone()),
                _ => return None,
            }
            options = rest;
        }
        options.is_empty().then_some(wanted)
    }

    fn arguments(&self) -> Vec<&str> {
        let pairs = [("--seed", &self.seed), ("--operation", &self.operation)];
        let given = pairs.iter().filter_map(|(name, value)| {
            let value = value.as_deref()?;
            Some([*name, value])
        });
        given.flatten().collect()
    }
}

/// Generates, builds and runs; how many trips failed.
///
/// # Errors
/// When there is nothing to run.
pub(crate) fn run(folder: &Path, wanted: &Wanted) -> Result<usize, String> {
    let packages = packages(folder, &wanted.models)?;
    let workspace = Workspace::named("round-trip")?;
    workspace.write(&packages)?;
    let names: BTreeSet<&str> = packages.iter().map(|it| it.name.as_str()).collect();
    let mut built = workspace.build_programs(&names)?;
    let (mut passed, mut failed) = (0, 0);
    for name in names {
        let built = built.remove(name).unwrap_or_default();
        let Some(program) = built.executable else {
            let reason = built.errors.first().map_or("", String::as_str);
            println!("FAILED {name}: not compiled: {reason}");
            failed += 1;
            continue;
        };
        let output = Command::new(&program).args(wanted.arguments()).output();
        let output = output.map_err(|e| format!("{}: {e}", program.display()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        match counts(&text).filter(|_| output.status.success()) {
            Some((good, bad)) => {
                let (told, _) = text.trim_end().rsplit_once('\n').unwrap_or_default();
                if !told.is_empty() {
                    println!("{told}");
                }
                println!("{name}: {good} passed, {bad} failed");
                passed += good;
                failed += bad;
            }
            None => {
                println!("FAILED {name}: {}", String::from_utf8_lossy(&output.stderr));
                failed += 1;
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    Ok(failed)
}

/// The packages of the chosen models, one for each protocol.
///
/// # Errors
/// A model that is not there, or that cannot be generated.
pub(crate) fn packages(folder: &Path, names: &[String]) -> Result<Vec<Package>, String> {
    let mut packages = Vec::new();
    for chosen in models::chosen(names)? {
        let text = chosen.text(folder)?;
        for protocol in chosen.protocols(&text)? {
            packages.push(emit::package(chosen, &text, &protocol)?);
        }
    }
    Ok(packages)
}

/// What the last line of a program says.
fn counts(text: &str) -> Option<(usize, usize)> {
    let (passed, failed) = text.lines().next_back()?.split_once(" passed, ")?;
    let failed = failed.strip_suffix(" failed")?;
    Some((passed.parse().ok()?, failed.parse().ok()?))
}
