//! Writes the IR as files of Rust tokens. Pure; cannot fail.

mod cli;
mod client;
mod endpoint;
mod enumeration;
mod error;
mod module;
mod operation;
#[cfg(feature = "package")]
pub mod package;
mod paths;
mod schema;
mod service;
mod structure;
mod union;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Operation, OperationTrait, Schema, Service, Shape, TypeFile};

/// A file that is not laid out yet.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path below the directory that holds the service's, with `/`: `sso_oidc/client.rs`.
    pub path: String,
    /// What is in it.
    pub body: Body,
}

/// What is in a file.
#[derive(Debug, Clone)]
pub enum Body {
    /// Rust without layout, in pieces of one or more whole items: of tokens and trees only those of a piece are ever in
    /// memory.
    Rust(Vec<String>),
    /// Anything else, as it is.
    Text(String),
}

/// All files of a service's module, the same in a crate and in `OUT_DIR`.
pub fn emit(service: &Service) -> Vec<File> {
    let directory = service.module.stem();
    let pieces = |path: &str, pieces: Vec<String>| File {
        path: format!("{directory}/{path}"),
        body: Body::Rust(pieces),
    };
    let rust = |path: &str, tokens: TokenStream| pieces(path, vec![tokens.to_string()]);
    let mut files = vec![
        rust("mod.rs", module::root(service)),
        rust("client.rs", client::client(service)),
        rust("service.rs", service_file(service)),
        rust("operations/mod.rs", module::operations(service)),
        rust("types/mod.rs", module::types(service)),
    ];
    for operation in &service.operations {
        let path = format!("operations/{}.rs", operation.module.stem());
        files.push(pieces(&path, operation_file(operation)));
    }
    for TypeFile { module, shape } in &service.types {
        let path = format!("types/{}.rs", module.stem());
        let mut items = vec![paths::runtime().to_string()];
        self::shape(shape, &mut items);
        files.push(pieces(&path, items));
    }
    if let Some(commands) = &service.cli {
        files.push(rust("cli.rs", cli::tables(commands)));
    }
    if !service.collections.is_empty() {
        files.push(rust(
            "types/collections.rs",
            with_runtime(tables(&service.collections)),
        ));
    }
    files
}

fn service_file(service: &Service) -> TokenStream {
    let data = service::service(service);
    let tables = tables(&service.tables);
    let rules = service.endpoint_rules.as_ref().map(|rules| {
        let rules = endpoint::rules(rules);
        quote! {
            static ENDPOINT_RULES: rt::RuleSet = #rules;
        }
    });
    let endpoint = rules.is_some().then(paths::endpoint);
    with_runtime(quote!(#endpoint #data #rules #tables))
}

fn operation_file(operation: &Operation) -> Vec<String> {
    let (client, types) = (paths::client(), paths::types());
    let parameters = operation.traits.iter().find_map(|property| match property {
        OperationTrait::EndpointParameters(parameters) => Some(endpoint::context(parameters)),
        _ => None,
    });
    let endpoint = parameters.is_some().then(paths::endpoint);
    let mut items = vec![with_runtime(quote!(#client #endpoint #types)).to_string()];
    operation::operation(operation, parameters, &mut |tokens| {
        items.push(tokens.to_string())
    });
    items.push(error::error(operation).to_string());
    for shape in &operation.shapes {
        self::shape(shape, &mut items);
    }
    items
}

/// A shape and its table.
fn shape(shape: &Shape, items: &mut Vec<String>) {
    let mut put = |tokens: TokenStream| items.push(tokens.to_string());
    let table = match shape {
        Shape::Structure(shape) => {
            structure::structure(shape, &mut put);
            shape.schema.as_ref()
        }
        Shape::Union(shape) => {
            put(union::union(shape));
            Some(&shape.schema)
        }
        Shape::Enumeration(shape) => {
            put(enumeration::enumeration(shape));
            Some(&shape.schema)
        }
        Shape::IntEnumeration(shape) => {
            put(enumeration::int_enumeration(shape));
            Some(&shape.schema)
        }
        Shape::Collection(schema) => Some(&**schema),
    };
    if let Some(table) = table {
        put(schema::schema(table));
    }
}

fn tables(schemas: &[Schema]) -> TokenStream {
    schemas.iter().map(schema::schema).collect()
}

fn with_runtime(items: TokenStream) -> TokenStream {
    let runtime = paths::runtime();
    quote!(#runtime #items)
}
