//! Makes the markup within paragraphs of CommonMark safe: links to places that exist, code, and nothing of HTML.
//!
//! A renderer may take a text apart otherwise than it is taken apart here, so what comes out is unmistakable: code
//! stands on one line, a link's parts are escaped by themselves, and no `<` is left but that of a URL.

use std::collections::{HashMap, HashSet};

use super::render::{escape, escape_plain, escape_url, is_absolute, is_url, url_length};
use super::start;
use crate::limits::{DOCUMENTATION_DEPTH, MARKUP_LENGTH};

/// The same text, safe.
pub(super) fn inline(text: &str) -> String {
    let facts = Facts {
        labels: labels(text),
        has_table: text.lines().any(is_delimiter_row),
    };
    let mut out = String::with_capacity(text.len());
    Markup::new(text, &facts, Within::Text(0)).write(&mut out);
    out
}

/// What holds for a whole text.
struct Facts {
    /// The labels of its references.
    labels: HashSet<String>,
    /// Whether a bar may part the cells of a table, in code too.
    has_table: bool,
}

/// Where a piece of text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// In so many links that lead nowhere.
    Text(usize),
    /// In a link, where no other link may be.
    Link,
}

/// A text, and what was found in it at one go: to look ahead from each mark would take the square of its length.
struct Markup<'a> {
    text: &'a str,
    facts: &'a Facts,
    within: Within,
    /// The closing bracket of each opening one.
    partners: HashMap<usize, usize>,
    /// Where runs of backquotes begin, by their length.
    runs: HashMap<usize, Vec<usize>>,
    /// Where paragraphs end.
    ends: Vec<usize>,
}

impl<'a> Markup<'a> {
    fn new(text: &'a str, facts: &'a Facts, within: Within) -> Self {
        Markup {
            text,
            facts,
            within,
            partners: partners(text),
            runs: runs(text),
            ends: text.match_indices("\n\n").map(|(at, _)| at).collect(),
        }
    }

    fn write(&self, out: &mut String) {
        let mut at = 0;
        while let Some(first) = self.rest(at).chars().next() {
            let taken = match first {
                '\\' => backslash(self.rest(at), out),
                '`' => self.code(at, out),
                '<' => self.angle(at, out),
                '[' => self.bracket(at, out),
                ']' if self.within == Within::Link => {
                    out.push_str("\\]");
                    1
                }
                // What it stands before is a link, and would be a picture of somebody else's.
                '!' if self.rest(at).starts_with("![") => {
                    out.push_str("\\!");
                    1
                }
                'h' if self.within != Within::Link && is_url(self.rest(at)) => {
                    let length = url_length(self.rest(at));
                    escape(self.part(at, at + length), out);
                    length
                }
                _ => {
                    out.push(first);
                    first.len_utf8()
                }
            };
            at += taken.max(1);
        }
    }

