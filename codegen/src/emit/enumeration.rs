//! Prints open enums of texts and of integers: values that the model does not know survive.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Block, Member, Piece, paths};
use crate::ir::{Enumeration, Ident, IntEnumeration, Variant};

/// All items of an enum of texts, in pieces.
pub(super) fn enumeration(enumeration: &Enumeration, put: &mut dyn FnMut(Piece)) {
    let Enumeration {
        name,
        variants,
        unknown,
        schema,
        ..
    } = enumeration;
    let definition = definition(&enumeration.docs, name, variants, unknown, "String");
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
    let definition = definition(&enumeration.docs, name, variants, unknown, "i32");
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
}

fn definition<T>(
    docs: &str,
    name: &Ident,
    variants: &[Variant<T>],
    unknown: &Ident,
    value: &str,
) -> Block {
    let docs = paths::comment(docs);
    let known = variants.iter().map(|variant| {
        let (name, docs) = (&variant.name, paths::comment(&variant.docs));
        format!("{docs}{name},\n")
    });
    let unknown = format!("/// A value that this version does not know.\n{unknown}({value}),\n");
    Block {
        above: format!(
            "{docs}#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]\n#[non_exhaustive]\n"
        ),
        head: format!("pub enum {name}"),
        members: known.chain([unknown]).map(Member::Lines).collect(),
    }
}
