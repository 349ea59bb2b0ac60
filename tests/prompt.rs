//! The prompt as a person at a terminal meets it.
#![cfg(unix)]

use std::fs::File;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// A terminal with a program in it, and what it showed.
struct Terminal {
    master: File,
    child: Child,
    shown: String,
    /// Bytes of an escape sequence or a character that is not complete yet.
    rest: Vec<u8>,
}

impl Terminal {
    fn start(home: &Home, words: &[&str], variables: &[(&str, &str)]) -> Terminal {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&master).expect("granted");
        unlockpt(&master).expect("unlocked");
        let size = Winsize {
            ws_row: 40,
            ws_col: 100,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&master, size).expect("a size");
        let name = ptsname(&master, Vec::new()).expect("a name");
        let path = name.to_str().expect("text");
        let open = || {
            File::options()
                .read(true)
                .write(true)
                .open(path)
                .expect("the other end")
        };
        let mut command = Command::new(env!("CARGO_BIN_EXE_sso-oidc"));
        command
            .args(words)
            .env_clear()
            .env("HOME", &home.0)
            .env("TERM", "xterm")
            .env("AWS_REGION", "us-east-1")
            .env("AWS_PAGER", "")
            .envs(variables.iter().copied())
            .stdin(Stdio::from(open()))
            .stdout(Stdio::from(open()))
            .stderr(Stdio::from(open()));
        let child = command.spawn().expect("it starts");
        Terminal {
            master: File::from(master),
            child,
            shown: String::new(),
            rest: Vec::new(),
        }
    }

    /// Waits until this is shown, after what was waited for before.
    fn expect(&mut self, text: &str) -> &mut Self {
        while !self.shown.contains(text) {
            assert!(
                self.more(),
                "no `{text}` in what was shown:\n{}",
                self.shown
            );
        }
        let end = self.shown.find(text).map_or(0, |at| at + text.len());
        self.shown.drain(..end);
        self
    }

    /// Types keys. What was shown before is no answer to them.
    fn press(&mut self, keys: &str) -> &mut Self {
        self.shown.clear();
        self.master.write_all(keys.as_bytes()).expect("typed");
        self
    }

    /// The exit code, and everything shown until the end.
    fn end(mut self) -> (Option<i32>, String) {
        while self.more() {}
        (
            self.child.wait().expect("an end").code(),
            std::mem::take(&mut self.shown),
        )
    }

    /// Reads more; false at the end.
    fn more(&mut self) -> bool {
        let mut ready = [PollFd::new(&self.master, PollFlags::IN)];
        let patience = Timespec {
            tv_sec: 20,
            tv_nsec: 0,
        };
        let count = poll(&mut ready, Some(&patience)).expect("polled");
        assert!(count > 0, "nothing more is shown after:\n{}", self.shown);
        let mut buffer = [0; 4096];
        // A terminal whose other end is closed gives an error.
        let Ok(read @ 1..) = self.master.read(&mut buffer) else {
            return false;
        };
        self.rest.extend_from_slice(&buffer[..read]);
        self.take_in();
        true
    }

    /// Drops escape sequences; answers the one that asks where the cursor is.
    fn take_in(&mut self) {
        while let Some(&first) = self.rest.first() {
            let length = match first {
                0x1b => match escape_length(&self.rest) {
                    Some(length) => length,
                    None => return,
                },
                _ => match self.rest.iter().position(|b| *b == 0x1b) {
                    Some(end) => end,
                    None => self.rest.len(),
                },
            };
            let piece: Vec<u8> = self.rest.drain(..length).collect();
            match piece.as_slice() {
                b"\x1b[6n" => self.master.write_all(b"\x1b[1;1R").expect("answered"),
                [0x1b, ..] => {}
                text => self.shown.push_str(&String::from_utf8_lossy(text)),
            }
        }
    }
}

