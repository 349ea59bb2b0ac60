//! The commands of a service: their names, options and words.

mod answers;
mod customizations;
mod exceptions;
mod own_names;
mod pages;

use std::collections::HashSet;

use self::exceptions::Exceptions;
use super::docs::{Reader, one_line};
use super::{Lowering, Options};
use crate::config::Keep;
use crate::ir::cli::{Arg, Command, CommandName, Commands, Example, OptionName, ShapeDoc};
use crate::ir::{self, Ident, Operation, Path};
use crate::lower::modules::{Module, errors_of_service};
use crate::lower::operation::streams::has_events;
use smithgen_model::model::traits::{self, Examples, id};
use smithgen_model::model::{self, Kind, Member, Node, Shape, ShapeId};
use smithgen_model::nearest;
use smithgen_model::{Diagnostic, Errors};

impl Lowering<'_> {
    /// The commands of the chosen operations.
    pub(super) fn commands(
        &mut self,
        service: &Shape,
        sdk_id: &str,
        aws: bool,
        operations: &[Operation],
        options: &Options,
    ) -> Option<Commands> {
        // Only an SDK id without a letter or digit gives none, and that was reported.
        let id = CommandName::of(sdk_id)?;
        let (exceptions, problems) = self.exceptions(sdk_id, &options.names);
        self.errors.extend(problems);
        let name = exceptions.service.as_deref().and_then(CommandName::of);
        let name = name.unwrap_or_else(|| id.clone());
        let mut commands: Vec<(Command, &Shape)> = Vec::new();
        let resolved = self.resolved;
        for (id, operation) in resolved.selection.operations.iter().zip(operations) {
            if let Some(shape) = resolved.model.get(id.as_str()) {
                let made = self.of_operation((service, sdk_id), shape, operation, &exceptions);
                commands.extend(made.into_iter().map(|command| (command, shape)));
            }
        }
        for settings in &options.keep {
            match self.keep(settings, &commands) {
                Ok((number, keep)) => {
                    if let Some((command, _)) = commands.get_mut(number) {
                        command.keep = Some(keep);
                    }
                }
                Err(problems) => self.errors.extend(problems),
            }
        }
        commands.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
        let waiters = self.waiters(&commands);
        self.check_commands(service, &name, &commands);
        // Settings go by the SDK id, whatever the command is called.
        let env = id.identifier().to_uppercase();
        let doc = self.docs.plain(documentation(service));
        let mut commands: Vec<Command> = commands.into_iter().map(|(it, _)| it).collect();
        customizations::add_calls(sdk_id, operations, &mut commands);
        Some(Commands {
            config_key: id.identifier(),
            docs: self.shape_docs(),
            recoded: self.recoded(sdk_id),
            foreign: customizations::foreign(sdk_id, &commands),
            buckets: customizations::buckets(sdk_id, operations),
            aws,
            env,
            doc,
            waiters,
            commands,
            name,
        })
    }

    /// The commands of an operation: none, one, or several that stand for it.
    fn of_operation(
        &self,
        (service, sdk_id): (&Shape, &str),
        shape: &Shape,
        operation: &Operation,
        exceptions: &Exceptions,
    ) -> Vec<Command> {
        // Commands do not stream events: the AWS CLI has no syntax for it, but writes those of one to a file.
        let model = &self.resolved.model;
        let has_events = shape
            .as_operation()
            .is_some_and(|spec| has_events(model, spec));
        let is_left_out = has_events && !customizations::writes_events(sdk_id, &operation.name);
        if is_left_out || exceptions.hides(&operation.name) {
            return Vec::new();
        }
        let Some(mut command) = self.command(shape, operation, exceptions) else {
            return Vec::new();
        };
        command.pages = self.pages(service, shape);
        self.customize(&operation.name, shape, &mut command);
        let parts = self.parts(shape, &operation.name, &command, exceptions);
        let password = customizations::password(sdk_id, &operation.name, &command);
        let own = match parts.is_empty() {
            true => vec![command],
            false => parts,
        };
        own.into_iter().chain(password).collect()
    }

    fn command(
        &self,
        shape: &Shape,
        operation: &Operation,
        exceptions: &Exceptions,
    ) -> Option<Command> {
        // There is a letter or digit in the name of every shape.
        let name = match exceptions.command(&operation.name) {
            Some(name) => CommandName::of(name)?,
            None => CommandName::of(&command_name(&operation.name))?,
        };
        let input = self.input(shape)?;
        let args = input.members.iter().enumerate();
        let args = args.flat_map(|(number, member)| {
            self.options_of(&operation.name, number, member, exceptions)
        });
        Some(Command {
            name,
            operation: table_of(operation),
            doc: self.docs.plain(documentation(shape)),
            encoded_names: self.encoded_names(shape),
            keep: None,
            pages: None,
            custom: None,
            args: args.collect(),
            examples: examples(shape)
                .into_iter()
                .map(|it| example(&self.docs, it))
                .collect(),
        })
    }

    /// The options that set a member: its own, and that of an earlier name.
    fn options_of(
        &self,
        operation: &str,
        number: usize,
        member: &Member,
        exceptions: &Exceptions,
    ) -> impl Iterator<Item = Arg> + use<> {
        let name = exceptions.option(operation, &member.name);
        let earlier = exceptions.alias(operation, &member.name);
        let negative = exceptions.negative(operation, &member.name);
        let arg = Arg {
            name: match name {
                Some(name) => OptionName::of(name),
                None => OptionName::of(&command_name(&member.name)),
            },
            member: number,
            // Either name will do.
            required: member.traits.has(id::REQUIRED) && earlier.is_none(),
            negative: negative.map(OptionName::of),
            hidden: false,
            flag: exceptions.flags && self.is_lone_boolean(member),
        };
        let earlier = earlier.map(|earlier| Arg {
            name: OptionName::of(earlier),
            hidden: true,
            ..arg.clone()
        });
        [arg].into_iter().chain(earlier)
    }

    /// Whether a member is a structure of nothing but the boolean `Value`.
    fn is_lone_boolean(&self, member: &Member) -> bool {
        let model = &self.resolved.model;
        let target = model.target(member);
        let members = target.map(|target| &target.members);
        let mut members = members.into_iter().flatten();
        let (Some(only), None) = (members.next(), members.next()) else {
            return false;
        };
        let is_structure = target.is_some_and(|target| matches!(target.kind, Kind::Structure));
        let kind = model.target(only).map(|target| &target.kind);
        is_structure && &*only.name == "Value" && matches!(kind, Some(Kind::Boolean))
    }

    /// The command whose result is to be kept, and how.
    fn keep(
        &self,
        settings: &Keep,
        commands: &[(Command, &Shape)],
    ) -> Result<(usize, ir::cli::Keep), Errors> {
        let names = commands.iter().map(|(_, shape)| shape.id.name());
        let number = names.clone().position(|name| name == settings.operation);
        let unknown = |what: &str, key: &str, name: &str, known: Vec<&str>| {
            let message = format!("`keep` names the {what} `{name}`, which is not there");
            let key = format!("keep.{}{key}", settings.operation);
            let problem = Diagnostic::error(message).setting(key, name);
            let help = match nearest(name, known.iter().copied()) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None if known.is_empty() => format!("there is no {what}: remove it"),
                None => format!("there are `{}`", known.join("`, `")),
            };
            problem.help(help)
        };
        let Some((number, (_, shape))) = number.and_then(|it| Some((it, commands.get(it)?))) else {
            return Err(unknown("operation", "", &settings.operation, names.collect()).into());
        };
        let output = shape.as_operation().map(|it| &it.output.target);
        let output = output.and_then(|id| self.resolved.model.get(id.as_str()));
        let input = self.input(shape);
        let mut errors = Errors::new();
        let mut member = |of: Option<&Shape>, key: &str, name: &str| {
            let names = of
                .into_iter()
                .flat_map(|shape| &shape.members)
                .map(|it| &*it.name);
            let found = names.clone().position(|it| it == name);
            if found.is_none() {
                let key = format!(".{key}");
                errors.push(unknown("member", &key, name, names.collect()));
            }
            found.unwrap_or_default()
        };
        let expires = member(output, "expires", &settings.expires);
        let with = settings.with.iter();
        let with = with.map(|name| member(input, "with", name)).collect();
        let mut optional =
            |key: &str, name: &Option<String>| name.as_deref().map(|name| member(input, key, name));
        let keep = ir::cli::Keep {
            expires,
            with,
            scopes: optional("scopes", &settings.scopes),
            instance: optional("instance", &settings.instance),
        };
        let (keep, _) = errors.into_result(keep)?;
        Ok((number, keep))
    }

    fn input(&self, operation: &Shape) -> Option<&Shape> {
        let target = &operation.as_operation()?.input.target;
        self.resolved.model.get(target.as_str())
    }

    /// What is said of every structure and union that the inputs and outputs reach, and of every error.
    fn shape_docs(&self) -> Vec<ShapeDoc> {
        let model = &self.resolved.model;
        let operations = self.resolved.selection.operations.iter();
        let operations: Vec<&model::Operation> = operations
            .filter_map(|id| model.get(id.as_str())?.as_operation())
            .collect();
        let roots = operations
            .iter()
            .flat_map(|it| [&it.input.target, &it.output.target]);
        let mut waiting: Vec<&ShapeId> = roots.collect();
        waiting.reverse();
        let mut seen = HashSet::new();
        let mut docs = Vec::new();
        while let Some(id) = waiting.pop() {
            let Some(shape) = model.get(id.as_str()).filter(|_| seen.insert(id)) else {
                continue;
            };
            if matches!(shape.kind, Kind::Enum | Kind::IntEnum) || id.is_prelude() {
                continue;
            }
            waiting.extend(shape.members.iter().rev().map(|member| &member.target));
            if !matches!(shape.kind, Kind::Structure | Kind::Union) {
                continue;
            }
            let members = shape
                .members
                .iter()
                .map(|it| self.docs.plain(self.member_documentation(it)));
            let entry = ShapeDoc {
                schema: self.schema_path(id, &Module::Root),
                doc: self.docs.plain(documentation(shape)),
                members: members.collect(),
            };
            if !entry.doc.is_empty() || entry.members.iter().any(|doc| !doc.is_empty()) {
                docs.push(entry);
            }
        }
        // Of errors it is said what they mean, and no more.
        let errors = operations.iter().flat_map(|it| &it.errors);
        let errors = errors.map(|error| &error.target);
        for id in errors.chain(errors_of_service(self.resolved)) {
            let Some(shape) = model.get(id.as_str()).filter(|_| seen.insert(id)) else {
                continue;
            };
            let doc = self.docs.plain(documentation(shape));
            if !doc.is_empty() {
                docs.push(ShapeDoc {
                    schema: self.schema_path(id, &Module::Root),
                    doc,
                    members: Vec::new(),
                });
            }
        }
        docs
    }

    /// A member's documentation, or that of its target.
    fn member_documentation<'m>(&'m self, member: &'m Member) -> &'m str {
        let own = member.traits.text(id::DOCUMENTATION);
        let target = || {
            self.resolved
                .model
                .target(member)?
                .traits
                .text(id::DOCUMENTATION)
        };
        own.or_else(target).unwrap_or_default()
    }
}

