//! What generation uses of a model, one fact a line: comparable between models that say the same in other ways.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value};
use smithgen_model::ShapeId;
use smithgen_model::model::traits::Traits;
use smithgen_model::model::{Kind, Member, Model, Shape};
use smithgen_model::nullability::nullability;
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
    "smithy.api#endpoint",
    "smithy.api#httpChecksumRequired",
    "smithy.api#idempotent",
    "smithy.api#optionalAuth",
    "smithy.api#readonly",
    "smithy.api#requestCompression",
    "smithy.rules#operationContextParams",
    "smithy.rules#staticContextParams",
];

const SHAPE: &[&str] = &[
    "smithy.api#error",
    "smithy.api#retryable",
    "smithy.api#sensitive",
    "smithy.api#streaming",
];

const MEMBER: &[&str] = &[
    "smithy.api#eventHeader",
    "smithy.api#eventPayload",
    "smithy.api#hostLabel",
    "smithy.api#idempotencyToken",
    "smithy.api#required",
    "smithy.rules#contextParam",
];

/// Where members of inputs are sent, and where others are too.
const OF_INPUTS: &[&str] = &[
    "smithy.api#httpLabel",
    "smithy.api#httpQuery",
    "smithy.api#httpQueryParams",
];
const OF_MESSAGES: &[&str] = &[
    "smithy.api#httpHeader",
    "smithy.api#httpPayload",
    "smithy.api#httpPrefixHeaders",
    "smithy.api#httpResponseCode",
];

const SERVICE: &[&str] = &[
    "aws.api#clientEndpointDiscovery",
    "aws.auth#sigv4",
    "aws.auth#sigv4a",
    "aws.protocols#awsQueryCompatible",
    "smithy.api#httpBearerAuth",
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

/// What of the protocols decides which traits have an effect, and what members are for.
struct Context<'m> {
    model: &'m Model,
    /// Members are in paths, headers and queries.
    rest: bool,
    /// Members have names of their own in JSON.
    json_names: bool,
    xml: bool,
    ec2: bool,
    error_codes: bool,
    scheme: Option<Value>,
    pagination: Option<Value>,
    inputs: HashSet<&'m ShapeId>,
    messages: HashSet<&'m ShapeId>,
}

/// All facts of the selected part of a model.
pub(crate) fn of(model: &Model, selection: &Selection) -> Facts {
    let mut facts = Facts::new();
    let Some(service) = model.get(selection.service.as_str()) else {
        return facts;
    };
    let operations = selection
        .operations
        .iter()
        .filter_map(|id| model.get(id.as_str()));
    let operations: Vec<&Shape> = operations.collect();
    let context = context(model, service, &operations);
    of_service(service, &context, &mut facts);
    for operation in operations {
        of_operation(operation, &context, &mut facts);
    }
    for id in &selection.shapes {
        if let Some(shape) = model.get(id.as_str()) {
            of_shape(shape, &context, &mut facts);
        }
    }
    facts
}

fn context<'m>(model: &'m Model, service: &'m Shape, operations: &[&'m Shape]) -> Context<'m> {
    let has = |name: &str| service.traits.has(&format!("aws.protocols#{name}"));
    let schemes = [
        "aws.auth#sigv4",
        "aws.auth#sigv4a",
        "smithy.api#httpBearerAuth",
    ];
    let mut schemes = schemes.iter().filter(|id| service.traits.has(id));
    let scheme = match (schemes.next(), schemes.next()) {
        (Some(only), None) => Some(Value::from(vec![*only])),
        _ => service.traits.get("smithy.api#auth").cloned(),
    };
    let mut context = Context {
        model,
        rest: has("restJson1") || has("restXml"),
        json_names: has("restJson1"),
        xml: has("restXml") || has("awsQuery") || has("ec2Query"),
        ec2: has("ec2Query"),
        error_codes: has("awsQuery") || has("awsQueryCompatible"),
        scheme,
        pagination: service.traits.get("smithy.api#paginated").cloned(),
        inputs: HashSet::new(),
        messages: HashSet::new(),
    };
    for operation in operations.iter().filter_map(|it| it.as_operation()) {
        context.inputs.insert(&operation.input.target);
        context
            .messages
            .extend([&operation.input.target, &operation.output.target]);
        context
            .messages
            .extend(operation.errors.iter().map(|it| &it.target));
    }
    context
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

