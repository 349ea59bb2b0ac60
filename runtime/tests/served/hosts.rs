//! The host of a request tells operations apart, and is where labels and buckets are read from.

use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::http::{Request, Response};
use smithgen_runtime::protocol::{AWS_JSON_1_0, AWS_QUERY, REST_JSON_1};
use smithgen_runtime::served::{Found, Hosts, Rejection, Router, read_request, write_rejection};
use smithgen_runtime::{
    Http, Kind, Member, OperationSpec, Protocol, Ref, Schema, Segment, Service, Slot, Structure,
    Trait, View, prelude,
};

use crate::model::request;

static SERVICE: Service = Service::new("test#Store", "2020", "Store", &REST_JSON_1);

static KEY: Schema = Schema::requiring(
    "test#Key",
    Kind::Structure,
    &[
        Member::new("bucket", &prelude::STRING).with_traits(&[Trait::Required, Trait::HttpLabel]),
        Member::new("key", &prelude::STRING).with_traits(&[Trait::Required, Trait::HttpLabel]),
    ],
    &[],
);
static ACCOUNT: Schema = Schema::requiring(
    "test#Account",
    Kind::Structure,
    &[
        Member::new("account", &prelude::STRING).with_traits(&[Trait::Required, Trait::HostLabel]),
        Member::new("note", &prelude::STRING).with_traits(&[Trait::Required]),
    ],
    &[],
);

static LIST: OperationSpec =
    OperationSpec::new("List", &SERVICE, &prelude::UNIT, &prelude::UNIT).with_http(&LIST_HTTP);
static LIST_HTTP: Http = Http::new("GET", &[], 200);
static GET_KEY: OperationSpec =
    OperationSpec::new("GetKey", &SERVICE, &KEY, &prelude::UNIT).with_http(&GET_KEY_HTTP);
static GET_KEY_HTTP: Http = Http::new("GET", &[Segment::Greedy(1)], 200)
    .with_route(&[Segment::Label(0), Segment::Greedy(1)]);
static PLAIN: OperationSpec =
    OperationSpec::new("Plain", &SERVICE, &prelude::UNIT, &prelude::UNIT).with_http(&NOTE_HTTP);
static NOTE: OperationSpec = OperationSpec::new("Note", &SERVICE, &ACCOUNT, &prelude::UNIT)
    .with_http(&NOTE_HTTP)
    .with_host_prefix("{account}.notes.");
static NOTE_HTTP: Http = Http::new("POST", &[Segment::Literal("notes")], 200);

/// An input of two texts.
struct Two(&'static Schema, String, String);

impl Structure for Two {
    fn schema(&self) -> &'static Schema {
        self.0
    }
    fn get(&self, member: usize) -> Ref<'_> {
        [&self.1, &self.2][member].view()
    }
    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => self.1.slot(),
            _ => self.2.slot(),
        }
    }
}

