//! What a shape is as a Rust type, and how a setter takes it.

use crate::ir::{Argument, Ident, Path, Type};
use crate::lower::Lowering;
use crate::lower::modules::{self, Module};
use crate::lower::operation::streams::stream_type;
use smithgen_model::model::{Kind, Member, Shape, ShapeId, UNIT};
use smithgen_model::nullability;

/// What a member's value is made of.
pub(in crate::lower) struct MemberType {
    /// The type of the value itself.
    pub(in crate::lower) value: Type,
    /// Whether it may be absent, by the model or because a box must be able to be empty.
    pub(in crate::lower) optional: bool,
    /// Whether it stands in a box.
    pub(in crate::lower) boxed: bool,
}

impl MemberType {
    /// The whole type.
    pub(in crate::lower) fn whole(self) -> Type {
        let mut ty = self.value;
        if self.boxed {
            ty = Type::Box(Box::new(ty));
        }
        if self.optional {
            ty = Type::Option(Box::new(ty));
        }
        ty
    }
}

impl Lowering<'_> {
    /// The type of a member of a structure or union.
    ///
    /// A structure that is part of itself is optional even where the model requires it: it could not be made
    /// otherwise, and its zero value would have no end.
    pub(in crate::lower) fn member_type(
        &self,
        container: &Shape,
        member: &Member,
        from: &Module,
    ) -> MemberType {
        let key = (container.id.clone(), member.name.clone());
        let boxed = self.boxed.contains(&key);
        let is_structure = matches!(container.kind, Kind::Structure);
        MemberType {
            value: self.value_type(&member.target, from),
            optional: self.is_optional(container, member) || (boxed && is_structure),
            boxed,
        }
    }

    /// Whether a member may be absent, by the model and the side that the types are for.
    fn is_optional(&self, container: &Shape, member: &Member) -> bool {
        match self.sides.serves {
            true => nullability::for_servers(container, member),
            false => nullability::nullability(&self.resolved.model, container, member),
        }
    }

    /// The type of a shape's values.
    pub(in crate::lower) fn value_type(&self, id: &ShapeId, from: &Module) -> Type {
        let Some(shape) = self.resolved.model.get(id.as_str()) else {
            return Type::Unit;
        };
        let named = || match self.type_path(id, from) {
            Some(path) => Type::Named(path),
            None => Type::Unit,
        };
        if let Some(stream) = stream_type(shape, named) {
            return stream;
        }
        match &shape.kind {
            Kind::Boolean => Type::Bool,
            Kind::Byte => Type::I8,
            Kind::Short => Type::I16,
            Kind::Integer => Type::I32,
            Kind::Long => Type::I64,
            Kind::Float => Type::F32,
            Kind::Double => Type::F64,
            Kind::String => Type::String,
            Kind::Blob => Type::Blob,
            Kind::BigInteger => Type::BigInteger,
            Kind::BigDecimal => Type::BigDecimal,
            Kind::Timestamp => Type::DateTime,
            Kind::Document => Type::Document,
            Kind::List => Type::Vec(Box::new(self.item_type(shape, "member", from))),
            Kind::Map => Type::BTreeMap(
                Box::new(self.item_type(shape, "key", from)),
                Box::new(self.item_type(shape, "value", from)),
            ),
            Kind::Structure | Kind::Union | Kind::Enum | Kind::IntEnum => named(),
            Kind::Service(_) | Kind::Operation(_) | Kind::Resource(_) => Type::Unit,
        }
    }

    /// The type of the items, keys or values of a list or map.
    fn item_type(&self, collection: &Shape, member: &str, from: &Module) -> Type {
        let Some(member) = collection.member(member) else {
            return Type::Unit;
        };
        let ty = self.value_type(&member.target, from);
        match self.is_optional(collection, member) {
            true => Type::Option(Box::new(ty)),
            false => ty,
        }
    }

    /// How a setter takes values of a shape.
    pub(in crate::lower) fn argument(&self, id: &ShapeId, from: &Module) -> Argument {
        let ty = self.value_type(id, from);
        let shape = self.resolved.model.get(id.as_str());
        match (shape.map(|shape| (&shape.kind, shape)), ty) {
            (Some((Kind::List, list)), Type::Vec(item)) => {
                Argument::Items(Box::new(self.item_argument(list, "member", *item)))
            }
            (Some((Kind::Map, map)), Type::BTreeMap(key, value)) => Argument::Entries(
                Box::new(self.item_argument(map, "key", *key)),
                Box::new(self.item_argument(map, "value", *value)),
            ),
            (_, ty @ Type::EventStream(_)) => Argument::Into(ty),
            (Some((kind, _)), ty) if converts(kind) => Argument::Into(ty),
            (_, ty) => Argument::Plain(ty),
        }
    }

    /// Items convert as values do, but items that are lists, maps or optional are taken as they are: a type could
    /// not be inferred through two levels.
    fn item_argument(&self, collection: &Shape, member: &str, ty: Type) -> Argument {
        let target = collection
            .member(member)
            .and_then(|m| self.resolved.model.target(m));
        match target {
            Some(target) if converts(&target.kind) && !matches!(ty, Type::Option(_)) => {
                Argument::Into(ty)
            }
            _ => Argument::Plain(ty),
        }
    }

    /// The path of a shape's type; none for those without a type of their own.
    pub(in crate::lower) fn type_path(&self, id: &ShapeId, from: &Module) -> Option<Path> {
        let (to, names) = (self.modules.of(id)?, self.names.of(id)?);
        Some(modules::type_path(from, to, &self.names.modules, names))
    }

    /// The path of the schema of a shape: its own, or the runtime's for simple shapes.
    pub(in crate::lower) fn schema_path(&self, id: &ShapeId, from: &Module) -> Path {
        let own = self.modules.of(id).zip(self.names.of(id));
        if let Some((to, names)) = own {
            return modules::schema_path(from, to, &self.names.modules, names);
        }
        let kind = self
            .resolved
            .model
            .get(id.as_str())
            .map(|shape| &shape.kind);
        prelude(kind)
    }
}

/// The path of the runtime's schema of a simple shape.
fn prelude(kind: Option<&Kind>) -> Path {
    let name = match kind {
        Some(Kind::Blob) => "BLOB",
        Some(Kind::Boolean) => "BOOLEAN",
        Some(Kind::Byte) => "BYTE",
        Some(Kind::Short) => "SHORT",
        Some(Kind::Integer) => "INTEGER",
        Some(Kind::Long) => "LONG",
        Some(Kind::Float) => "FLOAT",
        Some(Kind::Double) => "DOUBLE",
        Some(Kind::String) => "STRING",
        Some(Kind::BigInteger) => "BIG_INTEGER",
        Some(Kind::BigDecimal) => "BIG_DECIMAL",
        Some(Kind::Timestamp) => "TIMESTAMP",
        Some(Kind::Document) => "DOCUMENT",
        // Only `smithy.api#Unit` is a structure without a schema of its own.
        _ => "UNIT",
    };
    Path(["rt", name].map(Ident::constant).into())
}

/// Whether a setter takes anything that converts, because more than one type does.
fn converts(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::String | Kind::Blob | Kind::Document | Kind::Enum | Kind::IntEnum
    )
}

/// Whether a shape is `smithy.api#Unit`.
pub(in crate::lower) fn is_unit(id: &ShapeId) -> bool {
    *id == UNIT
}
