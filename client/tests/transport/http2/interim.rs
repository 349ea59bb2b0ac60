//! Interim responses over HTTP/2, frame by frame: no server of a library sends them without end.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};

use super::*;

const SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];
const ACKNOWLEDGED: &[u8] = &[0, 0, 0, 4, 1, 0, 0, 0, 0];
/// HEADERS of the first stream, with the status 103.
const HINTS: &[u8] = b"\0\0\x05\x01\x04\0\0\0\x01\x08\x03103";
/// HEADERS of the first stream, with the status 204, which end it.
const NOTHING: &[u8] = b"\0\0\x01\x01\x05\0\0\0\x01\x89";

/// A server that answers a request with these frames, one after the other with a pause between them.
fn answering(
    frames: impl Iterator<Item = &'static [u8]> + Send + 'static,
    pause: u64,
) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        stream.read_exact(&mut [0; 24]).unwrap();
        stream
            .write_all(&[SETTINGS, ACKNOWLEDGED].concat())
            .unwrap();
        let mut head = [0; 9];
        while head[3] != 1 {
            stream.read_exact(&mut head).unwrap();
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
            stream.read_exact(&mut vec![0; length]).unwrap();
        }
        for frame in frames {
            if stream.write_all(frame).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(pause));
        }
        // Until the client has gone.
        let _ = stream.read_to_end(&mut Vec::new());
    });
    address
}

#[test]
fn interim_responses_without_end_are_no_answer_in_time() {
    for pause in [0, 20] {
        let address = answering(std::iter::repeat(HINTS), pause);
        let transport = transport(|it| it.read_timeout = Some(Duration::from_millis(200)));
        let answer = run(send(&transport, only(&format!("http://{address}/"), "")));
        assert_eq!(kind(answer), Kind::ReadTimeout, "{pause}");
    }
}

#[test]
fn an_answer_may_come_after_interim_responses() {
    let frames = std::iter::repeat_n(HINTS, 10).chain([NOTHING]);
    let address = answering(frames, 0);
    let answer = run(send(
        &transport(|_| {}),
        only(&format!("http://{address}/"), ""),
    ));
    assert_eq!(answer.unwrap().status(), 204);
}
