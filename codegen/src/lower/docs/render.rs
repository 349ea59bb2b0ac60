//! Writes paragraphs, lists and the like as Markdown.

use std::borrow::Cow;

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
/// Stands for a blank at which no line is broken. `printable` leaves no such character in a text.
const FIXED_BLANK: char = '\u{1}';
/// Stands for a line break that must stay.
const FIXED_BREAK: char = '\u{2}';

/// The Markdown of blocks.
pub(super) fn render(blocks: &[Block], flavour: Flavour) -> String {
    lines(blocks, flavour, WIDTH).join("\n")
}

fn lines(blocks: &[Block], flavour: Flavour, width: usize) -> Vec<String> {
    let mut out = Vec::new();
    for block in blocks {
        let lines = match block {
            Block::Paragraph(inlines) => paragraphs(inlines, flavour, width),
            Block::List(numbered, items) => list(*numbered, items, flavour, width),
            Block::Preformatted(language, text) => preformatted(language, text, flavour),
            Block::Remark(label, blocks) => remark(label, blocks, flavour, width),
            Block::Table(rows) => table(rows, flavour, width),
        };
        if lines.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(String::new());
        }
        out.extend(lines);
    }
    out
}

/// A paragraph; two line breaks in a row make two of it.
fn paragraphs(inlines: &[Inline], flavour: Flavour, width: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut parts = inlines;
    while !parts.is_empty() {
        let double = parts
            .windows(2)
            .position(|pair| pair == [Inline::Break, Inline::Break]);
        let (part, rest) = parts.split_at(double.unwrap_or(parts.len()));
        parts = rest.get(2..).unwrap_or_default();
        let text = inline_text(part, flavour);
        let lines = wrapped(&text, flavour, width);
        if !lines.is_empty() && !out.is_empty() {
            out.push(String::new());
        }
        out.extend(lines);
    }
    out
}

fn list(numbered: bool, items: &[Vec<Block>], flavour: Flavour, width: usize) -> Vec<String> {
    let mut out = Vec::new();
    for (number, item) in items.iter().enumerate() {
        let marker = match numbered {
            true => format!("{}. ", number + 1),
            false => "- ".to_owned(),
        };
        let indent = " ".repeat(marker.len());
        let inside = lines(item, flavour, width.saturating_sub(marker.len()).max(30));
        for (at, line) in inside.into_iter().enumerate() {
            out.push(match at {
                0 => format!("{marker}{line}"),
                _ if line.is_empty() => line,
                _ => format!("{indent}{line}"),
            });
        }
    }
    out
}

fn preformatted(language: &str, text: &str, flavour: Flavour) -> Vec<String> {
    let text = text.trim_matches('\n').trim_end();
    if text.is_empty() {
        return Vec::new();
    }
    let lines = text.lines().map(str::trim_end);
    match flavour {
        Flavour::Terminal => lines.map(|line| format!("    {line}")).collect(),
        _ => {
            let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
            let first = format!("{fence}{}", harmless(language));
            let all = std::iter::once(first).chain(lines.map(str::to_owned));
            all.chain([fence]).collect()
        }
    }
}

fn remark(label: &str, blocks: &[Block], flavour: Flavour, width: usize) -> Vec<String> {
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
    match flavour {
        Flavour::Terminal => inside,
        _ => inside
            .into_iter()
            .map(|line| format!("> {line}").trim_end().to_owned())
            .collect(),
    }
}

/// A table for rustdoc; for a terminal a list of its rows.
fn table(rows: &[Vec<Vec<Inline>>], flavour: Flavour, width: usize) -> Vec<String> {
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
        return list(false, &items, flavour, width);
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let mut cells = cells(row);
        if number == 0 {
            // Only the head must have all columns.
            cells.resize(columns, String::new());
        }
        out.push(format!("| {} |", cells.join(" | ")));
        if number == 0 {
            out.push(format!("|{}", " --- |".repeat(columns)));
        }
    }
    out
}

/// The text of inlines with its blanks as they come; `wrapped` collapses them.
fn inline_text(inlines: &[Inline], flavour: Flavour) -> String {
    let mut out = String::new();
    for inline in inlines {
        if let Inline::Text(text) | Inline::Code(text) = inline {
            out.reserve(text.len() + 2);
        }
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
            let fixed = |c| if c == ' ' { FIXED_BLANK } else { c };
            out.extend(fence().chain(pad));
            out.extend(inside.chars().map(fixed));
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

/// A URL that ends a link in no way but its own.
pub(super) fn escape_url(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '(' | ')' | '<' | '>' | '\\' | '"' | '`' | '[' | ']' | '|' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c if c.is_whitespace() => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out
}

/// Escapes what Markdown would take for markup within a line, and makes links of bare URLs.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = find_url(rest) {
        let (before, found) = rest.split_at(at);
        let (url, after) = found.split_at(url_length(found));
        escape_plain(before, out);
        out.extend(["<", url, ">"]);
        rest = after;
    }
    escape_plain(rest, out);
}

