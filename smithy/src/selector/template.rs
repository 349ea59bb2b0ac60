//! Messages with parts that are taken from what a selector matches.

use super::Match;
use super::attribute::{Path, Segment, Value};
use super::error::SelectorError;
use super::parse::Parser;

/// A message in which `@{…}` stands for an attribute of what is matched, and `@@` for `@`.
#[derive(Debug, Clone)]
pub struct Template {
    parts: Vec<Part>,
    variables: Vec<String>,
}

#[derive(Debug, Clone)]
enum Part {
    Text(String),
    Attribute(Path),
}

impl Template {
    /// Reads a message.
    ///
    /// # Errors
    /// An `@` is not doubled, and starts no attribute.
    pub fn parse(text: &str) -> Result<Self, SelectorError> {
        let mut parser = Parser::new(text);
        let mut parts = Vec::new();
        let mut plain = String::new();
        while let Some(next) = parser.peek() {
            let rest = text.get(parser.at..).unwrap_or_default();
            if rest.starts_with("@@") {
                parser.skip();
            } else if next == '@' {
                parts.push(Part::Text(std::mem::take(&mut plain)));
                parts.push(Part::Attribute(parser.shape_part()?));
                continue;
            }
            parser.skip();
            plain.push(next);
        }
        parts.push(Part::Text(plain));
        Ok(Self {
            parts,
            variables: parser.variables(),
        })
    }

    /// The message for a match.
    pub fn fill(&self, found: &Match<'_, '_>) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Attribute(path) => {
                let path = self.bound(path, found.names);
                let value = found.scope.follow(Value::Point(found.point), &path);
                found.scope.message(&value)
            }
        };
        self.parts.iter().map(part).collect()
    }

    /// A path with the numbers that the selector has for its variables.
    fn bound(&self, path: &Path, names: &[String]) -> Path {
        let segment = |segment: &Segment| match segment {
            Segment::Variable(number) => {
                let name = self.variables.get(*number);
                let number = names.iter().position(|known| Some(known) == name);
                number.map_or(Segment::Unknown, Segment::Variable)
            }
            other => other.clone(),
        };
        Path(path.0.iter().map(segment).collect())
    }
}
