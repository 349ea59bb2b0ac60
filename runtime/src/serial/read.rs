//! Serde's data model into slots.

use std::fmt;

use ::serde::Deserialize;
use ::serde::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};

use crate::codec::names;
use crate::codec::union::Tags;
use crate::limits::SERDE_DEPTH;
use crate::schema::{Kind, Member, Schema};
use crate::value::serial::Any;
use crate::value::{BigDecimal, BigInteger, Document, Number, Strictness};
use crate::view::{List, Map, Slot, Structure};

/// Reads a structure or union.
///
/// # Errors
/// Those of the format; a value of another kind than the schema's; a union with no member or several; more levels than
/// [`SERDE_DEPTH`].
pub fn deserialize<'de, T: Structure + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let mut value = T::default();
    let whole = Whole {
        value: &mut value,
        depth: SERDE_DEPTH,
    };
    whole.deserialize(deserializer)?;
    Ok(value)
}

/// A structure or union to fill.
struct Whole<'v> {
    value: &'v mut dyn Structure,
    depth: u32,
}

/// The levels that are left below this one.
fn deeper<E: Error>(depth: u32) -> Result<u32, E> {
    depth
        .checked_sub(1)
        .ok_or_else(|| E::custom("nested too deeply"))
}

impl<'de> DeserializeSeed<'de> for Whole<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Whole<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schema = self.value.schema();
        let kind = match schema.kind {
            Kind::Union => "a map with one member of",
            _ => "a map with members of",
        };
        write!(f, "{kind} {}", schema.name())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let depth = deeper(self.depth)?;
        match self.value.schema().kind {
            Kind::Union => union(self.value, depth, map),
            _ => structure(self.value, depth, map),
        }
    }
}

fn structure<'de, A: MapAccess<'de>>(
    value: &mut dyn Structure,
    depth: u32,
    mut map: A,
) -> Result<(), A::Error> {
    let schema = value.schema();
    let mut guess = 0;
    while let Some(key) = map.next_key_seed(Key { schema, guess })? {
        match key {
            Found::Member(index, member) => {
                guess = index + 1;
                let place = &mut Field { value, index };
                map.next_value_seed(Maybe {
                    member,
                    depth,
                    place,
                })?;
            }
            Found::Other(_) => drop(map.next_value::<IgnoredAny>()?),
        }
    }
    Ok(())
}

fn union<'de, A: MapAccess<'de>>(
    value: &mut dyn Structure,
    depth: u32,
    mut map: A,
) -> Result<(), A::Error> {
    let schema = value.schema();
    let mut tags = Tags::new();
    while let Some(key) = map.next_key_seed(Key { schema, guess: 0 })? {
        match key {
            Found::Member(index, member) => {
                let place = &mut Field { value, index };
                let is_set = map.next_value_seed(Maybe {
                    member,
                    depth,
                    place,
                })?;
                match is_set {
                    true => tags.known(),
                    false if member.target.kind == Kind::Document => tags.null_document(index),
                    false => {}
                }
            }
            Found::Other(tag) => {
                map.next_value::<IgnoredAny>()?;
                tags.unknown(tag);
            }
        }
    }
    tags.finish(value, Strictness::Lenient)
        .map_err(A::Error::custom)
}

/// What a key names.
enum Found {
    Member(usize, &'static Member),
    Other(String),
}

/// The key of a member, looked for where it is likely to be.
struct Key {
    schema: &'static Schema,
    guess: usize,
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Found;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Found, E> {
        let found = names::find(self.schema.members, self.guess, key, |member| member.name);
        Ok(match found {
            Some((index, member)) => Found::Member(index, member),
            None => Found::Other(key.to_owned()),
        })
    }
}

/// Where a value goes.
trait Place {
    /// The slot of the value, which is set by that.
    fn slot(&mut self) -> Slot<'_>;
    /// Takes null in place of a value.
    fn null(&mut self);
}

/// A member of a structure or union.
struct Field<'v> {
    value: &'v mut dyn Structure,
    index: usize,
}

impl Place for Field<'_> {
    fn slot(&mut self) -> Slot<'_> {
        self.value.slot(self.index)
    }
    /// Such a member is not set.
    fn null(&mut self) {}
}

/// The next item of a list. Null is left out where the list is not sparse, as in responses.
struct Item<'v> {
    list: &'v mut dyn List,
}

impl Place for Item<'_> {
    fn slot(&mut self) -> Slot<'_> {
        self.list.push()
    }
    fn null(&mut self) {
        self.list.push_null();
    }
}

/// An entry of a map; null as for [`Item`].
struct Entry<'v> {
    map: &'v mut dyn Map,
    key: String,
}

impl Place for Entry<'_> {
    fn slot(&mut self) -> Slot<'_> {
        self.map.insert(&self.key)
    }
    fn null(&mut self) {
        self.map.insert_null(&self.key);
    }
}

/// A value that may be null; true if it is not.
struct Maybe<'p> {
    member: &'static Member,
    depth: u32,
    place: &'p mut dyn Place,
}

