//! Settings and files that pages of the book show, used as they stand there.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::scratch::Scratch;

const SETTINGS: &str = include_str!("../../docs/book/src/reference/settings.md");
const PROGRAM: &str = include_str!("../../docs/book/src/reference/program.md");
const OPERATIONS: &str = include_str!("../../docs/book/src/howto/operations.md");

const MODEL: &str = "$version: \"2.0\"
namespace example.notes
use aws.protocols#restJson1
@restJson1
service Notes { version: \"1\", operations: [Place] }
@http(method: \"POST\", uri: \"/\")
operation Place { input := { at: Point } }
structure Point { x: Integer }
";

/// Listings of this kind that contain some words.
fn listings<'a>(page: &'a str, kind: &str, words: &str) -> Vec<&'a str> {
    let fence = format!("```{kind}\n");
    let blocks = page.split(&fence).skip(1);
    blocks
        .filter_map(|rest| rest.split("```").next())
        .filter(|listing| listing.contains(words))
        .collect()
}

fn smithgen(scratch: &Scratch, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_smithgen"))
        .args(arguments)
        .current_dir(&scratch.0)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout) + &text(&output.stderr),
    )
}

#[test]
fn settings_of_shapes_are_taken() {
    let found = listings(SETTINGS, "toml", "[derive]");
    assert_eq!(found.len(), 2);
    for (listing, expected) in found.iter().zip([
        [
            "our_traits::Audited",
            "#[audited(by = \"maps\")]",
            "#[audited(skip)]",
        ],
        [
            "serde::Serialize",
            "serde::Deserialize",
            "#[serde(rename_all = \"camelCase\")]",
        ],
    ]) {
        let scratch = Scratch::new("page-settings");
        scratch.put("notes.smithy", MODEL);
        let settings = format!("model = \"notes.smithy\"\nout-dir = \"out\"\n{listing}");
        scratch.put("smithgen.toml", &settings);
        assert_eq!(smithgen(&scratch, &["generate"]).0, Some(0), "{listing}");
        let point = fs::read_to_string(scratch.0.join("out/notes/types/point.rs")).unwrap();
        for expected in expected {
            assert!(point.contains(expected), "{expected} in:\n{point}");
        }
    }
}

#[test]
fn only_the_named_operations_are_made() {
    let listing = listings(OPERATIONS, "toml", "operations");
    assert_eq!(listing.len(), 1);
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/sso-oidc.json");
    let scratch = Scratch::new("page-operations");
    let settings = format!("model = {model:?}\nout-dir = \"out\"\n{}", listing[0]);
    scratch.put("smithgen.toml", &settings);
    assert_eq!(smithgen(&scratch, &["generate"]).0, Some(0));
    let made = scratch.all();
    assert!(
        made.iter()
            .any(|(path, _)| path.ends_with("operations/register_client.rs"))
    );
    assert!(
        !made
            .iter()
            .any(|(path, _)| path.ends_with("operations/create_token.rs"))
    );
}

#[test]
fn the_same_in_a_build_script() {
    let listing = listings(OPERATIONS, "rust", "operations");
    assert_eq!(listing.len(), 1);
    let scratch = Scratch::new("page-build");
    #[rustfmt::skip]
    let config =
        smithgen::Config::new()
            .model("../model/sso-oidc.json")
            .operations(["RegisterClient"]);
    let run = config.out_dir(&scratch.0).try_generate();
    assert!(run.is_ok(), "{run:?}");
    assert!(
        scratch
            .0
            .join("sso_oidc/operations/register_client.rs")
            .is_file()
    );
}

#[test]
fn changes_that_are_meant_are_listed_like_this() {
    let listing = listings(PROGRAM, "toml", "[[ignore]]");
    assert_eq!(listing.len(), 1);
    let scratch = Scratch::new("page-ignore");
    let card = "$version: \"2.0\"\nnamespace com.example\nstructure Card {}\n";
    scratch.put("old.smithy", card);
    scratch.put("new.smithy", &card.replace("structure Card {}", ""));
    scratch.put("ignore.toml", listing[0]);
    let compared = ["diff", "old.smithy", "new.smithy"];
    assert_eq!(smithgen(&scratch, &compared).0, Some(1));
    let (code, told) = smithgen(
        &scratch,
        &[&compared[..], &["--ignore", "ignore.toml"]].concat(),
    );
    // Once its last day is over, an entry no longer counts, and the report says so.
    assert!(code == Some(0) || told.contains("2027-01-31"), "{told}");
}

#[test]
fn smithys_build_reads_its_file() {
    let listing = listings(PROGRAM, "json", "run::rust");
    assert_eq!(listing.len(), 1);
    let scratch = Scratch::new("page-build-file");
    scratch.put("model/notes.smithy", MODEL);
    scratch.put("smithy-build.json", listing[0]);
    let (code, told) = smithgen(&scratch, &["validate", "."]);
    assert_eq!(code, Some(0), "{told}");
}
