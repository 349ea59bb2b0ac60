//! The completion scripts, each in its shell. Shells that are not installed are skipped, and that is said.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::Command;

/// What a shell offers after a line.
type Offer = fn(&Path, &str) -> Option<Vec<String>>;

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("generated/completions")
        .join(name)
}

/// A home directory with profiles, deleted afterwards.
struct Home(PathBuf);

impl Home {
    fn new(test: &str) -> Home {
        let path = std::env::temp_dir().join(format!(
            "sso-oidc-completions-{}-{test}",
            std::process::id()
        ));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(path.join(".aws")).expect("a directory");
        let config = "[default]\n[profile work]\nregion = x\n[profile \"a b\"]\n[sso-session no]\n[services no2]\n";
        std::fs::write(path.join(".aws/config"), config).expect("a file");
        std::fs::write(path.join(".aws/credentials"), "[keys]\n").expect("a file");
        Home(path)
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn run(shell: &str, home: &Path, words: &[&str]) -> Option<Vec<String>> {
    let mut command = Command::new(shell);
    command
        .args(words)
        .env_clear()
        .env("HOME", home)
        .env("PATH", "/usr/bin:/bin");
    let output = match command.output() {
        Ok(output) => output,
        Err(_) => {
            println!("skipped: {shell} is not installed");
            return None;
        }
    };
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).expect("text");
    Some(text.lines().map(str::to_owned).collect())
}

/// Calls the function as readline does, which breaks words at `=` and `:`.
fn bash(home: &Path, line: &str) -> Option<Vec<String>> {
    const CALL: &str = r#"
        source "$1"
        COMP_LINE="$2" COMP_POINT=${#2}
        read -r -a COMP_WORDS <<< "$(printf '%s' "$2" | sed 's/\([=:]\)/ \1 /g')"
        case "$2" in *' ' | *=) COMP_WORDS+=("") ;; esac
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        if [ "${COMP_WORDS[0]}" = aws ]; then _sso_oidc_aws; else _sso_oidc; fi
        [ "${#COMPREPLY[@]}" = 0 ] || printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let script = script("sso-oidc.bash");
    run(
        "bash",
        home,
        &["--norc", "-c", CALL, "bash", script.to_str()?, line],
    )
}

/// Asks fish; its answers have descriptions behind a tab, and whole words where only a value was asked for.
fn fish(home: &Path, line: &str) -> Option<Vec<String>> {
    let call = "source $argv[1]; complete -C $argv[2]";
    let script = script("sso-oidc.fish");
    let lines = run(
        "fish",
        home,
        &["--no-config", "-c", call, script.to_str()?, line],
    )?;
    let bare = |line: &String| {
        let word = line.split('\t').next().unwrap_or_default();
        word.rsplit('=').next().unwrap_or_default().to_owned()
    };
    Some(lines.iter().map(bare).collect())
}

fn check(test: &str, offer: Offer) {
    let home = Home::new(test);
    let offered = |line: &str| {
        let mut words = offer(&home.0, line)?;
        words.sort();
        Some(words)
    };
    let Some(commands) = offered("sso-oidc ") else {
        return;
    };
    let all = [
        "create-token",
        "create-token-with-iam",
        "help",
        "register-client",
        "start-device-authorization",
    ];
    assert_eq!(commands, all);
    for (line, expected) in [
        ("sso-oidc reg", &["register-client"][..]),
        ("aws sso-oidc reg", &["register-client"]),
        (
            "aws --region us-east-1 sso-oidc --debug reg",
            &["register-client"],
        ),
        (
            "sso-oidc register-client --client-",
            &["--client-name", "--client-type"],
        ),
        ("sso-oidc --output json register-client --sc", &["--scopes"]),
        (
            "sso-oidc register-client --output ya",
            &["yaml", "yaml-stream"],
        ),
        (
            "sso-oidc register-client --output=ya",
            &["yaml", "yaml-stream"],
        ),
        (
            "sso-oidc register-client --generate-cli-skeleton in",
            &["input"],
        ),
        ("sso-oidc register-client --sav", &["--save"]),
        ("sso-oidc create-token --sav", &[]),
    ] {
        assert_eq!(offered(line).expect("installed"), expected, "{line}");
    }
    let profiles = offered("sso-oidc --profile ").expect("installed");
    let profiles: Vec<String> = profiles.iter().map(|it| it.replace('\\', "")).collect();
    assert_eq!(profiles, ["a b", "default", "keys", "work"]);
}

#[test]
fn bash_completes() {
    check("bash", bash);
}

#[test]
fn fish_completes() {
    check("fish", fish);
}

#[test]
fn zsh_reads_its_script() {
    let home = Home::new("zsh");
    let script = script("_sso-oidc");
    if let Some(lines) = run(
        "zsh",
        &home.0,
        &["-f", "-n", script.to_str().expect("text")],
    ) {
        assert!(lines.is_empty(), "{lines:?}");
    }
}

#[test]
fn man_pages_have_no_mistakes() {
    let home = Home::new("man");
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("generated/man");
    for page in std::fs::read_dir(directory).expect("pages").flatten() {
        let path = page.path();
        let words = [
            "-man",
            "-ww",
            "-W",
            "break",
            "-z",
            "-Tutf8",
            path.to_str().expect("text"),
        ];
        if run("groff", &home.0, &words).is_none() {
            return;
        }
    }
}
