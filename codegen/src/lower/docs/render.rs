//! Writes paragraphs, lists and the like as Markdown.

use std::borrow::Cow;

use super::escape::{FIXED_BLANK, escape, escape_plain, escape_url, escaped_start, longest_run};
use super::tree::{Block, Inline};

/// Who reads the Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flavour {
    /// Rustdoc: everything that could mean something is escaped, lines are short.
    Rustdoc,
    /// Rustdoc, within a link: no other link may be in it.
    RustdocLink,
    /// A terminal: nothing is escaped, a paragraph is a line.
    Terminal,
}

/// The longest line; with four columns of indentation and the slashes it stays within a hundred.
const WIDTH: usize = 92;
/// Stands for a line break that must stay.
const FIXED_BREAK: char = '\u{2}';

/// The Markdown of blocks.
pub(super) fn render(blocks: &[Block], flavour: Flavour) -> String {
    lines(blocks, flavour, WIDTH)
}

fn lines(blocks: &[Block], flavour: Flavour, width: usize) -> String {
    let mut out = String::new();
    for block in blocks {
        let begin = out.len();
        if begin > 0 {
            out.push_str("\n\n");
        }
        let first = out.len();
        match block {
            Block::Paragraph(inlines) => paragraphs(inlines, flavour, width, &mut out),
            Block::List(numbered, items) => list(*numbered, items, flavour, width, &mut out),
            Block::Preformatted(language, text) => {
                preformatted(language, text, flavour, &mut out);
            }
            Block::Remark(label, blocks) => remark(label, blocks, flavour, width, &mut out),
            Block::Table(rows) => table(rows, flavour, width, &mut out),
        }
        if out.len() == first {
            out.truncate(begin);
        }
    }
    out
}

/// A paragraph; two line breaks in a row make two of it.
fn paragraphs(inlines: &[Inline], flavour: Flavour, width: usize, out: &mut String) {
    let start = out.len();
    let mut parts = inlines;
    while !parts.is_empty() {
        let double = parts
            .windows(2)
            .position(|pair| pair == [Inline::Break, Inline::Break]);
        let (part, rest) = parts.split_at(double.unwrap_or(parts.len()));
        parts = rest.get(2..).unwrap_or_default();
        let begin = out.len();
        if begin > start {
            out.push_str("\n\n");
        }
        let first = out.len();
        wrapped(&inline_text(part, flavour), flavour, width, out);
        if out.len() == first {
            out.truncate(begin);
        }
    }
}

fn list(numbered: bool, items: &[Vec<Block>], flavour: Flavour, width: usize, out: &mut String) {
    let texts = items.iter().enumerate().map(|(number, item)| {
        let marker = match numbered {
            true => format!("{}. ", number + 1),
            false => "- ".to_owned(),
        };
        let width = width.saturating_sub(marker.len()).max(30);
        (marker, lines(item, flavour, width))
    });
    let start = out.len();
    for (marker, text) in texts {
        if text.is_empty() {
            continue;
        }
        for (at, line) in text.split('\n').enumerate() {
            new_line(start, out);
            match at {
                0 => out.push_str(&marker),
                _ if line.is_empty() => {}
                _ => out.extend(std::iter::repeat_n(' ', marker.len())),
            }
            out.push_str(line);
        }
    }
}

/// Begins a line, unless nothing was written since `start`.
fn new_line(start: usize, out: &mut String) {
    out.push_str(if out.len() > start { "\n" } else { "" });
}

fn preformatted(language: &str, text: &str, flavour: Flavour, out: &mut String) {
    let text = text.trim_matches('\n').trim_end();
    if text.is_empty() {
        return;
    }
    let start = out.len();
    let fence = match flavour {
        Flavour::Terminal => None,
        _ => Some("`".repeat(longest_run(text, '`').max(2) + 1)),
    };
    if let Some(fence) = &fence {
        out.extend([fence, harmless(language)]);
    }
    for line in text.lines().map(str::trim_end) {
        new_line(start, out);
        out.push_str(if fence.is_some() { "" } else { "    " });
        out.push_str(line);
    }
    if let Some(fence) = &fence {
        out.extend(["\n", fence]);
    }
}

