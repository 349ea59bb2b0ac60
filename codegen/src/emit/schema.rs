//! Prints the static tables that the runtime interprets.

use super::paths;
use super::text::{self, put, quoted};
use crate::ir::{Bounds, EnumValues, Schema, SchemaKind, SchemaMember, TimestampFormat, Trait};

/// A table as a static.
pub(super) fn schema(schema: &Schema) -> String {
    let Schema { name, id, .. } = schema;
    let id = quoted(id);
    let kind = match schema.kind {
        SchemaKind::Structure => "structure_of",
        SchemaKind::Union => "union_of",
        SchemaKind::List => "list_of",
        SchemaKind::Map => "map_of",
        SchemaKind::Enum => "enum_of",
        SchemaKind::IntEnum => "int_enum_of",
    };
    let members = match schema.kind {
        SchemaKind::Enum | SchemaKind::IntEnum => String::new(),
        _ => format!(", {}", text::list(&schema.members, member)),
    };
    let requiring = match schema.requires {
        true => ".with_required()",
        false => "",
    };
    let traits = match schema.traits.as_slice() {
        [] => String::new(),
        some => format!(".with_traits({})", text::list(some, entry)),
    };
    format!("pub(crate) static {name}: rt::Schema = rt::{kind}({id}{members}){requiring}{traits};")
}

fn member(member: &SchemaMember, out: &mut String) {
    let SchemaMember { name, target, .. } = member;
    let name = quoted(name);
    match member.traits.as_slice() {
        // Half of all members have no traits, and the compiler checks each argument.
        [] => put(out, format_args!("rt::plain({name}, &{target})")),
        some => {
            let traits = text::list(some, entry);
            put(out, format_args!("rt::member({name}, &{target}, {traits})"))
        }
    };
}

fn entry(entry: &Trait, out: &mut String) {
    let variant = match entry {
        Trait::Required => "Required".to_owned(),
        Trait::Defaulted => "Defaulted".to_owned(),
        Trait::Sensitive => "Sensitive".to_owned(),
        Trait::Sparse => "Sparse".to_owned(),
        Trait::UniqueItems => "UniqueItems".to_owned(),
        Trait::JsonName(text) => format!("JsonName({})", quoted(text)),
        Trait::XmlName(text) => format!("XmlName({})", quoted(text)),
        Trait::XmlAttribute => "XmlAttribute".to_owned(),
        Trait::XmlFlattened => "XmlFlattened".to_owned(),
        Trait::XmlNamespace(it) => format!("Trait::XmlNamespace({})", paths::xml_namespace(it)),
        Trait::Ec2QueryName(text) => format!("Ec2QueryName({})", quoted(text)),
        Trait::TimestampFormat(it) => format!("Trait::TimestampFormat({})", timestamp_format(*it)),
        Trait::MediaType(text) => format!("MediaType({})", quoted(text)),
        Trait::HttpLabel => "HttpLabel".to_owned(),
        Trait::HttpQuery(text) => format!("HttpQuery({})", quoted(text)),
        Trait::HttpQueryParams => "HttpQueryParams".to_owned(),
        Trait::HttpHeader(text) => format!("HttpHeader({})", quoted(text)),
        Trait::HttpPrefixHeaders(text) => format!("HttpPrefixHeaders({})", quoted(text)),
        Trait::HttpPayload => "HttpPayload".to_owned(),
        Trait::HttpResponseCode => "HttpResponseCode".to_owned(),
        Trait::HostLabel => "HostLabel".to_owned(),
        Trait::IdempotencyToken => "IdempotencyToken".to_owned(),
        Trait::Streaming => "Streaming".to_owned(),
        Trait::RequiresLength => "RequiresLength".to_owned(),
        Trait::EventHeader => "EventHeader".to_owned(),
        Trait::EventPayload => "EventPayload".to_owned(),
        Trait::EnumValues(values) => {
            format!("EnumValues({})", enum_values(values, |it| quoted(it)))
        }
        Trait::InternalValues(values) => {
            let values = text::listed(values.iter().map(|it| quoted(it)));
            format!("InternalValues({values})")
        }
        Trait::IntEnumValues(values) => {
            format!("IntEnumValues({})", enum_values(values, i32::to_string))
        }
        Trait::Length(limits) => format!("Length({})", bounds(limits)),
        Trait::Range(limits) => format!("Range({})", bounds(limits)),
        Trait::Pattern(text) => format!("Pattern({})", quoted(text)),
        Trait::Error { client } => format!("Error {{ client: {client} }}"),
        Trait::HttpError(status) => format!("HttpError({status})"),
        Trait::Renamed(text) => format!("Renamed({})", quoted(text)),
        Trait::Retryable { throttling } => format!("Retryable {{ throttling: {throttling} }}"),
        Trait::AwsQueryError(error) => {
            let (code, status) = (quoted(&error.code), error.status);
            format!("AwsQueryError(&rt::QueryError::new({code}, {status}))")
        }
    };
    put(out, format_args!("rt::{variant}"));
}

fn timestamp_format(format: TimestampFormat) -> &'static str {
    match format {
        TimestampFormat::DateTime => "rt::TimestampFormat::DateTime",
        TimestampFormat::HttpDate => "rt::TimestampFormat::HttpDate",
        TimestampFormat::EpochSeconds => "rt::TimestampFormat::EpochSeconds",
    }
}

fn enum_values<T>(values: &EnumValues<T>, print: impl Fn(&T) -> String) -> String {
    match values {
        EnumValues::OfType(ty) => format!("{ty}::VALUES"),
        EnumValues::Listed(values) => text::listed(values.iter().map(print)),
    }
}

fn bounds(bounds: &Bounds) -> String {
    let quoted = |limit: &Option<String>| limit.as_deref().map(quoted);
    match (quoted(&bounds.min), quoted(&bounds.max)) {
        (Some(min), Some(max)) => format!("&rt::between({min}, {max})"),
        (Some(min), None) => format!("&rt::at_least({min})"),
        (None, Some(max)) => format!("&rt::at_most({max})"),
        (None, None) => "&rt::Bounds::new(None, None)".to_owned(),
    }
}
