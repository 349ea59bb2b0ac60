//! Prints the static tables that the runtime interprets.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths;
use crate::ir::{Bounds, EnumValues, Schema, SchemaKind, SchemaMember, TimestampFormat, Trait};

/// A table as a static.
pub(super) fn schema(schema: &Schema) -> TokenStream {
    let Schema { name, id, .. } = schema;
    let members = schema.members.iter().map(member);
    let members = quote!(&[#(#members),*]);
    let table = match schema.kind {
        SchemaKind::Structure => quote!(rt::structure_of(#id, #members)),
        SchemaKind::Union => quote!(rt::union_of(#id, #members)),
        SchemaKind::List => quote!(rt::list_of(#id, #members)),
        SchemaKind::Map => quote!(rt::map_of(#id, #members)),
        SchemaKind::Enum => quote!(rt::enum_of(#id)),
        SchemaKind::IntEnum => quote!(rt::int_enum_of(#id)),
    };
    let requiring = schema.requires.then(|| quote!(.with_required()));
    let traits = (!schema.traits.is_empty()).then(|| {
        let traits = traits(&schema.traits);
        quote!(.with_traits(#traits))
    });
    quote! {
        pub(crate) static #name: rt::Schema = #table #requiring #traits;
    }
}

fn member(member: &SchemaMember) -> TokenStream {
    let SchemaMember { name, target, .. } = member;
    let traits = traits(&member.traits);
    quote!(rt::member(#name, &#target, #traits))
}

fn traits(traits: &[Trait]) -> TokenStream {
    let entries = traits.iter().map(entry);
    quote!(&[#(#entries),*])
}

fn entry(entry: &Trait) -> TokenStream {
    let variant = match entry {
        Trait::Required => quote!(Required),
        Trait::Sensitive => quote!(Sensitive),
        Trait::Sparse => quote!(Sparse),
        Trait::UniqueItems => quote!(UniqueItems),
        Trait::JsonName(name) => quote!(JsonName(#name)),
        Trait::XmlName(name) => quote!(XmlName(#name)),
        Trait::XmlAttribute => quote!(XmlAttribute),
        Trait::XmlFlattened => quote!(XmlFlattened),
        Trait::XmlNamespace(namespace) => {
            let namespace = paths::xml_namespace(namespace);
            quote!(Trait::XmlNamespace(#namespace))
        }
        Trait::Ec2QueryName(name) => quote!(Ec2QueryName(#name)),
        Trait::TimestampFormat(format) => {
            let format = timestamp_format(*format);
            quote!(Trait::TimestampFormat(rt::TimestampFormat::#format))
        }
        Trait::MediaType(kind) => quote!(MediaType(#kind)),
        Trait::HttpLabel => quote!(HttpLabel),
        Trait::HttpQuery(name) => quote!(HttpQuery(#name)),
        Trait::HttpQueryParams => quote!(HttpQueryParams),
        Trait::HttpHeader(name) => quote!(HttpHeader(#name)),
        Trait::HttpPrefixHeaders(prefix) => quote!(HttpPrefixHeaders(#prefix)),
        Trait::HttpPayload => quote!(HttpPayload),
        Trait::HttpResponseCode => quote!(HttpResponseCode),
        Trait::HostLabel => quote!(HostLabel),
        Trait::IdempotencyToken => quote!(IdempotencyToken),
        Trait::Streaming => quote!(Streaming),
        Trait::RequiresLength => quote!(RequiresLength),
        Trait::EventHeader => quote!(EventHeader),
        Trait::EventPayload => quote!(EventPayload),
        Trait::EnumValues(values) => {
            let values = enum_values(values, |text| quote!(#text));
            quote!(EnumValues(#values))
        }
        Trait::IntEnumValues(values) => {
            let values = enum_values(values, |value| paths::number(*value));
            quote!(IntEnumValues(#values))
        }
        Trait::Length(bounds) => {
            let bounds = self::bounds(bounds);
            quote!(Length(#bounds))
        }
        Trait::Range(bounds) => {
            let bounds = self::bounds(bounds);
            quote!(Range(#bounds))
        }
        Trait::Pattern(pattern) => quote!(Pattern(#pattern)),
        Trait::Error { client } => quote!(Error { client: #client }),
        Trait::HttpError(status) => {
            let status = proc_macro2::Literal::u16_unsuffixed(*status);
            quote!(HttpError(#status))
        }
        Trait::Renamed(name) => quote!(Renamed(#name)),
        Trait::Retryable { throttling } => quote!(Retryable { throttling: #throttling }),
        Trait::AwsQueryError(error) => {
            let (code, status) = (
                &error.code,
                proc_macro2::Literal::u16_unsuffixed(error.status),
            );
            quote!(AwsQueryError(&rt::QueryError::new(#code, #status)))
        }
    };
    quote!(rt::#variant)
}

fn timestamp_format(format: TimestampFormat) -> TokenStream {
    match format {
        TimestampFormat::DateTime => quote!(DateTime),
        TimestampFormat::HttpDate => quote!(HttpDate),
        TimestampFormat::EpochSeconds => quote!(EpochSeconds),
    }
}

fn enum_values<T>(values: &EnumValues<T>, print: impl Fn(&T) -> TokenStream) -> TokenStream {
    match values {
        EnumValues::OfType(ty) => quote!(#ty::VALUES),
        EnumValues::Listed(values) => {
            let values = values.iter().map(print);
            quote!(&[#(#values),*])
        }
    }
}

fn bounds(bounds: &Bounds) -> TokenStream {
    let limit = |limit: &Option<String>| paths::option(limit.as_ref().map(|limit| quote!(#limit)));
    let (min, max) = (limit(&bounds.min), limit(&bounds.max));
    quote!(&rt::Bounds::new(#min, #max))
}
