//! JMESPath: its expressions, and what can be told of them without data.
//!
//! Source: the specification of JMESPath, and that of Smithy where it says what of it models may use.

mod check;
mod compare;
mod functions;
mod lexer;
mod parser;
mod sample;

pub(crate) use self::check::{Lint, Problem, lint};
pub use self::parser::parse;
pub(crate) use self::sample::{Sample, Type};

use crate::model::Node;

/// Why a text is no expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong, in lower case and without full stop.
    pub message: String,
    /// Where: the number of the character, from 1.
    pub column: usize,
}

/// A part of an expression, with its place in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// What it is.
    pub kind: Kind,
    /// The number of the character where it starts, from 1.
    pub column: usize,
}

/// What a part of an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `@`.
    Current,
    /// `name`.
    Field(String),
    /// `[0]`.
    Index(i64),
    /// `[0:1:2]`: start, stop and step, without the projection that it starts.
    Slice([Option<i64>; 3]),
    /// A value, between backticks or apostrophes.
    Literal(Node),
    /// `a.b` and `a | b`: what is on the right applies to what is on the left.
    Then(Box<Expression>, Box<Expression>),
    /// `a[]`, without the projection that it starts.
    Flatten(Box<Expression>),
    /// `a[*]`: what is on the right applies to each element.
    Elements(Box<Expression>, Box<Expression>),
    /// `a.*`: what is on the right applies to each value of an object.
    Values(Box<Expression>, Box<Expression>),
    /// `a[?b]`: what is last applies to each element for which the condition holds.
    Filter(Box<Expression>, Box<Expression>, Box<Expression>),
    /// `[a, b]`.
    List(Vec<Expression>),
    /// `{a: b}`.
    Object(Vec<(String, Expression)>),
    /// `a || b`.
    Or(Box<Expression>, Box<Expression>),
    /// `a && b`.
    And(Box<Expression>, Box<Expression>),
    /// `!a`.
    Not(Box<Expression>),
    /// `a == b`.
    Compare(Comparison, Box<Expression>, Box<Expression>),
    /// `f(a)`.
    Call(String, Vec<Expression>),
    /// `&a`.
    Reference(Box<Expression>),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `==`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
}

impl Comparison {
    /// As it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}
