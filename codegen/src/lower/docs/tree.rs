//! Builds paragraphs, lists and the like of HTML, however badly its tags are nested.

use super::escape::is_absolute;
use super::html::Role;
use super::printable;
use crate::limits::DOCUMENTATION_DEPTH;

/// A piece of text that stands for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    /// A list; true when its items are numbered.
    List(bool, Vec<Vec<Block>>),
    /// Text whose line breaks count: its language, and the text.
    Preformatted(String, String),
    /// A remark or quotation: its label, which a quotation lacks, and content.
    Remark(&'static str, Vec<Block>),
    /// A table: rows of cells.
    Table(Vec<Vec<Vec<Inline>>>),
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Inline {
    Text(String),
    Code(String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    /// A link: its target and text.
    Link(String, Vec<Inline>),
    /// A line break.
    Break,
}

/// An element that is still open.
struct Frame {
    role: Role,
    target: Option<String>,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    items: Vec<Vec<Block>>,
    rows: Vec<Vec<Vec<Inline>>>,
}

/// Builds blocks of elements that open and close.
pub(super) struct Builder {
    /// The open elements, the root first; never empty.
    stack: Vec<Frame>,
    hidden: bool,
}

impl Frame {
    fn new(role: Role, target: Option<String>) -> Self {
        Frame {
            role,
            target,
            blocks: Vec::new(),
            inlines: Vec::new(),
            items: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Ends the paragraph, if one has begun.
    fn flush(&mut self) {
        let inlines = std::mem::take(&mut self.inlines);
        if inlines.iter().any(has_content) {
            self.blocks.push(Block::Paragraph(inlines));
        }
    }

    /// Takes an item; outside of a list it begins one.
    fn item(&mut self, blocks: Vec<Block>) {
        self.flush();
        match self.role {
            Role::List(_) => self.items.push(blocks),
            _ if blocks.is_empty() => {}
            _ => match self.blocks.last_mut() {
                Some(Block::List(false, items)) => items.push(blocks),
                _ => self.blocks.push(Block::List(false, vec![blocks])),
            },
        }
    }

    /// Takes a term.
    fn term(&mut self, term: Block) {
        self.flush();
        match self.role {
            Role::Terms => self.items.push(vec![term]),
            _ => self.blocks.push(term),
        }
    }

    /// Takes what the last term means.
    fn meaning(&mut self, blocks: Vec<Block>) {
        self.flush();
        match (self.role, self.items.last_mut()) {
            (Role::Terms, Some(item)) => item.extend(blocks),
            (Role::Terms, None) => self.items.push(blocks),
            _ => self.blocks.extend(blocks),
        }
    }

    /// Takes a row, or a cell as a row of one; outside of a table each is a paragraph.
    fn row(&mut self, cells: Vec<Vec<Inline>>) {
        match self.role {
            Role::Table | Role::Row => self.rows.push(cells),
            _ => {
                self.flush();
                self.blocks.extend(cells.into_iter().map(Block::Paragraph));
            }
        }
    }
}

/// Whether an inline shows anything.
fn has_content(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) | Inline::Code(text) => !text.trim().is_empty(),
        Inline::Strong(inside) | Inline::Emphasis(inside) | Inline::Link(_, inside) => {
            inside.iter().any(has_content)
        }
        Inline::Break => false,
    }
}

fn is_inline(role: Role) -> bool {
    matches!(
        role,
        Role::Strong | Role::Emphasis | Role::Code | Role::Link | Role::Heading | Role::Term
    )
}

impl Builder {
    pub(super) fn new() -> Self {
        Builder {
            stack: vec![Frame::new(Role::Paragraph, None)],
            hidden: false,
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        let text = printable(text);
        if self.hidden || text.is_empty() {
            return;
        }
        let is_code = self.stack.iter().any(|frame| frame.role == Role::Code);
        let Some(top) = self.stack.last_mut() else {
            return;
        };
        if top.role == Role::Preformatted {
            top.inlines.push(Inline::Text(text.into_owned()));
        } else if is_code {
            push_code(&mut top.inlines, &text);
        } else {
            push_text(&mut top.inlines, &text);
        }
    }

    pub(super) fn code(&mut self, text: &str) {
        if let Some(top) = self.stack.last_mut() {
            push_code(&mut top.inlines, &printable(text));
        }
    }

    pub(super) fn open(&mut self, role: Role, target: Option<String>) {
        match role {
            Role::Hidden => self.hidden = true,
            Role::Transparent => {}
            Role::Break => {
                if let Some(top) = self.stack.last_mut() {
                    top.inlines.push(match top.role {
                        Role::Preformatted => Inline::Text("\n".to_owned()),
                        _ => Inline::Break,
                    });
                }
            }
            // In code nothing stands out further, and in an example even less.
            Role::Strong | Role::Emphasis | Role::Code if self.is_verbatim() => {}
            Role::Strong | Role::Emphasis | Role::Code | Role::Link => self.push(role, target),
            Role::Paragraph => self.end_inlines(),
            _ => {
                self.end_inlines();
                self.end_siblings(role);
                self.push(role, target);
            }
        }
    }

    pub(super) fn close(&mut self, role: Role) {
        match role {
            Role::Hidden => self.hidden = false,
            Role::Transparent | Role::Break => {}
            Role::Paragraph => self.end_inlines(),
            _ => {
                let limit = self.scope(role);
                let ends = |frame: &Frame| match role {
                    // Items that stand in no list are one nevertheless.
                    Role::List(_) => matches!(frame.role, Role::List(_) | Role::Item),
                    _ => frame.role == role,
                };
                let list = |frame: &Frame| matches!(frame.role, Role::List(_));
                let open = match role {
                    Role::List(_) => self.stack.iter().rposition(list),
                    _ => None,
                };
                let open = open.or_else(|| self.stack.iter().rposition(ends));
                if let Some(at) = open.filter(|at| *at >= limit.max(1)) {
                    while self.stack.len() > at {
                        self.pop();
                    }
                }
            }
        }
    }

    pub(super) fn finish(&mut self) -> Vec<Block> {
        while self.stack.len() > 1 {
            self.pop();
        }
        let Some(mut root) = self.stack.pop() else {
            return Vec::new();
        };
        root.flush();
        root.blocks
    }

    fn is_verbatim(&self) -> bool {
        let verbatim = |frame: &Frame| matches!(frame.role, Role::Code | Role::Preformatted);
        self.stack.iter().any(verbatim)
    }

    fn push(&mut self, role: Role, target: Option<String>) {
        if self.stack.len() < DOCUMENTATION_DEPTH {
            self.stack.push(Frame::new(role, target));
        }
    }

    /// Ends the paragraph and everything in it that is still open.
    fn end_inlines(&mut self) {
        while self.stack.len() > 1 && self.stack.last().is_some_and(|top| is_inline(top.role)) {
            self.pop();
        }
        if let Some(top) = self.stack.last_mut()
            && top.role != Role::Preformatted
        {
            top.flush();
        }
    }

    /// An item ends the item before it, a row the row before it, and so on.
    fn end_siblings(&mut self, role: Role) {
        let same: &[Role] = match role {
            Role::Item => &[Role::Item],
            Role::Term | Role::Meaning => &[Role::Term, Role::Meaning],
            Role::Row => &[Role::Row, Role::Cell],
            Role::Cell => &[Role::Cell],
            _ => return,
        };
        let limit = self.scope(role);
        let open = self
            .stack
            .iter()
            .enumerate()
            .skip(limit)
            .find(|(_, frame)| same.contains(&frame.role));
        if let Some((at, _)) = open {
            while self.stack.len() > at.max(1) {
                self.pop();
            }
        }
    }

    /// Where the innermost list or table begins, beyond which its parts do not reach.
    fn scope(&self, role: Role) -> usize {
        let bounds = |frame: &Frame| match role {
            Role::Item => matches!(frame.role, Role::List(_)),
            Role::Term | Role::Meaning => frame.role == Role::Terms,
            Role::Row | Role::Cell => frame.role == Role::Table,
            _ => false,
        };
        let begin = self.stack.iter().rposition(bounds);
        begin.map_or(0, |begin| begin + 1)
    }

    /// Closes the innermost element and gives what it holds to the one around it.
    fn pop(&mut self) {
        let Some(mut frame) = self.stack.pop() else {
            return;
        };
        if !is_inline(frame.role) && frame.role != Role::Preformatted {
            frame.flush();
        }
        let Some(parent) = self.stack.last_mut() else {
            return;
        };
        let inside = std::mem::take(&mut frame.inlines);
        match frame.role {
            Role::Strong => push_inline(&mut parent.inlines, Inline::Strong(inside)),
            Role::Emphasis => push_inline(&mut parent.inlines, Inline::Emphasis(inside)),
            Role::Code => parent.inlines.extend(inside),
            Role::Link => parent.inlines.push(link(frame.target, inside)),
            Role::Heading => {
                parent.inlines.push(Inline::Strong(inside));
                parent.flush();
            }
            Role::Term => parent.term(Block::Paragraph(vec![Inline::Strong(inside)])),
            Role::Meaning => parent.meaning(frame.blocks),
            Role::Item => parent.item(frame.blocks),
            Role::Cell => parent.row(vec![flat(frame.blocks)]),
            Role::Row => parent.row(frame.rows.into_iter().flatten().collect()),
            _ => {
                parent.flush();
                parent.blocks.extend(block(frame, inside));
            }
        }
    }
}

/// What a closed element is among the blocks around it.
fn block(frame: Frame, inside: Vec<Inline>) -> Vec<Block> {
    let Frame {
        role,
        target,
        mut blocks,
        items,
        rows,
        ..
    } = frame;
    match role {
        Role::List(_) | Role::Terms => {
            let items: Vec<_> = items.into_iter().filter(|item| !item.is_empty()).collect();
            // Text between the items is kept in front of them.
            if !items.is_empty() {
                blocks.push(Block::List(role == Role::List(true), items));
            }
        }
        Role::Table => {
            let rows: Vec<_> = rows.into_iter().filter(|row| !row.is_empty()).collect();
            if !rows.is_empty() {
                blocks.push(Block::Table(rows));
            }
        }
        Role::Remark(label) if !blocks.is_empty() => return vec![Block::Remark(label, blocks)],
        Role::Preformatted => {
            let language = target.unwrap_or_default();
            blocks.push(Block::Preformatted(language, verbatim(&inside)));
        }
        _ => {}
    }
    blocks
}

/// A link, where there is somewhere to go; else what it says, which names a shape when there is no target.
fn link(target: Option<String>, inside: Vec<Inline>) -> Inline {
    match target.map(|url| printable(url.trim()).into_owned()) {
        Some(url) if is_absolute(&url) && inside.iter().any(has_content) => {
            Inline::Link(url, inside)
        }
        None if matches!(inside.as_slice(), [Inline::Text(name)] if is_name(name)) => {
            Inline::Code(verbatim(&inside).trim().to_owned())
        }
        _ => Inline::Link(String::new(), inside),
    }
}

fn is_name(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || "_:.#$".contains(c))
}

/// The bare text of inlines.
fn verbatim(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) | Inline::Code(text) => text.clone(),
            Inline::Strong(inside) | Inline::Emphasis(inside) | Inline::Link(_, inside) => {
                verbatim(inside)
            }
            Inline::Break => "\n".to_owned(),
        })
        .collect()
}

