//! The files of a package around its modules.

use std::collections::HashSet;

use crate::config::{Config, Package};
use crate::limits::TEXT_LENGTH;
use crate::lower::package::{Facts, PackageOptions};
use crate::{file_name, ir, lower};
use smithgen_model::reading::read_text;
use smithgen_model::{Diagnostic, Errors};

impl Config {
    /// What the package's own files say, if there is to be one.
    pub(crate) fn lowered_package(
        &self,
        services: &[Facts],
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
const OWN: &[&str] = &[
    "api",
    "api.txt",
    "cargo.lock",
    "cargo.toml",
    "readme.md",
    "src",
];

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
