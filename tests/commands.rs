//! The command as a user meets it: under its own name and as `aws`, and what it adds to the reference.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::Stdio;

use crate::home::{BINARY, Home, err, out, service};

#[test]
fn each_name_speaks_for_itself() {
    let home = Home::new("names");
    let own = home.own("register-client");
    assert_eq!(own.status.code(), Some(252));
    assert_eq!(
        err(&own),
        "\nsso-oidc: [ERROR]: An error occurred (ParamValidation): the following arguments are required: \
         --client-name, --client-type\n\nusage: sso-oidc [options] <command> [parameters]\nTo see help text, you can \
         run:\n\n  sso-oidc help\n  sso-oidc <command> help\n"
    );
    let aws = home.aws("register-client");
    assert!(err(&aws).starts_with("\naws: [ERROR]: "), "{}", err(&aws));
    assert!(
        err(&aws).ends_with("  aws <command> <subcommand> help\n"),
        "{}",
        err(&aws)
    );
    assert!(out(&home.own("--version")).starts_with("sso-oidc/"));
    assert!(out(&home.aws("--version")).starts_with("aws-cli/2."));
}

#[test]
fn help_is_an_option_under_the_own_name_only() {
    let home = Home::new("help");
    for line in [
        "register-client --help",
        "register-client -h",
        "register-client help",
    ] {
        let output = home.own(line);
        assert_eq!(output.status.code(), Some(0), "{line}");
        assert!(out(&output).contains("--client-name <value>"), "{line}");
    }
    for line in ["--help", "-h", "help"] {
        assert!(out(&home.own(line)).contains("register-client"), "{line}");
    }
    let refused = home.aws("register-client --client-name n --client-type t -h --help");
    assert_eq!(refused.status.code(), Some(252));
    assert!(
        err(&refused).ends_with("Unknown options: -h, --help\n"),
        "{}",
        err(&refused)
    );
}

