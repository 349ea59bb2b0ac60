//! What inputs stand for: files, directories, what belongs to a description, and the models of a build.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use smithgen_model::{Errors, Model, Severity, load};

/// A directory that is gone at the end of a test.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Scratch {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("smithgen-inputs-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }

    fn put(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match name.ends_with(".gz") {
            true => {
                let file = fs::File::create(&path).unwrap();
                let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
                packed.write_all(text.as_bytes()).unwrap();
                packed.finish().unwrap();
            }
            false => fs::write(&path, text).unwrap(),
        }
        path
    }

    /// The names of the files that an input stands for, and what is wrong with it.
    fn files(&self, input: &str) -> (Vec<String>, String) {
        let mut errors = Errors::new();
        let files = load::files(&[self.0.join(input)], &mut errors);
        let name = |path: &PathBuf| {
            let path = path.strip_prefix(&self.0).unwrap();
            path.display().to_string().replace("./", "")
        };
        (files.iter().map(name).collect(), self.told(&errors))
    }

    fn told(&self, errors: &Errors) -> String {
        errors
            .to_string()
            .replace(&self.0.display().to_string(), "")
    }

    fn watched(&self, input: &str) -> Vec<String> {
        let watched = load::watched(&self.0.join(input));
        let name = |path: PathBuf| path.strip_prefix(&self.0).unwrap().display().to_string();
        watched.into_iter().map(name).collect()
    }
}

fn open(input: &Path) -> (Model, Errors) {
    let mut errors = Errors::new();
    let model = load::load(&[input.to_owned()], &mut errors);
    (model, errors)
}

/// The description of a service of a version.
fn service(version: &str) -> String {
    format!(
        "{{ \"metadata\": {{ \"serviceId\": \"Lamp\", \"protocol\": \"json\", \"apiVersion\": \"{version}\" }},\n\
         \"operations\": {{}}, \"shapes\": {{ \"S\": {{ \"type\": \"string\" }} }} }}"
    )
}

const RULES: &str = "{ \"version\": \"1.0\", \"parameters\": {}, \"rules\": [] }";

#[test]
fn a_description_is_a_file_or_its_directory() {
    let scratch = Scratch::new("description");
    scratch.put("lamp/2020-01-01/service-2.json.gz", &service("2020-01-01"));
    scratch.put("lamp/2020-01-01/endpoint-rule-set-1.json.gz", RULES);
    scratch.put(
        "lamp/2020-01-01/paginators-1.json",
        "{ \"pagination\": {} }",
    );
    scratch.put("lamp/2020-01-01/examples-1.json", "{ \"examples\": {} }");
    let mut ids = Vec::new();
    for input in [
        "lamp",
        "lamp/2020-01-01",
        "lamp/2020-01-01/service-2.json.gz",
    ] {
        let (model, errors) = open(&scratch.0.join(input));
        assert_eq!(errors.to_string(), "", "{input}");
        let service = model.get("com.amazonaws.lamp#Lamp").unwrap();
        assert!(
            service.traits.has("smithy.rules#endpointRuleSet"),
            "{input}"
        );
        ids.push(model.shapes.keys().cloned().collect::<Vec<_>>());
    }
    assert!(ids.windows(2).all(|two| two[0] == two[1]));
    // Whoever watches the file watches its directory: another file may appear there.
    let file = "lamp/2020-01-01/service-2.json.gz";
    assert_eq!(scratch.watched(file), [file, "lamp/2020-01-01"]);
    assert_eq!(scratch.watched("lamp"), ["lamp"]);
}

#[test]
fn a_file_that_says_what_it_is_needs_no_name_and_takes_no_strangers_along() {
    let scratch = Scratch::new("names");
    scratch.put("any.json", &service("1"));
    scratch.put("paginators-1.json", "{ \"pagination\": { \"Gone\": {} } }");
    scratch.put("model.json", "{ \"smithy\": \"2.0\", \"shapes\": {} }");
    let (files, _) = scratch.files("any.json");
    assert_eq!(files, ["any.json", "paginators-1.json"]);
    assert_eq!(scratch.files("model.json").0, ["model.json"]);
    assert_eq!(scratch.watched("model.json"), ["model.json"]);
}

#[test]
fn of_several_versions_of_a_service_the_newest_is_read() {
    let scratch = Scratch::new("versions");
    for version in ["2019-05-05", "2020-01-01"] {
        scratch.put(&format!("lamp/{version}/service-2.json"), &service(version));
    }
    scratch.put("lamp/2021-01-01/endpoint-rule-set-1.json", RULES);
    scratch.put("lamp/notes/model.smithy", "$version: \"2\"\nnamespace a\n");
    let (files, told) = scratch.files("lamp");
    assert_eq!(
        files,
        ["lamp/2020-01-01/service-2.json", "lamp/notes/model.smithy"]
    );
    assert_eq!(told, "");
    // Asked for both, there is one error with both places.
    let both = ["2019-05-05", "2020-01-01"].map(|version| scratch.0.join("lamp").join(version));
    let mut errors = Errors::new();
    load::load(&both, &mut errors);
    errors.keep(Severity::Error);
    let told = scratch.told(&errors);
    let count = errors.iter().filter(|it| it.severity == Severity::Error);
    assert_eq!(count.count(), 1, "{told}");
    assert!(
        told.contains("they are of versions `2019-05-05` and `2020-01-01`"),
        "{told}"
    );
    assert!(told.contains("defined again here"), "{told}");
}

