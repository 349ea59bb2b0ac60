//! What the language forbids stops a run, by the same rules as `validate`; what it advises against does not.

use std::process::{Command, Output};

use crate::scratch::Scratch;
use smithgen::Config;

const MODEL: &str = r#"{
  "smithy": "2.0",
  "shapes": {
    "ex#Things": {
      "type": "service", "version": "2024-01-01", "operations": [{ "target": "ex#GetThing" }],
      "traits": { "aws.protocols#restJson1": {} }
    },
    "ex#GetThing": {
      "type": "operation", "input": { "target": "ex#GetThingInput" }, "output": { "target": "ex#GetThingOutput" },
      "traits": { "smithy.api#http": { "method": "POST", "uri": "/thing" } }
    },
    "ex#GetThingInput": {
      "type": "structure",
      "members": {
        "name": { "target": "smithy.api#String" },
        "size": { "target": "smithy.api#Integer" }
      },
      "traits": { "smithy.api#input": {} }
    },
    "ex#GetThingOutput": { "type": "structure", "members": {}, "traits": { "smithy.api#output": {} } },
    "ex#Names": { "type": "list", "member": { "target": "smithy.api#String" } },
    "ex#Kind": { "type": "enum", "members": { "A": { "target": "smithy.api#Unit" } } }
  }
}"#;

fn run(scratch: &Scratch, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_smithgen"))
        .args(arguments)
        .current_dir(&scratch.0)
        .output()
        .unwrap()
}

fn told(out: &Output) -> String {
    String::from_utf8(out.stderr.clone()).unwrap()
}

#[test]
fn a_trait_that_the_interface_language_does_not_find_stops_a_run() {
    let scratch = Scratch::new("rules-language");
    let model = "$version: \"2\"\nnamespace ex\n\
        @aws.protocols#restJson1 service Things { version: \"1\" operations: [Go] }\n\
        @http(method: \"POST\", uri: \"/\") operation Go { input := { @requird name: String } }\n";
    scratch.put("model.smithy", model);
    let arguments = ["generate", "--model", "model.smithy", "--out", "out"];
    let out = run(&scratch, &arguments);
    let told = told(&out);
    assert_eq!(out.status.code(), Some(1), "{told}");
    assert!(
        told.contains("error: `ex#GoInput$name`: the trait `ex#requird` is not defined"),
        "{told}"
    );
    assert!(
        told.contains("did you mean `smithy.api#required`?"),
        "{told}"
    );
    assert!(!scratch.0.join("out").exists());
}

const NAME: &str = r#""name": { "target": "smithy.api#String" "#;
const NAMES: &str = r#""member": { "target": "smithy.api#String" "#;
const HTTP: &str = r#""smithy.api#http": { "method": "POST", "uri": "/thing" }"#;

