//! The pages that document the commands, and what shells complete.

use std::borrow::Cow;
use std::collections::HashMap;

use smithgen_help::options::{ADDED, GlobalOption, INPUT, KEEPING, SKELETON};
use smithgen_help::{self as help, Invocation, Limits, Names, Page, first_sentence};

use super::documentation;
use crate::ir::cli::{
    Command, CommandName, CompletedCommand, CompletedOption, Completions, OptionName, Pages,
    ValueKind,
};
use crate::lower::Lowering;
use crate::lower::docs::plain;
use crate::lower::modules::errors_of_service;
use crate::lower::shape::traits as schema;
use smithgen_model::Resolved;
use smithgen_model::model::traits::{self, Traits, id};
use smithgen_model::model::{Kind, Member, Shape, ShapeId};

impl Lowering<'_> {
    /// The page of the service and those of its commands, as under the service's own name.
    pub(super) fn pages(
        &self,
        about: help::Service<'_>,
        names: Names<'_>,
        commands: &[(Command, &Shape)],
    ) -> Pages {
        let texts = self.texts(commands);
        let invocation = Invocation {
            line: about.name,
            is_aws: false,
            completes: true,
            names,
        };
        let entry = |(command, _): &(Command, &Shape)| (command.name.clone(), command.doc.clone());
        let entries: Vec<(CommandName, String)> = commands.iter().map(entry).collect();
        let commands = commands
            .iter()
            .map(|(command, shape)| self.command_page(command, shape, &texts, invocation));
        Pages {
            commands: commands.collect(),
            service: help::service(
                &help::Service {
                    commands: entries
                        .iter()
                        .map(|(name, doc)| help::ServiceCommand {
                            name: name.as_str(),
                            doc,
                        })
                        .collect(),
                    ..about
                },
                &invocation,
            ),
        }
    }

    fn command_page(
        &self,
        command: &Command,
        shape: &Shape,
        texts: &Texts<'_>,
        invocation: Invocation<'_>,
    ) -> Page {
        let operation = shape.as_operation();
        let described = |id| Described::new(self.resolved, texts, id);
        let input = operation.and_then(|it| described(&it.input.target));
        let output = operation.and_then(|it| described(&it.output.target));
        let inputs = input.map(help::Shape::members).unwrap_or_default();
        let args = command
            .args
            .iter()
            .zip(inputs)
            .map(|(arg, member)| help::Arg {
                name: arg.name.as_str(),
                required: arg.required,
                member,
            });
        let examples = command.examples.iter().map(|example| help::Example {
            title: &example.title,
            doc: &example.doc,
            input: &example.input,
            output: &example.output,
            error: example.error.as_deref(),
        });
        let errors = operation.into_iter().flat_map(|it| &it.errors);
        let errors = errors.map(|error| &error.target);
        let errors = errors.chain(errors_of_service(self.resolved));
        let errors = errors.filter_map(|id| {
            let shape = self.resolved.model.get(id.as_str())?;
            Some((id.name(), plain(documentation(shape))))
        });
        let entry = help::Command {
            name: command.name.as_str(),
            doc: &command.doc,
            args: args.collect(),
            output: output.map(help::Shape::members).unwrap_or_default(),
            errors: errors.collect(),
            examples: examples.collect(),
            keeps: command.keep.is_some(),
        };
        help::command(&entry, &invocation)
    }

    /// What is said of all shapes that the commands reach, as plain text.
    fn texts<'m>(&'m self, commands: &[(Command, &'m Shape)]) -> Texts<'m> {
        let operations = commands
            .iter()
            .filter_map(|(_, shape)| shape.as_operation());
        let mut waiting: Vec<&ShapeId> = operations
            .flat_map(|it| [&it.input.target, &it.output.target])
            .collect();
        let mut texts = Texts::new();
        while let Some(id) = waiting.pop() {
            let Some(shape) = self.resolved.model.get(id.as_str()) else {
                continue;
            };
            if texts.contains_key(id) {
                continue;
            }
            let has_words = matches!(shape.kind, Kind::Structure | Kind::Union);
            let members = shape.members.iter().map(|member| match has_words {
                true => plain(self.member_documentation(member)),
                false => String::new(),
            });
            let doc = match has_words {
                true => plain(documentation(shape)),
                false => String::new(),
            };
            texts.insert(id, (doc, members.collect()));
            waiting.extend(shape.members.iter().map(|member| &member.target));
        }
        texts
    }

    /// What shells complete.
    pub(super) fn completions(
        &self,
        name: &CommandName,
        about: &str,
        names: Names<'_>,
        commands: &[(Command, &Shape)],
    ) -> Completions {
        let complete = |(command, shape): &(Command, &Shape)| CompletedCommand {
            name: command.name.clone(),
            about: first_sentence(&command.doc),
            options: self.completed_options(command, shape, names),
        };
        Completions {
            name: name.clone(),
            about: first_sentence(about),
            commands: commands.iter().map(complete).collect(),
            globals: names
                .global()
                .map(|it| completed_global(it, names))
                .collect(),
        }
    }

    fn completed_options(
        &self,
        command: &Command,
        shape: &Shape,
        names: Names<'_>,
    ) -> Vec<CompletedOption> {
        let members = self
            .input(shape)
            .into_iter()
            .flat_map(|shape| &shape.members);
        let mut options = Vec::new();
        for (arg, member) in command.args.iter().zip(members) {
            let target = self.resolved.model.target(member);
            let is_list = target.is_some_and(|it| matches!(it.kind, Kind::List));
            let item = target.and_then(|it| it.members.iter().next());
            let item = item.and_then(|member| self.resolved.model.target(member));
            let value = if is_list { item } else { target };
            let kind = match target.map(|it| &it.kind) {
                Some(Kind::Boolean) => ValueKind::Flag,
                Some(Kind::List) => ValueKind::List,
                _ => ValueKind::Text,
            };
            let option = |name: OptionName| CompletedOption {
                name,
                about: first_sentence(&plain(self.member_documentation(member))),
                kind,
                values: value.map(enum_values).unwrap_or_default(),
            };
            options.push(option(arg.name.clone()));
            if kind == ValueKind::Flag {
                options.push(option(arg.name.negated()));
            }
        }
        let keeping = if command.keep.is_some() { KEEPING } else { &[] };
        let others = INPUT.iter().chain([&SKELETON]).chain(ADDED).chain(keeping);
        options.extend(others.map(|it| completed_global(it, names)));
        options
    }
}

fn completed_global(option: &'static GlobalOption, names: Names<'_>) -> CompletedOption {
    let option = names.meant(option);
    CompletedOption {
        name: OptionName::of(option.name.trim_start_matches('-')),
        about: first_sentence(&names.text(option.doc)),
        kind: match option.name {
            "--profile" => ValueKind::Profile,
            "--ca-bundle" => ValueKind::File,
            "--cli-input-json" | "--cli-input-yaml" => ValueKind::Input,
            _ if option.takes_value() => ValueKind::Text,
            _ => ValueKind::Flag,
        },
        values: option.choices.iter().map(|it| (*it).to_owned()).collect(),
    }
}

/// What is said of shapes: of each itself, and of its members.
type Texts<'m> = HashMap<&'m ShapeId, (String, Vec<String>)>;

/// A shape of the model, as pages see it.
#[derive(Clone, Copy)]
struct Described<'a> {
    resolved: &'a Resolved,
    texts: &'a Texts<'a>,
    shape: &'a Shape,
}

