//! A stand-in of the OIDC service: in memory, made from the same model, with its modelled errors.
//!
//! Routing, decoding and the model's constraints are the runtime's; here stands only what the model
//! cannot say: which values the service accepts and what it answers. For trying things out without a
//! network or an account. What it issues is worth nothing anywhere else.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use smithgen_client::runtime::uuid_v4;
use smithgen_server::stand_in::{Error, Invalid, Server};
use sso_oidc_client::operations::create_token::{CreateToken, CreateTokenInput, CreateTokenOutput};
use sso_oidc_client::operations::register_client::{
    RegisterClient, RegisterClientInput, RegisterClientOutput,
};
use sso_oidc_client::operations::start_device_authorization::{
    StartDeviceAuthorization, StartDeviceAuthorizationInput, StartDeviceAuthorizationOutput,
};
use sso_oidc_client::types;

/// How long a registration is valid, in seconds: 90 days.
const REGISTRATION_LIFETIME: i64 = 90 * 24 * 60 * 60;
/// How long a device code is valid, in seconds.
const DEVICE_CODE_LIFETIME: i32 = 600;
/// How long an access token is valid, in seconds.
const TOKEN_LIFETIME: i32 = 8 * 60 * 60;
/// Seconds to wait between polls.
const POLL_INTERVAL: i32 = 1;

const DEVICE_CODE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
const GRANTS: [&str; 3] = ["authorization_code", "refresh_token", DEVICE_CODE_GRANT];

/// How many of each kind are remembered: who registers in a loop must not fill the memory.
const REMEMBERED: usize = 10_000;

/// Where a person would approve a device, in a server of its own.
pub(crate) const DEVICE_PAGE: &str = "/device";

/// What the page to approve a device at says.
pub(crate) const APPROVAL: &str =
    "There is nothing to approve: this stand-in approves every device by itself.";

/// What the service remembers.
#[derive(Default)]
struct State {
    /// Client secrets by client id.
    clients: Recent<String>,
    /// Polls seen, by device code.
    devices: Recent<u32>,
    /// Refresh tokens issued, with the client they belong to.
    refresh_tokens: Recent<String>,
    /// Where a person would approve a device.
    page: String,
}

/// The latest entries of a map that forgets.
struct Recent<T> {
    entries: HashMap<String, T>,
    /// Their keys, oldest first.
    order: VecDeque<String>,
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Recent {
            entries: HashMap::new(),
            order: VecDeque::new(),
        }
    }
}

impl<T> Recent<T> {
    fn insert(&mut self, key: String, value: T) {
        if self.order.len() >= REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.entries.remove(&oldest);
        }
        self.order.push_back(key.clone());
        self.entries.insert(key, value);
    }
}

/// The stand-in with no registrations, within the process: there is no page to approve a device at but what
/// a browser makes of the URI itself.
pub(crate) fn in_process() -> Server {
    server(format!("data:text/plain,{}", APPROVAL.replace(' ', "%20")))
}

/// The stand-in with no registrations, and with pages of its own at an endpoint.
pub(crate) fn at(endpoint: &str) -> Server {
    server(format!("{endpoint}{DEVICE_PAGE}"))
}

fn server(page: String) -> Server {
    let state = Arc::new(Mutex::new(State {
        page,
        ..State::default()
    }));
    let (register, start, token) = (state.clone(), state.clone(), state);
    Server::new()
        .operation::<RegisterClient>(
            |invalid| invalid_request(invalid).into(),
            move |input| register_client(&mut lock(&register), input),
        )
        .operation::<StartDeviceAuthorization>(
            |invalid| invalid_request(invalid).into(),
            move |input| start_device_authorization(&mut lock(&start), input),
        )
        .operation::<CreateToken>(
            |invalid| invalid_request(invalid).into(),
            move |input| create_token(&mut lock(&token), input),
        )
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    // A handler that panicked leaves maps that are whole: each is changed by single insertions.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn invalid_request(invalid: Invalid) -> types::InvalidRequestException {
    types::InvalidRequestException {
        error: text("invalid_request"),
        error_description: text(invalid.message),
        ..types::InvalidRequestException::default()
    }
}

