//! Lays out a page for a terminal like `man`: indented, wrapped, with bold and underlined text if supported.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::page::{Block, Page, Span, Text};
use crate::visible;

/// Layout options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Number of columns. Lines are wrapped before the last one.
    pub width: usize,
    /// Whether to use escape sequences for bold and underlined text.
    pub marks: bool,
}

/// Longer lines are hard to read.
const WIDEST: usize = 100;
/// With fewer columns, no word would remain whole.
const NARROWEST: usize = 8;
/// With fewer columns, indentation is reduced.
const ROOMY: usize = 60;

/// Indentation, in columns.
#[derive(Clone, Copy)]
struct Indents {
    /// For the text of a section.
    section: usize,
    /// For nested blocks, relative to the enclosing block.
    step: usize,
    /// The maximum.
    most: usize,
}

impl Indents {
    fn of(width: usize) -> Indents {
        match width < ROOMY {
            true => Indents {
                section: 2,
                step: 2,
                most: width / 3,
            },
            false => Indents {
                section: 7,
                step: 3,
                most: width / 2,
            },
        }
    }
}

/// Renders the page, with a final newline.
#[must_use]
pub fn terminal(page: &Page, style: Style) -> String {
    let mut out = Out::new(style.width.min(WIDEST), style.marks);
    let name = page.title.rsplit(' ').next().unwrap_or_default();
    let head = visible(&format!("{}()", name.to_uppercase())).into_owned();
    let gap = out
        .width
        .checked_sub(2 * head.width())
        .filter(|gap| *gap > 0);
    // If the heading does not fit twice, print it once.
    let end = gap.map(|gap| " ".repeat(gap) + &head).unwrap_or_default();
    out.text.push_str(&format!("{head}{end}\n"));
    out.title("NAME");
    let summary = if page.summary.is_empty() {
        String::new()
    } else {
        format!(" {}", page.summary)
    };
    let section = out.indents.section;
    out.paragraph(
        &vec![Span::plain(format!("{name} -{summary}"))],
        section,
        section,
    );
    for section in &page.sections {
        out.title(section.title);
        out.blocks(&section.blocks, out.indents.section);
    }
    out.text
}

/// Renders some blocks without indentation, using the full width.
#[must_use]
pub fn terminal_blocks(blocks: &[Block], style: Style) -> String {
    let mut out = Out::new(style.width, style.marks);
    out.blocks(blocks, 0);
    out.text
}

struct Out {
    text: String,
    width: usize,
    marks: bool,
    indents: Indents,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Bold,
    Underlined,
}

impl Out {
    fn new(columns: usize, marks: bool) -> Out {
        let width = columns.max(NARROWEST) - 1;
        Out {
            text: String::new(),
            width,
            marks,
            indents: Indents::of(width),
        }
    }

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
        let indent = indent.min(self.indents.most);
        let deeper = indent + self.indents.step;
        match block {
            Block::Paragraph(text) | Block::Heading(text) => self.paragraph(text, indent, indent),
            Block::Code(code) => {
                for line in code.lines() {
                    self.code(line, deeper.min(self.indents.most));
                }
            }
            Block::List(first, items) => self.list(*first, items, indent),
            Block::Definition(term, body) => {
                self.paragraph(term, indent, deeper);
                self.blocks(body, deeper);
            }
        }
    }

    /// Writes a line unchanged, except that it is wrapped if it is too long for the terminal.
    fn code(&mut self, line: &str, indent: usize) {
        let own = line.len() - line.trim_start_matches(' ').len();
        if self.marks && indent + line.width() > self.width {
            let first = (indent + own).min(self.width / 2);
            let text = vec![Span::plain(line)];
            self.paragraph(
                &text,
                first,
                (first + self.indents.step).min(self.width / 2),
            );
            return;
        }
        let blanks = if line.is_empty() { 0 } else { indent };
        self.text
            .push_str(&format!("{}{}\n", " ".repeat(blanks), visible(line)));
    }

    /// There is no gap between items of one line each.
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
            // The marker replaces the blanks at the start of the first line.
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
        let room = self.width.saturating_sub(indent);
        for word in words(text) {
            for (number, piece) in pieces(word, room).into_iter().enumerate() {
                let blank = usize::from(!at_start && number == 0);
                let length = length_of(&piece);
                if !at_start && column + blank + length > self.width {
                    self.text.push('\n');
                    self.text.push_str(&" ".repeat(indent));
                    column = indent;
                } else if blank > 0 {
                    self.text.push(' ');
                    column += 1;
                }
                for (part, look) in piece {
                    self.put(&part, look);
                }
                column += length;
                at_start = false;
            }
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
        Span::Plain(text) | Span::Code(text) | Span::Placeholder(text) => text.width(),
        Span::Link(text, url) => text.width() + url.width(),
    };
    text.iter().map(of).sum()
}

/// Text between blanks; its style may change within.
type Word = Vec<(String, Look)>;

fn length_of(word: &Word) -> usize {
    word.iter().map(|(part, _)| part.width()).sum()
}

fn words(text: &Text) -> Vec<Word> {
    let mut words: Vec<Word> = vec![Vec::new()];
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
                word.push((visible(part).into_owned(), look));
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Splits a word that is wider than a line after punctuation such as `/` and `-`, and between ideographs. A word
/// without these stays whole.
fn pieces(word: Word, room: usize) -> Vec<Word> {
    if length_of(&word) <= room {
        return vec![word];
    }
    let mut pieces: Vec<Word> = Vec::new();
    let mut piece: Word = Vec::new();
    let mut add = |unit: Word| {
        if !piece.is_empty() && length_of(&piece) + length_of(&unit) > room {
            pieces.push(std::mem::take(&mut piece));
        }
        for (part, look) in unit {
            match piece.last_mut() {
                Some((last, same)) if *same == look => last.push_str(&part),
                _ => piece.push((part, look)),
            }
        }
    };
    let mut unit: Word = Vec::new();
    let chars = word
        .iter()
        .flat_map(|(part, look)| part.chars().map(move |c| (c, *look)));
    let mut chars = chars.peekable();
    while let Some((c, look)) = chars.next() {
        match unit.last_mut() {
            Some((last, same)) if *same == look => last.push(c),
            _ => unit.push((c.to_string(), look)),
        }
        // Consecutive punctuation, such as an option's dashes, stays together.
        let next = chars.peek().map(|(next, _)| *next);
        let is_sign = "/-_.,|=:;&?".contains(c) && next.is_some_and(char::is_alphanumeric);
        if (is_sign && length_of(&unit) > 2) || c.width() == Some(2) {
            add(std::mem::take(&mut unit));
        }
    }
    add(unit);
    pieces.push(piece);
    pieces
}
