//! The public items of each published crate are those of its list in `docs/public/`, so that a review sees what changes
//! for those who depend on it. `UPDATE_EXPECT=1` writes the lists anew. What is generated is not listed: it is
//! compared with its model as a whole.

use std::path::{Path, PathBuf};
use std::{env, fs};

use architecture::public;
use architecture::release;
use architecture::source::Source;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Name and directory of each published library that is written by hand.
fn published() -> Vec<(String, PathBuf)> {
    let crates = release::published(&root()).unwrap().into_iter();
    let libraries = crates.filter(|it| it.directory.join("src/lib.rs").is_file());
    libraries
        .filter(|it| !it.directory.ends_with("generated"))
        .map(|it| (it.name().to_owned(), it.directory))
        .collect()
}

/// The lines that only one of the lists has.
fn changes(before: &str, now: &str) -> String {
    let gone = before
        .lines()
        .filter(|line| !now.lines().any(|it| it == *line));
    let new = now
        .lines()
        .filter(|line| !before.lines().any(|it| it == *line));
    let gone = gone.map(|line| format!("- {line}\n"));
    gone.chain(new.map(|line| format!("+ {line}\n"))).collect()
}

#[test]
fn public_items_are_those_of_the_lists() {
    let update = env::var_os("UPDATE_EXPECT").is_some();
    let mut names = Vec::new();
    for (name, directory) in published() {
        let file = root().join(format!("docs/public/{name}.txt"));
        let list = public::list(&Source::read(&directory).unwrap()).unwrap();
        if update {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, &list).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        let changes = changes(&expected, &list);
        assert!(
            changes.is_empty(),
            "the public items of {name} are not those of docs/public/{name}.txt:\n{changes}\
             If that is meant, run `UPDATE_EXPECT=1 cargo test -p architecture --test public`."
        );
        names.push(format!("{name}.txt"));
    }
    let lists = fs::read_dir(root().join("docs/public")).unwrap();
    for list in lists {
        let list = list.unwrap().file_name().into_string().unwrap();
        assert!(
            names.contains(&list),
            "docs/public/{list} is of no published crate"
        );
    }
}

/// What attributes say of a line, and the rest of it.
fn attributes(mut line: &str) -> (Vec<&str>, &str) {
    let mut found = Vec::new();
    while let Some((attribute, rest)) = line.split_once("] ").filter(|_| line.starts_with("#[")) {
        found.push(attribute);
        line = rest;
    }
    (found, line)
}

#[test]
fn features_only_add() {
    for (name, directory) in published() {
        let list = public::list(&Source::read(&directory).unwrap()).unwrap();
        let lines: Vec<_> = list.lines().map(attributes).collect();
        let enums = lines
            .iter()
            .filter(|(marks, _)| !marks.contains(&"#[non_exhaustive"));
        for (marks, path) in
            enums.filter_map(|(marks, line)| Some((marks, line.strip_prefix("pub enum ")?)))
        {
            let path = path.split(['<', ' ']).next().unwrap();
            let variant = format!("pub {path}::");
            for (of_variant, line) in lines.iter().filter(|(_, line)| line.starts_with(&variant)) {
                let own = of_variant
                    .iter()
                    .find(|it| it.starts_with("#[cfg(") && !marks.contains(it));
                assert!(
                    own.is_none(),
                    "{name}: a `match` of `{path}` breaks when a feature adds `{line}`"
                );
            }
        }
    }
}
