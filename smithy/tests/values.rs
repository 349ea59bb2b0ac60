//! Whether values are of their shapes: every rule, with the options that soften it.

use smithgen_model::Severity;
use smithgen_model::model::Node;
use smithgen_model::node_validation::{NodeValidator, Options, Timestamps};
use smithgen_model::selector::Index;

const MODEL: &str = r#"
$version: "2.0"
namespace ex

structure All {
    byte: Byte
    short: Short
    integer: Integer
    long: Long
    big: BigInteger
    float: Float
    double: Double
    decimal: BigDecimal
    boolean: Boolean
    document: Document
    blob: Data
    text: Word
    time: Timestamp
    @timestampFormat("http-date") date: Epoch
    epoch: Epoch
    iso: Iso
    colour: Colour
    level: Level
    old: Old
    list: Numbers
    sparse: Sparse
    map: Map
    choice: Choice
    needed: Needed
    @range(min: -1, max: 1.5) ranged: Double
    @length(max: 1) short_text: Word
    ref: Reference
    strict: Strict
}

@length(min: 2, max: 3) blob Data
@length(min: 2) @pattern("^[a-z]+$") string Word
@timestampFormat("epoch-seconds") timestamp Epoch
@timestampFormat("date-time") timestamp Iso
enum Colour {
    RED = "red"
    GREEN
}
intEnum Level {
    LOW = 1
}
@enum([{value: "a"}, {value: "b"}]) string Old
@uniqueItems @length(max: 3) list Numbers { member: Integer }
@sparse list Sparse { member: Integer }
@length(max: 1) map Map { key: Word, value: Integer }
union Choice { a: Integer, b: String }
structure Needed { @required a: Integer }
@idRef(selector: "structure") string Reference
@idRef(failWhenMissing: true, errorMessage: "name a shape") string Strict
service S { version: "1" }
"#;

fn findings(options: Options, json: &str) -> Vec<(Severity, String, String)> {
    let (model, errors) = crate::support::model(MODEL);
    assert!(!errors.has_errors(), "{errors}");
    let index = Index::of(&model);
    let value: Node = serde_json::from_str(json).unwrap();
    let found = NodeValidator::new(&index, options).check(model.get("ex#All").unwrap(), &value);
    found
        .into_iter()
        .map(|it| (it.severity, it.path, it.message))
        .collect()
}

