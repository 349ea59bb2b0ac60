//! What the AWS CLI printed for recorded responses: each response is read, queried and printed again.
//!
//! Only the data side runs here; requests, options and exit codes are replayed elsewhere.

use std::path::{Path, PathBuf};

use smithgen_cli::fuzzing::json;
use smithgen_cli::fuzzing::output::{Colour, Format, Options, render};
use smithgen_cli::fuzzing::query::Query;
use smithgen_cli::fuzzing::value::{Int, Map, Value};

/// The recorded cases; they are no part of the repository.
fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("SMITHGEN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let corpus = shared.join("cli/dev.json");
    corpus.is_file().then_some(corpus)
}

const CATEGORIES: [&str; 9] = [
    "output-json",
    "output-text",
    "output-table",
    "output-yaml",
    "output-yaml-stream",
    "output-off",
    "query",
    "color",
    "skeleton",
];

#[test]
fn recorded_responses_print_the_same() {
    let Some(corpus) = corpus() else {
        println!("skipped: the recorded cases are not here (set SMITHGEN_SHARED)");
        return;
    };
    let cases = json::parse_bytes(&std::fs::read(corpus).unwrap()).unwrap();
    let (mut checked, mut failures) = (0, Vec::new());
    for case in cases.get("cases").and_then(Value::as_list).unwrap() {
        let category = case.get("category").and_then(Value::as_str).unwrap();
        let Some(outcome) = CATEGORIES
            .contains(&category)
            .then(|| replay(case))
            .flatten()
        else {
            continue;
        };
        checked += 1;
        if let Err(failure) = outcome {
            failures.push(format!("{}: {failure}", case.get("id").unwrap()));
        }
    }
    println!(
        "{} of {checked} recorded outputs agree",
        checked - failures.len()
    );
    assert!(
        failures.is_empty(),
        "{} of {checked} fail:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(checked > 0, "no cases found");
}

/// Nothing for cases that end before anything is printed.
fn replay(case: &Value) -> Option<Result<(), String>> {
    let argv: Vec<&str> = case
        .get("argv")?
        .as_list()?
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let option = |name: &str| {
        argv.iter()
            .position(|a| *a == name)
            .and_then(|i| argv.get(i + 1))
            .copied()
    };
    let expect = case.get("expect")?;
    let want = expect.get("stdout")?.get("text")?.as_str()?;
    let code = expect.get("rc")?.as_int()?.as_i64()?;
    let skeleton = option("--generate-cli-skeleton");
    if !(code == 0 || code == 255) || skeleton.is_some_and(|kind| kind != "output") {
        return None;
    }
    let response = match skeleton {
        Some(_) => skeleton_output(),
        None => modelled(&body(case)?)?,
    };
    let columns = case
        .get("tty")
        .and_then(|tty| tty.get("cols"))
        .and_then(Value::as_int)
        .and_then(|i| i.as_i64());
    let colour = match option("--color") {
        Some("on") => Colour::Resetting,
        None if columns.is_some() => Colour::Terminal,
        _ => Colour::Off,
    };
    let width = columns.and_then(|c| usize::try_from(c).ok()).unwrap_or(80);
    let format = Format::from_name(option("--output").unwrap_or("json"))?;
    let options = Options {
        format,
        title: "RegisterClient",
        colour,
        width,
        escape: false,
    };
    let mut out = Vec::new();
    let printed = print(option("--query"), &response, options, &mut out);
    let got = String::from_utf8_lossy(&out).into_owned();
    let failed = printed.err().unwrap_or_default();
    Some(
        if got == want && failed.is_empty() == (code == 0) && told(expect, &failed) {
            Ok(())
        } else {
            Err(format!(
                "prints {got:?} and says {failed:?} instead of {want:?}"
            ))
        },
    )
}

/// Whether the recorded error says what failed here.
fn told(expect: &Value, failed: &str) -> bool {
    let stderr = expect.get("stderr");
    let recorded = stderr
        .and_then(|e| e.get("recorded").or(e.get("text")))
        .and_then(Value::as_str);
    recorded.is_some_and(|recorded| recorded.contains(failed))
}

fn print(
    query: Option<&str>,
    response: &Value,
    options: Options<'_>,
    out: &mut Vec<u8>,
) -> Result<(), String> {
    let result = match query {
        Some(expression) => {
            let query = Query::compile(expression).map_err(|error| error.to_string())?;
            query.search(response).map_err(|error| error.to_string())?
        }
        None => response.clone(),
    };
    render(options, &result, out).map_err(|error| error.to_string())
}

/// The last response of the case's server, as the text of its body.
fn body(case: &Value) -> Option<Value> {
    let response = case
        .get("servers")?
        .as_list()?
        .first()?
        .get("script")?
        .as_list()?
        .last()?;
    match response.get("json") {
        Some(value) => Some(value.clone()),
        // What cannot be read counts as an empty response.
        None => {
            Some(json::parse(response.get("body")?.as_str()?).unwrap_or(Value::Map(Map::new())))
        }
    }
}

/// The members of the operation's output, in the order of the model, without nulls.
fn modelled(body: &Value) -> Option<Value> {
    let map = body.as_map()?;
    let mut members = Map::new();
    for name in MEMBERS {
        let value = match map.get(name).unwrap_or(&Value::Null) {
            Value::Null => continue,
            value if name.ends_with("At") => Value::Int(integer(value)?),
            value => value.clone(),
        };
        members.insert(name, value);
    }
    Some(Value::Map(members))
}

const MEMBERS: [&str; 6] = [
    "clientId",
    "clientSecret",
    "clientIdIssuedAt",
    "clientSecretExpiresAt",
    "authorizationEndpoint",
    "tokenEndpoint",
];

fn integer(value: &Value) -> Option<Int> {
    match value {
        Value::Float(x) => Int::from_float(*x),
        Value::Str(text) => Int::parse(text),
        other => other.as_int(),
    }
}

fn skeleton_output() -> Value {
    let placeholder = |name: &str| {
        if name.ends_with("At") {
            Value::from(0)
        } else {
            Value::from(name)
        }
    };
    Value::Map(
        MEMBERS
            .iter()
            .map(|&name| (name, placeholder(name)))
            .collect(),
    )
}
