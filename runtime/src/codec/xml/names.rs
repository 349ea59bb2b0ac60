//! Names and namespaces of elements and attributes. Source: Smithy 2.0, "XML bindings".

use crate::schema::{Member, Schema, Trait, XmlNamespace};

/// The outermost element of a document.
#[derive(Clone, Copy)]
pub(crate) struct Root {
    pub(crate) name: &'static str,
    pub(crate) namespace: Option<&'static XmlNamespace>,
}

impl Root {
    /// The root of a structure: its `@xmlName` or its shape's name, its namespace or this one.
    pub(crate) fn of(schema: &'static Schema, default: Option<&'static XmlNamespace>) -> Self {
        Root {
            name: trait_name(schema.traits).unwrap_or_else(|| schema.name()),
            namespace: namespace(schema.traits).or(default),
        }
    }

    /// The root of a payload: the member's own names before those of its target.
    pub(crate) fn of_payload(
        member: &'static Member,
        default: Option<&'static XmlNamespace>,
    ) -> Self {
        let target = Root::of(member.target, default);
        Root {
            name: trait_name(member.traits).unwrap_or(target.name),
            namespace: namespace(member.traits).or(target.namespace),
        }
    }
}

fn trait_name(traits: &'static [Trait]) -> Option<&'static str> {
    traits.iter().find_map(|t| match t {
        Trait::XmlName(name) => Some(*name),
        _ => None,
    })
}

/// The member's element or attribute name.
pub(crate) fn xml_name(member: &'static Member) -> &'static str {
    trait_name(member.traits).unwrap_or(member.name)
}

/// `@xmlNamespace` of a member, or of the shape of a root. The namespaces of other structures, lists and
/// maps are not written: their elements belong to members.
pub(crate) fn namespace(traits: &'static [Trait]) -> Option<&'static XmlNamespace> {
    traits.iter().find_map(|t| match t {
        Trait::XmlNamespace(namespace) => Some(*namespace),
        _ => None,
    })
}

/// `@xmlAttribute`.
pub(crate) fn is_attribute(member: &Member) -> bool {
    member
        .traits
        .iter()
        .any(|t| matches!(t, Trait::XmlAttribute))
}

/// A list or map whose items stand directly in the structure. Source: `@xmlFlattened`.
pub(crate) fn is_flattened(member: &Member) -> bool {
    member
        .traits
        .iter()
        .any(|t| matches!(t, Trait::XmlFlattened))
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}
