//! Packages in cargo's own directory for tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A package of this name, without source yet. It gets all features, whichever it asks for, so that what such packages depend
/// on is compiled once for all of them.
pub(crate) fn package(name: &str, dependencies: &str) -> PathBuf {
    let path = root().join("tests/features");
    let features = format!("features = {{ path = {path:?}, default-features = false }}\n");
    lean_package(name, &(features + dependencies))
}

/// A package of this name, without source yet, with the features alone that it asks for.
pub(crate) fn lean_package(name: &str, dependencies: &str) -> PathBuf {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(package.join("src"));
    fs::create_dir_all(package.join("src")).unwrap();
    let manifest = format!(
        "[workspace]\n[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [dependencies]\n{dependencies}"
    );
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    // The same versions as here, so that nothing has to be fetched.
    let lock = root().join("Cargo.lock");
    fs::copy(lock, package.join("Cargo.lock")).unwrap();
    package
}

/// Where everything is built: what a package depends on has been compiled for these tests, too.
pub(crate) fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}

/// The directory of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Runs cargo in a package.
pub(crate) fn cargo(package: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).args(["--offline", "--quiet"]);
    as_here(&mut command).current_dir(package).output().unwrap()
}

/// Lets a command compile as these tests were, so that it finds what has been compiled for them.
pub(crate) fn as_here(command: &mut Command) -> &mut Command {
    // That of the workspace, whose profile packages elsewhere do not have.
    let debug = std::env::var_os("CARGO_PROFILE_DEV_DEBUG");
    let debug = debug.unwrap_or_else(|| "line-tables-only".into());
    // What cargo says of this package. Ring is compiled anew, and all that depends on it, wherever that has changed.
    for (name, _) in std::env::vars_os() {
        let of_package = ["CARGO_MANIFEST_", "CARGO_PKG_"];
        if of_package
            .iter()
            .any(|it| name.to_string_lossy().starts_with(it))
        {
            command.env_remove(name);
        }
    }
    command
        .env("CARGO_TARGET_DIR", target())
        .env("CARGO_PROFILE_DEV_DEBUG", debug)
        .env_remove("RUSTFLAGS")
}
