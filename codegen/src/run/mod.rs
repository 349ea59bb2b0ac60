//! A whole run: every service goes through all stages and into the output before the next one does.

mod build_script;
#[cfg(feature = "package")]
mod package;
mod services;
mod stamp;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

#[cfg(feature = "package")]
pub use self::build_script::generate_from;
pub use self::build_script::link_at_fixed_address;
use self::stamp::Stamp;
use crate::config::Config;
use crate::output::{self, Change, File, Mode, Order, Update};
use smithgen_model::Errors;

/// What was generated, in memory.
#[derive(Debug, Clone)]
pub struct Generated {
    /// The files, with paths below the output directory.
    pub files: Vec<File>,
    /// The directories below the output directory in which everything that carries the generator's mark is among
    /// these files, or stale; an empty name is the output directory itself.
    pub roots: Vec<String>,
    /// What is odd about the models, but no reason to stop.
    pub warnings: Errors,
}

/// What a run did, or in [`Mode::Check`] would do.
#[derive(Debug, Clone)]
pub struct Report {
    /// The directory.
    pub directory: PathBuf,
    /// How many files there are.
    pub files: usize,
    /// The files that differed.
    pub changes: Vec<Change>,
    /// What is odd about the models, but no reason to stop.
    pub warnings: Errors,
}

/// Generates what the settings name and brings its directory up to date, or only compares.
///
/// A run that finds everything as the run before left it, models, settings and every file, reads no model.
///
/// # Errors
/// Every problem of the settings, the models and the file system. With a problem of settings or models nothing
/// is written.
pub fn generate(config: &Config, mode: Mode) -> Result<Report, Errors> {
    generate_where(config, mode, |_| Ok(()))
}

/// [`generate`] where something else has to hold once it is known whether any of the services is of AWS.
fn generate_where(
    config: &Config,
    mode: Mode,
    holds: impl FnOnce(bool) -> Result<(), Errors>,
) -> Result<Report, Errors> {
    let directory = config.directory()?;
    let stamp = match mode {
        Mode::Write => Stamp::of(config, &directory),
        Mode::Check => None,
    };
    if let Some(files) = stamp.as_ref().and_then(Stamp::unchanged) {
        return Ok(Report {
            directory,
            files,
            changes: Vec::new(),
            warnings: Errors::new(),
        });
    }
    let update = Update::new(&directory, mode)?;
    let run = services::run(config, &|at, file| {
        if let Some(stamp) = &stamp {
            stamp.add(&file);
        }
        update.put(at, &file);
    })?;
    holds(run.is_of_aws)?;
    let files = update.files();
    let changes = update.finish(&run.roots)?;
    if let Some(stamp) = stamp.filter(|_| run.warnings.is_empty()) {
        stamp.write(&run.roots);
    }
    Ok(Report {
        directory,
        files,
        changes,
        warnings: run.warnings,
    })
}

/// Everything that [`generate`] does before it touches a disk.
///
/// # Errors
/// Every problem of the settings and of all models.
pub fn files(config: &Config) -> Result<Generated, Errors> {
    let made: Mutex<BTreeMap<Order, File>> = Mutex::default();
    let run = services::run(config, &|at, file| {
        let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
        made.insert(at, file);
    })?;
    let made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    let files: Vec<File> = made.into_values().collect();
    output::check(&files)?;
    Ok(Generated {
        files,
        roots: run.roots,
        warnings: run.warnings,
    })
}

impl Config {
    /// Generates, for a build script: tells cargo which files matter and what is wrong, and ends the process with
    /// exit code 1 when nothing could be generated.
    pub fn generate(&self) {
        if !build_script::generate(self) {
            std::process::exit(1);
        }
    }

    /// Generates and says what was done. Tells cargo nothing.
    ///
    /// # Errors
    /// Every problem of the settings, the models and the file system. A run with problems in settings or models
    /// writes nothing.
    pub fn try_generate(&self) -> Result<Report, Errors> {
        generate(self, Mode::Write)
    }

    /// The files that would be written, in memory.
    ///
    /// # Errors
    /// Every problem of the settings and the models.
    pub fn files(&self) -> Result<Generated, Errors> {
        files(self)
    }
}
