//! What tags, their keys and the operations on them look like.

use crate::model::{Kind, Member, Node, Shape};
use crate::validate::context::{Bound, Context};

/// The operations on the tags of all resources of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Tag,
    Untag,
    List,
}

impl Slot {
    pub(super) const ALL: [Self; 3] = [Self::List, Self::Tag, Self::Untag];

    /// The name of the operation, unless `apiConfig` names another.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Tag => "TagResource",
            Self::Untag => "UntagResource",
            Self::List => "ListTagsForResource",
        }
    }

    /// The property of `apiConfig`.
    pub(super) fn property(self) -> &'static str {
        match self {
            Self::Tag => "tagApi",
            Self::Untag => "untagApi",
            Self::List => "listTagsApi",
        }
    }

    /// The operation that `apiConfig` of a trait names.
    pub(super) fn configured(self, value: &Node) -> Option<&str> {
        value.get("apiConfig")?.get(self.property())?.as_str()
    }

    /// The operation of a service: the one that `apiConfig` names, or else its own of the usual name.
    pub(super) fn of<'m>(
        self,
        context: &Context<'m>,
        service: &'m Shape,
        value: &Node,
    ) -> Option<&'m Shape> {
        if let Some(id) = self.configured(value) {
            return context.model.get(id);
        }
        let own = service.as_service()?.operations.iter();
        let mut named = own.filter(|operation| operation.target.name() == self.name());
        context.shape(&named.next()?.target)
    }

    /// Whether an operation takes the ARN of a resource, and takes or returns what it should.
    pub(super) fn is_met_by(self, context: &Context<'_>, operation: &Shape) -> bool {
        let input = context.input(operation);
        let arns = input.into_iter().flat_map(|it| &it.members);
        let mut arns = arns.filter(|member| is_arn_name(&member.name));
        let has_arn = arns.any(|member| context.target(member).is_some_and(is_string));
        has_arn && self.has_one(context, operation)
    }

    /// Whether an operation takes or returns tags, or takes keys of tags, in exactly one member.
    pub(super) fn has_one(self, context: &Context<'_>, operation: &Shape) -> bool {
        let structure = match self {
            Self::Tag | Self::Untag => context.input(operation),
            Self::List => context.output(operation),
        };
        let is_one = |member: &&Member| {
            let Some(target) = context.target(member) else {
                return false;
            };
            match self {
                Self::Tag | Self::List => is_tags_name(&member.name) && is_tags(context, target),
                Self::Untag => is_keys_name(&member.name) && is_keys(context, target),
            }
        };
        let members = structure.into_iter().flat_map(|it| &it.members);
        members.filter(is_one).count() == 1
    }
}

/// Whether a service has all operations on tags, and all are as they should be.
pub(super) fn has_all_slots<'m>(context: &Context<'m>, bound: &Bound<'m>) -> bool {
    let Some(value) = bound.shape.traits.get(super::TAG_ENABLED) else {
        return false;
    };
    Slot::ALL.into_iter().all(|slot| {
        let operation = slot.of(context, bound.shape, value);
        operation.is_some_and(|operation| slot.is_met_by(context, operation))
    })
}

/// Whether a property or member is called as tags are.
pub(super) fn is_tags_name(name: &str) -> bool {
    matches!(
        name,
        "tags" | "Tags" | "tagList" | "TagList" | "taglist" | "Taglist"
    )
}

fn is_keys_name(name: &str) -> bool {
    matches!(name, "tagKeys" | "TagKeys" | "tagkeys" | "Tagkeys")
}

fn is_arn_name(name: &str) -> bool {
    let arn = name.strip_prefix(['r', 'R']);
    let arn = arn.and_then(|rest| rest.strip_prefix("esource"));
    matches!(arn.unwrap_or(name), "arn" | "Arn" | "ARN")
}

fn is_string(shape: &Shape) -> bool {
    matches!(shape.kind, Kind::String)
}

/// Whether a shape holds tags: a list of structures of two strings, or a map to strings.
pub(super) fn is_tags(context: &Context<'_>, shape: &Shape) -> bool {
    let target = |name: &str| shape.member(name).and_then(|it| context.target(it));
    match shape.kind {
        Kind::Map => target("value").is_some_and(is_string),
        Kind::List => target("member").is_some_and(|tag| {
            let mut members = tag.members.iter();
            matches!(tag.kind, Kind::Structure)
                && tag.members.len() == 2
                && members.all(|member| context.target(member).is_some_and(is_string))
        }),
        _ => false,
    }
}

fn is_keys(context: &Context<'_>, shape: &Shape) -> bool {
    let element = shape.member("member").and_then(|it| context.target(it));
    matches!(shape.kind, Kind::List) && element.is_some_and(is_string)
}
