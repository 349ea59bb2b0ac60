//! A model becomes files, or a report with at least one error; never a panic, never an exhausted stack.

use smithgen::{Config, Errors};

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
    // Settings name files. Each thread has one of its own, as the next run will have.
    let name = format!(
        "smithgen-fuzz-{}-{:?}.json",
        std::process::id(),
        std::thread::current().id()
    );
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, data).expect("the directory for such files can be written to");
    let made = Config::new().model(&path).cli(true).files();
    let _ = std::fs::remove_file(&path);
    Ok(made?.files)
}
