//! The file of accounts: who signs in, what they may use, and how long things are valid.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Read as _;
use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::limits::ACCOUNTS_FILE_BYTES;

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

/// What is wrong with a file of accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountsError {
    /// Line and column, both from 1; columns count characters.
    at: Option<(usize, usize)>,
    message: String,
}

impl fmt::Display for AccountsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some((line, column)) => write!(f, "{line}:{column}: {}", self.message),
            None => f.write_str(&self.message),
        }
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
        let failed = |error: std::io::Error| AccountsError {
            at: None,
            message: error.to_string(),
        };
        let file = std::fs::File::open(path).map_err(failed)?;
        let mut bytes = Vec::new();
        file.take(ACCOUNTS_FILE_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
        if bytes.len() as u64 > ACCOUNTS_FILE_BYTES {
            let message = format!("the file has more than {ACCOUNTS_FILE_BYTES} bytes");
            return Err(AccountsError { at: None, message });
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let good = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes().get(..good).unwrap_or_default());
            AccountsError {
                at: Some(place(&text, text.len())),
                message: "the file is not UTF-8".to_owned(),
            }
        })?;
        Accounts::parse(&text)
    }

    /// Reads TOML: `user`, `[[accounts]]` with `id`, `name`, `email` and `roles`, and `[lifetimes]`.
    ///
    /// # Errors
    /// It is not TOML, or says something else; the error tells the place.
    pub fn parse(text: &str) -> Result<Accounts, AccountsError> {
        let document = DeTable::parse(text).map_err(|error| AccountsError {
            at: error.span().map(|span| place(text, span.start)),
            message: error.message().to_owned(),
        })?;
        let reader = Reader { text };
        let span = document.span();
        let table = document.get_ref();
        reader.only(table, &["user", "accounts", "lifetimes"])?;
        let user = match table.get("user") {
            Some(user) => reader.text(user, "user")?,
            None => "Mary Major".to_owned(),
        };
        let Some(accounts) = table.get("accounts") else {
            return Err(reader.error(&span, "`[[accounts]]` is missing"));
        };
        let lifetimes = match table.get("lifetimes") {
            Some(lifetimes) => reader.lifetimes(lifetimes)?,
            None => Lifetimes::default(),
        };
        Ok(Accounts {
            user,
            accounts: reader.accounts(accounts)?,
            lifetimes,
        })
    }

    pub(crate) fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }
}

