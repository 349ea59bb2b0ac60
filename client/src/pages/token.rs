//! Tokens: mostly text, sometimes a number, or a record such as a key.

use crate::limits::TOKEN_DEPTH as DEPTH;
use smithgen_runtime::value::Blob;
use smithgen_runtime::view::{Ref, Slot};

/// Whether a value is no token: not set, null or empty.
pub(super) fn is_empty(value: Ref<'_>) -> bool {
    match value {
        Ref::Unset | Ref::Null => true,
        Ref::Str(text) => text.is_empty(),
        Ref::Blob(bytes) => bytes.is_empty(),
        Ref::List(list) => list.is_empty(),
        Ref::Map(map) => map.is_empty(),
        _ => false,
    }
}

/// Whether both values are the same token.
pub(super) fn same(one: Ref<'_>, other: Ref<'_>) -> bool {
    same_within(one, other, DEPTH)
}

fn same_within(one: Ref<'_>, other: Ref<'_>, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    match (one, other) {
        (Ref::Unset, Ref::Unset) | (Ref::Null, Ref::Null) => true,
        (Ref::Bool(a), Ref::Bool(b)) => a == b,
        (Ref::Int(a), Ref::Int(b)) => a == b,
        (Ref::Float(a), Ref::Float(b)) => a == b,
        (Ref::Double(a), Ref::Double(b)) => a == b,
        (Ref::Str(a), Ref::Str(b)) => a == b,
        (Ref::Blob(a), Ref::Blob(b)) => a == b,
        (Ref::Timestamp(a), Ref::Timestamp(b)) => a == b,
        (Ref::BigInteger(a), Ref::BigInteger(b)) => a == b,
        (Ref::BigDecimal(a), Ref::BigDecimal(b)) => a == b,
        (Ref::Document(a), Ref::Document(b)) => a == b,
        (Ref::List(a), Ref::List(b)) => {
            a.len() == b.len() && (0..a.len()).all(|i| same_within(a.get(i), b.get(i), depth))
        }
        (Ref::Map(a), Ref::Map(b)) => {
            let mut pairs = a.entries().into_iter().zip(b.entries());
            a.len() == b.len() && pairs.all(|(a, b)| a.0 == b.0 && same_within(a.1, b.1, depth))
        }
        (Ref::Structure(a), Ref::Structure(b)) => {
            let members = a.schema().members().len();
            std::ptr::eq(a.schema(), b.schema())
                && a.unknown() == b.unknown()
                && (0..members).all(|i| same_within(a.get(i), b.get(i), depth))
        }
        _ => false,
    }
}

/// Copies a value to a slot of the same type; false if the types differ.
pub(super) fn copy(value: Ref<'_>, place: Slot<'_>) -> bool {
    copy_within(value, place, DEPTH)
}

fn copy_within(value: Ref<'_>, place: Slot<'_>, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    match (value, place) {
        (Ref::Bool(value), Slot::Bool(place)) => *place = value,
        (Ref::Int(value), place) => return copy_int(value, place),
        (Ref::Float(value), Slot::Float(place)) => *place = value,
        (Ref::Double(value), Slot::Double(place)) => *place = value,
        (Ref::Str(value), Slot::Str(place)) => value.clone_into(place),
        (Ref::Str(value), Slot::Enum(place)) => place.set(value),
        (Ref::Blob(value), Slot::Blob(place)) => *place = Blob::new(value),
        (Ref::Timestamp(value), Slot::Timestamp(place)) => *place = value,
        (Ref::BigInteger(value), Slot::BigInteger(place)) => place.clone_from(value),
        (Ref::BigDecimal(value), Slot::BigDecimal(place)) => place.clone_from(value),
        (Ref::Document(value), Slot::Document(place)) => place.clone_from(value),
        (Ref::List(items), Slot::List(place)) => {
            return (0..items.len()).all(|index| match items.get(index) {
                Ref::Null => place.push_null(),
                item => copy_within(item, place.push(), depth),
            });
        }
        (Ref::Map(entries), Slot::Map(place)) => {
            return entries
                .entries()
                .into_iter()
                .all(|(key, value)| match value {
                    Ref::Null => place.insert_null(key),
                    value => copy_within(value, place.insert(key), depth),
                });
        }
        (Ref::Structure(value), Slot::Structure(place)) => {
            if let Some(tag) = value.unknown() {
                place.set_unknown(tag);
            }
            return (0..value.schema().members().len()).all(|member| match value.get(member) {
                Ref::Unset => true,
                inner => copy_within(inner, place.slot(member), depth),
            });
        }
        _ => return false,
    }
    true
}

fn copy_int(value: i64, place: Slot<'_>) -> bool {
    fn put<T: TryFrom<i64>>(value: i64, place: &mut T) -> bool {
        T::try_from(value).map(|value| *place = value).is_ok()
    }
    match place {
        Slot::I8(place) => put(value, place),
        Slot::I16(place) => put(value, place),
        Slot::I32(place) => put(value, place),
        Slot::I64(place) => put(value, place),
        Slot::IntEnum(place) => i32::try_from(value).map(|value| place.set(value)).is_ok(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smithgen_runtime::dynamic::{DynamicStructure, Typing, Value};
    use smithgen_runtime::schema::{Kind, Member, Schema};

    static NODE: Schema = Schema::new("x#Node", Kind::Structure, &[Member::new("inner", &NODE)]);

    fn nested(depth: u32) -> DynamicStructure {
        let mut value = DynamicStructure::new(&NODE, Typing::Typed);
        for _ in 1..depth {
            let mut outer = DynamicStructure::new(&NODE, Typing::Typed);
            outer.set(0, Value::Structure(value));
            value = outer;
        }
        value
    }

    #[test]
    fn tokens_nest_as_deep_as_is_allowed_and_deeper_ones_are_none() {
        // The unset member counts as a level.
        for (depth, expected) in [(DEPTH - 1, true), (DEPTH, false)] {
            let value = nested(depth);
            let view = || Ref::Structure(&value);
            assert_eq!(same(view(), view()), expected, "{depth}");
        }
        for (depth, expected) in [(DEPTH, true), (DEPTH + 1, false)] {
            let value = nested(depth);
            let mut place = DynamicStructure::new(&NODE, Typing::Typed);
            let copied = copy(Ref::Structure(&value), Slot::Structure(&mut place));
            assert_eq!(copied, expected, "{depth}");
        }
    }
}
