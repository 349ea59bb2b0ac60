//! User-defined commands, from `~/.aws/cli/alias` or the equivalent file of a program with its own settings.
//!
//! `[toplevel]` holds names that are used in place of a service, `[command SERVICE]` names used in place of an
//! operation, and `[command SERVICE OPERATION]` names that follow an operation. The value is either the words to
//! substitute or, after a `!`, a shell command line.

mod external;

use std::collections::BTreeMap;
use std::path::Path;

use smithgen_aws::profile::{Ini, Malformed, read_file, shell_split};

use crate::args::Word;
use crate::errors::Failure;
use crate::settings::Settings;

#[derive(Clone, Debug, Default)]
pub(crate) struct Aliases {
    toplevel: Names,
    /// Keyed by the words after `command`.
    commands: BTreeMap<Vec<String>, Names>,
}

/// Alias names in lower case, with their values.
pub(crate) type Names = BTreeMap<String, String>;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Alias<'a> {
    pub(crate) name: &'a str,
    value: &'a str,
}

impl Aliases {
    /// Reads the alias file in the settings directory. A missing or unreadable file has no aliases.
    ///
    /// # Errors
    /// 255 if the path is not a regular file, or its content is not a valid alias file.
    pub(crate) fn load(settings: &Settings) -> Result<Aliases, Failure> {
        let path = settings
            .environment
            .expand_user(&settings.names().text("~/.aws/cli/alias"));
        let file = Path::new(&path);
        if file.exists() && !file.is_file() {
            return Err(Failure::general(format!(
                "The specified config file ({path}) could not be found."
            )));
        }
        let read = read_file(file).map_err(|error| Failure::general(error.to_string()))?;
        Aliases::parse(&read.unwrap_or_default())
            .map_err(|_| Failure::general(format!("Unable to parse config file: {path}")))
    }

    /// Parses the text of an alias file.
    ///
    /// # Errors
    /// The text is not an alias file.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Aliases, Malformed> {
        let ini = Ini::parse_flat(bytes)?;
        let mut aliases = Aliases::default();
        for section in ini.sections() {
            let trimmed = |(name, value): (&str, &str)| (name.to_owned(), value.trim().to_owned());
            let names = ini.texts(section).map(trimmed).collect();
            if section == "toplevel" {
                aliases.toplevel = names;
            } else if section.starts_with("command ") {
                let command = section.split_whitespace().skip(1);
                aliases
                    .commands
                    .insert(command.map(str::to_owned).collect(), names);
            }
        }
        Ok(aliases)
    }

    /// Aliases used in place of a service.
    pub(crate) fn toplevel(&self) -> &Names {
        &self.toplevel
    }

    /// Aliases that follow a service, or a service and an operation.
    pub(crate) fn of(&self, command: &[&str]) -> &Names {
        static NONE: Names = Names::new();
        let section = self.commands.iter().find(|(name, _)| *name == command);
        section.map_or(&NONE, |(_, names)| names)
    }
}

/// Looks up the alias named by a word.
pub(crate) fn find<'a>(names: &'a Names, word: &Word) -> Option<Alias<'a>> {
    let (name, value) = names.iter().find(|(name, _)| word.is(name))?;
    Some(Alias::new(name, value))
}

impl<'a> Alias<'a> {
    pub(crate) fn new(name: &'a str, value: &'a str) -> Alias<'a> {
        Alias { name, value }
    }

    /// The shell command line, if the alias is one.
    pub(crate) fn external(&self) -> Option<&str> {
        self.value.strip_prefix('!')
    }

    /// The words to substitute.
    ///
    /// # Errors
    /// 255 if a quote or an escape is unterminated.
    pub(crate) fn words(&self) -> Result<Vec<Word>, Failure> {
        let words = shell_split(self.value).map_err(|error| {
            Failure::general(format!(
                "Value of alias \"{}\" could not be parsed. Received error: {error} when parsing:\n{}",
                self.name, self.value
            ))
        })?;
        let words = words.iter().map(|word| Word::from(word.trim_matches('\n')));
        Ok(words.collect())
    }

    /// Runs the command line in the shell, with `words` appended.
    ///
    /// # Errors
    /// The exit code of the command, unless it is 0.
    pub(crate) fn run(&self, line: &str, words: &[Word]) -> Result<(), Failure> {
        external::run(line, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(value: &str) -> Result<Vec<String>, String> {
        let alias = Alias { name: "a", value };
        match alias.words() {
            Ok(words) => Ok(words.iter().map(|word| word.text().into_owned()).collect()),
            Err(Failure::General(message)) => Err(message),
            Err(other) => Err(format!("{other:?}")),
        }
    }

    #[test]
    fn sections_are_found_by_the_words_of_their_names() {
        let file =
            b"[toplevel]\nA = b\n[command  x  y]\nc =\n  d\n   e\n[command]\nf = g\n[h]\ni = j\n";
        let aliases = Aliases::parse(file).unwrap();
        assert_eq!(aliases.toplevel()["a"], "b");
        assert_eq!(aliases.of(&["x", "y"])["c"], "d\ne");
        assert!(aliases.of(&["x"]).is_empty());
        assert!(aliases.of(&[]).is_empty());
    }

    #[test]
    fn values_are_split_as_a_shell_does() {
        assert_eq!(
            words("a 'b c'\n\"d\\\"\ne\"").unwrap(),
            ["a", "b c", "d\"\ne"]
        );
        assert_eq!(words("'\na\n'").unwrap(), ["a"]);
        assert_eq!(words("").unwrap(), [""; 0]);
        assert_eq!(
            words("a\\").unwrap_err(),
            "Value of alias \"a\" could not be parsed. Received error: No escaped character when parsing:\na\\"
        );
    }
}
