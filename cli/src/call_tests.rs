//! What is shown of requests, and that showing them stops no call.

use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use smithgen_client::auth::{Credentials, Provided, Provider, Purpose};
use smithgen_client::transport::LocalTransport;
use smithgen_runtime::endpoint_rules::{
    Condition, Expr, Function, Literal, Parameter, Rule, RuleSet,
};
use smithgen_runtime::operation::{Auth, Http, OperationTrait, Segment, Service};
use smithgen_runtime::protocol;
use smithgen_runtime::schema::{Kind, Member, Schema, Trait, prelude};

use super::*;
use crate::encoding::Encoding;
use crate::params::words::HIDDEN;

static PLACES: Schema = Schema::new(
    "test#Places",
    Kind::Structure,
    &[
        Member::new("host", &prelude::STRING).with_traits(&[
            Trait::Sensitive,
            Trait::Required,
            Trait::HostLabel,
        ]),
        Member::new("label", &prelude::STRING).with_traits(&[Trait::Sensitive, Trait::HttpLabel]),
        Member::new("header", &prelude::STRING)
            .with_traits(&[Trait::Sensitive, Trait::HttpHeader("x-header")]),
        Member::new("body", &prelude::STRING).with_traits(&[Trait::Sensitive]),
    ],
);
static UPLOAD: Schema = Schema::new(
    "test#Upload",
    Kind::Structure,
    &[
        Member::new("length", &prelude::LONG).with_traits(&[Trait::HttpHeader("Content-Length")]),
        Member::new("open", &prelude::STRING).with_traits(&[Trait::HttpHeader("x-open")]),
        Member::new("body", &prelude::STRING).with_traits(&[Trait::Sensitive, Trait::HttpPayload]),
    ],
);
static NOTES: Schema = Schema::new(
    "test#Notes",
    Kind::Structure,
    &[
        Member::new("open", &prelude::STRING),
        Member::new("secret", &prelude::STRING).with_traits(&[Trait::Sensitive]),
    ],
);
static SERVICE: Service = Service::new("test#Safe", "", "Safe", &protocol::REST_JSON_1);
const fn operation(input: &'static Schema, http: &'static Http) -> OperationSpec {
    OperationSpec::new("Put", &SERVICE, input, &prelude::UNIT)
        .with_http(http)
        .with_traits(&[OperationTrait::ChecksumRequired])
}
static AT: Http = Http::new("PUT", &[Segment::Literal("at"), Segment::Label(1)], 200);
static PUT: Http = Http::new("PUT", &[Segment::Literal("put")], 200);
static PLACE: OperationSpec = operation(&PLACES, &AT).with_host_prefix("{host}.");
static SEND: OperationSpec = operation(&UPLOAD, &PUT);
static NOTE: OperationSpec = operation(&NOTES, &PUT);

fn map(json: &str) -> Map {
    match crate::json::parse(json).unwrap() {
        Value::Map(map) => map,
        other => panic!("{other}"),
    }
}

fn call(operation: &'static OperationSpec, answer: usize, max_response: u64) -> Call {
    let answer = Bytes::from(format!("{{{}}}", " ".repeat(answer - 2)));
    let answer = move |_| http::Response::new(answer.clone());
    Call {
        recoded: &[],
        encoded_names: None,
        as_text: None,
        place: Whereabouts::default(),
        upload: None,
        download: None,
        operation,
        config: Config::new()
            .endpoint_url("http://h/base")
            .max_response(Some(max_response))
            .max_attempts(1),
        timestamps: Timestamps::Wire,
        // The log goes to the test's standard error.
        log: Log::new(true, Encoding::Utf8, true),
        voice: Voice::Own,
        local: Some(Arc::new(LocalTransport::new(answer))),
        account: OnceCell::new(),
        link: OnceCell::new(),
    }
}

/// What `--dry-run` prints.
fn dry(operation: &'static OperationSpec, input: &str) -> Map {
    call(operation, 2, 100).dry_run(&map(input)).unwrap()
}

fn header(shown: &Map, name: &str) -> String {
    let headers = shown.get("headers").unwrap();
    headers.get(name).map_or(String::new(), Value::to_string)
}

