//! What commands of the AWS CLI have that no model says: options, other names for one operation, parameters that are
//! not sent as they are given, and pages.
//!
//! `customizations.json` has them, each with its reason. They go by SDK ids and the names of operations and members.
//! Templates in it are JSON as parameters have it.

mod calls;
mod options;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::value::RawValue;
use smithgen_model::model::traits::{self, AwsService};
use smithgen_model::model::{Member, Shape};

pub(super) use calls::add as add_calls;

use super::exceptions::Exceptions;
use crate::ir::cli::{Apart, Command, CommandName, Custom, Fix, OptionName, Pages, Shows};

use crate::ir::{Operation, Path};
use crate::lower::Lowering;

static ALL: LazyLock<Table> = LazyLock::new(|| {
    // A test reads the file; without it, commands have what their operations have.
    serde_json::from_str(include_str!("customizations.json")).unwrap_or_default()
});

/// A template: JSON, on one line.
type Template = Box<RawValue>;

/// The data file. The reasons in it are for its readers.
#[derive(Debug, Default, Deserialize)]
struct Table {
    splits: Vec<Split>,
    options: Vec<Group>,
    fixes: Vec<FixGroup>,
    pages: Vec<PageGroup>,
    foreign: Vec<Foreign>,
    buckets: Vec<Buckets>,
    events: Vec<Events>,
    copies: Vec<Copies>,
    reads: Vec<calls::ReadsOf>,
    joins: Vec<calls::JoinsOf>,
    passwords: Vec<Password>,
    definitions: Vec<Definitions>,
    renamed: Vec<Renamed>,
}

/// A command that shows a password of an operation's answer, alone.
#[derive(Debug, Deserialize)]
struct Password {
    service: String,
    operation: String,
    command: String,
    doc: String,
    /// The members that lead to it.
    path: Vec<String>,
}

/// An operation whose answer is shown as the definition of a pipeline.
#[derive(Debug, Deserialize)]
struct Definitions {
    service: String,
    operation: String,
}

/// An operation whose answer is shown by other names: pairs of a member and its name.
#[derive(Debug, Deserialize)]
struct Renamed {
    service: String,
    operation: String,
    names: Vec<(String, String)>,
}

/// Operations that copy something from another region, for which a URL is signed.
#[derive(Debug, Deserialize)]
struct Copies {
    service: String,
    operations: Vec<String>,
    source: String,
    url: String,
}

/// Operations whose answers are streams of events, of which one kind holds bytes for a file.
#[derive(Debug, Deserialize)]
struct Events {
    service: String,
    operations: Vec<String>,
}

/// The operations of a service by which its buckets are found.
#[derive(Debug, Deserialize)]
struct Buckets {
    service: String,
    head: String,
    create: String,
    session: String,
}

/// Commands that stand for one operation.
#[derive(Debug, Deserialize)]
struct Split {
    service: String,
    operation: String,
    commands: Vec<Part>,
}

/// One of them: its name, its options for members, and the members for which it has none.
#[derive(Debug, Deserialize)]
struct Part {
    name: String,
    names: BTreeMap<String, String>,
    without: Vec<String>,
}

/// Options of some operations.
#[derive(Debug, Deserialize)]
struct Group {
    service: String,
    /// `*` stands for all that have the optional members.
    operations: Vec<String>,
    /// Members that have no option.
    #[serde(default)]
    removed: Vec<String>,
    /// Members whose options nothing shows.
    #[serde(default)]
    unlisted: Vec<String>,
    /// Members whose options need not be given.
    #[serde(default)]
    optional: Vec<String>,
    /// Members whose options take archives.
    #[serde(default)]
    archives: Vec<String>,
    #[serde(default)]
    options: Vec<options::Added>,
    apart: Option<ApartFrom>,
    /// What is there before any option fills it.
    base: Option<Template>,
}

/// A member whose option goes with none of the group.
#[derive(Debug, Deserialize)]
struct ApartFrom {
    from: String,
    problem: String,
}

