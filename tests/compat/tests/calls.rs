//! Code of earlier versions of the generator writes requests and reads responses with the crates of today.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use compat::layout_1;
use smithgen_client::bytes::Bytes;
use smithgen_client::runtime::operation::OperationSpec;
use smithgen_client::transport::LocalTransport;
use smithgen_client::{Blob, Config, DateTime, Operation, http};

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(future)
}

/// All items of a stream.
fn collected<S: futures_core::Stream + Unpin>(mut stream: S) -> Vec<S::Item> {
    let mut items = Vec::new();
    let mut next = || block_on(poll_fn(|context| Pin::new(&mut stream).poll_next(context)));
    while let Some(item) = next() {
        items.push(item);
    }
    items
}

fn spec<O: Operation>() -> &'static OperationSpec {
    O::SPEC
}

/// A response as a server of the operation's protocol writes it.
fn response<O: Operation>(output: &O::Output) -> http::Response<Bytes> {
    spec::<O>()
        .service()
        .protocol()
        .encode_response(spec::<O>(), output)
        .unwrap()
}

/// Settings of a client that is answered thus, and the requests that it sends.
fn answered(response: http::Response<Bytes>) -> (Config, Arc<Mutex<Vec<http::Request<Bytes>>>>) {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let seen = requests.clone();
    let transport = LocalTransport::new(move |request: http::Request<Bytes>| {
        seen.lock().unwrap().push(request);
        response.clone()
    });
    let config = Config::new()
        .endpoint_url("http://localhost:1")
        .transport(transport)
        .without_waiting();
    (config, requests)
}

macro_rules! protocol {
    ($module:ident, $taken:literal) => {
        mod $module {
            use super::layout_1::$module::notes::Client;
            use super::layout_1::$module::notes::operations::list_notes::{
                ListNotes, ListNotesOutput,
            };
            use super::layout_1::$module::notes::operations::put_note::{
                PutNote, PutNoteError, PutNoteInput, PutNoteOutput,
            };
            use super::layout_1::$module::notes::types::{Body, Colour, Note, Weight};
            use super::*;

            fn note() -> Note {
                Note::new("title")
                    .with_body(Body::Lines(vec!["a".to_owned(), "b <&\"".to_owned()]))
                    .with_colour(Colour::Blue)
                    .with_weight(Weight::Heavy)
                    .with_seal(Blob::from(&b"\x00\xff"[..]))
                    .with_share(0.5)
            }

            #[test]
            fn an_input_is_read_as_it_was_written() {
                let output = PutNoteOutput {
                    version: 7,
                    kept: Some(DateTime::from_secs(1_700_000_000)),
                };
                let (config, requests) = answered(response::<PutNote>(&output));
                let call = Client::new(config)
                    .put_note()
                    .shelf("s-1")
                    .name("a/b c")
                    .token("t")
                    .secret("hush")
                    .tags(["x", "y"])
                    .note(note());
                assert!(!format!("{call:?}").contains("hush"));
                assert_eq!(block_on(call.send()).unwrap(), output);
                let requests = requests.lock().unwrap();
                assert_eq!(requests[0].uri().host(), Some("s-1.localhost"));
                let mut read = PutNoteInput::default();
                let spec = spec::<PutNote>();
                spec.service()
                    .protocol()
                    .decode_request(spec, &requests[0], &mut read)
                    .unwrap();
                let expected = PutNoteInput {
                    shelf: Some("s-1".to_owned()),
                    name: Some("a/b c".to_owned()),
                    token: Some("t".to_owned()),
                    secret: Some("hush".to_owned()),
                    tags: Some(vec!["x".to_owned(), "y".to_owned()]),
                    note: Some(note()),
                };
                assert_eq!(read, expected);
            }

            #[test]
            fn pages_follow_one_another() {
                let output = ListNotesOutput {
                    next: None,
                    notes: vec![note(), Note::new("b")],
                };
                let (config, requests) = answered(response::<ListNotes>(&output));
                let mut pages = Client::new(config).list_notes().most(2).into_pages();
                assert_eq!(block_on(pages.next()).unwrap().unwrap(), output);
                assert!(block_on(pages.next()).is_none());
                assert_eq!(requests.lock().unwrap().len(), 1);
            }

            #[test]
            fn pages_are_a_stream_that_ends_where_a_token_comes_twice() {
                let output = ListNotesOutput {
                    next: Some("n".to_owned()),
                    notes: vec![note()],
                };
                let (config, requests) = answered(response::<ListNotes>(&output));
                let pages = collected(Client::new(config).list_notes().into_pages());
                let pages: Vec<_> = pages.into_iter().map(Result::unwrap).collect();
                assert_eq!(pages, [output.clone(), output]);
                assert_eq!(requests.lock().unwrap().len(), 2);
            }

            #[test]
            fn errors_are_told_apart() {
                let body = Bytes::from_static($taken);
                let mut response = http::Response::new(body);
                *response.status_mut() = http::StatusCode::CONFLICT;
                let headers = response.headers_mut();
                headers.insert("x-amzn-errortype", "Taken".parse().unwrap());
                headers.insert("smithy-protocol", "rpc-v2-cbor".parse().unwrap());
                let (config, _) = answered(response);
                let call = Client::new(config).put_note().shelf("s").name("n");
                match block_on(call.send()) {
                    Err(PutNoteError::Taken(error)) => assert_eq!(error.by.as_deref(), Some("Ada")),
                    other => panic!("{other:?}"),
                }
            }

            #[test]
            fn what_is_missing_is_told() {
                let (config, _) = answered(http::Response::new(Bytes::new()));
                let error = block_on(Client::new(config).put_note().send()).unwrap_err();
                assert_eq!(error.to_string(), "missing required input: shelf, name");
            }
        }
    };
}

protocol!(
    aws_json1_0,
    br#"{"__type":"example.notes#Taken","by":"Ada"}"#
);
protocol!(
    aws_json1_1,
    br#"{"__type":"example.notes#Taken","by":"Ada"}"#
);
protocol!(rest_json1, br#"{"by":"Ada"}"#);
protocol!(
    aws_query,
    b"<ErrorResponse><Error><Code>NoteTaken</Code><by>Ada</by></Error></ErrorResponse>"
);
protocol!(
    ec2_query,
    b"<Response><Errors><Error><Code>Taken</Code><by>Ada</by></Error></Errors></Response>"
);
protocol!(
    rest_xml,
    b"<ErrorResponse><Error><Code>Taken</Code><by>Ada</by></Error></ErrorResponse>"
);
protocol!(
    rpc_v2_cbor,
    b"\xa2\x66__type\x73example.notes#Taken\x62by\x63Ada"
);

#[test]
fn a_client_of_sso_oidc_registers() {
    use layout_1::sso_oidc::Client;

    let body = Bytes::from_static(br#"{"clientId":"id-1","clientSecretExpiresAt":7}"#);
    let (config, requests) = answered(http::Response::new(body));
    let call = Client::new(config.region("us-east-1")).register_client();
    let call = call.client_name("demo").client_type("public");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let output = runtime.block_on(async { tokio::spawn(call.send()).await.unwrap().unwrap() });
    assert_eq!(output.client_id.as_deref(), Some("id-1"));
    let requests = requests.lock().unwrap();
    assert_eq!(requests[0].uri().path(), "/client/register");
    assert_eq!(
        &requests[0].body()[..],
        br#"{"clientName":"demo","clientType":"public"}"#
    );
}
