//! The workspace in which the generated code is compiled: a crate a model, all with the same dependencies.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::Model;
use super::one::Outcome;

use crate::cargo::cargo;

/// The repository, in which this program was built.
const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// What each crate may need: to compile the dependencies once counts for more than to leave something out.
const DEPENDENCIES: &str = "\
smithgen-aws = { path = \"REPOSITORY/aws\", default-features = false, features = [\"event-streams\", \"sigv4a\"] }
smithgen-cli = { path = \"REPOSITORY/cli\", default-features = false }
smithgen-client = { path = \"REPOSITORY/client\", default-features = false, features = [\"cbor\", \"checksums\", \
\"compression\", \"event-streams\", \"http2\", \"query\", \"xml\"] }
";

/// A workspace below the build directory of this program.
pub(super) struct Workspace {
    directory: PathBuf,
    target: PathBuf,
    jobs: usize,
}

impl Workspace {
    /// The workspace of this program: `conformance/` in the directory that cargo builds into.
    ///
    /// # Errors
    /// When that directory cannot be told.
    pub(super) fn of_this_program(jobs: usize) -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|e| format!("this program: {e}"))?;
        let target = program.ancestors().nth(2).unwrap_or(Path::new("target"));
        let root = target.join("conformance");
        Ok(Workspace {
            directory: root.join("models"),
            target: target.to_owned(),
            jobs,
        })
    }

    /// Where the code of a model goes.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        self.directory.join(name).join("src")
    }

    /// Deletes all crates, and what was built of them.
    ///
    /// # Errors
    /// What the file system or cargo refuses.
    pub(super) fn clear(&self) -> Result<(), String> {
        if self.directory.join("Cargo.toml").is_file() {
            let mut command = self.cargo("clean");
            command.arg("--quiet");
            for name in self.names()? {
                command.args(["--package", &package(&name)]);
            }
            // What cannot be cleaned is written over.
            let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        }
        match std::fs::remove_dir_all(&self.directory) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(format!("{}: {error}", self.directory.display()))
            }
            _ => Ok(()),
        }
    }

    /// The models that were generated.
    fn names(&self) -> Result<Vec<String>, String> {
        let told = |e: std::io::Error| format!("{}: {e}", self.directory.display());
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.directory).map_err(told)? {
            let path = entry.map_err(told)?.path();
            if path.join("src/service").is_dir() {
                names.extend(
                    path.file_name()
                        .map(|name| name.to_string_lossy().into_owned()),
                );
            }
        }
        names.sort();
        Ok(names)
    }

    /// Lets the compiler or clippy judge the crates of some models, with warnings as errors, and adds what they say to what
    /// became of each.
    ///
    /// # Errors
    /// When cargo cannot be run, or what the crates depend on does not compile.
    pub(super) fn judge(
        &self,
        models: &[Model],
        outcomes: &mut [Outcome],
        clippy: bool,
    ) -> Result<(), String> {
        self.write(&self.names()?)?;
        let mut command = self.cargo(if clippy { "clippy" } else { "check" });
        command.args(["--workspace", "--keep-going", "--quiet"]);
        command.arg("--message-format=json");
        command.arg("--jobs").arg(self.jobs.to_string());
        if clippy {
            command.arg("--no-deps");
        }
        let output = command.stderr(Stdio::piped()).output();
        let output = output.map_err(|e| format!("cargo: {e}"))?;
        let mut is_told = false;
        for line in output.stdout.split(|byte| *byte == b'\n') {
            let message: Value = serde_json::from_slice(line).unwrap_or_default();
            let found = error(&message);
            let own = found.and_then(|(package, problem)| {
                let number = models
                    .iter()
                    .position(|it| self::package(&it.name) == package);
                Some((outcomes.get_mut(number?)?, problem))
            });
            if let Some((outcome, problem)) = own {
                is_told = true;
                outcome.problems.push(problem);
            }
        }
        match output.status.success() || is_told {
            true => Ok(()),
            false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
    }

    /// Writes what is around the code of these crates.
    fn write(&self, names: &[String]) -> Result<(), String> {
        let mut members = String::new();
        let dependencies = DEPENDENCIES.replace("REPOSITORY", REPOSITORY);
        for name in names {
            let package = package(name);
            members.push_str(&format!("    {name:?},\n"));
            let manifest = format!(
                "[package]\nname = {package:?}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
                 [lib]\ndoctest = false\n\n[dependencies]\n{dependencies}"
            );
            let library = "//! A service.\n#![deny(warnings, missing_docs, unreachable_pub)]\n\
                           #![forbid(unsafe_code)]\n\n/// Its module.\npub mod service;\n";
            let directory = self.directory.join(name);
            put(&directory.join("Cargo.toml"), &manifest)?;
            put(&directory.join("src/lib.rs"), library)?;
        }
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n");
        put(&self.directory.join("Cargo.toml"), &manifest)?;
        // The versions that everything else here is built with; what they lack, cargo adds.
        let ours = Path::new(REPOSITORY).join("Cargo.lock");
        std::fs::copy(&ours, self.directory.join("Cargo.lock"))
            .map(drop)
            .map_err(|e| format!("{}: {e}", ours.display()))
    }

    fn cargo(&self, name: &str) -> Command {
        let mut command = cargo();
        command
            .current_dir(&self.directory)
            .args([name, "--offline", "--target-dir"])
            .arg(&self.target)
            // Nothing is built again.
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0");
        command
    }
}

/// The crate of a model.
fn package(name: &str) -> String {
    let legal = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    format!("model_{}", name.chars().map(legal).collect::<String>())
}

fn put(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}

/// The package of one of cargo's messages and its text, if it is an error.
fn error(message: &Value) -> Option<(&str, String)> {
    let is_error = message["message"]["level"] == "error";
    let rendered = message["message"]["rendered"]
        .as_str()
        .filter(|_| is_error)?;
    Some((
        message["target"]["name"].as_str()?,
        rendered.trim().to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn errors_are_those_of_their_crates() {
        let message = |level: &str| {
            json!({
                "reason": "compiler-message",
                "target": { "name": "model_a_2020" },
                "message": { "level": level, "rendered": "error: no\n" },
            })
        };
        assert_eq!(error(&message("warning")), None);
        let found = message("error");
        let (package, problem) = error(&found).unwrap();
        assert_eq!((package, problem.as_str()), ("model_a_2020", "error: no"));
        assert_eq!(self::package("a.2020"), package);
    }
}
