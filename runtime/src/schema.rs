//! Static tables that describe a model's shapes: what codecs, bindings, skeletons and redaction read.
//!
//! Generated code emits one [`Schema`] per aggregate shape or enum. Simple shapes have none of their
//! own: members that target them point at [`prelude`], and the traits that matter at run time
//! (`@sensitive`, `@timestampFormat`, …) are copied to the member, where the member's own value wins.

mod traits;

pub use traits::{Bounds, QueryError, Trait, XmlNamespace};

/// One shape. Source: Smithy 2.0, "Smithy model".
#[derive(Debug)]
pub struct Schema {
    pub(crate) id: &'static str,
    pub(crate) members: &'static [Member],
    pub(crate) traits: &'static [Trait],
    pub(crate) kind: Kind,
    pub(crate) requires: bool,
    /// A bit for each of the first members that must be sent, and in front one for all others.
    required: [u16; 3],
}

/// How many members have a bit of their own in [`Schema::required`].
const REQUIRED_BITS: u32 = 47;

/// One member of a structure, union, list or map.
#[derive(Debug)]
pub struct Member {
    pub(crate) name: &'static str,
    pub(crate) target: &'static Schema,
    pub(crate) traits: &'static [Trait],
}

/// The closed set of Smithy shape kinds that carry data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Uninterpreted bytes.
    Blob,
    /// True or false.
    Boolean,
    /// UTF-8 text.
    String,
    /// A string with named values, open to unknown ones.
    Enum,
    /// A 32-bit integer with named values, open to unknown ones.
    IntEnum,
    /// 8-bit signed integer.
    Byte,
    /// 16-bit signed integer.
    Short,
    /// 32-bit signed integer.
    Integer,
    /// 64-bit signed integer.
    Long,
    /// IEEE 754 single precision.
    Float,
    /// IEEE 754 double precision.
    Double,
    /// An integer of any size.
    BigInteger,
    /// A decimal number of any precision.
    BigDecimal,
    /// An instant.
    Timestamp,
    /// Any JSON-like value.
    Document,
    /// Homogeneous list.
    List,
    /// Map from strings.
    Map,
    /// Named, heterogeneous members.
    Structure,
    /// Exactly one of its members.
    Union,
}

/// What kinds have in common: how a value of one is written on a command line. Every kind belongs to a class, so that
/// a program need not know each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after a kind")]
pub enum Class {
    Text,
    Int,
    Float,
    Bool,
    Blob,
    Timestamp,
    Document,
    List,
    Map,
    Structure,
}

impl Kind {
    /// The class it belongs to.
    pub const fn class(self) -> Class {
        match self {
            Kind::String | Kind::Enum => Class::Text,
            Kind::Byte
            | Kind::Short
            | Kind::Integer
            | Kind::Long
            | Kind::IntEnum
            | Kind::BigInteger => Class::Int,
            Kind::Float | Kind::Double | Kind::BigDecimal => Class::Float,
            Kind::Boolean => Class::Bool,
            Kind::Blob => Class::Blob,
            Kind::Timestamp => Class::Timestamp,
            Kind::Document => Class::Document,
            Kind::List => Class::List,
            Kind::Map => Class::Map,
            Kind::Structure | Kind::Union => Class::Structure,
        }
    }
}

/// How a timestamp is written. Source: Smithy 2.0, `timestampFormat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimestampFormat {
    /// RFC 3339, `1985-04-12T23:20:50.52Z`.
    DateTime,
    /// IMF-fixdate, `Tue, 29 Apr 2014 18:30:38 GMT`.
    HttpDate,
    /// Seconds since 1970, fraction allowed.
    EpochSeconds,
}

macro_rules! flag {
    ($(#[$doc:meta])* $name:ident, $variant:ident) => {
        $(#[$doc])*
        pub fn $name(&self) -> bool {
            self.traits.iter().any(|t| matches!(t, Trait::$variant))
        }
    };
}

impl Member {
    flag!(/// `@required`.
        is_required, Required);
    flag!(/// `@sensitive`, on the member or its target.
        has_sensitive, Sensitive);

    /// Whether a message without it is incomplete. A stream is always there: it is what the body is.
    pub(crate) const fn must_be_sent(&self) -> bool {
        let mut required = false;
        let mut traits = self.traits;
        while let [first, rest @ ..] = traits {
            match first {
                Trait::Required => required = true,
                Trait::Defaulted | Trait::Streaming => return false,
                _ => {}
            }
            traits = rest;
        }
        required
    }

    flag!(/// `@idempotencyToken`.
        is_idempotency_token, IdempotencyToken);

    /// Whether the value must never be shown.
    pub fn is_sensitive(&self) -> bool {
        self.has_sensitive() || self.target.is_sensitive()
    }

    /// A value of it, or a key, where it may be shown.
    pub fn shown<'a>(&self, text: &'a str) -> Option<&'a str> {
        (!self.is_sensitive()).then_some(text)
    }

    /// The member's name in JSON bodies.
    pub fn json_name(&self) -> &'static str {
        self.traits
            .iter()
            .find_map(|t| match t {
                Trait::JsonName(name) => Some(*name),
                _ => None,
            })
            .unwrap_or(self.name)
    }

    /// The timestamp format that member or target ask for.
    pub fn timestamp_format(&self) -> Option<TimestampFormat> {
        self.traits.iter().find_map(|t| match t {
            Trait::TimestampFormat(format) => Some(*format),
            _ => None,
        })
    }
}

