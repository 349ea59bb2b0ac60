//! What must hold of the generator, whatever a model says.

pub mod docs;
pub mod model;
