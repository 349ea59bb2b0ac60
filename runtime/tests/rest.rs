//! Where members travel in requests and responses of restJson1, and what odd responses become.

use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::dynamic::{BlobText, DynamicStructure, Typing};
use smithgen_runtime::protocol::REST_JSON_1;
use smithgen_runtime::{
    EncodeOptions, Http, InputError, JsonStyle, Kind, Member, OperationSpec, Protocol, Schema,
    Segment, Service, Trait, binding, http, json, prelude, validate,
};

static INPUT: Schema = Schema::requiring(
    "test#PutInput",
    Kind::Structure,
    &[
        Member::new("bucket", &prelude::STRING).with_traits(&[Trait::HttpLabel, Trait::Required]),
        Member::new("key", &prelude::STRING).with_traits(&[
            Trait::HttpLabel,
            Trait::Required,
            Trait::HostLabel,
        ]),
        Member::new("tags", &STRINGS).with_traits(&[Trait::HttpQuery("tag")]),
        Member::new("others", &MAP).with_traits(&[Trait::HttpQueryParams]),
        Member::new("names", &STRINGS).with_traits(&[Trait::HttpHeader("X-Names")]),
        Member::new("meta", &MAP).with_traits(&[Trait::HttpPrefixHeaders("X-Meta-")]),
        Member::new("token", &prelude::STRING)
            .with_traits(&[Trait::Required, Trait::IdempotencyToken]),
        Member::new("note", &prelude::STRING),
        Member::new("parts", &PARTS),
    ],
    &[],
);
static PARTS: Schema = Schema::requiring(
    "test#Parts",
    Kind::List,
    &[Member::new("member", &PART)],
    &[],
);
static PART: Schema = Schema::requiring(
    "test#Part",
    Kind::Structure,
    &[Member::new("id", &prelude::STRING).with_traits(&[Trait::Required])],
    &[],
);
static STRINGS: Schema = Schema::new(
    "test#Strings",
    Kind::List,
    &[Member::new("member", &prelude::STRING)],
);
static MAP: Schema = Schema::new(
    "test#Map",
    Kind::Map,
    &[
        Member::new("key", &prelude::STRING),
        Member::new("value", &prelude::STRING),
    ],
);
static DENIED: Schema = Schema::new(
    "test#Denied",
    Kind::Structure,
    &[Member::new("message", &prelude::STRING)],
)
.with_traits(&[Trait::Error { client: true }, Trait::HttpError(403)]);
static SECRET: Schema = Schema::new(
    "test#Secret",
    Kind::Structure,
    &[Member::new("message", &prelude::STRING).with_traits(&[Trait::Sensitive])],
)
.with_traits(&[Trait::Error { client: false }]);
static NOT_FOUND: Schema = Schema::new("test#NotFound", Kind::Structure, &[])
    .with_traits(&[Trait::Error { client: true }]);
static SERVICE: Service = Service::new("test#Service", "", "test", &REST_JSON_1)
    .with_errors(&[&DENIED, &SECRET, &NOT_FOUND]);
static PUT: OperationSpec = put("{key}.data.");

const fn put(host_prefix: &'static str) -> OperationSpec {
    static HTTP: Http = Http::new(
        "PUT",
        &[
            Segment::Literal("v1"),
            Segment::Label(0),
            Segment::Greedy(1),
        ],
        200,
    )
    .with_query(&[("fixed", None), ("list-type", Some("2"))]);
    const ERRORS: &[&Schema] = &[&DENIED, &SECRET, &NOT_FOUND];
    OperationSpec::new("Put", &SERVICE, &INPUT, &PART)
        .with_errors(ERRORS)
        .with_http(&HTTP)
        .with_host_prefix(host_prefix)
}

fn input(text: &str) -> DynamicStructure {
    let document = json::document(text.as_bytes()).unwrap();
    DynamicStructure::from_document(&INPUT, &document, BlobText::Plain).unwrap()
}

fn encode(text: &str) -> Result<http::Request<Bytes>, InputError> {
    let options = EncodeOptions {
        token: &|| "fresh".to_owned(),
        ..Default::default()
    };
    REST_JSON_1.encode_request(&PUT, &input(text), &options)
}

