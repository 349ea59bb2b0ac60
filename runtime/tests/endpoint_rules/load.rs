//! Makes the static tables of a rule set from a model's JSON, at run time: what the generator does
//! at build time. Everything is leaked, as static tables are.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use smithgen_runtime::endpoint::{
    Condition, Expr, Function, Literal, Parameter, Partition, PathStep, Rule, RuleSet, Value,
};

/// The rule set, and the index of each parameter.
pub(crate) fn rule_set(json: &Json) -> Result<&'static RuleSet, String> {
    let mut loader = Loader::default();
    let mut parameters = Vec::new();
    for (name, parameter) in json["parameters"].as_object().ok_or("no parameters")? {
        loader.variable(name);
        parameters.push(Parameter {
            name: leak_str(name),
            built_in: parameter["builtIn"].as_str().map(leak_str),
            required: parameter["required"].as_bool().unwrap_or(false),
            default: parameter.get("default").map(literal).transpose()?,
        });
    }
    let rules = loader.rules(&json["rules"])?;
    Ok(Box::leak(Box::new(RuleSet {
        parameters: leak(parameters),
        rules,
        variables: loader.variables.len(),
    })))
}

/// The partitions of a `partitions.json`.
pub(crate) fn partitions(json: &Json) -> Result<&'static [Partition], String> {
    let mut all = Vec::new();
    for partition in json["partitions"].as_array().ok_or("no partitions")? {
        let outputs = &partition["outputs"];
        let text = |name: &str| outputs[name].as_str().map(leak_str).ok_or(name.to_owned());
        let regions = partition["regions"].as_object().ok_or("no regions")?;
        all.push(Partition {
            name: text("name")?,
            dns_suffix: text("dnsSuffix")?,
            dual_stack_dns_suffix: text("dualStackDnsSuffix")?,
            supports_fips: outputs["supportsFIPS"] == true,
            supports_dual_stack: outputs["supportsDualStack"] == true,
            implicit_global_region: text("implicitGlobalRegion")?,
            regions: leak(regions.keys().map(|name| leak_str(name)).collect()),
            prefixes: prefixes(partition["regionRegex"].as_str().ok_or("no regionRegex")?)?,
        });
    }
    Ok(leak(all))
}

/// The beginnings in a pattern such as `^(us|eu)\-\w+\-\d+$`, the only form that partitions have.
pub(crate) fn prefixes(pattern: &str) -> Result<&'static [&'static str], String> {
    let inner = pattern
        .strip_prefix('^')
        .and_then(|p| p.strip_suffix(r"\-\w+\-\d+$"));
    let inner = inner.ok_or_else(|| format!("unknown form of pattern: {pattern}"))?;
    let inner = inner.replace(r"\-", "-");
    let (before, choices) = match inner.split_once('(') {
        Some((before, rest)) => (before, rest.strip_suffix(')').ok_or("unclosed group")?),
        None => ("", inner.as_str()),
    };
    Ok(leak(
        choices
            .split('|')
            .map(|c| leak_str(&format!("{before}{c}")))
            .collect(),
    ))
}

/// A parameter's or property's value.
pub(crate) fn value(json: &Json) -> Value {
    match json {
        Json::Bool(flag) => Value::Bool(*flag),
        Json::String(text) => text.clone().into(),
        Json::Number(number) => Value::Int(number.as_i64().unwrap()),
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(fields) => Value::Record(
            fields
                .iter()
                .map(|(key, field)| (key.clone().into(), value(field)))
                .collect(),
        ),
        Json::Null => panic!("null is no value"),
    }
}

#[derive(Default)]
struct Loader {
    variables: BTreeMap<String, usize>,
}

impl Loader {
    fn variable(&mut self, name: &str) -> usize {
        let next = self.variables.len();
        *self.variables.entry(name.to_owned()).or_insert(next)
    }

