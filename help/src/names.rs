//! The names of a program's settings: those of AWS tools, or its own.

use std::borrow::Cow;

use crate::options::{GLOBAL, GlobalOption, OWN};

/// Whose names a program's settings have. All text is written with the names of AWS tools; [`Names::text`] replaces
/// them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names<'a> {
    /// The names of AWS tools: `AWS_PROFILE`, `~/.aws/config`.
    Aws,
    /// The program's own names, with this prefix in upper snake case: for `BOOKSTORE`, they are `BOOKSTORE_PROFILE`
    /// and `~/.bookstore/config`.
    Own(&'a str),
}

/// A kind of identity that is configured by variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// The token for `@httpBearerAuth`.
    BearerToken,
    /// User name and password for `@httpBasicAuth`.
    Login,
    /// The key for `@httpApiKeyAuth`.
    ApiKey,
}

impl Names<'_> {
    /// Replaces the AWS tools' names in a text by the actual ones.
    #[must_use]
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self {
            Names::Own(prefix) if text.contains("AWS_") || text.contains("~/.aws/") => Cow::Owned(
                text.replace("AWS_", &format!("{prefix}_"))
                    .replace("~/.aws/", &format!("~/.{}/", prefix.to_lowercase())),
            ),
            _ => Cow::Borrowed(text),
        }
    }

    /// The user's settings directory, below the home directory: `.aws`.
    #[must_use]
    pub fn directory(&self) -> Cow<'static, str> {
        match self {
            Names::Aws => Cow::Borrowed(".aws"),
            Names::Own(prefix) => Cow::Owned(format!(".{}", prefix.to_lowercase())),
        }
    }

    /// The variant of the option that applies to these names.
    #[must_use]
    pub fn meant<'o>(&self, option: &'o GlobalOption) -> &'o GlobalOption {
        match self {
            Names::Aws => option,
            Names::Own(_) => OWN
                .iter()
                .find(|own| own.name == option.name)
                .unwrap_or(option),
        }
    }

    /// The global options. Services outside AWS have no regions and no signatures.
    pub fn global(self) -> impl Iterator<Item = &'static GlobalOption> + Clone {
        let is_own = matches!(self, Names::Own(_));
        GLOBAL
            .iter()
            .filter(move |option| !(is_own && option.name == "--region"))
            .map(move |option| self.meant(option))
    }
}

impl Identity {
    /// The variables for this identity, with their descriptions. `service` is the service's name in upper snake
    /// case; `signing_name` is the signing name of an AWS service, empty for others.
    #[must_use]
    pub fn variables(self, service: &str, signing_name: &str) -> Vec<(String, &'static str)> {
        match self {
            Identity::BearerToken if signing_name.is_empty() => vec![(
                format!("{service}_BEARER_TOKEN"),
                "The bearer token that the service wants.",
            )],
            Identity::BearerToken => vec![(
                format!("AWS_BEARER_TOKEN_{}", upper_snake(signing_name)),
                "A bearer token for this service alone.",
            )],
            Identity::ApiKey => vec![(
                format!("{service}_API_KEY"),
                "The API key that the service wants.",
            )],
            Identity::Login => vec![
                (
                    format!("{service}_USER"),
                    "The user's name that the service wants.",
                ),
                (
                    format!("{service}_PASSWORD"),
                    "The password that goes with it.",
                ),
            ],
        }
    }
}

/// Converts text to upper case, with `_` for anything between letters and digits.
#[must_use]
pub fn upper_snake(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("_").to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_name_the_settings_of_the_program() {
        let text = "`AWS_PROFILE`, in `~/.aws/config` of AWS tools";
        assert_eq!(Names::Aws.text(text), text);
        assert_eq!(
            Names::Own("BOOK_STORE").text(text),
            "`BOOK_STORE_PROFILE`, in `~/.book_store/config` of AWS tools"
        );
    }

    #[test]
    fn only_services_of_aws_have_regions() {
        let has = |names: Names<'_>| names.global().any(|option| option.name == "--region");
        assert!(has(Names::Aws));
        assert!(!has(Names::Own("BOOKSTORE")));
        for option in Names::Own("BOOKSTORE").global() {
            let doc = Names::Own("BOOKSTORE").text(option.doc);
            for word in ["AWS", "region", "signature", "aws"] {
                assert!(!doc.contains(word), "{}: {doc}", option.name);
            }
        }
    }
}
