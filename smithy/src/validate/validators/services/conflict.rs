//! How grave it is that two shapes of a service have one name.

use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::model::{Kind, Shape, Traits};
use crate::validate::context::Context;

/// The severity of two shapes with one name: those of one kind, with the same traits, can be taken for one another.
pub(super) fn severity(context: &Context<'_>, one: &Shape, other: &Shape) -> Severity {
    let (mut one, mut other) = (one, other);
    let mut alike = Severity::Note;
    // Lists may contain each other.
    let mut seen = HashSet::default();
    while seen.insert((&one.id, &other.id)) {
        let is_list = match (&one.kind, &other.kind) {
            (Kind::List, Kind::List) => true,
            (a, b) if is_simple(a) && a.name() == b.name() => false,
            _ => return Severity::Error,
        };
        if !are_equal(&one.traits, &other.traits) {
            return Severity::Error;
        }
        let (Some(element), Some(other_element)) = (one.member("member"), other.member("member"))
        else {
            return if is_list { Severity::Warning } else { alike };
        };
        if !is_list {
            return alike;
        }
        if !are_equal(&element.traits, &other_element.traits) {
            return Severity::Error;
        }
        alike = Severity::Warning;
        match (context.target(element), context.target(other_element)) {
            (Some(target), Some(other_target)) => (one, other) = (target, other_target),
            _ => return alike,
        }
    }
    alike
}

fn is_simple(kind: &Kind) -> bool {
    !matches!(kind, Kind::List | Kind::Map | Kind::Structure | Kind::Union)
        && !kind.is_service_kind()
}

fn are_equal(one: &Traits, other: &Traits) -> bool {
    one.iter().count() == other.iter().count()
        && one
            .iter()
            .all(|applied| other.get(applied.id.as_str()) == Some(&applied.value))
}
