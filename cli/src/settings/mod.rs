//! Where each setting comes from: flag, environment, profile, default, in this order.

pub(crate) mod client;
pub(crate) mod credentials;
mod metadata;

use std::cell::OnceCell;

use smithgen_runtime::profile::{ConfigError, Environment, Files, Profile, Selected};

use crate::errors::Failure;

/// Environment, files and the selected profile.
pub(crate) struct Settings {
    /// The environment.
    pub(crate) environment: Environment,
    /// Config and credentials files.
    pub(crate) files: Files,
    /// The profile that is meant.
    pub(crate) selected: Selected,
    /// Whether `--profile` named it.
    pub(crate) by_flag: bool,
    profile: OnceCell<Result<Profile, ConfigError>>,
}

impl Settings {
    /// Reads the files; `flag` is the value of `--profile`.
    ///
    /// # Errors
    /// A file that cannot be parsed.
    pub(crate) fn load(flag: Option<&str>) -> Result<Settings, Failure> {
        let environment = Environment::Process;
        let files =
            Files::load(&environment).map_err(|error| Failure::general(error.to_string()))?;
        let selected = Selected::from_env(flag, &environment);
        let by_flag = flag.is_some_and(|name| !name.is_empty());
        Ok(Settings {
            environment,
            files,
            selected,
            by_flag,
            profile: OnceCell::new(),
        })
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
