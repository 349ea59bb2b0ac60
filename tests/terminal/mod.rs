//! A terminal with the program in it, for tests: what was written to it, and what its screen shows.

// Each test that uses this uses another part of it.
#![allow(dead_code)]

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::num::NonZero;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{FdFlags, fcntl_setfd};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

pub(crate) const TAB: &str = "\t";
pub(crate) const ENTER: &str = "\r";
pub(crate) const ESCAPE: &str = "\x1b";
pub(crate) const DOWN: &str = "\x1b[B";
pub(crate) const UP: &str = "\x1b[A";
pub(crate) const END: &str = "\x1b[F";
pub(crate) const F2: &str = "\x1bOQ";
pub(crate) const F3: &str = "\x1bOR";
pub(crate) const F5: &str = "\x1b[15~";

/// A terminal with a program in it.
pub(crate) struct Terminal {
    master: File,
    child: Child,
    /// Text that was written since the last key.
    shown: String,
    /// Everything that was written.
    written: Vec<u8>,
    /// How much of that before the last key.
    pressed: usize,
    screen: vt100::Parser,
    /// Bytes of an escape sequence or a character that is not complete yet.
    rest: Vec<u8>,
}

impl Terminal {
    /// The command `sso-oidc` in a terminal of 100 columns and 40 rows.
    pub(crate) fn start(home: &Home, words: &[&str], variables: &[(&str, &str)]) -> Terminal {
        Terminal::sized(home, (100, 40), words, variables)
    }

    /// The same in a terminal of so many columns and rows.
    pub(crate) fn sized(
        home: &Home,
        size: (u16, u16),
        words: &[&str],
        variables: &[(&str, &str)],
    ) -> Terminal {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sso-oidc"));
        command
            .args(words)
            .env_clear()
            .env("HOME", &home.0)
            .env("TERM", "xterm")
            .env("AWS_REGION", "us-east-1")
            .env("AWS_PAGER", "")
            .envs(variables.iter().copied());
        Terminal::with(command, size)
    }

    /// Any command in such a terminal.
    pub(crate) fn with(mut command: Command, (columns, rows): (u16, u16)) -> Terminal {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
        // No program may hold an end that tells whether its terminal is there, be it its own or that of another test.
        #[cfg(target_os = "linux")]
        let flags = flags | OpenptFlags::CLOEXEC;
        let master = openpt(flags).expect("a terminal");
        fcntl_setfd(&master, FdFlags::CLOEXEC).expect("kept to oneself");
        grantpt(&master).expect("granted");
        unlockpt(&master).expect("unlocked");
        tcsetwinsize(&master, window(columns, rows)).expect("a size");
        let name = ptsname(&master, Vec::new()).expect("a name");
        let path = name.to_str().expect("text");
        let open = || {
            let mut options = File::options();
            options.read(true).write(true);
            options.open(path).expect("the other end")
        };
        command
            .stdin(Stdio::from(open()))
            .stdout(Stdio::from(open()))
            .stderr(Stdio::from(open()));
        let child = command.spawn().expect("it starts");
        Terminal {
            master: File::from(master),
            child,
            shown: String::new(),
            written: Vec::new(),
            pressed: 0,
            screen: vt100::Parser::new(number(rows), number(columns), 0),
            rest: Vec::new(),
        }
    }

    /// Waits until the prompt has been drawn since the last key: then the cursor is shown.
    pub(crate) fn drawn(&mut self) -> &mut Self {
        const SHOWN: &[u8] = b"\x1b[?25h";
        while !self.written[self.pressed..]
            .windows(SHOWN.len())
            .any(|it| it == SHOWN)
        {
            assert!(self.more(), "the prompt is gone");
        }
        self
    }

    /// Waits until this is written, after what was waited for before.
    pub(crate) fn expect(&mut self, text: &str) -> &mut Self {
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

    /// Waits until the screen is as it has to be.
    pub(crate) fn until(&mut self, what: &str, is_so: impl Fn(&[String]) -> bool) -> &mut Self {
        while !is_so(&self.rows()) {
            assert!(
                self.more(),
                "never {what}, but:\n{}",
                self.rows().join("\n")
            );
        }
        self
    }

    /// Waits until the screen shows this.
    pub(crate) fn until_seen(&mut self, text: &str) -> &mut Self {
        self.until(&format!("`{text}`"), |rows| {
            rows.iter().any(|row| row.contains(text))
        })
    }

    /// Waits until the screen does not show this any more.
    pub(crate) fn until_gone(&mut self, text: &str) -> &mut Self {
        self.until(&format!("without `{text}`"), |rows| {
            !rows.iter().any(|row| row.contains(text))
        })
    }

    /// The rows of the screen without the blanks at their ends.
    pub(crate) fn rows(&self) -> Vec<String> {
        let (_, columns) = self.screen.screen().size();
        let rows = self.screen.screen().rows(0, columns.get());
        rows.map(|row| row.trim_end().to_owned()).collect()
    }

    /// How many columns there are.
    pub(crate) fn columns(&self) -> u16 {
        self.screen.screen().size().1.get()
    }

    /// Where the cursor is: row and column.
    pub(crate) fn cursor(&self) -> (u16, u16) {
        self.screen.screen().cursor_position()
    }

    /// Gives the terminal another size, as a window that is dragged.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.shown.clear();
        self.screen
            .screen_mut()
            .set_size(number(rows), number(columns));
        tcsetwinsize(&self.master, window(columns, rows)).expect("a size");
        // The terminal is not the controlling one, so that the kernel tells nobody.
        self.signal(Signal::WINCH);
        self
    }

