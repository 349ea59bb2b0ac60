//! What is told of shapes that came, went or changed.

use crate::changes::{expect, lines};
use smithgen_model::diff::diff;

#[test]
fn shapes_come_and_go() {
    expect(
        "string A",
        "string B\nstructure C { a: String }",
        &[
            "WARNING RemovedShape.ScalarShape ex#A",
            "NOTE AddedShape ex#B",
            "NOTE AddedShape ex#C",
        ],
    );
    expect(
        "document A\n@private\nstructure B {}\nenum C { X }\nstring D",
        "string D",
        &["ERROR RemovedShape ex#A", "ERROR RemovedShape ex#C"],
    );
    expect(
        "structure A { a: String, b: String }",
        "structure A { a: String, @required c: String }",
        &[
            "DANGER ChangedMemberOrder ex#A",
            "ERROR RemovedShape ex#A$b",
            "ERROR AddedRequiredMember ex#A$c",
            "NOTE AddedShape ex#A$c",
        ],
    );
    expect(
        "@trait\nstructure t {}",
        "@trait\nstructure u {}",
        &[
            "ERROR RemovedShape ex#t",
            "ERROR RemovedTraitDefinition ex#t",
            "NOTE AddedShape ex#u",
            "NOTE AddedTraitDefinition ex#u",
        ],
    );
}

#[test]
fn types_change() {
    expect("string A", "integer A", &["ERROR ChangedShapeType ex#A"]);
    let list = "list A { member: String }";
    expect(
        list,
        "map A { key: String, value: String }",
        &[
            "ERROR ChangedShapeType ex#A",
            "NOTE AddedShape ex#A$key",
            "ERROR RemovedShape ex#A$member",
            "NOTE AddedShape ex#A$value",
        ],
    );
    // The trait gives way to the type that stands for the same, and back.
    let (old, new) = (
        "@enum([{value: \"a\", name: \"A\"}])\nstring E",
        "enum E { A = \"a\"\n }",
    );
    expect(old, new, &[]);
    expect(
        new,
        old,
        &["ERROR ChangedShapeType ex#E", "ERROR RemovedShape ex#E$A"],
    );
}

#[test]
fn sets_of_the_first_version_become_lists() {
    let [set, list, plain] = [
        ("1.0", "set A { member: String }"),
        ("2.0", "@uniqueItems\nlist A { member: String }"),
        ("2.0", "list A { member: String }"),
    ]
    .map(|(version, text)| {
        crate::support::model(&format!("$version: \"{version}\"\nnamespace ex\n{text}")).0
    });
    assert_eq!(lines(&diff(&set, &list)), Vec::<String>::new());
    assert_eq!(lines(&diff(&list, &set)), ["ERROR ChangedShapeType ex#A"]);
    let told = lines(&diff(&set, &plain));
    assert_eq!(
        told.first().map(String::as_str),
        Some("ERROR ChangedShapeType ex#A")
    );
}

#[test]
fn enums_gain_lose_and_move_values() {
    let old = "enum E { A, B = \"b\"\n C }";
    expect(
        old,
        "enum E { A, B = \"b\"\n C, D }",
        &[
            "NOTE ChangedEnumTrait.Appended.3 ex#E",
            "NOTE AddedShape ex#E$D",
        ],
    );
    expect(
        old,
        "enum E { A, D, B = \"b\"\n C }",
        &[
            "ERROR ChangedEnumTrait.OrderChanged.1 ex#E",
            "NOTE AddedShape ex#E$D",
        ],
    );
    // What follows the last value that was there is added to the end, wherever that moved.
    expect(
        "enum E { A, B }",
        "enum E { B, X, A, Y }",
        &[
            "ERROR ChangedEnumTrait.OrderChanged.1 ex#E",
            "NOTE ChangedEnumTrait.Appended.3 ex#E",
            "NOTE AddedShape ex#E$X",
            "NOTE AddedShape ex#E$Y",
        ],
    );
    expect(
        old,
        "enum E { A, BB = \"b\"\n C }",
        &[
            "ERROR ChangedEnumTrait.NameChanged.1 ex#E",
            "ERROR RemovedShape ex#E$B",
            "NOTE AddedShape ex#E$BB",
        ],
    );
    expect(
        old,
        "enum E { A, B = \"bb\"\n C }",
        &[
            "ERROR ChangedEnumTrait.OrderChanged.1 ex#E",
            "ERROR ChangedEnumTrait.Removed.1 ex#E",
            "ERROR ModifiedTrait.Update.smithy.api#enumValue ex#E$B",
        ],
    );
}

#[test]
fn defaults_come_go_and_change() {
    let member = |traits: &str| format!("structure A {{ {traits} a: Integer }}");
    let [none, zero, one, two, null] = [
        "",
        "@default(0)",
        "@default(1)",
        "@default(2)",
        "@default(null)",
    ]
    .map(member);
    expect(
        &one,
        &two,
        &[
            "DANGER ChangedDefault ex#A$a",
            "NOTE ModifiedTrait.Update.smithy.api#default ex#A$a",
        ],
    );
    expect(
        &zero,
        &one,
        &[
            "ERROR ChangedDefault ex#A$a",
            "NOTE ModifiedTrait.Update.smithy.api#default ex#A$a",
        ],
    );
    expect(
        &one,
        &none,
        &[
            "ERROR ChangedDefault ex#A$a",
            "ERROR ChangedNullability ex#A$a",
            "WARNING ModifiedTrait.Remove.smithy.api#default ex#A$a",
        ],
    );
    expect(
        &none,
        &one,
        &[
            "ERROR ChangedDefault ex#A$a",
            "ERROR ChangedNullability.AddedDefaultTrait ex#A$a",
            "NOTE ModifiedTrait.Add.smithy.api#default ex#A$a",
        ],
    );
    expect(
        &null,
        &none,
        &["WARNING ModifiedTrait.Remove.smithy.api#default ex#A$a"],
    );
    expect(
        "integer A",
        "@default(1)\ninteger A",
        &[
            "ERROR ChangedDefault ex#A",
            "NOTE ModifiedTrait.Add.smithy.api#default ex#A",
        ],
    );
}

