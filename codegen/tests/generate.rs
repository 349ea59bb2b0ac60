//! Settings in, files out: what users of the library and of the program see.

mod scratch;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use scratch::Scratch;
use smithgen::{Config, Keep, Mode, Package};

const MODEL: &str = r#"{
  "smithy": "2.0",
  "shapes": {
    "ex#Things": {
      "type": "service", "version": "2024-01-01",
      "operations": [{ "target": "ex#GetThing" }, { "target": "ex#ListThings" }],
      "traits": { "aws.protocols#restJson1": {} }
    },
    "ex#GetThing": {
      "type": "operation", "input": { "target": "ex#GetThingInput" }, "output": { "target": "ex#Thing" },
      "traits": { "smithy.api#http": { "method": "POST", "uri": "/thing" },
        "smithy.api#documentation": "<p>Gets a <b>thing</b>.</p>" }
    },
    "ex#ListThings": {
      "type": "operation",
      "traits": { "smithy.api#http": { "method": "POST", "uri": "/things" } }
    },
    "ex#GetThingInput": {
      "type": "structure",
      "members": { "thingId": { "target": "smithy.api#String", "traits": { "smithy.api#required": {} } },
        "colours": { "target": "ex#Colours" } }
    },
    "ex#Colours": { "type": "list", "member": { "target": "smithy.api#String" } },
    "ex#Thing": { "type": "structure", "members": { "expires": { "target": "smithy.api#Long" } } }
  }
}"#;

/// Runs the program in a directory.
fn run(scratch: &Scratch, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_smithgen"))
        .args(arguments)
        .current_dir(&scratch.0)
        .output()
        .unwrap()
}

#[test]
fn each_model_of_a_directory_is_a_service_of_its_own() {
    let scratch = Scratch::new("each");
    for name in ["Things", "Others", "More"] {
        scratch.put(
            &format!("models/{name}.json"),
            &MODEL.replace("Things", name),
        );
    }
    let of = |name: &str| {
        let model = scratch.0.join(format!("models/{name}.json"));
        Config::new().model(model)
    };
    let one_by_one = of("Things").and(of("Others")).and(of("More"));
    let all = Config::new().models(scratch.0.join("models"));
    assert_eq!(files(&all), files(&one_by_one));
    let out = run(
        &scratch,
        &["generate", "--models", "models", "--out", "out"],
    );
    assert!(out.status.success(), "{}", text(&out.stderr));
    for module in ["things", "others", "more"] {
        assert!(scratch.0.join("out").join(module).join("mod.rs").exists());
    }
    // Of two that are refused both are told, and nothing is written.
    let before = scratch.all();
    for name in ["Others", "More"] {
        scratch.put(&format!("models/{name}.json"), "{}");
    }
    let config = all.out_dir(scratch.0.join("elsewhere"));
    let told = config.try_generate().unwrap_err().to_string();
    assert!(
        told.contains("More.json") && told.contains("Others.json"),
        "{told}"
    );
    assert_eq!(scratch.all().len(), before.len());
}

#[test]
fn a_run_that_is_repeated_sees_whatever_changed_since() {
    let scratch = Scratch::new("stamp");
    let model = scratch.put("model.json", MODEL);
    let out = scratch.0.join("out");
    let config = Config::new().model(&model).out_dir(&out);
    let changes = || {
        let report = config.try_generate().unwrap();
        assert!(report.files > 5);
        report.changes.len()
    };
    assert!(changes() > 5);
    assert_eq!(changes(), 0);
    let file = out.join("things/client.rs");
    let good = fs::read_to_string(&file).unwrap();
    fs::write(&file, good.replacen("pub", "pub ", 1)).unwrap();
    assert_eq!(changes(), 1, "an edited file");
    fs::remove_file(&file).unwrap();
    assert_eq!(changes(), 1, "a missing file");
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert!(config.try_generate().is_err(), "a directory in its place");
    fs::remove_dir(&file).unwrap();
    assert_eq!(changes(), 1);
    fs::write(out.join("things/old.rs"), &good).unwrap();
    assert_eq!(changes(), 1, "a stale file");
    assert_eq!(fs::read_to_string(&file).unwrap(), good);
    scratch.put("model.json", &MODEL.replace("<b>thing</b>", "thing"));
    assert!(changes() > 0, "another model");
    let commands = config.clone().cli(true);
    assert!(!commands.try_generate().unwrap().changes.is_empty());
}

