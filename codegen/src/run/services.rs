//! Takes services through all stages, in parallel as long as that needs no more memory than the largest one.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

use super::common::Common;
use super::notices::Notices;
use crate::config::{Config, ServiceSettings, ShapeSettings};
use crate::emit::{self, Body};
use crate::ir::ServiceClient;
use crate::limits::FORMAT_STACK;
use crate::lower::Options;
#[cfg(feature = "package")]
use crate::lower::package::Facts;
use crate::output::{File, Order};
use crate::surface::{self, Surface};
use crate::{format, lower, threads};
use smithgen_model::{Diagnostic, Errors, load};

/// Receives files, each with its position: the package's first, then each service's.
pub(super) type Sink<'a> = &'a (dyn Fn(Order, &File) + Sync);

/// How a run proceeds. What comes of it is the same.
pub(crate) struct Manner<'a> {
    /// On how many threads.
    pub(crate) jobs: NonZero<usize>,
    /// Whether what it wrote is recorded, so that the next run can end right away. A record is this machine's own.
    pub(crate) records: bool,
    /// Is told when a service is begun: the how many-th it is, of how many, and the name of its model.
    pub(crate) progress: &'a (dyn Fn(usize, usize, &str) + Sync),
}

impl Default for Manner<'_> {
    /// On all cores, recorded, silently.
    fn default() -> Self {
        Manner {
            jobs: threads::cores(),
            records: true,
            progress: &|_, _, _| (),
        }
    }
}

/// What remains of a run's services once their files are in the sink.
pub(super) struct Run {
    pub(super) roots: Vec<String>,
    pub(super) warnings: Errors,
    /// Whether there is an AWS service.
    pub(super) is_of_aws: bool,
}

/// What remains of a service.
struct Made {
    module: String,
    is_of_aws: bool,
    id: String,
    /// What there is to say of the model.
    notices: Errors,
    /// What is odd about the code.
    warnings: Errors,
    #[cfg(feature = "package")]
    facts: Facts,
}

/// Generates all services, and the package around them if there is one.
///
/// # Errors
/// All problems in the settings and models. The files in the sink are incomplete then.
pub(super) fn run(config: &Config, manner: &Manner<'_>, sink: Sink<'_>) -> Result<Run, Errors> {
    let services = config.each_service()?;
    let mut errors = Errors::new();
    let mut notices = Notices::default();
    let mut common = Common::default();
    let mut made = Vec::new();
    for (settings, outcome) in services.iter().zip(all(config, &services, manner, sink)) {
        match outcome.map_err(|problems| settings.origins.locate(problems)) {
            Ok(mut service) => {
                let warnings = std::mem::take(&mut service.warnings);
                errors.extend(common.sift(settings, warnings));
                notices.add(settings, std::mem::take(&mut service.notices));
                made.push((service, settings.origins.of("module", "").cloned()));
            }
            Err(problems) => errors.extend(notices.sift(settings, problems)),
        }
    }
    errors.extend(notices.told());
    if made.len() == services.len() {
        errors.extend(common.problems());
    }
    refuse_twins(&made, &mut errors);
    #[cfg(feature = "package")]
    let package = {
        let facts: Vec<Facts> = made
            .iter_mut()
            .map(|(service, _)| std::mem::take(&mut service.facts))
            .collect();
        config.lowered_package(&facts, &mut errors)
    };
    let ((), warnings) = errors.into_result(())?;
    #[cfg(feature = "package")]
    if let Some(package) = package {
        let files = emit::package::package(&package)?;
        format::format(files, &package.source, manner.jobs, &|number, file| {
            sink((0, number), file)
        })?;
    }
    let is_of_aws = made.iter().any(|(service, _)| service.is_of_aws);
    let roots = match config.is_package() {
        true => vec![String::new()],
        false => made
            .into_iter()
            .map(|(service, _)| service.module)
            .collect(),
    };
    Ok(Run {
        roots,
        warnings,
        is_of_aws,
    })
}

/// The outcome of each service, in order.
fn all(
    config: &Config,
    services: &[ServiceSettings],
    manner: &Manner<'_>,
    sink: Sink<'_>,
) -> Vec<Result<Made, Errors>> {
    let work = Work::new(config, services, manner, sink);
    let jobs = manner.jobs.get();
    if services.len() < 2 || jobs < 2 {
        return (0..services.len())
            .map(|number| work.one(number, true))
            .collect();
    }
    let mut outcomes: Vec<(usize, Result<Made, Errors>)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs.min(services.len()))
            .map(|_| {
                // If a thread cannot be started, the others do its work, in the end this one.
                let thread = thread::Builder::new().stack_size(FORMAT_STACK);
                thread.spawn_scoped(scope, || work.some())
            })
            .collect();
        let here = match threads.iter().all(Result::is_err) {
            true => work.some(),
            false => Vec::new(),
        };
        let outcomes = threads.into_iter().flatten().flat_map(|thread| {
            let outcome = thread.join();
            outcome.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        outcomes.chain(here).collect()
    });
    outcomes.sort_by_key(|(number, _)| *number);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