    fn rules(&mut self, json: &Json) -> Result<&'static [Rule], String> {
        let rules = json.as_array().ok_or("no rules")?;
        rules
            .iter()
            .map(|rule| self.rule(rule))
            .collect::<Result<_, _>>()
            .map(leak)
    }

    fn rule(&mut self, json: &Json) -> Result<Rule, String> {
        let mut conditions = Vec::new();
        for condition in json["conditions"].as_array().into_iter().flatten() {
            let value = self.expr(condition)?;
            let assign = condition["assign"].as_str().map(|name| self.variable(name));
            conditions.push(Condition { value, assign });
        }
        let conditions = leak(conditions);
        match json["type"].as_str() {
            Some("tree") => Ok(Rule::Tree {
                conditions,
                rules: self.rules(&json["rules"])?,
            }),
            Some("error") => Ok(Rule::Error {
                conditions,
                message: self.expr(&json["error"])?,
            }),
            Some("endpoint") => {
                let endpoint = &json["endpoint"];
                let mut headers = Vec::new();
                for (name, values) in endpoint["headers"].as_object().into_iter().flatten() {
                    let values = values.as_array().ok_or("header without values")?;
                    let values = values
                        .iter()
                        .map(|v| self.expr(v))
                        .collect::<Result<_, _>>()?;
                    let values: &'static [Expr] = leak(values);
                    headers.push((leak_str(name), values));
                }
                Ok(Rule::Endpoint {
                    conditions,
                    url: self.expr(&endpoint["url"])?,
                    properties: self.fields(&endpoint["properties"])?,
                    headers: leak(headers),
                })
            }
            other => Err(format!("unknown rule type {other:?}")),
        }
    }

    fn fields(&mut self, json: &Json) -> Result<&'static [(&'static str, Expr)], String> {
        let mut fields = Vec::new();
        for (name, value) in json.as_object().into_iter().flatten() {
            fields.push((leak_str(name), self.expr(value)?));
        }
        Ok(leak(fields))
    }

    fn expr(&mut self, json: &Json) -> Result<Expr, String> {
        match json {
            Json::String(text) => self.template(text),
            Json::Bool(_) | Json::Number(_) => literal(json).map(Expr::Literal),
            Json::Array(items) => {
                let items = items
                    .iter()
                    .map(|item| self.expr(item))
                    .collect::<Result<_, _>>()?;
                Ok(Expr::List(leak(items)))
            }
            Json::Object(object) => {
                if let Some(name) = object.get("ref").and_then(Json::as_str) {
                    return Ok(Expr::Variable(self.variable(name)));
                }
                match object.get("fn").and_then(Json::as_str) {
                    Some(name) => self.call(name, json["argv"].as_array().ok_or("no argv")?),
                    None => self.fields(json).map(Expr::Record),
                }
            }
            Json::Null => Err("null is no expression".to_owned()),
        }
    }

    fn call(&mut self, name: &str, arguments: &[Json]) -> Result<Expr, String> {
        if name == "getAttr" {
            let [of, Json::String(path)] = arguments else {
                return Err("getAttr takes a value and a path".to_owned());
            };
            return Ok(Expr::Attribute(
                Box::leak(Box::new(self.expr(of)?)),
                steps(path)?,
            ));
        }
        let function = match name {
            "isSet" => Function::IsSet,
            "not" => Function::Not,
            "booleanEquals" => Function::BooleanEquals,
            "stringEquals" => Function::StringEquals,
            "substring" => Function::Substring,
            "split" => Function::Split,
            "coalesce" => Function::Coalesce,
            "ite" => Function::Ite,
            "uriEncode" => Function::UriEncode,
            "parseURL" => Function::ParseUrl,
            "isValidHostLabel" => Function::IsValidHostLabel,
            "aws.partition" => Function::Partition,
            "aws.parseArn" => Function::ParseArn,
            "aws.isVirtualHostableS3Bucket" => Function::IsVirtualHostableS3Bucket,
            other => return Err(format!("unknown function {other}")),
        };
        let arguments = arguments
            .iter()
            .map(|a| self.expr(a))
            .collect::<Result<_, _>>()?;
        Ok(Expr::Call(function, leak(arguments)))
    }

    fn template(&mut self, text: &str) -> Result<Expr, String> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '{' if chars.next_if_eq(&'{').is_some() => plain.push('{'),
                '}' if chars.next_if_eq(&'}').is_some() => plain.push('}'),
                '{' => {
                    let inner: String = chars.by_ref().take_while(|c| *c != '}').collect();
                    if !plain.is_empty() {
                        parts.push(Expr::Literal(Literal::Str(leak_str(&plain))));
                        plain.clear();
                    }
                    parts.push(match inner.split_once('#') {
                        None => Expr::Variable(self.variable(&inner)),
                        Some((name, path)) => {
                            let of = Expr::Variable(self.variable(name));
                            Expr::Attribute(Box::leak(Box::new(of)), steps(path)?)
                        }
                    });
                }
                c => plain.push(c),
            }
        }
        if parts.is_empty() {
            return Ok(Expr::Literal(Literal::Str(leak_str(&plain))));
        }
        if !plain.is_empty() {
            parts.push(Expr::Literal(Literal::Str(leak_str(&plain))));
        }
        Ok(Expr::Template(leak(parts)))
    }
}

fn literal(json: &Json) -> Result<Literal, String> {
    Ok(match json {
        Json::String(text) => Literal::Str(leak_str(text)),
        Json::Bool(flag) => Literal::Bool(*flag),
        Json::Number(number) => Literal::Int(number.as_i64().ok_or("not an integer")?),
        Json::Array(items) => Literal::StrList(leak(
            items
                .iter()
                .map(|item| leak_str(item.as_str().unwrap_or_default()))
                .collect(),
        )),
        other => return Err(format!("not a constant: {other}")),
    })
}

/// `a.b[0]`: fields and items.
fn steps(path: &str) -> Result<&'static [PathStep], String> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let (name, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
        if !name.is_empty() {
            steps.push(PathStep::Field(leak_str(name)));
        }
        while let Some((index, tail)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
            steps.push(PathStep::Index(
                index.parse().map_err(|_| format!("bad index in {path}"))?,
            ));
            rest = tail;
        }
    }
    Ok(leak(steps))
}

fn leak<T>(items: Vec<T>) -> &'static [T] {
    items.leak()
}

fn leak_str(text: &str) -> &'static str {
    text.to_owned().leak()
}
