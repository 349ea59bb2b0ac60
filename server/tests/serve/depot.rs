//! A service with an operation of each kind, as generated code has it.

use std::future::{Future, pending, poll_fn, ready};
use std::sync::{Arc, Condvar, Mutex};
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use smithgen_runtime::body::{BodyStream, TransportError};
use smithgen_runtime::generated as rt;
use smithgen_runtime::operation::TypedOperation;
use smithgen_runtime::{Auth, ByteStream, OperationSpec, Protocol, Unit};
use smithgen_server::{Context, Fault, ServedError, Server};

pub(crate) static SERVICE: rt::Service =
    rt::Service::new("test#Depot", "", "Depot", &rt::protocol::REST_JSON_1);

pub(crate) static PROTOCOLS: &[&dyn Protocol] = &[&rt::protocol::REST_JSON_1];

/// `POST /greet/{name}`.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct GreetInput {
    pub(crate) name: String,
    pub(crate) text: Option<String>,
}

rt::structure!(GreetInput, GREET_INPUT, 0 name, 1 text);

static GREET_INPUT: rt::Schema = rt::structure_of(
    "test#GreetInput",
    &[
        rt::member("name", &rt::STRING, &[rt::Required, rt::HttpLabel]),
        rt::member("text", &rt::STRING, &[rt::Length(&rt::at_most("8"))]),
    ],
)
.with_required();

#[derive(Clone, Default, PartialEq)]
pub(crate) struct GreetOutput {
    pub(crate) greeting: String,
}

rt::structure!(GreetOutput, GREET_OUTPUT, 0 greeting);

static GREET_OUTPUT: rt::Schema =
    rt::structure_of("test#GreetOutput", &[rt::plain("greeting", &rt::STRING)]);

#[derive(Clone, Default, PartialEq)]
pub(crate) struct Rude {
    pub(crate) message: Option<String>,
}

rt::structure!(Rude, RUDE, 0 message);
rt::error!(Rude);

static RUDE: rt::Schema = rt::structure_of("test#Rude", &[rt::plain("message", &rt::STRING)])
    .with_traits(&[rt::Error { client: true }, rt::HttpError(418)]);

/// `PUT /blobs/{id}`, which answers with the number of bytes, and `GET /blobs/{id}`.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct BlobInput {
    pub(crate) id: String,
    pub(crate) body: ByteStream,
}

rt::structure!(BlobInput, BLOB_INPUT, 0 id, 1 body);

pub(crate) static STREAM: rt::Schema =
    rt::Schema::new("test#Stream", smithgen_runtime::Kind::Blob, &[]);

pub(crate) static BLOB_INPUT: rt::Schema = rt::structure_of(
    "test#BlobInput",
    &[
        rt::member("id", &rt::STRING, &[rt::Required, rt::HttpLabel]),
        rt::member("body", &STREAM, &[rt::HttpPayload, rt::Streaming]),
    ],
)
.with_required();

#[derive(Clone, Default, PartialEq)]
pub(crate) struct CountOutput {
    pub(crate) bytes: i64,
}

rt::structure!(CountOutput, COUNT_OUTPUT, 0 bytes);

pub(crate) static COUNT_OUTPUT: rt::Schema =
    rt::structure_of("test#CountOutput", &[rt::plain("bytes", &rt::LONG)]);

#[derive(Clone, Default, PartialEq)]
pub(crate) struct IdInput {
    pub(crate) id: String,
}

rt::structure!(IdInput, ID_INPUT, 0 id);

static ID_INPUT: rt::Schema = rt::structure_of(
    "test#IdInput",
    &[rt::member(
        "id",
        &rt::STRING,
        &[rt::Required, rt::HttpLabel],
    )],
)
.with_required();

#[derive(Clone, Default, PartialEq)]
pub(crate) struct BlobOutput {
    pub(crate) body: ByteStream,
}

rt::structure!(BlobOutput, BLOB_OUTPUT, 0 body);

static BLOB_OUTPUT: rt::Schema = rt::structure_of(
    "test#BlobOutput",
    &[rt::member(
        "body",
        &STREAM,
        &[rt::HttpPayload, rt::Streaming],
    )],
);

macro_rules! operations {
    ($($marker:ident $spec:ident $name:literal ($input:ty, $in_schema:path) ($output:ty, $out_schema:path)
        $http:expr, $auth:expr;)*) => {$(
        pub(crate) struct $marker;
        impl TypedOperation for $marker {
            type Input = $input;
            type Output = $output;
            const SPEC: &'static OperationSpec = &$spec;
        }
        static $spec: OperationSpec =
            OperationSpec::new($name, &SERVICE, &$in_schema, &$out_schema)
                .with_http(&$http)
                .with_auth($auth);
    )*};
}

