//! The book in `docs/book`: its links lead somewhere, and its listings are pieces of files that are compiled and run.
//!
//! Commands in `sh` blocks are run by `documented_commands.rs`, those in `console` blocks by the examples that they are about.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Pages that are run whole, elsewhere.
const RUN_WHOLE: [(&str, &str); 3] = [
    ("tutorial.md", "codegen/tests/tutorial.rs"),
    ("howto/credentials.md", "aws/src/lib.rs"),
    ("howto/local-server.md", "tests/local_server_page.rs"),
];

/// Pages with sessions of a command, and what runs them.
const SESSIONS: [(&str, &str); 2] = [
    ("howto/command.md", "examples/bookstore/tests/page.rs"),
    ("howto/serve.md", "examples/depot/tests/page.rs"),
];

/// Pages whose files a test reads from them, and the test.
const FILES: [(&str, &str); 4] = [
    ("reference/settings.md", "codegen/tests/pages.rs"),
    ("reference/program.md", "codegen/tests/pages.rs"),
    ("howto/operations.md", "codegen/tests/pages.rs"),
    ("howto/command.md", "examples/bookstore/tests/page.rs"),
];

/// Words of listings that stand in no file here, and what tries the same.
const ELSEWHERE: [(&str, &str); 1] = [(".get_object()", "aws/src/sigv4/tests.rs")];

/// Directories with files that are compiled, run or read by tests.
const SOURCES: [&str; 6] = [
    "codegen/tests",
    "docs/book/listings",
    "examples",
    "model",
    "tests",
    "identity-center/tests",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn book() -> PathBuf {
    root().join("docs/book/src")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Files below a directory that are not built.
fn files(directory: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(directory) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("the directory can be read").path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            files(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

/// The pages that the summary lists, in order.
fn pages() -> Vec<String> {
    let summary = read(&book().join("SUMMARY.md"));
    let targets = summary.split("](").skip(1);
    targets
        .filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()))
        .collect()
}

/// A page's text, without the lines of its listings.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// Listings: what follows the fence, and the lines between.
fn listings(text: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    let mut inside: Option<(&str, Vec<&str>)> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), inside.take()) {
            (Some(language), None) => inside = Some((language, Vec::new())),
            (Some(_), Some((language, lines))) => found.push((language, lines.join("\n"))),
            (None, Some((language, mut lines))) => {
                lines.push(line);
                inside = Some((language, lines));
            }
            (None, None) => {}
        }
    }
    assert!(inside.is_none(), "a listing does not end");
    found
}

/// The id that mdBook gives a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter_map(|it| match it {
        ' ' => Some('-'),
        '-' | '_' => Some(it),
        _ if it.is_alphanumeric() => Some(it.to_ascii_lowercase()),
        _ => None,
    });
    kept.collect()
}

fn anchors(text: &str) -> BTreeSet<String> {
    let lines = prose(text);
    let headings = lines.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| anchor(line.trim_start_matches('#')))
        .collect()
}

/// A path without `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// Lines without indentation; empty ones go.
fn lines(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let text = format!("\n{}\n", lines.collect::<Vec<_>>().join("\n"));
    // Who may see an item depends on where the file puts it.
    text.replace("\npub(super) ", "\n")
}

/// Whether a manifest's lines are those of a file, which names directories in place of versions.
fn has_each_line(code: &str, listing: &str) -> bool {
    let mut wanted = listing.lines().filter(|line| !line.is_empty());
    wanted.all(|line| {
        let (name, rest) = line.split_once(" = ").unwrap_or((line, ""));
        let more = rest.split_once("\"0.1\"").map_or("", |(_, more)| more);
        let here = format!("\n{name} = {{ path = ");
        code.contains(&format!("\n{line}\n"))
            || !rest.is_empty()
                && code.split(&here).skip(1).any(|rest| {
                    rest.lines()
                        .next()
                        .is_some_and(|line| more.is_empty() || line.ends_with(more))
                })
    })
}

fn shows_files(page: &str) -> bool {
    FILES.iter().any(|(shown, _)| *shown == page)
}

#[test]
fn the_summary_has_all_pages() {
    let mut found = Vec::new();
    files(&book(), &mut found);
    let found: BTreeSet<String> = found
        .iter()
        .filter_map(|path| Some(path.strip_prefix(book()).ok()?.to_str()?.to_owned()))
        .filter(|path| path.ends_with(".md") && path != "SUMMARY.md")
        .collect();
    assert_eq!(pages().into_iter().collect::<BTreeSet<_>>(), found);
}

#[test]
fn links_lead_to_pages_and_headings() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for page in pages() {
        let path = book().join(&page);
        let text = read(&path);
        for link in prose(&text).split("](").skip(1) {
            let link = link.split_once(')').map_or(link, |(link, _)| link);
            if link.starts_with("https://") {
                continue;
            }
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => path.clone(),
                file => plain(&path.with_file_name("").join(file)),
            };
            let is_there = target.starts_with(book()) && target.is_file();
            let has_heading = || heading.is_empty() || anchors(&read(&target)).contains(heading);
            if !is_there || !has_heading() {
                wrong.push(format!("{page}: {link}"));
            }
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count > 50, "only {count} links were found");
}

