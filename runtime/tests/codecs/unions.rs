//! A union holds exactly one member, in every format and in both directions.

use smithgen_runtime as rt;
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::dynamic::{BlobText, DynamicStructure, Typing, Value};
use smithgen_runtime::{
    DecodeError, Document, Kind, Member, Protocol, Schema, Structure, Trait, prelude,
};

static HOLDER: Schema = Schema::new(
    "test#Holder",
    Kind::Structure,
    &[
        Member::new("u", &CHOICE),
        Member::new("list", &CHOICES),
        Member::new("map", &NAMED),
    ],
);
static CHOICE: Schema = Schema::new(
    "test#Choice",
    Kind::Union,
    &[
        Member::new("a", &prelude::STRING),
        Member::new("b", &prelude::INTEGER),
        Member::new("doc", &prelude::DOCUMENT),
        Member::new("unit", &prelude::UNIT),
        Member::new("flat", &STRINGS).with_traits(&[Trait::XmlFlattened]),
    ],
);
static CHOICES: Schema = Schema::new(
    "test#Choices",
    Kind::List,
    &[Member::new("member", &CHOICE)],
);
static NAMED: Schema = Schema::new(
    "test#Named",
    Kind::Map,
    &[
        Member::new("key", &prelude::STRING),
        Member::new("value", &CHOICE),
    ],
);
static STRINGS: Schema = Schema::new(
    "test#Strings",
    Kind::List,
    &[Member::new("member", &prelude::STRING)],
);

fn operation(protocol: &'static dyn Protocol) -> &'static rt::OperationSpec {
    let service: &'static rt::Service = Box::leak(Box::new(rt::Service::new(
        "test#Service",
        "2020-01-01",
        "Test",
        protocol,
    )));
    static HTTP: rt::Http = rt::Http::new("POST", &[], 200);
    Box::leak(Box::new(
        rt::OperationSpec::new("Do", service, &HOLDER, &HOLDER).with_http(&HTTP),
    ))
}

fn read(protocol: &'static dyn Protocol, body: &[u8]) -> Result<DynamicStructure, DecodeError> {
    let mut output = DynamicStructure::new(&HOLDER, Typing::Typed);
    let response = rt::http::Response::new(Bytes::copy_from_slice(body));
    protocol.decode_response(operation(protocol), &response, &mut output)?;
    Ok(output)
}

fn serve(protocol: &'static dyn Protocol, body: &[u8]) -> Result<DynamicStructure, DecodeError> {
    let mut input = DynamicStructure::new(&HOLDER, Typing::Typed);
    let mut request = rt::http::Request::new(Bytes::copy_from_slice(body));
    if protocol.id().ends_with("restJson1") {
        let kind = rt::http::HeaderValue::from_static("application/json");
        request.headers_mut().insert("content-type", kind);
    }
    protocol.decode_request(operation(protocol), &request, &mut input)?;
    Ok(input)
}

/// What the union of `u` is: the member that is set, or the name that the model does not have.
fn set(value: &DynamicStructure) -> String {
    let Some(Value::Structure(choice)) = value.value(0) else {
        panic!("no union")
    };
    match choice.unknown() {
        Some(tag) => format!("unknown {tag}"),
        None => format!("{:?}", choice.iter().next().unwrap()),
    }
}

fn json_protocols() -> [&'static dyn Protocol; 3] {
    [
        &rt::protocol::REST_JSON_1,
        &rt::protocol::AWS_JSON_1_0,
        &rt::protocol::RPC_V2_JSON,
    ]
}

/// `{"u": union}`, with texts, numbers, nulls and `{}` as values.
fn cbor(union: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = b"\xa1\x61u".to_vec();
    bytes.push(0xa0 | union.len() as u8);
    for (name, value) in union {
        bytes.push(0x60 | name.len() as u8);
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(value);
    }
    bytes
}

const NULL: &[u8] = &[0xf6];
const ONE: &[u8] = &[1];
const TEXT: &[u8] = b"\x61x";

