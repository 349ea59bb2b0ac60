//! Events both ways, in REST and in CBOR.

mod peer;

use peer::{Peer, Pieces, frame, messages, run};
use recorder::recorder::types::{PauseEvent, SoundEvent, Speech, Text, WordsEvent};
use recorder::{recorder as rest, recorder_cbor as cbor};
use smithgen_client::runtime::event::HeaderValue;
use smithgen_client::runtime::http::Response;
use smithgen_client::decode;
use smithgen_client::runtime::{EventError, EventStream};

const SESSION: &[(&str, &str)] = &[
    ("x-session", "s-1"),
    ("content-type", "application/vnd.amazon.eventstream"),
];
const WORDS: &[(&str, &str)] = &[(":message-type", "event"), (":event-type", "words")];

fn sound(bytes: &str) -> Speech {
    Speech::Sound(SoundEvent::default().with_channel(1).with_bytes(bytes))
}

fn two_words() -> Pieces {
    let mut bytes = frame(WORDS, r#"{"words":["good","day"]}"#).to_vec();
    bytes.extend_from_slice(&frame(WORDS, r#"{"words":["sir"],"certainty":0.5}"#));
    // However they are cut.
    Pieces::of(bytes.chunks(7).map(<[u8]>::to_vec))
}

#[test]
fn events_are_sent_from_a_channel_and_received_one_by_one() {
    let peer = Peer::default().answer(200, SESSION, two_words());
    let client = rest::Client::new(peer.config());
    run(async {
        let (sender, speech) = EventStream::channel();
        sender.send(sound("ah")).await.unwrap();
        let pause = PauseEvent::default().with_seconds(0.5);
        sender.send(Speech::Pause(pause)).await.unwrap();
        drop(sender);
        let call = client.listen().language("en").speech(speech);
        let mut output = call.send().await.unwrap();
        assert_eq!(output.session, "s-1");
        let text = output.text.as_mut().unwrap();
        let words = |list: &[&str]| WordsEvent {
            words: Some(list.iter().map(ToString::to_string).collect()),
            ..WordsEvent::default()
        };
        let first = text.recv().await.unwrap();
        assert_eq!(first, Some(Text::Words(words(&["good", "day"]))));
        let second = text.recv().await.unwrap();
        let mut expected = words(&["sir"]);
        expected.certainty = Some(0.5);
        assert_eq!(second, Some(Text::Words(expected)));
        assert_eq!(text.recv().await.unwrap(), None);
        assert_eq!(text.recv().await.unwrap(), None);
    });
    let request = &peer.requests()[0];
    let media_type = &request.headers()["content-type"];
    assert_eq!(media_type, "application/vnd.amazon.eventstream");
    assert_eq!(request.headers()["x-language"], "en");
    assert!(!request.headers().contains_key("content-length"));
    let sent = messages(request.body());
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].text(":event-type"), Some("sound"));
    assert_eq!(sent[0].header("channel"), Some(&HeaderValue::Byte(1)));
    assert_eq!(sent[0].payload, "ah");
    assert_eq!(sent[1].text(":event-type"), Some("pause"));
    assert_eq!(sent[1].payload, r#"{"seconds":0.5}"#);
}

#[test]
fn events_are_signed_in_order_and_the_last_is_empty() {
    let peer = Peer::default().answer(200, SESSION, Pieces::default());
    let client = rest::Client::new(peer.config());
    let call = client.listen().language("signed");
    run(call.speech(vec![sound("a"), sound("b")]).send()).unwrap();
    let signed = messages(peer.requests()[0].body());
    let numbers: Vec<_> = signed
        .iter()
        .map(|message| message.header("number").cloned())
        .collect();
    let expected = [1, 2, 3].map(|number| Some(HeaderValue::Long(number)));
    assert_eq!(numbers, expected);
    let inner = messages(&signed[1].payload);
    assert_eq!(inner[0].payload, "b");
    assert!(signed[2].payload.is_empty());
}

/// What the stream of a response with these bytes ends with.
fn end(body: impl Into<smithgen_client::runtime::bytes::Bytes>) -> EventError<Text> {
    let response = Response::builder().header("x-session", "s-1");
    let output = decode::<rest::operations::listen::Listen>(response.body(body.into()).unwrap()).unwrap();
    let mut text = output.text.unwrap();
    run(async {
        let error = text.recv().await.unwrap_err();
        assert_eq!(
            text.recv().await.unwrap(),
            None,
            "nothing comes after an error"
        );
        error
    })
}

#[test]
fn a_stream_ends_with_what_went_wrong() {
    let exception = |name| [(":message-type", "exception"), (":exception-type", name)];
    let modeled = end(frame(&exception("tooFast"), r#"{"message":"slower"}"#));
    let EventError::Exception(Text::TooFast(error)) = modeled else {
        panic!("{modeled:?}");
    };
    assert_eq!(error.message.as_deref(), Some("slower"));

    let unknown = end(frame(&exception("Tired"), r#"{"message":"later"}"#));
    let EventError::Unmodeled { code, message } = unknown else {
        panic!("{unknown:?}");
    };
    assert_eq!((code.as_str(), message.as_str()), ("Tired", "later"));

    let error = [
        (":message-type", "error"),
        (":error-code", "Broken"),
        (":error-message", "no microphone"),
    ];
    let unmodeled = end(frame(&error, "")).to_string();
    assert_eq!(unmodeled, "Broken: no microphone");

    let whole = frame(WORDS, r#"{"words":[]}"#);
    assert!(matches!(end(whole.slice(..20)), EventError::Decode(_)));
    assert!(matches!(end(frame(WORDS, "{")), EventError::Decode(_)));
    assert!(matches!(end(frame(&[], "")), EventError::Decode(_)));
}

#[test]
fn events_that_the_model_does_not_know_are_told_apart() {
    let unknown = [(":message-type", "event"), (":event-type", "laughter")];
    let response = Response::builder().header("x-session", "s-1");
    let response = response.body(frame(&unknown, "ha")).unwrap();
    let mut text = decode::<rest::operations::listen::Listen>(response).unwrap().text.unwrap();
    let event = run(text.recv()).unwrap();
    assert_eq!(event, Some(Text::Unknown("laughter".to_owned())));
}

#[test]
fn a_response_without_its_required_members_is_an_error() {
    let response = Response::new(smithgen_client::runtime::bytes::Bytes::new());
    let error = decode::<rest::operations::listen::Listen>(response).unwrap_err();
    assert!(error.to_string().contains("session"), "{error}");
}

/// `{"session": "s-2"}` in CBOR.
const OUTPUT: &[u8] = b"\xa1\x67session\x63s-2";

#[test]
fn rpc_protocols_send_the_input_as_the_first_message() {
    let initial = [
        (":message-type", "event"),
        (":event-type", "initial-response"),
    ];
    // `{"words": ["hi"]}`
    let words = frame(WORDS, &b"\xa1\x65words\x81\x62hi"[..]);
    let body = Pieces::of([frame(&initial, OUTPUT), words]);
    let headers = [("smithy-protocol", "rpc-v2-cbor")];
    let peer = Peer::default().answer(200, &headers, body);
    let client = cbor::Client::new(peer.config());
    run(async {
        let event = cbor::types::SoundEvent::default().with_bytes("ah");
        let speech = vec![cbor::types::Speech::Sound(event)];
        let call = client.listen().language("en").speech(speech);
        let mut output = call.send().await.unwrap();
        assert_eq!(output.session, "s-2");
        let event = output.text.as_mut().unwrap().recv().await.unwrap();
        let words = cbor::types::WordsEvent {
            words: Some(vec!["hi".to_owned()]),
            ..cbor::types::WordsEvent::default()
        };
        assert_eq!(event, Some(cbor::types::Text::Words(words)));
    });
    let request = &peer.requests()[0];
    assert_eq!(request.uri().path(), "/service/Recorder/operation/Listen");
    let media_type = "application/vnd.amazon.eventstream";
    assert_eq!(request.headers()["content-type"], media_type);
    assert_eq!(request.headers()["accept"], media_type);
    let sent = messages(request.body());
    assert_eq!(sent[0].text(":event-type"), Some("initial-request"));
    assert_eq!(sent[0].text(":content-type"), Some("application/cbor"));
    assert_eq!(sent[0].payload, &b"\xbf\x68language\x62en\xff"[..]);
    assert_eq!(sent[1].text(":event-type"), Some("sound"));
    assert_eq!(sent[1].payload, "ah");
}
