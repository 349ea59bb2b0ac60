//! `sso-oidc local-server [--port N]`: serves the stand-in of the service to other tools.

use std::ffi::OsString;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;

use smithgen_runtime::server::listen;
use tokio::net::TcpListener;

const USAGE: &str = "usage: sso-oidc local-server [--port N]

Serves a stand-in of the service on the loopback address until it is stopped, and prints the
endpoint to give to --endpoint-url. It remembers what it issues for as long as it runs. Port 0,
the default, takes a free one.";

/// Reads the port and serves.
pub(crate) fn main(words: impl Iterator<Item = OsString>) -> ExitCode {
    let words: Vec<String> = words
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let port = match words.as_slice() {
        [] => Some(0),
        ["--port", port] => port.parse().ok(),
        [word] => word
            .strip_prefix("--port=")
            .and_then(|port| port.parse().ok()),
        _ => None,
    };
    let Some(port) = port else {
        if matches!(words.as_slice(), ["help" | "--help" | "-h"]) {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        eprintln!("{USAGE}");
        return ExitCode::from(252);
    };
    match serve(port) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot serve on port {port}: {error}");
            ExitCode::from(255)
        }
    }
}

fn serve(port: u16) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = TcpListener::bind(address).await?;
        println!("http://{}", listener.local_addr()?);
        io::stdout().flush()?;
        listen(listener, Arc::new(crate::local::server())).await
    })
}
