//! Prints open enums of texts and of integers: values that the model does not know survive.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::paths;
use crate::ir::{Enumeration, Ident, IntEnumeration, Variant};

/// All items of an enum of texts.
pub(super) fn enumeration(enumeration: &Enumeration) -> TokenStream {
    let Enumeration {
        name,
        variants,
        unknown,
        schema,
        ..
    } = enumeration;
    let definition = definition(&enumeration.docs, name, variants, unknown, &quote!(String));
    let rows = variants
        .iter()
        .map(|Variant { name, value, .. }| quote!(, #value #name));
    let table = &schema.name;
    quote! {
        #definition
        rt::enumeration!(#name, #table, #unknown #(#rows)*);
    }
}

/// All items of an enum of integers.
pub(super) fn int_enumeration(enumeration: &IntEnumeration) -> TokenStream {
    let IntEnumeration {
        name,
        variants,
        unknown,
        schema,
        ..
    } = enumeration;
    let definition = definition(&enumeration.docs, name, variants, unknown, &quote!(i32));
    let rows = variants.iter().map(|Variant { name, value, .. }| {
        let value = paths::number(*value);
        quote!(, #value #name)
    });
    let table = &schema.name;
    quote! {
        #definition
        rt::int_enumeration!(#name, #table, #unknown #(#rows)*);
    }
}

fn definition<T>(
    docs: &str,
    name: &Ident,
    variants: &[Variant<T>],
    unknown: &Ident,
    value: &impl ToTokens,
) -> TokenStream {
    let docs = paths::docs(docs);
    let variants = variants.iter().map(|variant| {
        let (name, docs) = (&variant.name, paths::docs(&variant.docs));
        quote!(#docs #name)
    });
    quote! {
        #docs
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that this version does not know.
            #unknown(#value),
        }
    }
}
