//! The pages above commands: that of a service, and that of the whole program.

use crate::command::global_option;
use crate::completion;
use crate::markup;
use crate::names::{Identity, Names};
use crate::page::{Block, Page, Section, Span};
use crate::topics;

/// The title of the section about options that every command has.
pub const GLOBAL_OPTIONS: &str = "GLOBAL OPTIONS";

/// How the program was called.
#[derive(Clone, Copy, Debug)]
pub struct Invocation<'a> {
    /// What stands before the name of a command: `sso-oidc`, or `aws sso-oidc`.
    pub line: &'a str,
    /// Whether it goes by the name `aws`.
    pub is_aws: bool,
    /// Whether `line` with `completion` behind it prints completion scripts.
    pub completes: bool,
    /// What its settings are called.
    pub names: Names<'a>,
}

/// A program with its services.
#[derive(Clone, Debug)]
pub struct Program<'a> {
    /// Its name as called.
    pub name: &'a str,
    /// What its settings are called.
    pub names: Names<'a>,
    /// Whether it prints completion scripts.
    pub completes: bool,
    /// Names of the services with what they are.
    pub services: Vec<(&'a str, &'a str)>,
}

/// A service as its page shows it.
#[derive(Clone, Debug)]
pub struct Service<'a> {
    /// Its name: `sso-oidc`.
    pub name: &'a str,
    /// Its name in variables: `SSO_OIDC`.
    pub env: &'a str,
    /// The name that it signs for; empty for a service that is none of AWS.
    pub signing_name: &'a str,
    /// What its callers prove themselves with, beside signatures.
    pub identities: Vec<Identity>,
    /// What it is.
    pub doc: &'a str,
    /// Its commands.
    pub commands: Vec<ServiceCommand<'a>>,
}

/// A command as the page of its service names it.
#[derive(Clone, Copy, Debug)]
pub struct ServiceCommand<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it does.
    pub doc: &'a str,
}

/// Builds the page of a service. Under the program's own name it is the page of the program too and tells what
/// holds for all commands.
#[must_use]
pub fn service(service: &Service<'_>, invocation: &Invocation<'_>) -> Page {
    let commands = service
        .commands
        .iter()
        .map(|command| entry(command.name, command.doc));
    let mut sections = vec![Section {
        title: "DESCRIPTION",
        blocks: markup::parse(service.doc),
    }];
    if !invocation.is_aws {
        sections.push(Section {
            title: "SYNOPSIS",
            blocks: vec![Block::Code(format!(
                "{} [options] <command> [parameters]",
                invocation.line
            ))],
        });
    }
    let mut available: Vec<Block> = commands.collect();
    available.push(entry(
        "help",
        "Shows this page; after a command, the page of that command.",
    ));
    available.extend(completion::entry_if(invocation.completes));
    sections.push(Section {
        title: "AVAILABLE COMMANDS",
        blocks: available,
    });
    if !invocation.is_aws {
        sections.push(global_options(invocation.names));
        sections.push(environment(invocation.names, Some(service)));
        sections.push(files(invocation.names));
        sections.push(exit_codes(invocation.names));
        sections.push(topics::section());
    }
    sections.retain(|section| !section.blocks.is_empty());
    Page {
        title: invocation.line.to_owned(),
        summary: markup::first_sentence(service.doc),
        sections,
    }
}

/// Builds the page of a program that has its services as commands.
#[must_use]
pub fn program(program: &Program<'_>) -> Page {
    let synopsis = format!(
        "{} [options] <command> <subcommand> [parameters]",
        program.name
    );
    let use_help = format!(
        "`{0} <command> help` shows the commands of a service, `{0} <command> <subcommand> help` the options of one \
         of them.",
        program.name
    );
    let services = program.services.iter().map(|(name, doc)| entry(name, doc));
    let sections = vec![
        Section {
            title: "DESCRIPTION",
            blocks: vec![Block::plain(
                "Calls the services below from the command line.",
            )],
        },
        Section {
            title: "SYNOPSIS",
            blocks: [vec![Block::Code(synopsis)], markup::parse(&use_help)].concat(),
        },
        global_options(program.names),
        Section {
            title: "AVAILABLE SERVICES",
            blocks: services
                .chain(completion::entry_if(program.completes))
                .collect(),
        },
        environment(program.names, None),
        files(program.names),
        exit_codes(program.names),
        topics::section(),
    ];
    Page {
        title: program.name.to_owned(),
        summary: "Calls services from the command line.".to_owned(),
        sections,
    }
}

pub(crate) fn entry(name: &str, doc: &str) -> Block {
    let sentence = markup::first_sentence(doc);
    let body = if sentence.is_empty() {
        Vec::new()
    } else {
        vec![Block::plain(sentence)]
    };
    Block::Definition(vec![Span::code(name)], body)
}

