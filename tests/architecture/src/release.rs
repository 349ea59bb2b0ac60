//! What strangers see of each published crate, and whether it can be released as it is.

use std::path::{Path, PathBuf};
use std::{fs, io};

use toml::{Table, Value};

/// A crate that is published.
pub struct Published {
    /// Where it is.
    pub directory: PathBuf,
    /// Its manifest.
    pub manifest: Table,
}

/// What the front of a crate can be tested by: a block that is compiled.
const TESTED: [&str; 3] = ["```", "```no_run", "```rust"];

/// The files of licences.
const LICENCES: [&str; 3] = ["LICENSE", "LICENSE-APACHE", "LICENSE-MIT"];

impl Published {
    fn read(directory: PathBuf) -> io::Result<Published> {
        let manifest = read(&directory.join("Cargo.toml"))?.parse();
        let manifest = manifest.map_err(io::Error::other)?;
        Ok(Published {
            directory,
            manifest,
        })
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.own("name").and_then(Value::as_str).unwrap_or_default()
    }

    fn own(&self, key: &str) -> Option<&Value> {
        self.manifest.get("package")?.get(key)
    }

    /// What its manifest says, or that of the workspace for it.
    fn said<'v>(&'v self, key: &str, workspace: &'v Table) -> Option<&'v Value> {
        let own = self.own(key)?;
        match own.get("workspace") {
            Some(_) => shared(workspace, key),
            None => Some(own),
        }
    }

    /// What is missing of its face.
    fn faults(&self, root: &Path, workspace: &Table) -> Vec<String> {
        let text = |key: &str| self.said(key, workspace).and_then(Value::as_str);
        let list = |key: &str| self.own(key).and_then(Value::as_array).map_or(0, Vec::len);
        let same = |key: &str| text(key) == shared(workspace, key).and_then(Value::as_str);
        let documentation = format!("https://docs.rs/{}", self.name());
        let page = read(&self.directory.join("README.md")).unwrap_or_default();
        let title = format!("# {}", self.name());
        let mut faults = Vec::new();
        let mut demand = |holds: bool, fault: &str| {
            if !holds {
                faults.push(format!("{}: {fault}", self.name()));
            }
        };
        demand(
            text("description").is_some_and(|it| it.len() > 10),
            "says not what it is",
        );
        demand(same("license"), "has another licence than the workspace");
        demand(
            same("repository"),
            "has another `repository` than the workspace",
        );
        demand(same("version"), "has another version than the workspace");
        demand(text("rust-version").is_some(), "claims no `rust-version`");
        demand(
            text("documentation") == Some(&documentation),
            "has no `documentation` at docs.rs",
        );
        demand(
            (1..=5).contains(&list("keywords")),
            "has no keywords, or too many",
        );
        demand(
            (1..=5).contains(&list("categories")),
            "has no categories, or too many",
        );
        demand(
            page.lines().any(|line| line == title),
            "has no README.md with its name",
        );
        for name in LICENCES {
            let copy = read(&self.directory.join(name)).ok();
            let is_same = copy.is_some() && copy == read(&root.join(name)).ok();
            demand(is_same, &format!("has not the workspace's {name}"));
        }
        let library = read(&self.directory.join("src/lib.rs"));
        demand(
            library.is_err() || library.is_ok_and(|it| is_tested(&it)),
            "has a front page without a tested example",
        );
        for (name, version) in self.siblings() {
            let has_version =
                shared(workspace, "version").and_then(Value::as_str) == Some(&version);
            demand(
                has_version,
                &format!("wants version `{version}` of `{name}`"),
            );
        }
        faults
    }

    /// The crates of this repository that it depends on as a package, with their versions.
    fn siblings(&self) -> Vec<(String, String)> {
        let tables = ["dependencies", "build-dependencies"];
        let tables = tables
            .iter()
            .filter_map(|it| self.manifest.get(*it)?.as_table());
        let named = tables.flatten().filter(|(_, it)| it.get("path").is_some());
        let version = |it: &Value| it.get("version").and_then(Value::as_str).map(str::to_owned);
        named
            .map(|(name, it)| (name.clone(), version(it).unwrap_or_default()))
            .collect()
    }
}

