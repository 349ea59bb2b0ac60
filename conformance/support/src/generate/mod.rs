//! Values of a schema, from a seed: within all constraints, with extremes among them.

mod pattern;
pub(crate) mod place;
mod simple;

use smithgen_runtime::dynamic::{DynamicStructure, Typing};
use smithgen_runtime::{Kind, Member, Schema, Slot, Structure, Trait, constraints};

pub use self::place::Wire;
use self::place::{Place, is_simple};
use self::simple::Simple;
use crate::random::Random;

/// Which members are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Those that must be.
    Required,
    /// All.
    All,
    /// Some.
    Some,
}

/// A value to make.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    seed: u64,
    presence: Presence,
    wire: Wire,
}

/// How many seeds are tried until a value is within all constraints.
const ATTEMPTS: u64 = 60;

/// From this depth on nothing is set that need not be.
const SHALLOW: usize = 5;

/// From this depth on there is no value: what is required is itself within itself.
const DEEPEST: usize = 40;

/// How many values a structure has about, at most.
const BUDGET: usize = 400;

impl Plan {
    /// A value of a schema: the first, from this seed on, that is within all constraints.
    ///
    /// # Errors
    /// When there is none.
    pub fn new(
        schema: &'static Schema,
        seed: u64,
        presence: Presence,
        wire: Wire,
    ) -> Result<Self, String> {
        let mut reason = String::new();
        for attempt in 0..ATTEMPTS {
            let plan = Plan {
                seed: seed.wrapping_add(attempt.wrapping_mul(0x2545_f491_4f6c_dd1d)),
                presence,
                wire,
            };
            let mut value = DynamicStructure::new(schema, Typing::Typed);
            match plan.fill(&mut value) {
                Ok(()) => match constraints::violations(&value).first() {
                    None => return Ok(plan),
                    Some(violation) => reason = violation.message.clone(),
                },
                Err(error) => reason = error,
            }
        }
        Err(format!("no value of {}: {reason}", schema.id()))
    }

    /// Fills a structure, or a union, that is as its type begins. Event streams are left out.
    ///
    /// # Errors
    /// A schema without finite values.
    pub fn fill(&self, value: &mut dyn Structure) -> Result<(), String> {
        let mut filling = Filling {
            random: Random::new(self.seed),
            presence: self.presence,
            wire: self.wire,
            budget: BUDGET,
        };
        filling.structure(value, Bound::Message, 0)
    }
}

/// What a structure is: its members may travel in other places only when it is a whole message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    Message,
    Document,
}

struct Filling {
    random: Random,
    presence: Presence,
    wire: Wire,
    budget: usize,
}

impl Filling {
    fn structure(
        &mut self,
        value: &mut dyn Structure,
        bound: Bound,
        depth: usize,
    ) -> Result<(), String> {
        let schema = value.schema();
        if depth > DEEPEST {
            return Err(format!("{} has no end", schema.id()));
        }
        if schema.kind() == Kind::Union {
            return match self.variant(schema, depth) {
                Some((index, member)) => self.set(value, index, member, bound, depth),
                None => Err(format!("{} has no members", schema.id())),
            };
        }
        let mut is_empty = true;
        for (index, member) in schema.members().iter().enumerate() {
            // The type of a body of events says so.
            let is_said = || place::is_content_type(member) && has_events(schema);
            if is_events(member) || is_said() || !self.wants(member, bound, depth) {
                continue;
            }
            self.set(value, index, member, bound, depth)?;
            is_empty = false;
        }
        // In a form, what has nothing in it is not there.
        let mut members = schema.members().iter().enumerate();
        match members.find(|(_, member)| is_simple(member.target().kind())) {
            Some((index, member)) if is_empty && self.wire.is_form && bound == Bound::Document => {
                self.set(value, index, member, bound, depth)
            }
            _ => Ok(()),
        }
    }

