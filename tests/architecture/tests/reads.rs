//! What is found in sources, shown on a crate that is read and never built.

use std::path::Path;

use architecture::graph::{Graph, Target};
use architecture::public;
use architecture::source::Source;

fn source() -> Source {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixture");
    Source::read(&directory).unwrap()
}

fn fixture() -> Graph {
    Graph::of(&source())
}

fn named_by(module: &str) -> Vec<String> {
    let graph = fixture();
    let targets = graph.named_by(module).map(|(target, _)| target.to_string());
    targets.collect()
}

#[test]
fn trees_and_full_paths_count_and_tests_comments_and_quotes_do_not() {
    assert_eq!(named_by("codec"), ["error", "lib", "value", "some_crate::"]);
}

#[test]
fn names_that_the_root_brings_in_are_of_the_module_that_has_them() {
    let graph = fixture();
    let target = Target::Module("error".into());
    let (_, uses) = graph
        .named_by("codec")
        .find(|(it, _)| **it == target)
        .unwrap();
    let uses: Vec<String> = uses.iter().map(ToString::to_string).collect();
    assert_eq!(
        uses,
        [
            "src/codec/mod.rs: crate::error::Error",
            "src/codec/read.rs: crate::Failure::Eof"
        ]
    );
}

#[test]
fn macros_count_where_they_are_defined_and_for_what_they_expand_to() {
    assert_eq!(named_by("value"), ["error", "unix_crate::"]);
    assert_eq!(named_by("error"), ["value"]);
}

#[test]
fn modules_in_a_file_and_relative_paths_count() {
    assert_eq!(named_by("protocol"), ["codec", "error"]);
}

#[test]
fn circles_are_found_through_the_root_too() {
    assert_eq!(fixture().circles(), [["codec", "lib"], ["error", "value"]]);
}

#[test]
fn what_is_against_the_order_is_said_with_its_place() {
    let rows = ["lib gone", "protocol", "codec", "error value"];
    let problems = fixture().against(&rows);
    assert_eq!(
        problems,
        [
            "`codec` names `lib`, which is not below it:\n    src/codec/read.rs: super::super::defined_in_the_root",
            "`error` names `value`, which is not below it:\n    src/error.rs: crate::value::Number",
            "`value` names `error`, which is not below it:\n    src/value.rs: crate::fail",
            "`gone` is in a row but not in the crate",
        ]
    );
}

#[test]
fn public_items_are_listed_under_the_paths_that_lead_to_them() {
    let list = public::list(&source()).unwrap();
    let expected = include_str!("fixture/public.txt");
    assert_eq!(list, expected);
}
