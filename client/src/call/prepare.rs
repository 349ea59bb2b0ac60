//! Builds the request of a call: everything before the network.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::header::{
    ACCEPT_ENCODING, CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue, USER_AGENT,
};
use http::uri::{self, Authority, Scheme};
use http::{Method, Uri};

use smithgen_runtime::endpoint_rules::ContextParameter;
use smithgen_runtime::message::{self, Payload};
use smithgen_runtime::operation::{
    BucketAddressing, ChecksumAlgorithm, EncodeOptions, OperationSpec, OperationTrait, Service,
};
use smithgen_runtime::schema::Member;
use smithgen_runtime::url::shown;
use smithgen_runtime::view::{Ref, Structure};
use smithgen_runtime::{binding, uuid_v4};

use super::dialect;
use crate::auth::Streamed;
use crate::config::{Config, Dialect};
use crate::endpoint::{
    self, Account, Endpoint, EndpointError, EndpointErrorKind, Known, Store, Url, bind,
};
use crate::error::ClientError;

/// The header that is the same in all attempts of a call.
pub const INVOCATION_ID: HeaderName = HeaderName::from_static("amz-sdk-invocation-id");

/// A request that is ready to be sent, except for credentials and the attempt's number.
pub struct Prepared {
    /// The operation.
    pub operation: &'static OperationSpec,
    /// The request. Its URI is absolute.
    pub request: http::Request<Bytes>,
    /// The body of a streaming request; the body in `request` is empty then.
    pub payload: Option<Payload>,
    /// Whether the body of a success is left unread: [`Answer::body`](super::Answer::body).
    pub streams: bool,
    /// Whether to verify the checksum of the response.
    #[cfg(feature = "checksums")]
    pub(super) verify: bool,
    /// The endpoint, including the rules' authentication properties.
    pub endpoint: Arc<Endpoint>,
    /// The URL for error messages: with the endpoint's query, but without the operation's, and with `***` in place of
    /// `@sensitive` values.
    pub shown_url: String,
}

impl std::fmt::Debug for Prepared {
    /// Omits headers and body, which may contain secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prepared")
            .field("operation", &self.operation.name())
            .field("method", self.request.method())
            .field("url", &shown(&self.shown_url))
            .finish_non_exhaustive()
    }
}

/// The cached endpoint of a service's operations that do not influence it.
pub(super) struct Kept {
    service: &'static Service,
    account: Account,
    endpoint: Arc<Endpoint>,
    place: Arc<Place>,
}

/// A URL, with the parts that each request needs.
struct Place {
    url: Url,
    host: HeaderValue,
    authority: Option<Authority>,
}

