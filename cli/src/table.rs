//! Static tables that generated code provides: a service, its commands and their documentation.

mod answer;
mod answers;
mod custom;

use smithgen_runtime::operation::{OperationSpec, Service};
use smithgen_runtime::schema::{Kind, Member, Schema, Trait};

pub use answer::{Join, Joins, Shows, join};
pub use answers::{Acceptor, Matcher, Pages, State, Token, Waiter, acceptor, token};
pub(crate) use custom::Copy;
pub use custom::{Added, Apart, Buckets, Custom, Definition, Fills, Fix, Reads, added};

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
    /// Texts of answers that hold something in another form, as which they are shown.
    pub(crate) recoded: &'static [Recoded],
    /// What `wait` waits for, sorted by name.
    pub(crate) waiters: &'static [Waiter],
    /// Commands that the reference writes by hand, and this program does not have.
    pub(crate) foreign: &'static [&'static str],
    /// How its buckets are found.
    pub(crate) buckets: Option<&'static Buckets>,
}

/// A text of answers that holds something in another form.
#[derive(Debug)]
pub struct Recoded {
    pub(crate) schema: &'static Schema,
    /// Index of the member.
    pub(crate) member: usize,
    pub(crate) coding: Coding,
}

/// What a text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Coding {
    /// JSON, percent-encoded.
    UrlJson,
    /// JSON, or anything else, which stays text.
    Json,
    /// Text in base64.
    Base64,
    /// Text that is nothing if it is empty.
    Empty,
}

/// Names in an answer that come percent-encoded if they are asked for so, since XML has not all characters.
#[derive(Debug)]
pub struct EncodedNames {
    /// The input's member that asks for it, and the output's that says that it is so.
    pub(crate) says: (usize, usize),
    /// Texts of the output.
    pub(crate) texts: &'static [usize],
    /// Lists of the output, each with the text in its items.
    pub(crate) lists: &'static [(usize, usize)],
}

/// A command: one operation.
pub struct Command {
    /// Command-line name (`register-client`).
    pub(crate) name: &'static str,
    pub(crate) operation: &'static OperationSpec,
    /// Markdown.
    pub(crate) doc: &'static str,
    /// One entry per top-level member of the input, in model order, each followed by its earlier name if it has one.
    pub(crate) args: &'static [Arg],
    /// The model's examples.
    pub(crate) examples: &'static [Example],
    /// Names that are asked for in another form, unless the caller says in which.
    pub(crate) encoded_names: Option<&'static EncodedNames>,
    /// How `--save` and `--reuse` keep results; `None` if keeping them makes no sense.
    pub(crate) keep: Option<&'static Keep>,
    /// How the command goes through the pages of its result.
    pub(crate) pages: Option<&'static Pages>,
    /// What it has beyond its operation.
    pub(crate) custom: Option<&'static Custom>,
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
    /// Name of the option that sets a boolean to false, if that is not the name with `no-` before it.
    pub(crate) negative: Option<&'static str>,
    /// Whether it is an earlier name of another option, which nothing shows.
    pub(crate) hidden: bool,
    /// Whether the member is a structure of a single boolean, which may be given as a flag.
    pub(crate) flag: bool,
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
            recoded: &[],
            waiters: &[],
            foreign: &[],
            buckets: None,
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

    /// Sets the texts that are shown in another form.
    #[must_use]
    pub const fn with_recoded(mut self, recoded: &'static [Recoded]) -> Self {
        self.recoded = recoded;
        self
    }

    /// Sets what can be waited for, sorted by name.
    pub const fn with_waiters(mut self, waiters: &'static [Waiter]) -> Self {
        self.waiters = waiters;
        self
    }

    /// Sets the commands that the reference writes by hand.
    #[must_use]
    pub const fn with_foreign(mut self, foreign: &'static [&'static str]) -> Self {
        self.foreign = foreign;
        self
    }

    /// Sets how its buckets are found.
    #[must_use]
    pub const fn with_buckets(mut self, buckets: &'static Buckets) -> Self {
        self.buckets = Some(buckets);
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
            encoded_names: None,
            keep: None,
            pages: None,
            custom: None,
        }
    }

    /// Sets the model's examples.
    pub const fn with_examples(mut self, examples: &'static [Example]) -> Self {
        self.examples = examples;
        self
    }

    /// Sets the names that are asked for in another form.
    #[must_use]
    pub const fn with_encoded_names(mut self, names: &'static EncodedNames) -> Self {
        self.encoded_names = Some(names);
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

    /// Sets what it has beyond its operation.
    #[must_use]
    pub const fn with_custom(mut self, custom: &'static Custom) -> Self {
        self.custom = Some(custom);
        self
    }
}

