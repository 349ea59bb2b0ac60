//! Traits that bind the parameters of endpoint rules.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::model::Node;

/// The endpoint parameter bound to a member.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct ContextParam {
    /// The parameter.
    pub name: String,
}

/// Endpoint parameters with a fixed value for an operation, by name.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct StaticContextParams(pub IndexMap<String, StaticContextParam>);

/// The fixed value of an endpoint parameter.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub struct StaticContextParam {
    /// A string, a boolean or a list of strings.
    pub value: Node,
}

/// Endpoint parameters bound to an operation's input, by name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OperationContextParams(pub IndexMap<String, OperationContextParam>);

/// The source of an endpoint parameter in the input.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct OperationContextParam {
    /// A JMESPath expression over the input.
    pub path: String,
}

/// Endpoint parameters that are configured on the client, by name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ClientContextParams(pub IndexMap<String, ClientContextParam>);

/// A client context parameter.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct ClientContextParam {
    /// `string`, `boolean` or `stringArray`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its documentation.
    pub documentation: Option<String>,
}
