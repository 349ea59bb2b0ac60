//! Every message about a bad model, as a directory: model files and the report they must give.
//!
//! A case is `fixtures/<group>/<case>/` with an `expected.err`; all its `.json` and `.smithy` files are loaded together.
//! A file `select` chooses what to generate, in lines `service NAME` and `operation NAME`. Where any file is of the
//! interface language, the report is on what makes the files a model rather than on what may be generated from it. With
//! `UPDATE_EXPECT` set the reports are rewritten instead of compared.

use std::path::{Path, PathBuf};

use smithgen_model::Errors;
use smithgen_model::{load, resolve};

fn directories(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// The report on the models of a case, with paths relative to it.
fn report(case: &Path) -> String {
    let entries = std::fs::read_dir(case)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .filter(|path| {
            path.extension()
                .is_some_and(|e| e == "json" || e == "smithy")
        })
        .collect();
    files.sort();
    let is_language = |path: &PathBuf| path.extension().is_some_and(|e| e == "smithy");
    let only_merge = files.iter().any(is_language);
    let text = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read(&path).unwrap())
    };
    let select = std::fs::read_to_string(case.join("select")).unwrap_or_default();
    let chosen = |word: &str| -> Vec<String> {
        select
            .lines()
            .filter_map(|line| line.strip_prefix(word))
            .map(|name| name.trim().to_owned())
            .collect()
    };
    let mut errors = Errors::new();
    let loaded = load::load_texts(files.into_iter().map(text).collect(), &mut errors);
    if only_merge {
        let _ = resolve::merge(loaded, false, &mut errors);
        errors.sort();
        return errors.report(false);
    }
    let service = chosen("service ");
    let service = service.first().map(String::as_str);
    match resolve::finish(loaded, errors, service, &chosen("operation ")) {
        Ok(resolved) => resolved.warnings.report(false),
        Err(errors) => errors.report(false),
    }
}

#[test]
fn bad_models_are_reported_as_expected() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let bless = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut failures = Vec::new();
    let mut cases = 0;
    for case in directories(&fixtures)
        .iter()
        .flat_map(|group| directories(group))
    {
        let expected = case.join("expected.err");
        if !expected.exists() {
            continue;
        }
        cases += 1;
        let got = report(&case) + "\n";
        if bless {
            std::fs::write(&expected, &got).unwrap();
        } else {
            // A checkout may turn line ends around.
            let want = std::fs::read_to_string(&expected)
                .unwrap()
                .replace('\r', "");
            if got != want {
                failures.push(format!(
                    "{}\n--- expected\n{want}--- got\n{got}",
                    case.display()
                ));
            }
        }
    }
    assert!(cases > 30, "only {cases} cases found");
    assert!(
        failures.is_empty(),
        "{} of {cases}\n{}",
        failures.len(),
        failures.join("\n")
    );
}
