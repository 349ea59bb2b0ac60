//! Shorthand: `Key=value,List=a,b,Nested={x=1,y=[2,3]}`.
//!
//! The grammar is independent of the model; [`super::typed`] converts the result to the schema's types.

use super::paramfile::{self, Unloadable};
use crate::value::{Map, Value};

/// Why text is not shorthand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Error {
    /// What was expected and what was found, with the position marked.
    Syntax(String),
    /// A file named with `@=` cannot be read.
    File(String),
}

/// Parses one argument.
pub(crate) fn parse(text: &str) -> Result<Map, Error> {
    Parser {
        input: text.chars().collect(),
        at: 0,
        files: false,
    }
    .parameter()
}

struct Parser {
    input: Vec<char>,
    at: usize,
    /// Whether the values being parsed may refer to files (`@=`).
    files: bool,
}

impl Parser {
    /// Parses comma-separated pairs.
    fn parameter(&mut self) -> Result<Map, Error> {
        let mut map = Map::new();
        let (key, value) = self.pair()?;
        map.insert(key, value);
        let mut last = self.at;
        while self.current().is_some() {
            self.expect(',', true)?;
            let (key, value) = self.pair()?;
            if map.contains_key(&key) {
                let place = self.place(last + 1);
                return Err(Error::Syntax(format!(
                    "Second instance of key \"{key}\" encountered for input:\n{place}\nThis is often because there \
                     is a preceding \",\" instead of a space."
                )));
            }
            map.insert(key, value);
            last = self.at;
        }
        Ok(map)
    }

    fn pair(&mut self) -> Result<(String, Value), Error> {
        let key = self.key()?;
        let value = match self.current() {
            None => Value::from(""),
            Some('[') => self.list()?,
            Some('{') => self.hash()?,
            Some(_) => self.values()?,
        };
        Ok((key, value))
    }

    /// Parses a key and its `=` or `@=`.
    fn key(&mut self) -> Result<String, Error> {
        let start = self.at;
        while self
            .current()
            .is_some_and(|c| c.is_ascii_alphanumeric() || "-_.#/:".contains(c))
        {
            self.at += 1;
        }
        let key = self.slice(start, self.at);
        self.files = self.expect('@', true).is_ok();
        self.expect('=', true)?;
        Ok(key)
    }

    /// Parses `a`, or `a,b,c` up to the comma before the next key.
    fn values(&mut self) -> Result<Value, Error> {
        let first = self.first_value()?;
        self.skip_blanks();
        if self.current() != Some(',') {
            return Ok(first);
        }
        self.expect(',', true)?;
        let mut list = vec![first];
        loop {
            match self.next_of_list() {
                Ok((value, end)) => {
                    list.push(value);
                    if end {
                        break;
                    }
                }
                Err(error @ Error::File(_)) => return Err(error),
                Err(error) if self.current().is_none() => return Err(error),
                Err(_) => {
                    // The last value is really the next key.
                    while self.current() != Some(',') && self.at > 0 {
                        self.at -= 1;
                    }
                    break;
                }
            }
        }
        if list.len() == 1 {
            return Ok(list.pop().unwrap_or_default());
        }
        Ok(Value::List(list))
    }

