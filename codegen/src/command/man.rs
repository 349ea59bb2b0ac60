//! `smithgen man`: prints the program's commands and options as a man page.

use std::process::ExitCode;

use clap::Arg;
use smithgen_help::{Block, Page, Section, Span, Text, roff};

use super::terminal::tell_raw;

/// Prints the page.
pub(super) fn run() -> ExitCode {
    let version = concat!("smithgen ", env!("CARGO_PKG_VERSION"));
    tell_raw(&roff(&page(super::program()), version));
    ExitCode::SUCCESS
}

fn page(mut program: clap::Command) -> Page {
    // Adds what clap adds when it runs: `--help`, and names of values.
    program.build();
    let about = program.get_about().map(ToString::to_string);
    let title = program.get_name().to_owned();
    let commands: Vec<Block> = program
        .get_subcommands()
        .filter(|command| command.get_name() != "help")
        .map(|command| entry(&title, command))
        .collect();
    let section = |title, blocks| Section { title, blocks };
    Page {
        summary: about.unwrap_or_default(),
        sections: vec![
            section(
                "SYNOPSIS",
                vec![Block::Code(format!("{title} COMMAND [OPTIONS]"))],
            ),
            section("COMMANDS", commands),
            section(
                "EXIT CODES",
                // Without its own title.
                vec![Block::Code(
                    super::EXIT_CODES
                        .lines()
                        .skip(1)
                        .collect::<Vec<_>>()
                        .join("\n"),
                )],
            ),
        ],
        title,
    }
}

/// A command: how it is called, what it does, and what it takes.
fn entry(program: &str, command: &clap::Command) -> Block {
    let named = command.get_positionals();
    let named: String = named.map(|it| format!(" {}", place(it))).collect();
    let line = format!("{program} {}", command.get_name());
    let mut term: Text = vec![Span::Code(line), Span::Plain(" [OPTIONS]".to_owned())];
    if !named.is_empty() {
        term.push(Span::Placeholder(named));
    }
    let mut blocks: Vec<Block> = command.get_about().map(said).into_iter().collect();
    blocks.extend(
        command
            .get_arguments()
            .filter(|it| !it.is_hide_set())
            .map(argument),
    );
    Block::Definition(term, blocks)
}

fn argument(argument: &Arg) -> Block {
    let mut term = Text::new();
    let short = argument.get_short().map(|it| format!("-{it}"));
    let long = argument.get_long().map(|it| format!("--{it}"));
    for (number, name) in short.into_iter().chain(long).enumerate() {
        if number > 0 {
            term.push(Span::Plain(", ".to_owned()));
        }
        term.push(Span::Code(name));
    }
    if argument.is_positional() {
        term.push(Span::Placeholder(place(argument)));
    } else if argument.get_action().takes_values() {
        term.push(Span::Plain(" ".to_owned()));
        term.push(Span::Placeholder(values(argument)));
    }
    let mut blocks: Vec<Block> = argument.get_help().map(said).into_iter().collect();
    let possible = argument.get_possible_values();
    let names: Vec<&str> = possible
        .iter()
        .filter(|it| !it.is_hide_set() && argument.get_action().takes_values())
        .map(|it| it.get_name())
        .collect();
    if !names.is_empty() {
        let text = format!("One of {}.", names.join(", "));
        blocks.push(Block::Paragraph(vec![Span::Plain(text)]));
    }
    Block::Definition(term, blocks)
}

fn said(text: &clap::builder::StyledStr) -> Block {
    Block::Paragraph(vec![Span::Plain(text.to_string())])
}

/// The names of an option's values.
fn values(argument: &Arg) -> String {
    let names = argument.get_value_names().unwrap_or_default();
    names
        .iter()
        .map(|it| it.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

/// How an argument without a name is written.
fn place(argument: &Arg) -> String {
    let many = match argument.get_action() {
        clap::ArgAction::Append => "...",
        _ => "",
    };
    match argument.is_required_set() {
        true => format!("<{}>{many}", values(argument)),
        false => format!("[{}]{many}", values(argument)),
    }
}
