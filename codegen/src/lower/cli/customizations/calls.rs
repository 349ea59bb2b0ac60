//! Operations that a command calls beside its own.

use serde::Deserialize;

use super::ALL;
use crate::ir::cli::{Command, Join, Joins, Reads};
use crate::ir::{Operation, Path};

/// An operation that changes a part of what another one answers. Texts are names of members.
#[derive(Debug, Deserialize)]
pub(super) struct ReadsOf {
    service: String,
    operation: String,
    option: String,
    from: String,
    by: String,
    version: (String, String),
    whole: String,
}

/// An operation whose answer is shown together with those of others. Texts are names of members.
#[derive(Debug, Deserialize)]
pub(super) struct JoinsOf {
    service: String,
    operation: String,
    into: String,
    by: String,
    parts: Vec<JoinOf>,
}

#[derive(Debug, Deserialize)]
struct JoinOf {
    from: String,
    member: String,
    #[serde(default)]
    always: bool,
    /// A member and its text, where it must have that, and where it must not.
    only: Option<(String, String)>,
    unless: Option<(String, String)>,
}

/// Adds what commands ask for before they change a part of it, and what they put into their answers.
pub(crate) fn add(sdk_id: &str, operations: &[Operation], commands: &mut [Command]) {
    let table = |name: &str| {
        let mut operations = operations.iter();
        let operation = operations.find(|it| it.name == *name);
        operation.map(crate::lower::cli::table_of)
    };
    for it in ALL.reads.iter().filter(|it| it.service == sdk_id) {
        let (Some(own), Some(from)) = (table(&it.operation), table(&it.from)) else {
            continue;
        };
        for command in commands.iter_mut().filter(|it| it.operation == own) {
            command.custom.get_or_insert_default().reads = Some(Reads {
                option: it.option.clone(),
                from: from.clone(),
                by: it.by.clone(),
                version: it.version.clone(),
                whole: it.whole.clone(),
            });
        }
    }
    for it in ALL.joins.iter().filter(|it| it.service == sdk_id) {
        let own = table(&it.operation);
        let joins = Joins {
            into: it.into.clone(),
            by: it.by.clone(),
            parts: it.parts.iter().filter_map(|it| it.lowered(table)).collect(),
        };
        for command in commands.iter_mut() {
            if own.as_ref() == Some(&command.operation) && !joins.parts.is_empty() {
                command.custom.get_or_insert_default().joins = Some(joins.clone());
            }
        }
    }
}

impl JoinOf {
    /// Nothing where the operation is not among those that are chosen.
    fn lowered(&self, table: impl Fn(&str) -> Option<Path>) -> Option<Join> {
        let only = self.only.clone().map(|(member, text)| (member, text, true));
        let unless = self.unless.clone();
        let unless = unless.map(|(member, text)| (member, text, false));
        Some(Join {
            from: table(&self.from)?,
            member: self.member.clone(),
            always: self.always,
            only: only.or(unless),
        })
    }
}
