//! Traits that say where the parameters of endpoint rules come from.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::model::Node;

/// The endpoint parameter that a member fills.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct ContextParam {
    /// The parameter.
    pub name: String,
}

/// The endpoint parameters that an operation fixes, by name.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct StaticContextParams(pub IndexMap<String, StaticContextParam>);

/// The fixed value of an endpoint parameter.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(expecting = "an object")]
pub struct StaticContextParam {
    /// A text, a boolean or a list of texts.
    pub value: Node,
}

/// The endpoint parameters that an operation takes from its input, by name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OperationContextParams(pub IndexMap<String, OperationContextParam>);

/// Where in the input an endpoint parameter is found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct OperationContextParam {
    /// A JMESPath expression over the input.
    pub path: String,
}

/// The endpoint parameters that a client takes when it is built, by name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ClientContextParams(pub IndexMap<String, ClientContextParam>);

/// An endpoint parameter of a client.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object")]
pub struct ClientContextParam {
    /// `string`, `boolean` or `stringArray`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it means.
    pub documentation: Option<String>,
}
