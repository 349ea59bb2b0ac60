//! What the JSON codec makes of good, odd, broken and hostile texts.

use smithgen_runtime::dynamic::{DynamicStructure, Typing, Value};
use smithgen_runtime::{
    DateTime, DecodeError, Document, InputError, JsonStyle, Kind, Member, Number, Schema,
    Strictness, Structure, TimestampFormat, Trait, Untyped, codec, json, prelude,
};

static ALL: Schema = Schema::new(
    "test#All",
    Kind::Structure,
    &[
        Member::new("string", &prelude::STRING),
        Member::new("renamed", &prelude::STRING).with_traits(&[Trait::JsonName("on the wire")]),
        Member::new("bool", &prelude::BOOLEAN),
        Member::new("byte", &prelude::BYTE),
        Member::new("integer", &prelude::INTEGER),
        Member::new("long", &prelude::LONG),
        Member::new("float", &prelude::FLOAT),
        Member::new("double", &prelude::DOUBLE),
        Member::new("bigInteger", &prelude::BIG_INTEGER),
        Member::new("bigDecimal", &prelude::BIG_DECIMAL),
        Member::new("blob", &prelude::BLOB),
        Member::new("time", &prelude::TIMESTAMP),
        Member::new("date", &prelude::TIMESTAMP)
            .with_traits(&[Trait::TimestampFormat(TimestampFormat::DateTime)]),
        Member::new("document", &prelude::DOCUMENT),
        Member::new("strings", &STRINGS),
        Member::new("sparse", &SPARSE),
        Member::new("map", &MAP),
        Member::new("inner", &ALL),
        Member::new("choice", &CHOICE),
        Member::new("secrets", &SECRETS),
    ],
);
static STRINGS: Schema = Schema::new(
    "test#Strings",
    Kind::List,
    &[Member::new("member", &prelude::STRING)],
);
static SPARSE: Schema = Schema::new(
    "test#Sparse",
    Kind::List,
    &[Member::new("member", &prelude::INTEGER)],
)
.with_traits(&[Trait::Sparse]);
static MAP: Schema = Schema::new(
    "test#Map",
    Kind::Map,
    &[
        Member::new("key", &prelude::STRING),
        Member::new("value", &ALL),
    ],
);
static SECRETS: Schema = Schema::new(
    "test#Secrets",
    Kind::Map,
    &[
        Member::new("key", &prelude::STRING).with_traits(&[Trait::Sensitive]),
        Member::new("value", &prelude::INTEGER),
    ],
);
static CHOICE: Schema = Schema::new(
    "test#Choice",
    Kind::Union,
    &[
        Member::new("text", &prelude::STRING),
        Member::new("number", &prelude::INTEGER),
    ],
);

const FULL: &str = r#"{"string":"a\"\\\/\b\f\n\r\té\u00e9\ud83d\ude39","on the wire":"x","bool":true,
 "byte":-128,"integer":2147483647,"long":-9223372036854775808,"float":1.5,"double":-1.25e-3,
 "bigInteger":123456789012345678901234567890,"bigDecimal":0.10000000000000000000000001,
 "blob":"aGk=","time":1515531081.5,"date":"2018-01-09T20:51:21Z","document":{"a":[1,null,{}]},
 "strings":["a","b"],"sparse":[1,null],"map":{"k":{"string":"v"}},"inner":{"inner":{}},
 "choice":{"number":7},"secrets":{"k":1}}"#;

fn read_as(text: &[u8], strictness: Strictness) -> Result<DynamicStructure, DecodeError> {
    let mut value = DynamicStructure::new(&ALL, Typing::Typed);
    json::REST.read_members(text, &mut value, codec::Part::All, strictness)?;
    Ok(value)
}

fn read(text: &str) -> Result<DynamicStructure, DecodeError> {
    read_as(text.as_bytes(), Strictness::Lenient)
}

fn strict(text: &str) -> Result<DynamicStructure, DecodeError> {
    read_as(text.as_bytes(), Strictness::Strict)
}

fn member<'a>(value: &'a DynamicStructure, name: &str) -> Option<&'a Value> {
    value.value(ALL.member_index(name).unwrap())
}

