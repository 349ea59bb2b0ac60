//! `--query`: JMESPath, with the messages of the reference's library.
//!
//! Compiling checks only syntax. Unknown functions, wrong numbers of arguments and wrong types are found at run
//! time, after the request has been sent.

mod ast;
mod budget;
mod continuation;
mod error;
mod eval;
mod functions;
mod lexer;
mod number;
mod parser;

use crate::value::Value;

pub(crate) use continuation::continuations;
#[cfg(feature = "fuzzing")]
pub use error::EvalErrorKind;
pub use error::{EvalError, SyntaxError};

/// A compiled query.
#[derive(Clone, Debug)]
pub struct Query {
    root: ast::Node,
}

impl Query {
    /// Compiles an expression.
    ///
    /// # Errors
    /// Anything that is not a JMESPath expression; see [`SyntaxError`].
    pub fn compile(expression: &str) -> Result<Query, SyntaxError> {
        let tokens =
            lexer::tokenize(expression).map_err(|error| error.in_expression(expression))?;
        let root = parser::parse(tokens).map_err(|error| error.in_expression(expression))?;
        Ok(Query { root })
    }

    /// Applies the query; the result is null if it selects nothing.
    ///
    /// # Errors
    /// Calls of unknown functions, arguments and operands of wrong types, and queries that exceed their limits.
    pub fn search(&self, value: &Value) -> Result<Value, EvalError> {
        let budget = budget::Budget::new(value);
        budget.own(eval::eval(&self.root, value, &budget)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    const DATA: &str =
        r#"{"b":{"z":1,"y":[3,1,2]},"list":[{"k":"b","v":2},{"k":"a"}],"s":"héllo","zero":0}"#;

    fn found(expression: &str) -> String {
        let value = json::parse(DATA).unwrap();
        json::minimal(&Query::compile(expression).unwrap().search(&value).unwrap())
    }

    fn syntax(expression: &str) -> String {
        Query::compile(expression).unwrap_err().to_string()
    }

    fn failure(expression: &str) -> String {
        let value = json::parse(DATA).unwrap();
        Query::compile(expression)
            .unwrap()
            .search(&value)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn results_keep_the_order_of_keys() {
        assert_eq!(
            found("{z: b.z, a: s, n: nope}"),
            r#"{"z":1,"a":"h\u00e9llo","n":null}"#
        );
        assert_eq!(
            found("merge({b: `1`, a: `2`}, {b: `3`})"),
            r#"{"b":3,"a":2}"#
        );
        assert_eq!(found("keys(@)"), r#"["b","list","s","zero"]"#);
        assert_eq!(found("b.*"), "[1,[3,1,2]]");
    }

    #[test]
    fn lists_are_filtered_sliced_and_sorted() {
        assert_eq!(found("list[?v].k | [0]"), r#""b""#);
        assert_eq!(found("sort_by(list, &k)[*].k"), r#"["a","b"]"#);
        assert_eq!(found("b.y[::-1]"), "[2,1,3]");
        assert_eq!(found("[b.y, [`4`]][]"), "[3,1,2,4]");
        assert_eq!(found("b.y[?@ > `1`]"), "[3,2]");
        assert_eq!(found("reverse(s)"), r#""oll\u00e9h""#);
        assert_eq!(found("length(s)"), "5");
    }

    #[test]
    fn zero_is_true_and_no_boolean() {
        assert_eq!(
            found("[zero && `1`, !zero, zero == `false`, `1` == `1.0`]"),
            "[1,false,false,true]"
        );
    }

    #[test]
    fn syntax_errors_point_at_the_place() {
        assert_eq!(
            syntax("clientId["),
            "Invalid jmespath expression: Incomplete expression:\n\"clientId[\"\n          ^"
        );
        assert_eq!(
            syntax("clientId ^ 1"),
            "Bad jmespath expression: Unknown token ^:\nclientId ^ 1\n         ^"
        );
        assert_eq!(
            syntax("a ]"),
            "Unexpected token: ]: Parse error at column 2, token \"]\" (RBRACKET), for expression:\n\"a ]\"\n   ^"
        );
        assert_eq!(syntax(""), "Invalid JMESPath expression: cannot be empty.");
        assert_eq!(
            syntax("'a"),
            "Bad jmespath expression: Unclosed ' delimiter:\n'a\n^"
        );
    }

    #[test]
    fn faults_of_functions_show_when_they_run() {
        assert_eq!(failure("nosuch(s)"), "Unknown function: nosuch()");
        assert_eq!(
            failure("length()"),
            "Expected 1 argument for function length(), received 0"
        );
        assert_eq!(
            failure("not_null()"),
            "Expected at least 1 argument for function not_null(), received 0"
        );
        assert_eq!(
            failure("length(zero)"),
            "In function length(), invalid type for value: 0, expected one of: ['string', 'array', 'object'], received: \"number\""
        );
        assert_eq!(
            failure("join(',', b.y)"),
            "In function join(), invalid type for value: 3, expected one of: ['array-string'], received: \"int\""
        );
        assert_eq!(
            failure("zero < s"),
            "'<' not supported between instances of 'int' and 'str'"
        );
        assert_eq!(failure("b.y[::0]"), "slice step cannot be zero");
    }

    #[test]
    fn nesting_is_bounded() {
        for (open, close) in [("(", ")"), ("[", "]"), ("!", ""), ("abs(", ")")] {
            let deep = format!("{}a{}", open.repeat(20_000), close.repeat(20_000));
            assert_eq!(syntax(&deep), "maximum recursion depth exceeded");
        }
        assert_eq!(
            syntax(&"a||".repeat(5_000)).lines().next(),
            Some("Invalid jmespath expression: Incomplete expression:")
        );
        assert_eq!(
            syntax(&format!("{}a", "a||".repeat(5_000))),
            "maximum recursion depth exceeded"
        );
        assert!(Query::compile(&format!("{}a", "a.".repeat(5_000))).is_ok());
    }
}
