//! The layout of files in the interface language: what comes out, and that it stays and says the same.
//!
//! Each `fixtures/layout/<name>.smithy` comes out as `<name>.expected`. With `UPDATE_EXPECT` set these are rewritten
//! instead of compared.

use std::path::{Path, PathBuf};

use smithgen_model::Errors;
use smithgen_model::format::format;
use smithgen_model::{load, print, resolve};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/layout")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap().replace('\r', "")
}

fn ast(name: &str, text: &str) -> serde_json::Value {
    let mut errors = Errors::new();
    let lib = read(&folder().join("lib.smithy")).into_bytes();
    let dependencies = match name {
        "lib" => Vec::new(),
        _ => vec![("lib.smithy".to_owned(), lib)],
    };
    let texts = vec![("model.smithy".to_owned(), text.as_bytes().to_vec())];
    let loaded = load::load_with(texts, dependencies, true, &mut errors);
    let merged = resolve::merge(loaded, false, &mut errors);
    assert!(!errors.has_errors(), "{}", errors.report(false));
    print::json_ast(&merged.model)
}

#[test]
fn files_come_out_as_expected() {
    let bless = std::env::var_os("UPDATE_EXPECT").is_some();
    for name in ["everything", "lib"] {
        let text = read(&folder().join(format!("{name}.smithy")));
        let got = format("model.smithy", &text).unwrap();
        let expected = folder().join(format!("{name}.expected"));
        if bless {
            std::fs::write(&expected, &got).unwrap();
        }
        assert_eq!(got, read(&expected), "{name}");
        assert_eq!(format("model.smithy", &got).unwrap(), got, "{name} again");
        if name == "lib" {
            assert_eq!(ast(name, &got), ast(name, &text), "{name}");
        }
    }
}

#[test]
fn the_model_stays_the_same() {
    let text = read(&folder().join("everything.smithy"));
    // A line of slashes above nothing is no documentation any more.
    let text = text.replace("//// banner", "");
    let got = format("model.smithy", &text).unwrap();
    assert_eq!(ast("everything", &got), ast("everything", &text));
}

#[test]
fn files_with_mistakes_are_refused_with_all_of_them() {
    let text = "$version: \"2.0\"\nnamespace a\n\nstring\n\nlist {}\n";
    let errors = format("bad.smithy", text).unwrap_err();
    let lines: Vec<_> = errors
        .iter()
        .map(|error| error.place.as_ref().map(|place| place.line))
        .collect();
    assert_eq!(lines, [Some(4), Some(6)]);
}

#[test]
fn nothing_and_comments_alone_are_files() {
    assert_eq!(format("a", "").as_deref().ok(), Some(""));
    assert_eq!(format("a", "\n\n").as_deref().ok(), Some(""));
    assert_eq!(
        format("a", "//a\n\n///b").as_deref().ok(),
        Some("// a\n// b\n")
    );
}
