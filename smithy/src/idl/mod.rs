//! The syntax of Smithy's interface language, versions 1.0 and 2.0: text to a tree in which everything has its place.
//!
//! The tree serves both the loader, which makes shapes of it, and the formatter, which lays it out anew.

mod parse;
pub(crate) mod text;
pub(crate) mod token;
pub(crate) mod tree;

pub(crate) use self::parse::parse;
