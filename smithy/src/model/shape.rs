//! Shapes: kind, members, traits and location.

use std::sync::Arc;

use indexmap::IndexMap;

use super::id::ShapeId;
use super::node::integer;
use super::traits::{Traits, id};
use crate::limits::MEMBERS_UNINDEXED;
use crate::maps::HashMap;
use crate::source::Location;

/// A shape in a model.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Its absolute id.
    pub id: ShapeId,
    /// Its kind, with the properties of that kind.
    pub kind: Kind,
    /// Its traits.
    pub traits: Traits,
    /// The members of a structure, union, enum, list (`member`) or map (`key`, `value`), in order.
    pub members: Members,
    /// The mixins it uses, in order; empty after flattening.
    pub mixins: Vec<Reference>,
    /// Location of its definition.
    pub location: Location,
    /// The Smithy version of its file.
    pub version: Version,
}

/// The Smithy version of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 1 or 1.0: numbers and booleans are always present unless boxed.
    V1,
    /// 2 or 2.0.
    V2,
}

impl Version {
    /// The version that files name so.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "1" | "1.0" => Some(Self::V1),
            "2" | "2.0" => Some(Self::V2),
            _ => None,
        }
    }
}

/// Kinds of shapes. A `set` is a [`Kind::List`] with `uniqueItems`.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "these are Smithy's own names")]
pub enum Kind {
    Blob,
    Boolean,
    String,
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
    Timestamp,
    Document,
    Enum,
    IntEnum,
    List,
    Map,
    Structure,
    Union,
    Service(Box<Service>),
    Operation(Box<Operation>),
    Resource(Box<Resource>),
}

/// A reference to another shape, with its location.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The referenced shape.
    pub target: ShapeId,
    /// Location of the reference.
    pub location: Location,
}

/// A member of a shape.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its name.
    pub name: Arc<str>,
    /// The target shape; `smithy.api#Unit` in an enum.
    pub target: ShapeId,
    /// Its traits.
    pub traits: Traits,
    /// Location of its definition.
    pub location: Location,
}

/// Members in written order, found by name.
#[derive(Debug, Clone, Default)]
pub struct Members {
    list: Vec<Member>,
    /// The position of each, the first of a name, once there are many.
    index: HashMap<Arc<str>, usize>,
}

/// The properties of a service.
#[derive(Debug, Clone, Default)]
pub struct Service {
    /// Its version; may be empty.
    pub version: String,
    /// The operations bound to it directly.
    pub operations: Vec<Reference>,
    /// The resources bound to it directly.
    pub resources: Vec<Reference>,
    /// The errors that every operation may return.
    pub errors: Vec<Reference>,
    /// New names of shapes within this service.
    pub rename: IndexMap<ShapeId, String>,
}

/// The properties of an operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its input; `smithy.api#Unit` if it has none.
    pub input: Reference,
    /// Its output; `smithy.api#Unit` if it has none.
    pub output: Reference,
    /// The errors it may return, without the service's.
    pub errors: Vec<Reference>,
}

/// The properties of a resource.
#[derive(Debug, Clone, Default)]
pub struct Resource {
    /// Its identifiers: name and shape.
    pub identifiers: IndexMap<String, Reference>,
    /// Its properties: name and shape.
    pub properties: IndexMap<String, Reference>,
    /// Its lifecycle operations, in the order create, put, read, update, delete, list.
    pub lifecycle: Vec<(Lifecycle, Reference)>,
    /// Other operations on an instance.
    pub operations: Vec<Reference>,
    /// Other operations on the collection.
    pub collection_operations: Vec<Reference>,
    /// Child resources.
    pub resources: Vec<Reference>,
}

/// The lifecycle operations of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "these are Smithy's own names")]
pub enum Lifecycle {
    Create,
    Put,
    Read,
    Update,
    Delete,
    List,
}

impl Lifecycle {
    /// All of them, in the specification's order.
    pub const ALL: [Self; 6] = [
        Self::Create,
        Self::Put,
        Self::Read,
        Self::Update,
        Self::Delete,
        Self::List,
    ];

    /// The resource's property for this operation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Put => "put",
            Self::Read => "read",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::List => "list",
        }
    }
}

impl Resource {
    /// The operation of a point in its lifecycle.
    pub fn lifecycle_operation(&self, wanted: Lifecycle) -> Option<&Reference> {
        let mut all = self.lifecycle.iter();
        all.find(|(life, _)| *life == wanted).map(|(_, it)| it)
    }
}

impl Member {
    /// What the member of an `intEnum` stands for.
    pub fn int_value(&self) -> Option<i32> {
        let value = integer(self.traits.get(id::ENUM_VALUE)?)?;
        i32::try_from(value).ok()
    }
}

impl Kind {
    /// The kind's name in a JSON AST.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Blob => "blob",
            Self::Boolean => "boolean",
            Self::String => "string",
            Self::Byte => "byte",
            Self::Short => "short",
            Self::Integer => "integer",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::BigInteger => "bigInteger",
            Self::BigDecimal => "bigDecimal",
            Self::Timestamp => "timestamp",
            Self::Document => "document",
            Self::Enum => "enum",
            Self::IntEnum => "intEnum",
            Self::List => "list",
            Self::Map => "map",
            Self::Structure => "structure",
            Self::Union => "union",
            Self::Service(_) => "service",
            Self::Operation(_) => "operation",
            Self::Resource(_) => "resource",
        }
    }

    /// Whether it is a numeric kind.
    pub fn is_number(&self) -> bool {
        matches!(
            self,
            Self::Byte
                | Self::Short
                | Self::Integer
                | Self::IntEnum
                | Self::Long
                | Self::Float
                | Self::Double
                | Self::BigInteger
                | Self::BigDecimal
        )
    }

    /// The members without which a shape of that kind is none.
    pub(crate) fn needed_members(&self) -> &'static [&'static str] {
        match self {
            Self::List => &["member"],
            Self::Map => &["key", "value"],
            _ => &[],
        }
    }

    /// Whether it is a service, operation or resource, which members cannot target.
    pub fn is_service_kind(&self) -> bool {
        matches!(
            self,
            Self::Service(_) | Self::Operation(_) | Self::Resource(_)
        )
    }
}

