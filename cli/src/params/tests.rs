//! Parameters for every kind of shape, from words to validated values.

use smithgen_runtime::schema::{Bounds, Kind, Member, Schema, Trait, prelude};

use super::unpack::{supports_shorthand, unpack};
use super::validate::validate;
use super::{base64, paramfile};
use crate::args::Word;
use crate::args::operation::Supplied;
use crate::errors::Failure;
use crate::errors::Voice;
use crate::json;
use crate::value::{Map, Value};

static SMALL: Schema = Schema::new(
    "test#Small",
    Kind::Structure,
    &[
        Member::new("name", &prelude::STRING),
        Member::new("count", &prelude::INTEGER),
        Member::new("ratio", &prelude::DOUBLE),
        Member::new("on", &prelude::BOOLEAN),
        Member::new("names", &NAMES),
        Member::new("tags", &TAGS),
        Member::new("inner", &SMALL),
        Member::new("data", &prelude::BLOB),
        Member::new("notes", &prelude::DOCUMENT),
    ],
);
static SMALLS: Schema = Schema::new("test#Smalls", Kind::List, &[Member::new("member", &SMALL)]);
static NAMES: Schema = Schema::new(
    "test#Names",
    Kind::List,
    &[Member::new("member", &prelude::STRING)],
);
static NUMBERS: Schema = Schema::new(
    "test#Numbers",
    Kind::List,
    &[Member::new("member", &prelude::LONG)],
);
static DOCUMENTS: Schema = Schema::new(
    "test#Documents",
    Kind::List,
    &[Member::new("member", &prelude::DOCUMENT)],
);
static TAGS: Schema = Schema::new(
    "test#Tags",
    Kind::Map,
    &[
        Member::new("key", &prelude::STRING),
        Member::new("value", &prelude::STRING),
    ],
);
static MATRIX: Schema = Schema::new(
    "test#Matrix",
    Kind::List,
    &[Member::new("member", &NUMBERS)],
);
static CHOICE: Schema = Schema::new(
    "test#Choice",
    Kind::Union,
    &[
        Member::new("text", &prelude::STRING),
        Member::new("number", &prelude::LONG),
    ],
);
static WRAPPER: Schema = Schema::new(
    "test#Wrapper",
    Kind::Structure,
    &[Member::new("Value", &prelude::STRING)],
);
static INPUT: Schema = Schema::new(
    "test#Input",
    Kind::Structure,
    &[
        Member::new("small", &SMALL).with_traits(&[Trait::Required]),
        Member::new("names", &NAMES).with_traits(&[Trait::Length(&Bounds::new(Some("2"), None))]),
        Member::new("choice", &CHOICE),
        Member::new("size", &prelude::LONG)
            .with_traits(&[Trait::Range(&Bounds::new(Some("5"), None))]),
        Member::new("when", &prelude::TIMESTAMP),
        Member::new("notes", &prelude::DOCUMENT),
        Member::new("data", &prelude::BLOB),
        Member::new("tags", &TAGS),
    ],
);

fn one(target: &'static Schema, text: &str) -> String {
    shown(unpack(
        "--x",
        &Member::new("x", target),
        &Supplied::One(Word::from(text)),
    ))
}

fn many(target: &'static Schema, words: &[&str]) -> String {
    let words = words.iter().map(|word| Word::from(*word)).collect();
    shown(unpack(
        "--x",
        &Member::new("x", target),
        &Supplied::Many(words),
    ))
}

fn shown(result: Result<Value, crate::errors::Failure>) -> String {
    match result {
        Ok(value) => json::compact(&value),
        Err(failure) => {
            let style = crate::errors::Style {
                program: "aws",
                format: crate::errors::ErrorFormat::Legacy,
                colour: false,
                width: 80,
                escape: false,
            };
            let text = failure.text(style);
            format!(
                "{} {}",
                failure.exit_code(),
                text.trim().trim_start_matches("aws: [ERROR]: ")
            )
        }
    }
}

