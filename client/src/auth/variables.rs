//! The environment variables that hold a service's identities, and what is in them.

use super::{ApiKeyValue, AuthError, BearerToken, Login};
use crate::environment::Environment;
use smithgen_runtime::operation::Service;

/// The variable of the service's bearer token, and the one that is looked at when it is not set. A service of AWS goes by the name that it signs for:
/// `AWS_BEARER_TOKEN_BEDROCK`. Any other goes by its own: `BOOKSTORE_BEARER_TOKEN`, and
/// `AWS_BEARER_TOKEN_BOOKSTORE` for those who keep it beside the tokens of AWS.
#[must_use]
pub fn bearer_token(service: &Service) -> (String, Option<String>) {
    let of_aws = |name: &str| format!("AWS_BEARER_TOKEN_{}", upper(name));
    match service.signing_name {
        "" => (own(service, "BEARER_TOKEN"), Some(of_aws(service.sdk_id))),
        name => (of_aws(name), None),
    }
}

/// The variable of the service's API key: `BOOKSTORE_API_KEY`.
#[must_use]
pub fn api_key(service: &Service) -> String {
    own(service, "API_KEY")
}

/// The variables of the user's name and password: `BOOKSTORE_USER`, `BOOKSTORE_PASSWORD`.
#[must_use]
pub fn login(service: &Service) -> (String, String) {
    (own(service, "USER"), own(service, "PASSWORD"))
}

/// The service's own variable for something: `BOOKSTORE_ENDPOINT_URL`.
#[must_use]
pub fn own(service: &Service, what: &str) -> String {
    format!("{}_{what}", upper(service.sdk_id))
}

/// In upper case, with `_` for whatever stands between letters and digits.
fn upper(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("_").to_ascii_uppercase()
}

/// What the environment has for one service alone. Empty variables are as good as none.
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
    /// When only one of the two is set. A password may be empty.
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
