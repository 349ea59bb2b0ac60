//! Generates Rust clients and command lines from Smithy models.
//!
//! In a build script, [`Config`] says what is wanted and [`Config::generate`] does it. What the generator does is
//! the straight line of [`files`]: load, resolve, lower, emit, format; [`generate`] then brings a directory up to
//! date with the result.

mod config;
mod file_name;
mod limits;

// The stages one by one are for the tests and measurements of this repository. They change as they please.
#[doc(hidden)]
pub mod emit;
#[doc(hidden)]
pub mod format;
#[doc(hidden)]
pub mod ir;
#[doc(hidden)]
pub mod lower;
#[doc(hidden)]
pub mod output;

use std::collections::BTreeMap;
use std::path::PathBuf;

use smithgen_model::Place;
pub use smithgen_model::{Diagnostic, Errors, Severity};

pub use config::{Config, link_at_fixed_address};
#[cfg(feature = "package")]
pub use config::{Package, generate_from};
pub use lower::Keep;
pub use output::{Change, Difference, File, Mode};

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
/// # Errors
/// Every problem of the settings, the models and the file system. With a problem of settings or models nothing
/// is written.
pub fn generate(config: &Config, mode: Mode) -> Result<Report, Errors> {
    let directory = config.directory()?;
    let generated = files(config)?;
    let changes = output::sync(&directory, &generated.roots, &generated.files, mode)?;
    Ok(Report {
        directory,
        files: generated.files.len(),
        changes,
        warnings: generated.warnings,
    })
}

/// Everything the generator does before it touches a disk, in order. Each stage owns its output; none looks back.
///
/// # Errors
/// Every problem of the settings and of all models.
pub fn files(config: &Config) -> Result<Generated, Errors> {
    let mut errors = Errors::new();
    let mut services = Vec::new();
    let mut modules = Vec::new();
    for settings in &config.services {
        let lowered = lowered(config, settings);
        match lowered.map_err(|problems| settings.origins.locate(problems)) {
            Ok((service, warnings)) => {
                services.push(service);
                modules.push(settings.origins.of("module", "").cloned());
                errors.extend(warnings);
            }
            Err(problems) => errors.extend(problems),
        }
    }
    refuse_twins(&services, &modules, &mut errors);
    #[cfg(feature = "package")]
    let package = config.lowered_package(&services, &mut errors);
    let ((), warnings) = errors.into_result(())?;
    let modules = services
        .iter()
        .flat_map(|service| format::format(emit::emit(service), &service.source));
    #[cfg_attr(not(feature = "package"), expect(unused_mut))]
    let mut modules = Generated {
        files: modules.collect(),
        roots: services
            .iter()
            .map(|it| it.module.stem().to_owned())
            .collect(),
        warnings,
    };
    #[cfg(feature = "package")]
    if let Some(package) = package {
        modules = config::package(&package, modules)?;
    }
    output::check(&modules.roots, &modules.files)?;
    Ok(modules)
}

/// Loads, resolves and lowers one service.
fn lowered(config: &Config, service: &config::Service) -> Result<(ir::Service, Errors), Errors> {
    let resolved = smithgen_model::open(
        &service.models,
        service.service.as_deref(),
        &service.operations,
    )?;
    let options = lower::Options {
        module: service.module.clone(),
        protocol: service.protocol.clone(),
        cli: service.cli,
        packaged: config.is_package(),
        cli_feature: config.is_package().then(|| "cli".to_owned()),
        keep: service.keep.clone(),
    };
    let (lowered, more) = lower::lower(&resolved, &options)?;
    let mut warnings = resolved.warnings;
    warnings.extend(more);
    Ok((lowered, warnings))
}

/// Two services cannot be one module.
fn refuse_twins(services: &[ir::Service], places: &[Option<Place>], errors: &mut Errors) {
    let mut seen = BTreeMap::new();
    for (service, place) in services.iter().zip(places) {
        if let Some(other) = seen.insert(&service.module, place) {
            let message = format!("two services would be the module `{}`", service.module);
            let help = "give one of them another name with `module`";
            let problem = Diagnostic::error(message).at(place.clone());
            let problem = problem.related("the other is here", other.clone());
            errors.push(problem.shape(&service.id).help(help));
        }
    }
}
