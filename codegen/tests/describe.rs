//! `smithgen describe`: what it finds by which name, and what it tells of it.

use std::path::Path;
use std::process::Command;

use crate::scratch::Scratch;

const MODEL: &str = "$version: \"2.0\"

namespace ex

use aws.protocols#restJson1

/// Lends <b>books</b>.
@restJson1
service Library {
    version: \"1\"
    operations: [
        LendBook
    ]
}

/// Lends a book.
@http(method: \"POST\", uri: \"/books/{isbn}\", code: 201)
operation LendBook {
    input := {
        /// Which one.
        @required
        @httpLabel
        isbn: Isbn

        @httpHeader(\"X-Reader\")
        reader: String

        @range(min: 1)
        days: Integer = 14

        notes: Notes
    }

    output := {
        status: Status
    }
}

@length(min: 10, max: 13)
@pattern(\"^[0-9]+$\")
string Isbn

list Notes {
    member: Note
}

@deprecated(message: \"Write letters.\") structure Note {
    page: Integer
    text: String
}

enum Status {
    LENT = \"lent\"
}

/// Nobody uses it.
structure Lonely {}

/// What things have that can be named.
@mixin
structure Named {
    name: String
}

structure Person with [Named] {}
";

fn run(directory: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_smithgen"))
        .args(arguments)
        .current_dir(directory)
        .env("COLUMNS", "100")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let code = output.status.code().unwrap();
    (code, text(output.stdout), text(output.stderr))
}

fn library() -> Scratch {
    let scratch = Scratch::new(std::thread::current().name().unwrap());
    scratch.put("library.smithy", MODEL);
    scratch
}

fn described(wanted: &str) -> String {
    let scratch = library();
    let (code, stdout, stderr) = run(&scratch.0, &["describe", wanted, "library.smithy"]);
    assert_eq!((code, &*stderr), (0, ""), "{wanted}");
    stdout
}

fn object(wanted: &str) -> serde_json::Value {
    let scratch = library();
    let arguments = ["describe", "--format", "json", wanted, "library.smithy"];
    let (code, stdout, stderr) = run(&scratch.0, &arguments);
    assert_eq!((code, &*stderr), (0, ""), "{wanted}");
    serde_json::from_str(&stdout).unwrap()
}

#[track_caller]
fn holds(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(
            text.lines().any(|it| it.trim() == *line),
            "{line:?} in:\n{text}"
        );
    }
}

#[test]
fn an_operation_is_told_with_its_call_and_its_command() {
    let text = described("LendBook");
    holds(
        &text,
        &[
            "operation ex#LendBook at library.smithy:18:1",
            "Lends a book.",
            "HTTP: POST /books/{isbn} → 201",
            "client.lend_book()",
            "input  library::operations::lend_book::LendBookInput",
            "error  library::operations::lend_book::LendBookError",
            "library lend-book",
            "--isbn (string, required): isbn",
            "--notes (list): notes",
            "page=integer,text=string ...",
            "ex#Library (operation)  library.smithy:12:9",
        ],
    );
    let object = object("LendBook");
    let options = object["rust"][0]["command"]["options"].as_array().unwrap();
    assert_eq!(options[0]["name"], "--isbn");
    assert_eq!(options[0]["required"], true);
    assert_eq!(options[3]["shorthand"], "page=integer,text=string ...");
}

#[test]
fn a_structure_is_told_with_its_members() {
    let text = described("LendBookInput");
    holds(
        &text,
        &[
            "isbn (string ex#Isbn, required)",
            "length 10 to 13; pattern ^[0-9]+$; path {isbn}",
            "in Rust isbn: Option<String>",
            "Which one.",
            "header X-Reader",
            "days (integer, default 14)",
            "range at least 1",
            "library::operations::lend_book::LendBookInput",
            "ex#LendBook (input)  library.smithy:19:14",
        ],
    );
}

#[test]
fn what_is_deprecated_is_told_with_what_the_compiler_says() {
    let text = described("Note");
    let lines = [
        "traits: @deprecated({\"message\":\"Write letters.\"})",
        "#[deprecated = \"Write letters.\"]",
        "library::types::Note",
    ];
    holds(&text, &lines);
    let rust = &object("Note")["rust"][0];
    assert_eq!(rust["deprecated"], "Write letters.", "{rust}");
    assert!(object("Status")["rust"][0]["deprecated"].is_null());
}

#[test]
fn a_member_alone_an_enum_and_a_simple_shape_are_told() {
    let text = described("LendBookInput$days");
    holds(
        &text,
        &[
            "member ex#LendBookInput$days at library.smithy:29:9",
            "days (integer, default 14)",
        ],
    );
    assert!(!text.contains("isbn"), "{text}");
    let text = described("ex#Status");
    holds(
        &text,
        &["LENT (\"lent\")", "in Rust Lent", "library::types::Status"],
    );
    let text = described("Isbn");
    holds(&text, &["ex#LendBookInput$isbn is isbn: Option<String>"]);
    let text = described("Library");
    holds(&text, &["Lends books.", "library::Client"]);
}

#[test]
fn what_nobody_uses_and_what_is_built_in_is_told_too() {
    let text = described("Lonely");
    holds(
        &text,
        &["no service of the model uses it, so nothing is generated of it"],
    );
    let object = object("smithy.api#httpLabel");
    assert_eq!(object["usedBy"][0]["id"], "ex#LendBookInput");
}

#[test]
fn a_mixin_is_told_and_so_are_the_members_of_its_users() {
    let text = described("Named");
    holds(
        &text,
        &["name (string)", "ex#Person (mixin)  library.smithy:65:24"],
    );
    holds(&described("Person"), &["name (string)"]);
}

#[test]
fn names_that_are_not_unique_or_wrong_are_refused_with_what_was_meant() {
    let scratch = library();
    scratch.put(
        "other.smithy",
        "$version: \"2.0\"\nnamespace other\nstring Isbn\n",
    );
    for (wanted, help) in [
        (
            "Isbn",
            "`ex#Isbn` (./library.smithy:41:1), `other#Isbn` (./other.smithy:3:1)",
        ),
        ("LendBok", "did you mean `LendBook`?"),
        ("exx#LendBook", "did you mean `ex#LendBook`?"),
        ("Note$txt", "did you mean `text`?"),
    ] {
        let (code, stdout, stderr) = run(&scratch.0, &["describe", wanted, "."]);
        assert_eq!((code, &*stdout), (1, ""), "{wanted}");
        assert!(stderr.contains(help), "{wanted}: {stderr}");
    }
    let arguments = ["describe", "--format", "json", "LendBok", "."];
    let (code, _, stderr) = run(&scratch.0, &arguments);
    let events: serde_json::Value = serde_json::from_str(&stderr).unwrap();
    assert_eq!((code, events["events"].as_array().unwrap().len()), (1, 1));
}

#[test]
fn what_a_server_implements_is_told() {
    holds(
        &described("Library"),
        &[
            "Server, in ex#Library",
            "trait library::server::Library",
            "lend_book()",
            "library::server::serve()",
        ],
    );
    let text = described("LendBook");
    holds(
        &text,
        &[
            "library::server::Library::lend_book()",
            "error  library::server::LendBookError: Fault",
        ],
    );
    assert!(!text.contains("features of"), "{text}");
    assert_eq!(object("Note")["rust"][0]["server"], serde_json::Value::Null);

    let scratch = Scratch::new("describe-server");
    let model = MODEL.replace("@restJson1", "@rpcv2Cbor\n@restJson1");
    let model = model.replace("use aws", "use smithy.protocols#rpcv2Cbor\nuse aws");
    let model = model.replace("    output := {", "    errors: [Gone]\n    output := {");
    let gone = "@error(\"client\") structure Gone {}\n";
    scratch.put("library.smithy", &(model + gone));
    let arguments = ["describe", "LendBook", "library.smithy", "--format", "json"];
    let (code, stdout, stderr) = run(&scratch.0, &arguments);
    assert_eq!(code, 0, "{stderr}");
    let object: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let server = &object["rust"][0]["server"];
    assert_eq!(server["trait"], "server::Library");
    assert_eq!(server["features"], serde_json::json!(["cbor"]));
    assert_eq!(server["method"]["errors"], serde_json::json!(["Gone"]));
}
