//! Adapts the static tables' shapes to `smithgen-help`.

use std::borrow::Cow;

use smithgen_help::{Kind, Limits, Member, Shape};
use smithgen_runtime::schema::{self, Class, Schema, Trait};

use crate::table::{Commands, ShapeDoc};

/// A schema with access to its documentation.
#[derive(Clone, Copy)]
pub(crate) struct DocumentedShape {
    schema: &'static Schema,
    docs: &'static [ShapeDoc],
    /// Traits of the member that targets this shape; simple shapes keep theirs there.
    traits: &'static [Trait],
}

impl DocumentedShape {
    pub(crate) fn new(service: &'static Commands, schema: &'static Schema) -> Self {
        DocumentedShape {
            schema,
            docs: service.docs,
            traits: &[],
        }
    }

    /// The member with this index.
    pub(crate) fn member(self, index: usize) -> Option<Member<'static, Self>> {
        let member = self.schema.members().get(index)?;
        let docs = self.documentation().map_or(&[][..], |docs| docs.members);
        let target = DocumentedShape {
            schema: member.target(),
            docs: self.docs,
            traits: member.traits(),
        };
        let has = |wanted| member.traits().contains(&wanted);
        Some(Member {
            name: member.name(),
            target,
            doc: Cow::Borrowed(docs.get(index).copied().unwrap_or_default()),
            required: has(Trait::Required),
            streaming: has(Trait::Streaming),
            limits: limits(member.traits(), member.target().traits()),
        })
    }

    fn documentation(self) -> Option<&'static ShapeDoc> {
        let same = |doc: &&ShapeDoc| std::ptr::eq(doc.schema, self.schema);
        self.docs.iter().find(same)
    }
}

/// Combines limits: the member's own, and those of its shape where it has none.
fn limits(own: &'static [Trait], of_shape: &'static [Trait]) -> Limits<'static> {
    let mut limits = Limits::default();
    for found in of_shape.iter().chain(own) {
        match found {
            Trait::Length(bounds) | Trait::Range(bounds) => {
                limits.min = bounds.min().map(Cow::Borrowed);
                limits.max = bounds.max().map(Cow::Borrowed);
            }
            Trait::Pattern(pattern) => limits.pattern = Some(Cow::Borrowed(pattern)),
            _ => {}
        }
    }
    limits
}

/// Converts the kind. One that only a later runtime has is shown as its class.
pub(super) fn kind(kind: schema::Kind) -> Kind {
    match kind {
        schema::Kind::Enum => Kind::Enum,
        schema::Kind::IntEnum => Kind::IntEnum,
        schema::Kind::Byte => Kind::Byte,
        schema::Kind::Short => Kind::Short,
        schema::Kind::Long => Kind::Long,
        schema::Kind::Float => Kind::Float,
        schema::Kind::BigInteger => Kind::BigInteger,
        schema::Kind::BigDecimal => Kind::BigDecimal,
        schema::Kind::Union => Kind::Union,
        other => match other.class() {
            Class::Text => Kind::String,
            Class::Int => Kind::Integer,
            Class::Float => Kind::Double,
            Class::Bool => Kind::Boolean,
            Class::Blob => Kind::Blob,
            Class::Timestamp => Kind::Timestamp,
            Class::Document => Kind::Document,
            Class::List => Kind::List,
            Class::Map => Kind::Map,
            Class::Structure => Kind::Structure,
        },
    }
}

impl Shape<'static> for DocumentedShape {
    fn id(self) -> &'static str {
        self.schema.id()
    }

    fn kind(self) -> Kind {
        kind(self.schema.kind())
    }

    fn doc(self) -> Cow<'static, str> {
        Cow::Borrowed(self.documentation().map_or("", |docs| docs.doc))
    }

    fn values(self) -> Vec<String> {
        let mut values = Vec::new();
        for found in self.schema.traits().iter().chain(self.traits) {
            match found {
                Trait::EnumValues(names) => {
                    values = names.iter().map(|name| (*name).to_owned()).collect()
                }
                Trait::IntEnumValues(numbers) => {
                    values = numbers.iter().map(i32::to_string).collect()
                }
                _ => {}
            }
        }
        values
    }

    fn members(self) -> Vec<Member<'static, Self>> {
        (0..self.schema.members().len())
            .filter_map(|index| self.member(index))
            .collect()
    }
}
