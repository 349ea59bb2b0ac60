//! The page on one command.

use crate::examples::{Example, examples};
use crate::invocation::Invocation;
use crate::markup;
use crate::members::{Walk, description, inside, nested, notes, type_word};
use crate::names::Names;
use crate::options::{ADDED, GlobalOption, HELP, INPUT, KEEPING, SKELETON};
use crate::page::{Block, Page, Section, Span, Text};
use crate::sections::{GLOBAL_OPTIONS, global_option};
use crate::shape::{Kind, Member, Shape};
use crate::syntax::syntax;

/// A command, as shown on its page.
#[derive(Clone, Debug)]
pub struct Command<'a, S> {
    /// Name, such as `register-client`.
    pub name: &'a str,
    /// Documentation.
    pub doc: &'a str,
    /// Options, in model order.
    pub args: Vec<Arg<'a, S>>,
    /// Members of the result.
    pub output: Vec<Member<'a, S>>,
    /// Errors with their documentation. If there are none, the page has no section on errors.
    pub errors: Vec<(&'a str, String)>,
    /// The model's examples.
    pub examples: Vec<Example<'a>>,
    /// Whether the result can be kept and reused.
    pub keeps: bool,
    /// The options about pages.
    pub pages: Vec<&'static GlobalOption>,
    /// Further options, which no member gives.
    pub further: Vec<&'static GlobalOption>,
    /// Whether the body of the answer goes to a file, which has to be named. Such a command has no skeletons.
    pub to_file: bool,
}

/// An option that sets a member of the input.
#[derive(Clone, Debug)]
pub struct Arg<'a, S> {
    /// Name without dashes.
    pub name: &'a str,
    /// Whether it is required.
    pub required: bool,
    /// The member.
    pub member: Member<'a, S>,
}

/// Builds the page.
#[must_use]
pub fn command<'a, S: Shape<'a>>(command: &Command<'a, S>, invocation: &Invocation<'_>) -> Page {
    let line = format!("{} {}", invocation.line, command.name);
    let names = invocation.names;
    let mut sections = vec![
        Section {
            title: "DESCRIPTION",
            blocks: markup::parse(command.doc),
        },
        Section {
            title: "SYNOPSIS",
            blocks: vec![synopsis(command, names)],
        },
        Section {
            title: "OPTIONS",
            blocks: own_options(command, names),
        },
        Section {
            title: GLOBAL_OPTIONS,
            blocks: names.global().map(|it| global_option(it, names)).collect(),
        },
        Section {
            title: "ADDED OPTIONS",
            blocks: added_options(command, invocation),
        },
        Section {
            title: "EXAMPLES",
            blocks: examples(&line, &command.examples),
        },
        Section {
            title: "OUTPUT",
            blocks: output(&command.output),
        },
        Section {
            title: "ERRORS",
            blocks: command.errors.iter().map(error).collect(),
        },
    ];
    sections.retain(|section| !section.blocks.is_empty());
    Page {
        title: line,
        summary: markup::first_sentence(command.doc),
        sections,
    }
}

fn synopsis<'a, S: Shape<'a>>(command: &Command<'a, S>, names: Names<'_>) -> Block {
    let mut lines = vec![command.name.to_owned()];
    lines.extend(command.args.iter().map(|arg| {
        let usage = match arg.member.target.kind() {
            Kind::Boolean => format!("--{0} | --no-{0}", arg.name),
            _ => format!("--{} <value>", arg.name),
        };
        if arg.required {
            usage
        } else {
            format!("[{usage}]")
        }
    }));
    let usage = |option: &GlobalOption| match option.value {
        "" if option.name != "--version" => format!("[{}]", option.name),
        _ => format!("[{} <value>]", option.name),
    };
    lines.extend(command.further.iter().map(|it| usage(it)));
    lines.push(format!("[{}]", both(" | ")));
    let others = command.pages.iter().copied().chain(skeleton(command));
    lines.extend(others.chain(names.global()).map(usage));
    if command.to_file {
        lines.push("<outfile>".to_owned());
    }
    Block::Code(lines.join("\n"))
}

/// The option for skeletons, if the command has it.
fn skeleton<S>(command: &Command<'_, S>) -> Option<&'static GlobalOption> {
    (!command.to_file).then_some(&SKELETON)
}

fn both(between: &str) -> String {
    INPUT.map(|option| option.name).join(between)
}

fn own_options<'a, S: Shape<'a>>(command: &Command<'a, S>, names: Names<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut walk = Walk::new();
    for arg in &command.args {
        blocks.extend(described(arg, &mut walk));
    }
    let further = command.further.iter();
    blocks.extend(further.map(|it| global_option(it, names)));
    let [json, yaml] = INPUT;
    let term = vec![
        Span::code(json.name),
        Span::plain(" | "),
        Span::code(yaml.name),
        Span::plain(" (string)"),
    ];
    blocks.push(Block::Definition(term, markup::parse(json.doc)));
    let pages = command.pages.iter().copied();
    let others = pages.chain(skeleton(command));
    blocks.extend(others.map(|it| global_option(it, names)));
    if command.to_file {
        let term = vec![Span::code("outfile"), Span::plain(" (string) [required]")];
        let doc = "The file to write the body of the answer to.";
        blocks.push(Block::Definition(term, vec![Block::plain(doc)]));
    }
    blocks
}

/// An option with its description and nested members, followed by its syntax, as wide as the page.
#[must_use]
pub fn own_option<'a, S: Shape<'a>>(arg: &Arg<'a, S>) -> Vec<Block> {
    described(arg, &mut Walk::new())
}

fn described<'a, S: Shape<'a>>(arg: &Arg<'a, S>, walk: &mut Walk<'a>) -> Vec<Block> {
    let kind = type_word(&arg.member);
    let required = if arg.required { " [required]" } else { "" };
    let mut term: Text = vec![Span::code(format!("--{}", arg.name))];
    if arg.member.target.kind() == Kind::Boolean {
        term.push(Span::plain(" | "));
        term.push(Span::code(format!("--no-{}", arg.name)));
    }
    term.push(Span::plain(format!(" ({kind}){required}")));
    let mut body = description(&arg.member);
    body.extend(notes(&arg.member));
    walk.stack.push(arg.member.target.id());
    body.extend(inside(arg.member.target, walk));
    walk.stack.pop();
    let mut blocks = vec![Block::Definition(term, body)];
    blocks.extend(syntax(arg.member.target));
    blocks
}

fn added_options<S>(command: &Command<'_, S>, invocation: &Invocation<'_>) -> Vec<Block> {
    let keeping = if command.keeps { KEEPING } else { &[] };
    let help = (!invocation.is_aws).then_some(&HELP);
    let options = ADDED.iter().chain(keeping).chain(help);
    let mut blocks = vec![Block::plain(
        "These are understood only when they are written in full.",
    )];
    blocks.extend(options.map(|it| global_option(it, invocation.names)));
    blocks
}

fn error((name, doc): &(&str, String)) -> Block {
    Block::Definition(vec![Span::code(*name)], markup::parse(doc))
}

fn output<'a, S: Shape<'a>>(members: &[Member<'a, S>]) -> Vec<Block> {
    if members.is_empty() {
        return vec![Block::plain("None")];
    }
    let mut walk = Walk::new();
    members
        .iter()
        .map(|member| nested(member, false, &mut walk))
        .collect()
}
