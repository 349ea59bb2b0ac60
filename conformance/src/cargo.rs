//! Cargo, for packages that are made here.

use std::process::Command;

/// Cargo as a person would call it in a package.
pub(crate) fn cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.env_remove("CARGO_TARGET_DIR");
    // What cargo says of this package when it runs it. Ring is compiled anew, and all that depends on it, wherever that
    // has changed.
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
}
