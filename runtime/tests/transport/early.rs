//! Answers that are there before the request has been read to its end.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

use bytes::Bytes;
use http::Request;
use smithgen_runtime::transport::Body;

use super::server::ok;
use super::{run, send, transport};

const LENGTH: usize = 32 << 20;

// What is there of a request's head is read, and nothing of its body.
fn read_head(stream: &TcpStream) {
    let mut reader = BufReader::with_capacity(1, stream);
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        reader.read_line(&mut line).unwrap();
    }
}

fn put(url: &str, body: Body) -> Request<Body> {
    let request = Request::put(url).header("content-length", LENGTH);
    request.body(body).unwrap()
}

#[test]
fn a_connection_that_still_sends_is_not_waited_for() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            read_head(&stream);
            stream.write_all(&ok("enough")).unwrap();
            // Neither reads the rest nor closes.
            kept.push(stream);
        }
    });
    let transport = transport(|_| {});
    run(async {
        for _ in 0..2 {
            let body = Body::from(Bytes::from_static(&[0; LENGTH]));
            let response = send(&transport, put(&url, body)).await.unwrap();
            assert_eq!(response.body(), "enough");
        }
    });
}