impl Command {
    /// The arguments that are documented: neither earlier names, nor those for which the options about pages stand.
    pub(crate) fn shown_args(&self) -> impl Iterator<Item = &'static Arg> + use<> {
        let pages = self.pages;
        let is_native = move |member: usize| {
            pages.is_some_and(|it| {
                it.tokens.iter().any(|token| token.member == member)
                    || it.page_size == Some(member)
                    || it.manual.contains(&member)
            })
        };
        let names = self.page_options();
        let args = self.args.iter();
        args.filter(move |arg| !arg.hidden && !is_native(arg.member) && !names.contains(&arg.name))
    }

    /// The input member with the name of a bucket.
    pub(crate) fn bucket(&self) -> Option<usize> {
        let fixes = self.custom.map_or(&[][..], |custom| custom.fixes);
        fixes.iter().find_map(|fix| match fix {
            Fix::Bucket(member) => Some(*member),
            _ => None,
        })
    }

    /// The options that no member gives.
    pub(crate) fn added(&self) -> &'static [Added] {
        self.custom.map_or(&[], |custom| custom.added)
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

impl Recoded {
    /// The member with this index.
    #[must_use]
    pub const fn new(schema: &'static Schema, member: usize, coding: Coding) -> Self {
        Recoded {
            schema,
            member,
            coding,
        }
    }
}

impl EncodedNames {
    /// Members by index: what asks and says so; texts; lists with the text in their items.
    #[must_use]
    pub const fn new(
        says: (usize, usize),
        texts: &'static [usize],
        lists: &'static [(usize, usize)],
    ) -> Self {
        EncodedNames { says, texts, lists }
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
        negative: None,
        hidden: false,
        flag: false,
    }
}

impl Arg {
    /// Names the option that sets the boolean to false: `disable-execute-command`.
    #[must_use]
    pub const fn with_negative(mut self, name: &'static str) -> Self {
        self.negative = Some(name);
        self
    }

    /// Hides the option: it is an earlier name of the one before it.
    #[must_use]
    pub const fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// Makes the option of a structure of one boolean a flag too.
    #[must_use]
    pub const fn or_flag(mut self) -> Self {
        self.flag = true;
        self
    }
}

impl Arg {
    /// The name of the option that sets the member to false.
    pub(crate) fn negative(&self) -> String {
        match self.negative {
            Some(name) => name.to_owned(),
            None => ["no-", self.name].concat(),
        }
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

/// The member of an operation's output that goes to a file: the blob that is the whole body, or events with blobs.
pub(crate) fn file_of_output(operation: &OperationSpec) -> Option<&'static Member> {
    let mut members = operation.output().members().iter();
    members.find(|member| {
        let is_blob = member.target().kind() == Kind::Blob;
        member.traits().contains(&Trait::HttpPayload) && (is_blob || is_events(member))
    })
}

fn is_events(member: &Member) -> bool {
    let is_union = member.target().kind() == Kind::Union;
    is_union && member.traits().contains(&Trait::Streaming)
}

/// The event of an operation's output whose blob goes to a file.
pub(crate) fn event_of_output(operation: &OperationSpec) -> Option<&'static str> {
    let events = operation
        .output()
        .members()
        .iter()
        .find(|it| is_events(it))?;
    let has_blob = |event: &&Member| {
        event.target().members().iter().any(|it| {
            let is_payload = it.traits().contains(&Trait::EventPayload);
            is_payload && it.target().kind() == Kind::Blob
        })
    };
    let event = events.target().members().iter().find(has_blob)?;
    Some(event.name())
}

/// The member of an operation's input whose value is the name of a file: the blob that streams.
pub(crate) fn file_of_input(operation: &OperationSpec) -> Option<usize> {
    let mut members = operation.input().members().iter();
    members.position(|member| {
        let is_blob = member.target().kind() == Kind::Blob;
        is_blob && member.traits().contains(&Trait::Streaming)
    })
}
