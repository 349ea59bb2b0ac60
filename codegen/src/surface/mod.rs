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

use std::borrow::Cow;
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
pub(crate) struct Surface<'s> {
    /// Sorted, each name once.
    items: Vec<(Side, String, Item<'s>)>,
}

/// What a name stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Item<'s> {
    /// Its type, signature or binding: `Option<String>`.
    pub(crate) value: Cow<'s, str>,
    origin: Origin<'s>,
}

/// The shape or member of the model that an item comes from; empty where that is the service, or not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Origin<'s> {
    shape: &'s str,
    member: &'s str,
}

impl<'s> Origin<'s> {
    /// A member, or its shape where the member is not known.
    fn member(shape: &'s str, member: &'s str) -> Self {
        Origin { shape, member }
    }
}

impl<'s> From<&'s str> for Origin<'s> {
    fn from(shape: &'s str) -> Self {
        Origin { shape, member: "" }
    }
}

impl<'s> From<&'s String> for Origin<'s> {
    fn from(shape: &'s String) -> Self {
        shape.as_str().into()
    }
}

impl fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joint = if self.member.is_empty() { "" } else { "$" };
        write!(f, "{}{joint}{}", self.shape, self.member)
    }
}

impl<'s> Surface<'s> {
    /// The surface of a service.
    pub(crate) fn of(service: &'s ServiceClient) -> Self {
        let index = Index::of(service);
        let mut surface = Surface::default();
        if service.has_types {
            rust::add(service, &index, &mut surface);
        }
        wire::add(service, &index, &mut surface);
        if let Some(commands) = &service.cli {
            command::add(service, commands, &index, &mut surface);
        }
        surface.sorted()
    }

    fn add(
        &mut self,
        side: Side,
        name: String,
        value: impl Into<Cow<'s, str>>,
        origin: impl Into<Origin<'s>>,
    ) {
        let (value, origin) = (value.into(), origin.into());
        self.items.push((side, name, Item { value, origin }));
    }

    /// By side and name; of items with the same name, the last is kept.
    fn sorted(mut self) -> Self {
        self.items.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        self.items.dedup_by(|later, first| {
            let is_same = (first.0, &first.1) == (later.0, &later.1);
            if is_same {
                std::mem::swap(later, first);
            }
            is_same
        });
        self
    }

    /// All items in the order of their lines.
    pub(crate) fn items(&self) -> impl Iterator<Item = (Side, &str, &Item<'s>)> {
        let items = self.items.iter();
        items.map(|(side, name, item)| (*side, name.as_str(), item))
    }

    fn get(&self, side: Side, name: &str) -> Option<&Item<'s>> {
        let wanted = (side, name);
        let found = self
            .items
            .binary_search_by(|(side, name, _)| (*side, name.as_str()).cmp(&wanted));
        found.ok().and_then(|at| self.items.get(at)).map(|it| &it.2)
    }
}
