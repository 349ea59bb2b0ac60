//! The published compliance cases of JMESPath, all of them: results, and kinds of errors with the time
//! at which they show.

use std::path::{Path, PathBuf};

use smithgen_cli::fuzzing::json;
use smithgen_cli::fuzzing::query::{EvalErrorKind, Query};
use smithgen_cli::fuzzing::value::Value;

/// Where the cases are; they are no part of the repository.
fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("SMITHGEN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let corpus = shared.join("conformance/endpoints/jmespath");
    corpus.is_dir().then_some(corpus)
}

#[test]
fn every_published_case_agrees() {
    let Some(corpus) = corpus() else {
        println!("skipped: the compliance cases are not here (set SMITHGEN_SHARED)");
        return;
    };
    let mut files: Vec<_> = std::fs::read_dir(corpus)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let (mut cases, mut failures) = (0, Vec::new());
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|e| e == "json"))
    {
        let suites = json::parse_bytes(&std::fs::read(file).unwrap()).unwrap();
        for suite in suites.as_list().unwrap() {
            for case in suite.get("cases").and_then(Value::as_list).unwrap() {
                cases += 1;
                if let Err(failure) = check(case, suite.get("given").unwrap()) {
                    let name = file.file_name().unwrap().to_string_lossy().into_owned();
                    failures.push(format!(
                        "{name}: {}: {failure}",
                        case.get("expression").unwrap()
                    ));
                }
            }
        }
    }
    println!("{} of {cases} cases agree", cases - failures.len());
    assert!(
        failures.is_empty(),
        "{} of {cases} cases fail:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(cases > 0, "no cases found");
}

fn check(case: &Value, given: &Value) -> Result<(), String> {
    let outcome = run(
        case.get("expression").and_then(Value::as_str).unwrap(),
        given,
    );
    if let Some(want) = case.get("error").and_then(Value::as_str) {
        return match outcome {
            Ok(value) => Err(format!("gives {value:?} instead of {want}")),
            Err(kind) if kind == want => Ok(()),
            Err(kind) => Err(format!("{kind} instead of {want}")),
        };
    }
    // Cases for benchmarks have no result: running them is all.
    let value = outcome.map_err(|kind| format!("fails with {kind}"))?;
    match case.get("result") {
        Some(want) if *want != value => Err(format!(
            "gives {} instead of {}",
            json::minimal(&value),
            json::minimal(want)
        )),
        _ => Ok(()),
    }
}

fn run(expression: &str, given: &Value) -> Result<Value, &'static str> {
    let query = Query::compile(expression).map_err(|_| "syntax")?;
    query.search(given).map_err(|error| match error.kind {
        EvalErrorKind::UnknownFunction => "unknown-function",
        EvalErrorKind::Arity => "invalid-arity",
        EvalErrorKind::Type => "invalid-type",
        EvalErrorKind::Value => "invalid-value",
        EvalErrorKind::Limit => "limit",
    })
}
