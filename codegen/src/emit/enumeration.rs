//! Prints open enums of texts and of integers: values that the model does not know survive.

use super::{Block, Member, Piece, paths, text};
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
    let rows = variants.iter().map(|Variant { name, value, .. }| {
        let value = text::quoted(value);
        format!(", {value} {name}")
    });
    let rows: String = rows.collect();
    let table = &schema.name;
    put(Piece::Block(definition));
    put(Piece::Lines(format!(
        "rt::enumeration!({name}, {table}, {unknown}{rows});\n\
         rt::text_conversions!({name}, {table}, {unknown});\n"
    )));
    let serde = format!("rt::serde_enumeration!({name}, str);");
    paths::serde(&enumeration.extras, &serde, put);
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
    let rows = variants.iter().map(|Variant { name, value, .. }| {
        // Words of a macro are tokens, and a sign is one.
        let sign = if *value < 0 { "- " } else { "" };
        format!(", {sign}{} {name}", value.unsigned_abs())
    });
    let rows: String = rows.collect();
    let table = &schema.name;
    put(Piece::Block(definition));
    put(Piece::Lines(format!(
        "rt::int_enumeration!({name}, {table}, {unknown}{rows});\n\
         rt::number_conversions!({name});\n"
    )));
    let serde = format!("rt::serde_enumeration!({name}, i32);");
    paths::serde(&enumeration.extras, &serde, put);
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
