//! Prints open enums of texts and of integers: values that the model does not know survive.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::paths;
use crate::ir::{Enumeration, Ident, IntEnumeration, Variant};

/// All items of an enum of texts.
pub(super) fn enumeration(enumeration: &Enumeration) -> TokenStream {
    let Enumeration {
        name,
        variants,
        unknown,
        ..
    } = enumeration;
    let definition = definition(&enumeration.docs, name, variants, unknown, &quote!(String));
    let debug = debug(name, enumeration.sensitive, &quote!(self.as_str()));
    let values: Vec<&String> = variants.iter().map(|variant| &variant.value).collect();
    let names: Vec<&Ident> = variants.iter().map(|variant| &variant.name).collect();
    let conversions = conversions(name);
    let traits = text_traits(name);
    quote! {
        #definition
        #debug
        impl #name {
            /// The values of the model, in its order.
            pub const VALUES: &'static [&'static str] = &[#(#values),*];

            /// The value on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #values,)*
                    Self::#unknown(value) => value,
                }
            }
        }
        impl Default for #name {
            /// The empty value, which is unknown unless the model has it.
            fn default() -> Self {
                Self::#unknown(String::new())
            }
        }
        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#values => Self::#names,)*
                    _ => Self::#unknown(value.to_owned()),
                }
            }
        }
        #conversions
        #traits
    }
}

/// All items of an enum of integers.
pub(super) fn int_enumeration(enumeration: &IntEnumeration) -> TokenStream {
    let IntEnumeration {
        name,
        variants,
        unknown,
        ..
    } = enumeration;
    let definition = definition(&enumeration.docs, name, variants, unknown, &quote!(i32));
    let debug = debug(name, enumeration.sensitive, &quote!(self.value()));
    let values: Vec<TokenStream> = variants
        .iter()
        .map(|variant| paths::number(&variant.value.to_string()))
        .collect();
    let names: Vec<&Ident> = variants.iter().map(|variant| &variant.name).collect();
    let traits = int_traits(name);
    quote! {
        #definition
        #debug
        impl #name {
            /// The values of the model, in its order.
            pub const VALUES: &'static [i32] = &[#(#values),*];

            /// The value on the wire.
            pub fn value(&self) -> i32 {
                match self {
                    #(Self::#names => #values,)*
                    Self::#unknown(value) => *value,
                }
            }
        }
        impl Default for #name {
            fn default() -> Self {
                Self::from(0)
            }
        }
        impl From<i32> for #name {
            fn from(value: i32) -> Self {
                match value {
                    #(#values => Self::#names,)*
                    _ => Self::#unknown(value),
                }
            }
        }
        #traits
    }
}

fn definition<T>(
    docs: &str,
    name: &Ident,
    variants: &[Variant<T>],
    unknown: &Ident,
    value: &impl ToTokens,
) -> TokenStream {
    let docs = paths::docs(docs);
    let variants = variants.iter().map(|variant| {
        let (name, docs) = (&variant.name, paths::docs(&variant.docs));
        quote!(#docs #name)
    });
    quote! {
        #docs
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that this version does not know.
            #unknown(#value),
        }
    }
}

fn debug(name: &Ident, sensitive: bool, value: &TokenStream) -> TokenStream {
    let show = match sensitive {
        true => quote!(f.write_str(rt::debug::REDACTED)),
        false => quote!(std::fmt::Debug::fmt(&#value, f)),
    };
    quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                #show
            }
        }
    }
}

fn conversions(name: &Ident) -> TokenStream {
    quote! {
        impl From<String> for #name {
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }
        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    }
}

fn text_traits(name: &Ident) -> TokenStream {
    quote! {
        impl rt::Enum for #name {
            fn as_str(&self) -> &str {
                self.as_str()
            }
            fn set(&mut self, value: &str) {
                *self = Self::from(value);
            }
        }
        impl rt::Key for #name {
            fn as_str(&self) -> &str {
                self.as_str()
            }
            fn from_key(key: &str) -> Self {
                Self::from(key)
            }
        }
        impl rt::View for #name {
            fn view(&self) -> rt::Ref<'_> {
                rt::Ref::Str(self.as_str())
            }
            fn slot(&mut self) -> rt::Slot<'_> {
                rt::Slot::Enum(self)
            }
        }
    }
}

fn int_traits(name: &Ident) -> TokenStream {
    quote! {
        impl rt::IntEnum for #name {
            fn value(&self) -> i32 {
                self.value()
            }
            fn set(&mut self, value: i32) {
                *self = Self::from(value);
            }
        }
        impl rt::View for #name {
            fn view(&self) -> rt::Ref<'_> {
                rt::Ref::Int(self.value().into())
            }
            fn slot(&mut self) -> rt::Slot<'_> {
                rt::Slot::IntEnum(self)
            }
        }
    }
}