fn remark(label: &str, blocks: &[Block], flavour: Flavour, width: usize, out: &mut String) {
    let mut blocks = blocks.to_vec();
    if !label.is_empty() {
        let label = Inline::Strong(vec![Inline::Text(format!("{label}:"))]);
        let head = [label, Inline::Text(" ".to_owned())];
        match blocks.first_mut() {
            Some(Block::Paragraph(inlines)) => {
                inlines.splice(0..0, head);
            }
            _ => blocks.insert(0, Block::Paragraph(head.to_vec())),
        }
    }
    let inside = lines(&blocks, flavour, width.saturating_sub(2).max(30));
    if flavour == Flavour::Terminal || inside.is_empty() {
        return out.push_str(&inside);
    }
    let start = out.len();
    for line in inside.split('\n') {
        new_line(start, out);
        out.extend([">", if line.trim_end().is_empty() { "" } else { " " }]);
        out.push_str(line.trim_end());
    }
}

/// A table for rustdoc; for a terminal a list of its rows.
fn table(rows: &[Vec<Vec<Inline>>], flavour: Flavour, width: usize, out: &mut String) {
    let cells = |row: &Vec<Vec<Inline>>| -> Vec<String> {
        let text = |cell: &Vec<Inline>| {
            let text = inline_text(cell, flavour);
            let text = collapsed(&text.replace(FIXED_BREAK, " ")).replace(FIXED_BLANK, " ");
            match flavour {
                Flavour::Terminal => text,
                _ => text.replace('|', "\\|"),
            }
        };
        row.iter().map(text).collect()
    };
    if flavour == Flavour::Terminal {
        let items: Vec<Vec<Block>> = rows
            .iter()
            .map(|row| vec![Block::Paragraph(vec![Inline::Text(cells(row).join(" | "))])])
            .collect();
        return list(false, &items, flavour, width, out);
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let start = out.len();
    for (number, row) in rows.iter().enumerate() {
        let mut cells = cells(row);
        if number == 0 {
            // Only the head must have all columns.
            cells.resize(columns, String::new());
        }
        new_line(start, out);
        out.extend(["| ", &cells.join(" | "), " |"]);
        if number == 0 {
            out.extend(["\n|", &" --- |".repeat(columns)]);
        }
    }
}

/// The text of inlines with its blanks as they come; `wrapped` collapses them.
fn inline_text(inlines: &[Inline], flavour: Flavour) -> String {
    let lengths = inlines.iter().map(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.len() + 2,
        _ => 0,
    });
    let mut out = String::with_capacity(lengths.sum());
    for inline in inlines {
        match inline {
            Inline::Text(text) => match flavour {
                Flavour::Rustdoc => escape(text, &mut out),
                Flavour::RustdocLink => escape_plain(text, &mut out),
                Flavour::Terminal => out.push_str(text),
            },
            Inline::Code(text) => code(text, flavour, &mut out),
            Inline::Strong(inside) => around("**", inside, flavour, &mut out),
            Inline::Emphasis(inside) => around("*", inside, flavour, &mut out),
            Inline::Link(url, inside) => link(url, inside, flavour, &mut out),
            Inline::Break => out.push(FIXED_BREAK),
        }
    }
    out
}

/// Text between marks; its outer blanks go outside, where the marks would not count.
fn around(mark: &str, inside: &[Inline], flavour: Flavour, out: &mut String) {
    let text = inline_text(inside, flavour).replace(FIXED_BREAK, " ");
    let trimmed = text.trim();
    if trimmed.is_empty() {
        out.push(' ');
        return;
    }
    if text.starts_with(char::is_whitespace) {
        out.push(' ');
    }
    match flavour {
        Flavour::Terminal => out.push_str(trimmed),
        _ => out.extend([mark, trimmed, mark]),
    }
    if text.ends_with(char::is_whitespace) {
        out.push(' ');
    }
}

