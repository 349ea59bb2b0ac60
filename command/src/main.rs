//! The command `sso-oidc`: what it does follows from the tables of the generated crate, except for
//! the Identity Center on the desk, which is this program's own.

#[cfg(feature = "local-server")]
mod local;
#[cfg(feature = "local-server")]
mod local_server;

use std::process::ExitCode;

use smithgen_cli::Options;
use sso_oidc_client::cli::COMMANDS;

fn main() -> ExitCode {
    let options = Options::new(env!("CARGO_PKG_VERSION"));
    #[cfg(feature = "local-server")]
    let options = {
        if let Some(words) = own_words() {
            return local_server::main(words);
        }
        options.local(local::transport)
    };
    smithgen_cli::main(&[&COMMANDS], options)
}

/// What follows `local-server`, unless the program is called as the reference, which has no commands of ours.
#[cfg(feature = "local-server")]
fn own_words() -> Option<impl Iterator<Item = std::ffi::OsString>> {
    let mut words = std::env::args_os();
    let (program, word) = (words.next()?, words.next()?);
    let name = std::path::Path::new(&program).file_stem();
    let is_reference = name.is_some_and(|name| name == "aws");
    (word == "local-server" && !is_reference).then_some(words)
}
