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
    let loaded = load::load_with(texts, dependencies, &mut errors);
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

/// Formats a model, which must say the same then and stay as it is.
fn laid_out(text: &str) -> String {
    let text = format!("$version: \"2.0\"\n{text}");
    let got = format("model.smithy", &text).unwrap();
    assert_eq!(ast("lib", &got), ast("lib", &text), "{got}");
    assert_eq!(format("model.smithy", &got).unwrap(), got, "again");
    got.split_once('\n').unwrap().1.trim().to_owned()
}

#[test]
fn documentation_stays_with_what_it_documents() {
    let text = "namespace a\nstructure S {\n  a: String /// of b\n  b: String // of b\n c: String = \"\" // of c\n}";
    let expected = "namespace a

structure S {
    a: String

    /// of b
    b: String // of b

    c: String = \"\" // of c
}";
    assert_eq!(laid_out(text), expected);
    let text = "namespace a\rstructure S {\r  a: String // of a\r\r  /// of b\r  b: String\r}\r";
    let expected = "namespace a

structure S {
    a: String // of a

    /// of b
    b: String
}";
    assert_eq!(laid_out(text), expected);
}

#[test]
fn blanks_that_mean_something_stay() {
    let text = "namespace a\n\n/// a line break  \n/// \n/// here\t\nstring S";
    assert_eq!(laid_out(text), text);
    assert_eq!(
        laid_out("namespace a\n\nstring S // plain  "),
        "namespace a\n\nstring S // plain"
    );
}

#[test]
fn what_stands_above_all_imports_stays() {
    let text = "namespace a\n/// All imports.\nuse smithy.api#Long\n// about Short\nuse smithy.api#Short\nstring S";
    let expected = "namespace a\n\n// All imports.\nstring S";
    assert_eq!(laid_out(text), expected);
    let text = "namespace a\n// All imports.\nuse smithy.api#Long\nuse smithy.api#Short\nlist S { member: Short }";
    let expected = "namespace a

// All imports.
use smithy.api#Short

list S {
    member: Short
}";
    assert_eq!(laid_out(text), expected);
}

#[test]
fn what_is_said_about_an_import_alone_goes_with_it() {
    let text = "namespace a\nuse smithy.api#Long\n// about all below\n\n// about Short\nuse smithy.api#Short // this one\n\n// about S\nstring S";
    let expected = "namespace a\n\n// about all below\n// about S\nstring S";
    assert_eq!(laid_out(text), expected);
}

#[test]
fn imports_that_a_service_names_in_quotes_stay() {
    let text = "namespace a\n\nuse lib#Op\n\nservice S {\n    version: \"1\"\n    operations: [\n        \"O\\u0070\"\n    ]\n}";
    let formatted = format("a.smithy", &format!("$version: \"2.0\"\n\n{text}\n")).unwrap();
    assert!(formatted.contains("use lib#Op\n"), "{formatted}");
}

#[test]
fn imports_that_metadata_needs_stay() {
    let text = "metadata x = [required]\n\nnamespace a\n\nuse smithy.api#required\n\nstring S";
    assert_eq!(laid_out(text), text);
}
