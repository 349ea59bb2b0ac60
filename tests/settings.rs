//! Settings of environment and files as a user meets them: which values are refused, and what is not a file.

use std::io::Read;
use std::process::{Command, Output, Stdio};

use crate::home::{Home, err, out, service};

const CALL: [&str; 10] = [
    "sso-oidc",
    "register-client",
    "--client-name",
    "n",
    "--client-type",
    "t",
    "--endpoint-url",
    "http://127.0.0.1:9",
    "--region",
    "r",
];

/// Runs a call as `aws` that sends nothing.
fn call(home: &Home, variables: &[(&str, &str)], more: &[&str]) -> Output {
    let mut command = home.aws_link();
    command.args(CALL).args(more).arg("--dry-run");
    command.envs(variables.iter().copied());
    command.output().expect("the link runs")
}

/// Exit code and message.
fn said(output: &Output) -> (Option<i32>, String) {
    let text = err(output);
    let message = text.trim_start_matches("\naws: [ERROR]: ").trim_end();
    (output.status.code(), message.to_owned())
}

/// Runs a call with a value in the environment, and with the same in the profile.
fn both(
    name: &str,
    variable: &str,
    key: &str,
    value: &str,
    more: &[&str],
) -> [(Option<i32>, String); 2] {
    let home = Home::new(name);
    let of_variable = call(&home, &[(variable, value)], more);
    home.write(".aws/config", &format!("[default]\n{key} = {value}\n"));
    let of_profile = call(&home, &[], more);
    [said(&of_variable), said(&of_profile)]
}

#[test]
fn values_that_mean_nothing_are_refused_even_where_no_call_needs_them() {
    let int = |value: &str| format!("invalid literal for int() with base 10: '{value}'");
    let mode = |value: &str| {
        format!(
            "Invalid EC2 Instance Metadata endpoint mode: {value} Valid endpoint modes (case-insensitive): ('ipv4', 'ipv6')."
        )
    };
    let checksum = |key: &str, value: &str| {
        format!(
            "Unsupported configuration value for {key}. Expected one of ('when_supported', 'when_required') but got {value}."
        )
    };
    let account = |value: &str| {
        format!(
            "The configured value '{value}' for 'account_id_endpoint_mode' is invalid. Valid values are: ('preferred', \
             'disabled', 'required')."
        )
    };
    let size = |value: &str, why: &str| {
        format!("Invalid value \"{value}\" for request_min_compression_size_bytes. {why}")
    };
    let between = "Value must be between 1 and 1048576.";
    let integer = "Value must be an integer. Received <class 'str'> instead.";
    let cases = [
        ("METADATA_SERVICE_TIMEOUT", "1.5", int("1.5")),
        ("METADATA_SERVICE_NUM_ATTEMPTS", "", int("")),
        ("EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv5", mode("IPv5")),
        (
            "EC2_METADATA_SERVICE_ENDPOINT",
            "nowhere",
            "Invalid endpoint EC2 Instance Metadata endpoint: nowhere".to_owned(),
        ),
        (
            "REQUEST_CHECKSUM_CALCULATION",
            "Foo",
            checksum("request_checksum_calculation", "foo"),
        ),
        (
            "RESPONSE_CHECKSUM_VALIDATION",
            "",
            checksum("response_checksum_validation", ""),
        ),
        ("ACCOUNT_ID_ENDPOINT_MODE", "FOO", account("foo")),
        (
            "REQUEST_MIN_COMPRESSION_SIZE_BYTES",
            "x",
            size("x", integer),
        ),
        (
            "REQUEST_MIN_COMPRESSION_SIZE_BYTES",
            "0",
            size("0", between),
        ),
        (
            "REQUEST_MIN_COMPRESSION_SIZE_BYTES",
            "1048577",
            size("1048577", between),
        ),
        ("MAX_ATTEMPTS", "x", int("x")),
        (
            "S3_DISABLE_EXPRESS_SESSION_AUTH",
            "1",
            "Invalid value \"1\" for s3_disable_express_session_auth. Value must be a boolean"
                .to_owned(),
        ),
    ];
    for (name, value, expected) in cases {
        let found = both(
            "values-refused",
            &format!("AWS_{name}"),
            &name.to_lowercase(),
            value,
            &[],
        );
        for (code, message) in found {
            assert_eq!(
                (code, message),
                (Some(255), expected.clone()),
                "{name} {value}"
            );
        }
    }
}

