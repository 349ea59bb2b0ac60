//! Who may depend on whom among the generator's stages. Read from the sources: a rule that nobody checks is a wish.

use std::fs;
use std::path::{Path, PathBuf};

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Path below `src/` and text of every file of a module, tests left out.
fn files(module: &str) -> Vec<(String, String)> {
    let paths = vec![source().join(module), source().join(format!("{module}.rs"))];
    let found = files_in(&source(), paths);
    assert!(!found.is_empty(), "`{module}` is not where it was");
    found
}

/// Path below a directory and text of every file at or below some paths, tests left out.
fn files_in(root: &Path, mut waiting: Vec<PathBuf>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.ends_with("tests") || path.ends_with("tests.rs") {
            continue;
        }
        if path.is_dir() {
            waiting.extend(
                fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        } else if path.is_file() && path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            let text = fs::read_to_string(&path).unwrap();
            let code = text
                .split("#[cfg(test)]")
                .next()
                .unwrap_or_default()
                .to_owned();
            found.push((name.replace('\\', "/"), code));
        }
    }
    found.sort();
    found
}

/// The modules of this crate that a file names: `crate::ir` is `ir`.
fn named(code: &str) -> Vec<String> {
    let code = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code: String = code.collect::<Vec<_>>().join("\n");
    let after = code.split("crate::").skip(1);
    let word = |rest: &str| {
        rest.split(|c: char| !c.is_alphanumeric() && c != '_')
            .next()
            .map(str::to_owned)
    };
    after.filter_map(word).collect()
}

#[track_caller]
fn only(module: &str, allowed: &[&str]) {
    for (file, code) in files(module) {
        for other in named(&code) {
            // Limits are numbers and maps are types, which every stage may use.
            let fine = other == module || ["limits", "maps"].contains(&other.as_str());
            let fine = fine || allowed.contains(&other.as_str());
            assert!(fine, "{file} names `crate::{other}`");
        }
    }
}

#[test]
fn stages_know_only_what_comes_before() {
    only("ir", &[]);
    only("lower", &["config", "file_name", "ir"]);
    only("emit", &["ir", "mark", "output"]);
    only("format", &["emit", "ir", "mark", "output"]);
    only("output", &["file_name", "mark"]);
}

#[test]
fn emitters_of_a_service_share_nothing_but_the_printing_of_names_and_texts() {
    for (file, code) in files("emit") {
        if file == "emit/mod.rs" || file.starts_with("emit/package") {
            continue;
        }
        for line in code.lines() {
            let Some(names) = line.strip_prefix("use super::") else {
                continue;
            };
            // Pieces are what all of them print.
            let shared = ["paths", "text", "Block", "Member", "Piece"];
            // A part of an emitter stands one level deeper.
            let names = names.strip_prefix("super::").unwrap_or(names);
            let names = names.split("text::").next().unwrap_or_default();
            let mut names = names.split(|c: char| !c.is_alphanumeric());
            let other = names.find(|name| !name.is_empty() && !shared.contains(name));
            assert_eq!(other, None, "{file}");
        }
    }
}

#[test]
fn the_runtime_is_named_in_one_place() {
    for module in ["ir", "emit", "format"] {
        for (file, code) in files(module) {
            let names = code.contains("smithgen_client");
            assert!(
                !names || file == "emit/paths.rs",
                "{file} names the runtime's crate"
            );
        }
    }
}

#[test]
fn only_the_names_know_case() {
    for module in ["lower", "emit", "format", "output", "ir"] {
        for (file, code) in files(module) {
            assert!(
                !code.contains("heck::") || file == "lower/names/case.rs",
                "{file} changes case"
            );
        }
    }
}

/// What is expected and cannot fail, whatever is given: it is made in the lines before.
const HOLDS: [&str; 2] = [
    ".expect(\"a list with an item\")",
    ".expect(\"the digits of a finite number\")",
];

#[test]
fn nothing_panics_on_what_it_is_given() {
    let smithy = Path::new(env!("CARGO_MANIFEST_DIR")).join("../smithy/src");
    for root in [source(), smithy] {
        for (file, code) in files_in(&root, vec![root.clone()]) {
            for word in [
                ".unwrap()",
                ".expect(",
                "panic!(",
                "todo!(",
                "unimplemented!(",
                "unreachable!(",
            ] {
                let line = code
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("//"))
                    .filter(|line| !HOLDS.iter().any(|what| line.contains(what)))
                    .find(|line| line.contains(word));
                assert!(line.is_none(), "{file} has {word}: {line:?}");
            }
        }
    }
}

#[test]
fn emitters_look_nothing_up() {
    let searches = [
        ".find(",
        ".find_map(",
        ".position(",
        ".any(",
        ".contains(",
        ".get(&",
        "Map<",
        ".ok()",
    ];
    for (file, code) in files("emit") {
        // What is printed may search: it is other code's.
        let is_printed = |line: &&str| line.contains("quote!(") || line.contains("write!(");
        let lines = code.lines().filter(|line| !is_printed(line));
        for line in lines {
            let found = searches.iter().find(|word| line.contains(**word));
            assert!(found.is_none(), "{file} searches: {line}");
        }
    }
}

#[test]
fn limits_are_in_one_place() {
    for module in ["lower", "emit", "format", "output", "config", "run"] {
        for (file, code) in files(module) {
            let limit = code
                .lines()
                .find(|line| line.contains("const MAX_") || line.contains("const LIMIT"));
            assert!(limit.is_none(), "{file} has a limit of its own: {limit:?}");
        }
    }
}
