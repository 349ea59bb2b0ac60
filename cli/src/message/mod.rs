//! Connects a command's values with the messages of a call. Inputs become views that the runtime serializes; views
//! that the runtime deserializes become results and errors.

pub(crate) mod error;
pub(crate) mod foreign;
pub(crate) mod input;
pub(crate) mod output;
pub(crate) mod recoded;
pub(crate) mod redact;
pub(crate) mod shown;

#[cfg(test)]
mod tests;