impl Shape {
    /// The member of that name.
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.get(name)
    }

    /// The members that it lacks, and without which it is no list or map.
    pub(crate) fn lacking(&self) -> impl Iterator<Item = &'static str> {
        let needed = self.kind.needed_members().iter().copied();
        needed.filter(|name| self.member(name).is_none())
    }

    /// The service's properties, if it is one.
    pub fn as_service(&self) -> Option<&Service> {
        if let Kind::Service(service) = &self.kind {
            Some(service)
        } else {
            None
        }
    }

    /// The operation's properties, if it is one.
    pub fn as_operation(&self) -> Option<&Operation> {
        if let Kind::Operation(operation) = &self.kind {
            Some(operation)
        } else {
            None
        }
    }

    /// The resource's properties, if it is one.
    pub fn as_resource(&self) -> Option<&Resource> {
        if let Kind::Resource(resource) = &self.kind {
            Some(resource)
        } else {
            None
        }
    }

    /// Every shape it refers to, except mixins: targets of members, inputs, errors, bound operations and so on.
    pub fn references(&self) -> impl Iterator<Item = &ShapeId> {
        let members = self.members.iter().map(|member| &member.target);
        members.chain(self.kind.references().map(|reference| &reference.target))
    }
}

impl Kind {
    /// The references in a service, operation or resource, in order; empty for other kinds.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        let list: Vec<&Reference> = match self {
            Self::Service(s) => s
                .operations
                .iter()
                .chain(&s.resources)
                .chain(&s.errors)
                .collect(),
            Self::Operation(o) => [&o.input, &o.output].into_iter().chain(&o.errors).collect(),
            Self::Resource(r) => r
                .identifiers
                .values()
                .chain(r.properties.values())
                .chain(r.lifecycle.iter().map(|(_, operation)| operation))
                .chain(&r.operations)
                .chain(&r.collection_operations)
                .chain(&r.resources)
                .collect(),
            _ => Vec::new(),
        };
        list.into_iter()
    }
}

impl Members {
    /// The member of that name.
    pub fn get(&self, name: &str) -> Option<&Member> {
        self.list.get(self.position(name)?)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Member> {
        let position = self.position(name)?;
        self.list.get_mut(position)
    }

    /// The position of the member of that name.
    pub fn position(&self, name: &str) -> Option<usize> {
        match self.index.is_empty() {
            true => self.list.iter().position(|member| &*member.name == name),
            false => self.index.get(name).copied(),
        }
    }

    /// Adds members to the index that are not in it, where it is worth having.
    fn reindex(&mut self, from: usize) {
        let from = match self.index.is_empty() {
            true if self.list.len() <= MEMBERS_UNINDEXED => return,
            true => 0,
            false => from,
        };
        for (position, member) in self.list.iter().enumerate().skip(from) {
            let name = Arc::clone(&member.name);
            self.index.entry(name).or_insert(position);
        }
    }

    pub(crate) fn push(&mut self, member: Member) {
        self.extend([member]);
    }

    pub(crate) fn extend(&mut self, more: impl IntoIterator<Item = Member>) {
        let from = self.list.len();
        self.list.extend(more);
        self.reindex(from);
    }

    pub(crate) fn retain(&mut self, is_kept: impl FnMut(&Member) -> bool) {
        self.list.retain(is_kept);
        self.index.clear();
        self.reindex(0);
    }

    /// Places a map's key before its value, whatever their order in the file.
    pub(crate) fn order_map(&mut self) {
        if self
            .list
            .first()
            .is_some_and(|first| &*first.name == "value")
        {
            self.reverse();
        }
    }

    fn reverse(&mut self) {
        self.list.reverse();
        self.index.clear();
        self.reindex(0);
    }

    /// All members, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Member> {
        self.list.iter()
    }

    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, Member> {
        self.list.iter_mut()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl<'a> IntoIterator for &'a Members {
    type Item = &'a Member;
    type IntoIter = std::slice::Iter<'a, Member>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl IntoIterator for Members {
    type Item = Member;
    type IntoIter = std::vec::IntoIter<Member>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl FromIterator<Member> for Members {
    fn from_iter<I: IntoIterator<Item = Member>>(members: I) -> Self {
        let mut all = Self::default();
        all.extend(members);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_found_by_name_however_many_there_are() {
        let member = |number: usize| Member {
            name: format!("m{number}").into(),
            target: ShapeId::unit(),
            traits: Traits::default(),
            location: Location::new(0, 0),
        };
        for count in [0, 1, MEMBERS_UNINDEXED, MEMBERS_UNINDEXED + 1, 100] {
            let mut members: Members = (0..count).map(member).collect();
            for number in 0..count {
                assert_eq!(
                    *members.get(&format!("m{number}")).unwrap().name,
                    *format!("m{number}")
                );
            }
            members.push(member(count));
            members.reverse();
            let name = format!("m{count}");
            assert!(std::ptr::eq(
                members.get(&name).unwrap(),
                members.iter().next().unwrap()
            ));
            assert!(members.get_mut(&name).is_some() && members.get("x").is_none());
            // Of two with one name it is the first, here as everywhere.
            members.extend([member(count)]);
            assert!(std::ptr::eq(
                members.get(&name).unwrap(),
                members.iter().next().unwrap()
            ));
        }
    }
}
