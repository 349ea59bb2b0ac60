//! What a model means once it is resolved: mixins, `apply`, resources, versions, enums, exact numbers, selection.

use smithgen_model::Errors;
use smithgen_model::model::traits::{Http, Length, Range, id};
use smithgen_model::model::{self, Kind, Shape, UNIT};
use smithgen_model::nullability::nullability;
use smithgen_model::{Resolved, load, resolve};

const EVERYTHING: &str = include_str!("fixtures/good/everything.json");

fn open_with(texts: &[&str], operations: &[&str]) -> Resolved {
    let named = texts
        .iter()
        .enumerate()
        .map(|(n, text)| (format!("{n}.json"), text.as_bytes().to_vec()));
    let mut errors = Errors::new();
    let loaded = load::load_texts(named.collect(), &mut errors);
    let operations: Vec<String> = operations.iter().map(|&name| name.to_owned()).collect();
    resolve::finish(loaded, errors, None, &operations).unwrap_or_else(|errors| panic!("{errors}"))
}

fn everything() -> Resolved {
    open_with(&[EVERYTHING], &[])
}

fn shape<'r>(resolved: &'r Resolved, id: &str) -> &'r Shape {
    resolved
        .model
        .get(id)
        .unwrap_or_else(|| panic!("{id} is missing"))
}

fn names(shape: &Shape) -> Vec<&str> {
    shape.members.iter().map(|member| &*member.name).collect()
}

#[test]
fn a_mixin_gives_its_members_first_and_its_traits_but_the_local_ones() {
    let resolved = everything();
    let input = shape(&resolved, "ex#PutInput");
    assert_eq!(
        names(input),
        ["id", "rest", "zone", "filter", "meta", "body"]
    );
    assert!(!input.traits.has("smithy.api#tags") && !input.traits.has(id::MIXIN));
    let member = input.member("id").unwrap();
    assert_eq!(member.traits.text(id::DOCUMENTATION), Some("The id."));
    assert_eq!(
        member.traits.read::<Length>(),
        Some(Length {
            min: Some(1),
            max: Some(9)
        })
    );
    assert!(
        resolved.model.get("ex#HasId").is_none(),
        "a mixin is no shape to generate"
    );
}

#[test]
fn a_service_has_its_own_operations_then_those_of_its_resources() {
    let resolved = everything();
    let operations: Vec<&str> = resolved
        .selection
        .operations
        .iter()
        .map(|id| id.name())
        .collect();
    assert_eq!(
        operations,
        [
            "Ping",
            "Put",
            "GetThing",
            "ListThings",
            "Poke",
            "Count",
            "MakePart"
        ]
    );
    let service = shape(&resolved, "ex#S").as_service().unwrap();
    assert_eq!(service.version, "1");
    let ping = shape(&resolved, "ex#Ping").as_operation().unwrap();
    assert_eq!(
        (ping.input.target.as_str(), ping.output.target.as_str()),
        (UNIT, UNIT)
    );
}

#[test]
fn only_what_the_chosen_operations_reach_is_selected() {
    let resolved = open_with(&[EVERYTHING], &["GetThing"]);
    let shapes: Vec<&str> = resolved
        .selection
        .shapes
        .iter()
        .map(|id| id.as_str())
        .collect();
    let reached = [
        "ex#GetThingInput",
        "smithy.api#String",
        "ex#Data",
        "ex#Gone",
    ];
    assert_eq!(
        shapes, reached,
        "the service's errors belong to every operation"
    );
}

#[test]
fn numbers_stay_exact_and_traits_have_types() {
    let resolved = everything();
    let size = shape(&resolved, "ex#PutOutput").member("size").unwrap();
    let range: Range = size.traits.read().unwrap();
    assert_eq!(
        range.max.unwrap().to_string(),
        "12345678901234567890.000000000000000000000001"
    );
    let http: Http = shape(&resolved, "ex#Put").traits.read().unwrap();
    assert_eq!((http.method.as_str(), http.code), ("PUT", 200));
}

#[test]
fn every_enum_has_members_with_values() {
    let resolved = everything();
    let values = |id: &str| -> Vec<String> {
        let shape = shape(&resolved, id);
        assert!(matches!(shape.kind, Kind::Enum | Kind::IntEnum));
        let value = |member: &model::Member| {
            format!(
                "{}={}",
                member.name,
                member.traits.get(id::ENUM_VALUE).unwrap()
            )
        };
        shape.members.iter().map(value).collect()
    };
    assert_eq!(values("ex#Colour"), ["RED=\"red\"", "GREEN=\"GREEN\""]);
    assert_eq!(values("ex#Level"), ["LOW=1", "HIGH=2"]);
    assert_eq!(values("ex#OldEnum"), ["a_b=\"a b\"", "a_b_=\"a-b\""]);
    assert!(
        shape(&resolved, "ex#OldEnum")
            .member("a_b")
            .unwrap()
            .traits
            .has("smithy.api#deprecated")
    );
    assert!(
        shape(&resolved, "ex#Names").traits.has(id::UNIQUE_ITEMS),
        "a set is a list of unique items"
    );
}

