//! The default transport streams both ways at once: each side answers what the other has just said.

mod peer;

use peer::{frame, run};
use recorder::recorder::Client;
use recorder::recorder::types::{SoundEvent, Speech, Text};
use smithgen_client::runtime::event::Decoder;
use smithgen_client::Config;
use smithgen_client::runtime::EventStream;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const HEAD: &str = "HTTP/1.1 200 OK\r\nx-session: s-1\r\ntransfer-encoding: chunked\r\n\r\n";

async fn chunk(socket: &mut TcpStream, bytes: &[u8]) {
    let size = format!("{:x}\r\n", bytes.len());
    socket.write_all(size.as_bytes()).await.unwrap();
    socket.write_all(bytes).await.unwrap();
    socket.write_all(b"\r\n").await.unwrap();
}

/// Takes one request and answers each of its events with the event's bytes as a word.
async fn echo(listener: TcpListener) {
    let (mut socket, _) = listener.accept().await.unwrap();
    let mut arrived = Vec::new();
    while !arrived.windows(4).any(|end| end == b"\r\n\r\n") {
        socket.read_buf(&mut arrived).await.unwrap();
    }
    let head = String::from_utf8_lossy(&arrived).to_ascii_lowercase();
    assert!(head.contains("transfer-encoding: chunked"));
    socket.write_all(HEAD.as_bytes()).await.unwrap();
    let end = arrived
        .windows(4)
        .position(|end| end == b"\r\n\r\n")
        .unwrap()
        + 4;
    let mut rest = arrived.split_off(end);
    let mut decoder = Decoder::default();
    loop {
        // One chunk of the request: its length, its bytes.
        let line = loop {
            match rest.windows(2).position(|end| end == b"\r\n") {
                Some(line) => break line,
                None => drop(socket.read_buf(&mut rest).await.unwrap()),
            }
        };
        let length = std::str::from_utf8(&rest[..line]).unwrap();
        let length = usize::from_str_radix(length, 16).unwrap();
        while rest.len() < line + 2 + length + 2 {
            socket.read_buf(&mut rest).await.unwrap();
        }
        decoder.push(&rest[line + 2..][..length]);
        rest.drain(..line + 2 + length + 2);
        if length == 0 {
            break;
        }
        while let Some(message) = decoder.next_message().unwrap() {
            let word = String::from_utf8(message.payload.to_vec()).unwrap();
            let headers = [(":message-type", "event"), (":event-type", "words")];
            let answer = frame(&headers, format!(r#"{{"words":["{word}"]}}"#));
            chunk(&mut socket, &answer).await;
        }
    }
    chunk(&mut socket, b"").await;
}

#[test]
fn a_conversation() {
    run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(echo(listener));
        let config = Config::new().endpoint_url(url).anonymous(true);
        let client = Client::new(config);
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
        server.await.unwrap();
    });
}