fn files(config: &Config) -> BTreeMap<String, String> {
    let generated = config.files().unwrap_or_else(|errors| panic!("{errors}"));
    generated
        .files
        .into_iter()
        .map(|file| (file.path, file.text))
        .collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn only_what_the_chosen_operations_reach_is_generated() {
    let scratch = Scratch::new("chosen");
    let model = scratch.put("things.json", MODEL);
    let all = files(&Config::new().model(&model));
    let one = files(&Config::new().model(&model).operations(["ListThings"]));
    assert!(all.contains_key("things/operations/get_thing.rs"));
    assert!(!one.contains_key("things/operations/get_thing.rs"));
    assert!(!one.values().any(|text| text.contains("GetThingInput")));
    assert!(!one.contains_key("things/cli.rs"));
    for (path, text) in &all {
        let mark = text.lines().next().unwrap();
        let expected = "// @generated by smithgen 0.1.0 from things.json (sha256 ";
        assert!(mark.starts_with(expected), "{path}: {mark}");
    }
}

#[test]
fn no_service_is_called_as_a_file_that_cargo_knows() {
    let scratch = Scratch::new("lib");
    let model = scratch.put("lib.json", &MODEL.replace("ex#Things", "ex#Lib"));
    let made = files(&Config::new().model(&model));
    assert!(made.contains_key("lib_/mod.rs"), "{:?}", made.keys());
}

#[test]
fn the_same_model_gives_the_same_bytes_anywhere() {
    let (a, b) = (Scratch::new("here"), Scratch::new("there"));
    let config = |scratch: &Scratch| {
        let package = Package {
            smithgen: Some(scratch.0.clone()),
            ..Package::new(scratch.0.join("out"), "things-client")
        };
        Config::new()
            .model(scratch.put("things.json", MODEL))
            .cli(true)
            .package(package)
    };
    let (a, b) = (files(&config(&a)), files(&config(&b)));
    assert_eq!(a, b);
    let module = files(
        &Config::new()
            .model(Scratch::new("x").put("things.json", MODEL))
            .cli(true),
    );
    for (path, text) in module.iter().filter(|(path, _)| *path != "things/mod.rs") {
        assert_eq!(
            a.get(&format!("src/{path}")),
            Some(text),
            "{path} differs between the forms"
        );
    }
    assert!(
        a["Cargo.toml"].contains("smithgen-client = { version = \"0.1.0\", path = \"../client\"")
    );
    assert!(a["src/things/mod.rs"].contains("#[cfg(feature = \"cli\")]"));
    assert!(!module["things/mod.rs"].contains("cfg"));
}

#[test]
fn the_program_checks_and_mends() {
    let scratch = Scratch::new("program");
    scratch.put("things.json", MODEL);
    scratch.put(
        "smithgen.toml",
        "model = 'things.json'\n[package]\ndirectory = 'out'\nname = 'things-client'\n",
    );
    let check = |scratch: &Scratch| run(scratch, &["generate", "--check"]);
    assert!(!check(&scratch).status.success());
    assert!(!scratch.0.join("out").exists(), "a check writes nothing");
    assert!(run(&scratch, &["generate"]).status.success());
    assert!(check(&scratch).status.success());

    let lib = scratch.0.join("out/src/lib.rs");
    let made = fs::read_to_string(&lib).unwrap();
    scratch.put("out/src/lib.rs", &format!("{made}// by hand"));
    scratch.put(
        "out/src/old.rs",
        "// @generated by smithgen 0.0.9 from old.json\n",
    );
    fs::remove_file(scratch.0.join("out/README.md")).unwrap();
    let out = check(&scratch);
    assert_eq!(out.status.code(), Some(1));
    let told = text(&out.stdout);
    for line in [
        "README.md (missing)",
        "src/lib.rs (differs)",
        "src/old.rs (no longer generated)",
    ] {
        assert!(told.contains(line), "{told}");
    }
    assert!(
        told.ends_with("run the same command without `--check` to mend it\n"),
        "{told}"
    );
    assert!(run(&scratch, &["generate"]).status.success());
    assert!(check(&scratch).status.success());
    assert!(!scratch.0.join("out/src/old.rs").exists());
}

#[test]
fn every_problem_is_told_at_once_and_nothing_is_written() {
    let scratch = Scratch::new("problems");
    let broken = MODEL.replace("\"target\": \"ex#Colours\"", "\"target\": \"ex#Colors\"");
    scratch.put(
        "things.json",
        &broken.replace("smithy.api#Long", "smithy.api#Lng"),
    );
    let settings = [
        "generate",
        "--model",
        "things.json",
        "--operation",
        "GetThng",
        "--out",
        "out",
    ];
    let out = run(&scratch, &settings);
    assert_eq!(
        (out.status.code(), text(&out.stdout)),
        (Some(1), String::new())
    );
    let told = text(&out.stderr);
    for part in [
        "ex#Colors",
        "smithy.api#Lng",
        "GetThng",
        "GetThing",
        "things.json:21:9",
    ] {
        assert!(told.contains(part), "no {part} in {told}");
    }
    assert!(!scratch.0.join("out").exists());
}

#[test]
fn settings_that_fit_no_model_are_told() {
    let scratch = Scratch::new("settings");
    let model = scratch.put("things.json", MODEL);
    let told = |config: Config| config.files().unwrap_err().to_string();
    let keep = |operation: &str, expires: &str| Keep {
        operation: operation.to_owned(),
        expires: expires.to_owned(),
        ..Keep::default()
    };
    let base = || Config::new().model(&model).cli(true);
    let operation = told(base().keep(keep("GetThin", "expires")));
    assert!(
        operation.contains("did you mean `GetThing`?"),
        "{operation}"
    );
    let member = told(base().keep(keep("GetThing", "expire")));
    assert!(member.contains("did you mean `expires`?"), "{member}");
    let twins = told(base().and(base()));
    assert!(
        twins.contains("two services would be the module `things`"),
        "{twins}"
    );
    let package = told(base().package(Package::new("out", "no name")));
    assert!(
        package.contains("`no name` is not a package's name"),
        "{package}"
    );
    assert!(
        files(&base().keep(keep("GetThing", "expires")))["things/cli.rs"].contains("Keep::new(0, ")
    );
}

#[test]
fn what_is_checked_in_is_what_the_model_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let config = Config::from_file(root.join("smithgen.toml")).unwrap();
    let report = smithgen::generate(&config, Mode::Check).unwrap();
    assert_eq!(
        report.changes,
        [],
        "run `cargo run -p smithgen -- generate` and commit generated/"
    );
}
