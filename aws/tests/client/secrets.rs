//! What `Debug` and errors say of settings and requests that hold secrets.

use http::{HeaderName, HeaderValue};
use smithgen_aws::profile::{EndpointUrls, Files, Selected};
use smithgen_client::Environment;
use smithgen_client::transport::{
    Body, Proxies, Proxy, SendFuture, Transport, TransportError, TransportErrorKind,
};
use smithgen_client::{Client, Config};
use smithgen_runtime::dynamic::{DynamicList, DynamicMap, DynamicStructure, Typing, Value};
use smithgen_runtime::endpoint_rules::{ContextParameter, ContextSource, InputStep, Literal};
use smithgen_runtime::{
    Http, Kind, Member, OperationSpec, OperationTrait, Schema, Segment, Trait, prelude,
};

use super::run;
use super::service::{PLAIN, SERVICE, answer, getting, scripted};

const SECRET: &str = "PW";
const URL: &str = "http://user:PW@localhost:1/path?token=PW";

fn hides(shown: &str) {
    assert!(!shown.contains(SECRET), "{shown}");
}

#[test]
fn settings_show_no_userinfo_and_no_profile() {
    let mut config = Config::new().endpoint_url(URL).header(
        HeaderName::from_static("authorization"),
        HeaderValue::from_static(SECRET),
    );
    config.http.proxies = Proxies {
        http: Proxy::parse("http://user:PW@proxy:1"),
        ..Proxies::default()
    };
    hides(&format!("{config:?}"));
    assert!(format!("{config:?}").contains("***:***@localhost:1/path"));
    hides(&format!("{:?}", Client::new(config)));

    let environment = Environment::of([
        ("AWS_ENDPOINT_URL", URL),
        ("AWS_ENDPOINT_URL_THING", URL),
        ("AWS_SECRET_ACCESS_KEY", SECRET),
    ]);
    let files = Files {
        credentials: smithgen_aws::profile::Ini::parse(
            b"[default]\naws_secret_access_key = PW\nendpoint_url = http://u:PW@h/\n",
        )
        .unwrap(),
        ..Files::default()
    };
    let profile = files
        .selected(&Selected::from_env(None, &environment))
        .unwrap();
    let urls = EndpointUrls::from_env(&environment, &files, &profile);
    hides(&format!("{environment:?} {files:?} {profile:?} {urls:?}"));
    assert!(format!("{files:?}").contains("aws_secret_access_key"));
}

static INPUT: Schema = Schema::new(
    "example#SecretInput",
    Kind::Structure,
    &[
        Member::new("query", &prelude::STRING)
            .with_traits(&[Trait::Sensitive, Trait::HttpQuery("q")]),
        Member::new("header", &prelude::STRING)
            .with_traits(&[Trait::Sensitive, Trait::HttpHeader("x-secret")]),
        Member::new("body", &prelude::STRING).with_traits(&[Trait::Sensitive]),
    ],
);

static SECRETS: OperationSpec = getting(&INPUT, &prelude::UNIT);

#[test]
fn a_request_shows_nothing_that_is_in_it() {
    let mut input = DynamicStructure::new(&INPUT, Typing::Typed);
    for member in 0..3 {
        input.set(member, Value::Str(SECRET.to_owned()));
    }
    let request = smithgen_client::encode_operation(&SECRETS, &input, &Default::default());
    let request = request.unwrap();
    hides(&format!("{request:?}"));
    assert!(format!("{request:?}").contains("x-secret"));
    // It is the request all the same.
    assert_eq!(request.headers()["x-secret"], SECRET);
    assert!(request.uri().query().unwrap().contains(SECRET));
    hides(&format!("{:?}", request.headers()));
    let plain: http::Request<bytes::Bytes> = request.into();
    assert!(
        plain
            .body()
            .windows(2)
            .any(|part| part == SECRET.as_bytes())
    );

    let (config, _) = scripted(Vec::new());
    let client = Client::new(config.endpoint_url(URL));
    let prepared = client.prepare(&SECRETS, &input).unwrap();
    hides(&format!("{:?}", prepared.endpoint));
    hides(&format!("{:?}", prepared.request.headers()));
}

static PLACES: Schema = Schema::new(
    "example#PlacesInput",
    Kind::Structure,
    &[
        Member::new("label", &prelude::STRING).with_traits(&[Trait::Sensitive, Trait::HttpLabel]),
        Member::new("host", &prelude::STRING).with_traits(&[Trait::Sensitive, Trait::HostLabel]),
        Member::new("query", &prelude::STRING)
            .with_traits(&[Trait::Sensitive, Trait::HttpQuery("q")]),
        Member::new("open", &prelude::STRING).with_traits(&[Trait::HttpLabel]),
    ],
);

/// Fails, and says where it should have gone.
struct Broken;

impl Transport for Broken {
    fn send(&self, request: http::Request<Body>) -> SendFuture<'_> {
        let url = request.uri().to_string();
        let error = TransportError::new(TransportErrorKind::Closed, url);
        Box::pin(std::future::ready(Err(error)))
    }
}