impl<'a> Described<'a> {
    fn new(resolved: &'a Resolved, texts: &'a Texts<'a>, id: &ShapeId) -> Option<Self> {
        let shape = resolved.model.get(id.as_str())?;
        Some(Described {
            resolved,
            texts,
            shape,
        })
    }

    fn member(self, index: usize, member: &'a Member) -> Option<help::Member<'a, Self>> {
        let target = Described::new(self.resolved, self.texts, &member.target)?;
        let texts = self.texts.get(&self.shape.id);
        let doc = texts.and_then(|(_, members)| members.get(index));
        let streaming = member.traits.has(id::STREAMING) || target.shape.traits.has(id::STREAMING);
        Some(help::Member {
            name: &member.name,
            target,
            doc: Cow::Borrowed(doc.map_or("", String::as_str)),
            required: member.traits.has(id::REQUIRED),
            streaming,
            limits: limits(&member.traits, &target.shape.traits),
        })
    }
}

/// The member's own limits, and those of its shape where it has none.
fn limits(own: &Traits, of_shape: &Traits) -> Limits<'static> {
    let mut limits = Limits::default();
    let length = own.read::<traits::Length>().or_else(|| of_shape.read());
    let range = own.read::<traits::Range>().or_else(|| of_shape.read());
    if let Some(length) = length {
        limits.min = length.min.map(|it| Cow::Owned(it.to_string()));
        limits.max = length.max.map(|it| Cow::Owned(it.to_string()));
    } else if let Some(range) = range {
        limits.min = range.min.map(|it| Cow::Owned(it.to_string()));
        limits.max = range.max.map(|it| Cow::Owned(it.to_string()));
    }
    let pattern = own.read().or_else(|| of_shape.read());
    limits.pattern = pattern.map(|traits::Pattern(pattern)| Cow::Owned(pattern));
    limits
}

fn enum_values(shape: &Shape) -> Vec<String> {
    match shape.kind {
        Kind::Enum => schema::texts(shape),
        Kind::IntEnum => schema::numbers(shape).iter().map(i32::to_string).collect(),
        _ => Vec::new(),
    }
}

impl<'a> help::Shape<'a> for Described<'a> {
    fn id(self) -> &'a str {
        self.shape.id.as_str()
    }

    fn kind(self) -> help::Kind {
        match self.shape.kind {
            Kind::Blob => help::Kind::Blob,
            Kind::Boolean => help::Kind::Boolean,
            Kind::Enum => help::Kind::Enum,
            Kind::IntEnum => help::Kind::IntEnum,
            Kind::Byte => help::Kind::Byte,
            Kind::Short => help::Kind::Short,
            Kind::Integer => help::Kind::Integer,
            Kind::Long => help::Kind::Long,
            Kind::Float => help::Kind::Float,
            Kind::Double => help::Kind::Double,
            Kind::BigInteger => help::Kind::BigInteger,
            Kind::BigDecimal => help::Kind::BigDecimal,
            Kind::Timestamp => help::Kind::Timestamp,
            Kind::Document => help::Kind::Document,
            Kind::List => help::Kind::List,
            Kind::Map => help::Kind::Map,
            Kind::Structure => help::Kind::Structure,
            Kind::Union => help::Kind::Union,
            // Nothing else has values.
            _ => help::Kind::String,
        }
    }

    fn doc(self) -> Cow<'a, str> {
        let doc = self.texts.get(&self.shape.id);
        Cow::Borrowed(doc.map_or("", |(doc, _)| doc.as_str()))
    }

    fn values(self) -> Vec<String> {
        enum_values(self.shape)
    }

    fn members(self) -> Vec<help::Member<'a, Self>> {
        if matches!(self.shape.kind, Kind::Enum | Kind::IntEnum) {
            return Vec::new();
        }
        let members = self.shape.members.iter().enumerate();
        members
            .filter_map(|(index, member)| self.member(index, member))
            .collect()
    }
}
