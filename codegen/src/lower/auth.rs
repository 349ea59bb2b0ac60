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
