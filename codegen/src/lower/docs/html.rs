//! Cuts HTML into tags and text; what is not a known tag is text, so that `<bucket>` survives.

use std::borrow::Cow;
use std::convert::Infallible;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, Tokenizer};

use super::tree::{Block, Builder};

/// What an element means for the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Begins and ends a paragraph.
    Paragraph,
    /// A line that stands out.
    Heading,
    /// A list; true when its items are numbered.
    List(bool),
    /// An item of a list.
    Item,
    /// A list of terms and what they mean.
    Terms,
    Term,
    /// What a term means.
    Meaning,
    /// Text whose line breaks count.
    Preformatted,
    /// A remark with this label.
    Remark(&'static str),
    Table,
    /// A row of a table.
    Row,
    /// A cell of a row.
    Cell,
    Strong,
    Emphasis,
    /// Code within a line.
    Code,
    Link,
    /// A line break.
    Break,
    /// Means nothing here.
    Transparent,
    /// Its content is not for people.
    Hidden,
}

/// The meaning of an element, if it is one that documentation uses.
fn role(name: &str) -> Option<Role> {
    Some(match name {
        "p" | "para" | "div" | "section" | "article" | "center" | "header" | "footer" | "body"
        | "html" | "head" | "hr" | "blockquote" | "caption" | "figure" | "figcaption" => {
            Role::Paragraph
        }
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "title" | "fullname" => Role::Heading,
        "ul" | "menu" => Role::List(false),
        "ol" => Role::List(true),
        "li" => Role::Item,
        "dl" => Role::Terms,
        "dt" => Role::Term,
        "dd" => Role::Meaning,
        "pre" | "programlisting" => Role::Preformatted,
        "note" => Role::Remark("Note"),
        "important" => Role::Remark("Important"),
        "caution" => Role::Remark("Caution"),
        "warning" => Role::Remark("Warning"),
        "tip" => Role::Remark("Tip"),
        "table" => Role::Table,
        "tr" => Role::Row,
        "td" | "th" => Role::Cell,
        "b" | "strong" => Role::Strong,
        "i" | "em" | "var" | "cite" | "dfn" | "replaceable" => Role::Emphasis,
        "code" | "tt" | "samp" | "kbd" | "literal" => Role::Code,
        "a" => Role::Link,
        "br" => Role::Break,
        "span" | "u" | "s" | "strike" | "del" | "ins" | "sup" | "sub" | "small" | "big"
        | "font" | "abbr" | "acronym" | "q" | "mark" | "img" | "wbr" | "link" | "thead"
        | "tbody" | "tfoot" | "colgroup" | "col" | "nobr" => Role::Transparent,
        "script" | "style" => Role::Hidden,
        _ => return None,
    })
}

/// Whether a text has an element of HTML outside of `` `code` ``.
pub(super) fn is_html(text: &str) -> bool {
    let last_comment = text.rfind("-->").unwrap_or_default();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '`']) {
        let (_, found) = rest.split_at(at);
        let inside = found.get(1..).unwrap_or_default();
        rest = match found.starts_with('`') {
            true => {
                let end = inside.find(['`', '\n']).map_or(0, |end| end + 1);
                inside.get(end..).unwrap_or_default()
            }
            false if is_tag(inside) => return true,
            false if inside.starts_with("!--") && text.len() - inside.len() < last_comment => {
                return true;
            }
            false => inside,
        };
    }
    false
}

/// Whether what follows a `<` makes it a known tag.
fn is_tag(text: &str) -> bool {
    let name = text.strip_prefix('/').unwrap_or(text);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    let (name, after) = name.split_at(end.unwrap_or(name.len()));
    let ends = after.starts_with(['>', '/']) || after.starts_with(char::is_whitespace);
    ends && role(&name.to_ascii_lowercase()).is_some()
}

