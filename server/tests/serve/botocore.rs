//! What botocore signs is verified, where it is installed.

use std::process::{Command, Stdio};

use smithgen_client::auth::Credentials;
use smithgen_runtime::generated as rt;
use smithgen_runtime::{Auth, OperationSpec, Unit};
use smithgen_server::auth::{SigV4Layer, Verifier};
use smithgen_server::{Fault, Identity, Server};
use tokio::net::TcpListener;
use tower_layer::Layer;

use crate::depot::{PROTOCOLS, STREAM};

static STORE: rt::Service =
    rt::Service::new("test#Store", "", "Store", &rt::protocol::REST_JSON_1).with_signing_name("s3");

#[derive(Clone, Default, PartialEq)]
struct PutInput {
    bucket: String,
    key: String,
    body: rt::ByteStream,
}

rt::structure!(PutInput, PUT_INPUT, 0 bucket, 1 key, 2 body);

static PUT_INPUT: rt::Schema = rt::structure_of(
    "test#PutInput",
    &[
        rt::member("bucket", &rt::STRING, &[rt::Required, rt::HttpLabel]),
        rt::member("key", &rt::STRING, &[rt::Required, rt::HttpLabel]),
        rt::member("body", &STREAM, &[rt::HttpPayload, rt::Streaming]),
    ],
)
.with_required();

struct Put;

impl rt::TypedOperation for Put {
    type Input = PutInput;
    type Output = Unit;
    const SPEC: &'static OperationSpec = &PUT;
}

static PUT: OperationSpec = OperationSpec::new("Put", &STORE, &PUT_INPUT, &rt::UNIT)
    .with_http(
        &rt::Http::new("PUT", &[rt::greedy(1)], 200).with_route(&[rt::label(0), rt::greedy(1)]),
    )
    .with_auth(&[Auth::SigV4])
    .with_traits(&[rt::OperationTrait::Checksum(&CHECKSUM)]);

static CHECKSUM: rt::Checksum =
    rt::Checksum::new(None, &[rt::ChecksumAlgorithm::Crc32], None, &[]).with_required();

async fn put(input: PutInput) -> Result<Unit, Fault> {
    let bytes = input.body.collect().await.map_err(Fault::internal)?;
    let is_known = &bytes[..] == b"some bytes" || bytes[..] == b"more bytes".repeat(200_000)[..];
    match is_known && input.bucket == "bucket" && input.key == "a/b c" {
        true => Ok(Unit),
        false => Err(Fault::internal("another object")),
    }
}

/// What botocore is answered; `None` where it is not installed.
async fn statuses(verifier: Verifier) -> Option<String> {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/serve/put_object.py");
    let server = Server::new(&STORE, PROTOCOLS)
        .with_operation::<Put, Fault, _, _>(|input, _| put(input))
        .with_hosts(["store.localhost"]);
    let layer = SigV4Layer::new(verifier, async |_| {
        let identity = Identity::new("Ann");
        Ok(Some((Credentials::new("AKIDANN", "the secret"), identity)))
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let serving = smithgen_server::listen(listener, layer.layer(server.into_service()));
    let serving = tokio::spawn(serving);
    let asking = tokio::task::spawn_blocking(move || {
        let python = |arguments: &[&str]| {
            let mut command = Command::new("python3");
            command.args(arguments).stderr(Stdio::inherit()).output()
        };
        let known = python(&["-c", "import botocore.session"]).ok()?;
        known.status.success().then(|| {
            let out = python(&[here, &port]).unwrap();
            String::from_utf8(out.stdout).unwrap()
        })
    });
    let told = asking.await.unwrap();
    serving.abort();
    told
}

#[tokio::test]
async fn objects_are_put_with_their_hash_or_in_chunks() {
    let verifier = || Verifier::new("s3").with_region("local");
    let Some(told) = statuses(verifier()).await else {
        eprintln!("skipped: python3 has no botocore");
        return;
    };
    assert_eq!(told, "200 403\n200 403\n", "chunks are not signed");
    let told = statuses(verifier().allow_unsigned_payload()).await;
    assert_eq!(told.unwrap(), "200 200\n200 200\n");
}
