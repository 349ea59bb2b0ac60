//! The syntax tree of an expression.

use crate::value::Value;

/// A node of the tree.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// `@`, or an omitted operand.
    Current,
    /// A member of a mapping by its name.
    Field(String),
    Literal(Value),
    /// An element of a list, counted from its end if negative.
    Index(i64),
    /// A range of a list.
    Slice([Option<i64>; 3]),
    /// Each node is applied to the previous result: `a.b`, `a[0]`, `a | b`.
    Chain(Vec<Node>),
    /// `right` applied to each element of the list that `left` gives.
    Projection(Box<Node>, Box<Node>),
    /// `right` applied to each value of the mapping that `left` gives.
    ValueProjection(Box<Node>, Box<Node>),
    /// `right` applied to each element that satisfies `condition`.
    FilterProjection {
        left: Box<Node>,
        right: Box<Node>,
        condition: Box<Node>,
    },
    /// The elements of a list, with nested lists expanded by one level.
    Flatten(Box<Node>),
    Compare(Comparison, Box<Node>, Box<Node>),
    /// `||`
    Or(Box<Node>, Box<Node>),
    /// `&&`
    And(Box<Node>, Box<Node>),
    /// `!`
    Not(Box<Node>),
    /// `[a, b]`
    List(Vec<Node>),
    /// `{a: b}`
    Hash(Vec<(String, Node)>),
    Call(String, Vec<Node>),
    /// `&a`, an expression passed as an argument.
    Expression(Box<Node>),
}

impl Node {
    /// Whether the tree's height is at most `height`.
    pub(super) fn is_within(&self, height: usize) -> bool {
        let mut open = vec![(self, height)];
        while let Some((node, height)) = open.pop() {
            let Some(below) = height.checked_sub(1) else {
                return false;
            };
            node.for_each_child(|child| open.push((child, below)));
        }
        true
    }

    fn for_each_child<'a>(&'a self, mut visit: impl FnMut(&'a Node)) {
        match self {
            Node::Current | Node::Field(_) | Node::Literal(_) | Node::Index(_) | Node::Slice(_) => {
            }
            Node::Flatten(inner) | Node::Not(inner) | Node::Expression(inner) => visit(inner),
            Node::Projection(left, right)
            | Node::ValueProjection(left, right)
            | Node::Compare(_, left, right)
            | Node::Or(left, right)
            | Node::And(left, right) => [left, right].into_iter().for_each(|node| visit(node)),
            Node::FilterProjection {
                left,
                right,
                condition,
            } => {
                [left, right, condition]
                    .into_iter()
                    .for_each(|node| visit(node));
            }
            Node::Chain(nodes) | Node::List(nodes) | Node::Call(_, nodes) => {
                nodes.iter().for_each(visit)
            }
            Node::Hash(members) => members.iter().for_each(|(_, node)| visit(node)),
        }
    }
}

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