static PLACED: OperationSpec = OperationSpec::new("Get", &PLAIN, &PLACES, &prelude::UNIT)
    .with_http(&Http::new(
        "GET",
        &[
            Segment::Literal("get"),
            Segment::Label(0),
            Segment::Label(3),
        ],
        200,
    ))
    .with_host_prefix("{host}.data.");

#[test]
fn a_url_that_is_shown_has_no_secret_in_it() {
    let mut input = DynamicStructure::new(&PLACES, Typing::Typed);
    for member in 0..3 {
        input.set(member, Value::Str(SECRET.to_owned()));
    }
    input.set(3, Value::Str("open".to_owned()));
    for (url, shown) in [
        ("http://h", "http://***.data.h/get/***/open"),
        ("http://h/base", "http://***.data.h/base/get/***/open"),
    ] {
        let (config, _) = scripted(vec![answer(200, "")]);
        let client = Client::new(config.endpoint_url(url).transport(Broken).max_attempts(1));
        let prepared = client.prepare(&PLACED, &input).unwrap();
        assert_eq!(prepared.shown_url, shown);
        hides(&format!("{prepared:?}"));
        // It goes where it is meant to all the same.
        let sent = prepared.request.uri().to_string();
        assert!(sent.starts_with("http://pw.data.h/"), "{sent}");
        assert!(sent.ends_with("/get/PW/open?q=PW"), "{sent}");
        let error = run(client.transmit(prepared)).unwrap_err();
        hides(&format!("{error} {error:?}"));
        assert!(error.to_string().contains(shown), "{error}");
    }
    // What the endpoint's query holds is for messages only.
    let (config, _) = scripted(Vec::new());
    let client = Client::new(config.endpoint_url("http://h/?token=PW"));
    let prepared = client.prepare(&PLACED, &input).unwrap();
    hides(&format!("{prepared:?}"));
}

static INNER: Schema = Schema::new(
    "example#Inner",
    Kind::Structure,
    &[Member::new("name", &prelude::STRING).with_traits(&[Trait::Sensitive])],
);
static OUTER: Schema = Schema::new(
    "example#Outer",
    Kind::Structure,
    &[Member::new("inner", &INNER)],
);
static NAMED: OperationSpec = OperationSpec::new("Get", &SERVICE, &OUTER, &prelude::UNIT)
    .with_http(&Http::new("GET", &[Segment::Literal("get")], 200))
    .with_traits(&[OperationTrait::EndpointParameters(&[
        ContextParameter::new("Name", ContextSource::Static(Literal::Str("a"))),
        ContextParameter::new(
            "Stage",
            ContextSource::Path(&[InputStep::Field("inner"), InputStep::Field("name")]),
        ),
    ])]);

#[test]
fn a_host_that_a_path_finds_in_the_input_is_not_shown() {
    let mut inner = DynamicStructure::new(&INNER, Typing::Typed);
    inner.set(0, Value::Str(SECRET.to_owned()));
    let mut input = DynamicStructure::new(&OUTER, Typing::Typed);
    input.set(0, Value::Structure(inner));
    let (config, _) = scripted(Vec::new());
    let client = Client::new(config.region("eu").transport(Broken).max_attempts(1));
    let prepared = client.prepare(&NAMED, &input).unwrap();
    assert_eq!(prepared.shown_url, "https://***/get");
    assert_eq!(prepared.request.uri().host(), Some("pw.eu.example.com"));
    let error = run(client.transmit(prepared)).unwrap_err();
    hides(&format!("{error} {error:?}"));
}

static HIDDEN_LIST: Schema = Schema::new(
    "example#Hidden",
    Kind::List,
    &[Member::new("member", &prelude::STRING).with_traits(&[Trait::Sensitive])],
);
static HIDDEN_MAP: Schema = Schema::new(
    "example#HiddenMap",
    Kind::Map,
    &[
        Member::new("key", &prelude::STRING).with_traits(&[Trait::Sensitive]),
        Member::new("value", &prelude::STRING).with_traits(&[Trait::Sensitive]),
    ],
);

#[test]
fn lists_and_maps_show_no_secret() {
    let mut list = DynamicList::new(&HIDDEN_LIST, Typing::Typed);
    list.items.push(Value::Str(SECRET.to_owned()));
    let mut map = DynamicMap::new(&HIDDEN_MAP, Typing::Typed);
    map.set(SECRET, Value::Str(SECRET.to_owned()));
    hides(&format!("{list:?} {map:?}"));
    hides(&format!("{:?}", [Value::List(list), Value::Map(map)]));
}

#[test]
fn an_endpoint_that_is_none_is_told_without_its_password() {
    let (config, _) = scripted(Vec::new());
    for url in [
        "http://user:PW@",
        "http://user:PW@ho st/",
        "ftp://user:PW@h/",
        "http://u:P/PW@h",
    ] {
        let client = Client::new(config.clone().endpoint_url(url));
        let input = DynamicStructure::new(&INPUT, Typing::Typed);
        let error = client.prepare(&SECRETS, &input).unwrap_err();
        hides(&format!("{error} {error:?}"));
    }
}
