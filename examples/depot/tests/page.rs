//! `docs/book/src/howto/serve.md`: its commands do what it says. Its listings stand in this crate.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command};

use depot::Shelves;
use depot::depot::server::serve;

const PAGE: &str = include_str!("../../../docs/book/src/howto/serve.md");

/// What stands in blocks of this kind.
fn blocks(kind: &str) -> Vec<&'static str> {
    let fence = format!("```{kind}\n");
    let after = PAGE.split(&fence).skip(1).collect::<Vec<_>>();
    after
        .into_iter()
        .filter_map(|rest| rest.split("```").next())
        .collect()
}

#[rustfmt::skip]
fn mounted() -> axum::Router {
    let app = axum::Router::new()
        .route("/health", axum::routing::get(|| async { "well" }))
        .fallback_service(serve(Shelves::default()).into_service());
    app
}

#[tokio::test]
async fn it_stands_beside_other_routes() {
    use smithgen_client::http::Request;
    let body = axum::body::Body::empty;
    let mut app = mounted().into_service();
    let mut status = async |path: &str| {
        let request = Request::get(path).body(body()).unwrap();
        tower_service::Service::call(&mut app, request)
            .await
            .unwrap()
            .status()
    };
    assert_eq!(status("/health").await, 200);
    assert_eq!(status("/parcels").await, 200);
    assert_eq!(status("/parcels/AB-1").await, 404);
}

/// A server that ends with the test.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_commands_do_what_the_page_says() {
    let depot = env!("CARGO_BIN_EXE_depot");
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let server = Command::new(depot).args(["serve", &address]).spawn();
    let mut server = Serving(server.unwrap());
    while TcpStream::connect(&address).is_err() {
        assert_eq!(server.0.try_wait().unwrap(), None, "it serves");
    }

    let commands = blocks("console")
        .concat()
        .replace("127.0.0.1:8044", &address);
    let mut endpoint = String::new();
    let mut answers = Vec::new();
    for line in commands.lines().filter_map(|line| line.strip_prefix("$ ")) {
        if line.starts_with("depot serve ") {
            continue;
        }
        if let Some(value) = line.strip_prefix("export AWS_ENDPOINT_URL=") {
            endpoint = value.to_owned();
            continue;
        }
        let line = line.replace("depot ", &format!("'{depot}' "));
        let done = Command::new("sh")
            .args(["-c", &line])
            .env("AWS_ENDPOINT_URL", &endpoint)
            .output();
        let done = done.unwrap();
        assert!(done.status.success(), "{line}: {done:?}");
        answers.push(String::from_utf8(done.stdout).unwrap());
    }
    let expected = [
        "top-1",
        "top-1",
        "AB-1",
        "low-1",
        "AB-2",
        "3 validation errors detected",
    ];
    assert_eq!(answers.len(), expected.len(), "{answers:?}");
    for (answer, expected) in answers.iter().zip(expected) {
        assert!(answer.contains(expected), "{answer} has no {expected}");
    }
}
