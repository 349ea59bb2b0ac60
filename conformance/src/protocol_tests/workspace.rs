//! The cargo workspace in which generated code and its tests are built and run: a package a unit.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;
use smithgen::File;

use crate::cargo::cargo;
use crate::written;

/// A workspace below the build directory of this program.
pub(crate) struct Workspace {
    directory: PathBuf,
    target: PathBuf,
}

/// What became of a package's build.
#[derive(Debug, Default)]
pub(crate) struct Built {
    /// The program, or the one with its tests.
    pub(crate) executable: Option<PathBuf>,
    /// What the compiler said.
    pub(crate) errors: Vec<String>,
}

/// A package to build.
pub(crate) struct Package {
    pub(crate) name: String,
    /// Its dependencies, as lines of its manifest.
    pub(crate) dependencies: String,
    /// Its sources, below `src/`.
    pub(crate) sources: Vec<File>,
}

/// The repository, in which this program was built.
const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

impl Workspace {
    /// A workspace of this program: below `conformance/` in the directory that cargo builds into.
    ///
    /// # Errors
    /// When that directory cannot be told.
    pub(crate) fn named(name: &str) -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|e| format!("this program: {e}"))?;
        let target = program.ancestors().nth(2).unwrap_or(Path::new("target"));
        let root = target.join("conformance");
        Ok(Workspace {
            directory: root.join(name),
            target: target.to_owned(),
        })
    }

    /// Writes the packages. Files that are there as they should be stay, and so does what was built of them.
    ///
    /// # Errors
    /// What the file system refuses.
    pub(crate) fn write(&self, packages: &[Package]) -> Result<(), String> {
        let mut files = Vec::new();
        let mut roots = Vec::new();
        let mut members = String::new();
        for package in packages {
            let name = &package.name;
            roots.push(name.clone());
            members.push_str(&format!("    {name:?},\n"));
            files.push(text(format!("{name}/Cargo.toml"), manifest(package)));
            files.extend(package.sources.iter().map(|source| File {
                path: format!("{name}/src/{}", source.path),
                text: source.text.clone(),
            }));
        }
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n\n[profile.dev]\ndebug = false\n"
        );
        files.push(text("Cargo.toml".to_owned(), manifest));
        written::write(&self.directory, &roots, &files)?;
        // The versions that everything else here is built with; what they lack, cargo adds.
        let lock = self.directory.join("Cargo.lock");
        if !lock.exists() {
            let ours = Path::new(REPOSITORY).join("Cargo.lock");
            std::fs::copy(&ours, &lock).map_err(|e| format!("{}: {e}", ours.display()))?;
        }
        Ok(())
    }

    /// Builds the tests of packages as far as they can be built.
    ///
    /// # Errors
    /// When cargo cannot be run.
    pub(crate) fn build_tests(
        &self,
        names: &BTreeSet<&str>,
    ) -> Result<BTreeMap<String, Built>, String> {
        self.build(names, &["--tests"])
    }

    /// Builds the programs of packages as far as they can be built.
    ///
    /// # Errors
    /// When cargo cannot be run.
    pub(crate) fn build_programs(
        &self,
        names: &BTreeSet<&str>,
    ) -> Result<BTreeMap<String, Built>, String> {
        self.build(names, &[])
    }

    fn build(
        &self,
        names: &BTreeSet<&str>,
        arguments: &[&str],
    ) -> Result<BTreeMap<String, Built>, String> {
        let mut command = cargo();
        command.current_dir(&self.directory);
        command.args(["build", "--offline", "--keep-going", "--quiet"]);
        command
            .args(arguments)
            .arg("--message-format=json")
            .arg("--target-dir")
            .arg(&self.target);
        for name in names {
            command.args(["--package", name]);
        }
        let output = command.stderr(Stdio::inherit()).output();
        let output = output.map_err(|e| format!("cargo: {e}"))?;
        let mut built = BTreeMap::new();
        for line in output.stdout.split(|byte| *byte == b'\n') {
            if let Ok(message) = serde_json::from_slice::<Value>(line) {
                read(&message, &mut built);
            }
        }
        Ok(built)
    }
}

fn text(path: String, text: String) -> File {
    File { path, text }
}

fn manifest(package: &Package) -> String {
    let Package {
        name, dependencies, ..
    } = package;
    format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [lib]\ndoctest = false\n\n[dependencies]\n{dependencies}"
    )
}

/// The lines of a manifest for what generated code needs: these features, of the crates of a client or a server or both.
pub(crate) fn dependencies(
    features: &BTreeSet<String>,
    is_client: bool,
    is_server: bool,
) -> String {
    let features = features.iter().map(String::as_str);
    let (mut aws_features, features): (Vec<&str>, Vec<&str>) =
        features.partition(|feature| feature.starts_with("sigv4"));
    aws_features.push("event-streams");
    let line = |name: &str, path: &str, features: &[&str]| {
        let path = format!("{REPOSITORY}/{path}");
        format!(
            "{name} = {{ path = {path:?}, default-features = false, features = {features:?} }}\n"
        )
    };
    let mut lines = line("conformance-support", "conformance/support", &[]);
    if is_client {
        lines += &line("smithgen-aws", "aws", &aws_features);
        lines += &line("smithgen-client", "client", &features);
    }
    if is_server {
        lines += &line("smithgen-server", "server", &features);
    }
    lines
}

/// Reads one of cargo's messages.
fn read(message: &Value, built: &mut BTreeMap<String, Built>) {
    let directory = message["manifest_path"]
        .as_str()
        .and_then(|path| Path::new(path).parent());
    let Some(name) = directory.and_then(Path::file_name) else {
        return;
    };
    let built = built
        .entry(name.to_string_lossy().into_owned())
        .or_default();
    match message["reason"].as_str() {
        Some("compiler-artifact") if message["executable"].is_string() => {
            built.executable = message["executable"].as_str().map(PathBuf::from);
        }
        Some("compiler-message") if message["message"]["level"] == "error" => {
            let rendered = message["message"]["rendered"].as_str().unwrap_or_default();
            built.errors.push(rendered.trim().to_owned());
        }
        _ => {}
    }
}