#[test]
fn files_that_pages_name_are_there() {
    let mut wrong = Vec::new();
    for page in pages() {
        let text = prose(&read(&book().join(&page)));
        for (at, name) in text.split('`').enumerate() {
            let is_ours = [
                "examples/",
                "benches/",
                "docs/",
                "conformance/",
                "generated/",
                "tests/",
            ]
            .iter()
            .any(|start| name.starts_with(start) && !name.contains(' '));
            let is_there = || root().join(name).exists();
            if at % 2 == 1 && page != "tutorial.md" && is_ours && !is_there() {
                wrong.push(format!("{page}: {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn listings_are_pieces_of_what_is_tested() {
    let mut sources = vec![root().join("smithgen.toml"), root().join("build.rs")];
    for directory in SOURCES {
        files(&root().join(directory), &mut sources);
    }
    let ours = Path::new(file!()).file_name();
    let known = ["rs", "toml", "smithy", "json", "proto", "ini"];
    let is_bazel = |path: &Path| path.file_name().is_some_and(|name| name == "BUILD");
    sources.retain(|path| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let is_known = is_bazel(path) || ending.is_some_and(|ending| known.contains(&ending));
        path.file_name() != ours && is_known
    });
    let code: Vec<String> = sources.iter().map(|path| lines(&read(path))).collect();
    let mut wrong = Vec::new();
    let mut count = 0;
    for page in pages() {
        if RUN_WHOLE.iter().any(|(whole, _)| *whole == page) {
            continue;
        }
        for (language, listing) in listings(&read(&book().join(&page))) {
            let is_right = match language {
                // Run elsewhere, or printed by what is run.
                "sh" | "text" => true,
                "console" => SESSIONS.iter().any(|(session, _)| *session == page),
                "toml" | "ini" | "json" if shows_files(&page) => true,
                "toml" => code.iter().any(|code| has_each_line(code, &listing)),
                "rust" | "smithy" | "json" | "proto" | "python" => {
                    count += 1;
                    let is_elsewhere = ELSEWHERE.iter().any(|(words, _)| listing.contains(words));
                    is_elsewhere || code.iter().any(|code| code.contains(&lines(&listing)))
                }
                // Code that is not ours to compile: the page says why.
                "rust,ignore" | "toml,ignore" => read(&book().join(&page)).contains("not compiled"),
                _ => false,
            };
            if !is_right {
                wrong.push(format!("{page}, {language}:\n{listing}\n"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 30, "only {count} listings were found");
}

#[test]
fn what_runs_pages_is_there() {
    for (page, test) in RUN_WHOLE.iter().chain(&SESSIONS).chain(&FILES) {
        let name = Path::new(page).file_name().and_then(|name| name.to_str());
        assert!(
            read(&root().join(test)).contains(name.unwrap_or(page)),
            "{test}"
        );
    }
}

/// Crates with limits, and what they are about.
const LIMITED: [(&str, &str); 8] = [
    ("smithy", "Reading models"),
    ("codegen", "Generating"),
    ("runtime", "Messages, of clients and servers"),
    ("client", "Clients"),
    ("aws", "AWS"),
    ("server", "Servers"),
    ("cli", "Commands"),
    ("identity-center", "The local Identity Center"),
];

/// The page with all limits, made of their definitions.
fn limits() -> String {
    let mut page = "# Limits\n\nWhat a model, a peer or a file may make a program do is bounded. Each bound has a reason; those of \
        servers and some of\nclients are defaults of settings.\n"
        .to_owned();
    for (name, title) in LIMITED {
        let text = read(&root().join(name).join("src/limits.rs"));
        page += &format!("\n## {title}\n\n| limit | | why |\n|---|---|---|\n");
        let mut reason = Vec::new();
        for line in text.lines() {
            if let Some(words) = line.strip_prefix("///") {
                reason.push(words.trim());
            } else if let Some((_, rest)) = line.split_once("const ") {
                let (name, rest) = rest.split_once(':').expect("it has a type");
                let value = rest.split_once('=').map_or("", |(_, value)| value);
                let value = value.trim().trim_end_matches(';');
                let reason = plain_words(&reason.join(" "));
                page += &format!("| {} | `{value}` | {reason} |\n", words(name));
            }
            if !line.starts_with("///") && !line.starts_with("#[") {
                reason.clear();
            }
        }
    }
    page
}

/// A constant's name in words.
fn words(name: &str) -> String {
    name.to_lowercase().replace('_', " ")
}

/// Text of documentation without links to items.
fn plain_words(text: &str) -> String {
    text.replace("[`", "`")
        .replace("`]", "`")
        .replace('|', "\\|")
}

#[test]
fn limits_are_those_of_the_code() {
    let page = book().join("reference/limits.md");
    let expected = limits();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&page, &expected).expect("the page can be written");
    }
    assert!(
        read(&page) == expected,
        "limits have changed: UPDATE_EXPECT=1 cargo test book"
    );
}

/// Names that look like variables of the environment and are none.
const NO_VARIABLES: [&str; 7] = [
    "AWS_JSON_1_0",
    "AWS_JSON_1_1",
    "AWS_JSON1_0_QUERY_COMPATIBLE",
    "AWS_QUERY",
    "AWS_ENDPOINT_URL_SSO_OIDC",
    "AWS_ENDPOINT_URL_THINGS",
    "AWS_",
];

#[test]
fn all_variables_of_aws_are_on_their_page() {
    let page = read(&book().join("reference/environment.md"));
    let mut sources = Vec::new();
    for directory in ["aws/src", "cli/src", "client/src", "runtime/src"] {
        files(&root().join(directory), &mut sources);
    }
    sources.retain(|path| path.extension().is_some_and(|ending| ending == "rs"));
    let mut missing = BTreeSet::new();
    let mut count = 0;
    for source in sources {
        let text = read(&source);
        for name in text.split("\"AWS_").skip(1) {
            let Some((name, _)) = name.split_once('"') else {
                continue;
            };
            let name = format!("AWS_{name}");
            let is_name = name
                .chars()
                .all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_');
            count += 1;
            if is_name && !NO_VARIABLES.contains(&&*name) && !page.contains(&format!("`{name}`")) {
                missing.insert(name);
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(count > 50, "only {count} names were found");
}
