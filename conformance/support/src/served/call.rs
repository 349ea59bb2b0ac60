//! A request to a server in this process, as a tower service.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http_body::{Body as _, Frame, SizeHint};
use smithgen_runtime::bytes::{Bytes, BytesMut};
use smithgen_runtime::dynamic::{DynamicStructure, Typing};
use smithgen_runtime::{EncodeOptions, OperationSpec, http};
use smithgen_server::HttpService;
use tower_service::Service as _;

use super::{Player, Serve};
use crate::case::Case;
use crate::generate::{Plan, Presence, Wire};

/// Requests arrive in pieces of this size: none may rely on the borders.
const PIECE: usize = 13;

/// The response to a request.
///
/// # Errors
/// What keeps it from being whole.
pub(super) fn call(
    serve: Serve,
    player: Arc<dyn Player>,
    request: http::Request<Bytes>,
) -> Result<http::Response<Bytes>, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .map_err(|e| format!("tokio: {e}"))?;
    runtime.block_on(answer(serve(player).into_service(), request))
}

async fn answer(
    mut service: HttpService,
    request: http::Request<Bytes>,
) -> Result<http::Response<Bytes>, String> {
    let request = request.map(Pieces::of);
    let ready = std::future::poll_fn(|context| {
        tower_service::Service::<http::Request<Pieces>>::poll_ready(&mut service, context)
    });
    let response = match ready.await {
        Ok(()) => service.call(request).await,
        Err(error) => Err(error),
    };
    let (head, body) = match response {
        Ok(response) => response.into_parts(),
        Err(never) => match never {},
    };
    let mut body = std::pin::pin!(body);
    let mut bytes = BytesMut::new();
    while let Some(frame) = std::future::poll_fn(|context| body.as_mut().poll_frame(context)).await
    {
        let frame = frame.map_err(|e| format!("the response breaks off: {e}"))?;
        if let Ok(data) = frame.into_data() {
            bytes.extend_from_slice(&data);
        }
    }
    Ok(http::Response::from_parts(head, bytes.freeze()))
}

/// A body that arrives piece by piece.
struct Pieces(VecDeque<Bytes>);

impl Pieces {
    fn of(body: Bytes) -> Self {
        Pieces(body.chunks(PIECE).map(Bytes::copy_from_slice).collect())
    }
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.pop_front().map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        let left: usize = self.0.iter().map(Bytes::len).sum();
        SizeHint::with_exact(u64::try_from(left).unwrap_or(u64::MAX))
    }
}

/// The request that a case, or an object in it, describes.
///
/// # Errors
/// What is wrong with the case.
pub(super) fn described(
    case: &Case,
    body: Bytes,
    operation: &'static OperationSpec,
) -> Result<http::Request<Bytes>, String> {
    let mut uri = case.text("uri").unwrap_or("/").to_owned();
    if let Some(bucket) = bucket(case, operation) {
        uri = match &*uri {
            "/" => format!("/{bucket}"),
            path => format!("/{bucket}{path}"),
        };
    }
    for pair in case.texts("queryParams") {
        uri.push(if uri.contains('?') { '&' } else { '?' });
        uri.push_str(pair);
    }
    let method = case.text("method").unwrap_or_default();
    let mut builder = http::Request::builder().method(method).uri(uri);
    let is_named = |wanted: &str| {
        let mut headers = case.headers();
        headers.any(|(name, _)| name.eq_ignore_ascii_case(wanted))
    };
    // Headers of a case are not all that a client sends.
    let host = case.text("resolvedHost").or_else(|| case.text("host"));
    if let Some(host) = host.filter(|_| !is_named("host")) {
        builder = builder.header("host", host);
    }
    if let Some(media_type) = case.text("bodyMediaType")
        && !is_named("content-type")
        && !body.is_empty()
    {
        builder = builder.header("content-type", media_type);
    }
    for (name, value) in case.headers() {
        builder = builder.header(name, value);
    }
    builder.body(body).map_err(|e| format!("case: {e}"))
}

/// The bucket that stands in the host: what is in front of a service that has them there puts it where the model has it.
fn bucket<'a>(case: &'a Case, operation: &'static OperationSpec) -> Option<&'a str> {
    let is_there = operation.input().member_index("Bucket").is_some();
    if !is_there || operation.service().signing_name() != "s3" {
        return None;
    }
    let (bucket, service) = case.text("resolvedHost")?.split_once('.')?;
    service.starts_with("s3").then_some(bucket)
}

/// The request that a client sends for an input, compressed where that is asked for.
///
/// # Errors
/// When it cannot be written.
pub(super) fn prepared(
    operation: &'static OperationSpec,
    input: &DynamicStructure,
) -> Result<http::Request<Bytes>, String> {
    let config = smithgen_client::Config::new()
        .validate(false)
        .endpoint_url("https://example.com");
    let client = smithgen_client::Client::new(config);
    let prepared = client.prepare(operation, input);
    Ok(prepared.map_err(|e| format!("a request: {e}"))?.request)
}

/// A request of an operation that its method gets: required members have values, others have none.
///
/// # Errors
/// When no value is within the constraints.
pub(super) fn valid(operation: &'static OperationSpec) -> Result<http::Request<Bytes>, String> {
    let protocol = operation.service().protocol();
    let wire = Wire::of(protocol, true);
    let plan = Plan::new(operation.input(), 1, Presence::Required, wire)?;
    let mut input = DynamicStructure::new(operation.input(), Typing::Typed);
    plan.fill(&mut input)?;
    written(operation, &input)
}

/// The request that a client sends for an input.
///
/// # Errors
/// When it cannot be written.
pub(super) fn written(
    operation: &'static OperationSpec,
    input: &DynamicStructure,
) -> Result<http::Request<Bytes>, String> {
    let protocol = operation.service().protocol();
    let request = protocol.encode_request(operation, input, &EncodeOptions::default());
    let mut request = request.map_err(|e| format!("a request: {e}"))?;
    let host = http::HeaderValue::from_static("example.com");
    request.headers_mut().insert(http::header::HOST, host);
    Ok(request)
}
