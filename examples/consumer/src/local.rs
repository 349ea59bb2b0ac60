//! A server that knows one operation and answers as the service would, with errors known and unknown.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

/// Serves on a free port until the program ends, and tells the address.
pub(crate) fn serve() -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A connection that breaks is the client's to report.
            let _ = handle(stream);
        }
    });
    Ok(url)
}

/// Answers one request and closes the connection.
fn handle(stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let (mut line, mut path, mut length) = (String::new(), String::new(), 0);
    while reader.read_line(&mut line)? > 2 {
        if path.is_empty() {
            path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        } else if let Some(("content-length", value)) = line.to_lowercase().split_once(':') {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let (status, answer) = answer(&path, &body);
    let head =
        format!("HTTP/1.1 {status} -\r\nconnection: close\r\ncontent-type: application/json");
    let length = answer.len();
    reader
        .get_mut()
        .write_all(format!("{head}\r\ncontent-length: {length}\r\n\r\n{answer}").as_bytes())
}

/// Status and body of the answer.
pub(crate) fn answer(path: &str, body: &[u8]) -> (u16, &'static str) {
    let asks = |kind: &str| String::from_utf8_lossy(body).contains(&format!("\"{kind}\""));
    if path != "/client/register" {
        (404, r#"{"__type":"UnknownOperationException"}"#)
    } else if asks("public") {
        (
            200,
            r#"{"clientId":"local-client","clientSecret":"local-secret","clientSecretExpiresAt":1707776000}"#,
        )
    } else if asks("teapot") {
        (418, r#"{"__type":"TeapotException","x":1}"#)
    } else {
        (
            400,
            r#"{"__type":"InvalidClientMetadataException","error":"invalid_client_metadata","error_description":"only public clients are served"}"#,
        )
    }
}
