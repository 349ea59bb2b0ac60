//! A service for tests, and its types as a server has them: what is required is plain.

use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::protocol::{
    AWS_JSON_1_0, AWS_JSON_1_1, AWS_QUERY, EC2_QUERY, REST_JSON_1, REST_XML, RPC_V2_CBOR,
};
use smithgen_runtime::served::{Found, Route, Router};
use smithgen_runtime::{
    Bounds, EventStream, Http, Kind, Member, OperationSpec, Protocol, Ref, Schema, Segment,
    Service, Slot, Structure, Trait, View, http, prelude,
};

pub(crate) static ALL: [&dyn Protocol; 6] = [
    &REST_JSON_1,
    &REST_XML,
    &AWS_JSON_1_0,
    &AWS_JSON_1_1,
    &AWS_QUERY,
    &RPC_V2_CBOR,
];
pub(crate) static EC2: [&dyn Protocol; 1] = [&EC2_QUERY];

pub(crate) static SERVICE: Service = Service::new("test#Shop", "2020", "Shop", &REST_JSON_1);

pub(crate) static PUT: OperationSpec =
    OperationSpec::new("Put", &SERVICE, &PUT_INPUT, &prelude::UNIT).with_http(&PUT_HTTP);
static PUT_HTTP: Http = Http::new(
    "PUT",
    &[Segment::Literal("shelves"), Segment::Label(0)],
    200,
);
pub(crate) static PUT_INPUT: Schema = Schema::requiring(
    "test#PutInput",
    Kind::Structure,
    &[
        Member::new("shelf", &prelude::STRING).with_traits(&[Trait::Required, Trait::HttpLabel]),
        Member::new("owner", &prelude::STRING)
            .with_traits(&[Trait::Required, Trait::HttpHeader("x-owner")]),
        Member::new("item", &ITEM).with_traits(&[Trait::Required]),
        Member::new("items", &ITEMS),
        Member::new("named", &NAMED),
        Member::new("choice", &CHOICE),
    ],
    &[],
);
static ITEM: Schema = Schema::requiring(
    "test#Item",
    Kind::Structure,
    &[
        Member::new("name", &prelude::STRING).with_traits(&[Trait::Required, NAME]),
        Member::new("size", &prelude::INTEGER).with_traits(&[Trait::Required]),
        Member::new("color", &prelude::STRING).with_traits(&[Trait::Required, Trait::Defaulted]),
    ],
    &[],
);
const NAME: Trait = Trait::Length(&Bounds::new(Some("2"), Some("5")));
static ITEMS: Schema = Schema::requiring(
    "test#Items",
    Kind::List,
    &[Member::new("member", &ITEM)],
    &[],
);
static NAMED: Schema = Schema::requiring(
    "test#Named",
    Kind::Map,
    &[
        Member::new("key", &prelude::STRING),
        Member::new("value", &ITEM),
    ],
    &[],
);
static CHOICE: Schema = Schema::requiring(
    "test#Choice",
    Kind::Union,
    &[
        Member::new("item", &ITEM),
        Member::new("text", &prelude::STRING),
    ],
    &[],
);

pub(crate) static GET: OperationSpec =
    OperationSpec::new("Get", &SERVICE, &prelude::UNIT, &prelude::UNIT).with_http(&GET_HTTP);
static GET_HTTP: Http = Http::new("GET", &[Segment::Literal("shelves")], 200);

pub(crate) static COPY: OperationSpec =
    OperationSpec::new("Copy", &SERVICE, &STREAM, &STREAM).with_http(&COPY_HTTP);
static COPY_HTTP: Http = Http::new("POST", &[Segment::Literal("copy")], 200);
static STREAM: Schema = Schema::requiring(
    "test#Stream",
    Kind::Structure,
    &[
        Member::new("note", &prelude::STRING)
            .with_traits(&[Trait::Required, Trait::HttpHeader("x-note")]),
        Member::new("body", &prelude::BLOB).with_traits(&[
            Trait::Required,
            Trait::HttpPayload,
            Trait::Streaming,
        ]),
    ],
    &[],
);

pub(crate) static TALK: OperationSpec =
    OperationSpec::new("Talk", &SERVICE, &TALK_STREAM, &TALK_STREAM).with_http(&TALK_HTTP);
static TALK_HTTP: Http = Http::new("POST", &[Segment::Literal("talk")], 200);
pub(crate) static TALK_STREAM: Schema = Schema::requiring(
    "test#TalkStream",
    Kind::Structure,
    &[
        Member::new("room", &prelude::STRING)
            .with_traits(&[Trait::Required, Trait::HttpHeader("x-room")]),
        Member::new("words", &WORDS).with_traits(&[
            Trait::Required,
            Trait::HttpPayload,
            Trait::Streaming,
        ]),
    ],
    &[],
);
static WORDS: Schema = Schema::requiring(
    "test#Words",
    Kind::Union,
    &[Member::new("word", &ITEM)],
    &[],
)
.with_traits(&[Trait::Streaming]);

