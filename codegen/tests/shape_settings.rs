//! What is wrong with settings of shapes is told with file, line and column, and with the shape that may be meant.

use crate::scratch::Scratch;
use smithgen::{Config, Mode};

/// What is told of settings, a line for each problem, without the directory.
#[track_caller]
fn told(scratch: &Scratch, settings: &str) -> Vec<String> {
    let path = scratch.put("smithgen.toml", settings);
    let errors = Config::from_file(path)
        .and_then(|config| smithgen::generate(&config, Mode::Write))
        .expect_err("they were accepted");
    let root = format!("{}/", scratch.0.display());
    let lines = errors.iter().map(|error| error.one_line());
    lines
        .map(|line| {
            assert!(line.contains("/smithgen.toml:"), "{line}");
            line.replace(&root, "").replace("smithgen.toml:", "")
        })
        .collect()
}

/// A model with shapes of every kind.
const SHAPES: &str = r#"$version: "2.0"
namespace ex
@aws.protocols#restJson1
service Things { version: "1", operations: [GetThing] }
@http(method: "POST", uri: "/thing")
operation GetThing { input: Input, output: Output, errors: [Broken] }
structure Input { thing: Thing, colours: Colours }
structure Output { thing: Thing }
structure Thing { colour: Colour, name: Name }
structure Unused {}
list Colours { member: Colour }
enum Colour { RED }
string Name
@error("client")
structure Broken {}
"#;

#[test]
fn shapes_that_have_no_type_are_told_with_the_nearest() {
    let scratch = Scratch::new("shape-places");
    scratch.put("things.smithy", SHAPES);
    let settings = |more: &str| format!("model = 'things.smithy'\nout-dir = 'out'\n{more}");
    let derive = "[derive]\n'ex#Colur' = 'Hash'\n'Thing' = ['Hash']\n'ex#Colours' = 'Hash'\n'ex#Name' = 'Hash'\n\
                  'ex#Unused' = 'Hash'\n'ex#GetThing' = 'Hash'\n'other#Else' = 'Hash'\n'ex#Thing$name' = 'Hash'\n";
    let no = |id: &str| format!("`derive` names `{id}`, which has no type");
    assert_eq!(
        told(&scratch, &settings(derive)),
        [
            format!("4:1: {} (help: did you mean `ex#Colour`?)", no("ex#Colur")),
            format!("5:1: {} (help: did you mean `ex#Thing`?)", no("Thing")),
            format!(
                "6:1: {} (help: a list is one of Rust's own types; name a structure, union or enum)",
                no("ex#Colours")
            ),
            format!(
                "7:1: {} (help: it is a plain string, of which all have the same type; \
                 name a structure, union or enum)",
                no("ex#Name")
            ),
            format!(
                "8:1: {} (help: no operation that is generated uses it; remove it)",
                no("ex#Unused")
            ),
            format!(
                "9:1: {} (help: operation `ex#GetThing` has none; name a structure, union or enum)",
                no("ex#GetThing")
            ),
            format!(
                "10:1: {} (help: name a structure, union or enum that operations use, with its namespace)",
                no("other#Else")
            ),
            format!(
                "11:1: {} (help: did you mean `ex#Thing`?)",
                no("ex#Thing$name")
            ),
        ]
    );
    let attributes = "[attributes]\n'ex#Thing$nam' = '#[a]'\n'ex#Broken$x' = '#[a]'\n";
    assert_eq!(
        told(&scratch, &settings(attributes)),
        [
            "4:1: `attributes` names `ex#Thing$nam`, which has no type (help: did you mean `ex#Thing$name`?)",
            "5:1: `attributes` names `ex#Broken$x`, which has no type (help: `ex#Broken` has no member `x`)",
        ]
    );
    let externs = "[extern]\n'*' = '::a::B'\n'ex#Input' = '::a::B'\n'ex#Output' = '::a::B'\n'ex#Thin' = '::a::B'\n\
                   'ex#Name' = '::a::B'\n'ex#Colours' = '::a::B'\n";
    let help = "(help: only what inputs and outputs hold can be another type; remove it)";
    assert_eq!(
        told(&scratch, &settings(externs)),
        [
            "4:1: `extern` names `*`, which has no type (help: each shape needs a type of its own)"
                .to_owned(),
            format!("5:1: `ex#Input` is the input of `GetThing` {help}"),
            format!("6:1: `ex#Output` is the output of `GetThing` {help}"),
            "7:1: `extern` names `ex#Thin`, which has no type (help: did you mean `ex#Thing`?)"
                .to_owned(),
            "8:1: `extern` names `ex#Name`, which has no type (help: it is a plain string, of which all have the \
             same type; name a structure, union or enum)"
                .to_owned(),
            "9:1: `extern` names `ex#Colours`, which has no type (help: a list is one of Rust's own types; name a \
             structure, union or enum)"
                .to_owned(),
        ]
    );
}

