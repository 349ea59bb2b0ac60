//! Puts an identity into a request: the first scheme for which there is one.

use bytes::Bytes;
use http::Uri;

use super::candidates::{Candidate, candidates};
use super::http::{api_key, basic, bearer};
use super::settings::Clock;
use super::{AuthError, Identity, Provider, Purpose, Settings};
use crate::endpoint::Endpoint;
use crate::operation::OperationSpec;

/// What a request is authorised with.
pub(crate) struct Context<'a> {
    /// The client's identities.
    pub(crate) settings: &'a Settings,
    /// The clock of the settings, as far as it is known to be right.
    pub(crate) clock: Clock,
    /// The client's region.
    #[cfg_attr(
        not(feature = "sigv4"),
        expect(dead_code, reason = "only signatures name a region")
    )]
    pub(crate) region: Option<&'a str>,
    /// The operation.
    pub(crate) operation: &'static OperationSpec,
    /// Where the request goes.
    pub(crate) endpoint: &'a Endpoint,
}

/// Returns the request with the identity of the first scheme that has one.
///
/// # Errors
/// When no scheme has an identity, or the identity cannot be used.
pub(crate) async fn authorize(
    context: Context<'_>,
    mut request: http::Request<Bytes>,
) -> Result<http::Request<Bytes>, AuthError> {
    let Context {
        settings,
        operation,
        ..
    } = context;
    let candidates = candidates(operation, context.endpoint, settings);
    let purpose = Purpose::new(operation, (context.clock)());
    // What keeps a scheme from being used although it would have been its turn.
    let (mut missing, mut refused) = (None, None);
    for candidate in &candidates {
        match show(&context, candidate, purpose, &mut request).await? {
            Turn::Taken => return Ok(request),
            Turn::NoIdentity => {}
            // What can be had by building otherwise goes before what cannot be had at all.
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

/// What became of a scheme's turn.
enum Turn {
    /// The request carries its identity.
    Taken,
    /// There is no identity for it.
    NoIdentity,
    /// The library does not serve it.
    Refused(AuthError),
}

/// Puts the identity of this scheme into the request, where there is one.
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
        |request: &http::Request<Bytes>| check_safe(request.uri(), settings, candidate.name());
    match candidate {
        Candidate::Anonymous => return Ok(Turn::Taken),
        Candidate::SigV4(signing) | Candidate::SigV4a(signing) => {
            let asymmetric = matches!(candidate, Candidate::SigV4a(_));
            match signatures::sign(context, signing, asymmetric, purpose, request).await {
                Ok(true) => return Ok(Turn::Taken),
                Ok(false) => {}
                Err(error @ AuthError::MissingFeature { .. }) => return Ok(Turn::Refused(error)),
                Err(error) => return Err(error),
            }
        }
        Candidate::Bearer => {
            let token = match &settings.bearer_token {
                None => settings.service_token(operation.service),
                given => ask(given, purpose).await?,
            };
            if let Some(token) = token {
                check_expiry("bearer token", token.expiry, purpose)?;
                safe(request)?;
                return bearer(request, &token).map(|()| Turn::Taken);
            }
        }
        Candidate::Basic => {
            let of_service = settings.of_service(operation.service);
            let login = match (&settings.login, of_service) {
                (None, Some(of_service)) => of_service.login()?,
                (given, _) => ask(given, purpose).await?,
            };
            if let Some(login) = login {
                safe(request)?;
                return basic(request, &login).map(|()| Turn::Taken);
            }
        }
        Candidate::ApiKey(place) => {
            let of_service = settings.of_service(operation.service);
            let key = match (&settings.api_key, of_service) {
                (None, Some(of_service)) => of_service.api_key(),
                (given, _) => ask(given, purpose).await?,
            };
            if let Some(key) = key {
                safe(request)?;
                return api_key(request, place, &key).map(|()| Turn::Taken);
            }
        }
        Candidate::Refused(_) | Candidate::Foreign(_) => {
            return Ok(Turn::Refused(unknown(context, candidate)));
        }
    }
    Ok(Turn::NoIdentity)
}

/// Why a scheme is not served.
fn unknown(context: &Context<'_>, candidate: &Candidate) -> AuthError {
    match candidate {
        Candidate::Foreign(schemes) => AuthError::UnknownSchemes {
            endpoint: context.endpoint.url.clone(),
            schemes: schemes.clone(),
        },
        _ => AuthError::Unsupported {
            operation: context.operation.name,
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
        // An identity for another scheme would do.
        _ => AuthError::NoIdentity {
            operation: operation.name,
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

fn check_expiry(
    what: &'static str,
    expiry: Option<crate::DateTime>,
    purpose: Purpose,
) -> Result<(), AuthError> {
    match expiry {
        Some(expiry) if expiry <= purpose.now => Err(AuthError::Expired { what }),
        _ => Ok(()),
    }
}

/// A secret travels as it is over TLS, or within this machine, or where the caller wants it all the same.
fn check_safe(uri: &Uri, settings: &Settings, scheme: &'static str) -> Result<(), AuthError> {
    let host = uri.host().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let is_own = host.eq_ignore_ascii_case("localhost")
        || address
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    if uri.scheme_str() == Some("https") || is_own || settings.secrets_over_http {
        Ok(())
    } else {
        Err(AuthError::Insecure { scheme })
    }
}

#[cfg(not(feature = "sigv4"))]
mod signatures {
    //! Says that there are no signatures.

    use super::super::candidates::Signing;
    use super::{AuthError, Bytes, Context, Purpose};

    pub(super) async fn sign(
        _: &Context<'_>,
        _: &Signing,
        asymmetric: bool,
        _: Purpose,
        _: &mut http::Request<Bytes>,
    ) -> Result<bool, AuthError> {
        Err(match asymmetric {
            true => AuthError::MissingFeature {
                scheme: "sigv4a",
                feature: "sigv4a",
            },
            false => AuthError::MissingFeature {
                scheme: "sigv4",
                feature: "sigv4",
            },
        })
    }
}

#[cfg(feature = "sigv4")]
mod signatures {
    //! Signs with the account's keys.

    use super::super::candidates::Signing;
    use super::super::sigv4::{self, Parameters};
    use super::{AuthError, Bytes, Context, Purpose, ask, check_expiry};

    /// Whether there were keys to sign with.
    pub(super) async fn sign(
        context: &Context<'_>,
        signing: &Signing,
        asymmetric: bool,
        purpose: Purpose,
        request: &mut http::Request<Bytes>,
    ) -> Result<bool, AuthError> {
        if asymmetric && !cfg!(feature = "sigv4a") {
            return Err(AuthError::MissingFeature {
                scheme: "sigv4a",
                feature: "sigv4a",
            });
        }
        let Some(credentials) = ask(&context.settings.credentials, purpose).await? else {
            return Ok(false);
        };
        check_expiry("credentials", credentials.expiry, purpose)?;
        let region = signing.region.as_deref().or(context.region);
        let regions = match asymmetric {
            true => context
                .settings
                .region_set
                .as_deref()
                .or(signing.region_set.as_deref())
                .or(region),
            false => region,
        };
        let parameters = Parameters {
            credentials: &credentials,
            name: &signing.name,
            region: regions
                .filter(|text| !text.is_empty())
                .ok_or(AuthError::NoRegion)?,
            time: purpose.now,
            plain_path: signing.plain_path,
            hash_header: signing.hash_header,
            symmetric: !asymmetric,
            operation: context.operation,
            #[cfg(feature = "event-streams")]
            clock: context.clock.clone(),
        };
        #[cfg(feature = "sigv4a")]
        if asymmetric {
            sigv4::sign_asymmetric(request, &parameters)?;
            return Ok(true);
        }
        sigv4::sign(request, &parameters)?;
        Ok(true)
    }
}
