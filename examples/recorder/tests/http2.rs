//! Events both ways over HTTP/2: where the server picks it, and where the model allows nothing else.

mod peer;

use std::convert::Infallible;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use hyper::body::{Body, Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use peer::{frame, run};
use recorder::{recorder as rest, recorder_cbor as cbor};
use smithgen_client::runtime::bytes::Bytes;
use smithgen_client::runtime::event::Decoder;
use smithgen_client::runtime::http::{Request, Response, Version};
use smithgen_client::transport::Certificates;
use smithgen_client::Config;
use smithgen_client::runtime::EventStream;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer};

const INITIAL: &[(&str, &str)] = &[
    (":message-type", "event"),
    (":event-type", "initial-response"),
];

/// Answers each event with its bytes as a word, as soon as it is there.
struct Echo {
    request: Incoming,
    decoder: Decoder,
    cbor: bool,
    begun: bool,
}

impl Echo {
    /// What answers the events that have arrived.
    fn answer(&mut self) -> Option<Bytes> {
        if self.cbor && !self.begun {
            self.begun = true;
            // `{"session": "s-1"}`
            return Some(frame(INITIAL, &b"\xa1\x67session\x63s-1"[..]));
        }
        let message = self.decoder.next_message().unwrap()?;
        let headers = [(":message-type", "event"), (":event-type", "words")];
        let word = message.payload.clone();
        match (self.cbor, message.text(":event-type")) {
            (_, Some("initial-request")) => self.answer(),
            (false, _) => {
                let word = String::from_utf8(word.to_vec()).unwrap();
                Some(frame(&headers, format!(r#"{{"words":["{word}"]}}"#)))
            }
            (true, _) => {
                let mut words = b"\xa1\x65words\x81".to_vec();
                words.push(0x60 + u8::try_from(word.len()).unwrap());
                words.extend_from_slice(&word);
                Some(frame(&headers, words))
            }
        }
    }
}

impl Body for Echo {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let this = self.get_mut();
        loop {
            if let Some(answer) = this.answer() {
                return Poll::Ready(Some(Ok(Frame::data(answer))));
            }
            match ready!(Pin::new(&mut this.request).poll_frame(context)) {
                Some(Ok(frame)) => this.decoder.push(&frame.into_data().unwrap()),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

async fn listen(request: Request<Incoming>) -> Result<Response<Echo>, Infallible> {
    assert_eq!(request.version(), Version::HTTP_2);
    assert!(request.headers().get("host").is_none());
    assert!(request.headers().get("transfer-encoding").is_none());
    let cbor = request.headers().contains_key("smithy-protocol");
    let echo = Echo {
        request: request.into_body(),
        decoder: Decoder::default(),
        cbor,
        begun: false,
    };
    let response = Response::builder().header("x-session", "s-1");
    let response = response.header("smithy-protocol", "rpc-v2-cbor");
    Ok(response.body(echo).unwrap())
}

async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
    let builder = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
    let serving = builder.serve_connection(TokioIo::new(stream), service_fn(listen));
    serving.await.unwrap();
}

/// Settings of a server that speaks HTTP/2 over TLS, and the file that makes it trusted.
fn tls() -> (TlsAcceptor, PathBuf) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("http2.pem");
    std::fs::write(&file, made.cert.pem()).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    (TlsAcceptor::from(Arc::new(config)), file)
}

#[test]
fn a_conversation_over_tls() {
    use rest::types::{SoundEvent, Speech, Text};
    run(async {
        let (acceptor, file) = tls();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!(
            "https://localhost:{}",
            listener.local_addr().unwrap().port()
        );
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            serve(acceptor.accept(stream).await.unwrap()).await;
        });
        let mut config = Config::new().endpoint_url(url).anonymous(true);
        config.http.certificates = Certificates::Bundle(file);
        let client = rest::Client::new(config);
        let (sender, speech) = EventStream::channel();
        let call = client.listen().language("en").speech(speech);
        let mut text = call.send().await.unwrap().text.unwrap();
        for word in ["good", "day"] {
            let sound = SoundEvent::default().with_bytes(word);
            sender.send(Speech::Sound(sound)).await.unwrap();
            let Some(Text::Words(answer)) = text.recv().await.unwrap() else {
                panic!("no words");
            };
            assert_eq!(answer.words.unwrap(), [word]);
        }
        drop(sender);
        assert_eq!(text.recv().await.unwrap(), None);
    });
}

#[test]
fn conversations_share_a_connection_without_tls() {
    use cbor::types::{SoundEvent, Speech, Text};
    run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        // There is no second connection.
        tokio::spawn(async move { serve(listener.accept().await.unwrap().0).await });
        let client = cbor::Client::new(Config::new().endpoint_url(url).anonymous(true));
        let mut talks = Vec::new();
        for word in ["one", "two"] {
            let (sender, speech) = EventStream::channel();
            let call = client.listen().language("en").speech(speech);
            let output = call.send().await.unwrap();
            assert_eq!(output.session, "s-1");
            talks.push((word, sender, output.text.unwrap()));
        }
        for (word, sender, text) in talks.iter_mut().rev() {
            let sound = SoundEvent::default().with_bytes(*word);
            sender.send(Speech::Sound(sound)).await.unwrap();
            let Some(Text::Words(answer)) = text.recv().await.unwrap() else {
                panic!("no words");
            };
            assert_eq!(answer.words.unwrap(), [*word]);
        }
    });
}
