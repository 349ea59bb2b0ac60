//! The retry loop around a request.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::{DATE, EXPECT, HeaderName, HeaderValue};
#[cfg(feature = "checksums")]
use http::{Method, StatusCode};

use smithgen_runtime::body::{Body, BodyStream};
use smithgen_runtime::message::{Payload, encoding};
use smithgen_runtime::operation::{HttpVersions, OperationSpec, OperationTrait};
use smithgen_runtime::{DateTime, TimestampFormat, TransportError, TransportErrorKind};

use super::begun::Begun;
use super::prepare::Prepared;
use super::{Client, Shared, discover, streams};
use crate::auth::{self, Signed};
use crate::error::ClientError;
use crate::hooks::CallContext;
use crate::messages::Answer;
use crate::retry::{self, FailedAttempt, Reason, RetryMode};
use crate::time::within;
use crate::trace;

const REQUEST: HeaderName = HeaderName::from_static("amz-sdk-request");

type Outcome = Result<(http::Response<Bytes>, Option<Body>), TransportError>;

/// Sends a request until it is answered, or the call has taken as long as it may.
pub(super) async fn call(shared: Arc<Shared>, begun: Begun) -> Result<Answer, ClientError> {
    let mut context = CallContext::new(begun.operation(), 0);
    let config = &shared.config;
    let client = Client(shared.clone());
    let work = async {
        let mut prepared = begun.finish(&shared).await?;
        discover::direct(&client, &mut prepared).await?;
        run(&shared, prepared, &mut context.attempt).await
    };
    let outcome = match within(
        &*config.time,
        config.call_timeout,
        trace::call(context.operation, work),
    )
    .await
    {
        Some(outcome) => outcome,
        None => Err(ClientError::timeout(config.call_timeout)),
    };
    if let Ok(answer) = &outcome {
        let discovered = &shared.learned.discovered;
        discovered.learn(context.operation.service(), &answer.response);
    }
    for interceptor in &config.interceptors {
        interceptor.after_call(&context, outcome.as_ref());
    }
    outcome
}

async fn run(
    shared: &Shared,
    mut prepared: Prepared,
    attempt: &mut u32,
) -> Result<Answer, ClientError> {
    let replayable = read_ahead(shared, &mut prepared).await?;
    let config = &shared.config;
    let begin = config.retry_strategy.as_ref().map(|_| config.time.now());
    let mut paid = None;
    let mut expiry = None;
    let mut corrected = false;
    loop {
        *attempt += 1;
        pace(shared).await;
        let offset = shared.learned.skew.offset();
        let number = attempt_header(*attempt, config.retry.max_attempts, expiry.as_deref());
        prepared.request.headers_mut().insert(REQUEST, number);
        let outcome = attempt_once(shared, &prepared, *attempt).await?;
        let by_status = config.retry_throttling_status;
        let reason = reason(prepared.operation, &outcome, by_status);
        // Only once: do not follow a service whose clock keeps jumping.
        let correct = correct_clock(shared, &prepared, offset, &outcome) && !corrected;
        corrected |= correct;
        let reason = reason.or(correct.then_some(Reason::Transient));
        if config.retry.mode == RetryMode::Adaptive {
            let throttled = reason == Some(Reason::Throttling);
            shared.learned.limiter.observe(throttled, config.time.now());
        }
        let is_success = is_success(prepared.operation, &outcome);
        let reached_max = config.retry_strategy.is_none() && *attempt >= config.retry.max_attempts;
        let wait = match &config.retry_strategy {
            _ if is_success || !replayable || reached_max => None,
            Some(strategy) => strategy.delay(&FailedAttempt {
                operation: prepared.operation,
                attempts: *attempt,
                elapsed: config.time.now().saturating_sub(begin.unwrap_or_default()),
                response: outcome.as_ref().ok().map(|(response, _)| response),
                error: outcome.as_ref().err(),
                reason,
            }),
            None => reason
                .and_then(|reason| shared.learned.quota.acquire(reason))
                .map(|cost| {
                    paid = Some(cost);
                    match correct {
                        // If the clock was wrong, there is no reason to back off.
                        true => Duration::ZERO,
                        false => retry::backoff(*attempt, (config.jitter)()),
                    }
                }),
        };
        let Some(wait) = wait else {
            let (response, body) = outcome?;
            if is_success {
                shared.learned.quota.release(paid);
            }
            return Ok(Answer {
                response,
                body,
                attempts: *attempt,
                reached_max,
            });
        };
        if let Ok((response, _)) = &outcome {
            expiry = expires(response, config.http.read_timeout).or(expiry);
        }
        if !correct || !wait.is_zero() {
            config.time.sleep(wait).await;
        }
    }
}

