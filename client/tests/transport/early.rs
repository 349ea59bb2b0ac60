//! Answers that are there before the request has been read to its end.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::pin::Pin;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::Request;
use smithgen_client::transport::{Body, BodyStream};
use smithgen_runtime::TransportError;

use super::server::ok;
use super::{run, send, transport};

const LENGTH: usize = 32 << 20;

/// A body that holds its second piece back until it is told to release it.
struct Held {
    pieces: u8,
    begun: Sender<()>,
    go: Receiver<()>,
}

impl BodyStream for Held {
    fn poll_piece(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        self.pieces += 1;
        match self.pieces {
            1 => Poll::Ready(Some(Ok(Bytes::from_static(b"first")))),
            2 => {
                // Within one poll of the connection: what arrives meanwhile is not read before more is written.
                self.begun.send(()).unwrap();
                self.go.recv().unwrap();
                Poll::Ready(Some(Ok(Bytes::from_static(&[0; 1 << 20]))))
            }
            _ => Poll::Pending,
        }
    }

    fn remaining(&self) -> Option<u64> {
        u64::try_from(LENGTH).ok()
    }
}

/// What is there of a request's head is read, and nothing of its body.
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
fn an_answer_is_read_although_the_service_takes_no_more() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let (begun, wait) = channel();
    let (answered, go) = channel();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        wait.recv().unwrap();
        stream
            .write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno")
            .unwrap();
        // What was sent and not read makes this a reset.
        drop(stream);
        answered.send(()).unwrap();
    });
    let body = Body::stream(Held {
        pieces: 0,
        begun,
        go,
    });
    let response = run(send(&transport(|_| {}), put(&url, body))).unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.body()[..]),
        (403, &b"no"[..])
    );
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