fn router(protocols: &[&'static dyn Protocol], names: &[&str]) -> Router {
    let operations = [&LIST, &GET_KEY, &PLAIN, &NOTE];
    Router::new(&SERVICE, protocols, operations).with_hosts(Hosts::new(names))
}

/// The operation of a request, and the two members of its input.
fn read(router: &Router, request: Request<Bytes>) -> Result<String, Box<Response<Bytes>>> {
    let (mut head, body) = request.into_parts();
    let found = router
        .find(&head)
        .map_err(|error| Box::new(error.answer()))?;
    router.locate(found, &mut head);
    let Found::Route(route) = found else {
        panic!("no form");
    };
    let schema = route.operation.input();
    let mut input = Two(schema, String::new(), String::new());
    let request = Request::from_parts(head, body);
    read_request(route, &request, &mut input)
        .map_err(|rejection: Rejection| Box::new(write_rejection(route, &rejection)))?;
    Ok(format!(
        "{} {} {}",
        route.operation.name(),
        input.1,
        input.2
    ))
}

fn get(host: &str, uri: &str) -> Request<Bytes> {
    request("GET", uri, &[("host", host)], "")
}

fn post(host: &str, body: &str) -> Request<Bytes> {
    let headers = [("host", host), ("content-type", "application/json")];
    // An operation without an input takes no type.
    let headers = &headers[..if body.is_empty() { 1 } else { 2 }];
    request("POST", "/notes", headers, body)
}

#[test]
fn a_bucket_may_be_in_the_host() {
    let router = router(&[&REST_JSON_1], &["store.example"]);
    for (host, uri, expected) in [
        ("store.example", "/", "List  "),
        ("store.example:8080", "/a/k%20/b", "GetKey a k /b"),
        ("10.0.0.1", "/a/k", "GetKey a k"),
        ("a.store.example", "/k/b", "GetKey a k/b"),
        ("A.b.Store.Example:80", "/k", "GetKey A.b k"),
    ] {
        assert_eq!(
            read(&router, get(host, uri)).unwrap(),
            expected,
            "{host}{uri}"
        );
    }
    // A bucket has no operation of its own here.
    assert_eq!(
        read(&router, get("a.store.example", "/"))
            .unwrap_err()
            .status(),
        404
    );
}

#[test]
fn without_names_the_host_means_nothing() {
    let router = router(&[&REST_JSON_1], &[]);
    assert_eq!(
        read(&router, get("a.store.example", "/")).unwrap(),
        "List  "
    );
    let found = read(&router, post("1.notes.store.example", ""));
    assert_eq!(found.unwrap(), "Plain  ");
}

#[test]
fn labels_are_read_from_the_host() {
    let router = router(&[&REST_JSON_1], &["store.example"]);
    let at = |host, body| read(&router, post(host, body));
    let both = r#"{"account": "Ann-1", "note": "x"}"#;
    assert_eq!(
        at("ann-1.notes.store.example", both).unwrap(),
        "Note Ann-1 x"
    );
    let note = r#"{"note": "x"}"#;
    assert_eq!(
        at("ann-1.notes.store.example", note).unwrap(),
        "Note ann-1 x"
    );
    assert_eq!(at("store.example", "").unwrap(), "Plain  ");

    let other = at("bob.notes.store.example", both).unwrap_err();
    assert_eq!(other.status(), 400);
    let told = String::from_utf8(other.body().to_vec()).unwrap();
    assert!(
        told.contains("`account`: another value than in the host"),
        "{told}"
    );

    let missing = at("bob.notes.store.example", "{}").unwrap_err();
    let told = String::from_utf8(missing.body().to_vec()).unwrap();
    assert!(
        told.contains("/note") && !told.contains("/account"),
        "{told}"
    );
    // Any other prefix is a bucket, of which there is a key at this path, but with another method.
    let bucket = at("bob.other.store.example", both).unwrap_err();
    assert_eq!(bucket.status(), 405);
}

#[test]
fn operations_that_are_named_have_their_host_too() {
    let router = router(&[&AWS_JSON_1_0], &["store.example"]);
    let named = |host| {
        let headers = [
            ("host", host),
            ("x-amz-target", "Store.Note"),
            ("content-type", "application/x-amz-json-1.0"),
        ];
        read(&router, request("POST", "/", &headers, r#"{"note": "x"}"#))
    };
    assert_eq!(named("bob.notes.store.example").unwrap(), "Note bob x");
    assert_eq!(named("store.example").unwrap_err().status(), 404);
}

#[test]
fn operations_in_forms_have_their_host_too() {
    let router = router(&[&AWS_QUERY], &["store.example"]);
    let named = |host| {
        let form = request("POST", "/", &[("host", host)], "Action=Note&Version=2020");
        let route = router.find_in_form(&AWS_QUERY, &form);
        route.map(|route| route.operation.name().to_owned())
    };
    assert_eq!(named("bob.notes.store.example").unwrap(), "Note");
    for host in ["store.example", "bob.other.store.example", "10.0.0.1"] {
        assert_eq!(named(host).unwrap_err().answer().status(), 404, "{host}");
    }
}
