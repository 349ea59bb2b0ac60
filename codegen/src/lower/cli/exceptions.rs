//! Names on the command line that do not follow from the model: those of the AWS CLI, which grew by hand, and those
//! that the settings give.
//!
//! `exceptions.json` has the former, each group with its reason. They go by the SDK id of a service and the names of its
//! operations and members, so that they hold for every description of the service.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

/// The exceptions of the AWS CLI.
static ALL: LazyLock<Table> = LazyLock::new(|| {
    // A test reads the file; without it, all names would follow the rules.
    serde_json::from_str(include_str!("exceptions.json")).unwrap_or_default()
});

/// The data file. The reasons in it are for its readers.
#[derive(Debug, Default, Deserialize)]
struct Table {
    services: Vec<Group>,
    operations: Vec<Group>,
    hidden: Vec<Hidden>,
    options: Vec<Group>,
    negatives: Vec<Group>,
    aliases: Vec<Group>,
}

/// Names by what they name: an SDK id, an operation, or a member of its input as `Operation$member`, in which `*` stands
/// for every operation.
#[derive(Debug, Default, Deserialize)]
struct Group {
    #[serde(default)]
    service: String,
    names: BTreeMap<String, String>,
}

/// Operations that are no commands.
#[derive(Debug, Default, Deserialize)]
struct Hidden {
    service: String,
    operations: Vec<String>,
}

/// The exceptions of one service.
#[derive(Debug, Default)]
pub(super) struct Exceptions {
    /// The service's name, where the rules do not give it.
    pub(super) service: Option<String>,
    /// Whether structures of one boolean may be given as flags, which the AWS CLI does for one service.
    pub(super) flags: bool,
    hidden: Vec<&'static str>,
    operations: Names,
    options: Names,
    negatives: Names,
    aliases: Names,
}

/// Names of members.
#[derive(Debug, Default)]
struct Names(HashMap<String, String>);

impl Names {
    fn of(groups: &[Group], sdk_id: &str) -> Self {
        let groups = groups.iter().filter(|group| group.service == sdk_id);
        let names = groups.flat_map(|group| &group.names);
        Names(
            names
                .map(|(key, name)| (key.clone(), name.clone()))
                .collect(),
        )
    }

    fn find(&self, operation: &str, member: &str) -> Option<&str> {
        if self.0.is_empty() {
            return None;
        }
        let of = |operation: &str| self.0.get(&format!("{operation}${member}"));
        of(operation).or_else(|| of("*")).map(String::as_str)
    }
}

impl Exceptions {
    /// Those of the service with this SDK id.
    pub(super) fn of(sdk_id: &str) -> Self {
        let table = &*ALL;
        let service = table.services.iter();
        let hidden = table.hidden.iter().filter(|group| group.service == sdk_id);
        let hidden = hidden.flat_map(|group| &group.operations);
        Exceptions {
            service: service
                .filter_map(|group| group.names.get(sdk_id))
                .next()
                .cloned(),
            flags: sdk_id == "EC2",
            hidden: hidden.map(String::as_str).collect(),
            operations: Names::of(&table.operations, sdk_id),
            options: Names::of(&table.options, sdk_id),
            negatives: Names::of(&table.negatives, sdk_id),
            aliases: Names::of(&table.aliases, sdk_id),
        }
    }

    /// Gives an operation or a member another name.
    pub(super) fn rename(&mut self, what: &str, name: &str) {
        let names = match what.contains('$') {
            true => &mut self.options,
            false => &mut self.operations,
        };
        names.0.insert(what.to_owned(), name.to_owned());
    }

    /// Whether an operation is no command.
    pub(super) fn hides(&self, operation: &str) -> bool {
        self.hidden.contains(&operation)
    }

    /// The name of an operation's command.
    pub(super) fn command(&self, operation: &str) -> Option<&str> {
        self.operations.0.get(operation).map(String::as_str)
    }

    /// The name of a member's option, without dashes.
    pub(super) fn option(&self, operation: &str, member: &str) -> Option<&str> {
        self.options.find(operation, member)
    }

    /// The name of the option that sets a member to false.
    pub(super) fn negative(&self, operation: &str, member: &str) -> Option<&str> {
        self.negatives.find(operation, member)
    }

    /// A further name of a member's option, which help does not show.
    pub(super) fn alias(&self, operation: &str, member: &str) -> Option<&str> {
        self.aliases.find(operation, member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::cli::{CommandName, OptionName};
    use crate::lower::cli::command_name;

    #[test]
    fn the_file_holds_names_that_the_rules_do_not_give() {
        let table: Table = serde_json::from_str(include_str!("exceptions.json")).unwrap();
        for (id, name) in table.services.iter().flat_map(|group| &group.names) {
            let of_rules = CommandName::of(id).unwrap();
            assert_ne!(of_rules.as_str(), name, "{id}");
            assert_eq!(CommandName::of(name).unwrap().as_str(), name, "{id}");
        }
        for (operation, name) in table.operations.iter().flat_map(|group| &group.names) {
            assert_ne!(&command_name(operation), name);
            assert_eq!(CommandName::of(name).unwrap().as_str(), name);
        }
        let members = [&table.options, &table.negatives, &table.aliases];
        for (key, name) in members.into_iter().flatten().flat_map(|group| &group.names) {
            let (_, member) = key.split_once('$').unwrap();
            // The name that the rules give may be an earlier one of a member that has another.
            let mut renamed = table.options.iter().flat_map(|group| &group.names);
            let is_renamed = renamed.any(|(other, it)| other == key && it != name);
            assert!(is_renamed || command_name(member) != *name, "{key}");
            assert_eq!(OptionName::of(name).as_str(), name, "{key}");
        }
    }

    #[test]
    fn an_operation_goes_before_all() {
        let sns = Exceptions::of("SNS");
        let named = sns.option("Subscribe", "Endpoint");
        assert_eq!(named, Some("notification-endpoint"));
        assert_eq!(sns.option("Publish", "Endpoint"), None);
        let ec2 = Exceptions::of("EC2");
        assert_eq!(ec2.negative("AnyOperation", "Egress"), Some("ingress"));
        assert!(ec2.hides("ImportInstance") && !ec2.hides("RunInstances"));
        assert_eq!(
            Exceptions::of("CloudWatch Logs").service.as_deref(),
            Some("logs")
        );
        assert_eq!(Exceptions::of("no such service").service, None);
    }
}
