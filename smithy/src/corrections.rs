//! What services ask of their clients and no trait of their model says: named corrections, each with its cause.
//!
//! A correction is told by the service's SDK id and by the shapes it needs, never by a namespace or file. What it
//! asks for is something any operation could ask for: the runtime knows no service by name.

mod digests;

pub use digests::{AttributeMembers, DigestPair, MessageDigests, Messages};

use crate::model::traits::{self, id};
use crate::model::uri::{Segment, UriPattern};
use crate::model::{Kind, Model, Shape};

/// Something that a client has to do for one operation. Members are indices into its input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Correction {
    /// Every request has this header: name and value.
    Header(&'static str, String),
    /// The text stands in for a member that is unset or empty.
    DefaultText(usize, &'static str),
    /// Headers tell the SHA-256 of the body and that of the tree of its megabytes.
    TreeHash,
    /// The body is sent only when the service wants it: `Expect: 100-continue`.
    ExpectContinue,
    /// The request goes to the URL that the member holds.
    EndpointMember(usize),
    /// The first segment of the path, which this member fills, is in the endpoint instead.
    PathInEndpoint(usize),
    /// The endpoint is made of the region, and of the bucket that this member names, without rules.
    BucketAddressing(Option<usize>),
    /// Answers have digests of messages, to be compared with the messages.
    MessageDigests(MessageDigests),
}

type Decide = fn(&Facts<'_>) -> Vec<Correction>;

const SQS: &str = "SQS";

/// Every correction, by the SDK id of its service.
const CORRECTIONS: &[(&str, Decide)] = &[
    ("API Gateway", api_gateway_answers_in_json),
    ("Glacier", glacier_wants_its_version),
    ("Glacier", glacier_knows_the_caller_by_a_hyphen),
    ("Glacier", glacier_wants_a_tree_hash),
    ("Machine Learning", machine_learning_predicts_elsewhere),
    ("S3", s3_has_buckets_in_the_host),
    ("S3", s3_may_not_want_a_body),
    (SQS, sqs_digests_messages),
];

/// What corrections look at.
struct Facts<'a> {
    model: &'a Model,
    service: &'a Shape,
    operation: &'a Shape,
}

/// What an operation of a service needs beyond its traits, in a fixed order.
pub fn corrections(model: &Model, service: &Shape, operation: &Shape) -> Vec<Correction> {
    let Some(aws) = service.traits.read::<traits::AwsService>() else {
        return Vec::new();
    };
    let facts = Facts {
        model,
        service,
        operation,
    };
    let ours = CORRECTIONS
        .iter()
        .filter(|(sdk_id, _)| *sdk_id == aws.sdk_id);
    ours.flat_map(|(_, correction)| correction(&facts))
        .collect()
}

/// Why a correction that names shapes cannot be made of this operation: the model has changed, and the correction has to
/// follow.
pub fn outdated(model: &Model, service: &Shape, operation: &Shape) -> Option<String> {
    let aws = service.traits.read::<traits::AwsService>()?;
    let facts = Facts {
        model,
        service,
        operation,
    };
    let is_ours = aws.sdk_id == SQS;
    is_ours.then(|| digests::find(&facts).err()).flatten()
}

/// API Gateway answers in HAL, which no model describes, unless it is asked for JSON.
fn api_gateway_answers_in_json(_: &Facts<'_>) -> Vec<Correction> {
    vec![Correction::Header("accept", "application/json".to_owned())]
}

/// Glacier refuses requests that do not name the version of its interface.
fn glacier_wants_its_version(facts: &Facts<'_>) -> Vec<Correction> {
    let version = facts
        .service
        .as_service()
        .map(|service| service.version.clone());
    let header = version.map(|version| Correction::Header("x-amz-glacier-version", version));
    header.into_iter().collect()
}

/// Glacier takes `-` for the account of the caller's credentials; its model requires an account.
fn glacier_knows_the_caller_by_a_hyphen(facts: &Facts<'_>) -> Vec<Correction> {
    let account = facts.member("accountId");
    let default = account.map(|member| Correction::DefaultText(member, "-"));
    default.into_iter().collect()
}

/// Glacier refuses uploads without the hash of their tree; its model has the header as an optional member.
fn glacier_wants_a_tree_hash(facts: &Facts<'_>) -> Vec<Correction> {
    match facts.streams_a_blob() {
        true => vec![Correction::TreeHash],
        false => Vec::new(),
    }
}

/// Machine Learning makes an endpoint for each predictor: requests go there, not to the service.
fn machine_learning_predicts_elsewhere(facts: &Facts<'_>) -> Vec<Correction> {
    let endpoint = facts.member("PredictEndpoint");
    endpoint
        .map(Correction::EndpointMember)
        .into_iter()
        .collect()
}

/// The paths of S3's model begin with the bucket. Its endpoint rules put the bucket into the endpoint's URL too; a
/// model without rules leaves to the client whether it belongs into the host.
fn s3_has_buckets_in_the_host(facts: &Facts<'_>) -> Vec<Correction> {
    let pattern = facts.operation.traits.read::<traits::Http>();
    let pattern = pattern.and_then(|http| UriPattern::parse(&http.uri).ok());
    let has_rules = facts.service.traits.has("smithy.rules#endpointRuleSet")
        || facts.service.traits.has("smithy.rules#endpointBdd");
    let first = pattern
        .as_ref()
        .and_then(|pattern| pattern.segments.first());
    let bucket = match first {
        Some(Segment::Label(label)) => facts.member(label).filter(|_| match has_rules {
            true => facts.fills_parameter(label, "Bucket"),
            false => label == "Bucket",
        }),
        _ => None,
    };
    let mut corrections: Vec<Correction> =
        bucket.map(Correction::PathInEndpoint).into_iter().collect();
    if !has_rules {
        corrections.push(Correction::BucketAddressing(bucket));
    }
    corrections
}

/// S3 redirects and refuses requests by their heads. Without asking, a large object is sent in vain.
fn s3_may_not_want_a_body(facts: &Facts<'_>) -> Vec<Correction> {
    let method = facts.operation.traits.read::<traits::Http>();
    let is_asking = method.is_some_and(|http| ["PUT", "POST"].contains(&&*http.method));
    match is_asking && facts.streams_a_blob() {
        true => vec![Correction::ExpectContinue],
        false => Vec::new(),
    }
}

/// SQS digests what it stores. Only a client that compares the digests notices a message that was damaged on its way.
fn sqs_digests_messages(facts: &Facts<'_>) -> Vec<Correction> {
    let found = digests::find(facts).unwrap_or_default();
    found.map(Correction::MessageDigests).into_iter().collect()
}

impl Facts<'_> {
    fn output(&self) -> Option<&Shape> {
        let operation = self.operation.as_operation()?;
        self.model.get(operation.output.target.as_str())
    }

    fn input(&self) -> Option<&Shape> {
        let operation = self.operation.as_operation()?;
        self.model.get(operation.input.target.as_str())
    }

    /// The index of an input member.
    fn member(&self, name: &str) -> Option<usize> {
        self.input()?.members.position(name)
    }

    /// Whether an input member fills this parameter of the endpoint rules.
    fn fills_parameter(&self, member: &str, parameter: &str) -> bool {
        let member = self.input().and_then(|input| input.members.get(member));
        let filled = member.and_then(|member| member.traits.read::<traits::ContextParam>());
        filled.is_some_and(|filled| filled.name == parameter)
    }

    fn streams_a_blob(&self) -> bool {
        let members = self.input().into_iter().flat_map(|input| &input.members);
        let mut targets = members.filter_map(|member| self.model.target(member));
        targets.any(|target| matches!(target.kind, Kind::Blob) && target.traits.has(id::STREAMING))
    }
}
