//! Who may call an operation.

use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Empty};
use smithgen_server::auth::BearerLayer;
use smithgen_server::{Fault, Identity, ResponseBody};
use tower::ServiceExt;
use tower_layer::Layer;

use crate::depot::{Seen, server};

async fn verify(token: String) -> Result<Option<Identity>, Fault> {
    match token.as_str() {
        "ann" => Ok(Some(Identity::new("Ann").with_details(7))),
        "down" => Err(Fault::unavailable()),
        _ => Ok(None),
    }
}

/// The response to a request with these values of `Authorization`.
async fn ask(path: &str, authorization: &[&str], everywhere: bool) -> Response<ResponseBody> {
    let mut layer = BearerLayer::new(verify);
    if everywhere {
        layer = layer.everywhere();
    }
    let service = layer.layer(server(&Seen::default(), &Arc::default()).into_service());
    let mut request = Request::get(path);
    for value in authorization {
        request = request.header("authorization", *value);
    }
    let request = request.body(Empty::<Bytes>::new()).unwrap();
    service.oneshot(request).await.unwrap()
}

async fn text(response: Response<ResponseBody>) -> String {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn a_known_token_is_an_identity() {
    for value in ["Bearer ann", "bearer  ann"] {
        let response = ask("/who/x", &[value], false).await;
        assert_eq!(response.status(), 200, "{value}");
        assert_eq!(text(response).await, r#"{"greeting":"Ann"}"#);
    }
    assert_eq!(Identity::new("x").with_details(7).details(), Some(&7));
}

#[tokio::test]
async fn operations_that_ask_for_a_token_get_one() {
    let none: &[&str] = &[];
    for (values, challenge) in [
        (none, "Bearer"),
        (&["Basic YW5u"], "Bearer"),
        (&["Bearer eve"], "Bearer error=\"invalid_token\""),
        (&["Bearer"], "Bearer error=\"invalid_token\""),
        (&["Bearer a b"], "Bearer error=\"invalid_token\""),
        (
            &["Bearer ann", "Bearer ann"],
            "Bearer error=\"invalid_token\"",
        ),
    ] {
        let response = ask("/who/x", values, false).await;
        assert_eq!(response.status(), 401, "{values:?}");
        assert_eq!(response.headers()["www-authenticate"], challenge);
        assert_eq!(
            response.headers()["x-amzn-errortype"],
            "UnauthorizedException"
        );
        let body = text(response).await;
        assert!(!body.contains("eve"), "{body}");
    }
    let response = ask("/who/x", &["Bearer down"], false).await;
    assert_eq!(response.status(), 503);
}

#[tokio::test]
async fn operations_for_everybody_go_on() {
    // `@optionalAuth`
    assert_eq!(
        text(ask("/visit/x", &[], false).await).await,
        r#"{"greeting":"nobody"}"#
    );
    let response = ask("/visit/x", &["Bearer ann"], false).await;
    assert_eq!(text(response).await, r#"{"greeting":"Ann"}"#);
    assert_eq!(ask("/visit/x", &["Bearer eve"], false).await.status(), 401);
    // `@auth([])`
    assert_eq!(ask("/blobs/1", &[], false).await.status(), 200);
    assert_eq!(ask("/blobs/1", &["Bearer eve"], false).await.status(), 200);
    assert_eq!(ask("/none", &[], false).await.status(), 404);
}

#[tokio::test]
async fn all_operations_may_ask() {
    assert_eq!(ask("/blobs/1", &[], true).await.status(), 401);
    assert_eq!(ask("/blobs/1", &["Bearer eve"], true).await.status(), 401);
    assert_eq!(ask("/blobs/1", &["Bearer ann"], true).await.status(), 200);
    assert_eq!(ask("/visit/x", &[], true).await.status(), 401);
}

#[tokio::test]
async fn the_outer_layer_is_enough() {
    let inner = BearerLayer::new(|_| async { Err(Fault::unavailable()) });
    let service = inner.layer(server(&Seen::default(), &Arc::default()).into_service());
    let service = BearerLayer::new(verify).layer(service);
    let request = Request::get("/who/x").header("authorization", "Bearer ann");
    let request = request.body(Empty::<Bytes>::new()).unwrap();
    let response = service.oneshot(request).await.unwrap();
    assert_eq!(text(response).await, r#"{"greeting":"Ann"}"#);
}
