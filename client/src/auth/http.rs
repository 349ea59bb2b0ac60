//! HTTP authentication schemes: the secret in a header or a query parameter.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderName};
use http::{HeaderValue, Request, Uri};
use percent_encoding::utf8_percent_encode;

use super::{ApiKeyValue, AuthError, BearerToken, Login};
use smithgen_runtime::binding::RESERVED;
use smithgen_runtime::operation::ApiKey;

/// RFC 6750, section 2.1.
pub(super) fn bearer(request: &mut Request<Bytes>, token: &BearerToken) -> Result<(), AuthError> {
    let value = format!("Bearer {}", token.token);
    put(request, AUTHORIZATION, &value, "bearer token")
}

/// RFC 7617, section 2.
pub(super) fn basic(request: &mut Request<Bytes>, login: &Login) -> Result<(), AuthError> {
    if login.user.contains(':') {
        return Err(AuthError::Invalid {
            what: "user's name",
        });
    }
    let login = STANDARD.encode(format!("{}:{}", login.user, login.password));
    put(request, AUTHORIZATION, &format!("Basic {login}"), "login")
}

/// `@httpApiKeyAuth`.
pub(super) fn api_key(
    request: &mut Request<Bytes>,
    place: &ApiKey,
    key: &ApiKeyValue,
) -> Result<(), AuthError> {
    const WHAT: &str = "API key";
    if place.is_in_header() {
        let name =
            HeaderName::try_from(place.name()).map_err(|_| AuthError::Invalid { what: WHAT })?;
        let value = match place.scheme() {
            Some(scheme) => format!("{scheme} {}", key.key),
            None => key.key.clone(),
        };
        return put(request, name, &value, WHAT);
    }
    let uri = request.uri().to_string();
    let sign = if request.uri().query().is_some() {
        '&'
    } else {
        '?'
    };
    let name = utf8_percent_encode(place.name(), RESERVED);
    let value = utf8_percent_encode(&key.key, RESERVED);
    let uri = Uri::try_from(format!("{uri}{sign}{name}={value}"));
    *request.uri_mut() = uri.map_err(|_| AuthError::Invalid { what: WHAT })?;
    Ok(())
}

/// Sets a header whose value is hidden in `Debug`.
fn put(
    request: &mut Request<Bytes>,
    name: HeaderName,
    value: &str,
    what: &'static str,
) -> Result<(), AuthError> {
    let mut value = HeaderValue::from_str(value).map_err(|_| AuthError::Invalid { what })?;
    value.set_sensitive(true);
    request.headers_mut().insert(name, value);
    Ok(())
}
