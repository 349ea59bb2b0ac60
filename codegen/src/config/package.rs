//! The settings of a package, and the files that make one of modules.

use std::collections::HashSet;
use std::path::PathBuf;

use super::Config;
use crate::file_name;
use crate::limits::TEXT_LENGTH;
use crate::lower::package::PackageOptions;
use crate::output::File;
use crate::{Generated, emit, format, ir, lower};
use smithgen_model::reading::read_text;
use smithgen_model::{Diagnostic, Errors};

/// The package that generated code becomes when it is a crate of its own.
///
/// Made by [`Package::new`]; everything but name and directory may be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The directory. It belongs to the generator: files that it once wrote and no longer does are deleted.
    pub directory: PathBuf,
    /// The name.
    pub name: String,
    /// The version, `0.1.0` unless said otherwise.
    pub version: String,
    /// What it is, in a line.
    pub description: Option<String>,
    /// The licence, as an SPDX expression.
    pub license: Option<String>,
    /// Files of licences; they are copied into the directory.
    pub license_files: Vec<PathBuf>,
    /// Where the source is.
    pub repository: Option<String>,
    /// Words by which it is found.
    pub keywords: Vec<String>,
    /// Where `smithgen-client`, `smithgen-aws` and `smithgen-cli` are, when they do not come from a registry: a directory that
    /// holds `runtime` and `cli`.
    pub smithgen: Option<PathBuf>,
}

impl Package {
    /// A package of that name in a directory.
    pub fn new(directory: impl Into<PathBuf>, name: impl Into<String>) -> Self {
        Package {
            directory: directory.into(),
            name: name.into(),
            version: "0.1.0".to_owned(),
            description: None,
            license: None,
            license_files: Vec::new(),
            repository: None,
            keywords: Vec::new(),
            smithgen: None,
        }
    }
}

impl Config {
    /// Writes a package of its own rather than modules to include.
    #[must_use]
    pub fn package(mut self, package: Package) -> Self {
        self.package = Some(package);
        self
    }

    /// What the package's own files say, if there is to be one.
    pub(crate) fn lowered_package(
        &self,
        services: &[ir::Service],
        errors: &mut Errors,
    ) -> Option<ir::package::Package> {
        let settings = self.package.as_ref()?;
        let mut problems = Errors::new();
        let options = PackageOptions {
            package: settings,
            copies: copies(settings, &mut problems),
        };
        let package = match lower::package::package(options, services) {
            Ok(package) => Some(package),
            Err(more) => {
                problems.extend(more);
                None
            }
        };
        errors.extend(self.origins.locate(problems));
        package
    }
}

/// What a package has in its directory besides copies.
const OWN: &[&str] = &["cargo.lock", "cargo.toml", "readme.md", "src"];

/// The names and texts of the files to copy.
fn copies(settings: &Package, errors: &mut Errors) -> Vec<(String, String)> {
    let mut copies = Vec::new();
    let mut seen = HashSet::new();
    for path in &settings.license_files {
        let shown = path.display();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let lower = name.to_lowercase();
        let fault = match file_name::fault(&name) {
            Some(fault) => Some(fault),
            None if OWN.contains(&lower.as_str()) => Some("is the package's own".to_owned()),
            None if !seen.insert(lower) => Some("is taken by another copy".to_owned()),
            None => None,
        };
        let read = match fault {
            Some(fault) => {
                let message = format!("`{shown}` cannot be copied: the name `{name}` {fault}");
                Err(Box::new(Diagnostic::error(message)))
            }
            None => read_text(path, TEXT_LENGTH),
        };
        match read {
            Ok(text) => copies.push((name.into_owned(), text)),
            Err(problem) => errors.push(problem.setting("package.license-files", shown)),
        }
    }
    copies
}

/// Puts a package around modules.
pub(crate) fn package(
    package: &ir::package::Package,
    modules: Generated,
) -> Result<Generated, Errors> {
    let mut files = format::format(emit::package::package(package)?, &package.source);
    files.extend(modules.files.into_iter().map(|file| File {
        path: format!("src/{}", file.path),
        text: file.text,
    }));
    Ok(Generated {
        files,
        roots: vec![String::new()],
        warnings: modules.warnings,
    })
}
