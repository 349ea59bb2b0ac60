//! A command line without Rust types, and the names on it.

use crate::scratch::Scratch;
use smithgen::{Config, Errors, Package};

/// A service of AWS with the operation `Subscribe` and another one.
const MODEL: &str = r#"$version: "2"
namespace ex
use aws.api#service
use aws.protocols#restJson1

@restJson1
@service(sdkId: "SNS")
service Topics { version: "1" operations: [Subscribe, ListTopics] }

@http(method: "POST", uri: "/subscriptions")
operation Subscribe { input := { Endpoint: String, colour: Colour } }

@readonly
@http(method: "GET", uri: "/topics")
operation ListTopics { output := { topics: Names } }

list Names { member: String }
enum Colour { RED, BLUE }
"#;

fn base() -> Config {
    Config::new()
        .model_text("model.smithy", MODEL)
        .cli(true)
        .types(false)
}

/// All generated text, by path.
fn text(config: &Config) -> Vec<(String, String)> {
    let files = config.files().unwrap().files;
    files
        .into_iter()
        .map(|file| (file.path, file.text))
        .collect()
}

#[track_caller]
fn file(config: &Config, path: &str) -> String {
    let files = text(config);
    let found = files.into_iter().find(|(at, _)| at == path);
    found.unwrap_or_else(|| panic!("there is no {path}")).1
}

fn told(errors: &Errors) -> Vec<String> {
    errors.iter().map(|error| error.one_line()).collect()
}

#[test]
fn without_a_client_there_are_operations_for_any() {
    let config = Config::new().model_text("model.smithy", MODEL);
    let has_client = |config: &Config| {
        let files = text(config);
        files.iter().any(|(path, _)| path.ends_with("client.rs"))
    };
    assert!(has_client(&config));
    let config = config.client(false);
    assert!(!has_client(&config));
    assert!(!file(&config, "sns/mod.rs").contains("client;"));
    let surface = file(&config, "sns/API.txt");
    assert!(!surface.contains("rust Client"), "{surface}");
    assert!(surface.contains("\nrust operations::"), "{surface}");
    let package = Package::new("p", "p");
    let told = told(&config.package(package).files().unwrap_err());
    assert!(told[0].contains("a package has a client"), "{told:?}");
}

#[test]
fn without_types_there_are_tables_alone() {
    for (path, text) in text(&base()) {
        assert!(!path.ends_with("client.rs"), "{path}");
        if path.ends_with(".rs") {
            for item in ["pub struct", "pub enum", "impl ", "client::Call"] {
                assert!(!text.contains(item), "{path} has `{item}`:\n{text}");
            }
        }
    }
    let colour = file(&base(), "sns/types/colour.rs");
    assert!(
        colour.contains(r#"EnumValues(&["RED", "BLUE"])"#),
        "{colour}"
    );
    assert!(file(&base(), "sns/mod.rs").contains("1; tables;"));
    let surface = file(&base(), "sns/API.txt");
    assert!(surface.contains("\ncli "), "{surface}");
    assert!(!surface.contains("\nrust "), "{surface}");
}

#[test]
fn without_types_and_commands_nothing_is_left() {
    let errors = base().cli(false).files().unwrap_err();
    assert_eq!(
        told(&errors),
        [
            "without types and `cli` there is nothing left (help: add `cli = true`, or remove `types`)"
        ]
    );
}

#[test]
fn names_are_those_of_the_aws_cli_unless_settings_give_others() {
    let commands = file(&base(), "sns/cli.rs");
    assert!(
        commands.contains(r#"arg("notification-endpoint", 0, false)"#),
        "{commands}"
    );
    let own = base()
        .command("topics")
        .rename("ListTopics", "list")
        .rename("Subscribe$Endpoint", "to");
    let commands = file(&own, "sns/cli.rs");
    for part in [
        r#""topics","#,
        r#"new("list""#,
        r#"arg("to", 0, false)"#,
        r#""SNS""#,
    ] {
        assert!(commands.contains(part), "{part}:\n{commands}");
    }
}

#[test]
fn own_names_have_to_name_something_and_be_names() {
    let own = base()
        .command("my topics")
        .rename("ListTopic", "list")
        .rename("Subscribe$endpoint", "to")
        .rename("Subscribe", "Sub");
    assert_eq!(
        told(&own.files().unwrap_err()),
        [
            "`Sub` is no name on a command line \
             (help: use small letters, digits and dashes, as in `list-things`)",
            "`my topics` is no name on a command line \
             (help: use small letters, digits and dashes, as in `list-things`)",
            "`rename` names the member `endpoint`, which is not there (help: did you mean `Endpoint`?)",
            "`rename` names the operation `ListTopic`, which is not there \
             (help: did you mean `ListTopics`?)",
        ]
    );
}

#[test]
fn settings_of_names_are_told_with_their_lines() {
    let scratch = Scratch::new("names");
    scratch.put("model.smithy", MODEL);
    let settings = "model = 'model.smithy'\ncli = true\nout-dir = 'out'\n\
                    [rename]\nListTopic = 'list'\n\"Subscribe$Endpoint\" = 'to'\n";
    let path = scratch.put("smithgen.toml", settings);
    let config = Config::from_file(&path).unwrap();
    let problems = told(&config.files().unwrap_err());
    assert!(
        problems[0].contains("smithgen.toml:5:13: `rename` names"),
        "{problems:?}"
    );
}
