//! The usage text that accompanies the parsers' messages.

/// Usage text of all parsers but the first.
pub(crate) const FULL: &str =
    "usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
";

/// The text for a program named `name`. If the service is implied, there is one level less.
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
