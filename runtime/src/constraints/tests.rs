//! Which values violate which constraints, and how it is told.

use super::*;
use crate::codec::json;
use crate::dynamic::{BlobText, DynamicStructure};
use crate::limits::VIOLATIONS;
use crate::schema::{Bounds, Kind, Member, Trait, prelude};
use crate::view::{Ref, Slot, View};

static TEN: Bounds = Bounds::new(Some("1"), Some("10"));
static HALF: Bounds = Bounds::new(Some("0.5"), None);
static NUMBER: Schema = Schema::annotated(
    "test#Number",
    Kind::IntEnum,
    &[],
    &[Trait::IntEnumValues(&[1, 3])],
);
static INPUT: Schema = Schema::new(
    "test#Input",
    Kind::Structure,
    &[
        Member::new("text", &prelude::STRING).with_traits(&[Trait::Length(&TEN)]),
        Member::new("int", &prelude::INTEGER).with_traits(&[Trait::Range(&TEN)]),
        Member::new("double", &prelude::DOUBLE).with_traits(&[Trait::Range(&HALF)]),
        Member::new("big", &prelude::BIG_INTEGER).with_traits(&[Trait::Range(&TEN)]),
        Member::new("decimal", &prelude::BIG_DECIMAL).with_traits(&[Trait::Range(&HALF)]),
        Member::new("number", &NUMBER),
        Member::new("texts", &TEXTS),
        Member::new("maps", &MAPS),
        Member::new("secrets", &SECRETS),
        Member::new("inner", &INPUT),
        Member::new("free", &FREE),
    ],
);
static TEXTS: Schema = Schema::annotated(
    "test#Texts",
    Kind::List,
    &[Member::new("member", &prelude::STRING).with_traits(&[Trait::Pattern("^[a-z]+$")])],
    &[Trait::UniqueItems],
);
static MAPS: Schema = Schema::annotated(
    "test#Maps",
    Kind::List,
    &[Member::new("member", &FREE)],
    &[Trait::UniqueItems],
);
static FREE: Schema = Schema::new(
    "test#Free",
    Kind::Map,
    &[
        Member::new("key", &prelude::STRING),
        Member::new("value", &prelude::STRING),
    ],
);
static SECRETS: Schema = Schema::new(
    "test#Secrets",
    Kind::Map,
    &[
        Member::new("key", &prelude::STRING).with_traits(&[Trait::Sensitive]),
        Member::new("value", &prelude::STRING).with_traits(&[Trait::Length(&TEN)]),
    ],
);

fn found(text: &str) -> Vec<Violation> {
    let document = json::document(text.as_bytes()).unwrap();
    let input = DynamicStructure::from_document(&INPUT, &document, BlobText::Plain).unwrap();
    violations(&input)
}

fn paths(text: &str) -> Vec<String> {
    found(text).into_iter().map(|v| v.path).collect()
}

#[test]
fn values_within_their_limits_pass() {
    for good in [
        "{}",
        r#"{"text": "éééééééééé", "int": 10, "double": 0.5, "big": 10, "decimal": 0.50}"#,
        r#"{"decimal": 1e400, "number": 3, "texts": ["a", "b"], "secrets": {"x": "y"}}"#,
        r#"{"maps": [{"a": "b"}, {"a": "c"}, {"b": "b"}, {}], "inner": {"inner": {}}}"#,
    ] {
        assert!(found(good).is_empty(), "{good}: {:?}", found(good));
    }
}

