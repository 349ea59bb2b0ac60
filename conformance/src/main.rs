//! Runs tests that others wrote: Smithy's protocol tests, and tests of endpoint rules.
//!
//! `cargo run -p conformance -- protocol-tests DIR [--server] [--protocol P] [--id PATTERN]`: on clients, or on servers,
//! that are generated for every service in a folder of models.
//!
//! `cargo run -p conformance -- endpoint-tests DIR [--partitions FILE]`: the tests of endpoint rules, of models and of
//! suites; `partitions FILE` compares the runtime's partitions with those of a file.
//!
//! `cargo run -p conformance -- dynamic DIR [--id PART] [--side client|server]`: against the runtime
//! alone, with values made from the models at run time; no code is generated.
//!
//! `cargo run -p conformance -- impact DIR [--id PART]`: what a new model is said to do to Rust programs, against the
//! compiler.
//!
//! `cargo run -p conformance -- botocore DIR [MODELS] [--kind KIND]`: what generation uses of services as botocore
//! describes them, in the directory `botocore/data`, and of their Smithy models, and the surfaces of what is generated of
//! both. Each difference has a reason, or is a failure.
//!
//! `cargo run -p conformance -- services DATA [--all] [--older] [--release] [--service NAME]... [--out DIR]`: no test, but the command
//! `target/services/aws`, of those services in the directory `botocore/data` that recorded cases call, or of others. The
//! cases are of AWS CLI 2.36.7, whose descriptions are those of botocore 1.43.60, as far as the cases tell: those of
//! 1.43.90 have members that its skeletons do not show. Exceptions and additions that name what is not in the data are
//! printed, and count as failures, unless the data is said to be older: they are kept for the newest.
//!
//! `cargo run -p conformance -- models DIR [--check] [--clippy] [--endpoints] [--partitions FILE] [--jobs N]
//! [--model NAME]...`: client and command of every model, or of some, with what they cost; whether the compiler and clippy
//! have nothing to say, and the tests of endpoint rules pass.
//!
//! `cargo run -p conformance -- round-trip MODELS [--model NAME]... [--seed N] [--operation NAME]`: generated clients of
//! real models against generated servers, in one process, with values from the schemas: what is sent is what arrives,
//! both ways, in each protocol. `botocore-servers` has the same options: there, botocore calls the servers over sockets.
//!
//! `cargo run -p conformance -- peers [MODELS]`: generated clients of AWS services against moto's server.

mod botocore;
mod cargo;
mod case;
mod differences;
mod dynamic;
mod endpoint_tests;
mod events;
mod facts;
mod impact;
mod malformed;
mod model;
mod models;
mod peers;
mod printed;
mod printed_server;
mod protocol_tests;
mod protocols;
mod round_trip;
mod schemas;
mod scratch;
mod services;
mod values;
mod written;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
usage: conformance protocol-tests DIR [--server] [--protocol PROTOCOL] [--id PATTERN]
       conformance endpoint-tests DIR [--partitions FILE]
       conformance partitions FILE
       conformance dynamic DIR [--id PART] [--side client|server]
       conformance impact DIR [--id PART]
       conformance botocore DIR [MODELS] [--kind KIND]
       conformance models DIR [--check] [--clippy] [--endpoints] [--partitions FILE] [--jobs N]
                          [--model NAME]...
       conformance round-trip MODELS [--model NAME]... [--seed N] [--operation NAME]
       conformance botocore-servers MODELS [--model NAME]... [--seed N] [--operation NAME]
       conformance peers [MODELS]
       conformance services DATA [--all] [--older] [--release] [--service NAME]... [--out DIR]";