/// The text of a cell on one line.
fn flat(blocks: Vec<Block>) -> Vec<Inline> {
    let mut line: Vec<Inline> = Vec::new();
    for block in blocks {
        if !line.is_empty() {
            line.push(Inline::Text(" ".to_owned()));
        }
        match block {
            Block::Paragraph(inlines) => line.extend(inlines),
            Block::Preformatted(_, text) => line.push(Inline::Code(text.replace('\n', " "))),
            Block::Remark(_, blocks) => line.extend(flat(blocks)),
            Block::List(_, items) => {
                for (number, item) in items.into_iter().enumerate() {
                    if number > 0 {
                        line.push(Inline::Text("; ".to_owned()));
                    }
                    line.extend(flat(item));
                }
            }
            Block::Table(rows) => line.extend(rows.into_iter().flatten().flatten()),
        }
    }
    line
}

/// Adds code, joined with code before it.
fn push_code(inlines: &mut Vec<Inline>, text: &str) {
    match inlines.last_mut() {
        Some(Inline::Code(code)) => code.push_str(text),
        _ => inlines.push(Inline::Code(text.to_owned())),
    }
}

/// Adds what stands out, joined with its like before it: two pairs of asterisks side by side mean nothing.
fn push_inline(inlines: &mut Vec<Inline>, inline: Inline) {
    match (inlines.last_mut(), inline) {
        (Some(Inline::Strong(before)), Inline::Strong(inside))
        | (Some(Inline::Emphasis(before)), Inline::Emphasis(inside)) => before.extend(inside),
        (_, inline) => inlines.push(inline),
    }
}

/// Adds text; a pair of backticks in it is code, as people write it even in HTML.
fn push_text(inlines: &mut Vec<Inline>, text: &str) {
    let mut rest = text;
    while let Some((before, code, after)) = code_span(rest) {
        inlines.push(Inline::Text(before.to_owned()));
        inlines.push(Inline::Code(code.to_owned()));
        rest = after;
    }
    inlines.push(Inline::Text(rest.to_owned()));
}

fn code_span(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (code, after) = rest.split_once('`')?;
    let plain = !code.trim().is_empty() && !code.contains('\n');
    plain.then_some((before, code, after))
}