/// The static with an operation's data.
fn table_of(operation: &Operation) -> Path {
    let word = Ident::constant;
    let path = [
        word("super"),
        word("operations"),
        operation.module.clone(),
        word("SPEC"),
    ];
    Path(path.into())
}

/// Whether it is a service of AWS: it says so, its requests are signed as those of AWS are, or its endpoint depends
/// on a region of AWS.
pub(super) fn is_of_aws(service: &Shape, rules: Option<&ir::endpoint::RuleSet>) -> bool {
    let parameters = rules.map(|rules| rules.parameters.as_slice());
    let mut parameters = parameters.unwrap_or_default().iter();
    service.traits.read::<traits::AwsService>().is_some()
        || service.traits.read::<traits::Sigv4>().is_some()
        || service.traits.read::<traits::Sigv4a>().is_some()
        || parameters.any(|parameter| parameter.built_in.as_deref() == Some("AWS::Region"))
}

fn documentation(shape: &Shape) -> &str {
    shape.traits.text(id::DOCUMENTATION).unwrap_or_default()
}

/// The examples of an operation as the model has them.
fn examples(operation: &Shape) -> Vec<traits::Example> {
    operation
        .traits
        .read::<Examples>()
        .map(|examples| examples.0)
        .unwrap_or_default()
}

