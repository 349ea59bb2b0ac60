//! Splits an expression into tokens.

use super::error::Fault;
use crate::json;
use crate::value::Value;

/// A token and the index of its first character.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Identifier(String),
    Quoted(String),
    Number(i64),
    Literal(Value),
    Dot,
    Star,
    Flatten,
    Filter,
    LeftBracket,
    RightBracket,
    Comma,
    Colon,
    Current,
    LeftParen,
    RightParen,
    LeftBrace,
    RightBrace,
    Or,
    Pipe,
    And,
    Expref,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    Unequal,
    Not,
    End,
}

impl Kind {
    /// The name used in messages.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Kind::Identifier(_) => "unquoted_identifier",
            Kind::Quoted(_) => "quoted_identifier",
            Kind::Number(_) => "number",
            Kind::Literal(_) => "literal",
            Kind::Dot => "dot",
            Kind::Star => "star",
            Kind::Flatten => "flatten",
            Kind::Filter => "filter",
            Kind::LeftBracket => "lbracket",
            Kind::RightBracket => "rbracket",
            Kind::Comma => "comma",
            Kind::Colon => "colon",
            Kind::Current => "current",
            Kind::LeftParen => "lparen",
            Kind::RightParen => "rparen",
            Kind::LeftBrace => "lbrace",
            Kind::RightBrace => "rbrace",
            Kind::Or => "or",
            Kind::Pipe => "pipe",
            Kind::And => "and",
            Kind::Expref => "expref",
            Kind::Less => "lt",
            Kind::LessOrEqual => "lte",
            Kind::Greater => "gt",
            Kind::GreaterOrEqual => "gte",
            Kind::Equal => "eq",
            Kind::Unequal => "ne",
            Kind::Not => "not",
            Kind::End => "eof",
        }
    }

    /// The token as quoted in messages.
    pub(super) fn shown(&self) -> String {
        let fixed = match self {
            Kind::Identifier(text) | Kind::Quoted(text) => text,
            Kind::Number(number) => return number.to_string(),
            Kind::Literal(value) => return value.to_string(),
            Kind::Dot => ".",
            Kind::Star => "*",
            Kind::Flatten => "[]",
            Kind::Filter => "[?",
            Kind::LeftBracket => "[",
            Kind::RightBracket => "]",
            Kind::Comma => ",",
            Kind::Colon => ":",
            Kind::Current => "@",
            Kind::LeftParen => "(",
            Kind::RightParen => ")",
            Kind::LeftBrace => "{",
            Kind::RightBrace => "}",
            Kind::Or => "||",
            Kind::Pipe => "|",
            Kind::And => "&&",
            Kind::Expref => "&",
            Kind::Less => "<",
            Kind::LessOrEqual => "<=",
            Kind::Greater => ">",
            Kind::GreaterOrEqual => ">=",
            Kind::Equal => "==",
            Kind::Unequal => "!=",
            Kind::Not => "!",
            Kind::End => "",
        };
        fixed.to_owned()
    }
}

/// Returns all tokens, ending with [`Kind::End`].
pub(super) fn tokenize(expression: &str) -> Result<Vec<Token>, Fault> {
    if expression.is_empty() {
        return Err(Fault::Empty);
    }
    let mut lexer = Lexer {
        rest: expression,
        at: 0,
    };
    let mut tokens = Vec::new();
    loop {
        lexer.take_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r'));
        let at = lexer.at;
        let Some(c) = lexer.peek() else { break };
        let kind = lexer.token(c, at)?;
        tokens.push(Token { kind, at });
    }
    tokens.push(Token {
        kind: Kind::End,
        at: expression.chars().count(),
    });
    Ok(tokens)
}

struct Lexer<'a> {
    rest: &'a str,
    /// Number of characters before `rest`.
    at: usize,
}

