//! The file of accounts: who signs in, what they may use, and how long things are valid.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Read as _;
use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::limits::{ACCOUNTS_FILE_BYTES, ACCOUNTS_PROBLEMS};

/// Accounts without a file, which is also an example of one.
pub const EXAMPLE: &str = include_str!("example.toml");

/// An account that the user may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The address of who is responsible for it.
    pub email: String,
    /// The roles that the user may assume there.
    pub roles: Vec<String>,
}

/// How long things are valid, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// The registration of a client.
    pub registration: u32,
    /// A device code and its user code.
    pub device_code: u32,
    /// An authorization code.
    pub authorization_code: u32,
    /// An access token.
    pub access_token: u32,
    /// A refresh token.
    pub refresh_token: u32,
    /// Keys of a role.
    pub role_credentials: u32,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Lifetimes {
            registration: 90 * 24 * 60 * 60,
            device_code: 600,
            authorization_code: 60,
            access_token: 8 * 60 * 60,
            refresh_token: 7 * 24 * 60 * 60,
            role_credentials: 60 * 60,
        }
    }
}

/// Who signs in, what they may use, and how long things are valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accounts {
    /// The name of the user.
    pub user: String,
    /// Accounts in the order of the file.
    pub accounts: Vec<Account>,
    /// How long things are valid.
    pub lifetimes: Lifetimes,
}

/// What is wrong with a file of accounts: all of it, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountsError {
    problems: Vec<Problem>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Problem {
    /// Line and column, both from 1; columns count characters.
    at: Option<(usize, usize)>,
    message: String,
}

impl AccountsError {
    fn of(at: Option<(usize, usize)>, message: impl Into<String>) -> Self {
        let message = message.into();
        AccountsError {
            problems: vec![Problem { at, message }],
        }
    }

    /// What is wrong, a line for each: `accounts.toml:4:6: …` where the place is known.
    pub fn in_file(&self, path: &Path) -> String {
        let path = path.display();
        let line = |problem: &Problem| match problem.at {
            Some(_) => format!("{path}:{problem}"),
            None => format!("{path}: {problem}"),
        };
        let lines: Vec<String> = self.problems.iter().map(line).collect();
        lines.join("\n")
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some((line, column)) => write!(f, "{line}:{column}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl fmt::Display for AccountsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.problems.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for AccountsError {}

impl Accounts {
    /// The accounts of [`EXAMPLE`].
    pub fn example() -> Accounts {
        // A test reads it.
        Accounts::parse(EXAMPLE).unwrap_or(Accounts {
            user: String::new(),
            accounts: Vec::new(),
            lifetimes: Lifetimes::default(),
        })
    }

    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, is too large, or does not say what [`Accounts::parse`] understands.
    pub fn read(path: &Path) -> Result<Accounts, AccountsError> {
        let failed = |error: std::io::Error| AccountsError::of(None, error.to_string());
        let file = std::fs::File::open(path).map_err(failed)?;
        let mut bytes = Vec::new();
        file.take(ACCOUNTS_FILE_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
        if bytes.len() as u64 > ACCOUNTS_FILE_BYTES {
            let message = format!("the file has more than {ACCOUNTS_FILE_BYTES} bytes");
            return Err(AccountsError::of(None, message));
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let good = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes().get(..good).unwrap_or_default());
            AccountsError::of(Some(place(&text, text.len())), "the file is not UTF-8")
        })?;
        Accounts::parse(&text)
    }

    /// Reads TOML: `user`, `[[accounts]]` with `id`, `name`, `email` and `roles`, and `[lifetimes]`.
    ///
    /// # Errors
    /// It is not TOML, or says something else; the error tells all that is wrong, and where.
    pub fn parse(text: &str) -> Result<Accounts, AccountsError> {
        let mut reader = Reader {
            text,
            problems: Vec::new(),
        };
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let start = error.span().map_or(0, |span| span.start);
            reader.problem(&(start..start), error.message());
        }
        // What is made of broken TOML says nothing of what was meant.
        let accounts = match errors.is_empty() {
            true => reader.document(&document),
            false => None,
        };
        match accounts {
            Some(accounts) if reader.problems.is_empty() => Ok(accounts),
            _ => Err(reader.failed()),
        }
    }

    pub(crate) fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }
}

