//! What commands have beyond their operations, as a user meets it. This program is the test and, where [`COMMAND`] is
//! set, the command, with a service in the same process that tells what it was sent.

mod service;

use std::process::{Command, ExitCode, Output};
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use smithgen_cli::Options;
use smithgen_client::transport::{LocalTransport, Transport};

use service::COMMANDS;

/// Set where the command is to run.
const COMMAND: &str = "SMITHGEN_TEST_RUNS_COMMAND";

/// Tells what was sent, as text in XML.
fn answers() -> Arc<dyn Transport> {
    Arc::new(LocalTransport::new(|request| {
        let sent = String::from_utf8_lossy(request.body()).into_owned();
        let action = sent.split(['=', '&']).nth(1).unwrap_or_default();
        let body = match action {
            "Get" if !sent.contains("Id=7") => "",
            "List" if sent.contains("Id=7") => "<Names><member>a</member></Names>",
            "Enter" => "<Password>QVdTOnNlY3JldA==</Password>",
            "Defined" => DEFINED_AS,
            "Get" if sent.contains("Id=71") => "<Lamp><Colour>blue</Colour></Lamp>",
            "Get" => "<ETag>e1</ETag><Lamp><Colour>red</Colour><Level>4</Level></Lamp>",
            "Unlock" => "<Password>AA==</Password>",
            _ => &format!("<Sent>{}</Sent>", sent.replace('&', "&amp;")),
        };
        let body =
            format!("<{action}Response><{action}Result>{body}</{action}Result></{action}Response>");
        http::Response::new(bytes::Bytes::from(body))
    }))
}

const DEFINED_AS: &str = "<pipelineObjects><member><id>a</id><name>A</name><fields>\
     <member><key>on</key><refValue>b</refValue></member>\
     <member><key>step</key><stringValue>1</stringValue></member>\
     <member><key>step</key><stringValue>2</stringValue></member></fields></member></pipelineObjects>\
     <parameterObjects><member><id>p</id><attributes>\
     <member><key>type</key><stringValue>String</stringValue></member></attributes></member></parameterObjects>\
     <parameterValues><member><id>p</id><stringValue>x</stringValue></member></parameterValues>";

fn run(line: &str) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(line.split(' '));
    if !line.contains("--query") {
        command.args(["--query", "Sent"]);
    }
    command
        .args(["--endpoint-url", "local:", "--region", "us-east-1"])
        .args([
            "--output",
            if line.contains("--query @") {
                "json"
            } else {
                "text"
            },
        ])
        .env_clear()
        .env(COMMAND, "1")
        .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "secret");
    command.output().unwrap()
}

/// What a line sends.
fn sent(line: &str) -> String {
    let done = run(line);
    assert!(done.status.success(), "{line}: {done:?}");
    String::from_utf8(done.stdout)
        .unwrap()
        .trim_end()
        .to_owned()
}

/// Checks that a line fails so.
fn fails(line: &str, code: i32, message: &str) {
    let done = run(line);
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(code), "{line}: {said}");
    assert!(said.contains(message), "{line}: {said}");
}

fn main() -> ExitCode {
    if std::env::var_os(COMMAND).is_some() {
        return smithgen_cli::main(&[&COMMANDS], Options::new("1.0").local(answers));
    }
    copies_ask_the_other_region();
    copies_need_no_other_region();
    a_part_of_a_whole_is_changed();
    options_fill_what_they_stand_for();
    keys_are_files();
    answers_hold_parts_of_others();
    definitions_are_sent_and_shown();
    answers_are_shown_as_something_else();
    ExitCode::SUCCESS
}

/// The pairs of a form or a query.
fn pairs(form: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let pairs = form.split('&').map(|it| it.split_once('=').unwrap());
    pairs.map(|(a, b)| (decoded(a), decoded(b))).collect()
}

fn names(pairs: &[(String, String)]) -> Vec<&str> {
    pairs.iter().map(|(name, _)| name.as_str()).collect()
}

fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    let found = pairs.iter().find(|(it, _)| it == name);
    found.map_or("", |(_, value)| value)
}

const SIGNED: [&str; 6] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
];

