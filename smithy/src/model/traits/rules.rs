//! Traits that bind the parameters of endpoint rules.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
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

/// Endpoint rules as a decision diagram, as far as its form goes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "UncheckedBdd")]
pub struct EndpointBdd {
    /// The nodes: three numbers of 32 bits each.
    pub nodes: Vec<u8>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
struct UncheckedBdd {
    #[serde(default = "first_version")]
    version: String,
    nodes: String,
    node_count: usize,
}

fn first_version() -> String {
    "1.1".to_owned()
}

impl TryFrom<UncheckedBdd> for EndpointBdd {
    type Error = String;

    fn try_from(given: UncheckedBdd) -> Result<Self, String> {
        const NODE: usize = 12;
        let mut parts = given.version.split('.').map(str::parse::<u32>);
        match (parts.next(), parts.next()) {
            (Some(Ok(1)), Some(Ok(1..))) | (Some(Ok(2..)), Some(Ok(_))) => {}
            _ => {
                return Err(format!(
                    "version `{}` has no diagrams: use 1.1",
                    given.version
                ));
            }
        }
        let text = given.nodes.trim_end_matches('=');
        let is_padded = text.len() == given.nodes.len() || given.nodes.len().is_multiple_of(4);
        let decoded = STANDARD_NO_PAD.decode(text).ok().filter(|_| is_padded);
        let nodes = decoded.ok_or("`nodes` is not in base64")?;
        let expected = given.node_count.saturating_mul(NODE);
        if nodes.len() != expected {
            return Err(format!(
                "{} nodes have {expected} bytes, and `nodes` has {}",
                given.node_count,
                nodes.len()
            ));
        }
        Ok(Self { nodes })
    }
}
