//! What a selector says, as a tree.

use super::attribute::{Path, Test};
use super::relation::Relations;
use super::types::Types;

/// Expressions one after another, each of which goes on from what the one before it found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chain(pub(super) Vec<Expression>);

/// One expression of a selector.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    /// `structure`: what is of a type.
    Types(Types),
    /// `[trait|tags]`: what has an attribute, or one with certain values.
    Attribute(Path, Option<Test>),
    /// `[@trait|range: @{min} = @{max}]`: what has an attribute whose parts compare in certain ways.
    Scoped(Path, Vec<(Operand, Comparison)>),
    /// `>`, `-[input]->`: what is related to it.
    Ahead(Relations),
    /// `<`, `<-[input]-`: what it is related to.
    Back(Relations),
    /// `~>`: what is reached from it, itself left out.
    Reached,
    /// `:test(…)`: what at least one of these finds anything from.
    Test(Vec<Chain>),
    /// `:not(…)`: what this finds nothing from.
    Not(Chain),
    /// `:is(…)`: what any of these finds.
    Is(Vec<Chain>),
    /// `:in(…)`: what this finds among other things.
    In(Chain),
    /// `:of(…)`: members of what at least one of these finds anything from.
    Of(Vec<Chain>),
    /// `:root(…)`: what a selector finds in the whole model, by its number.
    Root(usize),
    /// `:topdown(…)`: services, resources and operations that match, or are below one that does.
    TopDown(Chain, Option<Chain>),
    /// `:recursive(…)`: what this finds, and what it finds from there on.
    Recursive(Chain),
    /// `$name(…)`: keeps what this finds, by the number of its variable.
    Store(usize, Chain),
    /// `${name}`: what was kept.
    Stored(usize),
    /// A function that nobody knows.
    Nothing,
}

/// How an operand of a scoped attribute compares with others, one of which is enough.
pub(super) type Comparison = (super::attribute::Comparator, Vec<Operand>, bool);

/// What is compared in a scoped attribute.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    /// `@{min}`: a part of the attribute.
    Part(Path),
    /// A text as it is.
    Text(String),
}

impl Chain {
    /// Whether it keeps anything, or asks for what was kept.
    pub(super) fn has_variables(&self) -> bool {
        self.0.iter().any(|expression| match expression {
            Expression::Store(..) | Expression::Stored(_) => true,
            Expression::Attribute(path, _) => path.is_of_variable(),
            Expression::Scoped(path, assertions) => {
                let is_variable = |operand: &Operand| {
                    matches!(operand, Operand::Part(part) if path.0.is_empty() && part.is_of_variable())
                };
                path.is_of_variable()
                    || assertions.iter().any(|(left, (_, right, _))| {
                        is_variable(left) || right.iter().any(is_variable)
                    })
            }
            Expression::Test(chains) | Expression::Is(chains) | Expression::Of(chains) => {
                chains.iter().any(Self::has_variables)
            }
            Expression::Not(chain) | Expression::In(chain) | Expression::Recursive(chain) => {
                chain.has_variables()
            }
            Expression::TopDown(first, second) => {
                first.has_variables() || second.as_ref().is_some_and(Self::has_variables)
            }
            _ => false,
        })
    }
}
