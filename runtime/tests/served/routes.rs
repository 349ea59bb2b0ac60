//! Requests of several protocols of one service are told apart by their marks.

use smithgen_runtime::Protocol;
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::http::Request;
use smithgen_runtime::served::{Found, RouteErrorKind};

use crate::model::{ALL, head, request, router};

type Case = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
);

/// Protocol and operation of a request, or what is wrong.
fn found(case: &Case) -> (String, String) {
    let (method, uri, headers, ..) = case;
    let router = router(&ALL);
    let id = |protocol: &dyn Protocol| {
        let id = protocol.id();
        id.rsplit_once('#').map_or(id, |(_, name)| name).to_owned()
    };
    match router.find(&head(method, uri, headers)) {
        Ok(Found::Route(route)) => (id(route.protocol), route.operation.name().to_owned()),
        Ok(_) => {
            let form = request("POST", "/", &[], "Action=Put&Version=2020");
            let route = router.find_in_form(ALL[4], &form).unwrap();
            (id(route.protocol), route.operation.name().to_owned())
        }
        Err(error) => {
            let kind = match error.kind {
                RouteErrorKind::MethodNotAllowed(methods) => methods.join(" "),
                _ => "unknown".to_owned(),
            };
            (id(error.protocol), kind)
        }
    }
}

const CBOR: (&str, &str) = ("smithy-protocol", "rpc-v2-cbor");
const FORM: (&str, &str) = (
    "content-type",
    "application/x-www-form-urlencoded; charset=utf-8",
);

const CASES: [Case; 16] = [
    ("PUT", "/shelves/a", &[], "restJson1", "Put"),
    (
        "PUT",
        "/shelves/a",
        &[("content-type", "application/json")],
        "restJson1",
        "Put",
    ),
    (
        "PUT",
        "/shelves/a",
        &[("content-type", "application/xml")],
        "restXml",
        "Put",
    ),
    (
        "GET",
        "/shelves",
        &[("accept", "text/html, application/xml")],
        "restXml",
        "Get",
    ),
    (
        "POST",
        "/",
        &[("x-amz-target", "Shop.Get")],
        "awsJson1_0",
        "Get",
    ),
    (
        "POST",
        "/",
        &[
            ("x-amz-target", "Shop.Get"),
            ("content-type", "application/x-amz-json-1.1"),
        ],
        "awsJson1_1",
        "Get",
    ),
    (
        "POST",
        "/service/Shop/operation/Get",
        &[CBOR],
        "rpcv2Cbor",
        "Get",
    ),
    (
        "POST",
        "/v1/service/Shop/operation/Get",
        &[CBOR],
        "rpcv2Cbor",
        "Get",
    ),
    ("POST", "/", &[FORM], "awsQuery", "Put"),
    // What is wrong is told in the protocol of the request.
    ("POST", "/shelves/a", &[], "restJson1", "PUT"),
    (
        "GET",
        "/nothing",
        &[("content-type", "application/xml")],
        "restXml",
        "unknown",
    ),
    (
        "POST",
        "/",
        &[("x-amz-target", "Other.Get")],
        "awsJson1_0",
        "unknown",
    ),
    (
        "GET",
        "/",
        &[("x-amz-target", "Shop.Get")],
        "awsJson1_0",
        "POST",
    ),
    (
        "POST",
        "/service/Other/operation/Get",
        &[CBOR],
        "rpcv2Cbor",
        "unknown",
    ),
    (
        "POST",
        "/service/Shop/operation/Get",
        &[],
        "restJson1",
        "unknown",
    ),
    ("POST", "/shelves", &[CBOR], "rpcv2Cbor", "unknown"),
];

#[test]
fn a_request_leads_to_its_operation_in_its_protocol() {
    for case in &CASES {
        let (.., protocol, operation) = *case;
        let found = found(case);
        assert_eq!(
            (found.0.as_str(), found.1.as_str()),
            (protocol, operation),
            "{case:?}"
        );
    }
}

#[test]
fn a_form_names_its_operation() {
    let router = router(&ALL);
    for (body, name) in [
        (&b"Action=Put&x=1"[..], Some("Put")),
        (b"x=1&Action=Get", Some("Get")),
        (b"Action=Nothing", None),
        (b"", None),
        (b"\xff&Action=\xff", None),
    ] {
        let form = Request::new(Bytes::from_static(body));
        let found = router.find_in_form(ALL[4], &form).ok();
        assert_eq!(found.map(|route| route.operation.name()), name);
    }
}

#[test]
fn other_methods_are_told() {
    let error = router(&ALL)
        .find(&head("POST", "/shelves/a", &[]))
        .unwrap_err();
    let answer = error.answer();
    assert_eq!(answer.status(), 405);
    assert_eq!(answer.headers()["allow"], "PUT");
}
