//! The usage text that follows the messages of the parsers.

/// What follows a message of a parser: the text for all but the first parser.
pub(crate) const FULL: &str =
    "usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
";

/// The text for a program named `name`. Where the service is implied there is one level less.
pub(crate) fn full(name: &str, implied: bool) -> String {
    if name == "aws" && !implied {
        return FULL.to_owned();
    }
    if implied {
        return format!(
            "usage: {name} [options] <command> [parameters]\nTo see help text, you can run:\n\n  \
             {name} help\n  {name} <command> help\n"
        );
    }
    FULL.replace("aws", name)
}

/// The usage text of the first parser, which knows two options.
pub(crate) fn first_pass(name: &str) -> String {
    format!("usage: {name} [--profile PROFILE] [--debug]\n")
}
