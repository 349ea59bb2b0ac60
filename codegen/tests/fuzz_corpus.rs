//! What fuzzing found worth keeping, read again: `fuzz/` says what must hold of it.

use std::path::PathBuf;

#[path = "../../fuzz/src/generator/mod.rs"]
#[allow(missing_docs, unreachable_pub)]
mod generator;

/// Runs every file of a corpus; there must be some.
fn replay(target: &str, run: fn(&[u8])) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../fuzz/corpus")
        .join(target);
    let entries = std::fs::read_dir(&folder).expect("the corpus is there");
    let mut count = 0;
    for entry in entries {
        let path = entry.expect("the corpus can be listed").path();
        let data = std::fs::read(&path).expect("the corpus can be read");
        let done = std::panic::catch_unwind(|| run(&data));
        assert!(done.is_ok(), "{}", path.display());
        count += 1;
    }
    assert!(count >= 5, "{count} files in {}", folder.display());
}

#[test]
fn models() {
    replay("model", generator::model::run);
}

#[test]
fn documentation() {
    replay("docs", generator::docs::run);
}

#[test]
fn texts_of_the_interface_language() {
    replay("idl", generator::language::run);
}

#[test]
fn descriptions_of_services() {
    replay("botocore", generator::language::botocore);
}

#[test]
fn selectors() {
    replay("selector", generator::selector::run);
}

#[test]
fn pairs_of_models() {
    replay("differ", generator::differ::run);
}
