//! What generation uses of a model, one fact a line: comparable between models that say the same in other ways.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use smithgen_model::model::traits::Traits;
use smithgen_model::model::{Kind, Member, Model, Shape};
use smithgen_model::select::Selection;

/// Facts by what they are about, such as `operation GetItem http`.
pub(crate) type Facts = BTreeMap<String, String>;

/// How deep lists and maps are followed; those that nest more are themselves within themselves.
const DEPTH: usize = 8;

const OPERATION: &[&str] = &[
    "aws.api#clientDiscoveredEndpoint",
    "aws.auth#unsignedPayload",
    "aws.customizations#s3UnwrappedXmlOutput",
    "aws.protocols#httpChecksum",
    "smithy.api#auth",
    "smithy.api#endpoint",
    "smithy.api#httpChecksumRequired",
    "smithy.api#idempotent",
    "smithy.api#optionalAuth",
    "smithy.api#paginated",
    "smithy.api#readonly",
    "smithy.api#requestCompression",
    "smithy.rules#operationContextParams",
    "smithy.rules#staticContextParams",
];

const SHAPE: &[&str] = &[
    "aws.protocols#awsQueryError",
    "smithy.api#error",
    "smithy.api#httpError",
    "smithy.api#input",
    "smithy.api#retryable",
    "smithy.api#sensitive",
    "smithy.api#sparse",
    "smithy.api#streaming",
    "smithy.api#xmlName",
    "smithy.api#xmlNamespace",
];

const MEMBER: &[&str] = &[
    "aws.protocols#ec2QueryName",
    "smithy.api#clientOptional",
    "smithy.api#default",
    "smithy.api#eventHeader",
    "smithy.api#eventPayload",
    "smithy.api#hostLabel",
    "smithy.api#httpHeader",
    "smithy.api#httpLabel",
    "smithy.api#httpPayload",
    "smithy.api#httpPrefixHeaders",
    "smithy.api#httpQuery",
    "smithy.api#httpQueryParams",
    "smithy.api#httpResponseCode",
    "smithy.api#idempotencyToken",
    "smithy.api#jsonName",
    "smithy.api#required",
    "smithy.api#xmlAttribute",
    "smithy.api#xmlFlattened",
    "smithy.api#xmlName",
    "smithy.api#xmlNamespace",
    "smithy.rules#contextParam",
];

const SERVICE: &[&str] = &[
    "aws.api#clientEndpointDiscovery",
    "aws.auth#sigv4",
    "aws.auth#sigv4a",
    "aws.protocols#awsQueryCompatible",
    "smithy.api#auth",
    "smithy.api#httpBearerAuth",
    "smithy.api#xmlNamespace",
    "smithy.rules#clientContextParams",
];

/// Traits of the shapes that members target, and of the members themselves, which go first.
const OF_TARGETS: &[&str] = &[
    "smithy.api#length",
    "smithy.api#mediaType",
    "smithy.api#pattern",
    "smithy.api#range",
    "smithy.api#requiresLength",
    "smithy.api#sensitive",
    "smithy.api#streaming",
    "smithy.api#timestampFormat",
];

/// All facts of the selected part of a model.
pub(crate) fn of(model: &Model, selection: &Selection) -> Facts {
    let mut facts = Facts::new();
    let Some(service) = model.get(selection.service.as_str()) else {
        return facts;
    };
    of_service(service, &mut facts);
    for id in &selection.operations {
        if let Some(operation) = model.get(id.as_str()) {
            of_operation(operation, &mut facts);
        }
    }
    for id in &selection.shapes {
        if let Some(shape) = model.get(id.as_str()) {
            of_shape(model, shape, &mut facts);
        }
    }
    facts
}

fn traits(about: &str, traits: &Traits, ids: &[&str], facts: &mut Facts) {
    for id in ids {
        if let Some(value) = traits.get(id) {
            facts.insert(format!("{about} {}", short(id)), text(value));
        }
    }
}

fn short(id: &str) -> &str {
    id.rsplit('#').next().unwrap_or(id)
}

