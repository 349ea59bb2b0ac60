//! Real clients sign in at the local server: botocore, and AWS CLI v2 where `SMITHGEN_AWS` names one.
#![cfg(feature = "local-server")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::desk::{CONFIG, Desk, folder, get, header, text};

/// A program whose endpoints are the local server's, with a home of its own.
fn program(name: impl AsRef<std::ffi::OsStr>, desk: &Desk, home: &Path) -> Command {
    std::fs::create_dir_all(home.join(".aws")).expect("a folder can be made");
    std::fs::write(home.join(".aws/config"), CONFIG).expect("it can be written");
    let mut program = Command::new(name);
    program
        .env("HOME", home)
        .env("AWS_CONFIG_FILE", home.join(".aws/config"))
        .env("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_ENDPOINT_URL_SSO_OIDC", &desk.endpoint)
        .env("AWS_ENDPOINT_URL_SSO", &desk.endpoint)
        .env("AWS_PAGER", "")
        .env("NO_PROXY", "127.0.0.1")
        .env_remove("AWS_PROFILE")
        .env_remove("AWS_ACCESS_KEY_ID");
    program
}

#[test]
fn botocore_signs_in_refreshes_and_gets_keys() {
    let imported = Command::new("python3")
        .args(["-c", "import botocore"])
        .output();
    if !imported.is_ok_and(|output| output.status.success()) {
        println!("python3 has no botocore: skipped");
        return;
    }
    let desk = Desk::start(&["--approve"]);
    let home = folder("botocore");
    let output = program("python3", &desk, &home)
        .args(["-c", include_str!("desk/sign_in.py")])
        .output()
        .expect("python3 runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(
        text(&output.stdout),
        "signed in, refreshed, used, signed out\n"
    );
}

/// AWS CLI v2, if there is one.
fn reference() -> Option<String> {
    let found = std::env::var("SMITHGEN_AWS").ok();
    if found.is_none() {
        println!("SMITHGEN_AWS names no AWS CLI v2: skipped");
    }
    found
}

/// Keys of the role by the sign-in that is cached.
fn exports_credentials(aws: &str, desk: &Desk, home: &Path) {
    let output = program(aws, desk, home)
        .args(["configure", "export-credentials", "--profile", "reader"])
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    assert!(printed.contains("\"AccessKeyId\": \"ASIA"), "{printed}");
}

#[test]
fn the_aws_cli_signs_in_as_a_device() {
    let Some(aws) = reference() else { return };
    let desk = Desk::start(&["--approve"]);
    let home = folder("aws-device");
    let output = program(&aws, &desk, &home)
        .args([
            "sso",
            "login",
            "--profile",
            "reader",
            "--no-browser",
            "--use-device-code",
        ])
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    exports_credentials(&aws, &desk, &home);
}

#[test]
fn the_aws_cli_signs_in_with_a_code() {
    let Some(aws) = reference() else { return };
    let desk = Desk::start(&["--approve"]);
    let home = folder("aws-code");
    let mut login = program(&aws, &desk, &home)
        .args(["sso", "login", "--profile", "reader", "--no-browser"])
        .env("PYTHONUNBUFFERED", "1")
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let stdout = login.stdout.take().expect("stdout is piped");
    let mut lines = BufReader::new(stdout).lines();
    let start = format!("{}/authorize?", desk.endpoint);
    let address = lines.find_map(|line| {
        let line = line.expect("it prints text");
        line.trim().strip_prefix(&start).map(str::to_owned)
    });
    let query = address.expect("it prints where to sign in");
    // What a browser does.
    let answer = desk.get(&format!("/authorize?{query}"), "");
    let place = header(&answer, "location").to_owned();
    let rest = place.strip_prefix("http://").expect("it is http");
    let (address, path) = rest.split_once('/').expect("it has a path");
    get(
        address,
        &format!("/{path}"),
        &format!("host: {address}\r\n"),
    );
    while lines.next().is_some() {}
    assert!(login.wait().expect("it ends").success());
    exports_credentials(&aws, &desk, &home);
}
