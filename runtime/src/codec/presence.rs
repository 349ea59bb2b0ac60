//! Which required members a message lacks.
//!
//! A generated type of a server cannot tell: a member that is required is a plain value there, which has its zero
//! value until it is read. So whoever reads strictly notes the members that it meets. A message that lacks one is read
//! to its end all the same, since it may not be one of the schema at all, which weighs more.

use super::Part;
use crate::error::{DecodeError, DecodeErrorKind};
#[cfg(feature = "xml")]
use crate::schema::Member;
use crate::schema::Schema;
#[cfg(feature = "xml")]
use crate::view::Structure;

/// Members of a structure that were met.
#[derive(Default)]
pub(crate) struct Seen {
    first: u64,
    /// Those from 64 on. Boxed, since one of these is on the stack for each level of a document.
    more: Option<Box<Seen>>,
}

const BITS: usize = u64::BITS as usize;

impl Seen {
    /// Notes a member with a value that is not null.
    #[inline]
    pub(crate) fn note(&mut self, member: usize) {
        match member < BITS {
            true => self.first |= 1 << member,
            false => self.note_more(member),
        }
    }

    #[cold]
    fn note_more(&mut self, member: usize) {
        self.more.get_or_insert_default().note(member - BITS);
    }

    /// Whether the member was met.
    pub(crate) fn has(&self, member: usize) -> bool {
        match member.checked_sub(BITS) {
            None => self.first >> member & 1 == 1,
            Some(member) => self.more.as_ref().is_some_and(|more| more.has(member)),
        }
    }

    /// Whether one of these members is required and was not met.
    #[inline]
    pub(crate) fn lacks(&self, schema: &'static Schema, part: Part) -> bool {
        let (required, more) = schema.required();
        (self.first & required != required || more) && self.missing(schema, part).next().is_some()
    }

    /// [`Seen::lacks`], other than members whose absence means that they are empty: these are set.
    #[cfg(feature = "xml")]
    pub(crate) fn lacks_unless_empty(
        &self,
        value: &mut dyn Structure,
        part: Part,
        is_empty: impl Fn(&Member) -> bool,
    ) -> bool {
        let schema = value.schema();
        let mut lacks = false;
        for index in self.missing(schema, part) {
            match schema.members.get(index) {
                Some(member) if is_empty(member) => drop(value.slot(index)),
                _ => lacks = true,
            }
        }
        lacks
    }

    /// The members among these that are required and were not met.
    pub(crate) fn missing(
        &self,
        schema: &'static Schema,
        part: Part,
    ) -> impl Iterator<Item = usize> {
        let members = schema.members.iter().enumerate();
        let missing = members.filter(move |(index, member)| {
            !self.has(*index) && member.must_be_sent() && part.holds(member)
        });
        missing.map(|(index, _)| index)
    }
}

/// The error for a message that is well-formed, but lacks required members.
pub(crate) fn incomplete() -> DecodeError {
    DecodeError::of_kind(DecodeErrorKind::Incomplete, "a required member is missing")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Kind, Member, Trait, prelude};

    const REQUIRED: Member = Member::new("r", &prelude::STRING).with_traits(&[Trait::Required]);
    const OPTIONAL: Member = Member::new("o", &prelude::STRING);

    static LARGE: Schema = {
        static MEMBERS: [Member; 200] = {
            let mut members = [OPTIONAL; 200];
            members[3] = REQUIRED;
            members[46] = REQUIRED;
            members[47] = REQUIRED;
            members[63] = REQUIRED;
            members[64] = REQUIRED;
            members[199] = REQUIRED;
            members
        };
        Schema::requiring("test#Large", Kind::Structure, &MEMBERS, &[])
    };

    #[test]
    fn every_required_member_is_noticed_wherever_it_stands() {
        let required = [3, 46, 47, 63, 64, 199];
        for left_out in required {
            let mut seen = Seen::default();
            for index in (0..200).filter(|index| *index != left_out) {
                assert!(!seen.has(index));
                seen.note(index);
                assert!(seen.has(index));
            }
            assert!(seen.lacks(&LARGE, Part::All), "{left_out}");
            let missing: Vec<_> = seen.missing(&LARGE, Part::All).collect();
            assert_eq!(missing, [left_out]);
            seen.note(left_out);
            assert!(!seen.lacks(&LARGE, Part::All), "{left_out}");
        }
    }

    #[test]
    fn only_what_must_be_sent_is_missed() {
        static SCHEMA: Schema = Schema::requiring(
            "test#Some",
            Kind::Structure,
            &[
                OPTIONAL,
                Member::new("d", &prelude::STRING)
                    .with_traits(&[Trait::Required, Trait::Defaulted]),
                Member::new("s", &prelude::BLOB).with_traits(&[Trait::Required, Trait::Streaming]),
            ],
            &[],
        );
        assert!(!Seen::default().lacks(&SCHEMA, Part::All));
        static UNION: Schema =
            Schema::requiring("test#Union", Kind::Union, &[REQUIRED, REQUIRED], &[]);
        assert!(!Seen::default().lacks(&UNION, Part::All));
        static ONE: Schema = Schema::requiring("test#One", Kind::Structure, &[REQUIRED], &[]);
        assert!(Seen::default().lacks(&ONE, Part::All));
        assert!(!Seen::default().lacks(&ONE, Part::Of(|_| false)));
    }
}
