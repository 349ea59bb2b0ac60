//! Tries the limits from both sides.

use std::borrow::Cow;

use crate::limits::{JSON_LENGTH, LIST_DEPTH, MEMBERS, SHORTHAND_DEPTH};
use crate::members::{Walk, inside};
use crate::page::Block;
use crate::shape::{Kind, Limits, Member, Shape};
use crate::{parse_markup, syntax};

/// A string, nested structures, or a structure with this many pairs.
#[derive(Clone, Copy)]
enum Sample {
    Text,
    Nested(usize),
    Wide(usize),
    Pair,
}

const NAMES: [&str; 8] = ["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7"];

fn member(name: &'static str, target: Sample) -> Member<'static, Sample> {
    Member {
        name,
        target,
        doc: Cow::Borrowed(""),
        required: false,
        streaming: false,
        limits: Limits::default(),
    }
}

impl Shape<'static> for Sample {
    fn id(self) -> &'static str {
        match self {
            Sample::Text => "text",
            Sample::Nested(depth) => NAMES[depth],
            Sample::Wide(_) => "wide",
            Sample::Pair => "pair",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Sample::Text => Kind::String,
            Sample::Nested(_) | Sample::Wide(_) | Sample::Pair => Kind::Structure,
        }
    }

    fn doc(self) -> Cow<'static, str> {
        Cow::Borrowed("")
    }

    fn values(self) -> Vec<String> {
        Vec::new()
    }

    fn members(self) -> Vec<Member<'static, Sample>> {
        match self {
            Sample::Text => Vec::new(),
            Sample::Nested(0) => vec![member("a", Sample::Text), member("b", Sample::Text)],
            Sample::Nested(depth) => vec![
                member("a", Sample::Nested(depth - 1)),
                member("b", Sample::Text),
            ],
            Sample::Wide(count) => vec![member("m", Sample::Pair); count],
            Sample::Pair => vec![member("x", Sample::Text), member("y", Sample::Text)],
        }
    }
}

/// The code blocks in the description of a shape's syntax.
fn code(shape: Sample) -> Vec<String> {
    let code = |block| match block {
        Block::Code(text) => Some(text),
        _ => None,
    };
    syntax::syntax(shape).into_iter().filter_map(code).collect()
}

#[test]
fn shorthand_is_shown_this_deep_and_no_deeper() {
    // The depth counts the braces inside the outer structure, and the words in the innermost one.
    let shown = code(Sample::Nested(SHORTHAND_DEPTH - 1));
    assert_eq!(shown.len(), 2);
    assert!(shown[0].starts_with("a={a={a="), "{shown:?}");
    let shown = code(Sample::Nested(SHORTHAND_DEPTH));
    assert_eq!(shown.len(), 1);
    assert!(shown[0].starts_with('{'), "{shown:?}");
}

#[test]
fn json_is_shown_up_to_its_length() {
    let json = |count| code(Sample::Wide(count)).pop().unwrap_or_default();
    let whole = |count: &usize| !json(*count).contains("...");
    let last = (100..).step_by(100).find(|count| !whole(count)).unwrap();
    let last = (1..last).rev().find(whole).unwrap();
    assert!(json(last).len() > JSON_LENGTH - 10);
    assert!(json(last + 1).ends_with("...\n}"));
    let one = json(2).len() - json(1).len();
    assert!(json(last).len() <= JSON_LENGTH + one + 10);
}

#[test]
fn so_many_members_are_described_and_the_next_is_mentioned() {
    let mention = Block::plain("( ... )");
    let last = |count| match inside(Sample::Wide(count), &mut Walk::new()).pop() {
        Some(Block::Definition(_, blocks)) => blocks,
        other => panic!("{other:?}"),
    };
    // A pair is three members.
    assert_eq!(last(MEMBERS / 3).len(), 2);
    assert_eq!(last(MEMBERS / 3 + 1), [mention]);
}

#[test]
fn lists_nest_this_deep_and_then_are_text() {
    let mut blocks = parse_markup(&("- ".repeat(LIST_DEPTH as usize + 2) + "x"));
    let mut lists = 0;
    while let Some(Block::List(_, mut items)) = blocks.pop() {
        lists += 1;
        blocks = items.pop().unwrap_or_default();
    }
    assert_eq!(lists, LIST_DEPTH);
    let deepest = parse_markup(&("- ".repeat(LIST_DEPTH as usize) + "x"));
    assert!(!format!("{deepest:?}").contains("- "), "{deepest:?}");
    assert!(
        format!(
            "{:?}",
            parse_markup(&("- ".repeat(LIST_DEPTH as usize + 1) + "x"))
        )
        .contains("- x")
    );
}
