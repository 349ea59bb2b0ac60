//! Builds help pages on demand from the static tables.

mod shapes;

use smithgen_help as pages;
pub(crate) use smithgen_help::Invocation;
use smithgen_help::options::{GlobalOption, PAGES};
use smithgen_runtime::operation::Auth;

use crate::table::{Arg, Command, Commands, WAIT, Waiter, file_of_output};
use shapes::DocumentedShape;

/// The subject of a help page.
#[derive(Clone, Copy)]
pub(crate) enum Topic<'a> {
    /// The program, with its services as commands.
    Program(&'a [&'static Commands]),
    Service(&'static Commands),
    /// A command of a service.
    Command(&'static Commands, &'static Command),
    /// What can be waited for.
    Wait(&'static Commands),
    /// A waiter, and the command that it repeats.
    Waiter(&'static Commands, &'static Waiter, &'static Command),
    /// Shell completion.
    Completion,
    /// A topic that is not a command.
    Other(&'static pages::Topic),
}

/// The page on a topic.
///
/// `invocation.line` is what the user types before the topic's commands. For a program it is `aws` or the program's
/// name; for a service and its commands it is `aws sso-oidc`, or the program's name if it has only one service.
#[must_use]
pub(crate) fn page(topic: Topic<'_>, invocation: Invocation<'_>) -> pages::Page {
    match topic {
        Topic::Program(services) => pages::program(&pages::Program {
            name: invocation.line,
            names: invocation.names,
            completes: invocation.completes,
            services: services
                .iter()
                .map(|service| (service.name, service.doc))
                .collect(),
        }),
        Topic::Service(service) => pages::service(&service_entry(service), &invocation),
        Topic::Command(service, command) => {
            let mut entry = command_entry(service, command);
            // The reference's pages do not list errors.
            if !invocation.is_aws {
                entry.errors = errors(service, command);
            }
            pages::command(&entry, &invocation)
        }
        Topic::Wait(service) => pages::service(&wait_entry(service), &invocation),
        Topic::Waiter(service, waiter, command) => {
            let entry = waiter_entry(service, waiter, command);
            let line = format!("{} {WAIT}", invocation.line);
            let invocation = Invocation {
                line: &line,
                ..invocation
            };
            pages::command(&entry, &invocation)
        }
        Topic::Completion => pages::completion(&invocation),
        Topic::Other(topic) => pages::topic(topic, &invocation),
    }
}

/// The documentation of a command's option.
#[cfg(feature = "prompt")]
pub(crate) fn about_option(
    service: &'static Commands,
    command: &'static Command,
    arg: &'static Arg,
) -> Vec<pages::Block> {
    let input = DocumentedShape::new(service, command.operation.input());
    let member = input.member(arg.member);
    let arg = member.map(|member| pages::Arg {
        name: arg.name,
        required: arg.required,
        member,
    });
    arg.as_ref().map(pages::own_option).unwrap_or_default()
}

/// The first sentence of an option's documentation.
pub(crate) fn summary_of_option(
    service: &'static Commands,
    command: &'static Command,
    arg: &'static Arg,
) -> String {
    let member = DocumentedShape::new(service, command.operation.input()).member(arg.member);
    member
        .map(|it| pages::first_sentence(&it.doc))
        .unwrap_or_default()
}

/// The name of a shape kind.
#[cfg(feature = "prompt")]
pub(crate) fn kind_word(kind: smithgen_runtime::schema::Kind) -> &'static str {
    shapes::kind(kind).word()
}

fn service_entry(service: &'static Commands) -> pages::DescribedService<'static> {
    let entry = |command: &'static Command| pages::ServiceCommand {
        name: command.name,
        doc: command.doc,
    };
    let wait = pages::ServiceCommand {
        name: WAIT,
        doc: WAIT_DOC,
    };
    let wait = service.waits().then_some(wait);
    pages::DescribedService {
        name: service.name,
        env: service.env,
        signing_name: service.service.signing_name(),
        identities: identities(service),
        doc: service.doc,
        commands: service.commands.iter().map(entry).chain(wait).collect(),
    }
}

/// What `wait` does.
pub(crate) const WAIT_DOC: &str = "Waits until something has come about. The service is asked again and again; when it is so, the command ends with      code 0, and prints nothing. It ends with code 255 when it cannot come about any more, or after too many attempts.";

/// `wait` as a service whose commands are what can be waited for.
fn wait_entry(service: &'static Commands) -> pages::DescribedService<'static> {
    let entry = |waiter: &'static Waiter| pages::ServiceCommand {
        name: waiter.name,
        doc: waiter.doc,
    };
    pages::DescribedService {
        name: WAIT,
        doc: WAIT_DOC,
        commands: service.waiters.iter().map(entry).collect(),
        ..service_entry(service)
    }
}

/// A waiter's page: the options of the command that it repeats.
fn waiter_entry(
    service: &'static Commands,
    waiter: &'static Waiter,
    command: &'static Command,
) -> pages::Command<'static, DocumentedShape> {
    let mut entry = command_entry(service, command);
    entry.name = waiter.name;
    entry.doc = waiter.doc;
    entry.output = Vec::new();
    entry.examples = Vec::new();
    entry.keeps = false;
    entry.pages = Vec::new();
    entry
}

/// Ways to authenticate other than signatures, in the order of the commands.
fn identities(service: &'static Commands) -> Vec<pages::Identity> {
    let mut found = Vec::new();
    let commands = service.commands.iter();
    for scheme in commands.flat_map(|command| command.operation.auth()) {
        let identity = match scheme {
            Auth::Bearer => pages::Identity::BearerToken,
            Auth::Basic => pages::Identity::Login,
            Auth::ApiKey(_) => pages::Identity::ApiKey,
            _ => continue,
        };
        if !found.contains(&identity) {
            found.push(identity);
        }
    }
    found
}

/// A command's errors with their documentation.
fn errors(service: &'static Commands, command: &'static Command) -> Vec<(&'static str, String)> {
    let errors = command.operation.errors().iter();
    let told = errors.map(|schema| {
        let name = schema.id().rsplit('#').next().unwrap_or_default();
        let doc = pages::Shape::doc(DocumentedShape::new(service, schema));
        (name, doc.into_owned())
    });
    told.collect()
}

fn command_entry(
    service: &'static Commands,
    command: &'static Command,
) -> pages::Command<'static, DocumentedShape> {
    let input = DocumentedShape::new(service, command.operation.input());
    let output = DocumentedShape::new(service, command.operation.output());
    let args = command.shown_args().filter_map(|arg| {
        Some(pages::Arg {
            name: arg.name,
            required: arg.required,
            member: input.member(arg.member)?,
        })
    });
    let examples = command.examples.iter().map(|example| pages::Example {
        title: example.title,
        doc: example.doc,
        input: example.input,
        output: example.output,
        error: example.error,
    });
    pages::Command {
        name: command.name,
        doc: command.doc,
        args: args.collect(),
        output: pages::Shape::members(output),
        errors: Vec::new(),
        examples: examples.collect(),
        keeps: command.keep.is_some(),
        pages: page_options(command).collect(),
        further: command.added().iter().map(|added| &added.shown).collect(),
        to_file: file_of_output(command.operation).is_some(),
    }
}

/// The options about pages that a command has.
pub(crate) fn page_options(command: &Command) -> impl Iterator<Item = &'static GlobalOption> {
    let names = command.page_options();
    PAGES
        .iter()
        .filter(move |option| names.iter().any(|it| option.name.get(2..) == Some(it)))
}

#[cfg(test)]
mod tests;
