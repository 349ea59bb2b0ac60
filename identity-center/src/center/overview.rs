//! What is remembered, for people: no secrets, and nothing that could be used as one.

use super::{Center, PendingDevice};
use crate::limits::ROWS;
use crate::records::{Decision, TokenKind};
use crate::world::Millis;

/// A client.
pub(crate) struct ClientRow {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) grants: Vec<String>,
    /// Milliseconds until its registration expires.
    pub(crate) left: Millis,
}

/// A token.
pub(crate) struct TokenRow {
    pub(crate) kind: TokenKind,
    /// The name of its client.
    pub(crate) client: String,
    pub(crate) scopes: Vec<String>,
    /// Milliseconds since it was issued.
    pub(crate) age: Millis,
    /// Milliseconds until it expires.
    pub(crate) left: Millis,
}

/// Some rows, newest first, of so many.
pub(crate) struct Rows<T> {
    pub(crate) rows: Vec<T>,
    pub(crate) all: usize,
}

/// All that is remembered and not past its time.
pub(crate) struct Overview {
    pub(crate) devices: Rows<PendingDevice>,
    pub(crate) clients: Rows<ClientRow>,
    pub(crate) tokens: Rows<TokenRow>,
}

impl Center {
    /// What is remembered and not past its time.
    pub(crate) fn overview(&self) -> Overview {
        self.read(|state, now| {
            let devices = state.devices.newest().map(|(_, device)| device);
            let devices =
                devices.filter(|it| it.decision == Decision::Pending && now < it.expires_at);
            let clients = state
                .clients
                .newest()
                .filter(|(_, client)| now < client.expires_at);
            let clients = clients.map(|(id, client)| ClientRow {
                name: client.name.clone(),
                id: id.to_owned(),
                grants: client.grant_types.clone(),
                left: client.expires_at - now,
            });
            let tokens = state.tokens.newest().map(|(_, token)| token);
            let tokens = tokens
                .filter(|token| now < token.expires_at)
                .map(|token| TokenRow {
                    kind: token.kind,
                    client: state
                        .client(&token.client, now)
                        .map_or_else(|| token.client.clone(), |client| client.name.clone()),
                    scopes: token.scopes.clone(),
                    age: now - token.issued_at,
                    left: token.expires_at - now,
                });
            Overview {
                devices: rows(devices.map(|device| state.seen(device, now))),
                clients: rows(clients),
                tokens: rows(tokens),
            }
        })
    }
}

fn rows<T>(all: impl Iterator<Item = T>) -> Rows<T> {
    let (mut rows, mut count) = (Vec::new(), 0);
    for row in all {
        count += 1;
        if rows.len() < ROWS {
            rows.push(row);
        }
    }
    Rows { rows, all: count }
}
