//! Unifies enums: members with values, also for strings with the deprecated `enum` trait.

use crate::maps::HashSet;
use crate::model::traits::{EnumDefinition, EnumDefinitions, id};
use crate::model::{Kind, Member, Model, Node, Shape, ShapeId, Trait, Traits};

/// Converts strings with the `enum` trait to enums, and gives every member of an enum its `enumValue`.
pub(super) fn unify(model: &mut Model) {
    let is_enum = |shape: &Shape| match shape.kind {
        Kind::String => shape.traits.has(id::ENUM),
        Kind::Enum => true,
        _ => false,
    };
    model.shapes.change(is_enum, |shape| match shape.kind {
        Kind::Enum => shape.members.iter_mut().for_each(name_value),
        _ => from_trait(shape),
    });
}

/// Gives every member of an enum its `enumValue`, those excepted that have it from a mixin.
pub(super) fn complete(model: &mut Model) {
    let enums = model.shapes.values();
    let enums = enums.filter(|shape| matches!(shape.kind, Kind::Enum));
    let mut values = Vec::new();
    for shape in enums {
        let mixins = model.mixins_of(shape);
        let is_inherited = |name: &str| mixins.iter().any(|it| it.member(name).is_some());
        for (number, member) in shape.members.iter().enumerate() {
            let is_named = member.traits.has(id::ENUM_VALUE);
            if !is_named && !is_inherited(&member.name) {
                values.push((shape.id.clone(), number));
            }
        }
    }
    for (shape, number) in values {
        let members = model.shapes.get_mut(&shape).map(|shape| &mut shape.members);
        if let Some(member) = members.and_then(|members| members.iter_mut().nth(number)) {
            name_value(member);
        }
    }
}

/// Makes its name the value of an enum's member, unless it has one.
fn name_value(member: &mut Member) {
    if !member.traits.has(id::ENUM_VALUE) {
        let value = Node::String(member.name.to_string());
        let id = ShapeId::known(id::ENUM_VALUE);
        member.traits.set(Trait {
            id,
            value,
            location: member.location,
        });
    }
}

fn from_trait(shape: &mut Shape) {
    // A malformed value is reported together with those of other traits.
    let Some(EnumDefinitions(definitions)) = shape.traits.read() else {
        return;
    };
    let Some(removed) = shape.traits.remove(id::ENUM) else {
        return;
    };
    let mut names = HashSet::default();
    let members = definitions.into_iter().map(|definition| {
        let mut name = definition
            .name
            .clone()
            .unwrap_or_else(|| synthesize_name(&definition.value));
        while !names.insert(name.to_lowercase()) {
            name.push('_');
        }
        let traits = traits_of(&definition, &removed);
        Member {
            name: name.into(),
            target: ShapeId::unit(),
            traits,
            location: removed.location,
        }
    });
    shape.members = members.collect();
    shape.kind = Kind::Enum;
}

fn traits_of(definition: &EnumDefinition, applied: &Trait) -> Traits {
    let mut traits = Traits::default();
    let mut set = |id, value| {
        traits.set(Trait {
            id: ShapeId::known(id),
            value,
            location: applied.location,
        })
    };
    set(id::ENUM_VALUE, Node::String(definition.value.clone()));
    if let Some(text) = &definition.documentation {
        set(id::DOCUMENTATION, Node::String(text.clone()));
    }
    if !definition.tags.is_empty() {
        set("smithy.api#tags", Node::from(definition.tags.clone()));
    }
    // What was a tag there is a trait of members.
    if definition.tags.iter().any(|tag| tag == "internal") {
        set(id::INTERNAL, Node::Object(serde_json::Map::new()));
    }
    if definition.deprecated {
        set(
            "smithy.api#deprecated",
            Node::Object(serde_json::Map::new()),
        );
    }
    traits
}

/// A member's name for a value without one: letters and digits are kept, all else becomes underscores.
fn synthesize_name(value: &str) -> String {
    let name: String = value
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    match name.bytes().next() {
        Some(first) if first.is_ascii_alphabetic() => name,
        _ => format!("_{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_values() {
        assert_eq!(synthesize_name("a b-c"), "a_b_c");
        assert_eq!(synthesize_name("2.0"), "_2_0");
        assert_eq!(synthesize_name(""), "_");
    }
}
