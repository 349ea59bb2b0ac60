//! The tables: which traits reach the runtime, and which of a simple target's a member takes over.

use crate::ir::{
    Bounds, EnumValues, Ident, QueryError, Schema, SchemaKind, SchemaMember, TimestampFormat,
    Trait, XmlNamespace,
};
use crate::lower::Lowering;
use crate::lower::modules::{Module, has_schema};
use smithgen_model::model::traits::{self, Fault, Known, id};
use smithgen_model::model::{Kind, Member, Shape, Traits};

impl Lowering<'_> {
    /// The table of a shape, as it stands at a place; none for simple shapes.
    pub(in crate::lower) fn schema(&self, shape: &Shape, at: &Module) -> Option<Schema> {
        let kind = match shape.kind {
            Kind::Structure => SchemaKind::Structure,
            Kind::Union => SchemaKind::Union,
            Kind::List => SchemaKind::List,
            Kind::Map => SchemaKind::Map,
            Kind::Enum => SchemaKind::Enum,
            Kind::IntEnum => SchemaKind::IntEnum,
            _ => return None,
        };
        let names = self.names.of(&shape.id)?;
        let is_enum = matches!(shape.kind, Kind::Enum | Kind::IntEnum);
        let members = shape.members.iter().filter(|_| !is_enum);
        let is_extern = self.extras.is_extern(shape.id.as_str());
        let has_type = self.has_types && !is_extern && *at != Module::Root;
        let ty = has_type.then_some(&names.ty);
        Some(Schema {
            name: names.schema.clone(),
            id: shape.id.to_string(),
            kind,
            members: members
                .map(|member| self.schema_member(member, at))
                .collect(),
            traits: self.renamed_traits(shape, ty),
            requires: self.requiring.contains(&shape.id),
        })
    }

    /// The traits of a shape, and of an error the name that goes on the wire where the service renames it.
    fn renamed_traits(&self, shape: &Shape, ty: Option<&Ident>) -> Vec<Trait> {
        let mut list = shape_traits(shape, ty);
        if shape.traits.has("smithy.api#error") {
            let service = self.resolved.selection.service.as_str();
            let service = self.resolved.model.get(service).and_then(Shape::as_service);
            let renamed = service.and_then(|service| service.rename.get(&shape.id));
            list.extend(renamed.map(|name| Trait::Renamed(name.clone())));
        }
        list
    }

    fn schema_member(&self, member: &Member, at: &Module) -> SchemaMember {
        let target = self.resolved.model.target(member);
        let simple = target.filter(|target| !has_schema(&target.kind));
        let mut traits = member_traits(&member.traits, simple.map(|target| &target.traits));
        let is_defaulted = || {
            let default = member.traits.get(id::DEFAULT);
            default.is_some_and(|default| !default.is_null())
        };
        if self.sides.serves && traits.contains(&Trait::Required) && is_defaulted() {
            traits.push(Trait::Defaulted);
        }
        // Of the traits of a union, whether it streams is the member's business.
        if target.is_some_and(|target| target.traits.has(id::STREAMING))
            && !traits.contains(&Trait::Streaming)
        {
            traits.push(Trait::Streaming);
        }
        SchemaMember {
            name: member.name.to_string(),
            target: self.schema_path(&member.target, at),
            traits,
        }
    }
}

/// The traits of a member: its own first, then what it takes over from a simple target.
fn member_traits(own: &Traits, target: Option<&Traits>) -> Vec<Trait> {
    let both = Effective { own, target };
    let mut list = Vec::new();
    let mut flag = |id, value: Trait| list.extend(own.has(id).then_some(value));
    flag(id::REQUIRED, Trait::Required);
    flag(id::HTTP_LABEL, Trait::HttpLabel);
    flag(id::HTTP_QUERY_PARAMS, Trait::HttpQueryParams);
    flag(id::HTTP_PAYLOAD, Trait::HttpPayload);
    flag(id::HTTP_RESPONSE_CODE, Trait::HttpResponseCode);
    flag(id::HOST_LABEL, Trait::HostLabel);
    flag(id::IDEMPOTENCY_TOKEN, Trait::IdempotencyToken);
    flag(id::EVENT_HEADER, Trait::EventHeader);
    flag(id::EVENT_PAYLOAD, Trait::EventPayload);
    flag(id::XML_ATTRIBUTE, Trait::XmlAttribute);
    flag(id::XML_FLATTENED, Trait::XmlFlattened);
    let texts = [
        own.read()
            .map(|traits::HttpQuery(name)| Trait::HttpQuery(name)),
        own.read()
            .map(|traits::HttpHeader(name)| Trait::HttpHeader(name)),
        own.read()
            .map(|traits::HttpPrefixHeaders(prefix)| Trait::HttpPrefixHeaders(prefix)),
        own.read()
            .map(|traits::JsonName(name)| Trait::JsonName(name)),
        own.read().map(|traits::XmlName(name)| Trait::XmlName(name)),
        own.read()
            .map(|traits::Ec2QueryName(name)| Trait::Ec2QueryName(name)),
        own.read()
            .map(|namespace| Trait::XmlNamespace(xml_namespace(namespace))),
    ];
    list.extend(texts.into_iter().flatten());
    for (id, value) in [
        (id::SENSITIVE, Trait::Sensitive),
        (id::STREAMING, Trait::Streaming),
        (id::REQUIRES_LENGTH, Trait::RequiresLength),
    ] {
        list.extend(both.has(id).then_some(value));
    }
    list.extend(
        both.read()
            .map(|format| Trait::TimestampFormat(timestamp_format(format))),
    );
    list.extend(
        both.read()
            .map(|traits::MediaType(kind)| Trait::MediaType(kind)),
    );
    list.extend(
        both.read()
            .map(|length| Trait::Length(length_bounds(length))),
    );
    list.extend(both.read().map(|range| Trait::Range(range_bounds(range))));
    list.extend(
        both.read()
            .map(|traits::Pattern(pattern)| Trait::Pattern(pattern)),
    );
    list
}

