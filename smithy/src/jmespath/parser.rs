//! Makes a tree of an expression: each operator takes operands that bind stronger than itself.

use super::lexer::{Token, TokenKind, tokens};
use super::{Expression, Kind, SyntaxError};
use crate::limits::{JMESPATH_DEPTH, JMESPATH_PARTS};

type Result<T> = std::result::Result<T, SyntaxError>;

/// Operators that bind less end a projection.
const PROJECTION_END: u8 = 10;
/// How strong `[*]`, `[]` and the like bind.
const PROJECTION: u8 = 20;
const COMPARISON: u8 = 5;
const DOT: u8 = 40;
const NOT: u8 = 45;

/// Reads an expression.
///
/// # Errors
/// It is malformed, or larger than any that models have.
pub fn parse(text: &str) -> Result<Expression> {
    let mut parser = Parser {
        tokens: tokens(text)?,
        at: 0,
        depth: 0,
        parts: 0,
    };
    let expression = parser.expression(0)?;
    match parser.peek() {
        TokenKind::End => Ok(expression),
        _ => Err(parser.unexpected("the end, or an operator")),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    parts: usize,
}

impl Parser {
    fn peek(&self) -> &TokenKind {
        self.ahead(0)
    }

    fn ahead(&self, count: usize) -> &TokenKind {
        let token = self.tokens.get(self.at + count);
        token.map_or(&TokenKind::End, |token| &token.kind)
    }

    fn column(&self) -> usize {
        let token = self.tokens.get(self.at).or(self.tokens.last());
        token.map_or(1, |token| token.column)
    }

    fn error(&self, message: impl Into<String>) -> SyntaxError {
        SyntaxError {
            message: message.into(),
            column: self.column(),
        }
    }

    fn unexpected(&self, wanted: &str) -> SyntaxError {
        let found = match self.peek() {
            TokenKind::Name(name) => format!("`{name}`"),
            TokenKind::Literal(value) => format!("`{value}`"),
            TokenKind::Number(number) => format!("`{number}`"),
            TokenKind::Compare(comparison) => format!("`{}`", comparison.sign()),
            TokenKind::Sign(sign) => format!("`{sign}`"),
            TokenKind::End => "the end".to_owned(),
        };
        self.error(format!("expected {wanted}, found {found}"))
    }

    fn is(&self, sign: &str) -> bool {
        matches!(self.peek(), TokenKind::Sign(found) if *found == sign)
    }

    fn take(&mut self, sign: &str) -> bool {
        let is_there = self.is(sign);
        self.at += usize::from(is_there);
        is_there
    }

    fn demand(&mut self, sign: &str) -> Result<()> {
        match self.take(sign) {
            true => Ok(()),
            false => Err(self.unexpected(&format!("`{sign}`"))),
        }
    }

    fn part(&mut self, kind: Kind, column: usize) -> Result<Expression> {
        self.parts += 1;
        match self.parts > JMESPATH_PARTS {
            true => Err(self.error(format!("it has more than {JMESPATH_PARTS} parts"))),
            false => Ok(Expression { kind, column }),
        }
    }

    fn current(&mut self) -> Result<Expression> {
        let column = self.column();
        self.part(Kind::Current, column)
    }

    /// How strong the operator binds that comes next.
    fn binding(&self) -> u8 {
        match self.peek() {
            TokenKind::Compare(_) => COMPARISON,
            TokenKind::Sign(sign) => match *sign {
                "|" => 1,
                "||" => 2,
                "&&" => 3,
                "[]" => 9,
                "*" => PROJECTION,
                "[?" => 21,
                "." => DOT,
                "!" => NOT,
                "{" => 50,
                "[" => 55,
                "(" => 60,
                _ => 0,
            },
            _ => 0,
        }
    }

    fn expression(&mut self, binding: u8) -> Result<Expression> {
        self.depth += 1;
        if self.depth > JMESPATH_DEPTH {
            return Err(self.error(format!("it nests more than {JMESPATH_DEPTH} levels deep")));
        }
        let mut left = self.start()?;
        while binding < self.binding() {
            left = self.follow(left)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    /// What an expression starts with.
    fn start(&mut self) -> Result<Expression> {
        let column = self.column();
        let token = self.peek().clone();
        let kind = match token {
            TokenKind::Name(name) => {
                self.at += 1;
                match self.take("(") {
                    true => Kind::Call(name, self.list(")")?),
                    false => Kind::Field(name),
                }
            }
            TokenKind::Literal(value) => {
                self.at += 1;
                Kind::Literal(value)
            }
            TokenKind::Sign("@") => {
                self.at += 1;
                Kind::Current
            }
            TokenKind::Sign("&") => {
                self.at += 1;
                Kind::Reference(Box::new(self.expression(0)?))
            }
            TokenKind::Sign("!") => {
                self.at += 1;
                Kind::Not(Box::new(self.expression(NOT)?))
            }
            TokenKind::Sign("(") => {
                self.at += 1;
                let inside = self.expression(0)?;
                self.demand(")")?;
                return Ok(inside);
            }
            TokenKind::Sign("{") => {
                self.at += 1;
                self.object()?
            }
            TokenKind::Sign("[") => {
                self.at += 1;
                return self.bracket(column);
            }
            TokenKind::Sign("*") => {
                let left = self.current()?;
                self.at += 1;
                return self.values(left, column);
            }
            TokenKind::Sign("[]") => {
                let left = self.current()?;
                self.at += 1;
                return self.flatten(left, column);
            }
            TokenKind::Sign("[?") => {
                let left = self.current()?;
                self.at += 1;
                return self.filter(left, column);
            }
            _ => return Err(self.unexpected("an expression")),
        };
        self.part(kind, column)
    }

    /// An operator, and what is on its right.
    fn follow(&mut self, left: Expression) -> Result<Expression> {
        let column = self.column();
        let token = self.peek().clone();
        self.at += 1;
        let kind = match token {
            TokenKind::Compare(comparison) => {
                let column = self.column();
                let right = self.expression(COMPARISON)?;
                let kind = Kind::Compare(comparison, Box::new(left), Box::new(right));
                return self.part(kind, column);
            }
            TokenKind::Sign(".") if self.take("*") => return self.values(left, column),
            TokenKind::Sign(".") => {
                let right = self.after_dot(DOT)?;
                Kind::Then(Box::new(left), Box::new(right))
            }
            TokenKind::Sign("|") => {
                let right = self.expression(1)?;
                Kind::Then(Box::new(left), Box::new(right))
            }
            TokenKind::Sign("||") => {
                let right = self.expression(2)?;
                Kind::Or(Box::new(left), Box::new(right))
            }
            TokenKind::Sign("&&") => {
                let right = self.expression(3)?;
                Kind::And(Box::new(left), Box::new(right))
            }
            TokenKind::Sign("[]") => return self.flatten(left, column),
            TokenKind::Sign("[?") => return self.filter(left, column),
            TokenKind::Sign("[") if self.is("*") => return self.elements(left),
            TokenKind::Sign("[") => {
                let right = self.index()?;
                Kind::Then(Box::new(left), Box::new(right))
            }
            _ => {
                self.at -= 1;
                return Err(self.unexpected("an operator"));
            }
        };
        self.part(kind, column)
    }

    /// What stands after an opening bracket at the start of an expression.
    fn bracket(&mut self, column: usize) -> Result<Expression> {
        match self.peek() {
            TokenKind::Number(_) | TokenKind::Sign(":") => self.index(),
            TokenKind::Sign("*") if matches!(self.ahead(1), TokenKind::Sign("]")) => {
                let left = self.current()?;
                self.elements(left)
            }
            _ => {
                let list = self.list("]")?;
                self.part(Kind::List(list), column)
            }
        }
    }

    /// `0]` and `0:1:2]`; the latter starts a projection.
    fn index(&mut self) -> Result<Expression> {
        let column = self.column();
        let mut colons = 0;
        let mut numbers = [None; 3];
        loop {
            match (self.peek(), numbers.get_mut(colons)) {
                (TokenKind::Number(found), Some(place)) if place.is_none() => {
                    *place = Some(*found);
                }
                (TokenKind::Sign(":"), _) if colons < 2 => colons += 1,
                (TokenKind::Sign("]"), _) => break,
                _ => return Err(self.unexpected("a number, `:` or `]`")),
            }
            self.at += 1;
        }
        self.at += 1;
        match numbers {
            [Some(number), ..] if colons == 0 => self.part(Kind::Index(number), column),
            _ => {
                let slice = self.part(Kind::Slice(numbers), column)?;
                let right = self.projected(PROJECTION)?;
                self.part(Kind::Elements(Box::new(slice), Box::new(right)), column)
            }
        }
    }

    /// `*]`.
    fn elements(&mut self, left: Expression) -> Result<Expression> {
        let column = self.column();
        self.demand("*")?;
        self.demand("]")?;
        let right = self.projected(PROJECTION)?;
        self.part(Kind::Elements(Box::new(left), Box::new(right)), column)
    }

    fn values(&mut self, left: Expression, column: usize) -> Result<Expression> {
        let right = self.projected(PROJECTION)?;
        self.part(Kind::Values(Box::new(left), Box::new(right)), column)
    }

    fn flatten(&mut self, left: Expression, column: usize) -> Result<Expression> {
        let at = left.column;
        let flat = self.part(Kind::Flatten(Box::new(left)), at)?;
        let right = self.projected(PROJECTION)?;
        self.part(Kind::Elements(Box::new(flat), Box::new(right)), column)
    }

    fn filter(&mut self, left: Expression, column: usize) -> Result<Expression> {
        let condition = self.expression(0)?;
        self.demand("]")?;
        // `a[?b][]` makes a flat list of what is found.
        let right = match self.is("[]") {
            true => self.current()?,
            false => self.projected(21)?,
        };
        let kind = Kind::Filter(Box::new(left), Box::new(condition), Box::new(right));
        self.part(kind, column)
    }

    /// What applies to each of several values.
    fn projected(&mut self, binding: u8) -> Result<Expression> {
        match self.peek() {
            TokenKind::Sign(".") => {
                self.at += 1;
                self.after_dot(binding)
            }
            TokenKind::Sign("[" | "[?") => self.expression(binding),
            _ if self.binding() < PROJECTION_END => self.current(),
            _ => Err(self.unexpected("`.`, `[` or an operator")),
        }
    }

    fn after_dot(&mut self, binding: u8) -> Result<Expression> {
        match self.peek() {
            TokenKind::Sign("[") => {
                let column = self.column();
                self.at += 1;
                let list = self.list("]")?;
                self.part(Kind::List(list), column)
            }
            TokenKind::Name(_) | TokenKind::Sign("{" | "*") => self.expression(binding),
            _ => Err(self.unexpected("a name, `*`, `[` or `{`")),
        }
    }

    /// Expressions with commas between them, up to a sign.
    fn list(&mut self, end: &str) -> Result<Vec<Expression>> {
        let mut list = Vec::new();
        while !self.take(end) {
            list.push(self.expression(0)?);
            if self.take(",") && self.is(end) {
                return Err(self.unexpected("an expression"));
            }
        }
        Ok(list)
    }

    fn object(&mut self) -> Result<Kind> {
        let mut entries = Vec::new();
        loop {
            let TokenKind::Name(name) = self.peek().clone() else {
                return Err(self.unexpected("a name"));
            };
            self.at += 1;
            self.demand(":")?;
            entries.push((name, self.expression(0)?));
            if !self.take(",") {
                self.demand("}")?;
                return Ok(Kind::Object(entries));
            }
        }
    }
}