#[test]
fn values_of_any_case_and_at_the_ends_of_a_range_are_taken() {
    for (name, value) in [
        ("METADATA_SERVICE_TIMEOUT", " 1_0 "),
        ("EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv6"),
        ("REQUEST_CHECKSUM_CALCULATION", "WHEN_REQUIRED"),
        ("RESPONSE_CHECKSUM_VALIDATION", "When_Supported"),
        ("ACCOUNT_ID_ENDPOINT_MODE", "Required"),
        ("REQUEST_MIN_COMPRESSION_SIZE_BYTES", "1"),
        ("REQUEST_MIN_COMPRESSION_SIZE_BYTES", "1048576"),
        ("S3_DISABLE_EXPRESS_SESSION_AUTH", "FALSE"),
        ("DISABLE_REQUEST_COMPRESSION", "foo"),
        ("DEFAULTS_MODE", "foo"),
        ("ENDPOINT_DISCOVERY_ENABLED", "foo"),
    ] {
        for (code, message) in both(
            "values-taken",
            &format!("AWS_{name}"),
            &name.to_lowercase(),
            value,
            &[],
        ) {
            assert_eq!((code, message), (Some(0), String::new()), "{name} {value}");
        }
    }
    // Account ids are those of credentials, which an unsigned call has not.
    let more = ["--no-sign-request"];
    let unsigned = both(
        "values-unsigned",
        "AWS_ACCOUNT_ID_ENDPOINT_MODE",
        "account_id_endpoint_mode",
        "x",
        &more,
    );
    assert!(
        unsigned.iter().all(|(code, _)| *code == Some(0)),
        "{unsigned:?}"
    );
    let monitored = [("AWS_CSM_PORT", "x")];
    let home = Home::new("values-monitoring");
    assert_eq!(said(&call(&home, &monitored, &[])).0, Some(0));
    let monitored = [("AWS_CSM_PORT", "x"), ("AWS_CSM_ENABLED", "True")];
    assert_eq!(said(&call(&home, &monitored, &[])).0, Some(255));
}

#[test]
fn values_are_checked_in_an_order() {
    let home = Home::new("values-order");
    // From the first to be noticed to the last.
    let wrong = [
        ("AWS_METADATA_SERVICE_TIMEOUT", "a"),
        ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "b"),
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "c"),
        ("AWS_MAX_ATTEMPTS", "d"),
        ("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "e"),
        ("AWS_REQUEST_CHECKSUM_CALCULATION", "f"),
        ("AWS_RESPONSE_CHECKSUM_VALIDATION", "g"),
        ("AWS_ACCOUNT_ID_ENDPOINT_MODE", "h"),
        ("AWS_RETRY_MODE", "i"),
    ];
    for at in 0..wrong.len() {
        let (code, message) = said(&call(&home, &wrong[at..], &[]));
        let value = wrong[at].1;
        assert_eq!(code, Some(255));
        let shown = [
            format!("'{value}'"),
            format!("\"{value}\""),
            format!(" {value}."),
        ];
        let is_named = shown.iter().any(|shown| message.contains(shown))
            || message.contains(&format!(": {value} "));
        assert!(is_named, "{value}: {message}");
    }
    // The first three come before any command is looked at.
    let mut command = home.aws_link();
    command.args(["sso-oidc", "nothing"]).envs([wrong[2]]);
    assert_eq!(
        command.output().expect("the link runs").status.code(),
        Some(255)
    );
}

#[test]
fn settings_where_a_text_is_meant_are_refused() {
    let home = Home::new("values-nested");
    for (key, expected) in [
        (
            "metadata_service_timeout",
            "int() argument must be a string, a bytes-like object or a real number, not 'dict'",
        ),
        (
            "ec2_metadata_service_endpoint_mode",
            "'dict' object has no attribute 'lower'",
        ),
        (
            "request_min_compression_size_bytes",
            "Invalid value \"{'a': 'b'}\" for request_min_compression_size_bytes. Value must be an integer. Received \
             <class 'dict'> instead.",
        ),
        (
            "auth_scheme_preference",
            "auth_scheme_preference must be a comma-delimited string. Received <class 'dict'> instead: {'a': 'b'}.",
        ),
    ] {
        home.write(".aws/config", &format!("[default]\n{key} =\n  a = b\n"));
        assert_eq!(
            said(&call(&home, &[], &[])),
            (Some(255), expected.to_owned())
        );
    }
}

