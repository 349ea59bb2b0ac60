//! Between a command's values and the messages of a call. Inputs become views that the runtime writes,
//! and what the runtime reads into views becomes results and errors.

pub(crate) mod error;
pub(crate) mod foreign;
pub(crate) mod input;
pub(crate) mod output;
pub(crate) mod redact;

#[cfg(test)]
mod tests;
