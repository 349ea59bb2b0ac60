//! The models whose servers are called.

use std::path::Path;

use serde_json::{Value, json};

/// A model, and the protocols that its service speaks here.
#[derive(Debug)]
pub(crate) struct Chosen {
    /// The name of its file without version.
    pub(crate) name: &'static str,
    file: &'static str,
    /// Instead of the model's own, where none of the models has them.
    protocols: &'static [&'static str],
}

const fn model(name: &'static str, file: &'static str) -> Chosen {
    Chosen {
        name,
        file,
        protocols: &[],
    }
}

/// Fifteen models of all protocols that models have, with streams of bytes and of events, documents, and values within
/// themselves; and one more in a protocol that none has.
const MODELS: &[Chosen] = &[
    // restXml: streams, headers with prefixes, attributes, events.
    model("s3", "s3-2006-03-01.json"),
    model("route-53", "route-53-2013-04-01.json"),
    // restJson1: blobs and events.
    model("lambda", "lambda-2015-03-31.json"),
    model(
        "transcribe-streaming",
        "transcribe-streaming-2017-10-26.json",
    ),
    model("bedrock-runtime", "bedrock-runtime-2023-09-30.json"),
    model("lex-runtime-service", "lex-runtime-service-2016-11-28.json"),
    model("polly", "polly-2016-06-10.json"),
    model("sso-oidc", "sso-oidc-2019-06-10.json"),
    // awsJson1_0 and awsJson1_1.
    model("dynamodb", "dynamodb-2012-08-10.json"),
    model("verifiedpermissions", "verifiedpermissions-2021-12-01.json"),
    model("cloudwatch-logs", "cloudwatch-logs-2014-03-28.json"),
    // The service has spoken rpcv2Cbor, too, since its model was written: several protocols at once.
    Chosen {
        name: "sqs",
        file: "sqs-2012-11-05.json",
        protocols: &["aws.protocols#awsJson1_0", "smithy.protocols#rpcv2Cbor"],
    },
    Chosen {
        name: "cloudwatch",
        file: "cloudwatch-2010-08-01.json",
        protocols: &[
            "aws.protocols#awsQuery",
            "aws.protocols#awsJson1_0",
            "smithy.protocols#rpcv2Cbor",
        ],
    },
    // awsQuery.
    model("sns", "sns-2010-03-31.json"),
    model("sts", "sts-2011-06-15.json"),
    // There is no model with ec2Query.
    Chosen {
        name: "sts-as-ec2",
        file: "sts-2011-06-15.json",
        protocols: &["aws.protocols#ec2Query"],
    },
];

/// Prefixes and names of traits that are protocols.
const PROTOCOLS: &[&str] = &[
    "aws.protocols#awsJson1_0",
    "aws.protocols#awsJson1_1",
    "aws.protocols#awsQuery",
    "aws.protocols#ec2Query",
    "aws.protocols#restJson1",
    "aws.protocols#restXml",
    "smithy.protocols#rpcv2Cbor",
    "smithy.protocols#rpcv2Json",
];

/// The models of these names; all without any.
///
/// # Errors
/// A name that none has.
pub(crate) fn chosen(names: &[String]) -> Result<Vec<&'static Chosen>, String> {
    let known = |name: &String| MODELS.iter().any(|it| it.name == name);
    if let Some(name) = names.iter().find(|name| !known(name)) {
        let names: Vec<&str> = MODELS.iter().map(|it| it.name).collect();
        return Err(format!("there is no `{name}` among {}", names.join(", ")));
    }
    let is_chosen = |it: &&Chosen| names.is_empty() || names.iter().any(|name| name == it.name);
    Ok(MODELS.iter().filter(is_chosen).collect())
}

impl Chosen {
    /// The model, with its protocols.
    ///
    /// # Errors
    /// When it is not there, or is no model.
    pub(crate) fn text(&self, folder: &Path) -> Result<String, String> {
        let path = folder.join(self.file);
        let told = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
        let text = std::fs::read_to_string(&path).map_err(|e| told(&e))?;
        if self.protocols.is_empty() {
            return Ok(text);
        }
        let mut model: Value = serde_json::from_str(&text).map_err(|e| told(&e))?;
        let shapes = model["shapes"].as_object_mut().into_iter().flatten();
        for (_, shape) in shapes.filter(|(_, shape)| shape["type"] == "service") {
            if let Some(traits) = shape["traits"].as_object_mut() {
                traits.retain(|id, _| !PROTOCOLS.contains(&id.as_str()));
                traits.extend(
                    self.protocols
                        .iter()
                        .map(|id| ((*id).to_owned(), json!({}))),
                );
            }
        }
        Ok(model.to_string())
    }

    /// The protocols of the service of a model.
    ///
    /// # Errors
    /// A model without protocols.
    pub(crate) fn protocols(&self, text: &str) -> Result<Vec<String>, String> {
        let model: Value = serde_json::from_str(text).map_err(|e| format!("{}: {e}", self.name))?;
        let shapes = model["shapes"].as_object().into_iter().flatten();
        let services = shapes.filter(|(_, shape)| shape["type"] == "service");
        let traits = services.filter_map(|(_, shape)| shape["traits"].as_object());
        let ids = traits.flat_map(|traits| traits.keys().cloned());
        let ids: Vec<String> = ids.filter(|id| PROTOCOLS.contains(&id.as_str())).collect();
        match ids.is_empty() {
            true => Err(format!("{}: no protocol", self.name)),
            false => Ok(ids),
        }
    }
}
