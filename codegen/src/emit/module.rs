//! Prints the files that hold nothing but modules and re-exports.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths;
use crate::ir::{ServiceClient, TypeFile};

/// `mod.rs` of the service. It has no inner attributes, so that it can be included.
pub(super) fn root(service: &ServiceClient) -> TokenStream {
    let gate = service
        .cli_feature
        .as_ref()
        .map(|feature| quote!(#[cfg(feature = #feature)]));
    let cli = service
        .cli
        .as_ref()
        .map(|_| quote!(#gate #[doc(hidden)] pub mod cli;));
    let title = &service.sdk_id;
    let demands = service.demanded_features.iter().map(|feature| {
        let require = paths::require(feature);
        quote!(#require(#title);)
    });
    let layout = paths::layout(service.home);
    let contents = match service.has_client {
        true => quote!(
            mod client;
        ),
        false => quote!(tables;),
    };
    let server = service.server.as_ref().map(|_| {
        quote!(
            pub mod server;
        )
    });
    quote! {
        #(#demands)*
        #layout! {
            1;
            #contents
            pub mod operations;
            #server
            pub mod types;
            #[doc(hidden)] pub mod service;
            #cli
        }
    }
}

/// `operations/mod.rs`.
pub(super) fn operations(service: &ServiceClient) -> TokenStream {
    let docs = match service.has_calls || !service.has_types {
        true => quote!(
            //! One module per operation: its call, input, output and errors.
        ),
        false => quote!(
            //! One module per operation: its input and output.
        ),
    };
    let modules = service.operations.iter().map(|operation| {
        let module = &operation.module;
        let docs = paths::docs(&operation.module_docs);
        quote!(#docs pub mod #module;)
    });
    quote! {
        #docs
        #(#modules)*
    }
}

/// `types/mod.rs`.
pub(super) fn types(service: &ServiceClient) -> TokenStream {
    let files = service.types.iter().map(|TypeFile { module, shape }| {
        let name = shape.name();
        service.has_types.then(|| quote!(pub use #module::#name;))
    });
    let modules = service.types.iter().map(|file| &file.module);
    let collections = (!service.collections.is_empty()).then(|| {
        quote!(
            pub(crate) mod collections;
        )
    });
    quote! {
        //! The types of the service's data.
        #collections
        #(pub(crate) mod #modules;)*
        #(#files)*
    }
}
