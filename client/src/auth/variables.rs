//! Environment variables with a service's identities.

use super::{ApiKeyValue, AuthError, BearerToken, Login};
use crate::environment::Environment;
use smithgen_runtime::operation::Service;

/// The variable with the service's bearer token, and a fallback. AWS services use their signing name:
/// `AWS_BEARER_TOKEN_BEDROCK`. Others use their own name, `BOOKSTORE_BEARER_TOKEN`, with
/// `AWS_BEARER_TOKEN_BOOKSTORE` as fallback for users who keep all tokens together.
#[must_use]
pub fn bearer_token(service: &Service) -> (String, Option<String>) {
    let of_aws = |name: &str| format!("AWS_BEARER_TOKEN_{}", upper(name));
    match service.signing_name() {
        "" => (own(service, "BEARER_TOKEN"), Some(of_aws(service.sdk_id()))),
        name => (of_aws(name), None),
    }
}

/// The variable with the service's API key: `BOOKSTORE_API_KEY`.
#[must_use]
pub fn api_key(service: &Service) -> String {
    own(service, "API_KEY")
}

/// The variables with the user name and password: `BOOKSTORE_USER`, `BOOKSTORE_PASSWORD`.
#[must_use]
pub fn login(service: &Service) -> (String, String) {
    (own(service, "USER"), own(service, "PASSWORD"))
}

/// A variable of the service itself: `BOOKSTORE_ENDPOINT_URL`.
#[must_use]
pub fn own(service: &Service, what: &str) -> String {
    format!("{}_{what}", upper(service.sdk_id()))
}

/// Converts text to upper case, with `_` for anything between letters and digits.
fn upper(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("_").to_ascii_uppercase()
}

/// The environment's identities for a single service. Empty variables count as unset.
pub(super) struct OfService<'a> {
    pub(super) environment: &'a Environment,
    pub(super) service: &'a Service,
}

impl OfService<'_> {
    fn get(&self, name: &str) -> Option<String> {
        self.environment.get(name).filter(|value| !value.is_empty())
    }

    pub(super) fn bearer_token(&self) -> Option<BearerToken> {
        let (first, second) = bearer_token(self.service);
        let token = self.get(&first).or_else(|| self.get(&second?));
        token.map(BearerToken::new)
    }

    pub(super) fn api_key(&self) -> Option<ApiKeyValue> {
        self.get(&api_key(self.service)).map(ApiKeyValue::new)
    }

    /// # Errors
    /// Only one of the two is set. A password may be empty.
    pub(super) fn login(&self) -> Result<Option<Login>, AuthError> {
        let (user, password) = login(self.service);
        match (self.get(&user), self.environment.get(&password)) {
            (Some(user), Some(password)) => Ok(Some(Login::new(user, password))),
            (None, None) => Ok(None),
            (Some(_), None) => Err(half(&user, &password)),
            (None, Some(_)) => Err(half(&password, &user)),
        }
    }
}

fn half(set: &str, missing: &str) -> AuthError {
    AuthError::provider("env", format!("{set} is set, but {missing} is not"))
}
