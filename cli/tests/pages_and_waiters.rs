//! Commands whose results come in pages, and `wait`, as a user meets them. This program is the test and, where
//! [`COMMAND`] is set, the command, with a service in the same process.

use std::process::{Command, ExitCode, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use smithgen_cli::{Options, table};
use smithgen_client::transport::{LocalTransport, Transport};
use smithgen_runtime::{
    Http, Kind, Member, OperationSpec, Schema, Segment, Service, Trait, prelude, protocol,
};

/// Set where the command is to run.
const COMMAND: &str = "SMITHGEN_TEST_RUNS_COMMAND";

static NAMES: Schema = Schema::new(
    "test#Names",
    Kind::List,
    &[Member::new("member", &prelude::STRING)],
);
static ASKED: Schema = Schema::new(
    "test#Asked",
    Kind::Structure,
    &[
        Member::new("from", &prelude::STRING).with_traits(&[Trait::HttpQuery("from")]),
        Member::new("maxItems", &prelude::INTEGER).with_traits(&[Trait::HttpQuery("most")]),
    ],
);
static PAGE: Schema = Schema::new(
    "test#Page",
    Kind::Structure,
    &[
        Member::new("names", &NAMES),
        Member::new("next", &prelude::STRING),
        Member::new("count", &prelude::INTEGER),
    ],
);
static LAMP: Schema = Schema::new(
    "test#Lamp",
    Kind::Structure,
    &[Member::new("state", &prelude::STRING)],
);
static BOOK: Schema = Schema::new(
    "test#Book",
    Kind::Structure,
    &[Member::new("body", &prelude::BLOB).with_traits(&[Trait::HttpPayload])],
);
static SHELF: Service = Service::new("test#Shelf", "", "Shelf", &protocol::REST_JSON_1);
static LIST: OperationSpec = OperationSpec::new("List", &SHELF, &ASKED, &PAGE)
    .with_http(&Http::new("GET", &[Segment::Literal("names")], 200));
static LOOK: OperationSpec = OperationSpec::new("Look", &SHELF, &prelude::UNIT, &LAMP)
    .with_http(&Http::new("GET", &[Segment::Literal("lamp")], 200));
static FETCH: OperationSpec = OperationSpec::new("Fetch", &SHELF, &prelude::UNIT, &BOOK)
    .with_http(&Http::new("GET", &[Segment::Literal("book")], 200));

const ON: &str = "\"on\"";

static COMMANDS: table::Commands = table::Commands::new(&SHELF, "shelf", "SHELF", "shelf")
    .of_aws()
    .with_commands(&[
        table::Command::new("fetch", &FETCH, "Fetches a book.", &[]),
        table::Command::new(
            "list",
            &LIST,
            "Lists names.",
            &[
                table::arg("from", 0, false),
                table::arg("since", 0, false).hidden(),
                table::arg("max-items", 1, false),
            ],
        )
        .with_pages(
            &table::Pages::new(&[table::token(0, "next")], &["names", "count"]).with_page_size(1),
        ),
        table::Command::new("look", &LOOK, "Looks at the lamp.", &[]),
    ])
    .with_waiters(&[
        table::Waiter::new(
            "lamp-lit",
            "LampLit",
            "Waits for light.",
            2,
            0,
            5,
            &[
                table::acceptor(table::State::Success, table::Matcher::Output("state", ON)),
                table::acceptor(
                    table::State::Failure,
                    table::Matcher::Output("state", "\"broken\""),
                ),
            ],
        ),
        table::Waiter::new(
            "lamp-out",
            "LampOut",
            "",
            2,
            0,
            3,
            &[
                table::acceptor(table::State::Success, table::Matcher::Status(204)),
                table::acceptor(table::State::Retry, table::Matcher::Error("Hot")),
            ],
        ),
    ]);

/// What the lamp says, by the number of the request; the last again and again.
const LAMPS: &str = "SMITHGEN_TEST_LAMPS";

fn service() -> Arc<dyn Transport> {
    let asked = AtomicUsize::new(0);
    Arc::new(LocalTransport::new(move |request| {
        let query = request.uri().query().unwrap_or_default();
        let (status, body) = match request.uri().path() {
            "/names" => (200, page(query).to_owned()),
            "/book" => (200, "once upon a time".to_owned()),
            _ => {
                let lamps = std::env::var(LAMPS).unwrap_or_default();
                let lamps: Vec<&str> = lamps.split(' ').collect();
                let at = asked.fetch_add(1, Ordering::Relaxed).min(lamps.len() - 1);
                match lamps[at] {
                    "hot" => (400, r#"{"code":"Hot","message":"too hot"}"#.to_owned()),
                    "gone" => (400, r#"{"code":"Gone","message":"no lamp"}"#.to_owned()),
                    state => (200, format!(r#"{{"state":"{state}"}}"#)),
                }
            }
        };
        let response = http::Response::builder().status(status);
        response.body(bytes::Bytes::from(body)).unwrap()
    }))
}

fn page(query: &str) -> &'static str {
    match query {
        "" => r#"{"names":["a","b"],"count":2,"next":"2"}"#,
        "from=2" => r#"{"names":["c"],"count":1,"next":"3"}"#,
        "from=3" => r#"{"names":["d","e"],"count":2}"#,
        "most=1" => r#"{"names":["a"],"count":1,"next":"2"}"#,
        "from=loop" => r#"{"names":["x"],"next":"loop"}"#,
        _ => r#"{"names":[]}"#,
    }
}

fn run(line: &str, lamps: &str) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(line.split(' '));
    if !line.contains("help") {
        command.args(["--endpoint-url", "local:", "--region", "us-east-1"]);
    }
    let command = command.env_clear().env(COMMAND, "1").env(LAMPS, lamps);
    command.output().unwrap()
}

/// Lines, lamps, the exit code, and what is printed: on standard output, or in an error.
const CASES: &[(&str, &str, i32, &str)] = &[
    (
        "list --query names --output json",
        "",
        0,
        "[\n    \"a\",\n    \"b\",\n    \"c\",\n    \"d\",\n    \"e\"\n]\n",
    ),
    ("list --query count", "", 0, "5\n"),
    (
        "list --output text",
        "",
        0,
        "2\nNAMES\ta\nNAMES\tb\n1\nNAMES\tc\n2\nNAMES\td\nNAMES\te\n",
    ),
    (
        "list --output yaml-stream --query count",
        "",
        0,
        "- 2\n- 1\n- 2\n",
    ),
    ("list --no-paginate --query names[]|[-1]", "", 0, "\"b\"\n"),
    (
        "list --no-paginate --max-items 1 --query names[]|[-1]",
        "",
        0,
        "\"a\"\n",
    ),
    ("list --from 2 --query names", "", 0, "[\n    \"c\"\n]\n"),
    ("list --since 2 --query names", "", 0, "[\n    \"c\"\n]\n"),
    // {"from": null, "boto_truncate_amount": 1}
    (
        "list --max-items 1 --query NextToken --output text",
        "",
        0,
        "None\neyJmcm9tIjogbnVsbCwgImJvdG9fdHJ1bmNhdGVfYW1vdW50IjogMX0=\n",
    ),
    (
        "list --starting-token eyJmcm9tIjogbnVsbCwgImJvdG9fdHJ1bmNhdGVfYW1vdW50IjogMX0= --query names[0]",
        "",
        0,
        "\"b\"\n",
    ),
    (
        "list --from 2 --starting-token x",
        "",
        252,
        "Cannot specify --no-paginate along with pagination arguments: --starting-token",
    ),
    (
        "list --starting-token loop",
        "",
        255,
        "Error during pagination: The same next token was received twice: {'from': 'loop'}",
    ),
    ("list --max-items x", "", 252, "invalid int value: 'x'"),
    ("wait lamp-lit --query state", "off off on", 0, ""),
    (
        "wait lamp-lit",
        "off broken",
        255,
        "Waiter LampLit failed: Waiter encountered a terminal failure state: For expression \"state\" we matched \
         expected path: \"broken\"",
    ),
    (
        "wait lamp-lit",
        "off",
        255,
        "Waiter LampLit failed: Max attempts exceeded\n",
    ),
    (
        "wait lamp-out",
        "hot",
        255,
        "Waiter LampOut failed: Max attempts exceeded. Previously accepted state: Matched expected service error code: \
         Hot",
    ),
    (
        "wait lamp-out",
        "gone",
        255,
        "Waiter LampOut failed: An error occurred (Gone): no lamp",
    ),
    ("wait lamp-on", "", 252, "lamp-out"),
    ("wait", "", 252, "subcommand"),
];

fn main() -> ExitCode {
    if std::env::var_os(COMMAND).is_some() {
        return smithgen_cli::main(&[&COMMANDS], Options::new("1.0").local(service));
    }
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    for (line, lamps, code, expected) in CASES {
        let done = run(line, lamps);
        let (out, err) = (text(&done.stdout), text(&done.stderr));
        assert_eq!(done.status.code(), Some(*code), "{line}: {out}{err}");
        match code {
            0 => assert_eq!(out, *expected, "{line}: {err}"),
            _ => assert!(
                out.is_empty() && err.contains(expected),
                "{line}: {out}{err}"
            ),
        }
    }
    // Options about pages stand for those of the service.
    let page = text(&run("list help", "").stdout);
    for (option, is_there) in [
        ("--starting-token", true),
        ("--page-size", true),
        ("--max-items", true),
        ("--from", false),
        ("--since", false),
    ] {
        assert_eq!(page.contains(option), is_there, "{option}: {page}");
    }
    assert!(text(&run("wait help", "").stdout).contains("lamp-lit"));
    assert!(text(&run("help", "").stdout).contains("wait"));
    let page = run("help wait", "");
    assert!(text(&page.stdout).contains("lamp-lit"), "{page:?}");
    fetches();
    ExitCode::SUCCESS
}

/// A body goes to a file.
fn fetches() {
    let name = format!("smithgen-fetch-{}", std::process::id());
    let path = std::env::temp_dir().join(name);
    let done = run(&format!("fetch {}", path.display()), "");
    assert!(done.status.success(), "{done:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "once upon a time");
    std::fs::remove_file(path).unwrap();
    // Standard output has the body, and nothing else.
    let done = run("fetch -", "");
    assert!(done.status.success(), "{done:?}");
    assert_eq!(done.stdout, b"once upon a time");
    assert!(done.stderr.is_empty());
    // There are no skeletons of it.
    let page = run("fetch help", "").stdout;
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains("<outfile>") && !page.contains("[--generate-cli-skeleton <value>]"));
}
