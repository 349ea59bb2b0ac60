//! Prints the enum of an operation's errors: those of the model, those it does not describe, those on this side.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths;
use crate::ir::{ErrorVariant, Operation};

/// The enum. Each variant is the error that it is named for, which says the rest.
pub(super) fn error(operation: &Operation) -> TokenStream {
    let name = &operation.error.name;
    let docs = paths::docs(&format!("Why `{}` failed.", operation.name));
    let variants = &operation.error.variants;
    let rows = paths::numbered(variants.iter().map(|variant| &variant.name));
    let variants = variants
        .iter()
        .map(|ErrorVariant { name, ty, .. }| quote!(#name(rt::Modeled<#ty>)));
    quote! {
        #docs
        #[allow(missing_docs)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// An error of the service that the model does not describe.
            Unmodeled(rt::Unmodeled),
            /// An error on this side: nothing was sent, nothing came back, or it could not be read.
            Client(Box<client::ClientError>),
        }
        client::operation_error!(#name #rows);
    }
}