/// Code and message of a call with this file of settings, which must send nothing to a proxy.
fn unsent(home: &Home, config: &str) -> (Option<i32>, String) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("it need not wait");
    let address = listener.local_addr().expect("an address");
    home.write(".aws/config", config);
    let mut command = home.aws_link();
    let line = "sso-oidc register-client --client-name n --client-type t --region us-east-1";
    command.args(line.split(' '));
    command.env("HTTP_PROXY", format!("http://{address}"));
    command.env("HTTPS_PROXY", format!("http://{address}"));
    command.env("AWS_MAX_ATTEMPTS", "1");
    let said = said(&command.output().expect("the link runs"));
    assert!(listener.accept().is_err(), "sent with {config}");
    said
}

#[test]
fn a_setting_of_the_wrong_kind_is_not_taken_for_one_that_is_not_set() {
    let home = Home::new("values-kinds");
    let service = "[default]\nservices = s\n[services s]\nsso_oidc =";
    let not_nested = (Some(255), "'str' object has no attribute 'get'".to_owned());
    assert_eq!(unsent(&home, &format!("{service} http://x\n")), not_nested);
    assert_eq!(unsent(&home, &format!("{service}\n")), not_nested);
    let keys = "missing: aws_secret_access_key";
    let role = "missing: source_profile or credential_source";
    for (key, expected) in [
        ("services", "unhashable type: 'dict'"),
        ("endpoint_url", "unhashable type: 'dict'"),
        ("sso_session", "unhashable type: 'dict'"),
        (
            "credential_process",
            "'dict' object has no attribute 'read'",
        ),
        ("defaults_mode", "'dict' object has no attribute 'lower'"),
        (
            "aws_access_key_id",
            &format!("Partial credentials found in config-file, {keys}"),
        ),
        (
            "role_arn",
            &format!("Partial credentials found in assume-role, {role}"),
        ),
        ("role_arn = x\nsource_profile", "unhashable type: 'dict'"),
        (
            "role_arn = x\ncredential_source",
            "The credential source \"{'a': 'b'}\" referenced in profile \"default\" is not valid.",
        ),
    ] {
        let said = unsent(&home, &format!("[default]\n{key} =\n  a = b\n"));
        assert_eq!(said, (Some(255), expected.to_owned()), "{key}");
    }
    let config = "[default]\nrole_arn = x\nweb_identity_token_file =\n  a = b\n";
    home.write(".aws/config", config);
    assert_eq!(said(&call(&home, &[], &[])), (Some(0), String::new()));
}

#[test]
fn a_region_is_shown_as_it_is() {
    let home = Home::new("region-line-break");
    let shown = |region: &str| said(&call(&home, &[], &["--region", region]));
    let refused = |region: &str| {
        (
            Some(255),
            format!("Provided region_name '{region}' doesn't match a supported format."),
        )
    };
    assert_eq!(shown("us\neast"), refused("us\neast"));
    assert_eq!(shown("it's"), refused("it's"));
    assert_eq!(shown("us-east-1\n\n"), refused("us-east-1\n\n"));
    // At the end one line break counts for nothing.
    assert_eq!(shown("us-east-1\n"), (Some(0), String::new()));
}

#[test]
fn no_output_is_not_queried_but_the_query_is_compiled() {
    let home = Home::new("output-off");
    let url = service();
    let line = |query: &str| {
        format!(
            "register-client --client-name n --client-type t --region r --endpoint-url {url} --output off --query {query}"
        )
    };
    let called = home.aws(&line("foo(@)"));
    assert_eq!(
        (called.status.code(), out(&called), err(&called)),
        (Some(0), String::new(), String::new())
    );
    assert_eq!(home.aws(&line("a[")).status.code(), Some(252));
}

#[test]
fn an_ordered_map_of_yaml_is_named_for_its_class() {
    let home = Home::new("yaml-omap");
    let wrong = |yaml: &str| {
        let mut command = home.aws_link();
        command.args([
            "sso-oidc",
            "register-client",
            "--cli-input-yaml",
            yaml,
            "--region",
            "r",
        ]);
        said(&command.output().expect("the link runs"))
    };
    let (code, message) = wrong("{clientName: !!omap [a: 1], clientType: t}");
    assert_eq!(code, Some(252));
    assert!(
        message.ends_with(
            "Invalid type for parameter clientName, value: ordereddict({'a': 1}), type: <class \
             'ruamel.yaml.compat.ordereddict'>, valid types: <class 'str'>"
        ),
        "{message}"
    );
    assert_eq!(
        wrong("{clientName: !!omap [a: 1, a: 2], clientType: t}"),
        (Some(255), "\naws: [ERROR]:".to_owned())
    );
}

