//! Prints what a server implements: the trait, what serves an implementation, and the errors of its methods.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Block, Member, Piece, paths};
use crate::ir::{ServedError, ServedErrors, ServedOperation, ServedProtocol, Server};

/// `server.rs` of a service with that title, in pieces.
pub(super) fn server(server: &Server, title: &str, put: &mut dyn FnMut(Piece)) {
    put(Piece::Lines(head()));
    put(Piece::Block(service(server)));
    put(Piece::of(server.operations.len(), serve(server)));
    put(Piece::Items(protocols(server, title)));
    for operation in &server.operations {
        error(server, operation, put);
    }
}

fn head() -> String {
    let server = paths::SERVER;
    format!("//! What a server implements, and what serves it.\n{server}use super::operations;\n")
}

/// The trait.
fn service(server: &Server) -> Block {
    let docs = paths::comment(&format!(
        "{}\n\nMethods are written as `async fn`; one that is not written answers that the operation is not\n\
         implemented. [`serve`] serves an implementation.{}",
        server.docs,
        features(&server.features)
    ));
    let deprecated = paths::deprecated(server.deprecated.as_deref());
    Block {
        above: format!("{docs}{deprecated}"),
        head: format!("pub trait {}: Send + Sync + 'static", server.name),
        members: server.operations.iter().map(method).collect(),
    }
}

/// What a crate that includes the code has to ask of the server's crate; a package does by itself.
fn features(features: &[&str]) -> String {
    let names: Vec<String> = features.iter().map(|name| format!("`{name}`")).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!(
            "\n\nNeeds these features of `smithgen-server`: {}.",
            names.join(", ")
        ),
    }
}

fn method(operation: &ServedOperation) -> Member {
    let ServedOperation {
        method,
        module,
        input,
        output,
        error,
        ..
    } = operation;
    let docs = paths::comment(&operation.docs);
    let deprecated = paths::deprecated(operation.deprecated.as_deref());
    let error = &error.name;
    Member::Code(format!(
        "{docs}{deprecated}fn {method}(&self, input: operations::{module}::{input}, context: &server::Context) \
         -> impl ::std::future::Future<Output = Result<operations::{module}::{output}, {error}>> + Send {{ \
         let _ = (input, context); \
         ::std::future::ready(Err(server::Fault::not_implemented().into())) }}"
    ))
}

/// The function that makes a server of an implementation.
fn serve(server: &Server) -> TokenStream {
    let name = &server.name;
    let handled = server.operations.iter().map(|operation| {
        let ServedOperation {
            method,
            module,
            marker,
            error,
            ..
        } = operation;
        let error = &error.name;
        quote!(
            let server = server::handle!(
                server, service, #name, #method, operations::#module::#marker, #error
            );
        )
    });
    let unused = server.operations.is_empty().then(|| {
        quote!(
            drop(service);
        )
    });
    let docs = paths::docs(&format!(
        "A server of an implementation of [`{name}`], in every protocol of the service."
    ));
    quote! {
        #docs
        pub fn serve(implementation: impl #name) -> server::Server {
            let service = ::std::sync::Arc::new(implementation);
            let server = server::Server::new(&super::service::SERVICE, PROTOCOLS);
            #(#handled)*
            #unused
            server
        }
    }
}

fn protocols(server: &Server, title: &str) -> TokenStream {
    let protocols = server.protocols.iter().map(|protocol| {
        let ServedProtocol::Other { constant, feature } = protocol else {
            return quote!(super::service::SERVICE.protocol());
        };
        let protocol = quote!(server::protocol::#constant);
        match feature {
            Some(feature) => {
                let require = paths::require(feature);
                quote!(#require(#title, #protocol))
            }
            None => quote!(&#protocol),
        }
    });
    quote!(static PROTOCOLS: &[&dyn server::Protocol] = &[#(#protocols),*];)
}

/// The enum of an operation's errors.
fn error(server: &Server, operation: &ServedOperation, put: &mut dyn FnMut(Piece)) {
    let ServedErrors { name, variants } = &operation.error;
    let docs = paths::comment(&format!(
        "Why [`{}`]({}::{}) fails.",
        operation.marker,
        server.name,
        operation.method.stem()
    ));
    let modeled = variants
        .iter()
        .map(|ServedError { name, ty, .. }| format!("{name}({ty}),\n"));
    let fault = "/// What is none of the errors in the model.\nFault(server::Fault),\n".to_owned();
    put(Piece::Block(Block {
        above: format!("{docs}#[allow(missing_docs)]\n#[non_exhaustive]\n"),
        head: format!("pub enum {name}"),
        members: modeled.chain([fault]).map(Member::Lines).collect(),
    }));
    let rows = variants.iter().map(|variant| {
        let ServedError { name, ty, converts } = variant;
        match converts {
            true => format!(", {name} {ty}"),
            false => format!(", {name}"),
        }
    });
    let rows: String = rows.collect();
    put(Piece::Lines(format!(
        "server::operation_error!({name}{rows});\n"
    )));
}
