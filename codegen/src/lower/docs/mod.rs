//! Turns a model's documentation, HTML or CommonMark, into the Markdown of rustdoc and of command lines.
//!
//! Smithy says CommonMark, and CommonMark allows HTML; the models of AWS are HTML throughout. A text with
//! any element of HTML in it is read as HTML, any other as CommonMark.

mod commonmark;
mod html;
mod render;
mod tree;

use std::borrow::Cow;

use render::Flavour;

/// Markdown that rustdoc takes without a warning, in lines of at most about a hundred columns.
pub(crate) fn markdown(text: &str) -> String {
    render::render(&blocks(text), Flavour::Rustdoc)
}

/// A link in Markdown, or its text and target as text where a reader cannot follow it.
pub(crate) fn link(title: &str, url: &str) -> String {
    let title = printable(title).replace('\n', " ");
    let mut text = String::new();
    render::escape_plain(title.trim(), &mut text);
    match render::is_absolute(url) {
        true => format!("[{text}]({})", render::escape_url(&printable(url))),
        false => format!("{text}: {}", code(url)),
    }
}

/// A text as code, on one line, whatever backquotes are in it; of the empty text there is nothing to show.
pub(crate) fn code(text: &str) -> String {
    let text = printable(text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fence = "`".repeat(render::longest_run(&text, '`') + 1);
    match text.contains('`') {
        _ if text.is_empty() => String::new(),
        true => format!("{fence} {text} {fence}"),
        false => format!("{fence}{text}{fence}"),
    }
}

/// Plain text with the little markup that a terminal can show: paragraphs of one line each, `- ` and `1. `
/// lists, `` `code` ``, `[text](url)`, examples indented by four columns. Nothing is escaped.
pub(crate) fn plain(text: &str) -> String {
    render::render(&blocks(text), Flavour::Terminal)
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
