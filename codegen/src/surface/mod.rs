//! What others can name of a generated service: its Rust items, its options on the command line, its messages on the
//! wire. Written as `API.txt`, one item a line, so that a replaced model is a small difference in review.

mod command;
mod compare;
mod format;
mod names;
mod rust;
mod summary;
mod text;
mod wire;

use std::collections::BTreeMap;
use std::fmt;

use crate::ir::ServiceClient;

pub(crate) use self::command::kind as kind_name;
pub(crate) use self::compare::differences;
pub use self::compare::{Grade, SurfaceChange};
pub(crate) use self::format::Format;
pub(crate) use self::names::{Index, operation as operation_place};
pub(crate) use self::summary::summary;
pub(crate) use self::text::{FILE, is_one, parse, print};
pub(crate) use self::wire::{local as local_name, operation as operation_line};

/// Whom an item concerns. They are written in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// People and scripts that run the command.
    Command,
    /// Programs that call the generated Rust.
    Rust,
    /// Servers, and whoever else reads or writes the bytes.
    Wire,
}

impl Side {
    const ALL: [Side; 3] = [Side::Command, Side::Rust, Side::Wire];

    /// The first word of its lines.
    pub fn name(self) -> &'static str {
        match self {
            Side::Command => "cli",
            Side::Rust => "rust",
            Side::Wire => "wire",
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The items of a service by side and name, each with what it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Surface {
    sides: BTreeMap<Side, BTreeMap<String, Item>>,
}

/// What a name stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Item {
    /// Its type, signature or binding: `Option<String>`.
    pub(crate) value: String,
    /// The shape or member of the model that it comes from; empty where that is the service, or not known.
    pub(crate) shape: String,
}

impl Surface {
    /// The surface of a service.
    pub(crate) fn of(service: &ServiceClient) -> Self {
        let index = Index::of(service);
        let mut surface = Surface::default();
        if service.has_types {
            rust::add(service, &index, &mut surface);
        }
        wire::add(service, &index, &mut surface);
        if let Some(commands) = &service.cli {
            command::add(service, commands, &index, &mut surface);
        }
        surface
    }

    fn add(&mut self, side: Side, name: String, value: impl Into<String>, shape: &str) {
        let item = Item {
            value: value.into(),
            shape: shape.to_owned(),
        };
        self.sides.entry(side).or_default().insert(name, item);
    }

    /// All items in the order of their lines.
    pub(crate) fn items(&self) -> impl Iterator<Item = (Side, &str, &Item)> {
        self.sides.iter().flat_map(|(side, items)| {
            let items = items.iter();
            items.map(|(name, item)| (*side, name.as_str(), item))
        })
    }

    fn get(&self, side: Side, name: &str) -> Option<&Item> {
        self.sides.get(&side)?.get(name)
    }
}
