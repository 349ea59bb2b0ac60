//! Credentials printed by another program.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

use smithgen_client::auth::Credentials;

use super::{CredentialsError, ProcessFault, Reader, printed};
use crate::profile::{Profile, credential_process, shell_split};

/// The profile's command line, if it has one.
///
/// # Errors
/// Nested settings instead of text.
pub(super) fn find(profile: &Profile) -> Result<Option<String>, CredentialsError> {
    let Some(setting) = profile.setting("credential_process") else {
        return Ok(None);
    };
    match setting.as_text() {
        Some(line) => Ok(Some(line.to_owned())),
        None => Err(ProcessFault::LineIsNoText.into()),
    }
}

/// Runs the command line on a separate thread and parses its output.
///
/// # Errors
/// The program fails or prints something else.
pub(super) async fn run(line: String, reader: Reader) -> Result<Credentials, CredentialsError> {
    let outcome = on_a_thread(move || wait(&line, reader)).await;
    Ok(outcome.map_err(ProcessFault::Thread)??)
}

/// Does blocking work on a separate thread, so that the executor is not blocked.
///
/// # Errors
/// The thread cannot be started.
pub(super) async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<T> {
    type Shared<T> = Mutex<(Option<T>, Option<Waker>)>;
    let shared: Arc<Shared<T>> = Arc::new(Mutex::new((None, None)));
    let theirs = shared.clone();
    std::thread::Builder::new().spawn(move || {
        let outcome = work();
        let mut shared = theirs.lock().unwrap_or_else(PoisonError::into_inner);
        shared.0 = Some(outcome);
        if let Some(waker) = shared.1.take() {
            waker.wake();
        }
    })?;
    let outcome = std::future::poll_fn(move |context| {
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        match shared.0.take() {
            Some(outcome) => Poll::Ready(outcome),
            None => {
                shared.1 = Some(context.waker().clone());
                Poll::Pending
            }
        }
    });
    Ok(outcome.await)
}

fn wait(line: &str, reader: Reader) -> Result<Credentials, ProcessFault> {
    let words = shell_split(line).map_err(ProcessFault::Unclosed)?;
    let (program, arguments) = words.split_first().ok_or(ProcessFault::NoProgram)?;
    let output = credential_process(program, arguments).map_err(|error| ProcessFault::Run {
        program: program.clone(),
        error,
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(ProcessFault::Failed(said.into_owned()));
    }
    printed::credentials(reader(&output.stdout).map_err(ProcessFault::Unreadable)?)
}
