//! What the parser takes for options, values and left-overs.

use super::*;

fn words(line: &str) -> Vec<Word> {
    line.split(' ')
        .filter(|w| !w.is_empty())
        .map(|w| Word::from(w.replace('~', " ").as_str()))
        .collect()
}

fn options() -> Vec<Opt> {
    let mut name = Opt::new("--client-name".into(), Arity::One);
    name.required = true;
    let kind = Opt::new("--client-type".into(), Arity::One);
    let scopes = Opt::new("--scopes".into(), Arity::Many);
    let flag = Opt::new("--flag".into(), Arity::Flag);
    let mut skeleton = Opt::new("--skeleton".into(), Arity::Optional);
    skeleton.choices = &["input", "output"];
    let mut dry = Opt::new("--dry-run".into(), Arity::Flag);
    dry.exact = true;
    vec![name, kind, scopes, flag, skeleton, dry]
}

fn help() -> Option<Positional<'static>> {
    Some(Positional {
        name: "help",
        choices: None,
        required: false,
    })
}

fn run(line: &str) -> Result<Parsed, String> {
    parse(&words(line), &options(), help()).map_err(|stop| match stop {
        Stop::At(index) => format!("stop {index}"),
        stop => stop.message(Voice::Reference).unwrap_or_default(),
    })
}

fn rest(line: &str) -> (Option<String>, Vec<String>) {
    let parsed = run(line).unwrap();
    let text = |w: &Word| w.text().into_owned();
    (
        parsed.positional.as_ref().map(text),
        parsed.rest.iter().map(text).collect(),
    )
}

#[test]
fn dashes_make_options_unless_a_number_or_a_blank_is_in_them() {
    for value in ["-5", "-.5", "-1.5", "-", "-a~b", "5"] {
        let parsed = run(&format!("--client-name {value}")).unwrap();
        assert_eq!(
            parsed.given[0],
            Some(Given::One(words(value)[0].clone())),
            "{value}"
        );
    }
    for value in ["-x", "--x", "-1x", "-1.", "--5"] {
        assert_eq!(
            run(&format!("--client-name {value}")).unwrap_err(),
            "argument --client-name: expected one argument",
            "{value}"
        );
    }
    let parsed = run("--client-name=-x").unwrap();
    assert_eq!(parsed.given[0], Some(Given::One("-x".into())));
}

#[test]
fn prefixes_match_when_they_are_unique_and_fail_before_anything_else() {
    assert_eq!(
        run("--client-n=a --sc").unwrap().given[2],
        Some(Given::Many(vec![]))
    );
    assert_eq!(
        run("--client-name --client").unwrap_err(),
        "ambiguous option: --client could match --client-name, --client-type"
    );
    assert_eq!(
        run("--s=x").unwrap_err(),
        "ambiguous option: --s=x could match --scopes, --skeleton"
    );
}

#[test]
fn what_we_add_is_found_by_its_exact_name_only() {
    assert_eq!(
        run("--client-name n --dry-run").unwrap().given[5],
        Some(Given::Bare)
    );
    assert_eq!(rest("--client-name n --dry").1, ["--dry"]);
    assert_eq!(rest("--client-name n --d").1, ["--d"]);
}

#[test]
fn the_hidden_positional_takes_the_first_word() {
    assert_eq!(
        rest("--client-name n a b c"),
        (Some("a".into()), vec!["b".into(), "c".into()])
    );
    assert_eq!(
        rest("a --client-name n b"),
        (Some("a".into()), vec!["b".into()])
    );
    assert_eq!(
        rest("--client-name n -x y"),
        (Some("y".into()), vec!["-x".into()])
    );
}

#[test]
fn a_separator_ends_options_and_vanishes_beside_the_positional() {
    assert_eq!(
        rest("--client-name n -- --flag b"),
        (Some("--flag".into()), vec!["b".into()])
    );
    assert_eq!(
        rest("--client-name n --scopes a -- b"),
        (Some("b".into()), vec![])
    );
    assert_eq!(
        rest("--client-name n a b -- c"),
        (Some("a".into()), vec!["b".into(), "--".into(), "c".into()])
    );
}

#[test]
fn flags_take_no_value_and_choices_are_checked() {
    assert_eq!(
        run("--flag=1").unwrap_err(),
        "argument --flag: ignored explicit argument '1'"
    );
    assert_eq!(
        run("--client-name n --skeleton outputs").unwrap_err(),
        "argument --skeleton: Found invalid choice 'outputs'\n\nMaybe you meant:\n\n  * output"
    );
    assert_eq!(
        run("--client-name n --skeleton").unwrap().given[4],
        Some(Given::Bare)
    );
}

#[test]
fn the_last_one_wins() {
    let parsed = run("--client-name a --scopes a b --scopes c --client-name b").unwrap();
    assert_eq!(parsed.given[0], Some(Given::One("b".into())));
    assert_eq!(parsed.given[2], Some(Given::Many(vec!["c".into()])));
}

#[test]
fn required_options_are_named_in_the_order_of_the_table() {
    assert_eq!(
        run("x").unwrap_err(),
        "the following arguments are required: --client-name"
    );
    let positional = Some(Positional {
        name: "operation",
        choices: Some(vec!["go"]),
        required: true,
    });
    let stop = parse(&words("--a b"), &[], positional.clone()).unwrap_err();
    assert_eq!(
        stop.message(Voice::Reference).as_deref(),
        Some("argument operation: Found invalid choice 'b'\n")
    );
    assert_eq!(
        stop.message(Voice::Own).as_deref(),
        Some("argument operation: Found invalid choice 'b'. The choices are:\n\n  * go")
    );
    let stop = parse(&words("--a=b"), &[], positional).unwrap_err();
    assert_eq!(
        stop.message(Voice::Reference).as_deref(),
        Some("the following arguments are required: operation")
    );
}
