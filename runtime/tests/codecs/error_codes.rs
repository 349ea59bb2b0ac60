//! How an error response is named, in each place and in the order in which places count.

use smithgen_runtime as rt;
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::{Kind, Protocol, Schema, Trait, prelude};

static INVALID: Schema = Schema::new("test#InvalidGreeting", Kind::Structure, &[])
    .with_traits(&[Trait::Error { client: true }]);

static ERRORS: &[&Schema] = &[&INVALID];

/// The code, and whether it is the modelled error.
fn code(
    protocol: &'static dyn Protocol,
    headers: &[(&'static str, &'static str)],
    body: &'static [u8],
) -> (String, bool) {
    let (code, index) = read(protocol, ERRORS, headers, body);
    (code, index == Some(0))
}

/// The code, and the number of the error that it names.
fn read(
    protocol: &'static dyn Protocol,
    errors: &'static [&'static Schema],
    headers: &[(&'static str, &'static str)],
    body: &'static [u8],
) -> (String, Option<usize>) {
    let service: &'static rt::Service = Box::leak(Box::new(rt::Service::new(
        "test#Service",
        "",
        "Test",
        protocol,
    )));
    let operation = Box::leak(Box::new(
        rt::OperationSpec::new("Do", service, &prelude::UNIT, &prelude::UNIT).with_errors(errors),
    ));
    let mut response = rt::http::Response::builder().status(400);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    let response = response.body(Bytes::from_static(body)).unwrap();
    let metadata = protocol.error_metadata(operation, &response);
    let index = protocol.error_index(operation, &metadata);
    (metadata.code, index)
}

fn json_protocols() -> [&'static dyn Protocol; 4] {
    [
        &rt::protocol::REST_JSON_1,
        &rt::protocol::AWS_JSON_1_0,
        &rt::protocol::AWS_JSON_1_1,
        &rt::protocol::RPC_V2_JSON,
    ]
}

#[test]
fn a_body_names_its_error_in_either_spelling() {
    for protocol in json_protocols() {
        for body in [
            r#"{"Code":"InvalidGreeting","Message":"m"}"#,
            r#"{"code":"InvalidGreeting"}"#,
            r#"{"__type":"a.b#InvalidGreeting"}"#,
            r#"{"Code":"a.b#InvalidGreeting:http://x/"}"#,
            r#"{"code":"InvalidGreeting","Code":"Other"}"#,
        ] {
            let found = code(protocol, &[], body.as_bytes());
            assert_eq!(found, ("InvalidGreeting".to_owned(), true), "{body}");
        }
    }
    let cbor = b"\xa1\x64Code\x6fInvalidGreeting";
    assert!(code(&rt::protocol::RPC_V2_CBOR, &[], cbor).1);
}

#[test]
fn of_several_names_in_a_header_the_first_counts() {
    let all: [&'static dyn Protocol; 7] = [
        &rt::protocol::REST_JSON_1,
        &rt::protocol::AWS_JSON_1_0,
        &rt::protocol::RPC_V2_JSON,
        &rt::protocol::RPC_V2_CBOR,
        &rt::protocol::REST_XML,
        &rt::protocol::AWS_QUERY,
        &rt::protocol::EC2_QUERY,
    ];
    for protocol in all {
        for value in [
            "InvalidGreeting,Other",
            "a.b#InvalidGreeting:http://x/,Other",
        ] {
            let found = code(protocol, &[("x-amzn-errortype", value)], b"");
            assert_eq!(found, ("InvalidGreeting".to_owned(), true), "{value}");
        }
    }
}

#[test]
fn header_code_query_header_and_type_count_in_this_order() {
    let header = ("x-amzn-errortype", "Header");
    let query = ("x-amzn-query-error", "Query;Sender");
    let body = br#"{"__type":"Type","Code":"Code"}"#;
    let typed = br#"{"__type":"Type"}"#;
    for protocol in [
        &rt::protocol::REST_JSON_1 as &'static dyn Protocol,
        &rt::protocol::AWS_JSON_1_1,
    ] {
        let found = |headers: &[_], body| code(protocol, headers, body).0;
        assert_eq!(found(&[header, query], body), "Header");
        assert_eq!(found(&[query], body), "Code");
        assert_eq!(found(&[query], typed), "Query");
        assert_eq!(found(&[], typed), "Type");
        assert_eq!(found(&[], b"{}"), "400");
        // What names an error of the operation goes before what does not.
        assert_eq!(
            code(
                protocol,
                &[],
                br#"{"__type":"InvalidGreeting","code":"E42"}"#
            ),
            ("InvalidGreeting".to_owned(), true)
        );
    }
}

#[test]
fn errors_of_one_name_are_told_apart_by_what_the_service_calls_them() {
    static BROKEN: Schema = Schema::annotated(
        "test#Broken",
        Kind::Structure,
        &[],
        &[Trait::Error { client: true }],
    );
    static OTHER: Schema = Schema::annotated(
        "other#Broken",
        Kind::Structure,
        &[],
        &[Trait::Error { client: true }, Trait::Renamed("OtherBroken")],
    );
    static BOTH: [&Schema; 2] = [&BROKEN, &OTHER];
    static ALONE: [&Schema; 1] = [&OTHER];
    for protocol in json_protocols() {
        for (name, number) in [
            ("Broken", 0),
            ("OtherBroken", 1),
            ("test#Broken", 0),
            ("other#Broken", 1),
            ("test#OtherBroken", 1),
            ("other#Broken:http://x/", 1),
            ("third#Broken", 0),
        ] {
            let body = format!(r#"{{"__type":"{name}"}}"#).leak();
            let found = read(protocol, &BOTH, &[], body.as_bytes()).1;
            assert_eq!(found, Some(number), "{name}");
            let found = read(protocol, &BOTH, &[("x-amzn-errortype", name)], b"{}").1;
            assert_eq!(found, Some(number), "{name}");
        }
        // Alone, it may be called by the name of its own too.
        let alone = read(protocol, &ALONE, &[], br#"{"__type":"Broken"}"#).1;
        assert_eq!(alone, Some(0));
    }
    let xml = br#"<ErrorResponse><Error><Code>OtherBroken</Code></Error></ErrorResponse>"#;
    for protocol in [
        &rt::protocol::REST_XML as &dyn Protocol,
        &rt::protocol::AWS_QUERY,
    ] {
        assert_eq!(read(protocol, &BOTH, &[], xml).1, Some(1));
    }
}

#[test]
fn errors_of_one_code_are_told_apart_by_their_status() {
    const fn error(code: &'static str, status: u16) -> rt::QueryError {
        rt::QueryError::new(code, status)
    }
    static GONE: rt::QueryError = error("Missing", 410);
    static BAD: rt::QueryError = error("Missing", 400);
    static FIRST: Schema = Schema::annotated(
        "test#A",
        Kind::Structure,
        &[],
        &[Trait::AwsQueryError(&GONE)],
    );
    static SECOND: Schema = Schema::annotated(
        "test#B",
        Kind::Structure,
        &[],
        &[Trait::AwsQueryError(&BAD)],
    );
    static PAIR: [&Schema; 2] = [&FIRST, &SECOND];
    let xml = br#"<ErrorResponse><Error><Code>Missing</Code></Error></ErrorResponse>"#;
    let found = read(&rt::protocol::AWS_QUERY, &PAIR, &[], xml).1;
    assert_eq!(found, Some(1), "the status is 400");
}
