//! The front of a server in several protocols: whatever comes in place of a request, something is answered or the
//! connection ends.

use std::cell::LazyCell;
use std::future::ready;
use std::sync::LazyLock;

use smithgen_runtime as rt;
use smithgen_runtime::view::{Ref, Slot, Structure, View};
use smithgen_runtime::{Bounds, Kind, Member, Schema, Segment, Trait, Unit, prelude};
use smithgen_server::{Conduct, Fault, HttpService, Limits, Server, serve_connection};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

static INPUT: Schema = Schema::new(
    "fuzz#GreetInput",
    Kind::Structure,
    &[
        Member::new("name", &prelude::STRING).with_traits(&[Trait::HttpLabel]),
        Member::new("rest", &prelude::STRING).with_traits(&[Trait::HttpLabel]),
        Member::new("count", &prelude::INTEGER).with_traits(&[Trait::HttpQuery("count")]),
        Member::new("word", &prelude::STRING).with_traits(&[
            Trait::HttpHeader("x-word"),
            Trait::Pattern("^[a-é]+-?b{2,3}$"),
        ]),
        Member::new("text", &prelude::STRING).with_traits(&[
            Trait::HostLabel,
            Trait::Length(&Bounds::new(Some("2"), Some("9"))),
        ]),
    ],
);

static SERVICE: rt::Service =
    rt::Service::new("fuzz#Front", "", "Front", &rt::protocol::REST_JSON_1)
        .with_signing_name("front");

static SPEC: rt::OperationSpec = rt::OperationSpec::new("Greet", &SERVICE, &INPUT, &prelude::UNIT)
    .with_http(&rt::Http::new(
        "POST",
        &[
            Segment::Literal("greet"),
            Segment::Label(0),
            Segment::Greedy(1),
        ],
        200,
    ));

static IN_HOST: rt::OperationSpec =
    rt::OperationSpec::new("Call", &SERVICE, &INPUT, &prelude::UNIT)
        .with_http(
            &rt::Http::new("PUT", &[Segment::Label(0)], 200)
                .with_route(&[Segment::Label(0), Segment::Greedy(1)]),
        )
        .with_host_prefix("{text}.data.");

#[derive(Default)]
struct Input {
    texts: [Option<String>; 4],
    count: Option<i32>,
}

impl Structure for Input {
    fn schema(&self) -> &'static Schema {
        &INPUT
    }

    fn get(&self, member: usize) -> Ref<'_> {
        match member {
            2 => self.count.view(),
            _ => self.texts.get(member.min(3)).map_or(Ref::Unset, View::view),
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            2 => self.count.slot(),
            _ => self
                .texts
                .get_mut(member.min(3))
                .map_or(Slot::Skip, View::slot),
        }
    }
}

struct Greet;

impl rt::operation::TypedOperation for Greet {
    type Input = Input;
    type Output = Unit;
    const SPEC: &'static rt::OperationSpec = &SPEC;
}

struct Call;

impl rt::operation::TypedOperation for Call {
    type Input = Input;
    type Output = Unit;
    const SPEC: &'static rt::OperationSpec = &IN_HOST;
}

static PROTOCOLS: &[&dyn rt::Protocol] = &[
    &rt::protocol::REST_JSON_1,
    &rt::protocol::AWS_JSON_1_0,
    &rt::protocol::RPC_V2_CBOR,
    &rt::protocol::AWS_QUERY,
];

static SERVER: LazyLock<HttpService> = LazyLock::new(|| {
    let server = Server::new(&SERVICE, PROTOCOLS);
    let server = server
        .with_operation::<Greet, Fault, _, _>(|_, _| ready(Ok(Unit)))
        .with_operation::<Call, Fault, _, _>(|_, _| ready(Ok(Unit)))
        .with_hosts(["localhost"]);
    let mut limits = Limits::default();
    limits.body_bytes = 1 << 12;
    server.with_limits(limits).into_service()
});

thread_local! {
    static RUNTIME: LazyCell<tokio::runtime::Runtime> = LazyCell::new(|| {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_time().build().expect("a runtime needs nothing")
    });
}

/// Reads the bytes, as what a client sends before it sends no more.
///
/// # Panics
/// When something that must hold does not.
pub fn run(data: &[u8]) {
    let answer = RUNTIME.with(|runtime| runtime.block_on(converse(data.to_vec())));
    // Whoever sends little gets little.
    assert!(answer.len() <= 1024 + 64 * data.len(), "{}", answer.len());
    if answer.is_empty() {
        return;
    }
    // Whoever speaks HTTP/2 gets its frames, settings first, if the server was built with it.
    if data.starts_with(b"PRI * HTTP/2.0") && answer.get(3) == Some(&4) {
        return;
    }
    let status = answer.get(..12).expect("an answer has a status");
    assert!(status.starts_with(b"HTTP/1."), "{status:?}");
    let known = [
        "100", "200", "400", "404", "405", "406", "408", "413", "414", "415", "421", "431", "505",
    ];
    assert!(
        known.iter().any(|code| status.ends_with(code.as_bytes())),
        "{status:?}"
    );
}

async fn converse(data: Vec<u8>) -> Vec<u8> {
    let (ours, theirs) = tokio::io::duplex(1 << 16);
    let conduct = Conduct::default();
    let serving = serve_connection(theirs, SERVER.clone(), conduct, Some(8080));
    let serving = tokio::spawn(serving);
    let (mut from, mut to) = tokio::io::split(ours);
    let sending = tokio::spawn(async move {
        // The server may have closed the connection already.
        let _ = to.write_all(&data).await;
        let _ = to.shutdown().await;
    });
    let mut answer = Vec::new();
    from.read_to_end(&mut answer)
        .await
        .expect("a pipe has no errors");
    serving.await.expect("no request makes it panic");
    sending.await.expect("it only writes");
    answer
}