/// The traits of a member and of its simple target, of which the member's win.
struct Effective<'a> {
    own: &'a Traits,
    target: Option<&'a Traits>,
}

impl Effective<'_> {
    fn has(&self, id: &str) -> bool {
        self.own.has(id) || self.target.is_some_and(|target| target.has(id))
    }

    fn read<T: Known>(&self) -> Option<T> {
        self.own
            .read()
            .or_else(|| self.target.and_then(Traits::read))
    }
}

/// The traits of a shape that has a table; `ty` is its type where it has one.
fn shape_traits(shape: &Shape, ty: Option<&Ident>) -> Vec<Trait> {
    let own = &shape.traits;
    let mut list = Vec::new();
    match shape.kind {
        Kind::Enum => {
            list.push(Trait::EnumValues(values(ty, || texts(shape))));
            list.extend(internal_values(shape));
        }
        Kind::IntEnum => list.push(Trait::IntEnumValues(values(ty, || numbers(shape)))),
        _ => {}
    }
    let mut flag = |id, value: Trait| list.extend(own.has(id).then_some(value));
    flag(id::SENSITIVE, Trait::Sensitive);
    flag(id::SPARSE, Trait::Sparse);
    flag(id::UNIQUE_ITEMS, Trait::UniqueItems);
    flag(id::STREAMING, Trait::Streaming);
    let more = [
        own.read().map(|fault: Fault| Trait::Error {
            client: fault == Fault::Client,
        }),
        own.read()
            .map(|traits::HttpError(status)| Trait::HttpError(status)),
        own.read().map(|retry: traits::Retryable| Trait::Retryable {
            throttling: retry.throttling,
        }),
        own.read()
            .map(|error| Trait::AwsQueryError(query_error(error))),
        own.read().map(|traits::XmlName(name)| Trait::XmlName(name)),
        own.read()
            .map(|namespace| Trait::XmlNamespace(xml_namespace(namespace))),
        own.read()
            .map(|length| Trait::Length(length_bounds(length))),
        own.read().map(|range| Trait::Range(range_bounds(range))),
        own.read()
            .map(|traits::Pattern(pattern)| Trait::Pattern(pattern)),
        own.read()
            .map(|traits::MediaType(kind)| Trait::MediaType(kind)),
    ];
    list.extend(more.into_iter().flatten());
    list
}

fn values<T>(ty: Option<&Ident>, listed: impl FnOnce() -> Vec<T>) -> EnumValues<T> {
    match ty {
        Some(ty) => EnumValues::OfType(ty.clone()),
        None => EnumValues::Listed(listed()),
    }
}

/// The values of an enum that are not named where all are, if there are any.
fn internal_values(shape: &Shape) -> Option<Trait> {
    let members = shape.members.iter();
    let internal = members.filter(|member| member.traits.has(id::INTERNAL));
    let values: Vec<String> = internal.map(text).collect();
    (!values.is_empty()).then_some(Trait::InternalValues(values))
}

/// The values of an enum, in model order.
pub(in crate::lower) fn texts(shape: &Shape) -> Vec<String> {
    shape.members.iter().map(text).collect()
}

/// The value of an enum's member.
pub(in crate::lower) fn text(member: &Member) -> String {
    let value = member.traits.text(id::ENUM_VALUE);
    value.unwrap_or(&member.name).to_owned()
}

/// The values of an intEnum, in model order.
fn numbers(shape: &Shape) -> Vec<i32> {
    // One without a value has been reported.
    shape.members.iter().filter_map(Member::int_value).collect()
}

pub(in crate::lower) fn xml_namespace(namespace: traits::XmlNamespace) -> XmlNamespace {
    XmlNamespace {
        uri: namespace.uri,
        prefix: namespace.prefix,
    }
}

fn query_error(error: traits::AwsQueryError) -> QueryError {
    QueryError {
        code: error.code,
        status: error.http_response_code,
    }
}

fn timestamp_format(format: traits::TimestampFormat) -> TimestampFormat {
    match format {
        traits::TimestampFormat::DateTime => TimestampFormat::DateTime,
        traits::TimestampFormat::HttpDate => TimestampFormat::HttpDate,
        traits::TimestampFormat::EpochSeconds => TimestampFormat::EpochSeconds,
    }
}

fn length_bounds(length: traits::Length) -> Bounds {
    Bounds {
        min: length.min.map(|limit| limit.to_string()),
        max: length.max.map(|limit| limit.to_string()),
    }
}

fn range_bounds(range: traits::Range) -> Bounds {
    Bounds {
        min: range.min.map(|limit| limit.to_string()),
        max: range.max.map(|limit| limit.to_string()),
    }
}
