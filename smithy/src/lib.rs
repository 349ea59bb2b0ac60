//! The Smithy language: loads, resolves and checks models, and reports problems with their location.
//!
//! [`resolve::open`] does it all: it loads files and the prelude ([`load`]); applies, upgrades and flattens
//! ([`resolve`]); checks; and selects a service with its closure ([`select`]). The result is a fully resolved
//! [`model`]. Nothing here depends on Rust as a target, or on how requests are sent.

mod checks;
pub mod corrections;
mod decimal;
pub mod definition;
pub mod diagnostic;
pub mod diff;
pub mod format;
mod idl;
pub mod jmespath;
mod limits;
pub mod load;
pub mod model;
mod nearest;
pub mod node_validation;
pub mod nullability;
pub mod print;
pub mod reading;
pub mod resolve;
pub mod select;
pub mod selector;
pub mod source;
pub mod validate;

pub use diagnostic::{Diagnostic, Errors, Severity};
pub use model::{Model, ShapeId};
pub use nearest::nearest;
pub use resolve::{Resolved, open};
pub use source::{Location, Place};
