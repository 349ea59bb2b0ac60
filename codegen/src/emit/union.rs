//! Prints unions: an enum with a variant for members that the model does not know.

use super::{Block, Member, Piece, paths};
use crate::ir::Union;

/// All items of a union, in pieces.
pub(super) fn union(union: &Union, put: &mut dyn FnMut(Piece)) {
    let Union { name, unknown, .. } = union;
    put(Piece::Block(definition(union)));
    let table = &union.schema.name;
    let variants = paths::numbered(union.variants.iter().map(|variant| &variant.name));
    put(Piece::Lines(format!(
        "rt::union!({name}, {table}, {unknown}{variants});\n"
    )));
    paths::serde(&union.extras, &format!("rt::serde!({name});"), put);
}

fn definition(union: &Union) -> Block {
    let Union { name, unknown, .. } = union;
    let docs = paths::comment(&union.docs);
    let variants = union.variants.iter().map(|variant| {
        let (name, ty) = (&variant.name, &variant.value);
        let docs = paths::comment(&variant.docs);
        let attributes = paths::attributes(&variant.attributes);
        format!("{docs}{attributes}{name}({ty}),\n")
    });
    let unknown =
        format!("/// A member that this version does not know: its name.\n{unknown}(String),\n");
    let attributes = paths::attributes(&union.extras.attributes);
    let derives = paths::derives("Clone, PartialEq", &union.extras);
    Block {
        above: format!("{docs}{derives}{attributes}#[non_exhaustive]\n"),
        head: format!("pub enum {name}"),
        members: variants.chain([unknown]).map(Member::Lines).collect(),
    }
}
