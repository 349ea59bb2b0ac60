//! One structure with a member of every kind, and an operation that takes and returns it.

use smithgen_runtime as rt;
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::dynamic::{BlobText, DynamicStructure, Typing};
use smithgen_runtime::{Document, Kind, Member, Protocol, Schema, Trait, XmlNamespace, prelude};

pub(crate) static ALL: Schema = Schema::new(
    "test#All",
    Kind::Structure,
    &[
        Member::new("id", &prelude::STRING).with_traits(&[Trait::XmlAttribute]),
        Member::new("string", &prelude::STRING),
        Member::new("renamed", &prelude::STRING).with_traits(&[Trait::XmlName("Other")]),
        Member::new("bool", &prelude::BOOLEAN),
        Member::new("byte", &prelude::BYTE),
        Member::new("integer", &prelude::INTEGER),
        Member::new("long", &prelude::LONG),
        Member::new("float", &prelude::FLOAT),
        Member::new("double", &prelude::DOUBLE),
        Member::new("bigInteger", &prelude::BIG_INTEGER),
        Member::new("bigDecimal", &prelude::BIG_DECIMAL),
        Member::new("blob", &prelude::BLOB),
        Member::new("time", &prelude::TIMESTAMP),
        Member::new("strings", &STRINGS),
        Member::new("flat", &STRINGS).with_traits(&[Trait::XmlFlattened]),
        Member::new("flatter", &INNERS).with_traits(&[Trait::XmlFlattened]),
        Member::new("sparse", &SPARSE),
        Member::new("map", &MAP),
        Member::new("flatMap", &MAP).with_traits(&[Trait::XmlFlattened]),
        Member::new("inner", &ALL),
        Member::new("choice", &CHOICE),
    ],
);
static STRINGS: Schema = Schema::new(
    "test#Strings",
    Kind::List,
    &[Member::new("member", &prelude::STRING)],
);
static INNERS: Schema = Schema::new(
    "test#Inners",
    Kind::List,
    &[Member::new("member", &ALL).with_traits(&[Trait::XmlName("item")])],
);
static SPARSE: Schema = Schema::new(
    "test#Sparse",
    Kind::List,
    &[Member::new("member", &prelude::INTEGER)],
)
.with_traits(&[Trait::Sparse]);
static MAP: Schema = Schema::new(
    "test#Map",
    Kind::Map,
    &[
        Member::new("key", &prelude::STRING),
        Member::new("value", &ALL),
    ],
);
static CHOICE: Schema = Schema::new(
    "test#Choice",
    Kind::Union,
    &[
        Member::new("text", &prelude::STRING),
        Member::new("number", &prelude::INTEGER),
    ],
);
static WRONG: Schema = Schema::new(
    "test#Wrong",
    Kind::Structure,
    &[Member::new("message", &prelude::STRING)],
)
.with_traits(&[Trait::Error { client: true }]);

macro_rules! operation {
    ($name:ident, $service:ident, $protocol:expr) => {
        static $service: rt::Service =
            rt::Service::new("test#Service", "2020-01-01", "Test", $protocol)
                .with_xml_namespace(&XmlNamespace::new("https://example.com/", None));
        pub(crate) static $name: rt::OperationSpec =
            rt::OperationSpec::new("Do", &$service, &ALL, &ALL)
                .with_errors(&[&WRONG])
                .with_http(&rt::Http::new("POST", &[], 200));
    };
}

operation!(XML, XML_SERVICE, &rt::protocol::REST_XML);
operation!(QUERY, QUERY_SERVICE, &rt::protocol::AWS_QUERY);
operation!(EC2, EC2_SERVICE, &rt::protocol::EC2_QUERY);
operation!(CBOR, CBOR_SERVICE, &rt::protocol::RPC_V2_CBOR);

pub(crate) fn protocols() -> [&'static rt::OperationSpec; 4] {
    [&XML, &QUERY, &EC2, &CBOR]
}

/// A value with every member set, for protocols with maps and sparse lists.
pub(crate) fn full() -> DynamicStructure {
    value(
        r#"{"id":"a<b>&\"c\"","string":"<&>\r\n\t'é😹]]>","renamed":"x y+z","bool":true,"byte":-128,
 "integer":2147483647,"long":-9223372036854775808,"float":1.5,"double":-0.00125,
 "bigInteger":-123456789012345678901234567890,"bigDecimal":0.10000000000000000000000001,
 "blob":"aGk=","time":"1969-12-31T23:59:59.5Z","strings":["a","","b"],"flat":["c","d"],
 "flatter":[{"string":"e"},{"flat":["f"]}],"sparse":[1,null,3],"map":{"k":{"string":"v"},"l":{}},
 "flatMap":{"m":{"integer":1}},"inner":{"inner":{"string":"deep"}},"choice":{"number":7}}"#,
    )
}

