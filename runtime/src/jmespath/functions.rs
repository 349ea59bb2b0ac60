//! The functions.

use std::cmp::Ordering;

use super::evaluate::{Result, Search, SearchError, double, number, same};
use super::{Expression, Function};
use crate::codec::{JsonStyle, json};
use crate::value::Document;

/// The value of a call.
pub(super) fn call(
    search: &mut Search,
    function: Function,
    arguments: &[Expression],
    value: &Document,
) -> Result<Document> {
    use Function as F;
    let taken = Taken(function);
    if let F::Map | F::MaxBy | F::MinBy | F::SortBy = function {
        return by_key(search, taken, arguments, value);
    }
    let mut given = Vec::new();
    for argument in arguments {
        given.push(search.find(argument, value)?.into_owned());
    }
    match (function, given.as_mut_slice()) {
        (F::Merge, all) => merge(taken, all),
        (F::NotNull, all @ [_, ..]) => {
            let found = all.iter_mut().find(|it| !it.is_null());
            Ok(found.map(std::mem::take).unwrap_or_default())
        }
        (_, [only]) => unary(search, taken, std::mem::take(only)),
        (_, [first, second]) => binary(taken, first, second),
        _ => Err(SearchError::Arguments(taken.name())),
    }
}

fn unary(search: &mut Search, taken: Taken, value: Document) -> Result<Document> {
    use Function as F;
    Ok(match taken.0 {
        F::Abs => number(taken.number(&value)?.abs()),
        F::Ceil => number(taken.number(&value)?.ceil()),
        F::Floor => number(taken.number(&value)?.floor()),
        F::Sum => number(taken.numbers(&value)?.iter().sum()),
        F::Avg => {
            let numbers = taken.numbers(&value)?;
            #[allow(clippy::cast_precision_loss, reason = "no list is that long")]
            match numbers.len() {
                0 => Document::Null,
                count => number(numbers.iter().sum::<f64>() / count as f64),
            }
        }
        F::Keys => Document::Array(
            taken
                .members(value)?
                .into_iter()
                .map(|(name, _)| name.into())
                .collect(),
        ),
        F::Values => {
            let members = taken.members(value)?.into_iter();
            Document::Array(members.map(|(_, value)| value).collect())
        }
        F::Length => {
            let length = match &value {
                Document::String(text) => text.chars().count(),
                Document::Array(items) => items.len(),
                Document::Object(members) => members.len(),
                _ => return Err(taken.refuses(&value)),
            };
            i64::try_from(length).unwrap_or(i64::MAX).into()
        }
        F::Reverse => match value {
            Document::String(text) => text.chars().rev().collect::<String>().into(),
            other => {
                let mut items = taken.items(other)?;
                items.reverse();
                Document::Array(items)
            }
        },
        F::Sort => {
            let items = taken.items(value)?;
            let keyed = items.into_iter().map(|it| (it.clone(), it)).collect();
            Document::Array(sorted(search, taken, keyed)?)
        }
        F::Max | F::Min => {
            let items = taken.items(value)?;
            let keyed = items.into_iter().map(|it| (it.clone(), it)).collect();
            most(sorted(search, taken, keyed)?, taken.0 == F::Max)
        }
        F::ToArray => match value {
            Document::Array(_) => value,
            other => Document::Array(vec![other]),
        },
        F::ToNumber => match &value {
            Document::Number(_) => value,
            Document::String(text) => text.parse().map_or(Document::Null, number),
            _ => Document::Null,
        },
        F::ToString => match value {
            Document::String(_) => value,
            other => {
                let text = json::write_document(&other, JsonStyle::default());
                let text = text.ok().and_then(|text| String::from_utf8(text).ok());
                text.map_or(Document::Null, Document::String)
            }
        },
        F::Type => type_of(&value).into(),
        _ => return Err(SearchError::Arguments(taken.name())),
    })
}

fn binary(taken: Taken, first: &Document, second: &Document) -> Result<Document> {
    use Function as F;
    Ok(match taken.0 {
        F::Contains => Document::Bool(match (first, second) {
            (Document::String(text), Document::String(part)) => text.contains(part.as_str()),
            (Document::String(_), _) => false,
            (Document::Array(items), wanted) => items.iter().any(|it| same(it, wanted)),
            (other, _) => return Err(taken.refuses(other)),
        }),
        F::StartsWith => {
            let (text, part) = (taken.text(first)?, taken.text(second)?);
            Document::Bool(text.starts_with(part))
        }
        F::EndsWith => {
            let (text, part) = (taken.text(first)?, taken.text(second)?);
            Document::Bool(text.ends_with(part))
        }
        F::Join => {
            let Document::Array(items) = second else {
                return Err(taken.refuses(second));
            };
            let items = items.iter().map(|it| taken.text(it));
            items
                .collect::<Result<Vec<_>>>()?
                .join(taken.text(first)?)
                .into()
        }
        _ => return Err(SearchError::Arguments(taken.name())),
    })
}

