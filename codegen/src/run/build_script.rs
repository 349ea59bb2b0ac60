//! The interface to cargo for build scripts: what to watch, and errors.

use std::path::Path;

use super::Report;
use crate::config::Config;
use crate::limits::TEXT_LENGTH;
use crate::output::Mode;
use crate::surface::summary;
use smithgen_model::reading::read_regular;
use smithgen_model::{Diagnostic, Errors, Severity, load};

/// The crate that generated code depends on, unless it is a server's alone.
const CLIENT: &str = "smithgen-client";

/// The crate that servers depend on.
const SERVER: &str = "smithgen-server";

/// The crate that AWS services depend on.
const AWS: &str = "smithgen-aws";

/// The crate that tables of a command line depend on.
const COMMANDS: &str = "smithgen-cli";

/// Generates what a settings file describes, for a build script: tells cargo which files matter, reports problems,
/// and exits with code 1 if generation fails.
///
/// ```no_run
/// smithgen::generate_from("smithgen.toml");
/// ```
#[cfg(feature = "package")]
pub fn generate_from(path: impl AsRef<Path>) {
    match Config::from_file(path) {
        Ok(config) => config.generate(),
        Err(errors) => {
            fail(&errors);
            std::process::exit(1);
        }
    }
}

/// Generates, tells cargo everything, and returns whether it succeeded.
pub(super) fn generate(config: &Config) -> bool {
    let demand = |is_of_aws| demand_crates(config, is_of_aws);
    match super::generate_where(config, Mode::Write, demand, &super::Manner::default()) {
        Ok(Report {
            warnings, surface, ..
        }) => {
            for line in instructions(config, &warnings) {
                println!("{line}");
            }
            for line in summary(&surface) {
                println!("cargo::warning={line}");
            }
            true
        }
        Err(errors) => {
            fail(&errors);
            false
        }
    }
}

/// What cargo is told of a run: which files, directories and variables it depends on, and its warnings. Notes are for who
/// asks.
fn instructions(config: &Config, warnings: &Errors) -> Vec<String> {
    let inputs = config.inputs();
    let watched = inputs.iter().flat_map(|input| load::watched(input));
    // For a directory, cargo watches all files in it.
    let watched = watched.map(|path| format!("cargo::rerun-if-changed={}", path.display()));
    let variables = inputs.iter().flat_map(|input| load::variables(input));
    let variables = variables.map(|name| format!("cargo::rerun-if-env-changed={name}"));
    let manifest = includes(config).then(|| "cargo::rerun-if-changed=Cargo.toml".to_owned());
    let told = warnings
        .iter()
        .filter(|it| it.severity <= Severity::Warning);
    let told = told.map(|warning| format!("cargo::warning={}", warning.one_line()));
    watched
        .chain(variables)
        .chain(manifest)
        .chain(told)
        .collect()
}

/// Reports all problems in the compiler's style. Cargo shows all output of a failing script, so `cargo::error` is
/// not used: it has room for one line only, and would repeat the message. A failing script need not say what to
/// watch either, since cargo runs it again in any case.
fn fail(problems: &Errors) {
    eprintln!("{problems}");
}

