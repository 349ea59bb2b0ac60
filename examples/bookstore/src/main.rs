use std::process::ExitCode;

mod bookstore {
    include!(concat!(env!("OUT_DIR"), "/bookstore/mod.rs"));
}

fn main() -> ExitCode {
    let options = smithgen_cli::Options::new(env!("CARGO_PKG_VERSION"));
    smithgen_cli::main(&[&bookstore::cli::COMMANDS], options)
}
