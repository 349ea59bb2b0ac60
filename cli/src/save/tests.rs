//! Tests what is kept, where, and when it is found again.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Kept, Place};
use crate::fixture::SERVICE;
use crate::json;
use crate::table::Command;
use crate::value::Value;

/// A directory for one test, deleted afterwards.
struct Directory(PathBuf);

impl Directory {
    fn new(test: &str) -> Directory {
        let name = format!("smithgen-save-{}-{test}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&path);
        Directory(path)
    }

    fn place(&self) -> Place {
        Place {
            directory: self.0.join("sso/cache"),
            region: "us-east-1".to_owned(),
            session: Some("my-sso".to_owned()),
            start_url: Some("https://my-sso.awsapps.com/start".to_owned()),
        }
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn command() -> &'static Command {
    let mut commands = SERVICE.commands.iter();
    commands
        .find(|command| command.keep.is_some())
        .expect("in the fixture")
}

fn value(text: &str) -> Value {
    json::parse(text).expect("JSON")
}

fn name(kept: &Kept<'_>) -> String {
    kept.path()
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned()
}

const OUTPUT: &str =
    r#"{"thingId": "i", "secret": "s", "secretExpiresAt": 1707776000, "tree": {"label": "é"}}"#;
const EXPIRY: i64 = 1_707_776_000;

/// The expected names are those of `hashlib.sha1(json.dumps(document, sort_keys=True).encode())` in Python.
#[test]
fn names_are_those_that_aws_tools_look_for() {
    let directory = Directory::new("names");
    let place = directory.place();
    let with_scopes = value(r#"{"scopes": ["sso:account:access"]}"#);
    let kept = Kept::new(command(), &with_scopes, &place).expect("kept");
    assert_eq!(name(&kept), "64cef7a979e6a09d90c6ca3e025f0f20c8aa20d9.json");
    let plain = value("{}");
    let kept = Kept::new(command(), &plain, &place).expect("kept");
    assert_eq!(name(&kept), "3f58bb7e4322172c2221ac4959000d863a60ee16.json");
    let legacy = Place {
        session: None,
        ..place
    };
    let kept = Kept::new(command(), &plain, &legacy).expect("kept");
    assert_eq!(name(&kept), "550ccc9e8445cb0e966c7290112aaff2b83c2e02.json");
}

#[test]
fn without_a_session_the_input_makes_the_name() {
    let directory = Directory::new("input");
    let place = Place {
        session: None,
        start_url: None,
        ..directory.place()
    };
    let (one, other) = (
        value(r#"{"thingName": "a"}"#),
        value(r#"{"thingName": "b"}"#),
    );
    let named = |input: &Value| name(&Kept::new(command(), input, &place).expect("kept"));
    assert_ne!(named(&one), named(&other));
    let (one, other) = (
        value(r#"{"thingName": "a", "instance": "https://i"}"#),
        value(r#"{"thingName": "b", "instance": "https://i"}"#),
    );
    assert_eq!(named(&one), named(&other));
}

#[test]
fn a_result_comes_back_as_it_was_until_it_expires() {
    let directory = Directory::new("back");
    let input = value(r#"{"thingName": "a", "scopes": ["x"]}"#);
    let kept = Kept::new(command(), &input, &directory.place()).expect("kept");
    assert!(kept.find(0).is_none());
    kept.reserve()
        .expect("a place")
        .save(&value(OUTPUT))
        .expect("saved");
    let found = kept.find(EXPIRY - 3600).expect("found");
    assert_eq!(json::compact(&found), json::compact(&value(OUTPUT)));
    assert!(kept.find(EXPIRY - 15 * 60).is_none());
    assert!(kept.find(EXPIRY - 15 * 60 - 1).is_some());
    let content = value(&fs::read_to_string(kept.path()).expect("the file"));
    let text = |key: &str| content.get(key).map(json::compact);
    assert_eq!(
        text("expiresAt").as_deref(),
        Some("\"2024-02-12T22:13:20Z\"")
    );
    assert_eq!(text("scopes").as_deref(), Some("[\"x\"]"));
}

#[test]
fn what_aws_tools_kept_is_found() {
    let directory = Directory::new("found");
    let input = value(r#"{"thingName": "a"}"#);
    let kept = Kept::new(command(), &input, &directory.place()).expect("kept");
    fs::create_dir_all(kept.path().parent().expect("a directory")).expect("made");
    let write = |text: &str| {
        fs::write(kept.path(), text).expect("written");
        #[cfg(unix)]
        fs::set_permissions(
            kept.path(),
            std::os::unix::fs::PermissionsExt::from_mode(0o600),
        )
        .expect("the user's alone");
        kept.find(EXPIRY - 3600).map(|found| json::compact(&found))
    };
    let expected = Some(r#"{"thingId": "i", "secretExpiresAt": 1707776000}"#.to_owned());
    assert_eq!(
        write(r#"{"thingId": "i", "expiresAt": "2024-02-12T22:13:20UTC"}"#),
        expected
    );
    assert_eq!(
        write(r#"{"thingId": "i", "expiresAt": "2024-02-12T22:13:20Z"}"#),
        expected
    );
    for other in [
        r#"{"thingId": "i", "expiresAt": "2024-02-12T22:13:20Z", "scopes": ["y"]}"#,
        r#"{"thingId": "i"}"#,
        r#"{"thingId": "i", "expiresAt": "soon"}"#,
        r#"["#,
        r#"[]"#,
        "",
    ] {
        assert_eq!(write(other), None, "{other}");
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_and_nothing_else_is_left() {
    use std::os::unix::fs::PermissionsExt;
    let directory = Directory::new("owner");
    let input = value("{}");
    let kept = Kept::new(command(), &input, &directory.place()).expect("kept");
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    drop(kept.reserve().expect("a place"));
    assert!(kept.reserve().expect("a place").save(&value("{}")).is_err());
    let files = || {
        fs::read_dir(directory.place().directory)
            .expect("there")
            .count()
    };
    assert_eq!(files(), 0);
    kept.reserve()
        .expect("a place")
        .save(&value(OUTPUT))
        .expect("saved");
    kept.reserve()
        .expect("a place")
        .save(&value(OUTPUT))
        .expect("saved again");
    assert_eq!(files(), 1);
    assert_eq!(mode(kept.path()), 0o600);
    assert_eq!(mode(&directory.place().directory), 0o700);
}

#[test]
fn a_place_that_cannot_be_written_is_known_before() {
    let directory = Directory::new("refused");
    fs::create_dir_all(&directory.0).expect("made");
    fs::write(directory.0.join("sso"), "").expect("written");
    let input = value("{}");
    let kept = Kept::new(command(), &input, &directory.place()).expect("kept");
    let error = kept.reserve().expect_err("no directory");
    assert!(
        error.to_string().starts_with("Unable to save to "),
        "{error}"
    );
}

#[cfg(unix)]
#[test]
fn a_result_of_any_length_is_kept_up_to_the_limit_and_a_longer_one_is_an_error() {
    use crate::limits::{KEPT_BYTES, KEPT_ROOM};
    let directory = Directory::new("length");
    let input = value("{}");
    let kept = Kept::new(command(), &input, &directory.place()).expect("kept");
    let result = |length: usize| {
        let id = "i".repeat(length);
        value(&format!(
            r#"{{"thingId": "{id}", "secretExpiresAt": {EXPIRY}}}"#
        ))
    };
    let keep = |length: usize| {
        let place = kept.reserve().expect("a place");
        place.save(&result(length)).expect("saved");
        kept.find(0).is_some()
    };
    // Shorter than the reserved space, exactly as long, and longer.
    assert!(keep(1));
    let most = usize::try_from(KEPT_BYTES).expect("a length");
    assert!(keep(KEPT_ROOM));
    let fixed = usize::try_from(fs::metadata(kept.path()).expect("there").len()).expect("fits");
    let fixed = fixed - KEPT_ROOM;
    assert!(keep(KEPT_ROOM - fixed) && keep(KEPT_ROOM - fixed + 1));
    assert!(keep(most - fixed));
    let place = kept.reserve().expect("a place");
    let error = place.save(&result(most - fixed + 1)).expect_err("too long");
    let expected = format!(
        ": the response takes {} bytes, and no more than {KEPT_BYTES} are kept. Call without --save.",
        most + 1
    );
    assert!(error.to_string().ends_with(&expected), "{error}");
    // The previous result is still there.
    assert!(kept.find(0).is_some());
    // A longer file from elsewhere is ignored.
    let mut text = fs::read_to_string(kept.path()).expect("there");
    text.push(' ');
    fs::write(kept.path(), text).expect("written");
    assert!(kept.find(0).is_none());
}
