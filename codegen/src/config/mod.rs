//! What is to be generated, and where: the settings of `smithgen.toml` and of build scripts.

#[cfg(feature = "package")]
mod file;
mod keep;
mod names;
mod origins;
#[cfg(feature = "package")]
mod package;
mod shapes;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use self::keep::Keep;
pub(crate) use self::names::OwnNames;
pub(crate) use self::origins::Origins;
#[cfg(feature = "package")]
pub use self::package::Package;
pub(crate) use self::shapes::{ALL, ShapeSettings};
use smithgen_model::{Diagnostic, Errors, load};

/// What is to be generated, and where.
///
/// In a build script:
///
/// ```no_run
/// smithgen::Config::new().model("model/weather.smithy").generate();
/// ```
///
/// and in the crate `mod weather { include!(concat!(env!("OUT_DIR"), "/weather/mod.rs")); }`.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The services, of which most have one.
    pub(crate) services: Vec<ServiceSettings>,
    /// The package to write, if it is to be one.
    #[cfg(feature = "package")]
    pub(crate) package: Option<Package>,
    /// Where modules go that are no package.
    pub(crate) out_dir: Option<PathBuf>,
    /// Where the settings beside the services stand.
    pub(crate) origins: Origins,
    /// The file these settings were read from.
    pub(crate) file: Option<PathBuf>,
}

/// A service to generate.
#[derive(Debug, Clone, Default)]
pub(crate) struct ServiceSettings {
    /// Files, and directories of files.
    pub(crate) models: Vec<PathBuf>,
    /// Models that are in memory.
    pub(crate) texts: Vec<ModelText>,
    /// A directory, each file of which is the model of a service of its own.
    pub(crate) each_of: Option<PathBuf>,
    /// Id or name; may be left out where the model has only one.
    pub(crate) service: Option<String>,
    /// Names or ids; none means all.
    pub(crate) operations: Vec<String>,
    /// Id or name; may be left out.
    pub(crate) protocol: Option<String>,
    /// The module's name; may be left out.
    pub(crate) module: Option<String>,
    /// Whether the command line's tables are wanted.
    pub(crate) cli: bool,
    /// Whether tables are all that is wanted: no client, and no Rust types.
    pub(crate) tables_only: bool,
    /// Whether operations are wanted without a client that has a method for each.
    pub(crate) clientless: bool,
    /// Whether a trait for servers is wanted.
    pub(crate) server: bool,
    /// Names on the command line.
    pub(crate) names: OwnNames,
    /// Operations whose results the command line can keep.
    pub(crate) keep: Vec<Keep>,
    /// What is said of the types of shapes.
    pub(crate) shapes: ShapeSettings,
    /// The number of the settings, if they are those of all services of a directory.
    pub(crate) directory: Option<usize>,
    /// Where these settings stand.
    pub(crate) origins: Origins,
}

/// A model that is in memory.
#[derive(Clone)]
pub(crate) struct ModelText {
    /// Its name in diagnostics.
    pub(crate) name: String,
    pub(crate) bytes: Arc<[u8]>,
}

impl fmt::Debug for ModelText {
    /// Without the text, which may be long.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.name, self.bytes.len())
    }
}

impl Config {
    /// Settings that name nothing yet.
    pub fn new() -> Self {
        Config {
            services: vec![ServiceSettings::default()],
            ..Config::default()
        }
    }

    /// Adds a model: a file, or a directory of files. Several are merged.
    #[must_use]
    pub fn model(mut self, path: impl Into<PathBuf>) -> Self {
        self.last().models.push(path.into());
        self
    }

    /// Adds a model that is in memory: what to call it in diagnostics, and its text.
    #[must_use]
    pub fn model_text(mut self, name: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        self.last().texts.push(ModelText {
            name: name.into(),
            bytes: text.into().into(),
        });
        self
    }

    /// Names a directory of models, each the model of a service of its own.
    #[must_use]
    pub fn models(mut self, directory: impl Into<PathBuf>) -> Self {
        self.last().each_of = Some(directory.into());
        self
    }

    /// Chooses the service by its id or name, where the model has more than one.
    #[must_use]
    pub fn service(mut self, name: impl Into<String>) -> Self {
        self.last().service = Some(name.into());
        self
    }

    /// Chooses operations by their names or ids; without this all are generated. Only the shapes that the chosen
    /// ones reach are.
    #[must_use]
    pub fn operations(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.last()
            .operations
            .extend(names.into_iter().map(Into::into));
        self
    }

    /// Chooses the protocol by its id or name, where the service has more than one.
    #[must_use]
    pub fn protocol(mut self, name: impl Into<String>) -> Self {
        self.last().protocol = Some(name.into());
        self
    }

    /// Names the service's module; without this it is the service's name in snake case.
    #[must_use]
    pub fn module(mut self, name: impl Into<String>) -> Self {
        self.last().module = Some(name.into());
        self
    }

    /// Whether the tables of a command line are generated too.
    #[must_use]
    pub fn cli(mut self, wanted: bool) -> Self {
        self.last().cli = wanted;
        self
    }

    /// Whether there are a client and Rust types, as there are without this. A program that is nothing but a command
    /// line needs neither: [`cli`](Self::cli) alone compiles in a fraction of the time.
    #[must_use]
    pub fn types(mut self, wanted: bool) -> Self {
        self.last().tables_only = !wanted;
        self
    }

