//! Inputs with a note of the members that were given, for types that do not tell.
//!
//! The types that a client shares with a server are strict: a required member is there in every value, given or not.

use smithgen_runtime::schema::Schema;
use smithgen_runtime::view::{Ref, Slot, Structure};

/// The members of an input that have to be given to be set, and are not yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Missing(Vec<usize>);

impl Missing {
    /// These members, by index.
    pub(crate) fn new(members: &[usize]) -> Self {
        Missing(members.to_vec())
    }

    /// Notes that a member is given.
    pub(crate) fn give(&mut self, member: usize) {
        self.0.retain(|missing| *missing != member);
    }

    fn has(&self, member: usize) -> bool {
        self.0.contains(&member)
    }
}

/// An input in which a member is unset that was not given.
#[derive(Debug)]
pub(crate) struct Noted<I> {
    pub(crate) input: I,
    pub(crate) missing: Missing,
}

impl<I: Structure> Structure for Noted<I> {
    fn schema(&self) -> &'static Schema {
        self.input.schema()
    }

    fn type_name(&self) -> &'static str {
        self.input.type_name()
    }

    fn get(&self, member: usize) -> Ref<'_> {
        match self.missing.has(member) {
            true => Ref::Unset,
            false => self.input.get(member),
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        self.missing.give(member);
        self.input.slot(member)
    }

    fn order(&self) -> Option<&[usize]> {
        self.input.order()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smithgen_runtime::dynamic::{DynamicStructure, Typing, Value};
    use smithgen_runtime::schema::{Kind, Member, prelude};

    static SCHEMA: Schema = Schema::new(
        "x#Input",
        Kind::Structure,
        &[
            Member::new("a", &prelude::STRING),
            Member::new("b", &prelude::STRING),
            Member::new("c", &prelude::STRING),
        ],
    );

    #[test]
    fn a_member_that_has_to_be_given_is_unset_until_it_is() {
        let mut input = DynamicStructure::new(&SCHEMA, Typing::Typed);
        for member in 0..3 {
            input.set(member, Value::Str(String::new()));
        }
        let is_set = |noted: &Noted<_>| [0, 1, 2].map(|it| !matches!(noted.get(it), Ref::Unset));
        let mut noted = Noted {
            input,
            missing: Missing::new(&[0, 1]),
        };
        assert_eq!(is_set(&noted), [false, false, true]);
        noted.missing.give(1);
        assert_eq!(is_set(&noted), [false, true, true]);
        let _ = noted.slot(0);
        assert_eq!(is_set(&noted), [true; 3]);
    }
}
