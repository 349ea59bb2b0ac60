//! Models written in tests, brought to where they can be judged.

use smithgen_model::validate::{Options, validate};
use smithgen_model::{Errors, Model, load, resolve};

/// A model in the interface language, with the traits of Smithy defined, and what was found wrong with it so far.
pub(crate) fn model(text: &str) -> (Model, Errors) {
    model_of(text, &[])
}

/// The same with further files.
pub(crate) fn model_of(text: &str, others: &[(&str, &str)]) -> (Model, Errors) {
    let mut errors = Errors::new();
    let files = [("model.smithy", text)];
    let files = files.iter().chain(others);
    let files = files.map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    let loaded = load::load_with(files.collect(), Vec::new(), &mut errors);
    let merged = resolve::merge(loaded, false, &mut errors);
    (resolve::judged(merged.model, &mut errors), errors)
}

/// What is found in a model, each event as `SEVERITY id shape`, sorted.
pub(crate) fn events(text: &str) -> Vec<String> {
    events_of(text, &[])
}

/// The same with further files.
pub(crate) fn events_of(text: &str, others: &[(&str, &str)]) -> Vec<String> {
    let (model, errors) = model_of(text, others);
    let options = Options {
        all_validators: true,
    };
    let found = validate(&model, errors, &options);
    let mut found: Vec<String> = found
        .iter()
        .map(|event| {
            let shape = event.shape.as_deref().unwrap_or("-");
            format!("{} {} {shape}", event.severity.name(), event.id)
        })
        .collect();
    found.sort();
    found
}
