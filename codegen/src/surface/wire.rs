//! What a service's messages look like, as far as the model decides it.

use super::format::Format;
use super::names::{self, Index, Place};
use super::{Origin, Side, Surface};
use crate::ir::{
    Auth, Bounds, EnumValues, Http, Operation, Path, Schema, SchemaKind, Segment, ServiceClient,
    Shape, TimestampFormat, Trait,
};

/// Adds all messages and what they are made of.
pub(super) fn add<'s>(service: &'s ServiceClient, index: &Index<'s>, surface: &mut Surface<'s>) {
    let protocol = service.protocol.as_str();
    let format = Format::of(protocol);
    let protocol = protocol.to_lowercase();
    surface.add(Side::Wire, "service".to_owned(), protocol, &service.id);
    for operation in &service.operations {
        let value = self::operation(operation, format, index);
        surface.add(Side::Wire, operation.name.clone(), value, &operation.id);
    }
    let own = service.operations.iter().flat_map(|operation| {
        let shapes = operation.shapes.iter();
        shapes.map(move |shape| (names::operation(operation).to_vec(), shape))
    });
    let types = service.types.iter();
    let types = types.map(|file| (vec!["types", file.module.stem()], &file.shape));
    for (place, shape) in own.chain(types) {
        if let Some(schema) = names::schema_of(shape) {
            self::schema(&place, schema, format, index, surface);
            values(shape, surface);
        }
    }
    for (place, tables) in [
        (&["types", "collections"][..], &service.collections),
        (&["service"], &service.tables),
    ] {
        for schema in tables {
            self::schema(place, schema, format, index, surface);
        }
    }
}

/// `POST /client/register 200, sigv4`.
pub(crate) fn operation(operation: &Operation, format: Format, index: &Index<'_>) -> String {
    let place = names::operation(operation);
    let input = index.get(&place, &operation.input.schema);
    let mut parts = Vec::new();
    if let Some(http) = operation.http.as_ref().filter(|_| format.binds) {
        parts.push(self::http(http, input.as_ref().map(|(schema, _)| *schema)));
    }
    parts.extend(operation.host_prefix.iter().map(|it| format!("host {it}")));
    parts.extend(operation.auth.iter().map(auth));
    parts.join(", ")
}

fn http(http: &Http, input: Option<&Schema>) -> String {
    let label = |member: &usize| {
        let member = input.and_then(|schema| schema.members.get(*member));
        member.map_or("", |member| &member.name)
    };
    let mut uri = String::new();
    for segment in &http.path {
        uri.push('/');
        match segment {
            Segment::Literal(text) => uri.push_str(text),
            Segment::Label(member) => uri.push_str(&format!("{{{}}}", label(member))),
            Segment::Greedy(member) => uri.push_str(&format!("{{{}+}}", label(member))),
        }
    }
    if uri.is_empty() {
        uri.push('/');
    }
    for (number, (name, value)) in http.query.iter().enumerate() {
        uri.push(if number == 0 { '?' } else { '&' });
        uri.push_str(name);
        uri.extend(value.iter().flat_map(|value| ["=", value]));
    }
    format!("{} {uri} {}", http.method, http.code)
}

fn auth(auth: &Auth) -> String {
    match auth {
        Auth::None => "no signature".to_owned(),
        Auth::SigV4 => "sigv4".to_owned(),
        Auth::SigV4a => "sigv4a".to_owned(),
        Auth::Bearer => "bearer".to_owned(),
        Auth::Basic => "basic".to_owned(),
        Auth::Digest => "digest".to_owned(),
        Auth::ApiKey(key) => format!("api key {}", key.name),
        Auth::Other(id) => id.clone(),
    }
}

fn schema<'s>(
    place: Place<'_>,
    schema: &'s Schema,
    format: Format,
    index: &Index<'s>,
    surface: &mut Surface<'s>,
) {
    let id = &schema.id;
    let name = local(id);
    let value = with_traits(kind(schema.kind), format.heeded(&schema.traits, None));
    surface.add(Side::Wire, name.to_owned(), value, id);
    for member in &schema.members {
        let traits = format.heeded(&member.traits, Some(&member.name));
        let value = with_traits(&target(place, &member.target, index), traits);
        let origin = Origin::member(id, &member.name);
        surface.add(Side::Wire, format!("{name}${}", member.name), value, origin);
    }
}

/// The name of a shape, or the kind of one without a table.
fn target(place: Place<'_>, path: &Path, index: &Index<'_>) -> String {
    match index.get(place, path) {
        Some((schema, _)) => local(&schema.id).to_owned(),
        None => {
            let name = path.0.last().map_or("", |name| name.stem());
            name.to_lowercase().replace('_', "")
        }
    }
}

