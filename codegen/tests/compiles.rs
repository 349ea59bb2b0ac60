//! Generated code of every shape compiles and documents itself without a warning: with and without commands, examples,
//! errors, streams and operations, in every protocol. All of it is one package, so that cargo runs once.

use std::fs;
use std::path::Path;

use crate::crates::{cargo, lean_package, package, root};
use crate::scratch::Scratch;
use smithgen::Config;

const EVERYTHING: &str = include_str!("../../smithy/tests/fixtures/good/everything.json");

/// The protocols, which `EVERYTHING` speaks one of.
const PROTOCOLS: [(&str, &str); 8] = [
    ("cbor", "smithy.protocols#rpcv2Cbor"),
    ("rpc_json", "smithy.protocols#rpcv2Json"),
    ("json10", "aws.protocols#awsJson1_0"),
    ("json11", "aws.protocols#awsJson1_1"),
    ("rest_json", "aws.protocols#restJson1"),
    ("rest_xml", "aws.protocols#restXml"),
    ("query", "aws.protocols#awsQuery"),
    ("ec2", "aws.protocols#ec2Query"),
];

/// A service with these operations, and these shapes besides.
fn model(operations: &str, more: &str) -> String {
    // Protocols of HTTP and queries cannot send the new name of an error.
    let (renamed, protocol) = match more.contains("other#Broken") {
        true => (
            r#""other#Broken": "OtherBroken""#,
            "smithy.protocols#rpcv2Cbor",
        ),
        false => ("", "aws.protocols#restJson1"),
    };
    format!(
        r#"{{ "smithy": "2.0", "shapes": {{
        "ex#Example": {{ "type": "service", "version": "1", "operations": [{operations}],
          "rename": {{ {renamed} }}, "traits": {{ "{protocol}": {{}} }} }},
        "other#Broken": {{ "type": "structure", "members": {{}}, "traits": {{ "smithy.api#error": "client" }} }}
        {more} }} }}"#
    )
}

/// A model with neither examples nor documentation nor errors.
fn bare() -> String {
    let more = r#", "ex#Go": { "type": "operation", "input": { "target": "ex#Thing" }, "output": { "target": "ex#Thing" },
        "traits": { "smithy.api#http": { "method": "POST", "uri": "/" } } },
      "ex#Thing": { "type": "structure", "members": { "name": { "target": "smithy.api#String" } } }"#;
    model(r#"{ "target": "ex#Go" }"#, more)
}

/// Streams of events both ways, errors of one name, an example of each kind.
fn rich() -> String {
    let more = r#", "ex#Talk": { "type": "operation",
        "input": { "target": "ex#Words" }, "output": { "target": "ex#Words" },
        "errors": [{ "target": "ex#Broken" }, { "target": "other#Broken" }],
        "traits": { "smithy.api#http": { "method": "POST", "uri": "/talk" } } },
      "ex#Words": { "type": "structure", "members": { "events": { "target": "ex#Events", "traits": {
        "smithy.api#httpPayload": {} } } } },
      "ex#Events": { "type": "union", "members": { "word": { "target": "ex#Word" }, "error": { "target": "ex#Broken" } },
        "traits": { "smithy.api#streaming": {} } },
      "ex#Word": { "type": "structure", "members": { "text": { "target": "smithy.api#String" } } },
      "ex#Broken": { "type": "structure", "members": { "message": { "target": "smithy.api#String" } },
        "traits": { "smithy.api#error": "client" } },
      "ex#Say": { "type": "operation", "input": { "target": "ex#Word" }, "output": { "target": "ex#Word" },
        "errors": [{ "target": "ex#Broken" }],
        "traits": { "smithy.api#http": { "method": "POST", "uri": "/say" },
          "smithy.api#documentation": "<p>Says <b>a word</b> \u202e\u2066 &lt;script&gt; [x](y) `code` --> */</p>",
          "smithy.api#examples": [
            { "title": "\"}\n", "input": { "text": "x" }, "output": { "text": "x" } },
            { "title": "e", "input": { "text": "" }, "error": { "shapeId": "ex#Broken", "content": { "message": "m" } } }
          ] } }"#;
    model(r#"{ "target": "ex#Talk" }, { "target": "ex#Say" }"#, more)
}