#[derive(Debug, Deserialize)]
struct FixGroup {
    service: String,
    /// `*` stands for all that have the member.
    operations: Vec<String>,
    fix: FixOf,
}

/// What becomes of parameters; texts are names of members.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FixOf {
    Numbers(BTreeMap<String, i64>),
    Base64(String),
    Words {
        member: String,
        words: BTreeMap<String, String>,
    },
    LastSegmentOf(Vec<String>),
    Bucket(String),
    CopySource(String),
    Ascii(String),
    Key(String, String),
    UploadPolicy(String, String),
    InstanceGroups(String),
    Gather {
        into: String,
        if_any: Vec<String>,
        moves: Vec<(String, Template)>,
    },
}

/// How an operation goes through pages.
#[derive(Debug, Deserialize)]
struct PageGroup {
    service: String,
    operation: String,
    /// Members that are tokens for those who go through pages themselves.
    #[serde(default)]
    tokens: Vec<String>,
    /// The size of a page where nothing is given but members of `beside`.
    size: Option<u32>,
    #[serde(default)]
    beside: Vec<String>,
}

/// Commands that the AWS CLI has of its own.
#[derive(Debug, Deserialize)]
struct Foreign {
    service: String,
    commands: Vec<String>,
}

/// The commands of a service that the AWS CLI has of its own, and `others` not.
pub(super) fn foreign(sdk_id: &str, others: &[Command]) -> Vec<String> {
    let groups = ALL.foreign.iter().filter(|it| it.service == sdk_id);
    let names = groups.flat_map(|group| &group.commands);
    let is_new = |name: &&String| !others.iter().any(|it| it.name.as_str() == **name);
    names.filter(is_new).cloned().collect()
}

/// Whether what the events of an operation hold goes to a file.
pub(super) fn writes_events(sdk_id: &str, operation: &str) -> bool {
    let mut groups = ALL.events.iter().filter(|it| it.service == sdk_id);
    groups.any(|group| group.operations.iter().any(|it| it == operation))
}

/// The operations of a service that tell the region of a bucket, make one, and make a session for one.
pub(super) fn buckets(sdk_id: &str, operations: &[Operation]) -> Option<[Path; 3]> {
    let names = ALL.buckets.iter().find(|it| it.service == sdk_id)?;
    let table = |name: &str| {
        let mut operations = operations.iter();
        operations.find(|it| it.name == *name).map(super::table_of)
    };
    Some([
        table(&names.head)?,
        table(&names.create)?,
        table(&names.session)?,
    ])
}

/// The command that shows the password of an operation's answer.
pub(super) fn password(sdk_id: &str, operation: &str, whole: &Command) -> Option<Command> {
    let mut passwords = ALL.passwords.iter();
    let it = passwords.find(|it| it.service == sdk_id && it.operation == operation)?;
    Some(Command {
        name: CommandName::of(&it.command)?,
        operation: whole.operation.clone(),
        doc: it.doc.clone(),
        args: Vec::new(),
        examples: Vec::new(),
        encoded_names: None,
        keep: None,
        pages: None,
        custom: Some(Custom {
            shows: Some(Shows::Password(it.path.clone())),
            ..Custom::default()
        }),
    })
}

