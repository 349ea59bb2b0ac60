//! What is offered where.

use crate::alias::Aliases;
use crate::completion::{Grammar, Place};
use crate::fixture::{OWN_SERVICE, SERVICE};

fn grammar(is_implied: bool) -> Grammar {
    Grammar {
        services: vec![&SERVICE],
        implied: is_implied.then_some(&SERVICE),
        profiles: vec!["default".to_owned(), "work".to_owned()],
        aliases: Aliases::default(),
        own_prefix: None,
        is_reference: !is_implied,
    }
}

/// What may follow at the `|` in a line.
fn at(line: &str) -> Place {
    let place = line.find('|').expect("a place");
    grammar(true).at(&line.replace('|', ""), place)
}

/// The candidates that continue what is typed.
fn texts(found: &Place) -> Vec<&str> {
    let found = &found.candidates;
    let texts = found.items.iter().map(|item| item.text.as_str());
    texts
        .filter(|text| text.starts_with(&found.typed))
        .collect()
}

#[test]
fn services_commands_and_options_follow_each_other() {
    let found = grammar(false).at("", 0);
    assert_eq!(texts(&found), ["things", "help"]);
    assert_eq!(
        texts(&grammar(false).at("things ", 7)),
        ["list-things", "put-thing", "help"]
    );
    assert_eq!(
        texts(&at("|")),
        ["list-things", "put-thing", "help", "completion"]
    );
    let found = at("put-thing |");
    assert_eq!(texts(&found)[..3], ["--thing-name", "--colour", "--scopes"]);
    assert!(found.candidates.items[0].required && !found.candidates.items[1].required);
    assert_eq!(found.missing, ["thing-name"]);
    assert!(texts(&found).contains(&"--region"));
    assert_eq!(texts(&found).last(), Some(&"help"));
    assert!(!texts(&at("put-thing --debug |")).contains(&"help"));
}

#[test]
fn what_is_given_is_not_offered_again() {
    let found = at("put-thing --thing-name x --debug --|");
    assert!(found.missing.is_empty());
    for gone in ["--thing-name", "--debug"] {
        assert!(!texts(&found).contains(&gone), "{gone}");
    }
    assert!(at("put-thing | --thing-name x").missing.is_empty());
    assert!(
        at("put-thing --cli-input-json file://x |")
            .missing
            .is_empty()
    );
}

#[test]
fn what_is_typed_is_what_a_candidate_takes_the_place_of() {
    let found = at("put-thing --colou|");
    assert_eq!(texts(&found), ["--colour", "--colours"]);
    assert_eq!((found.start, found.end), (10, 17));
    assert!(texts(&at("put-thing --zzz|")).is_empty());
    assert_eq!(
        texts(&at("put-thing --fragi|")),
        ["--fragile"],
        "the other of the pair begins otherwise"
    );
    assert_eq!(texts(&at("put-thing --no-f|")), ["--no-fragile"]);
}

#[test]
fn values_come_from_enums_choices_and_profiles() {
    assert_eq!(
        texts(&at("put-thing --colour |")),
        ["red", "green", "dark-blue"]
    );
    let found = at("put-thing --colour=gr|");
    assert_eq!((texts(&found), found.start), (vec!["green"], 19));
    assert_eq!(
        texts(&at("put-thing --output ya|")),
        ["yaml", "yaml-stream"]
    );
    assert_eq!(texts(&at("--profile | put-thing")), ["default", "work"]);
    assert_eq!(texts(&at("--region us-w|")), ["us-west-1", "us-west-2"]);
    assert!(!texts(&at("--region |")).contains(&"aws-global"));
    assert!(texts(&at("put-thing --thing-name |")).is_empty());
    assert_eq!(texts(&at("put-thing --query tree.l|")), ["tree.label"]);
    assert!(texts(&at("--query t|")).is_empty());
}

#[test]
fn lists_take_values_until_the_next_option() {
    let found = at("put-thing --colours red |");
    assert_eq!(
        texts(&found)[..4],
        ["red", "green", "dark-blue", "--thing-name"]
    );
    assert_eq!(texts(&at("put-thing --colours red gr|")), ["green"]);
    let found = at("put-thing --fragile |");
    assert_eq!(texts(&found)[0], "--thing-name");
}

