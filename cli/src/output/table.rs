//! `--output table`: splits a value into sections, headers and rows. [`section`] computes widths, [`draw`] draws
//! the lines.

mod draw;
mod section;

use super::{Colour, Error, Options, RESET};
use crate::value::{Map, Value};
use section::Section;

/// Formats the whole output; falsy values give an empty string.
pub(super) fn format(options: Options<'_>, value: &Value) -> Result<String, Error> {
    let mut out = if value.is_truthy() {
        drawn(options, value)?
    } else {
        String::new()
    };
    if options.colour == Colour::Terminal {
        out.push_str(RESET);
    }
    Ok(out)
}

fn drawn(options: Options<'_>, value: &Value) -> Result<String, Error> {
    let mut sections = Sections {
        first: Section::new(Some(options.title), 0),
        more: Vec::new(),
    };
    fill(&mut sections, Some(options.title), value, 0)?;
    let Sections { first, more } = sections;
    Ok(draw::tables(first, more, options))
}

/// The sections so far; never empty.
struct Sections {
    first: Section,
    more: Vec<Section>,
}

impl Sections {
    fn start(&mut self, title: Option<&str>, indent: usize) {
        self.more.push(Section::new(title, indent));
    }

    /// The section that receives rows.
    fn current(&mut self) -> &mut Section {
        self.more.last_mut().unwrap_or(&mut self.first)
    }
}

/// Appends the sections of a value. Without a title, its rows go to the current section.
fn build(
    sections: &mut Sections,
    title: Option<&str>,
    value: &Value,
    indent: usize,
) -> Result<(), Error> {
    if !value.is_truthy() {
        return Ok(());
    }
    if title.is_some() {
        sections.start(title, indent);
    }
    fill(sections, title, value, indent)
}

/// Adds a non-empty value to the current section.
fn fill(
    sections: &mut Sections,
    title: Option<&str>,
    value: &Value,
    indent: usize,
) -> Result<(), Error> {
    match value {
        Value::Map(map) => mapping(sections, map, indent),
        Value::List(items) if matches!(items.first(), Some(Value::Map(_))) => {
            mappings(sections, items, title, indent)
        }
        Value::List(items) => items.iter().try_for_each(|item| row(sections, item)),
        _ => Ok(()),
    }
}

/// Adds an element of a list whose first element is not a mapping.
fn row(sections: &mut Sections, item: &Value) -> Result<(), Error> {
    match item {
        Value::List(cells) if cells.iter().all(Value::is_scalar) => sections
            .current()
            .add_row(cells.iter().map(ToString::to_string).collect()),
        Value::List(_) => build(sections, None, item, 0),
        // The reference iterates over the keys, which are all scalars.
        Value::Map(map) => sections
            .current()
            .add_row(map.keys().map(ToString::to_string).collect()),
        scalar => sections.current().add_row(vec![scalar.to_string()]),
    }
}

/// Adds a mapping: a row under a header, or a key-value pair if there is only one scalar, followed by nested
/// members.
fn mapping(sections: &mut Sections, map: &Map, indent: usize) -> Result<(), Error> {
    let (scalars, nested) = grouped_keys(std::iter::once(map));
    let cell = |key: &String| map.get(key).map(ToString::to_string).unwrap_or_default();
    match scalars.as_slice() {
        [] => {}
        [only] => sections.current().add_row(vec![only.clone(), cell(only)])?,
        keys => {
            let row = keys.iter().map(cell).collect();
            let section = sections.current();
            section.add_header(keys.to_vec())?;
            section.add_row(row)?;
        }
    }
    for key in nested {
        if let Some(value) = map.get(&key) {
            build(sections, Some(&key), value, indent + 1)?;
        }
    }
    Ok(())
}

/// Adds a list of mappings, one row each. If any has nested members, each mapping gets its own section.
fn mappings(
    sections: &mut Sections,
    items: &[Value],
    title: Option<&str>,
    indent: usize,
) -> Result<(), Error> {
    let maps = items
        .iter()
        .map(expect_map)
        .collect::<Result<Vec<_>, _>>()?;
    let (header, nested) = grouped_keys(maps.iter().copied());
    sections.current().add_header(header.clone())?;
    for (i, map) in maps.into_iter().enumerate() {
        if i > 0 && !nested.is_empty() {
            sections.start(title, indent);
            sections.current().add_header(header.clone())?;
        }
        let cells = header
            .iter()
            .map(|key| map.get(key).map(ToString::to_string).unwrap_or_default());
        sections.current().add_row(cells.collect())?;
        for key in &nested {
            if let Some(value) = map.get(key) {
                build(sections, Some(key), value, indent + 1)?;
            }
        }
    }
    Ok(())
}

/// Python's error when something other than a mapping is used as one.
fn expect_map(item: &Value) -> Result<&Map, Error> {
    let message = match item {
        Value::Map(map) => return Ok(map),
        Value::Str(text) if text.is_empty() => "'str' object has no attribute 'get'".to_owned(),
        Value::List(items) if items.is_empty() => "'list' object has no attribute 'get'".to_owned(),
        Value::Str(_) | Value::Wide(_) => "string indices must be integers, not 'str'".to_owned(),
        Value::List(items) => {
            let class = items.first().map_or("str", Value::class);
            format!("list indices must be integers or slices, not {class}")
        }
        other => format!("'{}' object is not iterable", other.class()),
    };
    Err(Error::Shape(message))
}

/// The keys that have scalar values, and those that have other values in any of the mappings, both sorted.
fn grouped_keys<'a>(maps: impl Iterator<Item = &'a Map>) -> (Vec<String>, Vec<String>) {
    let (mut scalars, mut nested) = (Vec::new(), Vec::new());
    for (key, value) in maps.flat_map(Map::iter) {
        let keys = if value.is_scalar() {
            &mut scalars
        } else {
            &mut nested
        };
        keys.push(key.text().into_owned());
    }
    for keys in [&mut scalars, &mut nested] {
        keys.sort_unstable();
        keys.dedup();
    }
    (scalars, nested)
}
