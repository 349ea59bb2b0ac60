//! Models written in tests, brought to where they can be judged.

use smithgen_model::{Errors, Model, load, resolve};

/// A model in the interface language, with the traits of Smithy defined, and what was found wrong with it so far.
pub(crate) fn model(text: &str) -> (Model, Errors) {
    let mut errors = Errors::new();
    let text = vec![("model.smithy".to_owned(), text.as_bytes().to_vec())];
    let loaded = load::load_with(text, Vec::new(), true, &mut errors);
    let merged = resolve::merge(loaded, false, &mut errors);
    (resolve::judged(merged.model, &mut errors), errors)
}