    fn next_of_list(&mut self) -> Result<(Value, bool), Error> {
        let value = match self.current() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote)?,
            _ => match self.run(false) {
                Some(text) => self.resolve(text)?,
                None => return Err(self.syntax("<second>", "<none>")),
            },
        };
        self.skip_blanks();
        if self.current().is_none() {
            return Ok((value, true));
        }
        self.expect(',', true)?;
        Ok((value, false))
    }

    /// Parses `[a,b]`.
    fn list(&mut self) -> Result<Value, Error> {
        self.expect('[', true)?;
        let mut values = Vec::new();
        while self.current() != Some(']') {
            values.push(self.explicit()?);
            self.skip_blanks();
            if self.current() != Some(']') {
                self.expect(',', false)?;
                self.skip_blanks();
            }
        }
        self.expect(']', false)?;
        Ok(Value::List(values))
    }

    /// Parses `{a=b,c=d}`.
    fn hash(&mut self) -> Result<Value, Error> {
        self.expect('{', true)?;
        let mut map = Map::new();
        while self.current() != Some('}') {
            let key = self.key()?;
            let value = self.explicit()?;
            self.skip_blanks();
            if self.current() != Some('}') {
                self.expect(',', false)?;
                self.skip_blanks();
            }
            map.insert(key, value);
        }
        self.expect('}', false)?;
        Ok(Value::Map(map))
    }

    fn explicit(&mut self) -> Result<Value, Error> {
        match self.current() {
            Some('[') => self.list(),
            Some('{') => self.hash(),
            _ => self.first_value(),
        }
    }

    /// Parses a value that may contain `=`; empty if there is none.
    fn first_value(&mut self) -> Result<Value, Error> {
        match self.current() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote),
            _ => match self.run(true) {
                Some(text) => self.resolve(text),
                None => Ok(Value::from("")),
            },
        }
    }

    /// The longest run of plain characters and `\,`, with trailing blanks removed.
    fn run(&mut self, first: bool) -> Option<String> {
        let start = self.at;
        let mut text = String::new();
        while let Some(c) = self.current() {
            if c == '\\' && self.input.get(self.at + 1) == Some(&',') {
                text.push(',');
                self.at += 2;
                continue;
            }
            let plain = if self.at == start {
                starts_word(c)
            } else {
                follows(c, first)
            };
            if !plain {
                break;
            }
            text.push(c);
            self.at += 1;
        }
        (self.at > start).then(|| text.trim_end().to_owned())
    }

    /// Parses quoted text, in which a backslash escapes the quote and itself.
    fn quoted(&mut self, quote: char) -> Result<Value, Error> {
        let start = self.at;
        let mut at = start + 1;
        let end = loop {
            match self.input.get(at) {
                Some('\\') if self.input.get(at + 1) == Some(&quote) => at += 2,
                Some(&c) if c == quote => break at,
                Some(_) => at += 1,
                // The last escaped quote may be meant as the end.
                None => match self.last_quote(start, quote) {
                    Some(at) => break at,
                    None => {
                        let name = if quote == '"' {
                            "<double quoted>"
                        } else {
                            "<singled quoted>"
                        };
                        return Err(self.syntax(name, "<none>"));
                    }
                },
            }
        };
        let text = self.slice(start + 1, end);
        self.at = end + 1;
        let text = text
            .replace(&format!("\\{quote}"), &quote.to_string())
            .replace("\\\\", "\\");
        self.resolve(text)
    }

    fn last_quote(&self, start: usize, quote: char) -> Option<usize> {
        let after = self.input.get(start + 1..)?;
        after
            .iter()
            .rposition(|&c| c == quote)
            .map(|at| start + 1 + at)
    }

    fn resolve(&self, text: String) -> Result<Value, Error> {
        match paramfile::load(&text).filter(|_| self.files) {
            Some(loaded) => loaded.map_err(|error| match error {
                Unloadable::Parameter(message) | Unloadable::Failure(message) => {
                    Error::File(message)
                }
            }),
            None => Ok(Value::from(text)),
        }
    }

    fn expect(&mut self, c: char, blanks: bool) -> Result<(), Error> {
        if blanks {
            self.skip_blanks();
        }
        match self.current() {
            Some(found) if found == c => self.at += 1,
            Some(found) => return Err(self.syntax(&c.to_string(), &found.to_string())),
            None => return Err(self.syntax(&c.to_string(), "EOF")),
        }
        if blanks {
            self.skip_blanks();
        }
        Ok(())
    }

    fn skip_blanks(&mut self) {
        while self
            .current()
            .is_some_and(|c| matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c'))
        {
            self.at += 1;
        }
    }

    fn current(&self) -> Option<char> {
        self.input.get(self.at).copied()
    }

    fn slice(&self, from: usize, to: usize) -> String {
        self.input
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .collect()
    }

    fn syntax(&self, expected: &str, received: &str) -> Error {
        let place = self.place(self.at);
        Error::Syntax(format!(
            "Expected: '{expected}', received: '{received}' for input:\n{place}"
        ))
    }

    /// The input with a marker under the character at `at`.
    fn place(&self, at: usize) -> String {
        let before = self.input.get(..at).unwrap_or(&self.input);
        let column = before
            .iter()
            .rposition(|&c| c == '\n')
            .map_or(at, |line| at - line - 1);
        let after = self.input.get(at..).unwrap_or_default();
        let line_end = after
            .iter()
            .position(|&c| c == '\n')
            .map_or(self.input.len(), |end| at + end);
        let mark = " ".repeat(column);
        format!(
            "{}\n{mark}^{}",
            self.slice(0, line_end),
            self.slice(line_end, self.input.len())
        )
    }
}

/// Whether a character may start a plain value: not a blank, quote, `,`, `=` or opening bracket.
fn starts_word(c: char) -> bool {
    c > ' ' && c <= '\u{ffff}' && !matches!(c, '"' | '\'' | ',' | '=' | '[' | '{')
}

/// Whether a character may continue a plain value. A key's first value may contain `=` but no closing bracket;
/// later values the reverse.
fn follows(c: char, first: bool) -> bool {
    let refused = if first {
        matches!(c, ']' | '}')
    } else {
        c == '='
    };
    let blank = c.is_whitespace() || ('\x1c'..='\x1f').contains(&c);
    (c > ' ' || blank) && c <= '\u{ffff}' && !refused && !matches!(c, '"' | '\'' | ',')
}

#[cfg(test)]
#[path = "shorthand_tests.rs"]
mod tests;