/// State shared by the threads.
struct Work<'a> {
    config: &'a Config,
    services: &'a [ServiceSettings],
    manner: &'a Manner<'a>,
    sink: Sink<'a>,
    /// The services by the size of their models, largest first.
    order: Vec<(u64, usize)>,
    /// Number of services taken.
    taken: AtomicUsize,
    /// Number of services begun.
    begun: AtomicUsize,
    /// Whether a service was rejected, so that nothing will be written and no more files are generated.
    is_refused: AtomicBool,
    room: Room,
}

impl<'a> Work<'a> {
    fn new(
        config: &'a Config,
        services: &'a [ServiceSettings],
        manner: &'a Manner<'a>,
        sink: Sink<'a>,
    ) -> Self {
        let size = |service: &ServiceSettings| {
            // Unreadable files are reported when they are loaded.
            let files = load::files(&service.models, &mut Errors::new());
            let sizes = files.iter().filter_map(|file| file.metadata().ok());
            sizes.map(|file| file.len()).sum::<u64>()
        };
        let sizes = services.iter().map(size).enumerate();
        let mut order: Vec<(u64, usize)> = sizes.map(|(number, size)| (size, number)).collect();
        order.sort_by_key(|(size, number)| (std::cmp::Reverse(*size), *number));
        Work {
            config,
            services,
            manner,
            sink,
            begun: AtomicUsize::new(0),
            room: Room::new(order.first().map_or(0, |(size, _)| *size)),
            order,
            taken: AtomicUsize::new(0),
            is_refused: AtomicBool::new(false),
        }
    }

    /// Processes services until all are taken.
    fn some(&self) -> Vec<(usize, Result<Made, Errors>)> {
        let mut outcomes = Vec::new();
        while let Some((size, number)) = self.order.get(self.taken.fetch_add(1, Ordering::Relaxed))
        {
            let place = self.room.enter(*size);
            outcomes.push((*number, self.one(*number, place.fills())));
        }
        outcomes
    }

    /// A file's path in the package, if there is one. The surface stands beside the manifest.
    fn placed(&self, path: String) -> String {
        if !self.config.is_package() {
            return path;
        }
        let is_single = self.services.len() == 1;
        match path.split_once('/') {
            Some((_, surface::FILE)) if is_single => surface::FILE.to_owned(),
            Some((module, surface::FILE)) => format!("api/{module}.txt"),
            _ => format!("src/{path}"),
        }
    }

    /// Loads, resolves, lowers, emits and formats a service; with `alone`, it may use all threads.
    fn one(&self, number: usize, alone: bool) -> Result<Made, Errors> {
        let refuse = |_: &Errors| self.is_refused.store(true, Ordering::Relaxed);
        let Some(settings) = self.services.get(number) else {
            return Err(Errors::new());
        };
        let begun = self.begun.fetch_add(1, Ordering::Relaxed) + 1;
        let name = settings.models.first().and_then(|path| path.file_stem());
        let name = name.unwrap_or_default().to_string_lossy();
        (self.manner.progress)(begun, self.services.len(), &name);
        let (service, notices, warnings) = lowered(self.config, settings).inspect_err(refuse)?;
        if !self.is_refused.load(Ordering::Relaxed) {
            let sink = |at: usize, file: &File| (self.sink)((number + 1, at), file);
            let mut files = emit::emit(&service);
            files.push(surface_file(&service));
            for file in &mut files {
                file.path = self.placed(std::mem::take(&mut file.path));
            }
            match alone {
                true => format::format(files, &service.source, self.manner.jobs, &sink),
                false => format::format_here(files, &service.source, &sink),
            }
            .inspect_err(refuse)?;
        }
        Ok(Made {
            module: service.module.stem().to_owned(),
            is_of_aws: service.is_of_aws,
            id: service.id.clone(),
            notices,
            warnings,
            #[cfg(feature = "package")]
            facts: lower::package::facts(service, settings.shapes.serde),
        })
    }
}

/// What others can name of a service.
fn surface_file(service: &ServiceClient) -> emit::File<'static> {
    emit::File {
        path: format!("{}/{}", service.module.stem(), surface::FILE),
        body: Body::Text(surface::print(&Surface::of(service), &service.source)),
    }
}

