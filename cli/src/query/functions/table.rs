//! The functions and their signatures.

/// A function's name and signature.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: &'static str,
    /// The allowed types of each argument; empty for any type. `array-number` is a list of numbers.
    pub(super) arguments: &'static [&'static [&'static str]],
    /// Whether more arguments may follow, of any type.
    pub(super) variadic: bool,
}

pub(super) fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

const ANY: &[&str] = &[];
const ARRAY: &[&str] = &["array"];
const EXPREF: &[&str] = &["expref"];
const NUMBER: &[&str] = &["number"];
const OBJECT: &[&str] = &["object"];
const STRING: &[&str] = &["string"];
const NUMBERS: &[&str] = &["array-number"];
const ORDERED: &[&str] = &["array-number", "array-string"];

const fn function(name: &'static str, arguments: &'static [&'static [&'static str]]) -> Function {
    Function {
        name,
        arguments,
        variadic: false,
    }
}

static FUNCTIONS: &[Function] = &[
    function("abs", &[NUMBER]),
    function("avg", &[NUMBERS]),
    function("ceil", &[NUMBER]),
    function("contains", &[&["array", "string"], ANY]),
    function("ends_with", &[STRING, STRING]),
    function("floor", &[NUMBER]),
    function("join", &[STRING, &["array-string"]]),
    function("keys", &[OBJECT]),
    function("length", &[&["string", "array", "object"]]),
    function("map", &[EXPREF, ARRAY]),
    function("max", &[ORDERED]),
    function("max_by", &[ARRAY, EXPREF]),
    Function {
        name: "merge",
        arguments: &[OBJECT],
        variadic: true,
    },
    function("min", &[ORDERED]),
    function("min_by", &[ARRAY, EXPREF]),
    Function {
        name: "not_null",
        arguments: &[ANY],
        variadic: true,
    },
    function("reverse", &[&["array", "string"]]),
    function("sort", &[&["array-string", "array-number"]]),
    function("sort_by", &[ARRAY, EXPREF]),
    function("starts_with", &[STRING, STRING]),
    function("sum", &[NUMBERS]),
    function("to_array", &[ANY]),
    function("to_number", &[ANY]),
    function("to_string", &[ANY]),
    function("type", &[ANY]),
    function("values", &[OBJECT]),
];
