//! Models from elsewhere than files in Smithy's own forms: standard input, Smithy's build, botocore.

use std::io::Write;
use std::process::{Command, Output, Stdio};

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
      "type": "operation",
      "traits": { "smithy.api#http": { "method": "POST", "uri": "/thing" } }
    }
  }
}"#;

const DESCRIPTION: &str = r#"{
  "version": "2.0",
  "metadata": { "serviceId": "Lamp", "apiVersion": "2020-01-01", "endpointPrefix": "lamp",
    "protocol": "rest-json", "signatureVersion": "v4" },
  "operations": {
    "ListLamps": { "name": "ListLamps", "http": { "method": "GET", "requestUri": "/lamps" },
      "input": { "shape": "ListLampsRequest" }, "output": { "shape": "ListLampsResponse" } }
  },
  "shapes": {
    "ListLampsRequest": { "type": "structure", "members": {
      "NextToken": { "shape": "Text", "location": "querystring", "locationName": "next" } } },
    "ListLampsResponse": { "type": "structure", "members": {
      "Lamps": { "shape": "Texts" }, "NextToken": { "shape": "Text" } } },
    "Texts": { "type": "list", "member": { "shape": "Text" } },
    "Text": { "type": "string" }
  }
}"#;

const PAGES: &str = r#"{ "pagination": { "ListLamps": {
  "input_token": "NextToken", "output_token": "NextToken", "result_key": "Lamps" } } }"#;

/// Runs the program in a directory, with a model on its standard input.
fn run(scratch: &Scratch, arguments: &[&str], plugin: Option<&str>, stdin: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smithgen"));
    command
        .args(arguments)
        .current_dir(&scratch.0)
        .env_remove("SMITHY_PLUGIN_DIR");
    if let Some(directory) = plugin {
        command.env("SMITHY_PLUGIN_DIR", scratch.0.join(directory));
    }
    let piped = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    // A program that refuses its arguments reads nothing.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_model_on_standard_input_is_one_like_any_other() {
    let scratch = Scratch::new("stdin");
    let file = scratch.put("things.json", MODEL);
    let whole = Config::new().model(file).files().unwrap();
    for _ in 0..2 {
        let arguments = ["generate", "--model", "-", "--out", "out"];
        let out = run(&scratch, &arguments, None, MODEL);
        assert!(out.status.success(), "{}", text(&out.stderr));
    }
    for file in &whole.files {
        assert!(
            scratch.0.join("out").join(&file.path).exists(),
            "{}",
            file.path
        );
    }
    // The same text once more changes nothing, another does.
    let arguments = ["generate", "--model", "-", "--out", "out", "--check"];
    let out = run(&scratch, &arguments, None, MODEL);
    assert!(out.status.success(), "{}", text(&out.stdout));
    let out = run(
        &scratch,
        &arguments,
        None,
        &MODEL.replace("GetThing", "PutThing"),
    );
    assert_eq!(out.status.code(), Some(1));
    let out = run(&scratch, &arguments, None, "{ \"smithy\": 1");
    assert_eq!(out.status.code(), Some(1));
    assert!(
        text(&out.stderr).contains("<stdin>:1:"),
        "{}",
        text(&out.stderr)
    );
    for command in [["ast", "-"], ["validate", "-"], ["fmt", "-"]] {
        let is_layout = command[0] == "fmt";
        let model = if is_layout {
            "$version: \"2\"\n"
        } else {
            MODEL
        };
        let out = run(&scratch, &command, None, model);
        assert!(out.status.success(), "{command:?} {}", text(&out.stderr));
    }
}

#[test]
fn smithys_build_says_where_and_what_to_generate() {
    let scratch = Scratch::new("plugin");
    let out = run(&scratch, &["generate", "--cli"], Some("artifact"), MODEL);
    assert!(out.status.success(), "{}", text(&out.stderr));
    assert!(scratch.0.join("artifact/things/cli.rs").exists());
    // What is said goes before what the build says.
    scratch.put("lamp/service-2.json", DESCRIPTION);
    let arguments = ["generate", "--model", "lamp", "--out", "mine"];
    let out = run(&scratch, &arguments, Some("artifact"), "");
    assert!(out.status.success(), "{}", text(&out.stderr));
    assert!(scratch.0.join("mine/lamp/mod.rs").exists());
    assert!(!scratch.0.join("artifact/lamp").exists());
    let out = run(
        &scratch,
        &["generate", "--config", "none.toml"],
        Some("artifact"),
        MODEL,
    );
    assert!(
        text(&out.stderr).contains("none.toml"),
        "{}",
        text(&out.stderr)
    );
}

#[test]
fn options_that_lack_others_are_refused() {
    let scratch = Scratch::new("lacking");
    for (arguments, told) in [
        (
            &["generate", "--model", "x"][..],
            "there is no place for the module",
        ),
        (
            &["generate", "--cli"],
            "`--cli` is of no use without a model",
        ),
        (
            &["generate", "--out", "x"],
            "`--out` is of no use without a model",
        ),
        (
            &["generate", "--config", "a", "--model", "b"],
            "cannot be used with",
        ),
        (
            &["generate", "--models", "a", "--service", "b", "--out", "c"],
            "cannot be used with",
        ),
    ] {
        let out = run(&scratch, arguments, None, "");
        assert_eq!(out.status.code(), Some(2), "{arguments:?}");
        assert!(text(&out.stderr).contains(told), "{}", text(&out.stderr));
    }
}

#[test]
fn a_service_as_botocore_describes_it_is_generated() {
    let scratch = Scratch::new("botocore");
    scratch.put("data/lamp/2020-01-01/service-2.json", DESCRIPTION);
    scratch.put("data/lamp/2020-01-01/paginators-1.json", PAGES);
    let arguments = ["generate", "--models", "data", "--cli", "--out", "out"];
    let out = run(&scratch, &arguments, None, "");
    assert!(out.status.success(), "{}", text(&out.stderr));
    let of_directory = Config::new().model(scratch.0.join("data/lamp")).cli(true);
    let of_directory = of_directory
        .files()
        .unwrap_or_else(|errors| panic!("{errors}"));
    let operation = of_directory
        .files
        .iter()
        .find(|file| file.path.ends_with("list_lamps.rs"));
    assert!(
        operation.unwrap().text.contains("paginated!"),
        "it has pages"
    );
    for file in &of_directory.files {
        let written = std::fs::read_to_string(scratch.0.join("out").join(&file.path)).unwrap();
        assert_eq!(written, file.text);
    }
    let out = run(&scratch, &arguments, None, "");
    assert!(
        text(&out.stdout).contains("is up to date"),
        "{}",
        text(&out.stdout)
    );
    // A file beside the description is a part of what is generated.
    let pages = PAGES.replace("\"result_key\"", "\"limit_key\"");
    scratch.put("data/lamp/2020-01-01/paginators-1.json", &pages);
    let out = run(&scratch, &arguments, None, "");
    assert!(
        !text(&out.stdout).contains("is up to date"),
        "{}",
        text(&out.stdout)
    );
}