/// `POST /chat`: says what it hears, in capital letters.
#[cfg(feature = "event-streams")]
pub(crate) mod chat {
    use smithgen_runtime::EventStream;

    use super::*;

    #[derive(Clone, Default, PartialEq)]
    pub(crate) struct Word {
        pub(crate) text: String,
    }

    rt::structure!(Word, WORD, 0 text);

    static WORD: rt::Schema = rt::structure_of("test#Word", &[rt::plain("text", &rt::STRING)]);

    #[derive(Clone, PartialEq)]
    pub(crate) enum Said {
        Word(Word),
        Unknown(String),
    }

    rt::union!(Said, SAID, Unknown, 0 Word);

    static SAID: rt::Schema = rt::union_of("test#Said", &[rt::plain("word", &WORD)]);

    #[derive(Clone, Default, PartialEq)]
    pub(crate) struct Chat {
        pub(crate) said: EventStream<Said>,
    }

    rt::structure!(Chat, CHAT, 0 said);

    pub(crate) static CHAT: rt::Schema = rt::structure_of(
        "test#Chat",
        &[rt::member("said", &SAID, &[rt::HttpPayload, rt::Streaming])],
    );

    operations! {
        Talk TALK "Talk" (Chat, CHAT) (Chat, CHAT)
            rt::Http::new("POST", &[rt::text("chat")], 200), &[];
    }

    /// The answer, while words still come.
    pub(crate) fn talk(mut input: Chat) -> Chat {
        let (sender, said) = EventStream::channel();
        tokio::spawn(async move {
            while let Ok(Some(Said::Word(word))) = input.said.recv().await {
                let text = word.text.to_uppercase();
                if sender.send(Said::Word(Word { text })).await.is_err() {
                    return;
                }
            }
        });
        Chat { said }
    }
}

operations! {
    Greet GREET "Greet" (GreetInput, GREET_INPUT) (GreetOutput, GREET_OUTPUT)
        rt::Http::new("POST", &[rt::text("greet"), rt::label(0)], 200), &[];
    Whoami WHOAMI "Whoami" (IdInput, ID_INPUT) (GreetOutput, GREET_OUTPUT)
        rt::Http::new("GET", &[rt::text("who"), rt::label(0)], 200), &[Auth::Bearer];
    Visit VISIT "Visit" (IdInput, ID_INPUT) (GreetOutput, GREET_OUTPUT)
        rt::Http::new("GET", &[rt::text("visit"), rt::label(0)], 200), &[Auth::Bearer, Auth::None];
    Vouch VOUCH "Vouch" (GreetInput, GREET_INPUT) (GreetOutput, GREET_OUTPUT)
        rt::Http::new("POST", &[rt::text("vouch"), rt::label(0)], 200), &[Auth::SigV4];
    PutBlob PUT_BLOB "PutBlob" (BlobInput, BLOB_INPUT) (CountOutput, COUNT_OUTPUT)
        rt::Http::new("PUT", &[rt::text("blobs"), rt::label(0)], 200), &[];
    GetBlob GET_BLOB "GetBlob" (IdInput, ID_INPUT) (BlobOutput, BLOB_OUTPUT)
        rt::Http::new("GET", &[rt::text("blobs"), rt::label(0)], 200), &[];
    Wait WAIT "Wait" (Unit, rt::UNIT) (Unit, rt::UNIT)
        rt::Http::new("POST", &[rt::text("wait")], 204), &[];
    Undone UNDONE "Undone" (Unit, rt::UNIT) (Unit, rt::UNIT)
        rt::Http::new("POST", &[rt::text("undone")], 200), &[];
    Look LOOK "Look" (Unit, rt::UNIT) (GreetOutput, GREET_OUTPUT)
        rt::Http::new("HEAD", &[rt::text("look")], 200), &[];
}

pub(crate) enum Failure {
    Rude(Rude),
    Fault(Fault),
}

impl ServedError for Failure {
    fn modeled(&self) -> Result<&dyn smithgen_runtime::Structure, &Fault> {
        match self {
            Failure::Rude(error) => Ok(error),
            Failure::Fault(fault) => Err(fault),
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Failure::Fault(fault)
    }
}

/// Longer than anything takes.
const MINUTE: Duration = Duration::from_secs(60);

/// What has happened in the service.
#[derive(Clone, Default)]
pub(crate) struct Seen(Arc<(Mutex<Vec<String>>, Condvar)>);

impl Seen {
    pub(crate) fn push(&self, line: impl Into<String>) {
        self.0.0.lock().unwrap().push(line.into());
        self.0.1.notify_all();
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.0.lock().unwrap().clone()
    }

