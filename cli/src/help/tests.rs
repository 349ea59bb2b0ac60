//! Help as a user sees it.

use smithgen_help::{Names, Style, terminal};

use super::{Invocation, Topic, page};
use crate::fixture::SERVICE;

const OWN: Invocation<'_> = Invocation {
    line: "things",
    is_aws: false,
    completes: true,
    names: Names::Aws,
};
const AWS: Invocation<'_> = Invocation {
    line: "aws things",
    is_aws: true,
    completes: false,
    names: Names::Aws,
};
const PLAIN: Style = Style {
    width: 80,
    marks: false,
};

fn render(topic: Topic<'_>, invocation: Invocation<'_>, style: Style) -> String {
    terminal(&page(topic, invocation), style)
}

fn command_page(invocation: Invocation<'_>) -> String {
    let command = SERVICE
        .commands
        .iter()
        .find(|command| command.name == "put-thing");
    let topic = Topic::Command(&SERVICE, command.expect("in the fixture"));
    render(topic, invocation, PLAIN)
}

#[test]
fn sections_have_the_order_of_man_pages() {
    let page = command_page(OWN);
    let titles: Vec<&str> = page
        .lines()
        .skip(1)
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .collect();
    let expected = [
        "NAME",
        "DESCRIPTION",
        "SYNOPSIS",
        "OPTIONS",
        "GLOBAL OPTIONS",
        "ADDED OPTIONS",
        "EXAMPLES",
        "OUTPUT",
    ];
    assert_eq!(titles, expected);
    assert!(page.contains("       put-thing - Puts a thing where it belongs.\n"));
    assert!(
        page.contains(
            "\n          $ things put-thing --cli-input-json '{\"thingName\": \"vase\"}'\n"
        )
    );
}

#[test]
fn the_synopsis_tells_what_is_required() {
    let page = command_page(OWN);
    for line in [
        "put-thing",
        "--thing-name <value>",
        "[--fragile | --no-fragile]",
        "[--cli-input-json | --cli-input-yaml]",
        "[--generate-cli-skeleton <value>]",
        "[--debug]",
        "[--cli-error-format <value>]",
    ] {
        assert!(page.contains(&format!("          {line}\n")), "{line}");
    }
}

#[test]
fn options_show_type_limits_values_and_syntax() {
    let page = command_page(OWN);
    for part in [
        "       --thing-name (string) [required]\n          The name.\n\n          Constraints:\n\n          \
         o min: 1\n          o max: 20\n          o pattern: ^[a-z.]+$\n",
        "          Possible values:\n\n          o red\n          o green\n          o dark-blue\n",
        "       --scopes (list)\n          Who may see it.\n\n          (string)\n\n       Syntax:\n\n          \
         \"string\" \"string\" ...\n",
        "          \"string\" \"string\" ...\n\n          Where valid values are:\n            red\n",
        "       Shorthand Syntax:\n\n          KeyName1=string,KeyName2=string\n",
        "       Shorthand Syntax:\n\n          shelf=integer,room=string\n",
        "       --place (tagged union structure)\n",
        "Exactly one of these can be set: shelf,\n          room.\n",
        "       --notes (document)\n\n       JSON Syntax:\n\n          {...}\n",
        "       --fragile | --no-fragile (boolean)\n          Mind it.\n",
    ] {
        assert!(page.contains(part), "{part}\nin\n{page}");
    }
}

#[test]
fn what_contains_itself_is_shown_once_more() {
    let page = command_page(OWN);
    let tree = "            \"label\": \"string\",\n            \"weight\": double,\n            \"children\": [\n              \
                {\n                \"label\": \"string\",\n                \"weight\": double,\n                \
                \"children\": [\n                  { ... recursive ... }\n                  ...\n                ],\n";
    assert!(page.contains(tree), "{page}");
    assert!(page.contains("( ... recursive ... )\n"));
}

#[test]
fn output_is_a_tree_of_members() {
    let page = command_page(OWN);
    let output = page.split("\nOUTPUT\n").nth(1).expect("the section");
    assert!(output.starts_with(
        "       thingId -> (string)\n          The id.\n\n       secret -> (string)\n"
    ));
    assert!(output.contains("       tree -> (structure)\n          The tree.\n\n          label -> (string) [required]\n             On it.\n"));
}

#[test]
fn what_the_reference_refuses_is_not_offered_as_aws() {
    assert!(command_page(OWN).contains("       --help (boolean)\n"));
    let page = command_page(AWS);
    assert!(!page.contains("--help"));
    assert!(page.contains("       --save (boolean)\n"));
}

#[test]
fn services_list_their_commands_and_programs_their_services() {
    let page = render(Topic::Service(&SERVICE), OWN, PLAIN);
    assert!(page.contains(
        "AVAILABLE COMMANDS\n       list-things\n          Lists all things.\n\n       put-thing\n"
    ));
    assert!(page.contains("       AWS_ENDPOINT_URL_THINGS\n"));
    let program = Invocation {
        line: "aws",
        is_aws: true,
        completes: false,
        names: Names::Aws,
    };
    let page = render(Topic::Program(&[&SERVICE]), program, PLAIN);
    assert!(page.contains("AVAILABLE SERVICES\n       things\n          Keeps things.\n"));
    assert!(page.contains("       --endpoint-url (string)\n"));
}