/// An attempt, within its time.
async fn attempt_once(
    shared: &Shared,
    prepared: &Prepared,
    attempt: u32,
) -> Result<Outcome, ClientError> {
    let config = &shared.config;
    let context = CallContext::new(prepared.operation, attempt);
    let work = send_once(shared, prepared, &context);
    let outcome = match within(&*config.time, config.attempt_timeout, work).await {
        Some(outcome) => outcome?,
        None => {
            let error = TransportError::new(TransportErrorKind::ReadTimeout, &prepared.shown_url);
            let limit = config.attempt_timeout.unwrap_or_default();
            Err(error.because(format!("the attempt took longer than {limit:?}")))
        }
    };
    trace::attempt(&context, outcome.as_ref().map(|(response, _)| response));
    Ok(outcome)
}

fn is_success(operation: &OperationSpec, outcome: &Outcome) -> bool {
    let protocol = operation.service().protocol();
    let response = outcome.as_ref().ok();
    response.is_some_and(|(response, _)| protocol.is_success(operation, response))
}

/// Reads a streaming body for headers that depend on it. Returns whether it can be sent more than once.
async fn read_ahead(shared: &Shared, prepared: &mut Prepared) -> Result<bool, ClientError> {
    let Some(payload) = prepared.payload.clone() else {
        return Ok(true);
    };
    let headers = prepared.request.headers_mut();
    let read = async {
        payload.headers_of_body(headers).await?;
        if payload.is_replayable()
            && !shared.config.anonymous
            && shared.config.authorizer.is_none()
            && let Some(signer) = &shared.config.auth.signer
        {
            signer
                .read_ahead(prepared.operation, headers, &payload)
                .await?;
        }
        Ok(payload.is_replayable())
    };
    let read: Result<bool, TransportError> = read.await;
    read.map_err(|error| at(prepared, error).into())
}

/// In adaptive mode, waits until the next request is allowed.
async fn pace(shared: &Shared) {
    if shared.config.retry.mode == RetryMode::Adaptive {
        let wait = shared.learned.limiter.acquire(shared.config.time.now());
        if wait > Duration::ZERO {
            shared.config.time.sleep(wait).await;
        }
    }
}

/// Sends the request. An `Outcome` may be retried, an error may not.
async fn send_once(
    shared: &Shared,
    prepared: &Prepared,
    context: &CallContext,
) -> Result<Outcome, ClientError> {
    let unusable = || TransportError::new(TransportErrorKind::Unusable, &prepared.shown_url);
    let transport = shared
        .transport
        .as_ref()
        .ok_or_else(|| unusable().because("no transport is set"))?;
    let interceptors = &shared.config.interceptors;
    let mut request = prepared.request.clone();
    for interceptor in interceptors {
        let allowed = interceptor.before_signing(context, &mut request);
        allowed.map_err(ClientError::intercepted)?;
    }
    let (mut request, signed) = authorize(shared, prepared, request, None).await?;
    if asks_for_leave(shared, prepared) {
        let leave = HeaderValue::from_static("100-continue");
        request.headers_mut().insert(EXPECT, leave);
    }
    for interceptor in interceptors {
        let allowed = interceptor.before_sending(context, &mut request);
        allowed.map_err(ClientError::intercepted)?;
    }
    // Set this last, since the caller's authorizer may have built a new request.
    let versions = prepared.operation.http_versions();
    if versions != HttpVersions::default() {
        request.extensions_mut().insert(versions);
    }
    let received = async {
        let request = match &prepared.payload {
            Some(payload) => {
                let body = open(shared, prepared, payload, &request, signed)?;
                request.map(|_| body)
            }
            None => request.map(Body::from),
        };
        receive(shared, prepared, transport.send(request).await?).await
    };
    let outcome = received.await.map_err(|error| at(prepared, cause(error)));
    if let Ok((response, _)) = &outcome {
        for interceptor in interceptors {
            let allowed = interceptor.after_response(context, response);
            allowed.map_err(ClientError::intercepted)?;
        }
    }
    Ok(outcome)
}