    /// Waits until this has happened.
    pub(crate) fn wait_for(&self, line: &str) {
        let lines = self.0.0.lock().unwrap();
        let waits = |lines: &mut Vec<String>| !lines.iter().any(|it| it == line);
        let (lines, result) = self.0.1.wait_timeout_while(lines, MINUTE, waits).unwrap();
        assert!(!result.timed_out(), "{lines:?}");
    }
}

fn greet(input: &GreetInput) -> Result<GreetOutput, Failure> {
    match input.name.as_str() {
        "nobody" => Err(Failure::Rude(Rude {
            message: Some("no".to_owned()),
        })),
        "broken" => Err(Fault::internal("the secret of the database").into()),
        "busy" => Err(Fault::unavailable()
            .with_retry_after(Duration::from_secs(7))
            .into()),
        "panic" => panic!("boom"),
        name => Ok(GreetOutput {
            greeting: format!("{}, {name}", input.text.as_deref().unwrap_or("hello")),
        }),
    }
}

fn who(context: &Context) -> Result<GreetOutput, Failure> {
    let identity = context.identity();
    Ok(GreetOutput {
        greeting: identity.map_or("nobody", |it| it.principal()).to_owned(),
    })
}

/// The numbers from 0 to `pieces`, each a piece of 64 kB with that byte.
pub(crate) struct Pieces {
    pub(crate) next: u32,
    pub(crate) pieces: u32,
    pub(crate) sent: Arc<Mutex<u32>>,
    pub(crate) seen: Seen,
}

pub(crate) const PIECE: usize = 64 << 10;

impl BodyStream for Pieces {
    fn poll_piece(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        if self.next == self.pieces {
            return Poll::Ready(None);
        }
        self.next += 1;
        *self.sent.lock().unwrap() = self.next;
        if self.next == 1 {
            self.seen.push("first piece");
        }
        let byte = u8::try_from(self.next % 251).unwrap();
        Poll::Ready(Some(Ok(Bytes::from(vec![byte; PIECE]))))
    }
}

/// The service. `seen` gets a line for each thing that happens, `sent` the number of pieces that were taken of
/// downloads.
pub(crate) fn server(seen: &Seen, sent: &Arc<Mutex<u32>>) -> Server {
    let [blobs, pieces, faults, waits] = [(); 4].map(|()| seen.clone());
    let downloads = sent.clone();
    let server = Server::new(&SERVICE, PROTOCOLS)
        .with_operation::<Greet, Failure, _, _>(|input, _| ready(greet(&input)))
        .with_operation::<Whoami, Failure, _, _>(|_, context| ready(who(&context)))
        .with_operation::<Visit, Failure, _, _>(|_, context| ready(who(&context)))
        .with_operation::<Vouch, Failure, _, _>(|_, context| ready(who(&context)))
        .with_operation::<PutBlob, Failure, _, _>(move |input, _| count(input, blobs.clone()))
        .with_operation::<GetBlob, Failure, _, _>(move |input, _| {
            let body = Pieces {
                next: 0,
                pieces: input.id.parse().unwrap(),
                sent: downloads.clone(),
                seen: pieces.clone(),
            };
            let body = ByteStream::from_stream(body);
            ready(Ok(BlobOutput { body }))
        })
        .with_operation::<Wait, Failure, _, _>(move |_, _| {
            waits.push("waits");
            let dropped = Dropped(waits.clone());
            async move {
                let _dropped = dropped;
                pending().await
            }
        })
        .with_operation::<Undone, Failure, _, _>(|_, _| ready(Err(Fault::not_implemented().into())))
        .with_operation::<Look, Failure, _, _>(|_, _| {
            ready(Ok(GreetOutput {
                greeting: "seen".to_owned(),
            }))
        })
        .on_fault(move |operation, fault| {
            let name = operation.map_or("-", |it| it.name());
            let source = std::error::Error::source(fault);
            faults.push(format!(
                "{name} {} {}",
                fault.status().as_u16(),
                source.map_or_else(String::new, ToString::to_string)
            ));
        });
    #[cfg(feature = "event-streams")]
    let server =
        server.with_operation::<chat::Talk, Failure, _, _>(|input, _| ready(Ok(chat::talk(input))));
    server
}

struct Dropped(Seen);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.push("dropped");
    }
}

pub(crate) fn count(
    mut input: BlobInput,
    seen: Seen,
) -> impl Future<Output = Result<CountOutput, Failure>> + Send {
    let mut bytes = 0;
    poll_fn(move |context| {
        loop {
            match std::task::ready!(input.body.poll_piece(context)) {
                Some(Ok(piece)) => {
                    bytes += i64::try_from(piece.len()).unwrap();
                    seen.push(format!("piece {}", piece.len()));
                }
                Some(Err(error)) => {
                    seen.push(format!("{:?}", error.kind));
                    return Poll::Ready(Err(Fault::internal(error).into()));
                }
                None => return Poll::Ready(Ok(CountOutput { bytes })),
            }
        }
    })
}
