//! Prints open enums of texts and of integers: values that the model does not know survive.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Block, Member, Piece, paths};
use crate::ir::{Docs, Enumeration, Extras, Ident, IntEnumeration, Variant};

/// All items of an enum of texts, in pieces.
pub(super) fn enumeration(enumeration: &Enumeration, put: &mut dyn FnMut(Piece)) {
    let Enumeration {
        name,
        variants,
        unknown,
        schema,
        ..
    } = enumeration;
    let head = (name, &enumeration.docs, &enumeration.extras);
    let definition = definition(head, variants, unknown, "String");
    let rows: TokenStream = variants
        .iter()
        .map(|Variant { name, value, .. }| quote!(, #value #name))
        .collect();
    let table = &schema.name;
    put(Piece::Block(definition));
    put(Piece::of(
        variants.len(),
        quote!(rt::enumeration!(#name, #table, #unknown #rows);),
    ));
    let serde = quote!(rt::serde_enumeration!(#name, str););
    let serde = paths::serde(&enumeration.extras, serde);
    put(Piece::Items(
        quote!(rt::text_conversions!(#name, #table, #unknown); #serde),
    ));
}

/// All items of an enum of integers, in pieces.
pub(super) fn int_enumeration(enumeration: &IntEnumeration, put: &mut dyn FnMut(Piece)) {
    let IntEnumeration {
        name,
        variants,
        unknown,
        schema,
        ..
    } = enumeration;
    let head = (name, &enumeration.docs, &enumeration.extras);
    let definition = definition(head, variants, unknown, "i32");
    let rows: TokenStream = variants
        .iter()
        .map(|Variant { name, value, .. }| {
            let value = paths::number(*value);
            quote!(, #value #name)
        })
        .collect();
    let table = &schema.name;
    put(Piece::Block(definition));
    put(Piece::of(
        variants.len(),
        quote!(rt::int_enumeration!(#name, #table, #unknown #rows);),
    ));
    let serde = quote!(rt::serde_enumeration!(#name, i32););
    let serde = paths::serde(&enumeration.extras, serde);
    put(Piece::Items(quote!(rt::number_conversions!(#name); #serde)));
}

fn definition<T>(
    (name, docs, extras): (&Ident, &Docs, &Extras),
    variants: &[Variant<T>],
    unknown: &Ident,
    value: &str,
) -> Block {
    let docs = paths::comment(docs);
    let known = variants.iter().map(|variant| {
        let (name, docs) = (&variant.name, paths::comment(&variant.docs));
        let attributes = paths::attributes(&variant.attributes);
        format!("{docs}{attributes}{name},\n")
    });
    let unknown = format!("/// A value that this version does not know.\n{unknown}({value}),\n");
    let attributes = paths::attributes(&extras.attributes);
    let derives = paths::derives("Clone, PartialEq, Eq, PartialOrd, Ord, Hash", extras);
    Block {
        above: format!("{docs}{derives}{attributes}#[non_exhaustive]\n"),
        head: format!("pub enum {name}"),
        members: known.chain([unknown]).map(Member::Lines).collect(),
    }
}
