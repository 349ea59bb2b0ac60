//! Prints structures: the type, its setters, and the two views through which the runtime reads and fills it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::paths;
use crate::ir::{Constructor, ErrorText, Field, Ident, Setter, Structure, Wrap};

/// All items of a structure, in pieces.
pub(super) fn structure(structure: &Structure, put: &mut dyn FnMut(TokenStream)) {
    put(definition(structure));
    put(default(structure).unwrap_or_default());
    methods(structure, put);
    put(views(structure));
    put(paths::structure_impls(&structure.name));
    if let Some(text) = &structure.error {
        put(error(&structure.name, text));
    }
}

fn definition(structure: &Structure) -> TokenStream {
    let Structure { name, fields, .. } = structure;
    let docs = paths::docs(&structure.docs);
    let default = structure.zero_default.then(|| quote!(Default,));
    let fields = fields.iter().map(|field| {
        let Field { name, ty, .. } = field;
        let docs = paths::docs(&field.docs);
        quote!(#docs pub #name: #ty)
    });
    quote! {
        #docs
        #[derive(Clone, #default PartialEq)]
        pub struct #name { #(#fields),* }
    }
}

fn default(structure: &Structure) -> Option<TokenStream> {
    if structure.zero_default {
        return None;
    }
    let name = &structure.name;
    let fields = structure.fields.iter().map(|field| {
        let (name, value) = (&field.name, paths::value(&field.default));
        quote!(#name: #value)
    });
    Some(quote! {
        impl Default for #name {
            fn default() -> Self {
                #name { #(#fields),* }
            }
        }
    })
}

fn methods(structure: &Structure, put: &mut dyn FnMut(TokenStream)) {
    let Structure { name, fields, .. } = structure;
    let new = structure.constructor.as_ref();
    let mut constructor = new.map(|new| constructor(name, new));
    for fields in fields.chunks(paths::METHODS) {
        let constructor = constructor.take();
        let setters = fields.iter().map(setter);
        put(quote! {
            impl #name {
                #constructor
                #(#setters)*
            }
        });
    }
}

fn constructor(name: &Ident, constructor: &Constructor) -> TokenStream {
    let docs = paths::docs("With what must be given.");
    let parameters = constructor.parameters.iter().map(|parameter| {
        let (name, ty) = (&parameter.field, paths::parameter(&parameter.argument));
        quote!(#name: #ty)
    });
    let fields = constructor.parameters.iter().map(|parameter| {
        let name = &parameter.field;
        let value = paths::conversion(&parameter.argument, name);
        let value = (value.to_string() != name.to_string()).then(|| quote!(: #value));
        quote!(#name #value)
    });
    let rest = constructor.rest.then(|| quote!(..Self::default()));
    quote! {
        #docs
        pub fn new(#(#parameters),*) -> Self {
            #name { #(#fields,)* #rest }
        }
    }
}

fn setter(field: &Field) -> TokenStream {
    let Field { name, setter, .. } = field;
    let Setter {
        name: method,
        member,
        argument,
        wrap,
    } = setter;
    let docs = paths::docs(&format!("Sets `{member}`."));
    let parameter = paths::parameter(argument);
    let value = paths::conversion(argument, &value_name());
    let value = match wrap {
        Wrap::None => value,
        Wrap::Some => quote!(Some(#value)),
        Wrap::SomeBox => quote!(Some(Box::new(#value))),
    };
    quote! {
        #docs
        #[must_use]
        pub fn #method(mut self, value: #parameter) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// What every setter calls its parameter.
fn value_name() -> Ident {
    Ident("value".to_owned())
}

fn views(structure: &Structure) -> TokenStream {
    let Structure {
        name,
        schema_path,
        fields,
        own_name,
        ..
    } = structure;
    let type_name = paths::type_name(name, *own_name);
    let indices = (0..fields.len()).map(Literal::usize_unsuffixed);
    let names: Vec<&Ident> = fields.iter().map(|field| &field.name).collect();
    let (get, slot) = match names.as_slice() {
        [] => (
            quote!(
                fn get(&self, _: usize) -> rt::Ref<'_> {
                    rt::Ref::Unset
                }
            ),
            quote!(
                fn slot(&mut self, _: usize) -> rt::Slot<'_> {
                    rt::Slot::Skip
                }
            ),
        ),
        names => {
            let again = indices.clone();
            (
                quote! {
                    fn get(&self, member: usize) -> rt::Ref<'_> {
                        match member {
                            #(#indices => rt::View::view(&self.#names),)*
                            _ => rt::Ref::Unset,
                        }
                    }
                },
                quote! {
                    fn slot(&mut self, member: usize) -> rt::Slot<'_> {
                        match member {
                            #(#again => rt::View::slot(&mut self.#names),)*
                            _ => rt::Slot::Skip,
                        }
                    }
                },
            )
        }
    };
    quote! {
        impl rt::Structure for #name {
            fn schema(&self) -> &'static rt::Schema {
                &#schema_path
            }
            #type_name
            #get
            #slot
        }
    }
}

fn error(name: &Ident, text: &ErrorText) -> TokenStream {
    let show = match text {
        ErrorText::Name(name) => quote!(f.write_str(#name)),
        ErrorText::Message(name, field) => {
            let format = format!("{name}: {{}}");
            quote!(write!(f, #format, self.#field))
        }
        ErrorText::OptionalMessage(name, field) => {
            let format = format!("{name}: {{message}}");
            quote! {
                match &self.#field {
                    Some(message) => write!(f, #format),
                    None => f.write_str(#name),
                }
            }
        }
    };
    quote! {
        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                #show
            }
        }
        impl std::error::Error for #name {}
    }
}
