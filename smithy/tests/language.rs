//! What a model in the interface language says, told by the JSON AST that it is, and back again.

use serde_json::{Value, json};
use smithgen_model::resolve::Merged;
use smithgen_model::{Errors, load, print, resolve};

fn merge(files: &[(&str, &str)]) -> Merged {
    let mut errors = Errors::new();
    let texts = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    let loaded = load::load_with(texts.collect(), Vec::new(), &mut errors);
    let merged = resolve::merge(loaded, false, &mut errors);
    assert!(!errors.has_errors(), "{}", errors.report(false));
    merged
}

fn ast(files: &[(&str, &str)]) -> Value {
    print::json_ast(&merge(files).model)
}

/// The shapes of a file of version 2.0 and namespace `ex`, which are the same when printed and read again.
fn shapes(text: &str) -> Value {
    let text = format!("$version: \"2.0\"\nnamespace ex\n{text}");
    let merged = merge(&[("m.smithy", &text)]);
    let ast = print::json_ast(&merged.model);
    for (namespace, again) in print::idl(&merged.model).unwrap() {
        assert_eq!(namespace, "ex");
        let read = merge(&[("m.smithy", &again)]);
        assert_eq!(print::json_ast(&read.model), ast, "{again}");
    }
    ast["shapes"].clone()
}

#[test]
fn documentation_and_values_become_traits() {
    let found = shapes(
        r#"
/// First
///second
///   third

// not this
@since("1.0" // nor that
)
enum E {
    /// of A
    A
    B = "b",
}
intEnum I { ONE = 1
}
structure S {
    a: String = """
        text
          block"""
    @range(min: -1.50)
    b: Integer = 0
}
@tags
string T
"#,
    );
    assert_eq!(
        found["ex#E"],
        json!({"type": "enum", "members": {
            "A": {"target": "smithy.api#Unit",
                "traits": {"smithy.api#documentation": "of A", "smithy.api#enumValue": "A"}},
            "B": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "b"}}},
            "traits": {"smithy.api#documentation": "First\nsecond\n  third", "smithy.api#since": "1.0"}})
    );
    assert_eq!(
        found["ex#I"]["members"]["ONE"]["traits"],
        json!({"smithy.api#enumValue": 1})
    );
    let members = &found["ex#S"]["members"];
    assert_eq!(
        members["a"]["traits"]["smithy.api#default"],
        "text\n  block"
    );
    // Numbers are kept as they are written.
    assert_eq!(
        members["b"]["traits"]["smithy.api#range"].to_string(),
        "{\"min\":-1.50}"
    );
    assert_eq!(found["ex#T"]["traits"]["smithy.api#tags"], json!([]));
}

#[test]
fn names_mean_what_is_used_or_near_or_smithys() {
    let files = [
        (
            "a.smithy",
            "$version: \"2.0\"\nnamespace ex\nuse ex.lib#Thing\nuse ex.lib#note\n\n\
            @note(Thing$name)\nstructure A { a: Thing, b: String, c: Blob, d: ex.lib#Other }\n\
            apply Thing$name @required\n",
        ),
        ("b.smithy", "$version: \"2.0\"\nnamespace ex\nblob Blob\n"),
        (
            "c.json",
            r#"{"smithy": "2.0", "shapes": {
            "ex.lib#Thing": {"type": "structure", "members": {"name": {"target": "smithy.api#String"}}},
            "ex.lib#Other": {"type": "string"},
            "ex.lib#note": {"type": "string", "traits": {"smithy.api#trait": {}}}}}"#,
        ),
    ];
    let found = ast(&files);
    let a = &found["shapes"]["ex#A"];
    let targets = ["a", "b", "c", "d"].map(|name| a["members"][name]["target"].clone());
    assert_eq!(
        targets,
        [
            "ex.lib#Thing",
            "smithy.api#String",
            "ex#Blob",
            "ex.lib#Other"
        ]
    );
    assert_eq!(a["traits"], json!({"ex.lib#note": "ex.lib#Thing$name"}));
    let name = &found["shapes"]["ex.lib#Thing"]["members"]["name"];
    assert_eq!(name["traits"], json!({"smithy.api#required": {}}));
}

#[test]
fn operations_define_structures_in_place() {
    let text = "$version: \"2.0\"\n$operationInputSuffix: \"Request\"\nnamespace ex\n\
        resource City { identifiers: { id: String } properties: { size: Integer } read: Get }\n\
        @mixin\nstructure Page { token: String }\n\
        @readonly\noperation Get {\n    input :=\n        /// What to get.\n        for City with [Page] {\n\
            @required\n $id\n @length(min: 1)\n $token\n }\n    output := { $size: Integer }\n}\n";
    let text = text.replace("$size: Integer", "size: Integer");
    let found = ast(&[("m.smithy", &text)]);
    assert_eq!(
        found["shapes"]["ex#GetRequest"],
        json!({"type": "structure", "mixins": [{"target": "ex#Page"}],
            "members": {"id": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}},
            "traits": {"smithy.api#documentation": "What to get.", "smithy.api#input": {}}})
    );
    // What a shape adds to a member that it inherits is applied from outside.
    assert_eq!(
        found["shapes"]["ex#GetRequest$token"],
        json!({"type": "apply", "traits": {"smithy.api#length": {"min": 1}}})
    );
    assert_eq!(
        found["shapes"]["ex#Get"]["output"],
        json!({"target": "ex#GetOutput"})
    );
}

