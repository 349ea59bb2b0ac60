//! What settings make of the types of shapes compiles without a warning and does what it says: serde, more derived traits
//! and attributes, types of others. So does what every model has: conversions of enums, and warnings of what is deprecated.

use std::fs;
use std::path::Path;

use crate::crates::{cargo, package, root};
use crate::scratch::Scratch;
use smithgen::{Config, Package};

const MODEL: &str = include_str!("fixtures/shapes/notes.smithy");

/// All settings of shapes at once.
fn settings(model: &Path) -> Config {
    Config::new()
        .model(model)
        .serde(true)
        .derive("*", ["Clone", "PartialEq"])
        .derive(
            "example.notes#Square",
            ["Eq", "Hash", "PartialOrd", "std::cmp::Ord"],
        )
        .attribute("*", "#[doc(alias = \"of notes\")]")
        .attribute(
            "example.notes#Square$side",
            "#[doc(alias = \"edge\")]\n#[doc(hidden)]",
        )
        .attribute("example.notes#Colour$RED", "#[doc(alias = \"crimson\")]")
        .attribute("example.notes#Form$square", "#[doc(alias = \"rectangle\")]")
        .extern_path("example.notes#Money", "crate::own::Money")
        .extern_path("example.notes#Shade", "crate::own::Shade")
        .extern_path("example.notes#Broken", "crate::own::Broken")
        .extern_path("example.notes#Paint", "::palette::Paint")
}

fn client() -> String {
    let client = root().join("client");
    format!(
        "smithgen-client = {{ path = {client:?}, default-features = false, features = [\"serde\"] }}\n"
    )
}

/// A crate with a type for an enum.
fn palette(directory: &Path) {
    let source = include_str!("fixtures/shapes/palette.rs");
    fs::create_dir_all(directory.join("src")).unwrap();
    fs::write(directory.join("src/lib.rs"), source).unwrap();
    let manifest =
        "[package]\nname = \"palette\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n";
    fs::write(
        directory.join("Cargo.toml"),
        format!("{manifest}{}", client()),
    )
    .unwrap();
}

/// Types that derive serde's traits, with Rust's names.
fn derived(model: &Path) -> Config {
    let names = ["Note", "Square", "Form", "Colour", "Size", "Mood"];
    names
        .iter()
        .fold(Config::new().model(model), |config, name| {
            let id = format!("example.notes#{name}");
            config
                .derive(&id, ["serde::Serialize", "::serde::Deserialize"])
                .attribute(&id, "#[serde(rename_all = \"camelCase\")]")
        })
}

#[test]
fn types_do_what_settings_say() {
    let client = client();
    let more = "palette = { path = \"palette\" }\nserde = { version = \"1\", features = [\"derive\"] }\n\
                serde_json = \"1\"\ntoml = \"1\"\n[[bin]]\nname = \"old\"\npath = \"src/old.rs\"\n\
                [[bin]]\nname = \"main\"\npath = \"src/main.rs\"\n";
    let package = package("notes", &format!("{client}{more}"));
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/shapes");
    for name in ["lib.rs", "main.rs", "old.rs"] {
        fs::copy(fixtures.join(name), package.join("src").join(name)).unwrap();
    }
    palette(&package.join("palette"));
    settings(&fixtures.join("notes.smithy"))
        .out_dir(package.join("src"))
        .try_generate()
        .unwrap();
    derived(&fixtures.join("notes.smithy"))
        .out_dir(package.join("src/derived"))
        .try_generate()
        .unwrap();
    let ran = cargo(&package, &["run", "--bin", "main"]);
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{told}");
    assert_eq!(String::from_utf8_lossy(&ran.stdout), "all of it\n");
    let documented = cargo(&package, &["doc", "--no-deps", "--lib"]);
    let told = String::from_utf8_lossy(&documented.stderr);
    assert!(documented.status.success(), "{told}");
    // The generated code uses what is deprecated without a warning; others are warned.
    let checked = cargo(&package, &["check", "--bin", "old"]);
    let told = String::from_utf8_lossy(&checked.stderr);
    let mut warned: Vec<&str> = told
        .lines()
        .filter(|it| it.starts_with("warning: use of"))
        .collect();
    warned.sort_unstable();
    warned.dedup();
    assert_eq!(warned, DEPRECATED, "{told}");
}

/// What the users of each deprecated item are told.
const DEPRECATED: [&str; 6] = [
    "warning: use of deprecated field `notes::notes::operations::put_note::PutNoteInput::text`: \
     since 2024-05-01: Use `note`.",
    "warning: use of deprecated method `notes::notes::Client::old_put`: \
     Use PutNote instead, which does **more** & \"better\".",
    "warning: use of deprecated method `notes::notes::operations::put_note::PutNoteCall::text`: \
     since 2024-05-01: Use `note`.",
    "warning: use of deprecated struct `notes::notes::types::Past`: since 2020",
    "warning: use of deprecated tuple variant `notes::notes::types::Form::Old`",
    "warning: use of deprecated unit variant `notes::notes::types::Colour::Rose`: Use RED.",
];

#[test]
fn a_package_has_a_feature_for_serde() {
    let scratch = Scratch::new("shapes-package");
    let model = scratch.put("notes.smithy", MODEL);
    let directory = scratch.0.join("notes-client");
    let mut settings = Package::new(&directory, "notes-client");
    settings.smithgen = Some(root().to_owned());
    settings.dependencies = vec!["palette = { path = \"../palette\" }".to_owned()];
    palette(&scratch.0.join("palette"));
    Config::new()
        .model(model)
        .serde(true)
        .extern_path("example.notes#Paint", "::palette::Paint")
        .package(settings)
        .try_generate()
        .unwrap();
    let read = |path: &str| fs::read_to_string(directory.join(path)).unwrap();
    let manifest = read("Cargo.toml");
    let line = "\nserde = [\"smithgen-client/serde\"]\n";
    assert!(manifest.contains(line), "{manifest}");
    assert!(!manifest.contains("features = [\"serde\"]"), "{manifest}");
    let api = read("API.txt");
    let line = "\nrust types::Note has serde with the feature serde\n";
    assert!(api.contains(line), "{api}");
    assert!(!api.contains("GetBodyOutput has serde"), "{api}");
    let code = read("src/notes/types/note.rs");
    let gated = "#[cfg(feature = \"serde\")]\nrt::serde!(Note);";
    assert!(code.contains(gated), "{code}");
    fs::copy(root().join("Cargo.lock"), directory.join("Cargo.lock")).unwrap();
    for features in ["", "serde"] {
        let checked = cargo(
            &directory,
            &["check", "--no-default-features", "--features", features],
        );
        let told = String::from_utf8_lossy(&checked.stderr);
        assert!(
            checked.status.success() && told.is_empty(),
            "{features}: {told}"
        );
    }
}
