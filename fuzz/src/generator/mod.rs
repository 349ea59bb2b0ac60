//! What must hold of the generator, whatever a model says.

pub mod differ;
pub mod docs;
pub mod language;
pub mod model;
pub mod selector;