#[test]
fn each_file_is_read_under_its_own_version() {
    let files = [
        (
            "one.smithy",
            "namespace ex.one\ninteger Count\nset Names { member: String }\n\
            structure S { a: Count, @box b: Count, c: PrimitiveBoolean }\n",
        ),
        (
            "two.smithy",
            "$version: \"2\"\nnamespace ex.two\ninteger Count\nstructure S { a: Count }\n",
        ),
    ];
    let found = ast(&files);
    assert_eq!(found["smithy"], "2.0");
    let shape = |id: &str| found["shapes"][id].clone();
    assert_eq!(
        shape("ex.one#Count")["traits"],
        json!({"smithy.api#default": 0})
    );
    assert_eq!(shape("ex.one#Names")["type"], "list");
    let default =
        |name: &str| shape("ex.one#S")["members"][name]["traits"]["smithy.api#default"].clone();
    assert_eq!([default("a"), default("c")], [json!(0), json!(false)]);
    assert_eq!(
        shape("ex.one#S")["members"]["b"]["traits"],
        json!({"smithy.api#default": null})
    );
    assert_eq!(shape("ex.two#Count"), json!({"type": "integer"}));
    assert_eq!(
        shape("ex.two#S")["members"]["a"],
        json!({"target": "ex.two#Count"})
    );
}

#[test]
fn services_and_their_like_bind_shapes() {
    let found = shapes(
        r#"
service S { version: "1", operations: [B, "A"], resources: [R], errors: [E], rename: { "ex#E": "F" } }
operation A {}
operation B { input: In, output: In, errors: [E] }
resource R { identifiers: { "the-id": String }, put: A, collectionOperations: [B] }
structure In {}
@error("client") structure E {}
service Empty {}
"#,
    );
    assert_eq!(
        found["ex#S"],
        json!({"type": "service", "version": "1",
            "operations": [{"target": "ex#A"}, {"target": "ex#B"}], "resources": [{"target": "ex#R"}],
            "errors": [{"target": "ex#E"}], "rename": {"ex#E": "F"}})
    );
    assert_eq!(found["ex#A"]["input"], json!({"target": "smithy.api#Unit"}));
    assert_eq!(
        found["ex#R"]["identifiers"],
        json!({"the-id": {"target": "smithy.api#String"}})
    );
    assert_eq!(found["ex#Empty"], json!({"type": "service"}));
}

#[test]
fn mixins_are_printed_as_they_are_and_flattened_when_asked() {
    let text = "$version: \"2.0\"\nnamespace ex\n@mixin\nstructure M { a: String }\n\
        structure A with [M] { b: String }\napply A$a @required\napply A { @since(\"1\") @deprecated }\n";
    let merged = merge(&[("m.smithy", text)]);
    let model = print::json_ast(&merged.model);
    assert_eq!(
        model["shapes"]["ex#A$a"]["traits"],
        json!({"smithy.api#required": {}})
    );
    assert_eq!(
        model["shapes"]["ex#A"]["mixins"],
        json!([{"target": "ex#M"}])
    );
    let flat = print::json_ast(merged.flat());
    let shapes = flat["shapes"].as_object().unwrap();
    assert_eq!(shapes.keys().collect::<Vec<_>>(), ["ex#A"]);
    let members = flat["shapes"]["ex#A"]["members"].as_object().unwrap();
    assert_eq!(members.keys().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(
        flat["shapes"]["ex#A"]["members"]["a"]["traits"],
        json!({"smithy.api#required": {}})
    );
}

#[test]
fn dependencies_serve_names_and_are_not_printed() {
    let mut errors = Errors::new();
    let text = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    let loaded = load::load_with(
        vec![text(
            "m.smithy",
            "$version: \"2.0\"\nmetadata a = 1\nnamespace ex\nuse dep#T\nlist L { member: T }\n",
        )],
        vec![text(
            "d.smithy",
            "$version: \"2.0\"\nmetadata b = 1\nnamespace dep\nstring T\n",
        )],
        &mut errors,
    );
    let merged = resolve::merge(loaded, false, &mut errors);
    assert!(errors.is_empty(), "{}", errors.report(false));
    assert_eq!(
        print::json_ast(&merged.model),
        json!({"smithy": "2.0", "metadata": {"a": 1},
            "shapes": {"ex#L": {"type": "list", "member": {"target": "dep#T"}}}})
    );
}

#[test]
fn files_are_told_apart_by_name_or_else_by_how_they_start() {
    let language = "\u{feff}// a comment\n$version: \"2.0\"\nnamespace ex\nstring A\n";
    let json = "\u{feff} {\"smithy\": \"2.0\", \"shapes\": {\"ex#B\": {\"type\": \"string\"}}}";
    let found = ast(&[("one", language), ("other.model", json)]);
    let shapes = found["shapes"].as_object().unwrap();
    assert_eq!(shapes.keys().collect::<Vec<_>>(), ["ex#A", "ex#B"]);
}