impl Place {
    fn new(url: Url, endpoint: &Endpoint) -> Result<Self, EndpointError> {
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

pub(super) fn prepare(
    config: &Config,
    kept: &OnceLock<Kept>,
    operation: &'static OperationSpec,
    input: &dyn Structure,
) -> Result<Prepared, ClientError> {
    let mut options = options(config);
    let mut resolved = None;
    if config.dialect == Dialect::Botocore {
        let (endpoint, place) = resolve(config, kept, operation, input)?;
        options.default_checksum = ChecksumAlgorithm::Crc64Nvme;
        options.checksums_ahead = !place.url.https;
        options.hashes_ahead = !place.url.https && !config.anonymous;
        resolved = Some((endpoint, place));
    }
    let mut encoded = message::encode(operation, input, &options, config.validate)?;
    if config.dialect == Dialect::Botocore {
        dialect::botocore(operation, input, &mut encoded.request);
    }
    let (mut request, payload) = (encoded.request, encoded.payload);
    if let Some(payload) = &payload {
        request
            .extensions_mut()
            .insert(match payload.is_event_stream() {
                true => Streamed::Events,
                false => Streamed::Bytes,
            });
    }
    let (endpoint, mut place) = match resolved {
        Some(resolved) => resolved,
        None => resolve(config, kept, operation, input)?,
    };
    let mut shown_authority = None;
    if config.host_prefix
        && let Some(prefix) = binding::host_prefix(operation, input)?
    {
        shown_authority = binding::shown_host_prefix(operation, input)?
            .map(|prefix| prefix + &place.url.authority);
        let mut url = place.url.clone();
        url.authority.insert_str(0, &prefix);
        binding::check_host_length(operation, url.host())?;
        place = Arc::new(Place::new(url, &endpoint)?);
    }
    if names_secret(operation) {
        shown_authority = Some("***".to_owned());
    }
    // The tools in Python add no slash to the path of an endpoint.
    let is_bare = config.dialect == Dialect::Botocore;
    let shown_authority = shown_authority.as_deref();
    let (uri, shown_url) = join(&place, shown_authority, request.uri(), operation, is_bare)?;
    *request.uri_mut() = uri;
    add_headers(config, &place, &endpoint, &mut request)?;
    Ok(Prepared {
        operation,
        request,
        payload,
        streams: false,
        #[cfg(feature = "checksums")]
        verify: message::is_checksum_wanted(operation, input, config.response_checksums),
        endpoint,
        shown_url,
    })
}

fn options(config: &Config) -> EncodeOptions<'_> {
    let mut options = EncodeOptions {
        json: config.json,
        compress_from: config.compress_from,
        request_checksums: config.request_checksums,
        response_checksums: config.response_checksums,
        ..EncodeOptions::default()
    };
    if let Some(token) = &config.idempotency_token {
        options.token = &**token;
    }
    options
}

/// Resolves the endpoint. It is cached for operations that all have the same one.
fn resolve(
    config: &Config,
    kept: &OnceLock<Kept>,
    operation: &'static OperationSpec,
    input: &dyn Structure,
) -> Result<(Arc<Endpoint>, Arc<Place>), EndpointError> {
    let has_a_say = operation.traits().iter().any(|t| {
        matches!(
            t,
            OperationTrait::EndpointParameters(_)
                | OperationTrait::EndpointMember(_)
                | OperationTrait::BucketAddressing(_)
        )
    });
    let service = operation.service();
    let account = account(config, service);
    let of_service = |kept: &&Kept| std::ptr::eq(kept.service, service) && kept.account == account;
    if !has_a_say && let Some(kept) = kept.get().filter(of_service) {
        return Ok((kept.endpoint.clone(), kept.place.clone()));
    }
    let (endpoint, url) = resolve_anew(config, operation, input, &account)?;
    let place = Place::new(url, &endpoint)?;
    let (endpoint, place) = (Arc::new(endpoint), Arc::new(place));
    if !has_a_say {
        // Another call may have been first, with the same result.
        let _ = kept.set(Kept {
            service,
            account,
            endpoint: endpoint.clone(),
            place: place.clone(),
        });
    }
    Ok((endpoint, place))
}

/// The account of the caller, as far as it is known before there are keys.
fn account(config: &Config, service: &Service) -> Account {
    let Some(rules) = service.endpoint_rules() else {
        return Account::default();
    };
    let settings = &config.endpoint_parameters;
    Account::of(rules, settings, config.anonymous, || {
        config.auth.credentials.as_ref()?.account()
    })
}

fn resolve_anew(
    config: &Config,
    operation: &'static OperationSpec,
    input: &dyn Structure,
    account: &Account,
) -> Result<(Endpoint, Url), EndpointError> {
    let service = operation.service();
    let url = match &config.endpoint_url {
        Some(url) => Some(Cow::Borrowed(url.as_str())),
        None => match &config.endpoints {
            Some(endpoints) => endpoints.url(service)?.map(Cow::Owned),
            None => None,
        },
    };
    let url = url.as_deref();
    let url = endpoint_member(operation, input).or(url);
    // If the URL is invalid, report that rather than the rules' error.
    let parsed = url.map(parse).transpose()?;
    let store = operation.traits().iter().find_map(|t| match t {
        OperationTrait::BucketAddressing(store) => Some(*store),
        _ => None,
    });
    if let Some(store) = store {
        return store_endpoint(config, store, input, parsed);
    }
    let Some(rules) = service.endpoint_rules() else {
        let (Some(url), Some(parsed)) = (url, parsed) else {
            let message = format!("no endpoint URL is set for {}", service.sdk_id());
            return Err(EndpointError {
                kind: EndpointErrorKind::Missing,
                message,
            });
        };
        let endpoint = Endpoint {
            url: url.to_owned(),
            headers: Vec::new(),
            properties: Vec::new(),
        };
        return Ok((endpoint, parsed));
    };
    let (region, fips) = config.region_and_fips();
    region.map(check_region).transpose()?;
    let known = Known {
        region,
        use_fips: fips && url.is_none(),
        use_dual_stack: config.use_dual_stack && url.is_none(),
        endpoint_url: url,
        account,
        others: &config.endpoint_parameters,
    };
    let parameters = bind(rules, operation, input, &known)?;
    let endpoint = endpoint::resolve(rules, parameters, config.platform)?;
    let parsed = match parsed {
        Some(parsed) if url == Some(endpoint.url.as_str()) => parsed,
        _ => parse(&endpoint.url)?,
    };
    Ok((endpoint, parsed))
}

/// The URL in an input member, if the operation sends its requests there.
fn endpoint_member<'a>(operation: &OperationSpec, input: &'a dyn Structure) -> Option<&'a str> {
    let member = operation.traits().iter().find_map(|t| match t {
        OperationTrait::EndpointMember(member) => Some(*member),
        _ => None,
    });
    match input.get(member?) {
        Ref::Str(url) if !url.is_empty() => Some(url),
        _ => None,
    }
}

