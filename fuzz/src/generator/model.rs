//! A model becomes files, or a report with at least one error; never a panic, never an exhausted stack.

use smithgen::{emit, format, lower};
use smithgen_model::Errors;
use smithgen_model::{load, resolve};

/// Takes bytes as a model.
pub fn run(data: &[u8]) {
    if let Err(errors) = generate(data.to_vec()) {
        assert!(errors.has_errors());
        assert!(!errors.report(false).is_empty());
        for problem in &errors {
            assert!(!problem.one_line().contains('\n'));
        }
    }
}

/// Everything the generator does with a model before it writes.
pub fn generate(data: Vec<u8>) -> Result<Vec<smithgen::File>, Errors> {
    let mut errors = Errors::new();
    let loaded = load::load_texts(vec![("model.json".to_owned(), data)], &mut errors);
    let resolved = resolve::finish(loaded, errors, None, &[])?;
    let options = lower::Options {
        cli: true,
        ..lower::Options::default()
    };
    let (service, _) = lower::lower(&resolved, &options)?;
    Ok(format::texts(emit::emit(&service), &service.source))
}
