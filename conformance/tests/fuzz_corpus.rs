//! What fuzzing found worth keeping, read again: `fuzz/` says what must hold of it.

use std::path::PathBuf;

#[path = "../../fuzz/src/lib.rs"]
#[allow(missing_docs, unreachable_pub)]
mod fuzz;

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

macro_rules! corpora {
    ($($target:ident)*) => {$(
        #[test]
        fn $target() {
            replay(stringify!($target), fuzz::$target::run);
        }
    )*};
}

corpora! { json xml cbor form event_stream endpoint_rules http_front profile proxy }
