//! Renders a page as a man page, with the macros of `man(7)`.

use crate::page::{Block, Page, Span, Text};

/// Renders a man page of section 1. The footer has `version` but no date, so that output is reproducible.
#[must_use]
pub fn roff(page: &Page, version: &str) -> String {
    let name = page.title.replace(' ', "-");
    let mut out = format!(
        ".TH \"{}\" \"1\" \"\" \"{}\" \"\"\n.nh\n.ad l\n.SH NAME\n{}",
        escape(&name.to_uppercase()),
        escape(version),
        escape(&name)
    );
    if !page.summary.is_empty() {
        out.push_str(&format!(" \\- {}", escape(&page.summary)));
    }
    out.push('\n');
    for section in &page.sections {
        out.push_str(&format!(".SH {}\n", section.title));
        blocks(&mut out, &section.blocks);
    }
    out
}

fn blocks(out: &mut String, blocks: &[Block]) {
    for block in blocks {
        // There is no gap directly below a term or a title.
        let is_below = out.ends_with(".RS 4\n") || last_line(out).starts_with(".SH ");
        match block {
            Block::Paragraph(text) | Block::Heading(text) => {
                if !is_below {
                    out.push_str(".PP\n");
                }
                line(out, text);
            }
            Block::Code(code) => {
                out.push_str(".PP\n.RS 4\n.nf\n");
                for code_line in code.lines() {
                    line(out, &vec![Span::plain(code_line)]);
                }
                out.push_str(".fi\n.RE\n");
            }
            Block::List(first, items) => list(out, *first, items),
            Block::Definition(term, body) => {
                out.push_str(".PP\n");
                line(out, term);
                out.push_str(".RS 4\n");
                self::blocks(out, body);
                out.push_str(".RE\n");
            }
        }
    }
}

fn last_line(text: &str) -> &str {
    text.trim_end_matches('\n')
        .rsplit('\n')
        .next()
        .unwrap_or_default()
}

fn list(out: &mut String, first: Option<u32>, items: &[Vec<Block>]) {
    for (index, item) in items.iter().enumerate() {
        match first {
            None => out.push_str(".IP \\(bu 2\n"),
            Some(first) => out.push_str(&format!(".IP {}. 4\n", first as usize + index)),
        }
        // The first paragraph is next to the marker, the others are below it.
        let (beside, below) = match item.split_first() {
            Some((Block::Paragraph(text), below)) => (Some(text), below),
            _ => (None, item.as_slice()),
        };
        match beside {
            Some(text) => line(out, text),
            None => out.push_str("\\&\n"),
        }
        if !below.is_empty() {
            out.push_str(".RS 2\n");
            blocks(out, below);
            out.push_str(".RE\n");
        }
    }
    out.push_str(".PP\n");
}

fn line(out: &mut String, text: &Text) {
    let mut line = String::new();
    for span in text {
        match span {
            Span::Plain(text) => line.push_str(&escape(text)),
            Span::Code(text) => line.push_str(&format!("\\fB{}\\fR", escape(text))),
            Span::Placeholder(text) => line.push_str(&format!("\\fI{}\\fR", escape(text))),
            Span::Link(text, url) if text == url => line.push_str(&escape(url)),
            Span::Link(text, url) => {
                line.push_str(&format!("{} ({})", escape(text), escape(url)));
            }
        }
    }
    // A leading dot or apostrophe would be a request.
    if line.starts_with(['.', '\'']) {
        out.push_str("\\&");
    }
    out.push_str(&line);
    out.push('\n');
}

/// Escapes backslashes and hyphens, which are special in roff, and quotes, which end macro arguments.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in crate::visible(text).chars() {
        match c {
            '\\' => escaped.push_str("\\e"),
            '-' => escaped.push_str("\\-"),
            '"' => escaped.push_str("\\(dq"),
            '\n' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
