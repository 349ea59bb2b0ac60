//! Values of enums that came, went, moved or have another name.

use crate::diagnostic::Severity;
use crate::diff::changes::{Changes, Pair};
use crate::diff::context::Context;
use crate::diff::report::{Report, Sides};
use crate::maps::HashMap;
use crate::model::traits::{EnumDefinitions, id};
use crate::model::{Kind, Node, Shape};
use crate::source::Location;

pub(super) fn evaluate<'m>(_: &Context<'m>, changes: &Changes<'m>, report: &mut Report<'_, 'm>) {
    for (pair, old, new) in changes.shapes(Some) {
        let values = match (&old.kind, &new.kind) {
            (Kind::Enum, Kind::Enum) => Some((of_members(old), of_members(new))),
            // A string whose trait states values may become an enum: its values are compared.
            (Kind::String, Kind::Enum) => of_trait(old).map(|old| (old, of_members(new))),
            _ => of_trait(old).zip(of_trait(new)),
        };
        if let Some((old, new)) = values {
            compare(pair, &old, &new, report);
        }
    }
}

/// A value of an enum.
struct Value {
    value: String,
    name: Option<String>,
    location: Location,
}

fn of_members(shape: &Shape) -> Vec<Value> {
    let members = shape.members.iter();
    let values = members.map(|member| Value {
        value: match member.traits.get(id::ENUM_VALUE) {
            Some(Node::String(value)) => value.clone(),
            _ => member.name.to_string(),
        },
        name: Some(member.name.to_string()),
        location: member.location,
    });
    values.collect()
}

fn of_trait(shape: &Shape) -> Option<Vec<Value>> {
    let EnumDefinitions(definitions) = shape.traits.read()?;
    let location = shape.traits.find(id::ENUM)?.location;
    let values = definitions.into_iter().map(|definition| Value {
        value: definition.value,
        name: definition.name,
        location,
    });
    Some(values.collect())
}

/// Tells what became of the old values, and where the new ones stand.
fn compare<'m>(pair: &Pair<'m>, old: &[Value], new: &[Value], report: &mut Report<'_, 'm>) {
    let shape = &pair.new.shape.id;
    let now = by_value(new);
    let before = by_value(old);
    // Whatever stands before an old value was inserted.
    let is_old = |value: &Value| before.contains_key(value.value.as_str());
    let last_old = new.iter().rposition(is_old);
    for (position, was) in old.iter().enumerate() {
        let sides = |new| Sides::from(pair).at(Some(was.location), new);
        let value = &was.value;
        let Some(is) = now.get(value.as_str()) else {
            let message = format!("the value `{value}` was removed from `{shape}`");
            let help =
                "clients of the old model still send and expect it: keep it, and deprecate it";
            let suffix = format!("Removed.{position}");
            report.tell_as(Severity::Error, &suffix, sides(None), message, help);
            continue;
        };
        if is.name != was.name {
            let [from, to] = [&was.name, &is.name].map(|name| match name {
                Some(name) => format!("`{name}`"),
                None => "none".to_owned(),
            });
            let message = format!(
                "the name of the value `{value}` of `{shape}` was changed from {from} to {to}"
            );
            let help = "code that names it no longer compiles: keep the name";
            let suffix = format!("NameChanged.{position}");
            let sides = sides(Some(is.location));
            report.tell_as(Severity::Error, &suffix, sides, message, help);
        }
    }
    for (position, is) in new.iter().enumerate() {
        let value = &is.value;
        if is_old(is) {
            continue;
        }
        let sides = Sides::from(pair).at(None, Some(is.location));
        if last_old.is_some_and(|last| position < last) {
            let message =
                format!("the value `{value}` was inserted before other values of `{shape}`");
            let help = "code that relies on the positions of values breaks: put new values last";
            let suffix = format!("OrderChanged.{position}");
            report.tell_as(Severity::Error, &suffix, sides, message, help);
        } else {
            let message = format!("the value `{value}` was added to the end of `{shape}`");
            let help = "clients of the old model treat it as a value that they do not know";
            let suffix = format!("Appended.{position}");
            report.tell_as(Severity::Note, &suffix, sides, message, help);
        }
    }
}

/// Values by themselves; the first, of such that are stated twice.
fn by_value(values: &[Value]) -> HashMap<&str, &Value> {
    let mut found = HashMap::default();
    for value in values {
        found.entry(value.value.as_str()).or_insert(value);
    }
    found
}