impl Lowering<'_> {
    /// The SDK id of the service, empty where it is none of AWS.
    fn aws_id(&self) -> String {
        let service = self
            .resolved
            .model
            .get(self.resolved.selection.service.as_str());
        let aws = service.and_then(|service| service.traits.read::<AwsService>());
        aws.map(|aws| aws.sdk_id).unwrap_or_default()
    }

    /// Adds what the command has beyond its operation.
    pub(super) fn customize(&self, name: &str, shape: &Shape, command: &mut Command) {
        let sdk_id = self.aws_id();
        let Some(input) = self.input(shape) else {
            return;
        };
        let index = |member: &str| input.members.position(member);
        let mut custom = Custom::default();
        let groups = ALL.options.iter();
        let is_meant = |group: &&Group| {
            // All are meant that have the members.
            let has_members = || group.optional.iter().all(|it| index(it).is_some());
            let mut operations = group.operations.iter();
            group.service == sdk_id && operations.any(|it| it == name || it == "*" && has_members())
        };
        for group in groups.filter(is_meant) {
            let among = |names: &[String], member: usize| {
                names.iter().any(|name| index(name) == Some(member))
            };
            command
                .args
                .retain(|arg| !among(&group.removed, arg.member));
            for arg in &mut command.args {
                arg.hidden |= among(&group.unlisted, arg.member);
                arg.required &= !among(&group.optional, arg.member);
            }
            custom
                .archives
                .extend(group.archives.iter().filter_map(|it| index(it)));
            let base = group.base.as_ref().map(options::template);
            custom.base = custom.base.or(base);
            let apart = group.apart.as_ref();
            custom.apart.extend(apart.and_then(|apart| {
                let options = group.options.iter().filter(|it| !it.mixes);
                Some(Apart {
                    from: index(&apart.from)?,
                    options: options.map(|it| it.name.clone()).collect(),
                    problem: apart.problem.clone(),
                })
            }));
            custom
                .added
                .extend(group.options.iter().filter_map(options::Added::lowered));
        }
        for group in ALL.fixes.iter().filter(|it| it.service == sdk_id) {
            if group.operations.iter().any(|it| it == name || it == "*") {
                custom.fixes.extend(fixes(&group.fix, input));
            }
        }
        let mut copies = ALL.copies.iter();
        let is_copy = |it: &&Copies| {
            it.service == sdk_id && it.operations.iter().any(|operation| operation == name)
        };
        let copy = copies.find(is_copy);
        custom.copy = copy.and_then(|it| index(&it.source).zip(index(&it.url)));
        let mut definitions = ALL.definitions.iter();
        let is_one = definitions.any(|it| it.service == sdk_id && it.operation == name);
        let mut renamed = ALL.renamed.iter();
        let renamed = renamed.find(|it| it.service == sdk_id && it.operation == name);
        custom.shows = is_one
            .then_some(Shows::Definition)
            .or_else(|| renamed.map(|it| Shows::Renamed(it.names.clone())));
        custom.as_text = self.shown_as_text(&sdk_id, shape);
        command.custom = (custom != Custom::default()).then_some(custom);
        if let Some(pages) = &mut command.pages {
            pages_of(&sdk_id, name, pages, index);
        }
    }

    /// The time in a header that is also shown as it came: it may be none.
    fn shown_as_text(&self, sdk_id: &str, shape: &Shape) -> Option<(usize, String)> {
        let output = &shape.as_operation()?.output.target;
        let output = self.resolved.model.get(output.as_str())?;
        let is_it = |member: &Member| {
            let header = member.traits.read::<traits::HttpHeader>();
            sdk_id == "S3"
                && *member.name == *"Expires"
                && header.is_some_and(|it| it.0.eq_ignore_ascii_case("Expires"))
        };
        let at = output.members.iter().position(is_it)?;
        Some((at, "ExpiresString".to_owned()))
    }

    /// The commands that stand for an operation in place of its own; none if it has its own.
    pub(super) fn parts(
        &self,
        shape: &Shape,
        operation: &str,
        whole: &Command,
        exceptions: &Exceptions,
    ) -> Vec<Command> {
        let sdk_id = self.aws_id();
        let mut splits = ALL.splits.iter();
        let split = splits.find(|it| it.service == sdk_id && it.operation == operation);
        let (Some(split), Some(input)) = (split, self.input(shape)) else {
            return Vec::new();
        };
        let member = |at: usize| input.members.iter().nth(at).map(|it| it.name.to_string());
        let part = |part: &Part| {
            let mut command = whole.clone();
            command.name = CommandName::of(&part.name)?;
            command
                .args
                .retain(|arg| member(arg.member).is_none_or(|name| !part.without.contains(&name)));
            for arg in &mut command.args {
                let name = member(arg.member);
                let own = name.as_ref().and_then(|name| part.names.get(name));
                // A name that the settings give goes before.
                let is_named = name.is_some_and(|it| exceptions.option(operation, &it).is_some());
                if let Some(own) = own.filter(|_| !is_named) {
                    arg.name = OptionName::of(own);
                }
            }
            Some(command)
        };
        split.commands.iter().filter_map(part).collect()
    }
}

