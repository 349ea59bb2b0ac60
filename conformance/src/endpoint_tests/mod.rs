//! `endpoint-tests DIR`: runs the tests of endpoint rules that models carry, and those of suites of rule sets.
//!
//! Rules are generated, read from the generated text and evaluated by the runtime; only the compiler is left out.

mod partitions;
mod tables;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value as Json, json};
use smithgen::Config;
use smithgen_aws::endpoint::{Aws, PARTITIONS, Partition};
use smithgen_client::endpoint::resolve as resolve_rules;
use smithgen_client::endpoint::{EndpointError, Value};
use smithgen_runtime::endpoint_rules::RuleSet;

use crate::scratch::Scratch;

pub(crate) use partitions::{compare as compare_partitions, read as partitions_of};

/// The trait with parameters that are the same in all calls of an operation.
const CONTEXT: &str = "smithy.rules#staticContextParams";
const RULES: &str = "smithy.rules#endpointRuleSet";
const TESTS: &str = "smithy.rules#endpointTests";

/// Passed and failed tests by file.
#[derive(Default)]
struct Results {
    files: BTreeMap<String, (usize, usize)>,
}

/// Runs the tests of a folder's files and prints what became of them; the number that failed.
///
/// # Errors
/// A folder that cannot be listed, a file of partitions that cannot be read.
pub(crate) fn run(folder: &Path, partitions: Option<&Path>) -> Result<usize, String> {
    let partitions = match partitions {
        Some(path) => self::partitions::read(path)?,
        None => PARTITIONS,
    };
    let listed = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let listed = listed.map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths: Vec<_> = listed.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    let mut results = Results::default();
    for path in paths.iter().filter(|path| path.is_file()) {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let sets = std::fs::read(path)
            .ok()
            .map(|text| rule_sets(&text))
            .unwrap_or_default();
        if sets.is_empty() {
            println!("skipped: {file}: no endpoint tests");
        }
        for (name, rules, tests) in &sets {
            for (index, problem) in results.run(&file, rules, tests, partitions) {
                println!("FAILED {file} {name} test {index}: {problem}");
            }
        }
    }
    Ok(results.report())
}

/// How many tests of a file passed, and what is wrong with the others.
pub(crate) fn of_file(path: &Path, partitions: &'static [Partition]) -> (usize, Vec<String>) {
    let mut results = Results::default();
    let mut problems = Vec::new();
    let text = std::fs::read(path).unwrap_or_default();
    for (name, rules, tests) in rule_sets(&text) {
        let failed = results.run("", &rules, &tests, partitions).into_iter();
        problems.extend(failed.map(|(index, it)| format!("endpoint test {index} of {name}: {it}")));
    }
    let passed = results.files.get("").map_or(0, |(passed, _)| *passed);
    (passed, problems)
}

/// The rule sets of a model or of a suite, with names and tests.
fn rule_sets(text: &[u8]) -> Vec<(String, Json, Vec<Json>)> {
    let file: Json = serde_json::from_slice(text).unwrap_or_default();
    let tests = |json: &Json| json.as_array().cloned().unwrap_or_default();
    let shapes = file["shapes"].as_object().into_iter().flatten();
    let models = shapes.filter_map(|(id, shape)| {
        let rules = shape["traits"].get(RULES)?;
        Some((
            id.clone(),
            rules.clone(),
            tests(&shape["traits"][TESTS]["testCases"]),
        ))
    });
    let cases = file["cases"].as_array().into_iter().flatten();
    // Rule sets that no validator lets pass say nothing about evaluation.
    let valid = cases.filter(|case| case.get("kind").is_none_or(|kind| kind == "valid"));
    let suites = valid.filter_map(|case| {
        let name = case["id"]
            .as_str()
            .or(case["service"].as_str())
            .unwrap_or_default();
        let rules = case.get("ruleSet").filter(|rules| rules.is_object())?;
        Some((name.to_owned(), rules.clone(), tests(&case["tests"])))
    });
    models.chain(suites).collect()
}

impl Results {
    /// Counts the tests of a rule set; the numbers of those that failed, and why.
    fn run(
        &mut self,
        file: &str,
        rules: &Json,
        tests: &[Json],
        partitions: &'static [Partition],
    ) -> Vec<(usize, String)> {
        let mut failed = Vec::new();
        let set = generated(rules).and_then(|file| tables::rule_set(&file));
        let set = set.map(|set| &*Box::leak(Box::new(set)));
        let row = self.files.entry(file.to_owned()).or_default();
        for (index, test) in tests.iter().enumerate() {
            let result = match &set {
                Ok(set) => check(set, test, &Aws::new(partitions)),
                Err(reason) => Err(reason.clone()),
            };
            match result {
                Ok(()) => row.0 += 1,
                Err(reason) => {
                    row.1 += 1;
                    failed.push((index, reason));
                }
            }
        }
        failed
    }

