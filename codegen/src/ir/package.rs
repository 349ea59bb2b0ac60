//! A generated package: its manifest, README and root module.

use super::{Docs, Ident, Source};

/// The package around one or more services.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Package {
    /// The origin of the models, for the header of its files.
    pub source: Source,
    /// Its manifest.
    pub manifest: Manifest,
    /// The library's name: `sso_oidc_client`.
    pub library: String,
    /// One line of Markdown that describes it.
    pub title: String,
    /// How the README begins, in Markdown.
    pub introduction: String,
    /// The modules of its services. The module of a single service is private, with its content re-exported at the
    /// root.
    pub modules: Vec<ServiceModule>,
    /// Files to copy: name and text.
    pub copies: Vec<(String, String)>,
}

/// A service of a package.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ServiceModule {
    /// The module.
    pub module: Ident,
    /// The path that programs import its items from. Without other services it is the library's.
    pub path: String,
    /// The path from the root to its items: `s3::`, or nothing.
    pub way: String,
    /// The service's title, in Markdown.
    pub title: String,
    /// What it is, for rustdoc.
    pub docs: Docs,
    /// What has a method per operation.
    pub side: ServiceSide,
    /// The methods with a sentence on each operation; sorted.
    pub operations: Vec<(Ident, Docs)>,
}

/// What the module of a service is for, as its front page shows it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ServiceSide {
    /// Calls. With an operation for an example, if there is one: its method, and setters of required strings.
    Client(Option<(Ident, Vec<Ident>)>),
    /// An implementation of this trait.
    Server(Ident),
}

/// The signatures that a package's operations support.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Signed {
    /// SigV4.
    pub sigv4: bool,
    /// SigV4a.
    pub sigv4a: bool,
}

/// The content of `Cargo.toml`.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub(crate) struct Manifest {
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
    /// Where its page is.
    pub homepage: Option<String>,
    /// Where its documentation is.
    pub documentation: Option<String>,
    /// Words by which it is found.
    pub keywords: Vec<String>,
    /// The registry's categories.
    pub categories: Vec<String>,
    /// The version of the generator's own crates.
    pub smithgen_version: String,
    /// Whether any service has a client.
    pub client: bool,
    /// The path of these crates, if they are not in a registry: `../client`, `../cli`.
    pub client_path: Option<String>,
    /// The client crate's features that the generated code needs.
    pub client_features: Vec<String>,
    /// Whether any service has a server.
    pub server: bool,
    /// Like `client_path`.
    pub server_path: Option<String>,
    /// The server crate's features that the generated code needs.
    pub server_features: Vec<String>,
    /// Whether operations stream events.
    pub event_streams: bool,
    /// Whether operations use HTTP/2.
    pub http2: bool,
    /// Whether operations are signed, with SigV4 or SigV4a.
    pub signed: Signed,
    /// Like `client_path`.
    pub aws_path: Option<String>,
    /// Whether any service is an AWS service.
    pub aws: bool,
    /// Like `client_path`.
    pub cli_path: Option<String>,
    /// Whether there is a command line.
    pub cli: bool,
    /// Whether serde can read and write types.
    pub serde: bool,
    /// Lines of other dependencies.
    pub dependencies: Vec<String>,
}
