//! Reads documentation that is written in CommonMark.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::html::Role;
use super::tree::{Block, Builder};

/// The blocks of a text.
pub(super) fn parse(text: &str) -> Vec<Block> {
    let mut builder = Builder::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(tag) => {
                let role = role(&tag.to_end());
                builder.open(role, target(tag));
            }
            Event::End(tag) => builder.close(role(&tag)),
            Event::Code(code) => builder.code(&code),
            // A known element would have made the text one of HTML.
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => builder.text(&text),
            Event::SoftBreak => builder.text(" "),
            Event::HardBreak => builder.open(Role::Break, None),
            Event::Rule => builder.close(Role::Paragraph),
            // Of extensions that are off.
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }
    builder.finish()
}

fn role(tag: &TagEnd) -> Role {
    match tag {
        TagEnd::Heading(_) => Role::Heading,
        TagEnd::BlockQuote(_) => Role::Remark(""),
        TagEnd::CodeBlock => Role::Preformatted,
        TagEnd::List(is_numbered) => Role::List(*is_numbered),
        TagEnd::Item => Role::Item,
        TagEnd::Table => Role::Table,
        TagEnd::TableHead | TagEnd::TableRow => Role::Row,
        TagEnd::TableCell => Role::Cell,
        TagEnd::Emphasis => Role::Emphasis,
        TagEnd::Strong => Role::Strong,
        TagEnd::Link | TagEnd::Image => Role::Link,
        _ => Role::Paragraph,
    }
}

/// Where a link goes, or the language of an example.
fn target(tag: Tag<'_>) -> Option<String> {
    match tag {
        Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => Some(dest_url.into_string()),
        Tag::CodeBlock(CodeBlockKind::Fenced(language)) => Some(language.into_string()),
        _ => None,
    }
}
