//! Prints the static data of a service.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths;
use crate::ir::Service;

/// `service.rs` without its tables.
pub(super) fn service(service: &Service) -> TokenStream {
    let Service {
        id,
        version,
        sdk_id,
        signing_name,
        protocol,
        protocol_feature,
        errors,
        ..
    } = service;
    let namespace = paths::option(service.xml_namespace.as_ref().map(paths::xml_namespace));
    let rules = paths::option(
        service
            .endpoint_rules
            .as_ref()
            .map(|_| quote!(&ENDPOINT_RULES)),
    );
    let protocol = quote!(rt::protocol::#protocol);
    let protocol = match protocol_feature {
        Some(feature) => {
            let require = paths::require(feature);
            quote!(#require(#sdk_id, #protocol))
        }
        None => quote!(&#protocol),
    };
    quote! {
        /// Static data of the service.
        pub static SERVICE: rt::Service = rt::Service {
            id: #id,
            version: #version,
            sdk_id: #sdk_id,
            signing_name: #signing_name,
            protocol: #protocol,
            endpoint_rules: #rules,
            xml_namespace: #namespace,
            errors: &[#(&#errors),*],
        };
    }
}
