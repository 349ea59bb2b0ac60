//! Builds the tree with a Pratt parser.

use super::ast::{Comparison, Node};
use super::error::Fault;
use super::lexer::{Kind, Token};
use crate::limits::{QUERY_DEPTH, QUERY_HEIGHT};

/// Tokens with a lower binding power end a projection.
const PROJECTION_STOP: u8 = 10;

const PIPE: u8 = 1;
const OR: u8 = 2;
const AND: u8 = 3;
const COMPARISON: u8 = 5;
const FLATTEN: u8 = 9;
const STAR: u8 = 20;
const FILTER: u8 = 21;
const DOT: u8 = 40;
const NOT: u8 = 45;

fn binding_power(kind: &Kind) -> u8 {
    match kind {
        Kind::Pipe => PIPE,
        Kind::Or => OR,
        Kind::And => AND,
        Kind::Less
        | Kind::LessOrEqual
        | Kind::Greater
        | Kind::GreaterOrEqual
        | Kind::Equal
        | Kind::Unequal => COMPARISON,
        Kind::Flatten => FLATTEN,
        Kind::Star => STAR,
        Kind::Filter => FILTER,
        Kind::Dot => DOT,
        Kind::Not => NOT,
        Kind::LeftBrace => 50,
        Kind::LeftBracket => 55,
        Kind::LeftParen => 60,
        _ => 0,
    }
}