/// Links the programs of the calling build script's package for a fixed address where this is supported: on Linux
/// with glibc that is not linked statically.
///
/// The tables of a command line point to each other. In a position-independent program, each of these pointers is
/// relocated at startup, which takes longer the more services there are. The price is that the program's own code
/// and constants are always at the same address; libraries, heap and stack are not affected.
pub fn link_at_fixed_address() {
    let is = |variable: &str, value: &str| std::env::var(variable).is_ok_and(|it| it == value);
    let features = std::env::var("CARGO_CFG_TARGET_FEATURE").unwrap_or_default();
    // The compiler asks the linker for the opposite then, and the two together start no program.
    let is_static = features.split(',').any(|it| it == "crt-static");
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") && !is_static {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

/// Whether the package whose build script this is includes what is generated.
fn includes(config: &Config) -> bool {
    !config.is_package() && config.out_dir.is_none()
}

/// Modules in `OUT_DIR` are included by the package of the calling script, so it must depend on the crates they
/// use.
fn demand_crates(config: &Config, is_of_aws: bool) -> Result<(), Errors> {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").filter(|_| includes(config));
    let manifest = manifest.map(|directory| Path::new(&directory).join("Cargo.toml"));
    let read = |path: std::path::PathBuf| read_regular(&path, TEXT_LENGTH).ok();
    let Some(text) = manifest
        .and_then(read)
        .and_then(|it| String::from_utf8(it).ok())
    else {
        return Ok(());
    };
    let has_commands = config.services.iter().any(|service| service.cli);
    let services = &config.services;
    let has_client = services.iter().any(|it| !(it.server && it.clientless));
    let has_server = services.iter().any(|it| it.server);
    let needed = has_client
        .then_some(CLIENT)
        .into_iter()
        .chain(has_server.then_some(SERVER))
        .chain(is_of_aws.then_some(AWS))
        .chain(has_commands.then_some(COMMANDS));
    let mut errors = Errors::new();
    for name in needed.filter(|name| !depends_on(&text, name)) {
        let message = format!("what is generated needs the crate `{name}`");
        let help = format!(
            "add `{name} = \"{}\"` below `[dependencies]` in Cargo.toml, or run `cargo add {name}`",
            env!("CARGO_PKG_VERSION")
        );
        errors.push(Diagnostic::error(message).help(help));
    }
    errors.into_result(()).map(drop)
}

/// Whether the manifest names the crate among the dependencies of the package or of its tests, which may be what
/// includes the code. Those of the build script do not count. It is read line by line: a manifest that is not TOML has
/// stopped cargo before.
fn depends_on(manifest: &str, name: &str) -> bool {
    let is_name = |key: &str| key.trim().trim_matches(['"', '\'']) == name;
    let are_dependencies = |key: &str| matches!(key.trim(), "dependencies" | "dev-dependencies");
    let mut is_among_dependencies = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[') {
            let header = header.split(']').next().unwrap_or_default().trim();
            let (table, last) = header.rsplit_once('.').unwrap_or(("", header));
            is_among_dependencies = are_dependencies(last) && table != "workspace";
            let holds = are_dependencies(table.rsplit('.').next().unwrap_or_default());
            if holds && table != "workspace.dependencies" && is_name(last) {
                return true;
            }
            continue;
        }
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        // `dependencies = { smithgen-cli = "0.1" }`
        let inside = value.trim().strip_prefix('{').unwrap_or_default();
        let keys = inside.split([',', '{', '}']);
        let mut keys = keys.map(|pair| pair.split(['=', '.']).next().unwrap_or_default());
        if are_dependencies(key) && keys.any(is_name) {
            return true;
        }
        let key = match key.trim().split_once('.') {
            Some((table, key)) if are_dependencies(table) => key,
            _ if is_among_dependencies => key,
            _ => continue,
        };
        // `smithgen-cli.workspace = true` is one too.
        if is_name(key.split('.').next().unwrap_or_default()) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_watches_what_a_build_names_and_hears_no_notes() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
        let (lamp, weather) = (
            root.join("lamp/2020-01-01/service-2.json"),
            root.join("weather"),
        );
        let config = Config::new().model(&lamp).model(&weather).out_dir("out");
        let mut warnings = Errors::from(Diagnostic::warning("w"));
        warnings.push(Diagnostic::of(Severity::Note, "Model", "n"));
        let path = |path: &Path| format!("cargo::rerun-if-changed={}", path.display());
        let expected = [
            path(&lamp),
            path(&root.join("lamp/2020-01-01")),
            path(&weather.join("smithy-build.json")),
            path(&weather.join("model")),
            "cargo::warning=w".to_owned(),
        ];
        assert_eq!(instructions(&config, &warnings), expected);
    }

    #[test]
    fn only_dependencies_of_the_package_itself_count() {
        for manifest in [
            "[dependencies]\nsmithgen-cli = \"0.1\"",
            "[dependencies] # ours\n  \"smithgen-cli\" = { path = \"x\" }",
            "[dependencies]\nsmithgen-cli.workspace = true",
            "[dependencies.smithgen-cli]\nversion = \"0.1\"",
            "[target.'cfg(unix)'.dependencies]\nsmithgen-cli = \"0.1\"",
            "[target.'cfg(unix)'.dependencies.smithgen-cli]\nversion = \"0.1\"",
            "dependencies.smithgen-cli = \"0.1\"\n[package]",
            "dependencies = { smithgen-cli = \"0.1\" }\n[package]",
            "dependencies = { a = \"1\", smithgen-cli.workspace = true }\n[package]",
            "[dev-dependencies]\nsmithgen-cli = \"0.1\"",
            "[dev-dependencies.smithgen-cli]\nversion = \"0.1\"",
        ] {
            assert!(depends_on(manifest, COMMANDS), "{manifest}");
        }
        for manifest in [
            "",
            "# smithgen-cli = \"0.1\"",
            "[dependencies]\n# smithgen-cli = \"0.1\"\nsmithgen-client = \"1\"",
            "[build-dependencies]\nsmithgen-cli = \"0.1\"",
            "[build-dependencies.smithgen-cli]\nversion = \"0.1\"",
            "build-dependencies = { smithgen-cli = \"0.1\" }\n[package]",
            "dependencies = { a = \"smithgen-cli\" }\n[package]",
            "[dependencies]\n[features]\nsmithgen-cli = []",
            "[workspace.dependencies]\nsmithgen-cli = \"0.1\"",
        ] {
            assert!(!depends_on(manifest, COMMANDS), "{manifest}");
        }
    }
}
