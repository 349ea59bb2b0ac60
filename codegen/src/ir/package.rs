//! A package of its own: what its manifest, its README and its root say.

use super::{Docs, Ident, Source};

/// The package around one or more services.
#[derive(Debug, Clone, PartialEq)]
pub struct Package {
    /// What is said of the models in the first lines of its files.
    pub source: Source,
    /// Its manifest.
    pub manifest: Manifest,
    /// The name that programs import it by: `sso_oidc_client`.
    pub library: String,
    /// What it is, in a line of Markdown.
    pub title: String,
    /// The modules of its services. The one of a single service is private: what is in it is at the root.
    pub modules: Vec<ServiceModule>,
    /// Files to copy: name and text.
    pub copies: Vec<(String, String)>,
}

/// A service of a package.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceModule {
    /// The module.
    pub module: Ident,
    /// What the service is called.
    pub title: String,
    /// What it is, for rustdoc.
    pub docs: Docs,
    /// The client's method for each operation, and what it does in a sentence; sorted.
    pub operations: Vec<(Ident, Docs)>,
    /// An operation to show, if there is one: the method, and setters of texts that must be given.
    pub call: Option<(Ident, Vec<Ident>)>,
}

/// The signatures that operations of a package offer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Signed {
    /// SigV4.
    pub sigv4: bool,
    /// SigV4a.
    pub sigv4a: bool,
}

/// What stands in `Cargo.toml`.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Manifest {
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
    /// The description.
    pub description: String,
    /// The licence.
    pub license: Option<String>,
    /// Where the source is.
    pub repository: Option<String>,
    /// Words by which it is found.
    pub keywords: Vec<String>,
    /// The version of the generator's own crates.
    pub smithgen_version: String,
    /// Where they are, if not in a registry: `../client`, `../cli`.
    pub client_path: Option<String>,
    /// The cargo features that the generated code needs of the client's crate.
    pub client_features: Vec<String>,
    /// Whether operations travel over HTTP/2.
    pub http2: bool,
    /// Whether operations are signed, with keys (SigV4) or key pairs (SigV4a).
    pub signed: Signed,
    /// As `client_path`.
    pub aws_path: Option<String>,
    /// Whether any of the services is of AWS.
    pub aws: bool,
    /// As `client_path`.
    pub cli_path: Option<String>,
    /// Whether there is a command line.
    pub cli: bool,
}
