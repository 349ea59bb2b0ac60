//! Cuts HTML into tags and text; what is not a known tag is text, so that `<bucket>` survives.

use super::is_printable;
use crate::limits::MARKUP_LENGTH;

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
    /// A term.
    Term,
    /// What a term means.
    Meaning,
    /// Text whose line breaks count.
    Preformatted,
    /// A remark with this label.
    Remark(&'static str),
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a row.
    Cell,
    /// Bold.
    Strong,
    /// Italic.
    Emphasis,
    /// Code within a line.
    Code,
    /// A link.
    Link,
    /// A line break.
    Break,
    /// Means nothing here.
    Transparent,
    /// Its content is not for people.
    Hidden,
}

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text with its character references resolved.
    Text(String),
    /// A start tag; a link has its target.
    Open(Role, Option<String>),
    /// An end tag.
    Close(Role),
    /// A comment.
    Comment(&'a str),
}

/// The meaning of an element, if it is one that documentation uses.
fn role(name: &str) -> Option<Role> {
    Some(match name.to_ascii_lowercase().as_str() {
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
    let mut tags = Tags::default();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '`']) {
        let (_, found) = rest.split_at(at);
        if let Some(inside) = found.strip_prefix('`') {
            let end = inside.find(['`', '\n']).map_or(0, |end| end + 1);
            rest = inside.get(end..).unwrap_or_default();
        } else if tags.tag(found).is_some() {
            return true;
        } else {
            rest = found.get(1..).unwrap_or_default();
        }
    }
    false
}

/// Cuts a text into tokens.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tags = Tags::default();
    let mut tokens = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, found) = rest.split_at(at);
        literal.push_str(before);
        match tags.tag(found) {
            Some((token, after)) => {
                flush(&mut literal, &mut tokens);
                tokens.push(token);
                rest = after;
            }
            None => {
                literal.push('<');
                rest = found.get(1..).unwrap_or_default();
            }
        }
    }
    literal.push_str(rest);
    flush(&mut literal, &mut tokens);
    tokens
}

fn flush(literal: &mut String, tokens: &mut Vec<Token<'_>>) {
    if !literal.is_empty() {
        tokens.push(Token::Text(resolve_references(literal)));
        literal.clear();
    }
}

/// What is known of the rest of a text while its tags are sought from the front to the back.
#[derive(Default)]
struct Tags {
    /// No comment ends any more: to look again for each that begins would take the square of the text's length.
    no_comment_ends: bool,
}

impl Tags {
    /// A tag or comment at the start of a text, and what follows it.
    fn tag<'a>(&mut self, text: &'a str) -> Option<(Token<'a>, &'a str)> {
        let Some(comment) = text.strip_prefix("<!--") else {
            return tag(text);
        };
        if self.no_comment_ends {
            return None;
        }
        let found = comment.split_once("-->");
        self.no_comment_ends = found.is_none();
        found.map(|(comment, after)| (Token::Comment(comment), after))
    }
}

/// A tag at the start of a text, and what follows it.
fn tag(text: &str) -> Option<(Token<'_>, &str)> {
    let inside = text.strip_prefix('<')?;
    let (closing, inside) = match inside.strip_prefix('/') {
        Some(inside) => (true, inside),
        None => (false, inside),
    };
    let end = inside
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')))
        .unwrap_or(inside.len());
    let (name, attributes) = inside.split_at(end);
    let role = role(name)?;
    let length = tag_length(attributes)?;
    let (attributes, after) = attributes.split_at(length);
    let after = after.strip_prefix('>').unwrap_or(after);
    if closing {
        return Some((Token::Close(role), after));
    }
    let target = match role {
        Role::Link => attribute(attributes, "href"),
        _ => None,
    };
    Some((Token::Open(role, target), after))
}

/// Where the `>` of a tag stands; one in a quoted attribute does not count.
fn tag_length(attributes: &str) -> Option<usize> {
    let attributes = super::start(attributes, MARKUP_LENGTH);
    let mut quote = None;
    for (at, c) in attributes.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '<') => return None,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    // A quotation mark too few: the first `>` it is.
    quote.and_then(|_| attributes.find('>'))
}

/// The value of an attribute.
fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=')
            .unwrap_or(rest.len());
        if end == 0 {
            return None;
        }
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=') else {
            rest = after;
            continue;
        };
        let value = value.trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inside = value.get(1..).unwrap_or_default();
                inside.split_once(quote).unwrap_or((inside, ""))
            }
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(resolve_references(value));
        }
        rest = after;
    }
}

/// The longest reference: seven digits, zeros before them, and the semicolon.
const REFERENCE_LENGTH: usize = 16;

/// Replaces `&amp;`, `&#8217;` and the like; an unknown name stays as it is written.
fn resolve_references(text: &str) -> String {
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        resolved.push_str(before);
        let reference = super::start(after, REFERENCE_LENGTH)
            .find(';')
            .and_then(|end| Some((character(after.get(..end)?)?, after.get(end + 1..)?)));
        match reference {
            Some((character, after)) => {
                resolved.push(character);
                rest = after;
            }
            None => {
                resolved.push('&');
                rest = after;
            }
        }
    }
    resolved.push_str(rest);
    resolved
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| is_printable(*c));
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        "bull" => '•',
        "middot" => '·',
        "times" => '×',
        "divide" => '÷',
        "plusmn" => '±',
        "deg" => '°',
        "micro" => 'µ',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "sect" => '§',
        "para" => '¶',
        "larr" => '←',
        "rarr" => '→',
        "harr" => '↔',
        "le" => '≤',
        "ge" => '≥',
        "ne" => '≠',
        "infin" => '∞',
        "eacute" => 'é',
        "uuml" => 'ü',
        "lbrace" => '{',
        "rbrace" => '}',
        _ => return None,
    })
}
