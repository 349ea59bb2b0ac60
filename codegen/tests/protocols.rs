//! What a service's protocol traits decide: the runtime's constant, its cargo features, S3's paths.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use smithgen::Config;

/// The files made of a service with these traits and one operation.
fn files(name: &str, service: &str, operation: &str) -> BTreeMap<String, String> {
    of(name, service, operation, |config| config)
}

/// The same with more settings.
fn of(
    name: &str,
    service: &str,
    operation: &str,
    settings: impl FnOnce(Config) -> Config,
) -> BTreeMap<String, String> {
    let model = format!(
        r#"{{"smithy": "2.0", "shapes": {{
  "ex#Store": {{ "type": "service", "version": "1", "operations": [{{ "target": "ex#GetItem" }}],
    "traits": {{ {service} }} }},
  "ex#GetItem": {{ "type": "operation", "input": {{ "target": "ex#GetItemInput" }},
    "traits": {{ "smithy.api#http": {{ "method": "POST", "uri": "/{{Bucket}}/{{Key+}}" }} {operation} }} }},
  "ex#GetItemInput": {{ "type": "structure", "members": {{
    "Bucket": {{ "target": "smithy.api#String", "traits": {{ "smithy.api#required": {{}},
      "smithy.api#httpLabel": {{}}, "smithy.rules#contextParam": {{ "name": "Bucket" }} }} }},
    "Key": {{ "target": "smithy.api#String", "traits": {{ "smithy.api#required": {{}},
      "smithy.api#httpLabel": {{}} }} }} }} }} }} }}"#
    );
    let path: PathBuf =
        std::env::temp_dir().join(format!("smithgen-{}-{name}.json", std::process::id()));
    fs::write(&path, model).unwrap();
    let made = settings(Config::new().model(&path)).files();
    let _ = fs::remove_file(&path);
    let made = made.unwrap_or_else(|errors| panic!("{errors}"));
    made.files
        .into_iter()
        .map(|file| (file.path, file.text))
        .collect()
}

/// All Rust.
fn all(files: &BTreeMap<String, String>) -> String {
    let rust = files.iter().filter(|(path, _)| path.ends_with(".rs"));
    let texts: Vec<&str> = rust.map(|(_, text)| text.as_str()).collect();
    texts.join("\n")
}

/// How a service's table names its protocol: where that needs a feature of the runtime, through what demands it.
fn said(constant: &str) -> String {
    let feature = match constant {
        "AWS_QUERY" | "EC2_QUERY" => "query",
        "REST_XML" | "REST_XML_NO_ERROR_WRAPPING" => "xml",
        "RPC_V2_CBOR" => "cbor",
        _ => return format!("&rt::protocol::{constant},"),
    };
    format!(
        "::smithgen_client::generated::require::{feature}!(\"Store\", rt::protocol::{constant}),"
    )
}

