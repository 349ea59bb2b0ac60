//! Messages, compared with the digests that a service answers with.
#![allow(unreachable_pub, reason = "macros of generated code make public items")]

use std::collections::BTreeMap;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::Response;
use smithgen_client::generated as rt;
use smithgen_client::{Blob, Client, ClientErrorKind, DamagedMessage};
use smithgen_runtime::operation::ChecksumMode;

use super::service::{PLAIN, scripted};

#[derive(Clone, Default)]
pub struct Attribute {
    text: Option<String>,
    bytes: Option<Blob>,
    data_type: String,
}

rt::structure!(Attribute, ATTRIBUTE, 0 text, 1 bytes, 2 data_type);

static ATTRIBUTE: rt::Schema = rt::structure_of(
    "example#Attribute",
    &[
        rt::plain("Text", &rt::STRING),
        rt::plain("Bytes", &rt::BLOB),
        rt::plain("DataType", &rt::STRING),
    ],
);

static ATTRIBUTES: rt::Schema = rt::map_of(
    "example#Attributes",
    &[
        rt::plain("key", &rt::STRING),
        rt::plain("value", &ATTRIBUTE),
    ],
);

#[derive(Clone, Default)]
pub struct Message {
    id: Option<String>,
    body: Option<String>,
    attributes: Option<BTreeMap<String, Attribute>>,
    body_digest: Option<String>,
    attributes_digest: Option<String>,
}

rt::structure!(
    Message, MESSAGE, 0 id, 1 body, 2 attributes, 3 body_digest, 4 attributes_digest
);

static MESSAGE: rt::Schema = rt::structure_of(
    "example#Message",
    &[
        rt::plain("Id", &rt::STRING),
        rt::plain("Body", &rt::STRING),
        rt::plain("Attributes", &ATTRIBUTES),
        rt::plain("MD5OfBody", &rt::STRING),
        rt::plain("MD5OfAttributes", &rt::STRING),
    ],
);

static MESSAGES: rt::Schema = rt::list_of("example#Messages", &[rt::plain("member", &MESSAGE)]);

/// A batch, as input and as output.
#[derive(Clone, Default)]
pub struct Batch {
    messages: Option<Vec<Message>>,
}

rt::structure!(Batch, BATCH, 0 messages);

static BATCH: rt::Schema = rt::structure_of("example#Batch", &[rt::plain("Messages", &MESSAGES)]);

const PAIRS: &[rt::DigestPair] = &[
    rt::DigestPair::new(1, 3, None),
    rt::DigestPair::new(2, 4, Some(rt::AttributeMembers::new(2, &[0, 1]))),
];
const ALONE: rt::Messages = rt::Messages::new(None, None);
const LISTED: rt::Messages = rt::Messages::new(Some(0), Some(0));

static HTTP: smithgen_runtime::Http =
    smithgen_runtime::Http::new("POST", &[smithgen_runtime::Segment::Literal("m")], 200);

macro_rules! operation {
    ($marker:ident, $spec:ident, $error:ident, $type:ty, $schema:ident, $received:literal, $place:expr) => {
        static $spec: rt::OperationSpec =
            rt::OperationSpec::new(stringify!($marker), &PLAIN, &$schema, &$schema)
                .with_http(&HTTP)
                .with_traits(&[rt::OperationTrait::MessageDigests(
                    &rt::MessageDigests::new($received, $place, $place, PAIRS, rt::message_digests),
                )]);
        rt::operation!($marker, $spec, $type, $type, $error);
        pub enum $error {
            #[allow(dead_code)]
            Unmodeled(rt::Unmodeled),
            Client(Box<rt::ClientError>),
        }
        rt::operation_error!($error);
        impl $error {
            fn into_client(self) -> rt::ClientError {
                match self {
                    $error::Client(error) => *error,
                    $error::Unmodeled(error) => panic!("{error:?}"),
                }
            }
        }
    };
}

operation!(Send, SEND, SendError, Message, MESSAGE, false, ALONE);
operation!(SendAll, SEND_ALL, SendAllError, Batch, BATCH, false, LISTED);
operation!(Receive, RECEIVE, ReceiveError, Batch, BATCH, true, LISTED);

fn message(id: &str, body: &str) -> Message {
    let attribute = |text: Option<&str>, bytes: Option<&[u8]>, data_type: &str| Attribute {
        text: text.map(str::to_owned),
        bytes: bytes.map(|bytes| Blob::new(bytes.to_vec())),
        data_type: data_type.to_owned(),
    };
    let attributes = [
        ("n", attribute(Some("7"), None, "Number")),
        ("b", attribute(None, Some(&[0, 255]), "Binary")),
    ];
    let attributes = attributes.map(|(name, value)| (name.to_owned(), value));
    Message {
        id: Some(id.to_owned()),
        body: Some(body.to_owned()),
        attributes: Some(attributes.into()),
        ..Message::default()
    }
}

