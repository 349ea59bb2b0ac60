use super::*;

use crate::fixture::SERVICE;
use crate::table::added;

/// The parameters after options of `put-thing` were given.
fn filled(given: &[(&'static Added, Supplied)]) -> Result<String, Failure> {
    let input = SERVICE.commands[1].operation.input();
    let mut params = Map::new();
    for (added, supplied) in given {
        fill(&mut params, added, supplied, input)?;
    }
    Ok(json::compact(&Value::Map(params)))
}

fn word(text: &str) -> Supplied {
    Supplied::One(Word::from(text))
}

#[test]
fn options_fill_nested_members() {
    static LABEL: Added = added("--label", "", Fills::Value(r#"{"tree": {"label": "$"}}"#));
    static WEIGHT: Added = added("--weight", "", Fills::Value(r#"{"tree": {"weight": "$"}}"#));
    static TREES: Added = added(
        "--saplings",
        "",
        Fills::Each(r#"{"trees": [{"label": "$"}]}"#),
    );
    static TAGS: Added = added(
        "--tags-of",
        "",
        Fills::Needing(r#"{"tree": {"tags": "$"}}"#, &["a"], "a is needed"),
    );
    let words = Supplied::Many(vec![Word::from("x"), Word::from("y")]);
    let all = [
        (&LABEL, word("oak")),
        (&WEIGHT, word("1.5")),
        (&TREES, words),
        (&TAGS, word("a=1,b=2")),
    ];
    assert_eq!(
        filled(&all).unwrap(),
        r#"{"tree": {"label": "oak", "weight": 1.5, "tags": {"a": "1", "b": "2"}}, "trees": [{"label": "x"}, {"label": "y"}]}"#
    );
    for (added, text, problem) in [(&WEIGHT, "heavy", "heavy"), (&TAGS, "b=2", "a is needed")] {
        let failure = filled(&[(added, word(text))]).unwrap_err().told(true);
        assert!(format!("{failure:?}").contains(problem), "{failure:?}");
    }
}

#[test]
fn options_choose_by_what_is_given() {
    static BY_PREFIX: Added = added(
        "--place",
        "",
        Fills::Prefix("r-", r#"{"place": {"room": "$"}}"#, r#"{"thingName": "$"}"#),
    );
    static FLAG: Added = added("--kept", "", Fills::Flag(r#"{"fragile": "$"}"#));
    assert_eq!(
        filled(&[(&BY_PREFIX, word("r-1"))]).unwrap(),
        r#"{"place": {"room": "r-1"}}"#
    );
    assert_eq!(
        filled(&[(&BY_PREFIX, word("vase"))]).unwrap(),
        r#"{"thingName": "vase"}"#
    );
    assert_eq!(
        filled(&[(&FLAG, Supplied::Flag(false))]).unwrap(),
        r#"{"fragile": false}"#
    );
}

#[test]
fn ranges_are_one_number_or_two() {
    let shown = |text: &str, separator: &str| {
        let words = [("-1", "-1"), ("all", "-1")];
        range(text, separator, &words).map(|[a, b]| format!("{a} {b}"))
    };
    assert_eq!(shown("3", ":").as_deref(), Some("3 3"));
    assert_eq!(shown("1:3", ":").as_deref(), Some("1 3"));
    assert_eq!(shown("-1", "-").as_deref(), Some("-1 -1"));
    assert_eq!(shown("22-25", "-").as_deref(), Some("22 25"));
    for wrong in ["", "a", "1:", ":1", "1:2:3"] {
        assert_eq!(shown(wrong, ":"), None, "{wrong}");
    }
}

#[test]
fn words_and_numbers_are_known() {
    let known = |text: &str| super::word(text, &[("tcp", "tcp"), ("all", "-1")], (-1, 255));
    assert_eq!(known("tcp").as_deref(), Some("tcp"));
    assert_eq!(known("all").as_deref(), Some("-1"));
    assert_eq!(known("50").as_deref(), Some("50"));
    assert_eq!(known("256"), None);
    assert_eq!(known("smtp"), None);
}

#[test]
fn the_structure_that_is_filled_goes_by_a_word() {
    static COLOUR: Added = added("--colour", "", Fills::Value(r#"{"tree": {"label": "$"}}"#));
    macro_rules! variant {
        ($member:literal) => {
            Fills::Variant(
                &["tree", "label"],
                &[("oak", "place"), ("fir", "tree")],
                concat!(r#"{"$2": {""#, $member, r#"": "$"}}"#),
            )
        };
    }
    static WEIGHT: Added = added("--weight", "", variant!("weight"));
    static SHELF: Added = added("--shelf", "", variant!("shelf"));
    let given = |label: &str, option, text: &str| {
        let filled = filled(&[(&COLOUR, word(label)), (option, word(text))]);
        filled.unwrap_or_else(|error| format!("{error:?}"))
    };
    assert_eq!(
        given("fir", &WEIGHT, "1.5"),
        r#"{"tree": {"label": "fir", "weight": 1.5}}"#
    );
    assert_eq!(
        given("oak", &SHELF, "7"),
        r#"{"tree": {"label": "oak"}, "place": {"shelf": 7}}"#
    );
    // What the structure does not have is refused later, whatever it is.
    assert_eq!(
        given("fir", &SHELF, "x"),
        r#"{"tree": {"label": "fir", "shelf": "x"}}"#
    );
    assert_eq!(
        given("elm", &SHELF, "x"),
        r#"{"tree": {"label": "elm"}, "elm": {"shelf": "x"}}"#
    );
    let refused = given("oak", &SHELF, "high");
    assert!(
        refused.contains("invalid literal for int() with base 10: 'high'"),
        "{refused}"
    );
    let refused = given("fir", &WEIGHT, "heavy");
    assert!(
        refused.contains("could not convert string to float: 'heavy'"),
        "{refused}"
    );
    let yes = |text: &str| of_kind(Some(Kind::Boolean), text.to_owned()).unwrap();
    assert_eq!(
        [yes("true"), yes("FALSE"), yes("no")].map(|it| it.is_truthy()),
        [true, false, true]
    );
}

#[test]
fn templates_are_merged_into_what_is_there() {
    let mut params = Map::new();
    for template in [
        r#"{"Items": [{"Index": 0, "Size": "$"}]}"#,
        r#"{"Items": [{"Index": 0, "Flag": true}], "Name": "$"}"#,
    ] {
        let filled = substituted(&json::parse(template).unwrap(), &[Value::from(4)]);
        merge(&mut params, filled.as_map().unwrap().clone());
    }
    assert_eq!(
        json::compact(&Value::Map(params)),
        r#"{"Items": [{"Index": 0, "Size": 4, "Flag": true}], "Name": 4}"#
    );
}

#[test]
fn the_innermost_list_has_an_item_for_each() {
    let template = r#"{"A": [{"B": [{"N": "$1", "V": "$2"}]}]}"#;
    let given = pairs(r#"x=1,"y,z=2""#).unwrap();
    let filled = repeated(&json::parse(template).unwrap(), &given);
    assert_eq!(
        json::compact(&filled),
        r#"{"A": [{"B": [{"N": "x", "V": "1"}, {"N": "y,z", "V": "2"}]}]}"#
    );
    assert!(pairs("x").is_err() && pairs("x=1=2").is_err());
}

#[test]
fn options_fill_by_their_suffix_with_a_name_of_their_own() {
    static SUFFIX: Added = added(
        "--from",
        "",
        Fills::Suffix(
            ".s3",
            r#"{"tree": {"label": "$2"}}"#,
            r#"{"thingName": "$1", "tree": {"label": "$2"}}"#,
        ),
    );
    let label = |text: &str| {
        let filled = filled(&[(&SUFFIX, word(text))]).unwrap();
        let (head, tail) = filled.split_once(r#""label": ""#).unwrap();
        (head.to_owned(), tail.to_owned())
    };
    let (head, name) = label("a.s3");
    assert_eq!(head, r#"{"tree": {"#);
    let numbers = name.strip_prefix("a.s3-").unwrap().trim_end_matches("\"}}");
    let numbers: Vec<u64> = numbers.split('-').map(|it| it.parse().unwrap()).collect();
    assert!(matches!(numbers[..], [time, 1..=1_000_000] if time > 1_700_000_000));
    let (head, _) = label("a");
    assert_eq!(head, r#"{"thingName": "a", "tree": {"#);
}

#[test]
fn tags_are_keys_with_or_without_values() {
    static TAGS: Added = added(
        "--tags",
        "",
        Fills::Tags(r#"{"trees": [{"label": "$1", "leaf": "$2"}]}"#),
    );
    let words = ["a=b", "c=d=e", "f"].map(Word::from).to_vec();
    assert_eq!(
        filled(&[(&TAGS, Supplied::Many(words))]).unwrap(),
        r#"{"trees": [{"label": "a", "leaf": "b"}, {"label": "c", "leaf": "d=e"}, {"label": "f", "leaf": ""}]}"#
    );
}

#[test]
fn lists_tell_how_many_they_are() {
    static LIST: Added = added(
        "--paths",
        "",
        Fills::List(r#"{"tree": {"label": "$unique", "weight": "$2", "tags": "$1"}}"#),
    );
    let words = ["/a", "/b"].map(Word::from).to_vec();
    let filled = filled(&[(&LIST, Supplied::Many(words))]).unwrap();
    assert!(
        filled.starts_with(r#"{"tree": {"label": "cli-"#),
        "{filled}"
    );
    assert!(
        filled.ends_with(r#""weight": 2, "tags": ["/a", "/b"]}}"#),
        "{filled}"
    );
}
