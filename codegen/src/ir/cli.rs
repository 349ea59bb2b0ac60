//! Commands of a service: what a command line needs besides schemas.

use super::{Path, SchemaRef};

/// A service's commands; one file, `cli.rs`, in which all paths are meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Commands {
    /// Name on the command line: `sso-oidc`.
    pub name: String,
    /// Name in environment variables: `SSO_OIDC`.
    pub env: String,
    /// Name in `services` sections of the configuration file: `sso_oidc`.
    pub config_key: String,
    /// What the service is, as a terminal shows it.
    pub doc: String,
    /// The commands, in the order of their names.
    pub commands: Vec<Command>,
    /// What is said of every shape that a command reads or writes, in order of first use.
    pub docs: Vec<ShapeDoc>,
}

/// A command: one operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// Name on the command line: `register-client`.
    pub name: String,
    /// The static with the operation's data.
    pub operation: Path,
    /// What it does.
    pub doc: String,
    /// One entry for each top-level member of the input, in model order.
    pub args: Vec<Arg>,
    /// Examples of the model.
    pub examples: Vec<Example>,
    /// The members of the output, for the reference page.
    pub output: Vec<OutputMember>,
}

/// An option that fills one member of the input.
#[derive(Debug, Clone, PartialEq)]
pub struct Arg {
    /// Name without dashes: `client-name`.
    pub name: String,
    /// Index of the member in the input's schema.
    pub member: usize,
    /// Whether the member is required.
    pub required: bool,
    /// Its type in a word, for the reference page.
    pub kind: String,
    /// What it means.
    pub doc: String,
}

/// A member of an output.
#[derive(Debug, Clone, PartialEq)]
pub struct OutputMember {
    /// Its name in the model.
    pub name: String,
    /// Its type in a word.
    pub kind: String,
    /// What it means.
    pub doc: String,
}

/// What is said of a shape.
#[derive(Debug, Clone, PartialEq)]
pub struct ShapeDoc {
    /// Its schema.
    pub schema: SchemaRef,
    /// What it is.
    pub doc: String,
    /// What each member is, in the schema's order.
    pub members: Vec<String>,
}

/// An example of the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Its title.
    pub title: String,
    /// What it shows.
    pub doc: String,
    /// Input, JSON.
    pub input: String,
    /// Output or members of the error, JSON; empty where the model gives none.
    pub output: String,
    /// Name of the error that it shows.
    pub error: Option<String>,
}
