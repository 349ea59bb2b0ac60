//! The functions of JMESPath: what they take and what they give.

use super::{Sample, Type};

/// What a function takes in one place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Argument {
    Any,
    Of(Type),
    OneOf(&'static [Type]),
    ListOf(Type),
}

/// A function.
pub(super) struct Function {
    name: &'static str,
    /// The type of what it gives.
    pub(super) gives: Type,
    /// What it takes.
    pub(super) takes: &'static [Argument],
    /// What it takes beyond that, any number of times.
    pub(super) more: Option<Argument>,
}

const STRING: Argument = Argument::Of(Type::String);
const NUMBER: Argument = Argument::Of(Type::Number);
const ARRAY: Argument = Argument::Of(Type::Array);
const OBJECT: Argument = Argument::Of(Type::Object);
const REFERENCE: Argument = Argument::Of(Type::Expression);

const fn function(name: &'static str, gives: Type, takes: &'static [Argument]) -> Function {
    Function {
        name,
        gives,
        takes,
        more: None,
    }
}

const fn with_more(
    name: &'static str,
    gives: Type,
    takes: &'static [Argument],
    more: Argument,
) -> Function {
    Function {
        name,
        gives,
        takes,
        more: Some(more),
    }
}

/// All functions.
static FUNCTIONS: [Function; 26] = [
    function("abs", Type::Number, &[NUMBER]),
    function("avg", Type::Number, &[Argument::ListOf(Type::Number)]),
    function("ceil", Type::Number, &[NUMBER]),
    function(
        "contains",
        Type::Boolean,
        &[Argument::OneOf(&[Type::Array, Type::String]), Argument::Any],
    ),
    function("ends_with", Type::Number, &[STRING, STRING]),
    function("floor", Type::Number, &[NUMBER]),
    function(
        "join",
        Type::String,
        &[STRING, Argument::ListOf(Type::String)],
    ),
    function("keys", Type::Array, &[OBJECT]),
    function(
        "length",
        Type::Number,
        &[Argument::OneOf(&[Type::String, Type::Array, Type::Object])],
    ),
    function("map", Type::Array, &[REFERENCE, ARRAY]),
    function("max", Type::Number, &[ARRAY]),
    function("max_by", Type::Number, &[ARRAY, REFERENCE]),
    with_more("merge", Type::Object, &[], OBJECT),
    function("min", Type::Number, &[ARRAY]),
    function("min_by", Type::Number, &[ARRAY, REFERENCE]),
    with_more("not_null", Type::Any, &[Argument::Any], Argument::Any),
    function(
        "reverse",
        Type::Array,
        &[Argument::OneOf(&[Type::Array, Type::String])],
    ),
    function("sort", Type::Array, &[ARRAY]),
    function("sort_by", Type::Array, &[ARRAY, REFERENCE]),
    function("starts_with", Type::Boolean, &[STRING, STRING]),
    function("sum", Type::Number, &[Argument::ListOf(Type::Number)]),
    function("to_array", Type::Array, &[Argument::Any]),
    function("to_number", Type::Number, &[Argument::Any]),
    function("to_string", Type::String, &[Argument::Any]),
    function("type", Type::String, &[Argument::Any]),
    function("values", Type::Array, &[OBJECT]),
];

/// The function of that name.
pub(super) fn named(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

impl Function {
    /// A value of the type that it gives.
    pub(super) fn result<'m>(&self) -> Sample<'m> {
        match self.gives {
            Type::Boolean => Sample::Boolean(false),
            Type::Number => Sample::Number(0.0),
            Type::String => Sample::Text("".into()),
            Type::Array => Sample::some_list(),
            Type::Object => Sample::some_object(),
            _ => Sample::Any,
        }
    }
}

impl Argument {
    /// What is wrong with an argument, if anything.
    pub(super) fn problem(self, value: &Sample<'_>) -> Option<String> {
        let found = value.kind();
        if found == Type::Any {
            return None;
        }
        match self {
            Self::Any => None,
            Self::Of(wanted) if found == wanted => None,
            Self::Of(wanted) => Some(format!("is {}, not {}", found.name(), wanted.name())),
            Self::OneOf(wanted) if wanted.contains(&found) => None,
            Self::OneOf(wanted) => {
                let wanted: Vec<&str> = wanted.iter().map(|it| it.name()).collect();
                Some(format!("is {}, not {}", found.name(), wanted.join(" or ")))
            }
            Self::ListOf(wanted) => match value.elements() {
                None => Some(format!("is {}, not array", found.name())),
                Some(elements) => {
                    let mut kinds = elements.iter().map(|(element, _)| element.kind());
                    let odd = kinds.find(|kind| *kind != wanted)?;
                    Some(format!(
                        "has elements of {}, not {}",
                        odd.name(),
                        wanted.name()
                    ))
                }
            },
        }
    }
}
