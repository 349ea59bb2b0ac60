//! Commands that the documentation shows.

use std::path::{Path, PathBuf};

/// How the documentation calls the generator.
pub(crate) const SMITHGEN: &str = "cargo run -p smithgen -- ";

/// Whether a line calls the generator, from a checkout or as it is installed.
pub(crate) fn is_generator(line: &str) -> bool {
    line.contains(SMITHGEN) || line.starts_with("smithgen ")
}

/// Directories with pages.
const DIRECTORIES: [&str; 10] = [
    "docs",
    "docs/decisions",
    "docs/book/src",
    "docs/book/src/coming-from",
    "docs/book/src/explanation",
    "docs/book/src/howto",
    "docs/book/src/reference",
    "benches",
    "examples/weather",
    "examples/consumer",
];

/// Pages whose commands go together, so that a test of their own runs them.
const SESSIONS: [&str; 2] = ["howto/local-server.md", "src/tutorial.md"];

/// All pages of a repository, sorted.
pub(crate) fn pages(root: &Path) -> Vec<PathBuf> {
    let mut pages = vec![root.join("README.md"), root.join("CONTRIBUTING.md")];
    for directory in DIRECTORIES {
        let Ok(entries) = std::fs::read_dir(root.join(directory)) else {
            continue;
        };
        pages.extend(
            entries
                .filter_map(|entry| Some(entry.ok()?.path()))
                .filter(|path| path.extension().is_some_and(|end| end == "md")),
        );
    }
    pages.retain(|page| !SESSIONS.iter().any(|session| page.ends_with(session)));
    pages.sort();
    pages
}

/// Lines of the `sh` blocks of a page, without comments.
pub(crate) fn commands(page: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(page).expect("the page can be read");
    let mut inside = false;
    let mut found = Vec::new();
    for line in text.lines() {
        match line.trim() {
            "```sh" => inside = true,
            "```" => inside = false,
            "" => {}
            line if inside => {
                let command = line.split("  #").next().unwrap_or(line).trim();
                found.push(command.to_owned());
            }
            _ => {}
        }
    }
    found
}
