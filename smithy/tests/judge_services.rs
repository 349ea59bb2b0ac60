//! What validators of services, operations and resources say, and what they let pass.

use crate::support::{events, events_of};

/// Checks which events a model of the namespace `ex` has, each as `SEVERITY id shape`, in the order of these.
fn expect(text: &str, expected: &[&str]) {
    let found = events(&format!("$version: \"2.0\"\nnamespace ex\n{text}"));
    assert_eq!(found, expected, "{text}");
}

#[test]
fn services_bind_everything_once() {
    expect(
        "service A { operations: [B], resources: [C] }\noperation B {}\nresource C { operations: [B] }",
        &["ERROR SingleOperationBinding ex#B"],
    );
    expect(
        "service A { resources: [B, C] }\nresource B { resources: [C] }\nresource C {}",
        &["ERROR SingleResourceBinding ex#C"],
    );
    // Twice in one list is once.
    expect("service A { operations: [B, B] }\noperation B {}", &[]);
}

/// What is found in a service of structures `ex#A` and `other#<name>`, with new names.
fn with_other(own: &str, other: &str, rename: &str) -> Vec<String> {
    let text = format!(
        "$version: \"2.0\"\nnamespace ex\nservice S {{ operations: [O], rename: {{ {rename} }} }}\noperation O {{ input: OInput }}\n@input\nstructure OInput {{ a: A, b: other#a }}\n{own}"
    );
    let other = format!("$version: \"2.0\"\nnamespace other\n{other}");
    events_of(&text, &[("other.smithy", &other)])
}

#[test]
fn names_are_unique_within_services() {
    let both = |severity: &str| {
        vec![
            format!("{severity} Service ex#A"),
            format!("{severity} Service other#a"),
        ]
    };
    let cases = [
        ("string A", "string a", "NOTE"),
        ("string A", "integer a", "ERROR"),
        ("@sensitive\nstring A", "string a", "ERROR"),
        ("structure A {}", "structure a {}", "ERROR"),
        (
            "list A { member: String }",
            "list a { member: String }",
            "WARNING",
        ),
        (
            "list A { member: String }",
            "list a { member: Integer }",
            "ERROR",
        ),
        (
            "list A { member: Z }\nstructure Z {}",
            "list a { member: ex#Z }",
            "ERROR",
        ),
    ];
    for (own, other, severity) in cases {
        let mut found = with_other(own, other, "");
        found.retain(|event| event.contains(" Service "));
        assert_eq!(found, both(severity), "{own} {other}");
    }
    assert!(with_other("string A", "integer a", "\"other#a\": \"B\"").is_empty());
    for rename in [
        "\"other#a\": \"no!\"",
        "\"ex#O\": \"P\"",
        "\"ex#OInput$a\": \"P\"",
        "\"ex#Y\": \"P\"",
    ] {
        let mut found = with_other("string A", "string a", rename);
        found.retain(|event| event.contains("#S"));
        assert_eq!(found, ["ERROR Service ex#S"], "{rename}");
    }
}

#[test]
fn services_say_which_authentication_is_best() {
    let service = "@httpBasicAuth\n@httpBearerAuth\nservice A {}";
    expect(service, &["WARNING ServiceAuthDefinitions ex#A"]);
    expect(&format!("@auth([httpBasicAuth])\n{service}"), &[]);
    expect("@httpBasicAuth\nservice A {}", &[]);
}

#[test]
fn documents_need_a_protocol_that_has_them() {
    let text = "@trait\n@protocolDefinition(noInlineDocumentSupport: true)\nstructure p {}\n@p\nservice A { operations: [B] }\noperation B { input := { a: C } }\n";
    expect(
        &format!("{text}document C"),
        &["ERROR NoInlineDocumentSupport ex#A"],
    );
    expect(&format!("{text}string C\ndocument D"), &[]);
}

#[test]
fn inputs_and_outputs_are_of_one_operation() {
    let cases: &[(&str, &[&str])] = &[
        (
            "operation A { input: AInput }\n@input\nstructure AInput {}\nstructure B { a: AInput }",
            &["ERROR OperationInputOutputMisuse ex#B$a"],
        ),
        (
            "operation A { input: ABInput }\noperation AB { input: ABInput }\n@input\nstructure ABInput {}",
            &["ERROR OperationInputOutputMisuse ex#ABInput"],
        ),
        (
            "operation A { output: AInput }\n@input\nstructure AInput {}",
            &[
                "ERROR OperationInputOutputMisuse ex#A",
                "WARNING OperationNameAmbiguity ex#AInput",
            ],
        ),
        (
            "operation A { input: B }\n@input\nstructure B {}",
            &["WARNING OperationInputOutputName.input ex#A"],
        ),
        (
            "operation A {}\nstructure ARequest {}\nstructure AOutput {}",
            &[
                "WARNING OperationNameAmbiguity ex#AOutput",
                "WARNING OperationNameAmbiguity ex#ARequest",
            ],
        ),
    ];
    for (text, expected) in cases {
        expect(text, expected);
    }
}

#[test]
fn resources_are_not_below_themselves() {
    expect(
        "resource A { resources: [B] }\nresource B { resources: [A] }\nunion C {}",
        &["ERROR ResourceCycle ex#A", "ERROR ResourceCycle ex#B"],
    );
    expect(
        "resource A { resources: [A] }",
        &["ERROR ResourceCycle ex#A"],
    );
    expect(
        "resource A { resources: [B, C] }\nresource B {}\nresource C { resources: [D] }\nresource D {}",
        &[],
    );
}

