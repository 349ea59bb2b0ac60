//! Renders a page as CommonMark.

use crate::page::{Block, Page, Span, Text};

/// Renders a page as CommonMark, with its title as a heading of this level and its sections one level below.
#[must_use]
pub fn markdown(page: &Page, level: usize) -> String {
    let hashes = "#".repeat(level.clamp(1, 5));
    let mut out = format!("{hashes} `{}`\n", page.title);
    for section in &page.sections {
        out.push_str(&format!("\n{hashes}# {}\n\n", capitalised(section.title)));
        blocks(&mut out, &section.blocks, 0);
    }
    out
}

fn capitalised(title: &str) -> String {
    let lower = title.to_lowercase();
    let mut chars = lower.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// Definitions become list items, so that they can nest to any depth.
fn blocks(out: &mut String, blocks: &[Block], indent: usize) {
    let pad = " ".repeat(indent);
    for (index, block) in blocks.iter().enumerate() {
        let in_row = matches!(
            (index.checked_sub(1).and_then(|before| blocks.get(before)), block),
            (Some(Block::Definition(_, before)), Block::Definition(..)) if before.is_empty()
        );
        if index > 0 && !in_row {
            out.push('\n');
        }
        match block {
            Block::Paragraph(text) => out.push_str(&format!("{pad}{}\n", line(text))),
            Block::Heading(text) => out.push_str(&format!("{pad}**{}**\n", line(text))),
            Block::Code(code) => {
                let fence = fence(code);
                out.push_str(&format!("{pad}{fence}text\n"));
                for code_line in code.lines() {
                    let code_line = format!("{pad}{code_line}");
                    out.push_str(code_line.trim_end());
                    out.push('\n');
                }
                out.push_str(&format!("{pad}{fence}\n"));
            }
            Block::List(first, items) => list(out, *first, items, indent),
            Block::Definition(term, body) => {
                out.push_str(&format!("{pad}- {}\n", line(term)));
                if !body.is_empty() {
                    out.push('\n');
                    self::blocks(out, body, indent + 2);
                }
            }
        }
    }
}

fn list(out: &mut String, first: Option<u32>, items: &[Vec<Block>], indent: usize) {
    for (index, item) in items.iter().enumerate() {
        let marker = match first {
            None => "- ".to_owned(),
            Some(first) => format!("{}. ", first as usize + index),
        };
        let mut inner = String::new();
        blocks(&mut inner, item, indent + marker.len());
        let pad = " ".repeat(indent);
        out.push_str(&format!("{pad}{marker}{}\n", inner.trim()));
    }
}

/// A fence longer than any in the code.
fn fence(code: &str) -> String {
    let longest = code
        .lines()
        .map(|line| line.trim_start().bytes().take_while(|b| *b == b'`').count())
        .max()
        .unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

fn line(text: &Text) -> String {
    let mut line = String::new();
    for span in text {
        match span {
            Span::Plain(text) => line.push_str(&escape(text)),
            Span::Code(text) => line.push_str(&code(text)),
            Span::Placeholder(text) => line.push_str(&format!("*{}*", escape(text))),
            Span::Link(text, url) => {
                let target = target(url);
                match *text == target {
                    true => line.push_str(&format!("<{url}>")),
                    false => line.push_str(&format!("[{}]({target})", escape(text))),
                }
            }
        }
    }
    escape_start(line)
}

/// Inline code, with a delimiter longer than any run of backquotes in the text.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest + 1);
    match longest {
        0 => format!("`{text}`"),
        _ => format!("{marks} {text} {marks}"),
    }
}

/// Escapes a URL so that it cannot end the link or start other markup.
fn target(url: &str) -> String {
    let mut target = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '(' | ')' | '<' | '>' | '\\' | '"' | '`' | '[' | ']' | '|' | ' ' => {
                target.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => target.push(c),
        }
    }
    target
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        // Directly before a link, an exclamation mark would make it an image.
        let is_last = at + c.len_utf8() == text.len();
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~' | '&'
        ) || (c == '!' && is_last)
        {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Escapes what would start a heading, a list or a quote.
fn escape_start(line: String) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after = line.get(digits..).unwrap_or_default();
    if digits > 0 && (after.starts_with(". ") || after.starts_with(") ")) {
        let (number, rest) = line.split_at(digits);
        return format!("{number}\\{rest}");
    }
    match line.chars().next() {
        Some('#' | '+' | '>' | '-' | '=') => format!("\\{line}"),
        _ => line,
    }
}
