//! Cuts HTML into tags and text; what is not a known tag is text, so that `<bucket>` survives.

use std::borrow::Cow;

use html5gum::{DefaultEmitter, Span, Token, Tokenizer};

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
        builder: Builder::new(),
    };
    for token in Tokenizer::new_with_emitter(text, DefaultEmitter::<usize>::new_with_span()) {
        let Ok(token) = token;
        reader.read(token);
    }
    // A tag that never ends is text, too.
    let rest = text.get(reader.end..).unwrap_or_default();
    reader.literal.push_str(rest);
    reader.builder().finish()
}

struct Reader<'a> {
    text: &'a str,
    /// Text that is not with the builder yet: what is not an element after all belongs to the text around it.
    literal: String,
    /// Where the last whole token ends.
    end: usize,
    builder: Builder,
}

impl<'a> Reader<'a> {
    fn read(&mut self, token: Token<usize>) {
        let span = match token {
            Token::StartTag(tag) => {
                match role(&utf8(&tag.name)) {
                    Some(role) => {
                        let link = (role == Role::Link).then_some(b"href".as_slice());
                        let url = link.and_then(|href| tag.attributes.get(href));
                        let url = url.map(|url| utf8(url).into_owned());
                        self.builder().open(role, url);
                    }
                    None => self.literally(tag.span),
                }
                tag.span
            }
            Token::EndTag(tag) => {
                match role(&utf8(&tag.name)) {
                    Some(role) => self.builder().close(role),
                    None => self.literally(tag.span),
                }
                tag.span
            }
            Token::String(string) => {
                self.literal.push_str(&utf8(&string));
                string.span
            }
            Token::Comment(comment) => {
                // Declarations are comments to HTML, and so is all that follows `<!--` where nothing ends it.
                let whole = self.written(comment.span);
                if !(whole.starts_with("<!--") && whole.ends_with("-->")) {
                    self.literally(comment.span);
                }
                comment.span
            }
            Token::Doctype(doctype) => doctype.span,
            Token::Error(_) => return,
        };
        self.end = span.end;
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

fn utf8(text: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(text)
}