    /// Sends the program a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        let process = Pid::from_child(&self.child);
        kill_process(process, signal).expect("sent");
    }

    /// Types keys. What was shown before is not an answer to them.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        self.shown.clear();
        self.pressed = self.written.len();
        self.master.write_all(keys.as_bytes()).expect("typed");
        self
    }

    /// Takes the terminal away; the exit code, or nothing when the program has to be killed. It is not the
    /// controlling terminal, so that no signal tells the program.
    pub(crate) fn hang_up(mut self) -> Option<i32> {
        self.master = File::open("/dev/null").expect("another file");
        let process = Pid::from_child(&self.child);
        let (ended, has_ended) = std::sync::mpsc::channel::<()>();
        let killer = std::thread::spawn(move || {
            let waited = has_ended.recv_timeout(Duration::from_secs(20));
            if waited == Err(RecvTimeoutError::Timeout) {
                kill_process(process, Signal::KILL).expect("sent");
            }
        });
        let status = self.child.wait().expect("an end");
        drop(ended);
        killer.join().expect("an end");
        status.code()
    }

    /// The exit code, and everything shown until the end.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        while self.more() {}
        (
            self.child.wait().expect("an end").code(),
            std::mem::take(&mut self.shown),
        )
    }

    /// The same with the bytes that were written.
    pub(crate) fn end_with_bytes(mut self) -> (Option<i32>, Vec<u8>) {
        while self.more() {}
        (
            self.child.wait().expect("an end").code(),
            std::mem::take(&mut self.written),
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
        assert!(
            count > 0,
            "nothing more is shown after:\n{}\non the screen:\n{}",
            self.shown,
            self.rows().join("\n")
        );
        let mut buffer = [0; 4096];
        // A terminal whose other end is closed gives an error.
        let Ok(read @ 1..) = self.master.read(&mut buffer) else {
            return false;
        };
        self.rest.extend_from_slice(&buffer[..read]);
        self.take_in();
        true
    }

    /// Shows what came; answers the sequence that asks where the cursor is.
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
            self.written.extend_from_slice(&piece);
            match piece.as_slice() {
                b"\x1b[6n" => {
                    let (row, column) = self.cursor();
                    let answer = format!("\x1b[{};{}R", row + 1, column + 1);
                    self.master.write_all(answer.as_bytes()).expect("answered");
                }
                sequence @ [0x1b, ..] => self.screen.process(sequence),
                text => {
                    self.screen.process(text);
                    self.shown.push_str(&String::from_utf8_lossy(text));
                }
            }
        }
    }
}

fn number(size: u16) -> NonZero<u16> {
    NonZero::new(size).expect("terminals are not empty")
}

fn window(columns: u16, rows: u16) -> Winsize {
    Winsize {
        ws_row: rows,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
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
pub(crate) struct Home(pub(crate) PathBuf);

impl Home {
    pub(crate) fn new(test: &str) -> Home {
        let path =
            std::env::temp_dir().join(format!("sso-oidc-terminal-{}-{test}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a directory");
        Home(path)
    }

    pub(crate) fn history_path(&self) -> PathBuf {
        self.0.join(".aws/cli/cache/sso-oidc-prompt-history")
    }

    pub(crate) fn history(&self) -> Option<String> {
        std::fs::read_to_string(self.history_path()).ok()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The program, called through a link of this name, with an environment that says little.
pub(crate) fn called(home: &Home, name: &str, words: &[&str]) -> Command {
    let link = home.0.join(name);
    if !link.exists() {
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_sso-oidc"), &link).expect("a link");
    }
    let mut command = Command::new(link);
    command
        .args(words)
        .env_clear()
        .env("HOME", &home.0)
        .env("TERM", "xterm")
        .env("AWS_REGION", "us-east-1")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_PAGER", "");
    command
}

/// A service that answers everything with this status, header line and body.
pub(crate) fn service(status: &'static str, header: &'static [u8], body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut reader = BufReader::new(stream.try_clone().expect("a reader"));
            let (mut line, mut length) = (String::new(), 0);
            while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
                if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().expect("a length");
                }
                line.clear();
            }
            reader.read_exact(&mut vec![0; length]).expect("a body");
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n",
                body.len()
            );
            let answer = [head.as_bytes(), header, b"\r\n", body.as_bytes()].concat();
            let _ = stream.write_all(&answer);
        }
    });
    url
}
