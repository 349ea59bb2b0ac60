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
pub(super) fn operations(service: &ServiceClient) -> String {
    let docs = match service.has_calls || !service.has_types {
        true => "//! One module per operation: its call, input, output and errors.\n",
        false => "//! One module per operation: its input and output.\n",
    };
    let modules = service.operations.iter().map(|operation| {
        let docs = paths::comment(&operation.module_docs);
        format!("{docs}pub mod {};\n", operation.module)
    });
    [docs.to_owned()].into_iter().chain(modules).collect()
}

/// `types/mod.rs`.
pub(super) fn types(service: &ServiceClient) -> String {
    let head = "//! The types of the service's data.\n".to_owned();
    let collections =
        (!service.collections.is_empty()).then(|| "pub(crate) mod collections;\n".to_owned());
    let modules = service.types.iter();
    let modules = modules.map(|TypeFile { module, .. }| format!("pub(crate) mod {module};\n"));
    let files = service.types.iter().filter(|_| service.has_types);
    let files =
        files.map(|TypeFile { module, shape }| format!("pub use {module}::{};\n", shape.name()));
    let lines = [head].into_iter().chain(collections);
    lines.chain(modules).chain(files).collect()
}
