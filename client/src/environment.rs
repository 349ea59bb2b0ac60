//! Environment variables: those of the process, or fixed ones for tests.

use std::collections::BTreeMap;
use std::fmt;

/// A source of environment variables.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// The process's variables, read on each access.
    #[default]
    Process,
    /// Only these variables.
    Fixed(BTreeMap<String, String>),
}

impl fmt::Debug for Environment {
    /// Omits values, many of which are secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Environment::Process => f.write_str("Process"),
            Environment::Fixed(variables) => {
                f.write_str("Fixed")?;
                f.debug_set().entries(variables.keys()).finish()
            }
        }
    }
}

impl Environment {
    /// Only these variables.
    pub fn of<'a>(variables: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Environment::Fixed(variables.into_iter().map(own).collect())
    }

    /// A variable's value, with invalid UTF-8 replaced.
    pub fn get(&self, name: &str) -> Option<String> {
        match self {
            Environment::Process => {
                std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
            }
            Environment::Fixed(variables) => variables.get(name).cloned(),
        }
    }

    /// The variables whose names start with the prefix, as pairs of remaining name and value.
    pub fn starting_with(&self, prefix: &str) -> Vec<(String, String)> {
        let rest = |name: &str| name.strip_prefix(prefix).map(str::to_owned);
        match self {
            Environment::Process => std::env::vars_os()
                .filter_map(|(name, value)| {
                    Some((rest(name.to_str()?)?, value.to_string_lossy().into_owned()))
                })
                .collect(),
            Environment::Fixed(variables) => variables
                .iter()
                .filter_map(|(name, value)| Some((rest(name)?, value.clone())))
                .collect(),
        }
    }

    /// Expands `$NAME` and `${NAME}` (unknown names are kept), then a leading `~`, like botocore.
    pub fn expand_path(&self, path: &str) -> String {
        self.expand_user(&self.expand_variables(path))
    }

    /// Expands a leading `~` or `~user` like Python's `os.path.expanduser`; an unknown user is kept.
    pub fn expand_user(&self, path: &str) -> String {
        let Some(after) = path.strip_prefix('~') else {
            return path.to_owned();
        };
        let end = after.find(std::path::is_separator).unwrap_or(after.len());
        let (user, rest) = after.split_at_checked(end).unwrap_or((after, ""));
        let home = match user {
            "" => self.home(),
            user => home_of(user),
        };
        let Some(home) = home else {
            return path.to_owned();
        };
        let whole = [home.trim_end_matches(std::path::is_separator), rest].concat();
        match whole.is_empty() {
            true => std::path::MAIN_SEPARATOR_STR.to_owned(),
            false => whole,
        }
    }

    /// The user's home directory: from the variable, or else from the system.
    fn home(&self) -> Option<String> {
        let variable = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
        self.get(variable).or_else(|| match self {
            Environment::Process => std::env::home_dir()?.into_os_string().into_string().ok(),
            Environment::Fixed(_) => None,
        })
    }

    /// Expands `$NAME` and `${NAME}`; unknown names are kept.
    pub fn expand_variables(&self, text: &str) -> String {
        let mut expanded = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            expanded.push_str(before);
            let (name, whole, tail) = variable_name(after);
            match (!name.is_empty()).then(|| self.get(name)).flatten() {
                Some(value) => expanded.push_str(&value),
                None => {
                    expanded.push('$');
                    expanded.push_str(whole);
                }
            }
            rest = tail;
        }
        expanded.push_str(rest);
        expanded
    }
}

/// The home directory of another user.
fn home_of(user: &str) -> Option<String> {
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let mut lines = users.lines().map(|line| line.split(':'));
    let mut fields = lines.find(|fields| fields.clone().next() == Some(user))?;
    fields.nth(5).map(str::to_owned)
}

/// The name of the variable after a `$`, the text of its reference, and the rest.
fn variable_name(after: &str) -> (&str, &str, &str) {
    if let Some((name, tail)) = after
        .strip_prefix('{')
        .and_then(|inner| inner.split_once('}'))
    {
        let whole = after.strip_suffix(tail).unwrap_or_default();
        return (name, whole, tail);
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end = after.find(|c| !is_name(c)).unwrap_or(after.len());
    let (name, tail) = after.split_at_checked(end).unwrap_or((after, ""));
    (name, name, tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_expand_variables_and_home() {
        let environment = Environment::of([("HOME", "/home/u"), ("X", "a/b"), ("T", "~")]);
        let expanded = |path| environment.expand_path(path);
        assert_eq!(expanded("~/.aws/config"), "/home/u/.aws/config");
        assert_eq!(expanded("$T/x"), "/home/u/x");
        assert_eq!(expanded("/$X/${X}c/$NO/${NO}/$"), "/a/b/a/bc/$NO/${NO}/$");
        assert_eq!(expanded("~nobody-of-this-name/x"), "~nobody-of-this-name/x");
        assert_eq!(expanded("a~/~"), "a~/~");
        assert_eq!(expanded("${unclosed"), "${unclosed");
    }

    #[test]
    fn users_are_expanded_as_in_python() {
        for (home, path, expected) in [
            ("/", "~", "/"),
            ("", "~", "/"),
            ("", "~/x", "/x"),
            ("/h//", "~/x", "/h/x"),
            ("~", "~", "~"),
        ] {
            let environment = Environment::of([("HOME", home)]);
            assert_eq!(environment.expand_user(path), expected, "{home} {path}");
        }
        let without = Environment::of([]);
        assert_eq!(without.expand_user("~/x"), "~/x");
        let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        if users.lines().any(|line| line.starts_with("root:")) {
            let expanded = without.expand_user("~root/x");
            assert!(
                expanded.starts_with('/') && expanded.ends_with("/x"),
                "{expanded}"
            );
        }
        // The process always has a home, with a variable for it or without.
        assert!(!Environment::Process.expand_user("~/x").starts_with('~'));
    }
}
