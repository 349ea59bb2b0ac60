//! Commands of a service: what a command line needs besides schemas.

use super::{Path, SchemaRef};

mod answers;
mod custom;
mod words;

pub(crate) use self::answers::{Acceptor, Matcher, Pages, State, Waiter};
pub(crate) use self::custom::{
    Added, Apart, Custom, Definition, Fills, Fix, Join, Joins, Reads, Shows,
};
pub(crate) use self::words::{CommandName, OptionName};

/// A service's commands; one file, `cli.rs`, in which all paths are meant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Commands {
    /// Name on the command line: `sso-oidc`.
    pub name: CommandName,
    /// Name in environment variables: `SSO_OIDC`.
    pub env: String,
    /// Name in `services` sections of the configuration file: `sso_oidc`.
    pub config_key: String,
    /// Whether it is a service of AWS, whose settings are those of AWS tools.
    pub aws: bool,
    /// What the service is, as a terminal shows it.
    pub doc: String,
    /// The commands, in the order of their names.
    pub commands: Vec<Command>,
    /// Texts of answers that are shown in another form.
    pub recoded: Vec<Recoded>,
    /// What can be waited for, in the order of names; none where the model has a command `wait`.
    pub waiters: Vec<Waiter>,
    /// Commands that the AWS CLI has of its own, which are not made.
    pub foreign: Vec<String>,
    /// The statics of the operations that tell the region of a bucket, make one, and make a session for one.
    pub buckets: Option<[Path; 3]>,
    /// What is said of every shape that a command reads or writes, in order of first use.
    pub docs: Vec<ShapeDoc>,
}

/// A command: one operation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Command {
    /// Name on the command line: `register-client`.
    pub name: CommandName,
    /// The static with the operation's data.
    pub operation: Path,
    /// What it does, as a terminal shows it.
    pub doc: String,
    /// One entry for each top-level member of the input, in model order, each followed by its earlier name if it has
    /// one.
    pub args: Vec<Arg>,
    /// Examples of the model.
    pub examples: Vec<Example>,
    /// Names of the answer that are asked for in another form.
    pub encoded_names: Option<EncodedNames>,
    /// How the result is kept, where the settings say that it is.
    pub keep: Option<Keep>,
    /// How it goes through the pages of its result.
    pub pages: Option<Pages>,
    /// What it has beyond its operation.
    pub custom: Option<Custom>,
}

impl Command {
    /// The options of members that are documented: neither earlier names, nor those for which the options about pages
    /// stand.
    #[cfg(feature = "command")]
    pub(crate) fn shown_args(&self) -> impl Iterator<Item = &Arg> {
        let pages = self.pages.as_ref();
        let is_native = move |member: usize| {
            pages.is_some_and(|it| {
                it.tokens.iter().any(|(token, _)| *token == member)
                    || it.page_size == Some(member)
                    || it.manual.contains(&member)
            })
        };
        let is_shown = move |arg: &&Arg| !arg.hidden && !is_native(arg.member);
        self.accepted_args().filter(is_shown)
    }

    /// The options of members that can be given, documented or not.
    pub(crate) fn accepted_args(&self) -> impl Iterator<Item = &Arg> {
        let names = self.page_options();
        let is_taken = move |arg: &&Arg| names.contains(&arg.name.as_str());
        self.args.iter().filter(move |arg| !is_taken(arg))
    }

    /// The options about pages, without dashes.
    pub(crate) fn page_options(&self) -> &'static [&'static str] {
        match &self.pages {
            None => &[],
            Some(pages) if pages.page_size.is_none() => &["starting-token", "max-items"],
            Some(_) => &["starting-token", "page-size", "max-items"],
        }
    }

    /// The options that no member gives, without those about pages.
    pub(crate) fn added(&self) -> &[Added] {
        self.custom.as_ref().map_or(&[], |custom| &custom.added)
    }
}

/// A text of answers that holds something in another form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Recoded {
    /// The structure.
    pub schema: SchemaRef,
    /// Index of its member.
    pub member: usize,
    /// What the text holds.
    pub coding: Coding,
}

/// What a text holds. The variants are the runtime's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// JSON, percent-encoded.
    UrlJson,
    /// JSON, or any other text.
    Json,
    /// Text in base64.
    Base64,
    /// Text that is nothing if it is empty.
    Empty,
}

/// Names in an answer that come percent-encoded if they are asked for so; numbers are those of members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EncodedNames {
    /// The input's member that asks for it, and the output's that says that it is so.
    pub says: (usize, usize),
    /// Texts of the output.
    pub texts: Vec<usize>,
    /// Lists of the output, each with the text in its items.
    pub lists: Vec<(usize, usize)>,
}

/// How the result of a command is kept for later; numbers are those of members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Keep {
    /// Member of the output that tells when the result becomes invalid.
    pub expires: usize,
    /// Lists of the input that are kept beside the result.
    pub with: Vec<usize>,
    /// The one of them that tells results for one session apart.
    pub scopes: Option<usize>,
    /// Member of the input that names the instance.
    pub instance: Option<usize>,
}

/// An option that fills one member of the input.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Arg {
    /// Name without dashes: `client-name`.
    pub name: OptionName,
    /// Index of the member in the input's schema.
    pub member: usize,
    /// Whether the member is required.
    pub required: bool,
    /// The name of the option that sets a boolean to false, if it is not that with `no-` before it.
    pub negative: Option<OptionName>,
    /// Whether it is an earlier name, which nothing shows.
    pub hidden: bool,
    /// Whether the member is a structure of a single boolean, which may be given as a flag.
    pub flag: bool,
}

/// What is said of a shape.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ShapeDoc {
    /// Its schema.
    pub schema: SchemaRef,
    /// What it is, as a terminal shows it.
    pub doc: String,
    /// What each member is, in the schema's order.
    pub members: Vec<String>,
}

/// An example of the model.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Example {
    /// Its title.
    pub title: String,
    /// What it shows, as a terminal shows it.
    pub doc: String,
    /// Input, JSON.
    pub input: String,
    /// Output or members of the error, JSON; empty where the model gives none.
    pub output: String,
    /// Name of the error that it shows.
    pub error: Option<String>,
}
