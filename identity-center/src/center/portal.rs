//! The portal: accounts, roles and their keys, for who has an access token.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Center, PORTAL_SCOPE, millis};
use crate::accounts::Account;
use crate::digest::digest;
use crate::limits::PAGE_ITEMS;
use crate::records::{Token, TokenKind};
use crate::state::State;
use crate::world::Millis;

/// Why the portal refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PortalError {
    /// The token is unknown, expired, revoked, or not for accounts.
    Unauthorized,
    /// There is no such account, or role.
    NotFound(String),
    /// Something is malformed.
    Invalid(String),
    /// Not the caller's fault.
    Failed,
}

impl fmt::Display for PortalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PortalError::Unauthorized => f.write_str("Session token not found or invalid"),
            PortalError::NotFound(message) | PortalError::Invalid(message) => f.write_str(message),
            PortalError::Failed => f.write_str("The state cannot be stored"),
        }
    }
}

impl std::error::Error for PortalError {}

/// Some of a list, and where the next are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// What to ask for the next ones with, if there are more.
    pub next: Option<String>,
}

/// Keys of a role. They are worth nothing anywhere.
pub struct RoleKeys {
    /// The access key's identifier.
    pub access_key_id: String,
    /// The secret access key.
    pub secret_access_key: String,
    /// The session token.
    pub session_token: String,
    /// When they expire, in milliseconds since 1970.
    pub expiration: i64,
}

impl Center {
    /// Accounts that may be used.
    ///
    /// # Errors
    /// The token is no good, or `next` does not come from here.
    pub fn list_accounts(
        &self,
        token: &str,
        most: Option<i32>,
        next: Option<&str>,
    ) -> Result<Page<Account>, PortalError> {
        self.read(|state, now| state.bearer(token, now).map(drop))?;
        page(&self.accounts.accounts, most, next)
    }

    /// Roles of an account.
    ///
    /// # Errors
    /// The token is no good, there is no such account, or `next` does not come from here.
    pub fn list_roles(
        &self,
        token: &str,
        account: &str,
        most: Option<i32>,
        next: Option<&str>,
    ) -> Result<Page<String>, PortalError> {
        self.read(|state, now| state.bearer(token, now).map(drop))?;
        page(&self.known_account(account)?.roles, most, next)
    }

    /// Keys of a role.
    ///
    /// # Errors
    /// The token is no good, or there is no such account or role.
    pub fn role_keys(
        &self,
        token: &str,
        account: &str,
        role: &str,
    ) -> Result<RoleKeys, PortalError> {
        let now = self.read(|state, now| state.bearer(token, now).map(|_| now))?;
        let account = self.known_account(account)?;
        if !account.roles.iter().any(|it| it == role) {
            return Err(PortalError::NotFound(
                "There is no such role in the account".to_owned(),
            ));
        }
        let keys = || {
            Ok(RoleKeys {
                access_key_id: self.world.access_key_id()?,
                secret_access_key: self.world.secret_access_key()?,
                session_token: self.world.secret("session")?,
                expiration: now + millis(self.accounts.lifetimes.role_credentials),
            })
        };
        keys().map_err(|_: crate::refusal::Refusal| PortalError::Failed)
    }

    /// Ends the sign-in that an access token came from, with all its tokens.
    ///
    /// # Errors
    /// The token is no good.
    pub fn log_out(&self, token: &str) -> Result<(), PortalError> {
        let ended = self.change(|state, now| {
            let sign_in = match state.bearer(token, now) {
                Ok(token) => token.sign_in.clone(),
                Err(error) => return Ok(Err(error)),
            };
            state.tokens.remove_if(|token| token.sign_in == sign_in);
            Ok(Ok(()))
        });
        ended.unwrap_or(Err(PortalError::Failed))
    }

    fn known_account(&self, id: &str) -> Result<&Account, PortalError> {
        let unknown = || PortalError::NotFound("There is no such account".to_owned());
        self.accounts.account(id).ok_or_else(unknown)
    }
}

impl State {
    /// The access token that somebody has, if it is for the portal.
    fn bearer(&self, token: &str, now: Millis) -> Result<&Token, PortalError> {
        let token = self.tokens.get(&digest(token)).filter(|token| {
            token.kind == TokenKind::Access
                && now < token.expires_at
                && token.scopes.iter().any(|scope| scope == PORTAL_SCOPE)
        });
        token.ok_or(PortalError::Unauthorized)
    }
}

/// At most `most` items from where `next` says.
fn page<T: Clone>(
    items: &[T],
    most: Option<i32>,
    next: Option<&str>,
) -> Result<Page<T>, PortalError> {
    let from = match next {
        Some(next) => {
            place(next).ok_or_else(|| PortalError::Invalid("Unknown next_token".to_owned()))?
        }
        None => 0,
    };
    let most = match most {
        Some(most) => usize::try_from(most)
            .ok()
            .filter(|most| (1..=PAGE_ITEMS).contains(most))
            .ok_or_else(|| PortalError::Invalid(format!("max_result is from 1 to {PAGE_ITEMS}")))?,
        None => PAGE_ITEMS,
    };
    let rest = items.get(from..).unwrap_or_default();
    let next = from + most;
    Ok(Page {
        items: rest.iter().take(most).cloned().collect(),
        next: (next < items.len()).then(|| URL_SAFE_NO_PAD.encode(format!("from:{next}"))),
    })
}

fn place(next: &str) -> Option<usize> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(next).ok()?).ok()?;
    text.strip_prefix("from:")?.parse().ok()
}
