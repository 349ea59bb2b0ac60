//! Prints structures: the type, the setters of those that people construct, and the macro for the rest.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths;
use crate::ir::{Argument, Constructor, Field, Ident, Structure};

/// All items of a structure, in pieces.
pub(super) fn structure(structure: &Structure, put: &mut dyn FnMut(TokenStream)) {
    put(definition(structure));
    put(default(structure).unwrap_or_default());
    if structure.is_given {
        methods(structure, put);
    }
    put(plumbing(structure));
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
        match &parameter.argument {
            Argument::Plain(_) => quote!(#name),
            argument => {
                let value = paths::conversion(argument, name);
                quote!(#name: #value)
            }
        }
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
    let method = &setter.name;
    let parameter = paths::parameter(&setter.argument);
    let value = paths::field_value(setter);
    let docs = paths::docs(&format!("Sets [`{0}`](Self::{0}).", name.stem()));
    quote! {
        #docs
        #[must_use]
        pub fn #method(mut self, value: #parameter) -> Self {
            self.#name = #value;
            self
        }
    }
}

fn plumbing(structure: &Structure) -> TokenStream {
    let Structure {
        name,
        schema_path,
        fields,
        ..
    } = structure;
    let fields = paths::numbered(fields.iter().map(|field| &field.name));
    let error = structure.is_error.then(|| quote!(rt::error!(#name);));
    quote!(rt::structure!(#name, #schema_path #fields); #error)
}
