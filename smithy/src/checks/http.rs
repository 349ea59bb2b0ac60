//! Checks the HTTP bindings of operations and their members.

use std::collections::HashSet;

use super::{at_member, at_shape};
use crate::diagnostic::Errors;
use crate::model::traits::{Http, HttpHeader, HttpPrefixHeaders, HttpQuery, Known, id, is_token};
use crate::model::uri::{Segment, UriPattern};
use crate::model::{Kind, Member, Model, Shape, Trait};

/// HTTP binding traits, of which a member has at most one.
const BINDINGS: [&str; 7] = [
    HttpHeader::ID,
    id::HTTP_LABEL,
    id::HTTP_PAYLOAD,
    HttpPrefixHeaders::ID,
    HttpQuery::ID,
    id::HTTP_QUERY_PARAMS,
    id::HTTP_RESPONSE_CODE,
];

pub(super) fn check(model: &Model, errors: &mut Errors) {
    for shape in model.shapes.values() {
        match &shape.kind {
            Kind::Operation(operation) => {
                let input = model.shapes.get(&operation.input.target);
                if let (Some(applied), Some(http), Some(input)) =
                    (shape.traits.find(Http::ID), shape.traits.read(), input)
                {
                    check_operation(model, shape, applied, &http, input, errors);
                }
            }
            Kind::Structure => check_structure(model, shape, errors),
            _ => {}
        }
    }
}

fn check_operation(
    model: &Model,
    shape: &Shape,
    applied: &Trait,
    http: &Http,
    input: &Shape,
    errors: &mut Errors,
) {
    let mut report = |message: String, help: &str| {
        let problem = at_shape(model, shape, applied.location, message).trait_id(Http::ID);
        errors.push(problem.help(help));
    };
    if !is_token(&http.method) {
        report(
            format!("`{}` is no HTTP method", http.method),
            "use one such as `POST`",
        );
    }
    if !(100..=999).contains(&http.code) {
        report(
            format!("`{}` is no HTTP status", http.code),
            "use one from 200 to 299",
        );
    }
    let pattern = match UriPattern::parse(&http.uri) {
        Ok(pattern) => pattern,
        Err(reason) => {
            let help = "write it as `/literal/{label}/{greedy+}?name=value`";
            return report(
                format!("the URI pattern `{}` is malformed: {reason}", http.uri),
                help,
            );
        }
    };
    for label in pattern.labels() {
        if !input
            .member(label)
            .is_some_and(|member| member.traits.has(id::HTTP_LABEL))
        {
            let message = format!(
                "label `{label}` of `{}` is bound to no member of `{}`",
                http.uri, input.id
            );
            report(
                message,
                "apply `smithy.api#httpLabel` to a required member of that name",
            );
        }
    }
    let labels: HashSet<&str> = pattern.labels().collect();
    for member in input
        .members
        .iter()
        .filter(|member| member.traits.has(id::HTTP_LABEL))
    {
        if !labels.contains(&*member.name) {
            let message = format!(
                "`@httpLabel` member has no label `{{{}}}` in `{}`",
                member.name, http.uri
            );
            let problem = at_member(model, input, member, message).trait_id(id::HTTP_LABEL);
            errors.push(problem.related("the URI pattern is here", model.place(applied.location)));
        }
    }
    check_greedy(model, input, &pattern, errors);
    let literals: HashSet<&str> = pattern.query.iter().map(|(name, _)| &**name).collect();
    for member in &input.members {
        if let Some(HttpQuery(name)) = member.traits.read()
            && literals.contains(&*name)
        {
            let message = format!("`@httpQuery` name `{name}` is a literal of `{}`", http.uri);
            errors.push(at_member(model, input, member, message).trait_id(HttpQuery::ID));
        }
    }
}

fn check_greedy(model: &Model, input: &Shape, pattern: &UriPattern, errors: &mut Errors) {
    let greedy = pattern
        .segments
        .iter()
        .find(|segment| matches!(segment, Segment::Greedy(_)));
    let Some(member) = greedy
        .and_then(Segment::label)
        .and_then(|name| input.member(name))
    else {
        return;
    };
    let is_text = model
        .target(member)
        .is_none_or(|target| matches!(target.kind, Kind::String | Kind::Enum));
    if !is_text {
        let problem = at_member(model, input, member, "a greedy label must be a string");
        errors.push(problem.trait_id(id::HTTP_LABEL));
    }
}

