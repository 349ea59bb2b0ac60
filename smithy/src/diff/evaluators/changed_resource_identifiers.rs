//! Resources with other identifiers.

use indexmap::IndexMap;

use crate::diagnostic::Severity;
use crate::diff::changes::{Changes, identities};
use crate::diff::context::Context;
use crate::diff::report::Report;
use crate::model::{Reference, Shape};

pub(super) fn evaluate<'m>(_: &Context<'m>, changes: &Changes<'m>, report: &mut Report<'_, 'm>) {
    for (pair, old, new) in changes.shapes(Shape::as_resource) {
        let (old, new) = (&old.identifiers, &new.identifiers);
        if identities(old.iter()) != identities(new.iter()) {
            let message = format!(
                "the identifiers of the resource `{}` were changed from {} to {}",
                pair.new.shape.id,
                listed(old),
                listed(new)
            );
            let help = "what identifies an instance must not change: make another resource";
            report.tell(Severity::Error, pair, message, help);
        }
    }
}

fn listed(identifiers: &IndexMap<String, Reference>) -> String {
    const MOST: usize = 8;
    let all = identifiers.iter().take(MOST);
    let mut all: Vec<String> = all
        .map(|(name, it)| format!("`{name}: {}`", it.target))
        .collect();
    if identifiers.len() > MOST {
        all.push(format!("{} more", identifiers.len() - MOST));
    }
    match all.is_empty() {
        true => "none".to_owned(),
        false => all.join(", "),
    }
}
