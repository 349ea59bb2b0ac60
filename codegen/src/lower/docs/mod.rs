//! Turns a model's documentation, HTML or CommonMark, into the Markdown of rustdoc and of command lines.
//!
//! Smithy says CommonMark, and CommonMark allows HTML; the models of AWS are HTML throughout. A text with
//! any element of HTML in it is read as HTML, any other as CommonMark.

mod commonmark;
mod escape;
mod html;
mod render;
mod tree;

use std::borrow::Cow;
use std::cell::RefCell;

use render::Flavour;

use crate::maps::HashMap;

/// Parses each documentation text once, however many items have it and whether it is for rustdoc, terminals or both.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    /// Whether text for terminals is needed besides that for rustdoc.
    is_shown: bool,
    /// Whether none is wanted.
    is_silent: bool,
    read: RefCell<HashMap<Box<str>, Texts>>,
}

/// A text as rustdoc and terminals have it.
#[derive(Debug, Clone)]
struct Texts {
    markdown: String,
    plain: String,
}

impl Reader {
    /// A reader, for terminals too if `is_shown`.
    pub(crate) fn new(is_shown: bool) -> Self {
        Reader {
            is_shown,
            ..Reader::default()
        }
    }

    /// A reader that has nothing to say, for those who only look at the code.
    pub(crate) fn silent() -> Self {
        Reader {
            is_silent: true,
            ..Reader::default()
        }
    }

    /// Markdown that rustdoc accepts without warnings, in lines of at most about a hundred columns.
    pub(crate) fn markdown(&self, text: &str) -> String {
        self.with(text, |texts| texts.markdown.clone())
    }

    /// Plain text with the little markup that a terminal can show: paragraphs of one line each, `- ` and `1. `
    /// lists, `` `code` ``, `[text](url)`, examples indented by four columns. Nothing is escaped.
    pub(crate) fn plain(&self, text: &str) -> String {
        self.with(text, |texts| texts.plain.clone())
    }

    fn with(&self, text: &str, take: impl Fn(&Texts) -> String) -> String {
        if self.is_silent {
            return String::new();
        }
        if let Some(texts) = self.read.borrow().get(text) {
            return take(texts);
        }
        let blocks = blocks(text);
        let texts = Texts {
            markdown: render::render(&blocks, Flavour::Rustdoc),
            plain: match self.is_shown {
                true => render::render(&blocks, Flavour::Terminal),
                false => String::new(),
            },
        };
        let taken = take(&texts);
        self.read.borrow_mut().insert(text.into(), texts);
        taken
    }
}

/// A text on one line that means nothing in Markdown, for a place within a line of ours: a title, a version.
pub(crate) fn line(text: &str) -> String {
    let mut line = String::new();
    escape::escape_plain(&one_line(text), &mut line);
    line
}

/// A text on one line, as it is.
pub(crate) fn one_line(text: &str) -> String {
    // Line breaks that Markdown does not know are white space or control characters.
    let words: Vec<_> = text.split_whitespace().map(printable).collect();
    let words = words.iter().filter(|word| !word.is_empty());
    words.map(AsRef::as_ref).collect::<Vec<&str>>().join(" ")
}

/// Documentation on one line.
pub(crate) fn sentence(text: &str) -> String {
    one_line(&render::render(&blocks(text), Flavour::Rustdoc))
}

/// What is said after some words of ours: on their line where it is a paragraph, else below it.
pub(crate) fn after(lead: &str, text: &str) -> String {
    let blocks = blocks(text);
    let apart = match blocks.as_slice() {
        [] => "",
        [tree::Block::Paragraph(_), ..] => " ",
        _ => "\n\n",
    };
    format!("{lead}{apart}{}", render::render(&blocks, Flavour::Rustdoc))
}

/// A link in Markdown, or its text and target as text where a reader cannot follow it.
pub(crate) fn link(title: &str, url: &str) -> String {
    let text = line(title);
    match escape::is_absolute(url) {
        true => format!("[{text}]({})", escape::escape_url(&printable(url))),
        false => format!("{text}: {}", code(url)),
    }
}

/// A text as code, on one line, whatever backquotes are in it; of the empty text there is nothing to show.
pub(crate) fn code(text: &str) -> String {
    let text = one_line(text);
    let fence = "`".repeat(escape::longest_run(&text, '`') + 1);
    match text.contains('`') {
        _ if text.is_empty() => String::new(),
        true => format!("{fence} {text} {fence}"),
        false => format!("{fence}{text}{fence}"),
    }
}

fn blocks(text: &str) -> Vec<tree::Block> {
    match html::is_html(text) {
        true => html::parse(text),
        false => commonmark::parse(text),
    }
}

/// Drops control characters and those that turn the direction of text around: rustc refuses the latter in
/// documentation, and neither has a meaning here.
fn printable(text: &str) -> Cow<'_, str> {
    // Nearly all texts are of these alone, and a byte is told faster than a character.
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    if text.as_bytes().iter().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let drops = |c: char| !is_printable(c) && !matches!(c, '\n' | '\t');
    match text.contains(drops) {
        true => Cow::Owned(text.replace(drops, "")),
        false => Cow::Borrowed(text),
    }
}

fn is_printable(c: char) -> bool {
    let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let shows_nothing = c.is_control() || matches!(c, '\u{200B}' | '\u{FEFF}');
    !turns && !shows_nothing
}

#[cfg(test)]
mod tests;
