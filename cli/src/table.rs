//! Static tables that generated code provides: a service, its commands and their documentation.

mod answers;

use smithgen_runtime::operation::{OperationSpec, Service};
use smithgen_runtime::schema::Schema;

pub use answers::{Acceptor, Matcher, Pages, State, Token, Waiter, acceptor, token};

/// The command that waits.
pub(crate) const WAIT: &str = "wait";

/// A service and its commands.
pub struct Commands {
    pub(crate) service: &'static Service,
    /// Command-line name (`sso-oidc`).
    pub(crate) name: &'static str,
    /// Part of environment variable names (`SSO_OIDC`, as in `AWS_ENDPOINT_URL_SSO_OIDC`).
    pub(crate) env: &'static str,
    /// Key in `services` sections of the configuration file (`sso_oidc`).
    pub(crate) config_key: &'static str,
    /// Whether this is an AWS service: it has regions and uses the settings of AWS tools. Other services have their
    /// own settings, whose names start with `env`.
    pub(crate) aws: bool,
    /// Markdown.
    pub(crate) doc: &'static str,
    /// Sorted by name.
    pub(crate) commands: &'static [Command],
    /// Documentation of all shapes that commands use.
    pub(crate) docs: &'static [ShapeDoc],
    /// What `wait` waits for, sorted by name.
    pub(crate) waiters: &'static [Waiter],
}

/// A command: one operation.
pub struct Command {
    /// Command-line name (`register-client`).
    pub(crate) name: &'static str,
    pub(crate) operation: &'static OperationSpec,
    /// Markdown.
    pub(crate) doc: &'static str,
    /// One entry per top-level member of the input, in model order.
    pub(crate) args: &'static [Arg],
    /// The model's examples.
    pub(crate) examples: &'static [Example],
    /// How `--save` and `--reuse` keep results; `None` if keeping them makes no sense.
    pub(crate) keep: Option<&'static Keep>,
    /// How the command goes through the pages of its result.
    pub(crate) pages: Option<&'static Pages>,
}

/// How a command's result is kept in the cache that AWS tools share. Members are given by index.
///
/// The file's name and content are those of a client registration in IAM Identity Center's cache.
#[derive(Debug)]
pub struct Keep {
    /// Output member with the expiry in seconds since 1970.
    pub(crate) expires: usize,
    /// Input lists that are kept with the result under their own names.
    pub(crate) with: &'static [usize],
    /// The list in `with` that distinguishes results of one session: the scopes.
    pub(crate) scopes: Option<usize>,
    /// Input member with the instance, used if no session or start URL is configured.
    pub(crate) instance: Option<usize>,
}

/// An option that sets one member of the input.
pub struct Arg {
    /// Name without dashes (`client-name`).
    pub(crate) name: &'static str,
    /// Index of the member in the input's schema.
    pub(crate) member: usize,
    pub(crate) required: bool,
}

/// Documentation of the members of one shape.
pub struct ShapeDoc {
    pub(crate) schema: &'static Schema,
    /// Markdown.
    pub(crate) doc: &'static str,
    /// Documentation of each member in schema order, in Markdown.
    pub(crate) members: &'static [&'static str],
}

/// An example from the `examples` trait.
pub struct Example {
    pub(crate) title: &'static str,
    /// Markdown.
    pub(crate) doc: &'static str,
    /// JSON.
    pub(crate) input: &'static str,
    /// JSON of the output, or of the error's members.
    pub(crate) output: &'static str,
    /// Name of the error, if the example shows one.
    pub(crate) error: Option<&'static str>,
}

impl Commands {
    /// A service without commands, with its names on the command line, in the environment and in settings.
    pub const fn new(
        service: &'static Service,
        name: &'static str,
        env: &'static str,
        config_key: &'static str,
    ) -> Self {
        Commands {
            service,
            name,
            env,
            config_key,
            aws: false,
            doc: "",
            commands: &[],
            docs: &[],
            waiters: &[],
        }
    }

