//! What validators of shapes say, and what they let pass.

use crate::support::events;

/// Checks which events a model of the namespace `ex` has, each as `SEVERITY id shape`, in the order of these.
fn expect(text: &str, expected: &[&str]) {
    let found = events(&format!("$version: \"2.0\"\nnamespace ex\n{text}"));
    assert_eq!(found, expected, "{text}");
}

#[test]
fn what_shapes_name_exists_and_fits() {
    let cases: &[(&str, &[&str])] = &[
        (
            "structure A { a: Nowhere }",
            &["ERROR Target.UnresolvedShape ex#A$a"],
        ),
        (
            "structure A { a: B }\nservice B {}",
            &["ERROR Target ex#A$a"],
        ),
        (
            "structure A { a: b }\n@trait\nstring b",
            &["ERROR Target ex#A$a"],
        ),
        (
            "structure A { a: B }\n@mixin\nstructure B {}",
            &["ERROR Target ex#A$a"],
        ),
        (
            "map A { key: Integer, value: String }",
            &["ERROR Target ex#A"],
        ),
        ("map A { key: B, value: String }\nenum B { C }", &[]),
        (
            "service A { operations: [B], resources: [B], errors: [B, C] }\nstring B\nstructure C {}",
            &[
                "ERROR Target ex#A",
                "ERROR Target ex#A",
                "ERROR Target ex#A",
                "ERROR Target ex#A",
            ],
        ),
        (
            "operation A { input: B, output: C, errors: [D] }\n@error(\"client\")\nstructure B {}\nstring C\n@error(\"client\")\nstructure D {}",
            &["ERROR Target ex#A", "ERROR Target ex#A"],
        ),
        (
            "resource A { identifiers: { a: Integer }, properties: { b: B }, create: B, put: B, resources: [C] }\nservice B {}\nstring C",
            &[
                "ERROR Target ex#A",
                "ERROR Target ex#A",
                "ERROR Target ex#A",
                "ERROR Target ex#A",
                "ERROR Target ex#A",
            ],
        ),
        (
            "structure A { a: B }\n@deprecated(since: \"1\")\nstring B",
            &["WARNING DeprecatedShape.ex#B ex#A$a"],
        ),
    ];
    for (text, expected) in cases {
        expect(text, expected);
    }
}

#[test]
fn targets_are_checked_before_all_else() {
    // The union would be told of if the target were there.
    expect(
        "structure A { a: Nowhere }\nunion B {}",
        &["ERROR Target.UnresolvedShape ex#A$a"],
    );
    // And nothing is, where the model cannot even be read.
    expect(
        "@idRef(selector: \"\")\nstring A\nstructure B { a: Nowhere }",
        &["ERROR Model ex#A"],
    );
}

#[test]
fn ids_differ_by_more_than_case() {
    expect(
        "structure A { foo: String, fOO: String }\nstring Foo\nstring foo",
        &[
            "ERROR ShapeIdConflict ex#A$fOO",
            "ERROR ShapeIdConflict ex#A$foo",
            "ERROR ShapeIdConflict ex#Foo",
            "ERROR ShapeIdConflict ex#foo",
        ],
    );
}

#[test]
fn private_shapes_stay_in_their_namespace() {
    let private = [(
        "other.smithy",
        "$version: \"2.0\"\nnamespace other\n@private\nstring A\n@private\n@trait\nstructure b {}\nstructure C { a: A }",
    )];
    let text = "$version: \"2.0\"\nnamespace ex\nstructure A { a: other#A }\n@other#b\nstring B";
    assert_eq!(
        crate::support::events_of(text, &private),
        ["ERROR PrivateAccess ex#A$a", "WARNING PrivateAccess ex#B"]
    );
    expect(
        "@mixin\nstructure A {\n@private\na: String\n}",
        &["WARNING PrivateMixinMember ex#A$a"],
    );
}

#[test]
fn values_of_all_shapes_have_an_end() {
    let cases: &[(&str, &[&str])] = &[
        ("list A { member: A }", &["ERROR ShapeRecursion ex#A"]),
        (
            "list A { member: B }\nmap B { key: String, value: A }\nlist C { member: A }",
            &["ERROR ShapeRecursion ex#A", "ERROR ShapeRecursion ex#B"],
        ),
        ("list A { member: B }\nstructure B { a: A }", &[]),
        (
            "structure A {\n@required\nb: B\n}\nstructure B {\n@required\na: A\n}",
            &["ERROR ShapeRecursion ex#A", "ERROR ShapeRecursion ex#B"],
        ),
        (
            "structure A {\n@required\nb: B\n}\nstructure B { a: A }",
            &[],
        ),
        (
            "structure A {\n@required\na: B\n}\nlist B { member: A }",
            &[],
        ),
        ("union A { a: A }", &["ERROR ShapeRecursion ex#A"]),
        ("union A { a: A, b: String }", &[]),
        (
            "union A { a: B }\nstructure B {\n@required\na: A\n}",
            &["ERROR ShapeRecursion ex#A"],
        ),
        ("union A { a: B }\nstructure B { a: A }", &[]),
        ("union A { a: B }\nlist B { member: A }", &[]),
    ];
    for (text, expected) in cases {
        expect(text, expected);
    }
}

