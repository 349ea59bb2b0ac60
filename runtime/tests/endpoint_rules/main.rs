//! Runs the endpoint tests that models carry, and those of the rules engine's own suite.
//!
//! The models are not part of the repository: without them these tests say so and pass.

mod load;

use std::path::PathBuf;

use serde_json::Value as Json;
use smithgen_runtime::endpoint::{EndpointError, PARTITIONS, Partition, RuleSet, Value};

fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("SMITHGEN_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"));
    let path = root.join(path);
    if !path.exists() {
        println!(
            "skipped: {} is not there (set SMITHGEN_SHARED)",
            path.display()
        );
        return None;
    }
    Some(path)
}

fn json(path: &std::path::Path) -> Json {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[derive(Default)]
struct Tally {
    passed: usize,
    failures: Vec<String>,
}

impl Tally {
    fn run(&mut self, name: &str, rules: &Json, tests: &Json, partitions: &'static [Partition]) {
        let rules = match load::rule_set(rules) {
            Ok(rules) => rules,
            Err(reason) => return self.failures.push(format!("{name}: {reason}")),
        };
        for (index, test) in tests.as_array().into_iter().flatten().enumerate() {
            match check(rules, test, partitions) {
                Ok(()) => self.passed += 1,
                Err(reason) => self.failures.push(format!("{name}[{index}]: {reason}")),
            }
        }
    }

    fn report(self, least: usize) {
        println!(
            "{} endpoint tests passed, {} failed",
            self.passed,
            self.failures.len()
        );
        for failure in self.failures.iter().take(20) {
            println!("  {failure}");
        }
        assert!(
            self.failures.is_empty(),
            "{} endpoint tests failed",
            self.failures.len()
        );
        assert!(
            self.passed >= least,
            "only {} tests were found",
            self.passed
        );
    }
}

fn check(rules: &RuleSet, test: &Json, partitions: &'static [Partition]) -> Result<(), String> {
    let parameters = rules
        .parameters
        .iter()
        .map(|parameter| test["params"].get(parameter.name).map(load::value))
        .collect();
    let found = rules.resolve_with(parameters, partitions);
    let expected = &test["expect"];
    if let Some(message) = expected["error"].as_str() {
        return match found {
            Err(EndpointError { message: own, .. }) if own == message => Ok(()),
            other => Err(format!("expected error {message:?}, found {other:?}")),
        };
    }
    let expected = &expected["endpoint"];
    let endpoint = found.map_err(|error| format!("expected an endpoint, found {error}"))?;
    if Some(endpoint.url.as_str()) != expected["url"].as_str() {
        return Err(format!(
            "expected {}, found {}",
            expected["url"], endpoint.url
        ));
    }
    let properties = Value::Record(
        endpoint
            .properties
            .iter()
            .map(|(name, value)| ((*name).into(), value.clone()))
            .collect(),
    );
    same("properties", expected.get("properties"), properties)?;
    let texts = |values: &[String]| Value::from(values.to_vec());
    let headers = endpoint
        .headers
        .iter()
        .map(|(name, values)| ((*name).into(), texts(values)));
    same(
        "headers",
        expected.get("headers"),
        Value::Record(headers.collect()),
    )
}

fn same(what: &str, expected: Option<&Json>, found: Value) -> Result<(), String> {
    let expected = expected.map_or(Value::Record(Vec::new()), load::value);
    match sorted(expected) == sorted(found.clone()) {
        true => Ok(()),
        false => Err(format!("{what}: found {found:?}")),
    }
}

/// Records with their fields in one order: JSON objects have none.
fn sorted(value: Value) -> Value {
    match value {
        Value::Record(fields) => {
            let mut fields: Vec<_> = fields.into_iter().map(|(k, v)| (k, sorted(v))).collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Record(fields)
        }
        Value::List(items) => Value::List(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

#[test]
fn models_pass_their_own_tests() {
    let (Some(models), Some(partitions)) = (
        shared("models"),
        shared("conformance/endpoints/partitions-2025-04.json"),
    ) else {
        return;
    };
    let partitions = load::partitions(&json(&partitions)).unwrap();
    let mut paths: Vec<_> = std::fs::read_dir(models)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let mut tally = Tally::default();
    for path in paths {
        let model = json(&path);
        for (id, shape) in model["shapes"].as_object().unwrap() {
            let traits = &shape["traits"];
            if let Some(rules) = traits.get("smithy.rules#endpointRuleSet") {
                let tests = &traits["smithy.rules#endpointTests"]["testCases"];
                tally.run(id, rules, tests, partitions);
            }
        }
    }
    tally.report(1000);
}

#[test]
fn the_rules_engine_passes_its_own_suite() {
    let Some(path) = shared("conformance/endpoints/spec.json") else {
        return;
    };
    let mut tally = Tally::default();
    for case in json(&path)["cases"].as_array().unwrap() {
        // Rule sets that no validator lets pass say nothing about evaluation; decision diagrams are
        // another form.
        if case["kind"] == "valid" && !case["ruleSet"].is_null() {
            let id = case["id"].as_str().unwrap();
            tally.run(id, &case["ruleSet"], &case["tests"], PARTITIONS);
        }
    }
    tally.report(100);
}

#[test]
fn our_partitions_are_those_of_the_aws_cli() {
    let Some(path) = shared("conformance/endpoints/partitions-botocore.json") else {
        return;
    };
    let reference = json(&path);
    let mut expected = load::partitions(&reference)
        .unwrap()
        .iter()
        .collect::<Vec<_>>();
    let mut own = PARTITIONS.iter().collect::<Vec<_>>();
    expected.sort_by_key(|partition| partition.name);
    own.sort_by_key(|partition| partition.name);
    assert_eq!(own.len(), expected.len());
    for (own, expected) in own.into_iter().zip(expected) {
        for region in expected.regions {
            let found = Partition::of(region, PARTITIONS).unwrap();
            assert_eq!(found.name, expected.name, "{region}");
        }
        let facts = |p: &Partition| {
            let flags = (p.supports_fips, p.supports_dual_stack);
            (
                p.name,
                p.dns_suffix,
                p.dual_stack_dns_suffix,
                p.implicit_global_region,
                flags,
            )
        };
        assert_eq!(facts(own), facts(expected));
        assert_eq!(own.prefixes, expected.prefixes, "{}", own.name);
    }
}