#[test]
fn a_client_sees_as_optional_what_may_be_absent() {
    let resolved = everything();
    let optional = |id: &str, member: &str| {
        let shape = shape(&resolved, id);
        nullability(&resolved.model, shape, shape.member(member).unwrap())
    };
    assert!(
        optional("ex#PutInput", "rest"),
        "members of an input, required or not"
    );
    assert!(
        optional("ex#GetThingInput", "id"),
        "and of one that is not marked as such"
    );
    assert!(!optional("ex#PutOutput", "size"), "a default");
    assert!(optional("ex#PutOutput", "any"), "a null default is none");
    assert!(optional("ex#Trees", "member"), "a sparse list");
    assert!(!optional("ex#Names", "member"));
    assert!(!optional("ex#Choice", "a"), "a member of a union");
}

#[test]
fn old_files_keep_their_nullability_beside_new_ones() {
    let old = r#"{"smithy": "1.0", "shapes": {
        "old#Out": {"type": "structure", "members": {
            "count": {"target": "smithy.api#PrimitiveInteger"},
            "boxed": {"target": "smithy.api#PrimitiveInteger", "traits": {"smithy.api#box": {}}},
            "flag": {"target": "old#Flag"},
            "prelude": {"target": "smithy.api#Integer"},
            "unboxed": {"target": "new#Count"}
        }},
        "old#Flag": {"type": "boolean"}
    }}"#;
    let new = r#"{"smithy": "2", "shapes": {
        "new#S": {"type": "service", "version": "1", "operations": [{"target": "new#Get"}],
            "traits": {"smithy.protocols#rpcv2Cbor": {}}},
        "new#Get": {"type": "operation", "output": {"target": "old#Out"}, "errors": [{"target": "new#E"}]},
        "new#E": {"type": "structure", "traits": {"smithy.api#error": "server"}, "members": {
            "count": {"target": "smithy.api#PrimitiveInteger", "traits": {"smithy.api#default": null}}
        }},
        "new#Count": {"type": "integer"}
    }}"#;
    for texts in [[old, new], [new, old]] {
        let resolved = open_with(&texts, &[]);
        let out = shape(&resolved, "old#Out");
        let optional: Vec<&str> = out
            .members
            .iter()
            .filter(|member| nullability(&resolved.model, out, member))
            .map(|member| &*member.name)
            .collect();
        assert_eq!(optional, ["boxed", "prelude"]);
        let error = shape(&resolved, "new#E");
        assert!(nullability(
            &resolved.model,
            error,
            error.member("count").unwrap()
        ));
    }
}

#[test]
fn equal_definitions_and_metadata_of_several_files_are_one() {
    let part = r#"{"smithy": "2.0", "metadata": {"list": [1], "same": "x"}, "shapes": {
        "ex#A": {"type": "structure", "members": {"a": {"target": "smithy.api#String"}},
            "traits": {"smithy.api#tags": ["t"]}}}}"#;
    let more = r#"{"smithy": "2.0", "metadata": {"list": [2], "same": "x"}, "shapes": {
        "ex#A": {"type": "structure", "members": {"a": {"target": "smithy.api#String",
            "traits": {"smithy.api#required": {}}}}, "traits": {"smithy.api#tags": ["u"], "unknown#t": 1.50}},
        "ex#A$a": {"type": "apply", "traits": {"smithy.api#documentation": "x"}},
        "ex#S": {"type": "service", "traits": {"aws.protocols#awsJson1_0": {}}}}}"#;
    let resolved = open_with(&[more, part], &[]);
    let a = shape(&resolved, "ex#A");
    assert_eq!(
        a.traits.get("smithy.api#tags").unwrap(),
        &serde_json::json!(["u", "t"])
    );
    assert_eq!(
        a.traits.get("unknown#t").unwrap().to_string(),
        "1.50",
        "unknown traits are kept"
    );
    let member = a.member("a").unwrap();
    assert!(member.traits.has(id::REQUIRED) && member.traits.has(id::DOCUMENTATION));
    assert_eq!(resolved.model.metadata["list"], serde_json::json!([2, 1]));
    let place = resolved.model.place(member.location).unwrap();
    assert_eq!(
        (place.file.as_str(), place.line, place.column),
        ("0.json", 2, 51)
    );
}

#[test]
fn a_folder_stands_for_its_model_files_and_a_missing_file_is_reported() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/folder");
    let file = folder.join("model.json");
    let resolved = resolve::open(&[folder.clone(), file], None, &[]).unwrap();
    assert_eq!(
        resolved.model.sources.own().count(),
        1,
        "one file, named twice"
    );
    let errors = resolve::open(&[folder.join("missing.json")], Some("S"), &[]).unwrap_err();
    let first = errors
        .iter()
        .map(|error| error.one_line())
        .find(|line| line.contains("cannot read"));
    assert!(
        first.is_some_and(|line| line.contains("missing.json")),
        "{errors}"
    );
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let marked = format!("\u{feff}{EVERYTHING}");
    assert!(!open_with(&[&marked], &[]).warnings.has_errors());
}