fn example(reader: &Reader, example: traits::Example) -> Example {
    let json = |value: Option<&Node>| value.map(Node::to_string).unwrap_or_default();
    let content = example
        .error
        .as_ref()
        .and_then(|error| error.content.as_ref());
    Example {
        doc: reader.plain(example.documentation.as_deref().unwrap_or_default()),
        input: json(example.input.as_ref()),
        output: json(example.output.as_ref().or(content)),
        error: example.error.as_ref().map(error_name),
        title: one_line(&example.title),
    }
}

/// The name of the error that an example shows.
fn error_name(error: &traits::ExampleError) -> String {
    let id = error.shape_id.as_str();
    id.rsplit('#').next().unwrap_or(id).to_owned()
}

/// The name of an operation or member on the command line: `RegisterClient` is `register-client`.
///
/// These are the rules of the AWS CLI, letter by letter, since its users know the results by heart: a plural of an
/// acronym is a word (`ListARNs`, `list-arns`), then every capitalized word begins one, then every capital letter
/// after a small one or a digit.
pub(super) fn command_name(name: &str) -> String {
    let text: Vec<char> = plural_acronym(name)
        .unwrap_or_else(|| name.to_owned())
        .chars()
        .collect();
    let at = |text: &[char], i: usize| text.get(i).copied().unwrap_or('\0');
    let mut words: Vec<char> = Vec::with_capacity(text.len() + 8);
    let mut i = 0;
    while i < text.len() {
        words.push(at(&text, i));
        i += 1;
        if at(&text, i).is_ascii_uppercase() && at(&text, i + 1).is_ascii_lowercase() {
            words.extend(['-', at(&text, i)]);
            i += 1;
            while at(&text, i).is_ascii_lowercase() {
                words.push(at(&text, i));
                i += 1;
            }
        }
    }
    let mut out = String::with_capacity(words.len() + 8);
    let mut i = 0;
    while i < words.len() {
        let (c, next) = (at(&words, i), at(&words, i + 1));
        out.push(c);
        i += 1;
        if (c.is_ascii_lowercase() || c.is_ascii_digit()) && next.is_ascii_uppercase() {
            out.extend(['-', next]);
            i += 1;
        }
    }
    out.to_lowercase()
}

