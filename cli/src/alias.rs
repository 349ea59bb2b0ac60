//! User-defined commands: the file `~/.aws/cli/alias`, or that of a program with settings of its own.
//!
//! `[toplevel]` holds names that stand where a service is named, `[command SERVICE]` those that stand where
//! an operation is, and `[command SERVICE OPERATION]` those that follow an operation. A value is words to put
//! in place of the name, or, after a `!`, a line for the shell.

mod external;

use std::collections::BTreeMap;
use std::path::Path;

use smithgen_aws::profile::{Ini, Malformed, read_file, shell_split};

use crate::args::Word;
use crate::errors::Failure;
use crate::params::paramfile::expand_user;
use crate::settings::Settings;

/// The aliases of the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Aliases {
    toplevel: Names,
    /// By the words after `command`.
    commands: BTreeMap<Vec<String>, Names>,
}

/// Names in lower case, and their values.
pub(crate) type Names = BTreeMap<String, String>;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Alias<'a> {
    pub(crate) name: &'a str,
    value: &'a str,
}

impl Aliases {
    /// Reads the file, in the directory of settings that has these names; none where there is none, or none that
    /// can be read.
    ///
    /// # Errors
    /// 255 for something else than a file, and for what is not an alias file.
    pub(crate) fn load(settings: &Settings) -> Result<Aliases, Failure> {
        let path = expand_user(&settings.names().text("~/.aws/cli/alias"));
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

    /// The aliases in the text of a file.
    ///
    /// # Errors
    /// What is not an alias file.
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

    /// Those that stand where a service is named.
    pub(crate) fn toplevel(&self) -> &Names {
        &self.toplevel
    }

    /// Those that follow a service, or a service and an operation.
    pub(crate) fn of(&self, command: &[&str]) -> &Names {
        static NONE: Names = Names::new();
        let section = self.commands.iter().find(|(name, _)| *name == command);
        section.map_or(&NONE, |(_, names)| names)
    }
}

/// The alias that a word names.
pub(crate) fn find<'a>(names: &'a Names, word: &Word) -> Option<Alias<'a>> {
    let (name, value) = names.iter().find(|(name, _)| word.is(name))?;
    Some(Alias::new(name, value))
}

impl<'a> Alias<'a> {
    /// What a name stands for.
    pub(crate) fn new(name: &'a str, value: &'a str) -> Alias<'a> {
        Alias { name, value }
    }

    /// Whether it is a line for the shell; the line.
    pub(crate) fn external(&self) -> Option<&str> {
        self.value.strip_prefix('!')
    }

    /// The words it stands for.
    ///
    /// # Errors
    /// 255 when a quote or an escape has no end.
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

    /// Runs the line in the shell, with the words behind it.
    ///
    /// # Errors
    /// The code it ends with, unless that is 0.
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
