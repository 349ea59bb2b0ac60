//! The command `sso-oidc`: what it does follows from the tables of the generated crate, except for
//! the stand-in of the service, which is this program's own.

mod local;
mod local_server;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use smithgen_cli::Options;
use smithgen_client::Transport;
use smithgen_client::transport::LocalTransport;
use sso_oidc_client::cli::COMMANDS;

fn main() -> ExitCode {
    let mut words = std::env::args_os();
    if let (Some(program), Some(word)) = (words.next(), words.next())
        && word == "local-server"
        && !is_reference(&program)
    {
        return local_server::main(words);
    }
    let options = Options::new(env!("CARGO_PKG_VERSION")).local(in_process);
    smithgen_cli::main(&[&COMMANDS], options)
}

/// Whether the program is called as the reference, which has no commands of ours.
fn is_reference(program: &OsString) -> bool {
    Path::new(program)
        .file_stem()
        .is_some_and(|name| name == "aws")
}

/// What answers calls with `--endpoint-url local:`.
fn in_process() -> Arc<dyn Transport> {
    let server = local::in_process();
    Arc::new(LocalTransport::new(move |request| server.handle(&request)))
}