#[test]
fn each_description_of_a_directory_is_a_service() {
    let scratch = Scratch::new("services");
    for name in ["lamp", "bulb"] {
        scratch.put(&format!("{name}/2020-01-01/service-2.json"), &service("1"));
        scratch.put(
            &format!("{name}/2020-01-01/waiters-2.json"),
            "{ \"waiters\": {} }",
        );
    }
    scratch.put("model.json", "{}");
    let mut errors = Errors::new();
    let services = load::services(&scratch.0, &mut errors);
    assert_eq!(services.len(), 3, "{services:?}");
    assert!(
        services
            .iter()
            .all(|path| !path.ends_with("waiters-2.json"))
    );
}

#[test]
fn a_file_is_read_without_compression_where_it_is_there() {
    let scratch = Scratch::new("plain");
    scratch.put("lamp/service-2.json.gz", "not JSON");
    scratch.put("lamp/service-2.json", &service("1"));
    assert_eq!(scratch.files("lamp").0, ["lamp/service-2.json"]);
    // A model of any kind may be compressed.
    let idl = scratch.put("a.smithy.gz", "$version: \"2\"\nnamespace a\nstring S\n");
    let (model, errors) = open(&idl);
    assert_eq!(errors.to_string(), "");
    assert!(model.get("a#S").is_some());
    let damaged = scratch.0.join("b.json.gz");
    fs::write(&damaged, b"\x1f\x8b\x08 nothing of the kind").unwrap();
    let (_, errors) = open(&damaged);
    assert!(errors.to_string().contains("cannot inflate"), "{errors}");
}

#[test]
fn a_directory_with_a_build_stands_for_the_models_of_it() {
    let scratch = Scratch::new("build");
    scratch.put(
        "model/a.smithy",
        "$version: \"2\"\nnamespace a\nuse b#B\nstructure A { b: B }\n",
    );
    scratch.put("model/smithy-build.json", "not for this directory");
    scratch.put("more/b.smithy", "$version: \"2\"\nnamespace b\nstring B\n");
    scratch.put("other/c.smithy", "not a model");
    let build = "{\n  // Sources come first.\n  \"version\": \"1.0\",\n  \"sources\": [\"model\"],\n  \
                 \"imports\": [\"more/b.smithy\"], // a file\n  \"plugins\": { \"x//y\": {} }\n}\n";
    scratch.put("smithy-build.json", build);
    for input in [".", "smithy-build.json"] {
        let (files, told) = scratch.files(input);
        assert_eq!(files, ["model/a.smithy", "more/b.smithy"]);
        assert_eq!(told, "");
        let watched = scratch.watched(input);
        assert_eq!(watched, ["smithy-build.json", "model", "more/b.smithy"]);
    }
    let (model, errors) = open(&scratch.0);
    assert_eq!(errors.to_string(), "");
    assert!(model.get("a#A").is_some());
}

#[test]
fn what_of_a_build_has_no_effect_is_told() {
    let scratch = Scratch::new("effect");
    scratch.put("model/a.smithy", "$version: \"2\"\nnamespace a\n");
    let build = r#"{
  "version": "1.0",
  "sorces": [],
  "maven": {
    "repositories": [{ "url": "https://example.com" }],
    "dependencies": ["software.amazon.smithy:smithy-waiters:1.0", "org.example:shapes:2", "shapes"]
  },
  "projections": {
    "plain": { "plugins": { "x": {} }, "transforms": [] },
    "changed": { "transforms": [{ "name": "flattenNamespaces" }], "imports": ["x"], "filter": 1 }
  }
}"#;
    scratch.put("smithy-build.json", build);
    let (files, told) = scratch.files(".");
    assert_eq!(files, ["model/a.smithy"]);
    for part in [
        "note: nothing is fetched from repositories",
        "smithy-build.json:5:5",
        "note: `smithy-waiters` is not fetched",
        "warning: the package `org.example:shapes` is not fetched",
        "`--dep`",
        "error: `shapes` names no package",
        "note: the transforms of projection `changed` have no effect",
        "smithy-build.json:10:18",
        "note: the imports of projection `changed` have no effect",
        "warning: unknown property `filter`",
    ] {
        assert!(told.contains(part), "{part} in:\n{told}");
    }
    assert!(told.contains("unknown property `sorces`") && told.contains("did you mean `sources`?"));
    assert!(!told.contains("projection `plain`"), "{told}");
}