/// A value without what only people read, its members in order of their names.
fn text(value: &Value) -> String {
    fn sorted(value: &Value) -> Value {
        match value {
            Value::Object(members) => {
                let kept = members.iter().filter(|(key, _)| *key != "documentation");
                let members: BTreeMap<_, _> = kept.map(|(k, v)| (k.clone(), sorted(v))).collect();
                Value::Object(members.into_iter().collect())
            }
            Value::Array(elements) => Value::Array(elements.iter().map(sorted).collect()),
            // A number is the same with and without a fraction of nothing.
            Value::Number(number) => {
                let text = number.to_string();
                let whole = text.strip_suffix(".0").unwrap_or(&text);
                serde_json::from_str(whole).unwrap_or_else(|_| value.clone())
            }
            value => value.clone(),
        }
    }
    sorted(value).to_string()
}

fn of_service(service: &Shape, facts: &mut Facts) {
    traits("service", &service.traits, SERVICE, facts);
    if let Some(properties) = service.as_service() {
        facts.insert("service version".into(), properties.version.clone());
    }
    let aws = service.traits.get("aws.api#service");
    for key in ["sdkId", "endpointPrefix"] {
        if let Some(value) = aws.and_then(|aws| aws.get(key)?.as_str()) {
            facts.insert(format!("service {key}"), value.to_owned());
        }
    }
    for id in smithgen_model::model::protocols::PROTOCOLS {
        if let Some(value) = service.traits.get(id) {
            facts.insert(format!("service {}", short(id)), text(value));
        }
    }
    // The name is sent by some protocols only.
    if let Some(id) = ["awsJson1_0", "awsJson1_1", "rpcv2Cbor"]
        .iter()
        .find(|id| facts.contains_key(&format!("service {id}")))
    {
        facts.insert(
            "service name".into(),
            format!("{} ({id})", service.id.name()),
        );
    }
    for id in ["smithy.rules#endpointRuleSet", "smithy.rules#endpointBdd"] {
        if let Some(rules) = service.traits.get(id) {
            let parameters = rules.get("parameters").and_then(Value::as_object);
            for name in parameters.into_iter().flat_map(|it| it.keys()) {
                facts.insert(format!("rules {name}"), "there".into());
            }
        }
    }
}

fn of_operation(operation: &Shape, facts: &mut Facts) {
    let about = format!("operation {}", operation.id.name());
    facts.insert(about.clone(), "there".into());
    let Some(properties) = operation.as_operation() else {
        return;
    };
    facts.insert(
        format!("{about} input"),
        properties.input.target.name().into(),
    );
    facts.insert(
        format!("{about} output"),
        properties.output.target.name().into(),
    );
    for error in &properties.errors {
        facts.insert(
            format!("{about} error {}", error.target.name()),
            "there".into(),
        );
    }
    traits(&about, &operation.traits, OPERATION, facts);
    if let Some(http) = operation.traits.get("smithy.api#http") {
        for key in ["method", "uri", "code"] {
            let value = http.get(key).map(text);
            let value = value.unwrap_or_else(|| "200".to_owned());
            facts.insert(format!("{about} http {key}"), value);
        }
    }
    let waiters = operation.traits.get("smithy.waiters#waitable");
    for (name, waiter) in waiters.and_then(Value::as_object).into_iter().flatten() {
        facts.insert(format!("{about} waiter {name}"), text(waiter));
    }
}

fn of_shape(model: &Model, shape: &Shape, facts: &mut Facts) {
    if shape.id.is_prelude() {
        return;
    }
    let about = format!("shape {}", shape.id.name());
    match shape.kind {
        Kind::Enum => {
            facts.insert(about.clone(), "enum".into());
            for member in &shape.members {
                let value = member
                    .traits
                    .text("smithy.api#enumValue")
                    .unwrap_or(&member.name);
                facts.insert(format!("{about} value {value}"), "there".into());
            }
        }
        Kind::Structure | Kind::Union => {
            facts.insert(about.clone(), shape.kind.name().into());
            traits(&about, &shape.traits, SHAPE, facts);
            for member in &shape.members {
                of_member(model, &about, member, facts);
            }
        }
        _ => {}
    }
}

fn of_member(model: &Model, about: &str, member: &Member, facts: &mut Facts) {
    let about = format!("{about} member {}", member.name);
    facts.insert(about.clone(), kind(model, member, DEPTH));
    traits(&about, &member.traits, MEMBER, facts);
    of_target(model, &about, member, DEPTH, facts);
}

