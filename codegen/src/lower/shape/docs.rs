//! What each item's documentation says: the model's words, or a sentence of ours where it has none.

use crate::ir::Docs;
use crate::lower::docs::{self, Reader};
use smithgen_model::Resolved;
use smithgen_model::model::traits::{Deprecated, ExternalDocumentation, id};
use smithgen_model::model::{Member, Shape, Traits};

/// What a service is. Its documentation is also that of a module, which says itself that it is deprecated.
pub(in crate::lower) fn service(reader: &Reader, shape: &Shape) -> Docs {
    let deprecated = shape.traits.read::<Deprecated>();
    let note = deprecated.iter().map(deprecation);
    note.chain([self::shape(reader, shape)])
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// What an operation or data shape is.
pub(in crate::lower) fn shape(reader: &Reader, shape: &Shape) -> Docs {
    shape_or(reader, shape, || format!("`{}`.", shape.id.name()))
}

/// What a data shape is, or what is said of it where the model has no words.
pub(in crate::lower) fn shape_or(
    reader: &Reader,
    shape: &Shape,
    otherwise: impl FnOnce() -> String,
) -> Docs {
    described(reader, &shape.traits, None).unwrap_or_else(otherwise)
}

/// A text of the model, where it has one.
pub(in crate::lower) fn text(reader: &Reader, text: Option<&str>) -> Docs {
    text.map(|text| reader.markdown(text)).unwrap_or_default()
}

/// A member's documentation, or that of its target.
pub(in crate::lower) fn member(reader: &Reader, resolved: &Resolved, member: &Member) -> Docs {
    let target = resolved.model.target(member).map(|target| &target.traits);
    described(reader, &member.traits, target).unwrap_or_else(|| format!("`{}`.", member.name))
}

/// The first sentence of documentation, on one line: what stands beside a link to the whole. Empty where it begins with
/// something else.
pub(in crate::lower) fn brief(docs: &Docs) -> Docs {
    let paragraph: Vec<&str> = docs
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .collect();
    let line = paragraph.join(" ");
    if line.starts_with(['-', '*', '|', '>', '#', '~'])
        || line.starts_with("1.")
        || line.starts_with("```")
    {
        return String::new();
    }
    let mut code = false;
    let mut open = 0_usize;
    for (at, c) in line.char_indices() {
        match c {
            '`' => code = !code,
            '[' | '(' if !code => open += 1,
            ']' | ')' if !code => open = open.saturating_sub(1),
            '.' | '!' | '?' if !code && open == 0 => {
                let rest = line.get(at + 1..).unwrap_or_default();
                let mut next = rest.chars();
                let goes_on =
                    next.next() != Some(' ') || !next.next().is_some_and(char::is_uppercase);
                if !goes_on {
                    return line.get(..=at).unwrap_or(&line).to_owned();
                }
            }
            _ => {}
        }
    }
    match line.strip_suffix(':') {
        Some(line) => format!("{line}."),
        None => line,
    }
}

/// What a value of an enum means.
pub(in crate::lower) fn enum_member(reader: &Reader, member: &Member) -> Docs {
    let value = match member.int_value() {
        Some(number) => number.to_string(),
        None => member
            .traits
            .text(id::ENUM_VALUE)
            .unwrap_or(&member.name)
            .to_owned(),
    };
    described(reader, &member.traits, None).unwrap_or_else(|| code(&value))
}

/// A text as code, even when there is nothing in it.
fn code(text: &str) -> String {
    match text.trim().is_empty() {
        true => "The empty text.".to_owned(),
        false => format!("{}.", docs::code(text)),
    }
}

fn described(reader: &Reader, own: &Traits, target: Option<&Traits>) -> Option<Docs> {
    let html = own.text(id::DOCUMENTATION);
    let html = html.or_else(|| target.and_then(|target| target.text(id::DOCUMENTATION)));
    let text = html.map(|html| reader.markdown(html));
    let text = text.filter(|text| !text.is_empty());
    let Some(ExternalDocumentation(links)) = own.read() else {
        return text;
    };
    let links = links
        .iter()
        .map(|(title, url)| format!("- {}", docs::link(title, url)));
    let links = links.collect::<Vec<_>>().join("\n");
    match text {
        Some(text) => Some(text + "\n\n" + &links),
        None => Some(links),
    }
}

/// What rustdoc says of items with the attribute.
fn deprecation(deprecated: &Deprecated) -> String {
    let since = deprecated.since.as_deref().map(docs::line);
    let since = since.filter(|since| !since.is_empty());
    let since = since.map_or_else(String::new, |since| format!(" since {since}"));
    let message = deprecated.message.as_deref().unwrap_or_default();
    docs::after(&format!("**Deprecated{since}.**"), message)
}
