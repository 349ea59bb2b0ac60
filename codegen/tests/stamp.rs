//! A run that finds everything as the one before left it ends right away, and only then.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::scratch::Scratch;
use smithgen::{Config, Difference, Mode};

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

#[test]
fn a_run_that_is_repeated_sees_whatever_changed_since() {
    let scratch = Scratch::new("stamp");
    let model = scratch.put("model.json", MODEL);
    let out = scratch.0.join("out");
    let config = Config::new().model(&model).out_dir(&out);
    let changes = || {
        let report = config.try_generate().unwrap();
        assert!(report.files > 5);
        assert!(!report.is_untouched, "it was not looked at");
        assert!(config.try_generate().unwrap().is_untouched);
        report.changes.len()
    };
    assert!(changes() > 5);
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

/// Generates twice, so that there is a stamp, and returns it.
fn stamped(config: &Config, scratch: &Scratch) -> PathBuf {
    config.try_generate().unwrap();
    assert!(config.try_generate().unwrap().is_untouched);
    let entries = fs::read_dir(scratch.0.join("out/.smithgen")).unwrap();
    let mut stamps = entries.map(|entry| entry.unwrap().path());
    stamps.find(|path| !path.ends_with(".gitignore")).unwrap()
}

fn things(scratch: &Scratch) -> Config {
    let model = scratch.put("model.json", MODEL);
    Config::new().model(model).out_dir(scratch.0.join("out"))
}

#[test]
fn a_stamp_that_is_not_whole_is_none() {
    let scratch = Scratch::new("stamp-whole");
    let config = things(&scratch);
    let stamp = stamped(&config, &scratch);
    let whole = fs::read_to_string(&stamp).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let shortened = (0..lines.len()).map(|count| lines[..count].join("\n"));
    let outside = whole.replace(" things/", " ../things/");
    for text in shortened.chain([outside, format!("{whole}x y\n")]) {
        fs::write(&stamp, &text).unwrap();
        assert!(!config.try_generate().unwrap().is_untouched, "{text}");
        assert_eq!(fs::read_to_string(&stamp).unwrap(), whole);
    }
}

#[cfg(unix)]
#[test]
fn a_stamp_is_written_through_no_link() {
    use std::os::unix::fs::symlink;
    let scratch = Scratch::new("stamp-links");
    let config = things(&scratch);
    let mine = scratch.put("mine/file", "mine");
    let hidden = scratch.0.join("out/.smithgen");
    let stamp = stamped(&config, &scratch);
    let ignored = hidden.join(".gitignore");
    assert_eq!(fs::read_to_string(&ignored).unwrap(), "*\n");

    // Links to files, a link to nothing, a pipe.
    for path in [&stamp, &ignored] {
        for target in [mine.clone(), scratch.0.join("mine/new")] {
            fs::remove_file(path).unwrap();
            symlink(&target, path).unwrap();
            scratch.put("model.json", &MODEL.replace("a <b>", "the <b>"));
            config.try_generate().unwrap();
            scratch.put("model.json", MODEL);
            config.try_generate().unwrap();
        }
        fs::remove_file(path).unwrap();
        let made = Command::new("mkfifo").arg(path).status().unwrap();
        assert!(made.success());
        config.try_generate().unwrap();
    }
    // A link in the place of the directory.
    fs::remove_dir_all(&hidden).unwrap();
    symlink(scratch.0.join("mine"), &hidden).unwrap();
    assert!(!config.try_generate().unwrap().is_untouched);
    assert!(!config.try_generate().unwrap().is_untouched);
    let there: Vec<_> = fs::read_dir(scratch.0.join("mine")).unwrap().collect();
    assert_eq!(there.len(), 1, "{there:?}");
    assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_file_is_seen() {
    let scratch = Scratch::new("stamp-replaced");
    let config = things(&scratch);
    stamped(&config, &scratch);
    let file = scratch.0.join("out/things/client.rs");
    let other = scratch.0.join("client.rs");
    fs::rename(&file, &other).unwrap();
    std::os::unix::fs::symlink(&other, &file).unwrap();
    let told = config.try_generate().unwrap_err().to_string();
    assert!(told.contains("is a symbolic link"), "{told}");
}

#[test]
fn a_warning_is_told_each_time() {
    let scratch = Scratch::new("stamp-warning");
    let config = things(&scratch);
    let odd = MODEL.replace("\"version\"", "\"versions\": [], \"version\"");
    scratch.put("model.json", &odd);
    let first = config.try_generate().unwrap();
    assert!(!first.is_untouched && !first.warnings.is_empty());
    let second = config.try_generate().unwrap();
    assert!(
        second.is_untouched,
        "warnings keep no run from ending right away"
    );
    assert_eq!(second.warnings.to_string(), first.warnings.to_string());
}

#[test]
fn what_leads_to_a_place_that_moved_is_written_again() {
    let scratch = Scratch::new("stamp-moved");
    scratch.put("first/model.json", MODEL);
    let settings =
        "model = 'model.json'\n[package]\nname = 'x'\ndirectory = '../out'\nsmithgen = '.'\n";
    scratch.put("first/smithgen.toml", settings);
    for directory in ["first", "second"] {
        let place = scratch.0.join(directory);
        if !place.exists() {
            fs::rename(scratch.0.join("first"), &place).unwrap();
        }
        let mut run = Command::new(env!("CARGO_BIN_EXE_smithgen"));
        let out = run.arg("generate").current_dir(place).output().unwrap();
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
        let manifest = fs::read_to_string(scratch.0.join("out/Cargo.toml")).unwrap();
        let way = format!("path = \"../{directory}/client\"");
        assert!(manifest.contains(&way), "{manifest}");
    }
}

#[test]
fn another_program_of_the_same_size_and_age_is_another() {
    let scratch = Scratch::new("stamp-program");
    let config = things(&scratch);
    let stamp = stamped(&config, &scratch);
    let mut program = fs::read(env!("CARGO_BIN_EXE_smithgen")).unwrap();
    program.push(0);
    let mut stamps = Vec::new();
    for byte in [1, 2, 2] {
        *program.last_mut().unwrap() = byte;
        let path = scratch.0.join("smithgen");
        let _ = fs::remove_file(&path);
        fs::copy(env!("CARGO_BIN_EXE_smithgen"), &path).unwrap();
        fs::write(&path, &program).unwrap();
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(std::time::SystemTime::UNIX_EPOCH)
            .unwrap();
        drop(file);
        let mut run = Command::new(&path);
        run.args(["generate", "--model"])
            .arg(scratch.0.join("model.json"));
        run.arg("--out").arg(scratch.0.join("out"));
        // A process that another test starts just now holds the file open for writing until it is another program.
        let out = loop {
            match run.output() {
                Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                    std::thread::yield_now();
                }
                out => break out.unwrap(),
            }
        };
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
        stamps.push(fs::read_to_string(&stamp).unwrap());
    }
    assert_ne!(stamps[0], stamps[1]);
    assert_eq!(stamps[1], stamps[2]);
}

#[test]
fn a_module_goes_with_the_model_that_left_its_directory() {
    let scratch = Scratch::new("stamp-gone");
    for name in ["Things", "Others"] {
        let model = MODEL.replace("Things", name);
        scratch.put(&format!("models/{name}.json"), &model);
        scratch.put(&format!("more/{name}.json"), &model);
    }
    let out = scratch.0.join("out");
    let of = |models: &str| Config::new().models(scratch.0.join(models)).out_dir(&out);
    of("models").try_generate().unwrap();
    fs::remove_file(scratch.0.join("models/Others.json")).unwrap();
    let checked = smithgen::generate(&of("models"), Mode::Check).unwrap();
    let is_stale = |it: &smithgen::Change| it.difference == Difference::Stale;
    assert!(!checked.changes.is_empty() && checked.changes.iter().all(is_stale));
    assert!(out.join("others/mod.rs").exists());
    assert_eq!(
        of("models").try_generate().unwrap().changes,
        checked.changes
    );
    assert!(!out.join("others").exists());
    assert!(out.join("things/mod.rs").exists());

    // What another run makes by now is its own.
    scratch.put("models/Others.json", &MODEL.replace("Things", "Others"));
    of("models").try_generate().unwrap();
    of("more").try_generate().unwrap();
    fs::remove_file(scratch.0.join("models/Others.json")).unwrap();
    of("models").try_generate().unwrap();
    assert!(out.join("others/mod.rs").exists());
}
