//! Errors that a service of XML tells of in a success, as Amazon S3 does when it has begun to answer before it
//! knows the end. This program is the test and, where [`COMMAND`] is set, the command.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Command, ExitCode, Output};

use smithgen_cli::{Options, table};
use smithgen_runtime::{
    Http, Kind, Member, OperationSpec, Schema, Segment, Service, prelude, protocol,
};

/// Set where the command is to run.
const COMMAND: &str = "SMITHGEN_TEST_RUNS_COMMAND";

static COPIED: Schema = Schema::new(
    "test#Copied",
    Kind::Structure,
    &[Member::new("tag", &prelude::STRING)],
);
static SHELF: Service = Service::new(
    "test#Shelf",
    "",
    "Shelf",
    &protocol::REST_XML_NO_ERROR_WRAPPING,
);
static COPY: OperationSpec = OperationSpec::new("Copy", &SHELF, &prelude::UNIT, &COPIED)
    .with_http(&Http::new("PUT", &[Segment::Literal("copy")], 200));
static COMMANDS: table::Commands = table::Commands::new(&SHELF, "shelf", "SHELF", "shelf")
    .of_aws()
    .with_commands(&[table::Command::new("copy", &COPY, "", &[])]);

const ERROR: &str = "<Error><Code>InternalError</Code><Message>half way</Message></Error>";
const SUCCESS: &str = "<Copied><tag>e</tag></Copied>";

/// Runs the command against a server that gives these answers, each under the status of a success; how many it
/// has given.
fn run(answers: &'static [&'static str], attempts: &str) -> (Output, usize) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        let mut given = 0;
        while let Ok((mut stream, _)) = listener.accept() {
            let mut request = Vec::new();
            let mut buffer = [0; 1024];
            while !request.ends_with(b"\r\n\r\n") {
                match stream.read(&mut buffer).unwrap() {
                    // The test has ended.
                    0 => return given,
                    count => request.extend_from_slice(&buffer[..count]),
                }
            }
            let body = answers.get(given).copied().unwrap_or_default();
            given += 1;
            let length = body.len();
            let head =
                format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
            stream
                .write_all(&[head.as_bytes(), body.as_bytes()].concat())
                .unwrap();
        }
        given
    });
    let address = url.trim_start_matches("http://").to_owned();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["copy", "--endpoint-url", &url, "--region", "us-east-1"])
        .env_clear()
        .env(COMMAND, "1")
        .env("AWS_MAX_ATTEMPTS", attempts)
        .output()
        .unwrap();
    drop(std::net::TcpStream::connect(address).unwrap());
    (output, serving.join().unwrap())
}

fn main() -> ExitCode {
    if std::env::var_os(COMMAND).is_some() {
        return smithgen_cli::main(&[&COMMANDS], Options::new("1.0"));
    }
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (output, calls) = run(&[ERROR], "1");
    assert_eq!(text(&output.stdout), "");
    let words = "An error occurred (InternalError) when calling the Copy operation (reached max \
                 retries: 0): half way";
    assert!(text(&output.stderr).contains(words), "{output:?}");
    assert_eq!((output.status.code(), calls), (Some(254), 1));

    let (output, calls) = run(&[ERROR, SUCCESS], "2");
    assert_eq!(text(&output.stderr), "");
    assert_eq!(text(&output.stdout), "{\n    \"tag\": \"e\"\n}\n");
    assert_eq!((output.status.code(), calls), (Some(0), 2));
    ExitCode::SUCCESS
}
