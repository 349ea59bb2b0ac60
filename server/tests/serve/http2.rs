//! HTTP/2 on the same socket.

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;

use crate::socket::Running;

fn greet(port: u16, name: &str) -> Request<Full<Bytes>> {
    let uri = format!("http://localhost:{port}/greet/{name}");
    let request = Request::post(uri).header("content-type", "application/json");
    request.body(Full::from("{}")).unwrap()
}

#[tokio::test]
async fn a_connection_has_several_requests_at_once() {
    let mut server = Running::start(|_, _| {});
    let stream = TcpStream::connect(("127.0.0.1", server.port))
        .await
        .unwrap();
    let (mut client, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
            .await
            .unwrap();
    let connection = tokio::spawn(connection);
    let uri = format!("http://localhost:{}/wait", server.port);
    let waiting = client.send_request(Request::post(uri).body(Full::default()).unwrap());
    let waiting = tokio::spawn(waiting);
    for name in ["ann", "bob"] {
        let response = client.send_request(greet(server.port, name)).await.unwrap();
        assert_eq!(response.status(), 200);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(body, format!(r#"{{"greeting":"hello, {name}"}}"#));
    }
    waiting.abort();
    let _ = waiting.await;
    tokio::task::spawn_blocking({
        let seen = server.seen.clone();
        move || seen.wait_for("dropped")
    })
    .await
    .unwrap();
    // Told to stop, the server says goodbye.
    drop(server.stop.take());
    connection.await.unwrap().unwrap();
    tokio::task::spawn_blocking(|| server.stop()).await.unwrap();
}

#[tokio::test]
async fn the_host_is_checked() {
    let server = Running::start(|_, _| {});
    let stream = TcpStream::connect(("127.0.0.1", server.port))
        .await
        .unwrap();
    let (mut client, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
            .await
            .unwrap();
    let connection = tokio::spawn(connection);
    let mut request = greet(server.port, "ann");
    *request.uri_mut() = format!("http://evil.example:{}/greet/ann", server.port)
        .parse()
        .unwrap();
    let response = client.send_request(request).await.unwrap();
    assert_eq!(response.status(), 421);
    connection.abort();
}
