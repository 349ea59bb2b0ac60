//! A page before it is laid out: sections of paragraphs, lists, definitions and code.

/// A page of documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What it documents, as it is typed: `sso-oidc register-client`.
    pub title: String,
    /// One line that says what that is; may be empty.
    pub summary: String,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// A section of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its title in upper case, as man pages have it.
    pub title: &'static str,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Running text.
    Paragraph(Text),
    /// Lines that stay as they are.
    Code(String),
    /// Items with a bullet, or with numbers when the first number is given.
    List(Option<u32>, Vec<Vec<Block>>),
    /// A term, and what it means, indented.
    Definition(Text, Vec<Block>),
    /// A small heading above blocks that are not indented by it.
    Heading(Text),
}

/// A line of text before it is broken.
pub type Text = Vec<Span>;

/// Text of one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Ordinary text.
    Plain(String),
    /// Something to type or a value: bold in a terminal.
    Code(String),
    /// Stands for something else: underlined in a terminal.
    Placeholder(String),
    /// A link: its text and where it goes.
    Link(String, String),
}

impl Span {
    pub(crate) fn plain(text: impl Into<String>) -> Span {
        Span::Plain(text.into())
    }

    pub(crate) fn code(text: impl Into<String>) -> Span {
        Span::Code(text.into())
    }
}

impl Block {
    pub(crate) fn plain(text: impl Into<String>) -> Block {
        Block::Paragraph(vec![Span::plain(text)])
    }

    /// A list with one value in each item.
    pub(crate) fn values<T: Into<String>>(values: impl IntoIterator<Item = T>) -> Block {
        let item = |value: T| vec![Block::Paragraph(vec![Span::code(value)])];
        Block::List(None, values.into_iter().map(item).collect())
    }
}
