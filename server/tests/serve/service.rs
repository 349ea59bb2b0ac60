//! A server without a socket.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt, Empty, Full};
use smithgen_runtime::served::Rejection;
use smithgen_server::{HttpService, Limits, ResponseBody};
use tokio::sync::mpsc;
use tower_service::Service;

use crate::depot::{PIECE, Rude, Seen, server};

fn service() -> (HttpService, Seen) {
    let seen = Seen::default();
    (server(&seen, &Arc::default()).into_service(), seen)
}

async fn call<B>(service: &HttpService, request: Request<B>) -> Response<ResponseBody>
where
    B: http_body::Body + Send + 'static,
    B::Error: Into<smithgen_server::BoxError>,
{
    service.clone().call(request).await.unwrap()
}

async fn text(response: Response<ResponseBody>) -> String {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn post(path: &str, body: &'static str) -> Request<Full<Bytes>> {
    let mut request = Request::post(path);
    if !body.is_empty() {
        request = request.header("content-type", "application/json");
    }
    request.body(Full::from(body)).unwrap()
}

/// The status, the kind of error, and the body.
async fn outcome<B>(service: &HttpService, request: Request<B>) -> (u16, String, String)
where
    B: http_body::Body + Send + 'static,
    B::Error: Into<smithgen_server::BoxError>,
{
    let response = call(service, request).await;
    let status = response.status().as_u16();
    let name = response.headers().get("x-amzn-errortype");
    let name = name.map_or("", |name| name.to_str().unwrap()).to_owned();
    (status, name, text(response).await)
}

/// A body that a test sends pieces of.
struct Channel(mpsc::Receiver<Result<Bytes, &'static str>>);

impl http_body::Body for Channel {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        self.0
            .poll_recv(context)
            .map(|it| it.map(|it| it.map(Frame::data)))
    }
}

fn channel() -> (mpsc::Sender<Result<Bytes, &'static str>>, Channel) {
    let (sender, receiver) = mpsc::channel(1);
    (sender, Channel(receiver))
}

#[tokio::test]
async fn methods_get_inputs_and_return_outputs() {
    let (service, seen) = service();
    let response = call(&service, post("/greet/ann", r#"{"text":"hi"}"#)).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(text(response).await, r#"{"greeting":"hi, ann"}"#);
    assert!(seen.lines().is_empty());
}

#[tokio::test]
async fn what_a_method_does_not_return_is_answered_all_the_same() {
    let (service, seen) = service();
    let (status, name, body) = outcome(&service, post("/greet/nobody", "{}")).await;
    assert_eq!(
        (status, &*name, &*body),
        (418, "Rude", r#"{"message":"no"}"#)
    );
    let (status, name, body) = outcome(&service, post("/greet/broken", "{}")).await;
    assert_eq!((status, &*name), (500, "InternalFailureException"));
    assert!(!body.contains("secret"), "{body}");
    let (status, name, body) = outcome(&service, post("/greet/panic", "{}")).await;
    assert_eq!((status, &*name), (500, "InternalFailureException"));
    assert!(!body.contains("boom"), "{body}");
    let (status, name, _) = outcome(&service, post("/undone", "")).await;
    assert_eq!((status, &*name), (501, "NotImplementedException"));
    let response = call(&service, post("/greet/busy", "{}")).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.headers()["retry-after"], "7");
    assert_eq!(
        seen.lines(),
        [
            "Greet 500 the secret of the database",
            "Greet 500 the method panicked: boom",
            "Undone 501 ",
            "Greet 503 "
        ]
    );
}

#[tokio::test]
async fn requests_for_no_operation_are_answered_by_the_protocol() {
    let (service, _) = service();
    let (status, name, _) = outcome(&service, post("/greet", "{}")).await;
    assert_eq!((status, &*name), (404, "UnknownOperationException"));
    for method in ["GET", "HEAD", "OPTIONS"] {
        let request = Request::builder().method(method).uri("/greet/ann");
        let response = call(&service, request.body(Empty::<Bytes>::new()).unwrap()).await;
        assert_eq!(
            response.status(),
            StatusCode::METHOD_NOT_ALLOWED,
            "{method}"
        );
        assert_eq!(response.headers()["allow"], "POST", "{method}");
        assert_eq!(text(response).await.is_empty(), method == "HEAD");
    }
    let any = Request::options("*").body(Empty::<Bytes>::new()).unwrap();
    assert_eq!(call(&service, any).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn head_is_answered_without_a_body() {
    let (service, _) = service();
    let request = Request::head("/look").body(Empty::<Bytes>::new()).unwrap();
    let response = call(&service, request).await;
    assert_eq!(response.status(), StatusCode::OK);
    let length = r#"{"greeting":"seen"}"#.len().to_string();
    assert_eq!(response.headers()["content-length"], length.as_str());
    assert_eq!(text(response).await, "");
}

#[tokio::test]
async fn invalid_requests_do_not_reach_the_method() {
    let (service, _) = service();
    let (status, name, _) = outcome(&service, post("/greet/panic", "{")).await;
    assert_eq!((status, &*name), (400, "SerializationException"));
    let body = r#"{"text":"much too long"}"#;
    let (status, name, body) = outcome(&service, post("/greet/panic", body)).await;
    assert_eq!((status, &*name), (400, "ValidationException"));
    assert!(body.contains("/text"), "{body}");
    assert!(!body.contains("much too long"), "{body}");
    let mut request = post("/greet/panic", "text=x");
    let form = http::HeaderValue::from_static("application/x-www-form-urlencoded");
    request.headers_mut().insert("content-type", form);
    let (status, name, _) = outcome(&service, request).await;
    assert_eq!((status, &*name), (415, "UnsupportedMediaTypeException"));
    let mut request = post("/greet/panic", "{}");
    let html = http::HeaderValue::from_static("text/html");
    request.headers_mut().insert("accept", html);
    let (status, name, _) = outcome(&service, request).await;
    assert_eq!((status, &*name), (406, "NotAcceptableException"));
}

#[tokio::test]
async fn bodies_in_an_encoding_are_refused() {
    let (service, seen) = service();
    let encoded = |mut request: Request<Full<Bytes>>, encoding: &'static str| {
        let encoding = http::HeaderValue::from_static(encoding);
        request.headers_mut().insert("content-encoding", encoding);
        request
    };
    for encoding in ["gzip", "identity, br"] {
        let request = encoded(post("/greet/ann", "{}"), encoding);
        let (status, name, body) = outcome(&service, request).await;
        assert_eq!((status, &*name), (415, "UnsupportedMediaTypeException"));
        assert!(body.contains("content encoding"), "{body}");
        let mut stream = encoded(post("/blobs/a", "abc"), encoding);
        *stream.method_mut() = http::Method::PUT;
        assert_eq!(outcome(&service, stream).await.0, 415);
    }
    assert!(seen.lines().is_empty());
    let plain = encoded(post("/greet/ann", "{}"), "identity");
    assert_eq!(outcome(&service, plain).await.0, 200);
}

#[tokio::test]
async fn violations_may_be_an_error_of_the_model() {
    let server = server(&Seen::default(), &Arc::default());
    let server = server.on_invalid(|operation, rejection| match rejection {
        Rejection::Invalid(found) => Some(Rude {
            message: Some(format!("{} has {}", operation.name(), found.len())),
        }),
        _ => None,
    });
    let service = server.into_service();
    let long = post("/greet/ann", r#"{"text":"much too long"}"#);
    let (status, name, body) = outcome(&service, long).await;
    assert_eq!((status, &*name), (418, "Rude"));
    assert_eq!(body, r#"{"message":"Greet has 1"}"#);
    let (status, name, _) = outcome(&service, post("/greet/ann", "{")).await;
    assert_eq!((status, &*name), (400, "SerializationException"));
}

#[tokio::test]
async fn a_wrong_media_type_is_no_invalid_input() {
    let server = server(&Seen::default(), &Arc::default());
    let service = server
        .on_invalid(|_, _| Some(Rude::default()))
        .into_service();
    let mut plain = post("/greet/ann", "{}");
    plain
        .headers_mut()
        .insert("content-type", "text/plain".parse().unwrap());
    assert_eq!(outcome(&service, plain).await.0, 415);
    let mut picky = post("/greet/ann", "{}");
    picky
        .headers_mut()
        .insert("accept", "image/png".parse().unwrap());
    assert_eq!(outcome(&service, picky).await.0, 406);
    assert_eq!(outcome(&service, post("/greet/ann", "{")).await.0, 418);
}

/// A service with these limits.
fn limited(change: impl FnOnce(&mut Limits)) -> (HttpService, Seen) {
    let seen = Seen::default();
    let mut limits = Limits::default();
    change(&mut limits);
    let server = server(&seen, &Arc::default()).with_limits(limits);
    (server.into_service(), seen)
}

#[tokio::test]
async fn bodies_have_a_limit() {
    let (service, _) = limited(|limits| limits.body_bytes = 12);
    let (status, ..) = outcome(&service, post("/greet/ann", r#"{"text":"a"}"#)).await;
    assert_eq!(status, 200);
    let response = call(&service, post("/greet/ann", r#"{"text":"ab"}"#)).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(response.headers()["connection"], "close");
    let name = &response.headers()["x-amzn-errortype"];
    assert_eq!(name, "RequestEntityTooLargeException");
    // One that does not say how long it is.
    let (sender, body) = channel();
    let request = Request::post("/greet/ann").header("content-type", "application/json");
    let calling = tokio::spawn({
        let request = request.body(body).unwrap();
        async move { outcome(&service, request).await }
    });
    sender
        .send(Ok(Bytes::from_static(b"{\"text\":")))
        .await
        .unwrap();
    sender
        .send(Ok(Bytes::from_static(b"\"ab\"}")))
        .await
        .unwrap();
    assert_eq!(calling.await.unwrap().0, 413);
}

#[tokio::test]
async fn pieces_of_a_body_are_put_together() {
    let (service, _) = service();
    let (sender, body) = channel();
    let request = Request::post("/greet/ann").header("content-type", "application/json");
    let request = request.body(body).unwrap();
    let calling = tokio::spawn(async move { outcome(&service, request).await });
    for piece in ["", "{\"te", "", "xt\":", "\"hi\"}"] {
        sender.send(Ok(piece.into())).await.unwrap();
    }
    drop(sender);
    let (status, _, body) = calling.await.unwrap();
    assert_eq!((status, &*body), (200, r#"{"greeting":"hi, ann"}"#));
}

#[tokio::test(start_paused = true)]
async fn bodies_that_do_not_come_are_not_waited_for() {
    let (service, _) = limited(|limits| limits.body_time = Duration::from_secs(9));
    let (sender, body) = channel();
    let began = tokio::time::Instant::now();
    let calling = tokio::spawn({
        let request = Request::post("/greet/ann").body(body).unwrap();
        let service = service.clone();
        async move { outcome(&service, request).await }
    });
    // The time is that of the whole body.
    for _ in 0..2 {
        sender.send(Ok(Bytes::from_static(b" "))).await.unwrap();
        tokio::time::sleep(Duration::from_secs(4)).await;
    }
    let (status, name, _) = calling.await.unwrap();
    assert_eq!((status, &*name), (408, "RequestTimeoutException"));
    assert_eq!(began.elapsed(), Duration::from_secs(9));
    drop(sender);
}

#[tokio::test]
async fn bodies_that_break_off_are_refused() {
    let (service, seen) = service();
    let (sender, body) = channel();
    let request = Request::post("/greet/ann").body(body).unwrap();
    let calling = tokio::spawn(async move { outcome(&service, request).await });
    sender.send(Err("gone")).await.unwrap();
    let (status, name, _) = calling.await.unwrap();
    assert_eq!((status, &*name), (400, "SerializationException"));
    assert_eq!(seen.lines(), ["Greet 400 gone"]);
}

#[tokio::test(start_paused = true)]
async fn methods_have_a_limit_of_time() {
    let (service, seen) = limited(|limits| limits.handler_time = Duration::from_secs(3));
    let began = tokio::time::Instant::now();
    let (status, name, _) = outcome(&service, post("/wait", "")).await;
    assert_eq!((status, &*name), (504, "GatewayTimeoutException"));
    assert_eq!(began.elapsed(), Duration::from_secs(3));
    assert_eq!(seen.lines(), ["waits", "Wait 504 ", "dropped"]);
}

#[tokio::test]
async fn a_method_ends_with_its_request() {
    let (service, seen) = service();
    let mut calling = Box::pin(outcome(&service, post("/wait", "")));
    let polled = std::future::poll_fn(|context| Poll::Ready(calling.as_mut().poll(context)));
    assert!(polled.await.is_pending());
    drop(calling);
    assert_eq!(seen.lines(), ["waits", "dropped"]);
}

#[tokio::test]
async fn bodies_stream_to_the_method() {
    // More than the limit, which is for bodies in memory.
    let (service, seen) = limited(|limits| limits.body_bytes = 8);
    let (sender, body) = channel();
    let request = Request::put("/blobs/a").body(body).unwrap();
    let calling = tokio::spawn(async move { outcome(&service, request).await });
    for _ in 0..100 {
        sender
            .send(Ok(Bytes::from_static(&[1; 100])))
            .await
            .unwrap();
    }
    // The channel holds one: the others have been read before the body is complete.
    assert!(seen.lines().len() >= 97, "{}", seen.lines().len());
    drop(sender);
    let (status, _, body) = calling.await.unwrap();
    assert_eq!((status, &*body), (200, r#"{"bytes":10000}"#));
}

#[tokio::test(start_paused = true)]
async fn streams_wait_so_long_for_each_piece() {
    let (service, seen) = limited(|limits| {
        limits.body_time = Duration::from_secs(5);
        // That of methods whose input does not stream.
        limits.handler_time = Duration::from_secs(1);
    });
    let (sender, body) = channel();
    let began = tokio::time::Instant::now();
    let request = Request::put("/blobs/a").body(body).unwrap();
    let calling = tokio::spawn(async move { outcome(&service, request).await });
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_secs(4)).await;
        sender.send(Ok(Bytes::from_static(b"abc"))).await.unwrap();
    }
    assert_eq!(calling.await.unwrap().0, 408);
    assert_eq!(began.elapsed(), Duration::from_secs(17));
    assert_eq!(seen.lines()[3], "ReadTimeout");
}

#[tokio::test]
async fn bodies_stream_from_the_method() {
    let sent: Arc<Mutex<u32>> = Arc::default();
    let service = server(&Seen::default(), &sent).into_service();
    let request = Request::get("/blobs/1000")
        .body(Empty::<Bytes>::new())
        .unwrap();
    let mut body = call(&service, request).await.into_body();
    for piece in 1..=3 {
        let data = body.frame().await.unwrap().unwrap().into_data().unwrap();
        assert_eq!(data.len(), PIECE);
        // Nothing is read ahead.
        assert_eq!(*sent.lock().unwrap(), piece);
    }
    let rest = body.collect().await.unwrap().to_bytes();
    assert_eq!(rest.len(), 997 * PIECE);
}

#[cfg(feature = "event-streams")]
#[tokio::test]
async fn events_go_both_ways_at_once() {
    use smithgen_runtime::event::{Decoder, Message, decode, encode};
    use smithgen_runtime::operation::TypedOperation;
    use smithgen_runtime::{Protocol, Strictness};

    use crate::depot::chat::{Said, Talk, Word};

    let format = smithgen_runtime::protocol::REST_JSON_1.events().unwrap();
    let (service, _) = service();
    let (sender, body) = channel();
    let request =
        Request::post("/chat").header("content-type", "application/vnd.amazon.eventstream");
    let response = call(&service, request.body(body).unwrap()).await;
    let media_type = &response.headers()["content-type"];
    assert_eq!(media_type, "application/vnd.amazon.eventstream");
    let mut body = response.into_body();
    for (said, heard) in [("hello", "HELLO"), ("world", "WORLD")] {
        let said = Said::Word(Word {
            text: said.to_owned(),
        });
        let message: Message = encode(format, Talk::SPEC, &said).unwrap();
        sender.send(Ok(message.encode().unwrap())).await.unwrap();
        let frame = body.frame().await.unwrap().unwrap().into_data().unwrap();
        let mut decoder = Decoder::default();
        decoder.push(&frame);
        let message = decoder.next_message().unwrap().unwrap();
        let mut event = Said::default();
        decode(
            format,
            Talk::SPEC,
            &message,
            &mut event,
            Strictness::Lenient,
        )
        .unwrap();
        assert!(
            event
                == Said::Word(Word {
                    text: heard.to_owned()
                }),
            "{event:?}"
        );
    }
    drop(sender);
    assert!(body.frame().await.is_none());
}

#[test]
fn clients_in_the_same_process_need_no_runtime() {
    let answer = server(&Seen::default(), &Arc::default()).into_fn();
    let request = post("/greet/ann", "{}").map(|_| Bytes::from_static(b"{}").into());
    let mut answering = answer(request);
    let mut context = Context::from_waker(std::task::Waker::noop());
    let Poll::Ready(response) = answering.as_mut().poll(&mut context) else {
        panic!("nothing is waited for");
    };
    assert_eq!(response.status(), StatusCode::OK);
    // A method that waits is not timed.
    let request = post("/wait", "").map(|_| Bytes::new().into());
    assert!(answer(request).as_mut().poll(&mut context).is_pending());
}

#[test]
fn nothing_is_shown_that_may_be_secret() {
    let (service, _) = service();
    let shown = format!("{service:?}");
    assert!(shown.contains("test#Depot"), "{shown}");
}
