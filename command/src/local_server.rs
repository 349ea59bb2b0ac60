//! `sso-oidc local-server`: serves an Identity Center to other tools, and to people with a browser.

use std::ffi::OsString;
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use identity_center::{Accounts, Center, Site, World};
use smithgen_server::{Conduct, listen_until, stopped};
use tokio::net::TcpListener;

const USAGE: &str = "usage: sso-oidc local-server [--port N] [--approve] [--accounts FILE] [--state FILE]
                             [--listen ADDRESS --host NAME...]

Serves a stand-in of the service on the loopback address until it is stopped, and prints the
endpoint to give to --endpoint-url, and to open in a browser. Stopped with Ctrl-C or SIGTERM, it
answers what it has been asked and exits with 0.

  --port N          the port; 0, the default, takes a free one
  --approve         approves every sign-in by itself, for scripts
  --accounts FILE   who signs in, and which accounts and roles there are (TOML)
  --state FILE      remembers what it issues in this file, otherwise for as long as it runs
  --listen ADDRESS  an address that others can reach, such as 0.0.0.0; needs --host
  --host NAME       a name, with the port if it is not 80, by which others reach it; may be repeated.
                    Requests for other hosts are not answered. The first is in what it prints";

/// What is asked of the server.
struct Asked {
    port: u16,
    approves: bool,
    accounts: Option<PathBuf>,
    state: Option<PathBuf>,
    listen: IpAddr,
    hosts: Vec<String>,
}

/// Reads the options and serves.
pub(crate) fn main(words: impl Iterator<Item = OsString>) -> ExitCode {
    let words: Vec<OsString> = words.collect();
    if let [word] = words.as_slice()
        && ["help", "--help", "-h"].iter().any(|help| word == help)
    {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let asked = match asked(words) {
        Ok(asked) => asked,
        Err(problem) => {
            eprintln!("{USAGE}\n\nsso-oidc local-server: {problem}");
            return ExitCode::from(252);
        }
    };
    match center(&asked).and_then(|center| serve(&asked, center)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("sso-oidc local-server: {problem}");
            ExitCode::from(255)
        }
    }
}

fn asked(words: Vec<OsString>) -> Result<Asked, String> {
    let mut asked = Asked {
        port: 0,
        approves: false,
        accounts: None,
        state: None,
        listen: Ipv4Addr::LOCALHOST.into(),
        hosts: Vec::new(),
    };
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let (name, given) = split(word);
        if name == "--approve" && given.is_none() {
            asked.approves = true;
            continue;
        }
        let known = ["--port", "--accounts", "--state", "--listen", "--host"];
        if !known.contains(&name.as_str()) {
            return Err(format!("unknown option: {name}"));
        }
        let value = given.or_else(|| words.next());
        let value = value.ok_or_else(|| format!("{name} needs a value"))?;
        let text = value.to_string_lossy().into_owned();
        let wrong = || format!("{name} is not valid: {text}");
        match name.as_str() {
            "--port" => asked.port = text.parse().map_err(|_| wrong())?,
            "--accounts" => asked.accounts = Some(value.into()),
            "--state" => asked.state = Some(value.into()),
            "--listen" => asked.listen = text.parse().map_err(|_| wrong())?,
            _ if is_host(&text) => asked.hosts.push(text),
            _ => return Err(wrong()),
        }
    }
    // What is on the loopback address is for this machine; anything else is meant, and says what it is called.
    match (asked.listen.is_loopback(), asked.hosts.is_empty()) {
        (true, true) | (false, false) => Ok(asked),
        (true, false) => Err("--host is for a --listen that others can reach".to_owned()),
        (false, true) => Err(format!(
            "others can reach {}: --host is needed",
            asked.listen
        )),
    }
}

/// An option's name, and its value if there is one after `=`.
fn split(word: OsString) -> (String, Option<OsString>) {
    let text = word.to_string_lossy();
    match text.split_once('=') {
        Some((name, value)) => (name.to_owned(), Some(value.into())),
        None => (text.into_owned(), None),
    }
}

/// Whether it can be in `Host` and in a URL.
fn is_host(text: &str) -> bool {
    let authority = text.parse::<http::uri::Authority>();
    authority.is_ok_and(|authority| !authority.host().is_empty() && !text.contains('@'))
}

fn center(asked: &Asked) -> Result<Center, String> {
    let accounts = match &asked.accounts {
        Some(path) => Accounts::read(path).map_err(|error| error.in_file(path))?,
        None => Accounts::example(),
    };
    let center = match &asked.state {
        Some(path) => Center::in_file(accounts, World::system(), path)
            .map_err(|error| format!("{}: {error}", path.display()))?,
        None => Center::in_memory(accounts, World::system()),
    };
    Ok(match asked.approves {
        true => center.approving(),
        false => center,
    })
}

fn serve(asked: &Asked, center: Center) -> Result<(), String> {
    let failed = |error: io::Error| format!("cannot serve on port {}: {error}", asked.port);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(failed)?;
    runtime.block_on(async {
        // Before the endpoint is printed: who reads it may stop the server at once.
        let stop = stopped().map_err(failed)?;
        let address = SocketAddr::from((asked.listen, asked.port));
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let endpoint = match asked.hosts.first() {
            Some(host) => format!("http://{host}"),
            None => format!("http://{}", listener.local_addr().map_err(failed)?),
        };
        let site = Site::new(center, &endpoint).map_err(|refusal| refusal.to_string())?;
        println!("{endpoint}");
        io::stdout().flush().map_err(failed)?;
        let site = site.with_hosts(asked.hosts.clone());
        listen_until(listener, site, Conduct::default(), stop)
            .await
            .map_err(failed)
    })
}
