//! Parses the Markdown subset that documentation uses: paragraphs, nested lists, indented code, `` `code` `` and
//! `[text](url)`. Anything else is text.

use crate::limits::LIST_DEPTH;
use crate::page::{Block, Span, Text};

/// Parses text into blocks.
#[must_use]
pub fn parse(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    blocks(&lines, LIST_DEPTH)
}

/// The first sentence of a text, on one line and without markup.
#[must_use]
pub fn first_sentence(text: &str) -> String {
    let line = first_paragraph(text);
    let end = sentence_end(&line);
    line.get(..end).unwrap_or(&line).to_owned()
}

/// Abbreviations that do not end a sentence.
const ABBREVIATIONS: [&str; 12] = [
    "e.g.", "i.e.", "etc.", "vs.", "cf.", "approx.", "incl.", "no.", "fig.", "dr.", "mr.", "st.",
];

/// The end of the first sentence: after a full stop, question mark or exclamation mark and any closing quotes and
/// brackets, if a blank follows, and then anything but a lower-case letter. A full stop inside a word, number or
/// URL is not followed by a blank.
fn sentence_end(line: &str) -> usize {
    let closes = |c: char| matches!(c, '"' | '\'' | ')' | ']' | '\u{201d}' | '\u{2019}');
    for (at, mark) in line.char_indices() {
        if !matches!(mark, '.' | '?' | '!') {
            continue;
        }
        let rest = line.get(at + 1..).unwrap_or_default();
        let rest = rest.trim_start_matches(closes);
        let Some(next) = rest.strip_prefix(' ') else {
            continue;
        };
        let word = line.get(..=at).unwrap_or_default();
        let word = word.rsplit([' ', '(']).next().unwrap_or_default();
        let goes_on = next.trim_start().starts_with(char::is_lowercase);
        let is_abbreviation = ABBREVIATIONS.iter().any(|it| word.eq_ignore_ascii_case(it));
        // Of the abbreviations, only this one may end a sentence.
        let can_end = !is_abbreviation || word.eq_ignore_ascii_case("etc.");
        if can_end && !goes_on {
            return line.len() - rest.len();
        }
    }
    line.len()
}

/// The first paragraph of a text, on one line and without markup; empty if the text starts with something else.
#[must_use]
pub fn first_paragraph(text: &str) -> String {
    let Some(Block::Paragraph(paragraph)) = parse(text).into_iter().next() else {
        return String::new();
    };
    let mut line = String::new();
    for span in &paragraph {
        match span {
            Span::Plain(text)
            | Span::Code(text)
            | Span::Placeholder(text)
            | Span::Link(text, _) => {
                line.push_str(text);
            }
        }
    }
    line
}

fn blocks(lines: &[&str], depth: u32) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut rest = lines;
    while let Some((first, after)) = rest.split_first() {
        if first.is_empty() {
            rest = after;
        } else if first.starts_with("    ") {
            let (code, after) = indented(rest, 4);
            blocks.push(Block::Code(code.join("\n").trim_end().to_owned()));
            rest = after;
        } else if let (Some((number, width)), Some(depth)) = (marker(first), depth.checked_sub(1)) {
            rest = list(rest, number, width, depth, &mut blocks);
        } else {
            let end = paragraph_end(rest);
            let (paragraph, after) = rest.split_at(end);
            let joined: Vec<&str> = paragraph.iter().map(|line| line.trim_start()).collect();
            blocks.push(Block::Paragraph(spans(&joined.join(" "))));
            rest = after;
        }
    }
    blocks
}

/// A paragraph ends before an empty line or a list item.
fn paragraph_end(lines: &[&str]) -> usize {
    let more = lines.iter().skip(1);
    1 + more
        .take_while(|line| !line.is_empty() && marker(line).is_none())
        .count()
}

