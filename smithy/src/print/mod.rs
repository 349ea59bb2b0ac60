//! Writes a model down again, as a JSON AST or in the interface language.

mod idl;
mod json;

pub use self::idl::idl;
pub use self::json::json_ast;
