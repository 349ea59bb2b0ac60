//! The Smithy language: loads, resolves and checks models, and reports problems with their location.
//!
//! [`resolve::open`] does it all: it loads files and the prelude ([`load`]); applies, upgrades and flattens
//! ([`resolve`]); checks; and selects a service with its closure ([`select`]). The result is a fully resolved
//! [`model`]. Nothing here depends on Rust as a target, or on how requests are sent.
//!
//! ```
//! use smithgen_model::{Errors, load, resolve};
//!
//! const MODEL: &str = r#"
//!     $version: "2.0"
//!     namespace example.weather
//!     use aws.protocols#restJson1
//!
//!     @restJson1
//!     service Weather { operations: [GetForecast] }
//!
//!     @readonly
//!     @http(method: "GET", uri: "/forecast")
//!     operation GetForecast { output := { summary: String } }
//! "#;
//!
//! fn main() -> Result<(), Errors> {
//!     let mut errors = Errors::new();
//!     let files = vec![("weather.smithy".to_owned(), MODEL.into())];
//!     let loaded = load::load_texts(files, &mut errors);
//!     let resolved = resolve::finish(loaded, errors, None, &[])?;
//!     assert_eq!(resolved.selection.service.name(), "Weather");
//!     Ok(())
//! }
//! ```

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
mod maps;
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
pub use nearest::{Suggestions, nearest};
pub use resolve::{Resolved, open};
pub use source::{Location, Place};

// The example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
