//! Which broken sources of credentials fail a call, and with which of Python's messages.

use std::cell::OnceCell;

use smithgen_aws::profile::{Files, Ini, Selected};
use smithgen_client::Environment;

use super::*;

fn settings(config: &str) -> Settings {
    Settings {
        environment: Environment::of([]),
        files: Files {
            config: Ini::parse(config.as_bytes()).unwrap(),
            credentials: Ini::default(),
        },
        selected: Selected {
            name: "p".to_owned(),
            named: true,
        },
        by_flag: true,
        own_prefix: None,
        is_reference: false,
        profile: OnceCell::new(),
    }
}

fn of_config(config: &str) -> String {
    match check(&chain(&settings(config))) {
        Ok(()) => String::new(),
        Err(Failure::General(message)) => message,
        Err(other) => panic!("{other:?}"),
    }
}

fn printed(json: &str) -> String {
    of_config(&format!(
        "[profile p]\ncredential_process = echo '{json}'\n"
    ))
}

#[test]
fn names_are_quoted_as_in_python() {
    let role = "role_arn = r\nsource_profile";
    assert_eq!(
        of_config(&format!(
            "[profile p]\n{role} = it's\n[profile \"it's\"]\n{role} = p\n"
        )),
        "Infinite loop in credential configuration detected. Attempting to load from profile p which has already \
         been visited. Visited profiles: ['p', \"it's\"]"
    );
    assert_eq!(
        of_config(&format!("[profile p]\n{role} =\n  a = b\n")),
        "unhashable type: 'dict'"
    );
    assert_eq!(
        of_config("[profile p]\nrole_arn = r\ncredential_source =\n  it's = b\n"),
        "The credential source \"{\"it's\": 'b'}\" referenced in profile \"p\" is not valid."
    );
}

#[test]
fn what_a_program_prints_is_read_as_python_reads_it() {
    let pair = r#""AccessKeyId": "k", "SecretAccessKey": "s""#;
    let good = |version: &str, more: &str| format!("{{\"Version\": {version}, {pair}{more}}}");
    for taken in [
        good("1", ""),
        good("true", ""),
        good("1.0", r#", "x": NaN"#),
        // The reference parses these only when signing.
        good("1", r#", "Expiration": "soon""#),
        good("1", "").replace("\"s\"", "5"),
    ] {
        assert_eq!(printed(&taken), "", "{taken}");
    }
    for (refused, expected) in [
        ("", "Expecting value: line 2 column 1 (char 1)"),
        ("[1]", "'list' object has no attribute 'get'"),
        ("null", "'NoneType' object has no attribute 'get'"),
    ] {
        assert_eq!(printed(refused), expected);
    }
    let version = |shown: &str| {
        format!(
            "Error when retrieving credentials from custom-process: Unsupported version '{shown}' for credential \
             process provider, supported versions: 1"
        )
    };
    assert_eq!(printed(&good("false", "")), version("False"));
    assert_eq!(printed(&good("[1.50]", "")), version("[1.5]"));
    assert_eq!(printed("{}"), version("<Version key not provided>"));
}

#[test]
fn sources_that_cannot_be_asked_yet_break_no_call_that_is_not_signed() {
    for settings in [
        "role_arn = r\ncredential_source = Ec2InstanceMetadata\n",
        "role_arn = r\nweb_identity_token_file = f\n",
        "sso_account_id = 1\nsso_role_name = r\nsso_region = x\nsso_start_url = u\n",
    ] {
        assert_eq!(of_config(&format!("[profile p]\n{settings}")), "");
    }
}

#[test]
fn a_program_that_was_run_for_the_check_is_not_run_again_to_sign() {
    let path = std::env::temp_dir().join(format!("smithgen-run-{}", std::process::id()));
    let json = r#"{"Version": 1, "AccessKeyId": "k", "SecretAccessKey": "s"}"#;
    let json = json.replace('"', "\\\"");
    let line = format!("sh -c \"printf x >> {}; echo '{json}'\"", path.display());
    let chain = chain(&settings(&format!(
        "[profile p]\ncredential_process = {line}\n"
    )));
    check(&chain).unwrap();
    let source = chain.source().unwrap().unwrap();
    let runtime = interrupt::runtime().unwrap();
    let keys = runtime.block_on(chain.keys(&source, SystemTime::now().into()));
    let runs = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(keys.unwrap().unwrap().access_key_id, "k");
    assert_eq!(runs, "x");
}

#[test]
fn programs_are_run() {
    assert_eq!(
        of_config("[profile p]\ncredential_process = sh -c 'echo oops >&2; exit 3'\n"),
        "Error when retrieving credentials from custom-process: oops\n"
    );
    assert_eq!(
        of_config("[profile p]\ncredential_process = echo '{\"Version\": 2}'\n"),
        "Error when retrieving credentials from custom-process: Unsupported version '2' for credential process \
         provider, supported versions: 1"
    );
    assert_eq!(
        of_config(
            "[profile p]\ncredential_process = echo '{\"Version\": 1, \"AccessKeyId\": \"k\"}'\n"
        ),
        "Error when retrieving credentials from custom-process: Missing required key in response: 'SecretAccessKey'"
    );
    assert_eq!(
        of_config("[profile p]\ncredential_process = no-such-program\n"),
        "[Errno 2] No such file or directory: 'no-such-program'"
    );
}
