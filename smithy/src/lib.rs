//! The Smithy language: models are loaded, resolved and checked, and every problem is told at its place.
//!
//! [`resolve::open`] does it all: it loads files and the prelude ([`load`]), applies, upgrades and flattens
//! ([`resolve`]), checks, and selects a service with what it reaches ([`select`]). What comes out is a [`model`] with
//! nothing left to look up. Nothing here knows of Rust, or of how a request travels.

mod checks;
mod decimal;
pub mod definition;
pub mod diagnostic;
pub mod format;
mod idl;
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