    fn rest(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    fn part(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// Copies a code span on one line; a backquote without its partner is escaped.
    fn code(&self, at: usize, out: &mut String) -> usize {
        let length = leading(self.rest(at), '`');
        let after = |list: &[usize], at: usize| {
            let next = list.partition_point(|found| *found <= at);
            list.get(next).copied()
        };
        let close = self.runs.get(&length).and_then(|runs| after(runs, at));
        let end = after(&self.ends, at).unwrap_or(self.text.len());
        let Some(close) = close.filter(|close| *close < end) else {
            (0..length).for_each(|_| out.push_str("\\`"));
            return length;
        };
        let fence = self.part(at, at + length);
        let lines = self.part(at + length, close).split('\n');
        let inside = lines
            .enumerate()
            .map(|(number, line)| if number == 0 { line } else { line.trim_start() })
            .collect::<Vec<_>>()
            .join(" ");
        let inside = match self.facts.has_table {
            true => inside.replace('|', "\\|"),
            false => inside,
        };
        out.extend([fence, &inside, fence]);
        close + length - at
    }

    /// Copies `<https://…>`; any other `<` is escaped.
    fn angle(&self, at: usize, out: &mut String) -> usize {
        let inside = start(self.rest(at + 1), MARKUP_LENGTH);
        let end = inside.find(['>', '<', ' ', '\n']);
        let url = end.and_then(|end| inside.get(..end).zip(inside.get(end..)));
        match url {
            Some((url, after))
                if after.starts_with('>') && is_absolute(url) && self.within != Within::Link =>
            {
                out.extend(["<", url, ">"]);
                url.len() + 2
            }
            _ => {
                out.push_str("\\<");
                1
            }
        }
    }

    /// Writes a link; brackets that are none are escaped, for rustdoc would look for an item of that name.
    fn bracket(&self, at: usize, out: &mut String) -> usize {
        let partner = self.partners.get(&at).copied();
        let (Some(close), Within::Text(depth)) = (partner, self.within) else {
            out.push_str("\\[");
            return 1;
        };
        let inside = self.part(at + 1, close);
        let after = self.rest(close + 1);
        if let Some(target) = target(after) {
            let url = target.split_whitespace().next().unwrap_or_default();
            let url = url.trim_matches(['<', '>']);
            if is_absolute(url) {
                out.push('[');
                Markup::new(inside, self.facts, Within::Link).write(out);
                out.extend(["](", &escape_url(url), ")"]);
            } else if depth < DOCUMENTATION_DEPTH {
                // A link to a place that is not here.
                Markup::new(inside, self.facts, Within::Text(depth + 1)).write(out);
            } else {
                escape_plain(inside, out);
            }
            return close + 1 + target.len() + 2 - at;
        }
        let labelled = self.partners.get(&(close + 1)).copied();
        let label = labelled
            .map(|end| self.part(close + 2, end))
            .filter(|label| !label.is_empty());
        if !self.is_label(label.unwrap_or(inside)) {
            out.push_str("\\[");
            return 1;
        }
        out.push('[');
        match label {
            Some(label) => {
                Markup::new(inside, self.facts, Within::Link).write(out);
                out.extend(["][", label, "]"]);
            }
            None => out.extend([inside, "]"]),
        }
        close + 1 + label.map_or(0, |label| label.len() + 2) - at
    }

    fn is_label(&self, text: &str) -> bool {
        is_plain(text) && self.facts.labels.contains(&text.to_lowercase())
    }
}

/// What stands in the parentheses at the start of a text.
fn target(text: &str) -> Option<&str> {
    let inside = start(text.strip_prefix('(')?, MARKUP_LENGTH);
    inside.get(..inside.find(')')?)
}

fn backslash(text: &str, out: &mut String) -> usize {
    let escaped = text.chars().nth(1).filter(char::is_ascii_punctuation);
    out.push('\\');
    out.extend(escaped);
    1 + escaped.map_or(0, char::len_utf8)
}

pub(super) fn leading(line: &str, mark: char) -> usize {
    line.len() - line.trim_start_matches(mark).len()
}

/// The closing bracket of each opening one, in the same paragraph.
fn partners(text: &str) -> HashMap<usize, usize> {
    let mut found = HashMap::new();
    let mut open = Vec::new();
    let mut before = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => open.push(at),
            b']' => found.extend(open.pop().map(|open| (open, at))),
            b'\n' if before == b'\n' => open.clear(),
            _ => {}
        }
        before = byte;
    }
    found
}

/// Where runs of backquotes begin, by their length.
fn runs(text: &str) -> HashMap<usize, Vec<usize>> {
    let mut found: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find('`')) {
        at += next;
        let length = leading(text.get(at..).unwrap_or_default(), '`');
        found.entry(length).or_default().push(at);
        at += length;
    }
    found
}

/// The labels that `[label]: https://…` lines define, in lower case.
fn labels(text: &str) -> HashSet<String> {
    let label = |line: &str| {
        let inside = line.trim_start().strip_prefix('[')?;
        let (label, target) = inside.split_once("]:")?;
        let fits = is_plain(label) && is_absolute(target.trim_start().trim_start_matches('<'));
        fits.then(|| label.to_lowercase())
    };
    text.lines().filter_map(label).collect()
}

/// Whether a label is nothing but words: it is compared as it is written, escapes and all.
fn is_plain(label: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
    !label.is_empty() && label.len() <= MARKUP_LENGTH && label.chars().all(is_word)
}

/// Whether a line could part the head of a table from its rows: `--- | :--`.
pub(super) fn is_delimiter_row(line: &str) -> bool {
    line.contains('-')
        && line
            .chars()
            .all(|c| matches!(c, '-' | '|' | ':' | ' ' | '>' | '\t'))
}
