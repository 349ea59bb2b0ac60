//! What is offered where.

use super::{Candidates, Grammar};
use crate::fixture::SERVICE;

fn grammar(is_implied: bool) -> Grammar {
    Grammar {
        services: vec![&SERVICE],
        implied: is_implied.then_some(&SERVICE),
        profiles: vec!["default".to_owned(), "work".to_owned()],
        own_prefix: None,
    }
}

/// What can follow at the `|` of a line.
fn at(line: &str) -> Candidates {
    let place = line.find('|').expect("a place");
    grammar(true).at(&line.replace('|', ""), place)
}

fn texts(found: &Candidates) -> Vec<&str> {
    found.items.iter().map(|item| item.text.as_str()).collect()
}

#[test]
fn services_commands_and_options_follow_each_other() {
    let found = grammar(false).at("", 0);
    assert_eq!(texts(&found), ["things"]);
    assert_eq!(
        texts(&grammar(false).at("things ", 7)),
        ["list-things", "put-thing", "help"]
    );
    assert_eq!(texts(&at("|")), ["list-things", "put-thing", "help"]);
    let found = at("put-thing |");
    assert_eq!(texts(&found)[..3], ["--thing-name", "--colour", "--scopes"]);
    assert!(found.items[0].required && !found.items[1].required);
    assert_eq!(found.missing, ["thing-name"]);
    assert!(texts(&found).contains(&"--region"));
}

#[test]
fn what_is_given_is_not_offered_again() {
    let found = at("put-thing --thing-name x --debug --|");
    assert!(found.missing.is_empty());
    for gone in ["--thing-name", "--debug"] {
        assert!(!texts(&found).contains(&gone), "{gone}");
    }
    assert!(at("put-thing | --thing-name x").missing.is_empty());
    assert!(
        at("put-thing --cli-input-json file://x |")
            .missing
            .is_empty()
    );
}

#[test]
fn typing_filters_fuzzily_and_beginnings_come_first() {
    assert_eq!(texts(&at("pt|")), ["put-thing"]);
    assert_eq!(texts(&at("put-thing --th|"))[0], "--thing-name");
    assert_eq!(texts(&at("put-thing --tnm|"))[0], "--thing-name");
    assert!(texts(&at("put-thing --zzz|")).is_empty());
    let found = at("put-thing --col|");
    assert_eq!((found.start, found.end), (10, 15));
}

#[test]
fn values_come_from_enums_choices_and_profiles() {
    assert_eq!(
        texts(&at("put-thing --colour |")),
        ["red", "green", "dark-blue"]
    );
    assert_eq!(texts(&at("put-thing --colour db|")), ["dark-blue"]);
    let found = at("put-thing --colour=gr|");
    assert_eq!((texts(&found), found.start), (vec!["green"], 19));
    assert_eq!(
        texts(&at("put-thing --output ya|")),
        ["yaml", "yaml-stream"]
    );
    assert_eq!(texts(&at("--profile | put-thing")), ["default", "work"]);
    assert!(texts(&at("put-thing --thing-name |")).is_empty());
    assert!(texts(&at("put-thing --colour red|")).is_empty());
}

#[test]
fn lists_take_values_until_the_next_option() {
    let found = at("put-thing --colours red |");
    assert_eq!(
        texts(&found)[..4],
        ["red", "green", "dark-blue", "--thing-name"]
    );
    assert_eq!(texts(&at("put-thing --colours red gr|"))[0], "green");
    let found = at("put-thing --fragile |");
    assert_eq!(texts(&found)[0], "--thing-name");
}

#[test]
fn files_follow_where_they_are_read() {
    let directory = std::env::temp_dir().join(format!("smithgen-files-{}", std::process::id()));
    std::fs::create_dir_all(directory.join("inner")).expect("made");
    std::fs::write(directory.join("input.json"), "").expect("written");
    let path = directory.to_str().expect("text");
    let line = format!("put-thing --cli-input-json file://{path}/in");
    let found = grammar(true).at(&line, line.len());
    std::fs::remove_dir_all(&directory).expect("deleted");
    let expected = [
        format!("file://{path}/inner/"),
        format!("file://{path}/input.json"),
    ];
    assert_eq!(texts(&found), expected);
    assert_eq!(texts(&at("put-thing --cli-input-json |")), ["file://"]);
}

#[test]
fn no_place_of_any_line_is_a_problem() {
    let line = "put-thing --colour='é \" --x=\\";
    for place in (0..=line.len()).filter(|place| line.is_char_boundary(*place)) {
        for is_implied in [true, false] {
            let found = grammar(is_implied).at(line, place);
            assert!(found.start <= found.end && found.end <= line.len());
        }
    }
}
