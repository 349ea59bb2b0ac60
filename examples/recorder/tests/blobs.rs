//! Blobs that stream: sent without being held in memory, sent again when they can be, read piece by
//! piece, compared with their checksum.

mod peer;

use peer::{Peer, Pieces, run};
use recorder::recorder::Client;
use recorder::recorder::operations::put_recording::PutRecordingError;
use recorder::recorder::types::Algorithm;
use smithgen_client::transport::TransportErrorKind;
use smithgen_client::{ByteStream, ClientErrorKind};

const OK: &[(&str, &str)] = &[];
const FULL: &[(&str, &str)] = &[("x-amzn-errortype", "Full")];

fn once() -> ByteStream {
    ByteStream::from_stream(Pieces::of(["la ", "la ", "la"]))
}

fn empty() -> Pieces {
    Pieces::of(["{}"])
}

#[test]
fn bytes_in_memory_have_their_checksum_in_a_header() {
    let peer = Peer::default().answer(200, OK, empty());
    let client = Client::new(peer.config());
    let call = client.put_recording().name("song").sound("la la la");
    run(call.send()).unwrap();
    let request = &peer.requests()[0];
    assert_eq!(request.body(), "la la la");
    assert_eq!(request.headers()["content-type"], "audio/flac");
    assert_eq!(request.headers()["content-length"], "8");
    assert_eq!(request.headers()["x-algorithm"], "CRC32");
    assert!(request.headers().contains_key("x-amz-checksum-crc32"));
    assert!(!request.headers().contains_key("x-amz-trailer"));
}

#[test]
fn a_stream_has_its_checksum_behind_it() {
    let peer = Peer::default().answer(200, OK, empty());
    let client = Client::new(peer.config());
    let call = client.put_recording().name("song").sound(once());
    run(call.algorithm(Algorithm::Sha256).send()).unwrap();
    let request = &peer.requests()[0];
    assert_eq!(request.headers()["content-encoding"], "aws-chunked");
    assert_eq!(request.headers()["x-amz-trailer"], "x-amz-checksum-sha256");
    assert!(!request.headers().contains_key("content-length"));
    let body = String::from_utf8(request.body().to_vec()).unwrap();
    assert!(body.starts_with("8\r\nla la la\r\n0\r\nx-amz-checksum-sha256:"));
    assert!(body.ends_with("=\r\n\r\n"));
}

#[test]
fn a_file_is_sent_again_and_a_stream_is_not() {
    run(async {
        let path = std::env::temp_dir().join(format!("recorder-{}", std::process::id()));
        std::fs::write(&path, "la la la").unwrap();
        let file = ByteStream::from_path(&path).await.unwrap();
        let peer = Peer::default()
            .answer(500, FULL, empty())
            .answer(200, OK, empty());
        let client = Client::new(peer.config());
        let call = client.put_recording().name("song").sound(file);
        call.send().await.unwrap();
        let requests = peer.requests();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[0].body(), requests[1].body());
        // How long the chunks are is known before they are made.
        let length = requests[0].body().len().to_string();
        assert_eq!(requests[0].headers()["content-length"], length.as_str());
        assert_eq!(requests[0].headers()["x-amz-decoded-content-length"], "8");
        std::fs::remove_file(&path).unwrap();

        let peer = Peer::default().answer(500, FULL, empty());
        let client = Client::new(peer.config());
        let call = client.put_recording().name("song").sound(once());
        let error = call.send().await.unwrap_err();
        assert!(matches!(error, PutRecordingError::Full(_)));
        assert_eq!(peer.requests().len(), 1);
    });
}

#[test]
fn what_streams_is_compressed_whatever_its_size() {
    let peer = Peer::default().answer(200, OK, empty());
    let client = Client::new(peer.config());
    run(client.put_notes().name("song").notes(once()).send()).unwrap();
    let request = &peer.requests()[0];
    assert_eq!(request.headers()["content-encoding"], "gzip");
    assert_eq!(request.body()[..3], [0x1f, 0x8b, 8]);
    assert!(!request.headers().contains_key("content-length"));
}

#[test]
fn a_response_is_read_piece_by_piece() {
    let pieces = Pieces::of(["la ", "la ", "la"]);
    let peer = Peer::default().answer(200, &[("x-speaker", "Ada")], pieces);
    let client = Client::new(peer.config());
    run(async {
        let mut output = client.get_recording().name("song").send().await.unwrap();
        assert_eq!(peer.requests()[0].headers()["x-checksum-mode"], "ENABLED");
        assert_eq!(output.speaker.as_deref(), Some("Ada"));
        assert_eq!(output.sound.next().await.unwrap().unwrap(), "la ");
        assert_eq!(output.sound.collect().await.unwrap(), "la la");
    });
}

#[test]
fn a_response_that_is_not_what_its_checksum_says_is_an_error() {
    let of = |checksum: &str| {
        let headers = [("x-amz-checksum-crc32", checksum)];
        let pieces = Pieces::of(["12345", "6789"]);
        let peer = Peer::default().answer(200, &headers, pieces);
        let client = Client::new(peer.config());
        run(async {
            let output = client.get_recording().name("song").send().await.unwrap();
            output.sound.collect().await
        })
    };
    assert_eq!(of("y/Q5Jg==").unwrap(), "123456789");
    // The checksum of an object in parts is not one of its bytes.
    assert_eq!(of("AAAAAA==-2").unwrap(), "123456789");
    let error = of("AAAAAA==").unwrap_err();
    assert_eq!(error.kind, TransportErrorKind::Corrupt);
}

#[test]
fn errors_are_read_whole() {
    let peer = Peer::default().answer(404, OK, Pieces::of(["{\"message\":", "\"no\"}"]));
    let client = Client::new(peer.config());
    let error = run(client.get_recording().name("song").send()).unwrap_err();
    assert_eq!(error.message(), Some("no"));
}

#[test]
fn what_cannot_be_sent_is_told_before() {
    let peer = Peer::default();
    let client = Client::new(peer.config());
    let call = client.put_recording().name("song").sound("la");
    let algorithm = Algorithm::from("MD4");
    let error = run(call.algorithm(algorithm).send()).unwrap_err();
    assert!(matches!(
        error,
        PutRecordingError::Client(error) if error.kind() == ClientErrorKind::Input
    ));
    assert!(peer.requests().is_empty());
}