/// Makes a pipe with a name, which blocks whoever opens it.
fn pipe(home: &Home, path: &str) {
    home.write(path, "");
    let path = home.0.join(path);
    std::fs::remove_file(&path).expect("removed");
    let made = Command::new("mkfifo")
        .arg(&path)
        .status()
        .expect("mkfifo runs");
    assert!(made.success());
}

#[test]
fn a_pipe_is_no_file_of_settings() {
    let home = Home::new("settings-pipes");
    pipe(&home, ".aws/config");
    pipe(&home, ".aws/credentials");
    assert_eq!(said(&call(&home, &[], &[])), (Some(0), String::new()));
    pipe(&home, ".aws/cli/alias");
    let path = home.0.join(".aws/cli/alias");
    assert_eq!(
        said(&call(&home, &[], &[])),
        (
            Some(255),
            format!(
                "The specified config file ({}) could not be found.",
                path.display()
            )
        )
    );
}

#[test]
fn files_of_settings_are_read_up_to_a_size() {
    let limit = usize::try_from(smithgen_client::limits::CONFIG_FILE_BYTES).expect("a size");
    let config = "[default]\nregion = eu-west-1\n#";
    for path in [".aws/config", ".aws/credentials", ".aws/cli/alias"] {
        let home = Home::new("settings-size");
        home.write(
            path,
            &(config.to_owned() + &"x".repeat(limit - config.len())),
        );
        assert_eq!(
            said(&call(&home, &[], &[])),
            (Some(0), String::new()),
            "{path}"
        );
        home.write(
            path,
            &(config.to_owned() + &"x".repeat(limit - config.len() + 1)),
        );
        let message = format!(
            "Unable to read config file: {}: it is larger than 16 MiB",
            home.0.join(path).display()
        );
        assert_eq!(said(&call(&home, &[], &[])), (Some(255), message), "{path}");
    }
}

#[test]
fn a_program_for_credentials_may_print_so_much() {
    let home = Home::new("settings-process");
    for (script, stream) in [("yes", "stdout"), ("yes >&2", "stderr")] {
        home.write(
            ".aws/config",
            &format!("[default]\ncredential_process = sh -c '{script}'\n"),
        );
        let mut command = home.aws_link();
        command.args(CALL).stdout(Stdio::null());
        let message = "Error when retrieving credentials from custom-process: the program printed more than 1 MiB";
        let output = command
            .stderr(Stdio::piped())
            .output()
            .expect("the link runs");
        assert_eq!(said(&output), (Some(255), message.to_owned()), "{stream}");
    }
}

#[test]
fn a_proxy_that_is_none_is_explained_without_its_password() {
    let home = Home::new("proxy-faults");
    for (proxy, expected) in [
        ("http://", "No host specified."),
        (
            "http://user:hush@h:x",
            "Failed to parse: http://***:***@h:x",
        ),
        ("http://[::1", "Invalid IPv6 URL"),
    ] {
        let mut command = home.aws_link();
        command.args(CALL).env("HTTP_PROXY", proxy);
        let said = said(&command.output().expect("the link runs"));
        let expected = format!("An HTTP Client raised an unhandled exception: {expected}");
        assert_eq!(said, (Some(255), expected), "{proxy}");
    }
}

#[test]
fn a_proxy_gets_a_header_for_a_user_with_a_password_only() {
    let home = Home::new("proxy-header");
    let sent = |userinfo: &str| {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let proxy = format!(
            "http://{userinfo}@{}",
            listener.local_addr().expect("an address")
        );
        let heard = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a connection");
            let mut head = [0; 2048];
            let length = stream.read(&mut head).expect("a request");
            String::from_utf8_lossy(&head[..length]).to_lowercase()
        });
        let mut command = home.aws_link();
        command
            .args(CALL)
            .env("HTTP_PROXY", proxy)
            .env("AWS_MAX_ATTEMPTS", "1");
        command.output().expect("the link runs");
        heard.join().expect("a request")
    };
    assert!(sent("us%40er:p%3Aw").contains("proxy-authorization: basic dxnazxi6cdp3"));
    for userinfo in ["user", "user:", ":pw", ""] {
        assert!(
            !sent(userinfo).contains("proxy-authorization"),
            "{userinfo}"
        );
    }
}
