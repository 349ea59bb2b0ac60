//! The pages above commands: that of a service, and that of the whole program.

use crate::command::global_option;
use crate::markup;
use crate::options::GLOBAL;
use crate::page::{Block, Page, Section, Span};

/// How the program was called.
#[derive(Clone, Copy, Debug)]
pub struct Invocation<'a> {
    /// What stands before the name of a command: `sso-oidc`, or `aws sso-oidc`.
    pub line: &'a str,
    /// Whether it goes by the name `aws`.
    pub is_aws: bool,
}

/// A program with its services.
#[derive(Clone, Debug)]
pub struct Program<'a> {
    /// Its name as called.
    pub name: &'a str,
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
    sections.push(Section {
        title: "AVAILABLE COMMANDS",
        blocks: available,
    });
    if !invocation.is_aws {
        sections.push(global_options());
        sections.push(environment(Some(service.env)));
        sections.push(files());
        sections.push(exit_codes());
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
        global_options(),
        Section {
            title: "AVAILABLE SERVICES",
            blocks: services.collect(),
        },
        environment(None),
        files(),
        exit_codes(),
    ];
    Page {
        title: program.name.to_owned(),
        summary: "Calls services from the command line.".to_owned(),
        sections,
    }
}

fn entry(name: &str, doc: &str) -> Block {
    let sentence = markup::first_sentence(doc);
    let body = if sentence.is_empty() {
        Vec::new()
    } else {
        vec![Block::plain(sentence)]
    };
    Block::Definition(vec![Span::code(name)], body)
}

fn global_options() -> Section {
    Section {
        title: "GLOBAL OPTIONS",
        blocks: GLOBAL.iter().map(global_option).collect(),
    }
}

fn environment(service: Option<&str>) -> Section {
    let rows = [
        ("AWS_PROFILE", "The profile to use, like `--profile`."),
        (
            "AWS_REGION",
            "The region to call, like `--region`; `AWS_DEFAULT_REGION` comes after it.",
        ),
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
            "AWS_SHARED_CREDENTIALS_FILE",
            "The file with credentials, in place of `~/.aws/credentials`.",
        ),
        ("AWS_MAX_ATTEMPTS", "How often a request is sent at most."),
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
    ];
    let mut blocks: Vec<Block> = rows.iter().map(|(name, doc)| variable(name, doc)).collect();
    if let Some(service) = service {
        let name = format!("AWS_ENDPOINT_URL_{service}");
        blocks.insert(
            4,
            variable(&name, "The same for this service alone; it comes first."),
        );
    }
    Section {
        title: "ENVIRONMENT",
        blocks,
    }
}

fn variable(name: &str, doc: &str) -> Block {
    Block::Definition(vec![Span::code(name)], markup::parse(doc))
}

fn files() -> Section {
    let rows = [
        ("~/.aws/config", "Profiles and their settings."),
        ("~/.aws/credentials", "Credentials of profiles."),
        (
            "~/.aws/cli/alias",
            "Names of your own for commands with their options, and for lines of the shell.",
        ),
        ("~/.aws/sso/cache", "What `--save` keeps."),
    ];
    let blocks = rows.iter().map(|(name, doc)| variable(name, doc)).collect();
    Section {
        title: "FILES",
        blocks,
    }
}

fn exit_codes() -> Section {
    let rows = [
        ("0", "All went well."),
        ("130", "The command was interrupted."),
        ("252", "The arguments are wrong; no request was sent."),
        ("253", "A setting is missing or wrong, such as the region."),
        ("254", "The service answered with an error."),
        ("255", "Anything else went wrong."),
    ];
    let blocks = rows.iter().map(|(name, doc)| variable(name, doc)).collect();
    Section {
        title: "EXIT STATUS",
        blocks,
    }
}
