//! Prints unions: an enum with a variant for members that the model does not know.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths;
use crate::ir::Union;

/// All items of a union.
pub(super) fn union(union: &Union) -> TokenStream {
    let Union { name, unknown, .. } = union;
    let definition = definition(union);
    let table = &union.schema.name;
    let variants = paths::numbered(union.variants.iter().map(|variant| &variant.name));
    quote! {
        #definition
        rt::union!(#name, #table, #unknown #variants);
    }
}

fn definition(union: &Union) -> TokenStream {
    let Union { name, unknown, .. } = union;
    let docs = paths::docs(&union.docs);
    let variants = union.variants.iter().map(|variant| {
        let (name, ty) = (&variant.name, &variant.value);
        let docs = paths::docs(&variant.docs);
        quote!(#docs #name(#ty))
    });
    let unknown_docs = paths::docs("A member that this version does not know: its name.");
    quote! {
        #docs
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #unknown_docs
            #unknown(String),
        }
    }
}
