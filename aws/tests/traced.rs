//! What subscribers of `tracing` are told, at any level: which call, how it went, and no secret.
//!
//! It is a program of its own: calls of other tests that nobody listens to would have `tracing` take this one for such.

#![cfg(feature = "sigv4")]

use std::fmt::{Debug, Write as _};
use std::io::{BufRead, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use smithgen_client::auth::Credentials;
use smithgen_client::{Client, Config};
use smithgen_runtime::dynamic::{DynamicStructure, Typing, Value};
use smithgen_runtime::protocol::REST_JSON_1;
use smithgen_runtime::{
    Auth, Http, Kind, Member, OperationSpec, Schema, Segment, Service, Trait, prelude,
};
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span};

const SECRET: &str = "PW";

static SERVICE: Service = Service::new("example#Example", "", "Example", &REST_JSON_1);
static INPUT: Schema = Schema::new(
    "example#SecretInput",
    Kind::Structure,
    &[
        Member::new("query", &prelude::STRING)
            .with_traits(&[Trait::Sensitive, Trait::HttpQuery("q")]),
        Member::new("header", &prelude::STRING)
            .with_traits(&[Trait::Sensitive, Trait::HttpHeader("x-secret")]),
    ],
);
static HTTP: Http = Http::new("GET", &[Segment::Literal("get")], 200);
static SIGNED: OperationSpec = OperationSpec::new("Get", &SERVICE, &INPUT, &prelude::UNIT)
    .with_http(&HTTP)
    .with_auth(&[Auth::SigV4]);

/// Writes down all it is told.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<String>>);

impl Told {
    fn line(&self, what: &Metadata<'_>, record: impl FnOnce(&mut Fields<'_>)) {
        let mut lines = self.0.lock().unwrap();
        write!(lines, "{} {} {}", what.level(), what.target(), what.name()).unwrap();
        record(&mut Fields(&mut lines));
        lines.push('\n');
    }
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Told {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        self.line(span.metadata(), |fields| span.record(fields));
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        values.record(&mut Fields(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        self.line(event.metadata(), |fields| event.record(fields));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// A server that hangs up, then is busy, then answers; and the heads of the requests.
fn server() -> (u16, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let serve = move || {
        let mut heads = String::new();
        for status in [0, 503, 200] {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let begin = heads.len();
            while !heads[begin..].ends_with("\r\n\r\n") {
                reader.read_line(&mut heads).unwrap();
            }
            if status > 0 {
                let body = format!(r#"{{"message":"{SECRET}"}}"#);
                let length = body.len();
                let head =
                    format!("HTTP/1.1 {status} x\r\nx-secret: {SECRET}\r\nconnection: close");
                write!(stream, "{head}\r\ncontent-length: {length}\r\n\r\n{body}").unwrap();
            }
        }
        heads
    };
    (port, std::thread::spawn(serve))
}

#[test]
fn subscribers_learn_how_a_call_went_and_no_secret() {
    let (port, served) = server();
    let mut input = DynamicStructure::new(&INPUT, Typing::Typed);
    for member in 0..2 {
        input.set(member, Value::Str(SECRET.to_owned()));
    }
    let config = smithgen_aws::for_aws(Config::new())
        .region("eu-west-1")
        .endpoint_url(format!(
            "http://user:{SECRET}@127.0.0.1:{port}/?token={SECRET}"
        ))
        .credentials(Credentials::new("AKID", SECRET).session_token(SECRET))
        .without_waiting();
    let client = Client::new(config);
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    let told = Told::default();
    let answer = tracing::subscriber::with_default(told.clone(), || {
        runtime.block_on(client.dispatch(&SIGNED, &input)).unwrap()
    });
    assert_eq!(answer.attempts, 3);
    // The service was told all of it.
    let heads = served.join().unwrap();
    assert!(
        heads.contains("AWS4-HMAC-SHA256 Credential=AKID/"),
        "{heads}"
    );
    assert!(
        heads.contains(&format!("x-amz-security-token: {SECRET}")),
        "{heads}"
    );

    let told = told.0.lock().unwrap().clone();
    assert!(!told.contains(SECRET), "{told}");
    let ours: Vec<&str> = told
        .lines()
        .filter(|line| line.contains("smithgen_client"))
        .collect();
    for (number, part) in [
        r#"service="Example" operation="Get""#,
        "attempt=1 kind=Closed",
        "attempt=2 status=503",
        "attempt=3 status=200",
    ]
    .into_iter()
    .enumerate()
    {
        assert!(ours[number].contains(part), "{part} in {}", ours[number]);
        assert!(ours[number].contains("DEBUG"), "{}", ours[number]);
    }
    assert_eq!(ours.len(), 4);
}
