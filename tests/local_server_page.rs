//! `docs/book/src/howto/local-server.md`, from its first command to its last, in one shell.
#![cfg(all(unix, feature = "local-server"))]

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use crate::desk::{folder, text};

/// Lines of the blocks of this kind.
fn blocks(page: &str, kind: &str) -> String {
    let start = format!("```{kind}\n");
    let blocks = page.split(&start).skip(1);
    blocks.filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn the_page_is_a_session_that_works() {
    if Command::new("curl").arg("--version").output().is_err() {
        println!("there is no curl: skipped");
        return;
    }
    let page = include_str!("../docs/book/src/howto/local-server.md");
    let folder = folder("page");
    std::fs::write(folder.join("accounts.toml"), blocks(page, "toml")).expect("it can be written");
    let program = Path::new(env!("CARGO_BIN_EXE_sso-oidc"));
    let free = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr());
    let port = free.expect("a port is free").port().to_string();
    // AWS CLI v2 is not everywhere: tests/local_server_peers.rs runs what the page says of it.
    let is_ours = |line: &&str| !line.starts_with("aws ");
    let commands = blocks(page, "sh");
    let lines: Vec<&str> = commands.lines().filter(is_ours).collect();
    assert!(lines.len() > 10, "{lines:?}");
    let script = format!("set -eum\n{}\n", lines.join("\n")).replace("8765", &port);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = vec![program.parent().expect("it is in a folder").to_owned()];
    folders.extend(std::env::split_paths(&path));
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(&folder)
        .env_clear()
        .env("HOME", &folder)
        .env("PATH", std::env::join_paths(folders).expect("paths join"))
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .output()
        .expect("bash runs");
    let said = text(&output.stderr);
    assert!(output.status.success(), "{said}\n{}", text(&output.stdout));
    let printed = text(&output.stdout);
    assert!(
        printed.contains("\"accountName\":\"Development\""),
        "{printed}"
    );
    assert!(printed.contains("\"accessKeyId\":\"ASIA"), "{printed}");
    // What the page shows is what is tested elsewhere.
    let profile = blocks(page, "ini").replace("111122223333", "444455556666");
    assert_eq!(profile, crate::desk::CONFIG);
}