/// `ESC [ … letter`, or two bytes.
fn escape_length(bytes: &[u8]) -> Option<usize> {
    match bytes.get(1)? {
        b'[' => {
            let end = bytes
                .iter()
                .skip(2)
                .position(|b| (0x40..0x7f).contains(b))?;
            Some(end + 3)
        }
        _ => Some(2),
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A home directory of its own, deleted afterwards.
struct Home(PathBuf);

impl Home {
    fn new(test: &str) -> Home {
        let path =
            std::env::temp_dir().join(format!("sso-oidc-prompt-{}-{test}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a directory");
        Home(path)
    }

    fn history(&self) -> Option<String> {
        std::fs::read_to_string(self.0.join(".aws/cli/cache/sso-oidc-prompt-history")).ok()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const TAB: &str = "\t";
const ENTER: &str = "\r";
const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";
const F5: &str = "\x1b[15~";

#[test]
fn a_line_is_completed_and_run() {
    let home = Home::new("run");
    let mut terminal = Terminal::start(&home, &["--cli-auto-prompt"], &[]);
    terminal
        .expect("> sso-oidc ")
        .expect("register-client")
        .expect("choose a command");
    terminal.press("rgc").expect("register-client");
    terminal
        .press(TAB)
        .expect("> sso-oidc register-client ")
        .expect("--client-name")
        .expect("required");
    terminal.press("--cln").expect("--client-name").press(DOWN);
    terminal
        .expect("documentation")
        .expect("The friendly name of the client.");
    terminal.press(ENTER).expect("--client-name ");
    terminal
        .press("demo --client-type public ")
        .expect("clientSecretExpiresAt")
        .expect("Enter runs it");
    terminal
        .press("--gen")
        .expect("--generate-cli-skeleton")
        .press(TAB)
        .expect("yaml-input");
    terminal
        .press("yam")
        .expect("yaml-input")
        .press(TAB)
        .press(ENTER);
    let (code, shown) = terminal.end();
    assert!(shown.contains("clientName: ''"), "{shown}");
    assert_eq!(code, Some(0));
    let line = "register-client --client-name demo --client-type public --generate-cli-skeleton yaml-input\n";
    assert_eq!(home.history().as_deref(), Some(line));
}

#[test]
fn giving_up_is_an_interrupt() {
    for key in ["\x03", "\x04"] {
        let home = Home::new("give-up");
        let mut terminal = Terminal::start(&home, &[], &[("AWS_CLI_AUTO_PROMPT", "on")]);
        terminal.expect("choose a command").press(key);
        assert_eq!(terminal.end().0, Some(130));
        assert_eq!(home.history(), None);
    }
}

#[test]
fn an_error_in_the_line_is_mended_with_on_partial() {
    let home = Home::new("partial");
    let variables = [("AWS_CLI_AUTO_PROMPT", "on-partial")];
    let mut terminal = Terminal::start(
        &home,
        &["register-client", "--client-name", "a b"],
        &variables,
    );
    terminal
        .expect("> sso-oidc register-client --client-name 'a b' ")
        .expect("missing: --client-type");
    terminal
        .press("--client-type public --dry-run")
        .expect("--dry-run")
        .press(ENTER);
    let (code, shown) = terminal.end();
    assert!(shown.contains("\"clientName\": \"a b\""), "{shown}");
    assert_eq!(code, Some(0));
    let terminal = Terminal::start(
        &home,
        &["register-client", "--generate-cli-skeleton"],
        &variables,
    );
    assert_eq!(terminal.end().0, Some(0));
}

#[test]
fn earlier_lines_come_back_but_not_those_with_secrets() {
    let home = Home::new("history");
    let ask = ["--cli-auto-prompt"];
    let mut terminal = Terminal::start(&home, &ask, &[]);
    terminal
        .expect("choose a command")
        .press("register-client --generate-cli-skeleton")
        .press(ENTER);
    assert_eq!(terminal.end().0, Some(0));
    let mut terminal = Terminal::start(&home, &ask, &[]);
    let secret = "create-token --client-secret hidden --generate-cli-skeleton";
    terminal
        .expect("choose a command")
        .press(secret)
        .press(ENTER);
    assert_eq!(terminal.end().0, Some(0));
    assert_eq!(
        home.history().as_deref(),
        Some("register-client --generate-cli-skeleton\n")
    );
    let mut terminal = Terminal::start(&home, &ask, &[]);
    terminal
        .expect("choose a command")
        .press(UP)
        .expect("register-client --generate-cli-skeleton");
    terminal.press(ENTER);
    let (code, shown) = terminal.end();
    assert!(shown.contains("\"clientName\": \"\""), "{shown}");
    assert_eq!(code, Some(0));
}

#[test]
fn the_output_is_shown_before_it_is_there() {
    let home = Home::new("preview");
    let mut terminal = Terminal::start(&home, &["--cli-auto-prompt", "register-client"], &[]);
    terminal
        .expect("missing")
        .press(F5)
        .expect("output")
        .expect("\"clientId\": \"clientId\"");
    terminal
        .press("--output yaml --query '{id: clientId}' ")
        .expect("id: clientId");
    terminal.press("\x03");
    assert_eq!(terminal.end().0, Some(130));
}

#[test]
fn without_a_terminal_there_is_no_prompt() {
    let home = Home::new("none");
    let output = Command::new(env!("CARGO_BIN_EXE_sso-oidc"))
        .args(["register-client", "--cli-auto-prompt"])
        .env_clear()
        .env("HOME", &home.0)
        .stdin(Stdio::null())
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(255));
    assert!(output.stdout.is_empty());
}
