//! The types of shapes that selectors can ask for.

use crate::model::Kind;

/// The type of a shape, or that it is a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Type {
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
    Service,
    Operation,
    Resource,
    Member,
}

/// Several types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Types(u32);

const SIMPLE: Types = Types::range(Type::Blob, Type::IntEnum);
const AGGREGATE: Types = Types::range(Type::List, Type::Union);
const NUMBER: Types = Types::range(Type::Byte, Type::BigDecimal).or(Types::one(Type::IntEnum));

/// What types are called in selectors: an enum is a string too, and a set a list.
pub(super) const NAMES: [(&str, Types); 30] = [
    ("blob", Types::one(Type::Blob)),
    ("boolean", Types::one(Type::Boolean)),
    (
        "string",
        Types::one(Type::String).or(Types::one(Type::Enum)),
    ),
    ("byte", Types::one(Type::Byte)),
    ("short", Types::one(Type::Short)),
    (
        "integer",
        Types::one(Type::Integer).or(Types::one(Type::IntEnum)),
    ),
    ("long", Types::one(Type::Long)),
    ("float", Types::one(Type::Float)),
    ("double", Types::one(Type::Double)),
    ("bigInteger", Types::one(Type::BigInteger)),
    ("bigDecimal", Types::one(Type::BigDecimal)),
    ("timestamp", Types::one(Type::Timestamp)),
    ("document", Types::one(Type::Document)),
    ("enum", Types::one(Type::Enum)),
    ("intEnum", Types::one(Type::IntEnum)),
    ("list", Types::one(Type::List)),
    ("set", Types::one(Type::List)),
    ("map", Types::one(Type::Map)),
    ("structure", Types::one(Type::Structure)),
    ("union", Types::one(Type::Union)),
    ("service", Types::one(Type::Service)),
    ("operation", Types::one(Type::Operation)),
    ("resource", Types::one(Type::Resource)),
    ("member", Types::one(Type::Member)),
    ("number", NUMBER),
    ("simpleType", SIMPLE),
    ("collection", Types::one(Type::List)),
    ("aggregateType", AGGREGATE),
    ("dataType", SIMPLE.or(AGGREGATE)),
    ("serviceType", Types::SERVICE),
];

impl Type {
    pub(super) fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Blob => Self::Blob,
            Kind::Boolean => Self::Boolean,
            Kind::String => Self::String,
            Kind::Byte => Self::Byte,
            Kind::Short => Self::Short,
            Kind::Integer => Self::Integer,
            Kind::Long => Self::Long,
            Kind::Float => Self::Float,
            Kind::Double => Self::Double,
            Kind::BigInteger => Self::BigInteger,
            Kind::BigDecimal => Self::BigDecimal,
            Kind::Timestamp => Self::Timestamp,
            Kind::Document => Self::Document,
            Kind::Enum => Self::Enum,
            Kind::IntEnum => Self::IntEnum,
            Kind::List => Self::List,
            Kind::Map => Self::Map,
            Kind::Structure => Self::Structure,
            Kind::Union => Self::Union,
            Kind::Service(_) => Self::Service,
            Kind::Operation(_) => Self::Operation,
            Kind::Resource(_) => Self::Resource,
        }
    }
}

impl Types {
    /// Services, operations and resources.
    pub(super) const SERVICE: Self = Self::range(Type::Service, Type::Resource);

    /// The types of that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        let found = NAMES.iter().find(|(known, _)| *known == name);
        found.map(|(_, types)| *types)
    }

    /// Whether a type is one of them.
    pub(super) fn contain(self, one: Type) -> bool {
        self.0 & Self::one(one).0 != 0
    }

    const fn one(one: Type) -> Self {
        Self(1 << one as u32)
    }

    const fn range(first: Type, last: Type) -> Self {
        Self((1 << (last as u32 + 1)) - (1 << first as u32))
    }

    const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
