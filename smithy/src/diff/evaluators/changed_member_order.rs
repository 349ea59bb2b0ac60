//! Members of structures and unions in another order.

use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::Report;
use crate::model::{Kind, Shape};

const HELP: &str =
    "languages that lay out members in their order are no longer compatible: put new members last";

pub(super) fn evaluate<'m>(_: &Context<'m>, changes: &Changes<'m>, report: &mut Report<'_, 'm>) {
    for (pair, old, new) in changes.shapes(Some) {
        let is_compared = matches!(
            (&old.kind, &new.kind),
            (Kind::Structure, Kind::Structure) | (Kind::Union, Kind::Union)
        );
        if let Some((was, is)) = first_difference(old, new).filter(|_| is_compared) {
            let message = format!(
                "the members of the {} `{}` are in another order: `{is}` stands where `{was}` did",
                new.kind.name(),
                new.id
            );
            report.tell(Severity::Danger, pair, message, HELP);
        }
    }
}

/// The first members that differ. Of a shape that is only longer, or only lost its last members, none do.
fn first_difference<'m>(old: &'m Shape, new: &'m Shape) -> Option<(&'m str, &'m str)> {
    let pairs = old.members.iter().zip(&new.members);
    let mut names = pairs.map(|(old, new)| (&*old.name, &*new.name));
    names.find(|(old, new)| old != new)
}
