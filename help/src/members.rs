//! Documents nested members to any depth, showing recursion once.

use crate::limits::MEMBERS;
use crate::markup;
use crate::page::{Block, Span};
use crate::shape::{Kind, Limits, Member, Shape};

/// The state of a walk through nested shapes.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    /// Ids of the enclosing shapes.
    pub(crate) stack: Vec<&'a str>,
    /// How many more members may be described.
    left: usize,
}

impl Walk<'_> {
    pub(crate) fn new() -> Self {
        Walk {
            stack: Vec::new(),
            left: MEMBERS,
        }
    }
}

/// Notes after a value's description: union choices, limits, enum values.
pub(crate) fn notes<'a, S: Shape<'a>>(member: &Member<'a, S>) -> Vec<Block> {
    let mut blocks = Vec::new();
    if member.target.kind() == Kind::Union {
        blocks.push(union_note(member.target));
    }
    if member.streaming && member.target.kind() == Kind::Blob {
        blocks.push(Block::Paragraph(vec![
            Span::plain("Note: the value is the path of a file whose content is sent, without "),
            Span::code("file://"),
            Span::plain(" or "),
            Span::code("fileb://"),
            Span::plain("."),
        ]));
    }
    blocks.extend(limits(&member.limits).into_iter().flatten());
    let values = member.target.values();
    if !values.is_empty() {
        blocks.push(Block::plain("Possible values:"));
        blocks.push(Block::values(values));
    }
    blocks
}

fn union_note<'a, S: Shape<'a>>(shape: S) -> Block {
    let mut text = vec![Span::plain(
        "Note: this is a tagged union. Exactly one of these can be set: ",
    )];
    for (index, member) in shape.members().iter().enumerate() {
        if index > 0 {
            text.push(Span::plain(", "));
        }
        text.push(Span::code(member.name));
    }
    text.push(Span::plain("."));
    Block::Paragraph(text)
}

fn limits(limits: &Limits<'_>) -> Option<Vec<Block>> {
    let parts = [
        ("min", &limits.min),
        ("max", &limits.max),
        ("pattern", &limits.pattern),
    ];
    let items: Vec<Vec<Block>> = parts
        .into_iter()
        .filter_map(|(name, value)| {
            let text = vec![
                Span::plain(format!("{name}: ")),
                Span::code(value.as_deref()?),
            ];
            Some(vec![Block::Paragraph(text)])
        })
        .collect();
    (!items.is_empty()).then(|| vec![Block::plain("Constraints:"), Block::List(None, items)])
}

/// A member's documentation or, for an item of a list or map without its own, that of its shape.
pub(crate) fn description<'a, S: Shape<'a>>(member: &Member<'a, S>) -> Vec<Block> {
    match &*member.doc {
        "" => markup::parse(&member.target.doc()),
        doc => markup::parse(doc),
    }
}

/// The members of a shape, each with its own nested members.
pub(crate) fn inside<'a, S: Shape<'a>>(shape: S, walk: &mut Walk<'a>) -> Vec<Block> {
    let list = shape.kind() == Kind::List;
    match shape.kind() {
        Kind::List | Kind::Map | Kind::Structure | Kind::Union => shape
            .members()
            .iter()
            .map(|member| nested(member, list, walk))
            .collect(),
        _ => Vec::new(),
    }
}

/// A member with its description. A recursive shape is shown once more, and then only mentioned.
pub(crate) fn nested<'a, S: Shape<'a>>(
    member: &Member<'a, S>,
    is_item: bool,
    walk: &mut Walk<'a>,
) -> Block {
    let shape = member.target;
    let aggregate = !shape.kind().is_scalar();
    let times = walk.stack.iter().filter(|id| **id == shape.id()).count();
    walk.left = walk.left.saturating_sub(1);
    if aggregate && (times > 1 || walk.left == 0) {
        let is_recursive = times > 1;
        let mention = Block::plain(if is_recursive {
            "( ... recursive ... )"
        } else {
            "( ... )"
        });
        return match is_item {
            true => mention,
            false => Block::Definition(vec![Span::plain(term(member, is_item))], vec![mention]),
        };
    }
    walk.stack.push(shape.id());
    let mut blocks = description(member);
    blocks.extend(notes(member));
    if aggregate {
        blocks.extend(inside(shape, walk));
    }
    walk.stack.pop();
    Block::Definition(vec![Span::plain(term(member, is_item))], blocks)
}

fn term<'a, S: Shape<'a>>(member: &Member<'a, S>, is_item: bool) -> String {
    let kind = type_word(member);
    let required = if member.required { " [required]" } else { "" };
    if is_item {
        format!("({kind}){required}")
    } else {
        format!("{} -> ({kind}){required}", member.name)
    }
}

/// The name of a member's type.
pub(crate) fn type_word<'a, S: Shape<'a>>(member: &Member<'a, S>) -> &'static str {
    match member.target.kind() {
        Kind::Blob if member.streaming => "streaming blob",
        kind => kind.word(),
    }
}
