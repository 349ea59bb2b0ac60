//! Credentials printed by another program.

use smithgen_client::auth::Credentials;
use smithgen_client::blocking::on_a_thread;

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