#[test]
fn what_is_written_reads_the_same() {
    let value = read(FULL).unwrap();
    assert_eq!(
        member(&value, "string"),
        Some(&Value::Str("a\"\\/\u{8}\u{c}\n\r\téé😹".into()))
    );
    let time = DateTime::new(1_515_531_081, 500_000_000);
    assert_eq!(member(&value, "time"), Some(&Value::Timestamp(time)));
    let text = json::to_string(&value).unwrap();
    assert_eq!(read(&text).unwrap(), value);
    let spaced = json::REST
        .write_members(&value, codec::Part::All, JsonStyle::Python)
        .unwrap();
    assert!(spaced.is_ascii());
    let mut whole_seconds = value;
    let time = Value::Timestamp(DateTime::from_secs(1_515_531_081));
    whole_seconds.set(ALL.member_index("time").unwrap(), time);
    assert_eq!(read_as(&spaced, Strictness::Strict).unwrap(), whole_seconds);
}

#[test]
fn python_spells_it_so() {
    let document = json::document(
        "{\"a\":[1,2.0,true,null],\"é\":\"\u{7f}\u{1f639}\\u0001\\n\\\"\",\"e\":{},\"f\":1e16}"
            .as_bytes(),
    );
    let text = json::write_document(&document.unwrap(), JsonStyle::Python).unwrap();
    let python = r#"{"a": [1, 2.0, true, null], "\u00e9": "\u007f\ud83d\ude39\u0001\n\"", "e": {}, "f": 1e+16}"#;
    assert_eq!(String::from_utf8(text).unwrap(), python);
}

#[test]
fn members_are_written_in_the_order_in_which_they_were_set() {
    let value = read(r#"{"long":1,"string":"s","bool":false}"#).unwrap();
    assert_eq!(
        json::to_string(&value).unwrap(),
        r#"{"long":1,"string":"s","bool":false}"#
    );
}

#[test]
fn any_order_unknown_members_and_duplicates() {
    let text = r#" { "zzz" : {"a":["\u0041",-1.5e9,true,false,null]} , "long":1, "bool":true,
        "string":"first", "string" : "last", "long":null } "#;
    let value = read(text).unwrap();
    assert_eq!(member(&value, "string"), Some(&Value::Str("last".into())));
    assert_eq!(member(&value, "long"), Some(&Value::I64(1)));
    assert_eq!(value.iter().count(), 3);
}

