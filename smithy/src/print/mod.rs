//! Writes a model down again.

mod json;

pub use self::json::json_ast;
