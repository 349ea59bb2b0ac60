//! Checks the names that the settings give: each must name something, and be a name.

use super::exceptions::Exceptions;
use crate::config::OwnNames;
use crate::ir::cli::{CommandName, OptionName};
use crate::lower::Lowering;
use smithgen_model::nearest;
use smithgen_model::{Diagnostic, Errors};

impl Lowering<'_> {
    /// The names of a service that the rules do not give, with those of the settings, and what is wrong with these.
    pub(super) fn exceptions(&self, sdk_id: &str, own: &OwnNames) -> (Exceptions, Errors) {
        let mut exceptions = Exceptions::of(sdk_id);
        let mut errors = Errors::new();
        if let Some(name) = &own.service {
            match CommandName::of(name).filter(|it| it.as_str() == name) {
                Some(_) => exceptions.service = Some(name.clone()),
                None => errors.push(no_name("command", name)),
            }
        }
        for (what, name) in &own.others {
            let key = format!("rename.{what}");
            let (operation, member) = match what.split_once('$') {
                Some((operation, member)) => (operation, Some(member)),
                None => (what.as_str(), None),
            };
            if let Some(problem) = self.names_nothing(&key, name, operation, member) {
                errors.push(problem);
                continue;
            }
            let is_name = match member {
                Some(_) => OptionName::of(name).as_str() == name,
                None => CommandName::of(name).is_some_and(|it| it.as_str() == name),
            };
            match is_name {
                true => exceptions.rename(what, name),
                false => errors.push(no_name(&key, name)),
            }
        }
        (exceptions, errors)
    }

    /// Reports that a renamed operation or member is not there.
    fn names_nothing(
        &self,
        key: &str,
        name: &str,
        operation: &str,
        member: Option<&str>,
    ) -> Option<Diagnostic> {
        let model = &self.resolved.model;
        let mut operations = self.resolved.selection.operations.iter();
        let Some(id) = operations.clone().find(|id| id.name() == operation) else {
            let names = operations.by_ref().map(|id| id.name());
            return Some(unknown(key, name, "operation", operation, names.collect()));
        };
        let member = member?;
        let input = model.get(id.as_str()).and_then(|shape| self.input(shape));
        let members = input.into_iter().flat_map(|input| &input.members);
        let names: Vec<&str> = members.map(|member| &*member.name).collect();
        (!names.contains(&member)).then(|| unknown(key, name, "member", member, names))
    }
}

fn unknown(key: &str, name: &str, what: &str, given: &str, known: Vec<&str>) -> Diagnostic {
    let message = format!("`rename` names the {what} `{given}`, which is not there");
    let problem = Diagnostic::error(message).setting(key, name);
    problem.help(match nearest(given, known.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None if known.is_empty() => format!("there is no {what}: remove it"),
        None => format!("there are `{}`", known.join("`, `")),
    })
}

fn no_name(key: &str, name: &str) -> Diagnostic {
    Diagnostic::error(format!("`{name}` is no name on a command line"))
        .setting(key, name)
        .help("use small letters, digits and dashes, as in `list-things`")
}
