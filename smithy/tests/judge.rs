//! What validators say of models, and what models say of that.

use std::fmt::Write;

use smithgen_model::validate::{Options, validate};
use smithgen_model::{Errors, Severity};

/// Everything that is found wrong with a model, each as `SEVERITY id shape: message`.
fn judge(text: &str) -> Vec<String> {
    let (model, errors) = crate::support::model(&format!("$version: \"2.0\"\n{text}"));
    let options = Options {
        all_validators: true,
    };
    lines(&validate(&model, errors, &options))
}

fn lines(events: &Errors) -> Vec<String> {
    let line = |event: &smithgen_model::Diagnostic| {
        let (severity, shape) = (event.severity.name(), event.shape.as_deref().unwrap_or("-"));
        format!("{severity} {} {shape}: {}", event.id, event.message)
    };
    events.iter().map(line).collect()
}

/// Checks what is found in a model of the namespace `ex`, in the order of the model.
fn expect(text: &str, expected: &[&str]) {
    let found = judge(&format!("namespace ex\n{text}"));
    assert_eq!(found, expected, "{text}");
}

#[test]
fn traits_are_for_certain_shapes() {
    expect(
        "@readonly\nstring A",
        &["ERROR TraitTarget ex#A: trait `readonly` cannot be applied to it"],
    );
    expect(
        "@mixin\n@trait\nstructure a {}\n@a\nstring B",
        &["ERROR TraitTarget ex#B: `ex#a` is a mixin and cannot be applied as a trait"],
    );
    // What a mixin makes of a shape counts.
    expect(
        "@mixin\n@trait\nstructure a {}\nstructure b with [a] {}\n@b\nstring C",
        &[],
    );
    let broken = "@trait(selector: \"strin\")\nstructure a {}\n@a\nstring B";
    expect(
        broken,
        &[
            "ERROR Model ex#a: the selector in trait `trait` cannot be read: there are no shapes of type `strin` (at column 1)",
        ],
    );
}

#[test]
fn patterns_are_regular_expressions() {
    expect(
        "@pattern(\"^[a-z$\")\nstring A",
        &[
            "ERROR PatternTrait ex#A: its pattern `^[a-z$` is no regular expression: `[` is not closed",
        ],
    );
}

#[test]
fn selectors_in_traits_can_be_read() {
    let problem = "cannot be read: an expression is missing (at column 1)";
    let id_ref = format!("ERROR Model ex#A: the selector in trait `idRef` {problem}");
    expect("@idRef(selector: \"\")\nstring A", &[&id_ref]);
    let validators = format!("ERROR Model ex#t: the selector in trait `traitValidators` {problem}");
    let text = "@trait\n@traitValidators(\"a\": {selector: \"\"})\nstructure t {}\n@t\nstring A";
    expect(text, &[&validators]);
}

#[test]
fn traits_exclude_each_other() {
    expect(
        "@readonly\n@idempotent\noperation A {}",
        &[
            "ERROR TraitConflict ex#A: its traits conflict: `idempotent` with `readonly`, `readonly` with `idempotent`",
        ],
    );
    expect(
        "structure A {\n@httpPayload\na: String\n@httpPayload\nb: String\n}",
        &[
            "ERROR ExclusiveStructureMemberTrait ex#A: its members `a`, `b` have the trait `httpPayload`, which one of them may have",
        ],
    );
    expect(
        "structure A {\n@required\na: B\n@required\nb: B\n}\n@streaming\nblob B",
        &[
            "ERROR ExclusiveStructureMemberTrait ex#A: its members `a`, `b` target shapes with the trait `streaming`, as one of them may",
        ],
    );
}

#[test]
fn breaking_changes_are_of_what_is_there() {
    expect(
        "@trait(breakingChanges: [{path: \"/a/b\", change: \"add\"}, {path: \"/a\", change: \"any\"}])\nstructure t { a: A }\nstructure A { c: String }",
        &[
            "ERROR TraitBreakingChanges ex#t: element 0 of `breakingChanges` has the path `/a/b`, but `ex#A`, of type structure, has no member `b`",
        ],
    );
}

#[test]
fn traits_bring_validators_along() {
    expect(
        r#"
        @trait
        @traitValidators("t.NoDocuments": {
            selector: "~> document", message: "documents have no form", severity: "WARNING"
        })
        structure t {}
        @t
        structure A { a: B }
        structure B { d: D }
        structure C { d: D }
        document D
        "#,
        &[
            "WARNING t.NoDocuments ex#D: the trait `ex#t` of `ex#A` does not go with it: documents have no form",
        ],
    );
    expect(
        "@trait\n@traitValidators(\"1\": {selector: \"*\"})\nstructure t {}",
        &[
            "ERROR TraitValidators ex#t: `1` is no id for events: it has identifiers with dots between them",
        ],
    );
}

