use smithgen_runtime::operation::Service;
use smithgen_runtime::protocol;
use smithgen_runtime::schema::{Kind, Member, Schema, prelude};

use super::*;
use crate::json;
use crate::table::token as entry;

static SERVICE: Service = Service::new("x#Shelves", "Shelves", "1", &protocol::AWS_JSON_1_0);
static KEY: Schema = Schema::new(
    "x#Key",
    Kind::Map,
    &[
        Member::new("key", &prelude::STRING),
        Member::new("value", &prelude::BLOB),
    ],
);
static INPUT: Schema = Schema::new(
    "x#Input",
    Kind::Structure,
    &[
        Member::new("Marker", &prelude::STRING),
        Member::new("Key", &KEY),
        Member::new("Size", &prelude::INTEGER),
    ],
);
static OUTPUT: Schema = Schema::new("x#Output", Kind::Structure, &[]);
static LIST: OperationSpec = OperationSpec::new("List", &SERVICE, &INPUT, &OUTPUT);
static MARKED: Pages = Pages::new(
    &[entry(0, "Next || Rest[-1]")],
    &["In.Things", "Rest", "Count"],
)
.with_page_size(2)
.with_more("More")
.with_shared(&["Owner", "In.Name"]);
static KEYED: Pages = Pages::new(&[entry(0, "Next"), entry(1, "NextKey")], &["Things"]);

/// Walks through pages in JSON, and gives the requests and the result.
fn walked(pages: &'static Pages, wish: Wish, answers: &[&str]) -> (Vec<String>, String) {
    let mut requests = Vec::new();
    let mut answers = answers.iter();
    let mut send = |params: &Map| {
        requests.push(Value::Map(params.clone()).repr().to_string());
        match json::parse(answers.next().unwrap()) {
            Ok(Value::Map(map)) => Ok(map),
            other => panic!("{other:?}"),
        }
    };
    let result = Walk::new(pages, &LIST, Map::new(), wish).and_then(|walk| walk.joined(&mut send));
    let result = match result {
        Ok(map) => json::compact(&Value::Map(map)),
        Err(failure) => format!("{failure:?}"),
    };
    (requests, result)
}

fn most(items: i64) -> Wish {
    Wish {
        items: Some(Int::from(items)),
        ..Wish::default()
    }
}

fn from(token: &str) -> Wish {
    Wish {
        start: Some(token.to_owned()),
        ..Wish::default()
    }
}

const TWO: [&str; 2] = [
    r#"{"In":{"Things":["a","b"],"Name":"n"},"Rest":["r"],"Count":2,"More":true,"Owner":null}"#,
    r#"{"In":{"Things":["c"],"Name":"m"},"Rest":["s"],"Count":1,"More":false,"Next":"t","Owner":"o"}"#,
];

#[test]
fn lists_are_joined_numbers_added_and_the_rest_is_of_the_first_page() {
    let (requests, result) = walked(&MARKED, Wish::default(), &TWO);
    assert_eq!(requests, ["{}", "{'Marker': 'r'}"]);
    assert_eq!(
        result,
        r#"{"In": {"Things": ["a", "b", "c"], "Name": "n"}, "Rest": ["r", "s"], "Count": 3, "Owner": null}"#
    );
}

#[test]
fn a_walk_that_was_cut_goes_on_where_it_was() {
    let (requests, result) = walked(&MARKED, most(1), &TWO);
    assert_eq!(requests, ["{}"]);
    let token = base64::encode(br#"{"Marker": null, "boto_truncate_amount": 1}"#);
    assert!(
        result.ends_with(&format!(r#""NextToken": "{token}"}}"#)),
        "{result}"
    );
    // The last key of what is left out is no token.
    let first = TWO[0].replace("\"More\":true", "\"More\":true,\"Next\":\"r\"");
    let (requests, result) = walked(&MARKED, from(&token), &[&first, TWO[1]]);
    assert_eq!(requests, ["{}", "{'Marker': 'r'}"]);
    // What is not counted was shown with the first part of its page.
    assert!(
        result.starts_with(r#"{"In": {"Things": ["b", "c"]"#),
        "{result}"
    );
    assert!(result.contains(r#""Rest": ["s"], "Count": 1"#), "{result}");
}

#[test]
fn at_the_end_of_a_page_the_token_is_that_of_the_next() {
    let (_, result) = walked(&MARKED, most(2), &TWO);
    let token = base64::encode(br#"{"Marker": "r"}"#);
    assert!(
        result.ends_with(&format!(r#""NextToken": "{token}"}}"#)),
        "{result}"
    );
}

#[test]
fn bytes_in_tokens_are_named() {
    let pages = [
        r#"{"Things":[1],"NextKey":{"id":"AP8="}}"#,
        r#"{"Things":[2]}"#,
    ];
    let (requests, _) = walked(&KEYED, Wish::default(), &pages);
    assert_eq!(requests, ["{}", r"{'Key': {'id': b'\x00\xff'}}"]);
    let (_, result) = walked(&KEYED, most(1), &pages);
    let token = base64::encode(
        br#"{"Marker": null, "Key": {"id": "AP8="}, "boto_encoded_keys": [["Key", "id"]]}"#,
    );
    assert!(result.contains(&token), "{result}");
    let (requests, _) = walked(&KEYED, from(&token), &pages[1..]);
    assert_eq!(requests, [r"{'Key': {'id': b'\x00\xff'}}"]);
}

#[test]
fn what_is_no_token_of_ours_is_one_of_the_service() {
    for (token, request) in [
        ("not-base64!", "{'Marker': 'not-base64!'}"),
        ("m___2", "{'Marker': 'm'}"),
        ("m___x", "{'Marker': 'm___x'}"),
        ("None", "{}"),
    ] {
        let (requests, _) = walked(&MARKED, from(token), &[r#"{"In":{}}"#]);
        assert_eq!(requests, [request], "{token}");
    }
    let (_, result) = walked(&MARKED, from("a___b___c"), &[]);
    assert_eq!(result, r#"General("Bad starting token: a___b___c")"#);
    let number = base64::encode(b"12");
    let (_, result) = walked(&MARKED, from(&number), &[]);
    assert_eq!(result, r#"General("'int' object has no attribute 'pop'")"#);
}

#[test]
fn a_token_that_comes_twice_ends_the_walk() {
    let page = r#"{"Things":[1],"Next":"m"}"#;
    let (requests, result) = walked(&KEYED, Wish::default(), &[page, page, page]);
    assert_eq!(requests.len(), 2);
    let expected = "Error during pagination: The same next token was received twice: {'Marker': 'm', 'Key': None}";
    assert_eq!(result, format!("General({expected:?})"));
}

#[test]
fn an_empty_token_is_none() {
    let (requests, _) = walked(&KEYED, Wish::default(), &[r#"{"Next":"","NextKey":{}}"#]);
    assert_eq!(requests.len(), 1);
}

#[test]
fn numbers_of_items_that_make_no_sense_are_taken_as_python_takes_them() {
    let (_, result) = walked(&MARKED, most(-1), &TWO);
    assert!(result.starts_with(r#"{"In": {"Things": ["a"]"#), "{result}");
    let huge = Wish {
        items: Int::parse("99999999999999999999"),
        ..Wish::default()
    };
    let (_, result) = walked(&MARKED, huge, &TWO);
    assert!(!result.contains("NextToken"), "{result}");
}
