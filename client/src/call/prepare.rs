//! Builds the request of a call: everything before the network.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use smithgen_runtime::binding;
use smithgen_runtime::endpoint_rules::ContextParameter;
use smithgen_runtime::message::{self, Payload};
use smithgen_runtime::operation::{
    ChecksumAlgorithm, EncodeOptions, OperationSpec, OperationTrait,
};
use smithgen_runtime::schema::Member;
use smithgen_runtime::url::shown;
use smithgen_runtime::view::Structure;

use super::dialect;
use super::place::{Place, add_headers, join};
use super::resolve::{Found, Kept, resolve};
use crate::auth::Streamed;
use crate::config::{Config, Dialect};
use crate::endpoint::{self, Account, Endpoint};
use crate::error::ClientError;

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

/// A request that has no endpoint yet.
pub(super) struct Unplaced {
    pub(super) operation: &'static OperationSpec,
    request: http::Request<Bytes>,
    payload: Option<Payload>,
    pub(super) streams: bool,
    #[cfg(feature = "checksums")]
    verify: bool,
    /// What the input puts before the host, and what is shown of that.
    prefix: Option<(String, Option<String>)>,
}

/// The request of a call whose endpoint is found without asking anybody.
///
/// # Errors
/// The call cannot be sent.
pub(super) fn prepare(
    config: &Config,
    kept: &OnceLock<Kept>,
    operation: &'static OperationSpec,
    input: &dyn Structure,
    account: &Account,
) -> Result<Prepared, ClientError> {
    let find = || resolve(config, kept, operation, input, account);
    // The dialect's requests depend on where they go.
    if config.dialect == Dialect::Botocore {
        let found = find()?;
        return Unplaced::new(config, operation, input, found.place.url.https)?.put(config, found);
    }
    let unplaced = Unplaced::new(config, operation, input, true)?;
    unplaced.put(config, find()?)
}

impl Unplaced {
    /// Writes the input; `is_https` tells whether it goes over TLS.
    pub(super) fn new(
        config: &Config,
        operation: &'static OperationSpec,
        input: &dyn Structure,
        is_https: bool,
    ) -> Result<Self, ClientError> {
        let mut options = options(config);
        if config.dialect == Dialect::Botocore {
            options.default_checksum = ChecksumAlgorithm::Crc64Nvme;
            options.checksums_ahead = !is_https;
            options.hashes_ahead = !is_https && !config.anonymous;
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
        let mut prefix = None;
        if config.host_prefix
            && let Some(before) = binding::host_prefix(operation, input)?
        {
            prefix = Some((before, binding::shown_host_prefix(operation, input)?));
        }
        Ok(Unplaced {
            operation,
            request,
            payload,
            streams: false,
            #[cfg(feature = "checksums")]
            verify: message::is_checksum_wanted(operation, input, config.response_checksums),
            prefix,
        })
    }

    /// The request at its endpoint.
    pub(super) fn put(self, config: &Config, found: Found) -> Result<Prepared, ClientError> {
        let (operation, mut request) = (self.operation, self.request);
        let Found {
            endpoint,
            mut place,
        } = found;
        let mut shown_authority = None;
        if let Some((prefix, shown)) = self.prefix {
            shown_authority = shown.map(|prefix| prefix + &place.url.authority);
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
            payload: self.payload,
            streams: self.streams,
            #[cfg(feature = "checksums")]
            verify: self.verify,
            endpoint,
            shown_url,
        })
    }
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
