//! Prints the enum of an operation's errors: those of the model, those it does not describe, those on this side.

use super::{Block, Member, Piece, paths};
use crate::ir::{ErrorVariant, Operation};

/// The enum, in pieces. Each variant is the error that it is named for, which says the rest.
pub(super) fn error(operation: &Operation, put: &mut dyn FnMut(Piece)) {
    let name = &operation.error.name;
    let docs = paths::comment(&format!("Why `{}` failed.", operation.name));
    let variants = &operation.error.variants;
    let rows = paths::numbered(variants.iter().map(|variant| &variant.name));
    let modeled = variants
        .iter()
        .map(|ErrorVariant { name, ty, .. }| format!("{name}(rt::Modeled<{ty}>),\n"));
    let others = [
        "/// An error of the service that the model does not describe.\n\
         Unmodeled(rt::Unmodeled),\n",
        "/// An error on this side: nothing was sent, nothing came back, or it could not be read.\n\
         Client(Box<client::ClientError>),\n",
    ];
    let members = modeled.chain(others.map(str::to_owned));
    put(Piece::Block(Block {
        above: format!("{docs}#[allow(missing_docs)]\n#[non_exhaustive]\n"),
        head: format!("pub enum {name}"),
        members: members.map(Member::Lines).collect(),
    }));
    put(Piece::Lines(format!(
        "client::operation_error!({name}{rows});\n"
    )));
}
