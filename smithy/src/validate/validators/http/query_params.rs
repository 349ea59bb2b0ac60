//! Whether a map of parameters stands beside members for certain ones.

use super::{EXCLUSIVE, listed};
use crate::diagnostic::Severity;
use crate::maps::HashMap;
use crate::model::traits::id::HTTP_QUERY_PARAMS;
use crate::model::traits::{HttpQuery, Known};
use crate::model::{Kind, ShapeId};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut counts: HashMap<&ShapeId, usize> = HashMap::default();
    for (subject, _) in context.with_trait(HTTP_QUERY_PARAMS) {
        let count = counts.entry(&subject.shape.id).or_default();
        *count += 1;
        if *count > EXCLUSIVE {
            continue;
        }
        let (Some(member), Kind::Structure) = (subject.member, &subject.shape.kind) else {
            continue;
        };
        let others = subject.shape.members.iter();
        let others = others.filter(|other| other.traits.has(HttpQuery::ID));
        let others: Vec<&str> = others.map(|other| &*other.name).collect();
        if !others.is_empty() {
            let message = format!(
                "servers find the parameters of {} in `{}` as well",
                listed(others),
                member.name
            );
            report.tell(Severity::Note, subject.shape, message);
        }
    }
}
