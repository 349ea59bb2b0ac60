//! Requests that are signed now and sent by somebody else, later.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, USER_AGENT,
};
use percent_encoding::percent_encode;
use smithgen_runtime::binding::RESERVED;
use smithgen_runtime::operation::{ChecksumMode, OperationSpec};
use smithgen_runtime::url;
use smithgen_runtime::view::Structure;

use super::begun::Begun;
use super::place::INVOCATION_ID;
use super::prepare::Prepared;
use super::{Client, attempts};
use crate::auth::AuthError;
use crate::error::ClientError;
use crate::operation::Operation;

/// A request whose URL carries its signature: whoever has it can send it, until it expires.
#[derive(Clone)]
pub struct PresignedRequest(http::Request<Bytes>);

impl PresignedRequest {
    /// The method to send it with.
    pub fn method(&self) -> &http::Method {
        self.0.method()
    }

    /// The URL. It is as good as a password.
    pub fn uri(&self) -> &http::Uri {
        self.0.uri()
    }

    /// Headers that are part of the signature, and so must be sent as they are. Often there are none.
    pub fn headers(&self) -> &http::HeaderMap {
        self.0.headers()
    }

    /// The body, which is part of the signature; empty if the body is for the sender to choose.
    pub fn body(&self) -> &Bytes {
        self.0.body()
    }

    /// The whole request.
    pub fn into_request(self) -> http::Request<Bytes> {
        self.0
    }
}

impl fmt::Debug for PresignedRequest {
    /// Omits the query, which has the signature, headers and body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresignedRequest")
            .field("method", self.0.method())
            .field("uri", &url::shown(&self.0.uri().to_string()))
            .finish_non_exhaustive()
    }
}

/// Makes a form the query of a GET, as services that take forms allow: then the URL is all that is needed.
fn into_query(request: &mut http::Request<Bytes>) -> Result<(), http::Error> {
    let of_form = |it: &http::HeaderValue| it.as_bytes().starts_with(FORM);
    if !request.headers().get(CONTENT_TYPE).is_some_and(of_form) {
        return Ok(());
    }
    let body = std::mem::take(request.body_mut());
    let form = String::from_utf8_lossy(&body);
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = Some(match request.uri().query() {
        Some(query) => format!("{}?{query}&{form}", request.uri().path()).try_into()?,
        None => format!("{}?{form}", request.uri().path()).try_into()?,
    });
    *request.uri_mut() = http::Uri::from_parts(parts)?;
    *request.method_mut() = http::Method::GET;
    request.headers_mut().remove(CONTENT_TYPE);
    Ok(())
}

const FORM: &[u8] = b"application/x-www-form-urlencoded";

/// Pairs as they are in a query.
fn encoded(pairs: &[(&str, &str)]) -> Vec<String> {
    let encoded = |text: &str| percent_encode(text.as_bytes(), RESERVED).to_string();
    let pairs = pairs.iter();
    let pairs = pairs.map(|(name, value)| encoded(name) + "=" + &encoded(value));
    pairs.collect()
}

/// Adds encoded pairs to the query.
fn add_to_query(request: &mut http::Request<Bytes>, added: &[String]) -> Result<(), http::Error> {
    if added.is_empty() {
        return Ok(());
    }
    let uri = request.uri();
    let query = uri.query().into_iter().filter(|it| !it.is_empty());
    let query: Vec<&str> = query.chain(added.iter().map(String::as_str)).collect();
    let target = format!("{}?{}", uri.path(), query.join("&"));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(target.try_into()?);
    *request.uri_mut() = http::Uri::from_parts(parts)?;
    Ok(())
}

/// Leaves only what belongs to the signature in a request.
fn strip(prepared: &mut Prepared, query: &[String]) -> Result<(), ClientError> {
    let operation = prepared.operation;
    let headers = prepared.request.headers_mut();
    if let Some(payload) = &prepared.payload {
        if payload.is_event_stream() {
            return Err(refused(operation, "its events are signed one by one"));
        }
        // What stands here if nobody has chosen a type.
        if headers
            .get(CONTENT_TYPE)
            .is_some_and(|it| it == "application/octet-stream")
        {
            headers.remove(CONTENT_TYPE);
        }
    }
    for name in [
        &ACCEPT_ENCODING,
        &CONTENT_LENGTH,
        &USER_AGENT,
        &INVOCATION_ID,
    ] {
        headers.remove(name);
    }
    into_query(&mut prepared.request)
        .and_then(|()| add_to_query(&mut prepared.request, query))
        .map_err(|_| refused(operation, "its input is too long for a URL"))
}

fn refused(operation: &OperationSpec, why: &str) -> ClientError {
    let operation = operation.name();
    ClientError::from(AuthError::Other(format!(
        "{operation} cannot be signed in advance: {why}"
    )))
}

impl Client {
    /// Signs a request in its URL, for others to send before it expires. Sends nothing, but may ask for credentials. A
    /// body that streams is not part of the signature.
    ///
    /// # Errors
    /// The input is invalid, or the operation cannot be called with such a URL.
    pub async fn presign<O: Operation>(
        &self,
        input: &O::Input,
        expires: Duration,
    ) -> Result<PresignedRequest, ClientError> {
        self.presign_dynamic(O::SPEC, input, &[], expires).await
    }

    /// Like [`Client::presign`], for an operation given by its tables. The pairs are added to the query and signed with
    /// it: parameters that the service takes and the model does not have.
    ///
    /// # Errors
    /// Like [`Client::presign`].
    pub fn presign_dynamic(
        &self,
        operation: &'static OperationSpec,
        input: &dyn Structure,
        query: &[(&str, &str)],
        expires: Duration,
    ) -> impl Future<Output = Result<PresignedRequest, ClientError>> + Send + use<> {
        let query = encoded(query);
        let begun = self.begin_unsigned(operation, input);
        async move {
            let (client, begun) = begun?;
            let mut prepared = begun.finish(&client.0).await?;
            strip(&mut prepared, &query)?;
            let request = prepared.request.clone();
            let (mut request, _) =
                attempts::authorize(&client.0, &prepared, request, Some(expires)).await?;
            if request.headers().contains_key(AUTHORIZATION) {
                return Err(refused(operation, "its identity goes into a header"));
            }
            request.headers_mut().remove(HOST);
            Ok(PresignedRequest(request))
        }
    }

    /// The request to sign, and the client that does.
    fn begin_unsigned(
        &self,
        operation: &'static OperationSpec,
        input: &dyn Structure,
    ) -> Result<(Client, Begun), ClientError> {
        // The sender knows nothing of checksums.
        let client = self.with_config(|mut config| {
            config.request_checksums = ChecksumMode::WhenRequired;
            config.response_checksums = ChecksumMode::WhenRequired;
            config
        });
        let begun = client.begin(operation, input)?;
        Ok((client, begun))
    }
}
