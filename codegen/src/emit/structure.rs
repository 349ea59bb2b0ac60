//! Prints structures: the type, the setters of those that people construct, and the macro for the rest.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Block, Member, Piece, paths};
use crate::ir::{Argument, Constructor, Field, Ident, Structure};

/// All items of a structure, in pieces.
pub(super) fn structure(structure: &Structure, put: &mut dyn FnMut(Piece)) {
    let length = structure.fields.len();
    put(Piece::Block(definition(structure)));
    if let Some(default) = default(structure) {
        put(Piece::of(length, default));
    }
    let methods = methods(structure);
    if structure.is_given && !methods.is_empty() {
        let head = format!("impl {}", structure.name);
        put(Piece::Block(Block::new(head, methods)));
    }
    plumbing(structure, put);
}

fn definition(structure: &Structure) -> Block {
    let Structure { name, fields, .. } = structure;
    let docs = paths::comment(&structure.docs);
    let own = match structure.zero_default {
        true => "Clone, Default, PartialEq",
        false => "Clone, PartialEq",
    };
    let attributes = paths::attributes(&structure.extras.attributes);
    let derives = paths::derives(own, &structure.extras);
    let fields = fields.iter().map(|field| {
        let Field { name, ty, .. } = field;
        let docs = paths::comment(&field.docs);
        let attributes = paths::attributes(&field.attributes);
        Member::Lines(format!("{docs}{attributes}pub {name}: {ty},\n"))
    });
    Block {
        // What a derive reads stands below it.
        above: format!("{docs}{derives}{attributes}"),
        head: format!("pub struct {name}"),
        members: fields.collect(),
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

fn methods(structure: &Structure) -> Vec<Member> {
    let new = structure.constructor.iter();
    let new = new.map(|new| constructor(&structure.name, new));
    new.chain(structure.fields.iter().map(setter)).collect()
}

fn constructor(name: &Ident, constructor: &Constructor) -> Member {
    let docs = paths::comment("With what must be given.");
    let parameters = constructor.parameters.iter().map(|parameter| {
        let (name, ty) = (&parameter.field, paths::parameter(&parameter.argument));
        format!("{name}: {ty}")
    });
    let fields = constructor.parameters.iter().map(|parameter| {
        let name = &parameter.field;
        match &parameter.argument {
            Argument::Plain(_) => format!("{name},"),
            argument => format!("{name}: {name}{},", paths::conversion(argument)),
        }
    });
    let parameters: Vec<String> = parameters.collect();
    let (parameters, fields) = (parameters.join(", "), fields.collect::<String>());
    let rest = match constructor.rest {
        true => "..Self::default()",
        false => "",
    };
    Member::Code(format!(
        "{docs}pub fn new({parameters}) -> Self {{ {name} {{ {fields}{rest} }} }}"
    ))
}

fn setter(field: &Field) -> Member {
    let Field { name, setter, .. } = field;
    let method = &setter.name;
    let parameter = paths::parameter(&setter.argument);
    let value = paths::field_value(setter);
    let stem = name.stem();
    let deprecated = paths::deprecated(field.attributes.deprecated.as_deref());
    Member::Lines(format!(
        "/// Sets [`{stem}`](Self::{stem}).\n\
         {deprecated}#[must_use]\n\
         pub fn {method}(mut self, value: {parameter}) -> Self {{\n    \
             self.{name} = {value};\n    \
             self\n\
         }}\n"
    ))
}

fn plumbing(structure: &Structure, put: &mut dyn FnMut(Piece)) {
    let Structure {
        name,
        schema_path,
        fields,
        ..
    } = structure;
    let fields = paths::numbered(fields.iter().map(|field| &field.name));
    put(Piece::Lines(format!(
        "rt::structure!({name}, {schema_path}{fields});\n"
    )));
    if structure.is_error {
        put(Piece::Lines(format!("rt::error!({name});\n")));
    }
    paths::serde(&structure.extras, &format!("rt::serde!({name});"), put);
}
