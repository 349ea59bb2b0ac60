//! What no model has an error for is told in the words of each protocol, as their clients read it.

use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::http;
use smithgen_runtime::served::{Problem, read_request, write_problem, write_rejection};

use crate::model::{ALL, EC2, GET, PUT, PutInput, request, route};

#[test]
fn clients_of_every_protocol_read_what_is_wrong() {
    for protocol in ALL.into_iter().chain(EC2) {
        for (problem, status, name) in [
            (
                Problem::unknown_operation(),
                404,
                "UnknownOperationException",
            ),
            (Problem::serialization(), 400, "SerializationException"),
            (Problem::too_large(), 413, "RequestEntityTooLargeException"),
            (Problem::internal(), 500, "InternalFailureException"),
            (Problem::unavailable(), 503, "ServiceUnavailableException"),
        ] {
            let answer = write_problem(protocol, &problem.clone().with_message("why"));
            assert_eq!(answer.status(), status, "{}", protocol.id());
            let told = protocol.error_metadata(&GET, &answer);
            assert_eq!(told.code, name, "{}: {answer:?}", protocol.id());
            assert_eq!(told.message.as_deref(), Some("why"), "{}", protocol.id());
            let length = answer.body().len().to_string();
            assert_eq!(answer.headers()["content-length"], length.as_str());
        }
    }
}

#[test]
fn any_status_has_a_problem() {
    for (status, name) in [
        (503, "ServiceUnavailableException"),
        (400, "BadRequestException"),
        (418, "BadRequestException"),
        (507, "InternalFailureException"),
    ] {
        let status = http::StatusCode::from_u16(status).unwrap();
        let problem = Problem::of_status(status, "");
        assert_eq!((problem.status(), problem.name()), (status, name));
    }
}

fn answered(headers: &[(&str, &str)], body: &str) -> http::Response<Bytes> {
    let route = route(ALL[0], &PUT);
    let request = request("PUT", "/shelves/a", headers, body);
    let rejection = read_request(route, &request, &mut PutInput::default()).unwrap_err();
    write_rejection(route, &rejection)
}

#[test]
fn rejections_have_their_status_and_say_what_is_wrong() {
    let json = ("content-type", "application/json");
    let owner = ("x-owner", "me");
    for (headers, body, status, name) in [
        (&[json, owner][..], "{", 400, "SerializationException"),
        (
            &[("content-type", "text/plain"), owner],
            "{}",
            415,
            "UnsupportedMediaTypeException",
        ),
        (&[json, owner], "{}", 400, "ValidationException"),
    ] {
        let answer = answered(headers, body);
        assert_eq!(answer.status(), status);
        assert_eq!(answer.headers()["x-amzn-errortype"], name);
    }
    for accept in ["text/html", "application/json;q=0, */*"] {
        let answer = answered(&[json, owner, ("accept", accept)], "{}");
        assert_eq!(answer.status(), 400, "Put answers without a body: {accept}");
    }
    let route = route(ALL[2], &PUT);
    for (headers, status) in [
        (("content-type", "application/json"), 400),
        (("content-type", "application/cbor"), 415),
        (("accept", "text/html"), 406),
        (("accept", "application/x-amz-json-1.0"), 400),
    ] {
        let request = request("POST", "/", &[headers], "{}");
        let rejection = read_request(route, &request, &mut PutInput::default()).unwrap_err();
        assert_eq!(
            write_rejection(route, &rejection).status(),
            status,
            "{headers:?}"
        );
    }
    let answer = answered(&[json], r#"{"item": {"name": "a", "size": 1}}"#);
    let text = String::from_utf8_lossy(answer.body()).into_owned();
    assert_eq!(
        text,
        "{\"message\":\"2 validation errors detected. \
         Value at '/owner' failed to satisfy constraint: Member must not be null; \
         Value with length 1 at '/item/name' failed to satisfy constraint: \
         Member must have length between 2 and 5, inclusive\",\
         \"fieldList\":[{\"path\":\"/owner\",\"message\":\
         \"Value at '/owner' failed to satisfy constraint: Member must not be null\"},\
         {\"path\":\"/item/name\",\"message\":\"Value with length 1 at '/item/name' failed to satisfy \
         constraint: Member must have length between 2 and 5, inclusive\"}]}"
    );
}