#[test]
fn resources_have_the_identifiers_of_those_above() {
    let above = "resource A { identifiers: { a: String }, resources: [B] }\n";
    let cases: &[(&str, &[&str])] = &[
        ("resource B {}", &["ERROR ResourceIdentifier ex#B"]),
        (
            "resource B { identifiers: { a: C } }\nstring C",
            &["ERROR ResourceIdentifier ex#B"],
        ),
        ("resource B { identifiers: { a: String, b: String } }", &[]),
        (
            "resource B { identifiers: { a: String }, operations: [C] }\noperation C {}",
            &[
                "ERROR ResourceIdentifierBinding ex#C",
                "ERROR ResourceIdentifierBinding ex#C",
            ],
        ),
    ];
    for (text, expected) in cases {
        expect(&format!("{above}{text}"), expected);
    }
}

#[test]
fn operations_take_the_identifiers_that_they_need() {
    let input = |role: &str, members: &str| {
        format!(
            "resource A {{ identifiers: {{ a: String, b: String }}, {role}: [O] }}\noperation O {{ input := {{ {members} }} }}"
        )
    };
    let both = "@required\na: String\n@required\nb: String\n";
    let wrong = &["ERROR ResourceIdentifierBinding ex#O"];
    expect(&input("operations", both), &[]);
    expect(
        &input("operations", "@required\na: String\n@required\nb: Blob\n"),
        wrong,
    );
    expect(
        &input(
            "operations",
            "@required\na: String\n@resourceIdentifier(\"b\")\n@required\nc: String\n",
        ),
        &[],
    );
    expect(&input("collectionOperations", both), wrong);
    expect(
        &input("collectionOperations", "@required\na: String\n"),
        &[],
    );
    expect(
        "structure A {\n@required\n@resourceIdentifier(\"b\")\na: String\nb: String\n@required\n@resourceIdentifier(\"b\")\nc: String\n}",
        &[
            "ERROR ResourceIdentifierBinding ex#A",
            "WARNING ResourceIdentifierBinding ex#A",
        ],
    );
}

#[test]
fn operations_in_a_resources_life_are_safe_and_repeatable() {
    let cases: &[(&str, &str, usize)] = &[
        ("read", "@readonly\n", 0),
        ("read", "", 1),
        ("update", "@readonly\n", 1),
        ("delete", "", 1),
        ("delete", "@idempotent\n", 0),
        ("put", "", 1),
        ("put", "@idempotent\n", 0),
    ];
    for (role, traits, count) in cases {
        let expected = vec!["ERROR ResourceLifecycle ex#A"; *count];
        expect(
            &format!("resource A {{ {role}: O }}\n{traits}operation O {{}}"),
            &expected,
        );
    }
}

#[test]
fn operations_have_the_properties_of_their_resource() {
    let input = |members: &str| {
        format!(
            "resource A {{ identifiers: {{ i: String }}, properties: {{ a: String }}, operations: [O] }}\noperation O {{ input := {{\n@required\ni: String\n{members} }} }}"
        )
    };
    let cases: &[(&str, &[&str])] = &[
        ("a: String", &[]),
        ("@property(name: \"a\")\nb: String", &[]),
        ("a: String\n@notProperty\nb: String", &[]),
        ("", &["ERROR ResourceOperationInputOutput ex#A"]),
        (
            "a: String\nb: String",
            &["ERROR ResourceOperationInputOutput ex#OInput$b"],
        ),
        (
            "a: Blob",
            &["ERROR ResourceOperationInputOutput ex#OInput$a"],
        ),
        (
            "a: String\n@property(name: \"a\")\nb: String",
            &["ERROR ResourceOperationInputOutput ex#OInput"],
        ),
    ];
    for (members, expected) in cases {
        expect(&input(members), expected);
    }
}

#[test]
fn references_lead_to_resources() {
    let resource = "resource R { identifiers: { a: S } }\nstring S\n";
    let cases: &[(&str, &[&str])] = &[
        ("@references([{ resource: R }])\nstructure A { a: S }", &[]),
        (
            "@references([{ resource: R, ids: { a: \"b\" } }])\nstructure A { b: S }",
            &[],
        ),
        (
            "@references([{ resource: R }])\nstructure A {}",
            &["ERROR ReferencesTrait ex#A"],
        ),
        (
            "@references([{ resource: R, ids: { z: \"b\" } }])\nstructure A { b: S }",
            &["ERROR ReferencesTrait ex#A"],
        ),
        (
            "@references([{ resource: R, ids: { a: \"b\" } }])\nstructure A { b: Integer }",
            &["ERROR ReferencesTrait ex#A"],
        ),
        (
            "@references([{ resource: R, ids: { a: \"b\" } }])\nstring A",
            &["ERROR ReferencesTrait ex#A"],
        ),
        (
            "@references([{ resource: S }])\nstring A",
            &["ERROR ReferencesTrait ex#A"],
        ),
        (
            "structure A { a: S }",
            &["WARNING MemberShouldReferenceResource ex#A$a"],
        ),
    ];
    for (text, expected) in cases {
        expect(&format!("{resource}{text}"), expected);
    }
}

#[test]
fn operations_belong_to_the_resource_that_they_identify() {
    expect(
        "service A { operations: [O], resources: [R] }\nresource R { identifiers: { a: S } }\nstring S\noperation O { input :=\n@references([{ resource: R }])\n{\n@required\na: S\n} }",
        &["WARNING ServiceBoundResourceOperation.ex#A.O ex#O"],
    );
}
