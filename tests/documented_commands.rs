//! Every command that the documentation shows, run as it stands there.
//!
//! Commands stand in `sh` blocks. One that cannot run inside a test is listed in [`ELSEWHERE`] with
//! the place that runs it; a new command in the documentation fails until it is here or there. Those of the generator are run
//! by `codegen/tests/documented_commands.rs`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::pages::{commands, is_generator, pages};

/// Commands that are run, or cannot be, elsewhere: where and why.
const ELSEWHERE: &[(&str, &str)] = &[
    ("cargo test --workspace", "runs this test"),
    (
        "cargo build --release",
        "takes minutes; the tests have the same in a debug build",
    ),
    ("bash .ci/run", "runs this test"),
    (
        "cargo run -- register-client --client-name demo --client-type public --region us-east-1",
        "needs the service; its dry run is below",
    ),
    (
        "ln -sf sso-oidc target/release/aws",
        "below under another folder",
    ),
    ("benches/compare.py", "measures; takes minutes"),
    (
        "rustup target add wasm32-unknown-unknown",
        "changes the machine",
    ),
    (
        "cargo build --target wasm32-unknown-unknown --no-default-features",
        "needs a target that is not everywhere; without it, .ci/run checks the crates without features",
    ),
    (
        r#"sed -i "s,https://repository.invalid/smithgen,$REPOSITORY," Cargo.toml smithgen.toml command/Cargo.toml"#,
        "changes the sources, once",
    ),
    (
        r#"sed -i "s/0\.1\.0/$VERSION/" Cargo.toml */Cargo.toml smithgen.toml"#,
        "changes the sources",
    ),
    ("cargo update --workspace", "changes the sources"),
    (
        "cargo run -p architecture -- release",
        "refuses a release until there is one; tests/architecture has what it looks at",
    ),
    (".ci/rehearse", "run by .ci/run"),
    (".ci/deb", "run by .ci/run"),
    ("cargo publish --workspace", "rehearsed by .ci/rehearse"),
    (
        "cargo publish --manifest-path generated/Cargo.toml --all-features",
        "rehearsed by .ci/rehearse",
    ),
    (
        "cp Cargo.lock command/Cargo.lock",
        "rehearsed by .ci/rehearse",
    ),
    (
        "cargo publish --manifest-path command/Cargo.toml",
        "rehearsed by .ci/rehearse",
    ),
    (
        "cargo install --locked smithgen",
        "rehearsed by .ci/rehearse",
    ),
    (
        "cargo install --locked sso-oidc",
        "rehearsed by .ci/rehearse",
    ),
    (
        "cargo install --locked --path codegen",
        "installs programs; .ci/rehearse does from a registry",
    ),
    (
        "cargo install --path command",
        "installs a program; .ci/rehearse does from a registry",
    ),
    (
        "cargo install --locked cargo-deb",
        "installs a program of others",
    ),
    (
        "rustup target add x86_64-unknown-linux-musl",
        "changes the toolchain",
    ),
    (
        "CC_x86_64_unknown_linux_musl=musl-gcc cargo build --release --manifest-path command/Cargo.toml --target x86_64-unknown-linux-musl",
        "needs a toolchain of its own; takes minutes",
    ),
    (
        r#"RUSTFLAGS="-C target-feature=+crt-static" cargo build --release --manifest-path command/Cargo.toml --target x86_64-unknown-linux-gnu"#,
        "takes minutes",
    ),
    (
        "CARGO_INCREMENTAL=0 RUSTC_WRAPPER=sccache cargo build --manifest-path examples/consumer/Cargo.toml --target-dir target/fleet/one",
        "needs sccache; takes minutes",
    ),
    (
        "CARGO_INCREMENTAL=0 RUSTC_WRAPPER=sccache cargo build --manifest-path examples/consumer/Cargo.toml --target-dir target/fleet/two",
        "needs sccache; takes minutes",
    ),
    ("sccache --show-stats", "needs sccache"),
    (
        "cargo install --root examples/fleet/tools smithgen",
        "installs a program; .ci/rehearse does from a registry",
    ),
    (
        "cd examples/fleet && bazel build //...",
        "needs Bazel; .ci/bazel runs it where that is installed",
    ),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A documented command as a shell runs it. The command line is the one that is tested, however it is called.
fn prepared(line: &str) -> Command {
    let program = env!("CARGO_BIN_EXE_sso-oidc");
    let tmp = env!("CARGO_TARGET_TMPDIR");
    let line = if let Some(rest) = line.strip_prefix("cargo run -- ") {
        format!("'{program}' {rest}")
    } else if let Some(rest) = line.strip_prefix("target/release/aws ") {
        let link = Path::new(tmp).join("aws");
        let _ = std::fs::remove_file(&link);
        std::os::unix::fs::symlink(program, &link).expect("a link can be made");
        format!("'{}' {rest}", link.display())
    } else if let Some(rest) = line.strip_prefix("sso-oidc ") {
        format!("cd '{tmp}' && '{program}' {rest}")
    } else {
        line.to_owned()
    };
    let mut command = Command::new("sh");
    command
        .args(["-c", &line])
        .current_dir(root())
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_CONFIG_FILE", "/nonexistent")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
        .env("PAGER", "cat");
    command
}

/// Whether a line is the command as it is listed; of a program listed without arguments, any line.
fn is_excused(line: &str, command: &str) -> bool {
    line == command || line.split(' ').next() == Some(command)
}

#[test]
fn only_what_is_listed_is_excused() {
    assert!(is_excused("bash .ci/run", "bash .ci/run"));
    assert!(!is_excused("bash .ci/run --fast", "bash .ci/run"));
    assert!(is_excused("benches/compare.py cli", "benches/compare.py"));
    assert!(!is_excused("benches/compare.pyc", "benches/compare.py"));
}

#[test]
fn every_documented_command_works() {
    let mut run = 0;
    for page in pages(&root()) {
        for line in commands(&page) {
            let is_elsewhere = ELSEWHERE
                .iter()
                .any(|(command, _)| is_excused(&line, command));
            if is_elsewhere || is_generator(&line) {
                continue;
            }
            let output = prepared(&line)
                .output()
                .unwrap_or_else(|error| panic!("{line}: {error}"));
            assert!(
                output.status.success(),
                "{}: `{line}` fails:\n{}",
                page.display(),
                String::from_utf8_lossy(&output.stderr)
            );
            run += 1;
        }
    }
    assert!(run >= 4, "only {run} commands were found");
}

#[test]
fn the_call_of_the_real_service_can_be_made_up_to_the_sending() {
    let line = "cargo run -- register-client --client-name demo --client-type public --region us-east-1 --dry-run";
    let output = prepared(line).output().expect("the command runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        text.contains("https://oidc.us-east-1.amazonaws.com/client/register"),
        "{text}"
    );
}
