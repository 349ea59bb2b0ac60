//! Writes what the tests of a server call: the implementation of its trait, and the calls themselves.

use proc_macro2::TokenStream;
use quote::quote;

use super::discover::{Case, Kind};
use super::emit::ident;
use crate::printed_server::{Method, Served};

/// `calls.rs`: an implementation whose every method asks a player what to do, and what serves it.
pub(crate) fn implementation(served: &Served) -> TokenStream {
    let name = ident(&served.name);
    let methods = served.methods.values().map(|method| {
        let (function, error) = (ident(&method.method), ident(&method.error));
        let marker = marker(method);
        let raises = method.errors.iter().map(|variant| {
            let variant = ident(variant);
            quote!(|shape, fill| support::raise(shape, fill, service::server::#error::#variant))
        });
        quote! {
            async fn #function(
                &self,
                input: <service::#marker as rt::TypedOperation>::Input,
                _: &rt::Context,
            ) -> Result<<service::#marker as rt::TypedOperation>::Output, service::server::#error> {
                support::play::<service::#marker, _>(self.0.clone(), input, &[#(#raises),*]).await
            }
        }
    });
    quote! {
        use ::conformance_support::served as support;
        pub use ::smithgen_server::generated as rt;
        pub use super::generated as service;

        pub struct Implementation(pub ::std::sync::Arc<dyn support::Player>);

        impl service::server::#name for Implementation {
            #(#methods)*
        }

        pub fn serve(player: ::std::sync::Arc<dyn support::Player>) -> rt::Server {
            service::server::serve(Implementation(player))
        }
    }
}

/// An operation's type, in the service's module.
fn marker(method: &Method) -> TokenStream {
    let (module, marker) = (ident(&method.module), ident(&method.marker));
    quote!(operations::#module::#marker)
}

/// The call of a case.
///
/// # Errors
/// Why there is none.
pub(super) fn call(case: &Case, method: &Method) -> Result<TokenStream, String> {
    let marker = marker(method);
    let spec = quote!(<calls::service::#marker as calls::rt::TypedOperation>::SPEC);
    let function = match case.kind {
        Kind::Request => quote!(request),
        Kind::Response => quote!(response),
        Kind::Malformed => quote!(malformed),
        Kind::Events => quote!(events),
        Kind::Error => {
            let shape = &case.shape;
            return Ok(quote!(support::served::error(case, calls::serve, #spec, #shape)));
        }
        Kind::Unreadable => return Err("it cannot be read".to_owned()),
    };
    Ok(quote!(support::served::#function(case, calls::serve, #spec)))
}