/// Whether the service is asked before its body is sent.
fn asks_for_leave(shared: &Shared, prepared: &Prepared) -> bool {
    shared.config.http.continue_timeout.is_some()
        && prepared.payload.is_some()
        && prepared
            .operation
            .traits()
            .contains(&OperationTrait::ExpectContinue)
}

/// If the transport failed because of the request's body, returns the body's own error, which is the one that the
/// caller can act on.
fn cause(mut error: TransportError) -> TransportError {
    let is_body = |source: &(dyn std::error::Error + 'static)| {
        let own = source.downcast_ref::<TransportError>();
        own.is_some_and(|own| own.kind == TransportErrorKind::Body && own.source.is_some())
    };
    // The error itself if the transport passes it on, or its text if it is nested inside another error.
    match error
        .source
        .take()
        .map(|source| source.downcast::<TransportError>())
    {
        Some(Ok(own)) if is_body(&*own) => return cause(*own),
        Some(Ok(own)) => error.source = Some(own),
        Some(Err(source)) => error.source = Some(source),
        None => {}
    }
    let mut next = error.source.as_deref().map(|source| source as _);
    while let Some(found) = next {
        if is_body(found)
            && let Some(own) = found.downcast_ref::<TransportError>()
            && let Some(reason) = own.cause()
        {
            return TransportError::new(TransportErrorKind::Body, "").because(reason);
        }
        next = std::error::Error::source(found);
    }
    error
}

/// Opens a streaming body, which is signed piece by piece if the head was.
fn open(
    shared: &Shared,
    prepared: &Prepared,
    payload: &Payload,
    request: &http::Request<Bytes>,
    signed: Signed,
) -> Result<Body, TransportError> {
    if payload.is_event_stream() {
        let operation = prepared.operation;
        let is_public = shared.config.anonymous || operation.auth().is_empty();
        let signer = match &shared.config.authorizer {
            Some(authorizer) if !is_public => {
                authorizer.event_signer(operation, &prepared.endpoint, request)
            }
            _ => signed.events,
        };
        return payload.open_signed(signer);
    }
    match signed.chunks {
        Some(signer) => payload.open_in_chunks(signer),
        None => payload.open(),
    }
}

/// Reads the body, unless that is left to the caller.
async fn receive(shared: &Shared, prepared: &Prepared, response: http::Response<Body>) -> Outcome {
    let (head, body) = response.into_parts();
    #[cfg(feature = "checksums")]
    let body = match prepared.verify && has_body(prepared.request.method(), head.status) {
        true => smithgen_runtime::message::verify(prepared.operation, &head.headers, body),
        false => body,
    };
    let mut response = http::Response::from_parts(head, Bytes::new());
    let operation = prepared.operation;
    let limit = shared.config.max_response.unwrap_or(u64::MAX);
    if streams(operation.output())
        && operation
            .service()
            .protocol()
            .is_success(operation, &response)
    {
        if prepared.streams {
            return Ok((response, Some(showing(prepared, body))));
        }
        *response.body_mut() = body.collect_within(limit).await?;
        return Ok((response, None));
    }
    *response.body_mut() = body.collect_within(limit).await?;
    let response = encoding::take_off(prepared.request.headers(), response, limit)?;
    Ok((response, None))
}

/// Wraps a body so that its errors contain the URL that may be shown.
fn showing(prepared: &Prepared, body: Body) -> Body {
    match body.as_bytes() {
        Some(_) => body,
        None => Body::stream(Showing {
            body,
            url: prepared.shown_url.clone(),
        }),
    }
}

struct Showing {
    body: Body,
    url: String,
}

impl BodyStream for Showing {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let mut piece = self.body.poll_piece(context);
        if let Poll::Ready(Some(Err(error))) = &mut piece {
            error.url.clone_from(&self.url);
        }
        piece
    }

    fn remaining(&self) -> Option<u64> {
        self.body.remaining()
    }

    fn trailers(&self) -> Option<&http::HeaderMap> {
        self.body.trailers()
    }
}