fn global_options(names: Names<'_>) -> Section {
    Section {
        title: GLOBAL_OPTIONS,
        blocks: names.global().map(|it| global_option(it, names)).collect(),
    }
}

/// Variables of every program, under the names of AWS tools.
const VARIABLES: [(&str, &str); 12] = [
    ("AWS_PROFILE", "The profile to use, like `--profile`."),
    (
        "AWS_DEFAULT_OUTPUT",
        "How results are printed, like `--output`.",
    ),
    (
        "AWS_ENDPOINT_URL",
        "Where requests are sent, like `--endpoint-url`.",
    ),
    (
        "AWS_CA_BUNDLE",
        "A file of certificates, like `--ca-bundle`.",
    ),
    (
        "AWS_CONFIG_FILE",
        "The file with profiles, in place of `~/.aws/config`.",
    ),
    (
        "AWS_MAX_ATTEMPTS",
        "How often a request is sent at most, where the service does not answer or has too much to do.",
    ),
    (
        "AWS_CLI_AUTO_PROMPT",
        "`on` always asks for the command's parts, `on-partial` after an error in them.",
    ),
    (
        "AWS_CLI_ERROR_FORMAT",
        "How errors are printed, like `--cli-error-format`.",
    ),
    (
        "AWS_PAGER",
        "The pager for output on a terminal; empty for none.",
    ),
    (
        "AWS_CLI_FILE_ENCODING",
        "The encoding of files that `file://` names; UTF-8 without it.",
    ),
    (
        "AWS_CLI_OUTPUT_ENCODING",
        "The encoding of what is printed; UTF-8 without it.",
    ),
    (
        "NO_COLOR",
        "When it is set and not empty, nothing has colours but for `--color on`; `TERM=dumb` does the same.",
    ),
];

/// What only services of AWS have.
const REGION: (&str, &str) = (
    "AWS_REGION",
    "The region to call, like `--region`; `AWS_DEFAULT_REGION` comes after it.",
);
const CREDENTIALS: (&str, &str) = (
    "AWS_SHARED_CREDENTIALS_FILE",
    "The file with credentials, in place of `~/.aws/credentials`.",
);

pub(crate) fn environment(names: Names<'_>, service: Option<&Service<'_>>) -> Section {
    let identities = service.into_iter().flat_map(|service| {
        let of = |identity: &Identity| identity.variables(service.env, service.signing_name);
        service.identities.iter().flat_map(of)
    });
    let mut blocks: Vec<Block> = identities.map(|(name, doc)| variable(&name, doc)).collect();
    for (name, doc) in VARIABLES {
        blocks.push(variable(&names.text(name), &names.text(doc)));
        if names != Names::Aws {
            continue;
        }
        match (name, service) {
            ("AWS_PROFILE", _) => blocks.push(variable(REGION.0, REGION.1)),
            ("AWS_CONFIG_FILE", _) => blocks.push(variable(CREDENTIALS.0, CREDENTIALS.1)),
            ("AWS_ENDPOINT_URL", Some(service)) => blocks.push(variable(
                &format!("AWS_ENDPOINT_URL_{}", service.env),
                "The same for this service alone; it comes first.",
            )),
            _ => {}
        }
    }
    Section {
        title: "ENVIRONMENT",
        blocks,
    }
}

pub(crate) fn variable(name: &str, doc: &str) -> Block {
    Block::Definition(vec![Span::code(name)], markup::parse(doc))
}

pub(crate) fn files(names: Names<'_>) -> Section {
    let rows = [
        ("~/.aws/config", "Profiles and their settings."),
        (
            "~/.aws/cli/alias",
            "Names of your own for commands with their options, and for lines of the shell.",
        ),
        ("~/.aws/credentials", "Credentials of profiles."),
        ("~/.aws/sso/cache", "What `--save` keeps."),
    ];
    // Credentials and sessions are matters of AWS.
    let count = match names {
        Names::Aws => rows.len(),
        Names::Own(_) => 2,
    };
    let rows = rows.iter().take(count);
    let blocks = rows.map(|(name, doc)| variable(&names.text(name), doc));
    Section {
        title: "FILES",
        blocks: blocks.collect(),
    }
}

pub(crate) fn exit_codes(names: Names<'_>) -> Section {
    let settings = match names {
        Names::Aws => "A setting is missing or wrong, such as the region.",
        Names::Own(_) => "A setting is missing or wrong, such as the endpoint.",
    };
    let rows = [
        ("0", "All went well."),
        ("130", "The command was interrupted."),
        ("252", "The arguments are wrong; no request was sent."),
        ("253", settings),
        ("254", "The service answered with an error."),
        ("255", "Anything else went wrong."),
    ];
    let blocks = rows.iter().map(|(name, doc)| variable(name, doc)).collect();
    Section {
        title: "EXIT STATUS",
        blocks,
    }
}
