//! How much of a file in the interface language is taken: just as much as its limits say, in a thread of two megabytes.

use smithgen_model::format::format;
use smithgen_model::load::load_texts;
use smithgen_model::{Errors, Model};

/// How deep a value nests. The reason for the number is where it is stated.
const DEPTH: usize = 127;

/// How many mistakes of a file are reported.
const MISTAKES: usize = 1_000;

fn load(text: String) -> (Model, Errors) {
    let mut errors = Errors::new();
    let model = load_texts(
        vec![("m.smithy".to_owned(), text.into_bytes())],
        &mut errors,
    );
    (model, errors)
}

fn nested(depth: usize, open: &str, close: &str) -> String {
    let value = format!("{}{}", open.repeat(depth), close.repeat(depth));
    format!("$version: \"2.0\"\nmetadata a = {value}\nnamespace ex\n")
}

#[test]
fn values_nest_this_deep_and_no_deeper() {
    for (open, close) in [("[", "]"), ("{a:", "}")] {
        let innermost = if close == "}" { "1" } else { "" };
        let text = |depth| {
            nested(depth, open, close).replacen(
                &close.repeat(depth),
                &format!("{innermost}{}", close.repeat(depth)),
                1,
            )
        };
        let (model, errors) = load(text(DEPTH));
        assert!(errors.is_empty(), "{}", errors.report(false));
        assert!(model.metadata.contains_key("a"));
        assert!(format("m.smithy", &text(DEPTH)).is_ok());
        let (_, errors) = load(text(DEPTH + 1));
        let report = errors.report(false);
        assert!(report.contains("nests more than 127 deep"), "{report}");
        assert!(report.contains("--> m.smithy:2:"), "{report}");
        let (_, errors) = load(text(100_000));
        assert!(errors.report(false).contains("nests more than 127 deep"));
    }
}

#[test]
fn mistakes_are_reported_up_to_a_number() {
    let text = format!(
        "$version: \"2.0\"\nnamespace ex\n{}",
        "@\n".repeat(MISTAKES * 10)
    );
    let (_, errors) = load(text);
    assert_eq!(errors.iter().count(), MISTAKES);
}

#[test]
fn what_never_ends_is_told_once() {
    for open in [
        "\"", "\"\"\"\n", "[", "{", "@a(", "@a(a:", "list A {", "/// a\n", "// a\n", "\\", "$",
        "\u{feff}",
    ] {
        let text = format!("$version: \"2.0\"\nnamespace ex\n{}", open.repeat(20_000));
        let (_, errors) = load(text);
        assert!(!errors.is_empty() || open.starts_with("//"), "{open:?}");
        assert!(errors.iter().count() <= MISTAKES, "{open:?}");
    }
}