#[test]
fn a_request_is_shown_and_sent_although_it_could_not_be_sent_as_it_is_shown() {
    let secrets = r#"{"host": "hush", "label": "hush", "header": "hush", "body": "hush"}"#;
    let upload = r#"{"length": 5, "open": "x", "body": "hush!"}"#;
    for (operation, input, url) in [
        (&PLACE, secrets, "http://***.h/base/at/***"),
        (&SEND, upload, "http://h/base/put"),
    ] {
        let shown = dry(operation, input);
        let text = json::compact(&Value::Map(shown.clone()));
        assert!(!text.contains("hush"), "{text}");
        assert_eq!(shown.get("url").unwrap().to_string(), url);
        assert_eq!(shown.get("method").unwrap().to_string(), "PUT");
        let input = map(input);
        let call = call(operation, 2, 100);
        let prepared = call.prepare(&input).unwrap();
        assert_eq!(
            call.exchange(&input, prepared).unwrap().result.unwrap(),
            Map::new()
        );
    }
}

#[test]
fn a_checksum_is_that_of_the_body_that_is_sent_or_hidden() {
    let open = dry(&NOTE, r#"{"open": "x"}"#);
    let real = call(&NOTE, 2, 100);
    let real = real.prepare(&map(r#"{"open": "x"}"#)).unwrap();
    let sent = real.request.headers()["content-md5"].to_str().unwrap();
    assert_eq!(header(&open, "content-md5"), sent);
    let secret = dry(&NOTE, r#"{"open": "x", "secret": "y"}"#);
    assert_eq!(header(&secret, "content-md5"), HIDDEN);
    assert_eq!(header(&secret, "content-length"), "25");
}

#[test]
fn a_log_reads_no_more_of_an_answer_than_is_allowed() {
    let send = |answer: usize| {
        let input = map(r#"{"open": "x"}"#);
        let call = call(&NOTE, answer, 100);
        let prepared = call.prepare(&input).unwrap();
        let response = call.exchange(&input, prepared);
        response.and_then(|response| response.result)
    };
    assert!(send(100).is_ok());
    match send(101) {
        Err(Failure::Network(message, _)) => assert!(message.contains("too large"), "{message}"),
        other => panic!("{other:?}"),
    }
}

/// Has an endpoint for an account, if it is known.
static ACCOUNTS: RuleSet = RuleSet::new(
    &[Parameter::new("AccountId").with_built_in(ACCOUNT)],
    &[
        Rule::endpoint(
            &[Condition::new(Expr::Call(
                Function::IsSet,
                &[Expr::Variable(0)],
            ))],
            Expr::Template(&[
                Expr::Literal(Literal::Str("https://")),
                Expr::Variable(0),
                Expr::Literal(Literal::Str(".h")),
            ]),
            &[],
            &[],
        ),
        Rule::endpoint(&[], Expr::Literal(Literal::Str("https://h")), &[], &[]),
    ],
    1,
);
static OF_ACCOUNTS: Service = Service::new("test#Safe", "", "Safe", &protocol::REST_JSON_1)
    .with_signing_name("safe")
    .with_endpoint_rules(&ACCOUNTS);
static LIST: OperationSpec = OperationSpec::new("List", &OF_ACCOUNTS, &NOTES, &prelude::UNIT)
    .with_http(&PUT)
    .with_auth(&[Auth::SigV4]);

/// Tells its account with its keys, and counts how often it is asked.
#[derive(Clone, Default)]
struct Vault(Arc<AtomicUsize>);

impl Provider<Credentials> for Vault {
    fn provide(&self, _: Purpose) -> Provided<'_, Credentials> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let keys = Credentials::new("k", "s").account_id("9");
        Box::pin(std::future::ready(Ok(Some(keys))))
    }
}

#[test]
fn a_request_goes_to_the_account_that_its_keys_tell() {
    let vault = Vault::default();
    let mut call = call(&LIST, 2, 100);
    call.config.endpoint_url = None;
    call.config = smithgen_aws::for_aws(call.config).credentials(vault.clone());
    // What is only shown needs no keys.
    let input = map("{}");
    let shown = call.dry_run(&input).unwrap();
    assert_eq!(shown.get("url").unwrap().to_string(), "https://h/put");
    assert_eq!(vault.0.load(Ordering::Relaxed), 0);
    for _ in 0..2 {
        let prepared = call.prepare_to_send(&input).unwrap();
        assert_eq!(prepared.request.uri(), "https://9.h/put");
    }
    assert_eq!(vault.0.load(Ordering::Relaxed), 1);
}