    fn wants(&mut self, member: &Member, bound: Bound, depth: usize) -> bool {
        let must = |t: &Trait| {
            matches!(
                t,
                Trait::Required | Trait::HttpLabel | Trait::HostLabel | Trait::IdempotencyToken
            )
        };
        if member.traits().iter().any(must) {
            return true;
        }
        if bound == Bound::Message && self.wire.without.iter().any(|name| name == member.name()) {
            return false;
        }
        // A payload that is not there is one without bytes, and a response always has a status.
        let is_told = [Trait::EventPayload, Trait::HttpResponseCode];
        if is_told.iter().any(|told| member.traits().contains(told)) {
            return true;
        }
        match place::header(member).filter(|_| bound == Bound::Message && self.wire.has_bindings) {
            // Where it is not set, the message says what it has.
            Some(_) if place::is_content_type(member) => return true,
            Some(name) if place::is_computed(name) => return false,
            _ => {}
        }
        let may = match self.presence {
            Presence::Required => false,
            Presence::All => true,
            Presence::Some => self.random.once_in(2),
        };
        may && depth < SHALLOW && self.budget > 0
    }

    /// The member of a union to set: one without depth where it is deep.
    fn variant(
        &mut self,
        schema: &'static Schema,
        depth: usize,
    ) -> Option<(usize, &'static Member)> {
        let members: Vec<(usize, &Member)> = schema.members().iter().enumerate().collect();
        let shallow: Vec<(usize, &Member)> = members
            .iter()
            .copied()
            .filter(|(_, member)| is_simple(member.target().kind()))
            .collect();
        let members = match (depth >= SHALLOW, shallow.is_empty()) {
            (true, false) => shallow,
            _ => members,
        };
        self.random.one_of(&members).copied()
    }

    fn set(
        &mut self,
        value: &mut dyn Structure,
        index: usize,
        member: &'static Member,
        bound: Bound,
        depth: usize,
    ) -> Result<(), String> {
        let place = match bound {
            Bound::Message => Place::of(member, self.wire),
            Bound::Document => Place::of(member, Wire::default()),
        };
        self.put(value.slot(index), member, place, depth)
    }

    fn put(
        &mut self,
        slot: Slot<'_>,
        member: &'static Member,
        place: Place,
        depth: usize,
    ) -> Result<(), String> {
        self.budget = self.budget.saturating_sub(1);
        match slot {
            Slot::Structure(value) => self.structure(value, Bound::Document, depth + 1),
            Slot::List(list) => self.list(list, member, place, depth + 1),
            Slot::Map(map) => self.map(map, member, place, depth + 1),
            Slot::Document(document) => {
                *document = self.document(depth);
                Ok(())
            }
            slot => match self.simple(member, place).into_slot(slot) {
                true => Ok(()),
                false => Err(format!("{}: there is no place for it", member.name())),
            },
        }
    }

    fn list(
        &mut self,
        list: &mut dyn smithgen_runtime::List,
        member: &'static Member,
        place: Place,
        depth: usize,
    ) -> Result<(), String> {
        let Some(item) = member.target().members().first() else {
            return Ok(());
        };
        let count = self.count(member, place, depth);
        let is_unique = traits(member).any(|t| *t == Trait::UniqueItems);
        let mut seen = Vec::new();
        for _ in 0..count {
            if member.target().is_sparse()
                && !self.wire.is_form
                && !self.wire.is_xml
                && !self.wire.is_modest
                && place == Place::Body
                && self.random.once_in(4)
            {
                list.push_null();
                continue;
            }
            if !is_simple(item.target().kind()) {
                self.put(list.push(), item, place, depth)?;
                continue;
            }
            let mut value = self.simple(item, place);
            for _ in 0..20 {
                if is_unique && seen.contains(&value) {
                    value = self.simple(item, place);
                }
            }
            if is_unique && seen.contains(&value) {
                continue;
            }
            if is_unique {
                seen.push(value.clone());
            }
            value.into_slot(list.push());
        }
        Ok(())
    }

