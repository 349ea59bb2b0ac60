//! `sso-oidc local-server [--port N]`: serves the stand-in of the service to other tools.

use std::ffi::OsString;
use std::future::Future;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;

use smithgen_server::stand_in::{Conduct, Server, listen_until};
use tokio::net::TcpListener;

use crate::local::{self, APPROVAL, DEVICE_PAGE};

const USAGE: &str = "usage: sso-oidc local-server [--port N]

Serves a stand-in of the service on the loopback address until it is stopped, and prints the
endpoint to give to --endpoint-url. It remembers what it issues for as long as it runs. Port 0,
the default, takes a free one. Stopped with Ctrl-C or SIGTERM, it answers what it has been asked
and exits with 0.";

/// The largest body of a request, in bytes. Those of the service are some hundred.
const BODY_BYTES: usize = 1 << 20;

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
        // Before the endpoint is printed: who reads it may stop the server at once.
        let stop = stopped()?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = TcpListener::bind(address).await?;
        let endpoint = format!("http://{}", listener.local_addr()?);
        println!("{endpoint}");
        io::stdout().flush()?;
        let mut conduct = Conduct::default();
        conduct.body_bytes = BODY_BYTES;
        listen_until(listener, Arc::new(server(&endpoint)), conduct, stop).await
    })
}

/// The stand-in with its pages.
fn server(endpoint: &str) -> Server {
    let about = format!(
        "This is a stand-in of the OIDC service of AWS IAM Identity Center, for trying things out.
It answers as the service does, from memory. What it issues is worth nothing anywhere else.

Give its address to a client as the endpoint:

    sso-oidc register-client --client-name demo --client-type public --endpoint-url {endpoint}
    aws sso-oidc register-client --client-name demo --client-type public --endpoint-url {endpoint}
"
    );
    local::at(endpoint)
        .page("/", about)
        .page(DEVICE_PAGE, format!("{APPROVAL}\n"))
}

/// Ready when somebody asks the process to stop.
#[cfg(unix)]
fn stopped() -> io::Result<impl Future<Output = ()>> {
    use std::future::poll_fn;
    use std::task::Poll;
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(poll_fn(move |context| {
        let signals = [&mut interrupted, &mut terminated];
        match signals
            .into_iter()
            .any(|signal| signal.poll_recv(context).is_ready())
        {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    }))
}

/// Ready when somebody asks the process to stop.
#[cfg(not(unix))]
fn stopped() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without a way to be told, it runs until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
