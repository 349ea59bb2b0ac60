//! What fuzzing found worth keeping, read again: `fuzz/` says what must hold of it.

use std::path::PathBuf;

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
    ($($target:ident $path:literal)*) => {$(
        #[path = $path]
        #[allow(missing_docs, unreachable_pub)]
        mod $target;

        #[test]
        fn $target() {
            replay(stringify!($target), self::$target::run);
        }
    )*};
}

corpora! {
    args "../../fuzz/src/cli/args.rs"
    jmespath "../../fuzz/src/cli/jmespath.rs"
    settings "../../fuzz/src/cli/settings.rs"
    shorthand "../../fuzz/src/cli/shorthand.rs"
    yaml "../../fuzz/src/cli/yaml.rs"
}
