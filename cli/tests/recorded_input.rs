//! What the AWS CLI made of recorded `--cli-input-json` and `--cli-input-yaml` values: the body it sent, or
//! what it said.

use std::path::{Path, PathBuf};

use smithgen_cli::fuzzing::output::details;
use smithgen_cli::fuzzing::value::Value;
use smithgen_cli::fuzzing::{json, yaml};

/// The recorded cases; they are no part of the repository.
fn cases() -> Option<Vec<Value>> {
    let shared = std::env::var_os("SMITHGEN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let Ok(bytes) = std::fs::read(shared.join("cli/dev.json")) else {
        println!("skipped: the recorded cases are not here (set SMITHGEN_SHARED)");
        return None;
    };
    let corpus = json::parse_bytes(&bytes).unwrap();
    Some(
        corpus
            .get("cases")
            .and_then(Value::as_list)
            .unwrap()
            .to_vec(),
    )
}

fn strings(case: &Value) -> Vec<&str> {
    case.get("argv")
        .and_then(Value::as_list)
        .unwrap_or_default()
        .iter()
        .filter_map(Value::as_str)
        .collect()
}

fn stderr(case: &Value) -> Option<&str> {
    case.get("expect")?.get("stderr")?.get("text")?.as_str()
}

/// The option's value, from the case's file if it names one.
fn input(case: &Value, argv: &[&str], option: &str) -> Option<Value> {
    let value = argv
        .iter()
        .position(|a| *a == option)
        .and_then(|i| argv.get(i + 1))
        .copied()?;
    if !value.starts_with("file") {
        return Some(Value::from(value));
    }
    let file = case.get("files")?.as_list()?.first()?;
    file.get("text").cloned()
}

/// Whether nothing but the input decides on the body.
fn is_alone(argv: &[&str]) -> bool {
    let decisive = [
        "--client-name",
        "--client-type",
        "--scopes",
        "--generate-cli-skeleton",
        "--cli-input-json",
    ];
    argv.iter().filter(|a| decisive.contains(a)).count()
        <= usize::from(argv.contains(&"--cli-input-json"))
}

#[test]
fn recorded_inputs_read_the_same() {
    let Some(cases) = cases() else { return };
    let mut checked = 0;
    for case in &cases {
        let argv = strings(case);
        for (option, invalid) in [
            ("--cli-input-json", "Invalid JSON"),
            ("--cli-input-yaml", "Invalid YAML"),
        ] {
            let Some(value) = input(case, &argv, option).filter(|_| is_alone(&argv)) else {
                continue;
            };
            let read = match option {
                "--cli-input-json" => json::parse_value(&value).map_err(|error| error.to_string()),
                _ => yaml::parse_value(&value).map_err(|error| error.to_string()),
            };
            let id = case.get("id").unwrap();
            let told = stderr(case).is_some_and(|text| text.contains(invalid));
            if stderr(case)
                .is_some_and(|text| text.contains("Only one") || text.contains("paramfile"))
                || value.as_str() == Some("")
            {
                continue;
            }
            checked += 1;
            assert_eq!(read.is_err(), told, "{id}: {read:?}");
            let requests = case
                .get("expect")
                .and_then(|e| e.get("requests"))
                .and_then(Value::as_list);
            let body = requests
                .and_then(|r| r.first())
                .and_then(|r| r.get("body"))
                .and_then(Value::as_str);
            if let (Ok(read), Some(body)) = (read, body) {
                assert_eq!(json::compact(&read), body, "{id}");
            }
        }
    }
    println!("{checked} recorded inputs agree");
    assert!(checked > 0, "no cases found");
}

fn responses(case: &Value) -> impl Iterator<Item = &Value> {
    let servers = case
        .get("servers")
        .and_then(Value::as_list)
        .unwrap_or_default();
    servers.iter().flat_map(|server| {
        server
            .get("script")
            .and_then(Value::as_list)
            .unwrap_or_default()
    })
}

#[test]
fn recorded_error_details_print_the_same() {
    let Some(cases) = cases() else { return };
    let mut checked = 0;
    for case in &cases {
        let Some(want) =
            stderr(case).and_then(|text| Some(&text[text.find("Additional error details:")?..]))
        else {
            continue;
        };
        // Which of the responses was the last depends on retries, which are not replayed here.
        let blocks: Vec<String> = responses(case)
            .filter_map(|response| response.get("json"))
            .filter_map(|body| {
                let members = ["error", "reason", "error_description"];
                details(
                    members
                        .into_iter()
                        .filter_map(|name| Some((name, body.get(name)?))),
                )
            })
            .collect();
        if blocks.is_empty() {
            continue;
        }
        checked += 1;
        let id = case.get("id").unwrap();
        assert!(
            blocks.iter().any(|block| format!("{block}\n") == want),
            "{id}: {blocks:?} instead of {want:?}"
        );
    }
    println!("{checked} recorded details agree");
    assert!(checked > 0, "no cases found");
}
