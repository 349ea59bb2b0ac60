//! Prints the enum of an operation's errors: those of the model, those it does not describe, those on this side.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::paths;
use crate::ir::{ErrorEnum, Ident, Operation, Path};

/// All items of an operation's error.
pub(super) fn error(operation: &Operation) -> TokenStream {
    let error = &operation.error;
    let definition = definition(error, &operation.name);
    let methods = methods(&error.name);
    let reading = reading(error);
    let standard = standard(&error.name);
    let conversions = conversions(error);
    quote! {
        #definition
        #methods
        #reading
        #standard
        #conversions
    }
}

fn definition(error: &ErrorEnum, operation: &str) -> TokenStream {
    let name = &error.name;
    let docs = paths::docs(&format!("Why `{operation}` failed."));
    let variants = error.variants.iter().map(|variant| {
        let (name, ty) = (&variant.name, &variant.ty);
        let docs = paths::docs(&variant.docs);
        quote!(#docs #name(rt::Modeled<#ty>))
    });
    quote! {
        #docs
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// An error of the service that the model does not describe.
            Unmodeled(rt::Unmodeled),
            /// An error on this side: nothing was sent, nothing came back, or it could not be read.
            Client(Box<rt::ClientError>),
        }
    }
}

fn methods(name: &Ident) -> TokenStream {
    quote! {
        impl #name {
            /// The service's code for the error; none for an error on this side.
            pub fn code(&self) -> Option<&str> {
                rt::OperationError::view(self).code()
            }
            /// The service's message, unless the model marks it as secret.
            pub fn message(&self) -> Option<&str> {
                rt::OperationError::view(self).message()
            }
            /// What the service calls the request, to be quoted to its support.
            pub fn request_id(&self) -> Option<&str> {
                rt::OperationError::view(self).request_id()
            }
            /// The HTTP status; none when there was no response.
            pub fn status(&self) -> Option<u16> {
                rt::OperationError::view(self).status()
            }
            /// Whether sending the request again may help.
            pub fn is_retryable(&self) -> bool {
                rt::OperationError::view(self).is_retryable()
            }
        }
    }
}

fn reading(error: &ErrorEnum) -> TokenStream {
    let name = &error.name;
    let names: Vec<&Ident> = error.variants.iter().map(|variant| &variant.name).collect();
    let modeled = modeled(&names);
    quote! {
        impl rt::OperationError for #name {
            #modeled
            fn structure_mut(&mut self) -> Option<&mut dyn rt::Structure> {
                match self {
                    #(Self::#names(error) => Some(error.get_mut()),)*
                    Self::Unmodeled(_) | Self::Client(_) => None,
                }
            }
            fn view(&self) -> rt::ErrorView<'_> {
                match self {
                    #(Self::#names(error) => error.view(),)*
                    Self::Unmodeled(error) => rt::ErrorView::Unmodeled(error),
                    Self::Client(error) => rt::ErrorView::Client(error),
                }
            }
        }
    }
}

fn modeled(names: &[&Ident]) -> TokenStream {
    let indices = (0..names.len()).map(Literal::usize_unsuffixed);
    match names {
        [] => quote! {
            fn modeled(_: usize, _: rt::Metadata) -> Option<Self> {
                None
            }
        },
        names => quote! {
            fn modeled(index: usize, metadata: rt::Metadata) -> Option<Self> {
                match index {
                    #(#indices => Some(Self::#names(rt::Modeled::new(metadata))),)*
                    _ => None,
                }
            }
        },
    }
}

fn standard(name: &Ident) -> TokenStream {
    quote! {
        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&rt::OperationError::view(self), f)
            }
        }
        impl std::error::Error for #name {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                match self {
                    Self::Client(error) => Some(error),
                    _ => None,
                }
            }
        }
    }
}

fn conversions(error: &ErrorEnum) -> TokenStream {
    let name = &error.name;
    let names = error.variants.iter().map(|variant| &variant.name);
    let types: Vec<&Path> = error.variants.iter().map(|variant| &variant.ty).collect();
    quote! {
        impl From<rt::Unmodeled> for #name {
            fn from(error: rt::Unmodeled) -> Self {
                Self::Unmodeled(error)
            }
        }
        impl From<rt::ClientError> for #name {
            fn from(error: rt::ClientError) -> Self {
                Self::Client(Box::new(error))
            }
        }
        #(
            impl From<#types> for #name {
                fn from(error: #types) -> Self {
                    Self::#names(error.into())
                }
            }
        )*
    }
}