fn code(text: &str, flavour: Flavour, out: &mut String) {
    let inside = collapsed(text);
    if inside.is_empty() {
        out.push(' ');
        return;
    }
    if text.starts_with(char::is_whitespace) {
        out.push(' ');
    }
    let run = longest_run(&inside, '`');
    match flavour {
        Flavour::Terminal if run > 0 => out.push_str(&inside),
        _ => {
            let fence = || std::iter::repeat_n('`', run + 1);
            let pad = (run > 0).then_some(FIXED_BLANK);
            out.extend(fence().chain(pad));
            for (number, word) in inside.split(' ').enumerate() {
                out.extend((number > 0).then_some(FIXED_BLANK));
                out.push_str(word);
            }
            out.extend(pad.into_iter().chain(fence()));
        }
    }
    if text.ends_with(char::is_whitespace) {
        out.push(' ');
    }
}

fn link(url: &str, inside: &[Inline], flavour: Flavour, out: &mut String) {
    if url.is_empty() || flavour == Flavour::RustdocLink {
        out.push_str(&inline_text(inside, flavour));
        return;
    }
    let text = inline_text(inside, Flavour::Terminal);
    let (text, url) = (text.trim(), escape_url(url));
    if text == url {
        match flavour {
            Flavour::Terminal => out.push_str(&url),
            _ => out.extend(["<", &url, ">"]),
        }
        return;
    }
    let text = match flavour {
        Flavour::Terminal => text.to_owned(),
        _ => inline_text(inside, Flavour::RustdocLink),
    };
    let text = text.replace(FIXED_BREAK, " ");
    if text.starts_with(char::is_whitespace) {
        out.push(' ');
    }
    out.push_str(&format!("[{}]({url})", text.trim()));
    if text.ends_with(char::is_whitespace) {
        out.push(' ');
    }
}

/// Text with single blanks between its words.
fn collapsed(text: &str) -> Cow<'_, str> {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    if first.len() == text.len() {
        return Cow::Borrowed(first);
    }
    let mut out = String::with_capacity(text.len());
    out.push_str(first);
    for word in words {
        out.push(' ');
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// Breaks text into lines and escapes what means something at the start of one.
fn wrapped(text: &str, flavour: Flavour, width: usize, out: &mut String) {
    let breaks = text.split(FIXED_BREAK);
    let mut breaks = breaks.filter(|part| !part.trim().is_empty()).peekable();
    let width = match flavour {
        Flavour::Terminal => usize::MAX,
        _ => width,
    };
    let start = out.len();
    while let Some(part) = breaks.next() {
        new_line(start, out);
        wrap(part, width, flavour == Flavour::Rustdoc, out);
        if flavour == Flavour::Rustdoc && breaks.peek().is_some() {
            out.push('\\');
        }
    }
}

/// Breaks text into lines at blanks.
fn wrap(text: &str, width: usize, escapes: bool, out: &mut String) {
    let mut columns = 0;
    let mut begin = out.len();
    // A character for what may be escaped in each line.
    out.reserve(text.len() + text.len() / 64 + 2);
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if columns > 0 && columns + 1 + length <= width {
            out.push(' ');
            columns += 1 + length;
        } else {
            if columns > 0 {
                end_line(begin, escapes, out);
                out.push('\n');
                begin = out.len();
            }
            columns = length;
        }
        out.push_str(word);
    }
    end_line(begin, escapes, out);
}

/// Escapes the start of the line that begins here, and makes ordinary blanks of those at which it could not be broken.
fn end_line(begin: usize, escapes: bool, out: &mut String) {
    let line = out.get(begin..).unwrap_or_default();
    let escape = if escapes { escaped_start(line) } else { None };
    let fixed = line
        .contains(FIXED_BLANK)
        .then(|| line.replace(FIXED_BLANK, " "));
    if let Some(fixed) = fixed {
        out.truncate(begin);
        out.push_str(&fixed);
    }
    if let Some(at) = escape {
        out.insert(begin + at, '\\');
    }
}

/// A language that rustdoc neither compiles nor wonders at: without one an example would be Rust.
fn harmless(language: &str) -> &str {
    let word = language.split([' ', ',', '{']).next().unwrap_or_default();
    let plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let rust = [
        "rust",
        "should",
        "compile",
        "no",
        "ignore",
        "test",
        "edition",
        "standalone",
        "E",
    ];
    if plain && !rust.iter().any(|start| word.starts_with(start)) {
        word
    } else {
        "text"
    }
}