#[test]
fn every_constraint_is_told_with_its_path() {
    for (bad, path) in [
        (r#"{"text": ""}"#, "/text"),
        (r#"{"text": "ééééééééééé"}"#, "/text"),
        (r#"{"int": 11}"#, "/int"),
        (r#"{"double": 0.49}"#, "/double"),
        (r#"{"double": "NaN"}"#, "/double"),
        (r#"{"big": 100000000000000000000000}"#, "/big"),
        (r#"{"big": -5}"#, "/big"),
        (r#"{"decimal": 0.4999999999999999999999}"#, "/decimal"),
        (r#"{"number": 2}"#, "/number"),
        (r#"{"texts": ["a", "b", "a"]}"#, "/texts"),
        (r#"{"texts": ["a", "B"]}"#, "/texts/1"),
        (
            r#"{"maps": [{"a": "b", "c": "d"}, {"c": "d", "a": "b"}]}"#,
            "/maps",
        ),
        (r#"{"secrets": {"key": ""}}"#, "/secrets/…"),
        (r#"{"inner": {"inner": {"int": 0}}}"#, "/inner/inner/int"),
    ] {
        assert_eq!(paths(bad), [path], "{bad}");
    }
    let told = found(r#"{"number": 2, "int": 0}"#);
    assert_eq!(
        told.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "Value at '/int' failed to satisfy constraint: Member must be between 1 and 10, inclusive",
            "Value at '/number' failed to satisfy constraint: Member must satisfy enum value set: [1, 3]",
        ]
    );
}

#[test]
fn so_many_violations_are_told_and_no_more() {
    let bad = |count: usize| {
        let items: Vec<String> = (0..count).map(|number| format!("\"{number}\"")).collect();
        found(&format!(r#"{{"texts": [{}]}}"#, items.join(","))).len()
    };
    assert_eq!(bad(VIOLATIONS), VIOLATIONS);
    assert_eq!(bad(VIOLATIONS + 1), VIOLATIONS);
}

#[test]
fn what_has_no_constraints_is_not_visited() {
    assert!(plan(&FREE, false).is_empty());
    let plan = plan(&INPUT, false);
    assert!(!plan.is_empty());
    let members: Vec<usize> = plan.nodes[0]
        .checks
        .iter()
        .map(|(index, _)| *index)
        .collect();
    assert_eq!(members, (0..10).collect::<Vec<_>>());
}

#[test]
fn a_pattern_that_cannot_be_checked_is_told_once() {
    static ODD: Schema = Schema::new(
        "test#Odd",
        Kind::Structure,
        &[Member::new("text", &prelude::STRING).with_traits(&[Trait::Pattern("(")])],
    );
    let unchecked = plan(&ODD, false).unchecked();
    let told: Vec<_> = unchecked
        .iter()
        .map(|u| (u.member.as_str(), u.pattern))
        .collect();
    assert_eq!(told, [("test#Odd$text", "(")]);
}

/// Names, in memory as generated code has them.
#[derive(Default)]
struct Names(Vec<String>);

static NAMES: Schema = Schema::new(
    "test#Names",
    Kind::Structure,
    &[Member::new("names", &NAME_LIST)],
);
static THREE: Bounds = Bounds::new(None, Some("3"));
static NAME_LIST: Schema = Schema::annotated(
    "test#NameList",
    Kind::List,
    &[Member::new("member", &prelude::STRING).with_traits(&[Trait::Length(&TEN)])],
    &[Trait::Length(&THREE)],
);

impl Structure for Names {
    fn schema(&self) -> &'static Schema {
        &NAMES
    }
    fn get(&self, _: usize) -> Ref<'_> {
        self.0.view()
    }
    fn slot(&mut self, _: usize) -> Slot<'_> {
        self.0.slot()
    }
}

#[test]
fn texts_in_a_row_are_judged_like_others() {
    let ten = ["é".repeat(10), "😀".repeat(10), "0123456789".to_owned()];
    for (names, expected) in [
        (&[][..], vec![]),
        (&["a"], vec![]),
        (&ten.each_ref().map(String::as_str), vec![]),
        (&["a", ""], vec!["/names/1"]),
        (&["01234567890", "a"], vec!["/names/0"]),
        (&["éééééééééée"], vec!["/names/0"]),
        (&["a", "b", "c", "d"], vec!["/names"]),
        (&["", "b", "c", "d"], vec!["/names", "/names/0"]),
    ] {
        let typed = Names(names.iter().map(|name| (*name).to_owned()).collect());
        let found = violations(&typed).into_iter().map(|it| it.path);
        assert_eq!(found.collect::<Vec<_>>(), expected, "{names:?}");
    }
}
