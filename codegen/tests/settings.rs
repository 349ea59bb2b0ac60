//! What is wrong with settings is told with file, line and column, whichever stage finds it.

use std::process::Command;

use crate::scratch::Scratch;
use smithgen::{Config, Mode, Package};

const MODEL: &str = r#"{ "smithy": "2.0", "shapes": {
  "ex#Things": { "type": "service", "version": "1",
    "operations": [{ "target": "ex#GetThing" }],
    "traits": { "aws.protocols#restJson1": {} } },
  "ex#GetThing": { "type": "operation", "input": { "target": "ex#Input" }, "output": { "target": "ex#Output" },
    "traits": { "smithy.api#http": { "method": "POST", "uri": "/thing" } } },
  "ex#Input": { "type": "structure", "members": { "colour": { "target": "smithy.api#String" } } },
  "ex#Output": { "type": "structure", "members": { "expires": { "target": "smithy.api#Long" } } }
} }"#;

fn scratch(name: &str) -> Scratch {
    let scratch = Scratch::new(name);
    scratch.put("things.json", MODEL);
    scratch.put("LICENSE", "Take it.\n");
    scratch
}

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

#[test]
fn what_no_model_has_is_told_at_the_setting() {
    let scratch = scratch("keep-places");
    let settings = "model = 'things.json'\nout-dir = 'out'\ncli = true\n\
                    [keep.GetThing]\nexpires = 'expire'\nwith = ['colour', 'color']\nscopes = 'shape'\n\
                    [keep.GetThin]\nexpires = 'expires'\n";
    assert_eq!(
        told(&scratch, settings),
        [
            "5:11: `keep` names the member `expire`, which is not there (help: did you mean `expires`?)",
            "6:19: `keep` names the member `color`, which is not there (help: did you mean `colour`?)",
            "7:10: `keep` names the member `shape`, which is not there (help: there are `colour`)",
            "8:7: `keep` names the operation `GetThin`, which is not there (help: did you mean `GetThing`?)",
        ]
    );
    let chosen = told(
        &scratch,
        "model = 'things.json'\nout-dir = 'out'\noperations = [\n  'GetThing',\n  'GetThng',\n]\n",
    );
    assert_eq!(chosen.len(), 1, "{chosen:?}");
    assert!(
        chosen[0].starts_with("5:3: operation `GetThng`"),
        "{chosen:?}"
    );
    for (settings, expected) in [
        (
            "service = 'Thing'",
            "3:11: service `Thing` is not in the model",
        ),
        (
            "protocol = 'restXml'",
            "3:12: `ex#Things`: the protocol `restXml`",
        ),
        ("module = '../up'", "3:10: `../up` is not a module's name"),
        ("module = ''", "3:10: `module` is empty"),
        ("module = 'a\\b'", r"3:10: `a\b` is not a module's name"),
    ] {
        let told = told(
            &scratch,
            &format!("model = 'things.json'\nout-dir = 'out'\n{settings}\n"),
        );
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with(expected), "{told:?}");
    }
    assert!(!scratch.0.join("out").exists());
}

#[test]
fn a_directory_that_can_be_none_is_told_at_the_setting() {
    let scratch = scratch("no-directory");
    let help = "(help: nothing was written: name another directory, or move this out of the way)";
    for (settings, place) in [
        ("out-dir = 'things.json'\n", "2:11"),
        ("out-dir = 'things.json/below/it'\n", "2:11"),
        (
            "[package]\nname = 'x'\ndirectory = 'things.json/x'\n",
            "4:13",
        ),
    ] {
        let told = told(&scratch, &format!("model = 'things.json'\n{settings}"));
        let expected = format!("{place}: `things.json` is a file where a directory goes {help}");
        assert_eq!(told, [expected]);
    }
}