/// Loads, resolves and lowers one service: what is made of it, what there is to say of its model and what of the code.
fn lowered(
    config: &Config,
    service: &ServiceSettings,
) -> Result<(ServiceClient, Errors, Errors), Errors> {
    refuse_nothing(config, service)?;
    let mut errors = Errors::new();
    let mut texts = load::texts(&service.models, None, &mut errors);
    let in_memory = service.texts.iter();
    texts.extend(in_memory.map(|text| (text.name.clone(), text.bytes.to_vec())));
    let loaded = load::load_texts(texts, &mut errors);
    let resolved = smithgen_model::resolve::finish(
        loaded,
        errors,
        service.service.as_deref(),
        &service.operations,
    )?;
    let options = Options {
        module: service.module.clone(),
        protocol: service.protocol.clone(),
        cli: service.cli,
        tables_only: service.tables_only,
        bare: false,
        clientless: service.clientless,
        server: service.server,
        packaged: config.is_package(),
        cli_feature: config.is_package().then(|| "cli".to_owned()),
        names: service.names.clone(),
        keep: service.keep.clone(),
        shapes: service.shapes.clone(),
        serde_feature: config.is_package().then(|| "serde".to_owned()),
        is_one_of_many: service.directory.is_some(),
    };
    let (lowered, warnings) = lower::lower(&resolved, &options)?;
    Ok((lowered, resolved.warnings, warnings))
}

/// Refuses settings that leave nothing to generate.
fn refuse_nothing(config: &Config, service: &ServiceSettings) -> Result<(), Errors> {
    if service.tables_only && service.shapes != ShapeSettings::default() {
        let message = "`serde`, `derive`, `attributes` and `extern` are about types";
        let help = "remove them, or remove `types = false`";
        let problem = Diagnostic::error(message).help(help);
        return Err(problem.setting("types", "false").into());
    }
    if service.tables_only && service.server {
        let problem = Diagnostic::error("a server has types");
        let problem = problem.help("remove `server`, or remove `types = false`");
        return Err(problem.setting("server", "true").into());
    }
    let problem = match service.tables_only {
        true if !service.cli => Diagnostic::error("without types and `cli` there is nothing left")
            .help("add `cli = true`, or remove `types`"),
        true if config.is_package() => Diagnostic::error("a package has types")
            .help("remove `types`, or write modules to `out-dir`"),
        false if service.clientless && !service.server && config.is_package() => {
            let problem = Diagnostic::error("a package has a client or a server");
            let help = "remove `client`, add `server = true`, or write modules to `out-dir`";
            let problem = problem.help(help);
            return Err(problem.setting("client", "false").into());
        }
        _ => return Ok(()),
    };
    Err(problem.setting("types", "false").into())
}

/// Reports services with the same module name.
fn refuse_twins(services: &[(Made, Option<smithgen_model::Place>)], errors: &mut Errors) {
    let mut seen = BTreeMap::new();
    for (service, place) in services {
        if let Some(other) = seen.insert(&service.module, place) {
            let message = format!("two services would be the module `{}`", service.module);
            let help = "give one of them another name with `module`";
            let problem = Diagnostic::error(message).at(place.clone());
            let problem = problem.related("the other is here", other.clone());
            errors.push(problem.shape(&service.id).help(help));
        }
    }
}

/// Limits parallel work to the size of the largest service.
struct Room {
    size: u64,
    used: Mutex<u64>,
    left: Condvar,
}

impl Room {
    fn new(size: u64) -> Self {
        Room {
            size,
            used: Mutex::new(0),
            left: Condvar::new(),
        }
    }

    /// Waits for room.
    fn enter(&self, size: u64) -> Place<'_> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        while *used > 0 && *used + size > self.size {
            used = self.left.wait(used).unwrap_or_else(PoisonError::into_inner);
        }
        *used += size;
        Place { room: self, size }
    }
}

/// What a service takes of the room, given back when it is dropped: a thread that panics must not leave others waiting.
struct Place<'r> {
    room: &'r Room,
    size: u64,
}

impl Place<'_> {
    /// Whether there is no room left for another one of the same size.
    fn fills(&self) -> bool {
        self.size > self.room.size / 2
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let used = &self.room.used;
        *used.lock().unwrap_or_else(PoisonError::into_inner) -= self.size;
        self.room.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_leaves_no_one_waiting() {
        let room = Room::new(3);
        let first = thread::scope(|scope| {
            let work = scope.spawn(|| {
                let place = room.enter(3);
                assert!(!place.fills(), "this is meant to panic");
            });
            work.join()
        });
        assert!(first.is_err());
        // Would wait for ever.
        let (small, other) = (room.enter(1), room.enter(2));
        assert!(!small.fills() && other.fills());
    }
}
