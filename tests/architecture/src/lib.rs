//! Reads the sources of this workspace: who names whom ([`graph`]), what is public ([`public`]), and
//! what is missing for a release ([`release`]).
//!
//! Names are found in tokens, so that paths in macros count as well as those in `use`. What is compiled only for
//! tests is left out, and what a feature adds is read whether or not the feature is on.

mod cfg;
pub mod graph;
pub mod public;
pub mod release;
mod scan;
pub mod source;
