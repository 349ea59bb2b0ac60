//! Tokens: what they are given for, how they are refreshed, and how they end.

use super::clients::{AUTHORIZATION_CODE, DEVICE_CODE, GRANTS, REFRESH_TOKEN, narrowed};
use super::{Center, millis};
use crate::digest::digest;
use crate::records::{Token, TokenKind};
use crate::refusal::{Reason, Refusal};
use crate::state::State;
use crate::world::Millis;

/// A request for a token, with what its grant needs.
#[derive(Clone, Default)]
pub struct TokenRequest {
    /// The client's identifier.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: String,
    /// The type of grant.
    pub grant_type: String,
    /// Of a device authorization.
    pub device_code: Option<String>,
    /// An authorization code.
    pub code: Option<String>,
    /// Where the authorization code was sent.
    pub redirect_uri: Option<String>,
    /// What the code challenge was made of.
    pub code_verifier: Option<String>,
    /// A refresh token.
    pub refresh_token: Option<String>,
    /// Fewer scopes than there could be; none means all.
    pub scopes: Vec<String>,
}

/// Tokens that were given.
pub struct Issued {
    /// The access token.
    pub access_token: String,
    /// How long the access token is valid, in seconds.
    pub expires_in: u32,
    /// The refresh token, unless the client registered without that grant.
    pub refresh_token: Option<String>,
}

/// Who gets tokens, and for what.
struct Grantee {
    client: String,
    sign_in: String,
    scopes: Vec<String>,
    /// When a refresh token ends at the latest.
    until: Option<Millis>,
}

impl Center {
    /// Gives tokens for a grant.
    ///
    /// # Errors
    /// As RFC 6749, section 5.2, and RFC 8628, section 3.5, have it.
    pub fn token(&self, request: &TokenRequest) -> Result<Issued, Refusal> {
        let sign_in = self.world.secret("sign-in")?;
        let (access, refresh) = (self.world.secret("access")?, self.world.secret("refresh")?);
        self.change(|state, now| {
            let client = state.known(&request.client_id, &request.client_secret, now)?;
            if !GRANTS.contains(&request.grant_type.as_str()) {
                let description = format!("supported: {}", GRANTS.join(", "));
                return Err(Refusal::new(Reason::UnsupportedGrantType, description));
            }
            client.must_use(&request.grant_type)?;
            let refreshes = client.may_use(REFRESH_TOKEN);
            let (allowed, client) = (client.all_scopes(), request.client_id.clone());
            let grantee = match request.grant_type.as_str() {
                DEVICE_CODE => {
                    // A code that is spent gives a token: what could be refused is refused before.
                    let scopes = narrowed(allowed, &request.scopes)?;
                    let code = required(&request.device_code, "deviceCode")?;
                    self.polled(state, now, &client, code)?;
                    Grantee {
                        client,
                        sign_in,
                        scopes,
                        until: None,
                    }
                }
                AUTHORIZATION_CODE => {
                    let code = required(&request.code, "code")?;
                    let uri = required(&request.redirect_uri, "redirectUri")?;
                    let verifier = required(&request.code_verifier, "codeVerifier")?;
                    let code = state.spend_code(now, &client, code, uri, verifier)?;
                    let scopes = narrowed(code.scopes, &request.scopes)?;
                    Grantee {
                        client,
                        sign_in: code.sign_in,
                        scopes,
                        until: None,
                    }
                }
                _ => {
                    let token = required(&request.refresh_token, "refreshToken")?;
                    refreshed(state, now, client, token, &request.scopes)?
                }
            };
            Ok(self.issue(state, now, grantee, access, refreshes.then_some(refresh)))
        })
    }

    fn issue(
        &self,
        state: &mut State,
        now: Millis,
        grantee: Grantee,
        access_token: String,
        refresh_token: Option<String>,
    ) -> Issued {
        let lifetimes = &self.accounts.lifetimes;
        let token = |kind, expires_at| Token {
            kind,
            client: grantee.client.clone(),
            sign_in: grantee.sign_in.clone(),
            scopes: grantee.scopes.clone(),
            issued_at: now,
            expires_at,
        };
        let expires_in = lifetimes.access_token;
        let access = token(TokenKind::Access, now + millis(expires_in));
        state.tokens.set(&digest(&access_token), access);
        if let Some(refresh_token) = &refresh_token {
            let until = grantee
                .until
                .unwrap_or(now + millis(lifetimes.refresh_token));
            let refresh = token(TokenKind::Refresh, until);
            state.tokens.set(&digest(refresh_token), refresh);
        }
        Issued {
            access_token,
            expires_in,
            refresh_token,
        }
    }
}

/// Spends a refresh token: each is good once. The next one ends when the first would have, so that a person signs in
/// again from time to time.
fn refreshed(
    state: &mut State,
    now: Millis,
    client: String,
    token: &str,
    scopes: &[String],
) -> Result<Grantee, Refusal> {
    let key = digest(token);
    let row = state.tokens.get(&key).filter(|row| {
        row.kind == TokenKind::Refresh && row.client == client && now < row.expires_at
    });
    let row = row
        .ok_or_else(|| Refusal::new(Reason::InvalidGrant, "unknown refresh token"))?
        .clone();
    let scopes = narrowed(row.scopes, scopes)?;
    state.tokens.remove(&key);
    Ok(Grantee {
        client,
        sign_in: row.sign_in,
        scopes,
        until: Some(row.expires_at),
    })
}

fn required<'a>(value: &'a Option<String>, name: &str) -> Result<&'a str, Refusal> {
    let value = value.as_deref().filter(|value| !value.is_empty());
    value.ok_or_else(|| Refusal::new(Reason::InvalidRequest, format!("{name} is missing")))
}
