//! Takes the meaning from what Markdown would take for markup.

/// Stands for a blank at which no line is broken. `printable` leaves no such character in a text.
pub(super) const FIXED_BLANK: char = '\u{1}';

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
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut begin = 0;
    for (at, byte) in text.bytes().enumerate() {
        let after = || text.get(at + 1..).and_then(|rest| rest.chars().next());
        let before = || text.get(..at).and_then(|text| text.chars().next_back());
        let means = match byte {
            b'\\' | b'`' | b'*' | b'[' | b']' | b'<' | b'~' => true,
            b'_' => !(is_word(before()) && is_word(after())),
            b'&' => after().is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
            // A link may follow, which would become a picture.
            b'!' => at + 1 == text.len(),
            _ => false,
        };
        if means {
            out.push_str(text.get(begin..at).unwrap_or_default());
            out.push('\\');
            begin = at;
        }
    }
    out.push_str(text.get(begin..).unwrap_or_default());
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

/// Where in a line a heading's, list's, quotation's or rule's mark at its start is escaped.
pub(super) fn escaped_start(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    if is_delimiter_row(line) {
        return Some(0);
    }
    let after = line.get(first.len_utf8()..).unwrap_or_default();
    let ends = |text: &str| text.is_empty() || text.starts_with([' ', FIXED_BLANK]);
    match first {
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
    }
}

/// Whether a line could part the head of a table from its rows: `--- | :--`.
fn is_delimiter_row(line: &str) -> bool {
    line.contains('-')
        && line
            .chars()
            .all(|c| matches!(c, '-' | '|' | ':' | ' ' | '>' | '\t'))
}
