//! The same models and settings give the same bytes whatever machine they are on: other folders, languages, time zones,
//! homes and masks, models that came in another order, and more threads or fewer.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::scratch::Scratch;

/// Services of two files, of one, and of a directory with a service per file.
const SETTINGS: &str = r#"
[[services]]
model = "sso-oidc.json"
cli = true

[[services]]
model = "weather"
server = true

[[services]]
models = "each"
cli = true

[package]
directory = "out"
name = "many"
"#;

const EACH: &str = r#"{
  "smithy": "2.0",
  "shapes": {
    "ex#Things": {
      "type": "service", "version": "1", "operations": [{ "target": "ex#GetThing" }],
      "traits": { "aws.protocols#restJson1": {}, "smithy.api#title": "Iiİ" }
    },
    "ex#GetThing": {
      "type": "operation", "input": { "target": "ex#GetThingInput" },
      "traits": { "smithy.api#http": { "method": "POST", "uri": "/thing" } }
    },
    "ex#GetThingInput": { "type": "structure", "members": {
      "id": { "target": "smithy.api#String" }, "Title": { "target": "smithy.api#String" },
      "since": { "target": "smithy.api#Timestamp", "traits": { "smithy.api#default": 1707776000 } } } }
  }
}"#;

/// Names of services, which are those of their files.
const NAMES: [&str; 4] = ["Things", "Inks", "Boxes", "Islands"];

/// What is another on another machine.
struct Machine {
    folder: &'static str,
    environment: [(&'static str, &'static str); 4],
    mask: &'static str,
    jobs: &'static str,
    /// Whether models are written from the last to the first, so that a directory may list them in another order.
    is_reversed: bool,
}

fn put_models(folder: &Path, is_reversed: bool) {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let copied = [
        ("sso-oidc.json", "model/sso-oidc.json"),
        (
            "weather/units.smithy",
            "examples/weather/model/units.smithy",
        ),
        (
            "weather/weather.smithy",
            "examples/weather/model/weather.smithy",
        ),
    ];
    let copied = copied.map(|(to, from)| {
        let text = fs::read_to_string(repository.join(from)).unwrap();
        (to.to_owned(), text)
    });
    let each = NAMES.map(|name| {
        let text = EACH.replace("ex#Things", &format!("ex#{name}"));
        (format!("each/{name}.json"), text)
    });
    let mut files: Vec<(String, String)> = copied.into_iter().chain(each).collect();
    files.push(("smithgen.toml".to_owned(), SETTINGS.to_owned()));
    if is_reversed {
        files.reverse();
    }
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// What is generated there, and what is said of it.
fn generated(machine: &Machine) -> (BTreeMap<String, String>, String) {
    let scratch = Scratch::new(machine.folder);
    let folder = scratch.0.join(machine.folder);
    put_models(&folder, machine.is_reversed);
    let line = format!(
        "umask {}; exec \"$0\" generate --no-record --jobs {}",
        machine.mask, machine.jobs
    );
    let output = Command::new("sh")
        .args(["-c", &line, env!("CARGO_BIN_EXE_smithgen")])
        .current_dir(&folder)
        .env_clear()
        .envs(machine.environment)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    let said = said + &String::from_utf8(output.stdout).unwrap();
    let out = Scratch(folder.join("out"));
    (out.all().into_iter().collect(), said)
}

#[test]
fn every_machine_generates_the_same_bytes() {
    let here = generated(&Machine {
        folder: "machine",
        environment: [
            ("HOME", "/nonexistent"),
            ("LC_ALL", "C"),
            ("TZ", "UTC"),
            ("USER", "a"),
        ],
        mask: "022",
        jobs: "1",
        is_reversed: false,
    });
    assert!(here.0.len() > 60, "{:?}", here.0.keys());
    let there = generated(&Machine {
        folder: "eine andere Maschine, İ",
        environment: [
            ("HOME", "/"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("TZ", "Pacific/Kiritimati"),
            ("USER", "b"),
        ],
        mask: "077",
        jobs: "7",
        is_reversed: true,
    });
    assert_eq!(
        here.0.keys().collect::<Vec<_>>(),
        there.0.keys().collect::<Vec<_>>()
    );
    for (path, text) in &here.0 {
        assert!(there.0[path] == *text, "{path} differs");
        for trace in ["machine", "Maschine", "nonexistent", "Kiritimati"] {
            assert!(!text.contains(trace), "{path} has `{trace}`");
        }
    }
    assert_eq!(here.1, there.1);
}

#[test]
fn no_thread_is_too_few() {
    let output = Command::new(env!("CARGO_BIN_EXE_smithgen"))
        .args(["generate", "--jobs", "0"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("--jobs"), "{said}");
}
