//! Bodies and events stream through a server, in the protocol of the request.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use smithgen_runtime::body::{Body, BodyStream};
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::event::{Decoder, HeaderValue, Message};
use smithgen_runtime::protocol::{AWS_JSON_1_0, REST_JSON_1, REST_XML, RPC_V2_CBOR};
use smithgen_runtime::served::{Rejection, StreamFailure, read_streaming, streams, write_response};
use smithgen_runtime::{
    ByteStream, EventError, EventStream, OperationSpec, Protocol, TransportError,
};

use crate::model::{COPY, Copy, GET, Item, TALK, Talk, Word, head, route};

/// Runs what is ready at once.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        Poll::Ready(found) => found,
        Poll::Pending => panic!("all is in memory"),
    }
}

struct Pieces(Vec<Bytes>);

impl BodyStream for Pieces {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        Poll::Ready((!self.0.is_empty()).then(|| Ok(self.0.remove(0))))
    }
}

fn pieces(all: &[&'static str]) -> Body {
    Body::stream(Pieces(
        all.iter()
            .map(|piece| Bytes::from_static(piece.as_bytes()))
            .collect(),
    ))
}

#[test]
fn operations_tell_what_streams() {
    let found = |operation: &OperationSpec| (streams(operation).input, streams(operation).output);
    assert_eq!(found(&COPY), (true, true));
    assert_eq!(found(&TALK), (true, true));
    assert_eq!(found(&GET), (false, false));
}

#[test]
fn a_blob_streams_in_and_out() {
    let route = route(&REST_JSON_1, &COPY);
    let mut input = Copy::default();
    let parts = head("POST", "/copy", &[("x-note", "n")]);
    now(read_streaming(
        route,
        &parts,
        pieces(&["ab", "c"]),
        &mut input,
        &StreamFailure::default(),
    ))
    .unwrap();
    assert_eq!(input.note, "n");
    let response = write_response(route, &input).unwrap();
    assert_eq!(response.headers()["x-note"], "n");
    assert_eq!(
        response.headers()["content-type"],
        "application/octet-stream"
    );
    assert!(!response.headers().contains_key("content-length"));
    let body = now(response.into_body().collect()).unwrap();
    assert_eq!(body, "abc");

    let output = Copy {
        note: "n".to_owned(),
        body: ByteStream::from("abcd"),
    };
    let response = write_response(route, &output).unwrap();
    assert_eq!(response.headers()["content-length"], "4");
}

#[test]
fn what_is_beside_a_stream_is_checked_before() {
    let route = route(&REST_JSON_1, &COPY);
    let parts = head("POST", "/copy", &[]);
    let read = now(read_streaming(
        route,
        &parts,
        pieces(&["ab"]),
        &mut Copy::default(),
        &StreamFailure::default(),
    ));
    assert!(matches!(read, Err(Rejection::Invalid(_))), "{read:?}");
}

fn word(name: &str) -> Word {
    Word(Item {
        name: name.to_owned(),
        size: 1,
        color: String::new(),
    })
}

/// The body of a response with these events, which is that of a request, too.
fn sent(protocol: &'static dyn Protocol, words: Vec<Word>) -> Body {
    let output = Talk {
        room: "r".to_owned(),
        words: EventStream::from_events(words),
    };
    let response = write_response(route(protocol, &TALK), &output).unwrap();
    let media_type = &response.headers()["content-type"];
    assert_eq!(media_type, "application/vnd.amazon.eventstream");
    response.into_body()
}

fn received(protocol: &'static dyn Protocol, body: Body) -> Result<Talk, Rejection> {
    let mut input = Talk::default();
    let media_type = ("content-type", "application/vnd.amazon.eventstream");
    let parts = head("POST", "/talk", &[("x-room", "r"), media_type]);
    now(read_streaming(
        route(protocol, &TALK),
        &parts,
        body,
        &mut input,
        &StreamFailure::default(),
    ))?;
    Ok(input)
}

#[test]
fn events_stream_in_and_out_in_every_protocol_that_has_them() {
    let protocols: [&'static dyn Protocol; 4] =
        [&REST_JSON_1, &REST_XML, &AWS_JSON_1_0, &RPC_V2_CBOR];
    for protocol in protocols {
        let all = now(sent(protocol, vec![word("one"), word("two")]).collect()).unwrap();
        // The first message of an answer has another name than that of a request.
        let mut talk = received(protocol, all.into()).unwrap();
        assert_eq!(talk.room, "r", "{}", protocol.id());
        for name in ["one", "two"] {
            let event = now(talk.words.recv()).unwrap().unwrap();
            assert_eq!(event, word(name), "{}", protocol.id());
        }
        assert!(now(talk.words.recv()).unwrap().is_none());
    }
}

#[test]
fn events_that_the_model_does_not_allow_break_the_stream() {
    let all = now(sent(&REST_JSON_1, vec![word("one"), word("longer")]).collect()).unwrap();
    let mut talk = received(&REST_JSON_1, all.into()).unwrap();
    assert!(now(talk.words.recv()).unwrap().is_some());
    let error = now(talk.words.recv()).unwrap_err();
    assert!(error.to_string().contains("between 2 and 5"), "{error}");

    let message = |payload: &'static str| {
        let text = |name: &str, value: &str| (name.to_owned(), HeaderValue::Text(value.to_owned()));
        Message {
            headers: vec![text(":message-type", "event"), text(":event-type", "word")],
            payload: Bytes::from_static(payload.as_bytes()),
        }
    };
    let body = message(r#"{"name": "abc"}"#).encode().unwrap();
    let mut talk = received(&REST_JSON_1, body.into()).unwrap();
    let error = now(talk.words.recv()).unwrap_err();
    assert!(matches!(error, EventError::Decode(_)), "{error}");
}

#[test]
fn signed_messages_are_opened() {
    let all = now(sent(&REST_JSON_1, vec![word("one"), word("two")]).collect()).unwrap();
    let mut decoder = Decoder::default();
    decoder.push(&all);
    let mut body = Vec::new();
    let mut wrap = |payload: Bytes| {
        let envelope = Message {
            headers: vec![(
                ":chunk-signature".to_owned(),
                HeaderValue::Blob(Bytes::from_static(b"signature")),
            )],
            payload,
        };
        body.extend_from_slice(&envelope.encode().unwrap());
    };
    while let Some(message) = decoder.next_message().unwrap() {
        wrap(message.encode().unwrap());
    }
    wrap(Bytes::new());
    let mut talk = received(&REST_JSON_1, Bytes::from(body).into()).unwrap();
    for name in ["one", "two"] {
        assert_eq!(now(talk.words.recv()).unwrap().unwrap(), word(name));
    }
    assert!(now(talk.words.recv()).unwrap().is_none());
}

#[test]
fn a_stream_of_another_type_is_refused() {
    let parts = head(
        "POST",
        "/talk",
        &[("x-room", "r"), ("content-type", "application/json")],
    );
    let mut input = Talk::default();
    let read = now(read_streaming(
        route(&REST_JSON_1, &TALK),
        &parts,
        Body::default(),
        &mut input,
        &StreamFailure::default(),
    ));
    assert!(matches!(read, Err(Rejection::Malformed(_))), "{read:?}");
}
