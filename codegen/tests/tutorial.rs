//! The book's tutorial, `docs/book/src/tutorial.md`, from its first line to its last in an empty directory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::crates::{as_here, root, target};

const PAGE: &str = include_str!("../../docs/book/src/tutorial.md");

/// Commands that need what a test has not, or that the test makes unnecessary.
const LEFT_OUT: [(&str, &str); 3] = [
    (
        "cargo install smithgen",
        "the program is the one under test",
    ),
    ("mkdir -p tides/model", "the place is made before"),
    ("cd tides", "each command runs there"),
];

/// An empty directory below the workspace, where the lock file of the repository counts for all.
fn place() -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tutorial/tides");
    let _ = fs::remove_dir_all(&place);
    fs::create_dir_all(place.join(".cargo")).unwrap();
    // Crates of smithgen come from here in place of the registry.
    let patches = ["client", "cli"].map(|name| {
        let path = root().join(name);
        format!("smithgen-{name} = {{ path = {path:?} }}\n")
    });
    let config = format!("[patch.crates-io]\n{}", patches.concat());
    fs::write(place.join(".cargo/config.toml"), config).unwrap();
    fs::copy(root().join("Cargo.lock"), place.join("Cargo.lock")).unwrap();
    place
}

/// Runs a line of the page as it stands there, with the program under test on the path.
fn run(line: &str, place: &Path) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_smithgen")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let made = target().join("debug");
    let path = [program.to_owned(), made]
        .into_iter()
        .chain(std::env::split_paths(&path));
    let mut command = Command::new("sh");
    command
        .args(["-c", line])
        .current_dir(place)
        .env("PATH", std::env::join_paths(path).unwrap())
        .env("CARGO_NET_OFFLINE", "true");
    as_here(&mut command).output().unwrap()
}

/// What the page says, in order.
enum Step<'a> {
    /// A file with its text.
    File(&'a str, &'a str),
    /// A command.
    Run(&'a str),
    /// What the last command prints, among other lines.
    Printed(&'a str),
    /// Lines to add to the model.
    Added(&'a str),
}

fn steps() -> Vec<Step<'static>> {
    let mut parts = PAGE.split("\n```");
    let mut before = parts.next().unwrap();
    let mut steps = Vec::new();
    while let (Some(listing), after) = (parts.next(), parts.next()) {
        let (language, text) = listing.split_once('\n').unwrap();
        let file = before.trim().rsplit('\n').next();
        let file = file.and_then(|line| line.strip_prefix('`')?.strip_suffix("`:"));
        match (language, file) {
            (_, Some(file)) => steps.push(Step::File(file, text)),
            ("sh", None) => steps.extend(text.lines().map(Step::Run)),
            ("text", None) => steps.push(Step::Printed(text)),
            ("smithy", None) => steps.push(Step::Added(text)),
            (other, None) => panic!("nothing is done with {other}:\n{text}"),
        }
        before = after.unwrap_or_default();
    }
    steps
}

/// Adds lines after a member of the model.
fn add(place: &Path, text: &str) {
    let model = place.join("model/tides.smithy");
    let before = fs::read_to_string(&model).unwrap();
    let member = "        level: Float\n";
    assert!(before.contains(member));
    let after = before.replace(member, &format!("{member}\n{text}\n"));
    fs::write(model, after).unwrap();
}

/// What the model says if the page's first `@required` is left out.
fn refused(place: &Path) -> String {
    let model = place.join("model/tides.smithy");
    let right = fs::read_to_string(&model).unwrap();
    fs::write(&model, right.replacen("        @required\n", "", 1)).unwrap();
    let output = run("smithgen validate model", place);
    assert!(!output.status.success());
    fs::write(&model, right).unwrap();
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn the_page_is_a_session_that_works() {
    let place = place();
    let mut printed = String::new();
    let (mut commands, mut outputs) = (0, 0);
    for step in steps() {
        match step {
            Step::File(path, text) => {
                let path = place.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, format!("{text}\n")).unwrap();
            }
            Step::Added(text) => add(&place, text),
            Step::Run(line) if LEFT_OUT.iter().any(|(left, _)| *left == line) => {}
            Step::Run(line) => {
                let output = run(line, &place);
                let text = |bytes| String::from_utf8(bytes).unwrap();
                printed = text(output.stdout) + &text(output.stderr);
                assert!(output.status.success(), "{line}:\n{printed}");
                commands += 1;
            }
            Step::Printed(expected) if expected.starts_with("error: ") => {
                let told = refused(&place);
                assert!(told.contains(expected), "{told}");
                outputs += 1;
            }
            Step::Printed(expected) => {
                assert!(printed.contains(expected), "no\n{expected}\nin\n{printed}");
                outputs += 1;
            }
        }
    }
    assert_eq!((commands, outputs), (6, 3));
    let test = fs::read_to_string(place.join("command/tests/client.rs")).unwrap();
    assert!(test.contains("#[test]"), "the page has a test");
    shows_the_session(&place);
}

/// The picture in the book's introduction shows what these commands print.
fn shows_the_session(place: &Path) {
    fs::remove_dir_all(place.join("client")).unwrap();
    let commands = [
        "smithgen validate model",
        "smithgen generate",
        "tides report-level --station CUXH",
        "tides report-level --station CUXH --level 3.2 --endpoint-url http://localhost:8080 \\\n    \
         --dry-run --output yaml --query '{to: url, sent: body}'",
    ];
    let session = commands.map(|line| {
        let output = run(line, place);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (line, text(output.stdout) + text(output.stderr).trim_start())
    });
    let title =
        "A model is judged and generated; its command says what is missing, and what it would send";
    let picture = crate::recording::picture(title, &session);
    let path = root().join("docs/book/src/pictures/terminal.svg");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &picture).unwrap();
    }
    assert!(
        fs::read_to_string(&path).is_ok_and(|there| there == picture),
        "the session has changed: UPDATE_EXPECT=1 cargo test -p smithgen tutorial"
    );
}