#[test]
fn values_of_traits_are_checked() {
    expect(
        "@trait\nstructure t { a: Integer }\n@t(a: \"x\", b: 1)\nstring A",
        &[
            "WARNING TraitValue.UnknownMember.ex#t.b ex#A: trait `ex#t`: `ex#t` has no member `b`",
            "ERROR TraitValue ex#A: `a` of trait `ex#t`: expected a whole number for `smithy.api#Integer`, of type integer, found the string `x`",
        ],
    );
    // A trait of Smithy's own that cannot be read at all.
    expect(
        "@length(min: [])\nstring A",
        &[
            "ERROR Model ex#A: the value of trait `smithy.api#length` is malformed: invalid type: sequence, expected i64",
        ],
    );
}

#[test]
fn errors_of_one_stage_end_the_next() {
    let text = "$version: \"2.0\"\nnamespace ex\n@trait(breakingChanges: [{path: \"/a\", change: \"add\"}])\nstructure t {}\n@readonly\nstring A";
    let (model, errors) = crate::support::model(text);
    let found = validate(&model, errors.clone(), &Options::default());
    let ids = |found: &Errors| found.iter().map(|it| it.id.to_string()).collect::<Vec<_>>();
    assert_eq!(ids(&found), ["TraitTarget"]);
    let options = Options {
        all_validators: true,
    };
    let found = validate(&model, errors.clone(), &options);
    assert_eq!(ids(&found), ["TraitBreakingChanges", "TraitTarget"]);
    let mut broken = errors;
    broken.push(smithgen_model::Diagnostic::error("no such shape"));
    assert_eq!(ids(&validate(&model, broken, &options)), ["Model"]);
}

const LINTERS: &str = r#"
metadata validators = [
    { name: "EmitEachSelector", id: "NoUnions.Here", severity: "WARNING",
      message: "unions are out: {super}", configuration: { selector: "union" } }
    { name: "EmitEachSelector", id: "Long",
      configuration: { selector: "[trait|length|max > 5]", bindToTrait: length, messageTemplate: "@{id} has @{trait|length|max}" } }
    { name: "EmitNoneSelector", id: "NoService", severity: "NOTE", configuration: { selector: "service" } }
    { name: "EmitNoneSelector", id: "NoString", configuration: { selector: "string" } }
    { name: "EmitEachSelector", id: "Elsewhere", namespaces: ["other"], configuration: { selector: "string" } }
    { name: "EmitEachSelector", id: "Some", selector: "[id|name=B]", configuration: { selector: "string" } }
]
"#;

const MALFORMED: &str = r#"
metadata validators = [
    { name: "EmitEachSelctor" }
    { name: "EmitEachSelector", configuration: { selector: "strin" } }
    { name: "EmitEachSelector", configuration: { selector: "*", messageTemplate: "@" } }
    { name: "EmitNoneSelector" }
    { name: "EmitNoneSelector", severity: "ERROR", configuration: { selector: "*" } }
    { id: "Nameless" }
]
namespace ex
"#;

#[test]
fn models_configure_validators() {
    let mut found = judge(&format!(
        "{LINTERS}namespace ex\n@length(max: 9)\nstring A\nstring B\nunion C {{ a: A }}"
    ));
    found.sort();
    assert_eq!(
        found,
        [
            "DANGER Long ex#A: ex#A has 9",
            "DANGER Some ex#B: it matches the selector `string`",
            "NOTE NoService -: no shape matches the selector `service`",
            "WARNING NoUnions.Here ex#C: unions are out: it matches the selector `union`",
        ]
    );
    let mut found = judge(MALFORMED);
    found.sort();
    assert_eq!(
        found,
        [
            "ERROR Model -: `ERROR` is no severity that can be set here",
            "ERROR Model -: a validator has no `name`",
            "ERROR Model -: the selector cannot be read: there are no shapes of type `strin` (at column 1)",
            "ERROR Model -: the validator `EmitNoneSelector` has no `selector` in its configuration",
        ]
    );
    let wrong = |key: &str, value: &str| {
        judge(&format!(
            "metadata validators = [{{ name: \"EmitEachSelector\", configuration: {{ selector: \"string\", {key}: \"{value}\" }} }}]\nnamespace ex\n"
        ))
    };
    let configuration = "ERROR Model -: element 0 of metadata `validators` is malformed: the `configuration` of `EmitEachSelector`";
    assert_eq!(
        wrong("messageTemplate", "@"),
        [format!(
            "{configuration}: its `messageTemplate`: expected `{{`, found the end (at column 2)"
        )]
    );
    let unknown = judge("metadata validators = [{ name: \"EmitEachSelctor\" }]\nnamespace ex\n");
    assert_eq!(
        unknown,
        ["WARNING UnknownValidator_EmitEachSelctor -: there is no validator `EmitEachSelctor`"]
    );
}

