//! Generates Rust clients and command lines from Smithy models.
//!
//! In a build script, [`Config`] says what is wanted and [`Config::generate`] does it. What the generator does is
//! the straight line of [`files`]: load, resolve, lower, emit, format; [`generate`] then brings a directory up to
//! date with the result.

#[cfg(feature = "command")]
mod command;
mod config;
mod emit;
mod file_name;
mod format;
pub mod impact;
mod ir;
mod limits;
mod lower;
mod mark;
mod output;
mod run;
mod surface;
mod threads;

pub use smithgen_model::{Diagnostic, Errors, Severity};

#[cfg(feature = "command")]
pub use command::run_command;
#[cfg(feature = "package")]
pub use config::Package;
pub use config::{Config, Keep};
pub use output::{Change, Difference, File, Mode};
#[cfg(feature = "package")]
pub use run::generate_from;
pub use run::{Generated, Report, files, generate, link_at_fixed_address};
pub use surface::{Grade, Side, SurfaceChange};
