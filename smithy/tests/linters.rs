//! What the linters say that metadata configures.

use crate::support::events;

/// Checks which events a linter with a configuration has about a model of the namespace `ex`.
fn expect(linter: &str, configuration: &str, text: &str, expected: &[&str]) {
    let found = events(&format!(
        "$version: \"2.0\"\nmetadata validators = [{{ name: \"{linter}\", configuration: {{ {configuration} }} }}]\nnamespace ex\n{text}"
    ));
    assert_eq!(found, expected, "{linter} {configuration}\n{text}");
}

#[test]
fn names_have_no_abbreviations_in_capitals() {
    let text = "string HTTPUrl\nstructure A { getURL: String, aB: String }\nenum B { FOO_BAR }";
    let linter = "AbbreviationName";
    expect(
        linter,
        "",
        text,
        &[
            "DANGER AbbreviationName ex#A$getURL",
            "DANGER AbbreviationName ex#HTTPUrl",
        ],
    );
    expect(
        linter,
        "allowedAbbreviations: [\"URL\"]",
        text,
        &["DANGER AbbreviationName ex#HTTPUrl"],
    );
    expect(
        linter,
        "allowedAbbreviations: \"URL\"",
        "",
        &["ERROR Model -"],
    );
}

#[test]
fn names_are_in_camel_case() {
    let text = "string lower\nstring Snake_Case\n@trait\nstructure Upper {}\n@trait\n@protocolDefinition\nstructure Free {}\nstructure A { a: String, b: String, C: String }";
    let shapes = [
        "DANGER CamelCase ex#Snake_Case",
        "DANGER CamelCase ex#Upper",
        "DANGER CamelCase ex#lower",
    ];
    for (configuration, members) in [
        ("", &["DANGER CamelCase ex#A$C"][..]),
        ("memberNames: \"lower\"", &["DANGER CamelCase ex#A$C"][..]),
        (
            "memberNames: \"upper\"",
            &["DANGER CamelCase ex#A$a", "DANGER CamelCase ex#A$b"][..],
        ),
    ] {
        expect(
            "CamelCase",
            configuration,
            text,
            &[members, &shapes[..]].concat(),
        );
    }
}

#[test]
fn inputs_and_outputs_are_marked() {
    expect(
        "InputOutputStructureReuse",
        "",
        "operation A { input: AInput, output: AOutput }\nstructure AInput {}\n@output\nstructure AOutput {}\noperation B {}",
        &["WARNING InputOutputStructureReuse.Input.A ex#AInput"],
    );
}

#[test]
fn what_is_required_is_optional_for_clients() {
    let text = "structure A {\n@required\na: A2\n@required\nb: String\nc: Integer = 1\n@required\n@clientOptional\nd: A2\n}\nstructure A2 {}";
    let linter = "MissingClientOptionalTrait";
    let event = |member: &str| format!("DANGER MissingClientOptionalTrait ex#A${member}");
    expect(linter, "", text, &[]);
    expect(
        linter,
        "onRequiredStructureOrUnion: true",
        text,
        &[&event("a")],
    );
    expect(
        linter,
        "onRequiredOrDefault: true",
        text,
        &[&event("a"), &event("b"), &event("c")],
    );
}

#[test]
fn operations_have_pages() {
    let text = "operation ListA {}\noperation GetB { output := { b: L } }\noperation GetC { output := { c: String } }\noperation PutD { input := { Marker: String } }\nlist L { member: String }";
    expect(
        "MissingPaginatedTrait",
        "",
        text,
        &[
            "DANGER MissingPaginatedTrait ex#ListA",
            "DANGER MissingPaginatedTrait ex#PutD",
            "WARNING MissingPaginatedTrait ex#GetB",
        ],
    );
    expect(
        "MissingPaginatedTrait",
        "verbsRequirePagination: [\"PUT\"], verbsSuggestPagination: [], inputMembersRequirePagination: []",
        text,
        &["DANGER MissingPaginatedTrait ex#PutD"],
    );
}

#[test]
fn sensitive_data_is_marked() {
    let text = "string ZipCode\nstructure A { firstName: String, foo: String, bank: S }\n@sensitive\nstring S\noperation GetEmail {}";
    let linter = "MissingSensitiveTrait";
    let event = |id: &str| format!("WARNING MissingSensitiveTrait ex#{id}");
    expect(
        linter,
        "",
        text,
        &[&event("A$firstName"), &event("ZipCode")],
    );
    expect(
        linter,
        "terms: [\"foo\"], excludeDefaults: true",
        text,
        &[&event("A$foo")],
    );
    expect(linter, "excludeDefaults: true", "", &["ERROR Model -"]);
}

