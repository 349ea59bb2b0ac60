//! Adds an identity to a request, for the first scheme that has one.

use std::time::Duration;

use bytes::Bytes;
use http::Uri;

use super::candidates::{Candidate, candidates};
use super::http::{api_key, basic, bearer};
use super::settings::Clock;
use super::{AuthError, Identity, Provider, Purpose, Settings, Signed, Signing};
use crate::endpoint::{Endpoint, Value};
use crate::transport::{Proxies, unbracketed};
use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::url;

/// Everything needed to authorize a request.
pub(crate) struct Context<'a> {
    pub(crate) settings: &'a Settings,
    /// The proxies that requests may go through.
    pub(crate) proxies: &'a Proxies,
    /// The settings' clock, corrected if it is known to be off.
    pub(crate) clock: Clock,
    pub(crate) region: Option<&'a str>,
    pub(crate) operation: &'static OperationSpec,
    pub(crate) endpoint: &'a Endpoint,
    /// How long a signature in the URL is good for; `None` for one in a header.
    pub(crate) expires: Option<Duration>,
}

/// Returns the request with the identity of the first scheme that has one.
///
/// # Errors
/// No scheme has an identity, or the identity cannot be used.
pub(crate) async fn authorize(
    context: Context<'_>,
    request: &mut http::Request<Bytes>,
) -> Result<Signed, AuthError> {
    let Context {
        settings,
        operation,
        ..
    } = context;
    let candidates = candidates(operation, context.endpoint, settings);
    let purpose = Purpose::new(operation, (context.clock)());
    // The first reasons why a scheme could not be used.
    let (mut missing, mut refused) = (None, None);
    for candidate in &candidates {
        match show(&context, candidate, purpose, request).await? {
            Turn::Taken(signed) => return Ok(signed),
            Turn::NoIdentity => {}
            // A missing feature can be enabled, so report it before a scheme that is not supported at all.
            Turn::Refused(error @ AuthError::MissingFeature { .. }) => {
                missing.get_or_insert(error);
            }
            Turn::Refused(error) => {
                refused.get_or_insert(error);
            }
        }
    }
    Err(missing.unwrap_or_else(|| nothing_left(operation, &candidates, refused)))
}

/// The result of trying a scheme.
enum Turn {
    /// The request carries an identity.
    Taken(Signed),
    /// There is no identity for it.
    NoIdentity,
    /// The library does not support the scheme.
    Refused(AuthError),
}

/// Adds the scheme's identity to the request, if there is one.
async fn show(
    context: &Context<'_>,
    candidate: &Candidate,
    purpose: Purpose,
    request: &mut http::Request<Bytes>,
) -> Result<Turn, AuthError> {
    let Context {
        settings,
        operation,
        ..
    } = *context;
    let safe =
        |request: &http::Request<Bytes>| check_safe(context, request.uri(), candidate.name());
    match candidate {
        Candidate::Anonymous => return Ok(Turn::Taken(Signed::default())),
        Candidate::SigV4(scheme) | Candidate::SigV4a(scheme) => {
            let asymmetric = matches!(candidate, Candidate::SigV4a(_));
            return sign(context, scheme.as_ref(), asymmetric, purpose, request).await;
        }
        Candidate::Bearer => {
            let token = match &settings.bearer_token {
                None => settings.service_token(operation.service()),
                given => ask(given, purpose).await?,
            };
            if let Some(token) = token {
                purpose.check_expiry("bearer token", token.expiry)?;
                safe(request)?;
                return bearer(request, &token).map(|()| Turn::Taken(Signed::default()));
            }
        }
        Candidate::Basic => {
            let of_service = settings.of_service(operation.service());
            let login = match (&settings.login, of_service) {
                (None, Some(of_service)) => of_service.login()?,
                (given, _) => ask(given, purpose).await?,
            };
            if let Some(login) = login {
                safe(request)?;
                return basic(request, &login).map(|()| Turn::Taken(Signed::default()));
            }
        }
        Candidate::ApiKey(place) => {
            let of_service = settings.of_service(operation.service());
            let key = match (&settings.api_key, of_service) {
                (None, Some(of_service)) => of_service.api_key(),
                (given, _) => ask(given, purpose).await?,
            };
            if let Some(key) = key {
                safe(request)?;
                return api_key(request, place, &key).map(|()| Turn::Taken(Signed::default()));
            }
        }
        Candidate::Refused(_) | Candidate::Foreign(_) => {
            return Ok(Turn::Refused(unknown(context, candidate)));
        }
    }
    Ok(Turn::NoIdentity)
}