#[test]
fn several_members_none_and_a_null_alone_are_refused_with_their_path() {
    let found = |reason: &str| format!("expected exactly one member of the union, found {reason}");
    let (none, several) = (found("none"), found("several"));
    for protocol in json_protocols() {
        for (body, path, reason) in [
            (r#"{"u":{"a":"x","b":1}}"#, "u", &several),
            (r#"{"u":{"a":"x","doc":1}}"#, "u", &several),
            (r#"{"u":{"newer":1,"newest":1}}"#, "u", &several),
            (r#"{"u":{}}"#, "u", &none),
            (r#"{"u":{"a":null}}"#, "u", &none),
            (r#"{"u":{"newer":null}}"#, "u", &none),
            (r#"{"u":{"__type":"x#Y"}}"#, "u", &none),
            (r#"{"list":[{"a":"x"},{}]}"#, "list[1]", &none),
            (r#"{"map":{"k":{"a":null}}}"#, "map[k]", &none),
        ] {
            for error in [
                read(protocol, body.as_bytes()),
                serve(protocol, body.as_bytes()),
            ] {
                let error = error.expect_err(body);
                assert_eq!((&*error.path, &*error.reason), (path, &**reason), "{body}");
                assert!(error.offset.is_some());
            }
        }
    }
    for (union, reason) in [
        (&[("a", TEXT), ("b", ONE)][..], &several),
        (&[], &none),
        (&[("a", NULL)], &none),
    ] {
        let error = read(&rt::protocol::RPC_V2_CBOR, &cbor(union)).unwrap_err();
        assert_eq!(
            (&*error.path, &*error.reason),
            ("u", &**reason),
            "{union:?}"
        );
        assert!(serve(&rt::protocol::RPC_V2_CBOR, &cbor(union)).is_err());
    }
    for (union, reason) in [
        ("<a>x</a><b>1</b>", &several),
        ("<b>1</b><flat>x</flat><flat>y</flat>", &several),
        ("", &none),
        (r#"<a xsi:nil="true"/>"#, &none),
    ] {
        let xml = format!("<Holder><u>{union}</u></Holder>");
        let query = format!("<DoResponse><DoResult><u>{union}</u></DoResult></DoResponse>");
        for (protocol, body) in [
            (&rt::protocol::REST_XML as &dyn Protocol, &xml),
            (&rt::protocol::EC2_QUERY, &xml),
            (&rt::protocol::AWS_QUERY, &query),
        ] {
            let error = read(protocol, body.as_bytes()).expect_err(body);
            assert_eq!((&*error.path, &*error.reason), ("u", &**reason), "{body}");
        }
    }
    for form in ["u.a=x&u.b=1", "u=", "u.c=1", "u.a=x&u.c=1", "u.newer.a=1"] {
        let error = serve(&rt::protocol::AWS_QUERY, form.as_bytes()).expect_err(form);
        assert_eq!(error.path, "u", "{form}");
    }
}

#[test]
fn what_is_set_is_found_beside_what_is_not() {
    for protocol in json_protocols() {
        for (body, expected) in [
            (r#"{"u":{"a":"x"}}"#, r#"("a", Str("x"))"#),
            (r#"{"u":{"a":null,"b":1}}"#, r#"("b", I32(1))"#),
            (r#"{"u":{"__type":"x#Y","b":1}}"#, r#"("b", I32(1))"#),
            (r#"{"u":{"doc":null,"b":1}}"#, r#"("b", I32(1))"#),
            (r#"{"u":{"b":1,"newer":2}}"#, r#"("b", I32(1))"#),
            (r#"{"u":{"newer":{"a":1}}}"#, "unknown newer"),
            (
                r#"{"u":{"newer":1,"__type":"x#Y","a":null}}"#,
                "unknown newer",
            ),
            (r#"{"u":{"unit":{}}}"#, r#"("unit", Structure(Unit))"#),
        ] {
            assert_eq!(set(&read(protocol, body.as_bytes()).expect(body)), expected);
        }
    }
    let read_cbor = |union: &[_]| set(&read(&rt::protocol::RPC_V2_CBOR, &cbor(union)).unwrap());
    assert_eq!(read_cbor(&[("a", NULL), ("b", ONE)]), r#"("b", I32(1))"#);
    assert_eq!(read_cbor(&[("newer", ONE)]), "unknown newer");
    for (union, expected) in [
        ("<b>1</b>", r#"("b", I32(1))"#),
        ("<newer><a/></newer>", "unknown newer"),
        ("<newer/><b>1</b>", r#"("b", I32(1))"#),
    ] {
        let xml = format!("<Holder><u>{union}</u></Holder>");
        assert_eq!(
            set(&read(&rt::protocol::REST_XML, xml.as_bytes()).unwrap()),
            expected
        );
    }
    let flat = "<Holder><u><flat>x</flat><flat>y</flat></u></Holder>";
    let value = read(&rt::protocol::REST_XML, flat.as_bytes()).unwrap();
    assert!(set(&value).contains(r#"["x", "y"]"#));
    let form = serve(&rt::protocol::AWS_QUERY, b"u.b=1").unwrap();
    assert_eq!(set(&form), r#"("b", I32(1))"#);
}

#[test]
fn a_document_that_is_null_is_a_value_and_comes_back() {
    let null = r#"("doc", Document(Null))"#;
    for protocol in json_protocols() {
        let body = r#"{"u":{"doc":null}}"#;
        let value = read(protocol, body.as_bytes()).unwrap();
        assert_eq!(set(&value), null);
        assert_eq!(set(&serve(protocol, body.as_bytes()).unwrap()), null);
        let options = rt::EncodeOptions::default();
        let request = protocol.encode_request(operation(protocol), &value, &options);
        assert_eq!(request.unwrap().body(), body);
        let response = protocol
            .encode_response(operation(protocol), &value)
            .unwrap();
        assert_eq!(response.body(), body);
    }
    let value = read(&rt::protocol::RPC_V2_CBOR, &cbor(&[("doc", NULL)])).unwrap();
    assert_eq!(set(&value), null);
    let protocol = &rt::protocol::RPC_V2_CBOR;
    let written = protocol
        .encode_response(operation(protocol), &value)
        .unwrap();
    assert_eq!(set(&read(protocol, written.body()).unwrap()), null);
}

#[test]
fn documents_become_unions_under_the_same_rule() {
    let convert = |json: &str| {
        let document: Document = rt::json::document(json.as_bytes()).unwrap();
        DynamicStructure::from_document(&HOLDER, &document, BlobText::Plain)
    };
    for json in [
        r#"{"u":{}}"#,
        r#"{"u":{"a":"x","b":1}}"#,
        r#"{"u":{"a":null}}"#,
    ] {
        let error = convert(json).expect_err(json);
        assert_eq!(error.path, "u");
    }
    let null = convert(r#"{"u":{"doc":null}}"#).unwrap();
    assert_eq!(set(&null), r#"("doc", Document(Null))"#);
}
