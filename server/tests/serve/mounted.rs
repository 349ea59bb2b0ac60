//! A server inside of other frameworks.

use std::sync::Arc;

use axum::routing::get;
use http_body_util::BodyExt;
use smithgen_server::Server;
use tower::ServiceExt;

use crate::depot::{Seen, server};

async fn ask(app: &axum::Router, request: http::Request<axum::body::Body>) -> (u16, String) {
    let response = app.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn axum_has_routes_beside_a_service() {
    let server: Server = server(&Seen::default(), &Arc::default());
    let app = axum::Router::new()
        .route("/health", get(|| async { "well" }))
        .fallback_service(server.into_service());
    let health = http::Request::get("/health").body("".into()).unwrap();
    assert_eq!(ask(&app, health).await, (200, "well".to_owned()));
    let greet = http::Request::post("/greet/ann")
        .header("content-type", "application/json")
        .body(r#"{"text":"hi"}"#.into())
        .unwrap();
    let (status, body) = ask(&app, greet).await;
    assert_eq!((status, &*body), (200, r#"{"greeting":"hi, ann"}"#));
    let body = axum::body::Body::new(http_body_util::Full::from("abcde"));
    let put = http::Request::put("/blobs/a").body(body).unwrap();
    let (status, body) = ask(&app, put).await;
    assert_eq!((status, &*body), (200, r#"{"bytes":5}"#));
    let unknown = http::Request::get("/").body("".into()).unwrap();
    assert_eq!(ask(&app, unknown).await.0, 404);
}