fn copies_ask_the_other_region() {
    for (line, url, own, extra) in [
        (
            "copy --source-region eu-west-1",
            "PresignedUrl",
            &["Action", "Version", "SourceRegion"][..],
            &["DestinationRegion", "SourceRegion"][..],
        ),
        (
            "move --id 7 --source-region eu-west-1",
            "PreSignedUrl",
            &["Action", "Version", "Id"],
            &["Id"],
        ),
    ] {
        let sent = pairs(&sent(line));
        let mut expected = vec!["Action", "Version", url];
        expected.extend(extra);
        let mut found = names(&sent);
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "{line}");
        let (place, query) = value(&sent, url).split_once('?').unwrap();
        assert_eq!(place, "http://localhost/");
        let asked = pairs(query);
        let expected = [own, &["DestinationRegion"], &SIGNED].concat();
        assert_eq!(names(&asked), expected);
        assert_eq!(value(&asked, "DestinationRegion"), "us-east-1");
        assert_eq!(value(&asked, "X-Amz-Expires"), "3600");
        assert_eq!(value(&asked, "X-Amz-SignedHeaders"), "host");
        let scope = value(&asked, "X-Amz-Credential");
        assert!(scope.ends_with("/eu-west-1/store/aws4_request"), "{scope}");
    }
    // What is not sent is not signed.
    let line = "move --id 7 --source-region eu-west-1 --dry-run --query body";
    let shown = sent(line);
    assert!(
        shown.contains("PreSignedUrl=%2A%2A%2A") && !shown.contains("Source"),
        "{shown}"
    );
}

fn copies_need_no_other_region() {
    let local = "Action=Move&Version=2020-01-01&Id=7";
    assert_eq!(sent("move --id 7"), local);
    // The caller has signed already.
    assert_eq!(
        sent("move --id 7 --source-region eu-west-1 --pre-signed-url u"),
        format!("{local}&PreSignedUrl=u")
    );
    assert_eq!(
        sent("copy --source-region eu-west-1 --presigned-url u"),
        "Action=Copy&Version=2020-01-01&PresignedUrl=u&SourceRegion=eu-west-1"
    );
    // The service takes one destination only.
    let sent = pairs(&sent(
        "copy --source-region eu-west-1 --destination-region x",
    ));
    assert_eq!(value(&sent, "DestinationRegion"), "us-east-1");
    let (_, query) = value(&sent, "PresignedUrl").split_once('?').unwrap();
    let asked = pairs(query);
    let destinations = asked.iter().filter(|(name, _)| name == "DestinationRegion");
    assert_eq!(destinations.count(), 1);
}

fn a_part_of_a_whole_is_changed() {
    let sent = pairs(&sent("set --id 7 --colour blue"));
    assert_eq!(value(&sent, "IfMatch"), "e1");
    assert_eq!(value(&sent, "Lamp.Colour"), "blue");
    fails(
        "set --id 7 --colour blue --dry-run",
        252,
        "--colour asks the service",
    );
}

fn options_fill_what_they_stand_for() {
    let of = |line: &str| {
        let sent = sent(line);
        sent.strip_prefix("Action=Set&Version=2020-01-01&Id=7")
            .unwrap_or(&sent)
            .to_owned()
    };
    assert_eq!(of("set --id 7"), "");
    assert_eq!(
        of("set --id 7 --names a b"),
        "&Lamp.Level=2&Lamp.Names.member.1=a&Lamp.Names.member.2=b"
    );
    assert_eq!(of("set --id 7 --bright"), "&Lamp.Level=9&Lamp.Names=");
    fails("set --id 7 --bright --dark", 252, "--dark");
    fails("set --id 7 --no-bright", 252, "--no-bright");
}

fn keys_are_files() {
    fails("unlock --key /nowhere/key.pem", 255, "should be a path");
    // A file that is no key.
    let program = std::env::current_exe().unwrap();
    let line = format!("unlock --key {}", program.display());
    fails(&line, 255, "Unable to decrypt");
    assert_eq!(sent("unlock"), "None");
}

/// What a line shows, without white space.
fn shown(line: &str) -> String {
    let text = sent(&format!("{line} --query @"));
    text.split_whitespace().collect()
}