    fn map(
        &mut self,
        map: &mut dyn smithgen_runtime::Map,
        member: &'static Member,
        place: Place,
        depth: usize,
    ) -> Result<(), String> {
        let [key, item, ..] = member.target().members() else {
            return Ok(());
        };
        let count = self.count(member, place, depth);
        let mut keys = Vec::new();
        for _ in 0..count.saturating_mul(4) {
            let name = match place {
                Place::Headers => format!("k{}", self.random.below(1000)),
                // No name of a parameter of the model.
                Place::Parameters => format!("k {}é", self.random.below(1000)),
                _ => match self.simple(key, Place::Body) {
                    Simple::Text(text) => text,
                    _ => continue,
                },
            };
            if keys.len() >= count || keys.contains(&name) {
                continue;
            }
            match member.target().is_sparse()
                && !self.wire.is_form
                && !self.wire.is_xml
                && !self.wire.is_modest
                && self.random.once_in(4)
            {
                true => drop(map.insert_null(&name)),
                false => self.put(map.insert(&name), item, place, depth)?,
            }
            keys.push(name);
        }
        Ok(())
    }

    /// How many items a collection has.
    fn count(&mut self, member: &'static Member, place: Place, depth: usize) -> usize {
        let (least, most) = simple::length(member);
        let is_lost = place.wants_something()
            || place == Place::Query
            || self.wire.is_form
            || traits(member).any(|t| *t == Trait::XmlFlattened);
        let least = least.max(usize::from(is_lost));
        let usual = match depth < SHALLOW && self.budget > 0 {
            true => self.random.below(3),
            false => 0,
        };
        usual.clamp(least, most.max(least))
    }
}

/// A member's traits, and those of its target.
fn traits(member: &'static Member) -> impl Iterator<Item = &'static Trait> {
    member.traits().iter().chain(member.target().traits())
}

/// Whether a shape has a stream of events.
pub(crate) fn has_events(schema: &Schema) -> bool {
    schema.members().iter().any(is_events)
}

/// Whether a member is a stream of events.
fn is_events(member: &Member) -> bool {
    member.target().kind() == Kind::Union && member.traits().contains(&Trait::Streaming)
}

#[cfg(test)]
mod tests {
    use smithgen_runtime::prelude;
    use smithgen_runtime::{Bounds, Ref};

    use super::*;

    static SIZE: Bounds = Bounds::new(Some("3"), Some("5"));
    static ITEMS: Schema = Schema::annotated(
        "a#Items",
        Kind::List,
        &[Member::annotated(
            "member",
            &prelude::STRING,
            &[Trait::Pattern("^[a-c]$")],
        )],
        &[Trait::UniqueItems],
    );
    static SCHEMA: Schema = Schema::requiring(
        "a#Input",
        Kind::Structure,
        &[
            Member::annotated(
                "name",
                &prelude::STRING,
                &[Trait::Required, Trait::Length(&SIZE)],
            ),
            Member::annotated("count", &prelude::LONG, &[Trait::Range(&SIZE)]),
            Member::new("items", &ITEMS),
            Member::new("again", &SCHEMA),
        ],
        &[],
    );

    fn value(seed: u64, presence: Presence) -> DynamicStructure {
        let plan = Plan::new(&SCHEMA, seed, presence, Wire::default()).unwrap();
        let mut value = DynamicStructure::new(&SCHEMA, Typing::Typed);
        plan.fill(&mut value).unwrap();
        value
    }

    #[test]
    fn values_follow_from_seeds_and_are_within_constraints() {
        for seed in 0..50 {
            let found = value(seed, Presence::Some);
            assert_eq!(found, value(seed, Presence::Some));
            assert_eq!(constraints::violations(&found), []);
        }
        assert_ne!(value(1, Presence::All), value(2, Presence::All));
    }

    #[test]
    fn presence_says_which_members_are_set() {
        let is_set = |presence, index| !matches!(value(3, presence).get(index), Ref::Unset);
        assert!(is_set(Presence::Required, 0) && !is_set(Presence::Required, 1));
        assert!((0..4).all(|index| is_set(Presence::All, index)));
    }
}
