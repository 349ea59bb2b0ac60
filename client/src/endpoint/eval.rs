//! Evaluates rules with parameters to an endpoint or an error.

use std::borrow::Cow;
use std::fmt;

use smithgen_runtime::endpoint_rules::{Condition, Expr, Function, Rule, RuleSet};
use smithgen_runtime::url::shown;

use super::{EndpointError, Platform, Value, functions};
use crate::limits::ENDPOINT_DEPTH;

/// Where to send a request.
#[derive(Clone, PartialEq)]
pub struct Endpoint {
    /// The URL, whose path precedes the operation's.
    pub url: String,
    /// Headers to send, with their values.
    pub headers: Vec<(&'static str, Vec<String>)>,
    /// `authSchemes` and other properties.
    pub properties: Vec<(&'static str, Value)>,
}

impl fmt::Debug for Endpoint {
    /// Omits userinfo, query and header values, which may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Endpoint")
            .field("url", &shown(&self.url))
            .field("headers", &names)
            .field("properties", &self.properties)
            .finish()
    }
}

/// Evaluates rules with a value or `None` for each parameter, in table order.
///
/// # Errors
/// The rules' error, or a missing required parameter.
pub fn resolve(
    rules: &'static RuleSet,
    mut parameters: Vec<Option<Value>>,
    platform: Option<&dyn Platform>,
) -> Result<Endpoint, EndpointError> {
    parameters.resize(rules.variables().max(rules.parameters().len()), None);
    for (parameter, value) in rules.parameters().iter().zip(&mut parameters) {
        if value.is_none() {
            *value = parameter.default_value().map(Value::constant).transpose()?;
        }
        if value.is_none() && parameter.is_required() {
            let message = format!("Endpoint parameter {} is required", parameter.name());
            return Err(EndpointError::rules(message));
        }
    }
    let mut scope = Scope {
        variables: parameters,
        platform,
        depth: 0,
    };
    scope.first(rules.rules())
}

struct Scope<'p> {
    variables: Vec<Option<Value>>,
    platform: Option<&'p dyn Platform>,
    depth: usize,
}

type Evaluated = Result<Option<Value>, EndpointError>;