fn with_traits<'t>(what: &str, traits: impl Iterator<Item = &'t Trait>) -> String {
    let mut parts = vec![what.to_owned()];
    parts.extend(traits.filter_map(self::of_trait));
    parts.join(", ")
}

/// The values of an enum, which the type lists.
fn values<'s>(shape: &'s Shape, surface: &mut Surface<'s>) {
    match shape {
        Shape::Enumeration(shape) => {
            for variant in &shape.variants {
                let name = format!("{} = {:?}", local(&shape.schema.id), variant.value);
                surface.add(Side::Wire, name, "", &shape.schema.id);
            }
        }
        Shape::IntEnumeration(shape) => {
            for variant in &shape.variants {
                let name = format!("{} = {}", local(&shape.schema.id), variant.value);
                surface.add(Side::Wire, name, "", &shape.schema.id);
            }
        }
        Shape::Structure(_) | Shape::Union(_) => {}
    }
}

/// An id without its namespace.
pub(crate) fn local(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

/// What Smithy calls a kind.
pub(crate) fn kind(kind: SchemaKind) -> &'static str {
    match kind {
        SchemaKind::Structure => "structure",
        SchemaKind::Union => "union",
        SchemaKind::List => "list",
        SchemaKind::Map => "map",
        SchemaKind::Enum => "enum",
        SchemaKind::IntEnum => "intEnum",
    }
}

/// A trait in words; `None` for one that changes nothing that is sent.
pub(crate) fn of_trait(of: &Trait) -> Option<String> {
    let named = |word: &str, name: &str| Some(format!("{word} {name:?}"));
    let fixed = match of {
        Trait::Required => "required",
        Trait::Defaulted => "with default",
        Trait::Sparse => "sparse",
        Trait::UniqueItems => "unique items",
        Trait::XmlAttribute => "xml attribute",
        Trait::XmlFlattened => "flattened",
        Trait::HttpLabel => "label",
        Trait::HttpQueryParams => "query parameters",
        Trait::HttpPayload => "payload",
        Trait::HttpResponseCode => "status",
        Trait::HostLabel => "host label",
        Trait::IdempotencyToken => "idempotency token",
        Trait::Streaming => "streaming",
        Trait::RequiresLength => "with length",
        Trait::EventHeader => "event header",
        Trait::EventPayload => "event payload",
        Trait::Sensitive => "sensitive",
        Trait::JsonName(name) => return named("json", name),
        Trait::XmlName(name) => return named("xml", name),
        Trait::XmlNamespace(namespace) => return named("xml namespace", &namespace.uri),
        Trait::Ec2QueryName(name) => return named("ec2", name),
        Trait::TimestampFormat(format) => match format {
            TimestampFormat::DateTime => "date-time",
            TimestampFormat::HttpDate => "http-date",
            TimestampFormat::EpochSeconds => "epoch-seconds",
        },
        Trait::MediaType(media) => return named("media type", media),
        Trait::HttpQuery(name) => return named("query", name),
        Trait::HttpHeader(name) => return named("header", name),
        Trait::HttpPrefixHeaders(name) => return named("headers", name),
        Trait::EnumValues(EnumValues::Listed(values)) => return Some(format!("one of {values:?}")),
        Trait::IntEnumValues(EnumValues::Listed(values)) => {
            return Some(format!("one of {values:?}"));
        }
        // What is said of a wrong value is not what is sent.
        Trait::InternalValues(_) => return None,
        Trait::EnumValues(EnumValues::OfType(_)) | Trait::IntEnumValues(EnumValues::OfType(_)) => {
            return None;
        }
        Trait::Length(limits) => {
            // Nothing is shorter than nothing.
            let min = limits.min.clone().filter(|min| min != "0");
            let max = limits.max.clone();
            return Some(format!("length {}", bounds(&Bounds { min, max })));
        }
        Trait::Range(limits) => return Some(format!("range {}", bounds(limits))),
        Trait::Pattern(pattern) => return named("pattern", pattern),
        Trait::Error { client: true } => "client error",
        Trait::Error { client: false } => "server error",
        Trait::HttpError(code) => return Some(format!("status {code}")),
        Trait::Retryable { throttling: true } => "throttling",
        Trait::Retryable { throttling: false } => "retryable",
        Trait::AwsQueryError(error) => {
            return Some(format!("query error {:?} {}", error.code, error.status));
        }
        Trait::Renamed(name) => return named("renamed", name),
    };
    Some(fixed.to_owned())
}

fn bounds(bounds: &Bounds) -> String {
    let text = |bound: &Option<String>| bound.clone().unwrap_or_default();
    format!("{}..{}", text(&bounds.min), text(&bounds.max))
}
