//! What the command says about words that it does not understand.

mod shop;

use shop::{err, out, run};

const NOWHERE: [&str; 2] = ["--endpoint-url", "http://127.0.0.1:9"];

/// What is told of wrong words, which always ends with 252.
fn told(words: &[&str]) -> String {
    let output = run(words);
    let error = err(&output);
    assert_eq!(
        (out(&output).as_str(), output.status.code()),
        ("", Some(252)),
        "{error}"
    );
    for word in ["<class", "int()", "unionstructure", "operation"] {
        assert!(!error.contains(word), "{error}");
    }
    error
}

#[test]
fn values_of_another_type_are_told_by_their_option_and_what_is_expected() {
    let error = told(&[&["list-books", "--max-results", "many"][..], &NOWHERE].concat());
    assert!(
        error.contains("'--max-results': \"many\" is given where an integer is expected"),
        "{error}"
    );
    let book = [
        "add-book",
        "--isbn",
        "978-0-14-143951-8",
        "--title",
        "T",
        "--authors",
        "A",
        "--edition",
    ];
    for (edition, fault) in [
        (
            "paper={pages=few}",
            "'--edition': paper.pages: \"few\" is given where an integer is expected",
        ),
        (
            r#"{"paper": {"pages": "few"}}"#,
            "edition.paper.pages: \"few\" is given where an integer is expected",
        ),
        (
            r#"{"paper": 3}"#,
            "edition.paper: 3 is given where a mapping",
        ),
        (
            "{}",
            "edition has to have one of these members: paper, audio.",
        ),
        (
            r#"{"paper": {"pages": 1}, "audio": {"minutes": 1}}"#,
            "edition has 2 members",
        ),
        (r#"{"papr": {}}"#, "must be one of: paper, audio"),
    ] {
        let error = told(&[&book[..], &[edition], &NOWHERE].concat());
        assert!(error.contains(fault), "{error}");
    }
    let error = told(
        &[
            &["list-books", "--cli-input-json", r#"{"author": true}"#][..],
            &NOWHERE,
        ]
        .concat(),
    );
    assert!(
        error.contains("author: true is given where text is expected"),
        "{error}"
    );
}

#[test]
fn a_value_that_is_no_choice_is_told_all_choices_or_the_near_ones() {
    let error = told(&["list-books", "--output", "xml"]);
    for choice in ["json", "text", "table", "yaml", "yaml-stream", "off"] {
        assert!(error.contains(&format!("\n  * {choice}\n")), "{error}");
    }
    assert!(!error.contains("\n\n\n"), "{error}");
    let error = told(&["lst-books"]);
    assert!(error.contains("\n  * list-books\n"), "{error}");
    assert!(!error.contains("add-book"), "{error}");
}

#[test]
fn without_words_the_command_is_asked_for_as_the_usage_calls_it() {
    let error = told(&[]);
    assert!(error.contains("are required: command\n"), "{error}");
    assert!(
        error.contains("usage: bookstore [options] <command>"),
        "{error}"
    );
}

#[test]
fn a_misspelt_option_is_found_where_another_is_missing_for_it() {
    let error = told(&["add-book", "--isnb", "1", "--title", "T"]);
    assert!(
        error.contains("are required: --isbn, --authors\n"),
        "{error}"
    );
    assert!(error.contains("Unknown options: --isnb"), "{error}");
    assert!(error.contains("\n  * --isbn\n"), "{error}");
}

#[test]
fn comments_of_a_skeleton_are_whole_sentences() {
    let skeleton = |command: &str| out(&run(&[command, "--generate-cli-skeleton", "yaml-input"]));
    assert_eq!(
        skeleton("list-books"),
        "author: ''  # Lists books of this author only, as far as the token's OAuth 2.0 scopes allow.\n\
         maxResults: 0 # How many books to list at most, e.g. 20.\n"
    );
    // Where there is no documentation, the mark stands alone.
    let book = skeleton("add-book");
    assert!(book.contains("pages: 0  # [REQUIRED]\n"), "{book}");
    assert_eq!(book.lines().find(|line| line.ends_with(' ')), None);
}
