//! What becomes of an answer before it is shown: parts of other answers are put into it, or it is shown as something else.

use super::{Checked, Run};
use crate::errors::Failure;
use crate::params::{base64, definition};
use crate::table::{Command, Commands, Shows};
use crate::value::{Map, Value};

impl Run<'_> {
    /// Puts parts of other answers into an answer.
    ///
    /// # Errors
    /// Those of the other calls.
    pub(super) fn join(
        &self,
        (service, command): (&'static Commands, &'static Command),
        params: &Map,
        answer: &mut Map,
        checked: &Checked,
    ) -> Result<(), Failure> {
        let Some(joins) = command.custom.and_then(|custom| custom.joins) else {
            return Ok(());
        };
        let Some(Value::Map(whole)) = answer.get_mut(joins.into) else {
            return Ok(());
        };
        let always = joins.parts.iter().filter(|part| part.always);
        for part in always {
            whole.insert(part.member, Value::List(Vec::new()));
        }
        let mut by = Map::new();
        if let Some(value) = params.get(joins.by) {
            by.insert(joins.by, value.clone());
        }
        for part in joins.parts {
            let is_meant = part.only.is_none_or(|(member, text, has)| {
                let own = whole.get(member).and_then(Value::as_str);
                (own == Some(text)) == has
            });
            if is_meant {
                let call = self.call(service, part.from, checked)?;
                let mut other = self.send(&call, &by)?;
                if let Some(value) = other.remove(part.member) {
                    whole.insert(part.member, value);
                }
            }
        }
        Ok(())
    }

    /// Shows an answer, or what is shown in its place.
    ///
    /// # Errors
    /// 255 for an answer without the password that is to be shown.
    pub(super) fn show_as_meant(
        &self,
        command: &'static Command,
        mut answer: Map,
        checked: &Checked,
    ) -> Result<(), Failure> {
        let title = command.operation.name();
        match command.custom.and_then(|custom| custom.shows) {
            Some(Shows::Definition) => {
                definition::shown(&mut answer);
                self.show(title, answer, checked)
            }
            Some(Shows::Renamed(names)) => {
                let first = names
                    .first()
                    .is_some_and(|(name, _)| answer.contains_key(name));
                let shown = names.iter().filter(|_| first);
                let shown = shown.map(|(name, own)| {
                    let value = answer.remove(name).unwrap_or_default();
                    ((*own).into(), value)
                });
                let shown = Map::from_entries(shown.collect());
                self.show(title, shown, checked)
            }
            Some(Shows::Password(path)) => {
                let password = password(path, &Value::Map(answer));
                let password = password
                    .ok_or_else(|| Failure::general("there is no password in the answer"))?;
                self.print(&(password + "\n"))
            }
            None => self.show(title, answer, checked),
        }
    }
}

/// What follows the user's name in the text, in base64, that members lead to, through the first items of lists.
fn password(path: &[&str], answer: &Value) -> Option<String> {
    let mut value = answer;
    for name in path {
        value = value.get(name)?;
        if let Some(items) = value.as_list() {
            value = items.first()?;
        }
    }
    let decoded = base64::decode(value.as_str()?)?;
    let text = String::from_utf8(decoded).ok()?;
    text.split_once(':')
        .map(|(_, password)| password.to_owned())
}
