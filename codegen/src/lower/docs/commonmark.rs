//! Makes documentation that is written in CommonMark fit for rustdoc and for a terminal.

use super::render::{escape, find_url, url_length};

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
                let run = lines.iter().map(|line| leading(line, '`')).max();
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

fn leading(line: &str, mark: char) -> usize {
    line.len() - line.trim_start_matches(mark).len()
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

/// Keeps code spans, links and emphasis; escapes tags and brackets that are no links, and links bare URLs.
fn inline(text: &str) -> String {
    let labels = labels(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '\\' => backslash(rest, &mut out),
            '`' => code(rest, &mut out),
            '<' => angle(rest, &mut out),
            '[' => bracket(rest, &labels, &mut out),
            'h' if find_url(rest) == Some(0) => {
                let length = url_length(rest);
                escape(rest.get(..length).unwrap_or_default(), &mut out);
                length
            }
            _ => {
                out.push(first);
                first.len_utf8()
            }
        };
        rest = rest.get(taken.max(1)..).unwrap_or_default();
    }
    out
}

fn backslash(text: &str, out: &mut String) -> usize {
    let escaped = text.chars().nth(1).filter(char::is_ascii_punctuation);
    out.push('\\');
    out.extend(escaped);
    1 + escaped.map_or(0, char::len_utf8)
}

/// Copies a code span; a backtick without its partner is escaped.
fn code(text: &str, out: &mut String) -> usize {
    let length = leading(text, '`');
    let (fence, rest) = text.split_at(length);
    let paragraph = rest
        .find("\n\n")
        .and_then(|end| rest.get(..end))
        .unwrap_or(rest);
    let mut at = 0;
    while let Some(found) = paragraph.get(at..).and_then(|rest| rest.find('`')) {
        at += found;
        let run = leading(paragraph.get(at..).unwrap_or_default(), '`');
        if run == length {
            let end = length + at + run;
            out.push_str(text.get(..end).unwrap_or_default());
            return end;
        }
        at += run;
    }
    fence.chars().for_each(|mark| out.extend(['\\', mark]));
    length
}

/// Copies `<https://…>`; any other `<` is escaped.
fn angle(text: &str, out: &mut String) -> usize {
    let autolink = text
        .get(1..)
        .and_then(|rest| rest.split_once('>'))
        .map(|(inside, _)| inside)
        .filter(|inside| is_absolute(inside) && !inside.contains([' ', '<', '\n']));
    match autolink {
        Some(url) => {
            out.extend(["<", url, ">"]);
            url.len() + 2
        }
        None => {
            out.push_str("\\<");
            1
        }
    }
}

fn is_absolute(url: &str) -> bool {
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
}

/// Copies a link; brackets that are none are escaped, for rustdoc would look for an item of that name.
fn bracket(text: &str, labels: &[String], out: &mut String) -> usize {
    let escaped = |out: &mut String| {
        out.push_str("\\[");
        1
    };
    let Some(inside) = bracketed(text) else {
        return escaped(out);
    };
    let after = text.get(inside.len() + 2..).unwrap_or_default();
    if let Some((target, _)) = after
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
    {
        let url = target.split_whitespace().next().unwrap_or_default();
        let length = inside.len() + target.len() + 4;
        if is_absolute(url.trim_matches(['<', '>'])) {
            out.push_str(text.get(..length).unwrap_or_default());
        } else {
            // A link to a place that is not here.
            out.push_str(&inline(inside));
        }
        return length;
    }
    let label = bracketed(after).filter(|label| !label.is_empty());
    if labels.contains(&label.unwrap_or(inside).to_lowercase()) {
        let length = inside.len() + 2 + label.map_or(0, |label| label.len() + 2);
        out.push_str(text.get(..length).unwrap_or_default());
        return length;
    }
    escaped(out)
}

/// What stands between a bracket at the start of a text and its partner.
fn bracketed(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('[')?;
    let mut depth = 0_usize;
    for (at, c) in inside.char_indices() {
        match c {
            '[' => depth += 1,
            ']' if depth == 0 => return inside.get(..at),
            ']' => depth -= 1,
            '\n' if inside
                .get(at..)
                .is_some_and(|rest| rest.starts_with("\n\n")) =>
            {
                return None;
            }
            _ => {}
        }
    }
    None
}

/// The labels that `[label]: https://…` lines define, in lower case.
fn labels(text: &str) -> Vec<String> {
    let label = |line: &str| {
        let line = line.trim_start();
        let inside = bracketed(line)?;
        let target = line.get(inside.len() + 2..)?.strip_prefix(':')?;
        is_absolute(target.trim_start().trim_start_matches('<')).then(|| inside.to_lowercase())
    };
    text.lines().filter_map(label).collect()
}
