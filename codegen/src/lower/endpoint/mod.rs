//! Endpoint rules as the model writes them: variables numbered, templates and paths taken apart, all checked.
//!
//! Source: Smithy 2.0, "Smithy Endpoints rules engine", version 1.0, and the functions of 1.1.

mod context;
mod path;

use serde_json::Map;

pub(super) use self::context::parameters;
use crate::ir::endpoint::{
    Condition, Expr, Function, Literal, PathStep, Rule, RuleParameter, RuleSet,
};
use crate::limits::ENDPOINT_RULE_DEPTH;
use crate::maps::IndexSet;
use smithgen_model::model::Node;
use smithgen_model::{Suggestions, nearest};

/// The trait that holds the rules of a service.
pub(super) const RULE_SET: &str = "smithy.rules#endpointRuleSet";

/// What is wrong with a rule set: a sentence, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// Reads a rule set; every problem in it is reported.
pub(super) fn rules(node: &Node) -> Result<RuleSet, Vec<Problem>> {
    let mut reader = Reader::default();
    let parameters = reader.parameters(node.get("parameters"));
    for parameter in &parameters {
        reader.in_scope.insert(parameter.name.clone());
        reader.variables.insert(parameter.name.clone());
    }
    let rules = reader.rules(node.get("rules"), 0);
    if reader.problems.is_empty() {
        Ok(RuleSet {
            parameters,
            rules,
            variables: reader.variables.len(),
        })
    } else {
        Err(reader.problems)
    }
}

/// Reads rules and keeps track of their variables.
#[derive(Default)]
struct Reader {
    /// Every name that is ever assigned. Two branches that assign the same name share its number: in neither can
    /// the value of the other be seen.
    variables: IndexSet<String>,
    /// The names that may be used here.
    in_scope: IndexSet<String>,
    problems: Vec<Problem>,
    suggestions: Suggestions,
}

impl Reader {
    fn problem(&mut self, message: impl Into<String>) {
        self.problems.push(Problem {
            message: message.into(),
            help: None,
        });
    }

    fn parameters(&mut self, node: Option<&Node>) -> Vec<RuleParameter> {
        let Some(parameters) = node.and_then(Node::as_object) else {
            self.problem("the endpoint rules have no `parameters`");
            return Vec::new();
        };
        let read = parameters.iter().map(|(name, value)| RuleParameter {
            name: name.clone(),
            built_in: text(value.get("builtIn")),
            required: value.get("required").and_then(Node::as_bool) == Some(true),
            default: value.get("default").and_then(literal),
        });
        read.collect()
    }

    fn rules(&mut self, node: Option<&Node>, depth: usize) -> Vec<Rule> {
        let Some(rules) = node.and_then(Node::as_array) else {
            self.problem("endpoint rules are a list named `rules`");
            return Vec::new();
        };
        if depth > ENDPOINT_RULE_DEPTH {
            self.problem(format!(
                "endpoint rules are nested more than {ENDPOINT_RULE_DEPTH} deep"
            ));
            return Vec::new();
        }
        let read = rules.iter().filter_map(|rule| {
            let visible = self.in_scope.len();
            let rule = self.rule(rule, depth);
            self.in_scope.truncate(visible);
            rule
        });
        read.collect()
    }

    fn rule(&mut self, node: &Node, depth: usize) -> Option<Rule> {
        let conditions = self.conditions(node.get("conditions"), depth);
        match node.get("type").and_then(Node::as_str) {
            Some("endpoint") => {
                let endpoint = node.get("endpoint").unwrap_or(&Node::Null);
                let url = self.needed(endpoint.get("url"), "an endpoint needs a `url`", depth);
                Some(Rule::Endpoint {
                    conditions,
                    url: url?,
                    properties: self.record(endpoint.get("properties"), depth),
                    headers: self.headers(endpoint.get("headers"), depth),
                })
            }
            Some("error") => {
                let message =
                    self.needed(node.get("error"), "an error rule needs an `error`", depth);
                Some(Rule::Error {
                    conditions,
                    message: message?,
                })
            }
            Some("tree") => Some(Rule::Tree {
                conditions,
                rules: self.rules(node.get("rules"), depth + 1),
            }),
            Some(other) => {
                self.problem(format!("endpoint rules have no rule of type `{other}`"));
                None
            }
            None => {
                self.problem("an endpoint rule needs a `type`");
                None
            }
        }
    }

