//! All limits of the Identity Center, each with its reason.
//!
//! What is remembered is limited by number and by size, so that who registers in a loop fills neither memory nor disk.
//! The oldest is forgotten.

/// Clients that are remembered. Tools keep a registration for months, and a desk has a few tools.
pub const CLIENTS: usize = 1_000;

/// Device authorizations that are remembered, pending or answered: they end after minutes.
pub const DEVICES: usize = 1_000;

/// Authorization codes that are remembered: they end after a minute.
pub const CODES: usize = 1_000;

/// Access and refresh tokens that are remembered. A refresh makes two, and a load test refreshes often.
pub const TOKENS: usize = 10_000;

/// The longest name of a client, in bytes. A name is shown on one line.
pub const CLIENT_NAME_BYTES: usize = 256;

/// The most scopes, redirect URIs or types of grants of one client. Tools have one or two of each.
pub const CLIENT_VALUES: usize = 16;

/// The longest scope or type of grant, in bytes.
pub const SCOPE_BYTES: usize = 256;

/// The longest redirect URI, in bytes. Browsers and servers take at least as much.
pub const REDIRECT_URI_BYTES: usize = 1_024;

/// The longest `state` that is handed back to a client, in bytes.
pub const STATE_BYTES: usize = 2_048;

/// The longest body of a form, in bytes: what `/authorize` was asked, once more.
pub const FORM_BYTES: usize = 32 * 1024;

/// Rows that a page shows of each kind, newest first. More would be for programs to read, not for people.
pub const ROWS: usize = 100;

/// The largest file of accounts, in bytes: some ten thousand accounts.
pub const ACCOUNTS_FILE_BYTES: u64 = 4 << 20;

/// Mistakes in a file of accounts that are told. Nobody reads more at a time.
pub const ACCOUNTS_PROBLEMS: usize = 100;

/// Accounts or roles that one answer lists. More are on the next page.
pub const PAGE_ITEMS: usize = 100;

/// How much sooner than it was told a client may poll, in milliseconds: clocks and timers are not exact.
pub const POLL_SLACK: i64 = 250;

/// By how much each `slow_down` lengthens the interval between polls, in seconds (RFC 8628, section 3.5).
pub const SLOW_DOWN_SECONDS: u32 = 5;

/// How long it is remembered that a device code has expired, in milliseconds: who polls is told so for an hour, and
/// afterwards that the code is unknown.
pub const EXPIRED_DEVICE_KEPT: i64 = 60 * 60 * 1_000;

/// The largest body of a call, in bytes. Those of the services are some hundred.
pub const REQUEST_BYTES: usize = 1 << 20;

/// How long a body may take to arrive, in seconds.
pub const REQUEST_SECONDS: u64 = 30;
