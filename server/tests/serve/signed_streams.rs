//! Bodies that our own client signs piece by piece are verified while the method reads them.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::Request;
use smithgen_client::Config;
use smithgen_client::auth::Credentials;
use smithgen_client::transport::LocalTransport;
use smithgen_runtime::body::{Body, BodyStream, TransportError};
use smithgen_runtime::generated as rt;
use smithgen_runtime::value::{ByteSource, ByteStream};
use smithgen_runtime::{Auth, OperationSpec, Structure};
use smithgen_server::auth::{SigV4Layer, Verifier};
use smithgen_server::{Answer, Identity, ResponseBody, Server};
use tower::ServiceExt;
use tower_layer::Layer;

use crate::depot::{
    BLOB_INPUT, BlobInput, COUNT_OUTPUT, CountOutput, Failure, PROTOCOLS, Seen, count,
};

/// A service whose clients sign in chunks.
static STORE: rt::Service =
    rt::Service::new("test#Store", "", "Store", &rt::protocol::REST_JSON_1).with_signing_name("s3");

struct Keep;

impl rt::TypedOperation for Keep {
    type Input = BlobInput;
    type Output = CountOutput;
    const SPEC: &'static OperationSpec = &KEEP;
}

static KEEP: OperationSpec = OperationSpec::new("Keep", &STORE, &BLOB_INPUT, &COUNT_OUTPUT)
    .with_http(&rt::Http::new(
        "PUT",
        &[rt::text("keep"), rt::label(0)],
        200,
    ))
    .with_auth(&[Auth::SigV4]);

/// A body of ten bytes that is not in memory.
struct TenBytes;

impl ByteSource for TenBytes {
    fn open(&self) -> std::io::Result<Body> {
        Ok(Body::stream(Pieces(["some", " ", "bytes"].into())))
    }

    fn length(&self) -> Option<u64> {
        Some(10)
    }
}

struct Pieces(VecDeque<&'static str>);

impl BodyStream for Pieces {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let piece = self.0.pop_front();
        Poll::Ready(piece.map(|piece| Ok(Bytes::from_static(piece.as_bytes()))))
    }
}

/// Calls an operation of a server behind a layer, with a change on the way; returns status and body.
async fn call(
    server: Server,
    operation: &'static OperationSpec,
    input: &dyn Structure,
    change: fn(&mut Vec<u8>),
) -> (u16, String) {
    let layer = SigV4Layer::new(Verifier::new("s3"), async |_| {
        let identity = Identity::new("Ann");
        Ok(Some((Credentials::new("AKIDANN", "the secret"), identity)))
    });
    let service = layer.layer(server.into_service());
    let transport = LocalTransport::served(move |request: Request<Body>| -> Answer {
        let service = service.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let mut bytes = body.collect().await.unwrap().to_vec();
            change(&mut bytes);
            let body = ResponseBody::from(Bytes::from(bytes));
            let response = service.oneshot(Request::from_parts(head, body)).await;
            response.unwrap().map(ResponseBody::into_inner)
        })
    });
    let config = smithgen_aws::for_aws(Config::new())
        .region("local")
        .endpoint_url("http://store.example")
        .credentials(Credentials::new("AKIDANN", "the secret"))
        .transport(transport);
    let answer = smithgen_client::Client::new(config).dispatch(operation, input);
    let response = answer.await.unwrap().response;
    let body = String::from_utf8(response.body().to_vec()).unwrap();
    (response.status().as_u16(), body)
}

async fn keep(change: fn(&mut Vec<u8>)) -> (u16, String, Vec<String>) {
    let seen = Seen::default();
    let blobs = seen.clone();
    let server = Server::new(&STORE, PROTOCOLS)
        .with_operation::<Keep, Failure, _, _>(move |input, _| count(input, blobs.clone()));
    let input = BlobInput {
        id: "a".to_owned(),
        body: ByteStream::from_source(TenBytes),
    };
    let (status, body) = call(server, &KEEP, &input, change).await;
    (status, body, seen.lines())
}

#[tokio::test]
async fn signed_chunks_reach_the_method() {
    let (status, body, seen) = keep(|_| {}).await;
    assert_eq!((status, &*body), (200, r#"{"bytes":10}"#));
    assert_eq!(seen, ["piece 10"]);
}

#[tokio::test]
async fn what_is_not_signed_does_not() {
    let (status, body, seen) = keep(|bytes| {
        let at = bytes.windows(4).position(|part| part == b"some").unwrap();
        bytes[at] = b'S';
    })
    .await;
    assert_eq!(status, 403, "{body}");
    assert!(
        body.contains("the signature of a chunk does not match"),
        "{body}"
    );
    assert_eq!(seen, ["Unsigned"]);

    let (status, body, seen) = keep(|bytes| bytes.truncate(bytes.len() - 30)).await;
    assert_eq!(status, 400, "{body}");
    assert_eq!(seen[..2], ["piece 10", "Corrupt"]);
}

#[cfg(feature = "event-streams")]
mod events {
    use smithgen_runtime::EventStream;
    use smithgen_server::Fault;

    use super::*;
    use crate::depot::chat::{CHAT, Chat, Said, Word};

    struct Speak;

    impl rt::TypedOperation for Speak {
        type Input = Chat;
        type Output = CountOutput;
        const SPEC: &'static OperationSpec = &SPEAK;
    }

    static SPEAK: OperationSpec = OperationSpec::new("Speak", &STORE, &CHAT, &COUNT_OUTPUT)
        .with_http(&rt::Http::new("POST", &[rt::text("speak")], 200))
        .with_auth(&[Auth::SigV4]);

    async fn listen(mut input: Chat) -> Result<CountOutput, Failure> {
        let mut bytes = 0;
        while let Some(said) = input.said.recv().await.map_err(Fault::internal)? {
            if let Said::Word(word) = said {
                bytes += i64::try_from(word.text.len()).unwrap();
            }
        }
        Ok(CountOutput { bytes })
    }

    async fn speak(change: fn(&mut Vec<u8>)) -> (u16, String) {
        let server = Server::new(&STORE, PROTOCOLS)
            .with_operation::<Speak, Failure, _, _>(|input, _| listen(input));
        let words = ["some", "words"].map(|text| {
            let text = text.to_owned();
            Said::Word(Word { text })
        });
        let said = EventStream::from_events(words);
        call(server, &SPEAK, &Chat { said }, change).await
    }

    #[tokio::test]
    async fn signed_events_reach_the_method() {
        let (status, body) = speak(|_| {}).await;
        assert_eq!((status, &*body), (200, r#"{"bytes":9}"#));
    }

    /// The length of the first message.
    fn length(bytes: &[u8]) -> usize {
        let length = u32::from_be_bytes(bytes[..4].try_into().unwrap());
        usize::try_from(length).unwrap()
    }

    #[tokio::test]
    async fn events_that_are_cut_off_or_out_of_order_do_not() {
        let (status, body) = speak(|bytes| {
            let first = length(bytes);
            bytes.drain(..first);
        })
        .await;
        assert_eq!(status, 403, "{body}");
        assert!(
            body.contains("the signature of an event does not match"),
            "{body}"
        );
        let (status, body) = speak(|bytes| {
            let first = length(bytes);
            let both = first + length(&bytes[first..]);
            bytes.truncate(both);
        })
        .await;
        assert_eq!(status, 400, "{body}");
    }
}
