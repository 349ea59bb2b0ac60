//! Takes an expression apart into tokens.

use super::{Comparison, SyntaxError};
use crate::limits::JMESPATH_LENGTH;
use crate::model::Node;

/// A token, and the number of the character where it starts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) column: usize,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    Name(String),
    Literal(Node),
    Number(i64),
    Compare(Comparison),
    /// Any other sign or pair of signs.
    Sign(&'static str),
    End,
}

/// Signs, the longer ones first.
const SIGNS: [&str; 19] = [
    "||", "&&", "[?", "[]", "|", "&", "!", ".", "*", "@", ":", ",", "[", "]", "{", "}", "(", ")",
    "?",
];

const COMPARISONS: [(&str, Comparison); 6] = [
    ("==", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<=", Comparison::LessOrEqual),
    (">=", Comparison::GreaterOrEqual),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
];

/// The tokens of a text, `End` as the last.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, SyntaxError> {
    if text.len() > JMESPATH_LENGTH {
        return Err(SyntaxError {
            message: format!("it has more than {JMESPATH_LENGTH} bytes"),
            column: 1,
        });
    }
    let mut lexer = Lexer { text, rest: text };
    let mut tokens = Vec::new();
    loop {
        lexer.rest = lexer.rest.trim_start_matches([' ', '\t', '\n', '\r']);
        let column = lexer.column();
        if lexer.rest.is_empty() {
            let kind = TokenKind::End;
            tokens.push(Token { kind, column });
            return Ok(tokens);
        }
        let kind = lexer.next()?;
        tokens.push(Token { kind, column });
    }
}

struct Lexer<'t> {
    text: &'t str,
    rest: &'t str,
}

impl<'t> Lexer<'t> {
    fn column(&self) -> usize {
        let done = self.text.len() - self.rest.len();
        let done = self.text.get(..done).unwrap_or_default();
        done.chars().count() + 1
    }

    fn error(&self, message: impl Into<String>) -> SyntaxError {
        SyntaxError {
            message: message.into(),
            column: self.column(),
        }
    }

    /// Takes what stands before the first character for which `is_end` holds.
    fn take(&mut self, is_end: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(is_end).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn next(&mut self) -> Result<TokenKind, SyntaxError> {
        let first = self.rest.chars().next().unwrap_or_default();
        match first {
            'a'..='z' | 'A'..='Z' | '_' => {
                let name = self.take(|c| !(c.is_ascii_alphanumeric() || c == '_'));
                Ok(TokenKind::Name(name.to_owned()))
            }
            '0'..='9' | '-' => {
                let start = self.rest;
                self.rest = self.rest.get(1..).unwrap_or_default();
                let digits = self.take(|c| !c.is_ascii_digit());
                let number = start.get(..1 + digits.len()).unwrap_or_default();
                let number = number.parse();
                number
                    .map(TokenKind::Number)
                    .map_err(|_| self.error("there is a number that is too long, or no number"))
            }
            '"' => {
                let quoted = self.quoted('"')?;
                let text = serde_json::from_str::<String>(&format!("\"{quoted}\""));
                text.map(TokenKind::Name)
                    .map_err(|error| self.error(format!("the quoted name is malformed: {error}")))
            }
            '\'' => {
                let quoted = self.quoted('\'')?;
                let text = quoted.replace("\\'", "'");
                Ok(TokenKind::Literal(Node::String(text)))
            }
            '`' => {
                let quoted = self.quoted('`')?.replace("\\`", "`");
                let value = serde_json::from_str::<Node>(&quoted);
                value
                    .map(TokenKind::Literal)
                    .map_err(|error| self.error(format!("the literal is no JSON: {error}")))
            }
            _ => self.sign(first),
        }
    }

    fn sign(&mut self, first: char) -> Result<TokenKind, SyntaxError> {
        for (sign, comparison) in COMPARISONS {
            if let Some(rest) = self.rest.strip_prefix(sign) {
                self.rest = rest;
                return Ok(TokenKind::Compare(comparison));
            }
        }
        for sign in SIGNS {
            if let Some(rest) = self.rest.strip_prefix(sign) {
                self.rest = rest;
                return Ok(TokenKind::Sign(sign));
            }
        }
        Err(self.error(format!("`{first}` has no meaning here")))
    }

    /// What stands between two marks; a backslash keeps the mark after it from being the end.
    fn quoted(&mut self, mark: char) -> Result<&'t str, SyntaxError> {
        let inside = self.rest.get(1..).unwrap_or_default();
        let mut is_escaped = false;
        for (at, found) in inside.char_indices() {
            if found == mark && !is_escaped {
                let (text, rest) = inside.split_at(at);
                self.rest = rest.get(1..).unwrap_or_default();
                return Ok(text);
            }
            is_escaped = found == '\\' && !is_escaped;
        }
        Err(self.error(format!("the `{mark}` that ends the text is missing")))
    }
}
