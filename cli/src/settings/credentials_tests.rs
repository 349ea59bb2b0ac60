//! Which broken sources of credentials break a call, and with which words.

use std::cell::OnceCell;

use smithgen_aws::profile::Selected;
use smithgen_client::Environment;

use super::*;

fn settings(
    variables: &[(&str, &str)],
    by_flag: bool,
    config: &str,
    credentials: &str,
) -> Settings {
    Settings {
        environment: Environment::of(variables.iter().copied()),
        files: Files {
            config: Ini::parse(config.as_bytes()).unwrap(),
            credentials: Ini::parse(credentials.as_bytes()).unwrap(),
        },
        selected: Selected {
            name: "p".to_owned(),
            named: true,
        },
        by_flag,
        own_prefix: None,
        is_reference: false,
        profile: OnceCell::new(),
    }
}

fn message(checked: Result<(), Failure>) -> String {
    match checked {
        Ok(()) => String::new(),
        Err(Failure::General(message)) => message,
        Err(other) => panic!("{other:?}"),
    }
}

fn check_with(
    variables: &[(&str, &str)],
    by_flag: bool,
    config: &str,
    credentials: &str,
) -> String {
    message(check(&settings(variables, by_flag, config, credentials)))
}

fn of_config(config: &str) -> String {
    check_with(&[], true, config, "")
}

#[test]
fn variables_count_unless_a_flag_names_the_profile() {
    let key = [("AWS_ACCESS_KEY_ID", "k")];
    let message = "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY";
    assert_eq!(check_with(&key, false, "", ""), message);
    assert_eq!(check_with(&key, true, "", ""), "");
    assert_eq!(
        check_with(&[("AWS_SECRET_ACCESS_KEY", "s")], false, "", ""),
        ""
    );
    // Complete ones end the search.
    let both = [("AWS_ACCESS_KEY_ID", "k"), ("AWS_SECRET_ACCESS_KEY", "s")];
    assert_eq!(
        check_with(&both, false, "[profile p]\nrole_arn = r\n", ""),
        ""
    );
}

#[test]
fn keys_are_halves_without_each_other() {
    let half = "aws_access_key_id = k\n";
    assert_eq!(
        check_with(&[], true, "", &format!("[p]\n{half}")),
        "Partial credentials found in shared-credentials-file, missing: aws_secret_access_key"
    );
    assert_eq!(
        of_config(&format!("[profile p]\n{half}")),
        "Partial credentials found in config-file, missing: aws_secret_access_key"
    );
    assert_eq!(
        of_config(&format!("[profile p]\n{half}aws_secret_access_key = s\n")),
        ""
    );
}

#[test]
fn roles_need_one_source_that_leads_somewhere() {
    assert_eq!(
        of_config("[profile p]\nrole_arn = r\n"),
        "Partial credentials found in assume-role, missing: source_profile or credential_source"
    );
    assert_eq!(
        of_config("[profile p]\nrole_arn = r\nsource_profile = q\n"),
        "The source_profile \"q\" referenced in the profile \"p\" does not exist."
    );
    assert_eq!(
        of_config("[profile p]\nrole_arn = r\nsource_profile = q\n[profile q]\noutput = text\n"),
        "The source profile \"q\" must have credentials."
    );
    assert_eq!(
        of_config(
            "[profile p]\nrole_arn = r\nsource_profile = q\n[profile q]\nrole_arn = s\nsource_profile = p\n"
        ),
        "Infinite loop in credential configuration detected. Attempting to load from profile p which has already \
         been visited. Visited profiles: ['p', 'q']"
    );
    assert_eq!(
        of_config("[profile p]\nrole_arn = r\ncredential_source = Elsewhere\n"),
        "The credential source \"Elsewhere\" referenced in profile \"p\" is not valid."
    );
    let keys = "aws_access_key_id = k\naws_secret_access_key = s\n";
    assert_eq!(
        of_config(&format!(
            "[profile p]\nrole_arn = r\nsource_profile = p\n{keys}"
        )),
        ""
    );
}

#[test]
fn single_sign_on_needs_all_of_its_settings() {
    assert_eq!(
        of_config("[profile p]\nsso_session = no\nsso_role_name = r\n"),
        "The specified sso-session does not exist: \"no\""
    );
    assert_eq!(
        of_config(
            "[profile p]\nsso_session = s\nsso_role_name = r\n[sso-session s]\nsso_region = x\n"
        ),
        "The profile \"p\" is configured to use SSO but is missing required configuration: sso_account_id, \
         sso_start_url"
    );
    // Without role and account the profile does not ask for these credentials.
    assert_eq!(of_config("[profile p]\nsso_start_url = u\n"), "");
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

#[test]
fn a_session_that_is_named_must_be_complete() {
    let token = |config: &str| message(check_token(&settings(&[], true, config, "")));
    let uses = "The profile \"p\" is configured to use the SSO token provider but";
    let gone = format!("{uses} the \"s\" sso_session configuration does not exist.");
    assert_eq!(token("[profile p]\nsso_session = s\n"), gone);
    assert_eq!(
        token("[profile p]\nsso_session = s\n[sso-session s]\n"),
        gone
    );
    assert_eq!(
        token("[profile p]\nsso_session = s\n[sso-session s]\nsso_region = r\n"),
        format!("{uses} is missing the following configuration: ['sso_start_url'].")
    );
    assert_eq!(token("[profile p]\nsso_account_id = 1\n"), "");
}

#[test]
fn a_token_is_read_up_to_the_length_of_a_header_and_not_beyond() {
    let name = format!("smithgen-token-{}", std::process::id());
    let path = std::env::temp_dir().join(name);
    let most = usize::try_from(crate::limits::TOKEN_BYTES).unwrap();
    let read = |bytes: usize| {
        std::fs::write(&path, "t".repeat(bytes)).unwrap();
        super::token_file(path.to_str().unwrap())
    };
    assert_eq!(read(most).unwrap().len(), most);
    let error = read(most + 1).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::FileTooLarge);
    std::fs::remove_file(&path).unwrap();
}
