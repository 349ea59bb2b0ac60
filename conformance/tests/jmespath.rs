//! The published compliance cases of JMESPath, as waiters evaluate them: parsed as for a generated client, and evaluated by
//! the runtime.

use std::path::{Path, PathBuf};

use smithgen_model::jmespath::{self, Kind, parse};
use smithgen_model::model::Node;
use smithgen_runtime::jmespath::{Comparison, Expression, Function, Literal, SearchError, search};
use smithgen_runtime::{Document, JsonStyle, Number, json};

/// Where the cases are; they are no part of the repository.
fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("SMITHGEN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let corpus = shared.join("conformance/endpoints/jmespath");
    corpus.is_dir().then_some(corpus)
}

fn kept<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// The expression that would be in a generated table; `None` for a function that there is not.
fn compiled(part: jmespath::Expression) -> Option<Expression> {
    let of = |part: Box<jmespath::Expression>| compiled(*part).map(kept);
    let all = |parts: Vec<jmespath::Expression>| {
        let parts: Option<Vec<_>> = parts.into_iter().map(compiled).collect();
        Some(parts?.leak() as &_)
    };
    Some(match part.kind {
        Kind::Current => Expression::Current,
        Kind::Field(name) => Expression::Field(name.leak()),
        Kind::Index(index) => Expression::Index(index),
        Kind::Slice([start, stop, step]) => Expression::Slice(start, stop, step),
        Kind::Literal(value) => Expression::Literal(literal(&value)),
        Kind::Then(first, second) => Expression::Then(of(first)?, of(second)?),
        Kind::Flatten(inner) => Expression::Flatten(of(inner)?),
        Kind::Elements(list, each) => Expression::Elements(of(list)?, of(each)?),
        Kind::Values(object, each) => Expression::Values(of(object)?, of(each)?),
        Kind::Filter(list, condition, each) => {
            Expression::Filter(of(list)?, of(condition)?, of(each)?)
        }
        Kind::List(parts) => Expression::List(all(parts)?),
        Kind::Object(parts) => {
            let parts = parts.into_iter();
            let parts = parts.map(|(name, part)| Some((&*name.leak(), compiled(part)?)));
            Expression::Object(parts.collect::<Option<Vec<_>>>()?.leak())
        }
        Kind::Or(first, second) => Expression::Or(of(first)?, of(second)?),
        Kind::And(first, second) => Expression::And(of(first)?, of(second)?),
        Kind::Not(inner) => Expression::Not(of(inner)?),
        Kind::Compare(comparison, first, second) => {
            let comparison = match comparison {
                jmespath::Comparison::Equal => Comparison::Equal,
                jmespath::Comparison::NotEqual => Comparison::NotEqual,
                jmespath::Comparison::Less => Comparison::Less,
                jmespath::Comparison::LessOrEqual => Comparison::LessOrEqual,
                jmespath::Comparison::Greater => Comparison::Greater,
                jmespath::Comparison::GreaterOrEqual => Comparison::GreaterOrEqual,
            };
            Expression::Compare(comparison, of(first)?, of(second)?)
        }
        Kind::Call(name, arguments) => Expression::Call(function(&name)?, all(arguments)?),
        Kind::Reference(inner) => Expression::Reference(of(inner)?),
    })
}

fn function(name: &str) -> Option<Function> {
    Some(match name {
        "abs" => Function::Abs,
        "avg" => Function::Avg,
        "ceil" => Function::Ceil,
        "contains" => Function::Contains,
        "ends_with" => Function::EndsWith,
        "floor" => Function::Floor,
        "join" => Function::Join,
        "keys" => Function::Keys,
        "length" => Function::Length,
        "map" => Function::Map,
        "max" => Function::Max,
        "max_by" => Function::MaxBy,
        "merge" => Function::Merge,
        "min" => Function::Min,
        "min_by" => Function::MinBy,
        "not_null" => Function::NotNull,
        "reverse" => Function::Reverse,
        "sort" => Function::Sort,
        "sort_by" => Function::SortBy,
        "starts_with" => Function::StartsWith,
        "sum" => Function::Sum,
        "to_array" => Function::ToArray,
        "to_number" => Function::ToNumber,
        "to_string" => Function::ToString,
        "type" => Function::Type,
        "values" => Function::Values,
        _ => return None,
    })
}