impl Scope<'_> {
    fn first(&mut self, rules: &'static [Rule]) -> Result<Endpoint, EndpointError> {
        self.nested(|scope| {
            for rule in rules {
                if scope.all_hold(rule.conditions())? {
                    return scope.decide(rule);
                }
            }
            Err(EndpointError::rules(
                "No endpoint rule matches the parameters",
            ))
        })
    }

    fn nested<T>(
        &mut self,
        inner: impl FnOnce(&mut Self) -> Result<T, EndpointError>,
    ) -> Result<T, EndpointError> {
        self.depth += 1;
        if self.depth > ENDPOINT_DEPTH {
            return Err(EndpointError::rules("Endpoint rules nest too deeply"));
        }
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn all_hold(&mut self, conditions: &'static [Condition]) -> Result<bool, EndpointError> {
        for condition in conditions {
            let value = match self.value(condition.value())? {
                None | Some(Value::Bool(false)) => return Ok(false),
                Some(value) => value,
            };
            if let Some(slot) = condition
                .assign()
                .and_then(|index| self.variables.get_mut(index))
            {
                *slot = Some(value);
            }
        }
        Ok(true)
    }

    fn decide(&mut self, rule: &'static Rule) -> Result<Endpoint, EndpointError> {
        match rule {
            Rule::Tree { rules, .. } => self.first(rules),
            Rule::Error { message, .. } => Err(EndpointError::rules(self.text(message)?)),
            Rule::Endpoint {
                url,
                properties,
                headers,
                ..
            } => {
                let url = self.text(url)?.into_owned();
                let mut endpoint = Endpoint {
                    url,
                    headers: Vec::new(),
                    properties: Vec::new(),
                };
                for (name, value) in *properties {
                    endpoint.properties.push((name, self.needed(value)?));
                }
                for (name, values) in *headers {
                    let mut texts = Vec::with_capacity(values.len());
                    for value in *values {
                        texts.push(self.text(value)?.into_owned());
                    }
                    endpoint.headers.push((name, texts));
                }
                Ok(endpoint)
            }
            _ => Err(EndpointError::later()),
        }
    }

    fn needed(&mut self, expression: &'static Expr) -> Result<Value, EndpointError> {
        self.value(expression)?
            .ok_or_else(|| EndpointError::rules("An endpoint rule uses a value that is not set"))
    }

    fn text(&mut self, expression: &'static Expr) -> Result<Cow<'static, str>, EndpointError> {
        match self.needed(expression)? {
            Value::Str(text) => Ok(text),
            Value::Bool(value) => Ok(Cow::Borrowed(if value { "true" } else { "false" })),
            Value::Int(value) => Ok(Cow::Owned(value.to_string())),
            _ => Err(EndpointError::rules(
                "An endpoint rule uses a value that is not text",
            )),
        }
    }

    fn value(&mut self, expression: &'static Expr) -> Evaluated {
        match expression {
            Expr::Literal(literal) => Value::constant(*literal).map(Some),
            Expr::Variable(index) => Ok(self.variables.get(*index).cloned().flatten()),
            Expr::Template(parts) => {
                let mut text = String::new();
                for part in *parts {
                    text.push_str(&self.nested(|scope| scope.text(part))?);
                }
                Ok(Some(text.into()))
            }
            Expr::Call(function, arguments) => {
                self.nested(|scope| scope.call(*function, arguments))
            }
            Expr::Attribute(of, path) => {
                let value = self.nested(|scope| scope.value(of))?;
                value.map_or(Ok(None), |value| value.at(path))
            }
            Expr::List(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in *items {
                    values.push(self.nested(|scope| scope.needed(item))?);
                }
                Ok(Some(Value::List(values)))
            }
            Expr::Record(fields) => {
                let mut values = Vec::with_capacity(fields.len());
                for (name, field) in *fields {
                    let value = self.nested(|scope| scope.needed(field))?;
                    values.push((Cow::Borrowed(*name), value));
                }
                Ok(Some(Value::Record(values)))
            }
            _ => Err(EndpointError::later()),
        }
    }

    fn call(&mut self, function: Function, arguments: &'static [Expr]) -> Evaluated {
        match function {
            Function::Coalesce => {
                for argument in arguments {
                    if let Some(value) = self.value(argument)? {
                        return Ok(Some(value));
                    }
                }
                Ok(None)
            }
            Function::Ite => match (self.argument(arguments, 0)?, arguments) {
                (Some(Value::Bool(true)), [_, then, _]) => self.value(then),
                (Some(Value::Bool(false)), [_, _, otherwise]) => self.value(otherwise),
                _ => Ok(None),
            },
            Function::IsSet => Ok(Some(self.argument(arguments, 0)?.is_some().into())),
            _ => {
                let mut values = [const { None }; 4];
                for (value, argument) in values.iter_mut().zip(arguments) {
                    *value = self.value(argument)?;
                }
                Ok(self.apply(function, &values))
            }
        }
    }

    fn argument(&mut self, arguments: &'static [Expr], index: usize) -> Evaluated {
        arguments
            .get(index)
            .map_or(Ok(None), |argument| self.value(argument))
    }

    /// Applies a function all of whose arguments must be set and have the right type.
    fn apply(&self, function: Function, arguments: &[Option<Value>; 4]) -> Option<Value> {
        let [first, second, third, fourth] = arguments;
        let text =
            |value: &'_ Option<Value>| value.as_ref().and_then(|v| v.as_str().map(str::to_owned));
        let flag = |value: &Option<Value>| value.as_ref().and_then(Value::as_bool);
        let int = |value: &Option<Value>| value.as_ref().and_then(Value::as_int);
        let input = first.as_ref().and_then(Value::as_str);
        match function {
            Function::Not => Some((!flag(first)?).into()),
            Function::BooleanEquals => Some((flag(first)? == flag(second)?).into()),
            Function::StringEquals => Some((input? == second.as_ref()?.as_str()?).into()),
            Function::Substring => {
                functions::substring(input?, int(second)?, int(third)?, flag(fourth)?)
                    .map(Value::from)
            }
            Function::Split => functions::split(input?, &text(second)?, int(third)?),
            Function::UriEncode => Some(functions::uri_encode(input?).into()),
            Function::ParseUrl => functions::parse_url(input?),
            Function::IsValidHostLabel => {
                Some(functions::is_valid_host_label(input?, flag(second)?).into())
            }
            Function::IsSet | Function::Coalesce | Function::Ite => None,
            other => self.platform?.call(other, arguments),
        }
    }
}

#[cfg(test)]
mod tests {
    use smithgen_runtime::endpoint_rules::Literal;

    use super::*;

    /// Nested templates of this depth.
    fn text(depth: usize) -> Expr {
        let start = Expr::Literal(Literal::Str("https://example.com"));
        (0..depth).fold(start, |inner, _| {
            Expr::Template(Box::leak(Box::new([inner])))
        })
    }

    /// Rules that return an endpoint with this URL, nested in this many trees.
    fn below(trees: usize, url: Expr) -> Result<Endpoint, EndpointError> {
        let start = Rule::endpoint(&[], url, &[], &[]);
        let rule = (0..trees).fold(start, |inner, _| {
            Rule::tree(&[], Box::leak(Box::new([inner])))
        });
        let rules = Box::leak(Box::new(RuleSet::new(&[], Box::leak(Box::new([rule])), 0)));
        resolve(rules, Vec::new(), None)
    }

    #[test]
    fn rules_nest_as_deep_as_is_allowed_and_no_deeper() {
        // The rules themselves are a level.
        for (trees, depth) in [(ENDPOINT_DEPTH - 1, 0), (0, ENDPOINT_DEPTH - 1), (99, 100)] {
            let endpoint = below(trees, text(depth)).unwrap();
            assert_eq!(endpoint.url, "https://example.com");
            for (trees, depth) in [(trees + 1, depth), (trees, depth + 1)] {
                let error = below(trees, text(depth)).unwrap_err().to_string();
                assert!(error.contains("nest too deeply"), "{error}");
            }
        }
    }
}