#[test]
fn placeholders_are_environment_variables() {
    let scratch = Scratch::new("variables");
    scratch.put("model/${X}.smithy", "$version: \"2\"\nnamespace a\n");
    // Cargo sets this one for every test.
    let build = "{ \"version\": \"1.0\", \"sources\": [\"model/\\\\${X}.smithy\", \"${CARGO_MANIFEST_DIR}/Cargo.toml\"],\n\
                 \"imports\": [\"${NO_SUCH_VARIABLE}/x\", \"${=}\", \"gone\", \"a.jar\"] }";
    scratch.put("smithy-build.json", build);
    let mut errors = Errors::new();
    let files = load::files(std::slice::from_ref(&scratch.0), &mut errors);
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    assert_eq!(files, [scratch.0.join("model/${X}.smithy"), manifest]);
    let told = scratch.told(&errors);
    for part in [
        "the environment variable `NO_SUCH_VARIABLE` is not set",
        "the environment variable `=` is not set",
        "`/gone` is not there",
        "`a.jar` is an archive of Java, which is not read",
        "smithy-build.json:2:13",
    ] {
        assert!(told.contains(part), "{part} in:\n{told}");
    }
    let variables = load::variables(&scratch.0);
    assert_eq!(variables, ["CARGO_MANIFEST_DIR", "NO_SUCH_VARIABLE", "="]);
}

#[test]
fn builds_that_are_wrong_are_told_where() {
    for (text, part, place) in [
        (
            "[]",
            "expected a build file to be an object, found an array",
            "1:1",
        ),
        ("{ \"sources\": [] }", "there is no `version`", "1:1"),
        (
            "{ \"version\": \"3.0\" }",
            "version `3.0` of build files is not known",
            "1:14",
        ),
        (
            "{ \"version\": 1 }",
            "expected `version` to be a string, found a number",
            "1:14",
        ),
        ("{ \"version\": \"1.0\" }", "the build has no models", "1:1"),
        (
            "{ \"version\": \"1.0\", \"version\": \"1.0\" }",
            "`version` is given twice",
            "1:21",
        ),
        (
            "{ \"version\": \"1.0\", \"sources\": {} }",
            "expected `sources` to be an array, found an object",
            "1:32",
        ),
        ("{ \"version\": // x", "not valid JSON", "1:17"),
    ] {
        let scratch = Scratch::new("wrong");
        scratch.put("smithy-build.json", text);
        let (files, told) = scratch.files(".");
        assert!(files.is_empty(), "{text}");
        assert!(told.contains(part), "{part} in:\n{told}");
        assert!(
            told.contains(&format!("smithy-build.json:{place}")),
            "{place} in:\n{told}"
        );
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_at_once() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    let scratch = Scratch::new("odd");
    symlink("circle.json", scratch.0.join("circle.json")).unwrap();
    symlink(".", scratch.0.join("itself")).unwrap();
    let _socket = UnixListener::bind(scratch.0.join("socket.json")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(scratch.0.join("pipe.json"))
        .status();
    assert!(made.unwrap().success());
    let locked = scratch.put("locked.json", "{}");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    let is_root = fs::read(&locked).is_ok();
    scratch.put("neither.json", "{ \"a\": 1 }");
    let (_, mut errors) = open(&scratch.0);
    errors.sort();
    let told = scratch.told(&errors);
    for part in [
        "cannot read `/circle.json`",
        "cannot read `/pipe.json`: it is a pipe, a socket or a device",
        "cannot read `/socket.json`: it is a pipe, a socket or a device",
        "not a Smithy model: it does not state its version in `smithy`",
    ] {
        assert!(told.contains(part), "{part} in:\n{told}");
    }
    assert_eq!(
        told.contains("cannot read `/locked.json`"),
        !is_root,
        "{told}"
    );
    let (_, errors) = open(Path::new("/dev/zero"));
    assert!(
        errors
            .to_string()
            .contains("it is a pipe, a socket or a device"),
        "{errors}"
    );
}

#[test]
fn a_directory_without_models_is_told_of() {
    let scratch = Scratch::new("empty");
    scratch.put("other/notes.txt", "");
    for input in ["other", ""] {
        let (files, told) = scratch.files(input);
        assert!(files.is_empty(), "{files:?}");
        assert!(
            told.contains(&format!("there is no model in `/{input}`")),
            "{told}"
        );
    }
    // A build may name directories that have none yet, and one that is named twice is read once.
    scratch.put(
        "build/smithy-build.json",
        r#"{"version": "1.0", "sources": ["../other"]}"#,
    );
    assert_eq!(scratch.files("build"), (Vec::new(), String::new()));
    scratch.put("models/a.smithy", "$version: \"2\"");
    let mut errors = Errors::new();
    let twice = [scratch.0.join("models"), scratch.0.join("models")];
    assert_eq!(load::files(&twice, &mut errors).len(), 1);
    assert!(errors.is_empty(), "{errors}");
}
