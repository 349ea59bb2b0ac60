//! Lays out what is known of a shape for a terminal.

use std::io;

use smithgen_help::{Block, Span, Style, parse_markup, terminal_blocks};

use super::rust::{Command, CommandOption, Rust};
use super::{Applied, At, Description, MemberFacts, Use};
use crate::command::terminal::is_coloured;

/// Columns where the terminal does not say how many it has.
const WIDTH: usize = 80;

/// Longer lines are hard to read.
const WIDEST: usize = 100;

/// How long the value of a trait may be to be shown.
const VALUE: usize = 60;

/// The text, marked where standard output is a terminal.
pub(super) fn text(description: &Description) -> String {
    let columns = std::env::var("COLUMNS").ok();
    let columns = columns.and_then(|it| it.parse().ok()).unwrap_or(WIDTH);
    let style = Style {
        width: columns.min(WIDEST),
        marks: is_coloured(&io::stdout()),
    };
    terminal_blocks(&blocks(description), style)
}

fn blocks(description: &Description) -> Vec<Block> {
    let Description {
        id,
        kind,
        place,
        documentation,
        traits,
        http,
        parts,
        members,
        used_by,
        rust,
        notes,
    } = description;
    let mut head = vec![plain(format!("{kind} ")), code(id)];
    if let Some(place) = place {
        head.push(plain(format!(" at {}", at(place))));
    }
    let mut blocks = vec![Block::Paragraph(head)];
    blocks.extend(parse_markup(documentation));
    if let Some(http) = http {
        blocks.push(line("HTTP", http));
    }
    for part in parts {
        blocks.push(title(part.name));
        blocks.push(Block::Code(part.shapes.join("\n")));
    }
    if !traits.is_empty() {
        blocks.push(line("traits", &listed(traits)));
    }
    if !members.is_empty() {
        blocks.push(title("Members"));
        blocks.extend(members.iter().map(|it| member(it, rust)));
    }
    blocks.extend(rust.iter().flat_map(generated));
    if !used_by.is_empty() {
        blocks.push(title("Used by"));
        let lines: Vec<String> = used_by.iter().map(used).collect();
        blocks.push(Block::Code(lines.join("\n")));
    }
    blocks.extend(notes.iter().map(|note| Block::Paragraph(spans(note))));
    blocks
}

fn plain(text: impl Into<String>) -> Span {
    Span::Plain(text.into())
}

fn code(text: impl Into<String>) -> Span {
    Span::Code(text.into())
}

fn title(text: &str) -> Block {
    Block::Heading(vec![code(text)])
}

/// A word and what belongs to it.
fn line(word: &str, text: &str) -> Block {
    Block::Paragraph(vec![code(word), plain(format!(": {text}"))])
}

/// Text with what stands in backticks as code.
fn spans(text: &str) -> Vec<Span> {
    let parts = text.split('`').enumerate();
    let span = |(number, part): (usize, &str)| match number % 2 {
        0 => plain(part),
        _ => code(part),
    };
    parts.map(span).collect()
}

fn at(place: &At) -> String {
    format!("{}:{}:{}", place.file, place.line, place.column)
}