#[test]
fn each_protocol_has_its_constant() {
    let cases = [
        (r#""aws.protocols#restJson1": {}"#, "REST_JSON_1"),
        (r#""aws.protocols#restXml": {}"#, "REST_XML"),
        (
            r#""aws.protocols#restXml": { "noErrorWrapping": true }"#,
            "REST_XML_NO_ERROR_WRAPPING",
        ),
        (r#""aws.protocols#awsJson1_0": {}"#, "AWS_JSON_1_0"),
        (r#""aws.protocols#awsJson1_1": {}"#, "AWS_JSON_1_1"),
        (
            r#""aws.protocols#awsJson1_0": {}, "aws.protocols#awsQueryCompatible": {}"#,
            "AWS_JSON_1_0_QUERY_COMPATIBLE",
        ),
        (r#""aws.protocols#awsQuery": {}"#, "AWS_QUERY"),
        (r#""aws.protocols#ec2Query": {}"#, "EC2_QUERY"),
        (r#""smithy.protocols#rpcv2Cbor": {}"#, "RPC_V2_CBOR"),
        (r#""smithy.protocols#rpcv2Json": {}"#, "RPC_V2_JSON"),
        // Of several the documented first.
        (
            r#""aws.protocols#awsQuery": {},
                "aws.protocols#awsJson1_0": {}"#,
            "AWS_JSON_1_0",
        ),
        (
            r#""aws.protocols#awsJson1_1": {}, "smithy.protocols#rpcv2Cbor": {}"#,
            "RPC_V2_CBOR",
        ),
    ];
    for (index, (traits, constant)) in cases.into_iter().enumerate() {
        let traits = format!(r#"{traits}, "smithy.api#xmlNamespace": {{ "uri": "urn:x" }}"#);
        let made = all(&files(&format!("constant-{index}"), &traits, ""));
        // A long line is broken within the macro.
        let made = made.split_whitespace().collect::<String>();
        let found = made.matches(&said(constant).replace(' ', "")).count();
        assert_eq!(found, 1, "{traits}");
    }
}

#[test]
fn the_protocol_changes_one_name_and_nothing_else() {
    let all_of_them = [
        ("aws.protocols#restJson1", "REST_JSON_1"),
        ("aws.protocols#restXml", "REST_XML"),
        ("aws.protocols#awsJson1_0", "AWS_JSON_1_0"),
        ("aws.protocols#awsJson1_1", "AWS_JSON_1_1"),
        ("aws.protocols#awsQuery", "AWS_QUERY"),
        ("aws.protocols#ec2Query", "EC2_QUERY"),
        ("smithy.protocols#rpcv2Cbor", "RPC_V2_CBOR"),
        ("smithy.protocols#rpcv2Json", "RPC_V2_JSON"),
    ];
    let traits: Vec<String> = all_of_them
        .iter()
        .map(|(id, _)| format!(r#""{id}": {{}}"#))
        .collect();
    let traits = format!(
        r#"{}, "smithy.api#xmlNamespace": {{ "uri": "urn:x" }}"#,
        traits.join(", ")
    );
    let made = all_of_them.map(|(id, constant)| {
        let name = format!("one-name-{constant}");
        let text = all(&of(&name, &traits, "", |config| config.protocol(id)));
        // The file's name stands in the first line of each, and documentation names features.
        let code = |line: &&str| !line.trim_start().starts_with("//");
        let lines = text.lines().filter(code);
        // How long a line is decides where it is broken.
        let made: String = lines.flat_map(str::split_whitespace).collect();
        let said = said(constant).replace(' ', "");
        assert_eq!(made.matches(&said).count(), 1, "{id}");
        made.replace(&said, "P")
    });
    for (text, (id, _)) in made.iter().zip(all_of_them) {
        assert_eq!(*text, made[0], "{id}");
    }
}

#[test]
fn a_client_says_which_features_it_needs() {
    let cbor = all(&files("needs", r#""smithy.protocols#rpcv2Cbor": {}"#, ""));
    let said = "/// Needs these features of `smithgen-client`: `cbor`.";
    assert!(cbor.contains(said));
    let json = all(&files(
        "needs-none",
        r#""aws.protocols#awsJson1_0": {}"#,
        "",
    ));
    assert!(!json.contains("Needs these features"));
}

#[test]
fn a_package_asks_for_the_codecs_it_needs() {
    let scratch = std::env::temp_dir().join(format!("smithgen-{}-features", std::process::id()));
    let package = smithgen::Package::new(&scratch, "store-client");
    let compressed = r#", "smithy.api#requestCompression": { "encodings": ["gzip"] }"#;
    let cases = [
        (
            r#""aws.protocols#restJson1": {}"#,
            "",
            "default-features = false }",
        ),
        (
            r#""aws.protocols#awsQuery": {}, "smithy.api#xmlNamespace": { "uri": "https://x" }"#,
            "",
            "default-features = false, features = [\"query\"] }",
        ),
        (
            r#""aws.protocols#restXml": {}"#,
            compressed,
            "default-features = false, features = [\"compression\", \"xml\"] }",
        ),
    ];
    for (index, (service, operation, expected)) in cases.into_iter().enumerate() {
        let name = format!("features-{index}");
        let made = of(&name, service, operation, |config| {
            config.package(package.clone())
        });
        let manifest = &made["Cargo.toml"];
        assert!(manifest.contains(expected), "{manifest}");
    }
}

#[test]
fn properties_of_operations_reach_the_table() {
    let traits = r#", "smithy.api#requestCompression": { "encodings": ["gzip"] },
        "smithy.api#httpChecksumRequired": {}, "aws.customizations#s3UnwrappedXmlOutput": {}"#;
    let made = all(&files(
        "properties",
        r#""aws.protocols#restXml": {}"#,
        traits,
    ));
    for property in [
        "ChecksumRequired",
        "RequestCompression(&[\"gzip\"])",
        "UnwrappedXmlOutput",
    ] {
        assert!(
            made.contains(&format!("rt::OperationTrait::{property}")),
            "{property}"
        );
    }
}

/// What the table of an operation says of versions of HTTP, and whether the manifest asks for HTTP/2. Events stream
/// into it (`in`) and out of it (`out`).
fn versions(name: &str, protocol: &str, events: &str) -> (Option<String>, bool) {
    let end = |word: &str| match events.contains(word) {
        true => {
            r#"{ "events": { "target": "ex#Events", "traits": { "smithy.api#httpPayload": {} } } }"#
        }
        false => "{}",
    };
    let model = format!(
        r#"{{"smithy": "2.0", "shapes": {{
  "ex#Store": {{ "type": "service", "version": "1", "operations": [{{ "target": "ex#Talk" }}],
    "traits": {{ "aws.protocols#restJson1": {protocol} }} }},
  "ex#Talk": {{ "type": "operation", "input": {{ "target": "ex#In" }}, "output": {{ "target": "ex#Out" }},
    "traits": {{ "smithy.api#http": {{ "method": "POST", "uri": "/" }} }} }},
  "ex#In": {{ "type": "structure", "members": {input} }},
  "ex#Out": {{ "type": "structure", "members": {output} }},
  "ex#Events": {{ "type": "union", "members": {{ "one": {{ "target": "ex#Event" }} }},
    "traits": {{ "smithy.api#streaming": {{}} }} }},
  "ex#Event": {{ "type": "structure", "members": {{}} }} }} }}"#,
        input = end("in"),
        output = end("out"),
    );
    let path = std::env::temp_dir().join(format!("smithgen-{}-{name}.json", std::process::id()));
    fs::write(&path, model).unwrap();
    let package = smithgen::Package::new(std::env::temp_dir().join(name), "store-client");
    let made = Config::new().model(&path).package(package).files();
    let _ = fs::remove_file(&path);
    let made = made.unwrap_or_else(|errors| panic!("{errors}")).files;
    let text = |name: &str| &made.iter().find(|file| file.path == name).unwrap().text;
    let table = text("src/store/operations/talk.rs").split("rt::HttpVersions::");
    let said = table.skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap();
        rest[..end].to_owned()
    });
    let http2 = text("Cargo.toml").contains("\"http2\"");
    assert_eq!(text("README.md").contains("HTTP/1.1 and HTTP/2"), http2);
    (said.last(), http2)
}

#[test]
fn an_operation_travels_over_the_versions_of_http_that_its_protocol_names() {
    let either = Some("Http2OrHttp1");
    let cases = [
        ("{}", "", None),
        ("{}", "out", None),
        // The model says nothing: streams of events want HTTP/2.
        ("{}", "in", either),
        ("{}", "in out", either),
        (r#"{ "http": ["http/1.1"] }"#, "in out", None),
        (r#"{ "http": ["http/1.1", "h2"] }"#, "in out", None),
        (r#"{ "http": ["h2", "http/1.1"] }"#, "", either),
        (r#"{ "http": ["h2", "http/1.1"] }"#, "in out", either),
        (r#"{ "http": ["h2"] }"#, "", Some("Http2")),
        (r#"{ "http": ["h3", "h2"] }"#, "", Some("Http2")),
        (r#"{ "http": ["h3"] }"#, "in", None),
        (
            r#"{ "http": ["http/1.1", "h2"], "eventStreamHttp": ["h2"] }"#,
            "",
            None,
        ),
        (
            r#"{ "http": ["http/1.1", "h2"], "eventStreamHttp": ["h2"] }"#,
            "out",
            Some("Http2"),
        ),
        (
            r#"{ "http": ["http/1.1", "h2"], "eventStreamHttp": ["h2", "http/1.1"] }"#,
            "in",
            either,
        ),
    ];
    for (index, (protocol, events, expected)) in cases.into_iter().enumerate() {
        let (said, feature) = versions(&format!("versions-{index}"), protocol, events);
        assert_eq!(said.as_deref(), expected, "{protocol}, {events}");
        assert_eq!(feature, expected.is_some(), "{protocol}, {events}");
    }
}

#[test]
fn the_bucket_of_s3_is_the_endpoints() {
    let rules = r#""smithy.rules#endpointRuleSet": { "version": "1.0",
        "parameters": { "Bucket": { "type": "string", "documentation": "x" } },
        "rules": [{ "type": "error", "conditions": [], "error": "none" }] }"#;
    let service = |id: &str| {
        format!(
            r#""aws.protocols#restXml": {{}}, "aws.api#service": {{ "sdkId": "{id}" }}, {rules}"#
        )
    };
    let path = |made: BTreeMap<String, String>| {
        let text: String = all(&made).split_whitespace().collect();
        let (_, http) = text.split_once("rt::Http::new(").unwrap();
        let (path, _) = http.split_once("],").unwrap();
        path.to_owned()
    };
    let s3 = path(files("s3", &service("S3"), ""));
    assert_eq!(s3, "\"POST\",&[rt::greedy(1)");
    let other = path(files("not-s3", &service("Other"), ""));
    assert_eq!(other, "\"POST\",&[rt::label(0),rt::greedy(1)");
}
