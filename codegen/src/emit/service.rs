//! Prints the static data of a service.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths;
use crate::ir::ServiceClient;

/// `service.rs` without its tables.
pub(super) fn service(service: &ServiceClient) -> TokenStream {
    let ServiceClient {
        id,
        version,
        sdk_id,
        signing_name,
        protocol,
        protocol_feature,
        errors,
        ..
    } = service;
    let namespace = service.xml_namespace.as_ref().map(|namespace| {
        let namespace = paths::xml_namespace(namespace).parse::<TokenStream>();
        let namespace = namespace.unwrap_or_default();
        quote!(.with_xml_namespace(#namespace))
    });
    let rules = service.endpoint_rules.as_ref();
    let rules = rules.map(|_| quote!(.with_endpoint_rules(&ENDPOINT_RULES)));
    let signing = (!signing_name.is_empty()).then(|| quote!(.with_signing_name(#signing_name)));
    let errors = (!errors.is_empty()).then(|| quote!(.with_errors(&[#(&#errors),*])));
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
        pub static SERVICE: rt::Service = rt::Service::new(#id, #version, #sdk_id, #protocol)
            #signing #rules #namespace #errors;
    }
}
