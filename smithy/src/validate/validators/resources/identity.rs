//! Which members of an input or output are the identifiers of a resource.

use crate::maps::HashMap;
use crate::model::traits::id::REQUIRED;
use crate::model::{Member, Resource, Shape};

pub(super) const RESOURCE_IDENTIFIER: &str = "smithy.api#resourceIdentifier";

/// The members that stand for identifiers, by the names of these: members that say so, and else required members of the
/// name and target of an identifier.
pub(in crate::validate::validators) fn identity<'s>(
    resource: &Resource,
    structure: Option<&'s Shape>,
) -> HashMap<&'s str, &'s Member> {
    let mut found: HashMap<&str, &Member> = HashMap::default();
    for member in structure.into_iter().flat_map(|it| &it.members) {
        if let Some(name) = member.traits.text(RESOURCE_IDENTIFIER) {
            found.insert(name, member);
            continue;
        }
        let identifier = resource.identifiers.get(&*member.name);
        let is_same = identifier.is_some_and(|it| it.target == member.target);
        if is_same && member.traits.has(REQUIRED) {
            found.entry(&member.name).or_insert(member);
        }
    }
    found
}
