//! Names that can be used unquoted in any shell.
//!
//! They are used in tables, help pages and completions. Their types guarantee that they contain nothing special to
//! a shell, a terminal or a file system.

use std::fmt;

/// The name of a command or of a service on the command line: `[a-z0-9][a-z0-9-]*`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CommandName(String);

impl CommandName {
    /// Converts text to a name: lower case, with a dash for anything between letters and digits; `None` if it has
    /// no letters or digits.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let name = words.join("-").to_ascii_lowercase();
        (!name.is_empty()).then_some(CommandName(name))
    }

    /// The name.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as an identifier: `sso_oidc`.
    pub(crate) fn identifier(&self) -> String {
        self.0.replace('-', "_")
    }
}

impl fmt::Display for CommandName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of an option without its dashes: `[a-z0-9_-]+`. Underscores are kept, as in the AWS CLI.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct OptionName(String);

impl OptionName {
    /// Converts text to a name: lower case, with a dash for every invalid character.
    pub(crate) fn of(text: &str) -> Self {
        let good = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let name: String = text
            .chars()
            .map(|c| if good(c) { c.to_ascii_lowercase() } else { '-' })
            .collect();
        match name.is_empty() {
            true => OptionName("-".to_owned()),
            false => OptionName(name),
        }
    }

    /// The name.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OptionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_gives_a_name_that_a_shell_understands() {
        for (text, expected) in [
            ("register-client", Some("register-client")),
            ("SSO OIDC", Some("sso-oidc")),
            ("get_-thing", Some("get-thing")),
            ("-abcs", Some("abcs")),
            ("--", None),
            ("", None),
            ("x$({touch,HERE})", Some("x-touch-here")),
            ("a'; rm -rf \"$HOME\" #", Some("a-rm-rf-home")),
            ("../../up", Some("up")),
            ("a\nb\u{202e}é", Some("a-b")),
        ] {
            let name = CommandName::of(text);
            assert_eq!(name.as_ref().map(CommandName::as_str), expected, "{text:?}");
        }
        for (text, expected) in [
            ("client_name", "client_name"),
            ("-abcs", "-abcs"),
            ("a b'c", "a-b-c"),
            ("", "-"),
        ] {
            assert_eq!(OptionName::of(text).as_str(), expected, "{text:?}");
        }
    }
}
