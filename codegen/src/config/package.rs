//! The settings of a package.

use std::path::PathBuf;

use super::Config;

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
    /// Where its page is, if it has one besides its source.
    pub homepage: Option<String>,
    /// Where its documentation is.
    pub documentation: Option<String>,
    /// Words by which it is found.
    pub keywords: Vec<String>,
    /// The registry's categories to which it belongs.
    pub categories: Vec<String>,
    /// Lines of other dependencies, as they stand in its manifest: `palette = "1"`. Paths in them are relative to the
    /// package.
    pub dependencies: Vec<String>,
    /// Where `smithgen-client`, `smithgen-server`, `smithgen-aws` and `smithgen-cli` are, when they do not come from a registry:
    /// a directory that holds `client`, `server`, `aws` and `cli`.
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
            homepage: None,
            documentation: None,
            keywords: Vec::new(),
            categories: Vec::new(),
            dependencies: Vec::new(),
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
}
