//! Which authentication schemes an operation may use, best first.

use std::collections::BTreeSet;

use crate::ir::{ApiKey, Auth, Feature, Home, Ident, Operation};
use smithgen_model::model::traits::{self, id};
use smithgen_model::model::{Model, Shape, Traits};

/// Reads a scheme off the service's traits.
type Read = fn(&Traits) -> Option<Auth>;

/// The scheme traits that the runtime knows, and what each becomes.
const SCHEMES: &[(&str, Read)] = &[
    ("aws.auth#sigv4", |_| Some(Auth::SigV4)),
    ("aws.auth#sigv4a", |_| Some(Auth::SigV4a)),
    ("smithy.api#noAuth", |_| Some(Auth::None)),
    (id::HTTP_BASIC_AUTH, |_| Some(Auth::Basic)),
    (id::HTTP_BEARER_AUTH, |_| Some(Auth::Bearer)),
    (id::HTTP_DIGEST_AUTH, |_| Some(Auth::Digest)),
    ("smithy.api#httpApiKeyAuth", |service| {
        let key: traits::HttpApiKeyAuth = service.read()?;
        Some(Auth::ApiKey(ApiKey {
            header: key.location == traits::ApiKeyLocation::Header,
            name: key.name,
            scheme: key.scheme,
        }))
    }),
];

/// A trait that marks others as schemes.
const DEFINITION: &str = "smithy.api#authDefinition";

/// Schemes of Smithy's own packages, whose definitions need not be in the model and which the runtime does not know.
const OTHERS: &[&str] = &["aws.auth#cognitoUserPools"];

/// The schemes of an operation: those of its own `@auth`, else of the service's, else all that the service has,
/// sorted by id; `@optionalAuth` allows going without, last.
///
/// Empty when there is nothing but going without. A scheme that nothing is known of keeps its name: left out, it would
/// turn an operation that demands an identity into one that asks for none.
pub(in crate::lower) fn schemes(model: &Model, service: &Shape, operation: &Shape) -> Vec<Auth> {
    let own = operation.traits.read::<traits::Auth>();
    let order = own.or_else(|| service.traits.read::<traits::Auth>());
    let ids = match order {
        Some(traits::Auth(ids)) => ids,
        None => all(model, service),
    };
    let mut schemes: Vec<Auth> = ids.iter().map(|id| scheme(service, id)).collect();
    if operation.traits.has(id::OPTIONAL_AUTH) && !schemes.contains(&Auth::None) {
        schemes.push(Auth::None);
    }
    if schemes.iter().all(|scheme| *scheme == Auth::None) {
        schemes.clear();
    }
    schemes
}

/// The cargo features without which some of these operations cannot be called: those of signatures, where an operation
/// takes nothing else that the runtime knows.
pub(in crate::lower) fn features(operations: &[Operation]) -> impl Iterator<Item = Feature> {
    let signature = |auth: &Auth| match auth {
        Auth::SigV4 => Some("sigv4"),
        Auth::SigV4a => Some("sigv4a"),
        _ => None,
    };
    let is_other = |auth: &Auth| match auth {
        Auth::None | Auth::Bearer | Auth::Basic | Auth::ApiKey(_) => true,
        Auth::SigV4 | Auth::SigV4a | Auth::Digest | Auth::Other(_) => false,
    };
    let signed = operations.iter().map(|operation| operation.auth.as_slice());
    let signed = signed.filter(|schemes| !schemes.iter().any(is_other));
    let signatures = signed.filter_map(|schemes| schemes.iter().find_map(signature));
    let signatures: BTreeSet<&str> = signatures.collect();
    signatures.into_iter().map(|name| Feature {
        demand: Ident::constant(name),
        home: Home::Aws,
    })
}

/// The service's name in signatures. Endpoint rules may ask for a signature where the model names neither scheme; the
/// name is that of the service in ARNs then, as in the AWS SDK for JavaScript.
pub(in crate::lower) fn signing_name(service: &Shape) -> String {
    let sigv4 = || Some(service.traits.read::<traits::Sigv4>()?.name);
    let sigv4a = || Some(service.traits.read::<traits::Sigv4a>()?.name);
    let arn = || service.traits.read::<traits::AwsService>()?.arn_namespace;
    let names = sigv4().or_else(sigv4a).or_else(arn);
    names.unwrap_or_default()
}

fn all(model: &Model, service: &Shape) -> Vec<String> {
    let is_scheme = |id: &str| {
        let is_defined = || {
            model
                .get(id)
                .is_some_and(|shape| shape.traits.has(DEFINITION))
        };
        SCHEMES.iter().any(|(known, _)| *known == id) || OTHERS.contains(&id) || is_defined()
    };
    let applied = service.traits.iter().map(|applied| applied.id.to_string());
    let mut ids: Vec<String> = applied.filter(|id| is_scheme(id)).collect();
    ids.sort_unstable();
    ids
}

