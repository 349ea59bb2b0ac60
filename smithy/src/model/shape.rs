//! What a shape is: its kind, members, traits and where it was defined.

use std::sync::Arc;

use indexmap::IndexMap;

use super::id::ShapeId;
use super::traits::Traits;
use crate::source::Location;

/// One shape of a model.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Its absolute id.
    pub id: ShapeId,
    /// Its kind, with what only that kind has.
    pub kind: Kind,
    /// Its traits.
    pub traits: Traits,
    /// The members of a structure, union, enum, list (`member`) or map (`key`, `value`), in order.
    pub members: Members,
    /// The mixins it uses, in order; empty once they are flattened.
    pub mixins: Vec<Reference>,
    /// Where it is defined.
    pub location: Location,
    /// The version of Smithy under which its file was read.
    pub version: Version,
}

/// The version of Smithy that a file follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 1 or 1.0: numbers and booleans are present unless boxed.
    V1,
    /// 2 or 2.0.
    V2,
}

/// The kinds of shape. A `set` is a [`Kind::List`] with `uniqueItems`.
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

/// A use of another shape, and where it stands.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The shape meant.
    pub target: ShapeId,
    /// Where it is named.
    pub location: Location,
}

/// A member of a shape.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its name.
    pub name: Arc<str>,
    /// The shape of its values; `smithy.api#Unit` in an enum.
    pub target: ShapeId,
    /// Its traits.
    pub traits: Traits,
    /// Where it is defined.
    pub location: Location,
}

/// Members in written order, found by name.
#[derive(Debug, Clone, Default)]
pub struct Members(Vec<Member>);

/// What only a service has.
#[derive(Debug, Clone, Default)]
pub struct Service {
    /// Its version, or an empty text.
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

/// What only an operation has.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its input; `smithy.api#Unit` when it has none.
    pub input: Reference,
    /// Its output; `smithy.api#Unit` when it has none.
    pub output: Reference,
    /// The errors it may return, the service's not included.
    pub errors: Vec<Reference>,
}

/// What only a resource has.
#[derive(Debug, Clone, Default)]
pub struct Resource {
    /// What identifies it: name and shape.
    pub identifiers: IndexMap<String, Reference>,
    /// Its properties: name and shape.
    pub properties: IndexMap<String, Reference>,
    /// The lifecycle operations it has, in the order create, put, read, update, delete, list.
    pub lifecycle: Vec<(Lifecycle, Reference)>,
    /// Further operations on one resource.
    pub operations: Vec<Reference>,
    /// Further operations on the collection.
    pub collection_operations: Vec<Reference>,
    /// Resources below this one.
    pub resources: Vec<Reference>,
}

/// What an operation does in the life of a resource.
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
    /// All of them, in the order of Smithy's specification.
    pub const ALL: [Self; 6] = [
        Self::Create,
        Self::Put,
        Self::Read,
        Self::Update,
        Self::Delete,
        Self::List,
    ];

    /// The property of a resource that names the operation.
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

impl Kind {
    /// The name of the kind in a JSON AST.
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

    /// Whether it is a number of any size.
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

    /// Whether it is a service, operation or resource, which no member may target.
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

    /// What it is as a service.
    pub fn as_service(&self) -> Option<&Service> {
        if let Kind::Service(service) = &self.kind {
            Some(service)
        } else {
            None
        }
    }

    /// What it is as an operation.
    pub fn as_operation(&self) -> Option<&Operation> {
        if let Kind::Operation(operation) = &self.kind {
            Some(operation)
        } else {
            None
        }
    }

    /// What it is as a resource.
    pub fn as_resource(&self) -> Option<&Resource> {
        if let Kind::Resource(resource) = &self.kind {
            Some(resource)
        } else {
            None
        }
    }

    /// Every shape it names, mixins excepted: targets of members, inputs, errors, bound operations and so on.
    pub fn references(&self) -> impl Iterator<Item = &ShapeId> {
        let members = self.members.iter().map(|member| &member.target);
        members.chain(self.kind.references().map(|reference| &reference.target))
    }
}

impl Kind {
    /// The references that a service, operation or resource makes, in written order; empty for other kinds.
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
        self.0.iter().find(|member| &*member.name == name)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Member> {
        self.0.iter_mut().find(|member| &*member.name == name)
    }

    pub(crate) fn push(&mut self, member: Member) {
        self.0.push(member);
    }

    pub(crate) fn extend(&mut self, more: impl IntoIterator<Item = Member>) {
        self.0.extend(more);
    }

    pub(crate) fn retain(&mut self, is_kept: impl FnMut(&Member) -> bool) {
        self.0.retain(is_kept);
    }

    pub(crate) fn reverse(&mut self) {
        self.0.reverse();
    }

    /// All members, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Member> {
        self.0.iter()
    }

    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, Member> {
        self.0.iter_mut()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for &'a Members {
    type Item = &'a Member;
    type IntoIter = std::slice::Iter<'a, Member>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl IntoIterator for Members {
    type Item = Member;
    type IntoIter = std::vec::IntoIter<Member>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Member> for Members {
    fn from_iter<I: IntoIterator<Item = Member>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}