/// Reads values and notes what is wrong with them, and where. What is wrong is `None`.
struct Reader<'a> {
    text: &'a str,
    problems: Vec<(usize, String)>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl Reader<'_> {
    fn problem(&mut self, span: &Range<usize>, message: impl Into<String>) {
        self.problems.push((span.start, message.into()));
    }

    /// Everything that was wrong, up to a limit.
    fn failed(mut self) -> AccountsError {
        self.problems.sort_by_key(|(start, _)| *start);
        let more = self.problems.len().saturating_sub(ACCOUNTS_PROBLEMS);
        let shown = self.problems.iter().take(ACCOUNTS_PROBLEMS);
        let mut problems: Vec<Problem> = shown
            .map(|(start, message)| Problem {
                at: Some(place(self.text, *start)),
                message: message.clone(),
            })
            .collect();
        if more > 0 {
            problems.push(Problem {
                at: None,
                message: format!("{more} more things are wrong"),
            });
        }
        AccountsError { problems }
    }

    fn document(&mut self, document: &Spanned<DeTable<'_>>) -> Option<Accounts> {
        let table = document.get_ref();
        self.only(table, &["user", "accounts", "lifetimes"]);
        let user = match table.get("user") {
            Some(user) => self.text(user, "user"),
            None => Some("Mary Major".to_owned()),
        };
        let accounts = match table.get("accounts") {
            Some(accounts) => self.accounts(accounts),
            None => {
                self.problem(&document.span(), "`[[accounts]]` is missing");
                None
            }
        };
        let lifetimes = match table.get("lifetimes") {
            Some(lifetimes) => self.lifetimes(lifetimes),
            None => Some(Lifetimes::default()),
        };
        Some(Accounts {
            user: user?,
            accounts: accounts?,
            lifetimes: lifetimes?,
        })
    }

    fn only(&mut self, table: &DeTable<'_>, names: &[&str]) {
        for key in table.keys() {
            if !names.contains(&key.get_ref().as_ref()) {
                let (name, known) = (key.get_ref(), names.join(", "));
                let message = format!("unknown key `{name}`: known are {known}");
                self.problem(&key.span(), message);
            }
        }
    }

    fn wrong(&mut self, value: &Value<'_>, name: &str, wanted: &str) {
        let found = value.get_ref().type_str();
        let article = if found.starts_with(['a', 'i']) {
            "an"
        } else {
            "a"
        };
        let message = format!("`{name}` must be {wanted}, not {article} {found}");
        self.problem(&value.span(), message);
    }

    fn text(&mut self, value: &Value<'_>, name: &str) -> Option<String> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(value, name, "a string");
            return None;
        };
        if text.trim().is_empty() || text.chars().any(char::is_control) {
            let message = format!("`{name}` is blank or has control characters");
            self.problem(&value.span(), message);
            return None;
        }
        Some(text.to_owned())
    }

    fn accounts(&mut self, value: &Value<'_>) -> Option<Vec<Account>> {
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(value, "accounts", "an array of tables");
            return None;
        };
        let mut seen = BTreeSet::new();
        let mut accounts = Vec::new();
        for value in array.iter() {
            let Some(account) = self.account(value) else {
                continue;
            };
            if !seen.insert(account.id.clone()) {
                let message = format!("account {} is there twice", account.id);
                self.problem(&value.span(), message);
            }
            accounts.push(account);
        }
        Some(accounts)
    }

    fn account(&mut self, value: &Value<'_>) -> Option<Account> {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(value, "accounts", "an array of tables");
            return None;
        };
        self.only(table, &["id", "name", "email", "roles"]);
        for name in ["id", "roles"] {
            if !table.contains_key(name) {
                let message = format!("`{name}` of an account is missing");
                self.problem(&value.span(), message);
            }
        }
        let id = table.get("id").and_then(|id| self.id(id));
        let mut optional = |name| table.get(name).map(|value| self.text(value, name));
        let (name, email) = (optional("name"), optional("email"));
        let roles = table.get("roles").and_then(|roles| self.roles(roles));
        let id = id?;
        Some(Account {
            name: name.unwrap_or_else(|| Some(id.clone()))?,
            email: email.unwrap_or_else(|| Some(format!("{id}@example.com")))?,
            roles: roles?,
            id,
        })
    }

    fn id(&mut self, value: &Value<'_>) -> Option<String> {
        let id = self.text(value, "id")?;
        if id.len() != 12 || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            self.problem(&value.span(), "`id` is twelve digits");
            return None;
        }
        Some(id)
    }

    fn roles(&mut self, value: &Value<'_>) -> Option<Vec<String>> {
        let Some(roles) = value.get_ref().as_array() else {
            self.wrong(value, "roles", "an array of strings");
            return None;
        };
        let roles: Vec<Option<String>> =
            roles.iter().map(|role| self.text(role, "roles")).collect();
        roles.into_iter().collect()
    }

    fn lifetimes(&mut self, value: &Value<'_>) -> Option<Lifetimes> {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(value, "lifetimes", "a table");
            return None;
        };
        let mut lifetimes = Lifetimes::default();
        let fields = [
            ("registration", &mut lifetimes.registration),
            ("device-code", &mut lifetimes.device_code),
            ("authorization-code", &mut lifetimes.authorization_code),
            ("access-token", &mut lifetimes.access_token),
            ("refresh-token", &mut lifetimes.refresh_token),
            ("role-credentials", &mut lifetimes.role_credentials),
        ];
        self.only(table, &fields.each_ref().map(|(name, _)| *name));
        for (name, field) in fields {
            if let Some(seconds) = table.get(name).and_then(|it| self.seconds(it, name)) {
                *field = seconds;
            }
        }
        Some(lifetimes)
    }

    /// A number of seconds up to what an `expiresIn` of the service holds.
    fn seconds(&mut self, value: &Value<'_>, name: &str) -> Option<u32> {
        let wanted = format!("a number of seconds from 1 to {}", i32::MAX);
        let Some(number) = value.get_ref().as_integer() else {
            self.wrong(value, name, &wanted);
            return None;
        };
        let seconds = u32::from_str_radix(number.as_str(), number.radix()).ok();
        let seconds = seconds.filter(|it| (1..=i32::MAX.unsigned_abs()).contains(it));
        if seconds.is_none() {
            self.problem(&value.span(), format!("`{name}` is {wanted}"));
        }
        seconds
    }
}

/// Line and column of a byte, both from 1.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before.get(start..).unwrap_or_default().chars().count() + 1;
    (line, column)
}

#[cfg(test)]
#[path = "accounts_tests.rs"]
mod tests;
