//! What generated code says of a service's commands: static tables that the command line reads.

use smithgen_runtime::operation::{OperationSpec, Service};
use smithgen_runtime::schema::Schema;

/// A service and its commands.
pub struct Commands {
    /// The service as the runtime knows it.
    pub(crate) service: &'static Service,
    /// Name on the command line (`sso-oidc`).
    pub(crate) name: &'static str,
    /// Name in environment variables (`SSO_OIDC`, as in `AWS_ENDPOINT_URL_SSO_OIDC`).
    pub(crate) env: &'static str,
    /// Name in `services` sections of the configuration file (`sso_oidc`).
    pub(crate) config_key: &'static str,
    /// Whether it is a service of AWS: it has regions, and its settings are those of AWS tools. Any other has
    /// settings of its own, whose names start with `env`.
    pub(crate) aws: bool,
    /// Documentation, Markdown.
    pub(crate) doc: &'static str,
    /// Commands, in the order of their names.
    pub(crate) commands: &'static [Command],
    /// Documentation of every member of every shape that a command reads or writes.
    pub(crate) docs: &'static [ShapeDoc],
}

/// A command: one operation.
pub struct Command {
    /// Name on the command line (`register-client`).
    pub(crate) name: &'static str,
    /// The operation.
    pub(crate) operation: &'static OperationSpec,
    /// Documentation, Markdown.
    pub(crate) doc: &'static str,
    /// One entry for each top-level member of the input, in model order.
    pub(crate) args: &'static [Arg],
    /// Examples of the model.
    pub(crate) examples: &'static [Example],
    /// How the result is kept by `--save` and found by `--reuse`, where keeping it makes sense.
    pub(crate) keep: Option<&'static Keep>,
}

/// How the result of a command is kept in the cache that AWS tools share; members are indices.
///
/// The file's name and content are those of a client registration in the cache of IAM Identity Center.
#[derive(Debug)]
pub struct Keep {
    /// Member of the output: the time in seconds since 1970 at which the result becomes invalid.
    pub(crate) expires: usize,
    /// List members of the input that are kept beside the result under their own names.
    pub(crate) with: &'static [usize],
    /// The one of them that tells results for one session apart: the scopes.
    pub(crate) scopes: Option<usize>,
    /// Member of the input that names the instance, used where no session or start URL is configured.
    pub(crate) instance: Option<usize>,
}

/// An option that fills one member of the input.
pub struct Arg {
    /// Name without dashes (`client-name`).
    pub(crate) name: &'static str,
    /// Index of the member in the input's schema.
    pub(crate) member: usize,
    /// Whether the member is required.
    pub(crate) required: bool,
}

/// Documentation of the members of one shape.
pub struct ShapeDoc {
    /// The shape.
    pub(crate) schema: &'static Schema,
    /// Documentation of the shape, Markdown.
    pub(crate) doc: &'static str,
    /// Documentation of each member, in the schema's order, Markdown.
    pub(crate) members: &'static [&'static str],
}

/// An example of `@examples`.
pub struct Example {
    /// Title.
    pub(crate) title: &'static str,
    /// Documentation, Markdown.
    pub(crate) doc: &'static str,
    /// Input, JSON.
    pub(crate) input: &'static str,
    /// Output or error members, JSON.
    pub(crate) output: &'static str,
    /// Name of the error that the example shows.
    pub(crate) error: Option<&'static str>,
}

impl Commands {
    /// A service without commands: the names that it has on command lines, in the environment and in settings.
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
        }
    }

    /// A service of AWS.
    pub const fn of_aws(mut self) -> Self {
        self.aws = true;
        self
    }

    /// What it is.
    pub const fn with_doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }

    /// Its commands, in the order of their names.
    pub const fn with_commands(mut self, commands: &'static [Command]) -> Self {
        self.commands = commands;
        self
    }

    /// What is said of its shapes.
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
        }
    }

    /// Examples of the model.
    pub const fn with_examples(mut self, examples: &'static [Example]) -> Self {
        self.examples = examples;
        self
    }

    /// How the result is kept.
    pub const fn with_keep(mut self, keep: &'static Keep) -> Self {
        self.keep = Some(keep);
        self
    }
}

impl Keep {
    /// The members that say until when the result is valid and what is kept beside it.
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

/// An option that fills the member of the input with this index.
pub const fn arg(name: &'static str, member: usize, required: bool) -> Arg {
    Arg {
        name,
        member,
        required,
    }
}

impl ShapeDoc {
    /// Documentation of a shape and of its members.
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
    /// An example, with the error's name where it shows one.
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
