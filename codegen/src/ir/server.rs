//! What a server implements: a trait with a method per operation, and the errors that these return.

use super::{Docs, Feature, Ident, Path};

/// The server's side of a service. It is one file, `server.rs`, to which all its paths are relative.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Server {
    /// The trait: `Weather`.
    pub name: Ident,
    /// What the service is.
    pub docs: Docs,
    /// What those are told who implement it, if it is deprecated; may be empty.
    pub deprecated: Option<String>,
    /// All protocols of the service, best first.
    pub protocols: Vec<ServedProtocol>,
    /// The cargo features of the server's crate that the code needs, including those of protocols.
    pub features: Vec<&'static str>,
    /// The selected operations, in model order.
    pub operations: Vec<ServedOperation>,
}

/// A protocol that a server speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ServedProtocol {
    /// That of the service's table, which demands the feature that it needs.
    OfService,
    /// Another one.
    Other {
        /// The runtime's constant, under `protocol`.
        constant: Ident,
        /// The cargo feature of the protocol.
        feature: Option<Feature>,
    },
}

/// An operation as a server serves it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ServedOperation {
    /// The trait's method.
    pub method: Ident,
    /// The module of its types, below `operations`.
    pub module: Ident,
    /// The type that stands for it, there.
    pub marker: Ident,
    /// The type of its input, there.
    pub input: Ident,
    /// The type of its output, there.
    pub output: Ident,
    /// What it does.
    pub docs: Docs,
    /// What those are told who implement it, if it is deprecated; may be empty.
    pub deprecated: Option<String>,
    /// Its errors.
    pub error: ServedErrors,
}

/// The enum of the errors that an operation returns: those of the model, and what is none of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ServedErrors {
    /// The type's name.
    pub name: Ident,
    /// The errors of the model, in the order of the operation's table.
    pub variants: Vec<ServedError>,
}

/// An error that a server returns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ServedError {
    /// The variant's name.
    pub name: Ident,
    /// The structure.
    pub ty: Path,
    /// Whether the structure converts, as it does unless another variant has the same type.
    pub converts: bool,
}
