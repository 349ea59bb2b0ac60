//! Words of a model that leave Rust, as names of files and of commands, cannot do harm there.

use crate::scratch::Scratch;
use smithgen::{Config, Errors, Report};

/// A service with a name of its own and an operation, whose input has an enum.
fn model(service: &str, aws: &str, operation: &str, documentation: &str) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let (doc, aws) = (quoted(documentation), quoted(aws));
    format!(
        r#"{{ "smithy": "2.0", "shapes": {{
  "ex#{service}": {{ "type": "service", "version": "1", "operations": [{{ "target": "ex#{operation}" }}],
    "traits": {{ "aws.protocols#restJson1": {{}}, "smithy.api#documentation": {doc},
      "aws.api#service": {{ "sdkId": {aws} }} }} }},
  "ex#{operation}": {{ "type": "operation", "input": {{ "target": "ex#Input" }},
    "traits": {{ "smithy.api#http": {{ "method": "POST", "uri": "/x" }}, "smithy.api#documentation": {doc} }} }},
  "ex#Input": {{ "type": "structure", "members": {{
    "colour": {{ "target": "ex#Colour", "traits": {{ "smithy.api#documentation": {doc} }} }} }} }},
  "ex#Colour": {{ "type": "enum", "members": {{
    "RED": {{ "target": "smithy.api#Unit", "traits": {{ "smithy.api#enumValue": {doc} }} }} }} }}
}} }}"#
    )
}

/// Generates modules and a command line into `out`.
fn generate(scratch: &Scratch, model: &str) -> Result<Report, Errors> {
    let model = scratch.put("model.json", model);
    let out = scratch.0.join("out");
    Config::new()
        .model(model)
        .cli(true)
        .out_dir(out)
        .try_generate()
}

/// What is told, a line for each problem, without the directory; nothing may be written.
#[track_caller]
fn refused(scratch: &Scratch, model: &str) -> Vec<String> {
    let errors = generate(scratch, model).expect_err("it was accepted");
    assert!(!scratch.0.join("out").exists());
    let root = format!("{}/", scratch.0.display());
    let lines = errors.iter().map(|error| error.one_line());
    lines.map(|line| line.replace(&root, "")).collect()
}

#[test]
fn a_service_that_is_called_like_a_path_or_a_command_is_refused_with_its_place() {
    let scratch = Scratch::new("sdk-id");
    for id in [
        "../../../escaped/here",
        "/etc/passwd",
        r"..\up",
        "x$({touch,HERE})",
        "x'; touch HERE; '",
        "x`touch HERE`",
        "a\nb",
        "nul:",
        "",
        " ",
        "a  b",
        "é",
        "\u{202e}x",
    ] {
        let told = refused(&scratch, &model("Things", id, "GetThing", "d"));
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0].starts_with("model.json:4:7: `ex#Things`: `sdkId` is no name: "),
            "{told:?}"
        );
    }
    generate(&scratch, &model("Things", "My Things 2", "GetThing", "d")).unwrap();
    let tables = std::fs::read_to_string(scratch.0.join("out/my_things_2/cli.rs")).unwrap();
    assert!(tables.contains("\"my-things-2\","));
}

#[test]
fn a_service_that_is_called_like_a_device_is_refused_once() {
    let scratch = Scratch::new("device");
    for id in ["Con", "Nul", "COM1", "aux"] {
        let told = refused(&scratch, &model("Things", id, "GetThing", "d"));
        let command = id.to_lowercase();
        assert_eq!(
            told,
            [format!(
                "model.json:4:7: `ex#Things`: no file can be named after the command `{command}`: \
                 the name is a device on Windows (help: choose another `sdkId`)"
            )]
        );
    }
    generate(&scratch, &model("Things", "Console", "GetThing", "d")).unwrap();
}

#[test]
fn underscores_of_a_name_are_dashes_of_a_command() {
    let scratch = Scratch::new("underscores");
    let with = |id: &str| {
        model("_My_Things", "X", "_Get_Thing", "d")
            .replace(r#""aws.api#service": { "sdkId": "X" }"#, id)
    };
    generate(&scratch, &with(r#""smithy.api#title": "x""#)).unwrap();
    let file = |path: &str| std::fs::read_to_string(scratch.0.join("out").join(path)).unwrap();
    let commands = file("my_things/cli.rs");
    assert!(commands.contains(r#""get-thing","#), "{commands}");
    assert!(commands.contains(r#""my-things","#), "{commands}");
    assert!(commands.contains(r#""MY_THINGS","#), "{commands}");
}

#[test]
fn no_two_operations_are_one_command() {
    let scratch = Scratch::new("twins");
    let twins = model("Things", "Things", "GetAThing", "d")
        .replace(
            r#""operations": ["#,
            r#""operations": [{ "target": "ex#Get_A_Thing" }, "#,
        )
        .replace(
            r#""shapes": {"#,
            r#""shapes": { "ex#Get_A_Thing": { "type": "operation",
            "traits": { "smithy.api#http": { "method": "POST", "uri": "/y" } } },"#,
        );
    assert_eq!(
        refused(&scratch, &twins),
        [
            "model.json:6:3: `ex#GetAThing`: `ex#Get_A_Thing` would be the command `get-a-thing` too \
          (help: rename one of them, or generate one of them only)"
        ]
    );
}

#[test]
fn a_name_that_no_file_can_have_is_refused_with_its_place() {
    let scratch = Scratch::new("lengths");
    let told = refused(&scratch, &model("Things", "Things", &"A".repeat(300), "d"));
    assert!(told[0].starts_with("model.json:5:3: `ex#AAA"), "{told:?}");
    // `…Output` is the longest name made of that of an operation.
    let longest = 241 - "Output".len();
    let fits = "A".repeat(longest);
    let too_long = "A".repeat(longest + 1);
    let told = refused(&scratch, &model("Things", "T", &too_long, "d"));
    assert!(
        told[0].contains("has 242 bytes, of at most 241"),
        "{told:?}"
    );
    generate(&scratch, &model("Things", "T", &fits, "d")).unwrap();
}

#[test]
fn a_command_that_takes_the_place_of_the_program_s_own_is_told() {
    let scratch = Scratch::new("own-words");
    for (operation, told) in [
        (
            "Completion",
            "it takes the place of the one that prints completion scripts",
        ),
        (
            "Help",
            "it cannot be called; `help` shows the page of the program",
        ),
    ] {
        let made = generate(&scratch, &model("Things", "Things", operation, "d"));
        let warnings = made.expect("a warning, no error").warnings.to_string();
        assert!(warnings.contains(told), "{warnings}");
    }
}

#[test]
fn the_name_of_a_model_ends_no_comment() {
    let scratch = Scratch::new("comment");
    let text = model("Things", "Things", "GetThing", "d");
    let model = scratch.put("a--><script>\u{202e}.json", &text);
    let files = Config::new().model(model).cli(true).files().unwrap().files;
    for file in files {
        let mark = file.text.lines().take(2).collect::<String>();
        assert!(
            !mark.contains("--><") && !mark.contains('\u{202e}'),
            "{mark}"
        );
    }
}
