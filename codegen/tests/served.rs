//! A generated server does what its model says: called by a generated client in process, in each protocol, beside a client
//! and alone. All of it compiles without a warning, and a package that is a server needs no client.

use std::fs;
use std::path::{Path, PathBuf};

use crate::crates::{cargo, lean_package, package, root};
use crate::scratch::Scratch;
use smithgen::{Config, Package};

fn fixture(name: &str) -> PathBuf {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/server");
    fixtures.join(name)
}

fn config() -> Config {
    Config::new().model(fixture("city.smithy"))
}

/// The crate of that name in this repository.
fn dependency(name: &str, features: &[&str]) -> String {
    let path = root().join(name);
    format!(
        "smithgen-{name} = {{ path = {path:?}, default-features = false, features = {features:?} }}\n"
    )
}

#[test]
fn a_client_talks_to_an_implementation_in_process() {
    let dependencies = [
        dependency("cli", &[]),
        dependency("client", &["cbor"]),
        dependency("server", &["cbor"]),
        "http = \"1\"\n".to_owned(),
        "tokio = { version = \"1\", default-features = false, features = [\"macros\", \"rt\"] }\n"
            .to_owned(),
    ];
    let package = package("served", &dependencies.concat());
    let source = package.join("src");
    fs::copy(fixture("main.rs"), source.join("main.rs")).unwrap();
    for (directory, config) in [
        ("both", config().server(true)),
        ("alone", config().server(true).client(false)),
        ("client", config()),
        ("commands", config().server(true).client(false).cli(true)),
    ] {
        let out = config.out_dir(source.join(directory));
        out.try_generate()
            .unwrap_or_else(|errors| panic!("{directory}:\n{errors}"));
    }
    let out = cargo(&package, &["run"]);
    let told = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{told}");
    assert_eq!(String::from_utf8_lossy(&out.stdout), "all is well\n");
}

/// The text of a file among those of a package.
fn written(config: Config, path: &str) -> String {
    let made = config.files().unwrap_or_else(|errors| panic!("{errors}"));
    let file = made.files.into_iter().find(|file| file.path == path);
    file.unwrap_or_else(|| panic!("{path} is not written")).text
}

#[test]
fn a_package_depends_on_what_it_uses() {
    let manifest = |config: Config| {
        let text = written(config.package(Package::new("out", "city")), "Cargo.toml");
        let (_, dependencies) = text.split_once("[dependencies]\n").unwrap();
        let lines = dependencies.lines().take_while(|line| !line.is_empty());
        let lines = lines.filter_map(|line| line.split_once(" = "));
        let names: Vec<String> = lines.map(|(name, _)| name.to_owned()).collect();
        (names, text)
    };
    let (client, server) = ("smithgen-client", "smithgen-server");
    assert_eq!(manifest(config()).0, [client]);
    assert_eq!(manifest(config().server(true)).0, [client, server]);
    let (names, text) = manifest(config().server(true).client(false).serde(true));
    assert_eq!(names, [server]);
    assert!(text.contains("features = [\"cbor\"]"), "{text}");
    assert!(
        text.contains("serde = [\"smithgen-server/serde\"]"),
        "{text}"
    );
    assert!(!text.contains("smithgen-client"), "{text}");
    let (names, _) = manifest(config().server(true).client(false).cli(true));
    assert_eq!(names, [server, "smithgen-cli"]);
}

#[test]
fn a_package_that_is_a_server_compiles_and_documents_itself() {
    let scratch = Scratch::new("server-package");
    let directory = &scratch.0;
    let mut settings = Package::new(directory, "city-server");
    settings.smithgen = Some(root().to_owned());
    let config = config().server(true).client(false);
    config.package(settings).try_generate().unwrap();
    let manifest = directory.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, format!("[workspace]\n{text}")).unwrap();
    fs::copy(root().join("Cargo.lock"), directory.join("Cargo.lock")).unwrap();
    // Where dependencies are compiled already.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("served");
    fs::create_dir_all(&target).unwrap();
    let manifest = manifest.to_str().unwrap();
    for command in [&["check"][..], &["doc", "--no-deps"]] {
        let arguments = [command, &["--manifest-path", manifest]].concat();
        let out = cargo(&target, &arguments);
        let told = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "cargo {arguments:?}:\n{told}");
        // Its own code, not that of crates in this repository.
        assert!(!told.contains("--> src/"), "cargo {arguments:?}:\n{told}");
    }
}

#[test]
fn a_feature_that_is_missing_is_one_error() {
    let package = lean_package("unserved", &dependency("server", &[]));
    let source = package.join("src");
    let text = fs::read_to_string(fixture("city.smithy")).unwrap();
    let other = text.replace("rpcv2Cbor", "rpcv2Json");
    let several = other.replace("@restJson1\n", "@restJson1\n@aws.protocols#restXml\n");
    let mut library = String::new();
    for (name, text) in [("own", text), ("other", several)] {
        let config = Config::new().model_text("city.smithy", text);
        let out = config.server(true).client(false);
        out.out_dir(source.join(name)).try_generate().unwrap();
        library += &format!("pub mod {name} {{ pub mod city; }}\n");
    }
    fs::write(source.join("lib.rs"), library).unwrap();
    // Where dependencies are compiled already.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("served");
    fs::create_dir_all(&target).unwrap();
    let manifest = package.join("Cargo.toml");
    let arguments = ["check", "--manifest-path", manifest.to_str().unwrap()];
    let out = cargo(&target, &arguments);
    let told = String::from_utf8_lossy(&out.stderr);
    let errors = told.lines().filter(|line| line.starts_with("error"));
    let mut errors: Vec<&str> = errors.filter(|it| !it.contains("not compile")).collect();
    errors.sort_unstable();
    let missing = |feature: &str| {
        format!(
            "error: `City` needs the feature `{feature}` of the crate `smithgen-server`: \
             add it to the `features` of that dependency in Cargo.toml"
        )
    };
    assert_eq!(errors, [missing("cbor"), missing("xml")], "{told}");
}

#[test]
fn settings_that_contradict_each_other_are_told() {
    let told = |config: Config| {
        let errors = config.files().unwrap_err();
        errors.iter().next().unwrap().one_line()
    };
    let tables = config().server(true).types(false).cli(true);
    let told_of_types = told(tables);
    assert!(
        told_of_types.contains("a server has types"),
        "{told_of_types}"
    );
    let package = Package::new("out", "city");
    let nothing = told(config().client(false).package(package));
    assert!(
        nothing.contains("a package has a client or a server"),
        "{nothing}"
    );
}

#[test]
fn types_that_two_errors_share_convert_once() {
    let shared = config()
        .server(true)
        .client(false)
        .extern_path("city#Taken", "crate::Failure")
        .extern_path("city#NoSuchCity", "crate::Failure");
    let text = written(shared, "city/server.rs");
    let errors = text.split("server::operation_error!(").nth(3).unwrap();
    let errors = errors.split(')').next().unwrap();
    let errors: Vec<&str> = errors.split(',').map(str::trim).collect();
    assert_eq!(errors[0], "PutCityError");
    assert!(
        errors[1].starts_with("NoSuchCity super::types"),
        "{errors:?}"
    );
    assert_eq!(errors[2], "Taken");
}