/// A name that ends in an acronym's plural, with that as a word of its own.
fn plural_acronym(name: &str) -> Option<String> {
    let singular = name.strip_suffix('s')?;
    let start = singular.trim_end_matches(|c: char| c.is_ascii_uppercase());
    let acronym = name.get(start.len()..)?;
    (acronym.len() > 2).then(|| format!("{start}-{}", acronym.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::command_name;

    #[test]
    fn names_are_those_of_the_aws_cli() {
        for (name, expected) in [
            ("RegisterClient", "register-client"),
            ("clientName", "client-name"),
            ("CreateTokenWithIAM", "create-token-with-iam"),
            ("redirectUris", "redirect-uris"),
            ("DescribeDBInstances", "describe-db-instances"),
            ("ListMFADevices", "list-mfa-devices"),
            ("GetBucketACLs", "get-bucket-acls"),
            ("SSEKMSKeyId", "ssekms-key-id"),
            ("IPv6CIDRBlock", "i-pv6-cidr-block"),
            ("AssociateKmsKey", "associate-kms-key"),
            ("Ec2Config", "ec2-config"),
            (
                "DescribeVpcEndpointServices",
                "describe-vpc-endpoint-services",
            ),
            ("ABCs", "-abcs"),
            ("x", "x"),
            ("", ""),
        ] {
            assert_eq!(command_name(name), expected, "{name}");
        }
    }
}
