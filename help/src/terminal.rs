//! Lays a page out for a terminal, as `man` would: indented, broken at the width, bold and underlined where the
//! terminal can show it.

use crate::page::{Block, Page, Span, Text};

/// How a page is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns there are. Lines are broken before the last one.
    pub width: usize,
    /// Whether bold and underlined text is marked with escape sequences.
    pub marks: bool,
}

/// Wider lines than this are hard to read.
const WIDEST: usize = 100;
const NARROWEST: usize = 40;
/// Indentation of a section's text, and of what is below that.
const SECTION: usize = 7;
const STEP: usize = 3;

/// The page as text, with a final newline.
#[must_use]
pub fn terminal(page: &Page, style: Style) -> String {
    let width = style.width.clamp(NARROWEST, WIDEST) - 1;
    let mut out = Out {
        text: String::new(),
        width,
        marks: style.marks,
    };
    let name = page.title.rsplit(' ').next().unwrap_or_default();
    let head = format!("{}()", name.to_uppercase());
    let gap = width.saturating_sub(2 * head.chars().count()).max(1);
    out.text
        .push_str(&format!("{head}{}{head}\n", " ".repeat(gap)));
    out.title("NAME");
    let summary = if page.summary.is_empty() {
        String::new()
    } else {
        format!(" {}", page.summary)
    };
    out.paragraph(
        &vec![Span::plain(format!("{name} -{summary}"))],
        SECTION,
        SECTION,
    );
    for section in &page.sections {
        out.title(section.title);
        out.blocks(&section.blocks, SECTION);
    }
    out.text
}

/// Some blocks, without indentation and as wide as there is room.
#[must_use]
pub fn terminal_blocks(blocks: &[Block], style: Style) -> String {
    let width = style.width.max(NARROWEST) - 1;
    let mut out = Out {
        text: String::new(),
        width,
        marks: style.marks,
    };
    out.blocks(blocks, 0);
    out.text
}

struct Out {
    text: String,
    width: usize,
    marks: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Bold,
    Underlined,
}

impl Out {
    fn title(&mut self, title: &str) {
        self.text.push('\n');
        self.put(title, Look::Bold);
        self.text.push('\n');
    }

    fn blocks(&mut self, blocks: &[Block], indent: usize) {
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.text.push('\n');
            }
            self.block(block, indent);
        }
    }

    fn block(&mut self, block: &Block, indent: usize) {
        match block {
            Block::Paragraph(text) | Block::Heading(text) => self.paragraph(text, indent, indent),
            Block::Code(code) => {
                for line in code.lines() {
                    let blanks = if line.is_empty() { 0 } else { indent + STEP };
                    self.text
                        .push_str(&format!("{}{line}\n", " ".repeat(blanks)));
                }
            }
            Block::List(first, items) => self.list(*first, items, indent),
            Block::Definition(term, body) => {
                self.paragraph(term, indent, indent + STEP);
                self.blocks(body, indent + STEP);
            }
        }
    }

    /// Items of one line each stand close together.
    fn list(&mut self, first: Option<u32>, items: &[Vec<Block>], indent: usize) {
        let last =
            first.map(|first| first.saturating_add(u32::try_from(items.len()).unwrap_or(u32::MAX)));
        let width = last.map_or(2, |last| last.to_string().len() + 2);
        let short = |item: &Vec<Block>| matches!(item.as_slice(), [Block::Paragraph(text)] if length(text) < 50);
        let close = items.iter().all(short);
        for (index, item) in items.iter().enumerate() {
            if index > 0 && !close {
                self.text.push('\n');
            }
            let marker = match first {
                None => "o".to_owned(),
                Some(first) => format!("{}.", first as usize + index),
            };
            let start = self.text.len();
            self.blocks(item, indent + width);
            // The marker takes the place of blanks that the first line begins with.
            let blanks = indent + marker.len();
            if self
                .text
                .get(start..start + blanks)
                .is_some_and(|head| head.trim().is_empty())
            {
                self.text
                    .replace_range(start + indent..start + blanks, &marker);
            } else {
                self.text
                    .insert_str(start, &format!("{}{marker}\n", " ".repeat(indent)));
            }
        }
    }

    fn paragraph(&mut self, text: &Text, first_indent: usize, indent: usize) {
        let mut column = first_indent;
        self.text.push_str(&" ".repeat(first_indent));
        let mut at_start = true;
        for word in words(text) {
            let length: usize = word.iter().map(|(part, _)| part.chars().count()).sum();
            if !at_start && column + 1 + length > self.width {
                self.text.push('\n');
                self.text.push_str(&" ".repeat(indent));
                column = indent;
                at_start = true;
            }
            if !at_start {
                self.text.push(' ');
                column += 1;
            }
            for (part, look) in word {
                self.put(&part, look);
            }
            column += length;
            at_start = false;
        }
        self.text.push('\n');
    }

    fn put(&mut self, text: &str, look: Look) {
        let (on, off) = match look {
            _ if !self.marks => ("", ""),
            Look::Plain => ("", ""),
            Look::Bold => ("\x1b[1m", "\x1b[22m"),
            Look::Underlined => ("\x1b[4m", "\x1b[24m"),
        };
        self.text.push_str(on);
        self.text.push_str(text);
        self.text.push_str(off);
    }
}

fn length(text: &Text) -> usize {
    let of = |span: &Span| match span {
        Span::Plain(text) | Span::Code(text) | Span::Placeholder(text) => text.chars().count(),
        Span::Link(text, url) => text.chars().count() + url.chars().count(),
    };
    text.iter().map(of).sum()
}

/// Words are what stands between blanks; one may change its look in the middle.
fn words(text: &Text) -> Vec<Vec<(String, Look)>> {
    let mut words: Vec<Vec<(String, Look)>> = vec![Vec::new()];
    for span in text {
        let (text, look) = match span {
            Span::Plain(text) => (text.clone(), Look::Plain),
            Span::Code(text) => (text.clone(), Look::Bold),
            Span::Placeholder(text) => (text.clone(), Look::Underlined),
            Span::Link(text, url) if text == url => (url.clone(), Look::Underlined),
            Span::Link(text, url) => (format!("{text} ({url})"), Look::Plain),
        };
        for (index, part) in text.split([' ', '\n', '\t']).enumerate() {
            if index > 0 {
                words.push(Vec::new());
            }
            if let (false, Some(word)) = (part.is_empty(), words.last_mut()) {
                word.push((part.to_owned(), look));
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