#[test]
fn terms_exclude_nobody() {
    let text = "@documentation(\"the Master\")\n@tags([\"slave\"])\nstring MasterNode";
    let linter = "NoninclusiveTerms";
    expect(
        linter,
        "",
        text,
        &[
            "WARNING NoninclusiveTerms.Shape.master ex#MasterNode",
            "WARNING NoninclusiveTerms.Trait.master.documentation ex#MasterNode",
            "WARNING NoninclusiveTerms.Trait.slave.tags.0 ex#MasterNode",
        ],
    );
    expect(
        linter,
        "terms: { ex: [] }, excludeDefaults: true",
        text,
        &["WARNING NoninclusiveTerms.Namespace.ex.ex -"],
    );
}

#[test]
fn members_do_not_repeat_the_name_of_their_shape() {
    let text = "structure Foo { fooId: String, foo: String, bar: String }\nenum A { AB }";
    for (linter, configuration, members) in [
        ("RepeatedShapeName", "", &["foo", "fooId"][..]),
        ("RepeatedShapeName", "exactMatch: true", &["foo"][..]),
        ("StutteredShapeName", "", &["foo", "fooId"][..]),
    ] {
        let events = members
            .iter()
            .map(|it| format!("WARNING {linter} ex#Foo${it}"));
        let events: Vec<String> = events.collect();
        let events: Vec<&str> = events.iter().map(String::as_str).collect();
        expect(linter, configuration, text, &events);
    }
}

#[test]
fn some_words_are_reserved() {
    let text = "string Code\nstring CodeName\nstring ZipCode\nstructure Encoder { code: String }";
    let expect = |configuration: &str, shapes: &[&str]| {
        let events = shapes
            .iter()
            .map(|it| format!("DANGER ReservedWords ex#{it}"));
        let events: Vec<String> = events.collect();
        let events: Vec<&str> = events.iter().map(String::as_str).collect();
        let configuration = format!("reserved: [{{ {configuration} }}]");
        expect("ReservedWords", &configuration, text, &events);
    };
    expect("words: [\"code\"]", &["Code", "Encoder$code"]);
    expect(
        "words: [\"code*\"], selector: \"string\"",
        &["Code", "CodeName"],
    );
    expect(
        "words: [\"*code\"], selector: \"string\"",
        &["Code", "ZipCode"],
    );
    expect("words: [\"*code*\"], selector: \"structure\"", &["Encoder"]);
    expect("terms: [\"zip code\"]", &["ZipCode"]);
    let wrong = "reserved: [{ words: [\"a*b\"] }]";
    self::expect("ReservedWords", wrong, "", &["ERROR Model -"]);
}

#[test]
fn times_are_timestamps() {
    let text = "string StartTime\nstring Sometime\nstring DateOf\ninteger created_at\nstring Format\nstructure A { since: String, startedOn: String, endedAt: T, date: Ts }\ntimestamp T\nlist Ts { member: T }\nstring Oops";
    let linter = "ShouldHaveUsedTimestamp";
    let event = |id: &str| format!("DANGER ShouldHaveUsedTimestamp ex#{id}");
    let always = [
        event("A$startedOn"),
        event("DateOf"),
        event("StartTime"),
        event("created_at"),
    ];
    let always: Vec<&str> = always.iter().map(String::as_str).collect();
    expect(linter, "", text, &always);
    let oops = event("Oops");
    let mut more = always.clone();
    more.insert(2, &oops);
    expect(linter, "additionalPatterns: [\"Oo.*\"]", text, &more);
    expect(
        linter,
        "additionalPatterns: [\"(\"]",
        "",
        &["ERROR Model -"],
    );
}

#[test]
fn operations_start_with_verbs() {
    let text = "operation GetA {}\noperation BatchGetA {}\noperation Batch {}\noperation MakeA {}";
    let linter = "StandardOperationVerb";
    expect(
        linter,
        "verbs: [\"Get\"], prefixes: [\"Batch\"], suggestAlternatives: { Make: [\"Create\"] }",
        text,
        &[
            "DANGER StandardOperationVerb ex#Batch",
            "DANGER StandardOperationVerb ex#MakeA",
        ],
    );
    expect(linter, "", "", &["ERROR Model -"]);
}

#[test]
fn shapes_are_of_use() {
    let text = "service A { operations: [B] }\noperation B { input := { c: C } }\n@ref(E)\nstring C\nstring D\nstring E\n@trait\n@idRef\nstring ref\n@trait\nlist refs { member: F }\nstring F";
    let linter = "UnreferencedShape";
    expect(linter, "", text, &["NOTE UnreferencedShape ex#D"]);
    expect(
        linter,
        "rootShapeSelector: \"[id|name=D]\"",
        "string D\nstring E",
        &["NOTE UnreferencedShape ex#E"],
    );
    expect(linter, "rootShapeSelector: \"!\"", "", &["ERROR Model -"]);
}
