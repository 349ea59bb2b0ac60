//! What a command hashes, counts, compresses and signs is what it sends. This program is the test and, where
//! [`COMMAND`] is set, the command.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Command, ExitCode};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use smithgen_cli::{Options, table};
use smithgen_runtime::{
    Auth, Http, Kind, Member, OperationSpec, OperationTrait, Schema, Segment, Service, Trait,
    prelude, protocol,
};

/// Set where the command is to run.
const COMMAND: &str = "SMITHGEN_TEST_RUNS_COMMAND";
const KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

static INPUT: Schema = Schema::new(
    "test#Input",
    Kind::Structure,
    &[
        Member::new("first", &prelude::STRING).with_traits(&[Trait::JsonName("1st")]),
        Member::new("second", &prelude::DOUBLE),
        Member::new("third", &prelude::STRING),
    ],
);
const fn service(protocol: &'static dyn smithgen_runtime::Protocol) -> Service {
    Service::new("test#Store", "", "Store", protocol).with_signing_name("store")
}
static REST: Service = service(&protocol::REST_JSON_1);
static RPC: Service = service(&protocol::AWS_JSON_1_1);
const fn operation(
    name: &'static str,
    service: &'static Service,
    traits: &'static [OperationTrait],
) -> OperationSpec {
    static HTTP: Http = Http::new("POST", &[Segment::Literal("put")], 200);
    OperationSpec::new(name, service, &INPUT, &prelude::UNIT)
        .with_http(&HTTP)
        .with_auth(&[Auth::SigV4])
        .with_traits(traits)
}
static PUT: OperationSpec = operation("Put", &REST, &[OperationTrait::ChecksumRequired]);
static PRESS: OperationSpec = operation(
    "Press",
    &REST,
    &[OperationTrait::RequestCompression(&["gzip"])],
);
static CALL: OperationSpec = operation("Call", &RPC, &[]);

const ARGS: &[table::Arg] = &[
    table::arg("first", 0, false),
    table::arg("second", 1, false),
    table::arg("third", 2, false),
];
static COMMANDS: table::Commands = table::Commands::new(&REST, "store", "STORE", "store")
    .of_aws()
    .with_commands(&[
        table::Command::new("put", &PUT, "", ARGS),
        table::Command::new("press", &PRESS, "", ARGS),
        table::Command::new("call", &CALL, "", ARGS),
    ]);

/// A request as it came.
struct Sent {
    head: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

/// Runs the command with an input, and takes the request that it sends.
fn sent(name: &str, input: &str) -> Sent {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap();
        let lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
        let headers: BTreeMap<_, _> = lines
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let mut body = vec![0; headers["content-length"].parse().unwrap()];
        stream.read_exact(&mut body).unwrap();
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
        stream.write_all(answer).unwrap();
        // Whatever is sent beyond the length that was told.
        let mut more = Vec::new();
        stream.read_to_end(&mut more).unwrap();
        assert_eq!(more, b"");
        Sent {
            head,
            headers,
            body,
        }
    });
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            name,
            "--endpoint-url",
            &url,
            "--region",
            "eu-west-1",
            "--cli-input-json",
            input,
        ])
        .env_clear()
        .env(COMMAND, "1")
        .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", KEY)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    serving.join().unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

impl Sent {
    /// Checks length, hash and signature against the bytes. Source: AWS Signature Version 4, "Create a signed request".
    fn is_signed(&self) {
        assert_eq!(self.headers["content-length"], self.body.len().to_string());
        let hash = hex(&Sha256::digest(&self.body));
        if let Some(told) = self.headers.get("x-amz-content-sha256") {
            assert_eq!(told, &hash);
        }
        let authorization = &self.headers["authorization"];
        let part = |name: &str| {
            let (_, rest) = authorization.split_once(name).unwrap();
            rest.split(',').next().unwrap().to_owned()
        };
        let signed = part("SignedHeaders=");
        let headers: String = signed
            .split(';')
            .map(|name| format!("{name}:{}\n", self.headers[name]))
            .collect();
        let mut line = self.head.split(' ');
        let (method, path) = (line.next().unwrap(), line.next().unwrap());
        let canonical = format!("{method}\n{path}\n\n{headers}\n{signed}\n{hash}");
        let credential = part("Credential=");
        let (_, scope) = credential.split_once('/').unwrap();
        let to_sign = format!(
            "AWS4-HMAC-SHA256\n{}\n{scope}\n{}",
            self.headers["x-amz-date"],
            hex(&Sha256::digest(canonical))
        );
        let key = scope
            .split('/')
            .fold(format!("AWS4{KEY}").into_bytes(), |key, part| {
                mac(&key, part)
            });
        assert_eq!(part("Signature="), hex(&mac(&key, &to_sign)));
    }
}

fn main() -> ExitCode {
    if std::env::var_os(COMMAND).is_some() {
        return smithgen_cli::main(&[&COMMANDS], Options::new("1.0"));
    }
    let input = r#"{"third": "\u00e9", "second": 1, "first": "a"}"#;
    let renamed = r#"{"third": "\u00e9", "second": 1, "1st": "a"}"#;

    let put = sent("put", input);
    assert_eq!(String::from_utf8_lossy(&put.body), renamed);
    assert_eq!(put.headers["content-type"], "application/json");
    // RFC 1321, of the very bytes.
    assert_eq!(put.headers["content-md5"], "G6ewMdEbaYeQotbXCXQgyQ==");
    put.is_signed();

    let call = sent("call", input);
    assert_eq!(String::from_utf8_lossy(&call.body), input);
    assert_eq!(call.headers["x-amz-target"], "Store.Call");
    call.is_signed();

    // As much as is worth compressing.
    let long = "z".repeat(10_240);
    let press = sent("press", &input.replace("\"a\"", &format!("\"{long}\"")));
    assert_eq!(press.headers["content-encoding"], "gzip");
    let mut plain = String::new();
    flate2::read::GzDecoder::new(&press.body[..])
        .read_to_string(&mut plain)
        .unwrap();
    assert_eq!(plain, renamed.replace("\"a\"", &format!("\"{long}\"")));
    press.is_signed();

    println!("what is hashed, counted, compressed and signed is what is sent");
    ExitCode::SUCCESS
}