    /// Marks the service as one of AWS.
    pub const fn of_aws(mut self) -> Self {
        self.aws = true;
        self
    }

    /// Sets the documentation.
    pub const fn with_doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }

    /// Sets the commands, sorted by name.
    pub const fn with_commands(mut self, commands: &'static [Command]) -> Self {
        self.commands = commands;
        self
    }

    /// Sets what can be waited for, sorted by name.
    pub const fn with_waiters(mut self, waiters: &'static [Waiter]) -> Self {
        self.waiters = waiters;
        self
    }

    /// Whether there is anything to wait for.
    pub(crate) fn waits(&self) -> bool {
        !self.waiters.is_empty()
    }

    /// The command that a waiter repeats.
    pub(crate) fn repeated(&self, waiter: &Waiter) -> Option<&'static Command> {
        self.commands.get(waiter.command)
    }

    /// Sets the documentation of its shapes.
    pub const fn with_docs(mut self, docs: &'static [ShapeDoc]) -> Self {
        self.docs = docs;
        self
    }
}

impl Command {
    /// A command without examples.
    pub const fn new(
        name: &'static str,
        operation: &'static OperationSpec,
        doc: &'static str,
        args: &'static [Arg],
    ) -> Self {
        Command {
            name,
            operation,
            doc,
            args,
            examples: &[],
            keep: None,
            pages: None,
        }
    }

    /// Sets the model's examples.
    pub const fn with_examples(mut self, examples: &'static [Example]) -> Self {
        self.examples = examples;
        self
    }

    /// Sets how the result is kept.
    pub const fn with_keep(mut self, keep: &'static Keep) -> Self {
        self.keep = Some(keep);
        self
    }

    /// Sets how it goes through pages.
    pub const fn with_pages(mut self, pages: &'static Pages) -> Self {
        self.pages = Some(pages);
        self
    }
}

impl Command {
    /// The arguments that are documented: not those for which the options about pages stand.
    pub(crate) fn shown_args(&self) -> impl Iterator<Item = &'static Arg> + use<> {
        let pages = self.pages;
        let is_native = move |member: usize| {
            pages.is_some_and(|it| {
                it.tokens.iter().any(|token| token.member == member) || it.page_size == Some(member)
            })
        };
        let names = self.page_options();
        let args = self.args.iter();
        args.filter(move |arg| !is_native(arg.member) && !names.contains(&arg.name))
    }

    /// The names of the options about pages, without dashes.
    pub(crate) fn page_options(&self) -> &'static [&'static str] {
        match self.pages {
            None => &[],
            Some(pages) if pages.page_size.is_none() => &["starting-token", "max-items"],
            Some(_) => &["starting-token", "page-size", "max-items"],
        }
    }
}

impl Keep {
    /// `expires` is the output member with the expiry; the others say what is kept with the result.
    pub const fn new(
        expires: usize,
        with: &'static [usize],
        scopes: Option<usize>,
        instance: Option<usize>,
    ) -> Self {
        Keep {
            expires,
            with,
            scopes,
            instance,
        }
    }
}

/// An option that sets the input member with this index.
pub const fn arg(name: &'static str, member: usize, required: bool) -> Arg {
    Arg {
        name,
        member,
        required,
    }
}

impl ShapeDoc {
    /// Documentation of a shape and its members.
    pub const fn new(
        schema: &'static Schema,
        doc: &'static str,
        members: &'static [&'static str],
    ) -> Self {
        ShapeDoc {
            schema,
            doc,
            members,
        }
    }
}

impl Example {
    /// An example, with the error's name if it shows one.
    pub const fn new(
        title: &'static str,
        doc: &'static str,
        input: &'static str,
        output: &'static str,
        error: Option<&'static str>,
    ) -> Self {
        Example {
            title,
            doc,
            input,
            output,
            error,
        }
    }
}
