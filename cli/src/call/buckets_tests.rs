use std::cell::OnceCell;
use std::sync::Mutex;

use bytes::Bytes;
use smithgen_client::transport::LocalTransport;
use smithgen_runtime::operation::{Http, Segment, Service};
use smithgen_runtime::protocol::REST_XML_NO_ERROR_WRAPPING;

use super::*;
use crate::debug::Log;
use crate::encoding::Encoding;

static NAMED: Schema = Schema::new(
    "test#Named",
    Kind::Structure,
    &[Member::new("Bucket", &prelude::STRING).with_traits(&[Trait::HttpLabel, Trait::Required])],
);
static KEYS: Schema = Schema::new(
    "test#Keys",
    Kind::Structure,
    &[
        Member::new("AccessKeyId", &prelude::STRING),
        Member::new("SecretAccessKey", &prelude::STRING),
        Member::new("SessionToken", &prelude::STRING),
        Member::new("Expiration", &prelude::TIMESTAMP),
    ],
);
static SESSION_OUTPUT: Schema = Schema::new(
    "test#Session",
    Kind::Structure,
    &[Member::new("Credentials", &KEYS)],
);
static SERVICE: Service = Service::new("test#Store", "", "Store", &REST_XML_NO_ERROR_WRAPPING);
const fn operation(
    name: &'static str,
    http: &'static Http,
    output: &'static Schema,
) -> OperationSpec {
    OperationSpec::new(name, &SERVICE, &NAMED, output).with_http(http)
}
static GET: Http = Http::new("GET", &[Segment::Label(0)], 200);
static PUT: Http = Http::new("PUT", &[Segment::Label(0)], 200);
static HEAD: Http = Http::new("HEAD", &[Segment::Label(0)], 200);
static LOOK: OperationSpec = operation("Look", &GET, &prelude::UNIT);
static TELL: OperationSpec = operation("Tell", &HEAD, &prelude::UNIT);
static MAKE: OperationSpec = operation("Make", &PUT, &prelude::UNIT);
static OPEN: OperationSpec = operation("Open", &GET, &SESSION_OUTPUT);
static BUCKETS: Buckets = Buckets::new(&TELL, &MAKE, &OPEN);

/// An answer: status, region in a header, body.
type Said = (u16, Option<&'static str>, &'static str);

/// A call to which these answers are given in turn, the last again and again; and the methods of its requests.
fn call(
    operation: &'static OperationSpec,
    voice: Voice,
    said: &'static [Said],
) -> (Call, Arc<Mutex<Vec<String>>>) {
    let methods = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&methods);
    let answer = move |request: http::Request<Bytes>| {
        let mut log = log.lock().unwrap();
        let (status, region, body) = said[log.len().min(said.len() - 1)];
        log.push(request.method().to_string());
        let mut response = http::Response::builder().status(status);
        if let Some(region) = region {
            response = response.header(REGION, region);
        }
        response.body(Bytes::from_static(body.as_bytes())).unwrap()
    };
    let call = Call {
        recoded: &[],
        encoded_names: None,
        as_text: None,
        place: Whereabouts {
            of: Some((&BUCKETS, 0)),
            found: RefCell::default(),
        },
        upload: None,
        download: None,
        operation,
        config: Config::new()
            .endpoint_url("http://h")
            .region("us-east-1")
            .max_attempts(1),
        timestamps: Timestamps::Wire,
        log: Log::new(false, Encoding::Utf8, true),
        voice,
        local: Some(Arc::new(LocalTransport::new(answer))),
        account: OnceCell::new(),
        link: OnceCell::new(),
    };
    (call, methods)
}

fn input(bucket: &str) -> Map {
    [("Bucket", Value::from(bucket))].into_iter().collect()
}

/// How a call ends, the region that it found, and the methods of its requests.
fn done(
    operation: &'static OperationSpec,
    voice: Voice,
    bucket: &str,
    said: &'static [Said],
) -> (Result<u16, String>, Option<String>, String) {
    let (call, methods) = call(operation, voice, said);
    let input = input(bucket);
    let prepared = call.prepare(&input).unwrap();
    let ended = call.exchange(&input, prepared);
    let ended = ended.map(|it| it.status).map_err(|it| format!("{it:?}"));
    let region = call.place.found.borrow().region.clone();
    let methods = methods.lock().unwrap().join(" ");
    (ended, region, methods)
}

const MOVED: &str = "<Error><Code>PermanentRedirect</Code><Message>m.</Message></Error>";
const SIGNED: &str =
    "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>";

