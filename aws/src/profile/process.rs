//! Runs a `credential_process` with limited output.

use std::io::{self, Read};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::{fmt, thread};

use crate::limits::CREDENTIAL_PROCESS_BYTES;

/// Why the program gave nothing.
#[derive(Debug)]
pub enum ProcessError {
    /// It could not be run.
    Io(io::Error),
    /// It printed too much and was killed.
    TooMuch,
}

impl fmt::Display for ProcessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProcessError::Io(error) => error.fmt(f),
            ProcessError::TooMuch => write!(
                f,
                "the program printed more than {} MiB",
                CREDENTIAL_PROCESS_BYTES >> 20
            ),
        }
    }
}

impl std::error::Error for ProcessError {}

impl From<io::Error> for ProcessError {
    fn from(error: io::Error) -> Self {
        ProcessError::Io(error)
    }
}

/// Runs the program, with standard input inherited, and returns its output. There is no time limit, since it may be
/// waiting for the user.
///
/// # Errors
/// The program cannot be run, or prints too much.
pub fn credential_process(program: &str, arguments: &[String]) -> Result<Output, ProcessError> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::inherit())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (sender, printed) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        reader(stdout, true, sender.clone())?;
    }
    if let Some(stderr) = child.stderr.take() {
        reader(stderr, false, sender.clone())?;
    }
    drop(sender);
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    // The loop ends when both readers are done, or one reaches its limit. The other may then be blocked on a
    // process that still holds the pipe, so it is not joined.
    for (is_stdout, bytes) in printed {
        let bytes = bytes?;
        if bytes.len() as u64 > CREDENTIAL_PROCESS_BYTES {
            // This fails if the program has exited in the meantime.
            let _ = child.kill();
            let _ = child.wait();
            return Err(ProcessError::TooMuch);
        }
        match is_stdout {
            true => stdout = bytes,
            false => stderr = bytes,
        }
    }
    Ok(Output {
        status: child.wait()?,
        stdout,
        stderr,
    })
}

/// Reads a stream on a separate thread, up to one byte beyond the limit.
fn reader(
    stream: impl Read + Send + 'static,
    is_stdout: bool,
    sender: mpsc::Sender<(bool, io::Result<Vec<u8>>)>,
) -> io::Result<()> {
    let read = move || {
        let mut bytes = Vec::new();
        let mut stream = stream.take(CREDENTIAL_PROCESS_BYTES + 1);
        let read = stream.read_to_end(&mut bytes).map(|_| bytes);
        // This fails if the other stream has already exceeded the limit.
        let _ = sender.send((is_stdout, read));
    };
    thread::Builder::new().spawn(read).map(drop)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn run(script: &str) -> Result<Output, ProcessError> {
        credential_process("/bin/sh", &["-c".to_owned(), script.to_owned()])
    }

    #[test]
    fn as_much_as_the_limit_is_read_from_either_stream() {
        let limit = CREDENTIAL_PROCESS_BYTES;
        let output = run(&format!(
            "head -c {limit} /dev/zero; head -c {limit} /dev/zero >&2"
        ))
        .unwrap();
        assert_eq!(
            (output.stdout.len() as u64, output.stderr.len() as u64),
            (limit, limit)
        );
        assert!(output.status.success());
    }

    #[test]
    fn a_program_that_never_stops_is_ended() {
        for script in ["yes", "yes >&2", "head -c 1048577 /dev/zero"] {
            assert_eq!(
                run(script).unwrap_err().to_string(),
                "the program printed more than 1 MiB",
                "{script}"
            );
        }
    }

    #[test]
    fn a_program_that_is_not_there_cannot_be_run() {
        assert!(matches!(
            credential_process("/no/such/program", &[]),
            Err(ProcessError::Io(error)) if error.kind() == io::ErrorKind::NotFound
        ));
    }
}