/// Parses a list marker, `- ` or `12. `; returns its number and width.
fn marker(line: &str) -> Option<(Option<u32>, usize)> {
    if line.starts_with("- ") {
        return Some((None, 2));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = line.get(..digits)?.parse().ok()?;
    line.get(digits..)?
        .starts_with(". ")
        .then_some((Some(number), digits + 2))
}

fn list<'a, 'l>(
    lines: &'l [&'a str],
    first: Option<u32>,
    width: usize,
    depth: u32,
    blocks: &mut Vec<Block>,
) -> &'l [&'a str] {
    let mut items = Vec::new();
    let mut rest = lines;
    let mut width = width;
    while let Some((line, after)) = rest.split_first() {
        let mut item = vec![line.get(width..).unwrap_or_default()];
        let (more, after) = indented(after, width);
        item.extend(more);
        items.push(self::blocks(&item, depth));
        let blank = after.iter().take_while(|line| line.is_empty()).count();
        rest = after.get(blank..).unwrap_or_default();
        match rest.first().and_then(|line| marker(line)) {
            Some((number, next)) if number.is_some() == first.is_some() => width = next,
            _ => break,
        }
    }
    blocks.push(Block::List(first, items));
    rest
}

/// Splits off lines with at least this indentation, and empty lines between them, and removes it.
fn indented<'a, 'l>(lines: &'l [&'a str], width: usize) -> (Vec<&'a str>, &'l [&'a str]) {
    let belongs = |line: &&str| {
        line.is_empty() || line.bytes().take(width).filter(|b| *b == b' ').count() == width
    };
    let mut end = lines.iter().take_while(|line| belongs(line)).count();
    while end > 0 && lines.get(end - 1).is_some_and(|line| line.is_empty()) {
        end -= 1;
    }
    let (inside, after) = lines.split_at(end);
    let inside = inside
        .iter()
        .map(|line| line.get(width..).unwrap_or_default());
    (inside.collect(), after)
}

/// Parses code and links in a line.
fn spans(line: &str) -> Text {
    let mut text = Vec::new();
    let mut plain = String::new();
    let mut rest = line;
    while let Some(next) = rest.chars().next() {
        let found = match next {
            '`' => code(rest),
            '[' => link(rest),
            _ => None,
        };
        if let Some((span, after)) = found {
            if !plain.is_empty() {
                text.push(Span::Plain(std::mem::take(&mut plain)));
            }
            text.push(span);
            rest = after;
        } else {
            plain.push(next);
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
    }
    if !plain.is_empty() {
        text.push(Span::Plain(plain));
    }
    text
}

fn code(rest: &str) -> Option<(Span, &str)> {
    let (code, after) = rest.strip_prefix('`')?.split_once('`')?;
    (!code.is_empty()).then(|| (Span::code(code), after))
}

/// Parses a web link. The search is bounded by where the link must end, since otherwise a text with many brackets
/// would take quadratic time.
fn link(rest: &str) -> Option<(Span, &str)> {
    let inside = rest.strip_prefix('[')?;
    let (text, after) = inside.split_at(inside.find(['[', ']'])?);
    let after = after.strip_prefix("](")?;
    let mut depth = 0_u32;
    let end = after.find(|c: char| {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return true,
            ')' => depth -= 1,
            _ => {}
        }
        c.is_whitespace() || c == '['
    })?;
    let (url, after) = after.split_at(end);
    let after = after.strip_prefix(')')?;
    let schemes = ["http://", "https://", "mailto:"];
    let is_url = schemes.iter().any(|scheme| url.starts_with(scheme));
    is_url.then(|| (Span::Link(text.replace('`', ""), url.to_owned()), after))
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn sentences_end_at_their_own_full_stop() {
        for (text, expected) in [
            ("Tokens of OAuth 2.0. More.", "Tokens of OAuth 2.0."),
            ("OAuth 2. is old. More.", "OAuth 2. is old."),
            ("Some books, e.g. 20. More.", "Some books, e.g. 20."),
            ("Paper (i.e. Bound). More.", "Paper (i.e. Bound)."),
            ("Books, maps etc. Then more.", "Books, maps etc."),
            (
                "See https://a.example/b.c for it. More.",
                "See https://a.example/b.c for it.",
            ),
            ("He said \"stop.\" More.", "He said \"stop.\""),
            ("Is it? Yes.", "Is it?"),
            ("No stop at all", "No stop at all"),
            ("", ""),
        ] {
            assert_eq!(first_sentence(text), expected);
        }
    }
}