impl Maybe<'_> {
    fn null(self) -> bool {
        match self.member.target.kind {
            // The zero value of a document is null.
            Kind::Document => drop(self.place.slot()),
            _ => self.place.null(),
        }
        false
    }
}

impl<'de> DeserializeSeed<'de> for Maybe<'_> {
    type Value = bool;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Maybe<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a value for `{}`", self.member.name)
    }

    fn visit_none<E: Error>(self) -> Result<bool, E> {
        Ok(self.null())
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(self.null())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        value(self.place.slot(), self.member, self.depth, deserializer)?;
        Ok(true)
    }
}

/// Reads a value that is not null into its slot.
fn value<'de, D: Deserializer<'de>>(
    slot: Slot<'_>,
    member: &'static Member,
    depth: u32,
    deserializer: D,
) -> Result<(), D::Error> {
    match slot {
        Slot::Bool(slot) => *slot = bool::deserialize(deserializer)?,
        Slot::I8(slot) => *slot = i8::deserialize(deserializer)?,
        Slot::I16(slot) => *slot = i16::deserialize(deserializer)?,
        Slot::I32(slot) => *slot = i32::deserialize(deserializer)?,
        Slot::I64(slot) => *slot = i64::deserialize(deserializer)?,
        Slot::Float(slot) => *slot = float(member, depth, deserializer)? as f32,
        Slot::Double(slot) => *slot = float(member, depth, deserializer)?,
        Slot::Str(slot) => *slot = String::deserialize(deserializer)?,
        Slot::Enum(slot) => slot.set(&String::deserialize(deserializer)?),
        Slot::IntEnum(slot) => slot.set(i32::deserialize(deserializer)?),
        Slot::Blob(slot) => *slot = Deserialize::deserialize(deserializer)?,
        Slot::Timestamp(slot) => *slot = Deserialize::deserialize(deserializer)?,
        Slot::BigInteger(slot) => *slot = BigInteger::deserialize(deserializer)?,
        Slot::BigDecimal(slot) => *slot = BigDecimal::deserialize(deserializer)?,
        Slot::Document(slot) => *slot = Any { depth }.deserialize(deserializer)?,
        Slot::Structure(value) => Whole { value, depth }.deserialize(deserializer)?,
        Slot::List(list) => {
            let schema = member.target;
            deserializer.deserialize_seq(Items {
                list,
                schema,
                depth,
            })?;
        }
        Slot::Map(map) => {
            let schema = member.target;
            deserializer.deserialize_map(Entries { map, schema, depth })?;
        }
        Slot::Skip | Slot::Stream(_) | Slot::Events(_) | Slot::Untyped(_) => {
            IgnoredAny::deserialize(deserializer)?;
        }
    }
    Ok(())
}

/// A number, or the text that stands for one without digits.
fn float<'de, D: Deserializer<'de>>(
    member: &'static Member,
    depth: u32,
    deserializer: D,
) -> Result<f64, D::Error> {
    let found = Any { depth }.deserialize(deserializer)?;
    let expected = || {
        format!(
            "`{}` is a number, `NaN`, `Infinity` or `-Infinity`",
            member.name
        )
    };
    match &found {
        Document::Number(Number::Int(value)) => Ok(*value as f64),
        Document::Number(Number::Uint(value)) => Ok(*value as f64),
        Document::Number(Number::Float(value)) => Ok(*value),
        Document::Number(Number::Big(value)) => value.as_str().parse().map_err(D::Error::custom),
        Document::String(text) => match text.as_str() {
            "NaN" => Ok(f64::NAN),
            "Infinity" => Ok(f64::INFINITY),
            "-Infinity" => Ok(f64::NEG_INFINITY),
            text => Err(D::Error::invalid_value(
                Unexpected::Str(text),
                &expected().as_str(),
            )),
        },
        _ => Err(D::Error::custom(expected())),
    }
}

/// A list to fill.
struct Items<'v> {
    list: &'v mut dyn List,
    schema: &'static Schema,
    depth: u32,
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the items of {}", self.schema.name())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let depth = deeper(self.depth)?;
        let Some(member) = self.schema.members.first() else {
            return Ok(());
        };
        self.list.reserve(items.size_hint().unwrap_or(0));
        loop {
            let place = &mut Item {
                list: &mut *self.list,
            };
            let item = Maybe {
                member,
                depth,
                place,
            };
            if items.next_element_seed(item)?.is_none() {
                return Ok(());
            }
        }
    }
}

/// A map to fill.
struct Entries<'v> {
    map: &'v mut dyn Map,
    schema: &'static Schema,
    depth: u32,
}

impl<'de> Visitor<'de> for Entries<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the entries of {}", self.schema.name())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let depth = deeper(self.depth)?;
        let [_, member, ..] = self.schema.members else {
            return Ok(());
        };
        while let Some(key) = entries.next_key::<String>()? {
            let map = &mut *self.map;
            let place = &mut Entry { map, key };
            entries.next_value_seed(Maybe {
                member,
                depth,
                place,
            })?;
        }
        Ok(())
    }
}
