//! Where a package has one program of tests, it has them all: a file that is not named there would never run.

use std::path::Path;

#[test]
fn every_file_of_tests_is_named() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for package in ["", "codegen", "smithy"] {
        let directory = root.join(package).join("tests");
        let suite = std::fs::read_to_string(directory.join("suite.rs")).unwrap();
        for entry in std::fs::read_dir(&directory).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let Some(name) = name.strip_suffix(".rs").filter(|name| *name != "suite") else {
                continue;
            };
            let line = format!("mod {name};");
            assert!(
                suite.lines().any(|it| it == line),
                "{package}/tests/suite.rs lacks `{line}`"
            );
        }
    }
}