fn literal(value: &Node) -> Literal {
    match value {
        Node::Null => Literal::Null,
        Node::Bool(value) => Literal::Bool(*value),
        Node::Number(number) => Literal::Number(number.as_f64().unwrap()),
        Node::String(text) => Literal::Text(text.clone().leak()),
        Node::Array(items) => Literal::Array(items.iter().map(literal).collect::<Vec<_>>().leak()),
        Node::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, value)| (&*name.clone().leak(), literal(value)));
            Literal::Object(members.collect::<Vec<_>>().leak())
        }
    }
}

/// What the expression finds, as canonical JSON, or the kind of error.
fn outcome(expression: &str, given: &Document) -> Result<String, &'static str> {
    let parsed = parse(expression).map_err(|_| "syntax")?;
    let compiled = compiled(parsed).ok_or("unknown-function")?;
    let found = search(&compiled, given).map_err(|error| match error {
        SearchError::Type { .. } => "invalid-type",
        SearchError::Arguments(_) => "invalid-arity",
        SearchError::Step => "invalid-value",
        _ => "limit",
    })?;
    Ok(text(&found))
}

fn text(value: &Document) -> String {
    let bytes = json::write_document(&sorted(value), JsonStyle::default()).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The same value with its members in the order of names, and whole numbers as such.
fn sorted(value: &Document) -> Document {
    match value {
        Document::Array(items) => Document::Array(items.iter().map(sorted).collect()),
        Document::Object(members) => {
            let mut members: Vec<_> = members
                .iter()
                .map(|(name, value)| (name.clone(), sorted(value)))
                .collect();
            members.sort_by(|(one, _), (other, _)| one.cmp(other));
            Document::Object(members)
        }
        Document::Number(number) => {
            let number: f64 = match number {
                Number::Int(value) => *value as f64,
                Number::Uint(value) => *value as f64,
                Number::Float(value) => *value,
                Number::Big(value) => value.as_str().parse().unwrap(),
            };
            number.into()
        }
        other => other.clone(),
    }
}

/// Smithy's reader of expressions takes a name in quotes for any other name.
const QUOTED: [&str; 2] = ["\"to_string\"(`1.0`)", "\"foo\"(bar)"];

#[test]
fn every_published_case_agrees() {
    let Some(corpus) = corpus() else {
        println!("skipped: the compliance cases are not here (set SMITHGEN_SHARED)");
        return;
    };
    let files = std::fs::read_dir(corpus).unwrap();
    let mut files: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut cases, mut failures) = (0, Vec::new());
    for file in files {
        if file.extension().is_none_or(|it| it != "json") {
            continue;
        }
        let Document::Array(suites) = json::document(&std::fs::read(&file).unwrap()).unwrap()
        else {
            panic!("{}: no list", file.display());
        };
        for suite in suites {
            let Some(Document::Array(all)) = suite.get("cases") else {
                panic!("{}: no cases", file.display());
            };
            for case in all {
                let expression = case.get("expression").and_then(Document::as_str).unwrap();
                if QUOTED.contains(&expression) {
                    continue;
                }
                cases += 1;
                let found = outcome(expression, suite.get("given").unwrap());
                let expected = match (case.get("error"), case.get("result")) {
                    (Some(error), _) => Err(error.as_str().unwrap()),
                    (None, Some(result)) => Ok(text(result)),
                    (None, None) => continue,
                };
                if found.as_deref() != expected.as_deref() {
                    failures.push(format!("{expression}: {found:?}, not {expected:?}"));
                }
            }
        }
    }
    assert!(cases > 0, "no cases found");
    assert!(
        failures.is_empty(),
        "{} of {cases} cases fail:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
