//! Prints the client, with a method per operation, and the call that such a method begins.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths;
use crate::ir::{Operation, Service};

/// `client.rs`.
pub(super) fn client(service: &Service) -> TokenStream {
    let runtime = paths::runtime();
    let docs = paths::docs(&format!(
        "A client of {}. Cheap to clone; clones share connections.{}",
        paths::quoted(&service.sdk_id),
        features(&service.runtime_features)
    ));
    let methods = service.operations.iter().map(method);
    let call = call();
    let pages = service.operations.iter().any(|it| it.pages.is_some());
    let pages = pages.then(into_pages);
    quote! {
        #runtime
        #docs
        #[derive(Clone, Debug)]
        pub struct Client(rt::Client);
        impl Client {
            /// A client with these settings.
            pub fn new(config: rt::Config) -> Self {
                Client(rt::Client::new(config))
            }

            /// A client with the settings of the environment and of the AWS configuration file.
            ///
            /// # Errors
            /// Settings that cannot be read.
            pub fn from_env() -> Result<Self, rt::ConfigError> {
                rt::Config::from_env().map(Self::new)
            }

            /// The runtime's client of the service.
            pub fn as_runtime(&self) -> &rt::Client {
                &self.0
            }

            /// Begins a call of any operation of the service.
            pub fn call<O: rt::Operation>(&self) -> Call<'_, O> {
                Call { client: self, input: O::Input::default() }
            }
            #(#methods)*
        }
        #call
        #pages
    }
}

/// What a crate that includes the client has to ask of the runtime; a package does by itself.
fn features(features: &[&str]) -> String {
    let names: Vec<String> = features.iter().map(|name| format!("`{name}`")).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!(
            "\n\nNeeds these features of `smithgen-runtime`: {}.",
            names.join(", ")
        ),
    }
}

fn method(operation: &Operation) -> TokenStream {
    let Operation { method, marker, .. } = operation;
    let docs = paths::docs(&operation.docs);
    quote! {
        #docs
        pub fn #method(&self) -> Call<'_, super::#marker> {
            self.call()
        }
    }
}

fn call() -> TokenStream {
    quote! {
        /// A call that is not sent yet: set the input's members, then [`send`](Call::send) it.
        #[must_use = "a call does nothing until it is sent"]
        pub struct Call<'a, O: rt::Operation> {
            client: &'a Client,
            input: O::Input,
        }
        impl<O: rt::Operation> Call<'_, O> {
            /// Takes the whole input.
            pub fn input(mut self, input: O::Input) -> Self {
                self.input = input;
                self
            }

            /// Changes the input.
            pub(super) fn map(mut self, change: impl FnOnce(O::Input) -> O::Input) -> Self {
                self.input = change(self.input);
                self
            }

            /// Sends the request and waits for the response.
            ///
            /// # Errors
            /// What the service answers, and what keeps it from being asked.
            pub async fn send(self) -> Result<O::Output, O::Error> {
                self.client.0.send::<O>(self.input).await
            }
        }
    }
}

fn into_pages() -> TokenStream {
    quote! {
        impl<O: rt::Paged> Call<'_, O> {
            /// All pages of the result, each asked for when it is needed.
            pub fn into_pages(self) -> rt::Pages<O> {
                rt::Pages::new(self.client.0.clone(), self.input)
            }
        }
    }
}
