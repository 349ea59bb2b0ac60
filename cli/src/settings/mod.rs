//! Where each setting comes from: flag, environment, profile, default, in this order.

pub(crate) mod checks;
pub(crate) mod client;
pub(crate) mod credentials;
mod environment;
mod found;
mod metadata;

use std::cell::OnceCell;

use smithgen_aws::profile::{Files, Profile, Selected};
use smithgen_client::{ConfigError, Environment};
use smithgen_help::Names;

use crate::errors::Failure;
use crate::table::Commands;

/// Environment, files and the selected profile.
pub(crate) struct Settings {
    pub(crate) environment: Environment,
    /// Config and credentials files.
    pub(crate) files: Files,
    /// The profile that is meant.
    pub(crate) selected: Selected,
    /// Whether `--profile` named it.
    pub(crate) by_flag: bool,
    /// What the names of settings start with, where they are the program's own.
    pub(crate) own_prefix: Option<String>,
    /// Called as `aws`, a program has services of AWS only.
    pub(crate) is_reference: bool,
    profile: OnceCell<Result<Profile, ConfigError>>,
}

impl Settings {
    /// Reads the files; `flag` is the value of `--profile`, `names` are those of the program's settings.
    ///
    /// # Errors
    /// A file that cannot be parsed.
    pub(crate) fn load(
        flag: Option<&str>,
        names: Names<'_>,
        services: &[&'static Commands],
    ) -> Result<Settings, Failure> {
        let environment = environment::environment(names, services);
        let files =
            Files::load(&environment).map_err(|error| Failure::general(error.to_string()))?;
        let selected = Selected::from_env(flag, &environment);
        let by_flag = flag.is_some_and(|name| !name.is_empty());
        Ok(Settings {
            environment,
            files,
            selected,
            by_flag,
            own_prefix: match names {
                Names::Aws => None,
                Names::Own(prefix) => Some(prefix.to_owned()),
            },
            is_reference: false,
            profile: OnceCell::new(),
        })
    }

    /// What the settings are called.
    pub(crate) fn names(&self) -> Names<'_> {
        self.own_prefix.as_deref().map_or(Names::Aws, Names::Own)
    }

    /// Whether the service has settings of its own.
    pub(crate) fn is_own(&self, service: &Commands) -> bool {
        !service.aws && !self.is_reference
    }

    /// Settings that were not read from this process.
    #[cfg(any(test, feature = "fuzzing"))]
    pub(crate) fn of(environment: Environment, files: Files, selected: Selected) -> Settings {
        Settings {
            environment,
            files,
            selected,
            by_flag: false,
            own_prefix: None,
            is_reference: true,
            profile: OnceCell::new(),
        }
    }

    /// The selected profile.
    ///
    /// # Errors
    /// 255 when somebody named it and it does not exist.
    pub(crate) fn profile(&self) -> Result<&Profile, Failure> {
        self.profile
            .get_or_init(|| self.files.selected(&self.selected))
            .as_ref()
            .map_err(|error| Failure::general(error.to_string()))
    }

    /// A variable of the environment.
    pub(crate) fn variable(&self, name: &str) -> Option<String> {
        self.environment.get(name)
    }

    /// The variable, else the profile's key.
    ///
    /// # Errors
    /// 255 when the variable is not set and the profile does not exist.
    pub(crate) fn lookup(&self, variable: &str, key: &str) -> Result<Option<String>, Failure> {
        match self.variable(variable) {
            Some(value) => Ok(Some(value)),
            None => self.key(key),
        }
    }

    /// The profile's key.
    ///
    /// # Errors
    /// 255 when the profile does not exist.
    pub(crate) fn key(&self, key: &str) -> Result<Option<String>, Failure> {
        Ok(self.profile()?.get(key).map(str::to_owned))
    }

    /// The profile's key; none when the profile does not exist, which is somebody else's concern.
    pub(crate) fn tolerant_key(&self, key: &str) -> Option<String> {
        self.key(key).ok().flatten()
    }
}