fn register_client(
    state: &mut State,
    input: RegisterClientInput,
) -> Result<RegisterClientOutput, Error> {
    if input
        .client_name
        .as_deref()
        .unwrap_or_default()
        .trim()
        .is_empty()
    {
        let invalid = Invalid {
            message: "clientName must not be blank".to_owned(),
        };
        return Err(invalid_request(invalid).into());
    }
    if input.client_type.as_deref() != Some("public") {
        return Err(types::InvalidClientMetadataException {
            error: text("invalid_client_metadata"),
            error_description: text("only the client type public is supported"),
        }
        .into());
    }
    if input.scopes.iter().flatten().any(|scope| !is_scope(scope)) {
        return Err(types::InvalidScopeException {
            error: text("invalid_scope"),
            error_description: text("a scope is one or more printable characters without blanks"),
        }
        .into());
    }
    if input
        .redirect_uris
        .iter()
        .flatten()
        .any(|uri| !is_redirect_uri(uri))
    {
        return Err(types::InvalidRedirectUriException {
            error: text("invalid_redirect_uri"),
            error_description: text("a redirect URI is absolute and has no fragment"),
        }
        .into());
    }
    if input
        .grant_types
        .iter()
        .flatten()
        .any(|grant| !GRANTS.contains(&grant.as_str()))
    {
        return Err(types::UnsupportedGrantTypeException {
            error: text("unsupported_grant_type"),
            error_description: text(format!("supported: {}", GRANTS.join(", "))),
        }
        .into());
    }
    let (id, secret) = (token("client"), token("secret"));
    state.clients.insert(id.clone(), secret.clone());
    let now = now();
    Ok(RegisterClientOutput {
        client_id: text(id),
        client_secret: text(secret),
        client_id_issued_at: now,
        client_secret_expires_at: now + REGISTRATION_LIFETIME,
        ..RegisterClientOutput::default()
    })
}

fn start_device_authorization(
    state: &mut State,
    input: StartDeviceAuthorizationInput,
) -> Result<StartDeviceAuthorizationOutput, Error> {
    if !knows(
        state,
        input.client_id.as_deref(),
        input.client_secret.as_deref(),
    ) {
        return Err(invalid_client().into());
    }
    if !input
        .start_url
        .as_deref()
        .unwrap_or_default()
        .starts_with("https://")
    {
        let invalid = Invalid {
            message: "startUrl must be an https URL".to_owned(),
        };
        return Err(invalid_request(invalid).into());
    }
    let device_code = token("device");
    let user_code = user_code();
    state.devices.insert(device_code.clone(), 0);
    Ok(StartDeviceAuthorizationOutput {
        device_code: text(device_code),
        verification_uri_complete: text(complete(&state.page, &user_code)),
        verification_uri: text(state.page.clone()),
        user_code: text(user_code),
        expires_in: DEVICE_CODE_LIFETIME,
        interval: POLL_INTERVAL,
    })
}

/// The page with the code filled in.
fn complete(page: &str, user_code: &str) -> String {
    match page.starts_with("data:") {
        true => format!("{page}%20Code:%20{user_code}"),
        false => format!("{page}?user_code={user_code}"),
    }
}

/// The first poll with a device code finds the authorization pending, later ones find it granted.
fn create_token(state: &mut State, input: CreateTokenInput) -> Result<CreateTokenOutput, Error> {
    if !knows(
        state,
        input.client_id.as_deref(),
        input.client_secret.as_deref(),
    ) {
        return Err(invalid_client().into());
    }
    let client = input.client_id.unwrap_or_default();
    match input.grant_type.as_deref().unwrap_or_default() {
        DEVICE_CODE_GRANT => {
            let polls = input
                .device_code
                .and_then(|code| state.devices.entries.get_mut(&code));
            match polls {
                None => {
                    return Err(invalid_grant("unknown device code").into());
                }
                Some(polls) if *polls == 0 => {
                    *polls = 1;
                    return Err(types::AuthorizationPendingException {
                        error: text("authorization_pending"),
                        error_description: text("the user has not answered yet"),
                    }
                    .into());
                }
                Some(polls) => *polls += 1,
            }
        }
        "refresh_token" => {
            let owner = input
                .refresh_token
                .and_then(|token| state.refresh_tokens.entries.remove(&token));
            if owner.as_deref() != Some(client.as_str()) {
                return Err(invalid_grant("unknown refresh token").into());
            }
        }
        "authorization_code" => {
            return Err(invalid_grant("unknown authorization code").into());
        }
        _ => {
            return Err(types::UnsupportedGrantTypeException {
                error: text("unsupported_grant_type"),
                error_description: text(format!("supported: {}", GRANTS.join(", "))),
            }
            .into());
        }
    }
    let refresh_token = token("refresh");
    state.refresh_tokens.insert(refresh_token.clone(), client);
    Ok(CreateTokenOutput {
        access_token: text(token("access")),
        token_type: text("Bearer"),
        expires_in: TOKEN_LIFETIME,
        refresh_token: text(refresh_token),
        ..CreateTokenOutput::default()
    })
}

