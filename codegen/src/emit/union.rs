//! Prints unions: an enum with a variant for members that the model does not know, and its views.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::paths;
use crate::ir::{Ident, Union};

/// All items of a union.
pub(super) fn union(union: &Union) -> TokenStream {
    let Union { name, unknown, .. } = union;
    let definition = definition(union);
    let views = views(union);
    let shared = paths::structure_impls(name);
    quote! {
        #definition
        impl Default for #name {
            fn default() -> Self {
                Self::#unknown(String::new())
            }
        }
        #views
        #shared
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

fn views(union: &Union) -> TokenStream {
    let Union {
        name,
        unknown,
        schema,
        own_name,
        ..
    } = union;
    let type_name = paths::type_name(name, *own_name);
    let table = &schema.name;
    let names: Vec<&Ident> = union.variants.iter().map(|variant| &variant.name).collect();
    let indices = (0..names.len()).map(Literal::usize_unsuffixed);
    let again = indices.clone();
    quote! {
        impl rt::Structure for #name {
            fn schema(&self) -> &'static rt::Schema {
                &#table
            }
            #type_name
            fn get(&self, member: usize) -> rt::Ref<'_> {
                match (member, self) {
                    #((#indices, Self::#names(value)) => rt::View::view(value),)*
                    _ => rt::Ref::Unset,
                }
            }
            fn slot(&mut self, member: usize) -> rt::Slot<'_> {
                *self = match member {
                    #(#again => Self::#names(Default::default()),)*
                    _ => return rt::Slot::Skip,
                };
                match self {
                    #(Self::#names(value) => rt::View::slot(value),)*
                    Self::#unknown(_) => rt::Slot::Skip,
                }
            }
            fn set_unknown(&mut self, tag: &str) {
                *self = Self::#unknown(tag.to_owned());
            }
            fn unknown(&self) -> Option<&str> {
                match self {
                    Self::#unknown(tag) => Some(tag),
                    _ => None,
                }
            }
        }
    }
}
