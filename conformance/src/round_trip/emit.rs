//! Writes the package of a model in a protocol: client, server, and what makes them talk.

use proc_macro2::TokenStream;
use quote::quote;
use smithgen::{Config, File};

use super::models::Chosen;
use crate::printed::{self, Printed};
use crate::printed_server;
use crate::protocol_tests::Package;
use crate::protocol_tests::emit::{GENERATED, calls, file, ident, marker};
use crate::protocol_tests::emit_server::implementation;
use crate::protocol_tests::workspace::dependencies;

/// The package of a model in one of its protocols.
///
/// # Errors
/// A model that cannot be generated.
pub(super) fn package(chosen: &Chosen, text: &str, protocol: &str) -> Result<Package, String> {
    let config = Config::new()
        .model_text(format!("{}.json", chosen.name), text)
        .protocol(protocol)
        .module("service")
        .client(true)
        .server(true);
    let made = config
        .files()
        .map_err(|errors| format!("{}: {errors}", chosen.name))?;
    let printed = printed::read(&made.files)?;
    let served = printed_server::read(&made.files)?;
    let short = protocol.rsplit('#').next().unwrap_or(protocol);
    let name = format!("trip-{}-{}", chosen.name, short.to_lowercase());
    let mut sources = vec![
        file(
            "lib.rs",
            library(&format!("{}/{short}", chosen.name), &printed),
        ),
        file("main.rs", program(&name)),
        file("calls.rs", calls(&printed)),
        file("served.rs", implementation(&served)),
    ];
    sources.extend(made.files.iter().map(|file| File {
        path: format!("{GENERATED}/{}", file.path),
        text: file.text.clone(),
    }));
    Ok(Package {
        dependencies: dependencies(&printed.features, true, true),
        name,
        sources,
    })
}

/// `lib.rs`: the service with its operations.
fn library(name: &str, printed: &Printed) -> TokenStream {
    let path = format!("{GENERATED}/{}/mod.rs", printed.module);
    let operations = printed.operations.values().map(|operation| {
        let (call, marker) = (ident(&operation.module), marker(operation));
        quote!(round::operation::<calls::#marker>(calls::#call))
    });
    quote! {
        #[path = #path]
        pub mod generated;
        #[allow(deprecated)]
        pub mod calls;
        #[allow(deprecated)]
        pub mod served;

        use ::conformance_support::round;

        pub fn service() -> round::Served {
            round::Served {
                name: #name,
                serve: served::serve,
                operations: vec![#(#operations),*],
            }
        }
    }
}

/// `main.rs`: makes the trips.
fn program(package: &str) -> TokenStream {
    let library = ident(&package.replace('-', "_"));
    quote! {
        fn main() -> Result<(), String> {
            ::conformance_support::round::main(&#library::service())
        }
    }
}
