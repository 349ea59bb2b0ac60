//! No crate claims an older Rust than what it stands on: a claim that a dependency breaks is none.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn manifest(directory: &Path) -> toml::Table {
    let text = fs::read_to_string(directory.join("Cargo.toml")).unwrap();
    text.parse().unwrap()
}

/// The Rust that a crate claims, its own or the workspace's.
fn claim(directory: &Path) -> (u32, u32) {
    let package = &manifest(directory)["package"];
    let version = &package["rust-version"];
    let own = version.as_str().map(str::to_owned);
    let version = own.unwrap_or_else(|| {
        assert_eq!(version["workspace"].as_bool(), Some(true));
        let shared = &manifest(&root())["workspace"]["package"]["rust-version"];
        shared.as_str().unwrap().to_owned()
    });
    let mut numbers = version.split('.').map(|it| it.parse().unwrap());
    (numbers.next().unwrap(), numbers.next().unwrap())
}

/// The directories of the crates of this repository that a crate depends on.
fn stands_on(directory: &Path) -> Vec<PathBuf> {
    let manifest = manifest(directory);
    let tables = ["dependencies", "build-dependencies"];
    let tables = tables
        .iter()
        .filter_map(|table| manifest.get(*table)?.as_table());
    let paths = tables.flat_map(|table| table.values());
    let paths = paths.filter_map(|it| it.get("path")?.as_str());
    paths.map(|path| directory.join(path)).collect()
}

#[test]
fn no_crate_claims_an_older_rust_than_what_it_stands_on() {
    let workspace = manifest(&root());
    let members = workspace["workspace"]["members"].as_array().unwrap();
    let mut crates: Vec<PathBuf> = members
        .iter()
        .map(|it| root().join(it.as_str().unwrap()))
        .collect();
    crates.extend([root(), root().join("generated"), root().join("command")]);
    let mut compared = 0;
    for directory in crates {
        for other in stands_on(&directory) {
            assert!(
                claim(&directory) >= claim(&other),
                "{} claims an older Rust than {}",
                directory.display(),
                other.display()
            );
            compared += 1;
        }
    }
    assert!(compared > 0);
}