fn answers_hold_parts_of_others() {
    assert_eq!(
        shown("look --id 7"),
        r#"{"ETag":"e1","Lamp":{"Colour":"red","Level":4,"Names":["a"]}}"#
    );
    assert_eq!(
        shown("look --id 71"),
        r#"{"Lamp":{"Colour":"blue","Names":[]}}"#
    );
    // Nothing is asked for.
    let line = "look --id 7 --dry-run --query body";
    assert_eq!(sent(line), "Action=Get&Version=2020-01-01&Id=7");
}

fn definitions_are_sent_and_shown() {
    let whole =
        r#"{"objects":[{"id":"a","step":["1","2"],"on":{"ref":"b"}}],"values":{"p":["x","y"]}}"#;
    let of = |line: &str| pairs(&sent(line));
    let defined = of(&format!("define --definition {whole}"));
    let at = |name: &str| value(&defined, &format!("pipelineObjects.member.1.{name}")).to_owned();
    assert_eq!((at("id"), at("name")), ("a".to_owned(), "a".to_owned()));
    assert_eq!(at("fields.member.1.key"), "on");
    assert_eq!(at("fields.member.1.refValue"), "b");
    assert_eq!(at("fields.member.3.stringValue"), "2");
    assert_eq!(value(&defined, "parameterValues.member.2.stringValue"), "y");
    // What is given apart goes before.
    let line = format!("define --pairs p=1 q=2=3 --definition {whole}");
    let given = of(&line);
    assert_eq!(value(&given, "parameterValues.member.1.stringValue"), "1");
    assert_eq!(value(&given, "parameterValues.member.2.stringValue"), "2=3");
    let line = r#"define --objects {"parameters":[{"id":"p","type":"String"}]} --values {"values":{"p":"x"}}"#;
    let given = of(line);
    let attribute = "parameterObjects.member.1.attributes.member.1.stringValue";
    assert_eq!(value(&given, attribute), "String");
    assert_eq!(value(&given, "parameterValues.member.1.id"), "p");
    for (line, code, problem) in [
        ("define --definition {}", 252, "Missing \"objects\" key"),
        ("define --definition []", 252, "it is no object"),
        ("define --definition {", 255, "line 1 column 2"),
        (
            r#"define --definition {"objects":[{"a":"b"}]}"#,
            252,
            "Missing \"id\" key of element: {\"a\": \"b\"}",
        ),
        (
            "define --pairs p",
            252,
            "Invalid inline parameter format: p",
        ),
        (
            r#"define --pairs p=1 --values {"values":{}}"#,
            252,
            "Only parameter-values or",
        ),
    ] {
        fails(line, code, problem);
    }
    assert_eq!(
        shown("defined"),
        r#"{"objects":[{"id":"a","name":"A","on":{"ref":"b"},"step":["1","2"]}],"parameters":[{"id":"p","type":"String"}],"values":{"p":"x"}}"#
    );
}

fn answers_are_shown_as_something_else() {
    // Alone, whatever is selected.
    assert_eq!(sent("enter"), "secret");
    let line = "grow --query Told --groups InstanceGroupType=task,InstanceCount=2";
    let grown = pairs(&sent(line));
    let at = |name: &str| value(&grown, &format!("Groups.member.1.{name}")).to_owned();
    assert_eq!(at("Name"), "task");
    assert_eq!(at("InstanceRole"), "TASK");
    assert_eq!(at("Market"), "ON_DEMAND");
    assert_eq!(at("InstanceCount"), "2");
    let line = "grow --query Told --groups Name=n,InstanceGroupType=CORE,BidPrice=0.1 \
                Name=m,InstanceGroupType=CORE,BidPrice=OnDemandPrice";
    let grown = pairs(&sent(line));
    assert_eq!(value(&grown, "Groups.member.1.Name"), "n");
    assert_eq!(value(&grown, "Groups.member.1.BidPrice"), "0.1");
    assert_eq!(value(&grown, "Groups.member.2.Market"), "SPOT");
    assert_eq!(value(&grown, "Groups.member.2.BidPrice"), "");
    assert!(shown("grow --groups InstanceGroupType=CORE").ends_with(r#","Key":null}"#));
}