#[test]
fn files_follow_where_they_are_read() {
    let directory = std::env::temp_dir().join(format!("smithgen-files-{}", std::process::id()));
    std::fs::create_dir_all(directory.join("inner")).expect("made");
    std::fs::write(directory.join("input.json"), "").expect("written");
    let path = directory.to_str().expect("text");
    let line = format!("put-thing --cli-input-json file://{path}/in");
    let found = grammar(true).at(&line, line.len());
    std::fs::remove_dir_all(&directory).expect("deleted");
    let expected = [
        format!("file://{path}/inner/"),
        format!("file://{path}/input.json"),
    ];
    assert_eq!(texts(&found), expected);
    let open: Vec<bool> = found
        .candidates
        .items
        .iter()
        .map(|item| item.is_open)
        .collect();
    assert_eq!(open, [true, false]);
    for option in ["--cli-input-json", "--tree", "--tags"] {
        let line = format!("put-thing {option} |");
        assert_eq!(texts(&at(&line))[0], "file://", "{option}");
    }
    assert!(at("--ca-bundle |").candidates.are_files);
}

#[test]
fn help_goes_on_with_what_it_is_about() {
    let topics = ["config-vars", "return-codes", "topics"];
    let own = [&["list-things", "put-thing"][..], &topics].concat();
    assert_eq!(texts(&at("help |")), own);
    assert_eq!(texts(&at("help put-thing --f|")), ["--format"]);
    assert_eq!(texts(&at("put-thing help --format |")), ["man", "markdown"]);
    assert!(!texts(&at("help put-thing |")).contains(&"--thing-name"));
    assert_eq!(texts(&grammar(false).at("help ", 5)), topics);
    assert!(texts(&grammar(false).at("help --form", 11)).is_empty());
}

#[test]
fn completion_is_the_first_word_or_none() {
    assert_eq!(
        texts(&at("completion |")),
        ["bash", "zsh", "fish", "powershell"]
    );
    assert!(!texts(&at("--debug completion |")).contains(&"bash"));
    assert!(!texts(&grammar(false).at("completion ", 11)).contains(&"bash"));
}

#[test]
fn aliases_are_gone_through() {
    let file = b"[toplevel]\nt = things\nput = t put-thing --debug\nls = !ls\nloop = loop2\n\
        loop2 = loop\nthings = things --colour\n[command things]\np = put-thing --fragile\n\
        put-thing = put-thing --debug\n[command things put-thing]\nred = put-thing --colour red\n";
    let with = |is_implied| Grammar {
        aliases: Aliases::parse(file).expect("a file"),
        ..grammar(is_implied)
    };
    let follows = |is_implied: bool, line: &str| -> Vec<String> {
        let found = with(is_implied).at(line, line.len());
        texts(&found).into_iter().map(str::to_owned).collect()
    };
    assert_eq!(follows(false, "lo"), ["loop", "loop2"]);
    assert_eq!(follows(false, "t pu"), ["put-thing"]);
    assert_eq!(follows(false, "put --colour g"), ["green"]);
    assert_eq!(follows(false, "put --deb"), [""; 0]);
    assert_eq!(follows(false, "ls --"), [""; 0]);
    assert_eq!(follows(false, "loop "), [""; 0]);
    assert_eq!(follows(true, "p"), ["put-thing", "p"]);
    assert_eq!(follows(true, "p --colour g"), ["green"]);
    assert_eq!(
        follows(true, "put-thing --colou"),
        ["--colour", "--colours"]
    );
    assert_eq!(follows(true, "put-thing r"), ["red"]);
    // The value of an alias may hold a secret.
    assert!(!with(true).is_harmless("p --colour red"));
}

#[test]
fn services_that_are_none_of_aws_have_no_regions() {
    let own = Grammar {
        services: vec![&OWN_SERVICE],
        implied: Some(&OWN_SERVICE),
        own_prefix: Some("THINGS".to_owned()),
        ..grammar(true)
    };
    assert!(texts(&own.at("--reg", 5)).is_empty());
    assert_eq!(texts(&own.at("--prof", 6)), ["--profile"]);
}

#[test]
fn no_place_of_any_line_is_a_problem() {
    let line = "put-thing --colour='é \" --x=\\";
    for place in (0..=line.len()).filter(|place| line.is_char_boundary(*place)) {
        for is_implied in [true, false] {
            let found = grammar(is_implied).at(line, place);
            assert!(found.start <= found.end && found.end <= line.len());
        }
    }
}