/// Signs the request, if there is a signer.
async fn sign(
    context: &Context<'_>,
    scheme: Option<&Value>,
    asymmetric: bool,
    purpose: Purpose,
    request: &mut http::Request<Bytes>,
) -> Result<Turn, AuthError> {
    let name = if asymmetric { "sigv4a" } else { "sigv4" };
    let missing = AuthError::MissingFeature {
        scheme: name,
        feature: name,
    };
    let Some(signer) = &context.settings.signer else {
        return Ok(Turn::Refused(missing));
    };
    let signing = Signing {
        settings: context.settings,
        operation: context.operation,
        asymmetric,
        scheme,
        region: context.region,
        clock: context.clock.clone(),
        purpose,
        expires: context.expires,
    };
    match signer.sign(signing, request).await {
        Ok(Some(signed)) => Ok(Turn::Taken(signed)),
        Ok(None) => Ok(Turn::NoIdentity),
        Err(error @ AuthError::MissingFeature { .. }) => Ok(Turn::Refused(error)),
        Err(error) => Err(error),
    }
}

/// Why a scheme is not supported.
fn unknown(context: &Context<'_>, candidate: &Candidate) -> AuthError {
    match candidate {
        Candidate::Foreign(schemes) => AuthError::UnknownSchemes {
            endpoint: url::shown(&context.endpoint.url),
            schemes: schemes.clone(),
        },
        _ => AuthError::Unsupported {
            operation: context.operation.name(),
            scheme: candidate.name(),
        },
    }
}

/// Why no scheme could be used.
fn nothing_left(
    operation: &'static OperationSpec,
    candidates: &[Candidate],
    refused: Option<AuthError>,
) -> AuthError {
    let is_hopeless = candidates
        .iter()
        .all(|candidate| matches!(candidate, Candidate::Refused(_) | Candidate::Foreign(_)));
    match refused {
        Some(error) if is_hopeless => error,
        // An identity for another scheme would help.
        _ => AuthError::NoIdentity {
            operation: operation.name(),
            schemes: candidates.iter().map(Candidate::name).collect(),
        },
    }
}

async fn ask<I: Identity>(
    provider: &Option<std::sync::Arc<dyn Provider<I>>>,
    purpose: Purpose,
) -> Result<Option<I>, AuthError> {
    match provider {
        Some(provider) => provider.provide(purpose).await,
        None => Ok(None),
    }
}

/// Secrets are sent in clear text only over TLS, within this machine, or if the caller allows it. A request that goes
/// through a proxy without TLS leaves this machine, whatever its host.
fn check_safe(context: &Context<'_>, uri: &Uri, scheme: &'static str) -> Result<(), AuthError> {
    let host = uri.host().unwrap_or_default();
    let address = unbracketed(host);
    let is_loopback = host.eq_ignore_ascii_case("localhost")
        || address
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    let is_proxied = || {
        let proxy = context.proxies.select(false, address, uri.port_u16());
        proxy.is_some()
    };
    let is_own = is_loopback && !is_proxied();
    if uri.scheme_str() == Some("https") || is_own || context.settings.secrets_over_http {
        Ok(())
    } else {
        Err(AuthError::Insecure { scheme })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use smithgen_runtime::operation::Service;
    use smithgen_runtime::schema::prelude::UNIT;

    use super::*;

    static SERVICE: Service = Service::new(
        "test#Service",
        "",
        "Test",
        &smithgen_runtime::protocol::REST_JSON_1,
    );
    static GET: OperationSpec = OperationSpec::new("Get", &SERVICE, &UNIT, &UNIT);

    #[test]
    fn an_endpoint_with_unknown_schemes_is_named_without_its_secrets() {
        let endpoint = Endpoint {
            url: "https://user:hush@h/x?token=hush".to_owned(),
            headers: Vec::new(),
            properties: Vec::new(),
        };
        let context = Context {
            settings: &Settings::default(),
            proxies: &Proxies::default(),
            clock: Arc::new(|| smithgen_runtime::DateTime::from_secs(0)),
            region: None,
            operation: &GET,
            endpoint: &endpoint,
            expires: None,
        };
        let error = unknown(&context, &Candidate::Foreign(vec!["odd".to_owned()]));
        assert!(!format!("{error} {error:?}").contains("hush"));
        assert!(
            error.to_string().starts_with("https://***:***@h/x?"),
            "{error}"
        );
    }
}