/// Checks the bindings of a structure, whether or not an operation uses it.
fn check_structure(model: &Model, shape: &Shape, errors: &mut Errors) {
    let mut payload = None;
    let mut unbound = None;
    let mut names: HashSet<(&str, String)> = HashSet::new();
    for member in &shape.members {
        let bindings: Vec<&Trait> = BINDINGS
            .iter()
            .filter_map(|binding| member.traits.find(binding))
            .collect();
        let Some(binding) = bindings.first() else {
            unbound = unbound.or(Some(member));
            continue;
        };
        if let Some(second) = bindings.get(1) {
            let message = format!(
                "`@{}` and `@{}` exclude each other",
                binding.id.name(),
                second.id.name()
            );
            errors.push(at_member(model, shape, member, message).trait_id(&second.id));
            continue;
        }
        check_binding(model, shape, member, binding, errors);
        if binding.id == id::HTTP_PAYLOAD {
            payload = payload.or(Some(member));
        }
        if let Some(key) = exclusive_key(binding) {
            if names.contains(&key) {
                let message = match key.1.as_str() {
                    "" => format!(
                        "a structure has at most one `@{}` member",
                        binding.id.name()
                    ),
                    name => format!(
                        "another member is bound to the same `@{}` name `{name}`",
                        binding.id.name()
                    ),
                };
                errors.push(at_member(model, shape, member, message).trait_id(&binding.id));
            }
            names.insert(key);
        }
    }
    if let (Some(payload), Some(unbound)) = (payload, unbound) {
        let message = format!(
            "it is bound to nothing, but `{}` takes the whole body",
            payload.name
        );
        let problem = at_member(model, shape, unbound, message).trait_id(id::HTTP_PAYLOAD);
        let problem = problem.related("the payload is here", model.place(payload.location));
        // Without a body, only label, query, header and status remain.
        let is_host = unbound.traits.has(id::HOST_LABEL);
        if !is_host {
            errors.push(
                problem.help(
                    "bind it to a header, the query or the path, or move it into the payload",
                ),
            );
        }
    }
}

/// What must be unique among the members of a structure: a name or, with empty text, the binding itself.
fn exclusive_key(binding: &Trait) -> Option<(&'static str, String)> {
    let name = binding.value.as_str().unwrap_or_default();
    BINDINGS
        .into_iter()
        .find(|known| binding.id == **known)
        .and_then(|known| match known {
            HttpHeader::ID => Some((known, name.to_ascii_lowercase())),
            HttpQuery::ID => Some((known, name.to_owned())),
            id::HTTP_LABEL => None,
            _ => Some((known, String::new())),
        })
}

/// Checks that a member's values are valid where the member is bound.
fn check_binding(
    model: &Model,
    shape: &Shape,
    member: &Member,
    binding: &Trait,
    errors: &mut Errors,
) {
    let Some(target) = model.target(member) else {
        return;
    };
    let mut report = |message: String| {
        errors.push(at_member(model, shape, member, message).trait_id(&binding.id));
    };
    let name = binding.id.name();
    let found = target.kind.name();
    let fits = match BINDINGS.iter().find(|known| binding.id == ***known) {
        Some(&id::HTTP_LABEL) => {
            if !member.traits.has(id::REQUIRED) {
                report("`@httpLabel` member must be `@required`".into());
            }
            is_scalar(&target.kind)
        }
        Some(&HttpHeader::ID | &HttpQuery::ID) => {
            is_scalar(&target.kind) || is_scalar_list(model, target)
        }
        Some(&HttpPrefixHeaders::ID) => {
            matches!(target.kind, Kind::Map) && value_is(model, target, is_text)
        }
        Some(&id::HTTP_QUERY_PARAMS) => {
            let texts = |shape: &Shape| {
                is_text(shape)
                    || (matches!(shape.kind, Kind::List) && value_is(model, shape, is_text))
            };
            matches!(target.kind, Kind::Map) && value_is(model, target, texts)
        }
        Some(&id::HTTP_RESPONSE_CODE) => matches!(target.kind, Kind::Integer | Kind::IntEnum),
        _ => true,
    };
    if !fits {
        report(format!(
            "`@{name}` cannot carry `{}`, which is of type {found}",
            target.id
        ));
    }
}

fn is_scalar(kind: &Kind) -> bool {
    kind.is_number()
        || matches!(
            kind,
            Kind::Boolean | Kind::String | Kind::Enum | Kind::Timestamp
        )
}

fn is_text(shape: &Shape) -> bool {
    matches!(shape.kind, Kind::String | Kind::Enum)
}

fn is_scalar_list(model: &Model, shape: &Shape) -> bool {
    matches!(shape.kind, Kind::List) && value_is(model, shape, |element| is_scalar(&element.kind))
}

/// Whether the target of a list's or map's member passes a test; a dangling target is reported elsewhere.
fn value_is(model: &Model, shape: &Shape, test: impl Fn(&Shape) -> bool) -> bool {
    let value = shape.member("member").or_else(|| shape.member("value"));
    value.and_then(|value| model.target(value)).is_none_or(test)
}