#[test]
fn requests_follow_a_bucket_to_its_region_once() {
    let ends = |said| done(&LOOK, Voice::Own, "b", said);
    let found = (Ok(200), Some("eu-west-1".to_owned()));
    for (said, methods) in [
        // The header tells, or the document, or the bucket when it is asked.
        (
            &[(301, Some("eu-west-1"), MOVED), (200, None, "")][..],
            "GET GET",
        ),
        (&[(400, None, SIGNED), (200, None, "")][..], "GET GET"),
        (
            &[
                (301, None, MOVED),
                (200, Some("eu-west-1"), ""),
                (200, None, ""),
            ][..],
            "GET HEAD GET",
        ),
        // What tells may be elsewhere itself.
        (
            &[
                (301, None, MOVED),
                (400, Some("eu-west-1"), ""),
                (200, Some("eu-west-1"), ""),
                (200, None, ""),
            ][..],
            "GET HEAD HEAD GET",
        ),
    ] {
        let (ended, region, all) = ends(said);
        assert_eq!((ended, region), found, "{methods}");
        assert_eq!(all, methods);
    }
    assert_eq!(ends(&[(301, Some("eu-west-1"), MOVED)]).2, "GET GET");
    assert_eq!(ends(&[(404, Some("eu-west-1"), "")]).2, "GET");
    assert_eq!(done(&TELL, Voice::Own, "b", &[(400, None, "")]).2, "HEAD");
    let created = done(
        &MAKE,
        Voice::Own,
        "b",
        &[(
            400,
            None,
            "<Error><Code>IllegalLocationConstraintException</Code></Error>",
        )],
    );
    assert_eq!(created.2, "PUT");
    let point = "arn:aws:s3:us-west-2:123456789012:accesspoint/ap";
    assert_eq!(
        done(&LOOK, Voice::Own, point, &[(301, Some("eu-west-1"), MOVED)]).2,
        "GET"
    );
}

#[test]
fn a_region_that_is_none_is_refused() {
    let (ended, ..) = done(&LOOK, Voice::Own, "b", &[(301, Some("eu/../x"), MOVED)]);
    assert!(
        ended
            .unwrap_err()
            .contains("doesn't match a supported format")
    );
}

#[test]
fn a_bucket_that_is_always_elsewhere_is_asked_for_so_often() {
    const NOWHERE: &[Said] = &[(301, None, "")];
    for (voice, status) in [(Voice::Own, Some(301)), (Voice::Reference, None)] {
        let (ended, region, methods) = done(&TELL, voice, "b", NOWHERE);
        assert_eq!(methods.split(' ').count(), REGION_LOOKUPS + 1);
        assert_eq!((ended.ok(), region), (status, None));
    }
}

#[test]
fn the_reference_says_how_to_set_a_region() {
    const AT: &str = "<Error><Code>PermanentRedirect</Code><Message>Not here.</Message>\
                      <Endpoint>b.example.com</Endpoint></Error>";
    let (call, _) = call(&LOOK, Voice::Reference, &[(301, Some("eu-west-1"), AT)]);
    let prepared = call.prepare(&input("b")).unwrap();
    let result = call.exchange(&input("b"), prepared).unwrap().result;
    let Err(Failure::Service(failure)) = result else {
        panic!("no error");
    };
    let message = failure.message.to_string();
    assert!(
        message.starts_with("Not here: b.example.com\nYou can fix this issue"),
        "{message}"
    );
}

#[test]
fn a_session_is_made_once_as_long_as_it_lasts() {
    const LASTS: &str = "<S><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>s</SecretAccessKey>\
        <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></S>";
    const OVER: &str = "<S><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>s</SecretAccessKey>\
        <SessionToken>t</SessionToken><Expiration>2000-01-01T00:00:00Z</Expiration></Credentials></S>";
    for (said, requests) in [
        (&[(200, None, LASTS)][..], 1),
        (&[(200, None, OVER)][..], 2),
    ] {
        let (call, methods) = call(&LOOK, Voice::Own, said);
        for _ in 0..2 {
            let session = call.session(&input("b")).unwrap().unwrap();
            assert_eq!(session.access_key_id, "A");
            assert_eq!(session.session_token.as_deref(), Some("t"));
        }
        assert_eq!(methods.lock().unwrap().len(), requests);
    }
    let (call, _) = call(
        &LOOK,
        Voice::Own,
        &[(403, None, "<Error><Code>AccessDenied</Code></Error>")],
    );
    assert!(
        matches!(call.session(&input("b")), Err(Failure::Service(it)) if it.operation == "Open")
    );
}
