//! Prints the client, with a method per operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths;
use crate::ir::waiter::Waiter;
use crate::ir::{Operation, ServiceClient};

/// `client.rs`.
pub(super) fn client(service: &ServiceClient) -> TokenStream {
    let client = paths::client();
    let docs = paths::docs(&format!(
        "{}{}",
        service.client_docs,
        features(&service.runtime_features)
    ));
    let deprecated = paths::tokens(&paths::deprecated(service.deprecated.as_deref()));
    let (new, from_env) = constructors(service);
    let methods = service.operations.iter().map(method);
    let waiters = service.operations.iter().map(waits);
    let has_any = !service.operations.is_empty();
    let operations = has_any.then(|| {
        quote!(
            use super::operations;
        )
    });
    quote! {
        #client
        #operations

        #docs
        #deprecated
        #[derive(Clone, Debug)]
        pub struct Client(client::Client);
        impl Client {
            /// A client with these settings.
            pub fn new(config: client::Config) -> Self {
                Client(client::Client::new(#new))
            }
            #from_env

            /// This client with some settings changed. Both share connections, the retry quota, and corrections of the
            /// clock.
            #[must_use]
            pub fn with_config(
                &self,
                change: impl FnOnce(client::Config) -> client::Config,
            ) -> Self {
                Client(self.0.with_config(change))
            }

            /// The client without the service's operations.
            pub fn as_runtime(&self) -> &client::Client {
                &self.0
            }
            #(#methods)*
            #(#waiters)*
        }
    }
}

/// What a crate that includes the client has to ask of the runtime; a package does by itself.
fn features(features: &[&str]) -> String {
    let names: Vec<String> = features.iter().map(|name| format!("`{name}`")).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!(
            "\n\nNeeds these features of `smithgen-client`: {}.",
            names.join(", ")
        ),
    }
}

/// What a client is made of, and the method that makes it of the environment.
fn constructors(service: &ServiceClient) -> (TokenStream, TokenStream) {
    if !service.is_of_aws {
        let from_env = quote! {
            /// A client with the settings of the environment.
            ///
            /// # Errors
            /// Settings that cannot be read.
            pub fn from_env() -> Result<Self, client::ConfigError> {
                client::Config::from_env(&super::service::SERVICE).map(Self::new)
            }
        };
        return (quote!(config), from_env);
    }
    let aws = paths::aws();
    let from_env = quote! {
        /// A client with the settings of the environment and of the AWS configuration file.
        ///
        /// # Errors
        /// Settings that cannot be read.
        pub fn from_env() -> Result<Self, client::ConfigError> {
            #aws::from_env().map(Self::new)
        }
    };
    (quote!(#aws::for_aws(config)), from_env)
}

fn method(operation: &Operation) -> TokenStream {
    let Operation {
        method,
        module,
        call,
        ..
    } = operation;
    let path = quote!(operations::#module::#call);
    let docs = paths::docs(&operation.method_docs);
    let deprecated = paths::tokens(&paths::deprecated(operation.deprecated.as_deref()));
    quote! {
        #docs
        #deprecated
        pub fn #method(&self) -> #path {
            #path::new(self.0.clone())
        }
    }
}

/// The methods that wait by an operation's answers.
fn waits(operation: &Operation) -> TokenStream {
    let Operation {
        module, wait, call, ..
    } = operation;
    let path = quote!(operations::#module::#wait);
    let methods = operation.waiters.iter().map(|waiter| {
        let Waiter {
            method,
            table,
            name,
            docs,
            ..
        } = waiter;
        let link = format!("Repeats [`{call}`](operations::{module}::{call}) until `{name}`.");
        let docs = paths::docs(&match docs.is_empty() {
            true => link,
            false => format!("{link}\n\n{docs}"),
        });
        quote! {
            #docs
            pub fn #method(&self) -> #path {
                #path::new(self.0.clone(), &operations::#module::#table)
            }
        }
    });
    quote!(#(#methods)*)
}
