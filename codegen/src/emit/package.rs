//! Emits what surrounds the modules of services in a package: manifest, README, root, licences.

mod text;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Body, File, paths};
use crate::ir::package::{Package, ServiceModule};
use smithgen_model::Errors;

/// The files of a package besides those of its services' modules.
///
/// # Errors
/// None that a model or a setting can cause: a template of ours that is broken.
pub fn package(package: &Package) -> Result<Vec<File>, Errors> {
    let mut files = vec![File {
        path: "src/lib.rs".to_owned(),
        body: Body::Rust(vec![root(package).to_string()]),
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
    let docs = package.docs.lines().map(|line| match line {
        "" => String::new(),
        line => format!(" {line}"),
    });
    let modules = match package.modules.as_slice() {
        [ServiceModule { module, .. }] => quote! {
            #[rustfmt::skip]
            mod #module;

            #[doc(inline)]
            pub use #module::*;
        },
        modules => modules
            .iter()
            .map(|ServiceModule { module, title, .. }| {
                let docs = paths::docs(&format!("{title}."));
                quote!(#docs #[rustfmt::skip] pub mod #module;)
            })
            .collect(),
    };
    let runtime = paths::reexport();
    quote! {
        #(#![doc = #docs])*
        #![forbid(unsafe_code)]

        #runtime

        #modules
    }
}