#[test]
fn files_that_cannot_be_read_are_told_at_the_setting() {
    let scratch = scratch("files");
    let models = told(
        &scratch,
        "out-dir = 'out'\nmodel = [\n  'things.json',\n  'missing.json',\n]\n",
    );
    assert!(
        models[0].starts_with("4:3: cannot read `missing.json`"),
        "{models:?}"
    );
    let empty = scratch.put("none/x.json", r#"{ "smithy": "2.0", "shapes": {} }"#);
    assert!(empty.exists());
    let none = told(&scratch, "out-dir = 'out'\nmodel = 'none'\n");
    assert_eq!(none, ["2:9: the model has no service"]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_or_has_no_end_is_not_read() {
    let scratch = scratch("endless");
    let made = Command::new("mkfifo")
        .arg(scratch.0.join("pipe.json"))
        .status();
    assert!(made.unwrap().success());
    // A hole that takes no room on the disk.
    let long = std::fs::File::create(scratch.0.join("long.json")).unwrap();
    long.set_len((256 << 20) + 1).unwrap();
    let models = told(
        &scratch,
        "out-dir = 'out'\nmodel = [\n  'pipe.json',\n  '/dev/zero',\n  'long.json',\n]\n",
    );
    assert_eq!(
        models[..3],
        [
            "3:3: cannot read `pipe.json`: it is a pipe, a socket or a device (help: name a file)",
            "4:3: cannot read `/dev/zero`: it is a pipe, a socket or a device (help: name a file)",
            "5:3: cannot read `long.json`: it has more than 268435456 bytes \
             (help: this is hardly the file that is meant: name another)",
        ]
    );
    let settings = "model = 'things.json'\n[package]\ndirectory = 'out'\nname = 'a'\n\
                    license = 'MIT'\nlicense-files = ['pipe.json']\n";
    let copies = told(&scratch, settings);
    assert!(
        copies[0].starts_with("6:18: cannot read `pipe.json`: it is a pipe"),
        "{copies:?}"
    );
    let told = Config::from_file(scratch.0.join("pipe.json")).unwrap_err();
    assert!(told.to_string().contains("it is a pipe"), "{told}");
}

#[test]
fn settings_that_are_no_text_are_told_with_line_and_column() {
    let scratch = scratch("bytes");
    let path = scratch.0.join("smithgen.toml");
    std::fs::write(&path, b"module = 'a'\nmodel = '\xff'\n").unwrap();
    let told = Config::from_file(path).unwrap_err();
    let told = told.iter().next().unwrap().one_line();
    assert!(
        told.ends_with("smithgen.toml:2:10: the file is not UTF-8 (help: save it as UTF-8)"),
        "{told}"
    );
}

#[test]
fn a_package_is_held_to_what_can_be_written_and_published() {
    let scratch = scratch("package-places");
    let settings = "model = 'things.json'\n[package]\ndirectory = 'out'\nname = 'a/b'\nversion = '1'\n\
                    license-files = [\n  'LICENSE',\n  'other/LICENSE',\n  '..',\n  'Cargo.toml',\n  'gone',\n]\n";
    scratch.put("other/LICENSE", "Leave it.\n");
    scratch.put("Cargo.toml", "[package]\n");
    let told = told(&scratch, settings);
    let starts = [
        "4:8: `a/b` is not a package's name",
        "5:11: `1` is not a version",
        "8:3: `other/LICENSE` cannot be copied: the name `LICENSE` is taken by another copy",
        "9:3: `..` cannot be copied: the name `` is empty",
        "10:3: `Cargo.toml` cannot be copied: the name `Cargo.toml` is the package's own",
        "11:3: cannot read `gone`",
    ];
    assert_eq!(told.len(), starts.len(), "{told:?}");
    for (line, start) in told.iter().zip(starts) {
        assert!(line.starts_with(start), "{line}");
    }
    assert!(!scratch.0.join("out").exists());
}

#[test]
fn no_directory_is_named_by_nothing() {
    let scratch = scratch("empty");
    for (settings, expected) in [
        ("out-dir = ''\n", "2:11: `out-dir` names no directory"),
        (
            "[package]\nname = 'x'\ndirectory = ''\n",
            "4:13: `directory` names no directory",
        ),
        ("", "1:1: there is no place to write to"),
    ] {
        let told = told(&scratch, &format!("model = 'things.json'\n{settings}"));
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with(expected), "{told:?}");
    }
}

#[test]
fn settings_of_one_service_are_told_apart_from_those_of_all() {
    let scratch = scratch("services");
    let lines = told(
        &scratch,
        "[[services]]\nmodel = 'things.json'\nout-dir = 'out'\n[[services]]\nmodule = 'b'\n",
    );
    assert_eq!(
        lines,
        [
            "3:1: `out-dir` is not a setting (help: one `out-dir` is for all services: \
             write it above the first `[[services]]`)",
            "4:1: the settings name no `model` (help: name a model: `model = \"model/service.json\"`)",
        ]
    );
    let lines = told(
        &scratch,
        "out-dir = 'out'\n[[services]]\nmodel = 'things.json'\n[[services]]\nmodel = 'things.json'\n\
         module = 'things'\noperations = ['Nothing']\n[[services]]\nmodel = 'things.json'\nmodule = 'Things'\n",
    );
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[0].starts_with("7:15: operation `Nothing`"),
        "{lines:?}"
    );
    assert!(
        lines[1].starts_with("10:10: `ex#Things`: two services would be the module `things`"),
        "{lines:?}"
    );
    // Above the services it is for all of them.
    let path = scratch.put(
        "smithgen.toml",
        "out-dir = 'out'\n[[services]]\nmodel = 'things.json'\n[[services]]\nmodel = 'things.json'\nmodule = 'b'\n",
    );
    Config::from_file(path).unwrap().try_generate().unwrap();
    for module in ["things", "b"] {
        assert!(scratch.0.join("out").join(module).join("mod.rs").exists());
    }
}

#[test]
fn a_package_finds_smithgen_wherever_that_is() {
    let scratch = Scratch::new("relative");
    scratch.put("work/app/model/things.json", MODEL);
    for (directory, smithgen, expected) in [
        ("generated", "../repo", "../../repo/client"),
        ("generated", "..", "../../client"),
        ("generated", ".", "../client"),
        ("generated", "./vendor/../smithgen", "../smithgen/client"),
        ("../clients/things", "../repo", "../../repo/client"),
        ("../clients/things", "vendor", "../../app/vendor/client"),
        (".", "../../repo", "../../repo/client"),
    ] {
        let settings = format!(
            "model = 'model/things.json'\ncli = true\n[package]\nname = 'things'\n\
             directory = '{directory}'\nsmithgen = '{smithgen}'\n"
        );
        scratch.put("work/app/smithgen.toml", &settings);
        // As from a shell in the directory, and from another one.
        let (app, elsewhere) = (scratch.0.join("work/app"), scratch.0.join("work"));
        for (from, config) in [(&app, "smithgen.toml"), (&elsewhere, "app/smithgen.toml")] {
            let out = Command::new(env!("CARGO_BIN_EXE_smithgen"))
                .args(["generate", "--config", config])
                .current_dir(from)
                .output()
                .unwrap();
            assert!(
                out.status.success(),
                "{}",
                String::from_utf8_lossy(&out.stderr)
            );
            let manifest = app.join(directory).join("Cargo.toml");
            let manifest = std::fs::read_to_string(manifest).unwrap();
            let line = format!("smithgen-client = {{ version = \"0.1.0\", path = \"{expected}\"");
            assert!(
                manifest.contains(&line),
                "{directory}, {smithgen}: {manifest}"
            );
        }
    }
    // Settings made in code may mix both kinds of path.
    let package = Package {
        smithgen: Some(std::env::current_dir().unwrap().join("..")),
        ..Package::new("generated", "things")
    };
    let config = Config::new().model(scratch.0.join("work/app/model/things.json"));
    let files = config.package(package).files().unwrap().files;
    let manifest = files.iter().find(|file| file.path == "Cargo.toml").unwrap();
    assert!(manifest.text.contains("path = \"../../client\""));
}

#[test]
fn the_program_counts_what_it_changes_and_what_it_deletes() {
    let scratch = scratch("counts");
    let generate = |more: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_smithgen"))
            .args(["generate", "--model", "things.json", "--out", "out"])
            .args(more)
            .current_dir(&scratch.0)
            .output()
            .unwrap();
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
        let said = String::from_utf8(out.stdout).unwrap();
        // What it says of the surface comes first.
        said.lines().last().unwrap().to_owned()
    };
    assert_eq!(generate(&[]), "out: 7 of 7 files changed");
    assert_eq!(generate(&[]), "out is up to date (7 files)");
    let model = MODEL.replace("GetThing", "ReadThing");
    scratch.put("things.json", &model);
    assert_eq!(generate(&[]), "out: 4 of 7 files changed, 1 deleted");
    std::fs::rename(
        scratch.0.join("out/things/client.rs"),
        scratch.0.join("out/things/old.rs"),
    )
    .unwrap();
    assert_eq!(generate(&[]), "out: 1 of 7 files changed, 1 deleted");
}
