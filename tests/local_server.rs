//! The local server as tools use it: sign-ins, state that survives a kill, and options.
#![cfg(feature = "local-server")]

use std::process::Output;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::desk::{Desk, command, fields, folder, get, header, text, value};

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

fn refusal(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(254), "{}", text(&output.stdout));
    let message = text(&output.stderr);
    let (_, rest) = message.split_once("error: ").expect("it has a code");
    rest.lines().next().unwrap_or_default().to_owned()
}

fn granted(output: &Output) -> crate::desk::Fields {
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    fields(&text(&output.stdout))
}

#[test]
fn a_device_signs_in_and_gets_keys_of_a_role() {
    let desk = Desk::start(&["--approve"]);
    let client = desk.client();
    let device = desk.device(&client);
    assert_eq!(
        refusal(&desk.poll(&client, &device)),
        "authorization_pending"
    );
    let token = granted(&desk.poll(&client, &device));
    let bearer = format!("x-amz-sso_bearer_token: {}\r\n", token["accessToken"]);
    let keys = desk.get(
        "/federation/credentials?role_name=ReadOnly&account_id=444455556666",
        &bearer,
    );
    assert!(keys.starts_with("HTTP/1.1 200 OK\r\n"), "{keys}");
    assert!(value(&keys, "accessKeyId").starts_with("ASIA"), "{keys}");
    let refresh = &token["refreshToken"];
    let refresh = ["--grant-type", "refresh_token", "--refresh-token", refresh];
    granted(&desk.token(&client, &refresh));
    assert_eq!(refusal(&desk.token(&client, &refresh)), "invalid_grant");
}

#[test]
fn a_code_is_exchanged_for_a_token() {
    let desk = Desk::start(&["--approve"]);
    let client = desk.client();
    let query = format!(
        "response_type=code&client_id={}&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fcallback&state=x&\
         code_challenge_method=S256&code_challenge={CHALLENGE}",
        client["clientId"]
    );
    let answer = desk.get(&format!("/authorize?{query}"), "");
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
    let place = header(&answer, "location");
    let code = place
        .strip_prefix("http://127.0.0.1:9/callback?code=")
        .expect("it has a code");
    let code = code.strip_suffix("&state=x").expect("it has the state");
    let options = [
        "--grant-type",
        "authorization_code",
        "--code",
        code,
        "--redirect-uri",
        "http://127.0.0.1:9/callback",
        "--code-verifier",
        VERIFIER,
    ];
    granted(&desk.token(&client, &options));
    assert_eq!(refusal(&desk.token(&client, &options)), "invalid_grant");
}

#[test]
fn what_was_answered_is_there_after_a_kill() {
    let state = folder("killed").join("state");
    let state = state.to_str().expect("it is text");
    let mut desk = Desk::start(&["--approve", "--state", state]);
    let client = desk.client();
    let device = desk.device(&client);
    assert_eq!(
        refusal(&desk.poll(&client, &device)),
        "authorization_pending"
    );
    // Killed while it answers and stores.
    let answered = AtomicUsize::new(0);
    let clients = std::thread::scope(|scope| {
        let calls = scope.spawn(|| {
            let mut clients = Vec::new();
            loop {
                let output = desk_call(&desk.endpoint);
                if output.status.code() != Some(0) {
                    return clients;
                }
                clients.push(fields(&text(&output.stdout)));
                answered.fetch_add(1, Ordering::SeqCst);
            }
        });
        while answered.load(Ordering::SeqCst) < 5 {
            std::thread::yield_now();
        }
        kill(desk.process.id());
        calls.join().expect("no call panics")
    });
    desk.kill();
    assert!(clients.len() >= 5);
    let desk = Desk::start(&["--approve", "--state", state]);
    for client in &clients {
        desk.device(client);
    }
    // It goes on where it was: the second poll is granted.
    granted(&desk.poll(&client, &device));
}

fn desk_call(endpoint: &str) -> Output {
    command()
        .args([
            "register-client",
            "--client-name",
            "more",
            "--client-type",
            "public",
        ])
        .args(["--endpoint-url", endpoint])
        .env("AWS_MAX_ATTEMPTS", "1")
        .output()
        .expect("the command runs")
}

