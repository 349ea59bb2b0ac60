//! The pages on a service and on the whole program.

use crate::completion;
use crate::invocation::Invocation;
use crate::markup;
use crate::names::Names;
use crate::page::{Block, Page, Section};
use crate::sections::{entry, environment, exit_codes, files, global_options};
use crate::service::DescribedService;
use crate::topics;

/// A program with its services.
#[derive(Clone, Debug)]
pub struct Program<'a> {
    /// Name it is invoked by.
    pub name: &'a str,
    /// How its settings are named.
    pub names: Names<'a>,
    /// Whether it prints completion scripts.
    pub completes: bool,
    /// Names of the services with their documentation.
    pub services: Vec<(&'a str, &'a str)>,
}

/// Builds the page on a service. Under the program's own name it is also the page on the program, and describes
/// what applies to all commands.
#[must_use]
pub fn service(service: &DescribedService<'_>, invocation: &Invocation<'_>) -> Page {
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

/// Builds the page on a program with several services.
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