/// The blocks of a text.
pub(super) fn parse(text: &str) -> Vec<Block> {
    let mut reader = Reader {
        text,
        literal: String::new(),
        end: 0,
        tag: None,
        link: Link::None,
        builder: Builder::new(),
    };
    let emitter = Lenient(CallbackEmitter::new(|event: CallbackEvent<'_>, span| {
        reader.read(event, span);
        None
    }));
    let Ok(()) = Tokenizer::new_with_emitter(text, emitter).finish();
    // A tag that never ends is text, too.
    let rest = text.get(reader.end..).unwrap_or_default();
    reader.literal.push_str(rest);
    reader.builder().finish()
}

/// Hands the pieces of a text on, and does not look for what HTML calls errors.
struct Lenient<C: Callback<Infallible, usize>>(CallbackEmitter<C, Infallible, usize>);

impl<C: Callback<Infallible, usize>> ForwardingEmitter for Lenient<C> {
    type Token = Infallible;

    fn inner(&mut self) -> &mut impl Emitter<Token = Infallible> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

struct Reader<'a> {
    text: &'a str,
    /// Text that is not with the builder yet: what is not an element after all belongs to the text around it.
    literal: String,
    /// Where the last whole token ends.
    end: usize,
    /// The tag that is being read: where it starts, and its role.
    tag: Option<(usize, Option<Role>)>,
    link: Link,
    builder: Builder,
}

/// What is known of a tag's first `href`.
enum Link {
    None,
    /// Its value follows, if it has one.
    Named,
    To(String),
    /// It has been read, and another attribute.
    Done(String),
}

impl<'a> Reader<'a> {
    fn read(&mut self, event: CallbackEvent<'_>, span: Span<usize>) {
        let span = match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Some((span.start, role(&utf8(name))));
                return;
            }
            CallbackEvent::AttributeName { name } => return self.attribute(name),
            CallbackEvent::AttributeValue { value } => return self.value(value),
            CallbackEvent::CloseStartTag { .. } => {
                let (start, role) = self.tag.take().unwrap_or((span.start, None));
                let span = Span { start, ..span };
                let url = std::mem::replace(&mut self.link, Link::None).url();
                match role {
                    Some(role) => self
                        .builder()
                        .open(role, url.filter(|_| role == Role::Link)),
                    None => self.literally(span),
                }
                span
            }
            CallbackEvent::EndTag { name } => {
                self.link = Link::None;
                match role(&utf8(name)) {
                    Some(role) => self.builder().close(role),
                    None => self.literally(span),
                }
                span
            }
            CallbackEvent::String { value } => {
                self.literal.push_str(&utf8(value));
                span
            }
            CallbackEvent::Comment { .. } => {
                // Declarations are comments to HTML, and so is all that follows `<!--` where nothing ends it.
                let whole = self.written(span);
                if !(whole.starts_with("<!--") && whole.ends_with("-->")) {
                    self.literally(span);
                }
                span
            }
            CallbackEvent::Doctype { .. } => span,
            CallbackEvent::Error(_) => return,
        };
        self.end = span.end;
    }

    /// The name of an attribute: of several that are called the same, the first counts.
    fn attribute(&mut self, name: &[u8]) {
        let link = std::mem::replace(&mut self.link, Link::None);
        self.link = match link {
            Link::None if name == b"href" => Link::Named,
            Link::None => Link::None,
            Link::Named => Link::Done(String::new()),
            Link::To(url) | Link::Done(url) => Link::Done(url),
        };
    }

    /// A value, or a part of one.
    fn value(&mut self, value: &[u8]) {
        match &mut self.link {
            Link::Named => self.link = Link::To(utf8(value).into_owned()),
            Link::To(url) => url.push_str(&utf8(value)),
            Link::None | Link::Done(_) => {}
        }
    }

    /// The builder, which then has all of the text so far.
    fn builder(&mut self) -> &mut Builder {
        self.builder.text(&self.literal);
        self.literal.clear();
        &mut self.builder
    }

    fn written(&self, span: Span<usize>) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    fn literally(&mut self, span: Span<usize>) {
        self.literal.push_str(self.written(span));
    }
}

impl Link {
    fn url(self) -> Option<String> {
        match self {
            Link::None => None,
            Link::Named => Some(String::new()),
            Link::To(url) | Link::Done(url) => Some(url),
        }
    }
}

fn utf8(text: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(text)
}