/// The functions that apply an expression to each element.
fn by_key(
    search: &mut Search,
    taken: Taken,
    arguments: &[Expression],
    value: &Document,
) -> Result<Document> {
    let (list, key) = match (taken.0, arguments) {
        (Function::Map, [Expression::Reference(key), list])
        | (_, [list, Expression::Reference(key)]) => (list, key),
        (_, [_, other]) => return Err(taken.refuses(&*search.find(other, value)?)),
        _ => return Err(SearchError::Arguments(taken.name())),
    };
    let items = taken.items(search.find(list, value)?.into_owned())?;
    let mut keyed = Vec::new();
    for item in items {
        let key = search.find(key, &item)?.into_owned();
        keyed.push((key, item));
    }
    if taken.0 == Function::Map {
        return Ok(Document::Array(
            keyed.into_iter().map(|(key, _)| key).collect(),
        ));
    }
    let sorted = sorted(search, taken, keyed)?;
    Ok(match taken.0 {
        Function::SortBy => Document::Array(sorted),
        other => most(sorted, other == Function::MaxBy),
    })
}

fn most(sorted: Vec<Document>, is_last: bool) -> Document {
    let mut sorted = sorted.into_iter();
    let found = if is_last {
        sorted.next_back()
    } else {
        sorted.next()
    };
    found.unwrap_or_default()
}

/// Values in the order of their keys, all of which are numbers or all texts.
fn sorted(
    search: &mut Search,
    taken: Taken,
    mut keyed: Vec<(Document, Document)>,
) -> Result<Vec<Document>> {
    let is_number = keyed
        .first()
        .is_some_and(|(key, _)| matches!(key, Document::Number(_)));
    for (key, _) in &keyed {
        search.step()?;
        match is_number {
            true => drop(taken.number(key)?),
            false => drop(taken.text(key)?),
        }
    }
    keyed.sort_by(|(one, _), (other, _)| match (one, other) {
        (Document::String(one), Document::String(other)) => one.cmp(other),
        _ => double(one)
            .zip(double(other))
            .map_or(Ordering::Equal, |(one, other)| one.total_cmp(&other)),
    });
    Ok(keyed.into_iter().map(|(_, value)| value).collect())
}

fn merge(taken: Taken, all: &mut [Document]) -> Result<Document> {
    let mut merged: Vec<(String, Document)> = Vec::new();
    for object in all {
        for (name, value) in taken.members(std::mem::take(object))? {
            match merged.iter_mut().find(|(known, _)| *known == name) {
                Some((_, old)) => *old = value,
                None => merged.push((name, value)),
            }
        }
    }
    Ok(Document::Object(merged))
}

fn type_of(value: &Document) -> &'static str {
    match value {
        Document::Null => "null",
        Document::Bool(_) => "boolean",
        Document::Number(_) => "number",
        Document::String(_) => "string",
        Document::Array(_) => "array",
        Document::Object(_) => "object",
    }
}

/// Takes arguments of a function, and refuses those of the wrong type.
#[derive(Clone, Copy)]
struct Taken(Function);

impl Taken {
    fn refuses(self, value: &Document) -> SearchError {
        SearchError::Type {
            function: self.name(),
            found: type_of(value),
        }
    }

    fn number(self, value: &Document) -> Result<f64> {
        double(value).ok_or_else(|| self.refuses(value))
    }

    fn text(self, value: &Document) -> Result<&str> {
        value.as_str().ok_or_else(|| self.refuses(value))
    }

    fn numbers(self, value: &Document) -> Result<Vec<f64>> {
        match value {
            Document::Array(items) => items.iter().map(|it| self.number(it)).collect(),
            other => Err(self.refuses(other)),
        }
    }

    fn items(self, value: Document) -> Result<Vec<Document>> {
        match value {
            Document::Array(items) => Ok(items),
            other => Err(self.refuses(&other)),
        }
    }

    fn members(self, value: Document) -> Result<Vec<(String, Document)>> {
        match value {
            Document::Object(members) => Ok(members),
            other => Err(self.refuses(&other)),
        }
    }

    fn name(self) -> &'static str {
        match self.0 {
            Function::Abs => "abs",
            Function::Avg => "avg",
            Function::Ceil => "ceil",
            Function::Contains => "contains",
            Function::EndsWith => "ends_with",
            Function::Floor => "floor",
            Function::Join => "join",
            Function::Keys => "keys",
            Function::Length => "length",
            Function::Map => "map",
            Function::Max => "max",
            Function::MaxBy => "max_by",
            Function::Merge => "merge",
            Function::Min => "min",
            Function::MinBy => "min_by",
            Function::NotNull => "not_null",
            Function::Reverse => "reverse",
            Function::Sort => "sort",
            Function::SortBy => "sort_by",
            Function::StartsWith => "starts_with",
            Function::Sum => "sum",
            Function::ToArray => "to_array",
            Function::ToNumber => "to_number",
            Function::ToString => "to_string",
            Function::Type => "type",
            Function::Values => "values",
        }
    }
}
