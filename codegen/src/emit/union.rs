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
    let serde = paths::serde(&union.extras, quote!(rt::serde!(#name);));
    quote! {
        #definition
        rt::union!(#name, #table, #unknown #variants);
        #serde
    }
}

fn definition(union: &Union) -> TokenStream {
    let Union { name, unknown, .. } = union;
    let docs = paths::docs(&union.docs);
    let variants = union.variants.iter().map(|variant| {
        let (name, ty) = (&variant.name, &variant.value);
        let docs = paths::docs(&variant.docs);
        let attributes = paths::tokens(&paths::attributes(&variant.attributes));
        quote!(#docs #attributes #name(#ty))
    });
    let unknown_docs = paths::docs("A member that this version does not know: its name.");
    let attributes = paths::tokens(&paths::attributes(&union.extras.attributes));
    let derives = paths::tokens(&paths::derives("Clone, PartialEq", &union.extras));
    quote! {
        #docs
        #derives
        #attributes
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #unknown_docs
            #unknown(String),
        }
    }
}