/// The model with a trait more at a place.
fn with(at: &str, applied: &str) -> String {
    let changed = match at == HTTP {
        true => MODEL.replacen(at, &format!("{at}, {applied}"), 1),
        false => MODEL.replacen(at, &format!(r#"{at}, "traits": {{ {applied} }} "#), 1),
    };
    assert_ne!(changed, MODEL);
    changed
}

#[test]
fn what_the_language_forbids_stops_a_run_at_its_place() {
    let scratch = Scratch::new("rules");
    for (model, place, parts) in [
        (
            with(NAME, r#""smithy.api#requird": {}"#),
            "model.json:15:63",
            &[
                "`ex#GetThingInput$name`: the trait `smithy.api#requird` is not defined",
                "did you mean `smithy.api#required`?",
            ][..],
        ),
        (
            with(NAME, r#""smithy.api#length": { "min": 3, "max": 2 }"#),
            "model.json:15:63",
            &["`ex#GetThingInput$name`"],
        ),
        (
            with(
                HTTP,
                r#""smithy.api#examples": [{ "title": "x", "input": { "size": "y" } }]"#,
            ),
            "model.json:10:",
            &["`ex#GetThing`", "a whole number"],
        ),
        (
            with(NAMES, r#""smithy.api#default": "x""#),
            "model.json:21:",
            &[
                "`ex#Names$member`: trait `default` cannot be applied to it",
                "help: it is for members of structures",
            ],
        ),
    ] {
        scratch.put("model.json", &model);
        let before = scratch.all();
        let out = run(
            &scratch,
            &["generate", "--model", "model.json", "--out", "out"],
        );
        let report = told(&out);
        assert_eq!(out.status.code(), Some(1), "{report}");
        assert_eq!(report.matches("error: ").count(), 1, "{report}");
        assert!(report.contains(&format!("--> {place}")), "{report}");
        for part in parts {
            assert!(report.contains(part), "{part} in\n{report}");
        }
        assert_eq!(scratch.all(), before, "something was written");
        // The other command says the same.
        let other = run(&scratch, &["validate", "--severity", "error", "model.json"]);
        assert_eq!(told(&other).trim(), report.trim());
        // So does a build script's way in.
        let model = scratch.0.join("model.json");
        let config = Config::new().model(model).out_dir(scratch.0.join("out"));
        let errors = config.try_generate().unwrap_err();
        assert_eq!(errors.iter().count(), 1, "{errors}");
    }
}

#[test]
fn a_few_warnings_are_shown_and_more_are_counted() {
    let scratch = Scratch::new("rules-warnings");
    let odd = |count: usize| {
        let members = (0..count).map(|number| {
            format!(r#"{{ "type": "enum", "members": {{ "a{number}": {{ "target": "smithy.api#Unit" }} }} }}"#)
        });
        let shapes: Vec<String> = members
            .enumerate()
            .map(|(number, shape)| {
                format!(r#""ex#Kind": {shape}"#).replacen("Kind", &format!("K{number}"), 1)
            })
            .collect();
        let shapes = shapes.join(",\n");
        MODEL.replacen("\"ex#Kind\":", &format!("{shapes},\n\"ex#Kind\":"), 1)
    };
    let generate = || {
        let out = run(
            &scratch,
            &["generate", "--model", "model.json", "--out", "out"],
        );
        assert!(out.status.success(), "{}", told(&out));
        told(&out)
    };
    scratch.put("model.json", MODEL);
    assert_eq!(generate(), "");
    scratch.put("model.json", &odd(3));
    let shown = generate();
    assert_eq!(shown.matches("warning: ").count(), 3, "{shown}");
    assert!(
        shown.contains("`ex#K1$a1`: the name `a1` is not in capitals"),
        "{shown}"
    );
    assert!(shown.contains("--> model.json:23:41"), "{shown}");
    scratch.put("model.json", &odd(30));
    let counted = "warning: 30 warnings in model.json: `smithgen validate model.json` lists them\n";
    assert_eq!(generate(), counted);
    // The next run, which finds nothing to do, says it again.
    assert_eq!(generate(), counted);
    let listed = run(&scratch, &["validate", "model.json"]);
    assert!(String::from_utf8_lossy(&listed.stdout).contains("30 warnings"));
}

#[test]
fn traits_of_others_may_lack_their_definitions() {
    let scratch = Scratch::new("rules-traits");
    scratch.put("model.json", &with(NAME, r#""com.example#mine": {}"#));
    let out = run(
        &scratch,
        &["generate", "--model", "model.json", "--out", "out"],
    );
    let report = told(&out);
    assert!(out.status.success(), "{report}");
    assert!(
        report.contains(
            "warning: `ex#GetThingInput$name`: the trait `com.example#mine` is not defined"
        ),
        "{report}"
    );
}

#[test]
fn what_only_the_generator_cannot_do_says_so() {
    let scratch = Scratch::new("rules-own");
    scratch.put("model.json", &MODEL.replace("\"POST\"", "\"P ST\""));
    let out = run(
        &scratch,
        &["generate", "--model", "model.json", "--out", "out"],
    );
    let report = told(&out);
    assert!(!out.status.success());
    assert!(
        report.contains("`ex#GetThing`: smithgen cannot send the method `P ST`"),
        "{report}"
    );
    assert!(report.contains("--> model.json:10:19"), "{report}");
}

#[test]
fn a_correction_that_no_longer_fits_its_service_stops_a_run() {
    let scratch = Scratch::new("outdated");
    let model = MODEL.replace("GetThing", "SendMessage").replace(
        r#""aws.protocols#restJson1": {}"#,
        r#""aws.protocols#restJson1": {}, "aws.api#service": { "sdkId": "SQS" }"#,
    );
    scratch.put("model.json", &model);
    let out = run(
        &scratch,
        &["generate", "--model", "model.json", "--out", "out"],
    );
    let report = told(&out);
    assert_eq!(out.status.code(), Some(1), "{report}");
    for part in [
        "--> model.json:8:",
        "`ex#SendMessage`: a correction does not fit the model: `ex#SendMessageInput` has no member `MessageBody`",
    ] {
        assert!(report.contains(part), "{part} in\n{report}");
    }
}