/// What ec2Query can say too.
pub(crate) fn plain() -> DynamicStructure {
    value(
        r#"{"string":"a b","integer":1,"flat":["c","d"],"inner":{"bool":false},"choice":{"text":""}}"#,
    )
}

pub(crate) fn value(json: &str) -> DynamicStructure {
    let document: Document = rt::json::document(json.as_bytes()).unwrap();
    DynamicStructure::from_document(&ALL, &document, BlobText::Base64).unwrap()
}

pub(crate) fn empty() -> DynamicStructure {
    DynamicStructure::new(&ALL, Typing::Typed)
}

pub(crate) fn protocol(operation: &rt::OperationSpec) -> &'static dyn Protocol {
    operation.service().protocol()
}

/// The body of a response as a client reads it.
pub(crate) fn read(
    operation: &rt::OperationSpec,
    body: impl Into<Bytes>,
) -> Result<DynamicStructure, rt::DecodeError> {
    let response = rt::http::Response::new(body.into());
    let mut output = empty();
    protocol(operation).decode_response(operation, &response, &mut output)?;
    Ok(output)
}

/// The body of a request as a server reads it.
pub(crate) fn serve(
    operation: &rt::OperationSpec,
    body: impl Into<Bytes>,
) -> Result<DynamicStructure, rt::DecodeError> {
    let mut request = rt::http::Request::new(body.into());
    if operation.service().protocol().id().ends_with("restXml") {
        let kind = rt::http::HeaderValue::from_static("application/xml");
        request.headers_mut().insert("content-type", kind);
    }
    let mut input = empty();
    protocol(operation).decode_request(operation, &request, &mut input)?;
    Ok(input)
}

/// The body of a response as a server writes it.
pub(crate) fn written(operation: &rt::OperationSpec, output: &DynamicStructure) -> Bytes {
    protocol(operation)
        .encode_response(operation, output)
        .unwrap()
        .into_body()
}

/// The body of a request as a client writes it.
pub(crate) fn sent(operation: &rt::OperationSpec, input: &DynamicStructure) -> Bytes {
    let options = rt::EncodeOptions::default();
    protocol(operation)
        .encode_request(operation, input, &options)
        .unwrap()
        .into_body()
}

#[test]
fn each_side_reads_what_the_other_writes() {
    for operation in protocols() {
        let id = protocol(operation).id();
        let (input, output) = match id {
            "aws.protocols#ec2Query" => (plain(), full()),
            // Forms have no null.
            "aws.protocols#awsQuery" => {
                let mut input = full();
                input.unset(ALL.member_index("sparse").unwrap());
                // An empty structure of a map leaves nothing behind but its key.
                (input, full())
            }
            _ => (full(), full()),
        };
        let response = written(operation, &output);
        assert_eq!(
            read(operation, response.clone()),
            Ok(output),
            "{id}: {response:?}"
        );
        let request = sent(operation, &input);
        assert_eq!(
            serve(operation, request.clone()),
            Ok(input),
            "{id}: {request:?}"
        );
    }
}

#[test]
fn an_error_is_named_and_read() {
    let document = rt::json::document(br#"{"message":"<no>"}"#).unwrap();
    let error = DynamicStructure::from_document(&WRONG, &document, BlobText::Plain).unwrap();
    for operation in protocols() {
        let protocol = protocol(operation);
        let response = protocol.encode_error(operation, &error).unwrap();
        assert_eq!(response.status(), 400);
        let metadata = protocol.error_metadata(operation, &response);
        assert_eq!(metadata.code, "Wrong", "{response:?}");
        assert_eq!(metadata.message.as_deref(), Some("<no>"), "{response:?}");
        assert_eq!(protocol.error_index(operation, &metadata), Some(0));
        let mut found = DynamicStructure::new(&WRONG, Typing::Typed);
        protocol
            .decode_error(operation, &response, &mut found)
            .unwrap();
        assert_eq!(found, error, "{response:?}");
    }
}

#[test]
fn a_body_of_something_else_does_not_hide_the_status() {
    for operation in protocols() {
        for body in [
            "",
            "<html><body>Bad gateway",
            "{\"message\":1",
            "\u{0}\u{1}",
        ] {
            let mut response = rt::http::Response::new(Bytes::from_static(body.as_bytes()));
            *response.status_mut() = rt::http::StatusCode::BAD_GATEWAY;
            let metadata = protocol(operation).error_metadata(operation, &response);
            assert_eq!((metadata.status, metadata.code.as_str()), (502, "502"));
            assert_eq!(protocol(operation).error_index(operation, &metadata), None);
        }
    }
}
