//! Reads attributes in selectors: paths, comparators and values.

use super::attribute::{Comparator, Path, Segment, Test};
use super::parse::{Parser, Result};
use super::tree::{Comparison, Expression, Operand};
use crate::nearest::nearest;

/// What a path has led to, as far as that can be told without a model.
#[derive(Clone, Copy)]
enum Reached {
    Shape,
    Id,
    Service,
    Traits,
    Variables,
    /// Part of the value of a trait, or anything else.
    Value,
}

impl Parser<'_> {
    /// An attribute, after its opening bracket.
    pub(super) fn attribute(&mut self) -> Result<Expression> {
        self.spaces();
        if self.take('@') {
            return self.scoped();
        }
        let path = self.path(Reached::Shape)?;
        self.spaces();
        if self.take(']') {
            return Ok(Expression::Attribute(path, None));
        }
        let start = self.at;
        let comparator = self.comparator()?;
        if is_of_sets(comparator) {
            let message = "only what is in `[@…]` can be compared as sets";
            return Err(self.error_at(start, message));
        }
        let mut values = vec![self.value()?];
        self.spaces();
        while self.take(',') {
            values.push(self.value()?);
            self.spaces();
        }
        let ignores_case = self.ignores_case();
        self.demand(']')?;
        let test = Test {
            comparator,
            values,
            ignores_case,
        };
        Ok(Expression::Attribute(path, Some(test)))
    }

    /// A scoped attribute, after its `[@`.
    fn scoped(&mut self) -> Result<Expression> {
        self.spaces();
        let path = match self.peek() {
            Some(':') => Path(Vec::new()),
            _ => self.path(Reached::Shape)?,
        };
        let reached = reached(&path);
        self.spaces();
        self.demand(':')?;
        let mut assertions = vec![self.assertion(reached)?];
        self.spaces();
        while self.take('&') {
            self.demand('&')?;
            assertions.push(self.assertion(reached)?);
            self.spaces();
        }
        self.demand(']')?;
        Ok(Expression::Scoped(path, assertions))
    }

    fn assertion(&mut self, from: Reached) -> Result<(Operand, Comparison)> {
        let left = self.operand(from)?;
        let comparator = self.comparator()?;
        let mut right = vec![self.operand(from)?];
        while self.take(',') {
            right.push(self.operand(from)?);
        }
        let ignores_case = self.ignores_case();
        Ok((left, (comparator, right, ignores_case)))
    }

    fn operand(&mut self, from: Reached) -> Result<Operand> {
        self.spaces();
        let operand = match self.peek() {
            Some('@') => Operand::Part(self.part(from)?),
            _ => Operand::Text(self.value()?),
        };
        self.spaces();
        Ok(operand)
    }

    /// `@{…}`, as it stands in messages too.
    pub(super) fn shape_part(&mut self) -> Result<Path> {
        self.part(Reached::Shape)
    }

    fn part(&mut self, from: Reached) -> Result<Path> {
        self.demand('@')?;
        self.demand('{')?;
        let path = self.path(from)?;
        self.spaces();
        self.demand('}')?;
        Ok(path)
    }

    /// Segments with bars between them.
    fn path(&mut self, from: Reached) -> Result<Path> {
        let mut segments = Vec::new();
        let mut reached = from;
        loop {
            let (segment, next) = self.segment(reached)?;
            segments.push(segment);
            reached = next;
            self.spaces();
            if !self.take('|') {
                return Ok(Path(segments));
            }
        }
    }

    fn segment(&mut self, reached: Reached) -> Result<(Segment, Reached)> {
        self.spaces();
        let start = self.at;
        if self.take('(') {
            let name = self.identifier("`keys`, `values`, `length` or `first`")?;
            self.demand(')')?;
            return Ok(match (name, reached) {
                ("keys", Reached::Traits) => (Segment::Keys, Reached::Id),
                ("keys", _) => (Segment::Keys, Reached::Value),
                ("values", _) => (Segment::Values, Reached::Value),
                ("length", _) => (Segment::Length, Reached::Value),
                ("first", same) => (Segment::First, same),
                _ => (Segment::Unknown, Reached::Value),
            });
        }
        let name = self.value()?;
        let (known, next): (&[&str], _) = match (reached, name.as_str()) {
            (Reached::Traits, _) => {
                let id = match name.contains('#') {
                    true => name,
                    false => format!("smithy.api#{name}"),
                };
                return Ok((Segment::Trait(id), Reached::Value));
            }
            (Reached::Variables, name) => return Ok((self.variable_segment(name), Reached::Shape)),
            (Reached::Value, _) => return Ok((Segment::Name(name), Reached::Value)),
            (Reached::Shape, "id") => return Ok((Segment::Name(name), Reached::Id)),
            (Reached::Shape, "trait") => return Ok((Segment::Name(name), Reached::Traits)),
            (Reached::Shape, "service") => return Ok((Segment::Name(name), Reached::Service)),
            (Reached::Shape, "var") => return Ok((Segment::Name(name), Reached::Variables)),
            (Reached::Shape, _) => (&["id", "trait", "service", "var"], "a shape"),
            (Reached::Id, "name" | "namespace" | "member") => {
                return Ok((Segment::Name(name), Reached::Value));
            }
            (Reached::Id, _) => (&["namespace", "name", "member"], "an id"),
            (Reached::Service, "id") => return Ok((Segment::Name(name), Reached::Id)),
            (Reached::Service, "version") => return Ok((Segment::Name(name), Reached::Value)),
            (Reached::Service, _) => (&["version", "id"], "a service"),
        };
        let error = self.error_at(start, format!("{next} has no attribute `{name}`"));
        Err(error.help(match nearest(&name, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("it has {}", known.join(", ")),
        }))
    }

    fn comparator(&mut self) -> Result<Comparator> {
        const ALL: [(&str, Comparator); 14] = [
            ("{<<}", Comparator::ProperSubset),
            ("{<}", Comparator::Subset),
            ("{=}", Comparator::SameSet),
            ("{!=}", Comparator::OtherSet),
            ("!=", Comparator::NotEqual),
            ("^=", Comparator::StartsWith),
            ("$=", Comparator::EndsWith),
            ("*=", Comparator::Contains),
            ("?=", Comparator::Exists),
            (">=", Comparator::GreaterOrEqual),
            ("<=", Comparator::LessOrEqual),
            (">", Comparator::Greater),
            ("<", Comparator::Less),
            ("=", Comparator::Equal),
        ];
        self.spaces();
        let rest = self.text.get(self.at..).unwrap_or_default();
        match ALL.iter().find(|(text, _)| rest.starts_with(text)) {
            Some((text, comparator)) => {
                self.at += text.len();
                Ok(*comparator)
            }
            None => {
                let error = self.error(format!("expected a comparator, found {}", self.found()));
                Err(error.help(
                    "the comparators are =, !=, ^=, $=, *=, ?=, >, >=, <, <=, {=}, {!=}, {<}, {<<}",
                ))
            }
        }
    }

    fn ignores_case(&mut self) -> bool {
        self.spaces();
        let ignores_case = self.take('i');
        self.spaces();
        ignores_case
    }

    /// A text in quotes, a number, or an id without quotes.
    fn value(&mut self) -> Result<String> {
        self.spaces();
        let start = self.at;
        match self.peek() {
            Some(quote @ ('\'' | '"')) => {
                self.skip();
                let rest = self.text.get(self.at..).unwrap_or_default();
                let Some(end) = rest.find(quote) else {
                    return Err(self.error_at(start, "the quote is not closed"));
                };
                self.at += end + 1;
                Ok(rest.get(..end).unwrap_or_default().to_owned())
            }
            Some('-' | '0'..='9') => {
                let rest = self.text.get(self.at..).unwrap_or_default();
                let is_part = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
                let number = rest.split(|c| !is_part(c)).next().unwrap_or_default();
                if serde_json::from_str::<serde_json::Number>(number).is_err() {
                    return Err(self.error(format!("`{number}` is no number")));
                }
                self.at += number.len();
                Ok(number.to_owned())
            }
            _ => {
                self.identifier("a text in quotes, a number or an id")?;
                while self.take('.') {
                    self.identifier("a part of a namespace")?;
                }
                if self.take('#') {
                    self.identifier("the name of a shape")?;
                }
                Ok(self.text.get(start..self.at).unwrap_or_default().to_owned())
            }
        }
    }
}

fn is_of_sets(comparator: Comparator) -> bool {
    matches!(
        comparator,
        Comparator::SameSet | Comparator::OtherSet | Comparator::Subset | Comparator::ProperSubset
    )
}

/// What a path leads to that starts at a shape.
fn reached(path: &Path) -> Reached {
    let mut reached = Reached::Shape;
    for segment in &path.0 {
        reached = match (reached, segment) {
            (same, Segment::First) => same,
            (Reached::Shape, Segment::Name(name)) => match name.as_str() {
                "id" => Reached::Id,
                "trait" => Reached::Traits,
                "service" => Reached::Service,
                _ => Reached::Variables,
            },
            (Reached::Service, Segment::Name(name)) if name == "id" => Reached::Id,
            (Reached::Traits, Segment::Keys) => Reached::Id,
            (Reached::Variables, Segment::Variable(_)) => Reached::Shape,
            _ => Reached::Value,
        };
    }
    reached
}