/// Whether a success has the body that its checksum is for. Headers of a response without a body may describe that
/// of a GET: RFC 9110, sections 9.3.2, 15.3.5 and 15.4.5.
#[cfg(feature = "checksums")]
fn has_body(method: &Method, status: StatusCode) -> bool {
    status.is_success() && *method != Method::HEAD && status != StatusCode::NO_CONTENT
}

/// The error with the URL that may be shown.
fn at(prepared: &Prepared, mut error: TransportError) -> TransportError {
    error.url.clone_from(&prepared.shown_url);
    error
}

pub(super) async fn authorize(
    shared: &Shared,
    prepared: &Prepared,
    mut request: http::Request<Bytes>,
    expires: Option<Duration>,
) -> Result<(http::Request<Bytes>, Signed), ClientError> {
    let operation = prepared.operation;
    if shared.config.anonymous || operation.auth().is_empty() {
        return Ok((request, Signed::default()));
    }
    match &shared.config.authorizer {
        Some(authorizer) => {
            let authorized = authorizer.authorize(operation, &prepared.endpoint, request);
            Ok((authorized.await?, Signed::default()))
        }
        None => {
            let context = auth::Context {
                settings: &shared.config.auth,
                proxies: &shared.config.http.proxies,
                clock: shared.learned.skew.corrected(&shared.config.auth.clock),
                region: shared.config.region_and_fips().0,
                operation,
                endpoint: &prepared.endpoint,
                expires,
            };
            let signed = auth::authorize(context, &mut request).await?;
            Ok((request, signed))
        }
    }
}

/// `attempt=1`; later attempts add the maximum and are preceded by the time after which the request is useless.
fn attempt_header(attempt: u32, max: u32, expiry: Option<&str>) -> HeaderValue {
    if attempt == 1 {
        return HeaderValue::from_static("attempt=1");
    }
    let text = match expiry {
        Some(expiry) => format!("ttl={expiry}; attempt={attempt}; max={max}"),
        None => format!("attempt={attempt}; max={max}"),
    };
    // Digits, letters and punctuation only.
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

/// The time, by the service's clock, at which the client gives up on the next attempt: `20200131T120000Z`.
fn expires(response: &http::Response<Bytes>, read_timeout: Option<Duration>) -> Option<String> {
    let date = response.headers().get(DATE)?.to_str().ok()?;
    let date = DateTime::parse(date, TimestampFormat::HttpDate).ok()?;
    let seconds = date
        .secs()
        .checked_add(i64::try_from(read_timeout?.as_secs()).ok()?)?;
    let mut text = DateTime::from_secs(seconds).format(TimestampFormat::DateTime);
    text.retain(|c| c != '-' && c != ':');
    Some(text)
}

/// Whether the attempt failed because of its signing time, so that the next one will succeed.
fn correct_clock(shared: &Shared, prepared: &Prepared, offset: i64, outcome: &Outcome) -> bool {
    let config = &shared.config;
    let operation = prepared.operation;
    let protocol = operation.service().protocol();
    let Ok((response, _)) = outcome else {
        return false;
    };
    // The caller's authorizer has its own clock.
    let is_own = !config.anonymous && !operation.auth().is_empty() && config.authorizer.is_none();
    if !is_own || protocol.is_success(operation, response) {
        return false;
    }
    let metadata = || protocol.error_metadata(operation, response);
    let clock = &config.auth.clock;
    shared.learned.skew.learn(clock, offset, response, metadata)
}

fn reason(operation: &OperationSpec, outcome: &Outcome, by_status: bool) -> Option<Reason> {
    let protocol = operation.service().protocol();
    match outcome {
        Ok((response, _)) if protocol.is_success(operation, response) => None,
        Ok((response, _)) => {
            let metadata = protocol.error_metadata(operation, response);
            retry::reason(operation, &metadata, by_status)
        }
        Err(error) if error.is_timeout() => Some(Reason::Timeout),
        Err(error) => error.is_retryable().then_some(Reason::Transient),
    }
}