impl<'a> Lexer<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next()?;
        self.rest = chars.as_str();
        self.at += 1;
        Some(c)
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.next();
        }
        found
    }

    fn take_while(&mut self, accept: impl Fn(char) -> bool) -> &'a str {
        let (taken, rest) = self
            .rest
            .split_at(self.rest.find(|c| !accept(c)).unwrap_or(self.rest.len()));
        self.rest = rest;
        self.at += taken.chars().count();
        taken
    }

    fn token(&mut self, c: char, at: usize) -> Result<Kind, Fault> {
        let start = self.rest;
        match c {
            'a'..='z' | 'A'..='Z' | '_' => {
                return Ok(Kind::Identifier(
                    self.take_while(|c| c.is_ascii_alphanumeric() || c == '_')
                        .to_owned(),
                ));
            }
            '0'..='9' => return Ok(number(self.take_while(|c| c.is_ascii_digit()), false)),
            _ => {}
        }
        self.next();
        Ok(match c {
            '.' => Kind::Dot,
            '*' => Kind::Star,
            ']' => Kind::RightBracket,
            ',' => Kind::Comma,
            ':' => Kind::Colon,
            '@' => Kind::Current,
            '(' => Kind::LeftParen,
            ')' => Kind::RightParen,
            '{' => Kind::LeftBrace,
            '}' => Kind::RightBrace,
            '[' if self.take(']') => Kind::Flatten,
            '[' if self.take('?') => Kind::Filter,
            '[' => Kind::LeftBracket,
            '|' if self.take('|') => Kind::Or,
            '|' => Kind::Pipe,
            '&' if self.take('&') => Kind::And,
            '&' => Kind::Expref,
            '<' if self.take('=') => Kind::LessOrEqual,
            '<' => Kind::Less,
            '>' if self.take('=') => Kind::GreaterOrEqual,
            '>' => Kind::Greater,
            '!' if self.take('=') => Kind::Unequal,
            '!' => Kind::Not,
            '=' if self.take('=') => Kind::Equal,
            '=' => return Err(fault(at, "Unknown token '='")),
            '-' => match self.take_while(|c| c.is_ascii_digit()) {
                "" => return Err(fault(at, "Unknown token '-'")),
                digits => number(digits, true),
            },
            '\'' => Kind::Literal(Value::Str(self.delimited('\'', at)?.replace("\\'", "'"))),
            '`' => self.literal(at)?,
            '"' => self.quoted(start, at)?,
            other => return Err(fault(at, format!("Unknown token {other}"))),
        })
    }

    /// Reads up to the delimiter. Backslashes, which escape the delimiter, are kept.
    fn delimited(&mut self, delimiter: char, at: usize) -> Result<&'a str, Fault> {
        let start = self.rest;
        loop {
            let before = self.rest;
            match self.next() {
                Some(c) if c == delimiter => {
                    return Ok(start.get(..start.len() - before.len()).unwrap_or_default());
                }
                Some('\\') if self.next().is_some() => {}
                Some('\\') | None => {
                    return Err(fault(at, format!("Unclosed {delimiter} delimiter")));
                }
                Some(_) => {}
            }
        }
    }

    /// A JSON literal or, in JMESPath's older syntax, the text of a JSON string without its quotes.
    fn literal(&mut self, at: usize) -> Result<Kind, Fault> {
        let text = self.delimited('`', at)?.replace("\\`", "`");
        let value = json::parse(&text).or_else(|_| {
            json::parse(&format!(
                "\"{}\"",
                text.trim_start_matches(crate::value::is_python_space)
            ))
        });
        value
            .map(Kind::Literal)
            .map_err(|_| fault(at, format!("Bad token {text}")))
    }

    fn quoted(&mut self, start: &str, at: usize) -> Result<Kind, Fault> {
        self.delimited('"', at)?;
        let text = start
            .get(..start.len() - self.rest.len())
            .unwrap_or_default();
        match json::parse(text) {
            Ok(value) => Ok(Kind::Quoted(value.to_string())),
            Err(error) => {
                let message = error.to_string();
                Err(fault(at, message.split(':').next().unwrap_or_default()))
            }
        }
    }
}

/// Reads an index. One that does not fit is beyond any list, so its exact value does not matter.
fn number(digits: &str, negative: bool) -> Kind {
    let number: i64 = digits.parse().unwrap_or(i64::MAX);
    Kind::Number(if negative { -number } else { number })
}

fn fault(at: usize, message: impl Into<String>) -> Fault {
    Fault::Lexer {
        at,
        message: message.into(),
    }
}
