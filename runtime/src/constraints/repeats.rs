//! `@uniqueItems`: whether a list has equal items.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash, Hasher};

use crate::schema::Member;
use crate::value::Document;
use crate::view::{List, Ref, Structure};

/// Whether items are equal. Texts and integers are compared; of everything else a digest is.
pub(super) fn repeats(list: &dyn List, member: &'static Member) -> bool {
    let length = list.len();
    let Some(item) = member.target.members.first().filter(|_| length > 1) else {
        return false;
    };
    match list.get(0) {
        Ref::Str(_) => repeated(list, |value| match value {
            Ref::Str(text) => Some(text),
            _ => None,
        }),
        Ref::Int(_) => repeated(list, |value| match value {
            Ref::Int(number) => Some(number),
            _ => None,
        }),
        _ => {
            let digests = Digests::default();
            repeated(list, |value| digests.of(value, item))
        }
    }
}

/// Whether two items have the same key; those without a key (null) have the same.
fn repeated<'a, K: Hash + Eq>(list: &'a dyn List, key: impl Fn(Ref<'a>) -> Option<K>) -> bool {
    let mut seen = HashSet::with_capacity(list.len());
    (0..list.len()).any(|index| !seen.insert(key(list.get(index))))
}

/// Digests with two keys of this process: nobody can find two values with the same digest.
#[derive(Default)]
struct Digests(RandomState, RandomState);

impl Digests {
    fn of(&self, value: Ref<'_>, member: &'static Member) -> Option<(u64, u64)> {
        if matches!(value, Ref::Null | Ref::Unset) {
            return None;
        }
        let digest = |state: &RandomState| {
            let mut hasher = state.build_hasher();
            add(&mut hasher, state, value, member);
            hasher.finish()
        };
        Some((digest(&self.0), digest(&self.1)))
    }
}

/// Adds a value to a digest.
fn add(hasher: &mut impl Hasher, state: &RandomState, value: Ref<'_>, member: &'static Member) {
    match value {
        Ref::Unset | Ref::Null => hasher.write_u8(0),
        Ref::Bool(value) => value.hash(hasher),
        Ref::Int(value) => value.hash(hasher),
        Ref::Float(value) => f64::from(value).to_bits().hash(hasher),
        Ref::Double(value) => value.to_bits().hash(hasher),
        Ref::Str(value) => value.hash(hasher),
        Ref::Blob(value) => value.hash(hasher),
        Ref::Timestamp(value) => (value.secs(), value.subsec_nanos()).hash(hasher),
        Ref::BigInteger(value) => value.hash(hasher),
        Ref::BigDecimal(value) => value.hash(hasher),
        Ref::Document(value) => add_document(hasher, value),
        Ref::Structure(value) => add_structure(hasher, state, value),
        Ref::List(list) => {
            list.len().hash(hasher);
            if let Some(item) = member.target.members.first() {
                (0..list.len()).for_each(|index| add(hasher, state, list.get(index), item));
            }
        }
        Ref::Map(map) => {
            let [_, item, ..] = member.target.members else {
                return;
            };
            // The order of entries means nothing.
            let entry = |(key, value): (&str, Ref<'_>)| {
                let mut hasher = state.build_hasher();
                key.hash(&mut hasher);
                add(&mut hasher, state, value, item);
                hasher.finish()
            };
            let entries = map.entries().into_iter().map(entry);
            entries.fold(0, u64::wrapping_add).hash(hasher);
        }
        // Neither may be an item of a list without equal ones.
        Ref::Stream(_) | Ref::Events(_) | Ref::Untyped(_) => {}
    }
}

fn add_structure(hasher: &mut impl Hasher, state: &RandomState, value: &dyn Structure) {
    for (index, member) in value.schema().members.iter().enumerate() {
        match value.get(index) {
            Ref::Unset => {}
            set => {
                index.hash(hasher);
                add(hasher, state, set, member);
            }
        }
    }
    value.unknown().hash(hasher);
}

fn add_document(hasher: &mut impl Hasher, value: &Document) {
    format!("{value:?}").hash(hasher);
}
