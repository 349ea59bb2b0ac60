//! Evaluates an expression.

use std::borrow::Cow;
use std::fmt;

use super::functions;
use super::{Comparison, Expression, Literal};
use crate::limits::JMESPATH_STEPS;
use crate::value::{Document, Number};

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SearchError {
    /// A function does not take a value of this type.
    Type {
        /// The function, as it is written.
        function: &'static str,
        /// The type that it was given.
        found: &'static str,
    },
    /// A function is called with another number of arguments than it takes.
    Arguments(&'static str),
    /// A slice has a step of zero.
    Step,
    /// The evaluation takes more steps than any useful one does.
    TooLong,
}

impl fmt::Display for SearchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SearchError::Type { function, found } => {
                write!(f, "{function}() does not take this {found}")
            }
            SearchError::Arguments(function) => {
                write!(f, "{function}() takes another number of arguments")
            }
            SearchError::Step => f.write_str("a slice cannot have a step of 0"),
            SearchError::TooLong => write!(f, "more than {JMESPATH_STEPS} steps"),
        }
    }
}

impl std::error::Error for SearchError {}

pub(super) type Result<T> = std::result::Result<T, SearchError>;

/// What an expression finds; null where there is nothing.
///
/// # Errors
/// A function is applied to what it does not take, or there is too much to do.
pub fn search(expression: &Expression, value: &Document) -> Result<Document> {
    let mut search = Search {
        steps: JMESPATH_STEPS,
    };
    search.find(expression, value).map(Cow::into_owned)
}

pub(super) struct Search {
    /// How many steps may still be made.
    steps: u32,
}

impl Search {
    /// Counts a step.
    pub(super) fn step(&mut self) -> Result<()> {
        self.steps = self.steps.checked_sub(1).ok_or(SearchError::TooLong)?;
        Ok(())
    }

    pub(super) fn find<'v>(
        &mut self,
        expression: &Expression,
        value: &'v Document,
    ) -> Result<Cow<'v, Document>> {
        self.step()?;
        Ok(match expression {
            Expression::Current | Expression::Reference(_) => Cow::Borrowed(value),
            Expression::Field(name) => borrowed(value.get(name)),
            Expression::Index(index) => borrowed(items(value).and_then(|it| at(it, *index))),
            Expression::Slice(start, stop, step) => match items(value) {
                Some(items) => Cow::Owned(slice(items, *start, *stop, step.unwrap_or(1))?),
                None => null(),
            },
            Expression::Literal(literal) => Cow::Owned(given(literal)),
            Expression::Then(first, second) => match self.find(first, value)? {
                Cow::Borrowed(found) => self.find(second, found)?,
                Cow::Owned(found) => Cow::Owned(self.find(second, &found)?.into_owned()),
            },
            Expression::Flatten(inner) => self.flat(inner, value)?,
            Expression::Elements(list, each) => match &*self.find(list, value)? {
                Document::Array(items) => self.each(items.iter(), None, each)?,
                _ => null(),
            },
            Expression::Values(object, each) => match &*self.find(object, value)? {
                Document::Object(members) => {
                    self.each(members.iter().map(|(_, value)| value), None, each)?
                }
                _ => null(),
            },
            Expression::Filter(list, condition, each) => match &*self.find(list, value)? {
                Document::Array(items) => self.each(items.iter(), Some(condition), each)?,
                _ => null(),
            },
            Expression::List(_) | Expression::Object(_) if value.is_null() => null(),
            Expression::List(parts) => {
                let items = parts
                    .iter()
                    .map(|it| Ok(self.find(it, value)?.into_owned()));
                Cow::Owned(Document::Array(items.collect::<Result<_>>()?))
            }
            Expression::Object(parts) => {
                let members = parts.iter().map(|(name, it)| {
                    let found = self.find(it, value)?.into_owned();
                    Ok(((*name).to_owned(), found))
                });
                Cow::Owned(Document::Object(members.collect::<Result<_>>()?))
            }
            Expression::Or(first, second) => {
                let found = self.find(first, value)?;
                match holds(&found) {
                    true => found,
                    false => self.find(second, value)?,
                }
            }
            Expression::And(first, second) => {
                let found = self.find(first, value)?;
                match holds(&found) {
                    true => self.find(second, value)?,
                    false => found,
                }
            }
            Expression::Not(inner) => {
                let found = self.find(inner, value)?;
                Cow::Owned(Document::Bool(!holds(&found)))
            }
            Expression::Compare(comparison, first, second) => {
                let (first, second) = (self.find(first, value)?, self.find(second, value)?);
                Cow::Owned(compare(*comparison, &first, &second))
            }
            Expression::Call(function, arguments) => {
                Cow::Owned(functions::call(self, *function, arguments, value)?)
            }
        })
    }

    fn flat<'v>(&mut self, inner: &Expression, value: &'v Document) -> Result<Cow<'v, Document>> {
        let found = self.find(inner, value)?;
        let Document::Array(items) = &*found else {
            return Ok(null());
        };
        let mut flat = Vec::new();
        for item in items {
            self.step()?;
            match item {
                Document::Array(inner) => flat.extend(inner.iter().cloned()),
                other => flat.push(other.clone()),
            }
        }
        Ok(Cow::Owned(Document::Array(flat)))
    }

    /// What an expression finds in each value for which the condition holds.
    fn each<'v, 'a>(
        &mut self,
        values: impl Iterator<Item = &'a Document>,
        condition: Option<&Expression>,
        each: &Expression,
    ) -> Result<Cow<'v, Document>> {
        let mut all = Vec::new();
        for value in values {
            if let Some(condition) = condition
                && !holds(&*self.find(condition, value)?)
            {
                continue;
            }
            let found = self.find(each, value)?;
            if !found.is_null() {
                all.push(found.into_owned());
            }
        }
        Ok(Cow::Owned(Document::Array(all)))
    }
}