/// Checks what is found in objects with one member each: its path and a part of the message, or nothing.
fn check(options: Options, cases: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (json, expected) in cases {
        let found = findings(options, &format!("{{{json}}}"));
        let texts: Vec<String> = found
            .iter()
            .map(|(_, path, message)| format!("{path}: {message}"))
            .collect();
        let is_right = match *expected {
            "" => texts.is_empty(),
            expected => texts.len() == 1 && texts[0].contains(expected),
        };
        if !is_right {
            wrong.push(format!(
                "{json}\n  found    {texts:?}\n  expected {expected}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn values_are_of_their_types() {
    check(
        Options::default(),
        &[
            (
                r#""byte": 127, "short": -32768, "integer": 1, "long": 9223372036854775807"#,
                "",
            ),
            (
                r#""byte": 128"#,
                "byte: `smithy.api#Byte` is of type byte, which is from -128 to 127, but the value is 128",
            ),
            (r#""long": 9223372036854775808"#, "which is from"),
            (r#""integer": 1.0"#, "1.0 is no whole number"),
            (r#""big": 123456789012345678901234567890"#, ""),
            (r#""big": 1.5"#, "no whole number"),
            (
                r#""integer": "1""#,
                "expected a whole number for `smithy.api#Integer`, of type integer, found the string `1`",
            ),
            (r#""float": 1.5, "double": "NaN", "decimal": 1.5"#, ""),
            (
                r#""float": "nan""#,
                "a number or one of `NaN`, `Infinity`, `-Infinity`",
            ),
            (r#""decimal": "1""#, "expected a number"),
            (r#""boolean": 0"#, "expected a boolean"),
            (r#""document": null, "list": []"#, ""),
            (r#""document": {"a": [1, null]}"#, ""),
            (r#""text": null"#, "found null"),
            (r#""list": {}"#, "expected a list"),
            (r#""map": []"#, "expected an object"),
            (r#""choice": {"a": 1}"#, ""),
            (
                r#""choice": {"a": 1, "b": ""}"#,
                "one member may be set, but 2 are",
            ),
            (r#""choice": {"c": 1}"#, "`ex#Choice` has no member `c`"),
            (
                r#""needed": {}"#,
                "needed: `a` of `ex#Needed` is required, and missing",
            ),
            (
                r#""needed": {"a": null}"#,
                "needed.a: `a` of `ex#Needed` is required, and cannot be null",
            ),
            (r#""nedeed": {}"#, "did you mean `needed`?"),
        ],
    );
}

#[test]
fn values_keep_to_their_constraints() {
    check(
        Options::default(),
        &[
            (r#""blob": "abc""#, ""),
            (r#""blob": "ä""#, ""),
            (
                r#""blob": "abcd""#,
                "must have 3 bytes at most, but the value has 4",
            ),
            (r#""text": "ab""#, ""),
            (r#""text": "a""#, "must have 2 characters at least"),
            (r#""text": "AB""#, "does not match its pattern `^[a-z]+$`"),
            (
                r#""short_text": "ab""#,
                "`ex#All$short_text` must have 1 characters at most",
            ),
            (r#""ranged": 1.5"#, ""),
            (
                r#""ranged": 1.50001"#,
                "`ex#All$ranged` must be 1.5 at most, but the value is 1.50001",
            ),
            (r#""ranged": "-Infinity""#, "must be -1 at least"),
            (
                r#""ranged": "NaN""#,
                "the value `NaN` is not in the range of `ex#All$ranged`",
            ),
            (r#""colour": "red""#, ""),
            (r#""colour": "GREEN""#, ""),
            (
                r#""colour": "RED""#,
                "is none of the values of `ex#Colour`, which are `GREEN`, `red`",
            ),
            (r#""level": 1"#, ""),
            (
                r#""level": 2"#,
                "the number `2` is none of the values of `ex#Level`, which are `1`",
            ),
            (
                r#""old": "c""#,
                "is none of the values of `ex#Old`, which are `a`, `b`",
            ),
            (r#""list": [1, 2, 3]"#, ""),
            (r#""list": [1, 2, 3, 4]"#, "must have 3 elements at most"),
            (r#""list": [1, 1]"#, "it has several of `1`"),
            (r#""list": [null]"#, "list.0: expected a whole number"),
            (r#""sparse": [null, 1]"#, ""),
            (r#""map": {"ab": 1}"#, ""),
            (r#""map": {"AB": 1}"#, "map.AB (map-key): "),
            (r#""map": {"ab": "x"}"#, "map.ab: expected"),
            (r#""ref": "ex#All""#, ""),
            (r#""ref": "ex#Missing""#, ""),
            (r#""ref": "All""#, "`All` is no id of a shape"),
            (
                r#""ref": "ex#Word""#,
                "`ex#Word` does not match the selector `structure`",
            ),
            (r#""strict": "ex#Missing""#, "name a shape"),
            (r#""strict": "ex#All$byte""#, ""),
        ][..],
    );
}

#[test]
fn timestamps_have_forms() {
    check(
        Options::default(),
        &[
            (r#""time": 1.5"#, ""),
            (r#""time": "1985-04-12T23:20:50.52Z""#, ""),
            (
                r#""time": "1985-04-12T23:20:50+01:00""#,
                "seconds since 1970 or a text such as",
            ),
            (r#""time": {}"#, "not as an object"),
            (
                r#""epoch": "1985-04-12T23:20:50Z""#,
                "is given as seconds since 1970",
            ),
            (r#""iso": 1"#, "is given as a text such as `1985"),
            (r#""date": "Fri, 12 Apr 1985 23:20:50 GMT""#, ""),
            (r#""date": 1"#, "is given as a text such as `Fri"),
        ],
    );
    let seconds = Options {
        timestamps: Timestamps::EpochSeconds,
        ..Options::default()
    };
    check(
        seconds,
        &[
            (r#""date": 1, "iso": 2, "time": 3"#, ""),
            (
                r#""date": "Fri, 12 Apr 1985 23:20:50 GMT""#,
                "is given as seconds",
            ),
        ],
    );
}

#[test]
fn options_soften_rules() {
    let nulls = Options {
        allows_null: true,
        ..Options::default()
    };
    check(
        nulls,
        &[(r#""text": null, "time": null, "choice": null"#, "")],
    );
    let base64 = Options {
        has_base64_blobs: true,
        ..Options::default()
    };
    check(
        base64,
        &[
            (r#""blob": "YWI=""#, ""),
            (
                r#""blob": "YQ==""#,
                "must have 2 bytes at least, but the value has 1",
            ),
            (r#""blob": "!""#, "not base64"),
        ],
    );
    let severity = |options, json: &str| findings(options, json)[0].0;
    let zero = Options {
        allows_zero: true,
        ..Options::default()
    };
    assert_eq!(severity(zero, r#"{"ranged": 2}"#), Severity::Error);
    let broken = Options {
        allows_broken_constraints: true,
        ..Options::default()
    };
    for json in [r#"{"text": "a"}"#, r#"{"ranged": 2}"#, r#"{"needed": {}}"#] {
        assert_eq!(severity(broken, json), Severity::Warning, "{json}");
    }
    assert_eq!(severity(broken, r#"{"text": 1}"#), Severity::Error);
    assert_eq!(
        severity(Options::default(), r#"{"unknown": 1}"#),
        Severity::Warning
    );
}