/// Kills a process that its owner waits for later.
fn kill(process: u32) {
    let killed = std::process::Command::new("kill")
        .args(["-KILL", &process.to_string()])
        .status();
    assert!(killed.expect("there is kill").success());
}

#[test]
fn other_hosts_get_no_answer() {
    let desk = Desk::start(&[]);
    for path in ["/", "/assignment/accounts"] {
        let answer = get(desk.host(), path, "host: evil.example\r\n");
        assert!(answer.starts_with("HTTP/1.1 421 "), "{answer}");
    }
}

#[test]
fn others_reach_it_where_that_is_meant() {
    let desk = Desk::start(&["--listen=0.0.0.0", "--host", "desk.example:8080"]);
    assert_eq!(desk.endpoint, "http://desk.example:8080");
}

/// What the server says that cannot start.
fn fails(options: &[&str], code: i32) -> String {
    let output = command()
        .arg("local-server")
        .args(options)
        .output()
        .expect("the command runs");
    assert_eq!(output.status.code(), Some(code), "{options:?}");
    assert!(output.stdout.is_empty());
    text(&output.stderr)
}

#[test]
fn options_are_checked() {
    for (options, problem) in [
        (
            &["--listen", "0.0.0.0"][..],
            "others can reach 0.0.0.0: --host is needed",
        ),
        (
            &["--host", "desk.example"],
            "--host is for a --listen that others can reach",
        ),
        (
            &["--listen", "0.0.0.0", "--host", "a b"],
            "--host is not valid: a b",
        ),
        (&["--port", "65536"], "--port is not valid: 65536"),
        (&["--state"], "--state needs a value"),
        (&["--approve=yes"], "unknown option: --approve"),
    ] {
        let message = fails(options, 252);
        assert!(
            message.ends_with(&format!("local-server: {problem}\n")),
            "{message}"
        );
    }
    let help = command()
        .args(["local-server", "--help"])
        .output()
        .expect("the command runs");
    assert_eq!(help.status.code(), Some(0));
    assert!(text(&help.stdout).starts_with("usage: sso-oidc local-server "));
}

#[test]
fn files_that_are_not_what_they_should_be_are_named() {
    let folder = folder("files");
    let accounts = folder.join("accounts.toml");
    let path = accounts.to_str().expect("it is text");
    std::fs::write(&accounts, "user = \"Mary\"\n\n[[accounts]]\nid = \"1\"\n")
        .expect("it can be written");
    let message = fails(&["--accounts", path], 255);
    assert_eq!(
        message,
        format!(
            "sso-oidc local-server: {path}:3:1: `roles` of an account is missing\n\
             {path}:4:6: `id` is twelve digits\n"
        )
    );
    let message = fails(&["--state", path], 255);
    assert_eq!(
        message,
        format!("sso-oidc local-server: {path}: it is not a file of state; it is left as it is\n")
    );
    assert!(
        std::fs::read_to_string(&accounts)
            .expect("it is there")
            .starts_with("user")
    );
}

#[test]
fn accounts_are_those_of_the_file() {
    let folder = folder("accounts");
    let accounts = folder.join("accounts.toml");
    let content = "[[accounts]]\nid = \"000011112222\"\nname = \"Lab\"\nroles = [\"Operator\"]\n\n[lifetimes]\naccess-token = 60\n";
    std::fs::write(&accounts, content).expect("it can be written");
    let desk = Desk::start(&[
        "--approve",
        "--accounts",
        accounts.to_str().expect("it is text"),
    ]);
    let client = desk.client();
    let device = desk.device(&client);
    refusal(&desk.poll(&client, &device));
    let token = granted(&desk.poll(&client, &device));
    assert_eq!(token["expiresIn"], "60");
    let bearer = format!("x-amz-sso_bearer_token: {}\r\n", token["accessToken"]);
    let roles = desk.get("/assignment/roles?account_id=000011112222", &bearer);
    assert_eq!(value(&roles, "roleName"), "Operator");
    let page = desk.get("/", "");
    assert!(
        page.contains("Lab") && !page.contains(&token["accessToken"]),
        "{page}"
    );
}
