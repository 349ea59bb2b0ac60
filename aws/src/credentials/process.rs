//! Credentials that another program prints.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

use crate::profile::{credential_process, shell_split};
use smithgen_client::auth::{AuthError, Credentials};
use smithgen_runtime::codec::json;
use smithgen_runtime::schema::TimestampFormat;
use smithgen_runtime::value::{DateTime, Document, Number};

const SOURCE: &str = "custom-process";

/// Runs the command line on a thread of its own and reads what it prints.
///
/// # Errors
/// When it fails, or prints something else.
pub(super) async fn run(line: String) -> Result<Credentials, AuthError> {
    type Outcome = Result<Credentials, AuthError>;
    let shared: Arc<Mutex<(Option<Outcome>, Option<Waker>)>> = Arc::default();
    let theirs = shared.clone();
    let thread = std::thread::Builder::new().spawn(move || {
        let outcome = wait(&line);
        let mut shared = theirs.lock().unwrap_or_else(PoisonError::into_inner);
        shared.0 = Some(outcome);
        if let Some(waker) = shared.1.take() {
            waker.wake();
        }
    });
    thread.map_err(|error| AuthError::provider(SOURCE, error.to_string()))?;
    std::future::poll_fn(move |context| {
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        match shared.0.take() {
            Some(outcome) => Poll::Ready(outcome),
            None => {
                shared.1 = Some(context.waker().clone());
                Poll::Pending
            }
        }
    })
    .await
}

fn wait(line: &str) -> Result<Credentials, AuthError> {
    let failed = |message: &str| {
        let message = format!("Error when retrieving credentials from {SOURCE}: {message}");
        AuthError::provider(SOURCE, message)
    };
    let words = shell_split(line).map_err(|error| failed(&error.to_string()))?;
    let (program, arguments) = words.split_first().ok_or_else(|| failed("no program"))?;
    let output = credential_process(program, arguments)
        .map_err(|error| failed(&format!("{program}: {error}")))?;
    if !output.status.success() {
        return Err(failed(String::from_utf8_lossy(&output.stderr).trim_end()));
    }
    parse(&output.stdout).map_err(|message| failed(&message))
}

/// Reads `{"Version": 1, "AccessKeyId": …}`. No error shows what was printed.
fn parse(printed: &[u8]) -> Result<Credentials, String> {
    let printed = json::document(printed).map_err(|_| "the output is not JSON".to_owned())?;
    match printed.get("Version") {
        Some(Document::Number(Number::Uint(1))) => {}
        Some(_) => return Err("Unsupported version, supported versions: 1".to_owned()),
        None => {
            return Err(
                "Unsupported version '<Version key not provided>' for credential process \
                        provider, supported versions: 1"
                    .to_owned(),
            );
        }
    }
    let text = |key: &str| {
        printed
            .get(key)
            .and_then(Document::as_str)
            .map(str::to_owned)
    };
    let required =
        |key: &str| text(key).ok_or_else(|| format!("Missing required key in response: '{key}'"));
    let expiry = match text("Expiration") {
        Some(text) => Some(
            DateTime::parse(&text, TimestampFormat::DateTime)
                .map_err(|_| "'Expiration' is not a time".to_owned())?,
        ),
        None => None,
    };
    Ok(Credentials {
        access_key_id: required("AccessKeyId")?,
        secret_access_key: required("SecretAccessKey")?,
        session_token: text("SessionToken"),
        expiry,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "hush",
        "SessionToken": "tok", "Expiration": "2030-01-01T00:00:00Z"}"#;

    #[test]
    fn what_a_program_prints_becomes_credentials() {
        let read = parse(GOOD.as_bytes()).unwrap();
        let expected = Credentials::new("A", "hush")
            .session_token("tok")
            .expiry(DateTime::from_secs(1_893_456_000));
        assert_eq!(read, expected);
    }

    #[test]
    fn errors_say_what_is_wrong_and_show_no_secret() {
        for (bad, expected) in [
            (GOOD.replace("1,", "2,"), "Unsupported version"),
            (GOOD.replace("\"Version\"", "\"V\""), "not provided"),
            (GOOD.replace("AccessKeyId", "x"), "'AccessKeyId'"),
            (GOOD.replace("\"hush\"", "1"), "'SecretAccessKey'"),
            (GOOD.replace("2030-01", "hush"), "'Expiration'"),
            ("hush".to_owned(), "not JSON"),
        ] {
            let message = parse(bad.as_bytes()).unwrap_err();
            assert!(message.contains(expected), "{message}");
            assert!(!message.contains("hush"), "{message}");
        }
    }
}
