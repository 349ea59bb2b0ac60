//! Emits what surrounds the modules of services in a package: manifest, README, root, licences.

mod text;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Body, File, Piece, paths};
use crate::ir::package::{Package, ServiceModule, ServiceSide};
use smithgen_model::Errors;

/// The files of a package besides those of its services' modules.
///
/// # Errors
/// None that a model or a setting can cause: a template of ours that is broken.
pub(crate) fn package(package: &Package) -> Result<Vec<File<'_>>, Errors> {
    let mut files = vec![File {
        path: "src/lib.rs".to_owned(),
        body: Body::Rust(Box::new(|put| put(Piece::Items(root(package))))),
    }];
    let texts = text::texts(package)?;
    files.extend(texts.into_iter().map(|(path, text)| File {
        path,
        body: Body::Text(text),
    }));
    Ok(files)
}

/// `lib.rs`. A single service is the whole crate; several are a module each.
///
/// Modules are kept from rustfmt, which breaks some lines elsewhere than prettyplease: `cargo fmt` in a
/// workspace with generated code must find nothing to do.
fn root(package: &Package) -> TokenStream {
    let (docs, modules) = match package.modules.as_slice() {
        [only] => {
            let module = &only.module;
            let docs = format!("{}\n\n{}", package.title, front_page(only));
            let modules = quote! {
                #[rustfmt::skip]
                mod #module;

                #[doc(inline)]
                pub use #module::*;
            };
            (docs, modules)
        }
        modules => {
            let modules = modules.iter().map(|service| {
                let module = &service.module;
                let page = front_page(service);
                let docs = paths::docs(&format!("{}.\n\n{page}", service.title));
                quote!(#docs #[rustfmt::skip] pub mod #module;)
            });
            (package.title.clone(), modules.collect())
        }
    };
    let docs = docs.lines().map(|line| match line {
        "" => String::new(),
        line => format!(" {line}"),
    });
    let runtime = paths::reexport(package.manifest.client, package.manifest.server);
    quote! {
        #(#![doc = #docs])*
        #![forbid(unsafe_code)]

        #runtime

        #modules
    }
}

/// What stands before the items of a service: a call, its operations, and what the model says of it.
fn front_page(service: &ServiceModule) -> String {
    let way = &service.way;
    let methods = match &service.side {
        ServiceSide::Client(_) => format!("{way}Client"),
        ServiceSide::Server(name) => format!("{way}server::{name}"),
    };
    let example = text::example(service).map(|example| {
        format!(
            "```no_run\n\
             # async fn example() -> Result<(), Box<dyn std::error::Error>> {{\n\
             {example}\n\
             # Ok(())\n\
             # }}\n\
             ```\n\n"
        )
    });
    let rows = service.operations.iter().map(|(method, brief)| {
        let brief = brief.replace('|', "\\|");
        format!("| [`{0}`]({methods}::{0}) | {brief} |\n", method.stem())
    });
    let table = match service.operations.is_empty() {
        true => String::new(),
        false => format!("| operation | |\n|---|---|\n{}\n", rows.collect::<String>()),
    };
    format!("{}{table}{}", example.unwrap_or_default(), service.docs)
}
