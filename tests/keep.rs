//! `--save` and `--reuse` as a user sees them: what is printed, what is sent, what is on disk.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// A service that registers everyone for a day, and how often it was asked.
struct Service {
    url: String,
    calls: Arc<AtomicUsize>,
}

impl Service {
    fn start() -> Service {
        Service::after(|| {})
    }

    /// A service that does something before each answer.
    fn after(before: impl Fn() + Send + 'static) -> Service {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&calls);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let number = counted.fetch_add(1, Ordering::SeqCst) + 1;
                before();
                answer(stream, number);
            }
        });
        Service { url, calls }
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

fn answer(mut stream: std::net::TcpStream, number: usize) {
    let mut reader = BufReader::new(stream.try_clone().expect("a reader"));
    let mut length = 0;
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
        let lower = line.to_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    let expires = since.as_secs() + 86_400;
    let body = format!(
        r#"{{"clientId": "id-{number}", "clientSecret": "s", "clientSecretExpiresAt": {expires}}}"#
    );
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    // Who asked may be gone.
    let _ = stream.write_all((head + &body).as_bytes());
}

/// A home directory of its own, deleted afterwards.
struct Home(PathBuf);

impl Home {
    fn new(test: &str) -> Home {
        let path =
            std::env::temp_dir().join(format!("sso-oidc-keep-{}-{test}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join(".aws")).expect("a directory");
        let config = "[default]\nregion = us-east-1\nsso_session = mine\nsso_account_id = 1\nsso_role_name = r\n\
                      [sso-session mine]\nsso_region = us-east-1\nsso_start_url = https://mine.awsapps.com/start\n";
        fs::write(path.join(".aws/config"), config).expect("a file");
        Home(path)
    }

    fn cache(&self) -> PathBuf {
        self.0.join(".aws/sso/cache")
    }

    fn run(&self, service: &Service, words: &[&str]) -> Output {
        self.command(service, words).output().expect("it runs")
    }

    fn command(&self, service: &Service, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sso-oidc"));
        command.env_clear().env("HOME", &self.0).args([
            "register-client",
            "--client-name",
            "n",
            "--client-type",
            "public",
            "--no-sign-request",
            "--query",
            "clientId",
            "--output",
            "text",
            "--endpoint-url",
            &service.url,
        ]);
        command.args(words);
        command
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn files(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn what_was_saved_is_used_again() {
    let (service, home) = (Service::start(), Home::new("again"));
    assert_eq!(printed(&home.run(&service, &["--reuse"])), "id-1\n");
    assert_eq!(files(&home.cache()), Vec::<String>::new());
    assert_eq!(printed(&home.run(&service, &["--save"])), "id-2\n");
    // sha1 of {"region": "us-east-1", "scopes": null, "session_name": "mine", "startUrl": "https://mine…", "tool": "botocore"}
    assert_eq!(
        files(&home.cache()),
        ["9ac2b5d14d2256def25fb9e2faff740a107bcb76.json"]
    );
    assert_eq!(printed(&home.run(&service, &["--reuse"])), "id-2\n");
    assert_eq!(
        printed(&home.run(&service, &["--reuse", "--save"])),
        "id-2\n"
    );
    assert_eq!(service.calls(), 2);
    assert_eq!(
        printed(&home.run(&service, &["--scopes", "other", "--reuse"])),
        "id-3\n"
    );
}

#[test]
fn an_invalid_input_stays_invalid() {
    let (service, home) = (Service::start(), Home::new("invalid"));
    printed(&home.run(&service, &["--save"]));
    let output = home.run(
        &service,
        &["--reuse", "--cli-input-json", r#"{"unknown": 1}"#],
    );
    assert_eq!(output.status.code(), Some(252), "{output:?}");
}

#[test]
fn only_the_whole_words_mean_it() {
    let (service, home) = (Service::start(), Home::new("words"));
    for word in ["--sav", "--save=1", "--reus"] {
        let output = home.run(&service, &[word]);
        assert_eq!(output.status.code(), Some(252), "{word}: {output:?}");
    }
    assert_eq!(service.calls(), 0);
}

#[test]
fn nothing_is_sent_when_the_result_could_not_be_kept() {
    let (service, home) = (Service::start(), Home::new("place"));
    fs::write(home.0.join(".aws/sso"), "").expect("a file in the way");
    let output = home.run(&service, &["--save"]);
    assert_eq!(output.status.code(), Some(255));
    assert!(output.stdout.is_empty());
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("Unable to save to "),
        "{output:?}"
    );
    assert_eq!(service.calls(), 0);
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_directory_in_the_place_of_the_file_is_found_before_the_call() {
    let (service, home) = (Service::start(), Home::new("directory"));
    printed(&home.run(&service, &["--save"]));
    let name = files(&home.cache()).remove(0);
    fs::remove_file(home.cache().join(&name)).expect("removed");
    fs::create_dir(home.cache().join(&name)).expect("a directory");
    let output = home.run(&service, &["--save"]);
    assert_eq!(output.status.code(), Some(255), "{output:?}");
    assert!(said(&output).contains("Unable to save to "), "{output:?}");
    assert_eq!(service.calls(), 1);
    assert_eq!(files(&home.cache()), [name]);
}

#[test]
fn a_result_that_cannot_be_kept_after_all_is_printed() {
    let home = Home::new("lost");
    let cache = home.cache();
    let service = Service::after(move || fs::remove_dir_all(&cache).expect("removed"));
    let output = home.run(&service, &["--save"]);
    assert_eq!(output.status.code(), Some(255), "{output:?}");
    assert_eq!(output.stdout, b"id-1\n");
    assert!(said(&output).contains("Unable to save to "), "{output:?}");
}

#[test]
fn without_a_home_nothing_is_kept_in_the_current_directory() {
    let (service, home) = (Service::start(), Home::new("homeless"));
    let directory = home.0.join("current");
    fs::create_dir(&directory).expect("a directory");
    for value in [None, Some(""), Some(".")] {
        let run = |word: &str| {
            let mut command = home.command(&service, &[word, "--region", "us-east-1"]);
            command.env_remove("HOME").current_dir(&directory);
            command.envs(value.map(|value| ("HOME", value)));
            command.output().expect("it runs")
        };
        let calls = service.calls();
        let output = run("--save");
        assert_eq!(output.status.code(), Some(255), "{output:?}");
        assert!(
            said(&output).contains("HOME must be an absolute path"),
            "{output:?}"
        );
        assert_eq!(service.calls(), calls);
        assert_eq!(printed(&run("--reuse")), format!("id-{}\n", calls + 1));
        assert_eq!(files(&directory), Vec::<String>::new());
    }
}

#[cfg(unix)]
mod unix {
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt, chown, symlink};
    use std::os::unix::process::ExitStatusExt;
    use std::process::Stdio;
    use std::sync::Mutex;
    use std::sync::mpsc::{Receiver, Sender, channel};

    use rustix::process::{Pid, Signal, kill_process};

    use super::*;

    fn allow(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).expect("changed");
    }

    /// Both ways to use the place are refused, in these words and before any call.
    fn refused(home: &Home, service: &Service, words: &str) {
        let calls = service.calls();
        for word in ["--save", "--reuse"] {
            let output = home.run(service, &[word]);
            assert_eq!(output.status.code(), Some(255), "{word}: {output:?}");
            assert!(output.stdout.is_empty(), "{word}: {output:?}");
            assert!(said(&output).contains(words), "{word}: {output:?}");
        }
        assert_eq!(service.calls(), calls);
    }

    #[test]
    fn a_directory_that_others_can_write_to_is_refused() {
        let (service, home) = (Service::start(), Home::new("open"));
        printed(&home.run(&service, &["--save"]));
        for directory in [".aws/sso/cache", ".aws/sso", ".aws"] {
            let directory = home.0.join(directory);
            allow(&directory, 0o777);
            refused(
                &home,
                &service,
                "(its mode is 0777). To change that: chmod 700 ",
            );
            allow(&directory, 0o700);
        }
        assert_eq!(printed(&home.run(&service, &["--reuse"])), "id-1\n");
    }

    #[test]
    fn a_file_that_is_not_the_users_alone_is_refused() {
        let (service, home) = (Service::start(), Home::new("file"));
        printed(&home.run(&service, &["--save"]));
        let file = home.cache().join(files(&home.cache()).remove(0));
        for mode in [0o666, 0o604, 0o640] {
            allow(&file, mode);
            let words = format!("(its mode is {mode:04o}). To change that: chmod 600 ");
            refused(&home, &service, &words);
        }
        allow(&file, 0o600);
        // Only the system's owner can give files away.
        if rustix::process::geteuid().is_root() {
            chown(&file, Some(65534), None).expect("given away");
            refused(&home, &service, "belongs to another user");
            chown(&file, Some(0), None).expect("taken back");
        }
        fs::rename(&file, home.0.join("elsewhere")).expect("moved");
        symlink(home.0.join("elsewhere"), &file).expect("a link");
        refused(&home, &service, "is a symbolic link");
        fs::remove_file(&file).expect("removed");
        let made = Command::new("mkfifo").arg(&file).status().expect("it runs");
        assert!(made.success());
        refused(&home, &service, "is no ordinary file");
    }

    #[test]
    fn a_link_in_the_place_of_the_directory_is_refused() {
        let (service, home) = (Service::start(), Home::new("link"));
        printed(&home.run(&service, &["--save"]));
        fs::rename(home.0.join(".aws/sso"), home.0.join("elsewhere")).expect("moved");
        symlink(home.0.join("elsewhere"), home.0.join(".aws/sso")).expect("a link");
        refused(&home, &service, "is a symbolic link");
    }

    #[test]
    fn a_full_disk_is_found_before_the_call() {
        let (service, home) = (Service::start(), Home::new("full"));
        let command = home.command(&service, &["--save"]);
        // No file can grow, as on a full disk.
        let output = Command::new("sh")
            .args(["-c", "ulimit -f 0; exec \"$0\" \"$@\""])
            .arg(command.get_program())
            .args(command.get_args())
            .env_clear()
            .env("HOME", &home.0)
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(255), "{output:?}");
        assert!(said(&output).contains("Unable to save to "), "{output:?}");
        assert_eq!(service.calls(), 0);
        assert_eq!(files(&home.cache()), Vec::<String>::new());
    }

    /// A service that tells when it was asked and answers when it is told to.
    fn patient() -> (Service, Receiver<()>, Sender<()>) {
        let (asked, was_asked) = channel();
        let (go, may_go) = channel();
        let may_go = Mutex::new(may_go);
        let service = Service::after(move || {
            asked.send(()).expect("the test listens");
            let _ = may_go.lock().expect("one caller").recv();
        });
        (service, was_asked, go)
    }

    /// A command that no signal is ignored by, even where the tests are run in the background or by `nohup`.
    fn listening(command: &Command) -> Command {
        let mut wrapped = match cfg!(target_os = "linux") {
            true => Command::new("env"),
            false => Command::new(command.get_program()),
        };
        if cfg!(target_os = "linux") {
            wrapped
                .arg("--default-signal=HUP,INT,TERM")
                .arg(command.get_program());
        }
        let set = command
            .get_envs()
            .filter_map(|(key, value)| Some((key, value?)));
        wrapped.args(command.get_args()).env_clear().envs(set);
        wrapped
    }

    #[test]
    fn a_signal_during_the_call_leaves_no_file() {
        for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
            let home = Home::new(&format!("signal-{}", signal.as_raw()));
            let (service, was_asked, _go) = patient();
            let mut command = listening(&home.command(&service, &["--save"]));
            let child = command.stdout(Stdio::piped()).spawn().expect("it runs");
            was_asked.recv().expect("asked");
            assert_eq!(files(&home.cache()).len(), 1);
            kill_process(Pid::from_child(&child), signal).expect("sent");
            let output = child.wait_with_output().expect("an end");
            match signal {
                Signal::INT => {
                    assert_eq!(output.status.code(), Some(130));
                    assert_eq!(output.stdout, b"\n");
                }
                _ => assert_eq!(output.status.signal(), Some(signal.as_raw())),
            }
            assert_eq!(files(&home.cache()), Vec::<String>::new());
        }
    }

    /// Only Linux tells a program which signals it was started to be left alone by.
    #[cfg(target_os = "linux")]
    #[test]
    fn who_is_to_survive_a_signal_does() {
        let home = Home::new("nohup");
        let (service, was_asked, go) = patient();
        let command = home.command(&service, &["--save"]);
        let child = Command::new("sh")
            .args(["-c", "trap '' HUP; exec \"$0\" \"$@\""])
            .arg(command.get_program())
            .args(command.get_args())
            .env_clear()
            .env("HOME", &home.0)
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        was_asked.recv().expect("asked");
        kill_process(Pid::from_child(&child), Signal::HUP).expect("sent");
        go.send(()).expect("it waits");
        let output = child.wait_with_output().expect("an end");
        assert_eq!(printed(&output), "id-1\n");
    }
}
