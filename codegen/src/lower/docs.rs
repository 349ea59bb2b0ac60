//! Turns a model's documentation, HTML or CommonMark, into the Markdown of rustdoc and of command lines.
//!
//! Smithy says CommonMark, and CommonMark allows HTML; the models of AWS are HTML throughout. A text with
//! any element of HTML in it is read as HTML, any other as CommonMark.

mod commonmark;
mod html;
mod render;
mod tree;

use render::Flavour;

/// Markdown that rustdoc takes without a warning, in lines of at most about a hundred columns.
pub(crate) fn markdown(text: &str) -> String {
    let text = &printable(text);
    if html::is_html(text) {
        render::render(&tree::parse(text), Flavour::Rustdoc)
    } else {
        commonmark::rustdoc(text)
    }
}

/// Plain text with the little markup that a terminal can show: paragraphs of one line each, `- ` and `1. `
/// lists, `` `code` ``, `[text](url)`, examples indented by four columns. Nothing is escaped.
pub(crate) fn plain(text: &str) -> String {
    let text = &printable(text);
    if html::is_html(text) {
        render::render(&tree::parse(text), Flavour::Terminal)
    } else {
        commonmark::terminal(text)
    }
}

/// Drops control characters and those that turn the direction of text around: rustc refuses the latter in
/// documentation, and neither has a meaning here.
fn printable(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .filter(|c| is_printable(*c) || matches!(c, '\n' | '\t'))
        .collect()
}

fn is_printable(c: char) -> bool {
    let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let shows_nothing = c.is_control() || matches!(c, '\u{200B}' | '\u{FEFF}');
    !turns && !shows_nothing
}

#[cfg(test)]
mod tests;