#[test]
fn members_become_optional_or_required() {
    let member = |traits: &str| {
        format!("structure S {{}}\nstructure A {{ {traits} a: String, {traits} s: S }}")
    };
    expect(
        &member(""),
        &member("@required"),
        &[
            "ERROR ChangedNullability.AddedRequiredTrait ex#A$a",
            "WARNING ChangedNullability.AddedRequiredTrait.StructureOrUnion ex#A$s",
        ],
    );
    expect(
        &member("@required"),
        &member(""),
        &[
            "ERROR ChangedNullability.RemovedRequiredTrait ex#A$a",
            "WARNING ChangedNullability.RemovedRequiredTrait.StructureOrUnion ex#A$s",
        ],
    );
    expect(
        &member("@required"),
        &member("@required @clientOptional"),
        &[
            "ERROR ChangedNullability.AddedClientOptionalTrait ex#A$a",
            "NOTE ModifiedTrait.Add.smithy.api#clientOptional ex#A$a",
            "ERROR ChangedNullability.AddedClientOptionalTrait ex#A$s",
            "NOTE ModifiedTrait.Add.smithy.api#clientOptional ex#A$s",
        ],
    );
    // A member of an input that did not change itself; one that did is told of once.
    let input = |traits: &str, doc: &str| {
        format!(
            "{traits}\nstructure A {{ @required a: String, {doc} @required b: String, c: String }}"
        )
    };
    expect(
        &input("", ""),
        &input("@input", "@internal"),
        &[
            "ERROR TraitBreakingChange.Add.smithy.api#input ex#A",
            "DANGER ChangedNullability.AddedInputTrait ex#A$a",
            "DANGER ChangedNullability.AddedInputTrait ex#A$b",
        ],
    );
}

#[test]
fn services_and_resources_bind_other_things() {
    let all = "operation O {}\noperation P {}\nresource R { operations: [P] }";
    let service = |bound: &str| format!("service S {{ version: \"1\", {bound} }}\n{all}");
    expect(
        &service(""),
        &service("operations: [O], resources: [R]"),
        &[
            "NOTE AddedOperationBinding.ToService.O ex#S",
            "NOTE AddedResourceBinding.ToService.R ex#S",
        ],
    );
    expect(
        &service("operations: [O], resources: [R]"),
        &service(""),
        &[
            "ERROR RemovedOperationBinding.FromService.O ex#S",
            "ERROR RemovedResourceBinding.FromService.R ex#S",
        ],
    );
    // By way of a resource it remains an operation of the service.
    expect(
        &service("operations: [P], resources: [R]"),
        &service("resources: [R]"),
        &["NOTE RemovedOperationBinding.FromService.P ex#S"],
    );
    expect(
        "resource R { identifiers: {a: String} }",
        "resource R { identifiers: {a: String, b: String} }",
        &["ERROR ChangedResourceIdentifiers ex#R"],
    );
    // Whoever reads the order of bindings reads too much.
    expect(
        &service("operations: [O, P]"),
        &service("operations: [P, O]"),
        &[],
    );
}

#[test]
fn operations_change_their_sides_and_errors() {
    let all = "structure A {}\nstructure B {}\n@error(\"client\")\nstructure E {}\n@error(\"server\")\nstructure F {}";
    let operation = |bound: &str| format!("operation O {{ {bound} }}\n{all}");
    expect(
        &operation("input: A, output: B"),
        &operation("input: B"),
        &[
            "ERROR ChangedOperationInput.From.ex#A.To.ex#B ex#O",
            "ERROR ChangedOperationOutput.From.ex#B.To.smithy.api#Unit ex#O",
        ],
    );
    expect(
        &operation("errors: [E]"),
        &operation("errors: [F]"),
        &[
            "WARNING AddedOperationError.F ex#O",
            "WARNING RemovedOperationError.E ex#O",
        ],
    );
    let service =
        |errors: &str| format!("service S {{ version: \"1\", errors: [{errors}] }}\n{all}");
    expect(
        &service("E"),
        &service("F"),
        &[
            "WARNING AddedServiceError ex#S",
            "WARNING RemovedServiceError ex#S",
        ],
    );
}

#[test]
fn a_service_renames_shapes() {
    let service = |rename: &str| {
        format!(
            "service S {{ version: \"1\", operations: [O], rename: {{{rename}}} }}\n\
             operation O {{ input: I }}\nstructure I {{ a: A }}\nstring A\nstring B"
        )
    };
    let renamed = ["ERROR ServiceRename ex#S"];
    expect(&service(""), &service("\"ex#A\": \"X\""), &renamed);
    expect(
        &service("\"ex#A\": \"X\""),
        &service("\"ex#A\": \"Y\""),
        &renamed,
    );
    expect(&service("\"ex#A\": \"X\""), &service(""), &renamed);
    // The service did not have this one before.
    expect(&service(""), &service("\"ex#B\": \"X\""), &[]);
}