pub(super) fn escape_plain(text: &str, out: &mut String) {
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let after = characters.peek().copied();
        let means = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            '_' => !(before.is_alphanumeric() && after.is_some_and(char::is_alphanumeric)),
            '&' => after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
            // A link may follow, which would become a picture.
            '!' => after.is_none(),
            _ => false,
        };
        if means {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
}

/// Where the next bare URL begins.
fn find_url(text: &str) -> Option<usize> {
    let mut starts = text.match_indices("http").map(|(at, _)| at);
    starts.find(|at| is_url(text.get(*at..).unwrap_or_default()))
}

/// Whether a bare URL stands at the start of a text.
pub(super) fn is_url(text: &str) -> bool {
    let scheme = ["http://", "https://"]
        .into_iter()
        .find(|scheme| text.starts_with(scheme));
    scheme.is_some_and(|scheme| url_length(text) > scheme.len())
}

/// Whether it names a place by itself, and one that a reader can be sent to: no script.
pub(super) fn is_absolute(url: &str) -> bool {
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
}

/// How long the URL at the start of a text is; the full stop of its sentence is not part of it.
pub(super) fn url_length(text: &str) -> usize {
    let ends = |c: char| c.is_whitespace() || c.is_control() || "<>\"`\\|".contains(c);
    let end = text.find(ends).unwrap_or(text.len());
    let url = text.get(..end).unwrap_or(text);
    let trimmed = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', ']', '’', '”']);
    let opened = trimmed.matches('(').count();
    match trimmed.strip_suffix(')') {
        Some(inside) if trimmed.matches(')').count() > opened => inside.len(),
        _ => trimmed.len(),
    }
}

pub(super) fn longest_run(text: &str, of: char) -> usize {
    let runs = text.split(|c| c != of).map(str::len);
    runs.max().unwrap_or(0)
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
fn wrapped(text: &str, flavour: Flavour, width: usize) -> Vec<String> {
    let breaks = text.split(FIXED_BREAK);
    let mut breaks = breaks.filter(|part| !part.trim().is_empty()).peekable();
    let width = match flavour {
        Flavour::Terminal => usize::MAX,
        _ => width,
    };
    let mut out = Vec::new();
    while let Some(part) = breaks.next() {
        let first = out.len();
        wrap(part, width, &mut out);
        for line in out.iter_mut().skip(first) {
            if flavour == Flavour::Rustdoc {
                escape_start(line);
            }
        }
        if flavour == Flavour::Rustdoc
            && breaks.peek().is_some()
            && let Some(last) = out.last_mut()
        {
            last.push('\\');
        }
        for line in out.iter_mut().skip(first) {
            if line.contains(FIXED_BLANK) {
                *line = line.replace(FIXED_BLANK, " ");
            }
        }
    }
    out
}

/// Breaks text into lines at blanks.
fn wrap(text: &str, width: usize, out: &mut Vec<String>) {
    let mut columns = 0;
    let mut rest = text.len();
    for word in text.split_whitespace() {
        let length = word.chars().count();
        match out.last_mut() {
            Some(line) if columns > 0 && columns + 1 + length <= width => {
                line.push(' ');
                line.push_str(word);
                columns += 1 + length;
            }
            _ => {
                // With room for what may be escaped.
                let mut line = String::with_capacity(rest.min(width).max(word.len()) + 2);
                line.push_str(word);
                out.push(line);
                columns = length;
            }
        }
        rest = rest.saturating_sub(word.len());
    }
}

/// Escapes a heading's, list's, quotation's or rule's mark at the start of a line.
fn escape_start(line: &mut String) {
    let Some(first) = line.chars().next() else {
        return;
    };
    if is_delimiter_row(line) {
        line.insert(0, '\\');
        return;
    }
    let after = line.get(first.len_utf8()..).unwrap_or_default();
    let ends = |text: &str| text.is_empty() || text.starts_with([' ', FIXED_BLANK]);
    let at = match first {
        '>' | '=' | '|' => Some(0),
        '#' if ends(after.trim_start_matches('#')) => Some(0),
        '+' if ends(after) => Some(0),
        '-' if ends(after.trim_start_matches(['-', ' '])) || ends(after) => Some(0),
        '0'..='9' => {
            let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let rest = line.get(digits..).unwrap_or_default();
            let marker = rest.strip_prefix(['.', ')']);
            marker.is_some_and(ends).then_some(digits)
        }
        _ => None,
    };
    if let Some(at) = at {
        line.insert(at, '\\');
    }
}

/// Whether a line could part the head of a table from its rows: `--- | :--`.
fn is_delimiter_row(line: &str) -> bool {
    line.contains('-')
        && line
            .chars()
            .all(|c| matches!(c, '-' | '|' | ':' | ' ' | '>' | '\t'))
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