fn of_service(service: &Shape, context: &Context<'_>, facts: &mut Facts) {
    traits("service", &service.traits, SERVICE, facts);
    if context.xml {
        traits(
            "service",
            &service.traits,
            &["smithy.api#xmlNamespace"],
            facts,
        );
    }
    if let Some(scheme) = &context.scheme {
        facts.insert("service auth".into(), scheme.to_string());
    }
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
    let names = ["awsJson1_0", "awsJson1_1", "rpcv2Cbor"];
    if names
        .iter()
        .any(|name| facts.contains_key(&format!("service {name}")))
    {
        facts.insert("service name".into(), service.id.name().to_owned());
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

fn of_operation(operation: &Shape, context: &Context<'_>, facts: &mut Facts) {
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
    let auth = operation.traits.get("smithy.api#auth");
    if let Some(auth) = auth.filter(|auth| Some(*auth) != context.scheme.as_ref()) {
        facts.insert(format!("{about} auth"), text(auth));
    }
    if let Some(own) = operation.traits.get("smithy.api#paginated") {
        let mut whole = context
            .pagination
            .clone()
            .unwrap_or(Value::Object(Map::new()));
        if let (Value::Object(whole), Value::Object(own)) = (&mut whole, own) {
            whole.extend(own.clone());
        }
        facts.insert(format!("{about} paginated"), text(&whole));
    }
    let http = operation.traits.get("smithy.api#http");
    if let Some(http) = http.filter(|_| context.rest) {
        for key in ["method", "uri", "code"] {
            let value = http.get(key).map(text);
            let value = value.unwrap_or_else(|| "200".to_owned());
            facts.insert(format!("{about} http {key}"), value);
        }
    }
    let waiters = operation.traits.get("smithy.waiters#waitable");
    for (name, waiter) in waiters.and_then(Value::as_object).into_iter().flatten() {
        for key in ["acceptors", "minDelay", "maxDelay"] {
            if let Some(value) = waiter.get(key) {
                facts.insert(format!("{about} waiter {name} {key}"), text(value));
            }
        }
    }
}

fn of_shape(shape: &Shape, context: &Context<'_>, facts: &mut Facts) {
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
            if context.error_codes {
                traits(
                    &about,
                    &shape.traits,
                    &["aws.protocols#awsQueryError"],
                    facts,
                );
            }
            if context.rest {
                traits(&about, &shape.traits, &["smithy.api#httpError"], facts);
            }
            if context.rest && context.xml && context.inputs.contains(&shape.id) {
                let ids = ["smithy.api#xmlName", "smithy.api#xmlNamespace"];
                traits(&about, &shape.traits, &ids, facts);
            }
            for member in &shape.members {
                of_member(shape, member, context, facts);
            }
        }
        _ => {}
    }
}

fn of_member(shape: &Shape, member: &Member, context: &Context<'_>, facts: &mut Facts) {
    let about = format!("shape {} member {}", shape.id.name(), member.name);
    facts.insert(about.clone(), kind(context.model, member, DEPTH));
    traits(&about, &member.traits, MEMBER, facts);
    if matches!(shape.kind, Kind::Structure) {
        let optional = nullability(context.model, shape, member);
        facts.insert(format!("{about} optional"), optional.to_string());
    }
    if context.rest && context.inputs.contains(&shape.id) {
        traits(&about, &member.traits, OF_INPUTS, facts);
    }
    if context.rest && context.messages.contains(&shape.id) {
        traits(&about, &member.traits, OF_MESSAGES, facts);
    }
    if let Some(name) = wire_name(member, context) {
        facts.insert(format!("{about} name"), name);
    }
    if context.xml {
        let ids = [
            "smithy.api#xmlAttribute",
            "smithy.api#xmlFlattened",
            "smithy.api#xmlNamespace",
        ];
        traits(&about, &member.traits, &ids, facts);
    }
    of_target(context, &about, member, DEPTH, facts);
}

/// What a member is called in a body, if that is anything in particular.
fn wire_name(member: &Member, context: &Context<'_>) -> Option<String> {
    let is_bound = OF_INPUTS
        .iter()
        .chain(OF_MESSAGES)
        .any(|id| *id != "smithy.api#httpPayload" && member.traits.has(id));
    let is_payload = member.traits.has("smithy.api#httpPayload");
    if is_bound && context.rest {
        return None;
    }
    let xml = member.traits.text("smithy.api#xmlName");
    if context.ec2 {
        let query = member
            .traits
            .text("aws.protocols#ec2QueryName")
            .map(str::to_owned);
        let capital = |name: &str| {
            let (first, rest) = name.split_at_checked(1).unwrap_or((name, ""));
            format!("{}{rest}", first.to_uppercase())
        };
        let query = query.unwrap_or_else(|| capital(xml.unwrap_or(&member.name)));
        return Some(format!("{query} {}", xml.unwrap_or(&member.name)));
    }
    match (context.xml, context.json_names, is_payload) {
        (true, _, true) => {
            let target = context.model.target(member)?;
            let of_target = target.traits.text("smithy.api#xmlName");
            let is_document = matches!(target.kind, Kind::Structure | Kind::Union);
            let name = xml.or(of_target).unwrap_or(target.id.name());
            is_document.then(|| name.to_owned())
        }
        (true, _, false) => Some(xml.unwrap_or(&member.name).to_owned()),
        (_, true, false) => {
            let json = member.traits.text("smithy.api#jsonName");
            Some(json.unwrap_or(&member.name).to_owned())
        }
        _ => None,
    }
}

/// The constraints of what a member holds, those of elements included.
fn of_target(context: &Context<'_>, about: &str, member: &Member, depth: usize, facts: &mut Facts) {
    let Some(target) = context.model.get(member.target.as_str()) else {
        return;
    };
    for id in OF_TARGETS {
        if let Some(value) = member.traits.get(id).or_else(|| target.traits.get(id)) {
            let mut value = value.clone();
            if *id == "smithy.api#length"
                && let Some(bounds) = value.as_object_mut()
            {
                // Nothing has less.
                bounds.retain(|_, bound| bound.as_u64() != Some(0));
            }
            facts.insert(format!("{about} {}", short(id)), text(&value));
        }
    }
    if depth == 0 || !matches!(target.kind, Kind::List | Kind::Map) {
        return;
    }
    traits(about, &target.traits, &["smithy.api#sparse"], facts);
    for inner in &target.members {
        let about = format!("{about}.{}", inner.name);
        if context.xml {
            let ids = ["smithy.api#xmlName", "smithy.api#xmlNamespace"];
            traits(&about, &inner.traits, &ids, facts);
        }
        of_target(context, &about, inner, depth - 1, facts);
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