#[test]
fn a_client_forgives_what_a_server_refuses() {
    for text in [
        r#"{"integer":1.0}"#,
        r#"{"integer":1e3}"#,
        r#"{"time":"2018-01-09T20:51:21Z"}"#,
        r#"{"date":"2018-01-09T21:51:21+01:00"}"#,
        r#"{"date":1515531081}"#,
        r#"{"strings":["a",null]}"#,
        r#"{"choice":{"other":1}}"#,
        r#"{"choice":{"text":"a","other":1}}"#,
        r#"{"bigInteger":"12"}"#,
        r#"{"bigInteger":1.0}"#,
        r#"{"bigInteger":1e3}"#,
    ] {
        read(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert!(strict(text).is_err(), "{text}");
    }
    let union = read(r#"{"choice":{"__type":"x#Y","other":1}}"#).unwrap();
    let Some(Value::Structure(choice)) = member(&union, "choice") else {
        panic!("unset")
    };
    assert_eq!(choice.unknown(), Some("other"));
}

#[test]
fn values_of_another_type_are_refused_with_their_place() {
    let cases = [
        (r#"{"string":1}"#, "`string`: expected a string at byte 10"),
        (r#"{"bool":"true"}"#, "`bool`: expected a boolean at byte 8"),
        (r#"{"byte":128}"#, "`byte`: an integer out of range"),
        (
            r#"{"integer":1.5}"#,
            "`integer`: expected an integer at byte 11",
        ),
        (
            r#"{"long":9223372036854775808}"#,
            "`long`: an integer out of range at byte 8",
        ),
        (
            r#"{"double":1e400}"#,
            "`double`: a number out of range at byte 10",
        ),
        (
            r#"{"float":1e39}"#,
            "`float`: a number out of range at byte 9",
        ),
        (
            r#"{"double":"nan"}"#,
            "`double`: expected a number at byte 10",
        ),
        (r#"{"blob":"a"}"#, "`blob`: not base64 at byte 8"),
        (
            r#"{"date":"yesterday"}"#,
            "`date`: not a timestamp of the form",
        ),
        (
            r#"{"strings":{}}"#,
            "`strings`: expected an array at byte 11",
        ),
        (
            r#"{"strings":["a",["b"]]}"#,
            "`strings[1]`: expected a string at byte 16",
        ),
        (
            r#"{"map":{"k":{"inner":{"long":[]}}}}"#,
            "`map[k].inner.long`: expected an integer",
        ),
        (
            r#"{"secrets":{"password":true}}"#,
            "`secrets[…]`: expected an integer",
        ),
        (r#"{"inner":7}"#, "`inner`: expected an object at byte 9"),
        (r#"[]"#, "expected an object at byte 0"),
        (r#"{} x"#, "text after the end of the document at byte 3"),
        (
            r#"{"string":"a" "bool":true}"#,
            "expected a comma or the end",
        ),
        (
            "{\"string\":\"a\nb\"}",
            "`string`: a control character in a string at byte 12",
        ),
        (r#"{"string":"\x"}"#, "`string`: an unknown escape"),
        (r#"{"integer":012}"#, "`integer`: expected an integer"),
        (r#"{"integer":0x42}"#, "`integer`: expected an integer"),
        ("", "the document ends too early at byte 0"),
    ];
    for (text, message) in cases {
        let error = read(text).unwrap_err().to_string();
        assert!(error.starts_with(message), "{text}: {error}");
    }
}

#[test]
fn every_cut_is_an_error_and_no_cut_a_panic() {
    assert!(read(FULL).is_ok());
    for end in 0..FULL.len() {
        let error = read_as(&FULL.as_bytes()[..end], Strictness::Lenient).unwrap_err();
        assert!(
            error.offset.is_some_and(|offset| offset <= end),
            "{end}: {error}"
        );
        assert!(json::document(&FULL.as_bytes()[..end]).is_err());
    }
}

/// A small generator of numbers: the same bytes are tried in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % below
    }
}

#[test]
fn no_mutation_panics_and_what_is_read_can_be_written() {
    let mut numbers = Numbers(42);
    let alphabet = b"{}[]\":,\\u0eE+-.nulltruefalse \x00\xff\xc3\xa9d8";
    let mut read_ones = 0;
    for _ in 0..20_000 {
        let mut text = FULL.as_bytes().to_vec();
        for _ in 0..=numbers.next(4) {
            let at = numbers.next(text.len());
            match numbers.next(4) {
                0 => text[at] = alphabet[numbers.next(alphabet.len())],
                1 => drop(text.remove(at)),
                2 => text.insert(at, alphabet[numbers.next(alphabet.len())]),
                _ => {
                    let end = (at + numbers.next(40)).min(text.len());
                    let part = text[at..end].to_vec();
                    let to = numbers.next(text.len());
                    text.splice(to..to, part);
                }
            }
        }
        let _ = read_as(&text, Strictness::Strict);
        let _ = json::document(&text);
        if let Ok(value) = read_as(&text, Strictness::Lenient) {
            read_ones += 1;
            match json::to_string(&value) {
                Ok(again) => assert!(read(&again).is_ok(), "{again}"),
                // An unknown union member can be read, not written.
                Err(InputError::Invalid { path, .. }) => {
                    assert!(path.ends_with("choice"), "{path}")
                }
                Err(error) => panic!("{error}"),
            }
        }
    }
    assert!(
        read_ones > 500,
        "mutations that change nothing prove nothing: {read_ones}"
    );
}

#[test]
fn depth_is_limited_and_fits_a_small_stack() {
    let nested =
        |depth: usize| format!("{}{}", "{\"inner\":".repeat(depth), "{}") + &"}".repeat(depth);
    // A quarter of what threads have by default, in an unoptimised build.
    let run = move || {
        let value = read(&nested(200)).unwrap();
        assert!(format!("{value:?}").len() > 100);
        assert!(smithgen_runtime::validate::missing_required(&value).is_empty());
        assert_eq!(json::to_string(&value).unwrap(), nested(200));
        drop(value.clone());
        for text in [
            nested(1_000_000),
            "{\"zzz\":".to_owned() + &"[".repeat(1_000_000),
            "{\"document\":".to_owned() + &"[".repeat(1_000_000),
            "{\"zzz\":".repeat(1_000_000),
        ] {
            let error = read(&text).unwrap_err();
            assert_eq!(error.reason, "nested too deeply");
        }
    };
    std::thread::Builder::new()
        .stack_size(512 << 10)
        .spawn(run)
        .unwrap()
        .join()
        .unwrap();
}

#[test]
fn a_value_nested_too_deeply_cannot_be_written() {
    let mut value = DynamicStructure::new(&ALL, Typing::Typed);
    for _ in 0..300 {
        let mut outer = DynamicStructure::new(&ALL, Typing::Typed);
        outer.set(ALL.member_index("inner").unwrap(), Value::Structure(value));
        value = outer;
    }
    let error = json::to_string(&value).unwrap_err();
    assert!(matches!(error, InputError::Invalid { reason, .. } if reason == "nested too deeply"));
    assert!(format!("{value:?}").contains('…'));
}

#[test]
fn numbers_of_any_length_are_read_or_refused() {
    let digits = "9".repeat(100_000);
    let value = read(&format!(
        "{{\"bigInteger\":{digits},\"bigDecimal\":0.{digits}}}"
    ))
    .unwrap();
    assert_eq!(json::to_string(&value).unwrap().len(), 200_031);
    assert!(read(&format!("{{\"integer\":{digits}}}")).is_err());
    assert!(read(&format!("{{\"integer\":1e{digits}}}")).is_err());
    assert!(read(&format!("{{\"time\":{digits}}}")).is_err());
    assert!(read(&format!("{{\"time\":0.{digits}}}")).is_ok());
    let document = json::document(format!("[{digits}]").as_bytes()).unwrap();
    let Document::Array(items) = document else {
        panic!("no array")
    };
    assert!(matches!(&items[..], [Document::Number(Number::Big(n))] if n.as_str() == digits));
}

#[test]
fn secrets_stay_out_of_debug_and_errors() {
    let value = read(r#"{"secrets":{"password":1},"string":"plain"}"#).unwrap();
    let shown = format!("{value:?}");
    assert!(
        !shown.contains("password") && shown.contains("plain"),
        "{shown}"
    );
    let error = read(r#"{"secrets":{"password":"hunter2"}}"#).unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(
        !shown.contains("hunter2") && !shown.contains("password"),
        "{shown}"
    );
}

#[test]
fn loose_values_keep_what_they_find() {
    let read = |text: &str| {
        let mut value = DynamicStructure::new(&ALL, Typing::Loose);
        let all = codec::Part::All;
        let read = json::REST.read_members(text.as_bytes(), &mut value, all, Strictness::Loose);
        read.map(|()| value)
    };
    let text = r#"{"time":1515531081,"string":5,"integer":"x","bool":1.50,"strings":[1,null],"other":NaN}"#;
    assert_eq!(
        json::to_string(&read(text).unwrap()).unwrap(),
        r#"{"time":1515531081,"string":5,"integer":"x","bool":1.5,"strings":[1,null]}"#
    );
    let strings = ALL.member_index("strings").unwrap();
    let value = read(r#"{"strings":"x"}"#).unwrap();
    match value.value(strings) {
        Some(Value::List(list)) => assert_eq!(list.found(), Some(&"x".into())),
        other => panic!("{other:?}"),
    }
    assert_eq!(
        read("[]").unwrap().found(),
        Some(&Untyped::List(Vec::new()))
    );
    assert_eq!(read("busy").unwrap().unreadable(), Some("busy"));
}
