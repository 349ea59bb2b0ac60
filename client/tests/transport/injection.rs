//! Values of inputs that hold the ends of lines: what is sent is one request, and never what they spell.

use smithgen_client::{Client, ClientError, Config};
use smithgen_runtime::dynamic::{BlobText, DynamicStructure};
use smithgen_runtime::protocol::REST_JSON_1;
use smithgen_runtime::{
    Document, Http, InputError, Kind, Member, OperationSpec, Schema, Segment, Service, Trait,
    prelude,
};

use super::run;
use super::server::{Server, Step, ok};

static MAP: Schema = Schema::new(
    "test#Map",
    Kind::Map,
    &[
        Member::new("key", &prelude::STRING),
        Member::new("value", &prelude::STRING),
    ],
);
static LIST: Schema = Schema::new(
    "test#List",
    Kind::List,
    &[Member::new("member", &prelude::STRING)],
);
static INPUT: Schema = Schema::new(
    "test#PutInput",
    Kind::Structure,
    &[
        Member::new("label", &prelude::STRING).with_traits(&[Trait::HttpLabel]),
        Member::new("greedy", &prelude::STRING).with_traits(&[Trait::HttpLabel]),
        Member::new("query", &prelude::STRING).with_traits(&[Trait::HttpQuery("q")]),
        Member::new("others", &MAP).with_traits(&[Trait::HttpQueryParams]),
        Member::new("header", &prelude::STRING).with_traits(&[Trait::HttpHeader("X-Header")]),
        Member::new("headers", &LIST).with_traits(&[Trait::HttpHeader("X-Headers")]),
        Member::new("meta", &MAP).with_traits(&[Trait::HttpPrefixHeaders("X-Meta-")]),
        Member::new("host", &prelude::STRING).with_traits(&[Trait::HostLabel]),
    ],
);
static SERVICE: Service = Service::new("test#Service", "", "Test", &REST_JSON_1);
static PUT: OperationSpec = put();
static PUT_AT_HOST: OperationSpec = put().with_host_prefix("{host}.");

const fn put() -> OperationSpec {
    static HTTP: Http = Http::new("PUT", &[Segment::Label(0), Segment::Greedy(1)], 200);
    OperationSpec::new("Put", &SERVICE, &INPUT, &prelude::UNIT).with_http(&HTTP)
}

/// Ends of lines as the peers of HTTP take them, and what ends a text elsewhere.
const ENDS: [&str; 4] = ["\r\n", "\n", "\r", "\0"];

/// Sends an input with these members beside the labels to a server of its own. How the client fares, and the
/// lines of the requests that the server reads.
fn sent(
    operation: &'static OperationSpec,
    members: &[(&str, Document)],
) -> (Result<(), ClientError>, Vec<String>) {
    let server = Server::start(vec![Step::Answer(ok("{}")), Step::Answer(ok("{}"))]);
    let mut all = vec![("label", Document::from("a")), ("greedy", "b".into())];
    for (name, value) in members {
        all.retain(|(other, _)| other != name);
        all.push((name, value.clone()));
    }
    let all = all
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    let document = Document::Object(all.collect());
    let input = DynamicStructure::from_document(&INPUT, &document, BlobText::Plain);
    let client = Client::new(Config::new().endpoint_url(server.url("")));
    let answer = run(client.dispatch(operation, &input.unwrap())).map(drop);
    let seen = server.seen();
    assert!(
        seen.iter()
            .all(|request| request.header("x-evil").is_none())
    );
    (
        answer,
        seen.into_iter().map(|request| request.line).collect(),
    )
}

fn map(key: &str, value: &str) -> Document {
    Document::Object(vec![(key.to_owned(), value.into())])
}

#[test]
fn ends_of_lines_in_a_path_or_query_are_percent_encoded() {
    for (end, encoded) in ENDS.into_iter().zip(["%0D%0A", "%0A", "%0D", "%00"]) {
        let evil = format!("x{end}x-evil:1{end}{end}");
        let spelt = format!("x{encoded}x-evil%3A1{encoded}{encoded}");
        let value = Document::from(evil.as_str());
        for (member, value, target) in [
            ("label", value.clone(), format!("/{spelt}/b")),
            ("greedy", value.clone(), format!("/a/{spelt}")),
            ("query", value, format!("/a/b?q={spelt}")),
            ("others", map(&evil, &evil), format!("/a/b?{spelt}={spelt}")),
        ] {
            let (answer, lines) = sent(&PUT, &[(member, value)]);
            answer.unwrap();
            assert_eq!(lines, [format!("PUT {target} HTTP/1.1")]);
        }
    }
}

#[test]
fn ends_of_lines_in_a_header_or_host_are_errors_that_name_the_member() {
    for end in ENDS {
        let evil = format!("x{end}x-evil: 1{end}{end}");
        let value = Document::from(evil.as_str());
        for (operation, member, value) in [
            (&PUT, "header", value.clone()),
            (
                &PUT,
                "headers",
                Document::Array(vec!["fine".into(), value.clone()]),
            ),
            (&PUT, "meta", map("key", &evil)),
            (&PUT, "meta", map(&evil, "value")),
            (&PUT, "meta", map("key: 1", "value")),
            (&PUT_AT_HOST, "host", value),
        ] {
            let (answer, lines) = sent(operation, &[(member, value)]);
            assert_eq!(lines, [""; 0]);
            let error = answer.unwrap_err();
            let Some(InputError::Invalid { path, .. }) = error.downcast_ref() else {
                panic!("{member}: {error:?}")
            };
            assert!(path.starts_with(member), "{path}");
        }
    }
}