impl Schema {
    flag!(/// `@sensitive`.
        is_sensitive, Sensitive);
    flag!(/// `@sparse`: null items or values are allowed and kept.
        is_sparse, Sparse);

    /// A schema without traits, in which nothing is searched for required members.
    pub const fn new(id: &'static str, kind: Kind, members: &'static [Member]) -> Self {
        Schema {
            id,
            kind,
            members,
            traits: &[],
            requires: false,
            required: [0; 3],
        }
    }

    /// A schema with traits, in which nothing is searched for required members.
    pub const fn annotated(
        id: &'static str,
        kind: Kind,
        members: &'static [Member],
        traits: &'static [Trait],
    ) -> Self {
        Schema {
            id,
            kind,
            members,
            traits,
            requires: false,
            required: [0; 3],
        }
    }

    /// The same schema with traits.
    pub const fn with_traits(mut self, traits: &'static [Trait]) -> Self {
        self.traits = traits;
        self
    }

    /// A schema in which a required member stands, at any depth.
    pub const fn requiring(
        id: &'static str,
        kind: Kind,
        members: &'static [Member],
        traits: &'static [Trait],
    ) -> Self {
        Schema::annotated(id, kind, members, traits).with_required()
    }

    /// The same schema, in which a required member stands, at any depth.
    pub const fn with_required(mut self) -> Self {
        self.requires = true;
        if !matches!(self.kind, Kind::Structure) {
            return self;
        }
        let mut bits: u64 = 0;
        let mut index = 0;
        let mut members = self.members;
        while let [first, rest @ ..] = members {
            if first.must_be_sent() {
                bits |= 1 << index;
            }
            if index < REQUIRED_BITS {
                index += 1;
            }
            members = rest;
        }
        self.required = [bits as u16, (bits >> 16) as u16, (bits >> 32) as u16];
        self
    }

    /// A bit for each of the first members that must be sent, and whether any of the others must.
    #[inline]
    pub(crate) fn required(&self) -> (u64, bool) {
        let [low, middle, high] = self.required;
        let bits = u64::from(low) | u64::from(middle) << 16 | u64::from(high) << 32;
        (bits & !(1 << REQUIRED_BITS), bits >> REQUIRED_BITS != 0)
    }

    /// Absolute shape id, `namespace#Name`.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The kind of shape.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Members in model order; for a list `member`, for a map `key` and `value`.
    pub const fn members(&self) -> &'static [Member] {
        self.members
    }

    /// Traits of the shape itself that the runtime reads.
    pub const fn traits(&self) -> &'static [Trait] {
        self.traits
    }

    /// Whether a required member stands in it, at any depth: what has none is not searched for what
    /// it lacks.
    pub const fn requires(&self) -> bool {
        self.requires
    }

    /// The shape's name without its namespace.
    pub fn name(&self) -> &'static str {
        self.id.rsplit_once('#').map_or(self.id, |(_, name)| name)
    }

    /// The shape's name in its service, which may give it another to tell it from one of another namespace.
    pub fn service_name(&self) -> &'static str {
        let renamed = self.traits.iter().find_map(|t| match t {
            Trait::Renamed(name) => Some(*name),
            _ => None,
        });
        renamed.unwrap_or_else(|| self.name())
    }

    /// Index of the member with this model name.
    pub fn member_index(&self, name: &str) -> Option<usize> {
        self.members.iter().position(|m| m.name == name)
    }
}

impl Member {
    /// The member's name in the model.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The shape it targets.
    pub const fn target(&self) -> &'static Schema {
        self.target
    }

    /// Traits that apply: the member's own and those it takes over from a simple target.
    pub const fn traits(&self) -> &'static [Trait] {
        self.traits
    }

    /// A member without traits.
    pub const fn new(name: &'static str, target: &'static Schema) -> Self {
        Member {
            name,
            target,
            traits: &[],
        }
    }

    /// A member with traits.
    pub const fn annotated(
        name: &'static str,
        target: &'static Schema,
        traits: &'static [Trait],
    ) -> Self {
        Member {
            name,
            target,
            traits,
        }
    }

    /// The same member with traits.
    pub const fn with_traits(mut self, traits: &'static [Trait]) -> Self {
        self.traits = traits;
        self
    }
}

/// Schemas of the simple shapes, shared by all models.
pub mod prelude {
    use super::{Kind, Schema};

    macro_rules! simple {
        ($($name:ident $id:literal $kind:ident;)*) => {$(
            #[doc = concat!("`smithy.api#", $id, "`.")]
            pub static $name: Schema = Schema::new(concat!("smithy.api#", $id), Kind::$kind, &[]);
        )*};
    }

    simple! {
        BLOB "Blob" Blob;
        BOOLEAN "Boolean" Boolean;
        STRING "String" String;
        BYTE "Byte" Byte;
        SHORT "Short" Short;
        INTEGER "Integer" Integer;
        LONG "Long" Long;
        FLOAT "Float" Float;
        DOUBLE "Double" Double;
        BIG_INTEGER "BigInteger" BigInteger;
        BIG_DECIMAL "BigDecimal" BigDecimal;
        TIMESTAMP "Timestamp" Timestamp;
        DOCUMENT "Document" Document;
        UNIT "Unit" Structure;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tables are most of what a service adds to a binary: 40 bytes a member (name 16, target 8,
    /// traits 16) and 56 a shape. Whoever adds a field pays it once per member of every service.
    #[test]
    fn tables_stay_small() {
        assert_eq!(size_of::<Member>(), 40);
        assert_eq!(size_of::<Schema>(), 56);
        assert!(size_of::<Trait>() <= 24);
    }
}
