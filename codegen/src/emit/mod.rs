//! Writes the IR as files of Rust, piece by piece: as text what is simple and frequent, as tokens the rest. Pure; cannot
//! fail, and looks nothing up.

mod cli;
mod client;
mod endpoint;
mod enumeration;
mod error;
mod module;
mod operation;
#[cfg(feature = "package")]
pub(crate) mod package;
mod paths;
mod schema;
mod server;
mod service;
mod structure;
mod text;
mod union;
mod waiter;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use self::paths::LINE;
use crate::ir::{Operation, Schema, ServiceClient, Shape, TypeFile};

/// A file that is not laid out yet.
pub(crate) struct File<'s> {
    /// Its path below the directory that holds the service's, with `/`: `sso_oidc/client.rs`.
    pub path: String,
    /// What is in it.
    pub body: Body<'s>,
}

/// What is in a file.
pub(crate) enum Body<'s> {
    /// Rust, printed piece by piece when it is laid out, so that only one is in memory.
    Rust(Box<Print<'s>>),
    /// Anything else, as it is.
    Text(String),
}

/// Prints a file into what takes its pieces.
pub(crate) type Print<'s> = dyn Fn(&mut dyn FnMut(Piece)) + Send + Sync + 's;

/// Some whole items.
pub(crate) enum Piece {
    /// Such that their tree may be in memory.
    Items(TokenStream),
    /// Items of one line each, as they stand in the file if they are not too long, below lines of documentation and
    /// attributes.
    Lines(String),
    /// A static whose value is nothing but paths, literals, calls and lists, as text: lines of documentation, if any,
    /// and all the rest on one line.
    Table(String),
    /// An item with members.
    Block(Block),
    /// Such that hold a list so long that it is better laid out in parts.
    Long(TokenStream),
}

/// An item with members: a type with fields or variants, or methods of one.
pub(crate) struct Block {
    /// Documentation and attributes, in lines.
    pub above: String,
    /// What stands before the brace, on one line.
    pub head: String,
    /// What stands between the braces.
    pub members: Vec<Member>,
}

impl Block {
    fn new(head: String, members: Vec<Member>) -> Self {
        Block {
            above: String::new(),
            head,
            members,
        }
    }
}

/// A member of a block, a field or a method.
pub(crate) enum Member {
    /// In lines as they stand in the file, without what they are indented by, if none is too long.
    Lines(String),
    /// Yet to be laid out.
    Code(String),
}

impl Member {
    /// Its code.
    pub(crate) fn code(&self) -> &str {
        match self {
            Member::Lines(code) | Member::Code(code) => code,
        }
    }
}

impl Piece {
    fn of(elements: usize, items: TokenStream) -> Self {
        /// Lists of this length have a tree of some megabytes.
        const LONG: usize = 400;
        match elements > LONG {
            true => Piece::Long(items),
            false => Piece::Items(items),
        }
    }
}

/// All files of a service's module, the same in a crate and in `OUT_DIR`.
pub(crate) fn emit(service: &ServiceClient) -> Vec<File<'_>> {
    let directory = service.module.stem();
    let lines = |path: &str, print: fn(&ServiceClient) -> String| {
        rust(format!("{directory}/{path}"), move |put| {
            put(Piece::Lines(print(service)));
        })
    };
    let mut files = vec![
        rust(format!("{directory}/mod.rs"), |put| {
            put(Piece::Items(module::root(service)));
        }),
        rust(format!("{directory}/service.rs"), |put| {
            service_file(service, put)
        }),
        lines("operations/mod.rs", module::operations),
        lines("types/mod.rs", module::types),
    ];
    if service.has_client {
        let client = rust(format!("{directory}/client.rs"), |put| {
            client::client(service, put);
        });
        files.insert(1, client);
    }
    let (home, has_types) = (service.home, service.has_types);
    for operation in &service.operations {
        let path = format!("{directory}/operations/{}.rs", operation.module.stem());
        files.push(rust(path, move |put| {
            operation_file(service, operation, put);
        }));
    }
    for TypeFile { module, shape } in &service.types {
        let path = format!("{directory}/types/{}.rs", module.stem());
        files.push(rust(path, move |put| {
            put(Piece::Lines(paths::runtime(home)));
            self::shape(shape, has_types, put);
        }));
    }
    if let Some(server) = &service.server {
        files.push(rust(format!("{directory}/server.rs"), |put| {
            server::server(server, &service.sdk_id, put);
        }));
    }
    if let Some(commands) = &service.cli {
        files.push(rust(format!("{directory}/cli.rs"), |put| {
            put(Piece::Lines(cli::IMPORTS.to_owned()));
            put(Piece::Table(cli::tables(commands)));
        }));
    }
    if !service.collections.is_empty() {
        let path = format!("{directory}/types/collections.rs");
        files.push(rust(path, move |put| {
            put(Piece::Lines(paths::runtime(home)));
            tables(&service.collections, put);
        }));
    }
    files
}