    /// Whether there is a client, with a method per operation, as there is without this. A crate that calls a few
    /// operations itself needs none: any `smithgen_client::Client` sends them.
    #[must_use]
    pub fn client(mut self, wanted: bool) -> Self {
        self.last().clientless = !wanted;
        self
    }

    /// Whether there is a trait with a method per operation that a server implements. Types are strict then: what the
    /// model requires cannot be absent. Without a [client](Self::client), the code needs `smithgen-server` alone.
    #[must_use]
    pub fn server(mut self, wanted: bool) -> Self {
        self.last().server = wanted;
        self
    }

    /// Names the service on the command line; without this it is the name in the AWS CLI, or the service's name in
    /// small letters.
    #[must_use]
    pub fn command(mut self, name: impl Into<String>) -> Self {
        self.last().names.service = Some(name.into());
        self
    }

    /// Names the command of an operation, or the option of a member of its input, `Operation$member`.
    #[must_use]
    pub fn rename(mut self, what: impl Into<String>, name: impl Into<String>) -> Self {
        self.last().names.others.insert(what.into(), name.into());
        self
    }

    /// Lets the command line keep the result of an operation.
    #[must_use]
    pub fn keep(mut self, keep: Keep) -> Self {
        self.last().keep.push(keep);
        self
    }

    /// Adds the services of other settings.
    #[must_use]
    pub fn and(mut self, other: Config) -> Self {
        self.services.extend(other.services);
        self
    }

    /// Where the modules go, instead of `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(path.into());
        self
    }

    /// The services with a directory of models taken apart.
    pub(crate) fn each_service(&self) -> Result<Vec<ServiceSettings>, Errors> {
        let mut errors = Errors::new();
        let mut services = Vec::new();
        for (number, service) in self.services.iter().enumerate() {
            let Some(directory) = &service.each_of else {
                services.push(service.clone());
                continue;
            };
            let mut problems = Errors::new();
            let files = load::services(directory, &mut problems);
            if files.is_empty() && problems.is_empty() {
                let message = format!("`{}` holds no model", directory.display());
                let help = "name a directory with files whose names end in `.json`";
                let problem = Diagnostic::error(message).help(help);
                problems.push(problem.setting("models", directory.display()));
            }
            errors.extend(service.origins.locate(problems));
            services.extend(files.into_iter().map(|file| ServiceSettings {
                models: service.models.iter().cloned().chain([file]).collect(),
                each_of: None,
                directory: Some(number),
                ..service.clone()
            }));
        }
        errors.into_result(services).map(|(services, _)| services)
    }

    /// Every file and directory on which the result depends.
    pub fn inputs(&self) -> Vec<PathBuf> {
        let services = self.services.iter();
        let models = services.flat_map(|service| service.models.iter().chain(&service.each_of));
        let mut inputs: Vec<PathBuf> = self.file.iter().chain(models).cloned().collect();
        #[cfg(feature = "package")]
        inputs.extend(self.package.iter().flat_map(|it| it.license_files.clone()));
        let mut seen = std::collections::HashSet::new();
        inputs.retain(|path| seen.insert(path.clone()));
        inputs
    }

    /// Whether a package is written rather than modules to include.
    pub(crate) fn is_package(&self) -> bool {
        #[cfg(feature = "package")]
        return self.package.is_some();
        #[cfg(not(feature = "package"))]
        return false;
    }

    /// The directory to write to.
    pub(crate) fn directory(&self) -> Result<PathBuf, Errors> {
        #[cfg(feature = "package")]
        if let Some(package) = &self.package {
            return self.named(&package.directory, "package.directory");
        }
        if let Some(directory) = &self.out_dir {
            return self.named(directory, "out-dir");
        }
        let directory = std::env::var_os("OUT_DIR").map(PathBuf::from);
        directory.ok_or_else(|| {
            let help =
                "name a directory or a package, or run this in a build script, which has `OUT_DIR`";
            let problem = Diagnostic::error("there is no place to write to").help(help);
            self.origins.locate(problem.setting("out-dir", "").into())
        })
    }

    /// Gives problems with the setting `directory`, which is not called so, the place of the one that names the output
    /// directory.
    pub(crate) fn locate_directory(&self, directory: &str, problems: Errors) -> Errors {
        let key = match self.is_package() {
            true => "package.directory",
            false => "out-dir",
        };
        let mut named = Errors::new();
        named.extend(problems.into_iter().map(|mut problem| {
            if let Some((setting, _)) = problem.setting.as_mut().filter(|it| it.0 == directory) {
                key.clone_into(setting);
            }
            problem
        }));
        self.origins.locate(named)
    }

    /// A directory that a setting names. An empty name would be the one that the program runs in.
    fn named(&self, directory: &Path, key: &str) -> Result<PathBuf, Errors> {
        if !directory.as_os_str().is_empty() {
            return Ok(directory.to_owned());
        }
        let setting = key.rsplit('.').next().unwrap_or(key);
        let problem = Diagnostic::error(format!("`{setting}` names no directory"));
        let problem = problem
            .help("`.` is the one with the settings")
            .setting(key, "");
        Err(self.origins.locate(problem.into()))
    }

    fn last(&mut self) -> &mut ServiceSettings {
        if self.services.is_empty() {
            self.services.push(ServiceSettings::default());
        }
        // The list was given an item just now if it had none.
        self.services.last_mut().expect("a list with an item")
    }
}
