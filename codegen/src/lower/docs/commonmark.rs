//! Makes documentation that is written in CommonMark fit for rustdoc and for a terminal.

use super::inline::{inline, leading};
use super::render::longest_run;

/// A stretch of lines that are read alike.
#[derive(Debug, PartialEq, Eq)]
enum Part<'a> {
    /// Markup.
    Text(Vec<&'a str>),
    /// An example: the language said of it, and its lines.
    Example(&'a str, Vec<&'a str>),
}

/// The same markup, without what rustdoc warns of or would compile.
pub(super) fn rustdoc(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for part in parts(text) {
        match part {
            Part::Example(language, lines) => {
                // Wherever it stands: a fence may be indented.
                let run = lines.iter().map(|line| longest_run(line, '`')).max();
                let fence = "`".repeat(run.unwrap_or(0).max(2) + 1);
                out.push(format!("{fence}{}", harmless(language)));
                out.extend(lines.into_iter().map(str::to_owned));
                out.push(fence);
            }
            Part::Text(lines) => out.push(inline(&lines.join("\n"))),
        }
    }
    out.join("\n").trim_matches('\n').trim_end().to_owned()
}

/// The same with each paragraph on a line of its own and examples indented.
pub(super) fn terminal(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for part in parts(text) {
        match part {
            Part::Example(_, lines) => {
                out.extend(lines.iter().map(|line| format!("    {line}")));
            }
            Part::Text(lines) => join_paragraphs(&lines, &mut out),
        }
    }
    out.join("\n").trim_matches('\n').trim_end().to_owned()
}

fn join_paragraphs(lines: &[&str], out: &mut Vec<String>) {
    let mut open = false;
    for line in lines {
        if line.trim().is_empty() {
            open = false;
            out.push(String::new());
        } else if open && !is_item(line) && !line.starts_with(['#', '|', '>']) {
            if let Some(last) = out.last_mut() {
                last.push(' ');
                last.push_str(line.trim());
            }
        } else {
            open = !line.starts_with('#');
            out.push(line.trim_end().to_owned());
        }
    }
}

/// Separates fenced and indented examples from the rest.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut text_lines: Vec<&str> = Vec::new();
    let mut in_list = false;
    let mut lines = text.trim_matches('\n').lines().peekable();
    while let Some(line) = lines.next() {
        let after_blank = text_lines.last().is_none_or(|line| line.trim().is_empty());
        let example = if let Some((fence, language)) = fence(line) {
            let closes = |line: &str| {
                let (line, mark) = (line.trim(), fence.chars().next().unwrap_or('`'));
                leading(line, mark) >= fence.len() && leading(line, mark) == line.len()
            };
            let indent = line.len() - line.trim_start().len();
            let mut inside = Vec::new();
            for line in lines.by_ref().take_while(|line| !closes(line)) {
                inside.push(without_indent(line, indent));
            }
            Some((language, inside))
        } else if after_blank && !in_list && is_indented(line) {
            let mut inside = vec![without_indent(line, 4)];
            while let Some(line) = lines.next_if(|line| is_indented(line) || line.trim().is_empty())
            {
                inside.push(without_indent(line, 4));
            }
            while inside.last().is_some_and(|line| line.trim().is_empty()) {
                inside.pop();
            }
            Some(("", inside))
        } else {
            if !line.trim().is_empty() {
                in_list = is_item(line) || (in_list && line.starts_with([' ', '\t']));
            }
            text_lines.push(line);
            None
        };
        if let Some((language, inside)) = example {
            if !text_lines.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut text_lines)));
            }
            parts.push(Part::Example(language, inside));
            // What follows stands apart, as it did.
            text_lines.extend(lines.next_if(|line| line.trim().is_empty()).or(Some("")));
        }
    }
    if text_lines.iter().any(|line| !line.trim().is_empty()) {
        parts.push(Part::Text(text_lines));
    }
    parts
}

/// The marks that open a fenced example, and its language.
fn fence(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let length = ['`', '~']
        .into_iter()
        .map(|mark| leading(line, mark))
        .find(|length| *length >= 3)?;
    let (fence, language) = line.split_at(length);
    let language = language.trim();
    (!language.contains('`')).then_some((fence, language))
}

fn is_indented(line: &str) -> bool {
    line.starts_with("    ") || line.starts_with('\t')
}

fn without_indent(line: &str, columns: usize) -> &str {
    let blank = line
        .bytes()
        .take(columns)
        .take_while(|b| *b == b' ')
        .count();
    match line.strip_prefix('\t') {
        Some(rest) if columns == 4 => rest,
        _ => line.get(blank..).unwrap_or(line).trim_end(),
    }
}

fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered =
        digits.len() < line.len() && (digits.starts_with(". ") || digits.starts_with(") "));
    numbered || ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark))
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
