//! `depot serve ADDRESS` serves; everything else calls.

use std::process::ExitCode;

use depot::Shelves;
use depot::depot::cli::COMMANDS;
use depot::depot::server::serve;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["serve", address] => match run(address) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("depot: cannot serve at {address}: {error}");
                ExitCode::FAILURE
            }
        },
        _ => smithgen_cli::main(
            &[&COMMANDS],
            smithgen_cli::Options::new(env!("CARGO_PKG_VERSION")),
        ),
    }
}

#[tokio::main]
async fn run(address: &str) -> std::io::Result<()> {
    let server = serve(Shelves::default());
    smithgen_server::serve(address, server.into_service()).await
}
