//! How the reference interprets the responses of a JSON service.

use bytes::Bytes;

use super::output::{self, Timestamps};
use super::{error, input, redact};
use crate::errors::Failure;
use crate::fixture::SERVICE;
use crate::json;
use crate::value::Value;

fn operation() -> &'static smithgen_runtime::operation::OperationSpec {
    SERVICE
        .commands
        .iter()
        .find(|c| c.name == "put-thing")
        .unwrap()
        .operation
}

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> http::Response<Bytes> {
    let mut builder = http::Response::builder().status(status);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(Bytes::from(body.to_owned())).unwrap()
}

fn output(body: &str) -> String {
    let view = output::read(operation(), operation().output(), &response(200, &[], body));
    match view.and_then(|view| output::result(operation(), &view, Timestamps::Iso8601, &[])) {
        Ok(map) => json::compact(&Value::Map(map)),
        Err(Failure::General(message)) => message,
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn results_are_in_model_order_and_numbers_are_converted() {
    assert_eq!(
        output(
            r#"{"x": 1, "secretExpiresAt": " 4_2 ", "thingId": [true], "tree": {"weight": "1.5", "children": [null]}}"#
        ),
        r#"{"thingId": [true], "secretExpiresAt": 42, "tree": {"weight": 1.5, "children": [null]}}"#
    );
    assert_eq!(
        output(r#"{"secretExpiresAt": 1.9}"#),
        r#"{"secretExpiresAt": 1}"#
    );
    assert_eq!(
        output(r#"{"secretExpiresAt": "x"}"#),
        "invalid literal for int() with base 10: 'x'"
    );
}

#[test]
fn bodies_that_are_no_objects() {
    for empty in ["", "<html>", "{", "\u{feff}{}"] {
        assert_eq!(output(empty), "{}", "{empty}");
    }
    assert_eq!(output("[1]"), "'list' object has no attribute 'get'");
    assert_eq!(output("null"), "'NoneType' object is not iterable");
    assert_eq!(
        output(r#"{"tree": "x"}"#),
        "'str' object has no attribute 'get'"
    );
    assert_eq!(
        output(r#"{"tree": {"tags": []}}"#),
        "'list' object has no attribute 'items'"
    );
}

fn failure(status: u16, headers: &[(&str, &str)], body: &str) -> (String, String) {
    let failure = error::read(operation(), &response(status, headers, body), None).unwrap();
    (failure.code.to_string(), failure.message.to_string())
}

#[test]
fn codes_come_from_the_first_place_that_has_one() {
    let header = ("x-amzn-ErrorType", "ns#Header:http://x");
    let query = ("x-amzn-query-error", "Query;Sender");
    let body = r#"{"__type": "ns#Type", "code": "Code", "Message": "m"}"#;
    let code = |headers: &[_], body: &str| failure(400, headers, body).0;
    assert_eq!(code(&[query, header], body), "Header");
    assert_eq!(code(&[query], body), "Code");
    assert_eq!(code(&[query], r#"{"__type": "Type"}"#), "Query");
    assert_eq!(code(&[], r#"{"__type": "ns#Type:1"}"#), "Type");
    assert_eq!(code(&[], "{}"), "400");
    assert_eq!(code(&[], r#"{"code": 42}"#), "42");
    let second = ("x-amzn-ErrorType", "Second");
    let first = ("x-amzn-ErrorType", "First");
    assert_eq!(code(&[first, second], "{}"), "First");
    assert_eq!(
        code(&[("x-amzn-ErrorType", "a#First,Second")], "{}"),
        "First"
    );
    assert_eq!(
        code(&[], r#"{"Code": "ns#Code:1", "__type": "Type"}"#),
        "Code"
    );
}

#[test]
fn a_code_that_is_no_key_is_an_error_unless_a_better_one_is_there() {
    let read = |body: &str| match error::read(operation(), &response(400, &[], body), None) {
        Ok(failure) => failure.code.to_string(),
        Err(Failure::General(message)) => message,
        Err(other) => panic!("{other:?}"),
    };
    assert_eq!(read(r#"{"code": [1]}"#), "unhashable type: 'list'");
    assert_eq!(read(r#"{"__type": {}}"#), "unhashable type: 'dict'");
    assert_eq!(read(r#"{"__type": [], "code": "Code"}"#), "Code");
    assert_eq!(
        read(r#"{"__type": 1, "code": "Code"}"#),
        "argument of type 'int' is not iterable"
    );
}

#[test]
fn pages_of_machines_on_the_way_are_not_shown() {
    let expected = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    assert_eq!(
        failure(502, &[], " \n<html>x"),
        expected("502", "Bad Gateway")
    );
    assert_eq!(failure(599, &[], ""), expected("599", ""));
    assert_eq!(failure(502, &[], "<HTML>"), expected("502", "<HTML>"));
    assert_eq!(failure(404, &[], "<html>"), expected("404", "<html>"));
    assert_eq!(failure(300, &[], "{}"), expected("Unknown", "Unknown"));
    assert_eq!(
        failure(400, &[], r#"{"message": "a", "Message": "b"}"#).1,
        "a"
    );
}

#[test]
fn what_is_hidden_is_hidden_at_any_depth() {
    let Ok(Value::Map(map)) =
        json::parse(r#"{"thingId": "i", "secret": "s", "tree": {"label": "l", "new": "n"}}"#)
    else {
        panic!("no object");
    };
    let shown = json::compact(&Value::Map(redact::map(&map, operation().output())));
    let hidden = crate::params::words::HIDDEN;
    assert_eq!(
        shown,
        format!(
            r#"{{"thingId": "i", "secret": "{hidden}", "tree": {{"label": "l", "new": "{hidden}"}}}}"#
        )
    );
}

/// An error inside a success response, as Amazon S3 sends when a copy fails after it has started.
#[test]
fn an_error_under_the_status_of_a_success_is_an_error() {
    use smithgen_runtime as rt;
    static RESULT: rt::Schema = rt::Schema::new(
        "test#CopyResult",
        rt::Kind::Structure,
        &[rt::Member::new("tag", &rt::prelude::STRING)],
    );
    static STORE: rt::Service = rt::Service::new(
        "test#Store",
        "",
        "Store",
        &rt::protocol::REST_XML_NO_ERROR_WRAPPING,
    );
    static COPY: rt::OperationSpec =
        rt::OperationSpec::new("Copy", &STORE, &rt::prelude::UNIT, &RESULT);
    let late = response(
        200,
        &[],
        "<Error><Code>InternalError</Code><Message>m</Message></Error>",
    );
    let protocol = STORE.protocol();
    assert!(!protocol.is_success(&COPY, &late));
    let failure = error::read(&COPY, &late, Some(2)).unwrap();
    assert_eq!(
        (failure.code.to_string(), failure.message.to_string()),
        ("InternalError".into(), "m".into())
    );
    let done = response(200, &[], "<CopyResult><tag>t</tag></CopyResult>");
    assert!(protocol.is_success(&COPY, &done));
}

/// The request body that is sent for an input.
fn sent(input: &str) -> String {
    let Ok(Value::Map(map)) = json::parse(input) else {
        panic!("no object");
    };
    let view = match input::view(&map, operation().input()) {
        Ok(view) => view,
        Err(Failure::General(message)) => return message,
        Err(other) => panic!("{other:?}"),
    };
    let options = smithgen_runtime::EncodeOptions {
        json: smithgen_runtime::JsonStyle::Python,
        ..Default::default()
    };
    let request = smithgen_client::encode_operation(operation(), &view, &options).unwrap();
    String::from_utf8(request.body().to_vec()).unwrap()
}

#[test]
fn inputs_are_sent_in_their_order_and_as_they_were_written() {
    for as_written in [
        r#"{"tree": {"weight": 1, "label": "\u00e9"}, "scopes": ["\ud800x", ""], "thingName": "a"}"#,
        r#"{"tree": {"weight": 1e-07}, "notes": {"b": [NaN, 12345678901234567890123, null], "a": {}}}"#,
        r#"{"tree": {"weight": Infinity}, "place": {"shelf": 12345678901234567890123}, "notes": ["\ud800"]}"#,
    ] {
        assert_eq!(sent(as_written), as_written);
    }
    assert_eq!(
        sent(r#"{"scopes": null, "fragile": true}"#),
        r#"{"fragile": true}"#
    );
    assert_eq!(sent(r#"{"tree": {"new": 1}}"#), "'new'");
    assert_eq!(
        sent(r#"{"tags": {"\ud800": "x"}}"#),
        "'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed"
    );
}

#[test]
fn results_keep_what_no_string_of_rust_holds() {
    assert_eq!(
        output(r#"{"thingId": "a\ud800b", "secret": [NaN, 1.10, 1e400], "x": Infinity}"#),
        r#"{"thingId": "a\ud800b", "secret": [NaN, 1.1, Infinity]}"#
    );
}