#[test]
fn a_dry_run_shows_the_request_without_its_secrets() {
    let home = Home::new("dry");
    let line = "create-token --client-id c --client-secret hush --grant-type g --scope a b --region eu-west-1 --dry-run";
    let output = home.own(line);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let shown = out(&output);
    for part in [
        r#""method": "POST""#,
        r#""url": "https://oidc.eu-west-1.amazonaws.com/token""#,
        r#""grantType": "g""#,
        r#""content-type": "application/json""#,
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert!(!shown.contains("hush"), "{shown}");
    let text = out(&home.own(&format!("{line} --query method --output text")));
    assert_eq!(text, "POST\n");
    let wrong = home.own("register-client --cli-input-json {} --region eu-west-1 --dry-run");
    assert_eq!(wrong.status.code(), Some(252));
    assert!(out(&wrong).is_empty());
}

#[test]
fn endpoints_are_taken_as_the_reference_takes_them() {
    let home = Home::new("endpoints");
    let call = |url: &str| {
        let line = "register-client --client-name n --client-type t --region us-east-1 --dry-run";
        let url = format!("--endpoint-url={url}");
        let aws = home.0.join("aws");
        let mut command = home.command(aws.to_str().expect("a path"));
        let output = command
            .arg("sso-oidc")
            .args(line.split(' '))
            .arg(url)
            .output();
        let output = output.expect("the link runs");
        (output.status.code(), out(&output), err(&output))
    };
    for (given, sent) in [
        (" http://h:1/a b", "http://h:1/a%20b/client/register"),
        ("http://h/%2f?q=a b", "http://h/%2F/client/register?q=a%20b"),
        ("http://h/x?", "http://h/x/client/register"),
    ] {
        let (code, shown, _) = call(given);
        assert_eq!(code, Some(0), "{given}");
        assert!(shown.contains(&format!("\"url\": \"{sent}\"")), "{shown}");
    }
    let unsendable = "An HTTP Client raised an unhandled exception";
    for (given, message) in [
        (
            "http://h:99999/a",
            format!("{unsendable}: Failed to parse: http://h:99999/a/client/register"),
        ),
        (
            "http://h:x",
            format!("{unsendable}: Failed to parse: http://h:x/client/register"),
        ),
        (
            "ftp://h",
            format!("{unsendable}: Not supported URL scheme ftp"),
        ),
        ("http://a..b", "Invalid endpoint: http://a..b".to_owned()),
    ] {
        let expected = format!("\naws: [ERROR]: {message}\n");
        assert_eq!(call(given), (Some(255), String::new(), expected));
    }
}

#[test]
fn what_is_added_has_no_short_forms() {
    let home = Home::new("exact");
    let line = "register-client --client-name n --client-type t --region eu-west-1 ";
    for word in ["--dry", "--dry-ru", "--sav", "--reus"] {
        let output = home.own(&format!("{line}{word}"));
        assert_eq!(output.status.code(), Some(252), "{word}");
        assert!(
            err(&output).contains(&format!("Unknown options: {word}\n")),
            "{}",
            err(&output)
        );
    }
    // `--s` is `--scopes`, `--re` `--redirect-uris` in spite of `--save` and `--reuse`.
    let output = home.own(&format!(
        "{line}--s x --red y --dry-run --query body --output text"
    ));
    assert_eq!(
        out(&output),
        "n\tt\nREDIRECTURIS\ty\nSCOPES\tx\n",
        "{}",
        err(&output)
    );
}

#[test]
fn debugging_shows_the_exchange_without_its_secrets() {
    let home = Home::new("debug");
    let url = service();
    let line = format!(
        "register-client --client-name n --client-type t --region r --endpoint-url {url} --debug"
    );
    let output = home.own(&line);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains(r#""clientSecret": "hush""#));
    let log = err(&output);
    assert!(
        log.contains("/client/register") && log.contains(r#""clientName": "n""#),
        "{log}"
    );
    assert!(log.contains(r#""clientId": "id""#), "{log}");
    assert!(!log.contains("hush"), "{log}");
}

#[test]
fn the_stand_in_needs_neither_network_nor_region() {
    let home = Home::new("local");
    let output =
        home.own("register-client --client-name n --client-type public --endpoint-url local:");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains("clientSecret"));
    // Only the exact spelling means it.
    let output = home.own(
        "register-client --client-name n --client-type public --endpoint-url local:x --region r",
    );
    assert_eq!(output.status.code(), Some(255));
    assert!(
        err(&output).ends_with("Invalid endpoint: local:x\n"),
        "{}",
        err(&output)
    );
}

#[test]
fn a_reader_that_is_gone_is_no_failure() {
    let home = Home::new("pipe");
    let url = service();
    let line =
        format!("register-client --client-name n --client-type t --region r --endpoint-url {url}");
    let mut child = home
        .command(BINARY)
        .args(line.split(' '))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(err(&output), "");
    assert_eq!(output.status.code(), Some(0));
}

/// The head of the one request that comes, in lower case.
fn one_request() -> (String, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let head = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let reader = BufReader::new(stream.try_clone().expect("a reader"));
        let lines = reader.lines().map_while(Result::ok);
        let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
        let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{{}}");
        head.join("\n").to_ascii_lowercase()
    });
    (url, head)
}

#[test]
fn what_is_to_be_signed_is_signed() {
    const COMMAND: &str =
        "create-token-with-iam --client-id a --grant-type b --region eu-west-1 --endpoint-url";
    let home = Home::new("signed");
    let missing = home.own(&format!("{COMMAND} http://127.0.0.1:9"));
    assert_eq!(missing.status.code(), Some(253));
    assert!(err(&missing).contains("Unable to locate credentials."));

    let (url, head) = one_request();
    let signed = home
        .command(BINARY)
        .args(COMMAND.split(' '))
        .args([&url, "--debug"])
        .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "hush-key")
        .env("AWS_SESSION_TOKEN", "hush-token")
        .output()
        .expect("the binary runs");
    assert!(signed.status.success(), "{}", err(&signed));
    let head = head.join().expect("a request");
    assert!(head.contains("authorization: aws4-hmac-sha256 credential=akidexample/"));
    assert!(head.contains("/eu-west-1/sso-oauth/aws4_request"), "{head}");
    assert!(head.contains("x-amz-security-token: hush-token"), "{head}");
    let shown = out(&signed) + &err(&signed);
    assert!(!shown.contains("hush"), "{shown}");
}