/// Reads values and tells where they are.
struct Reader<'a> {
    text: &'a str,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl Reader<'_> {
    fn error(&self, span: &Range<usize>, message: impl Into<String>) -> AccountsError {
        AccountsError {
            at: Some(place(self.text, span.start)),
            message: message.into(),
        }
    }

    fn only(&self, table: &DeTable<'_>, names: &[&str]) -> Result<(), AccountsError> {
        match table
            .keys()
            .find(|key| !names.contains(&key.get_ref().as_ref()))
        {
            Some(key) => {
                let message = format!(
                    "unknown key `{}`: known are {}",
                    key.get_ref(),
                    names.join(", ")
                );
                Err(self.error(&key.span(), message))
            }
            None => Ok(()),
        }
    }

    fn wrong(&self, value: &Value<'_>, name: &str, wanted: &str) -> AccountsError {
        let found = value.get_ref().type_str();
        let article = if found.starts_with(['a', 'i']) {
            "an"
        } else {
            "a"
        };
        let message = format!("`{name}` must be {wanted}, not {article} {found}");
        self.error(&value.span(), message)
    }

    fn text(&self, value: &Value<'_>, name: &str) -> Result<String, AccountsError> {
        let text = value.get_ref().as_str();
        let text = text.ok_or_else(|| self.wrong(value, name, "a string"))?;
        match text.trim().is_empty() || text.chars().any(char::is_control) {
            true => Err(self.error(
                &value.span(),
                format!("`{name}` is blank or has control characters"),
            )),
            false => Ok(text.to_owned()),
        }
    }

    fn accounts(&self, value: &Value<'_>) -> Result<Vec<Account>, AccountsError> {
        let array = value.get_ref().as_array();
        let array = array.ok_or_else(|| self.wrong(value, "accounts", "an array of tables"))?;
        let mut seen = BTreeSet::new();
        let mut accounts = Vec::new();
        for value in array.iter() {
            let account = self.account(value)?;
            if !seen.insert(account.id.clone()) {
                return Err(self.error(
                    &value.span(),
                    format!("account {} is there twice", account.id),
                ));
            }
            accounts.push(account);
        }
        Ok(accounts)
    }

    fn account(&self, value: &Value<'_>) -> Result<Account, AccountsError> {
        let table = value.get_ref().as_table();
        let table = table.ok_or_else(|| self.wrong(value, "accounts", "an array of tables"))?;
        self.only(table, &["id", "name", "email", "roles"])?;
        let missing =
            |name: &str| self.error(&value.span(), format!("`{name}` of an account is missing"));
        let id_value = table.get("id").ok_or_else(|| missing("id"))?;
        let id = self.text(id_value, "id")?;
        if id.len() != 12 || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(self.error(&id_value.span(), "`id` is twelve digits"));
        }
        let name = match table.get("name") {
            Some(name) => self.text(name, "name")?,
            None => id.clone(),
        };
        let email = match table.get("email") {
            Some(email) => self.text(email, "email")?,
            None => format!("{id}@example.com"),
        };
        let roles_value = table.get("roles").ok_or_else(|| missing("roles"))?;
        let roles = roles_value.get_ref().as_array();
        let roles = roles.ok_or_else(|| self.wrong(roles_value, "roles", "an array of strings"))?;
        let roles: Result<Vec<String>, _> =
            roles.iter().map(|role| self.text(role, "roles")).collect();
        Ok(Account {
            id,
            name,
            email,
            roles: roles?,
        })
    }

    fn lifetimes(&self, value: &Value<'_>) -> Result<Lifetimes, AccountsError> {
        let table = value.get_ref().as_table();
        let table = table.ok_or_else(|| self.wrong(value, "lifetimes", "a table"))?;
        let mut lifetimes = Lifetimes::default();
        let mut fields = [
            ("registration", &mut lifetimes.registration),
            ("device-code", &mut lifetimes.device_code),
            ("authorization-code", &mut lifetimes.authorization_code),
            ("access-token", &mut lifetimes.access_token),
            ("refresh-token", &mut lifetimes.refresh_token),
            ("role-credentials", &mut lifetimes.role_credentials),
        ];
        self.only(table, &fields.each_ref().map(|(name, _)| *name))?;
        for (name, field) in &mut fields {
            if let Some(value) = table.get(*name) {
                **field = self.seconds(value, name)?;
            }
        }
        Ok(lifetimes)
    }

    /// A number of seconds up to what an `expiresIn` of the service holds.
    fn seconds(&self, value: &Value<'_>, name: &str) -> Result<u32, AccountsError> {
        let wanted = format!("a number of seconds from 1 to {}", i32::MAX);
        let number = value.get_ref().as_integer();
        let number = number.ok_or_else(|| self.wrong(value, name, &wanted))?;
        let seconds = u32::from_str_radix(number.as_str(), number.radix()).ok();
        seconds
            .filter(|seconds| (1..=i32::MAX.unsigned_abs()).contains(seconds))
            .ok_or_else(|| self.error(&value.span(), format!("`{name}` is {wanted}")))
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
mod tests {
    use super::*;

    #[test]
    fn the_example_says_what_is_so_without_it() {
        let example = Accounts::parse(EXAMPLE).unwrap();
        assert_eq!(example, Accounts::example());
        assert_eq!(example.lifetimes, Lifetimes::default());
        let ids: Vec<&str> = example.accounts.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["111122223333", "444455556666"]);
        assert_eq!(example.accounts[0].roles, ["Administrator", "ReadOnly"]);
    }

    #[test]
    fn little_need_be_said() {
        let text =
            "[[accounts]]\nid = \"111122223333\"\nroles = []\n[lifetimes]\naccess-token = 5\n";
        let accounts = Accounts::parse(text).unwrap();
        assert_eq!(accounts.accounts[0].name, "111122223333");
        assert_eq!(accounts.lifetimes.access_token, 5);
        assert_eq!(accounts.lifetimes.device_code, 600);
    }

    #[test]
    fn errors_tell_the_place() {
        let account = "[[accounts]]\nid = \"111122223333\"\nroles = []\n";
        for (text, error) in [
            ("user = ", "1:8: "),
            ("user = 1", "1:8: `user` must be a string, not an integer"),
            (
                "user = \" \"",
                "1:8: `user` is blank or has control characters",
            ),
            ("user = \"a\"\n", "1:1: `[[accounts]]` is missing"),
            (
                "accounts = 1",
                "1:12: `accounts` must be an array of tables, not an integer",
            ),
            (
                "accounts = [1]",
                "1:13: `accounts` must be an array of tables, not an integer",
            ),
            (
                "[[accounts]]\nroles = []",
                "1:1: `id` of an account is missing",
            ),
            (
                "[[accounts]]\nid = \"1\"\nroles = []",
                "2:6: `id` is twelve digits",
            ),
            (
                "[[accounts]]\nid = \"111122223333\"",
                "1:1: `roles` of an account is missing",
            ),
            (
                "[[accounts]]\nid = \"111122223333\"\nroles = [\"é\", 2]",
                "3:15: `roles` must be a string, not an integer",
            ),
            (
                "[[accounts]]\nrole = []",
                "2:1: unknown key `role`: known are id, name, email, roles",
            ),
            (
                &format!("{account}{account}"),
                "4:1: account 111122223333 is there twice",
            ),
            (
                &format!("{account}[lifetimes]\naccess-token = 0"),
                "5:16: `access-token` is a number of seconds from 1 to 2147483647",
            ),
            (
                &format!("{account}[lifetimes]\ntoken = 0"),
                "5:1: unknown key `token`: known are registration, ",
            ),
        ] {
            let found = Accounts::parse(text).unwrap_err().to_string();
            assert!(found.starts_with(error), "{text}\n{found}");
        }
    }
}
