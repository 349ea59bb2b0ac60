//! Inputs with a note of the members that were given, for types that do not tell.
//!
//! The types that a client shares with a server are strict: a required member is there in every value, given or not.

use smithgen_runtime::schema::Schema;
use smithgen_runtime::view::{Ref, Slot, Structure};

/// The members of an input that were given.
#[derive(Clone, Debug, Default)]
pub(crate) enum Given {
    /// As the input says by itself.
    #[default]
    AsItIs,
    /// Those that are noted here, by index.
    Noted(Vec<bool>),
}

impl Given {
    /// Notes that a member is given.
    pub(crate) fn note(&mut self, member: usize) {
        let Given::Noted(members) = self else {
            return;
        };
        if members.len() <= member {
            members.resize(member + 1, false);
        }
        if let Some(noted) = members.get_mut(member) {
            *noted = true;
        }
    }

    fn has(&self, member: usize) -> bool {
        match self {
            Given::AsItIs => true,
            Given::Noted(members) => members.get(member).copied().unwrap_or_default(),
        }
    }
}

/// An input in which a member is unset that was not given.
#[derive(Debug)]
pub(crate) struct Noted<I> {
    pub(crate) input: I,
    pub(crate) given: Given,
}

impl<I: Structure> Structure for Noted<I> {
    fn schema(&self) -> &'static Schema {
        self.input.schema()
    }

    fn type_name(&self) -> &'static str {
        self.input.type_name()
    }

    fn get(&self, member: usize) -> Ref<'_> {
        match self.given.has(member) {
            true => self.input.get(member),
            false => Ref::Unset,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        self.given.note(member);
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
        ],
    );

    #[test]
    fn a_member_is_unset_until_it_is_given() {
        let mut input = DynamicStructure::new(&SCHEMA, Typing::Typed);
        input.set(0, Value::String(String::new()));
        input.set(1, Value::String(String::new()));
        let is_set = |noted: &Noted<_>| [0, 1].map(|it| !matches!(noted.get(it), Ref::Unset));
        let mut noted = Noted {
            input,
            given: Given::Noted(Vec::new()),
        };
        assert_eq!(is_set(&noted), [false, false]);
        noted.given.note(1);
        assert_eq!(is_set(&noted), [false, true]);
        let _ = noted.slot(0);
        assert_eq!(is_set(&noted), [true, true]);
        noted.given = Given::AsItIs;
        assert_eq!(is_set(&noted), [true, true]);
    }
}