/// The severities of what a validator says about two shapes, with metadata and traits of a model.
fn severities(metadata: &str, applied: &str) -> Vec<Severity> {
    let text = format!(
        "metadata validators = [{{ name: \"EmitEachSelector\", id: \"Each.One\", severity: \"WARNING\", configuration: {{ selector: \"[id|namespace=ex]\" }} }}]\n{metadata}\nnamespace ex\n{applied}\nstring A\nstring B"
    );
    let (model, errors) = crate::support::model(&text);
    let found = validate(&model, errors, &Options::default());
    found.iter().map(|event| event.severity).collect()
}

#[test]
fn models_say_what_is_meant_and_what_is_graver() {
    let (meant, odd, grave) = (Severity::Suppressed, Severity::Warning, Severity::Danger);
    let suppress = |id: &str, namespace: &str| {
        format!(
            "metadata suppressions = [{{ id: \"{id}\", namespace: \"{namespace}\", reason: \"old\" }}]"
        )
    };
    let raise = |severity: &str| {
        format!(
            "metadata severityOverrides = [{{ id: \"Each\", namespace: \"ex\", severity: \"{severity}\" }}]"
        )
    };
    assert_eq!(severities("", ""), [odd, odd]);
    assert_eq!(severities("", "@suppress([\"Each\"])"), [meant, odd]);
    assert_eq!(severities("", "@suppress([\"Each.One\"])"), [meant, odd]);
    assert_eq!(
        severities("", "@suppress([\"Each.O\", \"Eac\"])"),
        [odd, odd]
    );
    assert_eq!(severities(&suppress("Each", "*"), ""), [meant, meant]);
    assert_eq!(severities(&suppress("Each.One", "ex"), ""), [meant, meant]);
    assert_eq!(severities(&suppress("Each", "other"), ""), [odd, odd]);
    assert_eq!(severities(&raise("DANGER"), ""), [grave, grave]);
    assert_eq!(
        severities(&raise("DANGER"), "@suppress([\"Each\"])"),
        [meant, grave]
    );
    assert_eq!(severities(&raise("NOTE"), ""), [Severity::Error]);
    assert_eq!(
        severities("metadata suppressions = [{ id: \"Each\" }]", ""),
        [Severity::Error]
    );
    assert_eq!(
        severities("metadata suppressions = {}", ""),
        [Severity::Error]
    );
    // Errors cannot be meant.
    let text = "metadata suppressions = [{ id: \"TraitTarget\", namespace: \"*\" }]\nnamespace ex\n@suppress([\"TraitTarget\"])\n@readonly\nstring A";
    assert_eq!(
        judge(text),
        ["ERROR TraitTarget ex#A: trait `readonly` cannot be applied to it"]
    );
}

#[test]
fn mixins_stay_and_their_users_have_what_they_give() {
    let text = "$version: \"2.0\"\nnamespace ex\n@mixin\nstructure M {\n@required\na: String\n}\nstructure A with [M] {\nb: String\n}\napply A$a @documentation(\"x\")";
    let (model, errors) = crate::support::model(text);
    assert!(errors.is_empty(), "{errors}");
    let shape = model.get("ex#A").unwrap();
    assert_eq!(shape.mixins.len(), 1);
    let inherited = shape.member("a").unwrap();
    assert!(
        inherited.traits.has("smithy.api#required")
            && inherited.traits.has("smithy.api#documentation")
    );
    assert_eq!(model.get("ex#M").unwrap().members.len(), 1);
}

#[test]
fn chains_of_mixins_end_somewhere() {
    let mut text =
        "$version: \"2.0\"\nnamespace ex\n@mixin\nstructure S0 { m0: String }\n".to_owned();
    for number in 1..1_500 {
        let _ = writeln!(
            text,
            "@mixin\nstructure S{number} with [S{}] {{ m{number}: String }}",
            number - 1
        );
    }
    let (_, errors) = crate::support::model(&text);
    let found = lines(&errors);
    assert_eq!(
        found,
        ["ERROR Model -: mixins give shapes more than 200000 members altogether"]
    );
}
