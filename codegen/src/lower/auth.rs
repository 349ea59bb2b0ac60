//! Which authentication schemes an operation may use, best first.

use crate::ir::{ApiKey, Auth};
use crate::model::traits::{self, id};
use crate::model::{Shape, Traits};

/// Reads a scheme off the service's traits.
type Read = fn(&Traits) -> Option<Auth>;

/// The scheme traits and what each becomes. Schemes that are not here are passed over.
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
            header: key.location == "header",
            name: key.name,
            scheme: key.scheme,
        }))
    }),
];

/// The schemes of an operation: those of its own `@auth`, else of the service's, else all that the service has,
/// sorted by id; `@optionalAuth` allows going without, last.
///
/// Empty when there is nothing but going without.
pub(super) fn schemes(service: &Shape, operation: &Shape) -> Vec<Auth> {
    let own = operation.traits.read::<traits::Auth>();
    let order = own.or_else(|| service.traits.read::<traits::Auth>());
    let ids = match order {
        Some(traits::Auth(ids)) => ids,
        None => all(service),
    };
    let mut schemes: Vec<Auth> = ids.iter().filter_map(|id| scheme(service, id)).collect();
    if operation.traits.has(id::OPTIONAL_AUTH) && !schemes.contains(&Auth::None) {
        schemes.push(Auth::None);
    }
    if schemes.iter().all(|scheme| *scheme == Auth::None) {
        schemes.clear();
    }
    schemes
}

fn all(service: &Shape) -> Vec<String> {
    let known = SCHEMES.iter().map(|(id, _)| *id);
    let mut ids: Vec<&str> = known.filter(|id| service.traits.has(id)).collect();
    ids.sort_unstable();
    ids.into_iter().map(str::to_owned).collect()
}

fn scheme(service: &Shape, id: &str) -> Option<Auth> {
    let (_, read) = SCHEMES.iter().find(|(known, _)| *known == id)?;
    read(&service.traits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Errors;
    use crate::model::load_texts;
    use serde_json::{Value, json};

    /// The schemes of an operation with these traits, of a service with these.
    fn lowered(service: Value, operation: Value) -> Vec<Auth> {
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
            },
        });
        let files = vec![("x.json".to_owned(), text.to_string().into_bytes())];
        let model = load_texts(files, &mut Errors::new());
        let shape = |id| model.get(id).unwrap();
        schemes(shape("x#S"), shape("x#O"))
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
}
