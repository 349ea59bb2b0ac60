//! Records as rows of the database.

use redb::{StorageError, Table, TableDefinition, Value};

use crate::records::{Client, Code, Decision, Device, Token, TokenKind};
use crate::table::Row;

type Text = &'static str;
type Texts = Vec<&'static str>;

/// Order, name, digest of the secret, scopes, redirect URIs, grants, issued at, expires at.
type ClientRow = (u64, Text, Text, Texts, Texts, Texts, i64, i64);
/// Order, user code, client, started at, expires at, interval, polls, polled at, excused, decision.
type DeviceRow = (u64, Text, Text, i64, i64, u32, u32, i64, bool, u8);
/// Order, client, redirect URI, challenge, scopes, sign-in, expires at, spent.
type CodeRow = (u64, Text, Text, Text, Texts, Text, i64, bool);
/// Order, kind, client, sign-in, scopes, issued at, expires at.
type TokenRow = (u64, u8, Text, Text, Texts, i64, i64);

pub(super) const CLIENTS: TableDefinition<'_, &str, ClientRow> = TableDefinition::new("clients");
pub(super) const DEVICES: TableDefinition<'_, &str, DeviceRow> = TableDefinition::new("devices");
pub(super) const CODES: TableDefinition<'_, &str, CodeRow> = TableDefinition::new("codes");
pub(super) const TOKENS: TableDefinition<'_, &str, TokenRow> = TableDefinition::new("tokens");

/// A record that is stored as a row.
pub(super) trait Stored: Sized {
    /// The row's type.
    type Row: Value + 'static;

    fn from_row(row: <Self::Row as Value>::SelfType<'_>) -> Row<Self>;

    fn insert(
        table: &mut Table<'_, &'static str, Self::Row>,
        key: &str,
        row: &Row<Self>,
    ) -> Result<(), StorageError>;
}

fn texts(values: &[String]) -> Vec<&str> {
    values.iter().map(String::as_str).collect()
}

fn strings(values: Vec<&str>) -> Vec<String> {
    values.into_iter().map(str::to_owned).collect()
}

impl Stored for Client {
    type Row = ClientRow;

    fn from_row(row: <ClientRow as Value>::SelfType<'_>) -> Row<Client> {
        let (order, name, secret, scopes, redirect_uris, grant_types, issued_at, expires_at) = row;
        let value = Client {
            name: name.to_owned(),
            secret: secret.to_owned(),
            scopes: strings(scopes),
            redirect_uris: strings(redirect_uris),
            grant_types: strings(grant_types),
            issued_at,
            expires_at,
        };
        Row { order, value }
    }

    fn insert(
        table: &mut Table<'_, &'static str, ClientRow>,
        key: &str,
        row: &Row<Client>,
    ) -> Result<(), StorageError> {
        let it = &row.value;
        let (scopes, uris, grants) = (
            texts(&it.scopes),
            texts(&it.redirect_uris),
            texts(&it.grant_types),
        );
        let row = (
            row.order,
            it.name.as_str(),
            it.secret.as_str(),
            scopes,
            uris,
            grants,
            it.issued_at,
            it.expires_at,
        );
        table.insert(key, row).map(drop)
    }
}

impl Stored for Device {
    type Row = DeviceRow;

    fn from_row(row: <DeviceRow as Value>::SelfType<'_>) -> Row<Device> {
        let (
            order,
            user_code,
            client,
            started_at,
            expires_at,
            interval,
            polls,
            polled_at,
            excused,
            decision,
        ) = row;
        let value = Device {
            user_code: user_code.to_owned(),
            client: client.to_owned(),
            started_at,
            expires_at,
            interval,
            polls,
            polled_at,
            excused,
            decision: match decision {
                0 => Decision::Pending,
                1 => Decision::Approved,
                _ => Decision::Denied,
            },
        };
        Row { order, value }
    }

    fn insert(
        table: &mut Table<'_, &'static str, DeviceRow>,
        key: &str,
        row: &Row<Device>,
    ) -> Result<(), StorageError> {
        let it = &row.value;
        let decision = match it.decision {
            Decision::Pending => 0,
            Decision::Approved => 1,
            Decision::Denied => 2,
        };
        let row = (
            row.order,
            it.user_code.as_str(),
            it.client.as_str(),
            it.started_at,
            it.expires_at,
            it.interval,
            it.polls,
            it.polled_at,
            it.excused,
            decision,
        );
        table.insert(key, row).map(drop)
    }
}

impl Stored for Code {
    type Row = CodeRow;

    fn from_row(row: <CodeRow as Value>::SelfType<'_>) -> Row<Code> {
        let (order, client, redirect_uri, challenge, scopes, sign_in, expires_at, spent) = row;
        let value = Code {
            client: client.to_owned(),
            redirect_uri: redirect_uri.to_owned(),
            challenge: challenge.to_owned(),
            scopes: strings(scopes),
            sign_in: sign_in.to_owned(),
            expires_at,
            spent,
        };
        Row { order, value }
    }

    fn insert(
        table: &mut Table<'_, &'static str, CodeRow>,
        key: &str,
        row: &Row<Code>,
    ) -> Result<(), StorageError> {
        let it = &row.value;
        let row = (
            row.order,
            it.client.as_str(),
            it.redirect_uri.as_str(),
            it.challenge.as_str(),
            texts(&it.scopes),
            it.sign_in.as_str(),
            it.expires_at,
            it.spent,
        );
        table.insert(key, row).map(drop)
    }
}

impl Stored for Token {
    type Row = TokenRow;

    fn from_row(row: <TokenRow as Value>::SelfType<'_>) -> Row<Token> {
        let (order, kind, client, sign_in, scopes, issued_at, expires_at) = row;
        let value = Token {
            kind: match kind {
                0 => TokenKind::Access,
                _ => TokenKind::Refresh,
            },
            client: client.to_owned(),
            sign_in: sign_in.to_owned(),
            scopes: strings(scopes),
            issued_at,
            expires_at,
        };
        Row { order, value }
    }

    fn insert(
        table: &mut Table<'_, &'static str, TokenRow>,
        key: &str,
        row: &Row<Token>,
    ) -> Result<(), StorageError> {
        let it = &row.value;
        let kind = match it.kind {
            TokenKind::Access => 0,
            TokenKind::Refresh => 1,
        };
        let (client, sign_in) = (it.client.as_str(), it.sign_in.as_str());
        let row = (
            row.order,
            kind,
            client,
            sign_in,
            texts(&it.scopes),
            it.issued_at,
            it.expires_at,
        );
        table.insert(key, row).map(drop)
    }
}