fn rust<'s>(path: String, print: impl Fn(&mut dyn FnMut(Piece)) + Send + Sync + 's) -> File<'s> {
    File {
        path,
        body: Body::Rust(Box::new(print)),
    }
}

fn service_file(service: &ServiceClient, put: &mut dyn FnMut(Piece)) {
    let rules = service.endpoint_rules.as_ref();
    let home = service.home;
    let endpoint = rules.map(|_| paths::endpoint(home));
    put(Piece::Lines(
        paths::runtime(home) + &endpoint.unwrap_or_default(),
    ));
    put(Piece::of(service.errors.len(), service::service(service)));
    if let Some(rules) = rules {
        let rules = endpoint::rules(rules);
        put(Piece::Table(format!(
            "static ENDPOINT_RULES: rt::RuleSet = {rules};"
        )));
    }
    tables(&service.tables, put);
}

fn operation_file(service: &ServiceClient, operation: &Operation, put: &mut dyn FnMut(Piece)) {
    let (home, has_calls) = (service.home, service.has_calls);
    let mut uses = paths::runtime(home);
    uses.push_str(if has_calls { paths::CLIENT } else { "" });
    if !operation.endpoint_parameters.is_empty() {
        uses.push_str(&paths::endpoint(home));
    }
    uses.push_str(paths::TYPES);
    put(Piece::Lines(uses));
    if has_calls {
        operation::types(operation, put);
        waiter::types(operation, put);
    } else if service.has_types {
        put(Piece::Lines(operation::marker(operation)));
    }
    let parameters = &operation.endpoint_parameters;
    let parameters = (!parameters.is_empty()).then(|| endpoint::context(parameters));
    put(Piece::Lines(operation::spec(operation, parameters)));
    if has_calls {
        error::error(operation, put);
    }
    for shape in &operation.shapes {
        self::shape(shape, service.has_types, put);
    }
}

/// A shape's type, if there are types, and its table.
fn shape(shape: &Shape, has_types: bool, put: &mut dyn FnMut(Piece)) {
    if has_types {
        match shape.extras().replaced.as_deref() {
            Some(path) => put(Piece::Items(replaced(shape, path))),
            None => self::ty(shape, put),
        }
    }
    let table = match shape {
        Shape::Structure(shape) => shape.schema.as_ref(),
        Shape::Union(shape) => Some(&shape.schema),
        Shape::Enumeration(shape) => Some(&shape.schema),
        Shape::IntEnumeration(shape) => Some(&shape.schema),
    };
    tables(table, put);
}

/// The type that takes the place of a shape's, under the same name.
fn replaced(shape: &Shape, path: &str) -> TokenStream {
    let (name, path) = (shape.name(), paths::tokens(path));
    quote!(pub use #path as #name;)
}

/// The type of a shape.
fn ty(shape: &Shape, put: &mut dyn FnMut(Piece)) {
    match shape {
        Shape::Structure(shape) => structure::structure(shape, put),
        Shape::Union(shape) => union::union(shape, put),
        Shape::Enumeration(shape) => enumeration::enumeration(shape, put),
        Shape::IntEnumeration(shape) => enumeration::int_enumeration(shape, put),
    }
}

fn tables<'s>(schemas: impl IntoIterator<Item = &'s Schema>, put: &mut dyn FnMut(Piece)) {
    for table in schemas {
        put(Piece::Table(schema::schema(table)));
    }
}
