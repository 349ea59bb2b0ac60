//! Instants that a format cannot say are refused wherever a timestamp travels.

use smithgen_runtime as rt;
use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::dynamic::{DynamicStructure, Typing, Value};
use smithgen_runtime::{
    DateTime, InputError, Kind, Member, Protocol, Schema, Segment, TimestampFormat, Trait, prelude,
};

const RFC: Trait = Trait::TimestampFormat(TimestampFormat::DateTime);
const HTTP: Trait = Trait::TimestampFormat(TimestampFormat::HttpDate);
const EPOCH: Trait = Trait::TimestampFormat(TimestampFormat::EpochSeconds);

macro_rules! time {
    ($name:literal, $($trait:expr),*) => {
        Member::new($name, &prelude::TIMESTAMP).with_traits(&[$($trait),*])
    };
}

static TIMES: Schema = Schema::new(
    "test#Times",
    Kind::Structure,
    &[
        time!("label", Trait::HttpLabel),
        time!("query", Trait::HttpQuery("q")),
        time!("header", Trait::HttpHeader("x-time")),
        time!("rfc", RFC),
        time!("http", HTTP),
        time!("epoch", EPOCH),
        time!("epochHeader", EPOCH, Trait::HttpHeader("x-epoch")),
        Member::new("list", &LIST),
    ],
);
static LIST: Schema = Schema::new("test#List", Kind::List, &[time!("member", RFC)]);

static PATH: rt::Http = rt::Http::new("POST", &[Segment::Label(0)], 200);

fn operation(protocol: &'static dyn Protocol) -> &'static rt::OperationSpec {
    let service: &'static rt::Service = Box::leak(Box::new(rt::Service::new(
        "test#Service",
        "",
        "Test",
        protocol,
    )));
    Box::leak(Box::new(
        rt::OperationSpec::new("Do", service, &TIMES, &TIMES).with_http(&PATH),
    ))
}

fn encode(protocol: &'static dyn Protocol, member: &str, seconds: i64) -> Result<(), InputError> {
    let mut input = DynamicStructure::new(&TIMES, Typing::Typed);
    let index = |name| TIMES.member_index(name).unwrap();
    let time = Value::Timestamp(DateTime::from_secs(seconds));
    input.set(index("label"), Value::Timestamp(DateTime::default()));
    if member == "list" {
        let mut list = rt::dynamic::DynamicList::new(&LIST, Typing::Typed);
        list.items = vec![Value::Timestamp(DateTime::default()), time];
        input.set(index("list"), Value::List(list));
    } else {
        input.set(index(member), time);
    }
    let options = rt::EncodeOptions::default();
    protocol
        .encode_request(operation(protocol), &input, &options)
        .map(drop)
}

const FIRST: i64 = -62_135_596_800;
const LAST: i64 = 253_402_300_799;

#[test]
fn years_beyond_four_digits_are_input_errors_with_their_path() {
    let rest: [&'static dyn Protocol; 2] = [&rt::protocol::REST_JSON_1, &rt::protocol::REST_XML];
    let rpc: [&'static dyn Protocol; 3] = [
        &rt::protocol::AWS_JSON_1_0,
        &rt::protocol::AWS_QUERY,
        &rt::protocol::EC2_QUERY,
    ];
    let bound = ["label", "query", "header"];
    let inside = ["rfc", "http", "list"];
    let cases = rest
        .iter()
        .flat_map(|protocol| bound.iter().chain(&inside).map(move |m| (protocol, m)));
    let cases = cases.chain(
        rpc.iter()
            .flat_map(|protocol| inside.iter().map(move |m| (protocol, m))),
    );
    for (protocol, member) in cases {
        for seconds in [FIRST, LAST] {
            assert_eq!(encode(*protocol, member, seconds), Ok(()), "{member}");
        }
        for seconds in [FIRST - 1, LAST + 1, i64::MIN, i64::MAX] {
            let Err(InputError::Invalid { path, reason }) = encode(*protocol, member, seconds)
            else {
                panic!("{} {member} {seconds}", protocol.id())
            };
            let expected = if *member == "list" { "list[1]" } else { member };
            assert_eq!(path, expected);
            assert!(reason.contains("0001 to 9999"), "{reason}");
        }
    }
}

#[test]
fn seconds_say_any_instant() {
    for member in ["epoch", "epochHeader"] {
        for seconds in [FIRST - 1, LAST + 1] {
            assert_eq!(encode(&rt::protocol::REST_JSON_1, member, seconds), Ok(()));
        }
    }
    assert_eq!(encode(&rt::protocol::RPC_V2_CBOR, "rfc", LAST + 1), Ok(()));
}

#[test]
fn readers_refuse_them_too() {
    let read = |header: Option<&'static str>, body: &str| {
        let mut response = rt::http::Response::new(Bytes::copy_from_slice(body.as_bytes()));
        if let Some(text) = header {
            let value = rt::http::HeaderValue::from_static(text);
            response.headers_mut().insert("x-time", value);
        }
        let mut output = DynamicStructure::new(&TIMES, Typing::Typed);
        let protocol = &rt::protocol::REST_JSON_1;
        protocol.decode_response(operation(protocol), &response, &mut output)
    };
    for body in [
        r#"{"rfc":"10000-01-01T00:00:00Z"}"#,
        r#"{"rfc":"-0001-01-01T00:00:00Z"}"#,
        r#"{"rfc":"0000-01-01T00:00:00Z"}"#,
    ] {
        assert_eq!(read(None, body).expect_err(body).path, "rfc");
    }
    let error = read(Some("Sat, 01 Jan 10000 00:00:00 GMT"), "").unwrap_err();
    assert_eq!(error.path, "header");
    assert!(
        read(
            Some("Fri, 31 Dec 9999 23:59:59 GMT"),
            r#"{"epoch":253402300800}"#
        )
        .is_ok()
    );
}
