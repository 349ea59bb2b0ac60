//! Every command of the generator that the documentation shows, run as it stands there.

#[path = "../../tests/pages/mod.rs"]
mod pages;

use std::path::Path;
use std::process::Command;

use pages::{SMITHGEN, commands, is_generator, pages};

/// Makes a crate in the repository; run by `init.rs` in a place of its own.
const ELSEWHERE: &str = "cargo run -p smithgen -- init notes --cli --path .";

#[test]
fn every_documented_command_works() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let program = format!("'{}' ", env!("CARGO_BIN_EXE_smithgen"));
    let mut run = 0;
    for page in pages(root) {
        for line in commands(&page) {
            // Directories that commands write to are made by others before them.
            if !is_generator(&line) && !line.starts_with("mkdir ") || line == ELSEWHERE {
                continue;
            }
            // As it is installed, it is called anywhere.
            let (prepared, place) = match line.strip_prefix("smithgen ") {
                Some(rest) => (
                    format!("{program}{rest}"),
                    Path::new(env!("CARGO_TARGET_TMPDIR")),
                ),
                None => (line.replace(SMITHGEN, &program), root),
            };
            let output = Command::new("sh")
                .args(["-c", &prepared])
                .current_dir(place)
                .output()
                .unwrap();
            assert!(
                output.status.success(),
                "{}: `{line}` fails:\n{}",
                page.display(),
                String::from_utf8_lossy(&output.stderr)
            );
            run += 1;
        }
    }
    assert!(run > 20, "only {run} commands were found");
}