/// The endpoint of a bucket without rules.
fn store_endpoint(
    config: &Config,
    addressing: &'static BucketAddressing,
    input: &dyn Structure,
    url: Option<Url>,
) -> Result<(Endpoint, Url), EndpointError> {
    let mut store = Store::new(addressing, &config.endpoint_parameters);
    store.dual_stack = config.use_dual_stack && url.is_none();
    store.region = config.region_and_fips().0;
    if url.is_none() {
        store.region.map(check_region).transpose()?;
    }
    store.url = url;
    if let Some(Ref::Str(bucket)) = addressing.bucket().map(|member| input.get(member)) {
        if bucket.is_empty() {
            return Err(EndpointError::invalid_url("an empty bucket name"));
        }
        store.bucket = Some(bucket);
    }
    let Some(platform) = config.platform else {
        let message = "no platform is set that knows where its buckets are";
        return Err(EndpointError::new(EndpointErrorKind::Missing, message));
    };
    let url = platform.store(&store)?;
    let scheme = if url.https { "https" } else { "http" };
    let endpoint = Endpoint {
        url: format!("{scheme}://{}{}", url.authority, url.path),
        headers: Vec::new(),
        properties: Vec::new(),
    };
    Ok((endpoint, url))
}

/// A region becomes part of the host name, so it must not contain anything that selects another host.
fn check_region(region: &str) -> Result<(), EndpointError> {
    endpoint::check_region(region)
        .map_err(|error| EndpointError::new(EndpointErrorKind::InvalidHostLabel, error.to_string()))
}

fn parse(url: &str) -> Result<Url, EndpointError> {
    Url::parse(url)
        .filter(Url::has_valid_host)
        .ok_or_else(|| EndpointError::invalid_url(url))
}

/// Whether a `@sensitive` input member determines the host.
fn names_secret(operation: &OperationSpec) -> bool {
    let members = operation.input().members();
    let is_sensitive = |member: usize| members.get(member).is_some_and(Member::is_sensitive);
    operation.traits().iter().any(|t| match t {
        OperationTrait::EndpointMember(member) => is_sensitive(*member),
        OperationTrait::BucketAddressing(store) => store.bucket().is_some_and(is_sensitive),
        OperationTrait::EndpointParameters(parameters) => {
            let mut sources = parameters.iter().map(ContextParameter::source);
            sources.any(|source| endpoint::may_find_secret(source, operation.input()))
        }
        _ => false,
    })
}

/// The URL to send to, and the one to show.
fn join(
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

fn add_headers(
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