fn knows(state: &State, id: Option<&str>, secret: Option<&str>) -> bool {
    match (id.and_then(|id| state.clients.entries.get(id)), secret) {
        (Some(held), Some(given)) => held == given,
        _ => false,
    }
}

fn invalid_client() -> types::InvalidClientException {
    types::InvalidClientException {
        error: text("invalid_client"),
        error_description: text("unknown client id or wrong secret"),
    }
}

fn invalid_grant(description: &str) -> types::InvalidGrantException {
    types::InvalidGrantException {
        error: text("invalid_grant"),
        error_description: text(description),
    }
}

fn text(value: impl Into<String>) -> Option<String> {
    Some(value.into())
}

/// RFC 6749, section 3.3.
fn is_scope(scope: &str) -> bool {
    !scope.is_empty()
        && scope
            .bytes()
            .all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\')
}

/// An absolute URI without a fragment (RFC 6749, section 3.1.2), or `host:port/path` as the service's
/// own documentation writes loopback redirects.
fn is_redirect_uri(uri: &str) -> bool {
    let Some((before, after)) = uri.split_once(':') else {
        return false;
    };
    let name = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    };
    let shaped = match after.strip_prefix("//") {
        Some(rest) => !rest.is_empty(),
        None => after.starts_with(|c: char| c.is_ascii_alphanumeric()),
    };
    !before.is_empty() && name(before) && shaped && !uri.contains(['#', ' '])
}

/// An opaque text that says what it is for.
fn token(kind: &str) -> String {
    format!("local-{kind}-{}", uuid_v4())
}

/// Eight letters in two groups, as a person types them.
fn user_code() -> String {
    let letters: String = uuid_v4()
        .bytes()
        .filter(u8::is_ascii_hexdigit)
        .take(8)
        .map(|digit| char::from(b'A' + (digit % 16)))
        .collect();
    let (left, right) = letters.split_at(letters.len().min(4));
    format!("{left}-{right}")
}

/// Seconds since 1970.
fn now() -> i64 {
    let elapsed = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use smithgen_client::runtime::bytes::Bytes;
    use smithgen_client::runtime::http::Request;

    use super::*;

    /// What a client that registers is told to approve its device at.
    fn verification(server: &Server) -> String {
        let call = |path: &str, body: String| {
            let request = Request::post(path).header("content-type", "application/json");
            let response = server.handle(&request.body(Bytes::from(body)).unwrap());
            assert_eq!(response.status(), 200, "{response:?}");
            String::from_utf8(response.into_body().to_vec()).unwrap()
        };
        let value = |text: &str, name: &str| {
            let (_, rest) = text.split_once(&format!("\"{name}\":\"")).unwrap();
            rest.split_once('"').unwrap().0.to_owned()
        };
        let client = r#"{"clientName":"demo","clientType":"public"}"#.to_owned();
        let client = call("/client/register", client);
        let (id, secret) = (value(&client, "clientId"), value(&client, "clientSecret"));
        let start = format!(
            r#"{{"clientId":"{id}","clientSecret":"{secret}","startUrl":"https://example.awsapps.com/start"}}"#
        );
        let started = call("/device_authorization", start);
        let whole = value(&started, "verificationUriComplete");
        assert!(whole.ends_with(&value(&started, "userCode")), "{whole}");
        let page = value(&started, "verificationUri");
        assert!(whole.starts_with(&page), "{whole}");
        page
    }

    #[test]
    fn devices_are_approved_at_no_host_that_does_not_exist() {
        assert_eq!(
            verification(&at("http://127.0.0.1:7")),
            "http://127.0.0.1:7/device"
        );
        assert_eq!(
            verification(&in_process()),
            "data:text/plain,There%20is%20nothing%20to%20approve:%20this%20stand-in%20approves%20\
             every%20device%20by%20itself."
        );
    }

    #[test]
    fn the_oldest_is_forgotten_when_there_are_too_many() {
        let mut recent = Recent::default();
        for number in 0..REMEMBERED {
            recent.insert(number.to_string(), number);
        }
        assert_eq!(recent.entries.get("0"), Some(&0));
        recent.insert("one more".to_owned(), 0);
        assert_eq!(recent.entries.get("0"), None);
        assert_eq!(recent.entries.len(), REMEMBERED);
        assert!(recent.entries.contains_key("one more"));
    }
}