#[test]
fn what_is_said_of_shapes_to_no_effect_or_in_no_rust_is_told() {
    let scratch = Scratch::new("shape-effects");
    scratch.put("things.smithy", SHAPES);
    let settings = "model = 'things.smithy'\nout-dir = 'out'\nserde = true\n\
                    [derive]\n'*' = ['Hash', 'Eq', 'a b']\n\
                    'ex#Colour' = ['Hash', 'serde::Serialize', 'x::Y<u8>']\n\
                    'ex#Broken' = 'Hash'\n\
                    [attributes]\n'*' = ['non_exhaustive', '#[a']\n'ex#Thing' = '#![a]'\n\
                    [extern]\n'ex#Broken' = '::a::B'\n'ex#Thing' = 'a::B'\n'ex#Colour' = '::a::B!'\n";
    let path = "(help: begin with the crate: `::palette::Colour`, or with `crate` for the one that includes the code)";
    let derive = "(help: name a trait that can be derived, with its path where it is not Rust's own: `Hash`, \
                  `serde::Serialize`)";
    let attribute = "(help: write it as in Rust: `#[doc(alias = \"note\")]`)";
    assert_eq!(
        told(&scratch, settings),
        [
            format!("5:22: `a b` is not a trait: unexpected token {derive}"),
            "6:16: the type of `ex#Colour` is `Hash` without that (help: remove it)".to_owned(),
            "6:24: the type of `ex#Colour` is `Serialize` without that (help: remove it)"
                .to_owned(),
            format!("6:44: `x::Y<u8>` is not a trait: unexpected token {derive}"),
            "7:1: `derive` names `ex#Broken`, whose type is not generated \
             (help: write that where the type is defined; remove it here)"
                .to_owned(),
            format!("9:8: `non_exhaustive` is not an attribute: unexpected token {attribute}"),
            format!(
                "9:26: `#[a` is not an attribute: cannot parse string into token stream {attribute}"
            ),
            format!("10:14: `#![a]` is not an attribute: expected square brackets {attribute}"),
            format!("13:14: `a::B` is not the path of a type {path}"),
            format!("14:15: `::a::B!` is not the path of a type: unexpected token {path}"),
        ]
    );
    let long = format!("#[doc = \"{}\"]", "a".repeat(5000));
    let told = told(
        &scratch,
        &format!("model = 'things.smithy'\nout-dir = 'out'\n[attributes]\n'*' = '{long}'\n"),
    );
    assert!(told[0].len() < 250, "{told:?}");
    assert!(
        told[0].ends_with(&format!("it has 5011 bytes, of at most 4096 {attribute}")),
        "{told:?}"
    );
    let tables =
        "model = 'things.smithy'\nout-dir = 'out'\ncli = true\ntypes = false\nserde = true\n";
    assert_eq!(
        self::told(&scratch, tables),
        [
            "4:9: `serde`, `derive`, `attributes` and `extern` are about types \
          (help: remove them, or remove `types = false`)"
        ]
    );
    assert!(!scratch.0.join("out").exists());
}

#[test]
fn services_of_a_directory_may_have_shapes_apart() {
    let scratch = Scratch::new("shapes-of-many");
    scratch.put("models/a.smithy", SHAPES);
    let other = SHAPES.replace("namespace ex", "namespace other");
    scratch.put("models/b.smithy", &other.replace("Things", "Others"));
    let settings =
        "models = 'models'\nout-dir = 'out'\n[derive]\n'ex#Thing' = 'Hash'\n'other#Thing' = 'Eq'\n";
    let path = scratch.put("smithgen.toml", settings);
    let config = Config::from_file(path).unwrap();
    let report = smithgen::generate(&config, Mode::Write).unwrap();
    assert!(report.warnings.is_empty(), "{}", report.warnings);
    let settings = format!("{settings}'ex#Thin' = 'Eq'\n");
    assert_eq!(
        told(&scratch, &settings),
        ["6:1: `derive` names `ex#Thin`, which has no type (help: did you mean `ex#Thing`?)"]
    );
}

#[test]
fn what_a_package_depends_on_is_told_where_it_is_wrong() {
    let scratch = Scratch::new("shape-dependencies");
    scratch.put("things.smithy", SHAPES);
    let settings = "model = 'things.smithy'\n[extern]\n'ex#Thing' = 'crate::Thing'\n\
                    [package]\ndirectory = 'out'\nname = 'x'\ndependencies = ['a = \"1\"', 'b 1']\n";
    let help = "(help: begin with a crate of the package's `dependencies`: `::palette::Colour`)";
    let line = "(help: write a line as below `[dependencies]` in Cargo.toml: `palette = \"1\"`)";
    assert_eq!(
        told(&scratch, settings),
        [
            format!("3:14: `crate::Thing` is not the path of a type {help}"),
            format!("7:28: `b 1` is no dependency {line}"),
        ]
    );
}
