//! Parses the output of a `credential_process`.

use std::collections::BTreeMap;

use smithgen_client::auth::Credentials;
use smithgen_runtime::codec::json;
use smithgen_runtime::schema::TimestampFormat;
use smithgen_runtime::value::{DateTime, Document, Number};

use super::ProcessFault;

/// Parses a program's output as a JSON object. Callers may supply a more lenient parser with its own error
/// messages, which must not contain the output.
pub type Reader = fn(&[u8]) -> Result<Printed, String>;

/// The members of the object by name.
pub type Printed = BTreeMap<String, Member>;

/// A member of the object.
#[derive(Clone, PartialEq, Eq)]
pub enum Member {
    /// Text.
    Text(String),
    /// An integer.
    Integer(i64),
    /// Anything else, with the text to display.
    Other(String),
}

/// Parses JSON.
///
/// # Errors
/// The output is not an object.
pub(super) fn read(printed: &[u8]) -> Result<Printed, String> {
    let document = json::document(printed).map_err(|_| "the output is not JSON".to_owned())?;
    let Document::Object(members) = document else {
        return Err("the output is not an object of JSON".to_owned());
    };
    Ok(members
        .into_iter()
        .map(|(name, value)| (name, member(value)))
        .collect())
}

fn member(value: Document) -> Member {
    match value {
        Document::String(text) => Member::Text(text),
        Document::Number(Number::Uint(number)) => match i64::try_from(number) {
            Ok(number) => Member::Integer(number),
            Err(_) => Member::Other(number.to_string()),
        },
        Document::Number(Number::Int(number)) => Member::Integer(number),
        Document::Number(Number::Float(number)) => Member::Other(number.to_string()),
        Document::Number(Number::Big(number)) => Member::Other(number.to_string()),
        Document::Null => Member::Other("null".to_owned()),
        Document::Bool(flag) => Member::Other(flag.to_string()),
        Document::Array(_) => Member::Other("[…]".to_owned()),
        Document::Object(_) => Member::Other("{…}".to_owned()),
    }
}

/// The credentials in `{"Version": 1, "AccessKeyId": …}`.
///
/// # Errors
/// Another version, a missing key, or an invalid time. Errors contain no secrets.
pub(super) fn credentials(mut printed: Printed) -> Result<Credentials, ProcessFault> {
    match printed.get("Version") {
        Some(Member::Integer(1)) => {}
        other => {
            return Err(ProcessFault::Version(other.map(|member| match member {
                Member::Text(text) | Member::Other(text) => text.clone(),
                Member::Integer(number) => number.to_string(),
            })));
        }
    }
    const KEYS: [&str; 2] = ["AccessKeyId", "SecretAccessKey"];
    if let Some(missing) = KEYS.into_iter().find(|key| !printed.contains_key(*key)) {
        return Err(ProcessFault::Missing(missing));
    }
    let mut text = |key| match printed.remove(key) {
        Some(Member::Text(text)) => Some(text),
        _ => None,
    };
    let [id, secret] = KEYS.map(|key| text(key).ok_or(ProcessFault::NoText(key)));
    let expiry = text("Expiration").map(|text| {
        DateTime::parse(&text, TimestampFormat::DateTime).map_err(|_| ProcessFault::Expiration)
    });
    Ok(Credentials {
        access_key_id: id?,
        secret_access_key: secret?,
        session_token: text("SessionToken"),
        account_id: text("AccountId"),
        expiry: expiry.transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "hush",
        "SessionToken": "tok", "Expiration": "2030-01-01T00:00:00Z"}"#;

    fn parse(printed: &str) -> Result<Credentials, ProcessFault> {
        credentials(read(printed.as_bytes()).map_err(ProcessFault::Unreadable)?)
    }

    #[test]
    fn what_a_program_prints_becomes_credentials() {
        let expected = Credentials::new("A", "hush")
            .session_token("tok")
            .expiry(DateTime::from_secs(1_893_456_000));
        assert_eq!(parse(GOOD).unwrap(), expected);
    }

    #[test]
    fn errors_say_what_is_wrong_and_show_no_secret() {
        for (bad, expected) in [
            (GOOD.replace("1,", "2,"), "Unsupported version '2'"),
            (GOOD.replace("1,", "\"1.0\","), "Unsupported version '1.0'"),
            (GOOD.replace("\"Version\"", "\"V\""), "not provided"),
            (GOOD.replace("AccessKeyId", "x"), "'AccessKeyId'"),
            (GOOD.replace("\"hush\"", "1"), "'SecretAccessKey'"),
            (GOOD.replace("2030-01", "hush"), "'Expiration'"),
            ("hush".to_owned(), "not JSON"),
            ("[\"hush\"]".to_owned(), "not an object"),
        ] {
            let fault = parse(&bad).unwrap_err();
            let message = fault.to_string();
            assert!(message.contains(expected), "{message}");
            assert!(
                !format!("{fault:?} {message}").contains("hush"),
                "{message}"
            );
        }
    }
}
