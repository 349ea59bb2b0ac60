//! `botocore-servers MODELS`: serves real models on sockets, and lets botocore call every operation.
//!
//! Client and server of ours share their codecs, so that faults of theirs may cancel out: botocore writes requests and
//! reads responses from its own descriptions of the services.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use quote::quote;

use super::{Wanted, packages};
use crate::protocol_tests::emit::{file, ident};
use crate::protocol_tests::workspace::dependencies;
use crate::protocol_tests::{Package, Workspace};

/// The package of the program with all servers.
const NAME: &str = "trip-servers";

/// Calls them with botocore.
const CALL: &str = include_str!("../../peers/servers.py");

/// Generates, builds and runs; how many calls failed.
///
/// # Errors
/// When there is nothing to run.
pub(crate) fn run(folder: &Path, wanted: &Wanted) -> Result<usize, String> {
    if !has_botocore() {
        println!("skipped: python3 has no botocore (pip install botocore)");
        return Ok(0);
    }
    let mut packages = packages(folder, &wanted.models)?;
    packages.push(program(&packages));
    // That of `round-trip`: what one has built, the other need not.
    let workspace = Workspace::named("round-trip")?;
    workspace.write(&packages)?;
    let mut built = workspace.build_programs(&BTreeSet::from([NAME]))?;
    let program = built.remove(NAME).and_then(|built| built.executable);
    let Some(program) = program else {
        let errors = built.into_values().flat_map(|built| built.errors);
        let errors: Vec<String> = errors.collect();
        return Err(format!("not compiled: {}", errors.join("\n")));
    };
    let status = Command::new("python3")
        .args(["-c", CALL])
        .arg(program)
        .args(wanted.arguments())
        .status()
        .map_err(|e| format!("python3: {e}"))?;
    Ok(usize::from(!status.success()))
}

fn has_botocore() -> bool {
    let mut command = Command::new("python3");
    command.args(["-c", "import botocore"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The program with the servers of packages.
fn program(packages: &[Package]) -> Package {
    let names = packages.iter().map(|package| package.name.as_str());
    let lines = names
        .clone()
        .map(|name| format!("{name} = {{ path = \"../{name}\" }}\n"));
    let libraries = names.map(|name| ident(&name.replace('-', "_")));
    let main = quote! {
        fn main() -> Result<(), String> {
            ::conformance_support::round::serve(vec![#(#libraries::service()),*])
        }
    };
    let dependencies = dependencies(&BTreeSet::new(), false, false);
    Package {
        name: NAME.to_owned(),
        dependencies: dependencies + &lines.collect::<String>(),
        sources: vec![file("lib.rs", quote!()), file("main.rs", main)],
    }
}
