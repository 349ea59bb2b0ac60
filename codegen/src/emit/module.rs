//! Prints the files that hold nothing but modules and re-exports.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths;
use crate::ir::{Ident, Operation, Path, Schema, Service, Shape, TypeFile};

/// `mod.rs` of the service. It has no inner attributes, so that it can be included.
pub(super) fn root(service: &Service) -> TokenStream {
    let mut operations: Vec<&Operation> = service.operations.iter().collect();
    operations.sort_by_key(|operation| &operation.module);
    let exports = operations.into_iter().map(|operation| {
        let (module, function) = (&operation.module, &operation.function);
        let mut types = vec![&operation.marker, &operation.error.name];
        types.extend(own(&operation.input.ty));
        types.extend(own(&operation.output.ty));
        types.sort();
        // One structure may be both input and output.
        types.dedup();
        quote!(#module::{#(#types,)* #function})
    });
    let (unused, shapes) = (unused(), shapes());
    let gate = service
        .cli_feature
        .as_ref()
        .map(|feature| quote!(#[cfg(feature = #feature)]));
    let cli = service.cli.as_ref().map(|_| {
        quote! {
            /// The tables of the command line.
            #gate
            #unused
            pub mod cli;
        }
    });
    let title = &service.sdk_id;
    let demands = service.demanded_features.iter().map(|feature| {
        let require = paths::require(feature);
        quote!(#require(#title);)
    });
    quote! {
        #(#demands)*
        #cli
        #unused
        mod client;
        /// One module per operation: its input, output and errors, and the shapes that it alone uses.
        #shapes
        pub mod operations;
        /// Static data of the service.
        #unused
        pub mod service;
        /// The types of the service's data.
        #shapes
        pub mod types;

        #[allow(unused_imports)]
        pub use client::{Call, Client};
        #[allow(unused_imports)]
        pub use operations::{#(#exports),*};
    }
}

/// The name of a type of the operation's own file, which is a path of one segment.
fn own(path: &Path) -> Option<&Ident> {
    match path.0.as_slice() {
        [name] => Some(name),
        _ => None,
    }
}

/// A program that includes the code in a private module need not call all of it.
fn unused() -> TokenStream {
    quote!(#[allow(dead_code, unreachable_pub)])
}

/// Lints that a model can break and nobody who reads its code can mend.
fn shapes() -> TokenStream {
    quote! {
        #[allow(
            dead_code,
            unreachable_pub,
            unused_imports,
            clippy::enum_variant_names,
            clippy::large_enum_variant,
            clippy::should_implement_trait,
            clippy::wrong_self_convention
        )]
    }
}

/// `operations/mod.rs`.
pub(super) fn operations(service: &Service) -> TokenStream {
    let modules = service.operations.iter().map(|operation| {
        let module = &operation.module;
        let docs = paths::docs(&format!("The operation `{}`.", operation.name));
        quote!(#docs pub mod #module;)
    });
    quote!(#(#modules)*)
}

/// `types/mod.rs`.
pub(super) fn types(service: &Service) -> TokenStream {
    let files = service.types.iter().map(|TypeFile { module, shape }| {
        let (name, schema) = names(shape);
        quote!(pub use #module::{#schema, #name};)
    });
    let modules = service.types.iter().map(|file| &file.module);
    let collections = collections(&service.collections);
    let local = service
        .operations
        .iter()
        .filter(|operation| !operation.local.is_empty());
    let local = local.map(|operation| {
        let (module, names) = (&operation.module, &operation.local);
        quote!(pub use super::operations::#module::{#(#names),*};)
    });
    quote! {
        #collections
        #(mod #modules;)*
        #(#files)*
        #(#local)*
    }
}

fn collections(schemas: &[Schema]) -> Option<TokenStream> {
    let names = schemas.iter().map(|schema| &schema.name);
    (!schemas.is_empty()).then(|| {
        quote! {
            mod collections;
            pub use collections::{#(#names),*};
        }
    })
}

/// The type and the schema of a shape that has both.
fn names(shape: &Shape) -> (Option<&Ident>, Option<&Ident>) {
    match shape {
        Shape::Structure(shape) => (
            Some(&shape.name),
            shape.schema.as_ref().map(|schema| &schema.name),
        ),
        Shape::Union(shape) => (Some(&shape.name), Some(&shape.schema.name)),
        Shape::Enumeration(shape) => (Some(&shape.name), Some(&shape.schema.name)),
        Shape::IntEnumeration(shape) => (Some(&shape.name), Some(&shape.schema.name)),
        Shape::Collection(schema) => (None, Some(&schema.name)),
    }
}
