//! Evaluates endpoint rules, for their tests.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::functions::{Result, attribute, call, text};
use super::rule_set::{entries, parameters};
use super::value::Value;
use crate::maps::HashMap;
use crate::model::Node;

/// What rules give.
#[derive(Debug, PartialEq)]
pub(super) enum Outcome {
    Endpoint(Endpoint),
    Error(String),
}

/// An endpoint.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Endpoint {
    pub(super) url: String,
    pub(super) headers: BTreeMap<String, Vec<String>>,
    pub(super) properties: BTreeMap<String, Value>,
}

/// Evaluates rules with the parameters of a test; takes each step from `steps`.
///
/// # Errors
/// Something is not of the type that it has to be, or no rule fits.
pub(super) fn evaluate(rules: &Node, test: &Node, steps: &mut u64) -> Result<Outcome> {
    let mut scope = Scope {
        values: HashMap::default(),
        order: Vec::new(),
        steps,
    };
    for parameter in parameters(rules) {
        if let Some(default) = parameter.default {
            scope.insert(parameter.name, Value::of(default));
        }
    }
    for (name, value) in entries(test, "params") {
        scope.insert(name, Value::of(value));
    }
    match scope.rules(rules)? {
        Some(outcome) => Ok(outcome),
        None => Err("no rule fits".to_owned()),
    }
}

/// The values of variables.
struct Scope<'r, 's> {
    values: HashMap<&'r str, Vec<Value>>,
    /// The names in the order in which they got values.
    order: Vec<&'r str>,
    steps: &'s mut u64,
}

impl<'r> Scope<'r, '_> {
    fn insert(&mut self, name: &'r str, value: Value) {
        self.values.entry(name).or_default().push(value);
        self.order.push(name);
    }

    fn leave(&mut self, count: usize) {
        for name in self.order.drain(count..) {
            if let Some(values) = self.values.get_mut(name) {
                values.pop();
            }
        }
    }

    fn variable(&self, name: &str) -> Value {
        let values = self.values.get(name);
        values
            .and_then(|it| it.last())
            .cloned()
            .unwrap_or(Value::Unset)
    }

    fn step(&mut self) -> Result<()> {
        let rest = self.steps.checked_sub(1);
        *self.steps = rest.ok_or("the evaluation takes too long")?;
        Ok(())
    }

    /// What the first rule gives that fits.
    fn rules(&mut self, node: &'r Node) -> Result<Option<Outcome>> {
        let rules = node.get("rules").and_then(Node::as_array);
        for rule in rules.into_iter().flatten() {
            let before = self.order.len();
            let outcome = self.rule(rule);
            self.leave(before);
            if let Some(outcome) = outcome? {
                return Ok(Some(outcome));
            }
        }
        Ok(None)
    }

    fn rule(&mut self, rule: &'r Node) -> Result<Option<Outcome>> {
        let conditions = rule.get("conditions").and_then(Node::as_array);
        for condition in conditions.into_iter().flatten() {
            let value = self.expression(condition)?;
            if matches!(value, Value::Unset | Value::Boolean(false)) {
                return Ok(None);
            }
            if let Some(name) = condition.get("assign").and_then(Node::as_str) {
                self.insert(name, value);
            }
        }
        if let Some(endpoint) = rule.get("endpoint") {
            return self.endpoint(endpoint).map(Outcome::Endpoint).map(Some);
        }
        if let Some(message) = rule.get("error") {
            let message = self.expression(message)?;
            return Ok(Some(Outcome::Error(text(&message)?.to_owned())));
        }
        match self.rules(rule)? {
            Some(outcome) => Ok(Some(outcome)),
            None => Err("no rule fits within a rule that does".to_owned()),
        }
    }

    fn endpoint(&mut self, node: &'r Node) -> Result<Endpoint> {
        let url = self.expression(node.get("url").unwrap_or(&Node::Null))?;
        let mut endpoint = Endpoint {
            url: text(&url)?.to_owned(),
            ..Endpoint::default()
        };
        for (name, value) in entries(node, "properties") {
            endpoint
                .properties
                .insert(name.to_owned(), self.literal(value)?);
        }
        for (name, values) in entries(node, "headers") {
            let mut texts = Vec::new();
            for value in values.as_array().into_iter().flatten() {
                texts.push(text(&self.expression(value)?)?.to_owned());
            }
            endpoint.headers.insert(name.to_owned(), texts);
        }
        Ok(endpoint)
    }

    fn expression(&mut self, node: &'r Node) -> Result<Value> {
        self.step()?;
        if let Some(name) = node.get("ref").and_then(Node::as_str) {
            return Ok(self.variable(name));
        }
        let Some(name) = node.get("fn").and_then(Node::as_str) else {
            return self.literal(node);
        };
        let mut arguments = Vec::new();
        for argument in node
            .get("argv")
            .and_then(Node::as_array)
            .into_iter()
            .flatten()
        {
            arguments.push(self.expression(argument)?);
        }
        match (name, arguments.as_slice()) {
            ("getAttr", [value, Value::Text(path)]) => attribute(value, path),
            ("getAttr", _) => Err("`getAttr` takes a value and a path".to_owned()),
            _ => call(name, &arguments),
        }
    }

    /// A value that stands for itself, save for what is in its templates.
    fn literal(&mut self, node: &'r Node) -> Result<Value> {
        self.step()?;
        Ok(match node {
            Node::String(text) => self.template(text)?,
            Node::Array(elements) => {
                let mut values = Vec::new();
                for element in elements {
                    values.push(self.literal(element)?);
                }
                Value::List(values.into())
            }
            Node::Object(fields) => {
                let mut values = BTreeMap::new();
                for (name, value) in fields {
                    values.insert(name.clone(), self.literal(value)?);
                }
                Value::Record(Rc::new(values))
            }
            plain => Value::of(plain),
        })
    }

    /// A text with `{variable}` and `{variable#path}` in it; `{{` and `}}` are braces.
    fn template(&self, template: &str) -> Result<Value> {
        let malformed = || format!("the braces in `{template}` do not match");
        let mut filled = String::new();
        let mut rest = template;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, found) = rest.split_at(at);
            filled.push_str(before);
            rest = if let Some(after) = found.strip_prefix("{{") {
                filled.push('{');
                after
            } else if let Some(after) = found.strip_prefix("}}") {
                filled.push('}');
                after
            } else {
                let inside = found.strip_prefix('{').and_then(|it| it.split_once('}'));
                let (inside, after) = inside.ok_or_else(malformed)?;
                let value = match inside.split_once('#') {
                    Some((name, path)) => attribute(&self.variable(name), path)?,
                    None => self.variable(inside),
                };
                filled.push_str(text(&value)?);
                after
            };
        }
        filled.push_str(rest);
        Ok(Value::text(&filled))
    }
}
