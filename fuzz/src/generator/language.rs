//! Texts in the interface language are laid out, judged and printed, or refused with a place for each error.

use smithgen_model::load::load_with;
use smithgen_model::validate::{Options, validate};
use smithgen_model::{Errors, Model, format, print, resolve};

/// Takes bytes as a text of the interface language.
pub fn run(data: &[u8]) {
    let (model, errors) = judged("fuzz.smithy", data);
    let _ = validate(
        &model,
        errors.clone(),
        &Options {
            all_validators: true,
        },
    );
    if errors.has_errors() {
        for error in errors.iter() {
            assert!(error.place.is_some(), "no place: {}", error.message);
        }
        return;
    }
    let text = std::str::from_utf8(data).expect("only text is read without errors");
    let laid_out = format::format("fuzz.smithy", text).expect("what is read can be laid out");
    let again = format::format("fuzz.smithy", &laid_out).expect("what was laid out is read");
    assert_eq!(laid_out, again, "a layout is not left alone");
    // In these two the layout of the reference changes documentation and other texts: `smithgen fmt` in the book tells of it.
    if text.contains("////") || text.contains("\"\"\"") {
        return;
    }
    let (same, _) = judged("fuzz.smithy", laid_out.as_bytes());
    assert_eq!(
        print::json_ast(&model),
        print::json_ast(&same),
        "a layout changes the model"
    );
}

/// Takes bytes as a description of a service in botocore's form.
pub fn botocore(data: &[u8]) {
    let (_, errors) = judged("service-2.json", data);
    for error in errors.iter() {
        assert!(!error.one_line().contains('\n'));
    }
}

/// A model as validators see it, with what is wrong so far.
pub fn judged(name: &str, data: &[u8]) -> (Model, Errors) {
    let mut errors = Errors::new();
    let texts = vec![(name.to_owned(), data.to_vec())];
    let loaded = load_with(texts, Vec::new(), &mut errors);
    let merged = resolve::merge(loaded, true, &mut errors);
    let model = resolve::judged(merged.model, &mut errors);
    (model, errors)
}