/// Name, model and whether it has commands.
fn models() -> Vec<(String, String, bool)> {
    let mut models = vec![
        ("bare".to_owned(), bare(), true),
        ("bare_without_commands".to_owned(), bare(), false),
        ("rich".to_owned(), rich(), true),
        ("nothing".to_owned(), model("", ""), true),
        ("nothing_without_commands".to_owned(), model("", ""), false),
    ];
    for (name, id) in PROTOCOLS {
        // Queries want a namespace.
        let traits = format!(
            r#""{id}": {{}}, "smithy.api#xmlNamespace": {{ "uri": "https://example.org/" }}"#
        );
        let mut text = EVERYTHING.replace(r#""aws.protocols#restJson1": {}"#, &traits);
        assert_ne!(text, EVERYTHING);
        if matches!(name, "rest_xml" | "query" | "ec2") {
            // XML has no documents.
            text = text.replace("smithy.api#Document", "smithy.api#String");
        }
        models.push((name.to_owned(), text, true));
    }
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/emit");
    for case in fs::read_dir(fixtures).unwrap() {
        let case = case.unwrap().path();
        let name = case.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(case.join("model.json")).unwrap();
        models.push((format!("case_{name}"), text, true));
    }
    models
}

/// Generates a service into `src/<name>/example`.
fn generate(package: &Path, name: &str, model: &str, commands: bool) {
    let scratch = Scratch::new(&format!("compiles-{name}"));
    let model = scratch.put("model.json", model);
    Config::new()
        .model(model)
        .module("example")
        .cli(commands)
        .out_dir(package.join("src").join(name))
        .try_generate()
        .unwrap_or_else(|errors| panic!("{name}:\n{errors}"));
}

#[test]
fn every_shape_of_code_compiles_without_a_warning() {
    let root = root();
    let features = [
        "cbor",
        "checksums",
        "compression",
        "event-streams",
        "http2",
        "query",
        "xml",
    ];
    let dependencies = format!(
        "smithgen-aws = {{ path = {:?}, features = [\"event-streams\", \"sigv4a\"] }}\n\
         smithgen-client = {{ path = {:?}, default-features = false, features = {features:?} }}\n\
         smithgen-cli = {{ path = {:?}, default-features = false }}\n",
        root.join("aws"),
        root.join("client"),
        root.join("cli")
    );
    let package = package("compiles", &dependencies);
    let mut library = String::from(
        "//! All of them.\n#![deny(warnings, missing_docs, unreachable_pub)]\n#![forbid(unsafe_code)]\n",
    );
    for (name, model, commands) in models() {
        generate(&package, &name, &model, commands);
        library += &format!(
            "/// One of them.\npub mod {name} {{\n    /// Its service.\n    pub mod example;\n}}\n"
        );
    }
    fs::write(package.join("src/lib.rs"), library).unwrap();
    for arguments in [&["check"][..], &["doc", "--no-deps"]] {
        let out = cargo(&package, arguments);
        let told = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "cargo {arguments:?}:\n{told}");
    }
}

/// A service that needs a feature of the runtime besides those of its protocol.
fn demanding(service_traits: &str, operation_traits: &str, members: &str) -> String {
    format!(
        r#"{{ "smithy": "2.0", "shapes": {{
        "ex#Things": {{ "type": "service", "version": "1", "operations": [{{ "target": "ex#Go" }}],
          "traits": {{ {service_traits} }} }},
        "ex#Go": {{ "type": "operation", "input": {{ "target": "ex#Input" }},
          "traits": {{ "smithy.api#http": {{ "method": "POST", "uri": "/" }} {operation_traits} }} }},
        "ex#Input": {{ "type": "structure", "members": {{ {members} }} }},
        "ex#Events": {{ "type": "union", "members": {{ "word": {{ "target": "ex#Word" }} }},
          "traits": {{ "smithy.api#streaming": {{}} }} }},
        "ex#Word": {{ "type": "structure", "members": {{ "text": {{ "target": "smithy.api#String" }} }} }} }} }}"#
    )
}

