//! Determines whether a member is optional, for clients and for servers.

use crate::model::{Kind, Member, Model, Node, Shape, traits::id};

/// Whether a member is optional for clients.
///
/// Every member of an operation's input is optional, with or without `@input`: a missing member is reported before
/// anything is sent, which would not be possible with a non-optional type. For all others, [`by_traits`] decides.
///
/// An input without `@input` may also be an output or a member. Members with a default are not optional there, and
/// so not in the input either.
pub fn nullability(model: &Model, container: &Shape, member: &Member) -> bool {
    let is_input =
        matches!(container.kind, Kind::Structure) && model.inputs.contains(&container.id);
    let must_default = model.not_only_inputs.contains(&container.id) && is_defaulted(member);
    (is_input && !must_default) || by_traits(container, member)
}

/// Whether a member is optional by Smithy 2.0's rules for clients.
///
/// Elements and values are optional only in `@sparse` collections; members of unions and keys never are.
pub fn by_traits(container: &Shape, member: &Member) -> bool {
    match container.kind {
        Kind::List => container.traits.has(id::SPARSE),
        Kind::Map => container.traits.has(id::SPARSE) && &*member.name == "value",
        Kind::Structure => optional_in_structure(container, member),
        _ => false,
    }
}

/// Whether a member is optional for servers, who own the model: neither a required member nor one with a default is,
/// in inputs as elsewhere and whatever `@clientOptional` and `@input` leave open to clients.
pub fn for_servers(container: &Shape, member: &Member) -> bool {
    match container.kind {
        Kind::Structure => !(is_defaulted(member) || member.traits.has(id::REQUIRED)),
        _ => by_traits(container, member),
    }
}

fn optional_in_structure(container: &Shape, member: &Member) -> bool {
    if member.traits.has(id::CLIENT_OPTIONAL) || container.traits.has(id::INPUT) {
        return true;
    }
    !(is_defaulted(member) || member.traits.has(id::REQUIRED))
}

fn is_defaulted(member: &Member) -> bool {
    let default = member.traits.get(id::DEFAULT);
    default.is_some_and(|value| *value != Node::Null)
}