    fn conditions(&mut self, node: Option<&Node>, depth: usize) -> Vec<Condition> {
        let Some(conditions) = node.and_then(Node::as_array) else {
            return Vec::new();
        };
        let mut read = Vec::new();
        for condition in conditions {
            let value = self.expr(condition, depth + 1);
            let assign = condition.get("assign").and_then(Node::as_str);
            let assign = assign.map(|name| self.assigned(name));
            read.extend(value.map(|value| Condition { value, assign }));
        }
        read
    }

    /// The number of a variable that takes a value here.
    fn assigned(&mut self, name: &str) -> usize {
        if !self.in_scope.insert(name.to_owned()) {
            self.problem(format!(
                "the endpoint rules assign `{name}` where it has a value already"
            ));
        }
        match self.variables.get_index_of(name) {
            Some(known) => known,
            None => self.variables.insert_full(name.to_owned()).0,
        }
    }

    fn variable(&mut self, name: &str) -> Option<Expr> {
        let visible = self.in_scope.contains(name);
        let number = self.variables.get_index_of(name);
        if visible && number.is_some() {
            return number.map(Expr::Variable);
        }
        let known = self.in_scope.iter().map(String::as_str);
        let nearest = self.suggestions.nearest(name, known);
        self.problems.push(Problem {
            message: format!("the endpoint rules use `{name}`, which has no value there"),
            help: nearest.map(|name| format!("did you mean `{name}`?")),
        });
        None
    }

    fn needed(&mut self, node: Option<&Node>, message: &str, depth: usize) -> Option<Expr> {
        match node {
            Some(node) => self.expr(node, depth + 1),
            None => {
                self.problem(message);
                None
            }
        }
    }

    fn headers(&mut self, node: Option<&Node>, depth: usize) -> Vec<(String, Vec<Expr>)> {
        let headers = node.and_then(Node::as_object);
        let read = headers.into_iter().flatten().map(|(name, values)| {
            let values = values.as_array().map_or(&[][..], Vec::as_slice);
            let values = values
                .iter()
                .filter_map(|value| self.expr(value, depth + 1));
            (name.clone(), values.collect())
        });
        read.collect()
    }

    fn record(&mut self, node: Option<&Node>, depth: usize) -> Vec<(String, Expr)> {
        let entries = node.and_then(Node::as_object);
        let read = entries.into_iter().flatten();
        read.filter_map(|(name, value)| Some((name.clone(), self.expr(value, depth + 1)?)))
            .collect()
    }

    fn expr(&mut self, node: &Node, depth: usize) -> Option<Expr> {
        if depth > ENDPOINT_RULE_DEPTH {
            self.problem(format!(
                "endpoint rules are nested more than {ENDPOINT_RULE_DEPTH} deep"
            ));
            return None;
        }
        match node {
            Node::String(text) => self.template(text),
            Node::Bool(value) => Some(Expr::Literal(Literal::Bool(*value))),
            Node::Number(number) => match number.as_i64() {
                Some(number) => Some(Expr::Literal(Literal::Int(number))),
                None => {
                    self.problem(format!("endpoint rules have no number such as `{number}`"));
                    None
                }
            },
            Node::Array(items) => {
                let items = items.iter().map(|item| self.expr(item, depth + 1));
                Some(Expr::List(
                    items.collect::<Vec<_>>().into_iter().flatten().collect(),
                ))
            }
            Node::Object(object) => self.object(object, node, depth),
            Node::Null => {
                self.problem("endpoint rules have no `null`");
                None
            }
        }
    }