#[test]
fn a_feature_that_is_missing_is_one_error_that_names_it() {
    let rest = r#""aws.protocols#restJson1": {}"#;
    let events =
        r#""events": { "target": "ex#Events", "traits": { "smithy.api#httpPayload": {} } }"#;
    let models = [
        ("xml", r#""aws.protocols#restXml": {}"#.to_owned(), "", ""),
        (
            "query",
            r#""aws.protocols#awsQuery": {}, "smithy.api#xmlNamespace": { "uri": "x" }"#.to_owned(),
            "",
            "",
        ),
        (
            "query",
            r#""aws.protocols#ec2Query": {}, "smithy.api#xmlNamespace": { "uri": "x" }"#.to_owned(),
            "",
            "",
        ),
        (
            "cbor",
            r#""smithy.protocols#rpcv2Cbor": {}"#.to_owned(),
            "",
            "",
        ),
        (
            "checksums",
            rest.to_owned(),
            r#", "smithy.api#httpChecksumRequired": {}"#,
            "",
        ),
        (
            "compression",
            rest.to_owned(),
            r#", "smithy.api#requestCompression": { "encodings": ["gzip"] }"#,
            "",
        ),
        (
            "sigv4",
            format!(r#"{rest}, "aws.auth#sigv4": {{ "name": "x" }}"#),
            "",
            "",
        ),
        (
            "sigv4a",
            format!(
                r#"{rest}, "aws.auth#sigv4": {{ "name": "x" }}, "aws.auth#sigv4a": {{ "name": "x" }},
                   "smithy.api#auth": ["aws.auth#sigv4a"]"#
            ),
            "",
            "",
        ),
        (
            "event-streams",
            r#""aws.protocols#restJson1": { "http": ["http/1.1"] }"#.to_owned(),
            "",
            events,
        ),
        (
            "http2",
            r#""aws.protocols#restJson1": { "http": ["h2"] }"#.to_owned(),
            "",
            "",
        ),
        // An operation that can be called without a signature does without the feature.
        (
            "",
            format!(r#"{rest}, "aws.auth#sigv4": {{ "name": "x" }}"#),
            r#", "smithy.api#optionalAuth": {}"#,
            "",
        ),
    ];
    let (client, aws) = (root().join("client"), root().join("aws"));
    let package = lean_package(
        "missing_features",
        &format!(
            "smithgen-client = {{ path = {client:?}, default-features = false }}\n\
             smithgen-aws = {{ path = {aws:?}, default-features = false }}\n"
        ),
    );
    let mut library = String::new();
    let mut expected = Vec::new();
    for (number, (feature, service, operation, members)) in models.into_iter().enumerate() {
        let name = format!("m{number}");
        generate(
            &package,
            &name,
            &demanding(&service, operation, members),
            false,
        );
        library += &format!("pub mod {name} {{ pub mod example; }}\n");
        if !feature.is_empty() {
            let of = match feature {
                "sigv4" | "sigv4a" => "smithgen-aws",
                _ => "smithgen-client",
            };
            expected.push(format!(
                "error: `Things` needs the feature `{feature}` of the crate `{of}`: \
                 add it to the `features` of that dependency in Cargo.toml"
            ));
        }
    }
    // What the feature would do is left out, so that there is no other error.
    Config::new()
        .model_text("model.json", bare())
        .module("example")
        .serde(true)
        .out_dir(package.join("src/serde"))
        .try_generate()
        .unwrap();
    library += "pub mod serde { pub mod example; }\n";
    expected.push(
        "error: `Example` needs the feature `serde` of the crate `smithgen-client`: \
         add it to the `features` of that dependency in Cargo.toml"
            .to_owned(),
    );
    // Code of a layout that is not served any more has one error, whatever else would be wrong with it.
    generate(&package, "old", &bare(), false);
    let root = package.join("src/old/example/mod.rs");
    let code = fs::read_to_string(&root).unwrap();
    fs::write(&root, code.replacen("1;", "0;", 1)).unwrap();
    library += "pub mod old { pub mod example; }\n";
    expected.push(
        "error: this code was generated for layout 0 of its tables, and this version of `smithgen-runtime` serves \
         layout 1: generate it again with the `smithgen` of the same version"
            .to_owned(),
    );
    fs::write(package.join("src/lib.rs"), library).unwrap();
    let out = cargo(&package, &["check"]);
    let told = String::from_utf8_lossy(&out.stderr);
    let mut errors: Vec<&str> = told
        .lines()
        .filter(|line| line.starts_with("error") && !line.contains("could not compile"))
        .collect();
    errors.sort_unstable();
    expected.sort_unstable();
    assert_eq!(errors, expected, "{told}");
}