#[test]
fn every_member_goes_to_its_place_and_comes_back() {
    let text = r#"{"bucket":"a/b é","key":"x/../y z","tags":["1","","&"],
        "others":{"tag":"beaten","k=":"v"},"names":["a","b,c","d \"e\""],
        "meta":{"one":"1"},"note":"hi","parts":[{"id":"p"}]}"#;
    let request = encode(text).unwrap();
    assert_eq!(request.method(), "PUT");
    assert_eq!(
        request.uri(),
        "/v1/a%2Fb%20%C3%A9/x/../y%20z?fixed&list-type=2&tag=1&tag=&tag=%26&k%3D=v"
    );
    assert_eq!(request.headers()["x-names"], r#"a, "b,c", "d \"e\"""#);
    assert_eq!(request.headers()["x-meta-one"], "1");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(
        request.body(),
        r#"{"note":"hi","parts":[{"id":"p"}],"token":"fresh"}"#
    );

    let mut read = DynamicStructure::new(&INPUT, Typing::Typed);
    REST_JSON_1
        .decode_request(&PUT, &request, &mut read)
        .unwrap();
    let mut expected = input(text);
    expected.set(6, smithgen_runtime::dynamic::Value::Str("fresh".into()));
    // A server sees all parameters in the map.
    let all = input(r#"{"others":{"fixed":"","list-type":"2","tag":"1","k=":"v"}}"#);
    expected.set(3, all.value(3).unwrap().clone());
    assert_eq!(read, expected);
}

#[test]
fn a_token_that_is_set_stays() {
    let request = encode(r#"{"bucket":"b","key":"k","token":"mine"}"#).unwrap();
    assert_eq!(request.body(), r#"{"token":"mine"}"#);
}

#[test]
fn bodies_may_be_spaced_as_python_does() {
    let options = EncodeOptions {
        token: &String::new,
        json: JsonStyle::Python,
        ..EncodeOptions::default()
    };
    let value = input(r#"{"bucket":"b","key":"k","note":"é","token":"t"}"#);
    let request = REST_JSON_1.encode_request(&PUT, &value, &options).unwrap();
    assert_eq!(request.body(), r#"{"note": "\u00e9", "token": "t"}"#);
}

#[test]
fn what_cannot_travel_is_an_error_that_names_the_member() {
    let invalid = |text: &str| match encode(text) {
        Err(InputError::Invalid { path, .. }) => path,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(invalid(r#"{"bucket":"","key":"k"}"#), "bucket");
    assert_eq!(
        invalid(r#"{"bucket":"b","key":"k","names":["a\nb"]}"#),
        "names"
    );
    assert_eq!(
        invalid(r#"{"bucket":"b","key":"k","meta":{"a b":"c"}}"#),
        "meta[a b]"
    );
    let long = format!(r#"{{"bucket":"{}","key":"k"}}"#, "b".repeat(100_000));
    assert_eq!(invalid(&long), "");
    let missing = encode(r#"{"bucket":"b"}"#).unwrap_err();
    assert_eq!(missing, InputError::Missing(vec!["key".to_owned()]));
}

#[test]
fn all_missing_members_are_named_at_once() {
    let value = input(r#"{"key":"k","parts":[{"id":"p"},{}]}"#);
    assert_eq!(
        validate::missing_required(&value),
        ["bucket", "parts[1].id"]
    );
}

#[test]
fn host_labels_are_checked() {
    let prefix = |key: &str| {
        binding::host_prefix(&PUT, &input(&format!(r#"{{"bucket":"b","key":"{key}"}}"#)))
    };
    assert_eq!(prefix("Acme-1").unwrap().as_deref(), Some("acme-1.data."));
    let too_long = "a".repeat(64);
    for bad in ["", "a.b", "-a", "a-", "a/b", "é", &too_long] {
        assert!(matches!(prefix(bad), Err(InputError::Invalid { path, .. }) if path == "key"));
    }
    let unset = binding::host_prefix(&PUT, &input("{}"));
    assert_eq!(unset, Err(InputError::Missing(vec!["key".to_owned()])));
}

#[test]
fn hosts_are_no_longer_than_names_may_be() {
    static MIXED: OperationSpec = put("data-{bucket}-{key}.x.");
    let prefix = |bucket: usize, key: usize| {
        let (bucket, key) = ("b".repeat(bucket), "k".repeat(key));
        let text = format!(r#"{{"bucket":"{bucket}","key":"{key}"}}"#);
        binding::host_prefix(&MIXED, &input(&text))
    };
    assert_eq!(prefix(28, 29).unwrap().unwrap().len(), 63 + 3);
    let expected = InputError::Invalid {
        path: "bucket, key".to_owned(),
        reason: "a part of the host would be longer than 63 characters".to_owned(),
    };
    assert_eq!(prefix(29, 29), Err(expected));
}

fn response(status: u16, headers: &[(&str, &str)], body: &[u8]) -> http::Response<Bytes> {
    let mut builder = http::Response::builder().status(status);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(Bytes::copy_from_slice(body)).unwrap()
}

#[test]
fn errors_say_what_they_can() {
    let type_header = ("X-Amzn-ErrorType", "ns#Denied:http://example.com/");
    let cases = [
        (
            response(403, &[type_header], br#"{"message":"no"}"#),
            "Denied",
            Some("no"),
            Some(0),
        ),
        (
            response(403, &[], br#"{"__type":"a#Denied","Message":"no"}"#),
            "Denied",
            Some("no"),
            Some(0),
        ),
        (
            response(400, &[], br#"{"code":"Other","__type":"Another"}"#),
            "Other",
            None,
            None,
        ),
        // A member that is called `code`, and a header with nothing in it, hide no error of the model.
        (
            response(400, &[], br#"{"code":"E17","__type":"Denied"}"#),
            "Denied",
            None,
            Some(0),
        ),
        (
            response(400, &[("X-Amzn-ErrorType", "")], br#"{"code":"Denied"}"#),
            "Denied",
            None,
            Some(0),
        ),
        (
            response(500, &[], br#"{"code":"Secret","message":"hunter2"}"#),
            "Secret",
            None,
            Some(1),
        ),
        (
            response(502, &[], b"<html>Bad gateway</html>"),
            "502",
            None,
            None,
        ),
        (response(503, &[], b"\xff\xfe"), "503", None, None),
        (response(404, &[], b""), "404", None, Some(2)),
        (response(404, &[], b"<html>"), "404", None, None),
        (response(410, &[], b""), "410", None, None),
        (
            response(404, &[("x-amzn-errortype", "Other")], b""),
            "Other",
            None,
            None,
        ),
        (
            response(400, &[], br#"{"message":"cut","code":"Den"#),
            "400",
            Some("cut"),
            None,
        ),
    ];
    for (response, code, message, index) in cases {
        let metadata = REST_JSON_1.error_metadata(&PUT, &response);
        assert_eq!(metadata.code, code);
        assert_eq!(metadata.message.as_deref(), message);
        assert_eq!(metadata.status, response.status().as_u16());
        assert_eq!(REST_JSON_1.error_index(&PUT, &metadata), index);
    }
    let with_id = response(400, &[("x-amzn-RequestId", "id-1")], b"");
    let metadata = REST_JSON_1.error_metadata(&PUT, &with_id);
    assert_eq!(metadata.request_id.as_deref(), Some("id-1"));
}

#[cfg(feature = "xml")]
#[test]
fn the_status_names_the_error_of_a_response_without_a_body() {
    use smithgen_runtime::protocol::REST_XML_NO_ERROR_WRAPPING as REST_XML;
    let bare = response(404, &[("x-amz-request-id", "id-1")], b"");
    let metadata = REST_XML.error_metadata(&PUT, &bare);
    assert_eq!(
        (metadata.code.as_str(), metadata.shape_name()),
        ("404", "NotFound")
    );
    assert_eq!(REST_XML.error_index(&PUT, &metadata), Some(2));
    let mut error = DynamicStructure::new(&NOT_FOUND, Typing::Typed);
    REST_XML.decode_error(&PUT, &bare, &mut error).unwrap();
    let ids = [("x-amz-request-id", "id-1"), ("x-amz-id-2", "id-2")];
    let told = response(404, &ids, b"<Error><Code>NoSuchKey</Code></Error>");
    let metadata = REST_XML.error_metadata(&PUT, &told);
    assert_eq!(REST_XML.error_index(&PUT, &metadata), None);
    assert_eq!(metadata.request_id.as_deref(), Some("id-1"));
    assert_eq!(metadata.extended_request_id.as_deref(), Some("id-2"));
}

#[test]
fn a_success_is_what_the_model_says() {
    static MOVED: OperationSpec =
        OperationSpec::new("Moved", &SERVICE, &PART, &PART).with_http(&Http::new("GET", &[], 302));
    for (status, moved, put) in [
        (200, true, true),
        (299, true, true),
        (302, true, false),
        (400, false, false),
    ] {
        let response = response(status, &[], b"");
        assert_eq!(REST_JSON_1.is_success(&MOVED, &response), moved);
        assert_eq!(REST_JSON_1.is_success(&PUT, &response), put);
    }
}

#[test]
fn a_server_names_its_errors() {
    let mut error = DynamicStructure::new(&DENIED, Typing::Typed);
    error.set(0, smithgen_runtime::dynamic::Value::Str("no".into()));
    let response = REST_JSON_1.encode_error(&PUT, &error).unwrap();
    assert_eq!(response.status(), 403);
    assert_eq!(response.headers()["x-amzn-errortype"], "Denied");
    let metadata = REST_JSON_1.error_metadata(&PUT, &response);
    assert_eq!(
        (metadata.code.as_str(), metadata.message.as_deref()),
        ("Denied", Some("no"))
    );
}
