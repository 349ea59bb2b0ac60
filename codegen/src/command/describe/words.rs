//! Shapes of a model as the pages of commands see them.

use std::borrow::Cow;

use smithgen_help::{Kind, Limits, Member, Shape};
use smithgen_model::model::{self, Model, traits::id};

/// A shape, and the model that has what it names.
#[derive(Clone, Copy)]
pub(super) struct Described<'m> {
    model: &'m Model,
    shape: &'m model::Shape,
}

impl<'m> Described<'m> {
    pub(super) fn new(model: &'m Model, shape: &'m model::Shape) -> Self {
        Self { model, shape }
    }
}

impl<'m> Shape<'m> for Described<'m> {
    fn id(self) -> &'m str {
        self.shape.id.as_str()
    }

    fn kind(self) -> Kind {
        match &self.shape.kind {
            model::Kind::Blob => Kind::Blob,
            model::Kind::Boolean => Kind::Boolean,
            model::Kind::String => Kind::String,
            model::Kind::Enum => Kind::Enum,
            model::Kind::IntEnum => Kind::IntEnum,
            model::Kind::Byte => Kind::Byte,
            model::Kind::Short => Kind::Short,
            model::Kind::Integer => Kind::Integer,
            model::Kind::Long => Kind::Long,
            model::Kind::Float => Kind::Float,
            model::Kind::Double => Kind::Double,
            model::Kind::BigInteger => Kind::BigInteger,
            model::Kind::BigDecimal => Kind::BigDecimal,
            model::Kind::Timestamp => Kind::Timestamp,
            model::Kind::Document => Kind::Document,
            model::Kind::List => Kind::List,
            model::Kind::Map => Kind::Map,
            model::Kind::Union => Kind::Union,
            // No member targets a service, operation or resource.
            model::Kind::Structure
            | model::Kind::Service(_)
            | model::Kind::Operation(_)
            | model::Kind::Resource(_) => Kind::Structure,
        }
    }

    fn doc(self) -> Cow<'m, str> {
        Cow::Borrowed("")
    }

    fn values(self) -> Vec<String> {
        let is_enum = matches!(self.shape.kind, model::Kind::Enum | model::Kind::IntEnum);
        let members = self.shape.members.iter().filter(|_| is_enum);
        let values = members.filter_map(|member| member.traits.get(id::ENUM_VALUE));
        let text = |value: &model::Node| match value.as_str() {
            Some(text) => text.to_owned(),
            None => value.to_string(),
        };
        values.map(text).collect()
    }

    fn members(self) -> Vec<Member<'m, Self>> {
        if matches!(self.shape.kind, model::Kind::Enum | model::Kind::IntEnum) {
            return Vec::new();
        }
        let members = self.shape.members.iter().filter_map(|member| {
            Some(Member {
                name: &member.name,
                target: Self::new(self.model, self.model.target(member)?),
                doc: Cow::Borrowed(""),
                required: member.traits.has(id::REQUIRED),
                streaming: false,
                limits: Limits::default(),
            })
        });
        members.collect()
    }
}