/// The constraints of what a member holds, those of elements included.
fn of_target(model: &Model, about: &str, member: &Member, depth: usize, facts: &mut Facts) {
    let Some(target) = model.get(member.target.as_str()) else {
        return;
    };
    for id in OF_TARGETS {
        if let Some(value) = member.traits.get(id).or_else(|| target.traits.get(id)) {
            facts.insert(format!("{about} {}", short(id)), text(value));
        }
    }
    if depth == 0 || !matches!(target.kind, Kind::List | Kind::Map) {
        return;
    }
    traits(about, &target.traits, &["smithy.api#sparse"], facts);
    for inner in &target.members {
        let about = format!("{about}.{}", inner.name);
        traits(
            &about,
            &inner.traits,
            &["smithy.api#xmlName", "smithy.api#xmlNamespace"],
            facts,
        );
        of_target(model, &about, inner, depth - 1, facts);
    }
}

/// What a member holds: the names of lists, maps and simple types are nowhere to be seen, those of others are.
fn kind(model: &Model, member: &Member, depth: usize) -> String {
    let Some(target) = model.get(member.target.as_str()) else {
        return "?".to_owned();
    };
    match target.kind {
        Kind::List | Kind::Map if depth == 0 => "…".to_owned(),
        Kind::List | Kind::Map => {
            let inner = target
                .members
                .iter()
                .map(|inner| kind(model, inner, depth - 1));
            let inner: Vec<String> = inner.collect();
            format!("{} of {}", target.kind.name(), inner.join(", "))
        }
        Kind::Structure | Kind::Union | Kind::Enum => target.id.name().to_owned(),
        _ => target.kind.name().to_owned(),
    }
}

/// A fact that two models do not share.
pub(crate) struct Difference {
    /// What it is about.
    pub(crate) about: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

impl Difference {
    /// What kind it is: what it is about without names, and whether it was added, removed or changed.
    pub(crate) fn kind(&self) -> String {
        let change = match (&self.before, &self.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        let words: Vec<&str> = self.about.split(' ').collect();
        let what = match words.as_slice() {
            ["service", what] => format!("service {what}"),
            ["rules", _] => "rules parameter".to_owned(),
            [of @ ("operation" | "shape"), _] => (*of).to_owned(),
            ["operation", _, what @ ("error" | "waiter"), _] => format!("operation {what}"),
            ["shape", _, "value", ..] => "enum value".to_owned(),
            ["shape", _, "member", name] => match name.contains('.') {
                true => "element".to_owned(),
                false => "member".to_owned(),
            },
            ["shape", _, "member", name, what] => match name.contains('.') {
                true => format!("element {what}"),
                false => format!("member {what}"),
            },
            [of, _, what @ ..] => format!("{of} {}", what.join(" ")),
            _ => self.about.clone(),
        };
        format!("{what} {change}")
    }
}

/// The differences between two models, without those within something that only one of them has.
pub(crate) fn differences(before: &Facts, after: &Facts) -> Vec<Difference> {
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut alone: Option<&str> = None;
    let mut found = Vec::new();
    for about in keys {
        if alone.is_some_and(|outer| is_within(about, outer)) {
            continue;
        }
        let (old, new) = (before.get(about), after.get(about));
        if old == new {
            continue;
        }
        if old.is_none() || new.is_none() {
            alone = Some(about);
        }
        found.push(Difference {
            about: about.clone(),
            before: old.cloned(),
            after: new.cloned(),
        });
    }
    found
}

/// Whether a fact is about a part of something.
fn is_within(about: &str, outer: &str) -> bool {
    let rest = about.strip_prefix(outer);
    rest.is_some_and(|rest| rest.starts_with([' ', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(list: &[(&str, &str)]) -> Facts {
        let pairs = list
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        pairs.collect()
    }

    #[test]
    fn differences_are_told_once_and_by_kind() {
        let before = facts(&[
            ("operation A", "there"),
            ("operation A http uri", "/a"),
            ("shape S", "structure"),
            ("shape S member m", "string"),
            ("shape S member m length", "{\"max\":1}"),
        ]);
        let after = facts(&[
            ("shape S", "structure"),
            ("shape S member m", "string"),
            ("shape S member m length", "{\"max\":2}"),
            ("shape S member n.value xmlName", "\"x\""),
            ("shape T", "enum"),
        ]);
        let found = differences(&before, &after);
        let kinds: Vec<String> = found.iter().map(Difference::kind).collect();
        assert_eq!(
            kinds,
            [
                "operation removed",
                "member length changed",
                "element xmlName added",
                "shape added"
            ]
        );
    }
}