fn main() -> ExitCode {
    if let Some(code) = impact::command::stand_in() {
        return code;
    }
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some(run) = command(&args) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Something that counts failures.
type Run = Box<dyn FnOnce() -> Result<usize, String>>;

/// What the arguments ask for; nothing when they make no sense.
fn command(args: &[String]) -> Option<Run> {
    let default = [shared().join("models").to_string_lossy().into_owned()];
    let args = match args {
        [name] if name == "peers" => &[args, &default[..]].concat(),
        args => args,
    };
    let (name, folder, options) = match args {
        [name, folder, options @ ..] => (name.as_str(), PathBuf::from(folder), options),
        _ => return None,
    };
    let run: Run = match name {
        "protocol-tests" => {
            let (is_server, options) = flag(options, "--server");
            let [protocol, id] = values(&options, ["--protocol", "--id"])?;
            let filter = protocol_tests::Filter { protocol, id };
            let side = match is_server {
                true => protocol_tests::Side::Server,
                false => protocol_tests::Side::Client,
            };
            Box::new(move || match folder.exists() {
                true => protocol_tests::run(&folder, side, &filter),
                false => skipped(&folder),
            })
        }
        "endpoint-tests" => {
            let [partitions] = values(options, ["--partitions"])?;
            let partitions = partitions.map(PathBuf::from);
            let run = move |folder: &Path| endpoint_tests::run(folder, partitions.as_deref());
            Box::new(move || in_folder(&folder, run))
        }
        "partitions" if options.is_empty() => Box::new(move || match folder.is_file() {
            true => endpoint_tests::compare_partitions(&folder),
            false => skipped(&folder),
        }),
        "dynamic" => {
            let [id, side] = values(options, ["--id", "--side"])?;
            let id = id.unwrap_or_default();
            let filter = dynamic::Filter { id, side };
            Box::new(move || in_folder(&folder, |folder| dynamic::run(folder, &filter)))
        }
        "impact" => {
            let [id] = values(options, ["--id"])?;
            let id = id.unwrap_or_default();
            Box::new(move || in_folder(&folder, |folder| impact::run(folder, &id)))
        }
        "botocore" => {
            let (models, options) = match options {
                [models, options @ ..] if !models.starts_with("--") => (models.into(), options),
                options => (shared().join("models"), options),
            };
            let [kind] = values(options, ["--kind"])?;
            let compare =
                move |folder: &Path, models: &Path| botocore::run(folder, models, kind.as_deref());
            let run = move |folder: &Path| in_folder(&models, |models| compare(folder, models));
            Box::new(move || in_folder(&folder, run))
        }
        "models" => {
            let wanted = models::Wanted::of(options)?;
            Box::new(move || in_folder(&folder, |folder| models::run(folder, &wanted)))
        }
        // What `models` runs for each of them.
        "generate" => {
            let (out, protocol) = match options {
                [out] => (PathBuf::from(out), None),
                [out, protocol] => (PathBuf::from(out), Some(protocol.clone())),
                _ => return None,
            };
            Box::new(move || models::run_one(&folder, &out, protocol.as_deref()))
        }
        "services" => {
            let wanted = services::Wanted::of(options)?;
            Box::new(move || in_folder(&folder, |data| services::run(data, &wanted)))
        }
        "round-trip" => {
            let wanted = round_trip::Wanted::of(options)?;
            Box::new(move || in_folder(&folder, |folder| round_trip::run(folder, &wanted)))
        }
        "botocore-servers" => {
            let wanted = round_trip::Wanted::of(options)?;
            Box::new(move || in_folder(&folder, |folder| round_trip::peer::run(folder, &wanted)))
        }
        "peers" if options.is_empty() => Box::new(move || in_folder(&folder, peers::run)),
        _ => return None,
    };
    Some(run)
}

/// Whether an option without a value is among others, and these.
fn flag(options: &[String], name: &str) -> (bool, Vec<String>) {
    let others = options.iter().filter(|option| *option != name).cloned();
    let others: Vec<String> = others.collect();
    (others.len() < options.len(), others)
}

/// The values of options by name; nothing when there are others.
fn values<const N: usize>(mut options: &[String], names: [&str; N]) -> Option<[Option<String>; N]> {
    let mut values = [const { None }; N];
    while let [name, value, rest @ ..] = options {
        let index = names.iter().position(|known| known == name)?;
        *values.get_mut(index)? = Some(value.clone());
        options = rest;
    }
    options.is_empty().then_some(values)
}

/// A corpus that is not there is no failure.
fn in_folder(
    folder: &Path,
    run: impl FnOnce(&Path) -> Result<usize, String>,
) -> Result<usize, String> {
    match folder.is_dir() {
        true => run(folder),
        false => skipped(folder),
    }
}

fn skipped(path: &Path) -> Result<usize, String> {
    println!("skipped: there is no {}", path.display());
    Ok(0)
}

/// The corpora: where `SMITHGEN_SHARED` says, else beside the repository.
fn shared() -> PathBuf {
    match std::env::var_os("SMITHGEN_SHARED") {
        Some(path) => path.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
    }
}
