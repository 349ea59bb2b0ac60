//! A whole run, in which services go through all stages one after the other.

mod build_script;
mod changes;
mod common;
mod notices;
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
use self::changes::Changes;
pub(crate) use self::services::Manner;
use self::stamp::{Before, Stamp};
use crate::config::Config;
use crate::output::{self, Change, File, Mode, Order, Update};
use crate::surface::{SurfaceChange, summary};
use smithgen_model::Errors;

/// Generated files in memory.
#[derive(Debug, Clone)]
pub struct Generated {
    /// The files, with paths below the output directory.
    pub files: Vec<File>,
    /// The directories below the output directory in which every marked file is either one of these files or stale;
    /// an empty name is the output directory itself.
    pub roots: Vec<String>,
    /// Problems in the models that do not prevent generation.
    pub warnings: Errors,
}

/// What a run did or, in [`Mode::Check`], would do.
#[derive(Debug, Clone)]
pub struct Report {
    /// The directory.
    pub directory: PathBuf,
    /// How many files there are.
    pub files: usize,
    /// The differences found.
    pub changes: Vec<Change>,
    /// Whether the run ended right away, since models, settings and all files are as the previous run left them.
    pub is_untouched: bool,
    /// What is no longer as the last run left it for those who use the code, the command, or the wire.
    pub surface: Vec<SurfaceChange>,
    /// Problems in the models that do not prevent generation.
    pub warnings: Errors,
}

impl Report {
    /// What changes for those who use what is generated, in ten lines at most; nothing if nothing does.
    pub fn summary(&self) -> Vec<String> {
        summary(&self.surface)
    }
}

/// Generates what the settings describe and updates the output directory, or only compares.
///
/// If models, settings and all files are as the previous run left them, no model is parsed.
///
/// # Errors
/// All problems in the settings, the models and the file system. If settings or models have errors, nothing is
/// written.
pub fn generate(config: &Config, mode: Mode) -> Result<Report, Errors> {
    generate_where(config, mode, |_| Ok(()), &Manner::default())
}

/// Like [`generate`], in a manner of its own.
#[cfg(feature = "command")]
pub(crate) fn generate_as(
    config: &Config,
    mode: Mode,
    manner: &Manner<'_>,
) -> Result<Report, Errors> {
    generate_where(config, mode, |_| Ok(()), manner)
}

/// Like [`generate`], with an additional check once it is known whether there is an AWS service.
fn generate_where(
    config: &Config,
    mode: Mode,
    holds: impl FnOnce(bool) -> Result<(), Errors>,
    manner: &Manner<'_>,
) -> Result<Report, Errors> {
    let directory = config.directory()?;
    let before = Before::of(config, &directory);
    // A comparison looks at every file in any case.
    let stamp = match mode {
        Mode::Write if manner.records => Stamp::of(&before, config),
        Mode::Write | Mode::Check => None,
    };
    if let Some((files, is_of_aws, warnings)) = stamp.as_ref().and_then(Stamp::unchanged) {
        holds(is_of_aws)?;
        return Ok(Report {
            directory,
            files,
            changes: Vec::new(),
            surface: Vec::new(),
            warnings,
            is_untouched: true,
        });
    }
    let of_directory = |problems| config.locate_directory(output::DIRECTORY, problems);
    let update = Update::new(&directory, mode).map_err(of_directory)?;
    let surface = Changes::new(&directory);
    let run = services::run(config, manner, &|at, file| {
        surface.look(at, file);
        if let Some(stamp) = &stamp {
            stamp.add(file);
        }
        update.put(at, file);
    })?;
    holds(run.is_of_aws)?;
    let files = update.files();
    let mut roots = run.roots.clone();
    roots.extend(before.gone(&run.roots));
    let changes = update.finish(&roots).map_err(of_directory)?;
    if let Some(stamp) = stamp {
        stamp.write(&run);
    }
    let surface = surface.all();
    Ok(Report {
        directory,
        files,
        changes,
        surface,
        warnings: run.warnings,
        is_untouched: false,
    })
}

/// The part of [`generate`] before the file system is changed.
///
/// # Errors
/// All problems in the settings and models.
pub fn files(config: &Config) -> Result<Generated, Errors> {
    let made: Mutex<BTreeMap<Order, File>> = Mutex::default();
    let run = services::run(config, &Manner::default(), &|at, file| {
        let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
        made.insert(at, file.clone());
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
    /// Generates, for a build script: tells cargo which files matter, reports problems, and exits with code 1 if
    /// generation fails.
    pub fn generate(&self) {
        if !build_script::generate(self) {
            std::process::exit(1);
        }
    }

    /// Generates and returns a report, without telling cargo.
    ///
    /// # Errors
    /// All problems in the settings, the models and the file system. If settings or models have errors, nothing is
    /// written.
    pub fn try_generate(&self) -> Result<Report, Errors> {
        generate(self, Mode::Write)
    }

    /// The files that would be written.
    ///
    /// # Errors
    /// All problems in the settings and the models.
    pub fn files(&self) -> Result<Generated, Errors> {
        files(self)
    }
}