fn fixes(fix: &FixOf, input: &Shape) -> Vec<Fix> {
    let index = |member: &str| input.members.position(member);
    let pairs = |words: &BTreeMap<String, String>| {
        let words = words.iter();
        words.map(|(a, b)| (a.clone(), b.clone())).collect()
    };
    let one = |member: &str, fix: fn(usize) -> Fix| index(member).map(fix).into_iter().collect();
    match fix {
        FixOf::Numbers(numbers) => {
            let numbers = numbers.iter();
            let numbers = numbers.filter_map(|(it, number)| Some(Fix::Number(index(it)?, *number)));
            numbers.collect()
        }
        FixOf::Base64(member) => one(member, Fix::Base64),
        FixOf::Bucket(member) => one(member, Fix::Bucket),
        FixOf::CopySource(member) => one(member, Fix::CopySource),
        FixOf::Ascii(member) => one(member, Fix::Ascii),
        FixOf::InstanceGroups(member) => one(member, Fix::InstanceGroups),
        FixOf::Words { member, words } => {
            let words = index(member).map(|member| Fix::Words(member, pairs(words)));
            words.into_iter().collect()
        }
        FixOf::Key(key, digest) => {
            let both = index(key).zip(index(digest));
            both.map(|(key, digest)| Fix::Key(key, digest))
                .into_iter()
                .collect()
        }
        FixOf::UploadPolicy(member, inside) => {
            let member = index(member).map(|it| Fix::UploadPolicy(it, inside.clone()));
            member.into_iter().collect()
        }
        FixOf::LastSegmentOf(shapes) => {
            let members = input.members.iter().enumerate();
            let members =
                members.filter(|(_, it)| shapes.iter().any(|name| it.target.name() == name));
            members.map(|(at, _)| Fix::LastSegment(at)).collect()
        }
        FixOf::Gather {
            into,
            if_any,
            moves,
        } => {
            let moves = moves.iter();
            let moves = moves.filter_map(|(it, to)| Some((index(it)?, options::template(to))));
            let gather = |into| Fix::Gather(into, if_any.clone(), moves.collect());
            index(into).map(gather).into_iter().collect()
        }
    }
}

fn pages_of(
    sdk_id: &str,
    operation: &str,
    pages: &mut Pages,
    index: impl Fn(&str) -> Option<usize>,
) {
    let mut groups = ALL.pages.iter();
    let Some(group) = groups.find(|it| it.service == sdk_id && it.operation == operation) else {
        return;
    };
    let members = |names: &[String]| names.iter().filter_map(|it| index(it)).collect();
    pages.manual = members(&group.tokens);
    pages.default_size = group.size.map(|size| (size, members(&group.beside)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_can_be_read() {
        let table: Table = serde_json::from_str(include_str!("customizations.json")).unwrap();
        let options = table.options.iter().flat_map(|group| &group.options);
        for option in options {
            assert!(option.lowered().is_some(), "{}", option.name);
            assert_eq!(OptionName::of(&option.name).as_str(), option.name);
        }
        let parts = table.splits.iter().flat_map(|split| &split.commands);
        let foreign = table.foreign.iter().flat_map(|group| &group.commands);
        let passwords = table.passwords.iter().map(|it| &it.command);
        for name in parts.map(|part| &part.name).chain(foreign).chain(passwords) {
            assert_eq!(CommandName::of(name).unwrap().as_str(), name);
        }
    }
}