    fn object(&mut self, object: &Map<String, Node>, node: &Node, depth: usize) -> Option<Expr> {
        if let Some(name) = object.get("ref").and_then(Node::as_str) {
            return self.variable(name);
        }
        let Some(name) = object.get("fn").and_then(Node::as_str) else {
            return Some(Expr::Record(self.record(Some(node), depth)));
        };
        let arguments = object.get("argv").and_then(Node::as_array);
        let arguments = arguments.map_or(&[][..], Vec::as_slice);
        if name == "getAttr" {
            return self.attribute(arguments, depth);
        }
        let Some((function, count)) = function(name) else {
            let help = nearest(name, FUNCTIONS.iter().map(|(name, ..)| *name));
            self.problems.push(Problem {
                message: format!("the endpoint rules call `{name}`, which is not a function"),
                help: help.map(|name| format!("did you mean `{name}`?")),
            });
            return None;
        };
        let wrong = match count {
            Some(count) => arguments.len() != count,
            None => arguments.is_empty(),
        };
        if wrong {
            let given = arguments.len();
            self.problem(format!(
                "the endpoint rules give `{name}` {given} arguments"
            ));
            return None;
        }
        let arguments: Vec<Option<Expr>> = arguments
            .iter()
            .map(|argument| self.expr(argument, depth + 1))
            .collect();
        let arguments: Option<Vec<Expr>> = arguments.into_iter().collect();
        Some(Expr::Call(function, arguments?))
    }

    fn attribute(&mut self, arguments: &[Node], depth: usize) -> Option<Expr> {
        let [value, Node::String(text)] = arguments else {
            self.problem("`getAttr` of endpoint rules takes a value and a path");
            return None;
        };
        let value = self.expr(value, depth + 1);
        let steps = self.path(text);
        Some(Expr::Attribute(Box::new(value?), steps?))
    }

    fn path(&mut self, text: &str) -> Option<Vec<PathStep>> {
        let steps = path::attribute(text);
        if steps.is_none() {
            self.problem(format!("`{text}` is not a path of `getAttr`"));
        }
        steps
    }

    /// A text with `{variable}` and `{variable#path}` in it; `{{` and `}}` are braces.
    fn template(&mut self, text: &str) -> Option<Expr> {
        let Some(pieces) = path::template(text) else {
            self.problem(format!("the braces of the template `{text}` do not match"));
            return None;
        };
        let mut parts = Vec::new();
        for piece in pieces {
            parts.push(match piece {
                path::Piece::Text(text) => Expr::Literal(Literal::Str(text)),
                path::Piece::Value(name, None) => self.variable(name)?,
                path::Piece::Value(name, Some(path)) => {
                    let steps = self.path(path);
                    Expr::Attribute(Box::new(self.variable(name)?), steps?)
                }
            });
        }
        Some(match parts.len() {
            0 => Expr::Literal(Literal::Str(String::new())),
            // A variable alone stays a template: as part of a text it must be text.
            1 if matches!(parts.first(), Some(Expr::Literal(_))) => parts.swap_remove(0),
            _ => Expr::Template(parts),
        })
    }
}

/// The functions, with the number of arguments that each takes; none where it is one or more.
const FUNCTIONS: &[(&str, Function, Option<usize>)] = &[
    ("isSet", Function::IsSet, Some(1)),
    ("not", Function::Not, Some(1)),
    ("booleanEquals", Function::BooleanEquals, Some(2)),
    ("stringEquals", Function::StringEquals, Some(2)),
    ("substring", Function::Substring, Some(4)),
    ("split", Function::Split, Some(3)),
    ("coalesce", Function::Coalesce, None),
    ("ite", Function::Ite, Some(3)),
    ("uriEncode", Function::UriEncode, Some(1)),
    ("parseURL", Function::ParseUrl, Some(1)),
    ("isValidHostLabel", Function::IsValidHostLabel, Some(2)),
    ("aws.partition", Function::Partition, Some(1)),
    ("aws.parseArn", Function::ParseArn, Some(1)),
    (
        "aws.isVirtualHostableS3Bucket",
        Function::IsVirtualHostableS3Bucket,
        Some(2),
    ),
];

fn function(name: &str) -> Option<(Function, Option<usize>)> {
    let found = FUNCTIONS.iter().find(|(known, ..)| *known == name);
    found.map(|(_, function, count)| (*function, *count))
}

fn text(node: Option<&Node>) -> Option<String> {
    node.and_then(Node::as_str).map(str::to_owned)
}

/// A constant: a text, boolean, integer or list of texts.
pub(super) fn literal(node: &Node) -> Option<Literal> {
    match node {
        Node::String(text) => Some(Literal::Str(text.clone())),
        Node::Bool(value) => Some(Literal::Bool(*value)),
        Node::Number(number) => number.as_i64().map(Literal::Int),
        Node::Array(items) => {
            let items = items.iter().map(|item| text(Some(item)));
            items.collect::<Option<_>>().map(Literal::StrList)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
