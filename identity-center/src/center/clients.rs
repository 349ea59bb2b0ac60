//! The registration of clients (RFC 7591, as far as the service has it).

use super::{Center, PORTAL_SCOPE, millis};
use crate::digest::digest;
use crate::limits::{CLIENT_NAME_BYTES, CLIENT_VALUES, REDIRECT_URI_BYTES, SCOPE_BYTES};
use crate::records::Client;
use crate::redirect;
use crate::refusal::{Reason, Refusal};
use crate::state::State;
use crate::world::Millis;

pub(super) const AUTHORIZATION_CODE: &str = "authorization_code";
pub(super) const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";
pub(super) const REFRESH_TOKEN: &str = "refresh_token";

/// Types of grants that there are.
pub(super) const GRANTS: [&str; 3] = [AUTHORIZATION_CODE, REFRESH_TOKEN, DEVICE_CODE];

/// What a client says of itself.
#[derive(Clone, Debug, Default)]
pub struct Registration {
    /// Its name, as people see it.
    pub name: String,
    /// `public`: no other type is supported.
    pub client_type: String,
    /// What it may ask for; none means the accounts of the portal.
    pub scopes: Vec<String>,
    /// Where authorization codes may be sent.
    pub redirect_uris: Vec<String>,
    /// The grants that it uses; none means all.
    pub grant_types: Vec<String>,
}

/// A registered client.
pub struct Registered {
    /// Its identifier.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// When, in seconds since 1970.
    pub issued_at: i64,
    /// Until when, in seconds since 1970.
    pub expires_at: i64,
}

impl Center {
    /// Registers a client.
    ///
    /// # Errors
    /// It says something that is not supported.
    pub fn register(&self, registration: Registration) -> Result<Registered, Refusal> {
        check(&registration)?;
        let client_id = self.world.secret("client")?;
        let client_secret = self.world.secret("secret")?;
        self.change(|state, now| {
            let expires_at = now + millis(self.accounts.lifetimes.registration);
            let client = Client {
                name: registration.name,
                secret: digest(&client_secret),
                scopes: registration.scopes,
                redirect_uris: registration.redirect_uris,
                grant_types: registration.grant_types,
                issued_at: now,
                expires_at,
            };
            state.clients.set(&client_id, client);
            Ok(Registered {
                client_id,
                client_secret,
                issued_at: now / 1_000,
                expires_at: expires_at / 1_000,
            })
        })
    }
}

fn check(registration: &Registration) -> Result<(), Refusal> {
    let refuse = |reason, description: &str| Err(Refusal::new(reason, description.to_owned()));
    if registration.name.trim().is_empty() {
        return refuse(Reason::InvalidRequest, "clientName must not be blank");
    }
    if registration.name.chars().any(char::is_control) {
        return refuse(Reason::InvalidRequest, "clientName has control characters");
    }
    if registration.name.len() > CLIENT_NAME_BYTES {
        let description = format!("clientName has more than {CLIENT_NAME_BYTES} bytes");
        return refuse(Reason::InvalidRequest, &description);
    }
    if registration.client_type != "public" {
        return refuse(
            Reason::InvalidClientMetadata,
            "only the client type public is supported",
        );
    }
    for (name, values, reason) in [
        ("scopes", &registration.scopes, Reason::InvalidScope),
        (
            "redirectUris",
            &registration.redirect_uris,
            Reason::InvalidRedirectUri,
        ),
        (
            "grantTypes",
            &registration.grant_types,
            Reason::UnsupportedGrantType,
        ),
    ] {
        if values.len() > CLIENT_VALUES {
            return refuse(
                reason,
                &format!("there are more than {CLIENT_VALUES} {name}"),
            );
        }
    }
    if !registration.scopes.iter().all(|scope| is_scope(scope)) {
        let description = "a scope is one or more printable characters without blanks, at most 256";
        return refuse(Reason::InvalidScope, description);
    }
    let can_be_registered =
        |uri: &String| uri.len() <= REDIRECT_URI_BYTES && redirect::can_be_registered(uri);
    if !registration.redirect_uris.iter().all(can_be_registered) {
        return refuse(
            Reason::InvalidRedirectUri,
            "a redirect URI is absolute and has no fragment",
        );
    }
    let mut grants = registration.grant_types.iter();
    if !grants.all(|grant| GRANTS.contains(&grant.as_str())) {
        let description = format!("supported: {}", GRANTS.join(", "));
        return refuse(Reason::UnsupportedGrantType, &description);
    }
    Ok(())
}

/// RFC 6749, section 3.3.
fn is_scope(scope: &str) -> bool {
    (1..=SCOPE_BYTES).contains(&scope.len())
        && scope
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
}

impl State {
    /// A client whose registration has not expired.
    pub(super) fn client(&self, id: &str, now: Millis) -> Option<&Client> {
        self.clients
            .get(id)
            .filter(|client| now < client.expires_at)
    }

    /// The client that gives the right secret.
    pub(super) fn known(&self, id: &str, secret: &str, now: Millis) -> Result<&Client, Refusal> {
        // Digests are compared, so that the time that it takes says nothing of the secret.
        self.client(id, now)
            .filter(|client| client.secret == digest(secret))
            .ok_or_else(|| Refusal::new(Reason::InvalidClient, "unknown client id or wrong secret"))
    }
}

impl Client {
    pub(super) fn may_use(&self, grant: &str) -> bool {
        self.grant_types.is_empty() || self.grant_types.iter().any(|it| it == grant)
    }

    pub(super) fn must_use(&self, grant: &str) -> Result<(), Refusal> {
        match self.may_use(grant) {
            true => Ok(()),
            false => Err(Refusal::new(
                Reason::UnauthorizedClient,
                format!("the client has not registered for the grant {grant}"),
            )),
        }
    }

    /// Scopes that a client without wishes gets.
    pub(super) fn all_scopes(&self) -> Vec<String> {
        match self.scopes.as_slice() {
            [] => vec![PORTAL_SCOPE.to_owned()],
            scopes => scopes.to_vec(),
        }
    }
}

/// The scopes that were asked for, if all of them are among those allowed; if none were, all.
pub(super) fn narrowed(allowed: Vec<String>, asked: &[String]) -> Result<Vec<String>, Refusal> {
    match asked.iter().all(|scope| allowed.contains(scope)) {
        true if asked.is_empty() => Ok(allowed),
        true => Ok(asked.to_vec()),
        false => Err(Refusal::new(
            Reason::InvalidScope,
            "the client may not have all of these scopes",
        )),
    }
}
