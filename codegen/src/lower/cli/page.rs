//! The reference page of the commands, in Markdown.

use super::{command_name, documentation, error_name, examples};
use crate::ir::cli::{Command, Page, PageCommand, PageExample, PageMember};
use crate::lower::docs::{markdown, plain};
use crate::lower::places::errors_of_service;
use crate::lower::{Lowering, describe};
use crate::model::traits::{self, id};
use crate::model::{Kind, Node, Shape, ShapeId};

impl Lowering<'_> {
    pub(super) fn page(&self, name: &str, service: &Shape, commands: &[(Command, &Shape)]) -> Page {
        let commands = commands
            .iter()
            .map(|(command, shape)| self.page_command(name, command, shape));
        Page {
            name: name.to_owned(),
            docs: markdown(documentation(service)),
            commands: commands.collect(),
        }
    }

    fn page_command(&self, service: &str, command: &Command, shape: &Shape) -> PageCommand {
        let operation = shape.as_operation();
        let input = operation.map(|operation| &operation.input.target);
        let output = operation.map(|operation| &operation.output.target);
        let errors = operation
            .into_iter()
            .flat_map(|operation| &operation.errors);
        let errors = errors.map(|error| &error.target);
        let errors = errors.chain(errors_of_service(self.resolved));
        let options = self.page_members(input, command_name);
        let docs = markdown(documentation(shape));
        PageCommand {
            name: command.name.clone(),
            synopsis: synopsis(service, &command.name, &options),
            summary: summary(&docs),
            docs,
            options,
            output: self.page_members(output, str::to_owned),
            errors: errors.filter_map(|id| self.page_error(id)).collect(),
            examples: examples(shape).into_iter().map(page_example).collect(),
        }
    }

    fn page_members(&self, id: Option<&ShapeId>, name: impl Fn(&str) -> String) -> Vec<PageMember> {
        let shape = id.and_then(|id| self.resolved.model.get(id.as_str()));
        let members = shape.into_iter().flat_map(|shape| &shape.members);
        let members = members.map(|member| PageMember {
            name: name(&member.name),
            kind: self.kind(&member.target),
            required: member.traits.has(id::REQUIRED),
            docs: indented(&describe::member(self.resolved, member)),
        });
        members.collect()
    }

    fn page_error(&self, id: &ShapeId) -> Option<PageMember> {
        let shape = self.resolved.model.get(id.as_str())?;
        Some(PageMember {
            name: id.name().to_owned(),
            kind: String::new(),
            required: false,
            docs: indented(&markdown(documentation(shape))),
        })
    }

    /// The type of a value in a word, as the AWS CLI's help calls it.
    fn kind(&self, id: &ShapeId) -> String {
        let Some(shape) = self.resolved.model.get(id.as_str()) else {
            return String::new();
        };
        let word = match &shape.kind {
            Kind::Byte | Kind::Short | Kind::Integer | Kind::IntEnum => "integer",
            Kind::Structure => "structure",
            Kind::Union => "tagged union structure",
            Kind::Enum => "string",
            kind => kind.name(),
        };
        word.to_owned()
    }
}

/// Text that continues an item of a list.
fn indented(text: &str) -> String {
    text.replace('\n', "\n  ").replace("\n  \n", "\n\n")
}

fn page_example(example: traits::Example) -> PageExample {
    let content = example
        .error
        .as_ref()
        .and_then(|error| error.content.as_ref());
    let shown = example.output.as_ref().or(content);
    let input = example
        .input
        .as_ref()
        .map(Node::to_string)
        .unwrap_or_default();
    PageExample {
        title: plain(&example.title),
        docs: markdown(example.documentation.as_deref().unwrap_or_default()),
        input: input.replace('\'', r"'\''"),
        output: shown
            .and_then(|node| serde_json::to_string_pretty(node).ok())
            .unwrap_or_default(),
        error: example.error.as_ref().map(error_name),
    }
}

/// The command with its required options, then the others in brackets.
fn synopsis(service: &str, command: &str, options: &[PageMember]) -> String {
    let option = |it: &PageMember| match it.required {
        true => format!("--{} <value>", it.name),
        false => format!("[--{} <value>]", it.name),
    };
    let required = options.iter().filter(|it| it.required);
    let others = options.iter().filter(|it| !it.required);
    let lines = required.chain(others).map(option);
    let first = std::iter::once(format!("{service} {command}"));
    first.chain(lines).collect::<Vec<_>>().join(" \\\n    ")
}

/// The first paragraph, on a line.
fn summary(docs: &str) -> String {
    let paragraph = docs.split("\n\n").next().unwrap_or_default();
    paragraph.replace('\n', " ").replace('|', "\\|")
}