fn listed(traits: &[Applied]) -> String {
    let shown = traits.iter().map(|applied| {
        let id = &applied.id;
        let id = id.strip_prefix("smithy.api#").unwrap_or(id);
        let value = applied.value.to_string();
        match value.as_str() {
            "{}" | "null" => format!("@{id}"),
            value if value.len() > VALUE => format!("@{id}(…)"),
            value => format!("@{id}({value})"),
        }
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// A member: what it is, what it must be, what it becomes, and what is said of it.
fn member(facts: &MemberFacts, rust: &[Rust]) -> Block {
    let mut what = Vec::new();
    if let (Some(target), Some(kind)) = (&facts.target, facts.kind) {
        let is_simple = target.strip_prefix("smithy.api#").is_some();
        what.push(match is_simple {
            true => kind.to_owned(),
            false => format!("{kind} {target}"),
        });
    }
    if let Some(value) = &facts.value {
        what.push(value.to_string());
    }
    if facts.required {
        what.push("required".to_owned());
    }
    if let Some(default) = &facts.default {
        what.push(format!("default {default}"));
    }
    let mut more = facts.constraints.clone();
    more.extend(facts.binding.clone());
    if !facts.traits.is_empty() {
        more.push(listed(&facts.traits));
    }
    let mut body = Vec::new();
    if !more.is_empty() {
        body.push(Block::Paragraph(spans(&more.join("; "))));
    }
    for rust in rust {
        let value = facts.value.as_ref().map(|it| match it.as_str() {
            Some(text) => text.to_owned(),
            None => it.to_string(),
        });
        let name = value.as_ref().unwrap_or(&facts.name);
        let found = rust.members.iter().find(|it| it.member == *name);
        if let Some(found) = found {
            let ty = found.ty.as_ref().map(|ty| format!(": {ty}"));
            let text = format!("{}{}", found.name, ty.unwrap_or_default());
            body.push(Block::Paragraph(vec![plain("in Rust "), code(text)]));
        }
    }
    body.extend(parse_markup(&facts.documentation));
    let mut term = vec![code(&facts.name)];
    if !what.is_empty() {
        term.push(plain(format!(" ({})", what.join(", "))));
    }
    Block::Definition(term, body)
}

/// What the generator makes of the shape.
fn generated(rust: &Rust) -> Vec<Block> {
    let mut lines = Vec::new();
    let module = rust.module();
    match rust.deprecated.as_deref() {
        None => {}
        Some("") => lines.push("#[deprecated]".to_owned()),
        Some(note) => lines.push(format!("#[deprecated = {note:?}]")),
    }
    if let Some(ty) = &rust.ty {
        lines.push(format!("{module}::{ty}"));
    }
    if let Some(operation) = &rust.operation {
        lines.push(format!("client.{}()", operation.method));
        lines.push(format!("input  {module}::{}", operation.input));
        lines.push(format!("output {module}::{}", operation.output));
        lines.push(format!("error  {module}::{}", operation.error));
    }
    if rust.ty.is_none() && rust.operation.is_none() {
        let carried = rust.members.iter().map(|it| {
            let ty = it.ty.as_deref().unwrap_or_default();
            format!("{} is {}: {ty}", it.member, it.name)
        });
        lines.extend(carried);
    }
    let mut blocks = Vec::new();
    if !lines.is_empty() {
        let text = format!("Rust, in {}", rust.service());
        blocks.extend([title(&text), Block::Code(lines.join("\n"))]);
    }
    if let Some(server) = &rust.server {
        let text = format!("Server, in {}", rust.service());
        let lines = server.lines(module);
        blocks.extend([title(&text), Block::Code(lines.join("\n"))]);
    }
    blocks.extend(rust.command.iter().flat_map(command));
    blocks
}

fn command(command: &Command) -> Vec<Block> {
    let head = vec![title("Command"), Block::Code(command.line.clone())];
    head.into_iter()
        .chain(command.options.iter().map(option))
        .collect()
}

fn option(option: &CommandOption) -> Block {
    let required = if option.required { ", required" } else { "" };
    let term = vec![
        code(&option.name),
        plain(match &option.member {
            Some(member) => format!(" ({}{required}): {member}", option.kind),
            None => format!(" ({}{required})", option.kind),
        }),
    ];
    let shorthand = option.shorthand.iter().cloned().map(Block::Code);
    Block::Definition(term, shorthand.collect())
}

fn used(it: &Use) -> String {
    let place = it.place.as_ref().map(|place| format!("  {}", at(place)));
    let role = match it.role {
        "target" => String::new(),
        role => format!(" ({role})"),
    };
    format!("{}{role}{}", it.id, place.unwrap_or_default())
}