/// Calculated with `hashlib` of Python.
const BODY: &str = "cca6f1e3e151338f35c4bdd381983e46";
const OTHER_BODY: &str = "795f3202b17cb6bc3d4b771d8c6c9eaf";
const ATTRIBUTES_DIGEST: &str = "0156cee8ad934f7576d1ea3f087feabd";

fn client(answer: String, mode: ChecksumMode) -> (Client, super::service::Log) {
    let (config, log) = scripted(vec![Response::new(Bytes::from(answer))]);
    let config = config.endpoint_url("https://example.com");
    (Client::new(config.response_checksums(mode)), log)
}

fn now<T>(work: impl Future<Output = T>) -> T {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("the call waits for something"),
    }
}

/// What becomes of a message whose digests are answered with.
fn sent(answer: &str) -> Result<(), String> {
    let (client, log) = client(answer.to_owned(), ChecksumMode::WhenSupported);
    let outcome = now(client.send::<Send>(message("", "hi é")));
    // Whatever the answer is, the service has the message.
    assert_eq!(log.urls().len(), 1);
    outcome.map(drop).map_err(|error| {
        let error = error.into_client();
        assert_eq!(error.kind(), ClientErrorKind::Response);
        assert!(error.downcast_ref::<DamagedMessage>().is_some());
        error.to_string()
    })
}

#[test]
fn a_message_is_compared_with_what_the_service_has() {
    let both = format!(r#"{{"MD5OfBody":"{BODY}","MD5OfAttributes":"{ATTRIBUTES_DIGEST}"}}"#);
    assert_eq!(sent(&both), Ok(()));
    assert_eq!(sent("{}"), Ok(()), "nothing to compare");
    let of_body =
        format!("`MD5OfBody` is abc, but the MD5 is {BODY}: the message was damaged on its way");
    assert_eq!(sent(r#"{"MD5OfBody":"abc"}"#), Err(of_body));
    let error = sent(r#"{"MD5OfAttributes":"abc"}"#).unwrap_err();
    let of_attributes = format!("`MD5OfAttributes` is abc, but the MD5 is {ATTRIBUTES_DIGEST}:");
    assert!(error.starts_with(&of_attributes), "{error}");
}

#[test]
fn each_message_of_a_batch_is_found_by_its_id() {
    let outcome = |one: &str, other: &str| {
        let answer = format!(
            r#"{{"Messages":[{{"Id":"2","MD5OfBody":"{other}"}},{{"Id":"1","MD5OfBody":"{one}"}},
            {{"Id":"unknown","MD5OfBody":"x"}}]}}"#
        );
        let (client, _) = client(answer, ChecksumMode::WhenSupported);
        let messages = Some(vec![message("1", "hi é"), message("2", "other")]);
        now(client.send::<SendAll>(Batch { messages }))
            .map(drop)
            .map_err(|error| error.into_client().to_string())
    };
    assert_eq!(outcome(BODY, OTHER_BODY), Ok(()));
    let error = outcome(OTHER_BODY, BODY).unwrap_err();
    let expected = format!("`MD5OfBody` of message `2` is {BODY}, but the MD5 is {OTHER_BODY}");
    assert!(error.starts_with(&expected), "{error}");
}

#[test]
fn what_is_received_is_compared_with_its_own_digests() {
    let received = |body: &str, mode| {
        let answer = format!(
            r#"{{"Messages":[{{"Id":"1","Body":"{body}","MD5OfBody":"{BODY}","Attributes":
            {{"n":{{"Text":"7","DataType":"Number"}},"b":{{"Bytes":"AP8=","DataType":"Binary"}}}},
            "MD5OfAttributes":"{ATTRIBUTES_DIGEST}"}}]}}"#
        );
        let (client, _) = client(answer, mode);
        let outcome = now(client.send::<Receive>(Batch::default()));
        outcome.map_err(|error| error.into_client().to_string())
    };
    let whole = received("hi é", ChecksumMode::WhenSupported).unwrap();
    assert_eq!(whole.messages.unwrap().len(), 1);
    let error = received("ho é", ChecksumMode::WhenSupported).unwrap_err();
    assert!(
        error.starts_with("`MD5OfBody` of message `1` is "),
        "{error}"
    );
    // Those who want no checksums verified get what came.
    assert!(received("ho é", ChecksumMode::WhenRequired).is_ok());
}
