//! The commands that `docs/book/src/howto/command.md` shows, run as they stand there.
#![cfg(unix)]

mod shop;

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use shop::{SHELF, Server, err, out};

/// The lines of the page's `console` blocks without their prompts.
fn commands() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/book/src/howto/command.md");
    let text = std::fs::read_to_string(page).unwrap();
    let mut is_inside = false;
    let mut script = String::new();
    for line in text.lines() {
        match line {
            "```console" => is_inside = true,
            "```" => is_inside = false,
            _ if is_inside => {
                script.push_str(line.strip_prefix("$ ").unwrap_or(line));
                script.push('\n');
            }
            _ => {}
        }
    }
    script
}

#[test]
fn the_commands_of_the_page_work() {
    let listing = Server::json("200 OK", SHELF);
    let home = std::env::temp_dir().join(format!("bookstore-page-{}", std::process::id()));
    std::fs::create_dir_all(&home).unwrap();
    // Whoever fills in the skeleton leaves one of the editions.
    let editor = home.join("editor");
    let filled = "#!/bin/sh\nsed -i -e \"s/: ''/: a book/\" -e \"s/- ''/- somebody/\" -e '/audio:/,$d' \"$1\"\n";
    std::fs::write(&editor, filled).unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    let commands = commands();
    let (settings, calls): (Vec<_>, Vec<_>) = commands
        .lines()
        .partition(|line| line.starts_with("export "));
    assert!(settings.len() == 2 && calls.len() >= 5, "{commands}");
    // The bookstore that answers is another one than the page's.
    let script = format!(
        "set -e\n{}\nexport BOOKSTORE_ENDPOINT_URL={}\n{}\n",
        settings.join("\n"),
        listing.url,
        calls.join("\n")
    );
    let program = Path::new(env!("CARGO_BIN_EXE_bookstore"));
    let path = format!("{}:/usr/bin:/bin", program.parent().unwrap().display());
    let mut shell = Command::new("bash");
    shell.args(["-c", &script]).env_clear().current_dir(&home);
    shell
        .env("PATH", path)
        .env("HOME", &home)
        .env("EDITOR", &editor);
    let output = shell.output().unwrap();
    std::fs::remove_dir_all(&home).unwrap();
    assert_eq!(
        (err(&output).as_str(), output.status.code()),
        ("", Some(0)),
        "{script}"
    );
    let printed = out(&output);
    assert!(
        printed.starts_with("[\n    \"Pride and Prejudice\"\n]\n"),
        "{printed}"
    );
    assert!(printed.contains(r#""title": "a book""#), "{printed}");
}

#[test]
fn the_settings_of_the_page_are_read() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/book/src/howto/command.md");
    let text = std::fs::read_to_string(page).unwrap();
    let listing = text.split("```ini\n").nth(1).unwrap();
    let listing = listing.split("```").next().unwrap();
    let home = std::env::temp_dir().join(format!("bookstore-settings-{}", std::process::id()));
    std::fs::create_dir_all(home.join(".bookstore")).unwrap();
    std::fs::write(home.join(".bookstore/config"), listing).unwrap();
    let asked = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bookstore"));
        command
            .args(["list-books", "--dry-run", "--query", "{at: url}"])
            .args(more);
        command
            .env_clear()
            .env("HOME", &home)
            .env("BOOKSTORE_BEARER_TOKEN", "t");
        out(&command.output().unwrap())
    };
    let default = asked(&[]);
    let test = asked(&["--profile", "test"]);
    std::fs::remove_dir_all(&home).unwrap();
    assert!(
        default.starts_with("{") && default.contains("\"https://books.example.com/"),
        "{default}"
    );
    // As YAML, which the profile asks for.
    assert!(test.starts_with("at: http://127.0.0.1:8080/"), "{test}");
}