#[test]
fn long_cycles_are_found_in_no_time() {
    let mut text = String::new();
    for number in 0..5_000 {
        let next = (number + 1) % 5_000;
        text.push_str(&format!(
            "structure S{number} {{\n@required\na: S{next}\n}}\n"
        ));
        text.push_str(&format!("list L{number} {{ member: L{next} }}\n"));
        text.push_str(&format!("union U{number} {{ a: U{next} }}\n"));
    }
    let found = events(&format!("$version: \"2.0\"\nnamespace ex\n{text}"));
    assert_eq!(found.len(), 15_000);
}

#[test]
fn unions_have_members_that_make_sense() {
    expect("union A {}", &["ERROR Union ex#A"]);
    expect(
        "union A { a: B }\n@default(1)\ninteger B",
        &["NOTE Union ex#A$a"],
    );
    expect(
        "structure A { a: Unit }\nunion B { b: Unit }\nlist C { member: Unit }",
        &["ERROR UnitType ex#A$a", "ERROR UnitType ex#C$member"],
    );
}

#[test]
fn what_is_unstable_or_old_is_told() {
    expect(
        "@trait\n@unstable\nstructure a {}\n@a\nstring B",
        &["WARNING UnstableTrait.ex#a ex#B"],
    );
    let text = "$version: \"1.0\"\nnamespace ex\nset A { member: String }\n@uniqueItems\nlist B { member: String }";
    assert_eq!(events(text), ["WARNING ModelDeprecation ex#A"]);
}

#[test]
fn metadata_is_of_its_type() {
    let head = "$version: \"2.0\"\nmetadata level = \"x\"\nnamespace ex\n";
    assert_eq!(
        events(&format!("{head}@metadata(key: \"level\")\ninteger Level")),
        ["ERROR TypedMetadata.level -"]
    );
    assert_eq!(
        events(&format!("{head}@metadata(key: \"level\")\nstring Level")),
        [""; 0]
    );
    assert_eq!(
        events(&format!(
            "{head}@metadata(key: \"level\")\ninteger A\n@metadata(key: \"level\")\ninteger B\n@metadata(key: \"validators\")\ndocument C"
        )),
        [
            "ERROR MetadataTrait ex#A",
            "ERROR MetadataTrait ex#B",
            "ERROR MetadataTrait ex#C"
        ]
    );
}

#[test]
fn closures_of_shapes_are_closures() {
    let cases: &[(&str, &[&str])] = &[
        ("{ id: \"ex#C\", includeNamespaces: [\"ex\"] }", &[]),
        ("{ id: \"ex#C\" }", &["ERROR ShapeClosure -"]),
        (
            "{ id: \"ex#A\", includeNamespaces: [\"ex\"] }",
            &["ERROR ShapeClosure -"],
        ),
        (
            "{ id: \"ex#C\", includeNamespaces: [\"nowhere\"] }",
            &["DANGER ShapeClosure.EmptyNamespace.ex#C -"],
        ),
        (
            "{ id: \"ex#C\", includeBySelector: \"service\" }",
            &["DANGER ShapeClosure.EmptySelector.ex#C -"],
        ),
        (
            "{ id: \"ex#C\", includeBySelector: \"!\" }",
            &["ERROR ShapeClosure -"],
        ),
        (
            "{ id: \"ex#C\", includeBySelector: \"string\" }, { id: \"ex#C\", includeBySelector: \"string\" }",
            &["ERROR ShapeClosure -"],
        ),
        (
            "{ id: \"ex#C\", includeNamespaces: [\"ex\"], rename: { \"ex#A\": \"A\", \"ex#B\": \"a\" } }",
            &["ERROR ShapeClosure -", "ERROR ShapeClosure -"],
        ),
        (
            "{ id: \"ex#C\", includeBySelector: \"[id|name=A]\", rename: { \"ex#B\": \"D\" } }",
            &["ERROR ShapeClosure -"],
        ),
    ];
    for (closures, expected) in cases {
        let text = format!(
            "$version: \"2.0\"\nmetadata shapeClosures = [{closures}]\nnamespace ex\nstring A\nstring B"
        );
        assert_eq!(events(&text), *expected, "{closures}");
    }
}
