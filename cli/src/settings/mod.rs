//! Looks up settings: flag, environment, profile, default, in this order.

pub(crate) mod buckets;
pub(crate) mod checks;
pub(crate) mod client;
mod codes;
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
    /// The config and credentials files.
    pub(crate) files: Files,
    pub(crate) selected: Selected,
    /// Whether the profile was set by `--profile`.
    pub(crate) by_flag: bool,
    /// Prefix of the settings' names, if the program has its own settings.
    pub(crate) own_prefix: Option<String>,
    /// Whether the program is invoked as `aws`, when all its services are AWS services.
    pub(crate) is_reference: bool,
    profile: OnceCell<Result<Profile, ConfigError>>,
}

impl Settings {
    /// Reads the files; `flag` is the value of `--profile`, `names` are the names of the program's settings.
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

    /// The names of the settings.
    pub(crate) fn names(&self) -> Names<'_> {
        self.own_prefix.as_deref().map_or(Names::Aws, Names::Own)
    }

    /// Whether the service uses its own settings rather than those of AWS.
    pub(crate) fn is_own(&self, service: &Commands) -> bool {
        !service.aws && !self.is_reference
    }

    /// Settings with the given environment and files.
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
    /// 255 if it was named explicitly and does not exist.
    pub(crate) fn profile(&self) -> Result<&Profile, Failure> {
        self.profile
            .get_or_init(|| self.files.selected(&self.selected))
            .as_ref()
            .map_err(|error| Failure::general(error.to_string()))
    }

    /// An environment variable.
    pub(crate) fn variable(&self, name: &str) -> Option<String> {
        self.environment.get(name)
    }

    /// The variable's value, else that of the profile's key.
    ///
    /// # Errors
    /// 255 if the variable is unset and the profile does not exist.
    pub(crate) fn lookup(&self, variable: &str, key: &str) -> Result<Option<String>, Failure> {
        match self.variable(variable) {
            Some(value) => Ok(Some(value)),
            None => self.key(key),
        }
    }

    /// The value of the profile's key.
    ///
    /// # Errors
    /// 255 if the profile does not exist.
    pub(crate) fn key(&self, key: &str) -> Result<Option<String>, Failure> {
        Ok(self.profile()?.get(key).map(str::to_owned))
    }

    /// The value of the profile's key; `None` if the profile does not exist, which is reported elsewhere.
    pub(crate) fn tolerant_key(&self, key: &str) -> Option<String> {
        self.key(key).ok().flatten()
    }
}