#[test]
fn structures_take_shorthand_with_types_from_the_schema() {
    assert_eq!(
        one(
            &SMALL,
            "name=n,count=3,ratio=1.5,on=True,names=a,tags={k=v},inner={count=4,names=[x,y]}"
        ),
        r#"{"name": "n", "count": 3, "ratio": 1.5, "on": true, "names": ["a"], "tags": {"k": "v"}, "inner": {"count": 4, "names": ["x", "y"]}}"#
    );
    assert_eq!(
        one(&SMALL, "names=a,b,c,name=n"),
        r#"{"names": ["a", "b", "c"], "name": "n"}"#
    );
    assert_eq!(one(&SMALL, "on=maybe"), r#"{"on": "maybe"}"#);
    assert_eq!(
        one(&SMALL, "count=x"),
        "255 invalid literal for int() with base 10: 'x'"
    );
    assert_eq!(
        one(&SMALL, "ratio=x"),
        "255 could not convert string to float: 'x'"
    );
    assert_eq!(
        one(&SMALL, "inner={notes=x}"),
        "252 Error parsing parameter '--x': Shorthand syntax does not support document types. Use JSON input for \
         top-level argument to specify nested parameter: notes"
    );
}

#[test]
fn json_is_told_by_its_first_character() {
    assert_eq!(one(&SMALL, r#" {"name": 1}"#), r#"{"name": 1}"#);
    assert_eq!(one(&TAGS, "a=b,c=d"), r#"{"a": "b", "c": "d"}"#);
    assert_eq!(one(&TAGS, r#"{"a": "b"}"#), r#"{"a": "b"}"#);
    assert_eq!(
        one(&SMALL, "[1"),
        "252 Error parsing parameter '--x': Invalid JSON:\n[1"
    );
    assert_eq!(
        one(&prelude::DOCUMENT, r#"[1, {"a": null}]"#),
        r#"[1, {"a": null}]"#
    );
    assert!(one(&prelude::DOCUMENT, "a=b").starts_with(
        "252 Error parsing parameter '--x': Invalid JSON: Expecting value: line 1 column 1 (char 0)"
    ));
}

#[test]
fn lists_take_words_shorthand_or_json() {
    assert_eq!(
        many(&SMALLS, &["name=a", "name=b,count=2"]),
        r#"[{"name": "a"}, {"name": "b", "count": 2}]"#
    );
    assert_eq!(
        many(&SMALLS, &[r#"{"name": "a"}"#, r#"{"name": "b"}"#]),
        r#"[{"name": "a"}, {"name": "b"}]"#
    );
    assert_eq!(many(&SMALLS, &[r#"[{"name": "a"}]"#]), r#"[{"name": "a"}]"#);
    assert_eq!(many(&NUMBERS, &["1", " 2 ", "3_0"]), "[1, 2, 30]");
    assert_eq!(
        many(&NUMBERS, &["1", "x"]),
        "252 Error parsing parameter '--x': 1"
    );
    assert_eq!(many(&NAMES, &["a,b", "[c]"]), r#"["a,b", "[c]"]"#);
    assert_eq!(
        many(&DOCUMENTS, &["1", r#"{"a": []}"#]),
        r#"[1, {"a": []}]"#
    );
    assert_eq!(many(&NAMES, &[]), "[]");
    assert_eq!(many(&MATRIX, &["[[1, 2], [3]]"]), "[[1, 2], [3]]");
}

#[test]
fn scalars_have_their_own_readers() {
    assert_eq!(one(&prelude::LONG, "12"), "12");
    assert_eq!(
        one(&prelude::INTEGER, "x"),
        "255 invalid literal for int() with base 10: 'x'"
    );
    assert_eq!(one(&prelude::DOUBLE, "1e3"), "1000.0");
    assert_eq!(one(&prelude::TIMESTAMP, "tomorrow"), r#""tomorrow""#);
    assert_eq!(one(&WRAPPER, "alone"), r#"{"Value": "alone"}"#);
    assert_eq!(one(&WRAPPER, "Value=named"), r#"{"Value": "named"}"#);
    assert_eq!(one(&CHOICE, "number=5"), r#"{"number": 5}"#);
    let streamed = Member::new("x", &prelude::BLOB).with_traits(&[Trait::Streaming]);
    assert_eq!(
        shown(unpack(
            "--x",
            &streamed,
            &Supplied::One(Word::from("no/such"))
        )),
        "252 Error parsing parameter '--x': Blob values must be a path to a file."
    );
}

#[test]
fn files_stand_for_whole_values() {
    let path = std::env::temp_dir().join(format!("smithgen-unpack-{}", std::process::id()));
    let name = format!("file://{}", path.display());
    std::fs::write(&path, "name=n,count=1").unwrap();
    assert_eq!(one(&SMALL, &name), r#"{"name": "n", "count": 1}"#);
    std::fs::write(&path, "ab").unwrap();
    assert_eq!(many(&NAMES, &[&name]), r#"["a", "b"]"#);
    std::fs::write(&path, " \n").unwrap();
    assert_eq!(many(&NAMES, &[&name]), "255 string index out of range");
    std::fs::write(&path, [0xFF]).unwrap();
    assert_eq!(
        paramfile::load(&format!("fileb://{}", path.display())),
        Some(Ok(Value::Bytes(vec![0xFF])))
    );
    std::fs::remove_file(path).unwrap();
}

#[test]
fn only_what_nests_takes_shorthand() {
    for schema in [&SMALL, &SMALLS, &TAGS, &CHOICE, &MATRIX] {
        assert!(supports_shorthand(schema), "{}", schema.id());
    }
    for schema in [
        &NAMES,
        &NUMBERS,
        &DOCUMENTS,
        &prelude::STRING,
        &prelude::DOCUMENT,
    ] {
        assert!(!supports_shorthand(schema), "{}", schema.id());
    }
}

fn faults(text: &str) -> Vec<String> {
    match json::parse(text) {
        Ok(Value::Map(map)) => validate(&map, &INPUT, Voice::Reference),
        other => panic!("{other:?}"),
    }
}

#[test]
fn faults_come_in_the_order_of_the_reference() {
    assert_eq!(
        faults(
            r#"{"size": 4, "bogus": 1, "names": ["a"], "when": "no", "data": 5, "choice": {"text": "a", "number": 1}}"#
        ),
        [
            "Missing required parameter in input: \"small\"",
            "Unknown parameter in input: \"bogus\", must be one of: small, names, choice, size, when, notes, data, tags",
            "Invalid value for parameter size, value: 4, valid min value: 5",
            "Invalid length for parameter names, value: 1, valid min length: 2",
            "Invalid type for parameter when, value: no, type: <class 'str'>, valid types: <class \
             'datetime.datetime'>, timestamp-string",
            "Invalid type for parameter data, value: 5, type: <class 'int'>, valid types: <class 'bytes'>, <class \
             'bytearray'>, file-like object",
            "Invalid number of parameters set for tagged union structure choice. Can only set one of the following \
             keys: text, number.",
        ]
    );
}

#[test]
fn paths_lead_into_nested_values() {
    assert_eq!(
        faults(
            r#"{"small": {"inner": {"names": ["a", 1], "count": 1.5, "zzz": 0}, "on": "x", "ratio": true}, "tags": {"k": 1}, "choice": {}}"#
        ),
        [
            "Unknown parameter in small.inner: \"zzz\", must be one of: name, count, ratio, on, names, tags, inner, \
             data, notes",
            "Invalid type for parameter small.inner.names[1], value: 1, type: <class 'int'>, valid types: <class 'str'>",
            "Invalid type for parameter small.inner.count, value: 1.5, type: <class 'float'>, valid types: <class 'int'>",
            "Invalid type for parameter small.on, value: x, type: <class 'str'>, valid types: <class 'bool'>",
            "Invalid type for parameter tags.k, value: 1, type: <class 'int'>, valid types: <class 'str'>",
            "Must set one of the following keys for tagged unionstructure choice: text, number.",
        ]
    );
    assert_eq!(
        faults(r#"{"small": {}, "when": "2020-01-01", "notes": {"any": [1, null]}}"#),
        [""; 0]
    );
}

#[test]
fn blobs_are_base64_wherever_they_are() {
    let read = |text: &str| {
        let mut value = json::parse(text).unwrap();
        base64::decode_blobs(&mut value, &INPUT).map(|()| value)
    };
    let value = read(r#"{"data": "aGk=", "small": {"inner": {"data": "aGk="}}}"#).unwrap();
    let mut expected = Map::new();
    expected.insert("data", Value::Bytes(b"hi".to_vec()));
    assert_eq!(value.get("data"), Some(&Value::Bytes(b"hi".to_vec())));
    assert_eq!(
        value.get("small").and_then(|s| s.get("inner")),
        Some(&Value::Map(expected))
    );
    assert_eq!(
        read(r#"{"data": "hello!"}"#).unwrap_err(),
        "Invalid base64: \"hello!\""
    );
}

static SECRETS: Schema = Schema::new(
    "test#Secrets",
    Kind::Structure,
    &[
        Member::new("secret", &prelude::STRING).with_traits(&[Trait::Sensitive]),
        Member::new("code", &prelude::INTEGER).with_traits(&[
            Trait::Sensitive,
            Trait::Range(&Bounds::new(Some("1000"), None)),
        ]),
        Member::new("list", &SECRET_LIST),
        Member::new("map", &SECRET_MAP),
        Member::new("inner", &SECRETS),
        Member::new("plain", &prelude::STRING),
    ],
);
static SECRET_LIST: Schema = Schema::new(
    "test#SecretList",
    Kind::List,
    &[Member::new("member", &prelude::STRING).with_traits(&[Trait::Sensitive])],
);
static SECRET_MAP: Schema = Schema::new(
    "test#SecretMap",
    Kind::Map,
    &[
        Member::new("key", &prelude::STRING).with_traits(&[Trait::Sensitive]),
        Member::new("value", &prelude::INTEGER),
    ],
);

#[test]
fn faults_do_not_show_secrets() {
    let faults = |text: &str| match json::parse(text) {
        Ok(Value::Map(map)) => validate(&map, &SECRETS, Voice::Reference),
        other => panic!("{other:?}"),
    };
    for text in [
        r#"{"secret": 4242}"#,
        r#"{"secret": ["4242"]}"#,
        r#"{"code": 424}"#,
        r#"{"code": "4242"}"#,
        r#"{"list": ["a", 4242]}"#,
        r#"{"list": "4242"}"#,
        r#"{"map": {"4242": "x"}}"#,
        r#"{"map": 4242}"#,
        r#"{"inner": {"inner": {"secret": 4242}}}"#,
        r#"{"inner": "4242"}"#,
    ] {
        let found = faults(text).join("\n");
        assert!(
            found.contains("value: *** Sensitive Data Redacted ***") || text.contains("map\": {"),
            "{found}"
        );
        assert!(!found.contains("424"), "{found}");
        let Ok(Value::Map(map)) = json::parse(text) else {
            panic!("{text}");
        };
        let found = validate(&map, &SECRETS, Voice::Own).join("\n");
        assert!(!found.contains("424"), "{found}");
    }
    let pin = Member::new("pin", &prelude::INTEGER).with_traits(&[Trait::Sensitive]);
    let supplied = Supplied::One(Word::from("424x"));
    match unpack("--pin", &pin, &supplied).map_err(|failure| failure.told(false)) {
        Err(Failure::Param(message)) => assert!(!message.contains("424"), "{message}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(
        faults(r#"{"secret": 4242}"#),
        [
            "Invalid type for parameter secret, value: *** Sensitive Data Redacted ***, type: <class 'int'>, valid \
             types: <class 'str'>"
        ]
    );
    assert_eq!(
        faults(r#"{"plain": 4242}"#),
        [
            "Invalid type for parameter plain, value: 4242, type: <class 'int'>, valid types: <class 'str'>"
        ]
    );
}
