//! Generates Rust clients and command lines from Smithy models.
//!
//! In a build script, [`Config`] says what is wanted and [`Config::generate`] does it. What the generator does is
//! the straight line of [`files`]: load, resolve, lower, emit, format; [`generate`] then brings a directory up to
//! date with the result.
//!
//! ```
//! use smithgen::Config;
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
//! fn main() -> Result<(), smithgen::Errors> {
//!     let made = Config::new().model_text("weather.smithy", MODEL).files()?;
//!     assert!(made.files.iter().any(|file| file.path == "weather/mod.rs"));
//!     Ok(())
//! }
//! ```

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
mod maps;
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

// The example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
