//! JMESPath: expressions that a generator has parsed, and what they find in a value.
//!
//! Source: the specification of JMESPath, and Smithy 2.0, "waiters", on how shapes are seen.

mod evaluate;
mod functions;
mod seen;

pub use self::evaluate::{SearchError, search};
pub use self::seen::{of_pair, of_structure};

/// An expression, or a part of one.
#[derive(Debug)]
pub enum Expression {
    /// `@`.
    Current,
    /// `name`.
    Field(&'static str),
    /// `[0]`; negative numbers count from the end.
    Index(i64),
    /// `[0:1:2]`: start, stop and step, without the projection that it starts.
    Slice(Option<i64>, Option<i64>, Option<i64>),
    /// A value.
    Literal(Literal),
    /// `a.b` and `a | b`: the second applies to what the first finds.
    Then(&'static Expression, &'static Expression),
    /// `a[]`, without the projection that it starts.
    Flatten(&'static Expression),
    /// `a[*]`: the second applies to each element.
    Elements(&'static Expression, &'static Expression),
    /// `a.*`: the second applies to each value of an object.
    Values(&'static Expression, &'static Expression),
    /// `a[?b]`: the last applies to each element for which the second holds.
    Filter(
        &'static Expression,
        &'static Expression,
        &'static Expression,
    ),
    /// `[a, b]`.
    List(&'static [Expression]),
    /// `{a: b}`.
    Object(&'static [(&'static str, Expression)]),
    /// `a || b`.
    Or(&'static Expression, &'static Expression),
    /// `a && b`.
    And(&'static Expression, &'static Expression),
    /// `!a`.
    Not(&'static Expression),
    /// `a == b`.
    Compare(Comparison, &'static Expression, &'static Expression),
    /// `f(a)`.
    Call(Function, &'static [Expression]),
    /// `&a`, an argument of a function.
    Reference(&'static Expression),
}

/// A value in an expression.
#[derive(Debug)]
#[allow(missing_docs, reason = "these are JSON's own names")]
pub enum Literal {
    Null,
    Bool(bool),
    Number(f64),
    Text(&'static str),
    Array(&'static [Literal]),
    Object(&'static [(&'static str, Literal)]),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is what it says")]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// The functions of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each has the specification's name")]
pub enum Function {
    Abs,
    Avg,
    Ceil,
    Contains,
    EndsWith,
    Floor,
    Join,
    Keys,
    Length,
    Map,
    Max,
    MaxBy,
    Merge,
    Min,
    MinBy,
    NotNull,
    Reverse,
    Sort,
    SortBy,
    StartsWith,
    Sum,
    ToArray,
    ToNumber,
    ToString,
    Type,
    Values,
}
