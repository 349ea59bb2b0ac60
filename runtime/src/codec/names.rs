//! Names of members: short, and mostly in the order of the model.

use crate::schema::Member;

/// A member and its index.
pub(crate) type Found = (usize, &'static Member);

/// Whether two names are the same. Names are a few bytes long: two words that overlap tell it sooner
/// than a call to compare memory.
#[inline]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match one.len() {
        8..=16 => {
            one.first_chunk::<8>() == other.first_chunk()
                && one.last_chunk::<8>() == other.last_chunk()
        }
        4..8 => {
            one.first_chunk::<4>() == other.first_chunk()
                && one.last_chunk::<4>() == other.last_chunk()
        }
        _ => one == other,
    }
}

/// The member of this name, looked for from this index on: what comes next is mostly near.
#[inline]
pub(crate) fn find(
    members: &'static [Member],
    from: usize,
    key: &str,
    name: impl Fn(&'static Member) -> &'static str,
) -> Option<Found> {
    let is_named = |(_, member): &Found| same(name(member).as_bytes(), key.as_bytes());
    let mut all = members.iter().enumerate();
    let mut before = all.clone().take(from);
    all.by_ref()
        .skip(from)
        .find(is_named)
        .or_else(|| before.find(is_named))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::prelude;

    #[test]
    fn names_of_every_length_are_told_apart() {
        let text = "abcdefghijklmnopqrstuvwxyz";
        for length in 0..text.len() {
            let name = &text.as_bytes()[..length];
            assert!(same(name, name));
            assert!(!same(name, &text.as_bytes()[..length + 1]));
            for at in 0..length {
                let mut other = name.to_vec();
                other[at] = b'!';
                assert!(!same(name, &other), "{length} {at}");
            }
        }
    }

    #[test]
    fn a_member_is_found_on_either_side() {
        static MEMBERS: [Member; 3] = [
            Member::new("first", &prelude::STRING),
            Member::new("second", &prelude::STRING),
            Member::new("third", &prelude::STRING),
        ];
        for from in 0..5 {
            for (index, member) in MEMBERS.iter().enumerate() {
                let found = find(&MEMBERS, from, member.name, |m| m.name);
                assert_eq!(found.map(|(at, _)| at), Some(index));
            }
            assert!(find(&MEMBERS, from, "fourth", |m| m.name).is_none());
        }
    }
}