fn read(path: &Path) -> io::Result<String> {
    fs::read_to_string(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

fn workspace(root: &Path) -> io::Result<Table> {
    let manifest: Table = read(&root.join("Cargo.toml"))?
        .parse()
        .map_err(io::Error::other)?;
    let table = manifest.get("workspace").and_then(Value::as_table);
    table
        .cloned()
        .ok_or_else(|| io::Error::other("there is no workspace"))
}

/// What the members of a workspace share.
fn shared<'v>(workspace: &'v Table, key: &str) -> Option<&'v Value> {
    workspace.get("package")?.get(key)
}

/// Whether the first block of code of a library's page is compiled and run with the tests.
fn is_tested(library: &str) -> bool {
    let page = library.lines().filter_map(|line| line.strip_prefix("//!"));
    let mut blocks = page.map(str::trim).filter(|line| line.starts_with("```"));
    blocks.next().is_some_and(|first| TESTED.contains(&first))
}

/// All published crates: members of the workspace, and those that are built on their own manifests.
///
/// # Errors
/// A manifest that cannot be read.
pub fn published(root: &Path) -> io::Result<Vec<Published>> {
    let workspace = workspace(root)?;
    let names = |key: &str| {
        workspace
            .get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    };
    let places = names("members")
        .chain(names("exclude"))
        .filter_map(Value::as_str);
    let manifests = places
        .map(|place| root.join(place))
        .filter(|it| it.join("Cargo.toml").is_file());
    let crates: io::Result<Vec<Published>> = manifests.map(Published::read).collect();
    let is_published = |it: &Published| it.own("publish").and_then(Value::as_bool) != Some(false);
    Ok(crates?.into_iter().filter(is_published).collect())
}

/// What is missing of the faces of all published crates.
///
/// # Errors
/// A manifest that cannot be read.
pub fn faults(root: &Path) -> io::Result<Vec<String>> {
    let workspace = workspace(root)?;
    let crates = published(root)?;
    Ok(crates
        .iter()
        .flat_map(|it| it.faults(root, &workspace))
        .collect())
}

/// Why a release cannot be made yet, though all else is well.
///
/// # Errors
/// A file that cannot be read.
pub fn obstacles(root: &Path) -> io::Result<Vec<String>> {
    let workspace = workspace(root)?;
    let text = |key: &str| {
        shared(&workspace, key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    Ok(missing(
        text("repository"),
        text("version"),
        &read(&root.join("CHANGELOG.md"))?,
    ))
}

/// What is missing of a repository's address and of the changes of a version.
fn missing(repository: &str, version: &str, changes: &str) -> Vec<String> {
    let mut missing = Vec::new();
    let host = repository.strip_prefix("https://").unwrap_or_default();
    let host = host.split('/').next().unwrap_or_default();
    if host.is_empty() || host.ends_with(".invalid") {
        missing.push(format!(
            "`{repository}` is no place for a repository: say where it is"
        ));
    }
    let title = format!("## [{version}] - ");
    if !changes.lines().any(|line| line.starts_with(&title)) {
        missing.push(format!("CHANGELOG.md has no section `{title}` with a date"));
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_needs_an_address_and_a_dated_section() {
        let changes = "# Changelog\n\n## [0.1.0] - 2030-01-02\n";
        let told = |repository, changes| missing(repository, "0.1.0", changes).len();
        assert_eq!(told("https://example.com/smithgen", changes), 0);
        assert_eq!(told("https://repository.invalid/smithgen", changes), 1);
        assert_eq!(told("", changes), 1);
        assert_eq!(
            told(
                "https://example.com/smithgen",
                "## [0.1.0]\n## [Unreleased]\n"
            ),
            1
        );
    }

    #[test]
    fn examples_that_are_not_compiled_do_not_count() {
        assert!(is_tested("//! A.\n//!\n//! ```no_run\n//! a();\n//! ```\n"));
        assert!(!is_tested(
            "//! A.\n//!\n//! ```ignore\n//! a();\n//! ```\n//! ```\n//! ```\n"
        ));
        assert!(!is_tested("//! A.\n\n/// ```\n/// ```\nfn a() {}\n"));
    }
}
