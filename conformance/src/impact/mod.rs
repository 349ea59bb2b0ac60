//! Proves what a new model is said to do to those who use the old one.
//!
//! In Rust: a program that uses every item of the old code is compiled against the new code, and compiles exactly when
//! nothing is said to break. On the wire: where nothing is said to break, each side reads what the other writes.
//! On the command line: the new command takes the lines that the old one takes.

pub(crate) mod command;
mod consumer;
mod pairs;
mod wire;

use std::path::{Path, PathBuf};

use smithgen::impact::consequences;
use smithgen::{Config, File, Grade, Side};

use self::pairs::{Pair, pairs};
use crate::cargo::cargo;
use crate::model::Model;
use crate::written;

/// The repository, in which this program was built.
const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Compares all pairs of a folder, or those whose id contains a text; the number that failed.
pub(crate) fn run(folder: &Path, only: &str) -> Result<usize, String> {
    let package = package()?;
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    let mut proven = std::collections::HashSet::new();
    for pair in pairs(folder)?
        .into_iter()
        .filter(|pair| pair.id.contains(only))
    {
        let (old, new) = (generated(&pair.old), generated(&pair.new));
        let (Ok(old), Ok(new)) = (old, new) else {
            skipped += 1;
            continue;
        };
        match judge(&package, &pair, &old, &new, &mut proven) {
            Ok(()) => passed += 1,
            Err(problem) => {
                failed += 1;
                println!("FAILED {}: {problem}", pair.id);
            }
        }
    }
    println!("{skipped} not run, since a side does not generate");
    println!("{passed} passed, {failed} failed");
    Ok(failed)
}

/// The files of a service, and its surface.
struct Code {
    files: Vec<File>,
    surface: String,
}

fn generated(model: &pairs::Model) -> Result<Code, String> {
    let path = model.path()?;
    let config = Config::new().model(&path).module("k").cli(true);
    let made = config.files().map_err(|errors| errors.to_string())?;
    let mut code = Code {
        files: Vec::new(),
        surface: String::new(),
    };
    for file in made.files {
        match file.path.as_str() {
            "k/API.txt" => code.surface = file.text,
            _ => code.files.push(file),
        }
    }
    Ok(code)
}

fn judge(
    package: &Path,
    pair: &Pair,
    old: &Code,
    new: &Code,
    proven: &mut std::collections::HashSet<String>,
) -> Result<(), String> {
    let program = consumer::program(&old.surface);
    // What does not compile against its own code proves nothing.
    if proven.insert(program.clone()) {
        compiles(package, old, &program)?
            .map_err(|text| format!("against its own code: {text}"))?;
    }
    let impact = consequences(&pair.old.read()?, &pair.new.read()?);
    if impact.worst(Side::Wire) != Grade::Breaking {
        let (old, new) = (
            Model::read(&pair.old.path()?)?,
            Model::read(&pair.new.path()?)?,
        );
        if let Some(fault) = wire::fault(&old, &new) {
            return Err(format!("it breaks messages, unannounced: {fault}"));
        }
    }
    if impact.worst(Side::Command) != Grade::Breaking {
        let old = command::Side::new(&pair.old.path()?, &old.surface)?;
        let new = command::Side::new(&pair.new.path()?, &new.surface)?;
        if let Some(fault) = command::fault(&old, &new)? {
            return Err(format!("it breaks scripts, unannounced: {fault}"));
        }
    }
    let breaks = impact.worst(Side::Rust) == Grade::Breaking;
    match (breaks, compiles(package, new, &program)?) {
        (false, Ok(())) | (true, Err(_)) => Ok(()),
        (false, Err(text)) => Err(format!("it breaks programs, unannounced: {text}")),
        (true, Ok(())) => {
            let reasons = impact.found.iter();
            let reasons = reasons.filter(|it| it.side == Side::Rust && it.grade == Grade::Breaking);
            let reasons: Vec<&str> = reasons.map(|it| it.reason.as_str()).take(3).collect();
            Err(format!("it breaks no program, though said to: {reasons:?}"))
        }
    }
}

/// A package in which each pair is compiled in turn, so that what it depends on is compiled once.
fn package() -> Result<PathBuf, String> {
    let package = Path::new(REPOSITORY).join("target/impact");
    let manifest = format!(
        "[workspace]\n[package]\nname = \"impact\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [lib]\ndoctest = false\n[dependencies]\n\
         smithgen-client = {{ path = \"{REPOSITORY}/client\", features = [\"cbor\", \"checksums\", \"compression\", \"event-streams\", \"http2\", \"query\", \"xml\"] }}\n\
         smithgen-aws = {{ path = \"{REPOSITORY}/aws\", features = [\"sigv4a\"] }}\n\
         smithgen-cli = {{ path = \"{REPOSITORY}/cli\" }}\n"
    );
    let manifest = File {
        path: "Cargo.toml".to_owned(),
        text: manifest,
    };
    written::write(&package, &[], &[manifest])?;
    let lock = Path::new(REPOSITORY).join("Cargo.lock");
    std::fs::copy(lock, package.join("Cargo.lock")).map_err(|e| e.to_string())?;
    Ok(package)
}

/// Whether the program compiles against the code; else the first error.
fn compiles(package: &Path, code: &Code, program: &str) -> Result<Result<(), String>, String> {
    let place = |path: &str, text: &str| File {
        path: format!("src/{path}"),
        text: text.to_owned(),
    };
    let code = code.files.iter().map(|file| place(&file.path, &file.text));
    let uses = place("uses.rs", program);
    let root = place("lib.rs", "#![allow(warnings)]\npub mod k;\nmod uses;\n");
    let files: Vec<File> = code.chain([uses, root]).collect();
    written::write(package, &["src".to_owned()], &files)?;
    let output = cargo()
        .args(["check", "--offline", "--quiet", "--message-format=short"])
        .current_dir(package)
        .env("CARGO_TARGET_DIR", package.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .map_err(|e| e.to_string())?;
    let text = String::from_utf8_lossy(&output.stderr);
    let first = text.lines().find(|line| line.contains("error"));
    Ok(match output.status.success() {
        true => Ok(()),
        false => Err(first.unwrap_or("no error is shown").to_owned()),
    })
}
