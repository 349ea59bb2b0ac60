//! Bodies over HTTP/2: both ways at once, no faster than the other side reads, ended and broken.

use std::sync::atomic::{AtomicUsize, Ordering};

use hyper::body::Frame;
use tokio::sync::Semaphore;

use super::*;

#[test]
fn both_bodies_stream_at_the_same_time() {
    let (ways, encrypted) = tls("duplex", &["h2"]);
    for (ways, transport, https) in [
        (Ways::default(), transport(|_| {}), false),
        (ways, encrypted, true),
    ] {
        run(async {
            let peer = Peer::start(ways, echo).await;
            let url = if https {
                peer.https("/")
            } else {
                peer.plain("/")
            };
            let (sender, request) = streaming(&url);
            // The head comes before any of the request's body is there.
            let mut body = transport.send(request).await.unwrap().into_body();
            for piece in ["good", "day"] {
                sender
                    .send(Ok(Bytes::from_static(piece.as_bytes())))
                    .await
                    .unwrap();
                assert_eq!(body.next().await.unwrap().unwrap(), piece);
            }
            drop(sender);
            assert!(body.next().await.is_none());
        });
    }
}

/// Pieces without end, each counted when it is taken.
struct Endless(Arc<AtomicUsize>);

const PIECE: &[u8] = &[0; 64 << 10];

impl BodyStream for Endless {
    fn poll_piece(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let taken = self.0.fetch_add(1, Ordering::Relaxed);
        Poll::Ready((taken < 1024).then(|| Ok(Bytes::from_static(PIECE))))
    }
}

#[test]
fn a_body_is_read_no_faster_than_the_server_takes_it() {
    let gate = Arc::new(Semaphore::new(0));
    let opened = gate.clone();
    let slow = move |request: Request<Incoming>| {
        let gate = opened.clone();
        async move {
            if request.uri().path() != "/slow" {
                return text("");
            }
            gate.acquire().await.unwrap().forget();
            let body = request.into_body().collect().await.unwrap().to_bytes();
            assert_eq!(body.len(), 1024 * PIECE.len());
            text("all")
        }
    };
    run(async {
        let peer = Peer::start(Ways::default(), slow).await;
        let transport = transport(|_| {});
        let count = Arc::new(AtomicUsize::new(0));
        let request = Request::post(peer.plain("/slow"));
        let request = request.body(Body::stream(Endless(count.clone()))).unwrap();
        send(&transport, only(&peer.plain("/"), "")).await.unwrap();
        let mut sending = transport.send(wanting(HttpVersions::Http2, request));
        tokio::select! {
            biased;
            _ = &mut sending => panic!("nobody has answered yet"),
            // There and back on the same connection.
            other = send(&transport, only(&peer.plain("/"), "")) => drop(other.unwrap()),
        }
        assert_eq!(peer.connections(), [0, 0, 0]);
        let taken = count.load(Ordering::Relaxed);
        assert!(taken < 256, "{taken} of 1024 pieces were taken");
        gate.add_permits(1);
        assert_eq!(
            sending.await.unwrap().into_body().collect().await.unwrap(),
            "all"
        );
    });
}

/// A response of one piece that goes on until the client resets the stream; tells when it has ended.
struct Ongoing {
    piece: Option<Bytes>,
    request: Incoming,
    told: mpsc::Sender<()>,
}

impl Drop for Ongoing {
    fn drop(&mut self) {
        let _ = self.told.try_send(());
    }
}

impl hyper::body::Body for Ongoing {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let this = self.get_mut();
        match this.piece.take() {
            Some(piece) => Poll::Ready(Some(Ok(Frame::data(piece)))),
            None => Pin::new(&mut this.request).poll_frame(context),
        }
    }
}

#[test]
fn a_response_that_is_dropped_ends_its_stream_and_request_but_no_connection() {
    let (told, mut ended) = mpsc::channel(1);
    let answer = move |request: Request<Incoming>| {
        let told = told.clone();
        async move {
            if request.uri().path() != "/ongoing" {
                return text("b");
            }
            let body = Ongoing {
                piece: Some(Bytes::from_static(b"more")),
                request: request.into_body(),
                told,
            };
            Response::new(body.boxed_unsync())
        }
    };
    run(async {
        let peer = Peer::start(Ways::default(), answer).await;
        let transport = transport(|_| {});
        let (sender, request) = streaming(&peer.plain("/ongoing"));
        let mut body = transport.send(request).await.unwrap().into_body();
        assert_eq!(body.next().await.unwrap().unwrap(), "more");
        drop(body);
        // The body of the request is dropped, and the server's response.
        sender.closed().await;
        ended.recv().await;
        let response = send(&transport, only(&peer.plain("/"), "")).await.unwrap();
        assert_eq!(response.body(), "b");
        assert_eq!(peer.connections(), [0, 0]);
    });
}

#[test]
fn a_body_that_cannot_be_read_says_why() {
    let silent = |request: Request<Incoming>| async move {
        let _ = request.into_body().collect().await;
        text("")
    };
    run(async {
        let peer = Peer::start(Ways::default(), silent).await;
        let (sender, request) = streaming(&peer.plain("/"));
        let broken = TransportError::new(Kind::Body, "").because("no microphone");
        sender.send(Err(broken)).await.unwrap();
        let error = send(&transport(|_| {}), request).await.unwrap_err();
        assert_eq!(error.kind, Kind::Body);
        assert!(error.to_string().contains("no microphone"), "{error}");
        assert!(error.url.starts_with(&peer.plain("/")));
    });
}