pub(crate) static OPERATIONS: [&OperationSpec; 4] = [&PUT, &GET, &COPY, &TALK];

pub(crate) fn router(protocols: &[&'static dyn Protocol]) -> Router {
    Router::new(&SERVICE, protocols, OPERATIONS)
}

/// The route of an operation in a protocol.
pub(crate) fn route(protocol: &'static dyn Protocol, operation: &'static OperationSpec) -> Route {
    let router = Router::new(&SERVICE, &[protocol], [operation]);
    let request = protocol
        .encode_request(operation, &Named(operation.input()), &Default::default())
        .unwrap();
    let (head, body) = request.into_parts();
    match router.find(&head).unwrap() {
        Found::Route(route) => route,
        Found::Form(protocol) => {
            let request = http::Request::from_parts(head, body);
            router.find_in_form(protocol, &request).unwrap()
        }
    }
}

/// An input whose label is set, and nothing else.
struct Named(&'static Schema);

impl Structure for Named {
    fn schema(&self) -> &'static Schema {
        self.0
    }
    fn get(&self, member: usize) -> Ref<'_> {
        let label = self.0.members().get(member);
        match label.is_some_and(|label| label.traits().contains(&Trait::HttpLabel)) {
            true => Ref::Str("s"),
            false => Ref::Unset,
        }
    }
    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Skip
    }
}

pub(crate) fn head(method: &str, uri: &str, headers: &[(&str, &str)]) -> http::request::Parts {
    request(method, uri, headers, "").into_parts().0
}

pub(crate) fn request(
    method: &str,
    uri: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> http::Request<Bytes> {
    let mut builder = http::Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(Bytes::from(body.to_owned())).unwrap()
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) size: i32,
    pub(crate) color: String,
}

impl Structure for Item {
    fn schema(&self) -> &'static Schema {
        &ITEM
    }
    fn get(&self, member: usize) -> Ref<'_> {
        match member {
            0 => self.name.view(),
            1 => self.size.view(),
            _ => self.color.view(),
        }
    }
    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => self.name.slot(),
            1 => self.size.slot(),
            _ => self.color.slot(),
        }
    }
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Choice(pub(crate) Item);

impl Structure for Choice {
    fn schema(&self) -> &'static Schema {
        &CHOICE
    }
    fn get(&self, member: usize) -> Ref<'_> {
        match member {
            0 => Ref::Structure(&self.0),
            _ => Ref::Unset,
        }
    }
    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => Slot::Structure(&mut self.0),
            _ => Slot::Skip,
        }
    }
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct PutInput {
    pub(crate) shelf: String,
    pub(crate) owner: String,
    pub(crate) item: Item,
    pub(crate) items: Option<Vec<Item>>,
    pub(crate) named: Option<std::collections::BTreeMap<String, Item>>,
    pub(crate) choice: Option<Choice>,
}

impl Structure for PutInput {
    fn schema(&self) -> &'static Schema {
        &PUT_INPUT
    }
    fn get(&self, member: usize) -> Ref<'_> {
        match member {
            0 => self.shelf.view(),
            1 => self.owner.view(),
            2 => self.item.view(),
            3 => self.items.view(),
            4 => self.named.view(),
            _ => self.choice.view(),
        }
    }
    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => self.shelf.slot(),
            1 => self.owner.slot(),
            2 => View::slot(&mut self.item),
            3 => self.items.slot(),
            4 => self.named.slot(),
            _ => self.choice.slot(),
        }
    }
}

/// An event.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Word(pub(crate) Item);

impl Structure for Word {
    fn schema(&self) -> &'static Schema {
        &WORDS
    }
    fn get(&self, _: usize) -> Ref<'_> {
        Ref::Structure(&self.0)
    }
    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Structure(&mut self.0)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Talk {
    pub(crate) room: String,
    pub(crate) words: EventStream<Word>,
}

impl Structure for Talk {
    fn schema(&self) -> &'static Schema {
        &TALK_STREAM
    }
    fn get(&self, member: usize) -> Ref<'_> {
        match member {
            0 => self.room.view(),
            _ => self.words.view(),
        }
    }
    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => self.room.slot(),
            _ => self.words.slot(),
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Copy {
    pub(crate) note: String,
    pub(crate) body: smithgen_runtime::ByteStream,
}

impl Structure for Copy {
    fn schema(&self) -> &'static Schema {
        &STREAM
    }
    fn get(&self, member: usize) -> Ref<'_> {
        match member {
            0 => self.note.view(),
            _ => self.body.view(),
        }
    }
    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => self.note.slot(),
            _ => self.body.slot(),
        }
    }
}
