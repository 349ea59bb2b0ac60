//! `application/x-www-form-urlencoded` ⇄ views, in the two ways of the query protocols.
//!
//! Source: Smithy 2.0, "AWS query protocol" and "AWS EC2 query protocol".

mod read;
mod write;

use std::borrow::Cow;

use crate::schema::{Member, Trait};

pub(crate) use read::read;
pub(crate) use write::write;

/// What the two query protocols do differently with names, lists and maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// `List.member.1`, `Map.entry.1.key`; an empty list is sent.
    AwsQuery,
    /// `List.1`; names are capitalized, there are no maps and no empty lists.
    Ec2Query,
}

impl Flavour {
    /// The name of a structure's member.
    fn name(self, member: &'static Member) -> Cow<'static, str> {
        let find = |pick: fn(&Trait) -> Option<&'static str>| member.traits.iter().find_map(pick);
        let xml_name = find(|t| match t {
            Trait::XmlName(name) => Some(*name),
            _ => None,
        });
        if self == Flavour::AwsQuery {
            return Cow::Borrowed(xml_name.unwrap_or(member.name));
        }
        let own = find(|t| match t {
            Trait::Ec2QueryName(name) => Some(*name),
            _ => None,
        });
        match own {
            Some(name) => Cow::Borrowed(name),
            None => capitalize(xml_name.unwrap_or(member.name)),
        }
    }

    /// What stands between a list or map and its numbers, where anything does.
    fn between(self, member: &'static Member, inner: &'static str) -> Option<&'static str> {
        let flattened = member
            .traits
            .iter()
            .any(|t| matches!(t, Trait::XmlFlattened));
        (self == Flavour::AwsQuery && !flattened).then_some(inner)
    }
}

/// The name of a member of a list or map: `@xmlName` or its own.
fn inner_name(member: &'static Member) -> &'static str {
    let named = member.traits.iter().find_map(|t| match t {
        Trait::XmlName(name) => Some(*name),
        _ => None,
    });
    named.unwrap_or(member.name)
}

fn capitalize(name: &'static str) -> Cow<'static, str> {
    match name.chars().next() {
        Some(first) if first.is_ascii_lowercase() => {
            let mut capitalized = name.to_owned();
            if let Some(first) = capitalized.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            Cow::Owned(capitalized)
        }
        _ => Cow::Borrowed(name),
    }
}
