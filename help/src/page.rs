//! A page before layout: sections of paragraphs, lists, definitions and code.

/// A page of documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What it documents, as typed: `sso-oidc register-client`.
    pub title: String,
    /// A one-line summary; may be empty.
    pub summary: String,
    /// Sections, in order.
    pub sections: Vec<Section>,
}

/// A section of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Title in upper case, as in man pages.
    pub title: &'static str,
    /// Content.
    pub blocks: Vec<Block>,
}

/// A block of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Running text.
    Paragraph(Text),
    /// Preformatted lines.
    Code(String),
    /// A list, numbered if the first number is given.
    List(Option<u32>, Vec<Vec<Block>>),
    /// A term with its indented description.
    Definition(Text, Vec<Block>),
    /// A small heading, after which blocks are not indented.
    Heading(Text),
}

/// A line of text before wrapping.
pub type Text = Vec<Span>;

/// Text in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Ordinary text.
    Plain(String),
    /// A value or something to type: bold in a terminal.
    Code(String),
    /// A placeholder: underlined in a terminal.
    Placeholder(String),
    /// A link: its text and its URL.
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

    /// A list with one value per item.
    pub(crate) fn values<T: Into<String>>(values: impl IntoIterator<Item = T>) -> Block {
        let item = |value: T| vec![Block::Paragraph(vec![Span::code(value)])];
        Block::List(None, values.into_iter().map(item).collect())
    }
}
