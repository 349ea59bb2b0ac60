//! Prints the static tables that the runtime interprets.

use std::borrow::Cow;

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
    let variant: Cow<'_, str> = match entry {
        Trait::Required => "Required".into(),
        Trait::Defaulted => "Defaulted".into(),
        Trait::Sensitive => "Sensitive".into(),
        Trait::Sparse => "Sparse".into(),
        Trait::UniqueItems => "UniqueItems".into(),
        Trait::JsonName(text) => format!("JsonName({})", quoted(text)).into(),
        Trait::XmlName(text) => format!("XmlName({})", quoted(text)).into(),
        Trait::XmlAttribute => "XmlAttribute".into(),
        Trait::XmlFlattened => "XmlFlattened".into(),
        Trait::XmlNamespace(it) => {
            format!("Trait::XmlNamespace({})", paths::xml_namespace(it)).into()
        }
        Trait::Ec2QueryName(text) => format!("Ec2QueryName({})", quoted(text)).into(),
        Trait::TimestampFormat(it) => {
            format!("Trait::TimestampFormat({})", timestamp_format(*it)).into()
        }
        Trait::MediaType(text) => format!("MediaType({})", quoted(text)).into(),
        Trait::HttpLabel => "HttpLabel".into(),
        Trait::HttpQuery(text) => format!("HttpQuery({})", quoted(text)).into(),
        Trait::HttpQueryParams => "HttpQueryParams".into(),
        Trait::HttpHeader(text) => format!("HttpHeader({})", quoted(text)).into(),
        Trait::HttpPrefixHeaders(text) => format!("HttpPrefixHeaders({})", quoted(text)).into(),
        Trait::HttpPayload => "HttpPayload".into(),
        Trait::HttpResponseCode => "HttpResponseCode".into(),
        Trait::HostLabel => "HostLabel".into(),
        Trait::IdempotencyToken => "IdempotencyToken".into(),
        Trait::Streaming => "Streaming".into(),
        Trait::RequiresLength => "RequiresLength".into(),
        Trait::EventHeader => "EventHeader".into(),
        Trait::EventPayload => "EventPayload".into(),
        Trait::EnumValues(values) => {
            let values = enum_values(values, |it| quoted(it).to_string());
            format!("EnumValues({values})").into()
        }
        Trait::InternalValues(values) => {
            let values = text::listed(values.iter().map(|it| quoted(it)));
            format!("InternalValues({values})").into()
        }
        Trait::IntEnumValues(values) => {
            format!("IntEnumValues({})", enum_values(values, i32::to_string)).into()
        }
        Trait::Length(limits) => format!("Length({})", bounds(limits)).into(),
        Trait::Range(limits) => format!("Range({})", bounds(limits)).into(),
        Trait::Pattern(text) => format!("Pattern({})", quoted(text)).into(),
        Trait::Error { client } => format!("Error {{ client: {client} }}").into(),
        Trait::HttpError(status) => format!("HttpError({status})").into(),
        Trait::Renamed(text) => format!("Renamed({})", quoted(text)).into(),
        Trait::Retryable { throttling } => {
            format!("Retryable {{ throttling: {throttling} }}").into()
        }
        Trait::AwsQueryError(error) => {
            let (code, status) = (quoted(&error.code), error.status);
            format!("AwsQueryError(&rt::QueryError::new({code}, {status}))").into()
        }
    };
    out.extend(["rt::", &variant]);
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
    let [min, max] = [&bounds.min, &bounds.max].map(|limit| limit.as_deref().map(quoted));
    match (min, max) {
        (Some(min), Some(max)) => format!("&rt::between({min}, {max})"),
        (Some(min), None) => format!("&rt::at_least({min})"),
        (None, Some(max)) => format!("&rt::at_most({max})"),
        (None, None) => "&rt::Bounds::new(None, None)".to_owned(),
    }
}