/// Parses tokens, the last of which is [`Kind::End`].
pub(super) fn parse(tokens: Vec<Token>) -> Result<Node, Fault> {
    let mut parser = Parser {
        tokens,
        next: 0,
        depth: 0,
    };
    let node = parser.expression(0)?;
    match parser.peek() {
        Kind::End if node.is_within(QUERY_HEIGHT) => Ok(node),
        Kind::End => Err(Fault::Depth),
        kind => Err(parser.misplaced(format!("Unexpected token: {}", kind.shown()))),
    }
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> &Kind {
        self.ahead(0)
    }

    fn ahead(&self, count: usize) -> &Kind {
        self.tokens
            .get(self.next + count)
            .map_or(&Kind::End, |token| &token.kind)
    }

    /// Takes the next token, but never the end.
    fn advance(&mut self) -> Kind {
        let kind = self.peek().clone();
        self.next += 1;
        kind
    }

    fn take(&mut self, kind: &Kind) -> bool {
        let found = self.peek() == kind;
        self.next += usize::from(found);
        found
    }

    /// The error for an unexpected token.
    fn misplaced(&self, message: impl Into<String>) -> Fault {
        self.misplaced_at(self.next, message)
    }

    fn misplaced_at(&self, place: usize, message: impl Into<String>) -> Fault {
        let token = self.tokens.get(place).or(self.tokens.last());
        let (at, kind) = token.map_or((0, &Kind::End), |token| (token.at, &token.kind));
        Fault::Token {
            at,
            value: kind.shown(),
            kind: kind.name(),
            message: message.into(),
        }
    }

    fn expect(&mut self, kind: &Kind) -> Result<(), Fault> {
        if self.take(kind) {
            Ok(())
        } else {
            Err(self.expected(kind.name()))
        }
    }

    fn expected(&self, names: &str) -> Fault {
        match self.peek() {
            Kind::End => Fault::Incomplete,
            kind => self.misplaced(format!("Expecting: {names}, got: {}", kind.name())),
        }
    }

    fn expression(&mut self, power: u8) -> Result<Node, Fault> {
        if self.depth == QUERY_DEPTH {
            return Err(Fault::Depth);
        }
        self.depth += 1;
        let mut left = self.prefix()?;
        while power < binding_power(self.peek()) {
            left = self.infix(left)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    fn boxed(&mut self, power: u8) -> Result<Box<Node>, Fault> {
        self.expression(power).map(Box::new)
    }

    /// Parses the start of an expression.
    fn prefix(&mut self) -> Result<Node, Fault> {
        let place = self.next;
        match self.advance() {
            Kind::Literal(value) => Ok(Node::Literal(value)),
            Kind::Identifier(name) => Ok(Node::Field(name)),
            Kind::Quoted(name) => match self.peek() {
                Kind::LeftParen => Err(Fault::Token {
                    at: 0,
                    value: Kind::LeftParen.shown(),
                    kind: Kind::LeftParen.name(),
                    message: "Quoted identifier not allowed for function names.".to_owned(),
                }),
                _ => Ok(Node::Field(name)),
            },
            Kind::Star => {
                let right = if *self.peek() == Kind::RightBracket {
                    Box::new(Node::Current)
                } else {
                    self.projected(STAR)?
                };
                Ok(Node::ValueProjection(Box::new(Node::Current), right))
            }
            Kind::Filter => self.filter(Node::Current),
            Kind::LeftBrace => self.hash(),
            Kind::LeftParen => {
                let inner = self.expression(0)?;
                self.expect(&Kind::RightParen)?;
                Ok(inner)
            }
            Kind::Flatten => self.flatten(Node::Current),
            Kind::Not => Ok(Node::Not(self.boxed(NOT)?)),
            Kind::LeftBracket => match (self.peek(), self.ahead(1)) {
                (Kind::Number(_) | Kind::Colon, _) => self.index(Node::Current),
                (Kind::Star, Kind::RightBracket) => {
                    self.next += 2;
                    Ok(Node::Projection(
                        Box::new(Node::Current),
                        self.projected(STAR)?,
                    ))
                }
                _ => self.list(),
            },
            Kind::Current => Ok(Node::Current),
            Kind::Expref => Ok(Node::Expression(self.boxed(0)?)),
            Kind::End => Err(Fault::Incomplete),
            _ => Err(self.misplaced_at(place, "invalid token")),
        }
    }

    /// Parses what follows an expression.
    fn infix(&mut self, left: Node) -> Result<Node, Fault> {
        let place = self.next;
        let compare = |comparison| (comparison, COMPARISON);
        let (comparison, power) = match self.advance() {
            Kind::Dot if self.take(&Kind::Star) => {
                return Ok(Node::ValueProjection(Box::new(left), self.projected(DOT)?));
            }
            Kind::Dot => return Ok(chain(left, self.after_dot(DOT)?)),
            Kind::Pipe => return Ok(chain(left, self.expression(PIPE)?)),
            Kind::Or => return Ok(Node::Or(Box::new(left), self.boxed(OR)?)),
            Kind::And => return Ok(Node::And(Box::new(left), self.boxed(AND)?)),
            Kind::LeftParen => return self.call(left, place),
            Kind::Filter => return self.filter(left),
            Kind::Flatten => return self.flatten(left),
            Kind::LeftBracket => return self.bracket(left),
            Kind::Equal => compare(Comparison::Equal),
            Kind::Unequal => compare(Comparison::Unequal),
            Kind::Less => compare(Comparison::Less),
            Kind::LessOrEqual => compare(Comparison::LessOrEqual),
            Kind::Greater => compare(Comparison::Greater),
            Kind::GreaterOrEqual => compare(Comparison::GreaterOrEqual),
            _ => return Err(self.misplaced_at(place, "invalid token")),
        };
        Ok(Node::Compare(
            comparison,
            Box::new(left),
            self.boxed(power)?,
        ))
    }

    fn flatten(&mut self, left: Node) -> Result<Node, Fault> {
        Ok(Node::Projection(
            Box::new(Node::Flatten(Box::new(left))),
            self.projected(FLATTEN)?,
        ))
    }

    fn filter(&mut self, left: Node) -> Result<Node, Fault> {
        let condition = self.boxed(0)?;
        self.expect(&Kind::RightBracket)?;
        let right = if *self.peek() == Kind::Flatten {
            Box::new(Node::Current)
        } else {
            self.projected(FILTER)?
        };
        Ok(Node::FilterProjection {
            left: Box::new(left),
            right,
            condition,
        })
    }

    fn bracket(&mut self, left: Node) -> Result<Node, Fault> {
        if matches!(self.peek(), Kind::Number(_) | Kind::Colon) {
            return self.index(left);
        }
        self.expect(&Kind::Star)?;
        self.expect(&Kind::RightBracket)?;
        Ok(Node::Projection(Box::new(left), self.projected(STAR)?))
    }

    /// Parses `0]` or `0:2]`. A slice is a projection, unless it follows an index or slice, as in the reference.
    fn index(&mut self, left: Node) -> Result<Node, Fault> {
        let number = match (self.peek(), self.ahead(1)) {
            (Kind::Colon, _) | (_, Kind::Colon) => None,
            (Kind::Number(number), _) => Some(*number),
            _ => None,
        };
        let Some(number) = number else {
            let continues = matches!(&left, Node::Chain(steps) if matches!(steps.last(), Some(Node::Index(_) | Node::Slice(_))));
            let sliced = chain(left, self.slice()?);
            return if continues {
                Ok(sliced)
            } else {
                Ok(Node::Projection(Box::new(sliced), self.projected(STAR)?))
            };
        };
        self.next += 1;
        self.expect(&Kind::RightBracket)?;
        Ok(chain(left, Node::Index(number)))
    }

    fn slice(&mut self) -> Result<Node, Fault> {
        let mut parts = [None; 3];
        let mut part = 0;
        while *self.peek() != Kind::RightBracket {
            match (self.peek(), parts.get_mut(part)) {
                (Kind::Number(number), Some(slot)) => *slot = Some(*number),
                (Kind::Colon, _) if part < 2 => part += 1,
                _ => return Err(self.misplaced("syntax error")),
            }
            self.next += 1;
        }
        self.expect(&Kind::RightBracket)?;
        Ok(Node::Slice(parts))
    }

    fn call(&mut self, left: Node, place: usize) -> Result<Node, Fault> {
        let Node::Field(name) = left else {
            let before = place.saturating_sub(1);
            let shown = self
                .tokens
                .get(before)
                .map(|token| token.kind.shown())
                .unwrap_or_default();
            return Err(self.misplaced_at(before, format!("Invalid function name '{shown}'")));
        };
        let mut arguments = Vec::new();
        while *self.peek() != Kind::RightParen {
            arguments.push(self.expression(0)?);
            // As in the reference, commas are optional.
            self.take(&Kind::Comma);
        }
        self.expect(&Kind::RightParen)?;
        Ok(Node::Call(name, arguments))
    }

    fn list(&mut self) -> Result<Node, Fault> {
        let mut items = Vec::new();
        loop {
            items.push(self.expression(0)?);
            if self.take(&Kind::RightBracket) {
                return Ok(Node::List(items));
            }
            self.expect(&Kind::Comma)?;
        }
    }

    fn hash(&mut self) -> Result<Node, Fault> {
        let mut members = Vec::new();
        loop {
            let (Kind::Identifier(name) | Kind::Quoted(name)) = self.peek() else {
                return Err(self.expected("['quoted_identifier', 'unquoted_identifier']"));
            };
            let name = name.clone();
            self.next += 1;
            self.expect(&Kind::Colon)?;
            members.push((name, self.expression(0)?));
            if self.take(&Kind::RightBrace) {
                return Ok(Node::Hash(members));
            }
            // As in the reference, commas are optional.
            self.take(&Kind::Comma);
        }
    }

    /// Parses what a projection applies to each element.
    fn projected(&mut self, power: u8) -> Result<Box<Node>, Fault> {
        if binding_power(self.peek()) < PROJECTION_STOP {
            return Ok(Box::new(Node::Current));
        }
        match self.peek() {
            Kind::LeftBracket | Kind::Filter => self.boxed(power),
            Kind::Dot => {
                self.next += 1;
                self.after_dot(power).map(Box::new)
            }
            _ => Err(self.misplaced("syntax error")),
        }
    }

    fn after_dot(&mut self, power: u8) -> Result<Node, Fault> {
        match self.peek() {
            Kind::Identifier(_) | Kind::Quoted(_) | Kind::Star => self.expression(power),
            Kind::LeftBracket => {
                self.next += 1;
                self.list()
            }
            Kind::LeftBrace => {
                self.next += 1;
                self.hash()
            }
            kind => Err(self.misplaced(format!(
                "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], got: {}",
                kind.name()
            ))),
        }
    }
}

/// `left` followed by `right`.
fn chain(left: Node, right: Node) -> Node {
    match left {
        Node::Chain(mut steps) => {
            steps.push(right);
            Node::Chain(steps)
        }
        Node::Current => Node::Chain(vec![right]),
        left => Node::Chain(vec![left, right]),
    }
}
