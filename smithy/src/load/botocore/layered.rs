//! Values of a description with what an extra file says on top, each with its place.

use std::borrow::Cow;

use super::super::json::{Json, Malformed};
use crate::maps::HashMap;
use crate::source::Location;

/// A value, and the one of the extra file that is merged into it.
#[derive(Clone, Copy)]
pub(super) struct Layered<'a> {
    pub(super) json: Json<'a>,
    over: Option<Json<'a>>,
}

/// A member of an object.
pub(super) struct Field<'a> {
    pub(super) key: Cow<'a, str>,
    pub(super) key_at: Location,
    pub(super) value: Layered<'a>,
}

/// The members of an object.
pub(super) struct Fields<'a> {
    pub(super) list: Vec<Field<'a>>,
    pub(super) at: Location,
}

impl<'a> Layered<'a> {
    /// Objects are merged member by member; of anything else, the extra file's replaces the other.
    pub(super) fn new(json: Json<'a>, over: Option<Json<'a>>) -> Self {
        match over {
            Some(over) if json.is_object() && over.is_object() => Self {
                json,
                over: Some(over),
            },
            Some(over) => Self {
                json: over,
                over: None,
            },
            None => Self { json, over: None },
        }
    }

    /// The members of an object: its own, then those that the extra file adds.
    pub(super) fn fields(&self) -> Result<Fields<'a>, Malformed> {
        let mut more: HashMap<Cow<'a, str>, _> = HashMap::default();
        let mut order = Vec::new();
        if let Some(over) = &self.over {
            for entry in over.entries()? {
                order.push(entry.key.clone());
                more.insert(entry.key, (entry.key_at, entry.value));
            }
        }
        let own = self.json.entries()?.into_iter().map(|entry| Field {
            value: Layered::new(entry.value, more.remove(&entry.key).map(|(_, over)| over)),
            key: entry.key,
            key_at: entry.key_at,
        });
        let mut list: Vec<Field<'a>> = own.collect();
        for key in order {
            if let Some((key_at, value)) = more.remove(&key) {
                let value = Layered::new(value, None);
                list.push(Field { key, key_at, value });
            }
        }
        Ok(Fields {
            list,
            at: self.json.at,
        })
    }
}

impl<'a> Fields<'a> {
    /// The member of that name. Objects that are asked have a dozen members at most.
    pub(super) fn get(&self, key: &str) -> Option<&Field<'a>> {
        self.list.iter().find(|field| field.key == key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}