fn scheme(service: &Shape, id: &str) -> Auth {
    let known = SCHEMES.iter().find(|(known, _)| *known == id);
    let scheme = known.and_then(|(_, read)| read(&service.traits));
    scheme.unwrap_or_else(|| Auth::Other(id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use smithgen_model::Errors;
    use smithgen_model::load::load_texts;

    /// A service and an operation with these traits.
    fn model(service: Value, operation: Value) -> Model {
        let text = json!({
            "smithy": "2.0",
            "shapes": {
                "x#S": {
                    "type": "service",
                    "version": "1",
                    "operations": [{ "target": "x#O" }],
                    "traits": service,
                },
                "x#O": { "type": "operation", "traits": operation },
                "x#hmac": {
                    "type": "structure",
                    "traits": { "smithy.api#trait": {}, "smithy.api#authDefinition": {} },
                },
                "x#note": { "type": "structure", "traits": { "smithy.api#trait": {} } },
            },
        });
        let files = vec![("x.json".to_owned(), text.to_string().into_bytes())];
        load_texts(files, &mut Errors::new())
    }

    /// The schemes of an operation with these traits, of a service with these.
    fn lowered(service: Value, operation: Value) -> Vec<Auth> {
        let model = model(service, operation);
        let shape = |id| model.get(id).unwrap();
        schemes(&model, shape("x#S"), shape("x#O"))
    }

    fn service() -> Value {
        json!({
            "smithy.api#httpBearerAuth": {},
            "smithy.api#httpApiKeyAuth": { "name": "k", "in": "header", "scheme": "S" },
            "aws.auth#sigv4a": { "name": "x" },
            "aws.auth#sigv4": { "name": "x" },
            "smithy.api#httpBasicAuth": {},
        })
    }

    fn key() -> Auth {
        Auth::ApiKey(ApiKey {
            name: "k".to_owned(),
            header: true,
            scheme: Some("S".to_owned()),
        })
    }

    #[test]
    fn without_an_order_all_schemes_stand_by_id() {
        let expected = [Auth::SigV4, Auth::SigV4a, key(), Auth::Basic, Auth::Bearer];
        assert_eq!(lowered(service(), json!({})), expected);
        assert_eq!(lowered(json!({}), json!({})), []);
    }

    #[test]
    fn the_operations_order_beats_the_services() {
        let mut ordered = service();
        ordered["smithy.api#auth"] = json!(["smithy.api#httpBearerAuth", "aws.auth#sigv4"]);
        assert_eq!(
            lowered(ordered.clone(), json!({})),
            [Auth::Bearer, Auth::SigV4]
        );
        let own = json!({ "smithy.api#auth": ["smithy.api#httpBasicAuth"] });
        assert_eq!(lowered(ordered.clone(), own), [Auth::Basic]);
        assert_eq!(lowered(ordered, json!({ "smithy.api#auth": [] })), []);
    }

    #[test]
    fn going_without_is_the_last_choice() {
        let optional = json!({
            "smithy.api#optionalAuth": {},
            "smithy.api#auth": ["aws.auth#sigv4"],
        });
        assert_eq!(lowered(service(), optional), [Auth::SigV4, Auth::None]);
        let none = json!({ "smithy.api#optionalAuth": {}, "smithy.api#auth": [] });
        assert_eq!(lowered(service(), none), []);
    }

    #[test]
    fn schemes_that_are_not_known_keep_their_place_and_name() {
        let other = |id: &str| Auth::Other(id.to_owned());
        let of_service = json!({
            "x#hmac": {},
            "x#note": {},
            "aws.auth#sigv4": { "name": "x" },
            "aws.auth#cognitoUserPools": { "providerArns": [] },
        });
        let expected = [
            other("aws.auth#cognitoUserPools"),
            Auth::SigV4,
            other("x#hmac"),
        ];
        assert_eq!(lowered(of_service.clone(), json!({})), expected);
        let own = json!({ "smithy.api#auth": ["x#hmac", "y#elsewhere", "aws.auth#sigv4"] });
        let expected = [other("x#hmac"), other("y#elsewhere"), Auth::SigV4];
        assert_eq!(lowered(of_service, own), expected);
    }

    #[test]
    fn signatures_name_the_service_as_the_first_trait_does() {
        let name = |traits| signing_name(model(traits, json!({})).get("x#S").unwrap());
        let mut traits = json!({
            "aws.api#service": { "sdkId": "Some Thing", "arnNamespace": "arn" },
        });
        assert_eq!(name(traits.clone()), "arn");
        traits["aws.auth#sigv4a"] = json!({ "name": "both" });
        assert_eq!(name(traits.clone()), "both");
        traits["aws.auth#sigv4"] = json!({ "name": "one" });
        assert_eq!(name(traits), "one");
        assert_eq!(name(json!({})), "");
    }
}
