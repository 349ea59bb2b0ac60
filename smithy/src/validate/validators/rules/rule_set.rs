//! Endpoint rules as the value of a trait has them, and their tests.

use crate::model::Node;

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ParameterType {
    String,
    Boolean,
    StringArray,
}

impl ParameterType {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Boolean => "boolean",
            Self::StringArray => "stringArray",
        }
    }

    /// The type of that name, in whatever case.
    pub(super) fn named(name: &str) -> Option<Self> {
        let all = [Self::String, Self::Boolean, Self::StringArray];
        all.into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(name))
    }

    /// The type of a value.
    pub(super) fn of(value: &Node) -> Option<Self> {
        match value {
            Node::String(_) => Some(Self::String),
            Node::Bool(_) => Some(Self::Boolean),
            Node::Array(_) => Some(Self::StringArray),
            _ => None,
        }
    }
}

/// A parameter of rules.
pub(super) struct Parameter<'r> {
    pub(super) name: &'r str,
    pub(super) kind: Option<ParameterType>,
    pub(super) built_in: Option<&'r str>,
    pub(super) default: Option<&'r Node>,
    pub(super) is_required: bool,
    pub(super) has_docs: bool,
}

/// The parameters of rules.
pub(super) fn parameters(rules: &Node) -> Vec<Parameter<'_>> {
    let parameters = rules.get("parameters").and_then(Node::as_object);
    let parameters = parameters.into_iter().flatten();
    parameters
        .map(|(name, value)| Parameter {
            name,
            kind: value
                .get("type")
                .and_then(Node::as_str)
                .and_then(ParameterType::named),
            built_in: value.get("builtIn").and_then(Node::as_str),
            default: value.get("default"),
            is_required: value.get("required").and_then(Node::as_bool) == Some(true),
            has_docs: value.get("documentation").is_some(),
        })
        .collect()
}

/// A rule, and the numbers that lead to it.
pub(super) struct Rule<'r> {
    pub(super) node: &'r Node,
    pub(super) way: String,
}

/// All rules, those within others as well, each after the one that it is in.
pub(super) fn all_rules(rules: &Node) -> Vec<Rule<'_>> {
    let mut found = Vec::new();
    let mut open: Vec<Rule<'_>> = list(rules, "rules", "").rev().collect();
    while let Some(rule) = open.pop() {
        open.extend(list(rule.node, "rules", &rule.way).rev());
        found.push(rule);
    }
    found
}

fn list<'r>(
    node: &'r Node,
    key: &str,
    way: &str,
) -> impl DoubleEndedIterator<Item = Rule<'r>> + use<'r> {
    let rules = node
        .get(key)
        .and_then(Node::as_array)
        .map_or(&[][..], Vec::as_slice);
    let way = match way {
        "" => String::new(),
        way => format!("{way}."),
    };
    rules.iter().enumerate().map(move |(number, node)| Rule {
        node,
        way: format!("{way}{number}"),
    })
}

/// The tests in the trait `endpointTests`.
pub(super) fn test_cases(tests: &Node) -> impl Iterator<Item = (usize, &Node)> {
    let cases = tests.get("testCases").and_then(Node::as_array);
    cases.into_iter().flatten().enumerate()
}

/// The calls of operations in a test.
pub(super) fn operation_inputs(case: &Node) -> impl Iterator<Item = &Node> {
    let inputs = case.get("operationInputs").and_then(Node::as_array);
    inputs.into_iter().flatten()
}

/// The entries of an object in a value.
pub(super) fn entries<'n>(
    node: &'n Node,
    key: &str,
) -> impl Iterator<Item = (&'n str, &'n Node)> + use<'n> {
    let object = node.get(key).and_then(Node::as_object);
    object
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), value))
}