    fn report(&self) -> usize {
        println!("\n{:48} {:>7} {:>7}", "file", "passed", "failed");
        let (mut passed, mut failed) = (0, 0);
        for (file, (good, bad)) in &self.files {
            println!("{file:48} {good:>7} {bad:>7}");
            passed += good;
            failed += bad;
        }
        println!("\n{passed} passed, {failed} failed");
        failed
    }
}

/// The file with the rules as the generator writes it: that of a service that has nothing else.
fn generated(rules: &Json) -> Result<String, String> {
    let service = json!({"type": "service", "version": "1", "operations": [{"target": "rules.test#Operation"}], "traits": {
        "aws.protocols#awsJson1_0": {},
        RULES: rules,
    }});
    let operation = json!({"type": "operation", "traits": {CONTEXT: bound(rules)}});
    let model = json!({"smithy": "2.0", "shapes": {
        "rules.test#Service": service,
        "rules.test#Operation": operation,
    }});
    let scratch = Scratch::new()?;
    let model = scratch.put("rules.json", model.to_string().as_bytes())?;
    let made = Config::new().model(model).files().map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| error.one_line()).collect();
        lines.join("; ")
    })?;
    let mut files = made.files.into_iter();
    let file = files.find(|file| file.path.ends_with("/service.rs"));
    file.map(|file| file.text)
        .ok_or_else(|| "no rules".to_owned())
}

/// A value for each parameter that is built in nowhere: a rule set may have none that nothing gives.
fn bound(rules: &Json) -> Json {
    let parameters = rules["parameters"].as_object().into_iter().flatten();
    let open = parameters.filter(|(_, parameter)| parameter.get("builtIn").is_none());
    let values = open.map(|(name, parameter)| {
        let value = match parameter["type"].as_str() {
            Some(kind) if kind.eq_ignore_ascii_case("boolean") => json!(true),
            Some(kind) if kind.eq_ignore_ascii_case("stringArray") => json!(["x"]),
            _ => json!("x"),
        };
        (name.clone(), json!({"value": value}))
    });
    Json::Object(values.collect())
}

fn check(rules: &'static RuleSet, test: &Json, platform: &Aws) -> Result<(), String> {
    let parameters = rules.parameters().iter();
    let parameters = parameters.map(|parameter| value(&test["params"][parameter.name()]));
    let found = resolve_rules(rules, parameters.collect(), Some(platform));
    let expected = &test["expect"];
    if let Some(message) = expected["error"].as_str() {
        return match found {
            Err(EndpointError { message: own, .. }) if own == message => Ok(()),
            other => Err(format!("expected error {message:?}, found {other:?}")),
        };
    }
    let expected = &expected["endpoint"];
    let endpoint = found.map_err(|error| format!("expected an endpoint, found {error}"))?;
    if expected["url"] != endpoint.url {
        return Err(format!(
            "expected {}, found {}",
            expected["url"], endpoint.url
        ));
    }
    let properties = endpoint.properties.iter();
    let properties = properties.map(|(name, value)| ((*name).into(), value.clone()));
    same("properties", &expected["properties"], properties.collect())?;
    let headers = endpoint.headers.iter();
    let headers = headers.map(|(name, values)| ((*name).into(), Value::from(values.clone())));
    same("headers", &expected["headers"], headers.collect())
}

fn same(
    what: &str,
    expected: &Json,
    found: Vec<(std::borrow::Cow<'static, str>, Value)>,
) -> Result<(), String> {
    let expected = sorted(value(expected).unwrap_or(Value::Record(Vec::new())));
    let found = sorted(Value::Record(found));
    match expected == found {
        true => Ok(()),
        false => Err(format!("{what}: expected {expected:?}, found {found:?}")),
    }
}

/// A value of a parameter or property; `None` for null.
fn value(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => return None,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::String(text) => text.clone().into(),
        Json::Number(number) => Value::Int(number.as_i64()?),
        Json::Array(items) => Value::List(items.iter().filter_map(value).collect()),
        Json::Object(fields) => {
            let fields = fields.iter();
            let fields =
                fields.filter_map(|(key, field)| Some((key.clone().into(), value(field)?)));
            Value::Record(fields.collect())
        }
    })
}

/// Records with their fields in one order: JSON objects have none.
fn sorted(value: Value) -> Value {
    match value {
        Value::Record(fields) => {
            let fields = fields.into_iter().map(|(key, value)| (key, sorted(value)));
            let mut fields: Vec<_> = fields.collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Record(fields)
        }
        Value::List(items) => Value::List(items.into_iter().map(sorted).collect()),
        other => other,
    }
}
