//! Validators of how operations travel over HTTP: methods, URIs, headers, hosts and what is bound to them.

mod api_key;
mod binding_ignored;
mod bindings;
mod bindings_missing;
mod conflict;
mod cors;
mod greedy_label;
mod header;
mod host_label;
mod label;
mod method;
mod pattern;
mod patterns;
mod payload;
mod prefix_headers;
mod query;
mod query_params;
mod response_code;
mod uri_format;

use super::{EXCLUSIVE, Stage, Validator, listed};
use crate::model::traits::id::PROTOCOL_DEFINITION;
use crate::model::traits::{Http, Known};
use crate::model::{Node, Operation, Shape, ShapeId};
use crate::selector::relation::Relation;
use crate::validate::context::Context;

pub(super) const TABLE: &[Validator] = &[
    // What cannot be read is wrong with the file, as other malformed values of traits are.
    Validator {
        name: "Model",
        stage: Stage::Correct,
        check: patterns::check,
    },
    Validator {
        name: "CorsTrait",
        stage: Stage::Other,
        check: cors::check,
    },
    Validator {
        name: "HostLabelTrait",
        stage: Stage::Other,
        check: host_label::check,
    },
    Validator {
        name: "HttpApiKeyAuthTrait",
        stage: Stage::Other,
        check: api_key::check,
    },
    Validator {
        name: "HttpBindingTraitIgnored",
        stage: Stage::Other,
        check: binding_ignored::check,
    },
    Validator {
        name: "HttpBindingsMissing",
        stage: Stage::Other,
        check: bindings_missing::check,
    },
    Validator {
        name: "HttpHeaderTrait",
        stage: Stage::Other,
        check: header::check,
    },
    Validator {
        name: "HttpLabelTrait",
        stage: Stage::Other,
        check: label::check,
    },
    Validator {
        name: "HttpMethodSemantics",
        stage: Stage::Other,
        check: method::check,
    },
    Validator {
        name: "HttpPayload",
        stage: Stage::Other,
        check: payload::check,
    },
    Validator {
        name: "HttpPrefixHeadersTrait",
        stage: Stage::Other,
        check: prefix_headers::check,
    },
    Validator {
        name: "HttpQueryParamsTrait",
        stage: Stage::Other,
        check: query_params::check,
    },
    Validator {
        name: "HttpQueryTrait",
        stage: Stage::Other,
        check: query::check,
    },
    Validator {
        name: "HttpResponseCodeSemantics",
        stage: Stage::Other,
        check: response_code::check,
    },
    Validator {
        name: "HttpUriConflict",
        stage: Stage::Other,
        check: conflict::check,
    },
    Validator {
        name: "HttpUriFormat",
        stage: Stage::Other,
        check: uri_format::check,
    },
    Validator {
        name: "HttpUriGreedyLabel",
        stage: Stage::Other,
        check: greedy_label::check,
    },
];

/// An operation with the trait `http`.
struct Bound<'m> {
    shape: &'m Shape,
    operation: &'m Operation,
    http: Http,
}

/// All operations with the trait `http`.
fn bound<'c, 'm>(context: &'c Context<'m>) -> impl Iterator<Item = Bound<'m>> + 'c {
    let all = context.with_trait(Http::ID);
    all.filter_map(|(subject, _)| {
        Some(Bound {
            shape: subject.shape,
            operation: subject.shape.as_operation()?,
            http: subject.traits().read()?,
        })
    })
}

/// As what a structure is used.
pub(super) struct Uses {
    pub(super) as_input: bool,
    pub(super) as_output: bool,
    pub(super) as_error: bool,
    /// As the target of a member, or as a property of a resource.
    pub(super) otherwise: bool,
}

impl Uses {
    pub(super) fn of(context: &Context<'_>, structure: &ShapeId) -> Self {
        let is = |relation| context.is_led_to(structure, relation);
        Self {
            as_input: is(Relation::Input),
            as_output: is(Relation::Output),
            as_error: is(Relation::Error),
            otherwise: is(Relation::Target) || is(Relation::Property) || is(Relation::Identifier),
        }
    }
}

/// A protocol of a service that takes account of a trait.
pub(super) fn has_protocol_with<'m>(
    context: &Context<'_>,
    service: &'m Shape,
    id: &str,
) -> Option<&'m ShapeId> {
    let ids = service.traits.iter().map(|applied| &applied.id);
    let mut protocols = ids.filter(|protocol| {
        let definition = context.shape(protocol);
        let definition = definition.and_then(|shape| shape.traits.get(PROTOCOL_DEFINITION));
        let traits = definition.and_then(|it| it.get("traits")?.as_array());
        let mut traits = traits.into_iter().flatten().filter_map(Node::as_str);
        traits.any(|known| known == id)
    });
    protocols.next()
}