fn null<'v>() -> Cow<'v, Document> {
    Cow::Owned(Document::Null)
}

fn borrowed(found: Option<&Document>) -> Cow<'_, Document> {
    found.map_or_else(null, Cow::Borrowed)
}

fn items(value: &Document) -> Option<&[Document]> {
    match value {
        Document::Array(items) => Some(items),
        _ => None,
    }
}

fn at(items: &[Document], index: i64) -> Option<&Document> {
    let count = i64::try_from(items.len()).ok()?;
    let index = if index < 0 { count + index } else { index };
    items.get(usize::try_from(index).ok()?)
}

/// Like Python's slices, which the specification follows.
fn slice(items: &[Document], start: Option<i64>, stop: Option<i64>, step: i64) -> Result<Document> {
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let (low, high) = match step {
        0 => return Err(SearchError::Step),
        1.. => (0, count),
        _ => (-1, count - 1),
    };
    let bound = |given: Option<i64>, otherwise: i64| match given {
        None => otherwise,
        Some(at) if at < 0 => at.saturating_add(count).clamp(low, high),
        Some(at) => at.clamp(low, high),
    };
    let (start, stop) = match step {
        1.. => (bound(start, 0), bound(stop, count)),
        _ => (bound(start, count - 1), bound(stop, -1)),
    };
    let mut found = Vec::new();
    let mut index = start;
    while (step > 0 && index < stop) || (step < 0 && index > stop) {
        let item = usize::try_from(index).ok().and_then(|it| items.get(it));
        found.extend(item.cloned());
        index = index.saturating_add(step);
    }
    Ok(Document::Array(found))
}

fn given(literal: &Literal) -> Document {
    match literal {
        Literal::Null => Document::Null,
        Literal::Bool(value) => Document::Bool(*value),
        Literal::Number(value) => number(*value),
        Literal::Text(text) => (*text).into(),
        Literal::Array(items) => Document::Array(items.iter().map(given).collect()),
        Literal::Object(members) => {
            let members = members.iter();
            Document::Object(
                members
                    .map(|(name, value)| ((*name).to_owned(), given(value)))
                    .collect(),
            )
        }
    }
}

/// A number; whole ones as integers, as JSON writes them.
pub(super) fn number(value: f64) -> Document {
    // Up to here every whole number has a double of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value.fract() == 0.0 && value.abs() < EXACT {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "it is whole and small enough"
        )]
        true => (value as i64).into(),
        false => value.into(),
    }
}

/// A number as a double.
pub(super) fn double(value: &Document) -> Option<f64> {
    match value {
        Document::Number(number) => Some(match number {
            #[allow(clippy::cast_precision_loss, reason = "JMESPath's numbers are JSON's")]
            Number::Int(value) => *value as f64,
            #[allow(clippy::cast_precision_loss, reason = "JMESPath's numbers are JSON's")]
            Number::Uint(value) => *value as f64,
            Number::Float(value) => *value,
            Number::Big(value) => value.as_str().parse().ok()?,
        }),
        _ => None,
    }
}

/// Whether a value counts as true.
pub(super) fn holds(value: &Document) -> bool {
    match value {
        Document::Null => false,
        Document::Bool(value) => *value,
        Document::Number(_) => true,
        Document::String(text) => !text.is_empty(),
        Document::Array(items) => !items.is_empty(),
        Document::Object(members) => !members.is_empty(),
    }
}

/// Whether two values are the same, however their numbers are kept and their members ordered.
pub(super) fn same(first: &Document, second: &Document) -> bool {
    match (first, second) {
        (Document::Number(_), Document::Number(_)) => double(first) == double(second),
        (Document::Array(first), Document::Array(second)) => {
            first.len() == second.len()
                && first
                    .iter()
                    .zip(second)
                    .all(|(one, other)| same(one, other))
        }
        (Document::Object(one), Document::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, value)| second.get(name).is_some_and(|second| same(value, second)))
        }
        _ => first == second,
    }
}

fn compare(comparison: Comparison, first: &Document, second: &Document) -> Document {
    let ordered = |is: fn(&f64, &f64) -> bool| match (double(first), double(second)) {
        (Some(first), Some(second)) => Document::Bool(is(&first, &second)),
        // Only numbers have an order.
        _ => Document::Null,
    };
    match comparison {
        Comparison::Equal => Document::Bool(same(first, second)),
        Comparison::NotEqual => Document::Bool(!same(first, second)),
        Comparison::Less => ordered(f64::lt),
        Comparison::LessOrEqual => ordered(f64::le),
        Comparison::Greater => ordered(f64::gt),
        Comparison::GreaterOrEqual => ordered(f64::ge),
    }
}
