//! Puts a request where its endpoint is.

use bytes::Bytes;
use http::header::{
    ACCEPT_ENCODING, CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue, USER_AGENT,
};
use http::uri::{self, Authority, Scheme};
use http::{Method, Uri};

use smithgen_runtime::operation::{OperationSpec, OperationTrait};
use smithgen_runtime::{binding, uuid_v4};

use crate::auth::Streamed;
use crate::config::Config;
use crate::endpoint::{Endpoint, EndpointError, Url};

/// The header that is the same in all attempts of a call.
pub const INVOCATION_ID: HeaderName = HeaderName::from_static("amz-sdk-invocation-id");

/// A URL, with the parts that each request needs.
pub(super) struct Place {
    pub(super) url: Url,
    host: HeaderValue,
    authority: Option<Authority>,
}

impl Place {
    pub(super) fn new(url: Url, endpoint: &Endpoint) -> Result<Self, EndpointError> {
        let default_port = if url.https { 443 } else { 80 };
        let host = match url.port() {
            Some(port) if port != default_port => &url.authority,
            _ => url.host(),
        };
        let host = HeaderValue::from_str(host);
        Ok(Place {
            host: host.map_err(|_| EndpointError::invalid_url(&endpoint.url))?,
            authority: Authority::try_from(url.authority.as_str()).ok(),
            url,
        })
    }
}

/// The URL to send to, and the one to show.
pub(super) fn join(
    place: &Place,
    shown_authority: Option<&str>,
    target: &Uri,
    operation: &OperationSpec,
    is_bare: bool,
) -> Result<(Uri, String), EndpointError> {
    let url = &place.url;
    let scheme = if url.https { "https://" } else { "http://" };
    let authority = shown_authority.unwrap_or(&url.authority);
    let shown_path = binding::shown_path(operation, target.path());
    if let Some(uri) = at_root(place, target) {
        let shown = [scheme, authority, &*shown_path].concat();
        return Ok((uri, shown));
    }
    let operation_query = target.query().filter(|query| !query.is_empty());
    let mut whole = String::with_capacity(
        scheme.len() + url.authority.len() + url.path.len() + target.path().len() + 64,
    );
    let nothing = url.path.len() > 1
        && target.path() == "/"
        && (is_bare || operation.traits().contains(&OperationTrait::PathInEndpoint));
    let endpoint_query = url.query.as_deref().filter(|query| !query.is_empty());
    let write = |whole: &mut String, authority: &str, path: &str| {
        whole.push_str(scheme);
        whole.push_str(authority);
        whole.push_str(url.path.strip_suffix('/').unwrap_or(&url.path));
        if !nothing {
            whole.push_str(path);
        }
        if let Some(query) = endpoint_query {
            whole.push('?');
            whole.push_str(query);
        }
    };
    write(&mut whole, &url.authority, target.path());
    let mut shown = String::with_capacity(whole.len());
    write(&mut shown, authority, &shown_path);
    if let Some(query) = operation_query {
        whole.push(if endpoint_query.is_some() { '&' } else { '?' });
        whole.push_str(query);
    }
    match Uri::try_from(whole) {
        Ok(uri) => Ok((uri, shown)),
        Err(_) => Err(EndpointError::invalid_url(&shown)),
    }
}

/// The operation's own path and query, if the endpoint's URL has neither.
fn at_root(place: &Place, target: &Uri) -> Option<Uri> {
    if place.url.path.len() > 1 || place.url.query.is_some() || target.query() == Some("") {
        return None;
    }
    let mut parts = uri::Parts::default();
    parts.scheme = Some(if place.url.https {
        Scheme::HTTPS
    } else {
        Scheme::HTTP
    });
    parts.authority = place.authority.clone();
    parts.path_and_query = target.path_and_query().cloned();
    Uri::from_parts(parts).ok()
}

pub(super) fn add_headers(
    config: &Config,
    place: &Place,
    endpoint: &Endpoint,
    request: &mut http::Request<Bytes>,
) -> Result<(), EndpointError> {
    let length = request.body().len();
    let has_body = length > 0
        || matches!(
            *request.method(),
            Method::POST | Method::PUT | Method::PATCH
        );
    let streams = request.extensions().get::<Streamed>().is_some();
    let invalid = || EndpointError::invalid_url(&endpoint.url);
    let headers = request.headers_mut();
    // A request without a body may have no headers yet.
    binding::reserve(headers);
    for (name, values) in &endpoint.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
        for value in values {
            headers.append(&name, HeaderValue::from_str(value).map_err(|_| invalid())?);
        }
    }
    headers.insert(HOST, place.host.clone());
    if has_body && !streams && !headers.contains_key(CONTENT_LENGTH) {
        headers.insert(CONTENT_LENGTH, length.into());
    }
    headers
        .entry(ACCEPT_ENCODING)
        .or_insert(HeaderValue::from_static("identity"));
    if let Ok(value) = HeaderValue::try_from(uuid_v4()) {
        headers.insert(INVOCATION_ID, value);
    }
    headers.insert(USER_AGENT, user_agent(config));
    replace(headers, &config.headers);
    Ok(())
}

/// Replaces headers by the caller's.
fn replace(headers: &mut HeaderMap, own: &HeaderMap) {
    for name in own.keys() {
        headers.remove(name);
        for value in own.get_all(name) {
            headers.append(name, value.clone());
        }
    }
}

fn user_agent(config: &Config) -> HeaderValue {
    const RUNTIME: &str = concat!("smithgen/", env!("CARGO_PKG_VERSION"));
    let own = config
        .application
        .as_ref()
        .map(|name| format!("{name} {RUNTIME}"));
    own.and_then(|text| HeaderValue::try_from(text).ok())
        .unwrap_or(HeaderValue::from_static(RUNTIME))
}
