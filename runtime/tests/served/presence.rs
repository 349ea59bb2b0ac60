//! What a request lacks is noticed in every format, at any depth, and told at once.

use smithgen_runtime::codec::{Codec, JsonStyle};
use smithgen_runtime::codec::{Part, cbor::Cbor};
use smithgen_runtime::dynamic::{BlobText, DynamicStructure};
use smithgen_runtime::protocol::{AWS_QUERY, EC2_QUERY, REST_JSON_1, REST_XML, RPC_V2_CBOR};
use smithgen_runtime::served::{Rejection, read_request};
use smithgen_runtime::{Protocol, http, json};

use crate::model::{PUT, PUT_INPUT, PutInput, request, route};

/// What is missing, and nothing else is wrong.
fn missing(
    protocol: &'static dyn Protocol,
    request: &http::Request<smithgen_runtime::bytes::Bytes>,
) -> Vec<String> {
    let mut input = PutInput::default();
    match read_request(route(protocol, &PUT), request, &mut input) {
        Ok(()) => Vec::new(),
        Err(Rejection::Invalid(violations)) => {
            let told = |v: &smithgen_runtime::constraints::Violation| {
                assert!(v.message.ends_with("Member must not be null"), "{v}");
                v.path.clone()
            };
            violations.iter().map(told).collect()
        }
        Err(other) => panic!("{other}"),
    }
}

const WHOLE: &str = r#"{"item": {"name": "abc", "size": 0}}"#;
const JSON: (&str, &str) = ("content-type", "application/json");
const OWNER: (&str, &str) = ("x-owner", "me");

fn in_json(body: &str) -> Vec<String> {
    missing(
        &REST_JSON_1,
        &request("PUT", "/shelves/a", &[JSON, OWNER], body),
    )
}

#[test]
fn nothing_is_missing_where_zero_values_are_sent() {
    assert!(in_json(WHOLE).is_empty());
    let more = r#"{"item": {"name": "abc", "size": 0}, "items": [], "named": {},
        "choice": {"item": {"size": 1, "name": "abc", "color": "red"}}}"#;
    assert!(in_json(more).is_empty());
}

#[test]
fn everything_that_is_missing_is_told_at_once() {
    let body = r#"{
        "items": [{"name": "abc", "size": 1}, {"size": null, "name": "abc"}],
        "named": {"a/b": {"name": "abc"}},
        "choice": {"item": {"size": 2}}
    }"#;
    let expected = [
        "/item",
        "/items/1/size",
        "/named/a~1b/size",
        "/choice/item/name",
    ];
    assert_eq!(in_json(body), expected);
    assert_eq!(in_json(""), ["/item"]);
    assert_eq!(in_json(r#"{"item": {}}"#), ["/item/name", "/item/size"]);
    assert_eq!(in_json(r#"{"item": null}"#), ["/item"]);
    let without = request("PUT", "/shelves/a", &[JSON], WHOLE);
    assert_eq!(missing(&REST_JSON_1, &without), ["/owner"]);
}

#[test]
fn other_violations_are_told_together_with_what_is_missing() {
    let mut input = PutInput::default();
    let request = request(
        "PUT",
        "/shelves/a",
        &[JSON],
        r#"{"item": {"name": "a", "size": 1}}"#,
    );
    let read = read_request(route(&REST_JSON_1, &PUT), &request, &mut input);
    let Err(Rejection::Invalid(violations)) = read else {
        panic!("{read:?}");
    };
    let paths: Vec<_> = violations.iter().map(|v| v.path.as_str()).collect();
    assert_eq!(paths, ["/owner", "/item/name"]);
}

#[test]
fn what_is_not_even_of_the_schema_weighs_more() {
    let mut input = PutInput::default();
    let body = r#"{"items": [{"name": "abc"}], "item": 7}"#;
    let request = request("PUT", "/shelves/a", &[JSON], body);
    let read = read_request(route(&REST_JSON_1, &PUT), &request, &mut input);
    assert!(matches!(read, Err(Rejection::Malformed(_))), "{read:?}");
}

#[test]
fn cbor_lacks_it_too() {
    let of = |text: &str| {
        let document = json::document(text.as_bytes()).unwrap();
        let value =
            DynamicStructure::from_document(&PUT_INPUT, &document, BlobText::Plain).unwrap();
        let written = Cbor.write(Default::default(), &value, Part::All, JsonStyle::Compact);
        let mut request = request(
            "POST",
            "/service/Shop/operation/Put",
            &[("smithy-protocol", "rpc-v2-cbor")],
            "",
        );
        *request.body_mut() = written.unwrap().into();
        missing(&RPC_V2_CBOR, &request)
    };
    let whole = r#"{"shelf": "a", "owner": "", "item": {"name": "abc", "size": 0}}"#;
    assert!(of(whole).is_empty());
    assert_eq!(
        of(r#"{"shelf": "a", "item": {"name": "abc"}}"#),
        ["/owner", "/item/size"]
    );
}

#[test]
fn xml_lacks_it_too() {
    let of = |body: &str| {
        let xml = ("content-type", "application/xml");
        missing(
            &REST_XML,
            &request("PUT", "/shelves/a", &[xml, OWNER], body),
        )
    };
    let item = "<item><name>abc</name><size>0</size></item>";
    assert!(of(&format!("<PutInput>{item}</PutInput>")).is_empty());
    let more = format!(
        "<PutInput>{item}<items><member><name>abc</name></member></items>\
         <named><entry><value><size>1</size></value><key>k</key></entry></named></PutInput>"
    );
    assert_eq!(of(&more), ["/items/0/size", "/named/k/name"]);
    assert_eq!(of("<PutInput/>"), ["/item"]);
    assert_eq!(of(""), ["/item"]);
}

#[test]
fn forms_lack_it_too() {
    let of = |protocol: &'static dyn Protocol, body: &str| {
        let form = ("content-type", "application/x-www-form-urlencoded");
        missing(protocol, &request("POST", "/", &[form], body))
    };
    let whole = "Action=Put&shelf=a&owner=&item.name=abc&item.size=0";
    assert!(of(&AWS_QUERY, whole).is_empty());
    assert_eq!(
        of(&AWS_QUERY, "Action=Put&shelf=a&items.member.1.name=abc"),
        ["/owner", "/item", "/items/0/size"]
    );
    assert_eq!(
        of(&EC2_QUERY, "Action=Put&Shelf=a&Owner=o&Item.Name=abc"),
        ["/item/size"]
    );
}
